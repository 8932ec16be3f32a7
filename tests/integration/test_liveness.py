"""Bounds and signs of life: stop, memory, exits with a reason, and what the health pages say under each fault."""

import asyncio
import os
import signal
import time

import orjson
import psutil
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from streams.broker import EmbeddedBroker
from streams.kafka import create_topics, topic_name
from streams.topics import ENRICHED, RAW
from tests import hostile
from tests.support import consumed, wait_until

pytestmark = pytest.mark.integration

MEGABYTE = 1_000_000


@pytest.fixture
def hostile_pipeline(tmp_path, monkeypatch) -> str:
    monkeypatch.setenv("PYTHONPATH", str(hostile.install(tmp_path)))
    return hostile.PIPELINE


def publish(settings, texts) -> None:
    async def send() -> None:
        producer = AIOKafkaProducer(bootstrap_servers=settings.bootstrap_servers, max_request_size=2 * MEGABYTE)
        await producer.start()
        try:
            for number, text in enumerate(texts):
                value = orjson.dumps({"id": f"a{number}", "text": text})
                await producer.send(topic_name(settings, RAW), value, key=b"one partition")
            await producer.flush()
        finally:
            await producer.stop()

    asyncio.run(send())


def enriched_ids(settings) -> list[str]:
    return sorted(event["article_id"] for event in consumed("enriched", settings))


def wait_enriched(settings, count: int, seconds: float = 90) -> None:
    wait_until(lambda: len(enriched_ids(settings)) >= count, seconds, lambda: f"only {len(enriched_ids(settings))}")


def log_of(worker) -> str:
    return worker.log.read_text(errors="replace")


def wait_exit(worker, seconds: float) -> int:
    wait_until(lambda: worker.process.poll() is not None, seconds, lambda: log_of(worker))
    return worker.process.returncode


def test_stop_is_bounded_and_what_was_abandoned_comes_out_once(settings, start_worker, hostile_pipeline):
    slow = start_worker(
        settings, pipeline=hostile_pipeline, shutdown_timeout_seconds=2.0, enrichment_timeout_seconds=60.0
    ).wait_ready()
    publish(settings, ["SLOW"] * 64)  # nineteen seconds
    wait_until(lambda: 'lanes{state="enriching"} 1.0' in slow.get("/metrics")[1], 30, lambda: log_of(slow))

    began = time.monotonic()
    assert slow.terminate() == 0
    assert time.monotonic() - began < 2.0 + 14.0
    assert "abandoned" in log_of(slow)

    start_worker(settings, pipeline=hostile_pipeline, enrichment_timeout_seconds=60.0).wait_ready()
    wait_enriched(settings, 64)
    assert enriched_ids(settings) == sorted(f"a{n}" for n in range(64))


def test_memory_stays_bounded_behind_slow_enrichment(settings, start_worker, hostile_pipeline):
    text = os.urandom(75_000).hex()  # no compression shortens it
    publish(settings, [f"SLOW {text}" for _ in range(1500)])  # 225 MB in one partition
    worker = start_worker(settings, pipeline=hostile_pipeline, enrichment_timeout_seconds=60.0).wait_ready()
    before = resident_bytes(worker)
    peak = before
    deadline = time.monotonic() + 12
    while time.monotonic() < deadline:
        peak = max(peak, resident_bytes(worker))
        time.sleep(0.1)
    assert worker.process.poll() is None
    assert len(enriched_ids(settings)) > 5
    assert peak - before < 110 * MEGABYTE, (before, peak)


def test_memory_stays_bounded_behind_a_broker_that_does_not_answer(tmp_path, start_worker, hostile_pipeline):
    with EmbeddedBroker.ephemeral() as broker:
        settings = own_settings(broker)
        worker = start_worker(settings, pipeline=hostile_pipeline).wait_ready()
        publish(settings, [os.urandom(20_000).hex() for _ in range(4000)])  # 160 MB
        wait_until(lambda: sent(worker) > 0, 60, lambda: log_of(worker))
        before = resident_bytes(worker)
        os.kill(broker.pid, signal.SIGSTOP)
        try:
            peak = before
            deadline = time.monotonic() + 8
            while time.monotonic() < deadline:
                peak = max(peak, resident_bytes(worker))
                time.sleep(0.1)
            assert worker.get("/health/ready")[0] == 503
            assert worker.get("/health/live")[0] == 200
            stopped_at = sent(worker)
        finally:
            os.kill(broker.pid, signal.SIGCONT)
        assert peak - before < 110 * MEGABYTE, (before, peak)
        wait_until(lambda: sent(worker) > stopped_at, 60, lambda: log_of(worker))
        worker.wait_ready()


def test_health_tells_of_a_broker_that_is_gone_and_the_worker_waits_for_it(start_worker):
    with EmbeddedBroker.ephemeral() as broker:
        settings = own_settings(broker)
        worker = start_worker(settings).wait_ready()
        broker.stop()
        wait_until(lambda: worker.get("/health/ready")[0] == 503, 30, "still ready without Kafka")
        # Nothing is under way: a restart of the worker would bring nothing.
        assert worker.get("/health/live")[0] == 200
        broker.start()
        worker.wait_ready()
        publish(settings, ["Two ships sank off Lagos."])
        wait_enriched(settings, 1)
        assert worker.process.poll() is None


def test_health_of_a_frozen_worker_and_of_the_one_that_lost_its_partitions(settings, start_worker):
    first = start_worker(settings).wait_ready()
    second = start_worker(settings).wait_ready()
    os.kill(first.process.pid, signal.SIGSTOP)
    try:
        wait_until(lambda: "assigned_partitions 4.0" in second.get("/metrics")[1], 60, "partitions not given on")
        assert first.get("/health/live")[0] == 0  # no answer
    finally:
        os.kill(first.process.pid, signal.SIGCONT)
    wait_until(lambda: "assigned_partitions 2.0" in second.get("/metrics")[1], 60, "partitions not shared again")
    first.wait_ready()
    publish(settings, ["Two ships sank off Lagos."])
    wait_enriched(settings, 1)
    assert first.process.poll() is None
    assert first.terminate() == 0


def test_worker_that_can_not_commit_says_so_and_ends(settings, start_worker):
    """Kafka refuses every event: larger than the topic takes."""
    set_topic(settings, {"max.message.bytes": "100"})
    worker = start_worker(settings, progress_timeout_seconds=8.0).wait_ready()
    publish(settings, ["Two ships sank off Lagos."])
    wait_until(lambda: worker.get("/health/live")[0] == 503, 30, lambda: log_of(worker))
    assert worker.get("/health/ready")[0] == 503
    assert wait_exit(worker, 40) == 4
    assert "no batch could be finished for 8 s" in log_of(worker)
    assert "MessageSizeTooLarge" in log_of(worker)

    set_topic(settings, {"max.message.bytes": str(ENRICHED.max_message_bytes)})
    start_worker(settings).wait_ready()
    wait_enriched(settings, 1)
    assert enriched_ids(settings) == ["a0"]


def test_worker_whose_processes_can_not_be_replaced_says_so_and_ends(
    settings, start_worker, hostile_pipeline, tmp_path
):
    worker = start_worker(settings, pipeline=hostile_pipeline).wait_ready()
    code = tmp_path / "packages" / hostile.PIPELINE / "__init__.py"
    code.write_text("raise OSError('the disk with the pipeline is gone')\n")
    (child,) = worker.children()
    publish(settings, ["SLOW"] * 20)
    os.kill(child, signal.SIGKILL)

    assert wait_exit(worker, 90) == 4
    assert "could not load the pipeline" in log_of(worker)
    assert enriched_ids(settings) == []

    hostile.install(tmp_path)
    start_worker(settings, pipeline=hostile_pipeline).wait_ready()
    wait_enriched(settings, 20)
    assert enriched_ids(settings) == sorted(f"a{n}" for n in range(20))


def own_settings(broker):
    from streams.settings import Settings

    settings = Settings(bootstrap_servers=broker.bootstrap_servers, enrichment_processes=1, log_format="text")
    asyncio.run(create_topics(settings))
    return settings


def resident_bytes(worker) -> int:
    process = psutil.Process(worker.process.pid)
    return sum(each.memory_info().rss for each in [process, *process.children(recursive=True)])


def sent(worker) -> float:
    name = 'newsstream_records_sent_total{topic="news.articles.enriched.v1"} '
    lines = worker.get("/metrics")[1].splitlines()
    return max((float(line.removeprefix(name)) for line in lines if line.startswith(name)), default=0.0)


def set_topic(settings, config: dict[str, str]) -> None:
    async def alter() -> None:
        client = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap_servers)
        await client.start()
        try:
            resource = ConfigResource(ConfigResourceType.TOPIC, topic_name(settings, ENRICHED), config)
            await client.alter_configs([resource])
        finally:
            await client.close()

    asyncio.run(alter())
