"""Trends on a real Kafka: counted once, found again after a restart, shown by the command."""

import asyncio
import re
import subprocess
import sys

import orjson
import pytest
from aiokafka import AIOKafkaProducer

from tests.support import consumed, environment_of, newsstream, wait_until

pytestmark = pytest.mark.integration

RAW = "news.articles.raw.v1"
ENRICHED = "news.articles.enriched.v1"
CHANGELOG = "news.trends.changelog.v1"
EIGHT, NINE, TEN = (f"2026-03-17T{hour:02}:00:00.000Z" for hour in (8, 9, 10))


def article(number: int, published_at: str | None, text: str = "Amina Diallo spoke in Nairobi.") -> bytes:
    return orjson.dumps({"id": f"article-{number}", "text": text, "published_at": published_at})


def publish(settings, topic: str, values: list[bytes], partition: int | None = None) -> None:
    async def send() -> None:
        async with AIOKafkaProducer(bootstrap_servers=settings.bootstrap_servers) as producer:
            for index, value in enumerate(values):
                key = orjson.loads(value).get("id", str(index)) if value.startswith(b'{"id"') else str(index)
                await producer.send_and_wait(settings.topic_prefix + topic, value, key.encode(), partition)

    asyncio.run(send())


def shown(settings, *arguments: str) -> list[dict]:
    result = newsstream("trends", "--json", *arguments, settings=settings)
    assert result.returncode == 0, result.stderr.decode()
    return [orjson.loads(line) for line in result.stdout.splitlines()]


def counts(settings, *arguments: str) -> dict[tuple[str, str], int]:
    lines = shown(settings, "--window", "all", *arguments)
    return {(line["window_start"], line["entity"]["name"]): line["articles"] for line in lines}


def trend_metrics(worker) -> dict[str, float]:
    pattern = r'^newsstream_trends_articles_total\{result="(\w+)"\} (\S+)$'
    found = re.findall(pattern, worker.get("/metrics")[1], re.MULTILINE)
    return {name: float(value) for name, value in found}


def wait_for_trends(worker, count: int) -> dict[str, float]:
    wait_until(lambda: sum(trend_metrics(worker).values()) >= count, 60, lambda: f"{trend_metrics(worker)} of {count}")
    return trend_metrics(worker)


def test_articles_count_once_in_the_window_of_their_publication_also_after_a_restart(settings, start_worker):
    articles = [article(n, "2026-03-17T08:59:59Z") for n in range(5)]
    articles += [article(n, "2026-03-17T10:00:00+01:00") for n in range(5, 8)]  # nine o'clock
    articles += [article(8, "2026-03-17", "Nothing is named here.")]
    worker = start_worker(settings).wait_ready()
    publish(settings, RAW, articles + articles[:3])
    assert wait_for_trends(worker, 12) == {"counted": 9, "repeated": 3, "late": 0, "unreadable": 0}
    assert counts(settings, "--label", "PERSON") == {(EIGHT, "Amina Diallo"): 5, (NINE, "Amina Diallo"): 3}
    assert worker.terminate() == 0

    worker = start_worker(settings).wait_ready()
    publish(settings, RAW, [*articles[:6], article(9, "2026-03-17T09:30:00")])
    assert wait_for_trends(worker, 7) == {"counted": 1, "repeated": 6, "late": 0, "unreadable": 0}

    assert counts(settings, "--label", "PERSON") == {(EIGHT, "Amina Diallo"): 5, (NINE, "Amina Diallo"): 4}
    (newest,) = shown(settings, "--label", "person")
    assert (newest["window_start"], newest["window_end"]) == (NINE, TEN)
    assert (newest["articles"], newest["mentions"], newest["window_articles"]) == (4, 4, 4)
    (at,) = shown(settings, "--window", "2026-03-17T08:10:00Z", "--limit", "1", "--label", "PERSON")
    assert at["articles"] == 5
    (day,) = shown(settings, "--last", "1d", "--label", "PERSON")
    assert (day["articles"], day["window_articles"]) == (9, 10)
    # Anyone can reckon the same from the topic: the newest record of each key, added up over partitions.
    newest = {}
    for record in consumed("trends", settings, "--where", "entity.name=Amina Diallo"):
        newest[record["window_start"], record["partition"]] = record["articles"]
    assert sum(newest.values()) == 9


def test_late_articles_are_counted_apart(settings, start_worker):
    worker = start_worker(settings, trends_grace_seconds=3600.0).wait_ready()
    times = ["2026-03-17T08:30:00Z", "2026-03-17T10:59:00Z", "2026-03-17T08:31:00Z", "2026-03-17T09:00:00Z"]
    values = [
        orjson.dumps({"id": "one", "text": f"Amina Diallo spoke {number}.", "published_at": time})
        for number, time in enumerate(times)
    ]
    publish(settings, RAW, values)
    assert wait_for_trends(worker, 4) == {"counted": 3, "repeated": 0, "late": 1, "unreadable": 0}
    assert counts(settings, "--label", "PERSON") == dict.fromkeys(
        [(EIGHT, "Amina Diallo"), (NINE, "Amina Diallo"), (TEN, "Amina Diallo")], 1
    )
    late = {line["window_start"]: line["window_late"] for line in shown(settings, "--window", "all")}
    assert late == {EIGHT: 0, NINE: 0, TEN: 1}


def test_what_is_no_enriched_event_is_reported_and_passed(settings, start_worker):
    worker = start_worker(settings).wait_ready()
    publish(settings, ENRICHED, [b"{", b"[]", b'{"event_id":1}'])
    publish(settings, RAW, [article(1, "2026-03-17T08:00:00Z")])
    assert wait_for_trends(worker, 4) == {"counted": 1, "repeated": 0, "late": 0, "unreadable": 3}
    assert worker.log.read_text().count("no enriched event: not counted in trends") == 3


def test_a_changelog_that_is_not_ours_ends_the_worker_with_a_reason(settings, start_worker):
    async def spoil() -> None:
        async with AIOKafkaProducer(bootstrap_servers=settings.bootstrap_servers) as producer:
            await producer.send_and_wait(settings.topic_prefix + CHANGELOG, b"{}", b"0/0/3600/1", 0)

    asyncio.run(spoil())
    worker = start_worker(settings)
    assert worker.process.wait(timeout=60) == 4
    assert "trends of partition 0 can't be restored" in worker.log.read_text()

    worker = start_worker(settings, trends=False).wait_ready()
    publish(settings, RAW, [article(1, "2026-03-17T08:00:00Z")])
    wait_until(lambda: len(consumed("enriched", settings)) == 1, 60)
    result = newsstream("trends", settings=settings)
    assert (result.returncode, result.stdout) == (0, b"")
    assert b"no trends yet" in result.stderr


def test_another_window_size_starts_anew_and_leaves_what_is_counted(settings, start_worker):
    worker = start_worker(settings).wait_ready()
    publish(settings, RAW, [article(n, "2026-03-17T08:30:00Z") for n in range(3)])
    wait_for_trends(worker, 3)
    assert worker.terminate() == 0
    worker = start_worker(settings, trends_window_seconds=1800).wait_ready()
    publish(settings, RAW, [article(n, "2026-03-17T08:30:00Z") for n in range(3, 5)])
    wait_for_trends(worker, 2)
    lines = shown(settings, "--window", "all", "--label", "PERSON")
    found = {(line["window_start"], line["window_end"]): line["articles"] for line in lines}
    assert found == {(EIGHT, NINE): 3, ("2026-03-17T08:30:00.000Z", NINE): 2}


def test_follow_shows_counts_as_they_change(settings, start_worker):
    worker = start_worker(settings).wait_ready()
    command = [sys.executable, "-P", "-m", "streams", "trends", "--follow", "--label", "PERSON"]
    with subprocess.Popen(command, env=environment_of(settings), stdout=subprocess.PIPE) as following:
        try:
            assert following.stdout is not None
            publish(settings, RAW, [article(1, "2026-03-17T08:30:00Z")])
            assert orjson.loads(following.stdout.readline())["articles"] == 1
            publish(settings, RAW, [article(2, "2026-03-17T08:30:00Z")])
            assert orjson.loads(following.stdout.readline())["articles"] == 2
        finally:
            following.terminate()
        assert following.wait(20) == 143
    assert worker.process.poll() is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--label", "PEOPLE"], b"PERSON, ORG"),
        (["--window", "yesterday"], b"--window 'yesterday'"),
        (["--last", "soon"], b"--last 'soon'"),
        (["--last", "1d", "--window", "all"], b"exclude"),
        (["--follow", "--window", "all"], b"--follow"),
    ],
)
def test_wrong_options_are_named(arguments, words):
    result = newsstream("trends", *arguments)
    assert result.returncode == 2
    assert words in result.stderr
