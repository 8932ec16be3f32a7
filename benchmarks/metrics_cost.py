"""What the worker's metrics cost, beside the enrichment of the same articles, in one run.

    python benchmarks/metrics_cost.py --count 640

Batches are enriched, then counted, in turns and in one process: CPU-seconds of both. What is spent by the clock and
not by the article (a scrape every 5 seconds, as in deploy/prometheus; lag and lanes of 12 partitions every second) is
a share of one processor. Prints one JSON object.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from aiokafka import ConsumerRecord, TopicPartition
from stream import BATCH, generated

from streams.codecs import TRACEPARENT_HEADER
from streams.metrics import WorkerMetrics
from streams.runtime.child import BatchReport, enrich_records, initialise
from streams.runtime.enricher import Enricher
from streams.runtime.lane import Batch, LaneState
from streams.runtime.outputs import RawInput
from streams.settings import Settings

PARTITIONS = [TopicPartition("news.articles.raw.v1", number) for number in range(12)]
SCRAPE_SECONDS = 5
REPEATS = 20
TRACEPARENT = b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
OPENMETRICS = "application/openmetrics-text;version=1.0.0"


class InThisProcess:
    """Stands where the pool is, so that one clock sees both sides."""

    seconds = 0.0

    async def run(self, records: Sequence[RawInput]) -> BatchReport:
        """Enrich, and add up what it took."""
        started = time.process_time()
        report = enrich_records(records)
        self.seconds += time.process_time() - started
        return report


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=640, help="articles to measure on")
    parser.add_argument("--batch", type=int, default=BATCH, help="articles in a batch")
    options = parser.parse_args()
    initialise("default", Settings().max_article_bytes, os.getppid())
    with tempfile.TemporaryDirectory() as folder:
        lines = generated(Path(folder) / "articles.jsonl", options.count, 1).read_bytes().splitlines()
    result = asyncio.run(measure(lines, options.batch))
    sys.stdout.write(json.dumps(result, indent=2) + "\n")


async def measure(lines: list[bytes], size: int) -> dict[str, float]:
    """Return CPU milliseconds and shares."""
    metrics, pool = WorkerMetrics(), InThisProcess()
    enricher = Enricher(pool)
    counting = 0.0
    for start in range(0, len(lines), size):
        batch = batch_of(lines[start : start + size], PARTITIONS[start // size % len(PARTITIONS)])
        outputs = await enricher.enrich_batch(batch)
        counting += cpu(lambda batch=batch, outputs=outputs: count(metrics, batch, outputs))
    every_second = cpu(lambda: look(metrics))
    scrape = cpu(lambda: metrics.expose(OPENMETRICS))
    by_article = counting / pool.seconds
    by_clock = every_second + scrape / SCRAPE_SECONDS
    return {
        "articles": len(lines),
        "batch": size,
        "enrichment_ms_per_article": round(pool.seconds / len(lines) * 1000, 3),
        "metrics_ms_per_article": round(counting / len(lines) * 1000, 4),
        "metrics_to_enrichment": round(by_article, 5),
        "scrape_ms": round(scrape * 1000, 2),
        "by_the_clock_share_of_a_processor": round(by_clock, 5),
        "together": round(by_article + by_clock, 5),
    }


def cpu(work: Callable[[], object]) -> float:
    """Return CPU-seconds of one go, over many."""
    started = time.process_time()
    for _ in range(REPEATS):
        work()
    return (time.process_time() - started) / REPEATS


def batch_of(lines: list[bytes], partition: TopicPartition) -> Batch:
    """Return raw records as a lane hands them over."""
    now = int(time.time() * 1000)
    headers = ((TRACEPARENT_HEADER, TRACEPARENT),)
    records = tuple(
        ConsumerRecord(partition.topic, partition.partition, offset, now, 0, None, line, None, -1, -1, headers)
        for offset, line in enumerate(lines)
    )
    return Batch(partition, records, len(records))


def count(metrics: WorkerMetrics, batch: Batch, outputs: Sequence[object]) -> None:
    """Tell the metrics all that a worker tells them of a batch."""
    metrics.received(batch)
    metrics.enriched(batch)
    report = outputs.report
    metrics.reported(report, 0.1)
    metrics.memory(0, report.resident_bytes)
    metrics.committed(batch, outputs, 0.01, time.time())


def look(metrics: WorkerMetrics) -> None:
    """Do what the worker does every second."""
    metrics.set_lag(dict.fromkeys(PARTITIONS, 3), time.time())
    metrics.set_lanes([LaneState.FETCHING] * len(PARTITIONS))


if __name__ == "__main__":
    main()
