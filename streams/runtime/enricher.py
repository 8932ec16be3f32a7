"""From a batch of raw records to every record that it becomes, dead letters included."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Protocol

from aiokafka import ConsumerRecord

from streams.codecs import MESSAGE_LIMIT, TRACEPARENT_HEADER, cloudevents_headers, encode, rfc3339
from streams.records import DeadLetter, PipelineInfo, SourcePosition
from streams.records.deadletter import HeaderPair
from streams.runtime.child import BatchReport
from streams.runtime.lane import Batch
from streams.runtime.outputs import (
    ATTEMPT_HEADER,
    EVENT_SOURCE,
    POSITION_HEADER,
    Enriched,
    Failed,
    OutputRecord,
    RawInput,
    output_record,
)
from streams.topics import DEADLETTERS


class EnricherObserver(Protocol):
    """What the enricher tells metrics."""

    def received(self, batch: Batch) -> None:
        """Count raw records taken up."""

    def enriched(self, batch: Batch) -> None:
        """Count raw records that are done, or given up."""


class BatchOutputs(list[OutputRecord]):
    """Every record that a batch becomes.

    The report goes with them to the commit: what was found counts when it is committed, once,
    however often the batch had to be enriched.
    """

    def __init__(self, report: BatchReport) -> None:
        """Start without records."""
        super().__init__()
        self.report = report


class Pool(Protocol):
    """What runs batches: the process pool, or a stand-in for measuring the lane alone."""

    pipeline: PipelineInfo | None

    async def start(self) -> None:
        """Load what is needed."""

    async def stop(self) -> None:
        """End at once."""

    async def run(self, records: Sequence[RawInput]) -> BatchReport:
        """Return one outcome for each record, in order."""
        ...


def carried_traceparent(record: ConsumerRecord[bytes, bytes]) -> bytes | None:
    """Return the ``traceparent`` that the record's producer gave it."""
    return next((v for name, v in record.headers if name == TRACEPARENT_HEADER), None)


@dataclass(slots=True)
class Enricher:
    """Enriches batches in the pool and makes dead letters of what fails.

    Attributes:
        trace: Returns the ``traceparent`` that the outputs of a raw record carry.
    """

    pool: Pool
    observers: list[EnricherObserver] = field(default_factory=list)
    trace: Callable[[ConsumerRecord[bytes, bytes]], bytes | None] = carried_traceparent

    async def enrich_batch(self, batch: Batch) -> list[OutputRecord]:
        """Return every record that the batch becomes, in the order of its articles.

        Guarantee: each raw record becomes either one enriched event with its flat records, or one
        dead letter.
        """
        for observer in self.observers:
            observer.received(batch)
        try:
            report = await self.pool.run([self._raw_input(record) for record in batch.records])
        finally:
            for observer in self.observers:
                observer.enriched(batch)
        outputs = BatchOutputs(report)
        for record, outcome in zip(batch.records, report.outcomes, strict=True):
            if isinstance(outcome, Enriched):
                outputs += outcome.outputs()
            else:
                outputs.append(dead_letter(record, outcome))
        return outputs


    def _raw_input(self, record: ConsumerRecord[bytes, bytes]) -> RawInput:
        return RawInput(
            record.partition, record.offset, record.timestamp, record.value, self.trace(record)
        )


def dead_letter(record: ConsumerRecord[bytes, bytes], failure: Failed) -> OutputRecord:
    """Return the dead letter of a raw record: its bytes as they came, and what went wrong."""
    source = SourcePosition(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        timestamp_ms=record.timestamp,
    )
    identity = f"{record.topic}\0{record.partition}\0{record.offset}\0{record.timestamp}"
    letter = DeadLetter(
        id=blake2b(identity.encode(), digest_size=16).hexdigest(),
        key=record.key,
        value=record.value,
        headers=tuple(HeaderPair(key=name, value=value or b"") for name, value in record.headers),
        source=source,
        error_type=failure.error_type,
        message=failure.message[:MESSAGE_LIMIT],
        stage="decode" if failure.stage == "decode" else "enrich",
        attempt=attempt_of(record),
        pipeline_fingerprint=failure.pipeline_fingerprint,
        article_id=failure.article_id,
    )
    key = failure.article_id.encode() if failure.article_id else record.key or letter.id.encode()
    headers = cloudevents_headers(
        event_id=letter.id,
        event_type=DEADLETTERS.name,
        source=EVENT_SOURCE,
        time=rfc3339(datetime.now(UTC)),
        extra=[(POSITION_HEADER, f"{record.partition}:{record.offset}".encode())],
    )
    return output_record(DEADLETTERS, key, encode(letter), headers)


def attempt_of(record: ConsumerRecord[bytes, bytes]) -> int:
    """Return how often this article has been tried, this time included."""
    for name, value in record.headers:
        if name == ATTEMPT_HEADER and value and value.isdigit():
            # Bounded: the header comes from outside.
            return min(int(value[:9]), 1_000_000)
    return 1
