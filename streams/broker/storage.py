"""The broker's data directory: layout, format, and who runs on it.

    broker.json         who runs a broker here, or ran it last
    .lock               held by the owner for as long as it lives
    server.properties   written at every start
    log4j2.properties
    topics/             Kafka's own log directory
    logs/broker.log     the broker's log, rolled at 10 MB
    logs/broker.out     what Java itself printed since the last start
    tmp/                native libraries, unpacked by Java; emptied at every start

All files that Java reads are named relative to this directory, which is Java's working directory:
commas, spaces and non-ASCII letters in its path then never reach Kafka's configuration.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import time
import uuid
from dataclasses import asdict, dataclass, fields
from importlib import resources
from typing import TYPE_CHECKING, Literal

import platformdirs
import psutil

if TYPE_CHECKING:
    from pathlib import Path

NODE_ID = 1
_START_TIME_TOLERANCE_SECONDS = 5.0
_POLL_SECONDS = 0.02


class CorruptDataDirectoryError(Exception):
    """The directory holds topics but not the file that tells whose they are."""


def default_data_directory() -> Path:
    """Return the directory for data that lasts (XDG_STATE_HOME is honoured)."""
    return platformdirs.user_state_path("newsstream") / "kafka"


@dataclass(frozen=True, slots=True)
class BrokerState:
    """Content of broker.json."""

    state: Literal["starting", "running", "stopped"]
    owner_pid: int
    port: int
    bootstrap_servers: str
    cluster_id: str
    pid: int | None = None
    pid_started_at: float | None = None


class DataDirectory:
    """Names and small operations within one data directory."""

    def __init__(self, path: Path) -> None:
        """Name the directory; nothing is touched."""
        self.path = path.expanduser().absolute()
        self.lock = self.path / ".lock"
        self.topics = self.path / "topics"
        self.logs = self.path / "logs"
        self.log = self.logs / "broker.log"
        self.console = self.logs / "broker.out"
        self.properties = self.path / "server.properties"
        self.temporary = self.path / "tmp"
        self._state = self.path / "broker.json"
        self._meta = self.topics / "meta.properties"

    def prepare(self, feature_checkpoint: bytes) -> str:
        """Create what is missing, format the storage once, and return the cluster id.

        Formats as ``kafka-storage.sh format`` with a static voter does: the feature levels, and
        the ids. Writes the ids last, so that an interrupted format is done again.

        Raises:
            OSError: Something can't be written.
            CorruptDataDirectoryError: There are topics, but no ids.
        """
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.logs.mkdir(exist_ok=True)
        shutil.rmtree(self.temporary, ignore_errors=True)
        self.temporary.mkdir(exist_ok=True)
        log4j2 = resources.files(__package__).joinpath("log4j2.properties").read_bytes()
        _write_atomically(self.path / "log4j2.properties", log4j2)
        if cluster_id := self.cluster_id():
            return cluster_id
        self.topics.mkdir(exist_ok=True)
        if any(entry.is_dir() for entry in self.topics.iterdir()):
            msg = f"{self._meta} is missing or has no cluster.id"
            raise CorruptDataDirectoryError(msg)
        _write_atomically(self.topics / "bootstrap.checkpoint", feature_checkpoint)
        cluster_id = _random_id()
        meta = (
            f"version=1\nnode.id={NODE_ID}\ncluster.id={cluster_id}\ndirectory.id={_random_id()}\n"
        )
        _write_atomically(self._meta, meta.encode())
        return cluster_id

    def cluster_id(self) -> str | None:
        """Return the id that the storage was formatted with, if it was."""
        try:
            lines = self._meta.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return None
        values = dict(line.split("=", 1) for line in lines if "=" in line)
        return values.get("cluster.id", "").strip() or None

    def read_state(self) -> BrokerState | None:
        """Return what broker.json says, or None where it does not say anything that we know."""
        try:
            document = json.loads(self._state.read_bytes())
            known = {field.name for field in fields(BrokerState)}
            return BrokerState(**{key: value for key, value in document.items() if key in known})
        except (OSError, ValueError, TypeError, AttributeError):
            return None

    def write_state(self, state: BrokerState) -> None:
        """Replace broker.json."""
        _write_atomically(self._state, json.dumps(asdict(state), indent=1).encode() + b"\n")


def process_of(state: BrokerState) -> psutil.Process | None:
    """Return the living Java process that ``state`` speaks of; None when it is gone.

    A process that merely has the same id, after a restart of the machine for example, does not
    count: its start time and its command line are compared.
    """
    if state.pid is None or state.pid_started_at is None:
        return None
    try:
        process = psutil.Process(state.pid)
        same = (
            abs(process.create_time() - state.pid_started_at) < _START_TIME_TOLERANCE_SECONDS
            and process.status() != psutil.STATUS_ZOMBIE
            and "kafka.Kafka" in process.cmdline()
        )
    except psutil.Error:
        return None
    return process if same else None


def wait_until_gone(state: BrokerState, timeout_seconds: float) -> bool:
    """Return whether the Java process that ``state`` speaks of ended within the timeout.

    A process that has ended but that nobody has collected counts as gone, unlike for
    ``psutil.Process.wait``: its parent may be frozen, or an init that does not care.
    """
    deadline = time.monotonic() + timeout_seconds
    while process_of(state) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _random_id() -> str:
    """Return a random id as Kafka writes them: 22 characters, not starting with a hyphen."""
    while True:
        text = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if not text.startswith("-"):
            return text


def _write_atomically(path: Path, content: bytes) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
