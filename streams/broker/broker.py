"""A real Apache Kafka broker as a child of this process: one node, loopback only."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import locale
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

import filelock
import psutil

from streams.broker import fast_start, probe, storage
from streams.broker.artifacts import DownloadProgress, ensure_artifacts, shipped_lock
from streams.broker.diagnosis import (
    CORRUPT,
    PORT_TAKEN,
    UNKNOWN,
    Diagnosis,
    diagnose,
    read_from,
    telling_lines,
)
from streams.broker.errors import BrokerError, BrokerStartError, DataDirectoryInUse
from streams.broker.java import Java, find_java
from streams.broker.ports import LOOPBACK, PortTakenError, ReservedPort, reserve
from streams.broker.storage import BrokerState, DataDirectory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import TracebackType

logger = logging.getLogger(__name__)

DEFAULT_HEAP_MEGABYTES = 512
DEFAULT_START_TIMEOUT_SECONDS = 60.0
DEFAULT_STOP_TIMEOUT_SECONDS = 20.0

_POLL_SECONDS = 0.02
_START_ATTEMPTS = 3
# A clean shutdown takes 0.3 s. Nobody waits for it once the owner is dead.
_ORPHAN_GRACE_SECONDS = 1.5
_LEFTOVER_WAIT_SECONDS = 5.0
_JAVA_THAT_WARNS = 24
_TRAINING_STOP_TIMEOUT_SECONDS = 90.0  # Java writes its cache then: 4 s on an idle machine

DEFAULT_PROPERTIES: Mapping[str, str] = {
    # One node: nothing to replicate to.
    "default.replication.factor": "1",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    # 50 partitions each by default: files, memory and start-up time for nothing on one machine.
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.num.partitions": "1",
    # After a kill, the controller takes the new broker for a second one until the session of the
    # old one ends: 9 seconds by default. Both live in one process here: little can come between.
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "1000",
    # Records that say nothing, twice a second, for controllers elsewhere: a third of what an idle broker costs.
    "metadata.max.idle.interval.ms": "0",
    # A lone consumer need not wait three seconds for company.
    "group.initial.rebalance.delay.ms": "0",
    # Asks the coordinator again about each partition of a transaction before it takes the first record, for clients
    # of before Kafka 4 as ours: twice the latency for what a lane rules out (docs/delivery.md).
    "transaction.partition.verification.enable": "false",
    # Topics come from the registry; a typing error must not create one.
    "auto.create.topics.enable": "false",
    # Articles of 10 MB, with all that is found in them.
    "message.max.bytes": str(32 << 20),
    # Retention removes whole segments only: 1 GB would keep a laptop's disk full.
    "log.segment.bytes": str(128 << 20),
    # A quarter of the heap by default, for compacting topics far larger than ours.
    "log.cleaner.dedupe.buffer.size": str(16 << 20),
    "num.network.threads": "2",
    "num.io.threads": "4",
    "background.threads": "4",
}
"""Kafka's settings where its own defaults are made for a server room."""

_JVM_OPTIONS = (
    # Measured on 2 cores: start-up 1.9 s -> 1.5 s, CPU time until then 3.3 s -> 1.8 s.
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:ErrorFile=logs/java-crash-%p.log",
    "-Djava.awt.headless=true",
    "-Djava.io.tmpdir=tmp",
    "-Dlog4j2.configurationFile=log4j2.properties",
    # log4j2 otherwise registers a hook that closes the log before Kafka's shutdown is through.
    "-Dlog4j2.shutdownHookEnabled=false",
    # Compression unpacks native libraries; later Javas warn about that unless it is allowed.
    "--enable-native-access=ALL-UNNAMED",
)


@dataclass(frozen=True, slots=True)
class RunningBroker:
    """A broker that answers.

    Attributes:
        bootstrap_servers: Its address, for any Kafka client.
        pid: Its Java process.
        owner_pid: The process that started it.
        cluster_id: Its cluster's id, kept with the data directory.
    """

    bootstrap_servers: str
    pid: int
    owner_pid: int
    cluster_id: str


def find_running(data_directory: Path | None = None) -> RunningBroker | None:
    """Return the broker that runs on a data directory, or None.

    Guarantee: the process is alive and is the one that was started, and its port answers with the
    cluster id of that data directory, at the time of the call.
    """
    directory = DataDirectory(data_directory or storage.default_data_directory())
    state = directory.read_state()
    if state is None or state.state != "running" or state.pid is None:
        return None
    if storage.process_of(state) is None:
        return None
    answer = probe.ask(state.bootstrap_servers)
    if answer is None or answer.cluster_id != state.cluster_id:
        return None
    return RunningBroker(state.bootstrap_servers, state.pid, state.owner_pid, state.cluster_id)


class EmbeddedBroker:
    """One Kafka node, combined broker and controller, that lives no longer than this process.

    Use it as a context manager, plain or ``async``, or call ``start`` and ``stop``. Blocking calls
    may come from any thread; ``stop`` may interrupt a ``start`` in another thread.

    Guarantees:
        - After ``start``, a client that connects to ``bootstrap_servers`` is served at once.
        - Topics, offsets and the cluster id survive ``stop`` and ``start`` with the same directory.
          The port too where it is still free.
        - Java ends with this process, however it ends: within two seconds of ``kill -9``.
        - One owner per data directory; a broker left over by a dead owner is stopped first.
        - Ctrl-C in the terminal reaches this process only.
    """

    def __init__(
        self,
        data_directory: Path | None = None,
        *,
        properties: Mapping[str, str] | None = None,
        port: int | None = None,
        cache_directory: Path | None = None,
        repository_url: str | None = None,
        java_home: Path | None = None,
        heap_megabytes: int = DEFAULT_HEAP_MEGABYTES,
        jvm_options: Sequence[str] = (),
        start_timeout_seconds: float = DEFAULT_START_TIMEOUT_SECONDS,
        progress: DownloadProgress | None = None,
    ) -> None:
        """Describe a broker; nothing is started or written.

        Args:
            data_directory: Where topics are kept; default below the user's state directory.
            properties: Kafka settings that override ``DEFAULT_PROPERTIES``.
            port: Port for clients; default the one used last where free, else any.
            cache_directory: See ``ensure_artifacts``.
            repository_url: See ``ensure_artifacts``.
            java_home: See ``find_java``.
            heap_megabytes: Largest heap of Java.
            jvm_options: More options for Java, after ours.
            start_timeout_seconds: How long Java may take until it answers. Downloads don't count.
            progress: Told about the download of Kafka on the first start.
        """
        self._directory = DataDirectory(data_directory or storage.default_data_directory())
        self._properties = dict(properties or {})
        self._port = port
        self._cache_directory = cache_directory
        self._repository_url = repository_url
        self._java_home = java_home
        self._heap_megabytes = heap_megabytes
        self._jvm_options = tuple(jvm_options)
        self._start_timeout_seconds = start_timeout_seconds
        self._progress = progress
        self._remove_when_orphaned = False

        self._guard = threading.RLock()
        self._abort = threading.Event()
        self._lock = filelock.FileLock(self._directory.lock, timeout=0, thread_local=False)
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._control: int | None = None
        self._state: BrokerState | None = None

    @classmethod
    @contextlib.contextmanager
    def ephemeral(
        cls,
        *,
        properties: Mapping[str, str] | None = None,
        cache_directory: Path | None = None,
        repository_url: str | None = None,
        java_home: Path | None = None,
        heap_megabytes: int = DEFAULT_HEAP_MEGABYTES,
        jvm_options: Sequence[str] = (),
        start_timeout_seconds: float = DEFAULT_START_TIMEOUT_SECONDS,
        progress: DownloadProgress | None = None,
    ) -> Iterator[Self]:
        """Run a broker on a temporary directory that is removed at the end, even by ``kill -9``."""
        with tempfile.TemporaryDirectory(
            prefix="newsstream-broker-",
            ignore_cleanup_errors=True,
        ) as directory:
            broker = cls(
                Path(directory),
                properties=properties,
                cache_directory=cache_directory,
                repository_url=repository_url,
                java_home=java_home,
                heap_megabytes=heap_megabytes,
                jvm_options=jvm_options,
                start_timeout_seconds=start_timeout_seconds,
                progress=progress,
            )
            broker._remove_when_orphaned = True
            with broker:
                yield broker

    @property
    def data_directory(self) -> Path:
        """Where topics are kept."""
        return self._directory.path

    @property
    def log_path(self) -> Path:
        """The broker's log file."""
        return self._directory.log

    @property
    def bootstrap_servers(self) -> str:
        """Address for Kafka clients, ``127.0.0.1:port``.

        Raises:
            BrokerError: The broker has not been started.
        """
        return self._started_state().bootstrap_servers

    @property
    def cluster_id(self) -> str:
        """Id of the cluster, kept with the data directory."""
        return self._started_state().cluster_id

    @property
    def pid(self) -> int:
        """Process id of Java, for tests that freeze or kill it."""
        pid = self._started_state().pid
        if pid is None:
            msg = "the broker is still starting"
            raise BrokerError(msg)
        return pid

    def is_running(self) -> bool:
        """Return whether Java runs. Cheap: for watching over it."""
        return self._supervisor is not None and self._supervisor.poll() is None

    def start(self) -> Self:
        """Start the broker and wait until it serves clients. Does nothing when it runs.

        Raises:
            DataDirectoryInUse: Another process owns the data directory.
            ArtifactError: Kafka's files are neither cached nor to be had.
            JavaNotFoundError: There is no Java that can run Kafka.
            BrokerStartError: Java ended, or did not answer in time.
        """
        with self._guard:
            if self.is_running():
                return self
            self._abort.clear()
            atexit.register(self._stop_at_exit, os.getpid())
            try:
                self._acquire()
                self._stop_leftover()
                java = find_java(self._java_home)
                jars = ensure_artifacts(
                    self._cache_directory,
                    repository_url=self._repository_url,
                    progress=self._progress,
                )
                self._start_with_retries(java, jars)
            except BaseException:
                self._end(kill=True, timeout_seconds=_LEFTOVER_WAIT_SECONDS)
                raise
        return self

    def stop(self, timeout_seconds: float = DEFAULT_STOP_TIMEOUT_SECONDS) -> None:
        """Shut the broker down cleanly; kill it when that takes longer than the timeout.

        Does nothing when it is not running. Its data directory is free for others afterwards.
        """
        self._abort.set()
        with self._guard:
            self._end(kill=False, timeout_seconds=timeout_seconds)

    def kill(self) -> None:
        """Kill Java as ``kill -9`` does, and keep the data directory. For tests of recovery."""
        with self._guard:
            self._end(kill=True, timeout_seconds=_LEFTOVER_WAIT_SECONDS)

    def restart(self) -> Self:
        """Stop and start on the same port, so that connected clients find the broker again."""
        with self._guard:
            self.stop()
            return self.start()

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    async def __aenter__(self) -> Self:
        """Start, without blocking the event loop."""
        try:
            return await asyncio.to_thread(self.start)
        except asyncio.CancelledError:
            await asyncio.to_thread(self.stop)
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop, without blocking the event loop."""
        await asyncio.to_thread(self.stop)

    def _started_state(self) -> BrokerState:
        if self._state is None:
            msg = "the broker is not running: call start() first"
            raise BrokerError(msg)
        return self._state

    def _acquire(self) -> None:
        """Become the owner of the data directory."""
        try:
            self._directory.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock.acquire()
        except filelock.Timeout:
            state = self._directory.read_state()
            raise DataDirectoryInUse(
                self._directory.path,
                state.owner_pid if state else None,
                state.bootstrap_servers if state and state.state == "running" else None,
            ) from None
        except OSError as error:
            raise self._start_error(
                "",
                diagnose(f"Permission denied {error}"),
                str(error),
            ) from error

    def _stop_leftover(self) -> None:
        """Stop the broker of an owner that is dead: we have its lock. Its supervisor is at it."""
        state = self._directory.read_state()
        process = storage.process_of(state) if state else None
        if state is None or process is None:
            return
        logger.info("stopping a left-over broker pid=%d", process.pid)
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
            if not storage.wait_until_gone(state, _LEFTOVER_WAIT_SECONDS):
                process.kill()
                storage.wait_until_gone(state, _LEFTOVER_WAIT_SECONDS)

    def _start_with_retries(self, java: Java, jars: list[Path]) -> None:
        """Start, and try again where the cause can be done away with.

        With other ports when somebody snatched one, which is not possible on Linux; without the
        cache for fast starts when Java ended for no reason that we know.
        """
        before = self._directory.read_state()
        preferred = self._port if self._port is not None else before.port if before else None
        for attempt in range(1, _START_ATTEMPTS + 1):
            try:
                clients = ReservedPort(self._port) if self._port else reserve(preferred)
            except PortTakenError as error:
                raise self._start_error("", PORT_TAKEN, f"{error}.") from error
            with clients, ReservedPort() as controller:
                try:
                    self._start_once(java, jars, clients, controller)
                except BrokerStartError as error:
                    if error.reason == PORT_TAKEN.reason and self._port is None:
                        preferred = None
                    elif error.reason != UNKNOWN.reason or not self._forget_fast_start(java, jars):
                        raise
                    if attempt == _START_ATTEMPTS:
                        raise
                    self._end_process(kill=True, timeout_seconds=_LEFTOVER_WAIT_SECONDS)
                else:
                    return

    @staticmethod
    def _forget_fast_start(java: Java, jars: list[Path]) -> bool:
        """Remove the cache for fast starts; return whether there was one."""
        file = _fast_start_file(java, jars)
        if file is None or not file.exists():
            return False
        logger.warning("removing the cache for fast starts after a failed start file=%s", file)
        file.unlink(missing_ok=True)
        return True

    def _start_once(
        self,
        java: Java,
        jars: list[Path],
        clients: ReservedPort,
        controller: ReservedPort,
    ) -> None:
        directory = self._directory
        address = f"{LOOPBACK}:{clients.port}"
        try:
            cluster_id = directory.prepare(shipped_lock().feature_checkpoint)
            state = BrokerState("starting", os.getpid(), clients.port, address, cluster_id)
            directory.write_state(state)
            directory.properties.write_text(
                _server_properties(clients.port, controller.port, self._properties),
                encoding="ascii",
                errors="backslashreplace",
            )
            log_offset = directory.log.stat().st_size if directory.log.exists() else 0
        except storage.CorruptDataDirectoryError as error:
            raise self._start_error("", CORRUPT, f"{error}.") from error
        except OSError as error:
            raise self._start_error("", diagnose(str(error)), str(error)) from error
        clients.release_before_use()
        controller.release_before_use()
        pid = self._spawn(self._java_command(java, jars))
        with contextlib.suppress(psutil.NoSuchProcess):
            state = replace(state, pid=pid, pid_started_at=psutil.Process(pid).create_time())
        directory.write_state(state)
        self._state = state
        self._wait_until_ready(state, log_offset)
        self._state = replace(state, state="running")
        directory.write_state(self._state)

    def _java_command(self, java: Java, jars: list[Path]) -> list[str]:
        training = any(option.startswith("-XX:AOT") for option in self._jvm_options)
        return [
            str(java.path),
            f"-Xmx{self._heap_megabytes}m",
            *_jvm_options(java),
            *([] if training else fast_start.options(_fast_start_file(java, jars))),
            *self._jvm_options,
            "-cp",
            ":".join(map(str, jars)),
            "kafka.Kafka",
            self._directory.properties.name,
        ]

    def _spawn(self, command: list[str]) -> int:
        """Start Java below its supervisor and return Java's process id."""
        control_reader, self._control = os.pipe()
        try:
            with self._directory.console.open("wb") as console:
                self._supervisor = subprocess.Popen(
                    [
                        sys.executable,
                        "-I",
                        "-S",
                        str(Path(__file__).with_name("supervisor.py")),
                        str(control_reader),
                        str(os.getpid()),
                        str(_ORPHAN_GRACE_SECONDS),
                        str(self._directory.path) if self._remove_when_orphaned else "",
                        *command,
                    ],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=console,
                    cwd=self._directory.path,
                    env=_java_environment(),
                    pass_fds=[control_reader],
                    start_new_session=True,
                )
        finally:
            os.close(control_reader)
        assert self._supervisor.stdout is not None  # noqa: S101  (for the type checker)
        with self._supervisor.stdout as pipe:
            line = pipe.readline()
        if not line:
            self._supervisor.wait()
            raise self._start_error(
                read_from(self._directory.console, 0),
                None,
                "Java could not be run.",
            )
        return int(line)

    def _wait_until_ready(self, state: BrokerState, log_offset: int) -> None:
        """Wait until the port answers for our cluster and the broker counts itself as usable."""
        deadline = time.monotonic() + self._start_timeout_seconds
        while True:
            answer = probe.ask(state.bootstrap_servers)
            if (
                answer is not None
                and answer.cluster_id == state.cluster_id
                and state.bootstrap_servers in answer.brokers
            ):
                return
            if self._abort.is_set():
                msg = "the broker was stopped while it was starting"
                raise BrokerError(msg)
            if not self.is_running():
                text = self._log_since(log_offset)
                raise self._start_error(text, diagnose(text))
            if time.monotonic() > deadline:
                reason = f"it did not answer within {self._start_timeout_seconds:g} s."
                remedy = (
                    "give it more time if this machine is slow or busy; "
                    "else try another data directory."
                )
                raise self._start_error(self._log_since(log_offset), Diagnosis(reason, remedy))
            self._abort.wait(_POLL_SECONDS)

    def _log_since(self, log_offset: int) -> str:
        return read_from(self._directory.log, log_offset) + read_from(self._directory.console, 0)

    def _start_error(
        self,
        text: str,
        diagnosis: Diagnosis | None,
        detail: str = "",
    ) -> BrokerStartError:
        diagnosis = diagnosis or diagnose(text)
        lines = telling_lines(text) or ([detail] if detail else [])
        reason = f"{diagnosis.reason} ({detail.rstrip('.')})" if detail else diagnosis.reason
        return BrokerStartError(reason, diagnosis.remedy, self._directory.log, lines)

    def _end(self, *, kill: bool, timeout_seconds: float) -> None:
        """End the process if there is one, write that down, and give the directory up."""
        self._end_process(kill=kill, timeout_seconds=timeout_seconds)
        if self._lock.is_locked:
            state = self._state or self._directory.read_state()
            if state is not None:
                # The directory may be gone or full: that is no reason not to stop.
                with contextlib.suppress(OSError):
                    self._directory.write_state(
                        replace(state, state="stopped", pid=None, pid_started_at=None),
                    )
            self._lock.release()
        self._state = None
        atexit.unregister(self._stop_at_exit)

    def _end_process(self, *, kill: bool, timeout_seconds: float) -> None:
        supervisor, state = self._supervisor, self._state
        if supervisor is not None:
            self._command(b"k" if kill else b"s")
            try:
                supervisor.wait(timeout_seconds)
            except subprocess.TimeoutExpired:
                logger.warning("killing a broker that does not stop data=%s", self.data_directory)
                self._command(b"k")
                with contextlib.suppress(subprocess.TimeoutExpired):
                    supervisor.wait(_LEFTOVER_WAIT_SECONDS)
        # Where the supervisor itself was killed, Java may still be there.
        process = storage.process_of(state) if state is not None else None
        if state is not None and process is not None:
            with contextlib.suppress(psutil.Error):
                process.kill()
                storage.wait_until_gone(state, _LEFTOVER_WAIT_SECONDS)
        if self._control is not None:
            os.close(self._control)
            self._control = None
        self._supervisor = None

    def _command(self, command: bytes) -> None:
        if self._control is not None:
            with contextlib.suppress(BrokenPipeError):
                os.write(self._control, command)

    def _stop_at_exit(self, owner_pid: int) -> None:
        # A forked child inherits the hook, but not the broker.
        if os.getpid() == owner_pid:
            self.stop()


def prepare(
    *,
    cache_directory: Path | None = None,
    repository_url: str | None = None,
    java_home: Path | None = None,
    progress: DownloadProgress | None = None,
    before_training: Callable[[], None] | None = None,
) -> None:
    """Do once per user what makes every later start fast, and possible without a network.

    Downloads Kafka, then lets Java learn to start it (see ``fast_start``), which takes some 7 s and
    is skipped where Java is older than 25. Does nothing, within milliseconds, when all is there.
    ``EmbeddedBroker.start`` works without it.

    Args:
        cache_directory: See ``ensure_artifacts``.
        repository_url: See ``ensure_artifacts``.
        java_home: See ``find_java``.
        progress: Told about the download.
        before_training: Called before the part that takes 7 s, for a word to the user.

    Raises:
        BrokerError: As ``EmbeddedBroker.start`` does.
    """
    java = find_java(java_home)
    jars = ensure_artifacts(cache_directory, repository_url=repository_url, progress=progress)
    file = _fast_start_file(java, jars)
    if file is None or file.exists():
        return
    if before_training is not None:
        before_training()

    @contextlib.contextmanager
    def run_broker(jvm_options: Sequence[str]) -> Iterator[None]:
        with EmbeddedBroker.ephemeral(
            cache_directory=cache_directory, java_home=java_home, jvm_options=jvm_options
        ) as broker:
            yield
            broker.stop(_TRAINING_STOP_TIMEOUT_SECONDS)

    fast_start.train(file, run_broker)


def _jvm_options(java: Java) -> list[str]:
    # Kafka still unmaps files through sun.misc.Unsafe, of which Java 24 and later warn.
    quiet = ["--sun-misc-unsafe-memory-access=allow"] if java.major >= _JAVA_THAT_WARNS else []
    return [*_JVM_OPTIONS, *quiet]


def _fast_start_file(java: Java, jars: list[Path]) -> Path | None:
    return fast_start.cache_file(java, jars, _jvm_options(java))


def _server_properties(port: int, controller_port: int, overrides: Mapping[str, str]) -> str:
    """Return server.properties. What makes the broker ours can't be overridden."""
    properties = {
        **DEFAULT_PROPERTIES,
        **overrides,
        "process.roles": "broker,controller",
        "node.id": str(storage.NODE_ID),
        # A static voter: unlike a dynamic one it may come back on another port.
        "controller.quorum.voters": f"{storage.NODE_ID}@{LOOPBACK}:{controller_port}",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "listeners": f"PLAINTEXT://{LOOPBACK}:{port},CONTROLLER://{LOOPBACK}:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://{LOOPBACK}:{port}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "log.dirs": "topics",
    }
    properties.pop("log.dir", None)
    lines = (f"{key}={value.replace(chr(92), chr(92) * 2)}" for key, value in properties.items())
    return "# Written by newsstream at every start: changes are lost.\n" + "\n".join(lines) + "\n"


def _java_environment() -> dict[str, str]:
    """Return our environment, with an encoding in which Java can name every file.

    Under LANG=C, Java would not find jars below a home directory with an accent.
    """
    environment = dict(os.environ)
    if locale.getencoding().lower().replace("-", "") != "utf8":
        environment["LC_ALL"] = "C.UTF-8"
    return environment
