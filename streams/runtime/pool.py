"""Enrichment processes: a fixed number, each replaced when it dies, hangs or has served its time.

Spare ones stand by, loaded: a lost process is made up for at once, not after the seconds of a start.

Each process has an executor of its own. A process that dies breaks only what it was working on, a batch or a part of
one, so it is known what killed it; the standard library's shared pool fails every batch in flight instead.
"""

import asyncio
import contextlib
import logging
import multiprocessing
import os
import signal
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
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
QUIET_TRACKER = "ignore:resource_tracker:UserWarning"
"""Python's tracker of semaphores, a process that starts with the first executor, tidies up what a worker that
ends at once leaves, and need not tell the user."""
START_ATTEMPTS = 3
"""How often a replacement is started: the system may kill a process while it loads, too."""
ATTEMPTS_ALONE = 2
"""How often an article is tried alone after its batch broke: once more than chance would need."""
TIMEOUT_BYTES, TIMEOUT_RECORDS = 131_072, 64
"""So much in a batch has twice the time limit of next to nothing."""
ALONE_BYTES = 32_768
"""So many bytes of one article alone, since it is given up for good after its limit."""
PART_RECORDS = 4
"""Fewer articles are not worth a process of their own: what a call costs is a sixth of an article."""
WAITING_SLICES = 8
MOST_PATIENCE = 64
FULL_BATCH, AMPLE = 1.5, 8
"""Patience ends when a batch that is no small one takes an eighth of its limit."""


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
        processes: How many may work at a time.
        spares: How many more are started, to take the place of those that are lost.
        timeout_seconds: For one batch, and for one article alone, and as much again for every
            ``TIMEOUT_BYTES`` or ``TIMEOUT_RECORDS`` of a batch and every ``ALONE_BYTES`` of an article.
            Doubled when batches outlast it without an article that hangs, halved when they are far from it.
        batches_per_process: A process is replaced after so many.
        max_article_bytes: Larger records fail as too large.
    """

    pipeline_name: str
    processes: int
    timeout_seconds: float
    batches_per_process: int
    max_article_bytes: int
    spares: int = 0
    observer: PoolObserver = field(default_factory=PoolObserver)
    pipeline: PipelineInfo | None = None
    # The one that worked last is taken first: spares stay spare, their memory untouched.
    _idle: asyncio.Queue[_Process | BaseException] = field(default_factory=asyncio.LifoQueue)
    _all: dict[int, _Process] = field(default_factory=dict)
    _background: set[asyncio.Task[Any]] = field(default_factory=set)
    _starting: set[asyncio.Task[None]] = field(default_factory=set)
    _closed: bool = False
    _patience: int = 1
    _asked: int = 0
    _turns: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        """Allow as many batches at a time as there are processes without the spares."""
        self._turns = asyncio.Semaphore(self.processes)

    async def start(self) -> None:
        """Start all processes and wait until each but the spares has loaded the pipeline.

        Raises:
            PoolError: The pipeline can't be loaded; the message says why.
        """
        for variable in SINGLE_THREAD_VARIABLES:
            os.environ.setdefault(variable, "1")
        given = os.environ.get("PYTHONWARNINGS", "")
        if QUIET_TRACKER not in given:
            os.environ["PYTHONWARNINGS"] = f"{given},{QUIET_TRACKER}" if given else QUIET_TRACKER
        started = await asyncio.gather(*(self._spawn(slot) for slot in range(self.processes)))
        self.pipeline = started[0].child.pipeline
        for slot in range(self.processes, self.processes + self.spares):
            self._in_background(self._start_again(slot))

    async def run(self, records: Sequence[RawInput]) -> BatchReport:
        """Return the outcomes of a batch, one for each record in order.

        Waits while all processes are busy: that is the back-pressure. Processes that nobody waits for share the batch.
        """
        parts = _parts(records, min(self.processes - self._asked, len(records) // PART_RECORDS))
        if len(parts) == 1:
            return await self._run_part(records)
        return _merge(await asyncio.gather(*map(self._run_part, parts)))

    async def _run_part(self, records: Sequence[RawInput]) -> BatchReport:
        patience = self._patience
        try:
            return await self._run_shielded(records, patience)
        except (_ProcessDiedError, _ProcessHungError) as failure:
            log.warning(
                "enrichment process lost; articles go on one by one",
                extra={"reason": str(failure), "batch_records": len(records)},
            )
            if isinstance(failure, _ProcessHungError):
                # Slow until an article is found that hangs: this wait may be given up before that.
                self._patience = min(2 * patience, MOST_PATIENCE)
        report = _merge([await self._run_alone(record, patience) for record in records])
        if _timed_out(report):
            self._patience = patience
        elif self._patience > patience:
            log.warning(
                "enrichment is slow, the time limit is raised; "
                "set enrichment_timeout_seconds higher or batch_max_bytes lower",
                extra={"timeout_seconds": self.timeout_seconds * self._patience},
            )
        return report

    async def stop(self) -> None:
        """End all processes at once."""
        self._closed = True
        starting = list(self._starting)
        for start in starting:
            start.cancel()
        await asyncio.gather(*starting, return_exceptions=True)
        for process in self._all.values():
            _kill(process)
        self._all.clear()

    async def _run_alone(self, record: RawInput, patience: int) -> BatchReport:
        failure: Exception | None = None
        for _ in range(ATTEMPTS_ALONE):
            try:
                return await self._run_shielded([record], patience)
            except (_ProcessDiedError, _ProcessHungError) as error:
                failure = error
                if isinstance(error, _ProcessHungError):
                    break  # a second wait would only double the hole
        hung = isinstance(failure, _ProcessHungError)
        error_type = ErrorType.ENRICHMENT_TIMEOUT if hung else ErrorType.WORKER_CRASHED
        fingerprint = self.pipeline.fingerprint if self.pipeline else None
        outcome = Failed(error_type, str(failure), "enrich", None, fingerprint)
        return BatchReport([outcome])

    def _limit_seconds(self, records: Sequence[RawInput], patience: int) -> float:
        size = sum(len(record.value or b"") for record in records)
        if len(records) == 1:
            return self.timeout_seconds * patience * (1 + size / ALONE_BYTES)
        return self.timeout_seconds * patience * (1 + max(size / TIMEOUT_BYTES, len(records) / TIMEOUT_RECORDS))

    async def _run_shielded(self, records: Sequence[RawInput], patience: int) -> BatchReport:
        # Whoever waits may be cancelled (a partition was revoked): the process finishes the batch all
        # the same, and its slot comes back. Killing it would cost the other partitions seconds.
        task = asyncio.create_task(self._run_in_turn(records, patience))
        self._asked += 1
        self._background.add(task)
        task.add_done_callback(self._answered)
        return await asyncio.shield(task)

    def _answered(self, task: asyncio.Task[BatchReport]) -> None:
        self._asked -= 1
        self._background.discard(task)

    async def _run_in_turn(self, records: Sequence[RawInput], patience: int) -> BatchReport:
        async with self._turns:
            return await self._run_once(records, patience)

    async def _run_once(self, records: Sequence[RawInput], patience: int) -> BatchReport:
        process = await self._idle.get()
        if isinstance(process, BaseException):
            self._idle.put_nowait(process)
            raise process
        loop = asyncio.get_running_loop()
        started = loop.time()
        limit = self._limit_seconds(records, patience)
        try:
            future = loop.run_in_executor(process.executor, enrich_records, list(records))
        except BrokenProcessPool:  # it died idle: not this batch's doing
            self._replace_later(process, "died")
            return await self._run_once(records, patience)
        try:
            report = await _within(future, limit)
        except BrokenProcessPool:
            self._replace_later(process, "died")
            raise _ProcessDiedError("the enrichment process died on this batch") from None
        except TimeoutError:
            self._replace_later(process, "hung")
            raise _ProcessHungError(f"enrichment took more than {limit:.1f} s; the process was killed") from None
        self.observer.on_report(report, loop.time() - started)
        self.observer.on_memory(process.slot, report.resident_bytes)
        if limit > FULL_BATCH * self.timeout_seconds * patience and loop.time() - started < limit / AMPLE:
            self._patience = max(self._patience // 2, 1)
        process.served += 1
        if process.served >= self.batches_per_process:
            self._replace_later(process, "recycled")
        else:
            self._idle.put_nowait(process)
        return report

    def _replace_later(self, process: _Process, reason: str) -> None:
        _kill(process)
        if not self._closed:
            self.observer.on_restart(reason)
            self._in_background(self._start_again(process.slot))

    def _in_background(self, start: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(start)
        self._starting.add(task)
        task.add_done_callback(self._started)

    def _started(self, task: asyncio.Task[None]) -> None:
        self._starting.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # Whoever waits for a process must learn that none will come.
            self._idle.put_nowait(error)

    async def _start_again(self, slot: int) -> None:
        for attempt in range(1, START_ATTEMPTS + 1):
            try:
                await self._spawn(slot)
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
        except asyncio.CancelledError:
            _abandon(executor)
            raise
        except (BrokenProcessPool, TimeoutError) as error:
            _abandon(executor)
            raise PoolError(
                f"an enrichment process could not load the pipeline {self.pipeline_name!r} "
                f"({type(error).__name__}); its own message stands above"
            ) from None
        process = _Process(slot, executor, child)
        self._all[slot] = process
        self._idle.put_nowait(process)
        return process


def _parts(records: Sequence[RawInput], count: int) -> list[Sequence[RawInput]]:
    """At most ``count`` runs of records, at least one, of about as many bytes each."""
    if count < 2:
        return [records]
    ends = list(accumulate(len(record.value or b"") + 1 for record in records))
    cuts = [bisect_left(ends, ends[-1] * part / count) for part in range(1, count)]
    runs = [records[first:last] for first, last in pairwise([0, *cuts, len(records)])]
    return [run for run in runs if run]


def _abandon(executor: ProcessPoolExecutor) -> None:
    """Kill a process that is still starting: at its end, Python would wait for it to be ready."""
    for process in list((executor._processes or {}).values()):  # noqa: SLF001 - nothing public knows it yet
        process.kill()
    executor.shutdown(wait=False, cancel_futures=True)


async def _within(future: asyncio.Future[BatchReport], seconds: float) -> BatchReport:
    """Return the result, or raise TimeoutError.

    Waits in slices: time for which this process itself was stopped counts as one slice at most, not
    against the article.
    """
    for _ in range(WAITING_SLICES):
        done, _ = await asyncio.wait([future], timeout=seconds / WAITING_SLICES)
        if done:
            return future.result()
    future.cancel()
    raise TimeoutError


def _timed_out(report: BatchReport) -> bool:
    failures = [outcome for outcome in report.outcomes if isinstance(outcome, Failed)]
    return any(failure.error_type == ErrorType.ENRICHMENT_TIMEOUT for failure in failures)


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
