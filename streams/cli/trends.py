"""``newsstream trends``: which entities are in most articles, by window of publication time."""

import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, get_args

import orjson
import typer

from streams.cli.consume import parse_duration
from streams.cli.options import (
    BootstrapServers,
    DataDirectory,
    SettingsFile,
    TopicPrefix,
    connected_settings,
    run_async,
    talk,
)
from streams.errors import UsageError
from streams.records import EntityType

if TYPE_CHECKING:
    from rich.console import RenderableType

    from streams.reading import TopicReader
    from streams.settings import Settings
    from streams.trends.view import Interval, TrendView

SHOW_SECONDS = 1.0


def trends(
    window: Annotated[
        str,
        typer.Option(help="newest, all (one after the other), or a time (RFC 3339) in the window wanted."),
    ] = "newest",
    last: Annotated[
        str | None,
        typer.Option(help="Instead of one window: add up those of the last 90m, 24h, 7d before the newest's end."),
    ] = None,
    label: Annotated[
        str | None, typer.Option("--label", "--type", help=f"Only one type: {', '.join(get_args(EntityType))}.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Entities of each window.")] = 20,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Show it again as it changes, until Ctrl-C.")] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines even on a terminal.")] = False,
    bootstrap_servers: BootstrapServers = None,
    topic_prefix: TopicPrefix = None,
    data_directory: DataDirectory = None,
    settings_file: SettingsFile = None,
) -> None:
    """Show the entities in most articles, by window of publication time.

    Workers count every enriched event once, by the hour in which it was published (setting
    trends_window_seconds). Late articles, whose window was closed already, are counted apart.

    Examples:

        newsstream trends

        newsstream trends --last 24h --label PERSON --limit 10

        newsstream trends --window 2026-03-17T08:00:00Z

        newsstream trends --window all | jq -r '[.window_start, .entity.name, .articles] | @tsv'
    """
    if label is not None and (label := label.upper()) not in get_args(EntityType):
        raise UsageError(f"--label {label}: one of {', '.join(get_args(EntityType))}")
    if last is not None and window != "newest":
        raise UsageError("--last and --window exclude each other: give one")
    if follow and window == "all":
        raise UsageError("--follow shows one window, or --last: --window all would never fit")
    choice = Choice(window, last, label, limit)
    settings = connected_settings(
        settings_file,
        bootstrap_servers=bootstrap_servers,
        topic_prefix=topic_prefix,
        data_directory=data_directory,
    )
    as_json = json or not sys.stdout.isatty()
    run_async(_trends(settings, choice, follow=follow, as_json=as_json))


class Choice:
    """Which windows are shown, and how much of them."""

    def __init__(self, window: str, last: str | None, label: str | None, limit: int) -> None:
        """Read the options.

        Raises:
            UsageError: A time or duration is none.
        """
        self.label = label
        self.limit = limit
        self._every = window == "all"
        self._span = parse_duration(last, "--last") if last else None
        self._moment = None if window in ("newest", "all") else _moment(window)

    def of(self, view: "TrendView") -> "list[list[Interval]]":
        """Return groups of windows; the counts of a group are added up."""
        windows = view.windows()
        if self._every:
            return [[one] for one in windows]
        if self._moment is not None:
            found = view.between(self._moment, self._moment + timedelta(microseconds=1))
            return [[one] for one in found]
        if not windows:
            return []
        if self._span is None:
            return [windows[-1:]]
        end = datetime.fromisoformat(windows[-1][1])
        earliest = datetime.min.replace(tzinfo=UTC)
        return [view.between(end - min(self._span, end - earliest), end)]


async def _trends(settings: "Settings", choice: Choice, *, follow: bool, as_json: bool) -> None:
    from streams.kafka import topic_name
    from streams.reading import Start, open_reader
    from streams.topics import TRENDS
    from streams.trends.view import TrendView

    view = TrendView()
    async with open_reader(settings, [topic_name(settings, TRENDS)]) as reader:
        await reader.seek(Start(beginning=True))
        await _take_all(reader, view)
        shown = choice.of(view)
        if not shown and not follow:
            talk("no trends yet: workers count what they enrich, unless the setting trends is false")
        if as_json:
            sys.stdout.buffer.write(b"".join(lines(view, choice)))
            sys.stdout.buffer.flush()
        if follow:
            await _follow(reader, view, choice, as_json=as_json)
        elif not as_json:
            from streams.cli.terminal import Terminal

            Terminal(highlight=False).print(tables(view, choice))


async def _follow(reader: "TopicReader", view: "TrendView", choice: Choice, *, as_json: bool) -> None:
    if as_json:
        before = lines(view, choice)
        async for _ in _each_second(reader, view):
            now = lines(view, choice)
            known = set(before)
            sys.stdout.buffer.write(b"".join(line for line in now if line not in known))
            sys.stdout.buffer.flush()
            before = now
        return
    from rich.live import Live

    from streams.cli.terminal import Terminal

    with Live(tables(view, choice), console=Terminal(highlight=False), auto_refresh=False) as live:
        async for _ in _each_second(reader, view):
            live.update(tables(view, choice), refresh=True)


async def _each_second(reader: "TopicReader", view: "TrendView") -> AsyncIterator[None]:
    """Take up records as they come, and yield after some, at most every second."""
    shown = time.monotonic()
    async for batch in reader.follow_batches():
        for record in batch:
            _take(view, record.value)
        if time.monotonic() - shown >= SHOW_SECONDS:
            shown = time.monotonic()
            yield


async def _take_all(reader: "TopicReader", view: "TrendView") -> None:
    async for record in reader.until_now():
        _take(view, record.value)


def _take(view: "TrendView", value: bytes | None) -> None:
    from streams.codecs import decode
    from streams.records import Trend

    if value is not None:
        view.take(decode(value, Trend))


def lines(view: "TrendView", choice: Choice) -> list[bytes]:
    """Return one line of JSON for each entity of each group of windows."""
    found = []
    for group in choice.of(view):
        whole = view.whole(group)
        for total in view.top(group, label=choice.label, limit=choice.limit):
            if total.entity is None:
                continue
            document = {
                "window_start": group[0][0],
                "window_end": group[-1][1],
                "entity": {"id": total.entity.id, "type": total.entity.type, "name": total.entity.name},
                "articles": total.articles,
                "mentions": total.mentions,
                "window_articles": whole.articles,
                "window_late": whole.late,
            }
            found.append(orjson.dumps(document) + b"\n")
    return found


def tables(view: "TrendView", choice: Choice) -> "RenderableType":
    """Return a table for each group of windows."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from streams.cli.render import STYLES
    from streams.cli.terminal import printable

    parts: list[RenderableType] = []
    for group in choice.of(view):
        whole = view.whole(group)
        title = f"{_short(group[0][0])} to {_short(group[-1][1])}: {whole.articles:,} articles"
        title += f", {whole.late:,} late" if whole.late else ""
        title += f", {whole.untracked:,} entities untracked" if whole.untracked else ""
        table = Table("entity", "type", box=None, padding=(0, 2, 0, 0))
        table.add_column("articles", justify="right")
        table.add_column("mentions", justify="right")
        for total in view.top(group, label=choice.label, limit=choice.limit):
            if total.entity is not None:
                name = Text(printable(total.entity.name), STYLES.get(total.entity.type, ""))
                table.add_row(name, total.entity.type, f"{total.articles:,}", f"{total.mentions:,}")
        parts += [Text(title, "bold"), table, Text()]
    return Group(*parts)


def _short(moment: str) -> str:
    return moment.replace(":00.000Z", "Z").replace(".000Z", "Z")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--window {text!r}: write newest, all, or a time such as 2026-01-31T12:00:00Z"
        ) from None
    return moment if moment.tzinfo else moment.astimezone()
