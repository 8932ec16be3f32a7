"""Every metric of the worker, with its help text, in one registry.

Conventions: prefix ``newsstream_``, base units, ``_total`` for counters, no label whose values are unbounded,
known label values start at zero, series of revoked partitions disappear.
"""

from collections.abc import Iterable, Sequence
from typing import get_args

from aiokafka import TopicPartition
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info

import streams
from streams.errors import ErrorType
from streams.records import EntityType, FigureKind, PipelineInfo
from streams.runtime.child import BatchReport
from streams.runtime.lane import Batch
from streams.runtime.outputs import OutputRecord
from streams.topics import DEADLETTERS, ENRICHED, TOPICS

LATENCY_BUCKETS = (0.025, 0.05, 0.1, 0.15, 0.25, 0.4, 0.6, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200)
DURATION_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
SIZE_BUCKETS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
COMPONENTS = ("recogniser", "entities", "figures", "encode")
RESTART_REASONS = ("died", "hung", "recycled")


class WorkerMetrics:
    """The instruments, and the observers that feed them.

    Implements the observer callbacks of pool, lanes, group member and enricher, so that none of
    those knows of Prometheus.
    """

    def __init__(self) -> None:
        """Create every instrument with its known labels at zero."""
        self.registry = CollectorRegistry()
        registry = self.registry
        self.records_received = Counter(
            "newsstream_records_received",
            "Raw records taken up; those of an aborted batch count again.",
            registry=registry,
        )
        self.records_sent = Counter(
            "newsstream_records_sent",
            "Records committed by topic.",
            ["topic"],
            registry=registry,
        )
        self.deadletters = Counter(
            "newsstream_deadletters",
            "Articles that could not be enriched, by type of error.",
            ["error_type"],
            registry=registry,
        )
        self.transactions = Counter(
            "newsstream_transactions",
            "Transactions by how they ended.",
            ["result"],
            registry=registry,
        )
        self.latency = Histogram(
            "newsstream_end_to_end_latency_seconds",
            "From the raw record's timestamp to the commit of its enriched event.",
            buckets=LATENCY_BUCKETS,
            registry=registry,
        )
        self.batch_records = Histogram(
            "newsstream_batch_records",
            "Articles in one transaction.",
            buckets=SIZE_BUCKETS,
            registry=registry,
        )
        self.commit_duration = Histogram(
            "newsstream_commit_duration_seconds",
            "From the first derived record of a batch to its committed transaction.",
            buckets=DURATION_BUCKETS,
            registry=registry,
        )
        self.enrich_duration = Histogram(
            "newsstream_enrich_duration_seconds",
            "Time for one batch in an enrichment process, transfer included.",
            buckets=DURATION_BUCKETS,
            registry=registry,
        )
        self.component_seconds = Counter(
            "newsstream_enrich_component_seconds",
            "Time spent inside the enrichment by component.",
            ["component"],
            registry=registry,
        )
        self.entities = Counter(
            "newsstream_entities", "Entities found by type.", ["type"], registry=registry
        )
        self.figures = Counter(
            "newsstream_figures", "Figures found by kind.", ["kind"], registry=registry
        )
        self.words = Counter("newsstream_words", "Words of enriched articles.", registry=registry)
        self.lag = Gauge(
            "newsstream_consumer_lag_records",
            "Raw records not yet committed, by partition.",
            ["topic", "partition"],
            registry=registry,
        )
        self.lag_seconds = Gauge(
            "newsstream_consumer_lag_seconds",
            "Age of the last committed raw record while there is lag, else 0, by partition.",
            ["topic", "partition"],
            registry=registry,
        )
        self.last_commit = Gauge(
            "newsstream_last_commit_timestamp_seconds",
            "Unix time of the last committed batch.",
            registry=registry,
        )
        self.rebalances = Counter(
            "newsstream_rebalances", "Completed rebalances of the group.", registry=registry
        )
        self.rebalance_duration = Histogram(
            "newsstream_rebalance_duration_seconds",
            "From giving partitions back to being given the next.",
            buckets=DURATION_BUCKETS,
            registry=registry,
        )
        self.assigned_partitions = Gauge(
            "newsstream_assigned_partitions", "Partitions held by this worker.", registry=registry
        )
        self.process_restarts = Counter(
            "newsstream_enrichment_process_restarts",
            "Enrichment processes replaced, by reason.",
            ["reason"],
            registry=registry,
        )
        self.process_memory = Gauge(
            "newsstream_enrichment_process_resident_memory_bytes",
            "Resident memory of each enrichment process after its last batch.",
            ["slot"],
            registry=registry,
        )
        self.build = Info("newsstream_build", "Version and pipeline.", registry=registry)
        self._last_timestamp_ms: dict[TopicPartition, int] = {}
        self._start_at_zero()

    def _start_at_zero(self) -> None:
        for topic in TOPICS[1:]:
            self.records_sent.labels(topic.name)
        for error_type in ErrorType:
            self.deadletters.labels(error_type.value)
        for result in ("committed", "aborted"):
            self.transactions.labels(result)
        for entity_type in get_args(EntityType):
            self.entities.labels(entity_type)
        for kind in get_args(FigureKind):
            self.figures.labels(kind)
        for component in COMPONENTS:
            self.component_seconds.labels(component)
        for reason in RESTART_REASONS:
            self.process_restarts.labels(reason)

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

    def received(self, records: int) -> None:
        """Count raw records taken up."""
        self.records_received.inc(records)

    def failed(self, error_type: str) -> None:
        """Count an article on its way to the dead letters."""
        self.deadletters.labels(error_type).inc()

    def reported(self, report: BatchReport, seconds: float) -> None:
        """Take over what an enrichment process counted."""
        self.enrich_duration.observe(seconds)
        self.words.inc(report.words)
        for entity_type, count in report.entities.items():
            self.entities.labels(entity_type).inc(count)
        for kind, count in report.figures.items():
            self.figures.labels(kind).inc(count)
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
        """Count a committed batch.

        Args:
            batch: What was read.
            outputs: What was written.
            seconds: Duration of the transaction.
            now: Unix time.
        """
        self.transactions.labels("committed").inc()
        self.batch_records.observe(len(batch.records))
        self.commit_duration.observe(seconds)
        self.last_commit.set(now)
        by_topic: dict[int, int] = {}
        for output in outputs:
            by_topic[output.topic] = by_topic.get(output.topic, 0) + 1
        for topic, count in by_topic.items():
            self.records_sent.labels(TOPICS[topic].name).inc(count)
        for record in batch.records:
            if record.timestamp >= 0:
                self.latency.observe(max(now - record.timestamp / 1000, 0.0))
        self._last_timestamp_ms[batch.partition] = batch.records[-1].timestamp

    def aborted(self) -> None:
        """Count a batch that was not committed."""
        self.transactions.labels("aborted").inc()

    def rebalanced(self, seconds: float) -> None:
        """Count a completed rebalance."""
        self.rebalances.inc()
        self.rebalance_duration.observe(seconds)

    def set_lag(self, lags: dict[TopicPartition, int], now: float) -> None:
        """Publish the lag of each assigned partition."""
        self.assigned_partitions.set(len(lags))
        for partition, lag in lags.items():
            labels = (partition.topic, str(partition.partition))
            self.lag.labels(*labels).set(lag)
            last = self._last_timestamp_ms.get(partition)
            behind = max(now - last / 1000, 0.0) if lag and last is not None else 0.0
            self.lag_seconds.labels(*labels).set(behind)

    def revoked(self, partitions: Iterable[TopicPartition]) -> None:
        """Forget the series of partitions that are no longer ours."""
        for partition in partitions:
            labels = (partition.topic, str(partition.partition))
            self._last_timestamp_ms.pop(partition, None)
            for gauge in (self.lag, self.lag_seconds):
                try:
                    gauge.remove(*labels)
                except KeyError:  # never published
                    continue
        self.assigned_partitions.set(0)

    def articles_enriched(self) -> float:
        """Return how many enriched events were committed."""
        return float(self.records_sent.labels(ENRICHED.name)._value.get())  # noqa: SLF001 - no public reader

    def articles_failed(self) -> float:
        """Return how many dead letters were committed."""
        return float(self.records_sent.labels(DEADLETTERS.name)._value.get())  # noqa: SLF001 - see above
