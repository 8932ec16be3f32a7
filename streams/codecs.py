"""Bytes to records and back. Nothing else in the project serialises what goes over Kafka."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeVar

import msgspec
import orjson

from streams.errors import DecodeError, ErrorType
from streams.records.article import RAW_SCHEMA, Article, RawArticle, published_datetime

Headers = list[tuple[str, bytes]]
RecordType = TypeVar("RecordType", bound=msgspec.Struct)

CONTENT_TYPE = b"application/json"
MESSAGE_LIMIT = 2000
"""Longest error message kept, in code points: messages quote hostile input."""
TRACEPARENT_HEADER = "traceparent"
"""W3C Trace Context."""
_ENCODER = msgspec.json.Encoder()


def encode(record: msgspec.Struct) -> bytes:
    """Return the record as JSON in UTF-8. Bytes inside records become base64.

    Raises:
        ValueError: When a text holds a lone surrogate, which UTF-8 can't carry.
    """
    return _ENCODER.encode(record)


def decode(value: bytes, record_type: type[RecordType]) -> RecordType:
    """Return the record that the bytes hold, checked against its type.

    Unknown fields are ignored and missing ones take their default.

    Raises:
        DecodeError: ``invalid_json`` or ``schema_violation``, with the path of the offending field.
    """
    try:
        return msgspec.json.decode(value, type=record_type)
    except msgspec.ValidationError as error:
        raise DecodeError(ErrorType.SCHEMA_VIOLATION, str(error)[:MESSAGE_LIMIT]) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DecodeError(ErrorType.INVALID_JSON, str(error)[:MESSAGE_LIMIT]) from None


def decode_raw(value: bytes | None) -> RawArticle:
    """Return the article in a record of the raw topic.

    Raises:
        DecodeError: When it can't be enriched, with the kind of error and, where it could be
            read, the article's id.
    """
    if value is None:
        raise DecodeError(ErrorType.INVALID_JSON, "the record has no value (a tombstone)")
    document = _loads(value)
    article_id = _peek(document, "id")
    schema = _peek(document, "schema")
    if schema is not None and schema != RAW_SCHEMA:
        raise DecodeError(
            ErrorType.UNSUPPORTED_VERSION,
            f"schema is {schema[:100]!r}; this worker knows {RAW_SCHEMA!r}",
            article_id,
        )
    article = _convert(document, RawArticle, article_id)
    try:
        published_datetime(article.published_at)
    except ValueError as error:
        raise DecodeError(
            ErrorType.SCHEMA_VIOLATION, f"{error} - at `$.published_at`"[:MESSAGE_LIMIT], article.id
        ) from None
    if not article.text.strip() and not (article.title or "").strip():
        raise DecodeError(ErrorType.EMPTY_BODY, "text and title are empty", article.id)
    return article


def content_hash(article: Article) -> str:
    """Return 32 hexadecimal digits over everything that the article says of itself."""
    fields = [getattr(article, name) for name in Article.__struct_fields__]
    return blake2b(orjson.dumps(fields), digest_size=16).hexdigest()


def event_id(article: Article, pipeline_fingerprint: str) -> str:
    """Return the id that every repeat of this enrichment carries: 32 hexadecimal digits."""
    seed = f"{article.id}\0{content_hash(article)}\0{pipeline_fingerprint}"
    return blake2b(seed.encode(), digest_size=16).hexdigest()


def cloudevents_headers(
    *, event_id: str, event_type: str, source: str, time: str, extra: Iterable[tuple[str, bytes]] = ()
) -> Headers:
    """Return the headers of CloudEvents 1.0 in Kafka's binary mode.

    Source: CloudEvents Kafka protocol binding 1.0.2, section 3.2.
    """
    headers_of = cloudevents_headers_by_id(event_type=event_type, source=source, time=time, extra=extra)
    return headers_of(event_id.encode())


def cloudevents_headers_by_id(
    *, event_type: str, source: str, time: str, extra: Iterable[tuple[str, bytes]] = ()
) -> Callable[[bytes], Headers]:
    """Return what makes the headers of events that differ in their ids only."""
    version, *common = _common_headers(event_type, source, time)
    common += extra

    def headers_of(event_id: bytes) -> Headers:
        return [version, ("ce_id", event_id), *common]

    return headers_of


@lru_cache(maxsize=16)
def _common_headers(event_type: str, source: str, time: str) -> Headers:
    """The headers that all records of a type and a batch share."""
    return [
        ("ce_specversion", b"1.0"),
        ("ce_type", event_type.encode()),
        ("ce_source", source.encode()),
        ("ce_time", time.encode()),
        ("content-type", CONTENT_TYPE),
    ]


def rfc3339(moment: datetime) -> str:
    """Return the moment in UTC with milliseconds, such as ``2026-01-02T03:04:05.678Z``."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def rfc3339_from_milliseconds(timestamp_ms: int) -> str:
    """Return a Kafka timestamp as RFC 3339."""
    return rfc3339(datetime.fromtimestamp(timestamp_ms / 1000, tz=UTC))


def _loads(value: bytes) -> Any:
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise DecodeError(ErrorType.INVALID_JSON, str(error)[:MESSAGE_LIMIT]) from None


def _peek(document: Any, name: str) -> str | None:
    found = document.get(name) if isinstance(document, dict) else None
    return found if isinstance(found, str) else None


def _convert(
    document: Any, record_type: type[RecordType], article_id: str | None = None
) -> RecordType:
    try:
        return msgspec.convert(document, record_type)
    except msgspec.ValidationError as error:
        raise DecodeError(
            ErrorType.SCHEMA_VIOLATION, str(error)[:MESSAGE_LIMIT], article_id
        ) from None
