"""What one raw record becomes: derived records ready for the producer, or a failure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from aiokafka.partitioner import murmur2
from numpy.typing import NDArray

from streams.codecs import TRACEPARENT_HEADER, Headers, cloudevents_headers_by_id, encode, rfc3339_from_milliseconds
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
Words = NDArray[np.uint32]
MURMUR_FACTOR, MURMUR_SEED = np.uint32(0x5BD1E995), 0x9747B28C
# Room for key, headers and the batch around a record.
RECORD_OVERHEAD_BYTES = 16_384

TOPIC_INDEX: dict[str, int] = {topic.name: index for index, topic in enumerate(TOPICS)}
_ENRICHED, _ENTITIES, _FIGURES = (TOPIC_INDEX[topic.name] for topic in (ENRICHED, ENTITIES, FIGURES))


# Index into TOPICS, hash of the key, key, value: headers follow from the event. Plain, since tens of them an
# article cross a process border, and pickling names or headers costs more than all the rest.
Derived = tuple[int, int, bytes, bytes]


class OutputRecord(NamedTuple):
    """One record to produce.

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
    """All derived records of one article. Plain, since it crosses a process border.

    Attributes:
        enriched_at: Time of all of them, RFC 3339.
        headers: Those that all of them have beside CloudEvents'.
        records: The enriched event, then its entities and figures.
    """

    article_id: str
    event_id: str
    enriched_at: str
    headers: Headers
    records: list[Derived]

    def outputs(self) -> Iterator[OutputRecord]:
        """Yield the records with their headers; an entity's or figure's event has the id ``<event>/<key>``."""
        event_id = self.event_id.encode()
        headers_of = {
            topic: cloudevents_headers_by_id(
                event_type=TOPICS[topic].name, source=EVENT_SOURCE, time=self.enriched_at, extra=self.headers
            )
            for topic in {record[0] for record in self.records}
        }
        for topic, key_hash, key, value in self.records:
            identity = event_id if topic == _ENRICHED else b"%b/%b" % (event_id, key)
            yield OutputRecord(topic, key_hash, key, value, headers_of[topic](identity))


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
    return OutputRecord(TOPIC_INDEX[topic.name], key_hashes([key])[0], key, value, headers)


def key_hashes(keys: Sequence[bytes]) -> list[int]:
    """Return murmur2 of each key without its sign, which takes the partition with it as Kafka's clients do.

    Keys of one length go together: ids are alike, and one by one they cost as much as encoding the records.
    Source: Apache Kafka, ``Utils.murmur2``.
    """
    places: dict[int, list[int]] = {}
    for place, key in enumerate(keys):
        places.setdefault(len(key), []).append(place)
    hashes = [0] * len(keys)
    for size, members in places.items():
        together = [keys[place] for place in members]
        whole = size and size % 4 == 0 and len(members) > 1
        found = _murmur2_of_words(b"".join(together), size) if whole else [murmur2(key) for key in together]
        for place, value in zip(members, found, strict=True):
            hashes[place] = value & POSITIVE_INT32
    return hashes


def _murmur2_of_words(joined: bytes, size: int) -> list[int]:
    """Murmur2 of keys of ``size`` bytes each, a multiple of four."""
    mixed: Words = np.frombuffer(joined, "<u4").reshape(-1, size // 4) * MURMUR_FACTOR
    mixed = (mixed ^ mixed >> np.uint32(24)) * MURMUR_FACTOR
    found: Words = np.full(len(mixed), MURMUR_SEED ^ size, np.uint32)
    for column in mixed.T:
        found = found * MURMUR_FACTOR ^ column
    found = (found ^ found >> np.uint32(13)) * MURMUR_FACTOR
    hashes: list[int] = (found ^ found >> np.uint32(15)).tolist()
    return hashes


def derive(event: EnrichedArticle, raw: RawInput, enriched_at: str) -> Outcome:
    """Return every record that an enriched event becomes, or why it can't be sent."""
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
    parts = [(_ENRICHED, event.article_id, value)]
    parts += [(_ENTITIES, entity.entity.id, encode(entity)) for entity in entity_records(event)]
    parts += [(_FIGURES, figure.figure.id, encode(figure)) for figure in figure_records(event)]
    keys = [key.encode() for _, key, _ in parts]
    records = [
        (topic, key_hash, key, encoded)
        for (topic, _, encoded), key, key_hash in zip(parts, keys, key_hashes(keys), strict=True)
    ]
    return Enriched(event.article_id, event.event_id, enriched_at, _carried(raw), records)


def _carried(raw: RawInput) -> Headers:
    position = (POSITION_HEADER, f"{raw.partition}:{raw.offset}".encode())
    return [position, (TRACEPARENT_HEADER, raw.traceparent)] if raw.traceparent else [position]


def received_at(raw: RawInput) -> str | None:
    """Return the raw record's own time as it stands in the event."""
    return rfc3339_from_milliseconds(raw.timestamp_ms) if raw.timestamp_ms >= 0 else None
