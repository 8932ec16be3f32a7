"""What temporal expressions mean, given the publication time: plain calendar arithmetic.

Without a publication time relative forms stay as they are; the clock is never asked.
"""

from datetime import date, datetime, timedelta
from typing import Final, Literal

from streams.records.figure import DateValue

Resolution = Literal["year", "quarter", "month", "week", "day", "time", "none"]
Certainty = Literal["exact", "resolved", "likely", "unknown"]

_DAYS_IN_WEEK: Final = 7
_MONTHS: Final = 12
_DECEMBER: Final = 12
_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month, in the northern hemisphere: a convention, hence never more than ``likely``."""
_SEASON_MONTHS: Final = 3


def month_text(year: int, month: int) -> str:
    """Return ``YYYY-MM``."""
    return f"{year:04d}-{month:02d}"


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """Return year and month, moved by a number of months."""
    index = year * _MONTHS + month - 1 + by
    return index // _MONTHS, index % _MONTHS + 1


def valid_day(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar has the day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def day_value(year: int, month: int, day: int, certainty: Certainty = "exact") -> DateValue:
    """Return the value of a full date."""
    return DateValue(resolution="day", value=f"{year:04d}-{month:02d}-{day:02d}", certainty=certainty)


def day_without_year(month: int, day: int, published: datetime | None, relative: str, *, future: bool) -> DateValue:
    """Return the value of ``April 24``: of the year that brings it nearest to publication."""
    if published is None:
        return DateValue(resolution="day", relative=relative)
    today = published.date()
    candidates = [
        date(year, month, day) for year in (today.year - 1, today.year, today.year + 1) if valid_day(year, month, day)
    ]
    if future:
        candidates = [day for day in candidates if day >= today] or candidates
    if not candidates:
        return DateValue(resolution="day", relative=relative)
    best = min(candidates, key=lambda candidate: abs((candidate - today).days))
    return DateValue(resolution="day", value=best.isoformat(), relative=relative, certainty="likely")


def month_without_year(month: int, published: datetime | None, relative: str, *, future: bool) -> DateValue:
    """Return the value of ``in January``: the last one not after publication, or the next one."""
    if published is None:
        return DateValue(resolution="month", relative=relative)
    year = published.year
    if future and month < published.month:
        year += 1
    if not future and month > published.month:
        year -= 1
    return DateValue(resolution="month", value=month_text(year, month), relative=relative, certainty="likely")


def weekday_value(weekday: int, published: datetime | None, relative: str, direction: str) -> DateValue:
    """Return the day meant by a weekday's name.

    Args:
        weekday: 0 for Monday.
        published: Publication time.
        relative: The expression, lower case.
        direction: ``last`` (before the publication day), ``past`` (that day or before), ``next``
            (after it), or ``this`` (that day or after it).
    """
    if published is None:
        return DateValue(resolution="day", relative=relative)
    today = published.date()
    back = (today.weekday() - weekday) % _DAYS_IN_WEEK
    if direction == "last":
        back = back or _DAYS_IN_WEEK
    elif direction == "next":
        back -= _DAYS_IN_WEEK
    elif direction == "this":
        back = back - _DAYS_IN_WEEK if back else 0
    day = _moved(today, -back)
    if day is None:
        return DateValue(resolution="day", relative=relative)
    return DateValue(resolution="day", value=day.isoformat(), relative=relative, certainty="likely")


def _moved(day: date, by: int) -> date | None:
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return None


def shifted_day(published: datetime | None, by: int, relative: str) -> DateValue:
    """Return the day a number of days from publication: ``yesterday``, ``tomorrow``."""
    day = _moved(published.date(), by) if published else None
    if day is None:
        return DateValue(resolution="day", relative=relative)
    return DateValue(resolution="day", value=day.isoformat(), relative=relative, certainty="resolved")


def shifted_unit(
    unit: str, by: int, published: datetime | None, relative: str, certainty: Certainty = "resolved"
) -> DateValue:
    """Return the calendar unit a number of units from publication: ``last week``, ``next year``."""
    resolution: dict[str, Resolution] = {
        "day": "day", "weekend": "day", "week": "week", "fortnight": "week", "month": "month",
        "quarter": "quarter", "year": "year", "decade": "year", "century": "year", "hour": "time",
    }  # fmt: skip
    fine = resolution.get(unit, "none")
    if published is None:
        return DateValue(resolution=fine, relative=relative)
    try:
        value, end = _unit_value(unit, by, published)
    except (OverflowError, ValueError):
        value, end = None, None
    if value is None:
        return DateValue(resolution=fine, relative=relative)
    return DateValue(resolution=fine, value=value, end=end, relative=relative, certainty=certainty)


def _unit_value(unit: str, by: int, published: datetime) -> tuple[str | None, str | None]:
    today = published.date()
    if unit == "day":
        return (today + timedelta(days=by)).isoformat(), None
    if unit == "weekend":
        saturday = today + timedelta(days=5 - today.weekday() + _DAYS_IN_WEEK * by)
        return saturday.isoformat(), (saturday + timedelta(days=1)).isoformat()
    if unit in {"week", "fortnight"}:
        weeks = by * (2 if unit == "fortnight" else 1)
        year, week, _ = (today + timedelta(days=_DAYS_IN_WEEK * weeks)).isocalendar()
        return f"{year:04d}-W{week:02d}", None
    if unit == "month":
        return month_text(*_checked(*shift_month(today.year, today.month, by))), None
    if unit == "quarter":
        index = today.year * 4 + (today.month - 1) // 3 + by
        return f"{_checked(index // 4, 1)[0]:04d}-Q{index % 4 + 1}", None
    if unit == "year":
        return f"{_checked(today.year + by, 1)[0]:04d}", None
    if unit in {"decade", "century"}:
        length = 10 if unit == "decade" else 100
        first = (today.year // length + by) * length
        return f"{_checked(first, 1)[0]:04d}", f"{first + length - 1:04d}"
    if unit == "hour":
        return (published + timedelta(hours=by)).strftime("%Y-%m-%dT%H"), None
    return None, None


def _checked(year: int, month: int) -> tuple[int, int]:
    """Return the pair when its year is one that ISO 8601 writes with four digits."""
    if not 1 <= year <= 9999:
        raise ValueError(year)
    return year, month


_COARSE_UNITS: Final = {
    "month": frozenset({"month", "quarter", "year", "decade", "century"}),
    "year": frozenset({"year", "decade", "century"}),
}


def calendar_day(value: DateValue, unit: str) -> datetime | None:
    """Return the first day of a date, when it is fine enough to count ``unit`` from; None otherwise."""
    if value.value is None or (value.resolution != "day" and unit not in _COARSE_UNITS.get(value.resolution, ())):
        return None
    try:
        return datetime.fromisoformat((value.value + "-01-01")[: len("2025-01-01")])
    except ValueError:
        # A year before Christ.
        return None


def season_value(season: str, year: int | None, published: datetime | None, relative: str, by: int = 0) -> DateValue:
    """Return the months of a season, of a given year or seen from publication.

    Args:
        season: Its name.
        year: The year the text names, if any.
        published: Publication time.
        relative: The expression, lower case.
        by: -1 for the last one that ended, 0 for this year's, 1 for the next one to start.
    """
    first = _SEASONS[season]
    if year is None:
        if published is None:
            return DateValue(resolution="month", relative=relative)
        year = published.year
        if by < 0 and published.month < first + _SEASON_MONTHS:
            year -= 1
        if by > 0 and published.month >= first:
            year += 1
    end_year, end_month = shift_month(year, first, _SEASON_MONTHS - 1)
    return DateValue(
        resolution="month",
        value=month_text(year, first),
        end=month_text(end_year, end_month),
        relative=relative,
        certainty="likely",
    )


def with_time(value: DateValue, clock: str) -> DateValue:
    """Return the day's value with a time of day added."""
    if value.value is None or value.resolution != "day":
        return DateValue(resolution="time", value=value.value, relative=value.relative, certainty=value.certainty)
    return DateValue(
        resolution="time",
        value=f"{value.value}T{clock}",
        relative=value.relative,
        certainty=value.certainty,
    )
