"""``newsstream top``: the live view for a terminal."""

import asyncio
import contextlib
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import msgspec
import orjson
import typer

from streams.cli.options import (
    BootstrapServers,
    DataDirectory,
    SettingsFile,
    TopicPrefix,
    connected_settings,
    run_async,
)
from streams.errors import UnreachableError, UsageError

if TYPE_CHECKING:
    import httpx

    from streams.reading import TopicReader
    from streams.settings import Settings
    from streams.watch.snapshot import Interval, Snapshot
    from streams.watch.trending import Trending

WORKER_TIMEOUT_SECONDS = 3.0
SHOWN = 10
FIGURES_A_GROUP = 3


def top(
    url: Annotated[
        list[str] | None,
        typer.Option(
            help="A worker's web address (may be repeated). Default: the workers of `newsstream up`.",
            show_default=False,
        ),
    ] = None,
    interval: Annotated[float, typer.Option(min=0.2, help="Seconds between two looks.")] = 2.0,
    window: Annotated[
        float, typer.Option(min=1, help="Seconds over which entities trend and figures are big.")
    ] = 300.0,
    once: Annotated[bool, typer.Option("--once", help="Look once, over one interval.")] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines even on a terminal.")] = False,
    bootstrap_servers: BootstrapServers = None,
    topic_prefix: TopicPrefix = None,
    data_directory: DataDirectory = None,
    settings_file: SettingsFile = None,
) -> None:
    """Show throughput, latency, lag, failures, trending entities and the biggest figures, live.

    Numbers come from the workers' metrics, entities and figures from the enriched topic. A terminal
    gets a screen that follows its size (q or Ctrl-C ends it), a pipe gets JSON Lines.

    Examples:

        newsstream top

        newsstream top --url http://worker-1:6066 --url http://worker-2:6066

        newsstream top --once --json | jq .now.articles_per_second

    Exit status: 0 also after q and Ctrl-C, 3 when no worker or no Kafka answers.
    """
    settings = connected_settings(
        settings_file,
        bootstrap_servers=bootstrap_servers,
        topic_prefix=topic_prefix,
        data_directory=data_directory,
    )
    addresses = [_address(text) for text in url or ()]
    view: View = Json() if json or not sys.stdout.isatty() else Printed() if once else Screen()
    work = _watch(settings, addresses, view, interval=interval, window=window, once=once)
    if once:
        run_async(work)
        return
    try:
        run_async(work)
    except typer.Exit as stopped:
        if stopped.exit_code != 130:
            raise


def _address(text: str) -> str:
    """Return a worker's address without the page.

    Raises:
        UsageError: It is no HTTP address.
    """
    if not text.startswith(("http://", "https://")):
        raise UsageError(f"--url {text!r}: write http://HOST:PORT")
    return text.rstrip("/").removesuffix("/metrics")


@dataclass(slots=True)
class Look:
    """What one look found.

    Attributes:
        total: Counts since the workers' start, added up.
        now: What happened since the look before.
        silent: Workers that did not answer.
        trending: Entities and figures of the newest events.
    """

    total: "Snapshot"
    now: "Interval"
    silent: list[str]
    trending: "Trending"

    def as_object(self) -> dict[str, Any]:
        """Return what ``--json`` prints."""
        total = msgspec.to_builtins(self.total)
        moment = total.pop("time")
        # Histogram bounds are of no use to scripts: the quantiles are there.
        del total["latency"]
        return {
            "time": moment,
            "now": msgspec.to_builtins(self.now),
            "totals": total,
            "silent": self.silent,
            "entities": msgspec.to_builtins(self.trending.entities(SHOWN)),
            "figures": msgspec.to_builtins(self.trending.figures(FIGURES_A_GROUP)),
        }


@dataclass(slots=True)
class Workers:
    """The workers that are looked at: those given, else those of ``newsstream up``."""

    client: "httpx.AsyncClient"
    settings: "Settings"
    given: list[str]
    known: set[str] = field(default_factory=set)

    async def look(self) -> "tuple[dict[str, Snapshot], list[str]]":
        """Return each worker's numbers by address, and those that answered before but don't any more.

        Raises:
            UnreachableError: No worker has ever answered.
        """
        addresses = self.given or sorted({*self.known, *await self._local()})
        taken = await asyncio.gather(*(self._scrape(address) for address in addresses))
        answered = {
            address: snapshot for address, snapshot in zip(addresses, taken, strict=True) if snapshot is not None
        }
        self.known.update(answered)
        if not self.known:
            where = ", ".join(addresses) or self._local_address(0)
            raise UnreachableError(
                f"no worker answers at {where}. Start `newsstream up` in another shell, or give a "
                "worker's address with --url"
            )
        return answered, sorted({*addresses} - answered.keys())

    async def _local(self) -> list[str]:
        """Return the addresses of ``newsstream up``, whose workers take one port after the other."""
        found: list[str] = []
        while await self._scrape(self._local_address(len(found))) is not None:
            found.append(self._local_address(len(found)))
        return found

    def _local_address(self, index: int) -> str:
        return f"http://{self.settings.web_host}:{self.settings.web_port + index}"

    async def _scrape(self, address: str) -> "Snapshot | None":
        import httpx

        from streams.watch.snapshot import parse

        try:
            answer = await self.client.get(address + "/metrics")
            answer.raise_for_status()
            return parse(answer.text, time.time())
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            return None


class View(Protocol):
    """Where looks go."""

    def opened(self, end: Callable[[], None], /) -> AbstractContextManager[None]:
        """Take the terminal for as long as the context is open; ``end`` is for people who have seen enough."""
        ...

    def show(self, look: Look) -> None:
        """Show a look in place of the one before, or after it."""
        ...


class Json:
    """A line for each look."""

    def opened(self, _end: Callable[[], None], /) -> AbstractContextManager[None]:
        """Take nothing: a pipe ends us when it closes."""
        return contextlib.nullcontext()

    def show(self, look: Look) -> None:
        """Write one line."""
        sys.stdout.buffer.write(orjson.dumps(look.as_object()) + b"\n")
        sys.stdout.buffer.flush()


class Printed:
    """The screen's content, printed once."""

    def opened(self, _end: Callable[[], None], /) -> AbstractContextManager[None]:
        """Take nothing."""
        return contextlib.nullcontext()

    def show(self, look: Look) -> None:
        """Print it."""
        from streams.cli.dashboard import dashboard
        from streams.cli.terminal import Terminal

        Terminal(highlight=False).print(dashboard(look))


class Screen:
    """The whole terminal, drawn anew with each look and each change of its size."""

    def __init__(self) -> None:
        """Make the screen; nothing is drawn yet."""
        from rich.live import Live

        from streams.cli.terminal import Terminal

        self._live = Live(console=Terminal(), screen=True, auto_refresh=False)

    @contextlib.contextmanager
    def _open(self, end: Callable[[], None]) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        with self._live, _unbuffered_keys(), _on_resize(loop, self._live.refresh):
            loop.add_reader(sys.stdin.fileno(), lambda: end() if sys.stdin.read(1) in "qQ" else None)
            try:
                yield
            finally:
                loop.remove_reader(sys.stdin.fileno())

    def opened(self, end: Callable[[], None], /) -> AbstractContextManager[None]:
        """Take the terminal; the key q ends."""
        return self._open(end)

    def show(self, look: Look) -> None:
        """Draw it."""
        from streams.cli.dashboard import dashboard

        self._live.update(dashboard(look), refresh=True)


@contextlib.contextmanager
def _unbuffered_keys() -> Iterator[None]:
    """Let keys come through one by one and unseen, and give the terminal back as it was."""
    if not sys.stdin.isatty():
        yield
        return
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


@contextlib.contextmanager
def _on_resize(loop: asyncio.AbstractEventLoop, draw: Callable[[], None]) -> Iterator[None]:
    loop.add_signal_handler(signal.SIGWINCH, draw)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGWINCH)


async def _watch(
    settings: "Settings",
    addresses: list[str],
    view: View,
    *,
    interval: float,
    window: float,
    once: bool,
) -> None:
    import httpx

    from streams.reading import Start, open_reader
    from streams.topics import ENRICHED
    from streams.watch.snapshot import between, combined
    from streams.watch.trending import Trending

    trending = Trending(window)
    since = datetime.now(UTC) - timedelta(seconds=window)
    async with (
        # What the environment says of proxies is not for a worker next door.
        httpx.AsyncClient(timeout=WORKER_TIMEOUT_SECONDS, trust_env=False) as client,
        open_reader(settings, [settings.topic_prefix + ENRICHED.name]) as reader,
    ):
        workers = Workers(client, settings, addresses)
        before, silent = await workers.look()
        await reader.seek(Start(since=since))
        ended = asyncio.Event()
        tasks = [
            asyncio.create_task(_read(reader, trending)),
            asyncio.create_task(ended.wait()),
        ]
        try:
            with view.opened(ended.set):
                while True:
                    await asyncio.wait(tasks, timeout=interval, return_when=asyncio.FIRST_COMPLETED)
                    if tasks[0].done():
                        tasks[0].result()
                    if ended.is_set():
                        return
                    snapshots, silent = await workers.look()
                    trending.forget(time.time())
                    total = combined(snapshots.values())
                    view.show(Look(total, between(before, snapshots), silent, trending))
                    before = before | snapshots
                    if once:
                        return
        finally:
            for task in tasks:
                task.cancel()


async def _read(reader: "TopicReader", trending: "Trending") -> None:
    """Count the events of the topic; what is no event of ours is passed over."""
    async for record in reader.follow():
        with contextlib.suppress(ValueError, KeyError, TypeError):
            trending.add(orjson.loads(record.value or b"null"), record.timestamp / 1000)
