"""How events look on a terminal: entities and figures coloured in place.

Everything here works on decoded JSON, so that events of other pipelines and versions can be shown too.
Article text is hostile: control characters and bidirectional overrides never reach the terminal.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from streams.cli.terminal import printable

Event = Mapping[str, Any]

STYLES = {
    "PERSON": "bold cyan",
    "ORG": "bold magenta",
    "GPE": "bold green",
    "LOC": "bold green",
    "FAC": "bold green",
    "NORP": "blue",
    "EVENT": "bold blue",
    "PRODUCT": "bold blue",
    "WORK_OF_ART": "italic blue",
    "LAW": "bold blue",
}
FIGURE_STYLE = "bold yellow"
ROLE_STYLE = "italic"
SHOWN_ENTITIES = 12
SHOWN_FIGURES = 20


def highlighted(event: Event, field: str) -> Text:
    """Return a field of the article with its entities, roles and figures coloured."""
    text = Text(printable(event["article"].get(field) or ""))
    for start, end, style in _spans(event, field):
        text.stylize(style, start, end)
    return text


def article(event: Event) -> RenderableType:
    """Return an enriched event for people: the article coloured in place, then what was found."""
    head = event["article"]
    facts = [head.get("source"), head.get("published_at"), head.get("id")]
    parts: list[RenderableType] = [
        Rule(Text(printable(" · ".join(str(fact) for fact in facts if fact))), align="left")
    ]
    if head.get("title"):
        title = highlighted(event, "title")
        title.stylize("bold underline")
        parts.append(title)
    parts += [highlighted(event, "text"), Text()]
    if event["entities"]:
        parts.append(Padding(entity_table(event), (0, 0, 1, 0)))
    if event["figures"]:
        parts.append(Padding(figure_table(event), (0, 0, 1, 0)))
    return Group(*parts)


def entity_table(event: Event) -> Table:
    """Return the entities by falling salience."""
    table = Table("entity", "type", "also", "roles", box=None, padding=(0, 2, 0, 0))
    table.add_column("mentions", justify="right")
    table.add_column("salience", justify="right")
    entities = sorted(event["entities"], key=lambda entity: -entity["salience"])
    for entity in entities[:SHOWN_ENTITIES]:
        style = STYLES.get(entity["type"], "")
        table.add_row(
            Text(printable(entity["name"]), style),
            _place(entity),
            Text(printable(", ".join(entity.get("aliases", ())))),
            Text(printable("; ".join(role["text"] for role in entity.get("roles", ())))),
            str(len(entity["mentions"])),
            f"{entity['salience']:.2f}",
        )
    if len(entities) > SHOWN_ENTITIES:
        table.add_row(f"… {len(entities) - SHOWN_ENTITIES} more")
    return table


def figure_table(event: Event, limit: int | None = SHOWN_FIGURES) -> Table:
    """Return the figures in the order of the text."""
    table = Table("figure", "kind", box=None, padding=(0, 2, 0, 0))
    table.add_column("value", justify="right")
    for name in ("unit", "qualifier", "of", "event", "per", "date"):
        table.add_column(name)
    figures = event["figures"]
    for figure in figures[:limit]:
        date = figure.get("date") or {}
        table.add_row(
            Text(printable(figure["text"]), FIGURE_STYLE),
            figure["kind"] + (" (age)" if figure.get("role") == "age" else ""),
            _value(figure),
            *(Text(printable(str(figure.get(n) or ""))) for n in ("unit", "qualifier", "of")),
            *(Text(printable(str(figure.get(n) or ""))) for n in ("event", "per")),
            Text(printable(str(date.get("value") or date.get("relative") or ""))),
        )
    if limit is not None and len(figures) > limit:
        table.add_row(f"… {len(figures) - limit} more")
    return table


def _spans(event: Event, field: str) -> Iterator[tuple[int, int, str]]:
    for entity in event["entities"]:
        for role in entity.get("roles", ()):
            if role["field"] == field:
                yield role["start"], role["end"], ROLE_STYLE
    for figure in event["figures"]:
        if figure["field"] == field:
            yield figure["start"], figure["end"], FIGURE_STYLE
    for entity in event["entities"]:
        for mention in entity["mentions"]:
            if mention["field"] == field:
                yield mention["start"], mention["end"], STYLES.get(entity["type"], "")


def _place(entity: Event) -> Text:
    country = entity.get("country") or (entity.get("place") or {}).get("country")
    return Text(entity["type"] + (f" {country}" if country else ""))


def _value(figure: Event) -> str:
    value, high = figure.get("value"), figure.get("value_max")
    if value is None:
        return ""
    shown = _number(value) if high is None else f"{_number(value)}–{_number(high)}"
    return shown + ("+" if figure.get("vague") else "")


def _number(value: float) -> str:
    """Return a number for people: fractions rounded, everything else as it is."""
    return f"{value:.4g}" if 0 < abs(value) < 1 else f"{value:,}"
