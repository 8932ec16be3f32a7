"""Builds the Faust app: agents, web pages, and the service that consumes. No logic."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import gettempdir

import faust
from faust.app.base import BootStrategy
from faust.web import Request, Response, View
from mode import Service

from streams.agents import enrich
from streams.kafka import create_topics
from streams.metrics import WorkerMetrics
from streams.runtime.consumer import GroupMember, GroupObserver
from streams.runtime.enricher import Enricher
from streams.runtime.lane import LaneObserver
from streams.runtime.pool import EnrichmentPool, PoolObserver
from streams.settings import Settings
from streams.topics import RAW
from streams.web import application_options, without_faust_pages

LAG_SECONDS = 1.0
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
        failure: What ended it, None after a stop that was asked for.
    """

    settings: Settings
    metrics: WorkerMetrics
    pool: EnrichmentPool
    member: GroupMember
    app: faust.App
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    failure: BaseException | None = None

    def live(self) -> bool:
        """Tell whether a restart would not help: progress is made, or nothing is to do."""
        limit = self.settings.progress_timeout_seconds * LIVE_FACTOR
        return self.failure is None and self.member.seconds_without_progress() < limit

    def ready(self) -> bool:
        """Tell whether the worker takes part: pipeline loaded and member of the group."""
        loaded = self.pool.pipeline is not None
        return self.live() and loaded and self.member.assigned_once


def build_worker(settings: Settings) -> Worker:
    """Return a worker with everything wired, nothing started."""
    metrics = WorkerMetrics()
    pool = EnrichmentPool(
        pipeline_name=settings.pipeline,
        processes=settings.enrichment_processes,
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
    process = enrich.register(
        app, Enricher(pool, [metrics]), concurrency=2 * settings.enrichment_processes
    )
    member = GroupMember(
        settings,
        RAW,
        process,
        LaneObserver(
            on_commit=lambda batch, outputs, seconds: metrics.committed(
                batch, outputs, seconds, time.time()
            ),
            on_abort=lambda partition, _error: metrics.aborted(partition),
        ),
        GroupObserver(on_rebalance=metrics.rebalanced, on_revoked=metrics.revoked),
    )
    worker = Worker(settings, metrics, pool, member, app)
    app.service(_service(worker))
    _add_pages(worker)
    return worker


def _service(worker: Worker) -> type[Service]:
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
                await worker.member.run(worker.stopping)
            except Exception as error:  # noqa: BLE001 - reported by the command, with its exit status
                worker.failure = error
            finally:
                await worker.pool.stop()
                worker.ended.set()

        @Service.task
        async def _publish_lag(self) -> None:
            while not self.should_stop:
                worker.metrics.set_lag(await worker.member.lag(), time.time())
                worker.metrics.set_lanes(lane.state for lane in worker.member.lanes.values())
                await self.sleep(LAG_SECONDS)

    return EnrichmentService


def _add_pages(worker: Worker) -> None:
    app = worker.app

    @app.page("/metrics")
    async def metrics_page(view: View, request: Request) -> Response:
        body, content_type = worker.metrics.expose(request.headers.get("Accept", ""))
        return view.bytes(body, headers={"Content-Type": content_type})

    @app.page("/health/live")
    async def live_page(view: View, request: Request) -> Response:
        return _health(view, ok=worker.live())

    @app.page("/health/ready")
    async def ready_page(view: View, request: Request) -> Response:
        return _health(view, ok=worker.ready())


def _health(view: View, *, ok: bool) -> Response:
    return view.json({"status": "ok" if ok else "failing"}, status=200 if ok else 503)


async def run_worker(worker: Worker) -> None:
    """Run until ``worker.stopping`` is set or the worker fails.

    Raises:
        NewsstreamError: What ended the worker, when nobody asked it to end.
    """
    app = worker.app
    await app.maybe_start()
    try:
        await worker.ended.wait()
    finally:
        await app.stop()
    if worker.failure is not None:
        raise worker.failure
