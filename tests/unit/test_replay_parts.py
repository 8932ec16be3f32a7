"""Replay without Kafka: options, pace, read-ahead, and a publisher on a producer of our own."""

import asyncio
import re
import threading
import time
from typing import ClassVar

import pytest
from aiokafka.errors import (
    ClusterAuthorizationFailedError,
    KafkaConnectionError,
    MessageSizeTooLargeError,
    OutOfOrderSequenceNumber,
    TopicAuthorizationFailedError,
)
from aiokafka.structs import RecordMetadata, TopicPartition

from streams.errors import NotAllowedError, UnreachableError, UsageError
from streams.records.article import RawArticle
from streams.replay import publisher as publisher_module
from streams.replay.feed import MAX_ITEMS, Feed
from streams.replay.options import ReplayOptions
from streams.replay.pacing import OriginalTiming, SteadyRate, wait_until
from streams.replay.publisher import Limits, Outgoing, Publisher, trace_parent
from streams.replay.report import MAX_KEPT_PROBLEMS, ReplayReport
from streams.sources import SourceArticle, SourceError


def article(number=0, published_at=None):
    return RawArticle(id=str(number), text="Text", published_at=published_at)


def item(number):
    return SourceArticle(article=article(number), path="a.jsonl", line=number + 1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rate": 0}, "--rate must be above zero"),
        ({"rate": float("nan")}, "--rate"),
        ({"limit": -1}, "--limit"),
        ({"original_timing": True, "speed_up": 0}, "--speed-up"),
        ({"original_timing": True, "rate": 5}, "exclude each other"),
        ({"speed_up": 2.0}, "with --original-timing only"),
        ({"delivery_timeout_seconds": 0}, "--delivery-timeout"),
    ],
)
def test_options_that_make_no_sense_are_refused(options, message):
    with pytest.raises(UsageError, match=message):
        ReplayOptions(**options).check(reads_stdin=False)


def test_standard_input_can_not_be_looped():
    ReplayOptions(loop=True).check(reads_stdin=False)
    with pytest.raises(UsageError, match="standard input"):
        ReplayOptions(loop=True).check(reads_stdin=True)


def test_steady_rate_spreads_evenly_and_does_not_catch_up_in_a_burst():
    pace = SteadyRate(10)
    assert [round(pace.due(article(), 100.0) - 100, 3) for _ in range(4)] == [0, 0.1, 0.2, 0.3]
    assert pace.due(article(), 100.9) == pytest.approx(100.4)
    assert pace.due(article(), 200.0) == 200.0
    assert pace.due(article(), 200.0) == pytest.approx(200.1)


def test_original_timing_keeps_intervals():
    pace = OriginalTiming(speed_up=60)
    due = [
        pace.due(article(published_at=moment), 1000.0) - 1000
        for moment in (
            None,
            "2026-01-01T10:00:00Z",
            "2026-01-01T12:10:00+02:00",
            "2026-01-01 10:20:00",
            "2026-01-01T09:00:00Z",
            "2026-01-02",
        )
    ]
    assert due == [0, 0, 10, 20, -60, 14 * 60]
    pace.restart()
    assert pace.due(article(published_at="2026-05-01"), 5.0) == 5.0


async def test_waiting_ends_at_the_time_or_when_stopped():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    start = loop.time()
    await wait_until(start - 1, stop)
    await wait_until(start + 0.05, stop)
    assert 0.04 < loop.time() - start < 1
    loop.call_later(0.01, stop.set)
    await wait_until(start + 100, stop)
    assert loop.time() - start < 5


async def test_feed_gives_everything_in_order():
    expected = [item(n) for n in range(5000)]
    feed = Feed(expected)
    found = []
    while items := await feed.take():
        found += items
    assert found == expected
    assert await feed.take() == []


async def test_feed_reads_ahead_within_bounds_and_stops():
    read = []

    def endless():
        while True:
            read.append(None)
            yield item(len(read))

    feed = Feed(endless())
    await feed.take()
    deadline = time.monotonic() + 5
    while len(read) < MAX_ITEMS and time.monotonic() < deadline:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    assert len(read) <= 2 * MAX_ITEMS + 2
    feed.close()
    assert await feed.take() == []
    feed._thread.join(5)
    assert not feed._thread.is_alive()


async def test_feed_passes_the_readers_exception_on_after_its_items():
    def broken():
        yield item(1)
        raise RuntimeError("a defect")

    feed = Feed(broken())
    await asyncio.sleep(0.05)
    assert await feed.take() == [item(1)]
    with pytest.raises(RuntimeError, match="a defect"):
        await feed.take()


async def test_feed_can_be_closed_while_the_reader_waits():
    release = threading.Event()

    def idle():
        release.wait(10)
        yield item(1)

    feed = Feed(idle())
    taking = asyncio.create_task(feed.take())
    await asyncio.sleep(0.02)
    feed.close()
    assert await asyncio.wait_for(taking, 5) == []
    release.set()


def test_reports_keep_few_problems_and_count_all():
    report = ReplayReport()
    for line in range(300):
        kind = "skipped" if line % 3 else "error"
        report.add_problem(SourceError(path="a", line=line, message="m", kind=kind))
    summary = report.to_dict()
    assert (summary["failed"], summary["skipped"]) == (100, 200)
    assert len(summary["problems"]) == MAX_KEPT_PROBLEMS
    assert summary["problems_omitted"] == 200
    assert not report.complete


def test_trace_parent_goes_on_or_begins():
    own = trace_parent({})
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", own)
    assert own != trace_parent({})
    trace_id = "0af7651916cd43dd8448eb211c80319c"
    passed = trace_parent({"TRACEPARENT": f"00-{trace_id}-b7ad6b7169203331-00"})
    assert passed.startswith(f"00-{trace_id}-")
    assert passed.endswith("-00")
    assert "b7ad6b7169203331" not in passed
    for broken in ("", "00-xyz", f"00-{'0' * 32}-b7ad6b7169203331-01"):
        made = trace_parent({"TRACEPARENT": broken})
        assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", made)
        assert "0" * 32 not in made


class FakeProducer:
    """Confirms in batches of ten, refuses some values, and then has a gap, as aiokafka has."""

    made: ClassVar[list["FakeProducer"]]
    confirm = True
    start_errors = 0
    start_error: Exception = KafkaConnectionError("refused")
    error: Exception | None = None

    def __init__(self, **options):
        self.options = options
        self.waiting = []
        self.gap = False
        self.offset = 0
        self.stopped = False
        self.client = self
        type(self).made.append(self)

    async def start(self):
        if type(self).start_errors:
            type(self).start_errors -= 1
            raise type(self).start_error

    async def stop(self):
        self.stopped = True

    async def close(self):
        pass

    async def send(self, topic, value, key, headers):
        future = asyncio.get_running_loop().create_future()
        self.waiting.append((future, topic, value))
        if type(self).confirm:
            asyncio.get_running_loop().call_later(0.001, self.answer)
        return future

    async def send_and_wait(self, *arguments, **options):
        return await (await self.send(*arguments, **options))

    def answer(self):
        batch, self.waiting = self.waiting[:10], self.waiting[10:]
        refused = any(b"refuse" in value for _, _, value in batch)
        for future, topic, _ in batch:
            if type(self).error is not None:
                future.set_exception(type(self).error)
            elif refused:
                future.set_exception(MessageSizeTooLargeError())
            elif self.gap:
                future.set_exception(OutOfOrderSequenceNumber())
            else:
                partition = TopicPartition(topic, 0)
                future.set_result(RecordMetadata(topic, 0, partition, self.offset, 0, 0, 0))
                self.offset += 1
        self.gap |= refused


@pytest.fixture
def fake(monkeypatch):
    class Fake(FakeProducer):
        made: ClassVar = []

    monkeypatch.setattr(publisher_module, "AIOKafkaProducer", Fake)
    monkeypatch.setattr(publisher_module, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(publisher_module, "WATCH_SECONDS", 0.01)
    return Fake


class Collected:
    def __init__(self, **limits):
        self.delivered = []
        self.refused = []
        defaults = {
            "max_record_bytes": 1000,
            "delivery_timeout_seconds": 5.0,
            "connect_timeout_seconds": 1.0,
            "max_in_flight_records": 40,
            "max_in_flight_bytes": 10_000,
        }
        self.publisher = Publisher(
            {"bootstrap_servers": "kafka.example:9092"},
            "raw",
            Limits(**defaults | limits),
            on_delivery=lambda delivery, size: self.delivered.append(delivery.article_id),
            on_refused=lambda outgoing, message: self.refused.append((outgoing.line, message)),
        )

    async def publish(self, values):
        for number, value in enumerate(values):
            await self.publisher.publish(
                Outgoing(article_id=str(number), value=value, headers=[], path="a", line=number)
            )


async def test_all_are_confirmed_once(fake):
    run = Collected()
    await run.publisher.start()
    await run.publish([b"x"] * 500)
    await run.publisher.drain()
    await run.publisher.close()
    assert run.delivered == [str(n) for n in range(500)]
    assert run.publisher.unconfirmed == 0
    (producer,) = fake.made
    assert producer.stopped
    assert producer.options["enable_idempotence"] is True
    assert producer.options["acks"] == "all"


@pytest.mark.parametrize("limits", [{"max_in_flight_records": 7}, {"max_in_flight_bytes": 7}])
async def test_unconfirmed_records_are_bounded(fake, limits):
    run = Collected(**limits)
    await run.publisher.start()
    most = 0
    for number in range(100):
        await run.publisher.publish(
            Outgoing(article_id=str(number), value=b"x", headers=[], path="a", line=1)
        )
        most = max(most, run.publisher.unconfirmed)
    await run.publisher.drain()
    await run.publisher.close()
    assert most == 7
    assert len(run.delivered) == 100


async def test_a_refused_record_takes_no_others_along(fake):
    run = Collected()
    await run.publisher.start()
    values = [b"refuse" if number in {0, 33, 34, 99} else b"x" for number in range(100)]
    await run.publish(values)
    await run.publisher.drain()
    await run.publisher.close()
    assert sorted(line for line, _ in run.refused) == [0, 33, 34, 99]
    assert all("max.message.bytes" in message for _, message in run.refused)
    expected = [str(n) for n in range(100) if values[n] == b"x"]
    assert sorted(run.delivered, key=int) == expected
    assert all(producer.stopped for producer in fake.made)


async def test_starting_is_tried_again_for_a_while(fake):
    fake.start_errors = 3
    run = Collected()
    await run.publisher.start()
    await run.publisher.close()
    assert len(fake.made) == 4


@pytest.mark.parametrize(
    ("found", "said"), [(None, r"kafka\.example:9092.*refused"), ("no such user", r"kafka\.example:9092: no such user")]
)
async def test_no_kafka_is_an_error_that_names_it(fake, monkeypatch, found, said):
    async def find_reason(_options):
        return found

    monkeypatch.setattr("streams.replay.publisher.find_reason", find_reason)
    fake.start_errors = 10**6
    run = Collected(connect_timeout_seconds=0.05)
    with pytest.raises(UnreachableError, match=said):
        await run.publisher.start()
    assert all(producer.stopped for producer in fake.made)


async def test_a_user_without_the_right_is_told_at_once(fake):
    fake.start_errors, fake.start_error = 10**6, ClusterAuthorizationFailedError()
    run = Collected(connect_timeout_seconds=60.0)
    with pytest.raises(NotAllowedError, match="Kafka does not let"):
        await run.publisher.start()
    (producer,) = fake.made
    assert producer.stopped


@pytest.mark.parametrize("waiting_in", ["publish", "drain"])
async def test_silence_ends_at_the_delivery_timeout(fake, waiting_in):
    fake.confirm = False
    run = Collected(delivery_timeout_seconds=0.1)
    await run.publisher.start()
    with pytest.raises(UnreachableError, match=r"no answer for 0\.1 s"):
        await run.publish([b"x"] * (100 if waiting_in == "publish" else 10))
        await run.publisher.drain()
    assert run.publisher.unconfirmed == (40 if waiting_in == "publish" else 10)
    await run.publisher.close()


async def test_an_error_that_concerns_all_ends_it(fake):
    fake.error = TopicAuthorizationFailedError("raw")
    run = Collected()
    await run.publisher.start()
    with pytest.raises(UnreachableError, match="use the topic raw: give it the rights"):
        await run.publish([b"x"] * 200)
    await run.publisher.close()


async def test_a_broken_callback_is_not_swallowed(fake):
    run = Collected()

    def broken(delivery, size):
        raise ZeroDivisionError

    run.publisher._on_delivery = broken
    await run.publisher.start()
    with pytest.raises(ZeroDivisionError):
        await run.publish([b"x"] * 200)
        await run.publisher.drain()
    await run.publisher.close()
