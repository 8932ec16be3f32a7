"""Every interleaving of two owners, crashes, lost answers and the broker: no loss, no duplicate."""

import asyncio

import pytest

from streams.runtime import lane as lane_module
from streams.runtime.lane import Lane
from streams.settings import Settings
from tests.chaos.model import WRONG_ORDER, Model, explore


@pytest.mark.parametrize("articles", [1, 2, 3])
def test_the_lane_loses_and_repeats_nothing_and_can_always_go_on(articles):
    finding = explore(Model(articles=articles))
    assert finding.broken is None
    assert finding.stuck is None
    assert finding.states > 100


@pytest.mark.parametrize(
    ("model", "telling"),
    [
        (Model(start=WRONG_ORDER), "reads the position"),
        (Model(one_id=False), "commits"),
        (Model(offsets_inside=False), "broker writes the markers"),
        (Model(believes_missing=True), "reads that nothing was committed"),
        (Model(keep_on_error=True), "gives the commit up and goes on"),
    ],
    ids=[
        "position before fence",
        "one id a worker",
        "offsets apart",
        "believing a coordinator that loads",
        "going on after a lost commit",
    ],
)
def test_a_wrong_lane_is_caught(model, telling):
    finding = explore(model)
    assert finding.broken is not None
    assert any(telling in step for step in finding.broken)


async def test_the_lane_takes_the_steps_of_the_model_in_their_order(monkeypatch):  # noqa: C901
    """A recorder stands in for Kafka here: only the order is looked at; the rest of the suite is real."""
    steps: list[str] = []
    lane: Lane

    class Producer:
        client = None

        def __init__(self, **options):
            steps.append(f"id {options['transactional_id']}")

        async def start(self):
            steps.append("fence")

        async def begin_transaction(self):
            steps.append("begin")

        async def partitions_for(self, _name):
            return {0}

        async def send_offsets_to_transaction(self, offsets, _group):
            steps.append(f"offsets {list(offsets.values())}")

        async def commit_transaction(self):
            steps.append("commit")
            lane.stop()

        async def stop(self):
            steps.append("close")

    class Consumer:
        async def committed(self, _partition):
            steps.append("position")
            return 7

        def seek(self, _partition, offset):
            steps.append(f"seek {offset}")

        async def getmany(self, partition, **_options):
            steps.append("fetch")
            record = type("Record", (), {"value": b"", "offset": 7})
            return {partition: [record]}

    async def process(_batch):
        steps.append("enrich")
        return []

    monkeypatch.setattr(lane_module, "AIOKafkaProducer", Producer)
    settings = Settings(bootstrap_servers="127.0.0.1:1", group_id="g")
    lane = Lane(settings, lane_module.TopicPartition("raw", 3), Consumer(), process)
    async with asyncio.timeout(10):
        await lane.run()
    rounds = ["fetch", "enrich", "begin", "offsets [8]", "commit"]
    assert steps == ["id g-raw-3", "fence", "position", "seek 7", *rounds, "close"]
