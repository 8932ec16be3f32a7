"""The stream end to end, beside the enrichment alone in the same number of processes, in one run.

    python benchmarks/stream.py --count 4000 --processes 2

Prints articles a second, words a second and CPU-seconds an article of both, and their ratio. The stream is a
real one: embedded Kafka, one worker process with its enrichment processes, all topics, exactly once.
"""

import argparse
import asyncio
import json
import math
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile
from pathlib import Path

import msgspec
import psutil

from streams.broker import EmbeddedBroker
from streams.kafka import create_topics
from streams.local import WorkerProcess, free_port, workers
from streams.replay import replay
from streams.runtime.outputs import RawInput
from streams.runtime.pool import EnrichmentPool
from streams.settings import Settings

HERE = Path(__file__).parent
BATCH = 32
WARM_UP = 200
READ_SECONDS = 0.05


def main(arguments: Sequence[str] | None = None) -> None:
    """Run both and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=4000, help="articles to measure on")
    parser.add_argument("--processes", type=int, default=2, help="enrichment processes of both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=Path, help="JSON Lines of your own, instead of generated ones")
    parser.add_argument("--without-trends", action="store_true", help="do not count entities by window")
    parser.add_argument("--delivery", choices=["exactly_once", "at_least_once"], default="exactly_once")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        source = options.articles or generated(Path(folder) / "articles.jsonl", options.count, options.seed)
        lines = list(islice(source.open("rb"), options.count))
        warm_up = generated(Path(folder) / "warm-up.jsonl", WARM_UP, 99)
        words = sum(len(json.loads(line)["text"].split()) for line in lines)
        alone = asyncio.run(measure_alone(warm_up.read_bytes().splitlines(), lines, options.processes))
        own = {
            "enrichment_processes": options.processes,
            "delivery": options.delivery,
            "trends": not options.without_trends,
        }
        stream = asyncio.run(measure_stream(warm_up, source, len(lines), own))
    result = {
        "articles": len(lines),
        "words": words,
        "processes": options.processes,
        "delivery": options.delivery,
        "trends": not options.without_trends,
        "alone": rates(alone, len(lines), words),
        "stream": rates(stream, len(lines), words),
        "stream_to_alone": round(alone["seconds"] / stream["seconds"], 3),
    }
    sys.stdout.write(json.dumps(result, indent=2) + "\n")


def generated(path: Path, count: int, seed: int) -> Path:
    """Write generated articles; return the file."""
    command = [sys.executable, str(HERE / "make_articles.py"), "--count", str(count), "--seed", str(seed)]
    with path.open("wb") as output:
        subprocess.run(command, stdout=output, check=True)
    return path


def rates(measured: dict[str, float], articles: int, words: int) -> dict[str, float]:
    """Return what a run reached."""
    return {
        "articles_per_second": round(articles / measured["seconds"], 1),
        "words_per_second": round(words / measured["seconds"]),
        "cpu_ms_per_article": round(measured["cpu_seconds"] / articles * 1000, 2),
    }


async def measure_alone(
    warm_up: Sequence[bytes], lines: Sequence[bytes], processes: int, warm_up_seconds: float = math.inf
) -> dict[str, float]:
    """Enrich in the worker's own pool, without Kafka; before that the warm-up, all of it or as far as the time goes."""
    defaults = Settings()
    pool = EnrichmentPool("default", processes, 60.0, 1_000_000, defaults.max_article_bytes)
    await pool.start()
    try:
        end = time.monotonic() + warm_up_seconds
        await _feed(pool, takewhile(lambda _: time.monotonic() < end, batches(warm_up)))
        cpu, began = cpu_of(os.getpid()), time.monotonic()
        await _feed(pool, batches(lines))
        return {"seconds": time.monotonic() - began, "cpu_seconds": cpu_of(os.getpid()) - cpu}
    finally:
        await pool.stop()


async def _feed(pool: EnrichmentPool, parts: Iterable[list[RawInput]]) -> None:
    """Enrich all parts, with as many under way as keep every process busy."""
    running: set[asyncio.Task[object]] = set()
    for part in parts:
        running.add(asyncio.create_task(pool.run(part)))
        if len(running) > 2 * pool.processes:
            _, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    await asyncio.gather(*running)


async def measure_stream(warm_up: Path, source: Path, count: int, own: dict[str, object]) -> dict[str, float]:
    """Send everything through Kafka and one worker that is already warm."""
    with EmbeddedBroker.ephemeral() as broker:
        settings = msgspec.convert(
            {
                "bootstrap_servers": broker.bootstrap_servers,
                "web_port": free_port("127.0.0.1", 0),
                "log_level": "WARNING",
                **own,
            },
            Settings,
        )
        await create_topics(settings)
        async with workers(settings, 1) as (worker,):
            await replay([str(warm_up)], settings)
            await until(worker, WARM_UP)
            cpu = cpu_of(worker.process_id) + cpu_of(broker.pid)
            began = time.monotonic()
            await replay([str(source)], settings)
            await until(worker, WARM_UP + count)
            seconds = time.monotonic() - began
            return {"seconds": seconds, "cpu_seconds": cpu_of(worker.process_id) + cpu_of(broker.pid) - cpu}


async def until(worker: WorkerProcess, articles: int) -> None:
    """Wait until so many enriched events are committed."""
    name = 'newsstream_records_sent_total{topic="news.articles.enriched.v1"} '
    while True:
        try:
            body = await asyncio.to_thread(read, worker.metrics_url)
        except OSError:
            body = ""
        sent = [float(line.removeprefix(name)) for line in body.splitlines() if line.startswith(name)]
        if sent and sent[0] >= articles:
            return
        await asyncio.sleep(READ_SECONDS)


def read(url: str) -> str:
    """Return a page."""
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own worker
        return str(answer.read().decode())


def batches(lines: Sequence[bytes]) -> Iterator[list[RawInput]]:
    """Yield the lines as batches of raw records."""
    for start in range(0, len(lines), BATCH):
        yield [RawInput(0, start + i, 0, line, None) for i, line in enumerate(lines[start : start + BATCH])]


def cpu_of(process_id: int) -> float:
    """Return CPU-seconds of a process and its children."""
    process = psutil.Process(process_id)
    times = [p.cpu_times() for p in [process, *process.children(recursive=True)]]
    return sum(t.user + t.system for t in times)


if __name__ == "__main__":
    main()
