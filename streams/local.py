"""The whole stream on one machine: embedded broker, and workers as processes of their own."""

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from streams.broker import (
    BrokerError,
    DataDirectoryInUse,
    DownloadProgress,
    EmbeddedBroker,
    prepare,
)
from streams.errors import NewsstreamError
from streams.settings import Settings, to_environment

STOP_EXTRA_SECONDS = 5.0


class LocalError(NewsstreamError):
    """The embedded broker or a worker failed."""

    exit_status = 4


@asynccontextmanager
async def kafka(
    settings: Settings,
    *,
    say: Callable[[str], None],
    progress: DownloadProgress | None = None,
    share: bool = False,
) -> AsyncIterator[Settings]:
    """Yield settings that name a Kafka: the given one, or an embedded broker started for this.

    Args:
        settings: Used as they are when they name a Kafka.
        say: Told about what people should know.
        progress: Told about the first start's download.
        share: Fail when another run has the data directory, instead of taking one of our own.

    Raises:
        LocalError: The broker does not start; the message holds its last log lines.
    """
    if settings.bootstrap_servers:
        yield settings
        return
    try:
        await asyncio.to_thread(
            prepare,
            cache_directory=Path(settings.cache_directory),
            progress=progress,
            before_training=lambda: say("teaching Java to start Kafka fast (once, some 10 s) ..."),
        )
    except BrokerError as error:
        raise LocalError(str(error)) from None
    broker = EmbeddedBroker(
        Path(settings.data_directory),
        cache_directory=Path(settings.cache_directory),
        progress=progress,
    )
    async with contextlib.AsyncExitStack() as stack:
        try:
            try:
                await asyncio.to_thread(broker.start)
            except DataDirectoryInUse as error:
                if share:
                    raise
                say(f"{error.data_directory} is in use by another run: this one keeps its own topics")
                temporary = EmbeddedBroker.ephemeral(
                    cache_directory=Path(settings.cache_directory), progress=progress
                )
                broker = await asyncio.to_thread(stack.enter_context, temporary)
        except BrokerError as error:
            raise LocalError(str(error)) from None
        stack.push_async_callback(asyncio.to_thread, broker.stop)
        yield msgspec.structs.replace(settings, bootstrap_servers=broker.bootstrap_servers)


class WorkerProcess:
    """A ``newsstream worker`` of this machine."""

    def __init__(self, process: asyncio.subprocess.Process, settings: Settings) -> None:
        """Use :func:`workers`."""
        self._process = process
        self.settings = settings

    @property
    def process_id(self) -> int:
        """The worker's process id."""
        return self._process.pid

    @property
    def metrics_url(self) -> str:
        """Where its metrics are."""
        return f"http://{self.settings.web_host}:{self.settings.web_port}/metrics"

    async def wait(self) -> int:
        """Return its exit status once it has ended."""
        return await self._process.wait()

    async def stop(self) -> None:
        """Let it finish the batches under way; end it by force when it takes too long."""
        if self._process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            async with asyncio.timeout(self.settings.shutdown_timeout_seconds + STOP_EXTRA_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def workers(
    settings: Settings, count: int, *, place: Callable[[int], Sequence[str]] = lambda _index: ()
) -> AsyncIterator[list[WorkerProcess]]:
    """Start workers and yield them; stop them all at the end.

    Args:
        settings: Those of all of them, but for their web ports.
        count: How many.
        place: Returns what begins the command of each, such as what runs it on a host of its own.
    """
    started: list[WorkerProcess] = []
    try:
        for index in range(count):
            started.append(await _start_worker(settings, index, place(index)))  # noqa: PERF401 - those started are stopped when the next fails
        yield started
    finally:
        await asyncio.gather(*(worker.stop() for worker in started))


async def fail_with_worker(started: list[WorkerProcess]) -> None:
    """Wait until a worker ends by itself, which it should not.

    Raises:
        LocalError: Always, with its exit status.
    """
    waits = {asyncio.ensure_future(worker.wait()): worker for worker in started}
    try:
        done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    ended = done.pop()
    raise LocalError(
        f"worker {waits[ended].process_id} ended with status {ended.result()}; "
        "its own message stands above"
    )


async def _start_worker(settings: Settings, index: int, place: Sequence[str]) -> WorkerProcess:
    wanted = settings.web_port + index if settings.web_port else 0
    own = msgspec.structs.replace(settings, web_port=free_port(settings.web_host, wanted))
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("NEWSSTREAM_")}
    process = await asyncio.create_subprocess_exec(
        *place,
        sys.executable,
        "-P",  # a folder named streams in the current directory is not this package
        "-m",
        "streams",
        "worker",
        stdin=asyncio.subprocess.DEVNULL,
        # Nothing of a worker is data: standard output belongs to the events.
        stdout=sys.stderr,
        env=inherited | to_environment(own),
        # Ctrl-C goes to us, and we stop the workers in order.
        start_new_session=True,
    )
    return WorkerProcess(process, own)


def free_port(host: str, wanted: int) -> int:
    """Return the wanted port when it is free, else any free one."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except (OSError, OverflowError):
                continue
            return int(probe.getsockname()[1])
    raise LocalError(f"no free port on {host}")
