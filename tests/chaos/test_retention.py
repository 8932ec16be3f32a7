"""What a worker says when Kafka has deleted articles before they were enriched."""

import asyncio

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from tests.chaos.logs import read_all
from tests.chaos.runner import ENRICHED, RAW
from tests.support import wait_until


def publish(settings, numbers) -> None:
    async def send() -> None:
        producer = AIOKafkaProducer(bootstrap_servers=settings.bootstrap_servers)
        await producer.start()
        for number in numbers:
            value = b'{"id":"r%d","text":"Two people met in Paris."}' % number
            await producer.send_and_wait(settings.topic_prefix + RAW, value, partition=0)
        await producer.stop()

    asyncio.run(send())


def delete_before(settings, offset: int) -> None:
    async def delete() -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap_servers)
        await admin.start()
        partition = TopicPartition(settings.topic_prefix + RAW, 0)
        await admin.delete_records({partition: RecordsToDelete(before_offset=offset)})
        await admin.close()

    asyncio.run(delete())


def enriched(settings) -> int:
    log = read_all(settings.bootstrap_servers, settings.topic_prefix + ENRICHED, settings.partitions)
    return len(asyncio.run(log))


@pytest.mark.chaos
def test_deleted_articles_are_told_and_the_rest_comes_out(settings, start_worker):
    publish(settings, range(10))
    worker = start_worker(settings).wait_ready()
    wait_until(lambda: enriched(settings) == 10, 30)
    assert worker.terminate() == 0
    publish(settings, range(10, 30))
    delete_before(settings, 25)

    second = start_worker(settings).wait_ready()
    wait_until(lambda: enriched(settings) == 15, 30)
    assert "records were deleted before they were enriched" in second.log.read_text()
