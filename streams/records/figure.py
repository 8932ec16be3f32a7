"""Figures: how many, how much, when."""

from typing import Literal

from streams.records.base import Record
from streams.records.entity import Field

FigureKind = Literal[
    "cardinal", "money", "percent", "quantity", "ordinal", "date", "duration", "range"
]
Qualifier = Literal["at_least", "at_most", "up_to", "about", "nearly", "more_than", "less_than"]
FigureEvent = Literal[
    "killed", "injured", "arrested", "displaced", "missing", "rescued", "evacuated"
]
ChangeDirection = Literal["up_by", "down_by", "up_to", "down_to"]
"""How a figure changed: ``rose by`` is up_by, ``fell to`` is down_to."""


class DateValue(Record, frozen=True, kw_only=True, gc=False):
    """What a temporal expression means.

    Attributes:
        value: ISO 8601 value at the resolution given (``2025``, ``2025-04``, ``2025-04-24``,
            ``2025-04-24T09:30``), None when it can't be resolved without a publication time.
        end: Last value of a date range, at the same resolution.
        resolution: How fine the value is.
        relative: The unresolved form, such as ``last thursday``, kept when the text was relative.
        certainty: ``exact`` for absolute dates, ``resolved`` for those computed from the
            publication time by an unambiguous rule, ``likely`` for those with a convention in it.
    """

    resolution: Literal["year", "quarter", "month", "week", "day", "time", "none"] = "none"
    value: str | None = None
    end: str | None = None
    relative: str | None = None
    certainty: Literal["exact", "resolved", "likely", "unknown"] = "unknown"


class Figure(Record, frozen=True, kw_only=True, gc=False, rename={"from_": "from"}):
    """One figure with what the text says about it. ``text`` equals the field's slice.

    Attributes:
        id: Unique in the article, stable for the same text.
        field: The article's field that the offsets count in.
        start: First code point of number, scale word, and unit or currency.
        end: Code point after the last.
        text: The slice.
        kind: ``range`` when ``value_max`` differs in meaning from ``value``, else what it is.
        value: Exact where a JSON number can be; fractions are values below 1.
        value_max: Upper end of a range.
        unit: ISO 4217 code, ``%``, or a canonical unit name.
        qualifier: What the text says of its exactness.
        vague: True for vague plurals (``dozens``), whose value is the named magnitude.
        role: ``age`` for ages, ``score`` for both numbers of a result (``beat them 3-1``).
        of: Head of the counted noun phrase.
        event: What happened to those counted.
        per: A rate's denominator.
        change: Direction, when the figure is a change or the end of one.
        from_: Value before the change (``from`` on the wire).
        date: What a temporal expression means.
        about: Ids of entities of the same clause.
    """

    id: str
    field: Field
    start: int
    end: int
    text: str
    kind: FigureKind
    value: int | float | None = None
    value_max: int | float | None = None
    unit: str | None = None
    qualifier: Qualifier | None = None
    vague: bool = False
    role: Literal["age", "score"] | None = None
    of: str | None = None
    event: FigureEvent | None = None
    per: str | None = None
    change: ChangeDirection | None = None
    from_: int | float | None = None
    date: DateValue | None = None
    about: tuple[str, ...] = ()
