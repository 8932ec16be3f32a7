"""The benchmarks' own arithmetic and checks: a wrong event must not count as a fast one."""

import asyncio
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import orjson
import pytest

from benchmarks.contest import (
    FIRST,
    WARM_UP_PART,
    Articles,
    Measured,
    check_ours,
    check_peer,
    given,
    made,
    options_of,
    summary,
)
from benchmarks.measuring import Collector, quantiles
from streams.codecs import decode_raw, encode
from streams.enrich.pipeline import load_pipeline


@pytest.fixture(scope="module")
def articles() -> Articles:
    return made(6, 0, WARM_UP_PART)


@pytest.fixture(scope="module")
def events(articles: Articles) -> dict[str, bytes]:
    decoded = [decode_raw(value) for _, value in articles.measured]
    return {event.article_id: encode(event) for event in load_pipeline().enrich_batch(decoded)}


def test_right_events_pass(articles: Articles, events: dict[str, bytes]) -> None:
    check_ours(articles, events)


def test_an_event_with_an_entity_missing_does_not_pass(articles: Articles, events: dict[str, bytes]) -> None:
    key = articles.measured[0][0]
    event = orjson.loads(events[key])
    event["entities"].pop()

    with pytest.raises(ValueError, match="entities"):
        check_ours(articles, events | {key: orjson.dumps(event)})


def test_a_peer_that_finds_something_else_does_not_pass(articles: Articles) -> None:
    def event(key: str, raw: bytes, end: int) -> bytes:
        text = orjson.loads(raw)["text"]
        return orjson.dumps({"id": key, "entities": [{"start": 0, "end": end, "label": "GPE", "text": text[:end]}]})

    reference = {key: event(key, raw, 5) for key, raw in articles.measured}
    check_peer(articles, reference, reference)
    with pytest.raises(ValueError, match="only 5 of 6"):
        key, raw = articles.measured[0]
        check_peer(articles, reference | {key: event(key, raw, 4)}, reference)


def test_articles_come_from_a_file(tmp_path: Path, articles: Articles) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b"".join(value + b"\n" for _, value in articles.warm_up + articles.measured))

    assert given(path, 6, 10).measured == articles.measured
    with pytest.raises(SystemExit, match="7 are needed|needed"):
        given(path, 7, 0)


def test_half_of_what_is_left_of_a_file_is_for_the_warm_up(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b"".join(b'{"id": "%d", "text": "Kyiv"}\n' % number for number in range(FIRST + 10 + 400)))

    articles = given(path, 10, 5000)
    assert [len(part) for part in (articles.warm_up, articles.measured, articles.later)] == [FIRST + 200, 10, 200]


def test_repeated_ids_are_refused(tmp_path: Path, articles: Articles) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b"".join(value + b"\n" for _, value in articles.warm_up + articles.measured[:1] * 2))

    with pytest.raises(SystemExit, match="unique"):
        given(path, 2, 0)


def test_quantiles() -> None:
    assert quantiles([i / 1000 for i in range(1, 101)]) == {"p50_ms": 51.0, "p95_ms": 96.0, "p99_ms": 100.0}


async def test_a_collector_tells_what_is_missing_and_what_came_twice() -> None:
    collector = Collector()
    collector.take("a", b"1")
    collector.take("a", b"2")
    asyncio.get_running_loop().call_later(0.01, collector.take, "b", b"3")
    await collector.wait_for(["a", "b"], silence_seconds=5)

    assert collector.repeated == 1
    assert collector.values == {"a": b"1", "b": b"3"}
    with pytest.raises(TimeoutError, match="1 outputs"):
        await collector.wait_for(["c"], silence_seconds=0)


def test_ratios_are_of_the_same_round(articles: Articles) -> None:
    results = {
        "newsstream, 2 processes": [Measured(1, 1), Measured(2, 2)],
        "peer": [Measured(10, 1), replace(Measured(40, 1), memory_bytes=1 << 20)],
    }

    ours, theirs = summary(SimpleNamespace(results=results), articles)

    assert ours["newsstream_is_times_as_fast"] == 1
    assert theirs["newsstream_is_times_as_fast_by_round"] == [10, 20]
    assert theirs["peak_memory_mib"] == 1


def test_unknown_peers_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        options_of(["--only", "flink"])
    assert "flink" in capsys.readouterr().err
