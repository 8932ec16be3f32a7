"""The entities named most: counted by article, bounded in number and length, renewed once a minute."""

import json

from streams.metrics import WorkerMetrics
from streams.runtime.outputs import output_record
from streams.topics import ENRICHED, ENTITIES
from streams.watch.most_named import MAX_NAMES, MINUTES, SHOWN, MostNamed

NOON = 43_200.0


def named(name, *, key=None, kind="PERSON"):
    value = json.dumps({"entity": {"id": "1", "type": kind, "name": name, "salience": 0.5}}).encode()
    return output_record(ENTITIES, (key or name).encode(), value, [])


def test_counts_articles_and_shows_the_most_named():
    most = MostNamed()
    most.committed([named("Ada"), named("Bo"), output_record(ENRICHED, b"Ada", b"{}", [])], NOON)
    most.committed([named("Ada")] + [named(f"once {number}") for number in range(20)], NOON + 61)
    shown = most.shown(NOON + 62)
    assert shown[0] == ("PERSON", "Ada", 2)
    assert len(shown) == SHOWN


def test_names_change_once_a_minute_at_most_and_leave():
    most = MostNamed()
    most.committed([named("Ada")], NOON)
    assert most.shown(NOON) == [("PERSON", "Ada", 1)]
    most.committed([named("Bo"), named("Bo")], NOON + 1)
    assert most.shown(NOON + 59) == [("PERSON", "Ada", 1)]
    assert most.shown(NOON + 60) == [("PERSON", "Bo", 2), ("PERSON", "Ada", 1)]
    assert most.shown(NOON + 60 * MINUTES) == []


def test_namesakes_share_a_series():
    most = MostNamed()
    most.committed([named("Springfield", key="a"), named("Springfield", key="b")], NOON)
    assert most.shown(NOON) == [("PERSON", "Springfield", 2)]


def test_is_bounded_whatever_comes():
    most = MostNamed()
    for start in range(0, 4 * MAX_NAMES, 100):
        most.committed([named(f"name {number}") for number in range(start, start + 100)] + [named("Ada")], NOON)
    assert len(most._values) <= MAX_NAMES + 1
    assert most.shown(NOON)[0][1] == "Ada"
    most.committed([named("x" * 1_000_000)] * 500, NOON - 3600)  # a clock set back
    assert max(len(name) for _, name, _ in most.shown(NOON + 60)) <= 80


def test_the_metric_has_ten_series_and_survives_any_name():
    metrics = WorkerMetrics()
    hostile = 'a "quoted"\nname\\ \u202e'
    metrics.most_named.committed([named(hostile)] + [named(str(number)) for number in range(20)], NOON)
    metrics.set_lag({}, NOON)
    page = metrics.expose("")[0].decode()
    series = [line for line in page.splitlines() if line.startswith("newsstream_trending_entity_articles{")]
    assert len(series) == SHOWN
    assert any("quoted" in line for line in series)
    metrics.set_lag({}, NOON + 3600)
    assert b"newsstream_trending_entity_articles{" not in metrics.expose("")[0]
