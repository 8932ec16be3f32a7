"""Who runs: newsstream and its peers, each started as a user would start it."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from streams.kafka import create_topics
from streams.local import free_port, workers
from streams.settings import Settings
from streams.topics import ENRICHED, RAW, Topic

PEERS = Path(__file__).with_name("peers")
REQUIREMENTS = PEERS / "requirements.txt"
STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a contestant runs: Kafka, topics of its own, and what it needs.

    Attributes:
        name: Different in every run: topics and groups are named after it.
    """

    bootstrap_servers: str
    name: str
    partitions: int
    python: Path
    pipeline: str
    log: Path

    @property
    def input(self) -> str:
        """The topic with the articles."""
        return f"{self.name}.{RAW.name}"

    @property
    def output(self) -> str:
        """The topic with one event an article."""
        return f"{self.name}.{ENRICHED.name}"

    @property
    def settings(self) -> Settings:
        """Settings of newsstream in this place."""
        return msgspec.convert(
            {
                "bootstrap_servers": self.bootstrap_servers,
                "topic_prefix": f"{self.name}.",
                "group_id": self.name,
                "partitions": self.partitions,
                "web_port": free_port("127.0.0.1", 0),
                "log_level": "WARNING",
            },
            Settings,
        )


@dataclass(frozen=True, slots=True)
class Contestant:
    """One line of the table.

    Attributes:
        start: Starts it in a place; yields its process ids.
        topics: What it reads and writes.
    """

    name: str
    start: Callable[[Place], AbstractAsyncContextManager[Sequence[int]]]
    topics: Sequence[Topic] = (RAW, ENRICHED)
    ours: bool = False

    @property
    def slug(self) -> str:
        """The name as a part of a topic's name."""
        return "".join(c for c in self.name.lower() if c.isalnum())

    async def make_topics(self, place: Place) -> None:
        """Create its topics."""
        await create_topics(place.settings, self.topics)


def newsstream(processes: int, worker_count: int = 1) -> Contestant:
    """Workers with everything switched on: exactly once, entities, figures, flat topics."""
    from streams.topics import TOPICS

    @asynccontextmanager
    async def start(place: Place) -> AsyncIterator[Sequence[int]]:
        settings = msgspec.structs.replace(place.settings, enrichment_processes=processes)
        async with workers(settings, worker_count) as started:
            yield [worker.process_id for worker in started]

    return Contestant(f"newsstream, {processes} processes", start, TOPICS, ours=True)


def peer(name: str, arguments: Sequence[str], processes: int = 1) -> Contestant:
    """A script of ``benchmarks/peers``, started so many times in one consumer group."""

    @asynccontextmanager
    async def start(place: Place) -> AsyncIterator[Sequence[int]]:
        started: list[asyncio.subprocess.Process] = []
        try:
            for number in range(processes):
                started.append(await _start(place, arguments, number))  # noqa: PERF401 - those started are stopped
            yield [process.pid for process in started]
        finally:
            await asyncio.gather(*(_stop(process) for process in started))

    return Contestant(name if processes == 1 else f"{name}, {processes} processes", start)


async def _start(place: Place, arguments: Sequence[str], number: int) -> asyncio.subprocess.Process:
    with place.log.with_suffix(f".{number}.log").open("wb") as log:
        return await asyncio.create_subprocess_exec(
            str(place.python),
            *arguments,
            cwd=PEERS,
            env=peer_environment(place),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def peer_environment(place: Place) -> dict[str, str]:
    """Return the environment of a peer."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("NEWSSTREAM_", "PYTHON"))}
    return inherited | {
        "PEER_BOOTSTRAP_SERVERS": place.bootstrap_servers,
        "PEER_GROUP": place.name,
        "PEER_INPUT": place.input,
        "PEER_OUTPUT": place.output,
        "PEER_PIPELINE": place.pipeline,
        "FAUST_DATADIR": str(place.log.with_suffix(".faust")),
        "PYTHONWARNINGS": "ignore",
    }


async def _stop(process: asyncio.subprocess.Process) -> None:
    """End a peer, and what it has started: some leave their processes behind."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.returncode is not None:
            break
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(sign)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


PEERS_BY_NAME: dict[str, Contestant] = {
    "faust": peer("Faust + spaCy", ["faust_spacy.py", "worker", "-l", "warn", "--without-web"]),
    "faust2": peer("Faust + spaCy", ["faust_spacy.py", "worker", "-l", "warn", "--without-web"], 2),
    "quix": peer("Quix Streams + spaCy", ["quix_spacy.py"]),
    "quix2": peer("Quix Streams + spaCy", ["quix_spacy.py"], 2),
    "bytewax": peer("Bytewax + spaCy", ["-m", "bytewax.run", "bytewax_spacy:flow"]),
    "aiokafka": peer("aiokafka + nlp.pipe", ["aiokafka_spacy.py", "1"]),
    "aiokafka2": peer("aiokafka + nlp.pipe", ["aiokafka_spacy.py", "1"], 2),
    "aiokafka-n2": peer("aiokafka + nlp.pipe(n_process=2)", ["aiokafka_spacy.py", "2"]),
}


def make_environment(folder: Path, say: Callable[[str], None]) -> Path:
    """Make the peers' environment where it is missing or old; return its Python."""
    python, stamp = folder / "bin" / "python", folder / "requirements.txt"
    # The same interpreter for all: how it was compiled makes a difference.
    wanted = f"# {sys.base_prefix} {sys.version}\n" + REQUIREMENTS.read_text(encoding="utf-8")
    if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    say(f"installing the peers into {folder} (once)")
    if shutil.which("uv"):
        commands = [
            ["uv", "venv", "--quiet", "--clear", "--no-project", "--python", sys.executable, str(folder)],
            ["uv", "pip", "install", "--quiet", "--python", str(python), "-r", str(REQUIREMENTS)],
        ]
    else:
        commands = [
            [sys.executable, "-m", "venv", "--clear", str(folder)],
            [str(python), "-m", "pip", "install", "--quiet", "-r", str(REQUIREMENTS)],
        ]
    for command in commands:
        subprocess.run(command, check=True)
    stamp.write_text(wanted, encoding="utf-8")
    return python
