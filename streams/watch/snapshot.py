"""A worker's numbers at one moment, read from its metrics, and what happened between two moments."""

import math
from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from streams.topics import ENRICHED

PREFIX = "newsstream_"
QUANTILES = (0.5, 0.95, 0.99)


class Lag(msgspec.Struct, frozen=True, kw_only=True):
    """How far one partition is behind.

    Attributes:
        topic: Its name in the cluster.
        partition: Its number.
        records: Raw records not yet committed.
        seconds: Age of the oldest of them.
    """

    topic: str
    partition: int
    records: int
    seconds: float


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Counts since the start of one worker, or of several added up.

    Attributes:
        time: Unix time at which the numbers were taken.
        workers: How many workers they are of.
        versions: ``version pipeline pipeline_version`` of each.
        received: Raw records taken up.
        enriched: Enriched events committed.
        words: Words of them.
        entities: Entities committed by type.
        figures: Figures committed by kind.
        deadletters: Dead letters committed by type of error.
        transactions: Transactions by how they ended.
        rebalances: Rebalances of the group.
        restarts: Enrichment processes replaced, by reason.
        in_progress: Raw records inside the enrichment.
        latency: Cumulative count of articles by upper bound in seconds (produced to committed).
        resident_bytes: Memory of workers and their enrichment processes.
        lag: By assigned partition, sorted.
    """

    time: float
    workers: int = 1
    versions: tuple[str, ...] = ()
    received: int = 0
    enriched: int = 0
    words: int = 0
    entities: dict[str, int] = {}
    figures: dict[str, int] = {}
    deadletters: dict[str, int] = {}
    transactions: dict[str, int] = {}
    rebalances: int = 0
    restarts: dict[str, int] = {}
    in_progress: int = 0
    latency: dict[float, int] = {}
    resident_bytes: int = 0
    lag: tuple[Lag, ...] = ()


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """What happened between two looks at the same workers.

    Attributes:
        seconds: Its length.
        articles_per_second: Enriched events committed.
        words_per_second: Words of them.
        entities_per_second: Entities committed.
        figures_per_second: Figures committed.
        deadletters_per_second: Dead letters committed.
        latency_seconds: Quantiles (``"0.5"``, ``"0.95"``, ``"0.99"``) from produced to committed,
            estimated inside the metric's buckets as Prometheus does; None without articles.
    """

    seconds: float
    articles_per_second: float
    words_per_second: float
    entities_per_second: float
    figures_per_second: float
    deadletters_per_second: float
    latency_seconds: dict[str, float | None]


def parse(exposition: str, now: float) -> Snapshot:
    """Return the numbers of a worker's ``/metrics`` page.

    Args:
        exposition: Prometheus's text format.
        now: Unix time of the scrape.

    Raises:
        ValueError: The text is no metrics page of a worker.
    """
    snapshot = take(text_string_to_metric_families(exposition), now)
    if not snapshot.versions:
        raise ValueError("no metrics of a newsstream worker")
    return snapshot


def take(families: Iterable[Metric], now: float) -> Snapshot:
    """Return the numbers that a registry collects."""
    samples: dict[str, list[tuple[Mapping[str, str], float]]] = {}
    for family in families:
        for sample in family.samples:
            samples.setdefault(sample.name, []).append((sample.labels, sample.value))

    def total(name: str, **wanted: str) -> int:
        found = samples.get(PREFIX + name, ())
        return int(sum(value for labels, value in found if wanted.items() <= labels.items()))

    def by(label: str, name: str) -> dict[str, int]:
        tally: Tally[str] = Tally()
        for labels, value in samples.get(PREFIX + name, ()):
            tally[labels[label]] += int(value)
        return dict(tally)

    seconds = {
        (labels["topic"], labels["partition"]): value
        for labels, value in samples.get(PREFIX + "consumer_lag_seconds", ())
    }
    return Snapshot(
        time=now,
        versions=tuple(_version(labels) for labels, _ in samples.get(PREFIX + "build_info", ())),
        received=total("records_received_total"),
        enriched=total("records_sent_total", topic=ENRICHED.name),
        words=total("words_total"),
        entities=by("type", "entities_total"),
        figures=by("kind", "figures_total"),
        deadletters=by("error_type", "deadletters_total"),
        transactions=by("result", "transactions_total"),
        rebalances=total("rebalances_total"),
        restarts=by("reason", "enrichment_process_restarts_total"),
        in_progress=total("in_progress_records"),
        latency={
            float(labels["le"]): int(value)
            for labels, value in samples.get(PREFIX + "end_to_end_latency_seconds_bucket", ())
        },
        resident_bytes=total("enrichment_process_resident_memory_bytes")
        + int(sum(value for _, value in samples.get("process_resident_memory_bytes", ()))),
        lag=tuple(
            Lag(
                topic=labels["topic"],
                partition=int(labels["partition"]),
                records=int(value),
                seconds=seconds.get((labels["topic"], labels["partition"]), 0.0),
            )
            for labels, value in sorted(
                samples.get(PREFIX + "consumer_lag_records", ()),
                key=lambda sample: (sample[0]["topic"], int(sample[0]["partition"])),
            )
        ),
    )


def combined(snapshots: Iterable[Snapshot]) -> Snapshot:
    """Return the sum of several workers' numbers.

    A partition that two workers show, in the middle of a rebalance, counts once: by the larger lag.
    """
    taken = list(snapshots)
    lags: dict[tuple[str, int], Lag] = {}
    for lag in (lag for snapshot in taken for lag in snapshot.lag):
        position = (lag.topic, lag.partition)
        if position not in lags or lags[position].records < lag.records:
            lags[position] = lag

    def added(field: str) -> dict[Any, int]:
        tally: Tally[Any] = Tally()
        for snapshot in taken:
            for name, value in getattr(snapshot, field).items():
                tally[name] += value
        return dict(tally)

    return Snapshot(
        time=max((snapshot.time for snapshot in taken), default=0.0),
        workers=sum(snapshot.workers for snapshot in taken),
        versions=tuple(version for snapshot in taken for version in snapshot.versions),
        received=sum(snapshot.received for snapshot in taken),
        enriched=sum(snapshot.enriched for snapshot in taken),
        words=sum(snapshot.words for snapshot in taken),
        entities=added("entities"),
        figures=added("figures"),
        deadletters=added("deadletters"),
        transactions=added("transactions"),
        rebalances=sum(snapshot.rebalances for snapshot in taken),
        restarts=added("restarts"),
        in_progress=sum(snapshot.in_progress for snapshot in taken),
        latency=added("latency"),
        resident_bytes=sum(snapshot.resident_bytes for snapshot in taken),
        lag=tuple(lags[position] for position in sorted(lags)),
    )


def between(earlier: Mapping[str, Snapshot], later: Mapping[str, Snapshot]) -> Interval:
    """Return rates and quantiles over the time between two looks at workers.

    A worker counts from its second look on. A count that went down is that of a worker that started
    again: what it has now came since.

    Args:
        earlier: The look before, by worker.
        later: This look, by worker.
    """
    pairs = [(earlier[worker], now) for worker, now in later.items() if worker in earlier]
    seconds = max((now.time - before.time for before, now in pairs), default=0.0)

    def rate(field: str) -> float:
        gained = sum(_increase(_total(before, field), _total(now, field)) for before, now in pairs)
        return gained / seconds if seconds > 0 else 0.0

    buckets: Tally[float] = Tally()
    for before, now in pairs:
        for bound, count in now.latency.items():
            buckets[bound] += _increase(before.latency.get(bound, 0), count)
    return Interval(
        seconds=seconds,
        articles_per_second=rate("enriched"),
        words_per_second=rate("words"),
        entities_per_second=rate("entities"),
        figures_per_second=rate("figures"),
        deadletters_per_second=rate("deadletters"),
        latency_seconds={f"{q:g}": quantile(q, buckets) for q in QUANTILES},
    )


def quantile(share: float, buckets: Mapping[float, float]) -> float | None:
    """Return a quantile from cumulative counts by upper bound, as Prometheus estimates it.

    Linear inside a bucket; the largest finite bound when it lies beyond that; None without counts.
    Source: ``histogram_quantile`` of the Prometheus query functions.
    """
    bounds = sorted(buckets)
    if not bounds or buckets[bounds[-1]] <= 0:
        return None
    rank = share * buckets[bounds[-1]]
    lower, below = 0.0, 0.0
    for bound in bounds:
        count = buckets[bound]
        if count >= rank:
            if math.isinf(bound):
                return lower
            inside = count - below
            return lower + (bound - lower) * ((rank - below) / inside if inside > 0 else 1.0)
        lower, below = bound, count
    return lower


def _total(snapshot: Snapshot, field: str) -> int:
    value = getattr(snapshot, field)
    return int(sum(value.values()) if isinstance(value, dict) else value)


def _increase(before: int, after: int) -> int:
    return after - before if after >= before else after


def _version(labels: Mapping[str, str]) -> str:
    names = ("version", "pipeline", "pipeline_version")
    return " ".join(labels[name] for name in names if labels.get(name))
