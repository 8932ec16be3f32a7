# ruff: noqa: DTZ001 - articles come without zones too
"""What temporal expressions mean, with and without a publication time."""

from datetime import datetime

import pytest

from streams.enrich.figures import extract_figures
from streams.records.figure import DateValue

FRIDAY = datetime(2025, 4, 25, 9, 0)


def _date(text: str, published: datetime | None = FRIDAY) -> DateValue:
    figures = [figure for figure in extract_figures(text, published_at=published) if figure.date]
    assert len(figures) == 1, figures
    value = figures[0].date
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("text", "value", "end"),
    [
        ("It opened on 24 April 2025.", "2025-04-24", None),
        ("It opened on April 24, 2025.", "2025-04-24", None),
        ("It opened on the 24th of April 2025.", "2025-04-24", None),
        ("It opened on Thursday, April 24, 2025.", "2025-04-24", None),
        ("It opened on 2025-04-24.", "2025-04-24", None),
        ("It opened on 24/04/2025.", "2025-04-24", None),
        ("It opened on 24.04.2025.", "2025-04-24", None),
        ("It opened at 2025-04-24T09:30:00Z.", "2025-04-24T09:30", None),
        ("It ran on 24-26 April 2025.", "2025-04-24", "2025-04-26"),
        ("It ran from April 24 to 26, 2025.", "2025-04-24", "2025-04-26"),
        ("It ran April 24-May 3, 2025.", "2025-04-24", "2025-05-03"),
        ("It opened in April 2025.", "2025-04", None),
        ("It opened in 1984.", "1984", None),
        ("It was open from 1984 to 1991.", "1984", "1991"),
        ("The 2019-20 season was cut short.", "2019", "2020"),
        ("It was big in the 1990s.", "1990", "1999"),
        ("It was built in the 19th century.", "1801", "1900"),
        ("Sales rose in Q3 2024.", "2024-Q3", None),
        ("Sales rose in the third quarter of 2024.", "2024-Q3", None),
        ("Sales rose in H1 2024.", "2024-01", "2024-06"),
        ("The town fell in 70 BC.", "-0070", None),
        ("The bell rings at 9:30 p.m.", "T21:30", None),
        ("The bell rings at 1400 GMT.", "T14:00", None),
        ("The bell rings at quarter to five.", "T04:45", None),
    ],
)
def test_absolute_dates_are_the_same_with_and_without_publication_time(text: str, value: str, end: str | None) -> None:
    for published in (FRIDAY, None):
        found = _date(text, published)
        assert (found.value, found.end) == (value, end)
        assert found.certainty in {"exact", "likely"}


@pytest.mark.parametrize(
    ("text", "value", "certainty"),
    [
        ("He spoke on Thursday.", "2025-04-24", "likely"),
        ("He spoke on Friday.", "2025-04-25", "likely"),
        ("He will speak on Monday.", "2025-04-28", "likely"),
        ("He spoke last Friday.", "2025-04-18", "likely"),
        ("He speaks next Friday.", "2025-05-02", "likely"),
        ("He spoke yesterday.", "2025-04-24", "resolved"),
        ("He spoke yesterday evening.", "2025-04-24", "resolved"),
        ("He spoke the day before yesterday.", "2025-04-23", "resolved"),
        ("He speaks tomorrow.", "2025-04-26", "resolved"),
        ("He spoke last week.", "2025-W16", "resolved"),
        ("He speaks next month.", "2025-05", "resolved"),
        ("He spoke last year.", "2024", "resolved"),
        ("He spoke on April 20.", "2025-04-20", "likely"),
        ("He spoke on Dec. 20.", "2024-12-20", "likely"),
        ("He spoke in November.", "2024-11", "likely"),
        ("He will speak in January.", "2026-01", "likely"),
        ("He spoke in January last year.", "2024-01", "resolved"),
        ("He spoke two weeks ago.", "2025-W15", "resolved"),
        ("He spoke 44 days earlier.", "2025-03-12", "likely"),
        ("He spoke a year ago.", "2024", "resolved"),
        ("It is the worst since last summer.", "2024-06", "likely"),
        ("He spoke at 9:30 a.m. Thursday.", "2025-04-24T09:30", "likely"),
        ("It opens on Christmas Day.", "2024-12-25", "likely"),
    ],
)
def test_relative_dates_resolve_against_publication(text: str, value: str, certainty: str) -> None:
    found = _date(text)
    assert (found.value, found.certainty) == (value, certainty)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "On March 3 he resigned. Two days later he left, and the following day he was held.",
            ["03-03", "03-05", "03-06"],
        ),
        ("The attack on 12 May 2023 killed three. The next day, five more died.", ["2023-05-12", "2023-05-13"]),
        ("Speaking Thursday, he said that they had agreed 44 days earlier.", ["2025-04-24", "2025-03-11"]),
        ("She left in 2019 and returned the following year.", ["2019", "2020"]),
        ("Founded in 1990, it closed two years later.", ["1990", "1992"]),
        ("He was elected in March 2020 and ousted two months later.", ["2020-03", "2020-05"]),
        ("In 2019 he was arrested, and two days later he was free.", ["2019", None]),
        ("He was held on Monday, the day after the vote.", ["2025-04-21", None]),
        ("On March 3 the minister resigned; five days ago he was seen.", ["03-03", "2025-04-20"]),
    ],
)
def test_what_counts_from_a_date_of_the_text_resolves_against_it(text: str, values: list[str | None]) -> None:
    found = [figure.date.value for figure in extract_figures(text, published_at=FRIDAY) if figure.date]
    assert len(found) == len(values)
    for one, expected in zip(found, values, strict=True):
        assert one == expected or (one is not None and expected is not None and one.endswith(expected))


@pytest.mark.parametrize(
    "text",
    [
        "He spoke on Thursday.",
        "He spoke last week.",
        "He spoke on April 20.",
        "He spoke two weeks ago.",
        "He spoke last summer.",
        "He spoke yesterday.",
    ],
)
def test_relative_dates_stay_relative_without_a_publication_time(text: str) -> None:
    found = _date(text, None)
    assert found.value is None
    assert found.relative
    assert found.certainty == "unknown"


@pytest.mark.parametrize("year", [1, 9999])
def test_the_calendar_ends_without_an_error(year: int) -> None:
    edge = datetime(year, 1, 1) if year == 1 else datetime(year, 12, 31)
    text = "It was last week, next week, ten years ago, 300 centuries later, tomorrow, last spring."
    assert extract_figures(text, published_at=edge)


@pytest.mark.parametrize(
    "text",
    ["She may go.", "They march on.", "Theresa May spoke.", "The Sun said so.", "He fell last."],
)
def test_words_that_only_look_like_dates_are_left_alone(text: str) -> None:
    assert extract_figures(text, published_at=FRIDAY) == []
