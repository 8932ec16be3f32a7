"""The worker's place in the consumer group: a lane for each partition that it is given."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError

from streams.errors import NewsstreamError
from streams.kafka import REQUEST_TIMEOUT_MS, client_options, topic_name, unreachable
from streams.runtime.lane import Lane, LaneObserver, LaneState, Process, Restore, nothing_to_restore
from streams.settings import Settings
from streams.topics import Topic

log = logging.getLogger(__name__)

# Lanes share one fetch under way: a partition whose batch is done waits until it returns for those without records.
FETCH_MAX_WAIT_MS = 50
LINGERING_FETCH_MAX_WAIT_MS = 500
"""The same for lanes that linger after each batch: they are in no hurry, and each fetch costs both sides."""
FETCH_MAX_BYTES = 16_777_216
PARTITION_FETCH_BYTES = 4_194_304
IDLE_STATES = frozenset({LaneState.FENCING, LaneState.POSITIONING, LaneState.FETCHING, LaneState.RECOVERING})
WATCH_SECONDS = 1.0
PROBE_SECONDS = 2.0
# Members learn from the answer to a heartbeat that the group is changing: so long each change waits for them.
HEARTBEATS_PER_SESSION = 12


class StalledError(NewsstreamError):
    """The worker makes no progress; a fresh one may."""

    exit_status = 4


@dataclass(slots=True)
class GroupObserver:
    """What the group member tells metrics: called in the event loop."""

    on_rebalance: Callable[[float], None] = lambda _seconds: None
    on_assigned: Callable[[Iterable[TopicPartition]], None] = lambda _partitions: None
    on_revoked: Callable[[Iterable[TopicPartition]], None] = lambda _partitions: None


@dataclass(slots=True)
class GroupMember:
    """Consumes a topic in the group, with one lane for each assigned partition.

    Attributes:
        taking_part: The group has given this member its share, which may be no partition at all.

    Guarantee: a partition's lane is ended before the partition is given back, or it can't commit any
    more: its next owner fences it first.
    """

    settings: Settings
    topic: Topic
    process: Process
    lane_observer: LaneObserver = field(default_factory=LaneObserver)
    observer: GroupObserver = field(default_factory=GroupObserver)
    restore: Restore = nothing_to_restore
    linger_seconds: float = 0.0
    ahead: bool = False
    lanes: dict[TopicPartition, Lane] = field(default_factory=dict)
    taking_part: bool = False
    _tasks: dict[TopicPartition, asyncio.Task[None]] = field(default_factory=dict)
    _consumer: AIOKafkaConsumer | None = None
    _failure: asyncio.Future[None] | None = None
    _revoked_at: float | None = None
    _answered_at: float = 0.0

    async def run(self, stopping: asyncio.Event) -> None:
        """Consume until ``stopping`` is set; then finish the batches under way and leave the group.

        Raises:
            UnreachableError: Kafka does not answer at the start.
            StalledError: A lane could not finish a batch within ``progress_timeout_seconds``.
            Exception: What ``process`` raised.
        """
        loop = asyncio.get_running_loop()
        self._failure = loop.create_future()
        await self._start_consumer()
        watch = asyncio.create_task(self._watch())
        probe = asyncio.create_task(self._probe())
        stop = asyncio.create_task(stopping.wait())
        try:
            waited: list[asyncio.Future[Any]] = [watch, stop, self._failure]
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            for ended in waited:
                if ended.done():
                    ended.result()
        finally:
            for task in (watch, probe, stop):
                task.cancel()
            await self._end_lanes(self.settings.shutdown_timeout_seconds)
            await self._leave()

    async def lag(self) -> dict[TopicPartition, int]:
        """Return how many records each assigned partition is behind its end."""
        consumer, lags = self._consumer, {}
        for partition, lane in list(self.lanes.items()):
            try:
                high = consumer.highwater(partition) if consumer else None
            except KafkaError:  # revoked meanwhile
                continue
            if high is not None and lane.position is not None:
                lags[partition] = max(high - lane.position, 0)
        return lags

    def seconds_without_progress(self) -> float:
        """Return the longest time for which a lane has neither committed nor found nothing to do."""
        now = asyncio.get_running_loop().time()
        return max((now - lane.last_progress for lane in self.lanes.values()), default=0.0)

    def seconds_without_answer(self) -> float:
        """Return for how long Kafka has not answered."""
        return asyncio.get_running_loop().time() - self._answered_at

    async def _start_consumer(self) -> None:
        session_ms = int(self.settings.session_timeout_seconds * 1000)
        consumer = AIOKafkaConsumer(
            **client_options(self.settings),
            group_id=self.settings.group_id,
            enable_auto_commit=False,
            # Lanes seek by themselves. Any other policy moves on without a word where records were deleted.
            auto_offset_reset="none",
            isolation_level="read_committed",
            session_timeout_ms=session_ms,
            heartbeat_interval_ms=session_ms // HEARTBEATS_PER_SESSION,
            # A rebalance waits so long for members; a worker past it is as good as dead.
            rebalance_timeout_ms=session_ms,
            request_timeout_ms=max(REQUEST_TIMEOUT_MS, session_ms + 5000),
            fetch_max_bytes=FETCH_MAX_BYTES,
            fetch_max_wait_ms=LINGERING_FETCH_MAX_WAIT_MS if self.linger_seconds else FETCH_MAX_WAIT_MS,
            max_partition_fetch_bytes=PARTITION_FETCH_BYTES,
        )
        consumer.subscribe([topic_name(self.settings, self.topic)], listener=_Listener(self))
        self._consumer = consumer  # before the start, which already assigns partitions
        try:
            await consumer.start()
        except (KafkaError, OSError) as error:
            await self._leave()
            raise await unreachable(self.settings, error) from None
        self._answered_at = asyncio.get_running_loop().time()

    def _assigned(self, partitions: Iterable[TopicPartition]) -> None:
        loop = asyncio.get_running_loop()
        for partition in partitions:
            if self._consumer is None:
                return
            lane = Lane(
                self.settings,
                partition,
                self._consumer,
                self.process,
                self.lane_observer,
                self.restore,
                self.linger_seconds,
                self.ahead,
            )
            lane.last_progress = loop.time()
            task = asyncio.create_task(lane.run(), name=f"lane-{partition.partition}")
            task.add_done_callback(self._lane_ended)
            self.lanes[partition], self._tasks[partition] = lane, task
        self.taking_part = True
        self.observer.on_assigned(partitions)
        if self._revoked_at is not None:
            self.observer.on_rebalance(loop.time() - self._revoked_at)
        log.info(
            "partitions assigned",
            extra={"topic": self.topic.name, "partitions": sorted(p.partition for p in partitions)},
        )

    async def _revoked(self, partitions: Iterable[TopicPartition]) -> None:
        self.taking_part = False
        self._revoked_at = asyncio.get_running_loop().time()
        # Half of the session: the group would take a member that answers later for dead.
        await self._end_lanes(self.settings.session_timeout_seconds / 2)
        self.observer.on_revoked(partitions)

    async def _end_lanes(self, seconds: float) -> None:
        """Let lanes with a batch under way finish it in the given time; end all."""
        tasks = list(self._tasks.values())
        for partition, lane in self.lanes.items():
            lane.stop()
            if lane.state in IDLE_STATES:
                self._tasks[partition].cancel()
        self._tasks.clear()
        self.lanes.clear()
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            log.warning("batches abandoned; they will be enriched again", extra={"lanes": len(late)})
            await asyncio.wait(late)

    def _lane_ended(self, task: asyncio.Task[None]) -> None:
        # The exception is taken in any case: asyncio complains about those that nobody looked at.
        error = None if task.cancelled() else task.exception()
        if error is not None and self._failure is not None and not self._failure.done():
            self._failure.set_exception(error)

    async def _watch(self) -> None:
        limit = self.settings.progress_timeout_seconds
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            if self.seconds_without_progress() > limit:
                states = ", ".join(f"{partition.partition}: {lane.state}" for partition, lane in self.lanes.items())
                raise StalledError(
                    f"no batch could be finished for {limit:g} s (lanes by partition: {states}); "
                    "the log above says what each attempt met"
                )

    async def _probe(self) -> None:
        """Ask Kafka something small now and then: an idle consumer looks the same when Kafka is gone."""
        loop = asyncio.get_running_loop()
        partition = TopicPartition(topic_name(self.settings, self.topic), 0)
        while self._consumer is not None:
            with contextlib.suppress(KafkaError, OSError, TimeoutError):
                async with asyncio.timeout(self.settings.session_timeout_seconds):
                    await self._consumer.end_offsets([partition])
                    self._answered_at = loop.time()
            await asyncio.sleep(PROBE_SECONDS)

    async def _leave(self) -> None:
        if self._consumer is not None:
            consumer, self._consumer = self._consumer, None
            try:
                async with asyncio.timeout(self.settings.session_timeout_seconds):
                    await consumer.stop()
            except (TimeoutError, KafkaError):
                log.warning("left the group without saying so: Kafka did not answer")


class _Listener(ConsumerRebalanceListener):
    """Hands the group's decisions to the member."""

    def __init__(self, member: GroupMember) -> None:
        self._member = member

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        await self._member._revoked(revoked)  # noqa: SLF001 - one unit, two classes by aiokafka's design

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self._member._assigned(assigned)  # noqa: SLF001 - see above
