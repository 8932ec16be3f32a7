"""Enrichment processes: a fixed number, each replaced when it dies, hangs or has served its time.

Each process has an executor of its own. A process that dies breaks only its own batch, so it is known
which batch killed it; the standard library's shared pool fails every batch in flight instead.
"""

import asyncio
import contextlib
import logging
import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any

from streams.errors import ErrorType, NewsstreamError
from streams.records import PipelineInfo
from streams.runtime.child import BatchReport, ChildInfo, describe, enrich_records, initialise
from streams.runtime.outputs import Failed, RawInput

log = logging.getLogger(__name__)

START_TIMEOUT_SECONDS = 120.0
# One computing thread in each process: the processes are the parallelism. Libraries read these when they
# are imported, so they must stand in the environment that a process is born with.
SINGLE_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
START_ATTEMPTS = 3
"""How often a replacement is started: the system may kill a process while it loads, too."""
ATTEMPTS_ALONE = 2
"""How often an article is tried alone after its batch broke: once more than chance would need."""


class PoolError(NewsstreamError):
    """Enrichment processes can't be started."""

    exit_status = 4


class _ProcessDiedError(Exception):
    """The process ended in the middle of a batch."""


class _ProcessHungError(Exception):
    """The process did not finish a batch in time; it was killed."""


@dataclass(slots=True)
class PoolObserver:
    """What the pool tells metrics: called in the event loop."""

    on_restart: Callable[[str], None] = lambda _reason: None
    on_report: Callable[[BatchReport, float], None] = lambda _report, _seconds: None
    on_memory: Callable[[int, int], None] = lambda _slot, _bytes: None


@dataclass(slots=True)
class _Process:
    """One slot: its executor, the child behind it, and how many batches it has served."""

    slot: int
    executor: ProcessPoolExecutor
    child: ChildInfo
    served: int = 0


@dataclass(slots=True)
class EnrichmentPool:
    """Runs batches of raw records in enrichment processes.

    Guarantee: one outcome for each record, in order, whatever the processes do. An article that
    kills its process or outlasts the time limit fails alone; the others of its batch go through.

    Attributes:
        pipeline_name: What the processes load.
        processes: How many.
        timeout_seconds: For one batch, and for one article alone.
        batches_per_process: A process is replaced after so many.
        max_article_bytes: Larger records fail as too large.
    """

    pipeline_name: str
    processes: int
    timeout_seconds: float
    batches_per_process: int
    max_article_bytes: int
    observer: PoolObserver = field(default_factory=PoolObserver)
    pipeline: PipelineInfo | None = None
    _idle: asyncio.Queue[_Process | BaseException] = field(default_factory=asyncio.Queue)
    _all: dict[int, _Process] = field(default_factory=dict)
    _background: set[asyncio.Task[Any]] = field(default_factory=set)
    _closed: bool = False

    async def start(self) -> None:
        """Start all processes and wait until each has loaded the pipeline.

        Raises:
            PoolError: The pipeline can't be loaded; the message says why.
        """
        for variable in SINGLE_THREAD_VARIABLES:
            os.environ.setdefault(variable, "1")
        started = await asyncio.gather(*(self._spawn(slot) for slot in range(self.processes)))
        self.pipeline = started[0].child.pipeline

    async def run(self, records: Sequence[RawInput]) -> BatchReport:
        """Return the outcomes of a batch, one for each record in order.

        Waits while all processes are busy: that is the back-pressure.
        """
        try:
            return await self._run_shielded(records)
        except (_ProcessDiedError, _ProcessHungError) as failure:
            log.warning(
                "enrichment process lost; articles go on one by one",
                extra={"reason": str(failure), "batch_records": len(records)},
            )
        reports = [await self._run_alone(record) for record in records]
        return _merge(reports)

    async def stop(self) -> None:
        """End all processes at once."""
        self._closed = True
        for process in self._all.values():
            _kill(process)
        self._all.clear()

    async def _run_alone(self, record: RawInput) -> BatchReport:
        failure: Exception | None = None
        for _ in range(ATTEMPTS_ALONE):
            try:
                return await self._run_shielded([record])
            except (_ProcessDiedError, _ProcessHungError) as error:
                failure = error
                if isinstance(error, _ProcessHungError):
                    break  # a second wait would only double the hole
        hung = isinstance(failure, _ProcessHungError)
        error_type = ErrorType.ENRICHMENT_TIMEOUT if hung else ErrorType.WORKER_CRASHED
        fingerprint = self.pipeline.fingerprint if self.pipeline else None
        outcome = Failed(error_type, str(failure), "enrich", None, fingerprint)
        return BatchReport([outcome])

    async def _run_shielded(self, records: Sequence[RawInput]) -> BatchReport:
        # Whoever waits may be cancelled (a partition was revoked): the process finishes the batch all
        # the same, and its slot comes back. Killing it would cost the other partitions seconds.
        task = asyncio.create_task(self._run_once(records))
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return await asyncio.shield(task)

    async def _run_once(self, records: Sequence[RawInput]) -> BatchReport:
        process = await self._idle.get()
        if isinstance(process, BaseException):
            self._idle.put_nowait(process)
            raise process
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            future = loop.run_in_executor(process.executor, enrich_records, list(records))
            async with asyncio.timeout(self.timeout_seconds):
                report = await future
        except BrokenProcessPool:
            await self._replace(process, "died")
            raise _ProcessDiedError("the enrichment process died on this batch") from None
        except TimeoutError:
            await self._replace(process, "hung")
            raise _ProcessHungError(
                f"enrichment took more than {self.timeout_seconds:g} s; the process was killed"
            ) from None
        self.observer.on_report(report, loop.time() - started)
        self.observer.on_memory(process.slot, report.resident_bytes)
        process.served += 1
        if process.served >= self.batches_per_process:
            self._replace_later(process, "recycled")
        else:
            self._idle.put_nowait(process)
        return report

    def _replace_later(self, process: _Process, reason: str) -> None:
        task = asyncio.create_task(self._replace(process, reason))
        self._background.add(task)
        task.add_done_callback(self._replaced)

    def _replaced(self, task: asyncio.Task[None]) -> None:
        self._background.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # Whoever waits for a process must learn that none will come.
            self._idle.put_nowait(error)

    async def _replace(self, process: _Process, reason: str) -> None:
        _kill(process)
        if self._closed:
            return
        self.observer.on_restart(reason)
        for attempt in range(1, START_ATTEMPTS + 1):
            try:
                await self._spawn(process.slot)
            except PoolError as error:
                # The pipeline was loaded before: it is there, so another try may do.
                if attempt == START_ATTEMPTS or self._closed:
                    raise
                log.warning("enrichment process not started", extra={"reason": str(error)})
            else:
                return

    async def _spawn(self, slot: int) -> _Process:
        executor = ProcessPoolExecutor(
            max_workers=1,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=initialise,
            initargs=(self.pipeline_name, self.max_article_bytes, os.getpid()),
        )
        try:
            async with asyncio.timeout(START_TIMEOUT_SECONDS):
                child = await asyncio.get_running_loop().run_in_executor(executor, describe)
        except (BrokenProcessPool, TimeoutError) as error:
            executor.shutdown(wait=False, cancel_futures=True)
            raise PoolError(
                f"an enrichment process could not load the pipeline {self.pipeline_name!r} "
                f"({type(error).__name__}); its own message stands above"
            ) from None
        process = _Process(slot, executor, child)
        self._all[slot] = process
        self._idle.put_nowait(process)
        return process


def _kill(process: _Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.child.process_id, signal.SIGKILL)
    process.executor.shutdown(wait=False, cancel_futures=True)


def _merge(reports: Sequence[BatchReport]) -> BatchReport:
    merged = BatchReport([])
    entities: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    for report in reports:
        merged.outcomes += report.outcomes
        merged.words += report.words
        merged.published += report.published
        entities.update(report.entities)
        figures.update(report.figures)
    merged.entities, merged.figures = dict(entities), dict(figures)
    return merged
