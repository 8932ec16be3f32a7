"""Fixtures of all tests: the real broker, and workers."""

import asyncio
import os
import signal
import uuid
from collections.abc import Callable, Iterator

import msgspec
import pytest

from streams.broker import EmbeddedBroker, prepare
from streams.kafka import create_topics
from streams.local import free_port
from streams.settings import Settings
from tests.support import Worker


@pytest.fixture(scope="session")
def broker() -> Iterator[EmbeddedBroker]:
    """A real Apache Kafka. There is no skipping: without it the tests fail."""
    prepare()  # some thirty tests start a broker: it pays
    with EmbeddedBroker.ephemeral() as started:
        yield started


@pytest.fixture
def settings(broker) -> Settings:
    """Settings with topics and a group of the test's own, topics created."""
    own = Settings(
        bootstrap_servers=broker.bootstrap_servers,
        topic_prefix=f"t{uuid.uuid4().hex[:8]}.",
        group_id=f"g{uuid.uuid4().hex[:8]}",
        enrichment_processes=1,
        enrichment_spare_processes=0,
        web_port=free_port("127.0.0.1", 0),
        log_format="text",
    )
    asyncio.run(create_topics(own))
    return own


@pytest.fixture
def start_worker(tmp_path) -> Iterator[Callable[[Settings], Worker]]:
    """Start workers that end with the test."""
    started: list[Worker] = []

    def start(settings: Settings, **changes) -> Worker:
        own = msgspec.structs.replace(
            settings, web_port=free_port("127.0.0.1", 0), **changes
        )
        worker = Worker(own, tmp_path / f"worker-{len(started)}.log")
        started.append(worker)
        return worker

    yield start
    for worker in started:
        if worker.process.poll() is None:
            os.kill(worker.process.pid, signal.SIGCONT)
            worker.kill()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI, a skipped test that needs the real thing is a failure: a green run means it ran."""
    outcome = yield
    report = outcome.get_result()
    needs_real = {"integration", "chaos"} & {marker.name for marker in item.iter_markers()}
    if os.environ.get("CI") and report.skipped and needs_real and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
