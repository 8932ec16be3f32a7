"""What an article costs with more workers and more partitions: CPU-seconds, records, bytes.

    python -m benchmarks scaling --workers 1,2,4 --partitions 4,32,128 --hosts 2,4 --count 1500

Each line is a run of its own on a fresh broker. Workers of the first lines have one enrichment process each, the
worker of the other lines has two. With hosts, each worker runs in a network namespace of its own and reaches the broker
over a bridge, which counts the bytes (needs root). Disk is what the log files hold: raw articles, enriched events,
flat records. docs/scaling.md calculates from these numbers.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from benchmarks.contest import SETTLE_SECONDS, SILENCE_SECONDS, WARM_UP_PART, Articles, made
from benchmarks.contestants import Place, newsstream
from benchmarks.measuring import collecting, cpu_seconds, machine, memory_bytes, producing, publish
from streams.broker import EmbeddedBroker
from streams.local import workers
from streams.topics import TOPICS
from tests.cluster import Cluster
from tests.hosts import Hosts, available

NAMELESS = Path()
MEBIBYTE = 1_048_576


class Broker(NamedTuple):
    """Where a run's Kafka is, and the hosts of its workers; None when they run beside it."""

    bootstrap_servers: str
    process_id: int
    topics: Path
    hosts: Hosts | None = None


@contextmanager
def kafka(host_count: int) -> Iterator[Broker]:
    """Start a broker on loopback, or for so many hosts on the network that they share."""
    if not host_count:
        with EmbeddedBroker.ephemeral() as broker:
            yield Broker(broker.bootstrap_servers, broker.pid, Path(broker.data_directory) / "topics")
        return
    with (
        Hosts(host_count) as hosts,
        tempfile.TemporaryDirectory() as folder,
        Cluster(Path(folder), host=hosts.outside, heap_megabytes=512) as cluster,
    ):
        node = cluster.nodes[0]
        yield Broker(cluster.bootstrap_servers, node.java, node.topics, hosts)


@asynccontextmanager
async def on_hosts(place: Place, hosts: Hosts, processes: int) -> AsyncIterator[Sequence[int]]:
    """Start a worker on each host; yield their process ids."""
    settings = msgspec.structs.replace(place.settings, enrichment_processes=processes)
    async with workers(settings, hosts.count, place=hosts.command) as started:
        yield [worker.process_id for worker in started]


async def measure(
    articles: Articles, *, worker_count: int, processes: int, partitions: int, host_count: int = 0
) -> dict[str, Any]:
    """Run the articles through so many workers; return what an article cost."""
    with kafka(host_count) as broker:
        place = Place(broker.bootstrap_servers, "scaling", partitions, NAMELESS, "", NAMELESS)
        contestant = newsstream(processes, worker_count)
        await contestant.make_topics(place)
        started: AbstractAsyncContextManager[Sequence[int]] = (
            on_hosts(place, broker.hosts, processes) if broker.hosts else contestant.start(place)
        )
        async with (
            collecting(broker.bootstrap_servers, place.output) as collector,
            producing(broker.bootstrap_servers) as producer,
            started as process_ids,
        ):

            def spent() -> list[float]:
                used = [cpu_seconds(process_ids), cpu_seconds([broker.process_id])]
                return used + (list(broker.hosts.carried()) if broker.hosts else [])

            await publish(producer, place.input, articles.warm_up)
            await collector.wait_for((key for key, _ in articles.warm_up), silence_seconds=SILENCE_SECONDS)
            await asyncio.sleep(SETTLE_SECONDS)
            before, disk = spent(), disk_bytes(broker.topics, place)
            began = time.monotonic()
            await publish(producer, place.input, articles.measured)
            await collector.wait_for((key for key, _ in articles.measured), silence_seconds=SILENCE_SECONDS)
            seconds = time.monotonic() - began
            memory = memory_bytes(process_ids) / worker_count
            grown = disk_bytes(broker.topics, place)
            used = [(after - first) / len(articles.measured) for after, first in zip(spent(), before, strict=True)]
    count = len(articles.measured)
    return {
        "workers": worker_count,
        "hosts": host_count or None,
        "processes": processes,
        "partitions": partitions,
        "articles_per_second": round(count / seconds, 1),
        "worker_cpu_ms": round(1000 * used[0], 2),
        "broker_cpu_ms": round(1000 * used[1], 2),
        "mib_a_worker": round(memory / MEBIBYTE),
        "bytes_sent": round(used[2]) if host_count else None,
        "bytes_received": round(used[3]) if host_count else None,
        "disk_bytes": {name: round((grown[name] - disk[name]) / count) for name in grown},
    }


def disk_bytes(topics: Path, place: Place) -> dict[str, int]:
    """Return the bytes of each topic's log files."""
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
    parser.add_argument("--hosts", type=_numbers, default=[], help="network namespaces with a worker each; needs root")
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--json", type=Path, help="write the result here, too")
    options = parser.parse_args(arguments)
    if options.hosts and (missing := available()):
        parser.error(f"--hosts: {missing}")
    articles = made(options.count, 0, WARM_UP_PART)
    runs = [{"worker_count": n, "processes": 1, "partitions": 4} for n in options.workers]
    runs += [{"worker_count": 1, "processes": 2, "partitions": n} for n in options.partitions]
    runs += [{"worker_count": n, "host_count": n, "processes": 1, "partitions": 4} for n in options.hosts]
    print(
        "| workers | hosts | processes each | partitions | articles/s | CPU ms: workers | broker | MiB a worker "
        "| bytes sent | received |"
    )
    print("|" + "---|" * 10)
    rows = []
    for run in runs:
        row = asyncio.run(measure(articles, **run))
        rows.append(row)
        cells = ("–" if value is None else value for name, value in row.items() if name != "disk_bytes")
        print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)
    print("\nbytes on disk an article: " + json.dumps(rows[0]["disk_bytes"]))
    if options.json:
        options.json.write_text(json.dumps({"machine": machine(), "rows": rows}, indent=2) + "\n", encoding="utf-8")


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


if __name__ == "__main__":
    main()
