"""Replay to the real broker: what arrives, what is refused, and what happens when it goes away."""

import asyncio
import contextlib
import gzip
import json
import os
import random
import signal
import socket
import string
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer

from streams.broker import EmbeddedBroker
from streams.codecs import decode_raw
from streams.kafka import create_topics
from streams.replay import ReplayOptions, ReplayStoppedError, replay
from streams.replay.replay import ReplayReport
from streams.settings import Settings
from streams.topics import RAW, Topic

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
RANDOM = random.Random(3)  # noqa: S311 - no secrets


@pytest.fixture
def settings(broker):
    """Topics of each test's own."""
    return Settings(
        bootstrap_servers=broker.bootstrap_servers,
        topic_prefix=f"t{uuid4().hex[:8]}-",
        partitions=3,
    )


async def records(settings, name=None):
    """Everything that the topic holds, as (key, value, headers)."""
    name = name or settings.topic_prefix + RAW.name
    consumer = AIOKafkaConsumer(
        name, bootstrap_servers=settings.bootstrap_servers, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        partitions = consumer.assignment()
        assert partitions
        ends = await consumer.end_offsets(partitions)
        found = []
        while any([await consumer.position(tp) < ends[tp] for tp in partitions]):
            for batch in (await consumer.getmany(timeout_ms=1000)).values():
                found += [(r.key.decode(), r.value, dict(r.headers)) for r in batch]
    finally:
        await consumer.stop()
    return found


def write_lines(path, objects):
    path.write_text("".join(json.dumps(o) + "\n" for o in objects))
    return str(path)


def noise(size):
    return "".join(RANDOM.choices(string.ascii_letters + string.digits, k=size))


async def test_every_article_arrives_once_with_key_value_and_headers(settings, tmp_path):
    await create_topics(settings, [RAW])
    articles = [{"id": f"a{n}", "text": f"Article {n} — 5 % up", "title": "T"} for n in range(2000)]
    lines = "".join(json.dumps(a) + "\n" for a in articles)
    (tmp_path / "many.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "one.txt").write_text("A headline\n\nAnd a body.")
    deliveries = []
    report = await replay([str(tmp_path)], settings, on_delivery=deliveries.append)

    assert report.complete
    assert report.sent == report.read == 2001 == len(deliveries)
    found = await records(settings)
    assert len(found) == 2001
    assert {key for key, _, _ in found} == {d.article_id for d in deliveries}
    assert len({(d.partition, d.offset) for d in deliveries}) == 2001
    by_key = {key: (value, headers) for key, value, headers in found}
    value, headers = by_key["a7"]
    assert decode_raw(value).text == "Article 7 — 5 % up"
    assert headers["ce_type"] == RAW.name.encode()
    assert headers["content-type"] == b"application/json"
    assert headers["traceparent"].startswith(b"00-")
    assert report.bytes == sum(len(value) for _, value, _ in found)


async def test_replaying_twice_gives_the_same_keys_and_events(settings, tmp_path):
    await create_topics(settings, [RAW])
    path = write_lines(
        tmp_path / "a.jsonl",
        [{"text": "By text"}, {"url": "https://e.org/?utm_id=1", "text": "By address"}],
    )
    first, second = [], []
    await replay([path], settings, on_delivery=first.append)
    await replay([path], settings, on_delivery=second.append)
    assert sorted(d.article_id for d in first) == sorted(d.article_id for d in second)
    assert [d.partition for d in sorted(first, key=lambda d: d.article_id)] == [
        d.partition for d in sorted(second, key=lambda d: d.article_id)
    ]
    found = await records(settings)
    assert len({(key, value, headers["ce_id"]) for key, value, headers in found}) == 2


async def test_bad_lines_are_counted_exactly_and_stop_nothing(settings, tmp_path):
    await create_topics(settings, [RAW])
    lines = []
    for number in range(200):
        good = json.dumps({"id": f"g{number}", "text": "Good."}).encode()
        bad = [b"{", b'{"text": 3}', b"\xff\xfe\xff", b'{"text": " "}'][number % 4]
        lines.append(bad if number % 5 == 0 else good)
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    problems = []
    report = await replay([str(tmp_path)], settings, on_problem=problems.append)
    assert (report.sent, report.failed) == (160, 40)
    assert [p.line for p in problems] == list(range(1, 201, 5))
    assert not report.complete
    assert len(await records(settings)) == 160


async def test_large_articles_up_to_the_limit(settings, tmp_path):
    await create_topics(settings, [RAW])
    path = write_lines(
        tmp_path / "a.jsonl",
        [
            {"id": "small", "text": "x"},
            {"id": "large", "text": noise(7_000_000)},
            {"id": "too large", "text": "x" * 9_000_000},
            {"id": "last", "text": "x"},
        ],
    )
    problems = []
    report = await replay([path], settings, on_problem=problems.append)
    assert (report.sent, report.failed) == (3, 1)
    assert problems[0].line == 3
    assert "8,388,608" in problems[0].message
    assert {key for key, _, _ in await records(settings)} == {"small", "large", "last"}


async def test_a_record_that_the_topic_refuses_takes_no_others_along(settings, tmp_path):
    """aiokafka alone fails everything after it on the partition, for good."""
    topic = Topic("narrow", "article id", RAW.record_type, "Small.", None, max_message_bytes=20_000)
    await create_topics(settings, [topic])
    articles = [
        {"id": f"a{n}", "text": noise(50_000 if n in {3, 400, 401, 999} else 500)}
        for n in range(1000)
    ]
    path = write_lines(tmp_path / "a.jsonl", articles)
    problems = []
    options = ReplayOptions(topic=settings.topic_prefix + topic.name)
    report = await replay([path], settings, options, on_problem=problems.append)
    found = sorted(key for key, _, _ in await records(settings, options.topic))
    assert sorted(p.line for p in problems) == [4, 401, 402, 1000]
    assert report.sent == 996
    expected = sorted(f"a{n}" for n in range(1000) if n not in {3, 400, 401, 999})
    assert found == expected


async def test_limit_loop_and_dry_run(settings, tmp_path):
    await create_topics(settings, [RAW])
    path = write_lines(tmp_path / "a.jsonl", [{"id": f"{n}", "text": "x"} for n in range(10)])
    report = await replay([path], settings, ReplayOptions(limit=25, loop=True))
    assert (report.read, report.sent, report.passes) == (25, 25, 3)
    assert report.complete
    nowhere = Settings(bootstrap_servers=None)
    report = await replay([path], nowhere, ReplayOptions(dry_run=True))
    assert (report.read, report.sent) == (10, 0)
    (tmp_path / "bad.jsonl").write_text("{")
    report = await replay(
        [str(tmp_path / "bad.jsonl")], nowhere, ReplayOptions(dry_run=True, loop=True)
    )
    assert report.failed == 1


async def test_rate_and_original_timing_take_their_time(settings, tmp_path):
    await create_topics(settings, [RAW])
    path = write_lines(
        tmp_path / "a.jsonl",
        [{"text": f"{n}", "published_at": f"2026-01-01T00:0{n}:00Z"} for n in range(5)],
    )
    report = await replay([path], settings, ReplayOptions(rate=10))
    assert 0.39 < report.seconds < 5
    report = await replay([path], settings, ReplayOptions(original_timing=True, speed_up=480))
    assert 0.49 < report.seconds < 5


async def test_stopping_awaits_what_is_in_flight(settings, tmp_path):
    await create_topics(settings, [RAW])
    path = write_lines(tmp_path / "a.jsonl", [{"id": f"{n}", "text": "x"} for n in range(10)])
    stop = asyncio.Event()
    seen = []

    def on_delivery(delivery):
        seen.append(delivery)
        if len(seen) == 500:
            stop.set()

    report = await replay(
        [path], settings, ReplayOptions(loop=True), on_delivery=on_delivery, stop=stop
    )
    assert report.interrupted
    assert report.unconfirmed == 0
    assert report.read == report.sent == len(seen) == len(await records(settings))


async def test_memory_stays_flat(settings, tmp_path):
    """Half as many articles need as much memory: measured in a process of its own."""
    await create_topics(settings, [RAW])
    text = noise(4_000)
    path = write_lines(tmp_path / "a.jsonl", [{"id": f"{n}", "text": text} for n in range(500)])
    script = textwrap.dedent("""
        import asyncio, resource, sys
        from streams.replay import ReplayOptions, replay
        from streams.settings import Settings
        settings = Settings(bootstrap_servers=sys.argv[1], topic_prefix=sys.argv[2])
        options = ReplayOptions(loop=True, limit=int(sys.argv[4]), max_in_flight_bytes=4_000_000)
        report = asyncio.run(replay([sys.argv[3]], settings, options))
        assert report.complete, report
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    """)

    async def peak(count):
        process = await asyncio.create_subprocess_exec(
            *[sys.executable, "-c", script, settings.bootstrap_servers, settings.topic_prefix],
            *[path, str(count)],
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        output, _ = await process.communicate()
        assert process.returncode == 0
        return int(output)

    few, many = await peak(5_000), await peak(20_000)
    assert many < few * 1.15 + 3_000


async def test_a_restarted_broker_loses_and_repeats_nothing(tmp_path):
    with EmbeddedBroker.ephemeral() as broker:
        settings = Settings(bootstrap_servers=broker.bootstrap_servers)
        await create_topics(settings, [RAW])
        path = write_lines(
            tmp_path / "a.jsonl", [{"id": f"{n}", "text": noise(300)} for n in range(3000)]
        )
        report = ReplayReport()
        running = asyncio.create_task(
            replay([path], settings, ReplayOptions(rate=500), report=report)
        )
        await reach(report, 300)
        await asyncio.to_thread(broker.kill)
        assert not running.done()
        await asyncio.to_thread(broker.start)
        await asyncio.wait_for(running, 60)
        assert report.complete
        found = [key for key, _, _ in await records(settings)]
        assert len(found) == len(set(found)) == 3000


async def test_a_broker_that_stays_away_ends_it_in_bounded_time(tmp_path):
    with EmbeddedBroker.ephemeral() as broker:
        settings = Settings(bootstrap_servers=broker.bootstrap_servers)
        await create_topics(settings, [RAW])
        path = write_lines(tmp_path / "a.jsonl", [{"id": f"{n}", "text": "x"} for n in range(10)])
        report = ReplayReport()
        options = ReplayOptions(loop=True, rate=500, delivery_timeout_seconds=3)
        running = asyncio.create_task(replay([path], settings, options, report=report))
        await reach(report, 100)
        await asyncio.to_thread(broker.kill)
        start = time.monotonic()
        with pytest.raises(ReplayStoppedError, match=settings.bootstrap_servers) as caught:
            await running
        assert time.monotonic() - start < 20
        assert caught.value.report is report
        assert caught.value.exit_status == 3
        assert report.interrupted
        assert report.unconfirmed > 0
        assert report.sent + report.unconfirmed == report.read


async def reach(report, count):
    deadline = time.monotonic() + 30
    while report.sent < count and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    assert report.sent >= count


@pytest.fixture
def command():
    """Starts the command in a process of its own; none outlives the test."""
    with contextlib.ExitStack() as started:

        def start(*arguments, settings=None, stdin=subprocess.DEVNULL):
            process = start_command(*arguments, settings=settings, stdin=stdin)
            started.enter_context(process)
            started.callback(process.kill)
            return process

        yield start


def start_command(*arguments, settings, stdin):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NEWSSTREAM_")}
    if settings is not None:
        environment |= {
            "NEWSSTREAM_BOOTSTRAP_SERVERS": settings.bootstrap_servers,
            "NEWSSTREAM_TOPIC_PREFIX": settings.topic_prefix,
        }
    return subprocess.Popen(
        [sys.executable, "-m", "streams", "replay", *map(str, arguments)],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    )


def test_command_makes_the_topic_and_prints_a_summary(command, settings, tmp_path):
    (tmp_path / "a.txt").write_text("Text")
    process = command(tmp_path, settings=settings)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    summary = json.loads(output)
    assert (summary["sent"], summary["failed"], summary["problems"]) == (1, 0, [])
    assert len(asyncio.run(records(settings))) == 1


def test_command_reports_problems_and_exits_with_1(command, settings, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "good"}\n{"text": \n')
    process = command(tmp_path, "--problems-to", tmp_path / ".problems", settings=settings)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert json.loads(output)["problems"][0]["line"] == 2
    assert f"{tmp_path}/a.jsonl:2: not JSON" in errors
    assert json.loads((tmp_path / ".problems").read_text())["kind"] == "error"


def test_command_reads_a_pipe_and_stops_on_signals_with_a_summary(command, settings):
    for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        process = command("-", settings=settings, stdin=subprocess.PIPE)
        for line in range(100):
            process.stdin.write(json.dumps({"id": f"{number}-{line}", "text": "x"}) + "\n")
        process.stdin.flush()
        keys = []
        deadline = time.monotonic() + 30
        while len(keys) < 100 and time.monotonic() < deadline:
            keys = [k for k, _, _ in asyncio.run(records_or_none(settings)) if f"{number}-" in k]
        process.send_signal(number)
        # Not communicate(): it would close the pipe, and its end might come before the signal.
        process.wait(30)
        assert process.returncode == status, process.stderr.read()
        summary = json.loads(process.stdout.read())
        assert (summary["sent"], summary["interrupted"]) == (100, True)
        assert len(keys) == 100


async def records_or_none(settings):
    """As records(), also while the command has not yet made the topic."""
    await create_topics(settings, [RAW])
    return await records(settings)


def test_command_without_kafka_exits_with_3_and_names_it(command, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        servers = f"127.0.0.1:{free.getsockname()[1]}"
    process = command(ROOT / "README.md", "--bootstrap-servers", servers)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 3
    assert servers in errors
    assert "Traceback" not in errors
    del output


def test_command_refuses_what_makes_no_sense(command, tmp_path):
    process = command(tmp_path, "--rate", "0")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "--rate must be above zero" in errors


def test_command_dry_run_needs_no_kafka(command, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "good"}\n' * 3)
    process = command(tmp_path, "--dry-run")
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert json.loads(output)["read"] == 3


def test_command_has_help_with_examples(command):
    process = command("--help")
    output, _ = process.communicate(timeout=60)
    for word in (
        "--original-timing",
        "--speed-up",
        "--dry-run",
        "Exit status",
        "newsstream replay",
    ):
        assert word in output
