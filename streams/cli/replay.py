"""``newsstream replay``: articles from files to Kafka."""

import asyncio
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.text import Text

from streams.errors import UsageError
from streams.kafka import create_topics
from streams.replay import ReplayOptions, ReplayReport, ReplayStoppedError
from streams.replay import replay as run_replay
from streams.settings import Settings, load_settings
from streams.sources import SourceError, total_bytes
from streams.topics import RAW

INCOMPLETE = 1
REFRESH_SECONDS = 0.2
MAX_SHOWN_PROBLEMS = 200
SHOWN_IN_SUMMARY = 10
MINIMUM_SECONDS_FOR_ESTIMATE = 2.0

EPILOG = """
Examples:

  newsstream replay seeds/                                everything in a folder

  newsstream replay 'archive/2026-*.jsonl.gz' --rate 50   at most 50 articles a second

  newsstream replay day.jsonl --original-timing --speed-up 60   an hour of news in a minute

  curl -s https://example.org/feed.jsonl | newsstream replay -

Exit status: 0 everything went through; 1 some articles did not; 2 usage; 3 Kafka can't be
reached; 130 and 143 stopped by Ctrl-C and SIGTERM.
"""


def replay(  # noqa: PLR0913 - one parameter an option
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH…",
            help="Files, folders, patterns, or - for standard input. Text, JSON Lines, ninjs and "
            "news-please are recognised by content, gzip too.",
        ),
    ],
    *,
    bootstrap_servers: Annotated[
        str | None,
        typer.Option(help="Kafka to publish to, host:port with commas.", metavar="HOST:PORT"),
    ] = None,
    topic: Annotated[
        str | None, typer.Option(help=f"Topic to publish to, instead of {RAW.name}.")
    ] = None,
    rate: Annotated[float | None, typer.Option(help="At most so many articles a second.")] = None,
    limit: Annotated[int | None, typer.Option(help="Stop after so many articles.")] = None,
    loop: Annotated[
        bool, typer.Option("--loop", help="Start again at the end, until stopped.")
    ] = False,
    original_timing: Annotated[
        bool,
        typer.Option("--original-timing", help="Keep the intervals between publication times."),
    ] = False,
    speed_up: Annotated[
        float, typer.Option(help="With --original-timing: so many times faster.")
    ] = 1.0,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and count only; needs no Kafka.")
    ] = False,
    delivery_timeout: Annotated[
        float, typer.Option(help="Give up when Kafka has not confirmed for so many seconds.")
    ] = ReplayOptions().delivery_timeout_seconds,
    problems_to: Annotated[
        Path | None, typer.Option(help="Write every problem to this file, as JSON Lines.")
    ] = None,
) -> None:
    """Publish articles from files to Kafka and wait until every one is confirmed.

    Whatever can't be read is reported by file and line, counted, and does not stop the rest.
    Replaying the same files twice gives the same article ids. In a pipe, a summary in JSON goes to
    stdout.
    """
    options = ReplayOptions(
        topic=topic,
        rate=rate,
        limit=limit,
        loop=loop,
        original_timing=original_timing,
        speed_up=speed_up,
        dry_run=dry_run,
        delivery_timeout_seconds=delivery_timeout,
    )
    options.check(reads_stdin="-" in paths)
    settings = load_settings({"bootstrap_servers": bootstrap_servers}).settings
    console = Console(stderr=True)
    try:
        with _problem_printer(console, problems_to) as show_problem:
            report, signal_number = asyncio.run(
                _run(paths, settings, options, console, show_problem)
            )
    except ReplayStoppedError as error:
        _show_summary(error.report, console)
        raise
    _show_summary(report, console)
    if signal_number:
        raise typer.Exit(128 + signal_number)
    if not report.complete:
        raise typer.Exit(INCOMPLETE)


class _ProblemPrinter:
    """Shows problems while few, and writes all of them to a file when asked to."""

    def __init__(self, console: Console, file: IO[bytes] | None) -> None:
        self._console = console
        self._file = file
        self._count = 0

    def __call__(self, problem: SourceError) -> None:
        self._count += 1
        if self._file is not None:
            line = {
                "path": problem.path,
                "line": problem.line,
                "kind": problem.kind,
                "message": problem.message,
            }
            self._file.write(orjson.dumps(line) + b"\n")
        if self._count <= MAX_SHOWN_PROBLEMS:
            style = "yellow" if problem.kind == "skipped" else "red"
            self._console.print(Text(str(problem), style=style), soft_wrap=True, highlight=False)
        elif self._count == MAX_SHOWN_PROBLEMS + 1:
            self._console.print("… further problems are counted only; --problems-to FILE has all")


@contextmanager
def _problem_printer(console: Console, path: Path | None) -> Iterator[_ProblemPrinter]:
    if path is None:
        yield _ProblemPrinter(console, None)
        return
    try:
        file = path.open("wb")
    except OSError as error:
        raise UsageError(f"can't write --problems-to {path}: {error.strerror}") from None
    with file:
        yield _ProblemPrinter(console, file)


async def _run(
    paths: list[str],
    settings: Settings,
    options: ReplayOptions,
    console: Console,
    show_problem: _ProblemPrinter,
) -> tuple[ReplayReport, int]:
    """Replay with signals caught; return the report and the signal that ended it, or 0."""
    stop = asyncio.Event()
    report = ReplayReport()
    caught: list[int] = []
    task = asyncio.create_task(
        _replay(
            paths=paths,
            settings=settings,
            options=options,
            stop=stop,
            report=report,
            show_problem=show_problem,
        ),
        name="replay",
    )
    with _signals(stop, task, caught), _progress(console, paths, options, report) as refresh:
        watching = asyncio.create_task(refresh.run()) if refresh else None
        try:
            await task
        except asyncio.CancelledError:
            report.interrupted = True
            if not caught:
                raise
        finally:
            if watching is not None:
                watching.cancel()
    return report, caught[0] if caught and report.interrupted else 0


async def _replay(  # noqa: PLR0913 - what replay() takes
    *,
    paths: list[str],
    settings: Settings,
    options: ReplayOptions,
    stop: asyncio.Event,
    report: ReplayReport,
    show_problem: _ProblemPrinter,
) -> None:
    if not options.dry_run and options.topic is None:
        # Else a broker that makes topics by itself would make it with other partitions and limits.
        await create_topics(settings, [RAW])
    await run_replay(paths, settings, options, on_problem=show_problem, stop=stop, report=report)


@contextmanager
def _signals(stop: asyncio.Event, task: "asyncio.Task[None]", caught: list[int]) -> Iterator[None]:
    """Make the first signal stop in good order, and the second one at once."""
    loop = asyncio.get_running_loop()

    def handle(number: int) -> None:
        caught.append(number)
        if stop.is_set():
            task.cancel()
        stop.set()

    handled = []
    for number in (signal.SIGINT, signal.SIGTERM):
        # Not outside the main thread, nor on Windows: there the default way has to do.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, handle, number)
            handled.append(number)
    try:
        yield
    finally:
        for number in handled:
            loop.remove_signal_handler(number)


class _Counts(ProgressColumn):
    """Articles, rate and problems."""

    def __init__(self, report: ReplayReport) -> None:
        super().__init__()
        self._report = report

    def render(self, task: Task) -> Text:
        del task
        report = self._report
        done = report.read if report.dry_run else report.sent
        text = Text(f"{done:,} articles, {report.articles_per_second:,.0f}/s")
        if report.failed:
            text.append(f", {report.failed:,} failed", style="red")
        return text


class _Remaining(ProgressColumn):
    """Remaining time, from the share of the files' bytes that was read."""

    def __init__(self, report: ReplayReport) -> None:
        super().__init__()
        self._report = report

    def render(self, task: Task) -> Text:
        report = self._report
        seconds = report.elapsed_seconds
        if not task.total or not report.source_bytes or seconds < MINIMUM_SECONDS_FOR_ESTIMATE:
            return Text("")
        left = seconds * max(task.total - report.source_bytes, 0) / report.source_bytes
        minutes, seconds = divmod(round(left), 60)
        hours, minutes = divmod(minutes, 60)
        return Text(f"{hours}:{minutes:02}:{seconds:02} left", style="cyan")


class _Refresh:
    def __init__(self, progress: Progress, report: ReplayReport) -> None:
        self._progress = progress
        self._report = report
        self._task = progress.add_task("replay", total=None)

    async def run(self) -> None:
        while True:
            self._progress.update(
                self._task,
                completed=self._report.source_bytes,
                total=self._report.source_bytes_total,
            )
            await asyncio.sleep(REFRESH_SECONDS)


@contextmanager
def _progress(
    console: Console, paths: list[str], options: ReplayOptions, report: ReplayReport
) -> Iterator[_Refresh | None]:
    """Show progress on a terminal; yield what keeps it up to date."""
    if not console.is_terminal:
        yield None
        return
    if not options.loop and options.limit is None:
        # A daemon thread: a folder of a million files must not hold up the start or the end.
        threading.Thread(target=_measure, args=(paths, report), daemon=True).start()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), _Counts(report))
    with Progress(*columns, _Remaining(report), console=console, transient=True) as progress:
        yield _Refresh(progress, report)


def _measure(paths: list[str], report: ReplayReport) -> None:
    report.source_bytes_total = total_bytes(paths)


def _show_summary(report: ReplayReport, console: Console) -> None:
    if not sys.stdout.isatty():
        sys.stdout.buffer.write(orjson.dumps(report.to_dict()) + b"\n")
        sys.stdout.buffer.flush()
        return
    done = f"{report.read:,} articles read" if report.dry_run else f"{report.sent:,} articles sent"
    console.print(
        f"[bold]{done}[/] ({_size(report.bytes)}) in {report.elapsed_seconds:,.1f} s, "
        f"{report.articles_per_second:,.0f} articles/s",
        highlight=False,
    )
    for count, what, style in (
        (report.failed, "failed", "red"),
        (report.unconfirmed, "unconfirmed", "red"),
        (report.skipped, "skipped on purpose", "yellow"),
    ):
        if count:
            console.print(f"[{style}]{count:,} {what}[/]", highlight=False)
    for problem in report.problems[:SHOWN_IN_SUMMARY]:
        console.print(f"  {escape(str(problem))}", soft_wrap=True, highlight=False)
    omitted = report.failed + report.skipped - min(len(report.problems), SHOWN_IN_SUMMARY)
    if omitted:
        console.print(f"  … and {omitted:,} more; --problems-to FILE has all")


def _size(count: float) -> str:
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:  # noqa: PLR2004
            return f"{count:,.0f} {unit}" if unit == "bytes" else f"{count:,.1f} {unit}"
        count /= 1000
    return f"{count:,.1f} GB"
