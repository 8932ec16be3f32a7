"""``newsstream consume``: look into a topic."""

import contextlib
import operator
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

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
from streams.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from streams.reading import Start, TopicReader
    from streams.settings import Settings

SHORT_NAMES = {
    "raw": "news.articles.raw.v1",
    "enriched": "news.articles.enriched.v1",
    "entities": "news.entities.v1",
    "figures": "news.figures.v1",
    "deadletters": "news.deadletters.v1",
    "trends": "news.trends.v1",
}
CONDITION = re.compile(r"^([A-Za-z_][\w.]*)(!=|>=|<=|=|>|<|~)(.*)$", re.DOTALL)
DURATION = re.compile(r"^(\d+)([smhd])$")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


def consume(
    topic: Annotated[str, typer.Argument(help=f"{', '.join(SHORT_NAMES)}, or a topic's name.")],
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on until Ctrl-C.")] = False,
    from_beginning: Annotated[
        bool, typer.Option("--from-beginning", help="With --follow: not only what is new.")
    ] = False,
    offset: Annotated[
        list[str] | None,
        typer.Option(help="Begin at this offset: N, or PARTITION:N (may be repeated)."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Begin at this time: RFC 3339, or 90s, 10m, 2h, 1d ago.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(help="Keep records with FIELD=VALUE (also != > >= < <= ~; may be repeated)."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after so many records.")] = None,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines even on a terminal.")] = False,
    bootstrap_servers: BootstrapServers = None,
    topic_prefix: TopicPrefix = None,
    data_directory: DataDirectory = None,
    settings_file: SettingsFile = None,
) -> None:
    """Print the committed records of a topic: readable on a terminal, JSON Lines in a pipe.

    Without --follow: all that is there now, from the beginning. With it: what comes from now on.
    A FIELD of --where is found at any depth (`type`), or by path (`entity.type`, `article.source`);
    a list fits when one of its members does; ~ searches a regular expression.

    Examples:

        newsstream consume enriched --follow

        newsstream consume figures --where event=killed --where 'value>=10'

        newsstream consume entities --where type=PERSON --since 1h | jq -r .entity.name
    """
    conditions = [parse_condition(text) for text in where or ()]
    start = _start(follow=follow, from_beginning=from_beginning, offsets=offset, since=since)
    settings = connected_settings(
        settings_file,
        bootstrap_servers=bootstrap_servers,
        topic_prefix=topic_prefix,
        data_directory=data_directory,
    )
    name = settings.topic_prefix + SHORT_NAMES.get(topic, topic)
    printer = Printer(as_json=json or not sys.stdout.isatty())
    run_async(_consume(settings, name, start, conditions, printer, follow=follow, limit=limit))


async def _consume(
    settings: "Settings",
    name: str,
    start: "Start",
    conditions: "Sequence[Condition]",
    printer: "Printer",
    *,
    follow: bool,
    limit: int | None,
) -> None:
    from streams.reading import open_reader

    async with open_reader(settings, [name]) as reader:
        await reader.seek(start)
        printed = 0
        async for value in _values(reader, follow=follow):
            document = _loads(value)
            if not all(condition.holds(document) for condition in conditions):
                continue
            printer.show(value, document)
            printed += 1
            if limit is not None and printed >= limit:
                return


async def _values(reader: "TopicReader", *, follow: bool) -> AsyncIterator[bytes]:
    records = reader.follow() if follow else reader.until_now()
    async for record in records:
        if record.value is not None:
            yield record.value


class Printer:
    """Writes records to standard output, as lines of JSON or for people."""

    def __init__(self, *, as_json: bool) -> None:
        """Choose the form once."""
        self._as_json = as_json
        self._console: Console | None = None

    def show(self, value: bytes, document: Any) -> None:
        """Write one record."""
        if self._as_json:
            # One line for one record, whatever spaces the producer put into it.
            line = orjson.dumps(document) if document is not None else orjson.dumps(
                {"undecodable": value.decode("utf-8", errors="replace")}
            )
            sys.stdout.buffer.write(line + b"\n")
            sys.stdout.buffer.flush()
            return
        from streams.cli import render

        if isinstance(document, dict) and "entities" in document and "article" in document:
            self._terminal().print(render.article(document))
        else:
            shown = _summary(document) if document is not None else value.decode("utf-8", errors="replace")
            self._terminal().print(shown, markup=False)

    def _terminal(self) -> "Console":
        if self._console is None:
            from streams.cli.terminal import Terminal

            self._console = Terminal(highlight=False)
        return self._console


def _summary(document: Any) -> str:
    """Return one line about a flat record."""
    if not isinstance(document, dict):
        return str(document)
    if "figure" in document:
        figure = document["figure"]
        shown = ("text", "kind", "value", "value_max", "unit", "qualifier", "of", "event", "per")
        facts = [f"{name}={figure[name]}" for name in shown if figure.get(name) is not None]
        return "  ".join(facts) + f"\n    {document['sentence'].strip()}"
    if "entity" in document:
        entity = document["entity"]
        roles = "; ".join(role["text"] for role in entity["roles"])
        return (
            f"{entity['type']:12}{entity['name']}  ({len(entity['mentions'])} mentions, "
            f"salience {entity['salience']:.2f})  {roles}"
        )
    if "window_start" in document and "articles" in document:
        entity = document["entity"] or {"type": "", "name": "all articles"}
        return (
            f"{document['window_start']}  {entity['type']:12}{entity['name']}  (articles {document['articles']}, "
            f"mentions {document['mentions']}, partition {document['partition']})"
        )
    if "error_type" in document:
        source = document["source"]
        return (
            f"{document['error_type']:20}{source['partition']}:{source['offset']}  "
            f"attempt {document['attempt']}  {document.get('article_id') or '?'}  "
            f"{document['message']}"
        )
    return orjson.dumps(document).decode()


@dataclass(frozen=True, slots=True)
class Condition:
    """One ``--where``: a path, an operator, and the text to compare with."""

    path: tuple[str, ...]
    comparison: str
    operand: str

    def holds(self, document: Any) -> bool:
        """Tell whether the record fits; ``!=`` holds when no value equals the operand."""
        found = list(values_at(document, self.path))
        if self.comparison == "!=":
            return not any(_text(value) == self.operand for value in found)
        return any(self._fits(value) for value in found)

    def _fits(self, value: Any) -> bool:
        if self.comparison == "=":
            return _text(value) == self.operand or _same_number(value, self.operand)
        if self.comparison == "~":
            return re.search(self.operand, _text(value)) is not None
        compare = COMPARISONS[self.comparison]
        if isinstance(value, int | float) and not isinstance(value, bool):
            number = _number(self.operand)
            return number is not None and compare(value, number)
        return isinstance(value, str) and compare(value, self.operand)


def parse_condition(text: str) -> Condition:
    """Return the condition that a ``--where`` states.

    Raises:
        UsageError: It is not FIELD, operator, VALUE.
    """
    match = CONDITION.match(text)
    if match is None:
        raise UsageError(f"--where {text!r}: write FIELD=VALUE, or != > >= < <= ~ in place of =")
    condition = Condition(tuple(match[1].split(".")), match[2], match[3])
    if condition.comparison == "~":
        try:
            re.compile(condition.operand)
        except re.error as error:
            raise UsageError(f"--where {text!r}: no regular expression: {error}") from None
    return condition


def values_at(document: Any, path: Sequence[str]) -> Iterator[Any]:
    """Yield every value that the path leads to; its first name may stand at any depth."""
    if isinstance(document, Mapping):
        for name, value in document.items():
            if name == path[0]:
                yield from _descend(value, path[1:])
            else:
                yield from values_at(value, path)
    elif isinstance(document, list):
        for member in document:
            yield from values_at(member, path)


def _descend(value: Any, path: Sequence[str]) -> Iterator[Any]:
    if isinstance(value, list):
        for member in value:
            yield from _descend(member, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping):
        yield from values_at(value, path)


def parse_duration(text: str, option: str) -> timedelta:
    """Return a duration such as 90s, 10m, 2h, 1d.

    Raises:
        UsageError: It is none, or longer than can be reckoned with.
    """
    if match := DURATION.match(text):
        with contextlib.suppress(OverflowError):
            return timedelta(seconds=int(match[1]) * SECONDS[match[2]])
    raise UsageError(f"{option} {text!r}: write a duration, such as 90s, 10m, 2h or 1d")


def parse_time(text: str, now: datetime) -> datetime:
    """Return the moment that ``--since`` names.

    Raises:
        UsageError: It is neither RFC 3339 nor a duration.
    """
    if DURATION.match(text):
        return now - parse_duration(text, "--since")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--since {text!r}: write a time (2026-01-31T12:00:00Z) or a duration (90s, 10m, 2h, 1d)"
        ) from None
    return moment if moment.tzinfo else moment.astimezone()


def _start(
    *, follow: bool, from_beginning: bool, offsets: list[str] | None, since: str | None
) -> "Start":
    from streams.reading import Start

    return Start(
        beginning=from_beginning or not follow,
        since=parse_time(since, datetime.now(UTC)) if since else None,
        offsets=tuple(_offset(text) for text in offsets or ()),
    )


def _offset(text: str) -> tuple[int | None, int]:
    match = re.fullmatch(r"(?:(\d+):)?(\d+)", text)
    if match is None:
        raise UsageError(f"--offset {text!r}: write N, or PARTITION:N")
    return (int(match[1]) if match[1] else None), int(match[2])


def _loads(value: bytes) -> Any:
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _same_number(value: Any, operand: str) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and _number(operand) == value
