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


class Recorder:
    """Stands in for Kafka and for the process: only the order is looked at; the rest of the suite is real."""

    def __init__(self, monkeypatch, *, waiting, ahead, lost_commits=0):
        self.steps = []
        self.committed_offset = 7
        self.position = 7
        self.lost_commits = lost_commits
        self.end = 7 + waiting
        settings = Settings(bootstrap_servers="127.0.0.1:1", group_id="g", batch_max_records=1)
        monkeypatch.setattr(lane_module, "AIOKafkaProducer", self.producer)
        monkeypatch.setattr(lane_module, "RETRY_SECONDS", 0)
        self.lane = Lane(settings, lane_module.TopicPartition("raw", 3), self, self.process, ahead=ahead)

    async def run(self):
        async with asyncio.timeout(10):
            await self.lane.run()
        return self.steps

    async def process(self, batch):
        self.steps.append(f"enrich {batch.next_offset - 1}")
        return []

    # The consumer.

    async def committed(self, _partition):
        self.steps.append("position")
        return self.committed_offset

    def seek(self, _partition, offset):
        self.steps.append(f"seek {offset}")
        self.position = offset

    async def getmany(self, partition, **_options):
        self.steps.append("fetch")
        if self.position == self.end:
            return {}
        record = type("Record", (), {"value": b"", "offset": self.position})
        self.position += 1
        return {partition: [record]}

    # The producer.

    def producer(self, **options):
        self.steps.append(f"id {options['transactional_id']}")
        return self

    client = None

    async def start(self):
        self.steps.append("fence")

    async def begin_transaction(self):
        self.steps.append("begin")

    async def partitions_for(self, _name):
        return {0}

    async def send_offsets_to_transaction(self, offsets, _group):
        self.sent_offset = next(iter(offsets.values()))
        self.steps.append(f"offset {self.sent_offset}")

    async def commit_transaction(self):
        await asyncio.sleep(0)  # what was begun meanwhile runs
        if self.lost_commits:
            self.lost_commits -= 1
            self.steps.append("lost")
            raise ConnectionError
        self.steps.append("commit")
        self.committed_offset = self.sent_offset
        if self.committed_offset == self.end:
            self.lane.stop()

    async def stop(self):
        self.steps.append("close")


START = ["id g-raw-3", "fence", "position"]


async def test_the_lane_takes_the_steps_of_the_model_in_their_order(monkeypatch):
    steps = await Recorder(monkeypatch, waiting=1, ahead=False).run()
    assert steps == [*START, "seek 7", "fetch", "enrich 7", "begin", "offset 8", "commit", "close"]


FIRST = ["enrich 7", "begin", "enrich 8", "offset 8"]


async def test_a_batch_is_enriched_ahead_and_committed_in_its_turn(monkeypatch):
    steps = await Recorder(monkeypatch, waiting=2, ahead=True).run()
    taken = [step for step in steps if step != "fetch"]
    assert taken == [*START, "seek 7", *FIRST, "commit", "begin", "offset 9", "commit", "close"]


async def test_what_was_enriched_ahead_of_a_lost_commit_is_thrown_away(monkeypatch):
    steps = await Recorder(monkeypatch, waiting=2, ahead=True, lost_commits=1).run()
    taken = [step for step in steps if step != "fetch"]
    end = taken.index("close") + 1
    assert taken[:end] == [*START, "seek 7", *FIRST, "lost", "close"]
    assert taken[end:] == [*START, "seek 7", *FIRST, "commit", "begin", "offset 9", "commit", "close"]


async def test_a_lane_that_is_cancelled_leaves_nothing_running(monkeypatch):
    recorder = Recorder(monkeypatch, waiting=2, ahead=True)
    committing = asyncio.Event()
    begun = []

    async def process(batch):
        begun.append(batch)
        if len(begun) == 2:
            await asyncio.Event().wait()
        return []

    async def commit_transaction():
        await asyncio.sleep(0)
        committing.set()
        await asyncio.Event().wait()

    recorder.lane.process, recorder.commit_transaction = process, commit_transaction
    before = asyncio.all_tasks()
    task = asyncio.create_task(recorder.lane.run())
    async with asyncio.timeout(10):
        await committing.wait()
        task.cancel()
        await asyncio.wait([task])
    assert len(begun) == 2
    assert asyncio.all_tasks() == before
