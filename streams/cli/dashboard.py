"""What ``newsstream top`` draws."""

from typing import TYPE_CHECKING

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from streams.cli.render import FIGURE_STYLE, STYLES
from streams.cli.terminal import printable
from streams.watch.trending import COUNTED

if TYPE_CHECKING:
    from streams.cli.top import Look

SHOWN_ENTITIES = 10
SHOWN_PARTITIONS = 8
SHOWN_FIGURES = 14
FIGURES_A_GROUP = 2
TITLE_WIDTH = 48


def dashboard(look: "Look") -> RenderableType:
    """Return everything that a look found, for any width."""
    parts: list[RenderableType] = [_head(look), Columns(_numbers(look), padding=(0, 1))]
    if look.total.lag:
        parts.append(_lag(look))
    parts.append(Columns([_entities(look), _figures(look)], padding=(1, 3)))
    return Group(*parts)


def _head(look: "Look") -> Text:
    versions = sorted({*look.total.versions})
    count = look.total.workers
    head = Text(f"newsstream top · {count} worker{'s' * (count != 1)}", "bold")
    head.append(f" · {', '.join(versions)}" if versions else "", "not bold")
    if look.silent:
        head.append(f"\ndoes not answer: {', '.join(look.silent)}", "bold red")
    return head


def _numbers(look: "Look") -> list[Panel]:
    now, total = look.now, look.total
    failures = sum(total.deadletters.values())
    latency = " / ".join(_duration(now.latency_seconds[q]) for q in ("0.5", "0.95", "0.99"))
    numbers = [
        ("articles/s", f"{now.articles_per_second:,.1f}", ""),
        ("words/s", f"{now.words_per_second:,.0f}", ""),
        ("entities/s", f"{now.entities_per_second:,.0f}", ""),
        ("figures/s", f"{now.figures_per_second:,.0f}", ""),
        ("latency p50 / p95 / p99", latency, ""),
        ("in progress", f"{total.in_progress:,.0f}", ""),
        ("enriched", f"{total.enriched:,.0f}", ""),
        ("dead letters", _failures(total.deadletters), "red" if failures else ""),
        ("aborted", f"{total.transactions.get('aborted', 0):,.0f}", ""),
        ("memory", f"{total.resident_bytes / 1_048_576:,.0f} MiB", ""),
    ]
    return [Panel(Text(value, style or "bold"), title=name, title_align="left") for name, value, style in numbers]


def _failures(deadletters: dict[str, int]) -> str:
    kinds = ", ".join(f"{count:,.0f} {kind}" for kind, count in sorted(deadletters.items()) if count)
    return kinds or "0"


def _lag(look: "Look") -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("topic")
    for name in ("partition", "lag, records", "lag, seconds"):
        table.add_column(name, justify="right")
    worst = sorted(look.total.lag, key=lambda lag: -lag.records)
    shown, rest = worst[:SHOWN_PARTITIONS], worst[SHOWN_PARTITIONS:]
    for lag in sorted(shown, key=lambda lag: (lag.topic, lag.partition)):
        style = "yellow" if lag.records else ""
        row = (str(lag.partition), f"{lag.records:,}", f"{lag.seconds:,.1f}")
        table.add_row(Text(printable(lag.topic)), *row, style=style)
    if rest:
        table.add_row("", f"{len(rest)} more", f"{sum(lag.records for lag in rest):,}", "")
    return table


def _entities(look: "Look") -> Table:
    table = Table("trending", "type", box=None, padding=(0, 2, 0, 0))
    table.add_column("articles", justify="right")
    for entity in look.trending.entities(SHOWN_ENTITIES):
        name = Text(printable(entity.name), STYLES.get(entity.type, ""))
        table.add_row(name, entity.type, f"{entity.articles:,}")
    return table


def _figures(look: "Look") -> Table:
    table = Table("big figures", "of", "article", box=None, padding=(0, 2, 0, 0))
    for figure in look.trending.figures(FIGURES_A_GROUP)[:SHOWN_FIGURES]:
        what = " ".join(filter(None, (figure.of, figure.group if figure.group != COUNTED else "")))
        title = Text(printable(figure.title))
        title.truncate(TITLE_WIDTH, overflow="ellipsis")
        table.add_row(Text(printable(figure.text), FIGURE_STYLE), Text(printable(what)), title)
    return table


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:,.1f} s"
