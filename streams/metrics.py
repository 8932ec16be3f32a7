"""Every metric of the worker, with its help text, in one registry.

Conventions: prefix ``newsstream_``, base units, ``_total`` for counters, no label whose values are
unbounded, known label values start at zero, series of revoked partitions disappear. Names of entities are
unbounded; the ten that are shown at a time, renewed once a minute, are not.

What articles became is counted when its transaction is committed: an aborted batch is enriched again,
and counts once. What was spent (records taken up, processor time) counts each time, as it was spent
each time.

A worker is one process to Prometheus: its enrichment processes report to it with every batch.
Several workers on a host have a port each, so each is an instance of its own.

``docs/metrics.md`` is generated from this module by ``deploy/generate.py``.
"""

import contextlib
import re
from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from aiokafka import ConsumerRecord, TopicPartition
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics import MetricWrapperBase

import streams
from streams.codecs import TRACEPARENT_HEADER
from streams.errors import ErrorType
from streams.records import EntityType, FigureKind, PipelineInfo
from streams.runtime.child import BatchReport
from streams.runtime.enricher import BatchOutputs
from streams.runtime.lane import Batch, LaneState
from streams.runtime.outputs import Failed, OutputRecord
from streams.topics import DEADLETTERS, ENRICHED, TOPICS
from streams.trends.counter import TrendOutputs
from streams.watch.most_named import MostNamed

LATENCY_BUCKETS = (0.025, 0.05, 0.1, 0.15, 0.25, 0.4, 0.6, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200)
DURATION_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
SIZE_BUCKETS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
# News is minutes to days old when it comes in; what is replayed from an archive lands at the end.
AGE_BUCKETS = (10, 30, 60, 120, 300, 600, 1800, 3600, 10_800, 43_200, 86_400, 604_800)
COMPONENTS = ("recogniser", "entities", "figures", "encode")
RESTART_REASONS = ("died", "hung", "recycled")
TREND_RESULTS = ("counted", "repeated", "late", "unreadable")
FAILURES = (
    ("decode", ErrorType.INVALID_JSON),
    ("decode", ErrorType.SCHEMA_VIOLATION),
    ("decode", ErrorType.UNSUPPORTED_VERSION),
    ("decode", ErrorType.TOO_LARGE),
    ("decode", ErrorType.EMPTY_BODY),
    ("enrich", ErrorType.TOO_LARGE),
    ("enrich", ErrorType.ENRICHMENT_FAILED),
    ("enrich", ErrorType.ENRICHMENT_TIMEOUT),
    ("enrich", ErrorType.WORKER_CRASHED),
)
"""Every pair of stage and error that there can be."""
# W3C Trace Context, level 1: version, trace id, parent id, flags.
TRACEPARENT = re.compile(rb"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


class WorkerMetrics:
    """The instruments, and the observers that feed them.

    Implements the observer callbacks of pool, lanes, group member and enricher, so that none of
    those knows of Prometheus.
    """

    def __init__(self) -> None:
        """Create every instrument with its known labels at zero."""
        self.registry = registry = CollectorRegistry()
        self._instruments: list[MetricWrapperBase] = []
        self._add_counters()
        self._add_histograms()
        self._add_gauges()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        GCCollector(registry=registry)
        self._last_timestamp_ms: dict[TopicPartition, int] = {}
        # By the offset after each: a second one is enriched while the first is committed.
        self._under_way: defaultdict[TopicPartition, dict[int, Batch]] = defaultdict(dict)
        self._oldest_timestamp_ms: dict[TopicPartition, int] = {}
        self._behind_since: dict[TopicPartition, float] = {}
        self.most_named = MostNamed()
        self._start_at_zero()

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        counter = Counter(f"newsstream_{name}", text, labels, registry=self.registry)
        self._instruments.append(counter)
        return counter

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        gauge = Gauge(f"newsstream_{name}", text, labels, registry=self.registry)
        self._instruments.append(gauge)
        return gauge

    def _histogram(self, name: str, text: str, buckets: Sequence[float]) -> Histogram:
        histogram = Histogram(f"newsstream_{name}", text, buckets=buckets, registry=self.registry)
        self._instruments.append(histogram)
        return histogram

    def _add_counters(self) -> None:
        self.records_received = self._counter(
            "records_received", "Raw records taken up; those of an aborted batch count again."
        )
        self.records_sent = self._counter("records_sent", "Records committed by topic.", "topic")
        self.deadletters = self._counter(
            "deadletters",
            "Articles committed as dead letters, by the stage that failed and type of error.",
            "stage",
            "error_type",
        )
        self.discarded = self._counter(
            "records_discarded",
            "Raw records enriched in vain: their partition was revoked or their transaction "
            "aborted. They are enriched again, by this worker or another.",
        )
        self.transactions = self._counter(
            "transactions",
            "Transactions by how they ended. An abort is any start over of a partition's lane.",
            "result",
        )
        self.entities = self._counter("entities", "Entities committed by type.", "type")
        self.figures = self._counter("figures", "Figures committed by kind.", "kind")
        self.words = self._counter("words", "Words of committed enriched articles.")
        self.component_seconds = self._counter(
            "enrich_component_seconds",
            "Time spent inside the enrichment by component.",
            "component",
        )
        self.rebalances = self._counter("rebalances", "Completed rebalances of the group.")
        self.trends_articles = self._counter(
            "trends_articles",
            "Enriched events committed to trends: counted in their window, repeats of one that was counted, "
            "late (their window was closed; counted apart), or no enriched events at all.",
            "result",
        )
        self.trends_untracked = self._counter(
            "trends_untracked_entities",
            "Entities of counted articles that were only counted together, since their window was full.",
        )
        self.trends_transactions = self._counter(
            "trends_transactions", "Transactions of trends by how they ended.", "result"
        )
        self.process_restarts = self._counter(
            "enrichment_process_restarts", "Enrichment processes replaced, by reason.", "reason"
        )

    def _add_histograms(self) -> None:
        self.latency = self._histogram(
            "end_to_end_latency_seconds",
            "From the raw record's timestamp to the commit of what it became.",
            LATENCY_BUCKETS,
        )
        self.publication_age = self._histogram(
            "publication_age_seconds",
            "From an article's published_at to its commit. Only for articles that give an instant: "
            "a date, or a time without an offset, would be hours off.",
            AGE_BUCKETS,
        )
        self.batch_records = self._histogram(
            "batch_records", "Articles in one transaction.", SIZE_BUCKETS
        )
        self.commit_duration = self._histogram(
            "commit_duration_seconds",
            "From the first derived record of a batch to its committed transaction.",
            DURATION_BUCKETS,
        )
        self.enrich_duration = self._histogram(
            "enrich_duration_seconds",
            "Time for a batch, or its part, in an enrichment process, transfer included.",
            DURATION_BUCKETS,
        )
        self.rebalance_duration = self._histogram(
            "rebalance_duration_seconds",
            "From giving partitions back to being given the next.",
            DURATION_BUCKETS,
        )

    def _add_gauges(self) -> None:
        partition = ("topic", "partition")
        self.in_progress = self._gauge(
            "in_progress_records", "Raw records waiting for or inside an enrichment process."
        )
        self.lanes = self._gauge("lanes", "Partitions of this worker by what they do.", "state")
        self.lag = self._gauge(
            "consumer_lag_records", "Raw records not yet committed, by partition.", *partition
        )
        self.lag_seconds = self._gauge(
            "consumer_lag_seconds",
            "Age of the oldest raw record not yet committed, 0 without lag, by partition. While "
            "that record has not been read: for how long there has been lag.",
            *partition,
        )
        self.last_record = self._gauge(
            "last_record_timestamp_seconds",
            "Unix time that the last committed raw record carries, by partition.",
            *partition,
        )
        self.last_commit = self._gauge(
            "last_commit_timestamp_seconds", "Unix time of the last committed batch, 0 before."
        )
        self.assigned_partitions = self._gauge(
            "assigned_partitions", "Partitions held by this worker."
        )
        self.trends_windows = self._gauge("trends_open_windows", "Windows of trends that take articles.")
        self.trends_entries = self._gauge(
            "trends_entries", "Event ids and entities remembered for the open windows of trends."
        )
        self.trends_lag = self._gauge(
            "trends_lag_records", "Enriched events not yet counted in trends, in this worker's partitions."
        )
        self.process_memory = self._gauge(
            "enrichment_process_resident_memory_bytes",
            "Resident memory of each enrichment process after its last batch.",
            "slot",
        )
        self.trending = self._gauge(
            "trending_entity_articles",
            "Articles of the last ten minutes that name it, of the ten entities that this worker's articles name "
            "most. Names change once a minute.",
            "type",
            "name",
        )
        self.build = Info("newsstream_build", "Version and pipeline.", registry=self.registry)
        self._instruments.append(self.build)

    def _start_at_zero(self) -> None:
        for topic in TOPICS[1:]:
            self.records_sent.labels(topic.name)
        for stage, error_type in FAILURES:
            self.deadletters.labels(stage, error_type.value)
        for result in ("committed", "aborted"):
            self.transactions.labels(result)
            self.trends_transactions.labels(result)
        for result in TREND_RESULTS:
            self.trends_articles.labels(result)
        for entity_type in get_args(EntityType):
            self.entities.labels(entity_type)
        for kind in get_args(FigureKind):
            self.figures.labels(kind)
        for component in COMPONENTS:
            self.component_seconds.labels(component)
        for reason in RESTART_REASONS:
            self.process_restarts.labels(reason)
        for state in LaneState:
            self.lanes.labels(state.value)
        # A worker that can't load its pipeline still has a version.
        self.build.info({"version": streams.__version__})

    def expose(self, accept: str) -> tuple[bytes, str]:
        """Return the page and its content type, in the best format that the client takes.

        Args:
            accept: The request's ``Accept`` header. OpenMetrics, with exemplars, is for those
                that ask for it.
        """
        encoder, content_type = choose_encoder(accept)
        return encoder(self.registry), content_type

    def reference(self) -> list[tuple[str, str, tuple[str, ...], str]]:
        """Return name as in queries, type, labels and help of every instrument, sorted."""
        rows = []
        for instrument in self._instruments:
            metric = next(iter(instrument.describe()))
            suffix = {"counter": "_total", "info": "_info"}.get(metric.type, "")
            labels: tuple[str, ...] = instrument._labelnames  # noqa: SLF001 - no public reader
            if metric.type == "info":
                labels = (
                    "version",
                    *(f"pipeline{end}" for end in ("", "_version", "_fingerprint")),
                )
            rows.append((metric.name + suffix, metric.type, labels, metric.documentation))
        return sorted(rows)

    def set_pipeline(self, pipeline: PipelineInfo) -> None:
        """Publish what the worker runs."""
        self.build.info(
            {
                "version": streams.__version__,
                "pipeline": pipeline.name,
                "pipeline_version": pipeline.version,
                "pipeline_fingerprint": pipeline.fingerprint,
            }
        )

    def received(self, batch: Batch) -> None:
        """Count raw records taken up."""
        self.records_received.inc(len(batch.records))
        self.in_progress.inc(len(batch.records))
        self._discard(batch.partition, batch.records[0].offset)
        self._under_way[batch.partition][batch.next_offset] = batch
        self._note_oldest(batch.partition)

    def enriched(self, batch: Batch) -> None:
        """Count raw records out of the enrichment, whatever became of them."""
        self.in_progress.dec(len(batch.records))

    def reported(self, report: BatchReport, seconds: float) -> None:
        """Take over what an enrichment process spent on a batch."""
        self.enrich_duration.observe(seconds)
        for component, spent in report.component_seconds.items():
            self.component_seconds.labels(component).inc(spent)

    def restarted(self, reason: str) -> None:
        """Count a replaced enrichment process."""
        self.process_restarts.labels(reason).inc()

    def memory(self, slot: int, resident_bytes: int) -> None:
        """Publish an enrichment process's memory."""
        self.process_memory.labels(str(slot)).set(resident_bytes)

    def committed(
        self, batch: Batch, outputs: Sequence[OutputRecord], seconds: float, now: float
    ) -> None:
        """Count a committed batch and all that was derived in it.

        Args:
            batch: What was read.
            outputs: What was written, with the report of the enrichment.
            seconds: Duration of the transaction.
            now: Unix time.
        """
        self.transactions.labels("committed").inc()
        self.batch_records.observe(len(batch.records))
        self.commit_duration.observe(seconds)
        self.last_commit.set(now)
        self._count_sent(outputs)
        for record in batch.records:
            if record.timestamp >= 0:
                self.latency.observe(max(now - record.timestamp / 1000, 0.0), _exemplar(record))
        if isinstance(outputs, BatchOutputs):
            self._count_derived(outputs.report, now)
        self.most_named.committed(outputs, now)
        self._under_way[batch.partition].pop(batch.next_offset, None)
        self._note_oldest(batch.partition)
        self._behind_since.pop(batch.partition, None)
        self._last_timestamp_ms[batch.partition] = batch.records[-1].timestamp

    def _count_sent(self, outputs: Sequence[OutputRecord]) -> None:
        for topic, count in Tally(output.topic for output in outputs).items():
            self.records_sent.labels(TOPICS[topic].name).inc(count)

    def _count_derived(self, report: BatchReport, now: float) -> None:
        self.words.inc(report.words)
        for entity_type, count in report.entities.items():
            self.entities.labels(entity_type).inc(count)
        for kind, count in report.figures.items():
            self.figures.labels(kind).inc(count)
        for published in report.published:
            self.publication_age.observe(max(now - published, 0.0))
        for outcome in report.outcomes:
            if isinstance(outcome, Failed):
                self.deadletters.labels(outcome.stage, str(outcome.error_type)).inc()

    def aborted(self, partition: TopicPartition) -> None:
        """Count a batch that was not committed."""
        self.transactions.labels("aborted").inc()
        self._discard(partition)

    def trends_committed(self, outputs: Sequence[OutputRecord]) -> None:
        """Count a committed batch of trends."""
        self.trends_transactions.labels("committed").inc()
        self._count_sent(outputs)
        if isinstance(outputs, TrendOutputs):
            tally = outputs.tally
            counts = (tally.counted, tally.repeated, tally.late, outputs.unreadable)
            for result, count in zip(TREND_RESULTS, counts, strict=True):
                self.trends_articles.labels(result).inc(count)
            self.trends_untracked.inc(tally.untracked)

    def trends_aborted(self) -> None:
        """Count a start over of trends."""
        self.trends_transactions.labels("aborted").inc()

    def set_trends(self, windows: int, entries: int, lag: int) -> None:
        """Publish how much is remembered for trends, and how much waits."""
        self.trends_windows.set(windows)
        self.trends_entries.set(entries)
        self.trends_lag.set(lag)

    def _discard(self, partition: TopicPartition, first_offset: int = 0) -> None:
        """Count what is under way from an offset on as thrown away."""
        under_way = self._under_way[partition]
        for end in [end for end in under_way if end > first_offset]:
            self.discarded.inc(len(under_way.pop(end).records))

    def _note_oldest(self, partition: TopicPartition) -> None:
        under_way = self._under_way[partition]
        if under_way:
            self._oldest_timestamp_ms[partition] = under_way[min(under_way)].records[0].timestamp
        else:
            self._oldest_timestamp_ms.pop(partition, None)

    def rebalanced(self, seconds: float) -> None:
        """Count a completed rebalance."""
        self.rebalances.inc()
        self.rebalance_duration.observe(seconds)

    def set_lag(self, lags: Mapping[TopicPartition, int], now: float) -> None:
        """Publish the lag of each assigned partition."""
        self.assigned_partitions.set(len(lags))
        for partition, lag in lags.items():
            labels = (partition.topic, str(partition.partition))
            self.lag.labels(*labels).set(lag)
            self.lag_seconds.labels(*labels).set(self._seconds_behind(partition, lag, now))
            last = self._last_timestamp_ms.get(partition, -1)
            if last >= 0:
                self.last_record.labels(*labels).set(last / 1000)
        self._set_trending(now)

    def _set_trending(self, now: float) -> None:
        self.trending.clear()
        for type_, name, articles in self.most_named.shown(now):
            self.trending.labels(type_, name).set(articles)

    def _seconds_behind(self, partition: TopicPartition, lag: int, now: float) -> float:
        # The last committed record's age would be wrong: after a quiet hour, the next article would
        # look an hour late.
        if not lag:
            self._behind_since.pop(partition, None)
            return 0.0
        since = self._behind_since.setdefault(partition, now)
        oldest = self._oldest_timestamp_ms.get(partition, -1)
        return max(now - (oldest / 1000 if oldest >= 0 else since), 0.0)

    def set_lanes(self, states: Iterable[LaneState]) -> None:
        """Publish what the partitions' lanes do."""
        tally = Tally(states)
        for state in LaneState:
            self.lanes.labels(state.value).set(tally[state])

    def revoked(self, partitions: Iterable[TopicPartition]) -> None:
        """Forget the series of partitions that are no longer ours."""
        for partition in partitions:
            labels = (partition.topic, str(partition.partition))
            self._discard(partition)
            self._last_timestamp_ms.pop(partition, None)
            self._oldest_timestamp_ms.pop(partition, None)
            self._behind_since.pop(partition, None)
            for gauge in (self.lag, self.lag_seconds, self.last_record):
                with contextlib.suppress(KeyError):  # never published
                    gauge.remove(*labels)
        self.assigned_partitions.set(0)
        self.set_lanes(())

    def articles_enriched(self) -> float:
        """Return how many enriched events were committed."""
        return float(self.records_sent.labels(ENRICHED.name)._value.get())  # noqa: SLF001 - no public reader

    def articles_failed(self) -> float:
        """Return how many dead letters were committed."""
        return float(self.records_sent.labels(DEADLETTERS.name)._value.get())  # noqa: SLF001 - see above


def _exemplar(record: ConsumerRecord[bytes, bytes]) -> dict[str, str] | None:
    for name, value in record.headers:
        if name == TRACEPARENT_HEADER and value and (found := TRACEPARENT.fullmatch(value)):
            return {"trace_id": found[1].decode()}
    return None
