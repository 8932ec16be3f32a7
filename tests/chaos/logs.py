"""Reads topics with a Kafka client of its own: nothing of the product in it."""

import asyncio
import time
from collections.abc import AsyncIterator

from aiokafka import AIOKafkaConsumer, TopicPartition

from tests.chaos.checker import Record

QUIET_SECONDS = 20.0


async def read_log(
    bootstrap_servers: str, topic: str, partitions: int, *, committed: bool = True
) -> AsyncIterator[Record]:
    """Yield every record of a topic, each partition in the order of its offsets.

    Raises:
        RuntimeError: The end can't be reached: a transaction was left open, for example.
    """
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap_servers,
        isolation_level="read_committed" if committed else "read_uncommitted",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    await consumer.start()
    try:
        every = [TopicPartition(topic, number) for number in range(partitions)]
        consumer.assign(every)
        await consumer.seek_to_beginning(*every)
        ends = await _high_watermarks(bootstrap_servers, every)
        last = time.monotonic()
        while True:
            fetched = await consumer.getmany(timeout_ms=500, max_records=5000)
            if fetched:
                last = time.monotonic()
            for partition, records in fetched.items():
                for record in records:
                    yield Record(partition.partition, record.offset, record.value)
            # Markers of transactions stand at the end: nothing comes, but the position moves on.
            positions = {partition: await consumer.position(partition) for partition in every}
            if all(positions[partition] >= ends[partition] for partition in every):
                return
            if time.monotonic() - last > QUIET_SECONDS:
                behind = {p.partition: (positions[p], ends[p]) for p in every}
                raise RuntimeError(f"{topic}: the end can't be read (position, end): {behind}")
    finally:
        await consumer.stop()


async def _high_watermarks(bootstrap_servers: str, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap_servers)
    await consumer.start()
    try:
        return await consumer.end_offsets(partitions)
    finally:
        await consumer.stop()


async def read_all(bootstrap_servers: str, topic: str, partitions: int, *, committed: bool = True) -> list[Record]:
    """Return every record of a topic."""
    async with asyncio.timeout(600):
        log = read_log(bootstrap_servers, topic, partitions, committed=committed)
        return [record async for record in log]
