"""What one raw record becomes: derived records ready for the producer, or a failure."""

from typing import NamedTuple

from aiokafka.partitioner import murmur2

from streams.codecs import TRACEPARENT_HEADER, Headers, cloudevents_headers, encode, rfc3339_from_milliseconds
from streams.enrich.flatten import entity_records, figure_records
from streams.errors import ErrorType
from streams.records import EnrichedArticle
from streams.topics import ENRICHED, ENTITIES, FIGURES, TOPICS, Topic

EVENT_SOURCE = "/newsstream/enrich"
ATTEMPT_HEADER = "newsstream-attempt"
POSITION_HEADER = "newsstream-source-position"
"""On every enriched event and dead letter: ``<partition>:<offset>`` of the raw record."""
# Kafka's own partitioner takes the hash modulo the partition count after clearing the sign.
POSITIVE_INT32 = 0x7FFFFFFF
# Room for key, headers and the batch around a record.
RECORD_OVERHEAD_BYTES = 16_384

TOPIC_INDEX: dict[str, int] = {topic.name: index for index, topic in enumerate(TOPICS)}


class OutputRecord(NamedTuple):
    """One record to produce. Plain, since it crosses a process border.

    Attributes:
        topic: Index into :data:`streams.topics.TOPICS`.
        key_hash: Murmur2 of the key, as every Kafka client computes it: the partition is this
            modulo the partition count.
        value: None deletes the key, in a compacted topic.
    """

    topic: int
    key_hash: int
    key: bytes
    value: bytes | None
    headers: Headers


class Enriched(NamedTuple):
    """All derived records of one article."""

    article_id: str
    outputs: list[OutputRecord]


class Failed(NamedTuple):
    """Why one raw record could not be enriched."""

    error_type: str
    message: str
    stage: str
    article_id: str | None = None
    pipeline_fingerprint: str | None = None


Outcome = Enriched | Failed


class RawInput(NamedTuple):
    """One record of the raw topic. Plain, since it crosses a process border."""

    partition: int
    offset: int
    timestamp_ms: int
    value: bytes | None
    traceparent: bytes | None


def output_record(topic: Topic, key: bytes, value: bytes, headers: Headers) -> OutputRecord:
    """Return the record with its place among the partitions worked out."""
    return OutputRecord(TOPIC_INDEX[topic.name], murmur2(key) & POSITIVE_INT32, key, value, headers)


def derive(event: EnrichedArticle, raw: RawInput, enriched_at: str) -> Outcome:
    """Return every record that an enriched event becomes, or why it can't be sent."""
    position: list[tuple[str, bytes]] = [
        (POSITION_HEADER, f"{raw.partition}:{raw.offset}".encode())
    ]
    if raw.traceparent:
        position.append((TRACEPARENT_HEADER, raw.traceparent))

    def record(topic: Topic, event_id: str, key: str, value: bytes) -> OutputRecord:
        headers = cloudevents_headers(
            event_id=event_id,
            event_type=topic.name,
            source=EVENT_SOURCE,
            time=enriched_at,
            extra=position,
        )
        return output_record(topic, key.encode(), value, headers)

    value = encode(event)
    if len(value) + RECORD_OVERHEAD_BYTES > ENRICHED.max_message_bytes:
        return Failed(
            ErrorType.TOO_LARGE,
            f"the enriched event has {len(value)} bytes, the topic takes "
            f"{ENRICHED.max_message_bytes}",
            "enrich",
            event.article_id,
            event.pipeline.fingerprint,
        )
    outputs = [record(ENRICHED, event.event_id, event.article_id, value)]
    for entity in entity_records(event):
        identity = entity.entity.id
        outputs.append(record(ENTITIES, f"{event.event_id}/{identity}", identity, encode(entity)))
    for figure in figure_records(event):
        identity = figure.figure.id
        outputs.append(record(FIGURES, f"{event.event_id}/{identity}", identity, encode(figure)))
    return Enriched(event.article_id, outputs)


def received_at(raw: RawInput) -> str | None:
    """Return the raw record's own time as it stands in the event."""
    return rfc3339_from_milliseconds(raw.timestamp_ms) if raw.timestamp_ms >= 0 else None
