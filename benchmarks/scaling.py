"""What an article costs with more workers and more partitions: CPU-seconds, records, bytes.

    python -m benchmarks scaling --workers 1,2,4 --partitions 4,32,128 --count 1500

Each line is a run of its own on a fresh broker. Workers of the first lines have one enrichment process each, the
worker of the other lines has two. Disk is what the log files hold: raw articles, enriched events, flat records.
docs/scaling.md calculates from these numbers.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.contest import SETTLE_SECONDS, SILENCE_SECONDS, Articles, made
from benchmarks.contestants import Place, newsstream
from benchmarks.measuring import collecting, cpu_seconds, machine, memory_bytes, producing, publish
from streams.broker import EmbeddedBroker
from streams.topics import TOPICS

NAMELESS = Path()
MEBIBYTE = 1_048_576


async def measure(articles: Articles, *, worker_count: int, processes: int, partitions: int) -> dict[str, Any]:
    """Run the articles through so many workers; return what an article cost."""
    with EmbeddedBroker.ephemeral() as broker:
        place = Place(broker.bootstrap_servers, "scaling", partitions, NAMELESS, "", NAMELESS)
        contestant = newsstream(processes, worker_count)
        await contestant.make_topics(place)
        async with (
            collecting(broker.bootstrap_servers, place.output) as collector,
            producing(broker.bootstrap_servers) as producer,
            contestant.start(place) as process_ids,
        ):
            await publish(producer, place.input, articles.warm_up)
            await collector.wait_for((key for key, _ in articles.warm_up), silence_seconds=SILENCE_SECONDS)
            await asyncio.sleep(SETTLE_SECONDS)
            before, disk = (cpu_seconds(process_ids), cpu_seconds([broker.pid])), disk_bytes(broker, place)
            began = time.monotonic()
            await publish(producer, place.input, articles.measured)
            await collector.wait_for((key for key, _ in articles.measured), silence_seconds=SILENCE_SECONDS)
            seconds = time.monotonic() - began
            memory = memory_bytes(process_ids) / worker_count
            after = cpu_seconds(process_ids), cpu_seconds([broker.pid])
            grown = disk_bytes(broker, place)
    count = len(articles.measured)
    return {
        "workers": worker_count,
        "processes": processes,
        "partitions": partitions,
        "articles_per_second": round(count / seconds, 1),
        "worker_cpu_ms": round(1000 * (after[0] - before[0]) / count, 2),
        "broker_cpu_ms": round(1000 * (after[1] - before[1]) / count, 2),
        "mib_a_worker": round(memory / MEBIBYTE),
        "disk_bytes": {name: round((grown[name] - disk[name]) / count) for name in grown},
    }


def disk_bytes(broker: EmbeddedBroker, place: Place) -> dict[str, int]:
    """Return the bytes of each topic's log files."""
    topics = Path(broker.data_directory) / "topics"
    found = {}
    for topic in TOPICS:
        folders = topics.glob(f"{place.name}.{topic.name}-*")
        found[topic.name] = sum(path.stat().st_size for folder in folders for path in folder.glob("*.log"))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, print the table, write the JSON."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks scaling", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workers", type=_numbers, default=[1, 2, 4])
    parser.add_argument("--partitions", type=_numbers, default=[4, 32, 128])
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--json", type=Path, help="write the result here, too")
    options = parser.parse_args(arguments)
    articles = made(options.count, 0)
    runs = [(workers, 1, 4) for workers in options.workers] + [(1, 2, partitions) for partitions in options.partitions]
    print("| workers | processes each | partitions | articles/s | CPU ms: workers | broker | MiB a worker |")
    print("|---|---|---|---|---|---|---|")
    rows = []
    for workers, processes, partitions in runs:
        row = asyncio.run(measure(articles, worker_count=workers, processes=processes, partitions=partitions))
        rows.append(row)
        cells = (value for name, value in row.items() if name != "disk_bytes")
        print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)
    print("\nbytes on disk an article: " + json.dumps(rows[0]["disk_bytes"]))
    if options.json:
        options.json.write_text(json.dumps({"machine": machine(), "rows": rows}, indent=2) + "\n", encoding="utf-8")


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


if __name__ == "__main__":
    main()
