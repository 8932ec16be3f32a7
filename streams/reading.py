"""Reading topics without a consumer group: for consoles and checks. Always read committed."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from streams.kafka import client_options, partition_counts, unreachable
from streams.settings import Settings

POLL_MS = 200


@dataclass(frozen=True, slots=True)
class Start:
    """Where to begin reading. Without anything: at the end.

    Attributes:
        beginning: At the first record kept.
        since: At the first record with this timestamp or a later one.
        offsets: At these offsets by partition; the key None stands for all partitions.
    """

    beginning: bool = False
    since: datetime | None = None
    offsets: tuple[tuple[int | None, int], ...] = ()


class TopicReader:
    """Reads partitions of some topics from chosen positions.

    Guarantee: only committed records, in order within each partition.
    """

    def __init__(self, consumer: AIOKafkaConsumer, partitions: list[TopicPartition]) -> None:
        """Use :func:`open_reader`."""
        self._consumer = consumer
        self.partitions = partitions

    async def seek(self, start: Start) -> None:
        """Move every partition to where reading begins."""
        if start.beginning:
            await self._consumer.seek_to_beginning(*self.partitions)
        else:
            await self._consumer.seek_to_end(*self.partitions)
        if start.since is not None:
            stamp = int(start.since.timestamp() * 1000)
            found = await self._consumer.offsets_for_times(dict.fromkeys(self.partitions, stamp))
            for partition, position in found.items():
                if position is not None:
                    self._consumer.seek(partition, position.offset)
        for number, offset in start.offsets:
            for partition in self.partitions:
                if number in (None, partition.partition):
                    self._consumer.seek(partition, offset)
        # Positions are looked up lazily: "the end" is to mean the end as it is now.
        for partition in self.partitions:
            await self._consumer.position(partition)

    async def follow(self) -> AsyncIterator[ConsumerRecord[bytes, bytes]]:
        """Yield records for ever."""
        async for batch in self.follow_batches():
            for record in batch:
                yield record

    async def follow_batches(self) -> AsyncIterator[list[ConsumerRecord[bytes, bytes]]]:
        """Yield what has come, for ever; several times a second, also when nothing has."""
        while True:
            fetched = await self._consumer.getmany(timeout_ms=POLL_MS)
            yield [record for records in fetched.values() for record in records]

    async def until_now(self) -> AsyncIterator[ConsumerRecord[bytes, bytes]]:
        """Yield the records that are there at the time of the call, then end.

        The end is the last stable offset: a transaction under way is not waited for. Whoever reads on
        afterwards begins there.
        """
        ends = await self._consumer.end_offsets(self.partitions)
        while await self._behind(ends):
            fetched = await self._consumer.getmany(timeout_ms=POLL_MS)
            for partition, records in fetched.items():
                for record in records:
                    if record.offset < ends[partition]:
                        yield record
        for partition in self.partitions:
            if await self._consumer.position(partition) > ends[partition]:
                self._consumer.seek(partition, ends[partition])

    async def _behind(self, ends: dict[TopicPartition, int]) -> bool:
        for partition in self.partitions:
            if await self._consumer.position(partition) < ends[partition]:
                return True
        return False


@asynccontextmanager
async def open_reader(
    settings: Settings, topics: Iterable[str], *, only: int | None = None
) -> AsyncIterator[TopicReader]:
    """Yield a reader over all partitions of the topics, given by their names in the cluster.

    Args:
        settings: Where Kafka is.
        topics: Their names.
        only: Of each topic only the partition with this number, modulo how many there are.

    Raises:
        UnreachableError: Kafka does not answer, now or while the reader is in use.
        NotAllowedError: The user may not read a topic.
        NewsstreamError: A topic does not exist.
    """
    counts = await partition_counts(settings, list(topics))
    consumer = AIOKafkaConsumer(
        **client_options(settings),
        isolation_level="read_committed",
        enable_auto_commit=False,
        max_partition_fetch_bytes=4_194_304,
    )
    try:
        await consumer.start()
    except (KafkaError, OSError) as error:
        await consumer.stop()
        raise await unreachable(settings, error) from None
    try:
        partitions = [
            TopicPartition(name, number)
            for name, count in counts.items()
            for number in range(count)
            if only is None or number == only % count
        ]
        consumer.assign(partitions)
        yield TopicReader(consumer, partitions)
    except KafkaError as error:
        raise await unreachable(settings, error) from None
    finally:
        await consumer.stop()
