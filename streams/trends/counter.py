"""Counts batches of enriched events in a lane, and finds its counts again after a restart.

The lane's transaction holds, beside the offset of the enriched topic: the new counts (``news.trends.v1``) and
what changed in the open windows (``news.trends.changelog.v1``). So what is read back after the fence
belongs to the committed offset, and memory is never believed after an error.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaConnectionError

from streams.codecs import cloudevents_headers, decode, encode, rfc3339
from streams.errors import DecodeError, NewsstreamError, NotAllowedError
from streams.kafka import topic_name
from streams.reading import Start, open_reader
from streams.records import EntityType, Trend, TrendChange, TrendEntity
from streams.records.article import published_datetime
from streams.runtime.lane import Batch
from streams.runtime.outputs import TOPIC_INDEX, OutputRecord
from streams.settings import Settings
from streams.topics import TRENDS, TRENDS_CHANGELOG
from streams.trends.windows import (
    Limits,
    Named,
    PartitionWindows,
    Sighting,
    Tally,
    WindowChange,
    changed_counts,
)

log = logging.getLogger(__name__)

EVENT_SOURCE = "/newsstream/trends"
WHOLE_WINDOW = "*"
# Content systems write 0001-01-01 for "unknown".
EARLIEST = datetime(1000, 1, 1, tzinfo=UTC)
NAME_LIMIT = 200
"""Longest name kept, in code points: what a hostile article calls a name can be any length."""


class TrendsError(NewsstreamError):
    """Trends can't be counted on; a fresh start would meet the same."""

    exit_status = 4


class _NamedEntity(msgspec.Struct, gc=False):
    id: str
    type: EntityType
    name: str
    mentions: list[Any]


class _Dated(msgspec.Struct, gc=False):
    published_at: str | None = None


class _Enriched(msgspec.Struct, gc=False):
    """What trends need of an enriched event."""

    event_id: str
    article: _Dated
    entities: list[_NamedEntity]
    received_at: str | None = None


class TrendOutputs(list[OutputRecord]):
    """Every record that a batch becomes, and what metrics are told when it is committed."""

    def __init__(self, tally: Tally, unreadable: int) -> None:
        """Start without records."""
        super().__init__()
        self.tally = tally
        self.unreadable = unreadable


@dataclass(slots=True)
class TrendCounter:
    """The counts of all partitions that this worker holds."""

    settings: Settings
    _partitions: dict[int, PartitionWindows] = field(default_factory=dict)
    _outdated: dict[int, list[bytes]] = field(default_factory=dict)

    async def restore(self, partition: TopicPartition) -> None:
        """Read back what was kept up to the committed offset; the lane calls it after every fence.

        Raises:
            KafkaError: It can't be read now.
            TrendsError: What stands there is not ours.
        """
        windows = PartitionWindows(self._limits())
        kept, outdated = [], []
        for key, value in (await self._changelog(partition.partition)).items():
            change = _change_of(partition, key, value)
            if change.window_seconds == windows.limits.window_seconds:
                kept.append(change)
            else:
                outdated.append(key)
        windows.restore(sorted(kept, key=lambda change: change.sequence))
        self._partitions[partition.partition] = windows
        self._outdated[partition.partition] = outdated
        if kept:
            log.info(
                "trends restored",
                extra={"partition": partition.partition, "windows": len(windows.windows), "changes": len(kept)},
            )

    async def count_batch(self, batch: Batch) -> TrendOutputs:
        """Return the new counts and what is to be kept of them."""
        number = batch.partition.partition
        windows = self._partitions[number]
        unreadable = 0
        for record in batch.records:
            try:
                windows.add(sighting_of(record))
            except DecodeError as error:
                unreadable += 1
                log.error(  # noqa: TRY400 - the exception says no more than the message
                    "no enriched event: not counted in trends",
                    extra={"partition": number, "offset": record.offset, "reason": str(error)},
                )
        changes, tally = windows.take_changes()
        outputs = TrendOutputs(tally, unreadable)
        for change in changes:
            outputs += self._records(number, windows, change, batch.next_offset)
        outputs += (_removal(number, key) for key in self._outdated.pop(number, ()))
        return outputs

    def forget(self) -> None:
        """Drop the counts of all partitions: they were given back."""
        self._partitions.clear()
        self._outdated.clear()

    def sizes(self) -> tuple[int, int]:
        """Return how many windows are open, and how many event ids and entities they hold."""
        partitions = self._partitions.values()
        return sum(len(p.windows) for p in partitions), sum(p.entries for p in partitions)

    def _limits(self) -> Limits:
        return Limits(
            self.settings.trends_window_seconds,
            self.settings.trends_grace_seconds,
            self.settings.trends_max_entities,
            self.settings.trends_max_entries,
        )

    async def _changelog(self, number: int) -> dict[bytes, bytes]:
        """Return what stands in the changelog of a partition, by key."""
        name = topic_name(self.settings, TRENDS_CHANGELOG)
        found: dict[bytes, bytes] = {}
        try:
            async with open_reader(self.settings, [name], only=number) as reader:
                await reader.seek(Start(beginning=True))
                async for record in reader.until_now():
                    key = record.key or b""
                    # A topic with fewer partitions than the enriched one holds several partitions in one.
                    if not key.startswith(b"%d/" % number):
                        continue
                    if record.value is None:
                        found.pop(key, None)
                    else:
                        found[key] = record.value
        except NotAllowedError:
            raise
        except NewsstreamError as error:
            raise KafkaConnectionError(str(error)) from None
        return found

    def _records(
        self, number: int, windows: PartitionWindows, change: WindowChange, next_offset: int
    ) -> Iterator[OutputRecord]:
        size = windows.limits.window_seconds
        yield from trend_records(number, size, change, next_offset)
        window = change.window
        if change.closed:
            for sequence in window.sequences:
                yield _removal(number, _change_key(number, window.start, size, sequence))
        else:
            key = _change_key(number, window.start, size, windows.sequence)
            yield _record(TRENDS_CHANGELOG.name, number, key, encode(windows.kept(change, number)), [])


def _change_of(partition: TopicPartition, key: bytes, value: bytes) -> TrendChange:
    try:
        return decode(value, TrendChange)
    except DecodeError as error:
        raise TrendsError(
            f"trends of partition {partition.partition} can't be restored: {TRENDS_CHANGELOG.name} holds a record "
            f"with key {key[:100]!r} that is no change ({error}). Set trends to false to go on without them, or delete "
            "that topic: open windows are then counted anew from the committed offset on"
        ) from None


def sighting_of(record: ConsumerRecord[bytes, bytes]) -> Sighting:
    """Return what counts of an enriched event.

    Raises:
        DecodeError: It is none.
    """
    event = decode(record.value or b"", _Enriched)
    named: dict[str, Named] = {}
    for entity in event.entities:
        named.setdefault(
            entity.id, Named(entity.id, entity.type, entity.name[:NAME_LIMIT], len(entity.mentions))
        )
    time = event_time(event.article.published_at, event.received_at, record.timestamp)
    return Sighting(event.event_id, time, tuple(named.values()))


def event_time(published_at: str | None, received_at: str | None, recorded_ms: int) -> float:
    """Return when an article counts as published (Unix time).

    The publication time, else the time at which the article was received, else that at which it was enriched: the
    first that is not later than the last, since a date in the future would close the windows of all others.
    Times without an offset are taken as UTC.

    Args:
        published_at: As the article says.
        received_at: Timestamp of the raw record, set by whoever sent it.
        recorded_ms: Timestamp of the enriched record, set by a worker.
    """
    recorded = max(recorded_ms, 0) / 1000
    for text in (published_at, received_at):
        moment = _moment(text)
        if moment is not None and moment.timestamp() <= recorded:
            return moment.timestamp()
    return recorded


def _moment(text: str | None) -> datetime | None:
    try:
        moment = published_datetime(text)
    except ValueError:
        return None
    if moment is None:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if moment >= EARLIEST else None


def trend_records(number: int, window_seconds: int, change: WindowChange, next_offset: int) -> Iterator[OutputRecord]:
    """Yield the record of the window and of each entity whose counts changed."""
    window = change.window
    start = rfc3339(datetime.fromtimestamp(window.start, tz=UTC))
    end = rfc3339(datetime.fromtimestamp(window.start + window_seconds, tz=UTC))
    time = rfc3339(datetime.now(UTC))

    def record(identity: str, trend: Trend) -> OutputRecord:
        key = f"{start}/{window_seconds}/{identity}/{number}"
        headers = cloudevents_headers(
            event_id=f"{key}@{next_offset}", event_type=TRENDS.name, source=EVENT_SOURCE, time=time
        )
        return _record(TRENDS.name, number, key.encode("utf-8", "replace"), encode(trend), headers)

    yield record(
        WHOLE_WINDOW,
        Trend(
            window_start=start,
            window_end=end,
            partition=number,
            entity=None,
            articles=window.articles,
            mentions=window.mentions,
            late=window.late,
            untracked=window.untracked,
        ),
    )
    for identity, count in changed_counts(change):
        yield record(
            identity,
            Trend(
                window_start=start,
                window_end=end,
                partition=number,
                entity=TrendEntity(id=identity, type=count.type, name=count.name),
                articles=count.articles,
                mentions=count.mentions,
            ),
        )


def _change_key(number: int, start: int, window_seconds: int, sequence: int) -> bytes:
    return b"%d/%d/%d/%d" % (number, start, window_seconds, sequence)


def _removal(number: int, key: bytes) -> OutputRecord:
    return _record(TRENDS_CHANGELOG.name, number, key, None, [])


def _record(
    topic: str, number: int, key: bytes, value: bytes | None, headers: Sequence[tuple[str, bytes]]
) -> OutputRecord:
    # In place of a hash of the key: the partition of the enriched topic, so that each has one writer.
    return OutputRecord(TOPIC_INDEX[topic], number, key, value, list(headers))
