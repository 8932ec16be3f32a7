"""The care of topics, against a real Kafka."""

import asyncio
import uuid

import orjson
import pytest

from streams.broker import EmbeddedBroker
from streams.errors import NewsstreamError
from streams.kafka import create_topics, partition_counts, topic_name
from streams.settings import Settings
from streams.topics import TOPICS
from tests.support import newsstream

pytestmark = pytest.mark.integration


@pytest.fixture
def empty(broker) -> Settings:
    return Settings(bootstrap_servers=broker.bootstrap_servers, topic_prefix=f"t{uuid.uuid4().hex[:8]}.")


async def _create_and_count(settings: Settings) -> dict[str, int]:
    await create_topics(settings)
    return await partition_counts(settings, [topic_name(settings, topic) for topic in TOPICS])


async def test_topics_can_be_used_as_soon_as_they_are_created(empty):
    # Two at once, as `run` and its worker: one of them is told that they exist already.
    for _ in range(10):
        settings = Settings(bootstrap_servers=empty.bootstrap_servers, topic_prefix=f"t{uuid.uuid4().hex[:8]}.")
        for counts in await asyncio.gather(*(_create_and_count(settings) for _ in range(2))):
            assert len(counts) == len(TOPICS)


async def test_a_topic_that_does_not_exist_is_named(empty):
    with pytest.raises(NewsstreamError, match=r"no topic 'nothing\.here'.*topics create"):
        await partition_counts(empty, ["nothing.here"])


def test_create_takes_its_options_before_and_after_its_name(empty):
    place = ["--bootstrap-servers", empty.bootstrap_servers]
    bare = Settings()
    created = newsstream("topics", "create", *place, "--topic-prefix", empty.topic_prefix, settings=bare)
    assert created.returncode == 0, created.stderr.decode()
    assert len(created.stdout.splitlines()) == len(TOPICS)
    again = newsstream("topics", *place, "create", "--topic-prefix", empty.topic_prefix, settings=bare)
    assert again.returncode == 0, again.stderr.decode()
    assert again.stdout == b""


def test_topics_and_create_read_a_settings_file(empty, tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(f'bootstrap_servers = "{empty.bootstrap_servers}"\ntopic_prefix = "{empty.topic_prefix}"\n')
    for before, after in ((["--settings", str(file)], []), ([], ["--settings", str(file)])):
        assert newsstream("topics", *before, "create", *after).returncode == 0
    listed = newsstream("topics", "--settings", str(file))
    assert listed.returncode == 0, listed.stderr.decode()
    assert orjson.loads(listed.stdout.splitlines()[0])["topic"].startswith(empty.topic_prefix)


def test_looking_never_makes_a_topic_where_the_broker_would():
    with EmbeddedBroker.ephemeral(properties={"auto.create.topics.enable": "true"}) as broker:
        settings = Settings(bootstrap_servers=broker.bootstrap_servers)
        for command in (("consume", "enriched"), ("topics",), ("deadletters", "list")):
            assert newsstream(*command, settings=settings).returncode == 1
        listed = newsstream("topics", settings=settings).stdout.splitlines()
        assert [orjson.loads(line)["drift"] for line in listed] == [["missing"]] * len(TOPICS)
        assert newsstream("topics", "create", settings=settings).returncode == 0
        assert newsstream("topics", settings=settings).returncode == 0
