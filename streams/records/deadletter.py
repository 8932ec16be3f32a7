"""Dead letters: what could not be enriched, with everything needed to try again."""

from typing import Final, Literal

from streams.records.base import Record

DEADLETTER_SCHEMA: Final = "news.deadletters.v1"


class SourcePosition(Record, frozen=True, kw_only=True, gc=False):
    """Where a record stands in Kafka."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int | None = None


class HeaderPair(Record, frozen=True, kw_only=True, gc=False):
    """One record header; the value is base64 on the wire, since headers are bytes."""

    key: str
    value: bytes


class DeadLetter(Record, frozen=True, kw_only=True, gc=False):
    """The value of ``news.deadletters.v1``. Bytes are base64 on the wire.

    Attributes:
        id: Derived from the source position, so that the same failure is the same dead letter.
        key: The original record's key, as received.
        value: The original record's value, byte for byte; None for a tombstone.
        headers: The original record's headers, in order.
        source: Where the original record stands.
        error_type: One of :class:`streams.errors.ErrorType`.
        message: What went wrong, for people; at most 2,000 characters.
        stage: The step that failed.
        attempt: 1 for the first failure, one more each time that it is replayed.
        pipeline_fingerprint: The pipeline that failed on it, when one was loaded.
        article_id: When it could be read.
    """

    id: str
    value: bytes | None
    source: SourcePosition
    error_type: str
    message: str
    stage: Literal["decode", "enrich"]
    attempt: int
    key: bytes | None = None
    headers: tuple[HeaderPair, ...] = ()
    pipeline_fingerprint: str | None = None
    article_id: str | None = None
    schema: Literal["news.deadletters.v1"] = DEADLETTER_SCHEMA
