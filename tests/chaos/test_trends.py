"""Trends come to the true counts, whatever is killed; and the checker of trends finds what is wrong."""

import json

import pytest

from tests.chaos.checker import Record, Verdict
from tests.chaos.runner import EVERY_WORKER, Chaos, Plan
from tests.chaos.trend_checker import Counts, check_trends, published_counts, true_counts

KILLS = Plan(
    articles=3000,
    workers=2,
    # Both at once: two kills for one session that has to run out.
    faults=5,
    seed=20261125,
    kinds=(EVERY_WORKER,),
    pause_seconds=(0.6, 1.6),
    seconds_per_fault=4.0,
)


@pytest.mark.chaos
async def test_trends_are_true_after_ten_kills_while_articles_are_replayed(tmp_path):
    result = await Chaos(KILLS, tmp_path, progress=False).run()
    assert result.ok(), result.table()
    assert result.verdict.trends > 20, result.table()
    assert result.verdict.late > 0, result.table()


def event(identity: str, published: str, *names: str) -> bytes:
    entities = [{"id": name, "mentions": [{}, {}]} for name in names]
    return json.dumps({"event_id": identity, "article": {"published_at": published}, "entities": entities}).encode()


def trend(start: str, name: str | None, articles: int, mentions: int, late: int = 0, partition: int = 0) -> bytes:
    return json.dumps(
        {
            "window_start": start,
            "partition": partition,
            "entity": {"id": name} if name else None,
            "articles": articles,
            "mentions": mentions,
            "late": late,
        }
    ).encode()


EIGHT, NINE, ELEVEN = (f"2026-03-01T{hour:02}:00:00Z" for hour in (8, 9, 11))
ENRICHED = [
    Record(0, 0, event("a", "2026-03-01T08:10:00Z", "x")),
    Record(0, 1, event("b", "2026-03-01T09:10:00Z", "x", "y")),
    Record(0, 2, event("a", "2026-03-01T08:10:00Z", "x")),  # a repeat
    Record(1, 0, event("c", "2026-03-01T08:59:59Z", "x")),
    Record(0, 3, event("d", "2026-03-01T11:00:00Z")),
    Record(0, 4, event("e", "2026-03-01T08:00:00Z", "x")),  # late, with an hour of grace
]
TRENDS = [
    trend(EIGHT, None, 1, 2),
    trend(EIGHT, "x", 1, 2),
    trend(EIGHT, None, 1, 2, partition=1),
    trend(EIGHT, "x", 1, 2, partition=1),
    trend(NINE, None, 1, 4),
    trend(NINE, "x", 1, 2),
    trend(NINE, "y", 1, 2),
    trend(ELEVEN, None, 0, 0),
    trend(ELEVEN, None, 1, 0, late=1),
]


def verdict_on(trends: list[bytes]) -> Verdict:
    verdict = Verdict()
    check_trends(verdict, ENRICHED, [Record(0, n, value) for n, value in enumerate(trends)], 3600.0)
    return verdict


def test_true_trends_have_no_defect():
    assert verdict_on(TRENDS).defects == {}
    assert Counts(2, 4, 0) in true_counts(ENRICHED, 3600.0).values()
    assert published_counts([Record(0, 0, TRENDS[0])]).keys() == {(1772352000.0, None)}


@pytest.mark.parametrize("number", range(len(TRENDS) - 2))
def test_a_missing_count_is_wrong(number):
    assert verdict_on([*TRENDS[:number], *TRENDS[number + 1 :]]).defects["wrong trend"] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        trend(EIGHT, "x", 2, 2),
        trend(EIGHT, "x", 1, 3),
        trend(NINE, "z", 1, 2),
        trend(EIGHT, None, 1, 2, late=1),
        trend(ELEVEN, None, 1, 0, late=2),
        trend(NINE, "x", 1, 2, partition=1),
    ],
)
def test_a_wrong_count_is_found(wrong):
    assert verdict_on([*TRENDS, wrong]).defects["wrong trend"] == 1
