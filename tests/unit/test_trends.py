"""When an article counts as published, what counts of it, and how totals are shown."""

import io

import orjson
import pytest
from aiokafka import ConsumerRecord
from rich.console import Console

from streams.cli.trends import Choice, lines, tables
from streams.codecs import encode
from streams.errors import DecodeError
from streams.records import Entity, Mention, Trend, TrendEntity
from streams.trends.counter import NAME_LIMIT, event_time, sighting_of
from streams.trends.view import TrendView

NOW = 1_790_000_000.0
NOW_MS = int(NOW * 1000)


@pytest.mark.parametrize(
    ("published", "received", "expected"),
    [
        ("2026-03-17T08:00:00Z", "2026-03-18T08:00:00Z", 1773734400),
        ("2026-03-17T09:00:00+01:00", None, 1773734400),
        ("2026-03-17T08:00:00", None, 1773734400),  # without an offset: UTC
        ("2026-03-17", None, 1773705600),
        (None, "2026-03-17T08:00:00Z", 1773734400),
        ("2126-03-17T08:00:00Z", "2026-03-17T08:00:00Z", 1773734400),  # not yet
        ("0001-01-01T00:00:00Z", "2026-03-17T08:00:00Z", 1773734400),  # "unknown"
        ("yesterday", "2026-03-17T08:00:00Z", 1773734400),
        (None, "2126-03-17T08:00:00Z", NOW),
        (None, "9999-12-31T23:59:59-14:00", NOW),
        (None, None, NOW),
    ],
)
def test_time_of_an_article(published, received, expected):
    assert event_time(published, received, NOW_MS) == expected


def record(value: bytes | None) -> ConsumerRecord[bytes, bytes]:
    return ConsumerRecord("enriched", 0, 7, NOW_MS, 0, b"k", value, -1, -1, -1, ())


def entity(identity: str, name: str, mentions: int) -> Entity:
    mention = Mention(field="text", start=0, end=1, text="x")
    return Entity(id=identity, type="ORG", name=name, salience=0.5, mentions=(mention,) * mentions)


def test_what_counts_of_an_event():
    entities = [orjson.loads(encode(e)) for e in (entity("a", "A" * 999, 3), entity("b", "B", 1), entity("a", "A", 9))]
    value = orjson.dumps({"event_id": "e", "article": {"published_at": "2026-03-17"}, "entities": entities})
    sighting = sighting_of(record(value))
    assert (sighting.event_id, sighting.time) == ("e", 1773705600)
    # An entity that stands twice in an event counts once.
    assert [(e.id, e.mentions) for e in sighting.entities] == [("a", 3), ("b", 1)]
    assert len(sighting.entities[0].name) == NAME_LIMIT


@pytest.mark.parametrize("value", [None, b"", b"{", b"[]", b"{}", b'{"event_id":"e","article":{},"entities":[{}]}'])
def test_what_is_no_event(value):
    with pytest.raises(DecodeError):
        sighting_of(record(value))


def trend(hour: int, partition: int, name: str | None, articles: int, mentions: int, kind="ORG", **more) -> Trend:
    return Trend(
        window_start=f"2026-03-17T{hour:02}:00:00.000Z",
        window_end=f"2026-03-17T{hour + 1:02}:00:00.000Z",
        partition=partition,
        entity=TrendEntity(id=name.casefold(), type=kind, name=name) if name else None,
        articles=articles,
        mentions=mentions,
        **more,
    )


@pytest.fixture
def view() -> TrendView:
    view = TrendView()
    for one in (
        trend(8, 0, None, 9, 9),
        trend(8, 0, "Acme", 1, 1),
        trend(8, 0, "Acme", 4, 5),  # newer
        trend(8, 1, "ACME", 5, 6),
        trend(8, 0, "Zeta", 9, 9, "PERSON"),
        trend(8, 1, "Beta", 2, 7),
        trend(8, 1, "Gamma", 2, 8),
        trend(9, 0, None, 3, 3, late=2, untracked=1),
        trend(9, 1, None, 1, 3),
        trend(9, 1, "Evil\u202e\x1b[31m", 1, 1),
    ):
        view.take(one)
    return view


def test_newest_records_add_up_over_partitions(view):
    (eight, nine) = view.windows()
    top = view.top([eight])
    assert [(t.entity.name, t.articles, t.mentions) for t in top] == [
        ("ACME", 9, 11),  # as the partition has it that counts most
        ("Zeta", 9, 9),
        ("Gamma", 2, 8),
        ("Beta", 2, 7),
    ]
    assert [t.entity.name for t in view.top([eight], label="ORG", limit=2)] == ["ACME", "Gamma"]
    whole = view.whole([eight, nine])
    assert (whole.articles, whole.late, whole.untracked) == (13, 2, 1)


@pytest.mark.parametrize(
    ("window", "last", "groups"),
    [
        ("newest", None, [[9]]),
        ("all", None, [[8], [9]]),
        ("2026-03-17T08:59:59Z", None, [[8]]),
        ("2026-03-17T10:00:00Z", None, []),
        ("newest", "1h", [[9]]),
        ("newest", "61m", [[8, 9]]),
        ("newest", "999999999d", [[8, 9]]),
    ],
)
def test_which_windows_are_shown(view, window, last, groups):
    found = Choice(window, last, None, 5).of(view)
    assert [[int(start[11:13]) for start, _ in group] for group in found] == groups


def test_lines_and_tables(view):
    choice = Choice("newest", None, None, 5)
    (line,) = map(orjson.loads, lines(view, choice))
    assert (line["articles"], line["window_articles"], line["window_late"]) == (1, 4, 2)
    output = io.StringIO()
    Console(file=output, width=80).print(tables(view, choice))
    shown = output.getvalue()
    assert "2026-03-17T09:00Z to 2026-03-17T10:00Z: 4 articles, 2 late, 1 entities untracked" in shown
    assert "Evil" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_nothing_to_show():
    assert lines(TrendView(), Choice("newest", None, None, 5)) == []
    assert lines(TrendView(), Choice("newest", "1d", None, 5)) == []
