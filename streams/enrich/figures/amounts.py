"""Amounts: a number with its sign, currency, unit or per cent, and ranges of two of them."""

from decimal import Decimal
from typing import Final

from streams.enrich.figures.drafts import Draft
from streams.enrich.figures.lexicon import is_plural, words
from streams.enrich.figures.money import (
    CURRENCY_ENDS,
    CURRENCY_STARTS,
    Currency,
    currency_after,
    currency_before,
    pounds_are_money,
)
from streams.enrich.figures.numerals import (
    DASHES,
    DENOMINATORS,
    HYPHENS,
    PROPORTION_STARTS,
    TENS,
    Number,
    parse_number,
    proportion,
)
from streams.enrich.figures.rates import has_change_verb
from streams.enrich.figures.tokens import NUMBER, WORD, Tokens
from streams.enrich.figures.units import (
    PERCENT_STARTS,
    TIME_SECONDS,
    UNIT_STARTS,
    Unit,
    glued_time,
    parse_percent,
    parse_unit,
)
from streams.records.figure import FigureKind

_LARGE: Final = Decimal(1_000_000)
_COMPOUND: Final = {
    ("ft", "inch"): Decimal(1) / 12, ("lb", "oz"): Decimal(1) / 16,
    ("stone", "lb"): Decimal(1) / 14,
    ("m", "cm"): Decimal("0.01"), ("km", "m"): Decimal("0.001"), ("kg", "g"): Decimal("0.001"),
}  # fmt: skip
_SIGN_WORDS: Final = frozenset({"minus", "negative"})
_MINUS_SIGNS: Final = frozenset("-−–")
_SIGNS: Final = _SIGN_WORDS | _MINUS_SIGNS
_LARGEST_SCORE: Final = 250
_SCORE_WORDS: Final = words(
    "beat beats beating won win wins winning lost lose loses losing defeated defeat defeats defeating "
    "victory victories draw drew drawn lead led leads score scored ahead trail trailed trailing thrashed "
    "edged aggregate tie tied vote voted ruled ruling decision series sets halftime match goal goals final "
    "winners hammered downed crushed routed levelled leveled triumph margin party-line upset stalemate "
    "draws thumped outclassed overcame rout scoreline nil shutout loss whitewash down up decided favour "
    "favor leading finished ended record season improve improved improving dropping outscored outgained"
)
_SCORE_WINDOW: Final = 8


def read_amount(tokens: Tokens, at: int, *, inherited: str | None = None, join: bool = True) -> Draft | None:
    """Return the amount whose number starts at token ``at``, without looking for a range.

    Args:
        tokens: The text's tokens.
        at: Token of the number (not of its sign or currency).
        inherited: Currency of the lower end of a range (``$3m-5m``).
        join: False when ``and`` separates the two ends of a range.
    """
    before = currency_before(tokens, at) if tokens.words[at - 1] in CURRENCY_ENDS else None
    number = parse_number(tokens, at, money=before is not None or inherited is not None, join=join)
    if number is None:
        return None
    if number.shape == "ordinal":
        return Draft(at, number.end, "ordinal", number.value, shape="ordinal")
    if (
        before is None
        and tokens.words[number.end] in PROPORTION_STARTS
        and number.shape in {"digits", "words"}
        and number.scale == 1
    ):
        part = proportion(tokens, number)
        if part is not None:
            return Draft(at, part.end, "cardinal", part.value, shape="proportion")
    draft = Draft(
        at,
        number.end,
        "cardinal",
        number.value,
        vague=number.shape == "vague" and number.value != 2,
        shape=number.shape,
        scale=number.scale,
        plain=number.plain,
    )
    if before is not None:
        _as_money(draft, before.code, before.factor)
        draft.first = before.end
        if tokens.words[draft.end] in CURRENCY_STARTS:
            _drop_repeated_code(tokens, draft)
    else:
        _add_unit(tokens, draft, number, inherited)
    if tokens.words[draft.first - 1] in _SIGNS:
        _add_sign(tokens, draft)
    draft.base = draft.kind
    return draft


def _as_money(draft: Draft, code: str, factor: Decimal) -> None:
    draft.kind, draft.unit = "money", code
    if draft.value is not None:
        draft.value *= factor


def _drop_repeated_code(tokens: Tokens, draft: Draft) -> None:
    """Take in a code after a symbol: ``$500 USD``, ``$5 million US``, ``$20 dollars``."""
    found = currency_after(tokens, draft.end, size=draft.value or Decimal(0))
    if found is not None and tokens.words[draft.end] not in HYPHENS and found.factor == 1:
        dollars = draft.unit == "USD"
        if found.code == draft.unit or (dollars and found.code.endswith("D")):
            draft.unit, draft.end = found.code, found.end


def _add_sign(tokens: Tokens, draft: Draft) -> None:
    before = draft.first - 1
    word = tokens.words[before]
    if word in _SIGN_WORDS:
        negative = tokens.words[before - 1] != "or" and not (
            word == "negative" and tokens.words[before - 1] in {"the", "a", "for", "tested"}
        )
    else:
        tight = tokens.glued(draft.first) and before >= 0
        negative = (
            tight
            and word in _MINUS_SIGNS
            and not (tokens.glued(before) and tokens.words[before - 1] not in {"(", "[", ""})
        )
    if negative and draft.value is not None:
        draft.value = -draft.value
        draft.first = before


def _add_unit(tokens: Tokens, draft: Draft, number: Number, inherited: str | None) -> None:
    """Attach what stands after the number: per cent, currency, unit."""
    if tokens.words[number.end] not in _MEASURE_STARTS:
        if inherited is not None:
            _as_money(draft, inherited, Decimal(1))
        return
    number = _over_uncertainty(tokens, draft, number)
    at = _unit_position(tokens, number)
    if _add_height(tokens, draft):
        return
    percent = parse_percent(tokens, at)
    if percent is not None:
        draft.kind, draft.unit, draft.end = "percent", percent.name, percent.end
        return
    if _add_currency(tokens, draft, at):
        return
    unit = parse_unit(tokens, at) or glued_time(tokens, at)
    if unit is not None and _fits(tokens, draft, unit, at):
        _take_unit(tokens, draft, unit)
    elif inherited is not None:
        _as_money(draft, inherited, Decimal(1))


def _over_uncertainty(tokens: Tokens, draft: Draft, number: Number) -> Number:
    """Look over the uncertainty of ``12.9±0.1 TeV``: the unit behind it is the number's."""
    end = number.end
    width = 1 if tokens.words[end] == "±" else 3 if tokens.words[end : end + 3] == ["+", "/", "-"] else 0
    if not width or tokens.kinds[end + width] != NUMBER:
        return number
    error = parse_number(tokens, end + width)
    if error is None:
        return number
    draft.end = error.end
    return number._replace(end=error.end)


_FEET_MARKS: Final = frozenset({"'", "’", "′"})
_INCH_MARKS: Final = frozenset({'"', "”", "″"})
_TALLEST: Final = 9
_MEASURE_STARTS: Final = PERCENT_STARTS | CURRENCY_STARTS | UNIT_STARTS | _FEET_MARKS | {"of", "a", "an", "±", "+"}
"""What most numbers are followed by, a counted noun or the end of the clause, is none of these."""


def _add_height(tokens: Tokens, draft: Draft) -> bool:
    """Read ``6'2"``: feet and inches by their marks, only where both are there."""
    end = draft.end
    if tokens.words[end] not in _FEET_MARKS or not tokens.glued(end):
        return False
    if not tokens.glued(end + 1) and not (tokens.words[end + 2] in _INCH_MARKS and tokens.glued(end + 2)):
        return False
    inches = tokens.words[end + 1]
    if not inches.isdecimal() or len(inches) > 2 or int(inches) > 11 or draft.value is None:
        return False
    if not draft.plain or draft.value > _TALLEST:
        return False
    draft.kind, draft.unit = "quantity", "ft"
    draft.value += Decimal(int(inches)) / 12
    draft.end = end + 2 + (tokens.words[end + 2] in _INCH_MARKS and tokens.glued(end + 2))
    return True


def _unit_position(tokens: Tokens, number: Number) -> int:
    """Return where the unit stands: right after, or behind ``of`` and an article."""
    end = number.end
    if number.shape == "vague" and tokens.words[end] == "of":
        return end + 1
    if (
        number.shape in {"fraction", "mixed", "words"}
        and tokens.words[end] == "of"
        and tokens.words[end + 1] in {"a", "an", "one"}
    ):
        return end + 2 if number.value < 1 or number.shape == "fraction" else end
    if number.shape == "fraction" and tokens.words[end] in {"a", "an"}:
        return end + 1
    return end


def _add_currency(tokens: Tokens, draft: Draft, at: int) -> bool:
    value = draft.value or Decimal(0)
    found: Currency | None = currency_after(tokens, at, size=value)
    word = tokens.words[at + (tokens.words[at] in HYPHENS and tokens.glued(at))]
    if found is None and word in {"pound", "pounds"}:
        step = at + (tokens.words[at] in HYPHENS)
        if tokens.words[step + 1] == "per" and tokens.words[step + 2] == "square":
            return False
        spoken = draft.shape == "words" and tokens.words[step + 1] in _TENS_OF_PENCE and tokens.kinds[step + 2] != WORD
        if spoken or pounds_are_money(tokens, step, large=value >= _LARGE):
            found = Currency("GBP", step + 1 + (tokens.words[step + 1] == "sterling"))
        else:
            draft.kind, draft.unit, draft.end = "quantity", "lb", step + 1
            add_smaller(tokens, draft)
            return True
    if found is None:
        return False
    _as_money(draft, found.code, found.factor)
    draft.end = found.end
    _add_cents(tokens, draft)
    return True


_TENS_OF_PENCE: Final = frozenset(TENS) | {"ten", "fifteen"}


def _add_cents(tokens: Tokens, draft: Draft) -> None:
    """Add ``and 50 cents`` to dollars."""
    step = draft.end + (tokens.words[draft.end] == "and")
    if draft.value is None or tokens.kinds[step] not in {NUMBER, WORD}:
        return
    cents = parse_number(tokens, step) if tokens.words[step] not in {"a", "an"} else None
    if cents is None or cents.value >= 100:
        return
    found = currency_after(tokens, cents.end, size=cents.value)
    if found is not None and found.factor < 1 and tokens.words[cents.end] not in HYPHENS:
        draft.value += cents.value * found.factor
        draft.end = found.end
    elif _bare_cents(tokens, draft, cents):
        draft.value += cents.value / 100
        draft.end = cents.end


def _bare_cents(tokens: Tokens, draft: Draft, cents: Number) -> bool:
    """Tell whether a number right after a currency is its hundredths: ``five euros fifty``."""
    spoken = draft.shape == cents.shape == "words" and cents.end - draft.end <= 3 and draft.scale == 1
    return spoken and cents.value >= 5 and tokens.words[draft.end] != "and" and tokens.kinds[cents.end] != WORD


def _fits(tokens: Tokens, draft: Draft, unit: Unit, at: int) -> bool:
    """Tell whether a unit word is one here: ``two second places`` and ``5 C`` need care."""
    step = at + (tokens.words[at] in HYPHENS)
    word = tokens.words[step]
    if word in {"second", "stone", "degree", "foot"} and unit.end == step + 1 and tokens.words[at] not in HYPHENS:
        singular_ok = (
            draft.value == 1
            or (draft.shape == "fraction" and tokens.words[at - 1] == "a")
            or word in {"stone", "foot"}
            or tokens.kinds[draft.first] == NUMBER
        )
        return singular_ok and not (
            word == "second" and tokens.kinds[unit.end] == WORD and is_plural(tokens.words[unit.end])
        )
    if unit.name == "kelvin" and draft.scale == 1 and not tokens.glued(step) and len(word) == 1:
        return draft.value is not None and draft.value < 10**5
    if unit.name == "cup" and tokens.words[at - 1] == "world":
        return False
    return not (unit.kind == "quantity" and draft.shape == "vague" and draft.end == at and unit.end == at)


def _take_unit(tokens: Tokens, draft: Draft, unit: Unit) -> None:
    kind: FigureKind = "duration" if unit.kind == "duration" else "quantity"
    draft.kind, draft.unit, draft.end, draft.per = kind, unit.name, unit.end, unit.per
    _add_half(tokens, draft)
    add_smaller(tokens, draft)
    if draft.unit in _DEGREES and tokens.words[draft.end : draft.end + 2] == ["below", "zero"] and draft.value:
        draft.value, draft.end = -draft.value.copy_abs(), draft.end + 2


_DEGREES: Final = frozenset({"degree", "degC", "degF"})


def _add_half(tokens: Tokens, draft: Draft) -> None:
    """Add the half of ``a year and a half``, ``two hours and a quarter``."""
    end = draft.end
    if tokens.words[end] != "and" or tokens.words[end + 1] not in {"a", "one"} or draft.value is None:
        return
    step = end + 2 + (tokens.words[end + 2] in HYPHENS)
    if tokens.words[step] in {"half", "quarter", "third"} and tokens.words[step + 1] != "of":
        if tokens.kinds[step + 1] == WORD and is_plural(tokens.words[step + 1]):
            return
        draft.value += Decimal(1) / DENOMINATORS[tokens.words[step]]
        draft.end = step + 1


def add_smaller(tokens: Tokens, draft: Draft) -> None:
    """Add the smaller unit of ``two hours and 30 minutes``, ``5 feet 10 inches``, ``1h30``."""
    larger = draft.unit
    for _ in range(3):
        step = draft.end + (tokens.words[draft.end] in {"and", ","} or _hyphen_before_number(tokens, draft))
        if tokens.kinds[step] not in {NUMBER, WORD} or draft.value is None or draft.unit is None:
            return
        if tokens.words[step] in {"a", "an", "half"}:
            return
        number = parse_number(tokens, step)
        if number is None or number.shape not in {"digits", "words"}:
            return
        bare_minutes = draft.unit == "hour" and tokens.glued(step) and tokens.words[step - 1] == "h"
        unit = (
            Unit("minute", number.end, "duration")
            if bare_minutes
            else parse_unit(tokens, number.end) or glued_time(tokens, number.end)
        )
        if unit is None and draft.unit == "ft" and tokens.words[number.end] == "in" and number.value < 12:
            unit = Unit("inch", number.end + 1, "quantity")
        if unit is None and tokens.words[number.end] in {"pound", "pounds"} and draft.unit == "stone":
            unit = Unit("lb", number.end + 1, "quantity")
        if unit is None and draft.unit == "ft" and _bare_inches(tokens, draft, number):
            unit = Unit("inch", number.end, "quantity")
        factor = _part_of(draft.unit, unit.name) if unit is not None else None
        if (
            unit is None
            or larger is None
            or _part_of(larger, unit.name) is None
            or factor is None
            or number.value * factor >= draft.value.copy_abs().max(1)
        ):
            return
        draft.value += number.value * factor
        draft.end, larger = unit.end, unit.name


def _bare_inches(tokens: Tokens, draft: Draft, number: Number) -> bool:
    """Tell whether a number after feet is the inches of a height: ``5 ft 8``, ``five foot ten``."""
    follows = number.end - draft.end == 1 and number.value < 12 and number.value == int(number.value)
    ends = tokens.kinds[number.end] != WORD or tokens.words[number.end] in {"tall", "high", "and"}
    return follows and ends and draft.value is not None and draft.value <= _TALLEST


def _hyphen_before_number(tokens: Tokens, draft: Draft) -> bool:
    """Tell whether inches follow feet by a hyphen: ``6-foot-2-inch``."""
    end = draft.end
    return draft.unit == "ft" and tokens.words[end] in HYPHENS and tokens.glued(end) and tokens.kinds[end + 1] == NUMBER


def _part_of(larger: str, smaller: str) -> Decimal | None:
    if larger in TIME_SECONDS and smaller in TIME_SECONDS:
        if (larger, smaller) == ("year", "month"):
            return Decimal(1) / 12
        factor = TIME_SECONDS[smaller] / TIME_SECONDS[larger]
        return factor if factor < 1 else None
    return _COMPOUND.get((larger, smaller))


def read_range(tokens: Tokens, low: Draft) -> Draft | list[Draft] | None:
    """Return the range that ``low`` begins, the two ends of a change or a score, or None."""
    if low.shape in {"ordinal", "proportion", "vague"} or low.value is None:
        return None
    if tokens.words[low.end] not in _LINKS:
        return None
    link, at = _link(tokens, low)
    if not link:
        return _dimensions(tokens, low)
    inherited = low.unit if low.kind == "money" else None
    start = _number_start(tokens, at)
    high = read_amount(tokens, start, inherited=inherited if start == at else None)
    if high is None or high.value is None or high.shape in {"ordinal", "proportion", "vague"} or high.first > at:
        return None
    if high.value < 0 and low.value >= 0:
        return None
    if (
        link == "dash"
        and tokens.words[high.end] in DASHES
        and tokens.kinds[high.end + 1] == NUMBER
        and tokens.glued(high.end + 1)
    ):
        return None
    if _is_score(tokens, low, high, link):
        low.role = high.role = "score"
        return [low, high]
    return _join(tokens, low, high, link)


_CROSSES: Final = frozenset({"x", "×", "by"})
_LINKS: Final = DASHES | _CROSSES | {"~", "to", "and", "or"}
_MOST_DIMENSIONS: Final = 3


def _dimensions(tokens: Tokens, low: Draft) -> list[Draft] | None:
    """Read ``10 x 20 cm`` and ``eight by twelve feet``: the last side's unit is that of all."""
    if low.kind != "cardinal" or tokens.words[low.end] not in _CROSSES:
        return None
    sides = [low]
    while len(sides) < _MOST_DIMENSIONS and tokens.words[sides[-1].end] in _CROSSES:
        side = read_amount(tokens, sides[-1].end + 1)
        if side is None or side.shape not in {"digits", "words", "mixed", "fraction"}:
            break
        sides.append(side)
    unit = sides[-1].unit
    if len(sides) == 1 or sides[-1].kind != "quantity" or unit is None:
        return None
    for side in sides[:-1]:
        if side.kind == "cardinal":
            side.kind, side.base, side.unit = "quantity", "quantity", unit
    return sides


def _number_start(tokens: Tokens, at: int) -> int:
    """Return where the number of the upper end starts, behind its currency or sign."""
    step = at
    while step < at + 4 and tokens.kinds[step] != NUMBER:
        word = tokens.words[step]
        if word in {
            "$",
            "£",
            "€",
            "¥",
            "₹",
            "us",
            "c",
            "a",
            "hk",
            "nz",
            "rs",
            "u",
            "s",
            ".",
            "-",
            "−",
            "r",
            "ksh",
            "sh",
            "minus",
        }:
            step += 1
        else:
            break
    return step if tokens.kinds[step] == NUMBER else at


def _link(tokens: Tokens, low: Draft) -> tuple[str, int]:
    """Return how a second number is linked (``dash``, ``to``, ``and``, ``or``) and where it starts."""
    end = low.end
    word = tokens.words[end]
    if word in DASHES:
        if tokens.words[end + 1] in {"to", "or"} and tokens.words[end + 2] in HYPHENS:
            return ("to" if tokens.words[end + 1] == "to" else "or"), end + 3
        if tokens.words[end + 1] in {"to", "or", "and"} and tokens.glued(end) and not tokens.glued(end + 1):
            # ``5- to 10-percent``, ``12- and 13-year-olds``
            return {"to": "to", "or": "or"}.get(tokens.words[end + 1], "both"), end + 2
        tight = tokens.glued(end) == tokens.glued(end + 1)
        return ("dash", end + 1) if tight else ("", end)
    if word == "~":
        return "dash", end + 1
    if word == "to":
        return "to", end + 1
    if word == "and" and _between(tokens, low):
        return "and", end + 1
    if word == "or" and low.shape in {"digits", "words"}:
        return "or", end + 1 + (tokens.words[end + 1] in {"even", "perhaps", "maybe", "possibly"})
    return "", end


def _between(tokens: Tokens, low: Draft) -> bool:
    window = tokens.words[max(0, low.first - 4) : low.first]
    return "between" in window and not any(word in {".", ",", ";", "and"} for word in window[window.index("between") :])


def _is_score(tokens: Tokens, low: Draft, high: Draft, link: str) -> bool:
    """Tell whether two numbers with a dash are a result: ``beat them 3-1``, ``voted 52-48``."""
    if link != "dash" or low.unit or high.unit or low.scale != 1 or high.scale != 1:
        return False
    if not (low.plain and high.plain) or low.value is None or high.value is None:
        return False
    if low.value > _LARGEST_SCORE or high.value > _LARGEST_SCORE:
        return False
    if low.value >= high.value:
        return True
    if tokens.words[high.end] in HYPHENS or _counts_plural(tokens, high.end):
        return False
    if (
        tokens.words[low.first - 1] in {",", "and", "("}
        and tokens.words[low.first - 3] in DASHES
        and tokens.kinds[low.first - 2] == NUMBER
    ):
        return True
    after = tokens.words[high.end : high.end + 3]
    if after[:1] == [","] and tokens.kinds[high.end + 1] == NUMBER and after[2] in DASHES:
        # ``4-6, 7-6``
        return True
    window = tokens.words[max(0, low.first - _SCORE_WINDOW) : low.first] + tokens.words[high.end : high.end + 4]
    return any(word in _SCORE_WORDS for word in window)


def _counts_plural(tokens: Tokens, at: int) -> bool:
    word = tokens.words[at]
    return tokens.kinds[at] == WORD and is_plural(word) and word not in _SCORE_WORDS


def _join(tokens: Tokens, low: Draft, high: Draft, link: str) -> Draft | list[Draft] | None:
    """Make one range of two amounts that agree in unit, after sharing scale and unit."""
    if low.value is None or high.value is None:
        return None
    if link == "both":
        return _share_unit(low, high)
    changed = link == "to" and _is_change(tokens, low, high)
    _as_millions(tokens, low, high)
    _convert(low, high)
    if low.unit is not None and low.unit != high.unit:
        return [low, high] if changed and low.kind == high.kind else None
    _share(low, high)
    if low.unit != high.unit or low.value >= high.value:
        return [low, high] if changed else None
    if changed:
        return [low, high]
    if link == "or" and (high.value > low.value * 2 + 1 or high.value > 1000 or low.value < 1):
        return None
    return Draft(
        low.first,
        high.end,
        "range",
        low.value,
        high.value,
        unit=high.unit,
        shape="range",
        scale=high.scale,
        per=high.per,
        base=high.kind,
    )


def _is_change(tokens: Tokens, low: Draft, high: Draft) -> bool:
    """Tell whether ``to`` leads from an old value to a new one."""
    if not has_change_verb(tokens, low.first):
        return False
    from_before = "from" in tokens.words[max(0, low.first - 3) : low.first]
    return from_before or not (low.unit is None and high.unit is not None)


def _as_millions(tokens: Tokens, low: Draft, high: Draft) -> None:
    """Count the lower end of ``between 1.5m and 2m people`` as the upper, not in metres."""
    glued = low.unit == "m" and tokens.words[low.end - 1] == "m" and tokens.glued(low.end - 1)
    if glued and high.unit is None and high.scale == int(_LARGE) and low.value is not None:
        low.value, low.unit, low.kind, low.base, low.scale = (
            low.value * _LARGE,
            None,
            "cardinal",
            "cardinal",
            int(_LARGE),
        )


def _share_unit(low: Draft, high: Draft) -> list[Draft] | None:
    """Give both numbers of ``12- and 13-year-olds`` the unit that only the second has."""
    if low.unit is not None or high.unit is None:
        return None
    low.unit, low.kind, low.base = high.unit, high.kind, high.kind
    return [low, high]


def _convert(low: Draft, high: Draft) -> None:
    """Give the lower end the unit of the upper where it is a part of that: ``60cm to 1.1m``."""
    if low.unit is None or high.unit is None or low.unit == high.unit or low.value is None:
        return
    factor = _part_of(high.unit, low.unit)
    if factor is not None and high.value is not None and low.value * factor < high.value:
        low.value, low.unit = low.value * factor, high.unit


def _share(low: Draft, high: Draft) -> None:
    if low.value is None or high.value is None:
        return
    lends = low.scale == 1 and high.scale > 1 and low.shape != "mixed" and low.value < 1000
    if lends and low.value < high.value / high.scale * 10:
        low.value *= high.scale
        low.scale = high.scale
    if low.unit is None and high.unit is not None:
        low.unit, low.kind, low.base = high.unit, high.kind, high.kind
        if high.kind == "money" and high.value < 1 <= low.value:
            low.value *= Decimal("0.01")
