"""The lane alone: one worker with enrichment switched off, one output an article.

    python benchmarks/lane.py --count 60000

The worker is the real one (group member, lanes, transactions, metrics, web) in a process of its own; only its pool
is a stand-in, which decodes each article and passes it on as it came. The articles wait in Kafka beforehand.
Prints articles a second from the first tenth to the last, and the worker's CPU-seconds in that time.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence

import msgspec
from aiokafka import AIOKafkaProducer
from stream import cpu_of, read

from streams import log
from streams.app import build_worker, run_worker
from streams.broker import EmbeddedBroker
from streams.cli.options import signal_handlers
from streams.codecs import decode_raw
from streams.kafka import create_topics, topic_name
from streams.local import free_port
from streams.records import PipelineInfo
from streams.runtime.child import BatchReport
from streams.runtime.outputs import POSITION_HEADER, TOPIC_INDEX, Enriched, RawInput, key_hashes
from streams.settings import Settings, load_settings, to_environment
from streams.topics import ENRICHED, RAW

READ_SECONDS = 0.2
WORKER_FLAG = "--be-the-worker"
SENT = 'newsstream_records_sent_total{topic="news.articles.enriched.v1"} '


class PassOn:
    """Stands in for the enrichment processes."""

    pipeline: PipelineInfo | None = None

    async def start(self) -> None:
        """Load nothing."""
        self.pipeline = PipelineInfo(name="none", version="0", fingerprint="0" * 16)

    async def stop(self) -> None:
        """End nothing."""

    async def run(self, records: Sequence[RawInput]) -> BatchReport:
        """Return each article as its own output."""
        return BatchReport([_passed_on(record) for record in records])


def _passed_on(record: RawInput) -> Enriched:
    value = record.value or b""
    article = decode_raw(value)
    headers = [(POSITION_HEADER, f"{record.partition}:{record.offset}".encode())]
    key = article.id.encode()
    made = (TOPIC_INDEX[ENRICHED.name], key_hashes([key])[0], key, value)
    return Enriched(article.id, article.id, "2026-01-01T00:00:00.000Z", headers, [made])


async def work() -> None:
    """Be the worker: as `newsstream worker`, with the stand-in."""
    settings = load_settings().settings
    log.configure(settings.log_level, settings.log_format)
    worker = build_worker(settings, PassOn())
    with signal_handlers(lambda _number: worker.stopping.set()):
        await run_worker(worker)


async def measure(count: int, size: int, delivery: str, batch: int) -> dict[str, float]:
    """Fill the raw topic, start the worker, and return what it reached."""
    with EmbeddedBroker.ephemeral() as broker:
        settings = msgspec.convert(
            {
                "bootstrap_servers": broker.bootstrap_servers,
                "delivery": delivery,
                "trends": False,
                "batch_max_records": batch,
                "web_port": free_port("127.0.0.1", 0),
                "log_level": "WARNING",
            },
            Settings,
        )
        await create_topics(settings)
        await fill(settings, count, size)
        process = await asyncio.create_subprocess_exec(
            sys.executable, __file__, WORKER_FLAG, env=to_environment(settings)
        )
        try:
            url = f"http://127.0.0.1:{settings.web_port}/metrics"
            first = await committed(url, count // 10)
            cpu, broker_cpu, began = cpu_of(process.pid), cpu_of(broker.pid), time.monotonic()
            last = await committed(url, count)
            seconds = time.monotonic() - began
            return {
                "articles_per_second": round((last - first) / seconds),
                "worker_cpu_us_per_article": round((cpu_of(process.pid) - cpu) / (last - first) * 1e6),
                "broker_cpu_us_per_article": round((cpu_of(broker.pid) - broker_cpu) / (last - first) * 1e6),
            }
        finally:
            process.terminate()
            await process.wait()


async def fill(settings: Settings, count: int, size: int) -> None:
    """Send the articles."""
    producer = AIOKafkaProducer(bootstrap_servers=settings.bootstrap_servers, linger_ms=20, max_batch_size=262_144)
    await producer.start()
    try:
        name, text = topic_name(settings, RAW), "word " * (size // 5)
        for number in range(count):
            article_id = f"article-{number}"
            value = json.dumps({"id": article_id, "text": text}).encode()
            await producer.send(name, value, key=article_id.encode())
        await producer.flush()
    finally:
        await producer.stop()


async def committed(url: str, articles: int) -> float:
    """Wait until so many events are committed; return how many are."""
    while True:
        try:
            body = await asyncio.to_thread(read, url)
        except OSError:
            body = ""
        for line in body.splitlines():
            if line.startswith(SENT) and (sent := float(line.removeprefix(SENT))) >= articles:
                return sent
        await asyncio.sleep(READ_SECONDS)


def main() -> None:
    """Run and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=60_000, help="articles to measure on")
    parser.add_argument("--bytes", type=int, default=1000, help="length of an article's text")
    parser.add_argument("--batch", type=int, default=Settings().batch_max_records, help="batch_max_records")
    parser.add_argument("--delivery", choices=["exactly_once", "at_least_once"], default="exactly_once")
    parser.add_argument(WORKER_FLAG, action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.be_the_worker:
        asyncio.run(work())
        return
    measured = asyncio.run(measure(given.count, given.bytes, given.delivery, given.batch))
    sys.stdout.write(json.dumps(vars(given) | measured) + "\n")


if __name__ == "__main__":
    main()
