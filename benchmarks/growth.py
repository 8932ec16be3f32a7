"""Whether cost and memory stay as they are: over many articles, an endless vocabulary, and any length.

    python -m benchmarks growth --count 100000            # until so many are through
    python -m benchmarks growth --seconds 3600            # for an hour
    python -m benchmarks growth --count 1000000 --words 80
    python -m benchmarks growth lengths                   # 20 words, 600 words, 1 MB

Every article is generated as it is sent, with names and words that never came before, and at most so many are under
way that the worker is always busy. A line every so often: articles, articles a second, CPU of the worker an
article, memory of the worker and of the broker. The last line compares the last tenth with the second.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import count as numbers
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from aiokafka import AIOKafkaConsumer

from benchmarks.contestants import Place, newsstream
from benchmarks.make_articles import Maker, read_sentences
from benchmarks.measuring import cpu_seconds, machine, memory_bytes, producing
from streams.broker import EmbeddedBroker

UNDER_WAY = 600
MEBIBYTE = 1_048_576
NAMELESS = Path()


class Point(NamedTuple):
    """The state after some articles."""

    articles: int
    seconds: float
    cpu_seconds: float
    worker_bytes: int
    broker_bytes: int


def endless(words: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield articles for ever, as (id, JSON)."""
    maker = Maker(read_sentences(), seed, words)
    for number in numbers():
        article = maker.article(number)
        yield article["id"], orjson.dumps(article)


def short(words: int) -> Iterator[tuple[str, bytes]]:
    """Yield articles of so many words."""
    for key, value in endless(40):
        article = orjson.loads(value)
        article["text"] = " ".join(article["text"].split()[:words])
        article["title"] = None
        yield key, orjson.dumps(article)


def long(size: int) -> Iterator[tuple[str, bytes]]:
    """Yield articles of so many bytes."""
    source = endless(3000)
    for number in numbers():
        texts: list[str] = []
        while sum(map(len, texts)) < size:
            texts.append(orjson.loads(next(source)[1])["text"])
        yield f"long-{number}", orjson.dumps({"id": f"long-{number}", "text": "\n\n".join(texts)})


async def run(
    articles: Iterator[tuple[str, bytes]], options: argparse.Namespace, *, until: int | None = None
) -> list[Point]:
    """Send articles through one worker; return the points."""
    with EmbeddedBroker.ephemeral() as broker:
        place = Place(broker.bootstrap_servers, "growth", options.partitions, NAMELESS, "", NAMELESS)
        contestant = newsstream(options.processes)
        await contestant.make_topics(place)
        async with (
            producing(broker.bootstrap_servers) as producer,
            AIOKafkaConsumer(
                place.output,
                bootstrap_servers=broker.bootstrap_servers,
                isolation_level="read_committed",
                auto_offset_reset="earliest",
            ) as consumer,
            contestant.start(place) as process_ids,
        ):
            began, sent, through = time.monotonic(), 0, 0
            points: list[Point] = []
            due = 0.0
            while True:
                elapsed = time.monotonic() - began
                over = through >= until if until else elapsed >= options.seconds
                if through and (elapsed >= due or over):
                    due = elapsed + options.every
                    cpu = cpu_seconds(process_ids)
                    memory = await asyncio.to_thread(memory_bytes, process_ids)
                    points.append(Point(through, elapsed, cpu, memory, memory_bytes([broker.pid])))
                    show(points)
                if over:
                    return points
                wanted = min(UNDER_WAY - (sent - through), 50, (until or sent + 50) - sent)
                for key, value in islice(articles, max(wanted, 0)):
                    await producer.send(place.input, value, key.encode())
                    sent += 1
                fetched = await consumer.getmany(timeout_ms=100)
                through += sum(map(len, fetched.values()))


def show(points: Sequence[Point]) -> None:
    """Print what happened since the point before."""
    if len(points) == 1:
        print("| articles | minutes | articles/s | CPU ms an article | worker MiB | broker MiB |")
        print("|---|---|---|---|---|---|")
        return
    row = since(points[-2], points[-1])
    cells = (row[name] for name in ("articles", "minutes", "articles_per_second", "cpu_ms", "worker_mib", "broker_mib"))
    print("| " + " | ".join(f"{cell:,}" for cell in cells) + " |", flush=True)


def since(one: Point, other: Point) -> dict[str, Any]:
    """Return the rates between two points, and the state at the later one."""
    articles, seconds = max(other.articles - one.articles, 1), other.seconds - one.seconds
    return {
        "articles": other.articles,
        "minutes": round(other.seconds / 60, 1),
        "articles_per_second": round(articles / seconds, 1),
        "cpu_ms": round(1000 * (other.cpu_seconds - one.cpu_seconds) / articles, 2),
        "worker_mib": round(other.worker_bytes / MEBIBYTE),
        "broker_mib": round(other.broker_bytes / MEBIBYTE),
    }


def verdict(points: Sequence[Point]) -> dict[str, Any]:
    """Compare the last tenth with the second: the first one holds the start."""
    tenth = max(len(points) // 10, 1)
    early, late = since(points[tenth], points[2 * tenth]), since(points[-1 - tenth], points[-1])
    return {
        "early": early,
        "late": late,
        "cpu_late_to_early": round(late["cpu_ms"] / early["cpu_ms"], 3),
        "worker_memory_late_to_early": round(late["worker_mib"] / early["worker_mib"], 3),
    }


def lengths(options: argparse.Namespace) -> dict[str, Any]:
    """Measure very short, usual and very long articles."""
    found = {}
    for name, articles, until, size in (
        ("20 words", short(20), 6000, 20),
        ("600 words (median)", endless(600), 1500, 700),
        ("1 MB", long(1_000_000), 24, 170_000),
    ):
        print(f"\n{name}")
        points = asyncio.run(run(articles, options, until=until))
        row = since(points[0], points[-1])
        found[name] = row | {"cpu_us_per_word": round(1000 * row["cpu_ms"] / size, 2)}
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, and write the JSON."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks growth", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="?", choices=["articles", "lengths"], default="articles")
    parser.add_argument("--count", type=int, help="stop after so many articles")
    parser.add_argument("--seconds", type=float, default=600.0, help="or after so long (default 600)")
    parser.add_argument("--words", type=int, default=600, help="of an article, median (default 600)")
    parser.add_argument("--every", type=float, default=10.0, help="seconds between two lines (default 10)")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--partitions", type=int, default=4)
    parser.add_argument("--json", type=Path, help="write the result here, too")
    options = parser.parse_args(arguments)
    if options.what == "lengths":
        result = lengths(options)
    else:
        points = asyncio.run(run(endless(options.words), options, until=options.count))
        result = verdict(points) | {"points": [point._asdict() for point in points]}
        shown = {name: value for name, value in result.items() if name != "points"}
        sys.stdout.write(json.dumps(shown, indent=2) + "\n")
    if options.json:
        options.json.write_text(json.dumps({"machine": machine()} | result, indent=2) + "\n", encoding="utf-8")
