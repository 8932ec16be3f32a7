"""Workers as an orchestrator keeps them: a number of processes, each started again when it ends."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASSIGNED = "partitions assigned"


@dataclass(slots=True)
class Slot:
    """A place for one worker process."""

    number: int
    log: Path
    wanted: bool = True
    process: subprocess.Popen | None = None
    port: int = 0
    start_at: float = 0.0
    ending: bool = False  # its end is our doing
    was_ready: bool = False

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass(slots=True)
class Fleet:
    """Keeps as many workers running as are wanted.

    Attributes:
        command: The worker's command line.
        environment: Given the worker's web port, its environment.
        ends: How often workers ended by themselves, by exit status.
    """

    command: list[str]
    environment: Callable[[int], dict[str, str]]
    directory: Path
    chance: random.Random
    has_health: bool
    slots: list[Slot] = field(default_factory=list)
    # Where each worker runs, by its number: what begins its command, and its address.
    place: Callable[[int], tuple[list[str], str]] = lambda _number: ([], "127.0.0.1")
    ends: Counter[int] = field(default_factory=Counter)
    bad_stops: Counter[int] = field(default_factory=Counter)

    def set_size(self, size: int) -> None:
        """Want so many workers; those too many are asked to end."""
        while len(self.slots) < size:
            number = len(self.slots)
            self.slots.append(Slot(number, self.directory / f"worker-{number}.log"))
        for slot in self.slots:
            slot.wanted = slot.number < size
            if slot.wanted:
                slot.start_at = 0.0
            elif slot.running() and not slot.ending:
                slot.ending = True
                slot.process.terminate()

    async def keep(self) -> None:
        """Start what is wanted and not there, until cancelled."""
        while True:
            now = time.monotonic()
            for slot in self.slots:
                if slot.process is not None and slot.process.poll() is not None:
                    status = slot.process.returncode
                    if not slot.ending:
                        self.ends[status] += 1
                    elif status not in (0, -signal.SIGKILL) and slot.was_ready:
                        # Before, SIGTERM meets Python still importing.
                        self.bad_stops[status] += 1
                    slot.process = None
                    slot.start_at = now + self.chance.uniform(0.2, 2.0)
                if slot.wanted and slot.process is None and now >= slot.start_at:
                    self._start(slot)
            await asyncio.sleep(0.1)

    async def ready(self) -> bool:
        """Tell whether every wanted worker runs and takes part."""
        wanted = [slot for slot in self.slots if slot.wanted]
        if not all(slot.running() for slot in wanted):
            return False
        if not self.has_health:
            return all(time.monotonic() - slot.start_at > 5 for slot in wanted)
        hosts = [self.place(slot.number)[1] for slot in wanted]
        asked = (asyncio.to_thread(_is_ready, host, slot.port) for host, slot in zip(hosts, wanted, strict=True))
        answers = await asyncio.gather(*asked)
        for slot, answer in zip(wanted, answers, strict=True):
            slot.was_ready = slot.was_ready or answer
        return all(answers)

    def choose(self) -> Slot | None:
        """Return a running worker, by chance."""
        running = [slot for slot in self.slots if slot.wanted and slot.running() and not slot.ending]
        return self.chance.choice(running) if running else None

    def kill(self, slot: Slot) -> None:
        slot.ending = True
        slot.process.kill()

    def terminate(self, slot: Slot) -> None:
        slot.ending = True
        slot.process.terminate()

    async def end(self) -> None:
        """Ask all to end; kill what has not after 40 s."""
        for slot in self.slots:
            slot.wanted = False
            if slot.running():
                os.kill(slot.process.pid, signal.SIGCONT)
                if not slot.ending:  # a second SIGTERM could meet Python already ending
                    slot.ending = True
                    slot.process.terminate()
        deadline = time.monotonic() + 40
        while any(slot.running() for slot in self.slots) and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
        for slot in self.slots:
            if slot.running():
                self.bad_stops[-signal.SIGKILL] += 1
                slot.process.kill()
                slot.process.wait()

    def _start(self, slot: Slot) -> None:
        from streams.local import free_port

        slot.port = free_port("127.0.0.1", 0)
        slot.ending = slot.was_ready = False
        slot.start_at = time.monotonic()
        with slot.log.open("ab") as output:
            slot.process = subprocess.Popen(
                [*self.place(slot.number)[0], *self.command],
                env=self.environment(slot.port),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                cwd=self.directory,
            )


def python_environment(*paths: Path) -> dict[str, str]:
    """Return an environment whose Python finds this checkout first, and no settings of the user's."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("NEWSSTREAM_")}
    found = [*map(str, paths), str(ROOT), inherited.get("PYTHONPATH", "")]
    return inherited | {"PYTHONPATH": os.pathsep.join(filter(None, found))}


def worker_command() -> list[str]:
    return [sys.executable, "-P", "-m", "streams", "worker"]


def _is_ready(host: str, port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/health/ready", timeout=2) as answer:
            return json.loads(answer.read())["status"] == "ok"
    except (OSError, ValueError):
        return False
