"""``newsstream replay``: articles from files to Kafka."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import orjson
import typer
from rich.markup import escape
from rich.text import Text

from streams.cli.options import (
    BootstrapServers,
    DataDirectory,
    SettingsFile,
    TopicPrefix,
    connected_settings,
    console,
    settings_from,
    signal_handlers,
    talk,
)
from streams.errors import UsageError

if TYPE_CHECKING:
    from streams.replay import ReplayOptions, ReplayReport
    from streams.settings import Settings
    from streams.sources import SourceError

INCOMPLETE = 1
REFRESH_SECONDS = 0.2
MAX_SHOWN_PROBLEMS = 200
SHOWN_IN_SUMMARY = 10
MINIMUM_SECONDS_FOR_ESTIMATE = 2.0


def replay(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH…",
            help="Files, folders, patterns, or - for standard input. Text, JSON Lines, ninjs and "
            "news-please are recognised by content, gzip too.",
        ),
    ],
    *,
    topic: Annotated[
        str | None,
        typer.Option(
            help="Topic to publish to, instead of news.articles.raw.v1.", show_default=False
        ),
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
    ] = 60.0,
    problems_to: Annotated[
        Path | None, typer.Option(help="Write every problem to this file, as JSON Lines.")
    ] = None,
    bootstrap_servers: BootstrapServers = None,
    topic_prefix: TopicPrefix = None,
    data_directory: DataDirectory = None,
    settings_file: SettingsFile = None,
) -> None:
    """Publish articles from files to Kafka and wait until every one is confirmed.

    Whatever can't be read is reported by file and line, counted, and does not stop the rest.
    Replaying the same files twice gives the same article ids. In a pipe, a summary in JSON goes to
    stdout. Exit status: 0 everything went through; 1 some articles did not; 2 usage; 3 Kafka
    can't be reached; 130 and 143 stopped by Ctrl-C and SIGTERM, with everything begun confirmed.

    Examples:

        newsstream replay seeds/

        newsstream replay 'archive/2026-*.jsonl.gz' --rate 50

        newsstream replay day.jsonl --original-timing --speed-up 60

        curl -s https://example.org/feed.jsonl | newsstream replay -
    """
    from streams import log
    from streams.replay import ReplayOptions, ReplayStoppedError

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
    flags: dict[str, Any] = {
        "bootstrap_servers": bootstrap_servers,
        "topic_prefix": topic_prefix,
        "data_directory": data_directory,
    }
    loaded = settings_from(settings_file, **flags).settings if dry_run else None
    settings = loaded or connected_settings(settings_file, **flags)
    # Its errors end in ours, and while it tries again it says so many times a second.
    log.quiet()
    try:
        with _problem_printer(problems_to) as show_problem:
            report, signal_number = asyncio.run(_run(paths, settings, options, show_problem))
    except ReplayStoppedError as error:
        _show_summary(error.report)
        raise
    _show_summary(report)
    if signal_number:
        raise typer.Exit(128 + signal_number)
    if not report.complete:
        raise typer.Exit(INCOMPLETE)


class _ProblemPrinter:
    """Shows problems while few, and writes all of them to a file when asked to."""

    def __init__(self, file: IO[bytes] | None) -> None:
        self._file = file
        self._count = 0

    def __call__(self, problem: "SourceError") -> None:
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
            console.print(Text(str(problem), style=style), soft_wrap=True)
        elif self._count == MAX_SHOWN_PROBLEMS + 1:
            console.print("… further problems are counted only; --problems-to FILE has all")


@contextlib.contextmanager
def _problem_printer(path: Path | None) -> Iterator[_ProblemPrinter]:
    if path is None:
        yield _ProblemPrinter(None)
        return
    try:
        file = path.open("wb")
    except OSError as error:
        raise UsageError(f"can't write --problems-to {path}: {error.strerror}") from None
    with file:
        yield _ProblemPrinter(file)


async def _run(
    paths: list[str],
    settings: "Settings",
    options: "ReplayOptions",
    show_problem: _ProblemPrinter,
) -> "tuple[ReplayReport, int]":
    """Replay with signals caught; return the report and the signal that ended it, or 0.

    The first signal stops in good order, the second one at once.
    """
    from streams.replay import ReplayReport, replay

    stop = asyncio.Event()
    report = ReplayReport()
    caught: list[int] = []

    async def work() -> None:
        if not options.dry_run and options.topic is None:
            await _make_topic(settings)
        await replay(paths, settings, options, on_problem=show_problem, stop=stop, report=report)

    task = asyncio.create_task(work(), name="replay")

    def handle(number: int) -> None:
        if stop.is_set():
            task.cancel()
        caught.append(number)
        stop.set()

    async with _progress(paths, options, report):
        with signal_handlers(handle):
            try:
                await task
            except asyncio.CancelledError:
                report.interrupted = True
                if not caught:
                    raise
    return report, caught[0] if caught and report.interrupted else 0


async def _make_topic(settings: "Settings") -> None:
    from streams.kafka import create_topics
    from streams.topics import RAW

    # Else a broker that makes topics by itself would make it with other partitions and limits.
    await create_topics(settings, [RAW])


@contextlib.asynccontextmanager
async def _progress(
    paths: list[str], options: "ReplayOptions", report: "ReplayReport"
) -> AsyncIterator[None]:
    """Show progress while the context is open, on a terminal."""
    if not console.is_terminal:
        yield
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    if not options.loop and options.limit is None:
        # A daemon thread: a folder of a million files must not hold up the start or the end.
        threading.Thread(target=_measure, args=(paths, report), daemon=True).start()
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as progress:
        task_id = progress.add_task("", total=None)

        async def refresh() -> None:
            while True:
                progress.update(
                    task_id,
                    completed=report.source_bytes,
                    total=report.source_bytes_total,
                    description=progress_text(report),
                )
                await asyncio.sleep(REFRESH_SECONDS)

        refreshing = asyncio.create_task(refresh())
        try:
            yield
        finally:
            refreshing.cancel()


def _measure(paths: list[str], report: "ReplayReport") -> None:
    from streams.sources import total_bytes

    report.source_bytes_total = total_bytes(paths)


def progress_text(report: "ReplayReport") -> str:
    """Return articles, rate, failures and, where the files' size is known, the remaining time."""
    done = report.read if report.dry_run else report.sent
    text = f"{done:,} articles, {report.articles_per_second:,.0f}/s"
    if report.failed:
        text += f", [red]{report.failed:,} failed[/]"
    total, seconds = report.source_bytes_total, report.elapsed_seconds
    if total and report.source_bytes and seconds >= MINIMUM_SECONDS_FOR_ESTIMATE:
        left = round(seconds * max(total - report.source_bytes, 0) / report.source_bytes)
        text += f", {left // 3600}:{left // 60 % 60:02}:{left % 60:02} left"
    return text


def _show_summary(report: "ReplayReport") -> None:
    if not sys.stdout.isatty():
        sys.stdout.buffer.write(orjson.dumps(report.to_dict()) + b"\n")
        sys.stdout.buffer.flush()
        return
    done = f"{report.read:,} articles read" if report.dry_run else f"{report.sent:,} articles sent"
    talk(
        f"[bold]{done}[/] ({_size(report.bytes)}) in {report.elapsed_seconds:,.1f} s, "
        f"{report.articles_per_second:,.0f} articles/s"
    )
    for count, what, style in (
        (report.failed, "failed", "red"),
        (report.unconfirmed, "unconfirmed", "red"),
        (report.skipped, "skipped on purpose", "yellow"),
    ):
        if count:
            talk(f"[{style}]{count:,} {what}[/]")
    for problem in report.problems[:SHOWN_IN_SUMMARY]:
        talk(f"  {escape(str(problem))}")
    omitted = report.failed + report.skipped - min(len(report.problems), SHOWN_IN_SUMMARY)
    if omitted:
        talk(f"  … and {omitted:,} more; --problems-to FILE has all")


def _size(count: float) -> str:
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:,.0f} {unit}" if unit == "bytes" else f"{count:,.1f} {unit}"
        count /= 1000
    return f"{count:,.1f} GB"
