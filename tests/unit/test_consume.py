"""What `consume --where`, `--since` and `--offset` mean."""

from datetime import UTC, datetime

import pytest

from streams.cli.consume import parse_condition, parse_time, values_at
from streams.errors import UsageError

RECORD = {
    "article": {"id": "a", "source": "Wire"},
    "entities": [{"type": "PERSON", "name": "Ann Lee"}, {"type": "ORG", "name": "UN"}],
    "figure": {"value": 12, "event": "killed", "vague": False, "unit": None},
}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("type=PERSON", True),
        ("entities.type=ORG", True),
        ("type=GPE", False),
        ("type!=GPE", True),
        ("type!=ORG", False),
        ("value=12", True),
        ("value=12.0", True),
        ("value>=12", True),
        ("value>12", False),
        ("figure.value<13", True),
        ("value<=many", False),
        ("event=killed", True),
        ("vague=false", True),
        ("unit=null", True),
        ("name~^Ann", True),
        ("name~^Lee", False),
        ("article.source=Wire", True),
        ("source=", False),
        ("no_such=1", False),
        ("no_such!=1", True),
    ],
)
def test_conditions(condition, holds):
    assert parse_condition(condition).holds(RECORD) is holds


@pytest.mark.parametrize("text", ["", "type", "=x", "a b=c", "name~["])
def test_conditions_that_are_none_are_refused(text):
    with pytest.raises(UsageError):
        parse_condition(text)


def test_values_are_found_at_any_depth():
    assert list(values_at(RECORD, ["name"])) == ["Ann Lee", "UN"]


def test_since_is_a_time_or_a_duration():
    now = datetime(2026, 1, 2, 12, tzinfo=UTC)
    assert parse_time("90s", now).isoformat() == "2026-01-02T11:58:30+00:00"
    assert parse_time("2026-01-01T00:00:00Z", now) == datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(UsageError):
        parse_time("yesterday", now)
