"""The delivery discipline: one lane for each input partition, one transaction for each batch.

A lane goes round in this order, and in no other:

1. *fence*: start the producer with the partition's transactional id. The broker ends what a former owner
   left open, and refuses everything that it still tries.
2. *position*: read the group's committed offset, which nobody else can move any more, and seek to it.
3. *fetch* a batch, *enrich* it, and *commit* in one transaction: derived records, dead letters, and the
   offset after the batch.

A process that remembers nothing may be given the next batch while one is committed (``ahead``): it only computes.
What it gives is committed in its turn, or thrown away with everything else that was not committed.

Whatever goes wrong, the lane starts again at 1. So there is one way to recover, and the outcome of a
commit that was never answered is read off the committed offset in step 2.

Source: Apache Kafka KIP-98; one id for each input partition is its section on zombie fencing. aiokafka sends
no consumer generation with the offsets (KIP-447), which is why ids are per partition and 1 comes before 2.
``docs/delivery.md`` has the states and the table of failures.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.errors import (
    GroupCoordinatorNotAvailableError,
    IllegalStateError,
    KafkaError,
    NoOffsetForPartitionError,
    OffsetOutOfRangeError,
    OutOfOrderSequenceNumber,
    ProducerFenced,
)
from aiokafka.producer.message_accumulator import BatchBuilder

from streams.errors import NotAllowedError
from streams.kafka import REQUEST_TIMEOUT_MS, client_options, plain_admin_client, topic_name
from streams.reachability import AUTHORIZATION_ERRORS, explain_refusal
from streams.runtime.outputs import OutputRecord
from streams.settings import Settings
from streams.topics import TOPICS

log = logging.getLogger(__name__)

PRODUCER_BATCH_BYTES = 1_048_576
FETCH_WAIT_MS = 1000
RETRY_SECONDS = 0.5
# A fenced lane must not take its partition back before the group had time to say whose it is.
FENCED_RETRY_SECONDS = 4.0


class LaneState(StrEnum):
    """Where a lane is in its round."""

    FENCING = "fencing"
    POSITIONING = "positioning"
    FETCHING = "fetching"
    ENRICHING = "enriching"
    COMMITTING = "committing"
    RECOVERING = "recovering"
    STOPPED = "stopped"


class Batch(NamedTuple):
    """Records of one partition, in order, and the offset after the last."""

    partition: TopicPartition
    records: tuple[ConsumerRecord[bytes, bytes], ...]
    next_offset: int


class _Enriching(NamedTuple):
    """A batch and the outputs that it will have."""

    batch: Batch
    outputs: "asyncio.Task[Sequence[OutputRecord]]"


Process = Callable[[Batch], Awaitable[Sequence[OutputRecord]]]
Restore = Callable[[TopicPartition], Awaitable[None]]


async def nothing_to_restore(_partition: TopicPartition) -> None:
    """Stand for a process that remembers nothing between batches."""


@dataclass(slots=True)
class LaneObserver:
    """What lanes tell metrics: called in the event loop."""

    on_commit: Callable[[Batch, Sequence[OutputRecord], float], None] = lambda *_: None
    on_abort: Callable[[TopicPartition, BaseException], None] = lambda *_: None


@dataclass(slots=True)
class Lane:
    """Moves one partition forward. See the module for the order of its steps.

    Attributes:
        partition: The input partition.
        consumer: Shared by all lanes of the worker; never commits by itself.
        process: Turns a batch into every record that it becomes; it may take long.
        restore: Called between position and fetch: memory of the process is read back here, since no other
            owner can write any more, and what this one had in mind may not have been committed.
        linger_seconds: Pause after a commit, for processes whose output shrinks with larger batches.
        ahead: Whether the process may have the next batch, a full one that is here already, before one is committed.
        state: For health and tests.
        last_progress: Event loop time of the last commit, or of finding nothing to do.
    """

    settings: Settings
    partition: TopicPartition
    consumer: AIOKafkaConsumer
    process: Process
    observer: LaneObserver = field(default_factory=LaneObserver)
    restore: Restore = nothing_to_restore
    linger_seconds: float = 0.0
    ahead: bool = False
    state: LaneState = LaneState.FENCING
    last_progress: float = 0.0
    position: int | None = None
    # Fetched, but too much for the batches so far.
    _fetched: deque[ConsumerRecord[bytes, bytes]] = field(default_factory=deque)
    _next: _Enriching | None = None
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Go round until stopped; recover from every Kafka error by starting again at the fence.

        Raises:
            NotAllowedError: Kafka does not give the worker a right that it needs.
            Exception: What ``process`` raised for a reason other than Kafka.
        """
        self.last_progress = asyncio.get_running_loop().time()
        while not self._stopping.is_set():
            try:
                async with _producer(self.settings, self.partition) as producer:
                    await self._seek()
                    await self.restore(self.partition)
                    try:
                        while not self._stopping.is_set():
                            await self._round(producer)
                    finally:
                        await self._discard()
            except AUTHORIZATION_ERRORS as error:  # no retry gives the worker a right
                refusal = explain_refusal(error, client_options(self.settings))
                raise NotAllowedError(refusal) from None
            except (KafkaError, TimeoutError, ConnectionError) as error:
                self.state = LaneState.RECOVERING
                self.observer.on_abort(self.partition, error)
                log.warning(
                    "batch not committed; starting again at the committed offset",
                    extra={
                        "partition": self.partition.partition,
                        "reason": f"{type(error).__name__}: {error}",
                    },
                )
                await self._pause(FENCED_RETRY_SECONDS if _is_fenced(error) else RETRY_SECONDS)
        self.state = LaneState.STOPPED

    def stop(self) -> None:
        """Finish the batch under way, then end."""
        self._stopping.set()

    async def _seek(self) -> None:
        self.state = LaneState.POSITIONING
        committed = await self.consumer.committed(self.partition)
        if committed is None:
            committed = await _confirmed_offset(self.settings, self.partition)
        if committed is None:
            beginning = await self.consumer.beginning_offsets([self.partition])
            committed = beginning[self.partition]
        self._fetched.clear()
        self.consumer.seek(self.partition, committed)
        self.position = committed

    async def _round(self, producer: AIOKafkaProducer) -> None:
        enriching = await self._take()
        loop = asyncio.get_running_loop()
        if enriching is None:
            # Beyond the markers of transactions, where the input has such: they are no lag.
            self.position = await self.consumer.position(self.partition)
            self.last_progress = loop.time()
            return
        batch = enriching.batch
        self.state = LaneState.ENRICHING
        outputs = await enriching.outputs
        if self.ahead and not self._stopping.is_set():
            self._next = await self._take_full()
        self.state = LaneState.COMMITTING
        started = loop.time()
        async with asyncio.timeout(self.settings.transaction_timeout_seconds):
            await self._commit(producer, batch, outputs)
        self.position = batch.next_offset
        self.last_progress = loop.time()
        self.observer.on_commit(batch, outputs, loop.time() - started)
        if self.linger_seconds:
            self.state = LaneState.FETCHING
            await self._pause(self.linger_seconds)

    async def _take(self) -> _Enriching | None:
        if self._next is not None:
            taken, self._next = self._next, None
            return taken
        self.state = LaneState.FETCHING
        if not self._full():
            self._fetched.extend(await self._read(0 if self._fetched else FETCH_WAIT_MS))
        return self._begin() if self._fetched else None

    async def _take_full(self) -> _Enriching | None:
        """Begin the next batch if it is a full one: a smaller one grows while this one is committed."""
        if not self._full():
            self._fetched.extend(await self._read(0))
        return self._begin() if self._full() else None

    def _full(self) -> bool:
        settings = self.settings
        if len(self._fetched) >= settings.batch_max_records:
            return True
        return sum(len(record.value or b"") for record in self._fetched) > settings.batch_max_bytes

    def _begin(self) -> _Enriching:
        records: list[ConsumerRecord[bytes, bytes]] = []
        size = 0
        while self._fetched and len(records) < self.settings.batch_max_records:
            size += len(self._fetched[0].value or b"")
            if records and size > self.settings.batch_max_bytes:
                break
            records.append(self._fetched.popleft())
        batch = Batch(self.partition, tuple(records), records[-1].offset + 1)
        return _Enriching(batch, asyncio.ensure_future(self.process(batch)))

    async def _discard(self) -> None:
        """Throw away what was begun and will not be committed."""
        if self._next is not None:
            outputs, self._next = self._next.outputs, None
            outputs.cancel()
            await asyncio.wait([outputs])
            if not outputs.cancelled():
                outputs.exception()  # looked at: it comes again with the batch

    async def _read(self, wait_ms: int) -> Sequence[ConsumerRecord[bytes, bytes]]:
        try:
            fetched = await self.consumer.getmany(
                self.partition,
                timeout_ms=wait_ms,
                max_records=self.settings.batch_max_records,
            )
        except NoOffsetForPartitionError:
            return ()  # noted when the partition was assigned, before this lane's seek: the next call fetches
        except OffsetOutOfRangeError:
            # Retention has taken the records between the committed offset and the beginning.
            beginning = await self.consumer.beginning_offsets([self.partition])
            log.error(  # noqa: TRY400 - the exception says no more than the message
                "committed offset is gone: records were deleted before they were enriched",
                extra={
                    "partition": self.partition.partition,
                    "committed": self.position,
                    "beginning": beginning[self.partition],
                },
            )
            self.consumer.seek(self.partition, beginning[self.partition])
            return ()
        return fetched.get(self.partition, ())

    async def _commit(self, producer: AIOKafkaProducer, batch: Batch, outputs: Sequence[OutputRecord]) -> None:
        offsets = {batch.partition: batch.next_offset}
        if self.settings.delivery == "exactly_once":
            await producer.begin_transaction()
            delivered = await _send(self.settings, producer, outputs)
            # While the records are under way: the transaction holds all or nothing.
            await _all([*delivered, producer.send_offsets_to_transaction(offsets, self.settings.group_id)])
            await producer.commit_transaction()
        else:
            await _all(await _send(self.settings, producer, outputs))
            await self.consumer.commit(offsets)

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()


async def _confirmed_offset(settings: Settings, partition: TopicPartition) -> int | None:
    """Return the committed offset, or None where it is certain that there is none.

    A coordinator that is still loading the group answers with an error and without partitions. aiokafka's
    consumer overlooks that error and says that nothing was committed: the whole topic would be enriched again.

    Raises:
        GroupCoordinatorNotAvailableError: Kafka can't say yet.
    """
    async with plain_admin_client(settings) as client:
        offsets = await client.list_consumer_group_offsets(settings.group_id, partitions=[partition])
    if partition not in offsets:
        raise GroupCoordinatorNotAvailableError("the group's offsets are still being loaded")
    offset: int = offsets[partition].offset
    return offset if offset >= 0 else None


async def _send(
    settings: Settings, producer: AIOKafkaProducer, outputs: Sequence[OutputRecord]
) -> list[asyncio.Future[Any]]:
    """Produce all records; return the broker's answers to come.

    Whole batches are built here, since one future for each of some sixty records an article costs more
    than the records.
    """
    names = [topic_name(settings, topic) for topic in TOPICS]
    partitions = {topic: len(await producer.partitions_for(names[topic])) for topic in {o.topic for o in outputs}}
    builders: dict[tuple[int, int], BatchBuilder] = {}
    delivered: list[asyncio.Future[Any]] = []
    for output in outputs:
        target = (output.topic, output.key_hash % partitions[output.topic])
        builder = builders.get(target) or builders.setdefault(target, producer.create_batch())
        if not _append(builder, output):
            delivered.append(await producer.send_batch(builder, names[target[0]], partition=target[1]))
            builder = builders[target] = producer.create_batch()
            _append(builder, output)
    for (topic, partition), builder in builders.items():
        delivered.append(await producer.send_batch(builder, names[topic], partition=partition))
    return delivered


async def _all(answers: Sequence[Awaitable[Any]]) -> None:
    """Wait for every answer, then raise the first that is an error."""
    results = await asyncio.gather(*answers, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result


def _append(builder: BatchBuilder, output: OutputRecord) -> bool:
    appended = builder.append(timestamp=None, key=output.key, value=output.value, headers=output.headers)
    return appended is not None


def _is_fenced(error: BaseException) -> bool:
    return isinstance(error, ProducerFenced | OutOfOrderSequenceNumber | IllegalStateError)


def transactional_id(settings: Settings, partition: TopicPartition) -> str:
    """Return the id that makes the partition's owner unique in the cluster."""
    return f"{settings.group_id}-{partition.topic}-{partition.partition}"


@contextlib.asynccontextmanager
async def _producer(settings: Settings, partition: TopicPartition):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """Yield a started producer that has fenced every former owner of the partition."""
    options = client_options(settings)
    if settings.delivery == "exactly_once":
        options |= {
            "transactional_id": transactional_id(settings, partition),
            "transaction_timeout_ms": int(settings.transaction_timeout_seconds * 1000),
        }
    producer = AIOKafkaProducer(
        **options,
        enable_idempotence=True,
        acks="all",
        compression_type="zstd",
        max_batch_size=PRODUCER_BATCH_BYTES,
        max_request_size=max(topic.max_message_bytes for topic in TOPICS),
        request_timeout_ms=REQUEST_TIMEOUT_MS,
        linger_ms=0,
    )
    try:
        async with asyncio.timeout(settings.transaction_timeout_seconds):
            await producer.start()
        yield producer
    finally:
        await _close(producer)


async def _close(producer: AIOKafkaProducer) -> None:
    """Close without waiting for what was not committed: the next fence aborts it."""
    with contextlib.suppress(Exception):
        async with asyncio.timeout(1.0):
            await producer.stop()
    with contextlib.suppress(Exception):
        await producer.client.close()
