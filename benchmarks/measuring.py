"""What is measured of processes and records: CPU, memory, arrival."""

import asyncio
import contextlib
import logging
import os
import platform
import subprocess
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import psutil
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from streams.replay.publisher import MAX_BATCH_BYTES

ROOT = Path(__file__).resolve().parent.parent
# The contestants lack what the benchmark itself takes of the processors: for every look the kernel adds up pages.
MEMORY_SECONDS = 2.0
KIBIBYTE = 1024
LOOK_SECONDS = 2.0
# Three times as often as Java runs a method before it compiles it, and records of a few hundred bytes.
WARMING_TRANSACTIONS, WARMING_RECORDS = 600, 16
WARMING_VALUE = b'{"warm": "up"}' * 20
WARMING_SILENCE_SECONDS = 30.0

# Clients of topics that were made a moment ago repeat themselves until every partition has its leader.
logging.getLogger("aiokafka").setLevel(logging.CRITICAL)


def tree(process_ids: Iterable[int]) -> list[psutil.Process]:
    """Return the processes and all their descendants that are alive."""
    found = []
    for process_id in process_ids:
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(process_id)
            found += [process, *process.children(recursive=True)]
    return found


def cpu_seconds(process_ids: Iterable[int]) -> float:
    """Return CPU-seconds of process trees, those of ended and awaited descendants included."""
    total = 0.0
    for process in tree(process_ids):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + getattr(times, "children_user", 0.0)
            total += getattr(times, "children_system", 0.0)
    return total


def memory_bytes(process_ids: Iterable[int]) -> int:
    """Return the memory of process trees: proportional shares, so that shared pages count once."""
    total = 0
    for process in tree(process_ids):
        with contextlib.suppress(psutil.Error, OSError):
            total += _share(process)
    return total


def _share(process: psutil.Process) -> int:
    rollup = Path(f"/proc/{process.pid}/smaps_rollup")
    if rollup.exists():
        for line in rollup.read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * KIBIBYTE
    return int(process.memory_info().rss)


@dataclass(slots=True)
class Memory:
    """The largest memory seen."""

    peak_bytes: int = 0


@asynccontextmanager
async def watched_memory(process_ids: Sequence[int]) -> AsyncIterator[Memory]:
    """Look at the memory of process trees every two seconds, and at the end."""
    memory = Memory()

    async def look() -> None:
        now = await asyncio.to_thread(memory_bytes, process_ids)
        memory.peak_bytes = max(memory.peak_bytes, now)

    async def watch() -> None:
        while True:
            await look()
            await asyncio.sleep(MEMORY_SECONDS)

    task = asyncio.create_task(watch())
    try:
        yield memory
        await look()
    finally:
        task.cancel()


@dataclass(slots=True)
class Collector:
    """Keeps each output's time of arrival and value by its key, as a committed reader sees them.

    Attributes:
        repeated: Outputs whose key had come before.
    """

    arrived: dict[str, float] = field(default_factory=dict)
    values: dict[str, bytes] = field(default_factory=dict)
    repeated: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, key: str, value: bytes) -> None:
        """Note one output."""
        if key in self.arrived:
            self.repeated += 1
            return
        self.arrived[key] = time.monotonic()
        self.values[key] = value
        self._news.set()

    async def wait_for(
        self, keys: Iterable[str], *, silence_seconds: float, process_ids: Sequence[int] = ()
    ) -> None:
        """Wait until all keys have come.

        Raises:
            TimeoutError: Nothing came for so long, or a process that should write them has ended.
        """
        missing, heard = set(keys), time.monotonic()
        while missing := {key for key in missing if key not in self.arrived}:
            self._news.clear()
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._news.wait()
                heard = time.monotonic()
            except TimeoutError:
                if not all(psutil.pid_exists(process_id) for process_id in process_ids):
                    raise TimeoutError(f"the process ended, {len(missing)} outputs are missing") from None
                if time.monotonic() - heard > silence_seconds:
                    message = f"{len(missing)} outputs missing after {silence_seconds:g} s of silence"
                    raise TimeoutError(message) from None


@asynccontextmanager
async def collecting(bootstrap_servers: str, topic: str) -> AsyncIterator[Collector]:
    """Read a topic from its beginning until the end of the block."""
    collector = Collector()
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=bootstrap_servers,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        fetch_max_wait_ms=50,
        max_partition_fetch_bytes=8 << 20,
    )

    async def read() -> None:
        while True:
            for records in (await consumer.getmany(timeout_ms=1000)).values():
                for record in records:
                    collector.take((record.key or b"").decode(), record.value or b"")

    await consumer.start()
    task = asyncio.create_task(read())
    try:
        yield collector
    finally:
        task.cancel()
        await consumer.stop()


@asynccontextmanager
async def producing(bootstrap_servers: str) -> AsyncIterator[AIOKafkaProducer]:
    """Yield a producer, with batches as large as those of ``newsstream replay``: small ones cost most of the time."""
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap_servers, linger_ms=1, compression_type="zstd", max_batch_size=MAX_BATCH_BYTES
    )
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


async def warm_broker(bootstrap_servers: str, topic: str) -> None:
    """Use a broker as contestants do, until its Java has compiled what they need: that is nobody's speed.

    Small transactions to all partitions of an existing topic, with offsets, read as they are committed.
    """
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap_servers, transactional_id=topic, compression_type="zstd", linger_ms=1
    )
    await producer.start()
    try:
        async with collecting(bootstrap_servers, topic) as collector:
            for number in range(WARMING_TRANSACTIONS):
                keys = [f"{number}-{place}" for place in range(WARMING_RECORDS)]
                async with producer.transaction():
                    for key in keys:
                        await producer.send(topic, WARMING_VALUE, key.encode())
                    offsets = {TopicPartition(topic, 0): number}
                    await producer.send_offsets_to_transaction(offsets, topic)
            await collector.wait_for(keys, silence_seconds=WARMING_SILENCE_SECONDS)
    finally:
        await producer.stop()


async def publish(
    producer: AIOKafkaProducer, topic: str, articles: Sequence[tuple[str, bytes]], *, rate: float | None = None
) -> dict[str, float]:
    """Send articles, all at once or at a rate; return when each was due (monotonic time)."""
    began, due = time.monotonic(), {}
    for number, (key, value) in enumerate(articles):
        moment = began + number / rate if rate else time.monotonic()
        if rate and (ahead := moment - time.monotonic()) > 0:
            await asyncio.sleep(ahead)
        due[key] = moment
        await producer.send(topic, value, key.encode())
    await producer.flush()
    return due


def quantiles(values: Sequence[float]) -> dict[str, float]:
    """Return p50, p95 and p99, in milliseconds, of seconds."""
    ordered = sorted(values)

    def at(share: float) -> float:
        return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)

    return {"p50_ms": at(0.50), "p95_ms": at(0.95), "p99_ms": at(0.99)} if ordered else {}


def machine() -> dict[str, Any]:
    """Return what the numbers depend on: processor, memory, system, load, versions, commit."""
    commit = _output("git", "-C", str(ROOT), "rev-parse", "HEAD")
    dirty = bool(_output("git", "-C", str(ROOT), "status", "--porcelain", "--untracked-files=no"))
    names = {"aiokafka", "faust-streaming", "numpy", "onnxruntime", "spacy"}
    return {
        "processor": _processor(),
        "cores": psutil.cpu_count(),
        "cores_usable": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else psutil.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_average": os.getloadavg() if hasattr(os, "getloadavg") else None,
        "packages": {d.name: d.version for d in distributions() if d.name.lower() in names},
        "commit": commit + ("+changes" if dirty else ""),
    }


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
