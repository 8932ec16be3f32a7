"""A real Prometheus over the product's own rules, and a stand-in for kafka-exporter.

kafka-exporter is not to be had as a package: the stand-in shows the same series, read off the real broker.
"""

import asyncio
import contextlib
import json
import re
import subprocess
import threading
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.kafka import client_options
from streams.local import free_port
from streams.topics import TOPICS
from tests.support import ROOT

# Durations of the rules, shortened so that a test can wait for them.
SHORTER = [
    (r"\[\d+m\]", "[10s]"),
    (r"\bfor: \d+m", "for: 2s"),
]


class Prometheus:
    """A Prometheus of the test's own, scraping every second."""

    def __init__(self, directory: Path) -> None:
        self.port = free_port("127.0.0.1", 0)
        self.directory = directory
        for path in (ROOT / "deploy/prometheus/rules").glob("*.yml"):
            text = path.read_text(encoding="utf-8")
            for long, short in SHORTER:
                text = re.sub(long, short, text)
            (directory / path.name).write_text(text, encoding="utf-8")
        config = {
            "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
            "rule_files": [str(directory / "*.yml")],
            "scrape_configs": [
                {
                    "job_name": job,
                    "file_sd_configs": [{"files": [str(directory / f"{job}.targets.json")], "refresh_interval": "1s"}],
                }
                for job in ("newsstream", "kafka")
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

    def scrape(self, job: str, ports: list[int]) -> None:
        """Scrape these ports from now on."""
        targets = [{"targets": [f"127.0.0.1:{port}" for port in ports]}]
        unfinished = self.directory / "targets.unfinished"
        unfinished.write_text(json.dumps(targets), encoding="utf-8")
        unfinished.replace(self.directory / f"{job}.targets.json")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def answers(self, expression: str) -> bool:
        """Return whether it answers, and with something."""
        with contextlib.suppress(OSError):
            return bool(self.query(expression))
        return False

    def api(self, path: str, **parameters) -> dict:
        url = f"http://127.0.0.1:{self.port}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            body = json.load(answer)
        assert body["status"] == "success"
        return body["data"]

    def query(self, expression: str, time: float | None = None) -> list[dict]:
        at = {} if time is None else {"time": time}
        return self.api("query", query=expression, **at)["result"]

    def value(self, expression: str, time: float | None = None) -> float:
        (sample,) = self.query(expression, time)
        return float(sample["value"][1])

    def firing(self) -> set[str]:
        alerts = self.api("alerts")["alerts"]
        return {a["labels"]["alertname"] for a in alerts if a["state"] == "firing"}


class Exporter(ThreadingHTTPServer):
    """Topics and group as kafka-exporter names them."""

    daemon_threads = True

    @property
    def port(self) -> int:
        return self.server_address[1]

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
