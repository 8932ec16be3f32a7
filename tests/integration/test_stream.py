"""The main job on a real Kafka: replay, worker and consume in processes of their own."""

import asyncio
import base64
import os
import signal
import time

import orjson
import pytest
from aiokafka import AIOKafkaProducer

from tests import hostile
from tests.support import consumed, newsstream, wait_until

pytestmark = pytest.mark.integration

RAW = "news.articles.raw.v1"

# What every worker must refuse, by the type of error that it must name.
BAD_VALUES = {
    "invalid_json": [b"", b"{", b"not json at all", b'{"id":"1","text":"\xff\xfe"}', None],
    "schema_violation": [b"[]", b'{"id":"x"}', b'{"id":"x","text":7}', b'{"text":"no id"}'],
    "unsupported_version": [b'{"id":"x","text":"y","schema":"news.articles.raw.v2"}'],
    "empty_body": [b'{"id":"x","text":""}', b'{"id":"x","text":"  \\n ","title":null}'],
    "too_large": [b'{"id":"x","text":"' + b"a" * 400_000 + b'"}'],
}


def article(number: int, text: str | None = None) -> bytes:
    body = text or (
        f"At least {number + 2} people were killed in Nairobi on Monday, said Amina Diallo, a "
        f"spokeswoman for the Kenya Red Cross. Diallo said 90 others were injured."
    )
    return orjson.dumps({"id": f"article-{number}", "text": body})


def publish(settings, values, headers=()) -> None:
    async def send() -> None:
        producer = AIOKafkaProducer(
            bootstrap_servers=settings.bootstrap_servers,
            enable_idempotence=True,
            max_request_size=8_000_000,
        )
        await producer.start()
        try:
            sent = [
                await producer.send(
                    settings.topic_prefix + RAW,
                    value,
                    key=str(index).encode(),
                    headers=list(headers),
                )
                for index, value in enumerate(values)
            ]
            await asyncio.gather(*sent)
        finally:
            await producer.stop()

    asyncio.run(send())


def wait_for_outputs(settings, count: int, seconds: float = 90) -> tuple[list[dict], list[dict]]:
    """Wait until so many events and dead letters are there together; return both."""
    found: tuple[list[dict], list[dict]] = ([], [])

    def enough() -> bool:
        nonlocal found
        found = (consumed("enriched", settings), consumed("deadletters", settings))
        return sum(map(len, found)) >= count

    wait_until(enough, seconds, lambda: f"{[len(part) for part in found]} of {count}")
    return found


def ids(events: list[dict]) -> list[str]:
    return sorted(event["article_id"] for event in events)


def test_good_and_bad_records_all_come_out(settings, start_worker):
    bad = [value for values in BAD_VALUES.values() for value in values]
    repeats = 200 // (2 * len(bad)) + 1
    values = [article(n) for n in range(100)] + bad * repeats
    worker = start_worker(settings, max_article_bytes=300_000).wait_ready()
    publish(settings, values)

    enriched, letters = wait_for_outputs(settings, len(values))

    assert ids(enriched) == sorted(f"article-{n}" for n in range(100))
    counts = {name: len(of_type) * repeats for name, of_type in BAD_VALUES.items()}
    found: dict[str, list[bytes | None]] = {}
    for letter in letters:
        value = None if letter["value"] is None else base64.b64decode(letter["value"])
        found.setdefault(letter["error_type"], []).append(value)
    assert {name: len(of_type) for name, of_type in found.items()} == counts
    for name, of_type in found.items():
        assert set(of_type) == set(BAD_VALUES[name])  # the original bytes, untouched
    assert worker.process.poll() is None
    assert worker.get("/health/live")[0] == 200


def test_events_hold_what_the_article_says_and_flat_topics_agree(settings, start_worker):
    start_worker(settings).wait_ready()
    publish(settings, [article(10)])
    (event,), _ = wait_for_outputs(settings, 1)

    names = {entity["name"]: entity for entity in event["entities"]}
    assert names["Amina Diallo"]["type"] == "PERSON"
    assert len(names["Amina Diallo"]["mentions"]) == 2
    killed = next(figure for figure in event["figures"] if figure["event"] == "killed")
    assert (killed["value"], killed["qualifier"], killed["of"]) == (12, "at_least", "people")

    entities, figures = consumed("entities", settings), consumed("figures", settings)
    assert {e["entity"]["id"] for e in entities} == {e["id"] for e in event["entities"]}
    assert {f["figure"]["id"] for f in figures} == {f["id"] for f in event["figures"]}
    for record in figures:
        assert record["figure"]["text"] in record["sentence"]
    where = consumed("figures", settings, "--where", "event=killed", "--where", "value>=12")
    assert [record["figure"]["value"] for record in where] == [12]


def test_killed_worker_loses_nothing_and_repeats_nothing(settings, start_worker):
    total = 2000
    publish(settings, [article(n) for n in range(total)])
    worker = start_worker(settings, batch_max_records=8).wait_ready()
    wait_until(lambda: len(consumed("enriched", settings)) > total // 10, 60)
    worker.kill()
    done = len(consumed("enriched", settings))
    assert 0 < done < total, "the kill must fall into the middle"

    start_worker(settings)
    enriched, letters = wait_for_outputs(settings, total)

    assert ids(enriched) == sorted(f"article-{n}" for n in range(total))
    assert letters == []


def test_enrichment_process_killed_from_outside_is_replaced(settings, start_worker):
    total = 2000
    worker = start_worker(settings, batch_max_records=8).wait_ready()
    publish(settings, [article(n) for n in range(total)])
    wait_until(lambda: len(consumed("enriched", settings)) > 20, 60)
    children = worker.children()
    assert len(consumed("enriched", settings)) < total, "the kill must fall into the middle"
    for child in children:
        os.kill(child, signal.SIGKILL)

    enriched, letters = wait_for_outputs(settings, total)

    assert ids(enriched) == sorted(f"article-{n}" for n in range(total))
    assert letters == []
    assert 'restarts_total{reason="died"} 0.0' not in worker.get("/metrics")[1]


def test_children_do_not_outlive_a_killed_worker(settings, start_worker):
    worker = start_worker(settings).wait_ready()
    children = worker.children()
    assert children
    worker.kill()
    wait_until(lambda: not any(os.path.exists(f"/proc/{child}") for child in children), 10)


def test_two_workers_share_the_partitions(settings, start_worker):
    first = start_worker(settings).wait_ready()
    second = start_worker(settings).wait_ready()

    def held(worker) -> int:
        lines = worker.get("/metrics")[1].splitlines()
        found = [line for line in lines if line.startswith("newsstream_assigned_partitions ")]
        return int(float(found[0].split()[1])) if found else 0

    wait_until(lambda: held(first) == held(second) == 2, 30)
    publish(settings, [article(n) for n in range(300)])
    enriched, _ = wait_for_outputs(settings, 300)
    assert ids(enriched) == sorted(f"article-{n}" for n in range(300))


def test_stopped_worker_ends_cleanly_and_a_next_one_goes_on(settings, start_worker):
    worker = start_worker(settings).wait_ready()
    publish(settings, [article(n) for n in range(300)])
    wait_until(lambda: consumed("enriched", settings) != [], 60)
    began = time.monotonic()
    assert worker.terminate() == 0
    assert time.monotonic() - began < 20
    start_worker(settings)
    enriched, _ = wait_for_outputs(settings, 300)
    assert ids(enriched) == sorted(f"article-{n}" for n in range(300))


def test_megabyte_article_comes_out_whole(settings, start_worker):
    sentence = "Rescuers in Port Vila said 15 people were missing after the storm on Tuesday. "
    text = sentence * (1_000_000 // len(sentence))
    start_worker(settings).wait_ready()
    publish(settings, [article(0, text)])
    (event,), letters = wait_for_outputs(settings, 1)
    assert letters == []
    assert event["article"]["text"] == text
    for figure in event["figures"][:: len(event["figures"]) // 50]:
        assert text[figure["start"] : figure["end"]] == figure["text"]


def test_same_record_gives_the_same_event_whatever_stands_beside_it(settings, start_worker):
    alone, crowded = article(0), [article(0), *(article(n) for n in range(1, 60))]
    start_worker(settings).wait_ready()
    publish(settings, [alone])
    (first,), _ = wait_for_outputs(settings, 1)
    publish(settings, crowded)
    enriched, _ = wait_for_outputs(settings, 61)
    repeats = [event for event in enriched if event["article_id"] == "article-0"]
    assert len(repeats) == 2
    for event in repeats:
        event.pop("received_at")
    assert repeats[0] == repeats[1]
    assert first["event_id"] == repeats[0]["event_id"]


@pytest.fixture
def hostile_pipeline(tmp_path, monkeypatch) -> str:
    """An installed spaCy pipeline that raises, hangs or kills its process when the text says so."""
    monkeypatch.setenv("PYTHONPATH", str(hostile.install(tmp_path)))
    return hostile.PIPELINE


def test_poison_articles_become_dead_letters_and_their_neighbours_go_through(
    settings, start_worker, hostile_pipeline
):
    poison = {
        "enrichment_failed": b'{"id":"p1","text":"RAISE"}',
        "worker_crashed": b'{"id":"p2","text":"CRASH"}',
        "enrichment_timeout": b'{"id":"p3","text":"HANG"}',
    }
    values = [article(n) for n in range(60)]
    values[10:10] = poison.values()
    worker = start_worker(settings, pipeline=hostile_pipeline, enrichment_timeout_seconds=4.0)
    worker.wait_ready()
    publish(settings, values)

    enriched, letters = wait_for_outputs(settings, len(values), 120)

    assert ids(enriched) == sorted(f"article-{n}" for n in range(60))
    assert enriched[0]["pipeline"]["name"] == "en_pipeline"
    assert enriched[0]["entities"][0]["type"] == "PERSON"
    assert {
        letter["error_type"]: base64.b64decode(letter["value"]) for letter in letters
    } == poison


def test_dead_letters_are_listed_shown_and_replayed_up_to_a_limit(settings, start_worker):
    value = b'{"id":"late","text":7}'
    start_worker(settings).wait_ready()
    publish(settings, [value], headers=[("traceparent", b"00-" + b"1" * 32)])
    wait_for_outputs(settings, 1)

    listed = newsstream("deadletters", "list", settings=settings)
    letter = orjson.loads(listed.stdout)
    assert (letter["error_type"], letter["attempt"], letter["article_id"]) == (
        "schema_violation",
        1,
        "late",
    )
    shown = newsstream("deadletters", "show", letter["id"][:8], "--value", settings=settings)
    assert shown.stdout == value

    for attempt in range(2, settings.deadletter_max_attempts + 1):
        replayed = newsstream("deadletters", "replay", "--all", settings=settings)
        assert replayed.returncode == 0, replayed.stderr
        _, letters = wait_for_outputs(settings, attempt)
        assert max(item["attempt"] for item in letters) == attempt
    refused = newsstream("deadletters", "replay", "--all", settings=settings)
    assert refused.returncode == 1
    assert refused.stdout == b""
    assert b"1 left" in refused.stderr


def test_topics_are_listed_without_drift(settings):
    listed = newsstream("topics", settings=settings)
    assert listed.returncode == 0, listed.stderr
    states = [orjson.loads(line) for line in listed.stdout.splitlines()]
    assert {state["topic"].removeprefix(settings.topic_prefix) for state in states} == {
        RAW,
        "news.articles.enriched.v1",
        "news.entities.v1",
        "news.figures.v1",
        "news.deadletters.v1",
        "news.trends.v1",
        "news.trends.changelog.v1",
    }
    assert all(state["partitions"] == settings.partitions for state in states)


def test_worker_without_kafka_says_so(tmp_path, settings):
    result = newsstream(
        "worker", "--bootstrap-servers", "127.0.0.1:1", settings=settings, timeout=60
    )
    assert result.returncode == 3
    assert b"127.0.0.1:1 can't be used: nothing listens there" in result.stderr


def test_worker_with_an_unknown_pipeline_says_so(settings):
    result = newsstream("worker", "--pipeline", "no_such", settings=settings, timeout=90)
    assert result.returncode == 4
    assert b"no_such" in result.stderr
