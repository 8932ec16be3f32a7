"""A lane right after a broker's restart, while the coordinator is still loading the group."""

import asyncio

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from streams.broker import EmbeddedBroker
from streams.kafka import create_topics
from streams.runtime.lane import Lane
from streams.settings import Settings
from tests.chaos.runner import RAW

PARTITIONS = 100
COMMITS = 60
OFFSET = 7


@pytest.mark.chaos
async def test_a_loading_coordinator_is_not_taken_for_an_empty_group():
    with EmbeddedBroker.ephemeral() as broker:
        settings = Settings(bootstrap_servers=broker.bootstrap_servers, partitions=PARTITIONS)
        await create_topics(settings)
        every = [TopicPartition(RAW, number) for number in range(PARTITIONS)]
        consumer = AIOKafkaConsumer(
            bootstrap_servers=broker.bootstrap_servers,
            group_id=settings.group_id,
            enable_auto_commit=False,
            auto_offset_reset="none",
        )
        await consumer.start()
        try:
            consumer.assign(every)
            for _ in range(COMMITS):  # much to load: some 24 MB
                await consumer.commit(dict.fromkeys(every, (OFFSET, "x" * 4000)))
            lane = Lane(settings, every[0], consumer, process=None)
            await asyncio.to_thread(broker.kill)
            starting = asyncio.create_task(asyncio.to_thread(broker.start))

            refused = misled = 0
            async with asyncio.timeout(90):
                while lane.position is None:
                    try:
                        misled += await consumer.committed(every[0]) is None
                        await lane._seek()
                    except (KafkaError, OSError):
                        refused += 1
                        await asyncio.sleep(0.02)
            await starting
            assert lane.position == OFFSET, f"refused {refused}, misled {misled}"
            # The consumer may be misled once more just before the lane is told the truth.
            assert misled <= refused + 1
        finally:
            await consumer.stop()
