"""Builds the Faust app: agents, web pages, and the service that consumes. No logic."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import gettempdir

import faust
import msgspec
from aiokafka import TopicPartition
from faust.app.base import BootStrategy
from mode import Service

from streams.agents import batches
from streams.kafka import create_topics
from streams.metrics import WorkerMetrics
from streams.runtime.consumer import GroupMember, GroupObserver
from streams.runtime.enricher import Enricher, Pool
from streams.runtime.lane import Batch, LaneObserver
from streams.runtime.memory import collect_rarely
from streams.runtime.outputs import OutputRecord
from streams.runtime.pool import EnrichmentPool, PoolObserver
from streams.settings import Settings
from streams.topics import ENRICHED, RAW
from streams.tracing import Tracing, open_tracing
from streams.trends.counter import TrendCounter
from streams.watch import pages
from streams.watch.guard import application_options, without_faust_pages
from streams.watch.recent import RecentEvents

LAG_SECONDS = 1.0
TRENDS_LINGER_SECONDS = 3.0
"""Between batches of trends: the more articles in one, the fewer records, since most name the same entities."""
TRENDS_BATCH_BYTES = 8_388_608
TRENDS_BATCH_RECORDS = 1000
LIVE_FACTOR = 0.5
"""Not live after this part of ``progress_timeout_seconds`` without progress."""


class _Boot(BootStrategy):
    """Faust's own consumer and producer stay off: delivery is ``streams.runtime.lane``.

    ``docs/delivery.md`` says what was measured of Faust's.
    """

    enable_kafka = False


@dataclass(slots=True)
class Worker:
    """A worker's parts, and how it ended.

    Attributes:
        trends: Counts the enriched events, in a group of its own; None when switched off.
        failure: What ended it, None after a stop that was asked for.
    """

    settings: Settings
    metrics: WorkerMetrics
    pool: Pool
    member: GroupMember
    app: faust.App
    recent: RecentEvents
    trends: GroupMember | None = None
    tracing: Tracing | None = None
    history: pages.History = field(default_factory=pages.History)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    failure: BaseException | None = None

    def live(self) -> bool:
        """Tell whether a restart would not help: progress is made, or nothing is to do."""
        limit = self.settings.progress_timeout_seconds * LIVE_FACTOR
        waited = max(member.seconds_without_progress() for member in self.members())
        return self.failure is None and waited < limit

    def ready(self) -> bool:
        """Tell whether the worker takes part: pipeline loaded, member of the group, and Kafka answers."""
        member = self.member
        takes_part = self.pool.pipeline is not None and member.taking_part
        return self.live() and takes_part and member.seconds_without_answer() < self.settings.session_timeout_seconds

    def members(self) -> list[GroupMember]:
        """Return the worker's places in consumer groups."""
        return [self.member] if self.trends is None else [self.member, self.trends]


def build_worker(settings: Settings, stand_in: Pool | None = None) -> Worker:
    """Return a worker with everything wired, nothing started.

    Args:
        settings: All that can be set.
        stand_in: Instead of the enrichment processes, to measure everything else.
    """
    metrics = WorkerMetrics()
    pool = stand_in or EnrichmentPool(
        pipeline_name=settings.pipeline,
        processes=settings.enrichment_processes,
        spares=settings.enrichment_spare_processes,
        timeout_seconds=settings.enrichment_timeout_seconds,
        batches_per_process=settings.enrichment_batches_per_process,
        max_article_bytes=settings.max_article_bytes,
        observer=PoolObserver(metrics.restarted, metrics.reported, metrics.memory),
    )
    app = faust.App(
        settings.group_id,
        broker="kafka://unused",
        # Faust makes this directory at the start; nothing of ours is kept in it.
        datadir=Path(gettempdir()) / "newsstream-faust",
        store="memory://",
        autodiscover=False,
        web_enabled=True,
        web_host=settings.web_host,
        web_port=settings.web_port,
        web_bind=settings.web_host,
        web_application_options=application_options(settings.web_host),
        stream_wait_empty=False,
    )
    without_faust_pages(app.web)
    app.boot_strategy = _Boot(app)
    enricher = Enricher(pool, [metrics])
    tracing = open_tracing(settings)
    if tracing is not None:
        enricher.trace = tracing.started
    process = batches.register(
        app, "enrich", enricher.enrich_batch, concurrency=2 * settings.enrichment_processes
    )
    recent = RecentEvents()

    def committed(batch: Batch, outputs: Sequence[OutputRecord], seconds: float) -> None:
        metrics.committed(batch, outputs, seconds, time.time())
        recent.committed(outputs)
        if tracing is not None:
            tracing.committed(batch, outputs)

    def aborted(partition: TopicPartition, _error: BaseException) -> None:
        metrics.aborted(partition)
        if tracing is not None:
            tracing.aborted(partition)

    def revoked(partitions: Iterable[TopicPartition]) -> None:
        metrics.revoked(partitions)
        if tracing is not None:
            for partition in partitions:
                tracing.aborted(partition)

    member = GroupMember(
        settings,
        RAW,
        process,
        LaneObserver(
            on_commit=committed,
            on_abort=aborted,
        ),
        GroupObserver(on_rebalance=metrics.rebalanced, on_revoked=revoked),
        ahead=True,
    )
    counter = TrendCounter(settings)
    trends = _trends_member(settings, metrics, app, counter) if settings.trends else None
    worker = Worker(settings, metrics, pool, member, app, recent, trends, tracing)
    app.service(_service(worker, counter))
    pages.register(
        app, metrics, recent, worker.history, live=worker.live, ready=worker.ready
    )
    return worker


def _trends_member(
    settings: Settings, metrics: WorkerMetrics, app: faust.App, counter: TrendCounter
) -> GroupMember:
    own = msgspec.structs.replace(
        settings,
        group_id=f"{settings.group_id}-trends",
        batch_max_records=TRENDS_BATCH_RECORDS,
        batch_max_bytes=TRENDS_BATCH_BYTES,
    )
    return GroupMember(
        own,
        ENRICHED,
        batches.register(app, "trends", counter.count_batch, concurrency=1),
        LaneObserver(
            on_commit=lambda _batch, outputs, _seconds: metrics.trends_committed(outputs),
            on_abort=lambda _partition, _error: metrics.trends_aborted(),
        ),
        GroupObserver(on_revoked=lambda _partitions: counter.forget()),
        restore=counter.restore,
        linger_seconds=TRENDS_LINGER_SECONDS,
    )


async def _run_members(worker: Worker) -> None:
    """Run until the worker is stopped or a member fails; then end all of them in order.

    Raises:
        Exception: What the first to fail raised.
    """
    runs = [asyncio.create_task(member.run(worker.stopping)) for member in worker.members()]
    try:
        await asyncio.wait(runs, return_when=asyncio.FIRST_EXCEPTION)
        worker.stopping.set()
        await asyncio.wait(runs)
    finally:
        for run in runs:
            run.cancel()
    failures = [error for run in runs if (error := run.exception()) is not None]
    if failures:
        raise failures[0]


def _service(worker: Worker, counter: TrendCounter) -> type[Service]:
    class EnrichmentService(Service):
        """Runs pool and group member for as long as the app runs."""

        @Service.task
        async def _consume(self) -> None:
            # Faust holds its channels back until its own consumer has partitions; ours starts now.
            worker.app.flow_control.resume()
            try:
                await asyncio.gather(create_topics(worker.settings), worker.pool.start())
                if worker.pool.pipeline is not None:
                    worker.metrics.set_pipeline(worker.pool.pipeline)
                await _run_members(worker)
            except Exception as error:  # noqa: BLE001 - reported by the command, with its exit status
                worker.failure = error
            finally:
                await worker.pool.stop()
                if worker.tracing is not None:
                    await asyncio.to_thread(worker.tracing.close)
                worker.ended.set()

        @Service.task
        async def _publish_lag(self) -> None:
            while not self.should_stop:
                lag, now = await worker.member.lag(), time.time()
                worker.metrics.set_lag(lag, now)
                enriched = worker.metrics.articles_enriched()
                worker.history.add(pages.Moment(now, enriched, sum(lag.values())))
                worker.metrics.set_lanes(lane.state for lane in worker.member.lanes.values())
                if worker.trends is not None:
                    lags = await worker.trends.lag()
                    worker.metrics.set_trends(*counter.sizes(), sum(lags.values()))
                await self.sleep(LAG_SECONDS)

    return EnrichmentService


async def run_worker(worker: Worker) -> None:
    """Run until ``worker.stopping`` is set or the worker fails.

    Raises:
        NewsstreamError: What ended the worker, when nobody asked it to end.
    """
    app = worker.app
    await app.maybe_start()
    collect_rarely()
    try:
        await worker.ended.wait()
    finally:
        await app.stop()
    if worker.failure is not None:
        raise worker.failure
