"""``newsstream run`` and ``up``: everything on this machine."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import orjson
import typer
from rich.markup import escape

from streams.cli.options import (
    BootstrapServers,
    DataDirectory,
    PipelineName,
    ProfileName,
    SettingsFile,
    console,
    pipeline_name,
    run_async,
    settings_from,
    talk,
)

if TYPE_CHECKING:
    from aiokafka import ConsumerRecord

    from streams.local import WorkerProcess
    from streams.reading import TopicReader
    from streams.settings import Settings

SEEDS = "seeds"
Position = tuple[int, int]

Workers = Annotated[int, typer.Option(min=1, help="Worker processes.")]


def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, directories, globs, or - for standard input. Default: seeds/."),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Stay after the last article, until Ctrl-C.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines even on a terminal.")] = False,
    bootstrap_servers: BootstrapServers = None,
    pipeline: PipelineName = None,
    profile: ProfileName = None,
    workers: Workers = 1,
    data_directory: DataDirectory = None,
    settings_file: SettingsFile = None,
) -> None:
    """Replay articles through Kafka and show each as it comes out, enriched.

    Starts an embedded Kafka (unless --bootstrap-servers is given) and workers, publishes the articles,
    waits until every one has come out, and sums up. In a pipe: one enriched event a line on standard
    output, talk on standard error.

    Examples:

        newsstream run

        newsstream run articles.jsonl --profile accurate

        newsstream run seeds | jq -r '.entities[].name'

    Exit status: 0 when every article came out enriched, 1 when some did not, 130 after Ctrl-C.
    """
    loaded = settings_from(
        settings_file,
        bootstrap_servers=bootstrap_servers,
        pipeline=pipeline_name(pipeline, profile),
        data_directory=data_directory,
    )
    settings = loaded.settings
    if loaded.origins["web_port"] == "default":
        # Nobody scrapes a run, and two at once must not fight for a port.
        settings = msgspec.structs.replace(settings, web_port=0)
    where = paths or [default_seeds()]
    as_json = json or not sys.stdout.isatty()
    summary = Summary()
    try:
        run_async(_run(summary, settings, where, workers, follow=follow, as_json=as_json))
    finally:
        # After Ctrl-C too: with --follow that is the only end there is.
        if summary.metrics_url:
            summary.print()
    if not summary.complete:
        raise typer.Exit(1)


def up(
    workers: Workers = 1,
    bootstrap_servers: BootstrapServers = None,
    pipeline: PipelineName = None,
    profile: ProfileName = None,
    data_directory: DataDirectory = None,
    settings_file: SettingsFile = None,
) -> None:
    """Keep Kafka and workers running until Ctrl-C.

    In another shell, `newsstream replay`, `consume`, `topics` and the rest find this Kafka by themselves.

    Examples:

        newsstream up

        newsstream up --workers 2 --profile accurate
    """
    settings = settings_from(
        settings_file,
        bootstrap_servers=bootstrap_servers,
        pipeline=pipeline_name(pipeline, profile),
        data_directory=data_directory,
    ).settings
    run_async(_up(settings, workers))


def default_seeds() -> str:
    """Return the sample articles: those of the current directory, else those of the source tree."""
    if Path(SEEDS).is_dir():
        return SEEDS
    return str(Path(__file__).resolve().parents[2] / SEEDS)


LEAST_RATED_SECONDS = 1.0
"""A rate over less says nothing."""


@dataclass(slots=True)
class Summary:
    """What a run did."""

    metrics_url: str = ""
    replayed: int = 0
    not_replayed: int = 0
    enriched: int = 0
    deadletters: dict[str, int] = field(default_factory=dict)
    entities: int = 0
    figures: int = 0
    first: float | None = None
    last: float | None = None
    began: float = field(default_factory=time.monotonic)

    @property
    def complete(self) -> bool:
        """Tell whether every article came out enriched."""
        return not self.not_replayed and not self.deadletters and self.enriched == self.replayed

    def print(self) -> None:
        """Say it on standard error."""
        letters = sum(self.deadletters.values())
        talk(
            f"[bold]{self.enriched:,}[/] article{_s(self.enriched)} enriched{self._rate()}, "
            f"{self.entities:,} entit{'y' if self.entities == 1 else 'ies'}, "
            f"{self.figures:,} figure{_s(self.figures)}, {letters:,} dead letter{_s(letters)}"
        )
        for error_type, count in sorted(self.deadletters.items()):
            talk(f"  [red]{count:,} {escape(error_type)}[/] (see `newsstream deadletters list`)")
        if self.not_replayed:
            talk(f"  [red]{self.not_replayed:,} could not be read or published[/]")
        talk(f"metrics were at {self.metrics_url}")

    def _rate(self) -> str:
        if self.first is None or self.last is None:
            return ""
        wait = f"first after {self.first - self.began:.1f} s"
        seconds = self.last - self.first
        if seconds < LEAST_RATED_SECONDS:  # a few articles of one transaction come out at once
            return f" ({wait})"
        return f" ({wait}, then {(self.enriched - 1) / seconds:,.0f} a second)"


def _s(count: int) -> str:
    return "" if count == 1 else "s"


async def _up(settings: "Settings", count: int) -> None:
    from streams.local import fail_with_worker

    async with _stack(settings, count, share=True) as (connected, started):
        talk(f"Kafka:   {connected.bootstrap_servers}")
        for process in started:
            talk(f"worker:  {process.process_id}, {process.metrics_url}")
        talk("In another shell: newsstream replay seeds, newsstream consume enriched --follow")
        talk("Ctrl-C stops everything; topics stay.")
        await fail_with_worker(started)


@asynccontextmanager
async def _stack(
    settings: "Settings", count: int, *, share: bool, quiet: bool = False
) -> "AsyncIterator[tuple[Settings, list[WorkerProcess]]]":
    """Yield connected settings and started workers, topics created."""
    from streams import local
    from streams.kafka import create_topics

    async with AsyncExitStack() as stack:
        with console.status("starting Kafka …") as status:
            progress = _download_progress(status)
            connected = await stack.enter_async_context(
                local.kafka(settings, say=talk, progress=progress, share=share)
            )
            status.update("starting the workers …")
            if quiet:
                connected = msgspec.structs.replace(connected, log_level="WARNING")
            started = await stack.enter_async_context(local.workers(connected, count))
            await create_topics(connected)
        yield connected, started


def _download_progress(status: Any) -> Any:
    """Return what shows the download of Kafka: on a terminal in place, elsewhere now and then."""
    last = -1.0

    def show(done: int, total: int) -> None:
        nonlocal last
        part = done / max(total, 1)
        text = f"downloading Kafka, once: {done / 1e6:.0f} of {total / 1e6:.0f} MB"
        if console.is_terminal:
            status.update(text)
        elif part - last >= 0.25 or (part >= 1 > last):
            last = part
            talk(text)

    return show


async def _run(
    summary: Summary, settings: "Settings", paths: list[str], count: int, *, follow: bool, as_json: bool
) -> None:
    from streams.kafka import topic_name
    from streams.local import fail_with_worker
    from streams.reading import Start, open_reader
    from streams.topics import DEADLETTERS, ENRICHED

    async with _stack(settings, count, share=False, quiet=True) as (connected, started):
        summary.metrics_url = started[0].metrics_url
        names = [topic_name(connected, ENRICHED), topic_name(connected, DEADLETTERS)]
        async with open_reader(connected, names) as reader:
            await reader.seek(Start())
            status = console.status("the workers load their pipeline …")
            status.start()
            watcher = _Watcher(summary, _printer(as_json=as_json), names[1], on_first=status.stop)
            try:
                await _first_of(
                    fail_with_worker(started),
                    _replay_and_watch(connected, paths, reader, watcher, follow=follow),
                )
            finally:
                status.stop()


async def _replay_and_watch(
    settings: "Settings", paths: list[str], reader: "TopicReader", watcher: "_Watcher", *, follow: bool
) -> None:
    watching = asyncio.create_task(watcher.watch(reader))
    try:
        await _first_of(watching, watcher.replay(settings, paths))
        await _first_of(watching, watcher.all_out.wait())
        if follow:
            talk("all out; waiting for more until Ctrl-C")
            await watching
    finally:
        watching.cancel()


async def _first_of(guard: Awaitable[Any], work: Awaitable[Any]) -> None:
    """Wait for the work; an error of the guard ends it. The guard goes on when it is a task."""
    guarding = asyncio.ensure_future(guard)
    working = asyncio.ensure_future(work)
    try:
        await asyncio.wait({guarding, working}, return_when=asyncio.FIRST_COMPLETED)
        if guarding.done() and not working.done():
            guarding.result()
        await working
    finally:
        working.cancel()
        if guarding is not guard:
            guarding.cancel()


def _printer(*, as_json: bool) -> Any:
    from streams.cli.consume import Printer

    return Printer(as_json=as_json)


class _Watcher:
    """Knows which raw records must come out, and shows them as they do."""

    def __init__(
        self, summary: Summary, printer: Any, deadletters: str, *, on_first: Callable[[], None]
    ) -> None:
        self.all_out = asyncio.Event()
        self._summary = summary
        self._printer = printer
        self._deadletters = deadletters
        self._on_first = on_first
        self._awaited: set[Position] = set()
        # What came out before the broker's confirmation of its going in reached us.
        self._early: set[Position] = set()
        self._replayed = False

    async def replay(self, settings: "Settings", paths: list[str]) -> None:
        """Publish everything; afterwards, ``all_out`` is set once the last article is out."""
        from streams.replay import replay

        report = await replay(
            paths,
            settings,
            on_delivery=lambda delivery: self._sent((delivery.partition, delivery.offset)),
            on_problem=lambda problem: talk(f"[yellow]{escape(str(problem))}[/]"),
        )
        self._summary.replayed = report.sent
        self._summary.not_replayed = report.failed + report.unconfirmed
        self._replayed = True
        self._check()

    async def watch(self, reader: "TopicReader") -> None:
        """Show what comes out, for ever."""
        async for record in reader.follow():
            position = source_position(record)
            if position is None:
                continue
            if position in self._awaited:
                self._awaited.discard(position)
            elif self._replayed:
                continue  # another's article
            else:
                self._early.add(position)
            self._show(record)
            self._check()

    def _sent(self, position: Position) -> None:
        if position in self._early:
            self._early.discard(position)
        else:
            self._awaited.add(position)

    def _show(self, record: "ConsumerRecord[bytes, bytes]") -> None:
        summary, document = self._summary, orjson.loads(record.value or b"null")
        now = time.monotonic()
        if summary.first is None:
            summary.first = now
            self._on_first()
        summary.last = now
        if record.topic == self._deadletters:
            kind = document["error_type"]
            summary.deadletters[kind] = summary.deadletters.get(kind, 0) + 1
            talk(f"[red]dead letter: {escape(kind)}: {escape(document['message'])}[/]")
            return
        summary.enriched += 1
        summary.entities += len(document["entities"])
        summary.figures += len(document["figures"])
        self._printer.show(record.value, document)

    def _check(self) -> None:
        if self._replayed and not self._awaited:
            self.all_out.set()


def source_position(record: "ConsumerRecord[bytes, bytes]") -> Position | None:
    """Return partition and offset of the raw record that this one was made from."""
    from streams.runtime.outputs import POSITION_HEADER

    for name, value in record.headers:
        if name == POSITION_HEADER and value:
            partition, _, offset = value.decode().partition(":")
            return int(partition), int(offset)
    return None
