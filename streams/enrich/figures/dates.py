"""Temporal expressions: absolute and relative dates, times of day, and spans between them."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from streams.enrich.figures import calendar
from streams.enrich.figures.lexicon import words
from streams.enrich.figures.numerals import DASHES, HYPHENS, ORDINALS, TENS, UNITS, Number, parse_number
from streams.enrich.figures.tokens import NUMBER, PAD, WORD, Tokens
from streams.records.figure import DateValue


class DateMatch(NamedTuple):
    """A temporal expression: first token, token after the last, and what it means."""

    first: int
    end: int
    value: DateValue


_MONTH_NAMES: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTHS: Final = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTH_SHORT: Final = {name[:3]: number for name, number in MONTHS.items() if len(name) > 3} | {"sept": 9}
_AMBIGUOUS_MONTHS: Final = frozenset({"may", "march", "august"})
_DAY_NAMES: Final = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: Final = {name: number for number, name in enumerate(_DAY_NAMES)} | {
    f"{name}s": number for number, name in enumerate(_DAY_NAMES)
}
_DAY_SHORT: Final = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5,
    "sun": 6,
}  # fmt: skip
_PERIODS: Final = frozenset({"morning", "afternoon", "evening", "night"})
_SEASONS: Final = frozenset({"spring", "summer", "autumn", "fall", "winter"})
_DIRECTIONS: Final = {
    "last": -1, "past": -1, "previous": -1, "preceding": -1, "this": 0, "current": 0, "next": 1,
    "coming": 1,
    "upcoming": 1, "following": 1, "that": 0, "same": 0,
}  # fmt: skip
_ANAPHORIC: Final = frozenset({"previous", "preceding", "following", "that", "same"})
"""They count from a day the text speaks of, which need not be the day of publication."""
_RELATIVE_UNITS: Final = frozenset(
    {"day", "week", "weekend", "fortnight", "month", "quarter", "year", "decade", "century", "hour"}
)
_DAYS: Final = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_CLOCK_WORDS: Final = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_PART_WORDS: Final = frozenset({"early", "earlier", "late", "later", "mid"})
_EDGE_WORDS: Final = frozenset({"end", "start", "beginning", "middle", "turn", "rest", "close", "half", "eve", "dawn"})
_ZONES: Final = words(
    "GMT UTC EST EDT CST CDT MST MDT PST PDT ET CT PT CET CEST EET BST IST WAT EAT SAST JST KST "
    "AEST AEDT ACST AWST NZST NZDT MSK PKT HKT SGT WIB"
)
_FUTURE_CUES: Final = words(
    "will shall due scheduled plans planned expected until upcoming won't set begins starts till"
)
_CUE_WINDOW: Final = 8
_MIN_YEAR: Final = 1000
_MAX_YEAR: Final = 2100
_YEAR_DIGITS: Final = 4
_MAX_DAY: Final = 31
_MAX_HOUR: Final = 24
_MAX_MINUTE: Final = 59
_YEAR_LEADERS: Final = words(
    "in since until till by from during of before after circa around early late mid the and to through "
    "between throughout year a.d for or late- early- than"
)
_YEAR_ONLY_LEADERS: Final = words(
    "in since until till by during before after through throughout year early late mid summer "
    "spring autumn winter fiscal fy"
)
# What follows a year, in the plural, although it isn't counted by it: ``the 2024 elections``.
_YEAR_PLURALS: Final = words(
    "elections olympics levels games figures prices results sales earnings polls primaries championships "
    "attacks bombings riots protests floods fires wildfires talks rates numbers finals playoffs midterms "
    "targets budgets guidelines standings census rules protocols accords emissions forecasts sanctions "
    "hostilities killings massacres shootings tests regulations paralympics matches qualifiers awards "
    "nominees models estimates profits exports revenues crops shows races negotiations raids terms clashes "
    "agreements sessions events crises paralympic grammys oscars brits baftas hearings demonstrations "
    "uprisings reforms"
)
_NUMERIC: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)"
    r"|(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?![\d])"
    r"|(\d{1,2})([/.-])(\d{1,2})\11(\d{4}|\d{2})(?![\d/-])"
)
_CLOCK: Final = re.compile(r"(\d{1,2})[:.](\d{2})(?::(\d{2})(?:\.\d{1,6})?)?(?!\d)")


def is_future(tokens: Tokens, at: int) -> bool:
    """Tell whether words before the expression speak of what is to come."""
    return not _FUTURE_CUES.isdisjoint(tokens.words[max(0, at - _CUE_WINDOW) : at])


def year_at(tokens: Tokens, at: int) -> int | None:
    """Return the year that a plain four-digit token can be, or None."""
    form = tokens.words[at]
    if tokens.kinds[at] != NUMBER or len(form) != _YEAR_DIGITS or not form.isdecimal():
        return None
    year = int(form)
    return year if _MIN_YEAR <= year <= _MAX_YEAR else None


def match_word(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Return the temporal expression that the word at ``at`` belongs to, or None.

    The match may start before ``at``: what narrows an expression stands before it (``late last
    March``, ``the end of 2025``).
    """
    for rule in _RULES_OF.get(tokens.words[at], ()):
        found = rule(tokens, at, published)
        if found is not None:
            return _widen(tokens, found)
    return None


def counts_from_the_text(tokens: Tokens, at: int) -> str:
    """Return the unit of ``the following day`` or ``the day before``, which count from a date of the text.

    An empty string for every other expression.
    """
    word, led = tokens.words[at], tokens.words[at - 1] == "the"
    if word in _ANAPHORIC or word == "next":
        unit = tokens.words[at + 1] if word == "that" or led else ""
        return unit if unit in _RELATIVE_UNITS else ""
    back = led and word in _RELATIVE_UNITS and tokens.words[at + 1] in {"before", "after", "earlier"}
    return word if back else ""


def match_number(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Return the temporal expression that starts with the number token ``at``, or None."""
    # Most numbers stand free and beside nothing that makes a date of them.
    form, touched = tokens.words[at], tokens.glued(at + 1)
    if (
        not touched
        and len(form) != _YEAR_DIGITS
        and "." not in form
        and tokens.words[at + 1] not in _BEHIND_DATES
        and tokens.words[at - 1] not in _BEFORE_DATES
    ):
        return None
    found = (
        (_numeric(tokens, at) if touched or "." in form else None)
        or (_month_slash_year(tokens, at) or _slashed_day(tokens, at, published) if touched else None)
        or _clock(tokens, at, published)
        or spoken_clock(tokens, at)
        or _day_month(tokens, at, published)
        or (_decade(tokens, at) if touched else None)
        or _year(tokens, at)
        or _short_year(tokens, at)
        or (_century(tokens, at) if touched else None)
    )
    return _widen(tokens, found) if found else None


_STOPWATCH: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(\.\d{1,3})?(?![\d:])")


def stopwatch(tokens: Tokens, at: int) -> tuple[Decimal, int] | None:
    """Return the seconds of a measured time (``1:57.03``, ``in 2:04:11``) and the token after it."""
    if tokens.words[at + 1] != ":" or not tokens.glued(at + 1) or not tokens.glued(at + 2):
        return None
    match = _STOPWATCH.match(tokens.text, tokens.starts[at])
    if match is None:
        return None
    hours, minutes, seconds, part = match.groups()
    timed = (
        tokens.words[at - 1] in {"in", "clocked", "time", "of", ","}
        and hours is not None
        and tokens.words[at - 1] != "at"
    )
    if part is None and not timed:
        return None
    value = Decimal(int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)) + Decimal(part or 0)
    return value, _token_at(tokens, at, match.end())


def _numeric(tokens: Tokens, at: int) -> DateMatch | None:
    form = tokens.words[at]
    if tokens.words[at + 1] not in {"-", "/"} and form.count(".") != 2:
        return None
    match = _NUMERIC.match(tokens.text, tokens.starts[at])
    if match is None:
        return None
    end = _token_at(tokens, at, match.end())
    parts = match.groups()
    if parts[0]:
        value = _ymd(parts[0], parts[1], parts[2])
        if value is not None and parts[3]:
            value = calendar.with_time(value, f"{int(parts[3]):02d}:{parts[4]}")
    elif parts[6]:
        value = _ymd(parts[6], parts[7], parts[8])
    else:
        value = _either_order(parts[9], parts[11], parts[12])
    return DateMatch(at, end, value) if value else None


def _month_slash_year(tokens: Tokens, at: int) -> DateMatch | None:
    """Read ``05/2016``."""
    form = tokens.words[at]
    if tokens.words[at + 1] != "/" or len(form) > 2 or not form.isdecimal() or not 1 <= int(form) <= 12:
        return None
    year = year_at(tokens, at + 2)
    if year is None or not tokens.glued(at + 1) or not tokens.glued(at + 2) or tokens.words[at + 3] == "/":
        return None
    value = DateValue(resolution="month", value=calendar.month_text(year, int(form)), certainty="exact")
    return DateMatch(at, at + 3, value)


def _slashed_day(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Read ``on 11/5``: without such a word before it, two numbers with a slash are a fraction."""
    one, two = tokens.words[at], tokens.words[at + 2]
    if tokens.words[at + 1] != "/" or tokens.words[at - 1] not in {"on", "until", "till", "since", "by"}:
        return None
    if not (one.isdecimal() and two.isdecimal() and len(one) < 3 and len(two) < 3) or tokens.words[at + 3] == "/":
        return None
    month, day = (int(one), int(two)) if int(one) <= 12 else (int(two), int(one))
    if not calendar.valid_day(2000, month, day) or not tokens.glued(at + 1) or not tokens.glued(at + 2):
        return None
    return _dated(tokens, (at, at + 3), (month, day, None), None, published)


def _token_at(tokens: Tokens, at: int, offset: int) -> int:
    """Return the first token that starts at or after an offset."""
    while tokens.starts[at] < offset and at < tokens.size:
        at += 1
    return at


def _ymd(year: str, month: str, day: str) -> DateValue | None:
    if not calendar.valid_day(int(year), int(month), int(day)):
        return None
    return calendar.day_value(int(year), int(month), int(day))


def _either_order(first: str, second: str, year: str) -> DateValue | None:
    """Read ``24/04/2025`` and ``04/24/2025``; where both are possible the month comes first."""
    full = int(year) if len(year) == _YEAR_DIGITS else 2000 + int(year) - (100 if int(year) > 68 else 0)
    one, two = int(first), int(second)
    if calendar.valid_day(full, one, two):
        sure = one == two or not calendar.valid_day(full, two, one)
        return calendar.day_value(full, one, two, "exact" if sure else "likely")
    if calendar.valid_day(full, two, one):
        return calendar.day_value(full, two, one)
    return None


def _meridiem(tokens: Tokens, at: int) -> tuple[str, int]:
    """Read ``a.m.``, ``am``, ``p.m``, ``PM`` and ``o'clock`` at ``at``."""
    word = tokens.words[at]
    if word in {"am", "pm"}:
        return word, at + 1
    if word in {"a", "p"} and tokens.words[at + 1] == "." and tokens.words[at + 2] == "m" and tokens.glued(at + 2):
        dotted = tokens.words[at + 3] == "." and tokens.glued(at + 3)
        return f"{word}m", at + 3 + dotted
    if word in {"a", "p"} and tokens.words[at + 1] == "m" and tokens.glued(at):
        return f"{word}m", at + 2
    if word == "o" and tokens.words[at + 1] in {"'", "’"} and tokens.words[at + 2] == "clock":
        return "o'clock", at + 3
    return "", at


def _zone(tokens: Tokens, at: int) -> int:
    if tokens.kinds[at] == WORD and tokens.surface(at) in _ZONES:
        return at + 1
    if tokens.words[at] == "local" and tokens.words[at + 1] == "time":
        return at + 2
    if tokens.words[at] in {"eastern", "pacific", "central"} and tokens.capitalised(at):
        return at + 1 + (tokens.words[at + 1] in {"time", "daylight", "standard"})
    return at


def _clock(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    start = _clock_time(tokens, at)
    if start is None:
        return _open_clock_range(tokens, at)
    clock, end = start
    if tokens.words[end] in DASHES or tokens.words[end] in {"to", "and", "until"}:
        other = _clock_time(tokens, end + 1)
        if other is not None and (tokens.words[end] != "and" or tokens.words[at - 1] == "between"):
            value = DateValue(resolution="time", value=f"T{clock}", end=f"T{other[0]}", certainty="exact")
            return DateMatch(at, other[1], value)
    value = DateValue(resolution="time", value=f"T{clock}", certainty="exact")
    return _with_day(tokens, DateMatch(at, end, value), clock, published)


def _open_clock_range(tokens: Tokens, at: int) -> DateMatch | None:
    """Read ``6.30-10am`` and ``9 to 5 p.m.``, where only the end says that these are times."""
    form = tokens.words[at]
    joint = tokens.words[at + 1]
    linked = joint in DASHES or joint == "to" or (joint == "and" and tokens.words[at - 1] == "between")
    if len(form) > 5 or not linked:
        return None
    step = at + 2
    minutes = tokens.words[at + 1] == ":"
    other = None if minutes else _clock_time(tokens, step)
    if other is None or not _meridiem_between(tokens, step, other[1]):
        return None
    hour, _, minute = form.partition(".")
    if not hour.isdecimal() or int(hour) > _MAX_HOUR or (minute and len(minute) != 2):
        return None
    begin = f"T{int(hour):02d}:{minute or '00'}"
    value = DateValue(resolution="time", value=begin, end=f"T{other[0]}", certainty="likely")
    return DateMatch(at, other[1], value)


def _meridiem_between(tokens: Tokens, first: int, end: int) -> bool:
    return any(tokens.words[step] in {"am", "pm", "a", "p"} for step in range(first, end))


def _clock_time(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Return ``HH:MM`` and the token after it, or None."""
    form = tokens.words[at]
    if tokens.kinds[at] != NUMBER:
        if form in _CLOCK_WORDS:
            return _CLOCK_WORDS[form], at + 1
        return None
    if len(form) > 5:
        return None
    pointed = tokens.words[at + 1] == ":" or "." in form
    match = _CLOCK.match(tokens.text, tokens.starts[at]) if pointed else None
    if match is not None:
        return _full_clock(tokens, match, _token_at(tokens, at, match.end()))
    if not form.isdecimal():
        return None
    if form == "12" and tokens.words[at + 1] in _CLOCK_WORDS:
        return _CLOCK_WORDS[tokens.words[at + 1]], at + 2
    half, end = _meridiem(tokens, at + 1)
    if half:
        return _hour(form, half, _zone(tokens, end))
    if len(form) == _YEAR_DIGITS:
        zone = _zone(tokens, at + 1)
        military = tokens.words[at + 1] in {"hrs", "hours", "h"} and form[0] in "01"
        if (zone != at + 1 or military) and int(form[:2]) <= _MAX_HOUR and int(form[2:]) <= _MAX_MINUTE:
            return f"{form[:2]}:{form[2:]}", at + 2 if military else zone
    return None


def _full_clock(tokens: Tokens, match: re.Match[str], end: int) -> tuple[str, int] | None:
    hour, minute = int(match.group(1)), int(match.group(2))
    half, after = _meridiem(tokens, end)
    if not half and "." in match.group():
        zoned = _zone(tokens, end)
        if zoned == end:
            return None
        after = end
    if hour > _MAX_HOUR or minute > _MAX_MINUTE:
        return None
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    after = _zone(tokens, after)
    if tokens.words[after] in {"hrs", "hours"} and not half:
        after += 1
    return f"{hour:02d}:{minute:02d}", after


def _hour(form: str, half: str, end: int) -> tuple[str, int] | None:
    hour = int(form)
    if not 0 < hour <= 12:
        return None
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return f"{hour:02d}:00", end


def _with_day(tokens: Tokens, clock: DateMatch, time: str, published: datetime | None) -> DateMatch:
    """Join the day that follows a time directly: ``9:30 a.m. Thursday``, ``2:30 the next day``."""
    step = clock.end
    if tokens.words[step] == "the" and tokens.words[step + 1] in {
        "next",
        "following",
        "same",
        "previous",
    }:
        step += 1
    if tokens.words[step] not in WEEKDAYS and tokens.words[step] not in _DIRECTIONS and tokens.words[step] not in _DAYS:
        return clock
    day = match_word(tokens, step, published)
    if day is None or day.value.resolution != "day":
        return clock
    return DateMatch(clock.first, day.end, calendar.with_time(day.value, time))


def _day_number(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Return the day of a month at ``at`` (``24``, ``24th``) and the token after it."""
    form = tokens.words[at]
    if tokens.kinds[at] != NUMBER or len(form) > 2 or not form.isdecimal() or not 1 <= int(form) <= _MAX_DAY:
        return None
    after = tokens.words[at + 1]
    if after in {"st", "nd", "rd", "th"} and tokens.glued(at + 1):
        return int(form), at + 2
    if tokens.glued(at + 1) and (tokens.kinds[at + 1] == WORD or after in {"%", ":", "/"}):
        return None
    return int(form), at + 1


def _month(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Return the month named at ``at`` and the token after it."""
    word = tokens.words[at]
    if word in MONTHS:
        sure = word not in _AMBIGUOUS_MONTHS or tokens.capitalised(at) or _day_beside(tokens, at)
        return (MONTHS[word], at + 1) if sure else None
    if word in _MONTH_SHORT and (tokens.capitalised(at) or _day_beside(tokens, at)):
        end = at + 1
        if tokens.words[end] == "." and tokens.glued(end):
            return _MONTH_SHORT[word], end + 1
        beside = tokens.kinds[end] == NUMBER or tokens.kinds[at - 1] == NUMBER or tokens.words[at - 1] in {"th", "-"}
        return (_MONTH_SHORT[word], end) if beside else None
    return None


_DATE_GOES_ON: Final = words("to through until and at in on next last from before after")


def _day_beside(tokens: Tokens, at: int) -> bool:
    """Tell whether numbers make a month of ``may``, ``march`` or ``oct`` in lower case.

    ``12 may 2016``, ``may 5``, ``the 4th of may``; neither ``12 may die`` nor ``march 3 miles``.
    """
    closed = tokens.kinds[at + 1] not in {WORD, NUMBER}
    before = tokens.words[at - 1]
    ordinal = tokens.words[at - 2] if before == "of" else before
    if ordinal in {"st", "nd", "rd", "th"} or (before == "of" and ordinal in ORDINALS):
        return True
    if year_at(tokens, at + 1) is not None and tokens.kinds[at + 2] != WORD:
        return True
    day = _day_number(tokens, at + 1)
    if day is not None:
        return tokens.kinds[day[1]] != WORD or tokens.words[day[1]] in _DATE_GOES_ON
    if closed and before in {"in", "since", "last", "next", "until", "by"}:
        return True
    return closed and tokens.kinds[at - 1] == NUMBER and _day_number(tokens, at - 1) is not None


def _year_after(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Return the year that completes a date at ``at``: ``, 2025``, ``2025``, ``of 2025``."""
    step = at + (tokens.words[at] in {",", "of", "-", "/"})
    year = year_at(tokens, step)
    if year is None:
        return None
    following = tokens.words[step + 1]
    if following in {"people", "%", "percent"} or (
        following in {"-", "/"} and tokens.glued(step + 1) and tokens.kinds[step + 2] == WORD
    ):
        return None
    return year, step + 1


def _day_month(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Read ``24 April 2025``, ``24th of April``, ``24-26 April``."""
    day = _day_number(tokens, at)
    if day is None:
        return None
    first, step = day
    last = None
    joint = tokens.words[step]
    if joint in DASHES or joint in {"to", "and", "/", "or"}:
        other = _day_number(tokens, step + 1)
        if other is not None:
            last, step = other
    step += tokens.words[step] in {"of", "-"}
    month = _month(tokens, step)
    if month is None:
        return None
    number, step = month
    year = _year_after(tokens, step)
    if year is None and _is_modal_may(tokens, step - 1):
        return None
    end = year[1] if year else step
    return _dated(tokens, (at, end), (number, first, last), year[0] if year else None, published)


def _is_modal_may(tokens: Tokens, at: int) -> bool:
    return tokens.words[at] == "may" and tokens.words[at + 1] in {
        "be",
        "have",
        "not",
        "also",
        "still",
        "never",
    }


def _dated(
    tokens: Tokens,
    span: tuple[int, int],
    parts: tuple[int, int, int | None],
    year: int | None,
    published: datetime | None,
) -> DateMatch | None:
    month, day, last = parts
    relative = tokens.slice(*span).lower()
    if year is not None:
        if not calendar.valid_day(year, month, day):
            return None
        value = calendar.day_value(year, month, day)
    else:
        value = calendar.day_without_year(month, day, published, relative, future=is_future(tokens, span[0]))
    if last is not None and value.value is not None:
        value = DateValue(
            resolution="day",
            value=value.value,
            end=f"{value.value[:-2]}{last:02d}",
            relative=value.relative,
            certainty=value.certainty,
        )
    return DateMatch(*span, value)


def _month_rule(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Read what a month's name begins: ``April 24, 2025``, ``April 24-26``, ``April 2025``."""
    month = _month(tokens, at)
    if month is None:
        return None
    number, step = month
    day = _day_number(tokens, step + (tokens.words[step] == "the"))
    if day is not None and not _counted_after(tokens, day[1]):
        return _month_day(tokens, (at, number), day, published)
    spoken = _spoken_day(tokens, step + (tokens.words[step] == "the"))
    if spoken is not None:
        return _month_day(tokens, (at, number), spoken, published)
    year = _year_after(tokens, step)
    if year is not None:
        value = DateValue(resolution="month", value=calendar.month_text(year[0], number), certainty="exact")
        return _month_range(tokens, DateMatch(at, year[1], value))
    return _bare_month(tokens, at, number, step, published)


def _spoken_day(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Return the day in ``May twelfth`` and ``July twenty-two``, and the token after it."""
    if tokens.words[at] not in ORDINALS and tokens.words[at] not in UNITS and tokens.words[at] not in TENS:
        return None
    number = parse_number(tokens, at)
    if number is None or number.shape not in {"ordinal", "words"} or not 1 <= number.value <= _MAX_DAY:
        return None
    if number.shape == "words" and tokens.kinds[number.end] == WORD:
        return None
    return int(number.value), number.end


def _counted_after(tokens: Tokens, at: int) -> bool:
    """Tell whether a counted noun follows, so that ``In April 12 people`` has no twelfth in it."""
    word = tokens.words[at]
    if tokens.words[at - 1] in {"st", "nd", "rd", "th"}:
        return False
    return word in {
        "people",
        "per",
        "percent",
        "million",
        "billion",
        "thousand",
        "men",
        "women",
        "children",
        "soldiers",
        "civilians",
        "police",
    }


def _month_day(
    tokens: Tokens, month: tuple[int, int], day: tuple[int, int], published: datetime | None
) -> DateMatch | None:
    at, number = month
    first, step = day
    last = None
    joint = tokens.words[step]
    if joint in DASHES or joint in {"to", "and", "through"}:
        other = _day_number(tokens, step + 1)
        if (
            other is not None
            and other[0] > first
            and not _counted_after(tokens, other[1])
            and tokens.words[other[1]] not in MONTHS
        ):
            last, step = other
        elif joint != "and":
            until = _month(tokens, step + 1)
            end_day = _day_number(tokens, until[1]) if until else None
            if until is not None and end_day is not None:
                return _across_months(tokens, (at, number, first), (until[0], *end_day), published)
    year = _year_after(tokens, step)
    end = year[1] if year else step
    return _dated(tokens, (at, end), (number, first, last), year[0] if year else None, published)


def _across_months(
    tokens: Tokens,
    start: tuple[int, int, int],
    until: tuple[int, int, int],
    published: datetime | None,
) -> DateMatch | None:
    """Read ``April 24-May 3, 2025``."""
    at, month, day = start
    end_month, end_day, step = until
    year = _year_after(tokens, step)
    end = year[1] if year else step
    begin = _dated(tokens, (at, end), (month, day, None), year[0] if year else None, published)
    close = _dated(tokens, (at, end), (end_month, end_day, None), year[0] if year else None, published)
    if begin is None or close is None:
        return begin
    value = DateValue(
        resolution="day",
        value=begin.value.value,
        end=close.value.value,
        relative=begin.value.relative,
        certainty=begin.value.certainty,
    )
    return DateMatch(at, end, value)


def _month_range(tokens: Tokens, found: DateMatch) -> DateMatch:
    """Read the rest of ``April 2024 to May 2025``."""
    if tokens.words[found.end] not in DASHES and tokens.words[found.end] not in {
        "to",
        "and",
        "through",
    }:
        return found
    if tokens.words[found.end] == "and" and tokens.words[found.first - 1] != "between":
        return found
    other = _month(tokens, found.end + 1)
    year = _year_after(tokens, other[1]) if other else None
    if other is None or year is None:
        return found
    value = DateValue(
        resolution="month",
        value=found.value.value,
        end=calendar.month_text(year[0], other[0]),
        certainty="exact",
    )
    return DateMatch(found.first, year[1], value)


_MONTH_LEADERS: Final = frozenset(
    [
        "in",
        "of",
        "since",
        "until",
        "till",
        "by",
        "from",
        "to",
        "last",
        "next",
        "this",
        "early",
        "late",
        "mid",
        "before",
        "after",
        "during",
        "through",
        "and",
        "between",
        "for",
        "-",
        "–",
        "—",
        "through",
        "every",
        "each",
    ]
)


_MONTHLY: Final = words(
    "average averages figure figures data rate rates quarter meeting report reports election elections deadline vote "
    "poll polls sales reading budget contract total numbers result results jobs inflation"
)
"""What a month has: ``the March average``, where a march or a name would have something else."""


def _bare_month(tokens: Tokens, at: int, month: int, end: int, published: datetime | None) -> DateMatch | None:
    """Read a month's name by itself; names that are words or people need a preposition before."""
    word = tokens.words[at]
    before = tokens.words[at - 1]
    if not tokens.capitalised(at):
        led = before in _MONTH_LEADERS and before not in {"to", "and", "for", "-", "–", "—"}
        if word in _MONTH_SHORT or not led or (tokens.kinds[end] == WORD and tokens.words[end] not in _DATE_GOES_ON):
            return None
    if word in {"may", "march", "april", "june", "august"} or word in _MONTH_SHORT:
        if before not in _MONTH_LEADERS and not (before == "the" and tokens.words[end] in _MONTHLY):
            return None
        if (
            word in {"may", "march", "april", "june"}
            and tokens.capitalised(end)
            and tokens.words[end] not in _DIRECTIONS
        ):
            return None
    elif tokens.capitalised(at - 1) and before not in _MONTH_LEADERS and tokens.words[at - 2] not in {"", "."}:
        return None
    if tokens.words[end] == "revolution":
        return None
    if tokens.words[end] in {"last", "this", "next"} and tokens.words[end + 1] == "year":
        year = calendar.shifted_unit("year", _DIRECTIONS[tokens.words[end]], published, "")
        relative = tokens.slice(at, end + 2).lower()
        if year.value is None:
            return DateMatch(at, end + 2, DateValue(resolution="month", relative=relative))
        value = DateValue(
            resolution="month",
            value=f"{year.value}-{month:02d}",
            relative=relative,
            certainty="resolved",
        )
        return DateMatch(at, end + 2, value)
    future = before == "next" or is_future(tokens, at)
    value = calendar.month_without_year(month, published, tokens.slice(at, end).lower(), future=future)
    return DateMatch(at, end, value)


_PAPERS: Final = words(
    "times telegraph mail mirror express herald star post tribune independent world sport people league "
    "service premiership standard nation"
)


def _weekday_rule(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    word = tokens.words[at]
    end = at + 1
    if word in _DAY_SHORT:
        if word not in {"sun", "sat"} and tokens.kinds[at - 1] != WORD and tokens.kinds[end] == PAD:
            return _weekday_with(tokens, at, end, _DAY_SHORT[word], published)
        if not tokens.capitalised(at):
            return None
        dotted = tokens.words[end] == "." and tokens.glued(end)
        comma = tokens.words[end] == "," and (tokens.words[end + 1] in MONTHS or tokens.kinds[end + 1] == NUMBER)
        if not dotted and not comma and tokens.words[end] not in MONTHS and tokens.words[end] not in _MONTH_SHORT:
            return None
        if word in {"sun", "sat"} and not comma and not _date_follows(tokens, end + dotted, published):
            return None
        end += dotted
        weekday = _DAY_SHORT[word]
    else:
        weekday = WEEKDAYS[word]
    if not tokens.capitalised(at) and word in {"sun", "wed"}:
        return None
    if tokens.words[end] in _PAPERS and tokens.capitalised(end):
        return None
    if tokens.words[at - 1] == "sheffield":
        return None
    return _weekday_with(tokens, at, end, weekday, published)


def _date_follows(tokens: Tokens, at: int, published: datetime | None) -> bool:
    step = at + (tokens.words[at] == ",")
    return (
        tokens.words[step] in MONTHS
        or tokens.words[step] in _MONTH_SHORT
        or bool(tokens.kinds[step] == NUMBER and _day_month(tokens, step, published))
    )


def _weekday_with(tokens: Tokens, at: int, end: int, weekday: int, published: datetime | None) -> DateMatch:
    """Join what belongs to a weekday: the date after it, the part of the day, a direction."""
    step = end + (tokens.words[end] in {",", "("})
    step += tokens.words[step] == "the" and tokens.kinds[step + 1] == NUMBER
    full = None
    if tokens.kinds[step] == NUMBER:
        full = _numeric(tokens, step) or _day_month(tokens, step, published)
    elif tokens.words[step] in MONTHS or tokens.words[step] in _MONTH_SHORT:
        full = _month_rule(tokens, step, published)
        if full is not None and full.value.resolution != "day":
            full = None
    if full is not None:
        return DateMatch(at, full.end, full.value)
    if tokens.words[end] in _PERIODS:
        end += 1
    before = tokens.words[at - 1]
    direction = {
        "last": "last",
        "past": "last",
        "next": "next",
        "coming": "next",
        "this": "this",
    }.get(before)
    if tokens.words[end] in {"last", "next"} and tokens.words[end + 1] == "week":
        direction = tokens.words[end]
        end += 2
    first = at - 1 if before in {"last", "next", "this", "past", "coming"} else at
    if direction is None:
        direction = "next" if is_future(tokens, at) else "past"
    relative = tokens.slice(first, end).lower()
    value = calendar.weekday_value(weekday, published, relative, direction)
    return _weekday_range(tokens, DateMatch(first, end, value), published)


def _weekday_range(tokens: Tokens, found: DateMatch, published: datetime | None) -> DateMatch:
    joint = tokens.words[found.end]
    if joint not in {"to", "through"} and not (joint in DASHES and tokens.glued(found.end)):
        return found
    if tokens.words[found.end + 1] not in WEEKDAYS or (joint == "to" and tokens.words[found.first - 1] != "from"):
        return found
    other = _weekday_with(tokens, found.end + 1, found.end + 2, WEEKDAYS[tokens.words[found.end + 1]], published)
    value = DateValue(
        resolution="day",
        value=found.value.value,
        end=other.value.value,
        relative=tokens.slice(found.first, other.end).lower(),
        certainty=found.value.certainty,
    )
    return DateMatch(found.first, other.end, value)


def _day_word(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Read ``today``, ``yesterday afternoon``, ``the day after tomorrow``."""
    word = tokens.words[at]
    if (
        word == "today"
        and tokens.capitalised(at)
        and tokens.capitalised(at - 1)
        and tokens.words[at - 1] in {"usa", "russia"}
    ):
        return None
    by, first, end = _DAYS[word], at, at + 1
    if tokens.words[at - 2] == "day" and tokens.words[at - 1] in {"before", "after"}:
        by += -1 if tokens.words[at - 1] == "before" else 1
        first = at - 2 - (tokens.words[at - 3] == "the")
    if tokens.words[end] in _PERIODS:
        end += 1
    return DateMatch(first, end, calendar.shifted_day(published, by, tokens.slice(first, end).lower()))


def _direction_rule(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Read ``last week``, ``this summer``, ``next Friday``, ``that day``, ``the following year``."""
    word, after = tokens.words[at], tokens.words[at + 1]
    if after not in _DIRECTED:
        return None
    if word == "past" and tokens.words[at - 1] not in {"the", "this"}:
        return None
    if word == "same" and tokens.words[at - 1] != "the":
        return None
    by = _DIRECTIONS[word]
    counted = word in _ANAPHORIC or (word == "next" and tokens.words[at - 1] == "the")
    certainty: calendar.Certainty = "likely" if counted else "resolved"
    if after in _RELATIVE_UNITS:
        return _relative_unit(tokens, at, by, certainty, published)
    relative = tokens.slice(at, at + 2).lower()
    if after in _PERIODS:
        step = -1 if word == "last" else by
        day = calendar.shifted_unit("day", step, published, relative, certainty)
        return DateMatch(at, at + 2, day)
    if after in _SEASONS:
        year = _year_after(tokens, at + 2)
        value = calendar.season_value(after, year[0] if year else None, published, relative, by)
        return DateMatch(at, at + 2, value)
    if after in WEEKDAYS or after in _DAY_SHORT:
        return _weekday_rule(tokens, at + 1, published)
    if after in MONTHS and word in {"last", "this", "next"} and tokens.capitalised(at + 1):
        found = _month_rule(tokens, at + 1, published)
        return DateMatch(at, found.end, found.value) if found else None
    if after in _FEASTS:
        return DateMatch(at, at + 2, DateValue(resolution="day", relative=relative))
    return None


_FEASTS: Final = frozenset({"christmas", "easter", "thanksgiving"})
_DIRECTED: Final = _RELATIVE_UNITS | _PERIODS | _SEASONS | WEEKDAYS.keys() | _DAY_SHORT.keys() | MONTHS.keys() | _FEASTS
"""What ``last``, ``this`` and ``next`` can make a date of."""


def _relative_unit(
    tokens: Tokens, at: int, by: int, certainty: calendar.Certainty, published: datetime | None
) -> DateMatch | None:
    word, unit = tokens.words[at], tokens.words[at + 1]
    end = at + 2
    if word in {"that", "same", "this"} and unit in {"hour", "day"} and word == "this" and unit == "hour":
        return None
    if word == "that" and tokens.kinds[end] == WORD and tokens.words[end] in {"old", "long"}:
        return None
    if tokens.words[end] in HYPHENS and tokens.glued(end):
        return None
    relative = tokens.slice(at, end).lower()
    value = calendar.shifted_unit(unit, by, published, relative, certainty)
    return DateMatch(at, end, value)


_OBJECTS: Final = words("the a an his her its their this")
_WEEKEND_LEADERS: Final = words("over at on during by before until for since after")


def _day_before(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Read ``the day before``, ``the year after``: counted from a day that the text speaks of."""
    word, after = tokens.words[at], tokens.words[at + 1]
    if word == "weekend" and tokens.words[at - 1] == "the" and tokens.words[at - 2] in _WEEKEND_LEADERS:
        if tokens.kinds[at + 1] == WORD and after not in _STOPS:
            return None
        return DateMatch(at - 1, at + 1, calendar.shifted_unit(word, 0, published, "the weekend", "likely"))
    if tokens.words[at - 1] != "the" or after not in {"before", "after", "earlier"}:
        return None
    if tokens.words[at + 2] in {"yesterday", "tomorrow"}:
        return None
    if tokens.words[at - 2] == "in" and tokens.words[at + 2].endswith("ing"):
        # ``earlier in the year after contracting``
        return None
    if after != "earlier" and tokens.kinds[at + 2] == WORD and tokens.words[at + 2] not in _STOPS - _OBJECTS:
        # ``Monday, the day after the vote``: what it counts from has no date.
        published = None
    by = 1 if after == "after" else -1
    relative = tokens.slice(at - 1, at + 2).lower()
    value = calendar.shifted_unit(word, by, published, relative, "likely")
    return DateMatch(at - 1, at + 2, value)


def _part_rule(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Let the expression after ``early``, ``earlier``, ``late`` and ``mid`` speak; it widens back."""
    step = at + 1 + (tokens.words[at + 1] in HYPHENS) + (tokens.words[at + 1] == "in")
    word = tokens.words[step]
    if word in _DIRECTIONS and word not in {"past", "that", "same"}:
        return _direction_rule(tokens, step, published)
    if word in _SEASONS or word == "week":
        relative = tokens.slice(at, step + 1).lower()
        if word == "week" and tokens.words[at] == "mid":
            return DateMatch(at, step + 1, DateValue(resolution="day", relative=relative))
        if word != "week":
            return DateMatch(at, step + 1, calendar.season_value(word, None, published, relative))
    if tokens.kinds[step] == NUMBER:
        found = _decade(tokens, step) or _year(tokens, step, sure=True)
        return DateMatch(at, found.end, found.value) if found else None
    if word in MONTHS and tokens.capitalised(step):
        return _month_rule(tokens, step, published)
    return None


def _season_rule(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Read ``summer 2024`` and ``the spring of 2025``."""
    season = tokens.words[at]
    year = _year_after(tokens, at + 1)
    if year is None or tokens.words[at + 1] in {"-", "/"}:
        return None
    value = calendar.season_value(season, year[0], published, tokens.slice(at, year[1]).lower())
    return DateMatch(at, year[1], value)


def _clock_word(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    if tokens.capitalised(at) and tokens.capitalised(at + 1):
        return None
    word = tokens.words[at]
    value = DateValue(resolution="time", value=f"T{_CLOCK_WORDS[word]}", certainty="exact")
    end = _zone(tokens, at + 1)
    return _with_day(tokens, DateMatch(at, end, value), _CLOCK_WORDS[word], published)


def _quarter_rule(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Read ``Q3 2024``, ``H1 2025``, ``FY24``, ``FY2024``."""
    word = tokens.words[at]
    form = tokens.words[at + 1]
    if tokens.kinds[at + 1] != NUMBER or not tokens.glued(at + 1) or not form.isdecimal():
        return None
    if tokens.surface(at) not in {"Q", "H", "FY"} or (tokens.glued(at) and tokens.kinds[at - 1] == WORD):
        return None
    if tokens.kinds[at + 2] == WORD and tokens.glued(at + 2):
        # ``H1N1``
        return None
    if word == "fy":
        year = int(form) if len(form) == _YEAR_DIGITS else 2000 + int(form[:2])
        return DateMatch(at, at + 2, DateValue(resolution="year", value=f"{year:04d}", certainty="exact"))
    if form not in {"1", "2", "3", "4"} or (word == "h" and form not in {"1", "2"}):
        return None
    year_found = _year_after(tokens, at + 2)
    end = year_found[1] if year_found else at + 2
    relative = tokens.slice(at, end).lower()
    if year_found is None:
        return DateMatch(at, end, DateValue(resolution="quarter", relative=relative))
    return DateMatch(at, end, _quarter_value(word, int(form), year_found[0], relative))


def _quarter_value(word: str, number: int, year: int, relative: str) -> DateValue:
    if word == "q":
        return DateValue(resolution="quarter", value=f"{year:04d}-Q{number}", certainty="exact")
    first, last = (1, 6) if number == 1 else (7, 12)
    return DateValue(
        resolution="month",
        value=calendar.month_text(year, first),
        end=calendar.month_text(year, last),
        relative=relative,
        certainty="exact",
    )


_HOLIDAYS: Final = {
    ("christmas", "day"): (12, 25), ("christmas", "eve"): (12, 24), ("boxing", "day"): (12, 26),
    ("new", "year"): (1, 1), ("valentine", "day"): (2, 14), ("independence", "day"): None,
    ("labor", "day"): None,
    ("labour", "day"): None, ("memorial", "day"): None, ("thanksgiving", "day"): None,
    ("black", "friday"): None,
    ("good", "friday"): None, ("easter", "sunday"): None, ("easter", "monday"): None,
    ("easter", "saturday"): None,
    ("election", "day"): None, ("veterans", "day"): (11, 11), ("ash", "wednesday"): None,
    ("palm", "sunday"): None,
    ("anzac", "day"): (4, 25), ("republic", "day"): None, ("bastille", "day"): (7, 14),
}  # fmt: skip
_HOLIDAY_WORDS: Final = frozenset(first for first, _ in _HOLIDAYS) | {
    "halloween",
    "easter",
    "thanksgiving",
}
_HOLIDAY_LEADERS: Final = words("at by before after since until over on for this last next during around till")


def _holiday_rule(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Read feast days that name a day; those that move with the year stay unresolved."""
    word = tokens.words[at]
    if not tokens.capitalised(at) and word not in {
        "christmas",
        "easter",
        "thanksgiving",
        "halloween",
        "new",
        "valentine",
    }:
        return None
    step = at + 1
    second = tokens.words[step]
    if word in {"new", "valentine"}:
        if word == "new" and second != "year":
            return None
        step += word == "new"
        if tokens.words[step] not in {"'", "’"} or tokens.words[step + 2] not in {"day", "eve"}:
            return None
        fixed = {"eve": (12, 31), "day": (1, 1)}[tokens.words[step + 2]] if word == "new" else (2, 14)
        return _holiday(tokens, at, step + 3, fixed, published)
    if (word, second) in _HOLIDAYS and word != "new" and not tokens.capitalised(step + 1):
        return _holiday(tokens, at, step + 1, _HOLIDAYS[word, second], published)
    alone = {"christmas": (12, 25), "halloween": (10, 31), "easter": None, "thanksgiving": None}
    if (
        word in alone
        and tokens.words[at - 1] in _HOLIDAY_LEADERS
        and not tokens.capitalised(step)
        and tokens.kinds[step] != WORD
    ):
        return _holiday(tokens, at, step, alone[word], published)
    return None


def _holiday(tokens: Tokens, at: int, end: int, fixed: tuple[int, int] | None, published: datetime | None) -> DateMatch:
    year = _year_after(tokens, end)
    if year is not None:
        end = year[1]
    relative = tokens.slice(at, end).lower()
    if fixed is None:
        return DateMatch(at, end, DateValue(resolution="day", relative=relative))
    if year is not None:
        return DateMatch(at, end, calendar.day_value(year[0], *fixed))
    value = calendar.day_without_year(*fixed, published, relative, future=is_future(tokens, at))
    return DateMatch(at, end, value)


def _decade(tokens: Tokens, at: int) -> DateMatch | None:
    """Read ``1990s``, ``the 90s`` and ``'90s``."""
    form = tokens.words[at]
    step = at + 1
    if tokens.words[step] in {"'", "’"} and tokens.glued(step):
        step += 1
    if tokens.words[step] != "s" or not tokens.glued(step) or not form.isdecimal() or form[-1] != "0":
        return None
    end = step + 1
    if len(form) == _YEAR_DIGITS and _MIN_YEAR <= int(form) <= _MAX_YEAR:
        length = 99 if form.endswith("00") and int(form) < 2000 else 9
        value = DateValue(resolution="year", value=form, end=f"{int(form) + length:04d}", certainty="exact")
        return DateMatch(at, end, value)
    before = tokens.words[at - 1]
    if len(form) != 2 or (before not in {"the", "'", "’", "early", "late", "mid", "-"}):
        return None
    if speaks_of_weather(tokens, at):
        return None
    if not _OWNERS.isdisjoint(tokens.words[max(0, at - 4) : at]):
        return None
    first = at - 1 if before in {"'", "’"} and tokens.glued(at) else at
    year = 2000 + int(form) if int(form) < 30 else 1900 + int(form)
    value = DateValue(resolution="year", value=str(year), end=str(year + 9), certainty="likely")
    return DateMatch(first, end, value)


_DECADE_WORDS: Final = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970,
    "eighties": 1980, "nineties": 1990,
}  # fmt: skip
_WEATHER: Final = words("temperature temperatures highs lows high low degrees mercury winds gusts heat warm cool")


def speaks_of_weather(tokens: Tokens, at: int) -> bool:
    """Tell whether words closely before make degrees of ``the 90s`` rather than years."""
    return not _WEATHER.isdisjoint(tokens.words[max(0, at - _CUE_WINDOW) : at])


def _decade_word(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Read ``the eighties`` and ``the late nineties``; somebody's are an age, and weather has some too."""
    window = tokens.words[max(0, at - 4) : at]
    if tokens.words[at - 1] not in {"the", "early", "late", "mid", "-"} or "the" not in window:
        return None
    if not _OWNERS.isdisjoint(window) or speaks_of_weather(tokens, at):
        return None
    year = _DECADE_WORDS[tokens.words[at]]
    value = DateValue(resolution="year", value=str(year), end=str(year + 9), certainty="likely")
    return DateMatch(at, at + 1, value)


_OWNERS: Final = frozenset({"his", "her", "their", "my", "our"})


def _century(tokens: Tokens, at: int) -> DateMatch | None:
    """Read ``19th century`` and ``21st-century``."""
    form = tokens.words[at]
    if tokens.words[at + 1] not in {"st", "nd", "rd", "th"} or not tokens.glued(at + 1) or len(form) > 2:
        return None
    return century(tokens, at, at + 2, int(form)) if form.isdecimal() else None


def century(tokens: Tokens, at: int, end: int, number: int) -> DateMatch | None:
    """Return the century that an ordinal from ``at`` to ``end`` counts, or None."""
    step = end + (tokens.words[end] in HYPHENS)
    if tokens.words[step] not in {"century", "centuries"} or not 0 < number <= 30:
        return None
    first = (number - 1) * 100
    value = DateValue(resolution="year", value=f"{first + 1:04d}", end=f"{first + 100:04d}", certainty="exact")
    return DateMatch(at, step + 1, value)


def _year(tokens: Tokens, at: int, *, sure: bool = False) -> DateMatch | None:
    """Read a year, or a span of years, when what stands around it doesn't make it a count."""
    era = _era(tokens, at)
    if era is not None:
        return era
    year = year_at(tokens, at)
    if year is None:
        return None
    span = _year_span(tokens, at, year)
    if span is not None:
        return span
    if not sure and not _reads_as_year(tokens, at, year):
        return None
    value = DateValue(resolution="year", value=f"{year:04d}", certainty="exact")
    return DateMatch(at, at + 1, value)


_APOSTROPHES: Final = frozenset({"'", "’", "‘"})


def _short_year(tokens: Tokens, at: int) -> DateMatch | None:
    """Read ``in ’61``."""
    form = tokens.words[at]
    marked = tokens.words[at - 1] in _APOSTROPHES and tokens.glued(at) and not tokens.glued(at - 1)
    if not marked or len(form) != 2 or not form.isdecimal() or tokens.words[at - 2] not in _YEAR_ONLY_LEADERS:
        return None
    if tokens.kinds[at + 1] == WORD and tokens.glued(at + 1):
        return None
    year = 2000 + int(form) if int(form) < 30 else 1900 + int(form)
    return DateMatch(at - 1, at + 1, DateValue(resolution="year", value=str(year), certainty="likely"))


_ERAS: Final = frozenset({"bc", "bce", "ad", "ce"})


def _era(tokens: Tokens, at: int) -> DateMatch | None:
    """Read ``500 BC`` and ``AD 70``."""
    if tokens.words[at + 1] not in _ERAS and tokens.words[at - 1] != "ad":
        return None
    form = tokens.words[at].replace(",", "")
    if len(form) > 5 or not form.isdecimal():
        return None
    if tokens.kinds[at + 1] == WORD and tokens.surface(at + 1) in {"BC", "BCE", "AD", "CE"}:
        before = tokens.surface(at + 1) in {"BC", "BCE"}
        value = f"-{int(form):04d}" if before else f"{int(form):04d}"
        return DateMatch(at, at + 2, DateValue(resolution="year", value=value, certainty="exact"))
    if tokens.kinds[at - 1] == WORD and tokens.surface(at - 1) == "AD":
        return DateMatch(
            at - 1,
            at + 1,
            DateValue(resolution="year", value=f"{int(form):04d}", certainty="exact"),
        )
    return None


def _year_span(tokens: Tokens, at: int, year: int) -> DateMatch | None:
    joint = tokens.words[at + 1]
    form = tokens.words[at + 2]
    glued = joint in DASHES or joint == "/"
    linked = (joint in {"to", "through", "until"} and tokens.words[at - 1] == "from") or (
        joint == "and" and tokens.words[at - 1] == "between"
    )
    if not (glued and tokens.kinds[at + 2] == NUMBER and form.isdecimal()) and not linked:
        return None
    if len(form) == 2 and joint == "/" and "01" <= form <= "12" and int(form) <= year % 100:
        # ``2016/05`` is a month, ``2023/24`` a season.
        month = DateValue(resolution="month", value=calendar.month_text(year, int(form)), certainty="likely")
        return DateMatch(at, at + 3, month)
    if len(form) == 2 and glued and form.isdecimal():
        until = year - year % 100 + int(form)
        until += 100 if until <= year and int(form) < 10 else 0
    else:
        until = year_at(tokens, at + 2) or 0
    if tokens.words[at + 3] in {"/", "-"} and tokens.glued(at + 3) and tokens.kinds[at + 4] == NUMBER:
        return None
    if not year < until <= year + 400:
        return None
    value = DateValue(resolution="year", value=f"{year:04d}", end=f"{until:04d}", certainty="exact")
    return DateMatch(at, at + 3, value)


def _reads_as_year(tokens: Tokens, at: int, year: int) -> bool:
    before, after = tokens.words[at - 1], tokens.words[at + 1]
    if after in {"%", "percent", "million", "billion", "thousand"} or (
        tokens.glued(at + 1) and (tokens.kinds[at + 1] == WORD or after in {"+", "°"})
    ):
        return False
    if (
        after in HYPHENS
        and tokens.glued(at + 1)
        and tokens.words[at + 2] not in {"era", "style", "model", "season", "born"}
    ):
        return False
    if _counts_noun(tokens, at + 1):
        return before in _YEAR_ONLY_LEADERS and year > 1900 and tokens.words[at + 1] not in _PEOPLE
    if before in _YEAR_LEADERS or tokens.words[at - 1] in HYPHENS:
        return year >= 1500 or before in {"in", "since", "by", "until", "year", "circa"}
    return 1700 <= year <= _MAX_YEAR and not _quantified(tokens, at)


_PEOPLE: Final = words(
    "people men women children soldiers troops workers migrants refugees civilians police officers families "
    "homes houses jobs students prisoners passengers votes votes protesters demonstrators deaths cases "
    "miles metres meters feet dollars euros pounds residents employees members fans villagers personnel "
    "firefighters visitors tonnes tons barrels kilometres kilometers km"
)
_QUANTIFIERS: Final = words("about some nearly almost roughly approximately than least most over exactly only")


def _quantified(tokens: Tokens, at: int) -> bool:
    return tokens.words[at - 1] in _QUANTIFIERS


def _counts_noun(tokens: Tokens, at: int) -> bool:
    """Tell whether a plural noun follows that a number this size would count."""
    for step in range(at, at + 3):
        word = tokens.words[step]
        if tokens.kinds[step] != WORD or word in _STOPS:
            return False
        if word in _PEOPLE:
            return True
        if tokens.capitalised(step):
            return False
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return word not in _YEAR_PLURALS
    return False


_STOPS: Final = words(
    "the a an in on at of for to from by with and or but as was were is are has have had when that which "
    "who after before his her its their he she it they we i you this last because while"
)


def _widen(tokens: Tokens, found: DateMatch) -> DateMatch:
    """Take in what narrows the expression from the left: ``early``, ``mid-``, ``the end of``."""
    first = found.first
    before = first - 1
    if tokens.words[before] in HYPHENS and tokens.glued(before) and tokens.glued(first):
        before -= 1
    if tokens.words[before] == "in" and tokens.words[before - 1] in {
        "earlier",
        "later",
        "early",
        "late",
    }:
        before -= 1
    if tokens.words[before] in _PART_WORDS:
        return found._replace(first=before)
    step = first - 1 - (tokens.words[first - 1] == "the")
    if tokens.words[step] == "of" and tokens.words[step - 1] in {
        "end",
        "start",
        "beginning",
        "middle",
        "turn",
    }:
        step -= 1
        step -= tokens.words[step - 1] == "the"
        return found._replace(first=step)
    return found


def ordinal_day(tokens: Tokens, number: Number, at: int, published: datetime | None) -> DateMatch | None:
    """Return ``the fifth of May`` for an ordinal in words at ``at``, or None."""
    if tokens.words[number.end] != "of" or not 1 <= number.value <= _MAX_DAY:
        return None
    month = _month(tokens, number.end + 1)
    if month is None:
        return None
    year = _year_after(tokens, month[1])
    end = year[1] if year else month[1]
    return _dated(tokens, (at, end), (month[0], int(number.value), None), year[0] if year else None, published)


def nth_weekday(tokens: Tokens, at: int, end: int, number: int) -> DateMatch | None:
    """Return ``the first Friday of July 2025`` for an ordinal from ``at`` to ``end``, or None."""
    weekday = WEEKDAYS.get(tokens.words[end])
    if weekday is None or tokens.words[end + 1] not in {"of", "in"} or not 1 <= number <= 5:
        return None
    month = _month(tokens, end + 2)
    if month is None:
        return None
    year = _year_after(tokens, month[1])
    last = year[1] if year else month[1]
    value = DateValue(resolution="day", relative=tokens.slice(at, last).lower())
    if year is not None:
        first = date(year[0], month[0], 1)
        day = 1 + (weekday - first.weekday()) % 7 + 7 * (number - 1)
        if calendar.valid_day(year[0], month[0], day):
            value = calendar.day_value(year[0], month[0], day)
    return DateMatch(at, last, value)


def fiscal_quarter(tokens: Tokens, number: Number, at: int, published: datetime | None) -> DateMatch | None:
    """Return ``third quarter of 2024`` for an ordinal at ``at``, or None for anything else."""
    step = number.end + (tokens.words[number.end] in HYPHENS)
    step += tokens.words[step] in {"fiscal", "financial"}
    if tokens.words[step] != "quarter" or not 1 <= number.value <= 4:
        return None
    end = step + 1
    year = _year_after(tokens, end)
    relative = tokens.slice(at, end).lower()
    if year is not None and tokens.words[end] not in {"-", "/", ","}:
        value = _quarter_value("q", int(number.value), year[0], relative)
        return DateMatch(at, year[1], value)
    if (
        tokens.words[end] == "of"
        and tokens.words[end + 1] in {"last", "this", "next"}
        and tokens.words[end + 2] == "year"
        and published
    ):
        base = published.year + _DIRECTIONS[tokens.words[end + 1]]
        value = DateValue(
            resolution="quarter",
            value=f"{base:04d}-Q{int(number.value)}",
            relative=relative,
            certainty="resolved",
        )
        return DateMatch(at, end + 3, value)
    return DateMatch(at, end, DateValue(resolution="quarter", relative=relative))


def _past_rule(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Read ``half past nine``, ``quarter to five``, ``ten past 6``."""
    word, link = tokens.words[at], tokens.words[at + 1]
    if link not in {"past", "to"} or (word == "half" and link == "to"):
        return None
    hour = UNITS.get(tokens.words[at + 2]) or (int(tokens.words[at + 2]) if tokens.words[at + 2] in _HOURS else None)
    if hour is None or not 1 <= hour <= 12:
        return None
    minutes = 30 if word == "half" else 15
    minute = minutes if link == "past" else 60 - minutes
    hour -= link == "to"
    half, end = _meridiem(tokens, at + 3)
    hour += 12 if half == "pm" and hour < 12 else 0
    first = at - (tokens.words[at - 1] == "a")
    clock = f"{hour:02d}:{minute:02d}"
    value = DateValue(
        resolution="time",
        value=f"T{clock}",
        certainty="exact" if half in {"am", "pm"} else "likely",
    )
    return _with_day(tokens, DateMatch(first, end, value), clock, published)


_DAY_PARTS: Final = frozenset({"morning", "afternoon", "evening"})
_CLOCK_LEADERS: Final = frozenset({"at", "by", "until", "till", "around", "about", "before", "after", "from"})


_AFTER_HOUR: Final = TENS.keys() | {word for word, value in UNITS.items() if value >= 10} | words("a p am pm o in")


def spoken_clock(tokens: Tokens, at: int) -> DateMatch | None:
    """Return the time of day in words that the number at ``at`` begins, or None.

    ``five thirty pm``, ``seven o'clock``, ``ten minutes to nine``, ``twenty past ten``, ``eight in the morning``.
    """
    hour = UNITS.get(tokens.words[at], 0) if tokens.words[at + 1] in _AFTER_HOUR else 0
    if 1 <= hour <= 12:
        minute, end = _spoken_minutes(tokens, at + 1)
        half, after = _meridiem(tokens, end)
        part, after_part = _part_of_day(tokens, after)
        led = minute and tokens.words[at - 1] in {"at", "by", "until", "till"} and tokens.kinds[end] != WORD
        if half or part or led:
            return _spoken(tokens, at, (hour, minute), half or part, after_part)
    return _minutes_from_hour(tokens, at)


def _spoken_minutes(tokens: Tokens, at: int) -> tuple[int, int]:
    if tokens.words[at] not in TENS and UNITS.get(tokens.words[at], 0) < 10:
        return 0, at
    number = parse_number(tokens, at)
    if number is None or number.shape != "words" or number.value > _MAX_MINUTE:
        return 0, at
    return int(number.value), number.end


def _part_of_day(tokens: Tokens, at: int) -> tuple[str, int]:
    if tokens.words[at : at + 2] == ["in", "the"] and tokens.words[at + 2] in _DAY_PARTS:
        return ("am" if tokens.words[at + 2] == "morning" else "pm"), at + 3
    return "", at


def _spoken(tokens: Tokens, at: int, time: tuple[int, int], half: str, end: int) -> DateMatch:
    hour, minute = time
    hour += 12 if half == "pm" and hour < 12 else 0
    sure: calendar.Certainty = "exact" if half in {"am", "pm"} else "likely"
    return DateMatch(at, end, DateValue(resolution="time", value=f"T{hour:02d}:{minute:02d}", certainty=sure))


def _minutes_from_hour(tokens: Tokens, at: int) -> DateMatch | None:
    """Read ``ten minutes past four`` and ``twenty to nine in the morning``."""
    number = parse_number(tokens, at) if tokens.words[at + 1] in _PAST_OR_NEAR else None
    if number is None or number.shape not in {"words", "digits"} or not 0 < number.value < 60:
        return None
    step = number.end + (tokens.words[number.end] in {"minutes", "minute"})
    link, named = tokens.words[step], step > number.end
    form = tokens.words[step + 1]
    hour = UNITS.get(form) or (int(form) if form in _HOURS else 0)
    if link not in {"past", "to", "after"} or not 1 <= hour <= 12 or number.value != int(number.value):
        return None
    half, end = _meridiem(tokens, step + 2)
    part, end = _part_of_day(tokens, end)
    sure = (
        half or part or named or link == "past" or (link == "to" and tokens.words[at - 1] in _CLOCK_LEADERS - {"from"})
    )
    closes = half or part or tokens.kinds[end] != WORD or tokens.words[end] in _STOPS
    if not sure or not closes or (link == "after" and not named) or number.value > 30 + 29 * named:
        return None
    minute = int(number.value) if link != "to" else 60 - int(number.value)
    return _spoken(tokens, at, ((hour - (link == "to")) % 24, minute), half or part, end)


_PAST_OR_NEAR: Final = frozenset({"past", "to", "after", "minutes", "minute", "-"}) | frozenset(UNITS)


def _edge_rule(tokens: Tokens, at: int, published: datetime | None) -> DateMatch | None:
    """Read ``the end of the year``, ``the start of the week``: of the one of publication."""
    named = tokens.words[at + 2] == "the"
    end = at + 3 + named
    unit = tokens.words[end - 1]
    if tokens.words[at + 1] != "of" or unit not in {"week", "month", "year", "decade", "century"}:
        return None
    if not named and tokens.kinds[end] == WORD and tokens.words[end] not in _STOPS:
        return None
    first = at - (tokens.words[at - 1] == "the")
    relative = tokens.slice(first, end).lower()
    return DateMatch(first, end, calendar.shifted_unit(unit, 0, published, relative, "likely"))


_BEFORE_DATES: Final = _APOSTROPHES | {"ad"}
_BEHIND_DATES: Final = (
    DASHES
    | _PAST_OR_NEAR
    | _AFTER_HOUR
    | _CLOCK_WORDS.keys()
    | MONTHS.keys()
    | _MONTH_SHORT.keys()
    | _ERAS
    | {":", "/", "to", "and", "or", "of"}
)
"""What stands beside a number of a date, where nothing touches its digits and it is no year."""
_EDGES: Final = frozenset({"end", "start", "beginning", "middle", "rest", "close"})
_HOURS: Final = frozenset(map(str, range(1, 13)))
_RULES: Final = (
    (frozenset({"half", "quarter"}), _past_rule),
    (_EDGES, _edge_rule),
    (frozenset(MONTHS) | frozenset(_MONTH_SHORT), _month_rule),
    (frozenset(WEEKDAYS) | frozenset(_DAY_SHORT), _weekday_rule),
    (frozenset(_DAYS), _day_word),
    (frozenset(_DIRECTIONS), _direction_rule),
    (_RELATIVE_UNITS, _day_before),
    (_PART_WORDS, _part_rule),
    (_SEASONS, _season_rule),
    (frozenset(_CLOCK_WORDS), _clock_word),
    (frozenset({"q", "h", "fy"}), _quarter_rule),
    (_HOLIDAY_WORDS, _holiday_rule),
    (frozenset(_DECADE_WORDS), _decade_word),
)
DATE_TRIGGERS: Final[frozenset[str]] = frozenset().union(*(table for table, _ in _RULES))
_RULES_OF: Final = {word: tuple(rule for table, rule in _RULES if word in table) for word in DATE_TRIGGERS}
