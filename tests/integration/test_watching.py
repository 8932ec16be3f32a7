"""A real Prometheus watches a real worker: every query answers, the numbers are true, alerts fire.

kafka-exporter is not to be had here: a stand-in shows the same series, read off the real broker.
"""

import asyncio
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.kafka import client_options
from streams.local import free_port
from streams.topics import ENRICHED, TOPICS
from tests.support import ROOT, Worker, consumed, environment_of, wait_until

pytestmark = pytest.mark.integration

RATE_SECONDS = 5
WARM_UP = 100
ARTICLES = 300
RATE = 25
# Durations of the rules, shortened so that a test can wait for them.
SHORTER = [
    (r"\[\d+m\]", "[10s]"),
    (r"\bfor: \d+m", "for: 2s"),
]
# There is no such event in a run where all goes well, and no zero that would be true instead.
RIGHTLY_EMPTY = {"Duration of rebalances"}
ALERT_SECONDS = 25


class Prometheus:
    """A Prometheus of the test's own, scraping every second."""

    def __init__(self, directory: Path, targets: dict[str, str]) -> None:
        self.port = free_port("127.0.0.1", 0)
        for path in (ROOT / "deploy/prometheus/rules").glob("*.yml"):
            text = path.read_text(encoding="utf-8")
            for long, short in SHORTER:
                text = re.sub(long, short, text)
            (directory / path.name).write_text(text, encoding="utf-8")
        config = {
            "global": {
                "scrape_interval": "1s",
                "scrape_timeout": "1s",
                "evaluation_interval": "1s",
            },
            "rule_files": [str(directory / "*.yml")],
            "scrape_configs": [
                {"job_name": job, "static_configs": [{"targets": [target]}]} for job, target in targets.items()
            ],
        }
        (directory / "prometheus.json").write_text(json.dumps(config), encoding="utf-8")
        with (directory / "prometheus.log").open("wb") as log:
            self.process = subprocess.Popen(
                [
                    "prometheus",
                    f"--config.file={directory / 'prometheus.json'}",
                    f"--storage.tsdb.path={directory / 'data'}",
                    f"--web.listen-address=127.0.0.1:{self.port}",
                ],
                stdout=log,
                stderr=log,
            )

    def api(self, path: str, **parameters) -> dict:
        url = f"http://127.0.0.1:{self.port}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            body = json.load(answer)
        assert body["status"] == "success"
        return body["data"]

    def query(self, expression: str) -> list[dict]:
        return self.api("query", query=expression)["result"]

    def firing(self) -> set[str]:
        alerts = self.api("alerts")["alerts"]
        return {a["labels"]["alertname"] for a in alerts if a["state"] == "firing"}


class Exporter(ThreadingHTTPServer):
    """Topics and group as kafka-exporter names them."""

    daemon_threads = True

    def __init__(self, settings) -> None:
        super().__init__(("127.0.0.1", 0), ExporterPage)
        self.settings = settings
        self.body = b""
        self.stopping = threading.Event()
        self.threads = [
            threading.Thread(target=self.serve_forever),
            threading.Thread(target=lambda: asyncio.run(self.refresh())),
        ]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.stopping.set()
        self.shutdown()
        for thread in self.threads:
            thread.join(10)
        self.server_close()

    async def refresh(self) -> None:
        settings = self.settings
        consumer = AIOKafkaConsumer(**client_options(settings), group_id=settings.group_id, enable_auto_commit=False)
        await consumer.start()
        try:
            while not self.stopping.is_set():
                self.body = "\n".join([*await self.lines(consumer), ""]).encode()
                await asyncio.sleep(0.5)
        finally:
            await consumer.stop()

    async def lines(self, consumer: AIOKafkaConsumer) -> list[str]:
        settings = self.settings
        lines = ["kafka_brokers 1"]
        for topic in TOPICS:
            name = settings.topic_prefix + topic.name
            partitions = [TopicPartition(name, p) for p in range(settings.partitions)]
            ends = await consumer.end_offsets(partitions)
            begins = await consumer.beginning_offsets(partitions)
            lines.append(f'kafka_topic_partitions{{topic="{name}"}} {len(partitions)}')
            for partition in partitions:
                labels = f'{{topic="{name}",partition="{partition.partition}"}}'
                for metric, value in (
                    ("current_offset", ends[partition]),
                    ("oldest_offset", begins[partition]),
                    ("under_replicated_partition", 0),
                ):
                    lines.append(f"kafka_topic_partition_{metric}{labels} {value}")
            if topic is TOPICS[0]:
                group = f'consumergroup="{settings.group_id}"'
                lines.append(f"kafka_consumergroup_members{{{group}}} 1")
                for partition in partitions:
                    behind = ends[partition] - (await consumer.committed(partition) or 0)
                    labels = f'{group},topic="{name}",partition="{partition.partition}"'
                    lines.append(f"kafka_consumergroup_lag{{{labels}}} {behind}")
        return lines


class ExporterPage(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(self.server.body)

    def log_message(self, *_):
        pass


def queries():
    """Yield dashboard, panel and query of every target, with Grafana's variables filled in."""
    for path in sorted((ROOT / "deploy/grafana/dashboards").glob("*.json")):
        for panel in json.loads(path.read_text(encoding="utf-8"))["panels"]:
            for target in panel.get("targets", []):
                filled = target["expr"].replace("$__rate_interval", f"{RATE_SECONDS}s")
                for variable in ("$job", "$instance", "$topic"):
                    filled = filled.replace(variable, ".+")
                yield path.stem, panel["title"], filled


def rules():
    for path in sorted((ROOT / "deploy/prometheus/rules").glob("*.yml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
            yield from group["rules"]


@pytest.fixture
def prometheus_binary():
    if shutil.which("prometheus") is None:
        if os.environ.get("CI"):
            pytest.fail("prometheus is not installed: Debian has a package of that name")
        pytest.skip("prometheus is not installed (Debian: apt-get install prometheus)")


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


def check_throughput(prometheus: Prometheus, settings, started: float, enriched: int) -> None:
    """Integrate the throughput that the panel draws, and compare it with the topic."""
    (expression,) = [
        query
        for dashboard, title, query in queries()
        if (dashboard, title) == ("newsstream-overview", "Articles per second")
    ]
    drawn = prometheus.api("query_range", query=expression, start=started, end=time.time(), step=1)["result"]
    articles = sum(float(value) for _, value in drawn[0]["values"])
    assert articles == pytest.approx(enriched, rel=0.02)


def replay(settings, articles: int) -> subprocess.Popen:
    paths = [str(ROOT / "seeds"), "--loop", "--rate", str(RATE), "--limit", str(articles)]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "streams", "replay", *paths],
        env=environment_of(settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def finished(articles: int) -> str:
    """Return the query that answers once so many articles are done, well or badly."""
    done = 'newsstream_records_sent_total{topic=~"news.articles.enriched.v1|news.deadletters.v1"}'
    return f"sum({done}) >= {articles}"


def test_a_real_prometheus_sees_what_happens(settings, tmp_path, prometheus_binary):
    target = f"127.0.0.1:{settings.web_port}"
    exporter = Exporter(settings)
    prometheus = Prometheus(
        tmp_path,
        {"newsstream": target, "kafka": f"127.0.0.1:{exporter.server_address[1]}"},
    )
    worker = Worker(settings, tmp_path / "worker.log")
    try:
        worker.wait_ready()
        wait_until(lambda: bool(prometheus.query("newsstream_words_total == 0")), 15)
        # Not from zero: Prometheus takes a counter near zero for one that has just begun, and its
        # rate comes out lower.
        assert replay(settings, WARM_UP).wait(40) in (0, 1)
        wait_until(lambda: bool(prometheus.query(finished(WARM_UP))), 40)
        time.sleep(RATE_SECONDS + 1)
        before, started = len(consumed(ENRICHED.name, settings)), time.time()
        replayed = replay(settings, ARTICLES)
        try:
            wait_until(lambda: bool(prometheus.query(finished(WARM_UP + 1))), 40)
            # One window full of articles.
            time.sleep(RATE_SECONDS + 1)
            check_queries(prometheus)
            assert not prometheus.firing()
            assert replayed.wait(40) in (0, 1)  # 1: seeds that can't be read are reported
        finally:
            replayed.kill()
            replayed.wait()
        wait_until(lambda: bool(prometheus.query(finished(WARM_UP + ARTICLES))), 40)
        # Until the last article has left the window that the panel averages over.
        time.sleep(RATE_SECONDS + 2)
        enriched = len(consumed(ENRICHED.name, settings)) - before
        assert enriched > ARTICLES * 0.9
        check_throughput(prometheus, settings, started, enriched)

        assert worker.terminate() == 0
        wait_until(lambda: "NewsstreamAbsent" in prometheus.firing(), ALERT_SECONDS)
        worker = Worker(settings, tmp_path / "worker-again.log").wait_ready()
        wait_until(lambda: "NewsstreamAbsent" not in prometheus.firing(), ALERT_SECONDS)
    finally:
        if worker.process.poll() is None:
            worker.kill()
        prometheus.process.terminate()
        prometheus.process.wait(10)
        exporter.stop()
