"""Scores enriched articles against gold annotations: mentions, roles, grouping, figures.

Both sides are plain objects as they stand in JSON: ``entities`` and ``figures`` of an enriched
event, and a line of ``gold.jsonl``. What counts as right is told in ``README.md`` beside this file.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Json = dict[str, Any]

PLACE_TYPES = frozenset(("GPE", "LOC", "FAC"))


@dataclass(slots=True)
class Counts:
    """How many were found, proposed and annotated.

    Attributes:
        hits: Right predictions.
        predicted: All predictions that count.
        gold: All annotations that count.
    """

    hits: float = 0
    predicted: float = 0
    gold: float = 0

    @property
    def precision(self) -> float:
        """Share of predictions that are right; 0 without predictions."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of annotations that were found; 0 without annotations."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.predicted + self.gold
        return 2 * self.hits / total if total else 0.0

    def add(self, other: "Counts") -> None:
        """Add another article's counts."""
        self.hits += other.hits
        self.predicted += other.predicted
        self.gold += other.gold


class Mistake(NamedTuple):
    """One thing that is wrong.

    Attributes:
        measure: ``entity``, ``role`` or ``figure``.
        kind: ``miss``, ``false alarm``, or what differs, such as ``type`` or ``value,unit``.
        article: Name of the article.
        context: The text around it, the span in angle brackets.
        gold: What was annotated, None for a false alarm.
        predicted: What was given, None for a miss.
    """

    measure: str
    kind: str
    article: str
    context: str
    gold: str | None
    predicted: str | None

    def __str__(self) -> str:
        """One line for the report."""
        return (
            f"{self.measure:6} {self.kind:12} {self.article}: {self.context}"
            f"  gold={self.gold}  predicted={self.predicted}"
        )


MEASURES = (
    "entity_f1",
    "entity_strict_f1",
    "role_f1",
    "grouping_f1",
    "figure_detected_f1",
    "figure_full_f1",
    "figure_record_f1",
)


@dataclass(slots=True)
class Score:
    """The sums over articles and what went wrong."""

    entity: Counts = field(default_factory=Counts)
    entity_strict: Counts = field(default_factory=Counts)
    by_type: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    role: Counts = field(default_factory=Counts)
    role_owner: Counts = field(default_factory=Counts)
    grouping: Counts = field(default_factory=Counts)
    grouping_recall: Counts = field(default_factory=Counts)
    figure_detected: Counts = field(default_factory=Counts)
    figure_full: Counts = field(default_factory=Counts)
    figure_record: Counts = field(default_factory=Counts)
    date: Counts = field(default_factory=Counts)
    mistakes: list[Mistake] = field(default_factory=list)

    def measures(self) -> dict[str, float]:
        """Return the measures that floors can be set for."""
        precision, recall = self.grouping.precision, self.grouping_recall.precision
        both = precision + recall
        values = (
            self.entity.f1,
            self.entity_strict.f1,
            self.role.f1,
            2 * precision * recall / both if both else 0.0,
            self.figure_detected.f1,
            self.figure_full.f1,
            self.figure_record.f1,
        )
        return dict(zip(MEASURES, values, strict=True))

    def report(self, most: int = 400) -> str:
        """Return all measures and the mistakes, the commonest kinds first."""
        lines = [f"{name:20} {value:.4f}" for name, value in self.measures().items()]
        lines += [
            f"{kind:20} P {c.precision:.3f} R {c.recall:.3f} F {c.f1:.3f} of {c.gold:.0f}"
            for kind, c in sorted(self.by_type.items())
        ]
        lines.append(f"{'role owner':20} {self.role_owner.precision:.4f} of right roles")
        lines.append(f"{'date value':20} {self.date.recall:.4f} of {self.date.gold:.0f}")
        kinds = Counter((m.measure, m.kind) for m in self.mistakes)
        lines += [f"{n:5} {measure}: {kind}" for (measure, kind), n in kinds.most_common()]
        lines += [str(mistake) for mistake in self.mistakes[:most]]
        return "\n".join(lines)


def score(pairs: Iterable[tuple[Json, Json]]) -> Score:
    """Return the score over articles.

    Args:
        pairs: A line of gold, and an object with ``entities`` and ``figures``.
    """
    total = Score()
    for gold, predicted in pairs:
        _score_mentions(total, gold, predicted)
        _score_roles(total, gold, predicted)
        _score_grouping(total, gold, predicted)
        _score_figures(total, gold, predicted)
    return total


# --- Spans ---


class Span(NamedTuple):
    """A place in an article."""

    field: str
    start: int
    end: int


def _span(record: Json) -> Span:
    return Span(record["field"], record["start"], record["end"])


def _overlap(one: Span, other: Span) -> int:
    if one.field != other.field:
        return 0
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _context(gold: Json, span: Span, reach: int = 35) -> str:
    content: str = gold[span.field] or ""
    before = content[max(0, span.start - reach) : span.start]
    after = content[span.end : span.end + reach]
    return f"{before}<{content[span.start : span.end]}>{after}".replace("\n", "⏎")


# --- Entities ---


def _typed_mentions(article: Json) -> dict[Span, str]:
    return {
        _span(mention): mention.get("type", entity["type"])
        for entity in article["entities"]
        for mention in entity["mentions"]
    }


def _merged(type_: str) -> str:
    return "PLACE" if type_ in PLACE_TYPES else type_


def _score_mentions(total: Score, gold: Json, predicted: Json) -> None:
    wanted, given = _typed_mentions(gold), _typed_mentions(predicted)
    same = wanted.keys() & given.keys()
    strict = sum(wanted[span] == given[span] for span in same)
    merged = sum(_merged(wanted[span]) == _merged(given[span]) for span in same)
    total.entity.add(Counts(merged, len(given), len(wanted)))
    total.entity_strict.add(Counts(strict, len(given), len(wanted)))
    for span, type_ in wanted.items():
        total.by_type[type_].add(Counts(given.get(span) == type_, 0, 1))
    for type_ in given.values():
        total.by_type[type_].add(Counts(0, 1, 0))
    _mention_mistakes(total, gold, wanted, given)


def _mention_mistakes(
    total: Score, gold: Json, wanted: dict[Span, str], given: dict[Span, str]
) -> None:
    explained: set[Span] = set()
    for span, type_ in wanted.items():
        if span in given and _merged(given[span]) == _merged(type_):
            continue
        near = [g for g in given if _overlap(span, g)]
        explained.update(near)
        if span in given:
            kind, other = "type", given[span]
        elif near:
            kind = "span"
            other = " / ".join(f"{given[g]} {gold[g.field][g.start : g.end]}" for g in near)
        else:
            kind, other = "miss", None
        context = _context(gold, span)
        total.mistakes.append(Mistake("entity", kind, gold["name"], context, type_, other))
    for span, type_ in given.items():
        if span not in wanted and span not in explained:
            context = _context(gold, span)
            total.mistakes.append(
                Mistake("entity", "false alarm", gold["name"], context, None, type_)
            )


# --- Roles ---


class _Role(NamedTuple):
    span: Span
    person: tuple[Span, ...]
    name: str
    record: Json


def _roles(article: Json) -> list[_Role]:
    return [
        _Role(_span(role), tuple(map(_span, entity["mentions"])), entity["name"], role)
        for entity in article["entities"]
        for role in entity["roles"]
    ]


def _score_roles(total: Score, gold: Json, predicted: Json) -> None:
    wanted, given = _roles(gold), _roles(predicted)
    names = {entity.get("id", entity["name"]): entity["name"] for entity in predicted["entities"]}
    free = set(range(len(given)))
    counts = Counts()
    for role in sorted(wanted, key=lambda r: r.record.get("optional", False)):
        optional = role.record.get("optional", False)
        right = [i for i in sorted(free) if _right_role(role, given[i])]
        best = max(right, key=lambda i: _overlap(role.span, given[i].span), default=None)
        if optional:
            free.difference_update(right)
            continue
        counts.gold += 1
        if best is None:
            _missed_role(total, gold, role, given)
            continue
        counts.hits += 1
        counts.predicted += 1
        free.discard(best)
        _score_owner(total, role, names.get(given[best].record.get("of") or ""))
    counts.predicted += len(free)
    for i in sorted(free):
        context = _context(gold, given[i].span)
        total.mistakes.append(
            Mistake("role", "false alarm", gold["name"], context, None, given[i].name)
        )
    total.role.add(counts)


def _right_role(role: _Role, given: _Role) -> bool:
    same_person = any(_overlap(one, other) for one in role.person for other in given.person)
    return same_person and _overlap(role.span, given.span) > 0


def _missed_role(total: Score, gold: Json, role: _Role, given: Sequence[_Role]) -> None:
    other = next((g.name for g in given if _overlap(role.span, g.span)), None)
    kind = "miss" if other is None else "person"
    context = _context(gold, role.span)
    total.mistakes.append(Mistake("role", kind, gold["name"], context, role.name, other))


def _score_owner(total: Score, role: _Role, owner: str | None) -> None:
    wanted = {role.record.get("of"), *role.record.get("of_alt", ())}
    right = (owner or "").casefold() in {(name or "").casefold() for name in wanted}
    total.role_owner.add(Counts(right, 1, 1))


# --- Grouping ---


def _score_grouping(total: Score, gold: Json, predicted: Json) -> None:
    """B-cubed over the mentions that both sides have, so that recognition is not counted twice."""
    wanted, given = _groups(gold), _groups(predicted)
    common = wanted.keys() & given.keys()
    for span in common:
        ours, theirs = given[span] & common, wanted[span] & common
        total.grouping.add(Counts(len(ours & theirs) / len(ours), 1, 1))
        total.grouping_recall.add(Counts(len(ours & theirs) / len(theirs), 1, 1))
        if ours != theirs:
            odd = min(ours ^ theirs)
            kind = "joined" if odd in ours else "split"
            other = gold[odd.field][odd.start : odd.end]
            total.mistakes.append(
                Mistake("group", kind, gold["name"], _context(gold, span), None, other)
            )


def _groups(article: Json) -> dict[Span, frozenset[Span]]:
    groups = {}
    for entity in article["entities"]:
        members = frozenset(map(_span, entity["mentions"]))
        groups.update(dict.fromkeys(members, members))
    return groups


# --- Figures ---


def _score_figures(total: Score, gold: Json, predicted: Json) -> None:
    wanted, given = gold["figures"], predicted["figures"]
    matched = _match_figures(wanted, given)
    detected, full, record = Counts(), Counts(), Counts()
    for i, figure in enumerate(wanted):
        if figure.get("optional"):
            continue
        detected.gold += 1
        context = _context(gold, _span(figure))
        if i not in matched:
            total.mistakes.append(
                Mistake("figure", "miss", gold["name"], context, show_figure(figure), None)
            )
            continue
        other = given[matched[i]]
        wrong = wrong_fields(figure, other)
        detected.hits += 1
        full.hits += not wrong & {"kind", "value", "unit"}
        record.hits += not wrong
        if figure.get("date"):
            right = (other.get("date") or {}).get("value") == figure["date"]
            total.date.add(Counts(right, 1, 1))
        if wrong:
            shown = show_figure(figure), show_figure(other)
            kind = ",".join(sorted(wrong))
            total.mistakes.append(Mistake("figure", kind, gold["name"], context, *shown))
    taken = {j: i for i, j in matched.items()}
    for j, figure in enumerate(given):
        if j in taken:
            detected.predicted += not wanted[taken[j]].get("optional")
        elif _counts_as_false(figure, wanted):
            detected.predicted += 1
            context = _context(gold, _span(figure))
            total.mistakes.append(
                Mistake("figure", "false alarm", gold["name"], context, None, show_figure(figure))
            )
    for sums, counts in (
        (total.figure_detected, detected),
        (total.figure_full, full),
        (total.figure_record, record),
    ):
        sums.add(Counts(counts.hits, detected.predicted, detected.gold))


def show_figure(figure: Json) -> str:
    """Return what a figure says, without its place and without what is empty."""
    names = ("kind", "value", "value_max", "unit", "qualifier", "of", "event", "per", "role")
    said = " ".join(f"{n}={figure[n]}" for n in names if figure.get(n) not in (None, False))
    return f"({figure['text']}: {said})"


def _match_figures(wanted: Sequence[Json], given: Sequence[Json]) -> dict[int, int]:
    """Pair annotations with predictions: same spans first, then those that agree most."""
    candidates = []
    for i, figure in enumerate(wanted):
        for j, other in enumerate(given):
            one, two = _span(figure), _span(other)
            overlap = _overlap(one, two)
            if overlap:
                union = max(one.end, two.end) - min(one.start, two.start)
                wrong = len(wrong_fields(figure, other) & {"kind", "value", "unit"})
                candidates.append((one != two, wrong, -overlap / union, i, j))
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for *_, i, j in sorted(candidates):
        if i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)
    return matched


# Words for a time that are no dates; giving them as such is not counted as wrong.
# fmt: off
VAGUE_TIMES = frozenset({
    "years", "days", "months", "weeks", "hours", "minutes", "decades", "overnight", "now", "future",
    "currently", "recently", "recent", "today", "soon", "later", "earlier", "once", "then", "past",
    "present", "time", "daily", "annual", "annually", "weekly", "monthly", "morning", "afternoon",
    "evening", "night", "day",
})
# fmt: on


def _counts_as_false(figure: Json, wanted: Sequence[Json]) -> bool:
    kind = _base_kind(figure)
    if kind in {"date", "duration"} and figure["text"].lower() in VAGUE_TIMES:
        return False
    near = [other for other in wanted if _overlap(_span(figure), _span(other))]
    if any(other.get("optional") for other in near):
        return False
    pieces = {"date", "ordinal", "cardinal", "duration"}
    dates = [_base_kind(n) == "date" or n.get("alt_kind") == "date" for n in near]
    return not (near and all(dates) and kind in pieces)


def wrong_fields(gold: Json, figure: Json) -> set[str]:
    """Return the fields in which a figure differs from its annotation."""
    checks: dict[str, Callable[[Json, Json], bool]] = {
        "kind": _kind_right,
        "value": _value_right,
        "unit": _unit_right,
        "qualifier": _qualifier_right,
        "of": _of_right,
        "event": _event_right,
        "per": _per_right,
    }
    return {name for name, right in checks.items() if not right(gold, figure)}


def _base_kind(figure: Json) -> str:
    kind: str = figure["kind"]
    unit = figure.get("unit")
    if kind not in {"range", "quantity"}:
        return kind
    if not unit:
        return "cardinal"
    dimension = _dimension(unit)
    known = {"time": "duration", "percent": "percent", "money": "money"}
    return known.get(dimension, "quantity")


def _is_share(figure: Json) -> bool:
    value = figure.get("value")
    return figure["kind"] == "cardinal" and value is not None and 0 < abs(value) < 1


def _by_alternative(gold: Json, figure: Json) -> bool:
    alternative = gold.get("alt_kind")
    return alternative == _base_kind(figure) != _base_kind(gold)


def _kind_right(gold: Json, figure: Json) -> bool:
    one, two = _base_kind(gold), _base_kind(figure)
    if one == two or _by_alternative(gold, figure):
        return True
    return {one, two} == {"cardinal", "percent"} and (_is_share(gold) or _is_share(figure))


def _close(one: float, two: float, tolerance: float = 1e-3) -> bool:
    return math.isclose(one, two, rel_tol=tolerance, abs_tol=1e-9)


def _value_right(gold: Json, figure: Json) -> bool:
    value, given = gold.get("value"), figure.get("value")
    if value is None or _base_kind(gold) == "date":
        return True
    if _by_alternative(gold, figure) and gold["alt_kind"] in {"date", "percent"}:
        return True
    if given is None:
        return False
    if gold.get("vague"):
        return bool(value <= given < value * 10)
    most = value if gold.get("value_max") is None else gold["value_max"]
    given_most = given if figure.get("value_max") is None else figure["value_max"]
    return _same_amount(gold, figure, value, given) and _same_amount(gold, figure, most, given_most)


def _same_amount(gold: Json, figure: Json, value: float, given: float) -> bool:
    if _close(value, given):
        return True
    one, two = gold.get("unit"), figure.get("unit")
    if one and two and _dimension(one) == _dimension(two):
        # Months and years differ by a day or two, depending on whom one asks.
        tolerance = 0.015 if _dimension(one) == "time" else 2e-3
        return _close(value * _factor(one), given * _factor(two), tolerance)
    if _is_share(gold) and _close(value * 100, given):
        return True
    return _is_share(figure) and _base_kind(gold) == "percent" and _close(value, given * 100)


def _unit_right(gold: Json, figure: Json) -> bool:
    if _base_kind(gold) == "date" or _by_alternative(gold, figure):
        return True
    given = figure.get("unit")
    return any(_same_unit(gold, figure, unit, given) for unit in _choices(gold, "unit"))


def _same_unit(gold: Json, figure: Json, unit: str | None, given: str | None) -> bool:
    if not unit or not given:
        lone = unit or given
        shares = _is_share(gold) or _is_share(figure)
        return not lone or (shares and _dimension(lone) == "percent")
    if _code(unit) == _code(given):
        return True
    return _dimension(unit) == _dimension(given) and _dimension(unit) not in _NEVER_CONVERTED


_NEVER_CONVERTED = frozenset(("temperature", "money"))


def _choices(gold: Json, name: str) -> list[Any]:
    return [gold.get(name), *gold.get(f"{name}_alt", ())]


def _qualifier_right(gold: Json, figure: Json) -> bool:
    if _base_kind(gold) == "date":
        return True
    given = figure.get("qualifier")
    choices = _choices(gold, "qualifier")
    # "At most" and "up to" bound alike.
    bounds = {"at_most", "up_to"}
    return given in choices or (given in bounds and not bounds.isdisjoint(choices))


def _of_right(gold: Json, figure: Json) -> bool:
    if _base_kind(gold) not in {"cardinal", "percent"} or not gold.get("of"):
        return True
    given = figure.get("of")
    choices = _choices(gold, "of")
    if not given:
        return None in choices
    return _head(given) in {_head(choice) for choice in choices if choice}


def _event_right(gold: Json, figure: Json) -> bool:
    return figure.get("event") in _choices(gold, "event")


def _per_right(gold: Json, figure: Json) -> bool:
    if not gold.get("per"):
        return True
    given: str = figure.get("per") or ""
    return _head(given) in {_head(choice or "") for choice in _choices(gold, "per")}


_IRREGULAR = {"people": "person", "men": "man", "women": "woman", "children": "child"}


def _head(phrase: str) -> str:
    words = re.findall(r"[\w'\u2019-]+", phrase.lower())
    last = words[-1] if words else ""
    if last in _IRREGULAR:
        return _IRREGULAR[last]
    if last.endswith("ies"):
        return last[:-3] + "y"
    if last.endswith(("sses", "ches", "shes")):
        return last[:-2]
    return last[:-1] if last.endswith("s") and not last.endswith("ss") else last


# --- Units ---

_UNITS: dict[str, tuple[str, float, str]] = {}


def _unit(dimension: str, factor: float, *names: str) -> None:
    for name in names:
        _UNITS[name.lower()] = (dimension, factor, names[0])


_unit("time", 1, "second", "s")
_unit("time", 60, "minute", "min")
_unit("time", 3600, "hour", "h")
_unit("time", 86400, "day", "night")
_unit("time", 604800, "week")
_unit("time", 2629800, "month")
_unit("time", 31557600, "year")
_unit("time", 315576000, "decade")
_unit("time", 3155760000, "century")
_unit("length", 0.001, "mm", "millimetre", "millimeter")
_unit("length", 0.01, "cm", "centimetre", "centimeter")
_unit("length", 1, "m", "metre", "meter")
_unit("length", 1000, "km", "kilometre", "kilometer")
_unit("length", 0.3048, "ft", "foot", "feet")
_unit("length", 1609.344, "mile", "mi")
_unit("length", 1852, "nautical mile", "nmi")
_unit("length", 9.4607e15, "light-year", "light year", "ly")
_unit("area", 1, "m2", "square metre", "square meter")
_unit("area", 10000, "hectare", "ha")
_unit("area", 4046.8564, "acre")
_unit("area", 1e6, "km2", "square kilometre", "square kilometer")
_unit("volume", 1, "litre", "liter", "l")
_unit("volume", 764.554857984, "cubic yard", "yard3", "yd3")
_unit("volume", 1000, "m3", "cubic metre", "cubic meter")
_unit("volume", 158.987294928, "barrel", "bbl")
_unit("mass", 1e-6, "microgram", "ug", "µg", "μg", "mcg")
_unit("mass", 1e-3, "milligram", "mg")
_unit("mass", 1, "gram", "g")
_unit("mass", 1000, "kg", "kilogram", "kilo")
_unit("mass", 1e6, "tonne", "t", "metric ton", "ton")
_unit("speed", 1 / 3.6, "km/h", "kph", "kilometre per hour", "kilometer per hour")
_unit("speed", 1, "m/s", "metre per second", "meter per second")
_unit("temperature", 1, "degC", "celsius", "°c", "degree celsius")
_unit("temperature", 1, "degF", "fahrenheit", "°f", "degree fahrenheit")
_unit("angle", 1, "degree", "deg", "°")
_unit("power", 1e6, "megawatt", "mw")
_unit("frequency", 1e6, "megahertz", "mhz")
_unit("data", 8e6, "megabyte", "mb")
_unit("pressure", 100, "hectopascal", "hpa")
_unit("percent", 1, "%", "percent")
_unit("points", 1, "percentage point", "pp")
_unit("points", 0.01, "basis point", "bp")


def _known(unit: str) -> tuple[str, float, str]:
    lowered = unit.strip().lower()
    if unit.isupper() and unit.isalpha() and len(unit) == 3:
        return "money", 1, unit
    found = _UNITS.get(lowered) or _UNITS.get(lowered.removesuffix("s"))
    return found or (f"other:{_head(lowered)}", 1, _head(lowered))


def _dimension(unit: str) -> str:
    return _known(unit)[0]


def _factor(unit: str) -> float:
    return _known(unit)[1]


def _code(unit: str) -> str:
    return _known(unit)[2]
