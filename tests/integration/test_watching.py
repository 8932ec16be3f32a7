"""A real Prometheus watches real workers: every query answers, the numbers are true, alerts fire and resolve."""

import asyncio
import bisect
import itertools
import json
import math
import os
import re
import shutil
import subprocess
import sys
import time

import msgspec
import pytest
import yaml

from streams.kafka import topic_name
from streams.local import free_port
from streams.metrics import LATENCY_BUCKETS
from streams.reading import Start, open_reader
from streams.runtime.outputs import POSITION_HEADER
from streams.topics import DEADLETTERS, ENRICHED, ENTITIES, FIGURES, RAW
from tests.prometheus import Exporter, Prometheus
from tests.support import ROOT, Worker, environment_of, wait_until

pytestmark = pytest.mark.integration

RATE_SECONDS = 5
ARTICLES = 300
ARTICLES_OF_TWO = 800
RATE = 25
TOLERANCE = 0.02
# There is no such event in a run where all goes well, and no zero that would be true instead.
RIGHTLY_EMPTY = {"Duration of rebalances"}
ALERT_SECONDS = 40
# Slow machines: a replay of 800 articles takes 32 s when nothing hinders it.
FLOW_SECONDS = 90
OVERVIEW = "newsstream-overview"
DERIVED = (ENRICHED, ENTITIES, FIGURES, DEADLETTERS)


def queries(window: int = RATE_SECONDS):
    """Yield dashboard, panel and query of every target, with Grafana's variables filled in."""
    for path in sorted((ROOT / "deploy/grafana/dashboards").glob("*.json")):
        for panel in json.loads(path.read_text(encoding="utf-8"))["panels"]:
            for target in panel.get("targets", []):
                filled = target["expr"].replace("$__rate_interval", f"{window}s")
                for variable in ("$job", "$instance", "$topic"):
                    filled = filled.replace(variable, ".+")
                yield path.stem, panel["title"], filled


def shown(title: str, window: int) -> list[str]:
    """Return the queries of one panel of the overview."""
    return [query for dashboard, name, query in queries(window) if (dashboard, name) == (OVERVIEW, title)]


def rules():
    for path in sorted((ROOT / "deploy/prometheus/rules").glob("*.yml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
            yield from group["rules"]


@pytest.fixture
def prometheus(tmp_path):
    if shutil.which("prometheus") is None:
        if os.environ.get("CI"):
            pytest.fail("prometheus is not installed: Debian has a package of that name")
        pytest.skip("prometheus is not installed (Debian: apt-get install prometheus)")
    started = Prometheus(tmp_path)
    yield started
    started.stop()


@pytest.fixture
def exporter(settings):
    started = Exporter(settings)
    yield started
    started.stop()


def check_queries(prometheus: Prometheus) -> None:
    empty = [
        (dashboard, title, expression)
        for dashboard, title, expression in queries()
        if not prometheus.query(expression) and title not in RIGHTLY_EMPTY
    ]
    assert not empty
    for rule in rules():
        if "record" in rule:
            assert prometheus.query(rule["record"]), rule["record"]
            continue
        # That an alert is quiet must not come from a series that does not exist.
        for selector in re.findall(r"\b\w+\{[^}]*\}|\b\w+:\w+:\w+", rule["expr"]):
            assert prometheus.query(f"count({selector})"), (rule["alert"], selector)


class Run:
    """What one run of a stream left in the topics, and what the dashboard says of it.

    Begins and ends at rest: a window that starts with every counter at zero and ends with its last sample has the
    whole run in it, so that Prometheus extrapolates (almost) nothing and one slow scrape more or less bends nothing.
    """

    def __init__(self, prometheus: Prometheus, settings) -> None:
        self.prometheus = prometheus
        self.settings = settings
        self.started = self._last_sample()

    def _last_sample(self) -> float:
        return self.prometheus.value("max(timestamp(newsstream_words_total))")

    def finish(self) -> None:
        """Wait for the end, by the group's offsets in Kafka, and read everything."""
        group = "sum(kafka_consumergroup_lag)"
        wait_until(lambda: self.prometheus.answers(f"{group} == 0"), FLOW_SECONDS, f"{group} is not 0")
        # Two scrapes more, so that the last commit is among the samples.
        rested = time.time() + 1
        wait_until(lambda: self._last_sample() > rested, 30, "no scrape")
        self.ended = self._last_sample()
        self.window = math.ceil(self.ended - self.started)
        self.records = {topic.name: asyncio.run(everything(self.settings, topic)) for topic in (RAW, *DERIVED)}
        done = len(self.records[ENRICHED.name]) + len(self.records[DEADLETTERS.name])
        assert done == len(self.records[RAW.name]), "every article once"

    def _values(self, expression: str) -> list[float]:
        return [float(sample["value"][1]) for sample in self.prometheus.query(expression, self.ended)]

    def check_counts(self, tolerance: float) -> None:
        """Compare what the panels draw with what is in the topics."""
        enriched = len(self.records[ENRICHED.name])
        (query,) = shown("Articles per second", self.window)
        (per_second,) = self._values(query)
        assert per_second * self.window == pytest.approx(enriched, rel=tolerance)
        _, query, failed = shown("Throughput", self.window)
        assert self._values(query)[0] == per_second
        letters = len(self.records[DEADLETTERS.name])
        assert self._values(failed)[0] * self.window == pytest.approx(letters, rel=tolerance, abs=1.5)
        (query,) = shown("Records sent by topic", self.window)
        drawn = {s["metric"]["topic"]: float(s["value"][1]) for s in self.prometheus.query(query, self.ended)}
        for topic in DERIVED:
            counted = drawn[topic.name] * self.window
            assert counted == pytest.approx(len(self.records[topic.name]), rel=tolerance, abs=1.5), topic.name

    def check_latency(self) -> None:
        """Compare the quantiles that the panel draws with those of the records' own timestamps."""
        produced = {(record.partition, record.offset): record.timestamp for record in self.records[RAW.name]}
        latencies = sorted(
            max(record.timestamp - produced[position(record)], 0) / 1000
            for record in self.records[ENRICHED.name] + self.records[DEADLETTERS.name]
        )
        for share, query in zip((0.5, 0.95, 0.99), shown("End-to-end latency", self.window), strict=True):
            (drawn,) = self._values(query)
            # Between two humps a quantile may lie anywhere: those of shares nearby bound it.
            low, high = (
                latencies[min(max(int(len(latencies) * s), 0), len(latencies) - 1)]
                for s in (share - TOLERANCE, share + TOLERANCE)
            )
            assert bucket(low) - 1 <= bucket(drawn) <= bucket(high) + 1, (share, drawn, low, high)


async def everything(settings, topic):
    """Return the committed records of a topic."""
    async with open_reader(settings, [topic_name(settings, topic)]) as reader:
        await reader.seek(Start(beginning=True))
        return [record async for record in reader.until_now()]


def position(record) -> tuple[int, int]:
    """Return partition and offset of the raw record that a record was made of."""
    found = dict(record.headers)[POSITION_HEADER].decode().split(":")
    return int(found[0]), int(found[1])


def bucket(seconds: float) -> int:
    """Return the place of a latency among the histogram's buckets."""
    return bisect.bisect_left(LATENCY_BUCKETS, seconds)


def replay(settings, articles: int) -> subprocess.Popen:
    paths = [str(ROOT / "seeds"), "--loop", "--rate", str(RATE), "--limit", str(articles)]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "streams", "replay", *paths],
        env=environment_of(settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def enriched_by(worker: Worker) -> str:
    instance = f'instance="127.0.0.1:{worker.settings.web_port}"'
    return f'newsstream_records_sent_total{{topic="{ENRICHED.name}", {instance}}}'


@pytest.fixture
def start(settings, tmp_path):
    """Start workers that end with the test, each with a port and a log of its own."""
    started = []

    def start(port: int | None = None) -> Worker:
        own = msgspec.structs.replace(settings, web_port=port or free_port("127.0.0.1", 0))
        started.append(Worker(own, tmp_path / f"worker-{len(started)}.log"))
        return started[-1].wait_ready()

    yield start
    for worker in started:
        if worker.process.poll() is None:
            worker.kill()


def test_a_real_prometheus_sees_what_happens(settings, prometheus, exporter, start):
    worker = start()
    port = worker.settings.web_port
    prometheus.scrape("kafka", [exporter.port])
    prometheus.scrape("newsstream", [port])
    wait_until(lambda: prometheus.answers("newsstream_words_total == 0"), 30, "not scraped")
    run = Run(prometheus, settings)
    replayed = replay(settings, ARTICLES)
    try:
        wait_until(lambda: prometheus.answers(f"{enriched_by(worker)} > 0"), FLOW_SECONDS, "nothing flows")
        # One window full of articles.
        time.sleep(RATE_SECONDS + 1)
        check_queries(prometheus)
        assert not prometheus.firing()
        assert replayed.wait(FLOW_SECONDS) in (0, 1)  # 1: seeds that can't be read are reported
    finally:
        replayed.kill()
        replayed.wait()
    run.finish()
    assert len(run.records[RAW.name]) == ARTICLES
    run.check_counts(TOLERANCE)
    run.check_latency()
    # Nothing was killed: the counters themselves are exact.
    for topic in DERIVED:
        total = prometheus.value(f'sum(newsstream_records_sent_total{{topic="{topic.name}"}})', run.ended)
        assert total == len(run.records[topic.name])

    assert worker.terminate() == 0
    wait_until(lambda: "NewsstreamAbsent" in prometheus.firing(), ALERT_SECONDS, "no alert")
    start(port)
    wait_until(lambda: not prometheus.firing(), ALERT_SECONDS, lambda: f"still firing: {prometheus.firing()}")


def test_the_numbers_hold_with_two_workers_and_after_a_kill(settings, prometheus, exporter, start):
    stays, dies = start(), start()
    prometheus.scrape("kafka", [exporter.port])
    prometheus.scrape("newsstream", [stays.settings.web_port, dies.settings.web_port])
    both = "sum(newsstream_assigned_partitions > 0) == 4 and count(newsstream_assigned_partitions > 0) == 2"
    wait_until(lambda: prometheus.answers(both), FLOW_SECONDS, "the partitions are not shared")
    run = Run(prometheus, settings)
    replayed = replay(settings, ARTICLES_OF_TWO)
    try:
        wait_until(lambda: prometheus.answers(f"{enriched_by(dies)} > 50"), FLOW_SECONDS, "nothing flows")
        # What it commits between its last scrape and its death is in the topics and in no metric: nothing helps
        # against that. So it dies right after a scrape.
        scrapes = (prometheus.value(f"timestamp({enriched_by(dies)})") for _ in itertools.count())
        last = next(scrapes)
        next(at for at in scrapes if at > last)
        dies.kill()
        wait_until(lambda: "NewsstreamWorkerDown" in prometheus.firing(), ALERT_SECONDS, "no alert")
        assert "NewsstreamAbsent" not in prometheus.firing()
        again = start(dies.settings.web_port)
        wait_until(lambda: "NewsstreamWorkerDown" not in prometheus.firing(), ALERT_SECONDS, "does not resolve")
        assert replayed.wait(FLOW_SECONDS) in (0, 1)
    finally:
        replayed.kill()
        replayed.wait()
    run.finish()
    assert len(run.records[RAW.name]) == ARTICLES_OF_TWO
    wait_until(lambda: prometheus.answers(f"{enriched_by(again)} > 0"), 1, "the one started again does nothing")
    run.check_counts(TOLERANCE)
    run.check_latency()
    for dashboard, title, query in queries(run.window):
        if title in RIGHTLY_EMPTY:
            assert prometheus.query(query, run.ended), (dashboard, title)
