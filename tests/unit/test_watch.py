"""Numbers between two looks at workers, trending entities, and the live page's bounds."""

import io
import time

import orjson
import pytest
from rich.console import Console

from streams.cli.dashboard import dashboard
from streams.cli.top import Look
from streams.metrics import WorkerMetrics
from streams.runtime.outputs import TOPIC_INDEX, OutputRecord
from streams.topics import ENRICHED, FIGURES
from streams.watch.pages import MAX_EVENTS_A_POLL, History, Moment, events_answer, state_answer
from streams.watch.recent import RecentEvents
from streams.watch.snapshot import Lag, Snapshot, between, combined, parse, quantile, take
from streams.watch.trending import MAX_EVENTS, Trending


def event(*names: str, figures: tuple[dict, ...] = (), title: str = "A title") -> dict:
    return {
        "article_id": "a1",
        "article": {"id": "a1", "title": title},
        "entities": [{"id": name.lower(), "type": "ORG", "name": name} for name in names],
        "figures": list(figures),
    }


def killed(value: float, text: str | None = None) -> dict:
    return {"kind": "cardinal", "value": value, "text": text or str(value), "of": "people", "event": "killed"}


class TestSnapshot:
    def test_own_metrics_are_read_back(self):
        metrics = WorkerMetrics()
        metrics.records_received.inc(5)
        metrics.records_sent.labels(ENRICHED.name).inc(3)
        metrics.records_sent.labels(FIGURES.name).inc(70)
        metrics.figures.labels("money").inc(7)
        metrics.deadletters.labels("decode", "invalid_json").inc(2)
        metrics.lag.labels("news.articles.raw.v1", "10").set(4)
        metrics.lag.labels("news.articles.raw.v1", "9").set(0)
        metrics.lag_seconds.labels("news.articles.raw.v1", "10").set(1.5)
        for seconds in (0.03, 0.03, 2.0):
            metrics.latency.observe(seconds)
        for accept in ("", "application/openmetrics-text; version=1.0.0"):
            page = metrics.expose(accept)[0].decode()
            read = parse(page.replace("# EOF\n", ""), 100.0)
            assert (read.received, read.enriched, read.figures["money"]) == (5, 3, 7)
            assert read.deadletters["invalid_json"] == 2
            assert [(lag.partition, lag.records, lag.seconds) for lag in read.lag] == [(9, 0, 0.0), (10, 4, 1.5)]
            assert read.latency[0.05] == 2
            assert read.latency[float("inf")] == 3
            assert read.resident_bytes > 1_000_000
        assert take(metrics.registry.collect(), 100.0).enriched == 3

    @pytest.mark.parametrize("page", ["", "<html>", "go_goroutines 7\n", "newsstream_words_total nonsense\n"])
    def test_pages_of_others_are_refused(self, page):
        with pytest.raises(ValueError, match="."):
            parse(page, 0.0)

    def test_rates_are_per_worker_and_survive_a_restart(self):
        before = {
            "a": Snapshot(time=10, enriched=100, words=1000, latency={1.0: 100}),
            "b": Snapshot(time=10, enriched=500, words=5000, latency={1.0: 500}),
        }
        later = {
            "a": Snapshot(time=20, enriched=150, words=1500, latency={1.0: 150}),
            "b": Snapshot(time=20, enriched=10, words=100, latency={1.0: 10}),  # started again
            "c": Snapshot(time=20, enriched=9999),  # seen for the first time
        }
        now = between(before, later)
        assert now.seconds == 10
        assert now.articles_per_second == 6
        assert now.words_per_second == 60
        assert now.latency_seconds["0.5"] == pytest.approx(0.5)

    def test_without_an_earlier_look_there_are_no_rates(self):
        now = between({}, {"a": Snapshot(time=20, enriched=9)})
        assert (now.articles_per_second, now.latency_seconds["0.99"]) == (0.0, None)

    def test_workers_add_up_and_a_partition_counts_once(self):
        both = combined(
            [
                Snapshot(
                    time=1, enriched=1, figures={"money": 2}, lag=(Lag(topic="t", partition=0, records=5, seconds=1.0),)
                ),
                Snapshot(
                    time=2,
                    enriched=2,
                    figures={"money": 3, "date": 1},
                    lag=(Lag(topic="t", partition=0, records=9, seconds=2.0),),
                ),
            ]
        )
        assert (both.workers, both.time, both.enriched) == (2, 2, 3)
        assert both.figures == {"money": 5, "date": 1}
        assert [lag.records for lag in both.lag] == [9]

    @pytest.mark.parametrize(
        ("share", "buckets", "expected"),
        [
            (0.5, {}, None),
            (0.5, {1.0: 0, float("inf"): 0}, None),
            (0.5, {1.0: 10, 2.0: 20, float("inf"): 20}, 1.0),
            (0.75, {1.0: 10, 2.0: 20, float("inf"): 20}, 1.5),
            (0.99, {1.0: 10, float("inf"): 20}, 1.0),
        ],
    )
    def test_quantiles_as_prometheus_estimates_them(self, share, buckets, expected):
        assert quantile(share, buckets) == expected


class TestTrending:
    def test_counts_articles_not_mentions(self):
        trending = Trending(60)
        trending.add(event("NATO", "NATO", "WHO"), 0)
        trending.add(event("NATO"), 1)
        assert [(e.name, e.articles) for e in trending.entities(9)] == [("NATO", 2), ("WHO", 1)]

    def test_forgets_what_left_the_window(self):
        trending = Trending(60)
        trending.add(event("NATO", figures=(killed(9),)), 0)
        trending.add(event("WHO"), 50)
        trending.forget(61)
        assert [e.name for e in trending.entities(9)] == ["WHO"]
        assert trending.figures(9) == []

    def test_is_bounded_whatever_comes(self):
        trending = Trending(1e9)
        for number in range(MAX_EVENTS + 500):
            trending.add(event(f"Company {number}", figures=tuple(killed(n) for n in range(50))), number)
        assert len(trending.entities(10**6)) == MAX_EVENTS
        assert len(trending._names) == MAX_EVENTS

    def test_one_figure_in_many_articles_is_one(self):
        trending = Trending(60)
        for moment in range(3):
            trending.add(event(figures=(killed(12, "12"), killed(3, "three"))), moment)
        assert [f.text for f in trending.figures(9)] == ["12", "three"]

    def test_money_compares_within_a_currency_and_comes_last(self):
        trending = Trending(60)
        money = [
            {"kind": "money", "value": 5.0, "text": "$5", "unit": "USD"},
            {"kind": "money", "value": 900.0, "text": "900 yen", "unit": "JPY"},
            {"kind": "ordinal", "value": 99, "text": "99th"},
            {"kind": "money", "value": None, "text": "some dollars", "unit": "USD"},
        ]
        trending.add(event(figures=(*money, killed(1))), 0)
        assert [f.group for f in trending.figures(9)] == ["killed", "money JPY", "money USD"]


class TestRecent:
    @staticmethod
    def output(topic, value: bytes) -> OutputRecord:
        return OutputRecord(TOPIC_INDEX[topic.name], 0, b"k", value, [])

    def test_keeps_enriched_events_only_within_bounds(self):
        recent = RecentEvents(max_events=3, max_bytes=10)
        for number in range(6):
            recent.committed([self.output(ENRICHED, b"%d" % number), self.output(FIGURES, b"figure")])
        assert [kept.value for kept in recent.after(0, 9)] == [b"3", b"4", b"5"]
        assert [kept.sequence for kept in recent.after(5, 9)] == [6]
        recent.committed([self.output(ENRICHED, b"x" * 11)])
        assert recent.after(0, 9) == []
        assert recent.sequence == 7

    def test_answer_has_the_newest_and_starts_over_for_a_page_of_a_former_worker(self):
        recent = RecentEvents()
        for number in range(40):
            recent.committed([self.output(ENRICHED, b'{"n":%d}' % number)])
        answer = orjson.loads(events_answer(recent, 0))
        assert answer["sequence"] == 40
        assert [known["event"]["n"] for known in answer["events"]] == list(range(40 - MAX_EVENTS_A_POLL, 40))
        assert [e["sequence"] for e in orjson.loads(events_answer(recent, 39))["events"]] == [40]
        assert orjson.loads(events_answer(recent, 40))["events"] == []
        assert len(orjson.loads(events_answer(recent, 10**9))["events"]) == MAX_EVENTS_A_POLL

    def test_state_is_json_with_the_charts(self):
        history = History()
        history.add(Moment(1.0, 2.0, 3))
        state = orjson.loads(state_answer(take(WorkerMetrics().registry.collect(), 9.0), history, ready=False))
        assert state["history"] == [[1.0, 2.0, 3]]
        assert state["latency"][-1] == [None, 0]
        assert state["ready"] is False


class TestDashboard:
    def drawn(self, width: int, *, partitions: int = 4) -> str:
        trending = Trending(60)
        trending.add(event("Evil\x1b[2J\u202eCorp", figures=(killed(7),), title="\x1b]0;owned\x07Title" + "x" * 500), 0)
        lag = tuple(
            Lag(topic="news.articles.raw.v1", partition=number, records=number, seconds=0.5)
            for number in range(partitions)
        )
        total = Snapshot(time=time.time(), enriched=1234567, deadletters={"invalid_json": 3}, lag=lag)
        console = Console(file=io.StringIO(), width=width, force_terminal=False)
        console.print(dashboard(Look(total, between({}, {}), ["http://gone:6066"], trending)))
        return console.file.getvalue()

    @pytest.mark.parametrize("width", [40, 80, 200])
    def test_hostile_text_does_nothing_at_any_width(self, width):
        drawn = self.drawn(width)
        assert not set("\x1b\x07\u202e") & set(drawn)
        assert max(map(len, drawn.splitlines())) <= width
        assert "3 invalid_json" in drawn

    def test_many_partitions_show_the_worst(self):
        drawn = self.drawn(120, partitions=128)
        assert "120 more" in drawn
        assert "127" in drawn
        assert len(drawn.splitlines()) < 50

    def test_worker_that_is_gone_is_named(self):
        assert "does not answer: http://gone:6066" in self.drawn(120)
