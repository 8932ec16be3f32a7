"""Which entities and figures the newest enriched events are about. Bounded, whatever comes."""

from collections import Counter as Tally
from collections import deque
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

MAX_EVENTS = 5_000
FIGURES_AN_EVENT = 20
# A number that counts nothing and has no unit says nothing alone.
LARGEST_FINITE = 1e18
COUNTED = "counted"


class TrendingEntity(msgspec.Struct, frozen=True, kw_only=True):
    """An entity and in how many of the events it is."""

    type: str
    name: str
    articles: int


class BigFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure beside others of its unit.

    Attributes:
        group: What it can be compared with: the event of those counted, the currency, or ``counted``.
        value: Its value, the upper end of a range.
        text: As the article has it.
        of: What is counted.
        title: The article's title, or its id.
    """

    group: str
    value: float
    text: str
    of: str | None
    title: str


class _Seen(NamedTuple):
    time: float
    entities: tuple[str, ...]
    figures: tuple[BigFigure, ...]


class Trending:
    """Counts over the events of the last ``window_seconds``, at most the newest 5,000 of them."""

    def __init__(self, window_seconds: float) -> None:
        """Start without events."""
        self.window_seconds = window_seconds
        self._seen: deque[_Seen] = deque()
        self._articles: Tally[str] = Tally()
        # Type and name of each entity in the window: the id alone is for machines.
        self._names: dict[str, tuple[str, str]] = {}

    def add(self, event: Mapping[str, Any], now: float) -> None:
        """Count an enriched event, as decoded from JSON."""
        for entity in event["entities"]:
            self._names[entity["id"]] = (entity["type"], entity["name"])
        identities = tuple({entity["id"] for entity in event["entities"]})
        self._articles.update(identities)
        self._seen.append(_Seen(now, identities, _figures(event)))
        self.forget(now)

    def forget(self, now: float) -> None:
        """Drop what has left the window."""
        while self._seen and (self._seen[0].time < now - self.window_seconds or len(self._seen) > MAX_EVENTS):
            for identity in self._seen.popleft().entities:
                self._articles[identity] -= 1
                if not self._articles[identity]:
                    del self._articles[identity], self._names[identity]

    def entities(self, limit: int) -> list[TrendingEntity]:
        """Return the entities that most events name; of equals, the first by name."""
        ranked = sorted(((-count, *self._names[identity]) for identity, count in self._articles.items()))
        return [TrendingEntity(type=type_, name=name, articles=-count) for count, type_, name in ranked[:limit]]

    def figures(self, limit: int) -> list[BigFigure]:
        """Return at most ``limit`` largest figures of each group: events first, money last."""
        groups: dict[str, dict[tuple[float, str, str], BigFigure]] = {}
        for seen in self._seen:
            for figure in seen.figures:
                # The same figure in many articles about one event is one figure.
                identity = (figure.value, figure.of or "", figure.text)
                groups.setdefault(figure.group, {}).setdefault(identity, figure)
        # What happened to people goes before what things cost.
        order = sorted(groups, key=lambda group: (group.startswith("money"), group == COUNTED, group))
        return [figure for group in order for figure in sorted(groups[group].values(), key=lambda f: -f.value)[:limit]]


def _figures(event: Mapping[str, Any]) -> tuple[BigFigure, ...]:
    title = event["article"].get("title") or event["article_id"]
    found = []
    for figure in event["figures"]:
        group = _group(figure)
        value = figure.get("value_max") or figure.get("value")
        if group is None or value is None or not abs(value) < LARGEST_FINITE:
            continue
        found.append(BigFigure(group=group, value=value, text=figure["text"], of=figure.get("of"), title=title))
    found.sort(key=lambda figure: -figure.value)
    return tuple(found[:FIGURES_AN_EVENT])


def _group(figure: Mapping[str, Any]) -> str | None:
    if figure.get("event"):
        return str(figure["event"])
    if figure["kind"] == "money":
        return f"money {figure.get('unit')}"
    if figure["kind"] == "cardinal" and figure.get("of"):
        return COUNTED
    return None
