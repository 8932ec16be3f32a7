"""A figure while it is being read: token positions and exact decimals, before the record is made."""

from dataclasses import dataclass
from decimal import Decimal

from streams.records.figure import ChangeDirection, DateValue, FigureEvent, FigureKind, Qualifier


@dataclass(slots=True)
class Draft:
    """One figure by its tokens; ``first`` to ``end``, exclusive."""

    first: int
    end: int
    kind: FigureKind
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str | None = None
    vague: bool = False
    shape: str = ""
    scale: int = 1
    role: str | None = None
    date: DateValue | None = None
    per: str | None = None
    plain: bool = False
    qualifier: Qualifier | None = None
    of: str | None = None
    event: FigureEvent | None = None
    change: ChangeDirection | None = None
    from_: Decimal | None = None
    base: FigureKind = "cardinal"
    phrase_end: int = 0
    lead: int = 0
    head: int | None = None
    owns: bool = False
    named: bool = False
    said_at: int = 0
