"""Enrichment processes that die, hang or can't start. Real processes, no broker."""

import asyncio
import os
import signal
import time
from pathlib import Path

import orjson
import pytest

from streams.runtime.outputs import Enriched, Failed, RawInput
from streams.runtime.pool import EnrichmentPool, PoolError, _parts, _within
from tests import hostile
from tests.support import enrichment_processes


def raw(number: int, text: str) -> RawInput:
    value = orjson.dumps({"id": str(number), "text": text})
    return RawInput(0, number, 1_700_000_000_000, value, None)


def pool(**changes) -> EnrichmentPool:
    options = {
        "pipeline_name": "default",
        "processes": 1,
        "timeout_seconds": 30.0,
        "batches_per_process": 100,
        "max_article_bytes": 1000,
    }
    return EnrichmentPool(**(options | changes))


async def test_one_outcome_for_each_record_in_order():
    running = pool()
    await running.start()
    try:
        report = await running.run(
            [raw(0, "Rain fell in Lagos."), raw(1, ""), raw(2, "x" * 2000), raw(3, "Ten men.")]
        )
    finally:
        await running.stop()
    assert [type(outcome) for outcome in report.outcomes] == [Enriched, Failed, Failed, Enriched]
    assert [o.error_type for o in report.outcomes[1:3]] == ["empty_body", "too_large"]
    assert report.outcomes[0].article_id == "0"


async def test_idle_processes_share_a_batch_and_what_kills_one_fails_alone(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(hostile.install(tmp_path)))
    slots = []
    running = pool(pipeline_name=hostile.PIPELINE, processes=2)
    running.observer.on_memory = lambda slot, _bytes: slots.append(slot)
    await running.start()
    try:
        records = [raw(number, "Rain fell in Lagos. " * (1 + number % 3)) for number in range(9)]
        report = await running.run(records)
        assert [outcome.article_id for outcome in report.outcomes] == [str(number) for number in range(9)]
        assert (sorted(slots), report.words) == ([0, 1], sum(1 + 4 * (1 + number % 3) for number in range(9)))
        slots.clear()
        await running.run(records[:7])
        assert len(slots) == 1  # two parts would be too small

        records[7] = raw(7, "CRASH")
        report = await running.run(records)
        assert [type(outcome) for outcome in report.outcomes] == [Enriched] * 7 + [Failed, Enriched]
        assert report.outcomes[7].error_type == "worker_crashed"
    finally:
        await running.stop()


@pytest.mark.parametrize("count", [-1, 0, 1, 2, 3, 7])
def test_parts_of_a_batch_are_the_batch(count: int):
    for lengths in ([5], [0, 0, 0], [1, 1, 1, 1, 1, 1, 1, 1], [900, 1, 1, 1], [1, 1, 1, 900], [10, 20, 30, 40, 50]):
        records = [RawInput(0, number, 0, b"x" * length, None) for number, length in enumerate(lengths)]
        parts = _parts(records, count)
        assert [record for part in parts for record in part] == records
        assert 1 <= len(parts) <= max(count, 1)
        assert all(parts)


async def test_recycled_and_killed_processes_are_replaced():
    reasons = []
    running = pool(batches_per_process=2)
    running.observer.on_restart = reasons.append
    await running.start()
    try:
        for number in range(5):
            report = await running.run([raw(number, "Two ships sank.")])
            assert isinstance(report.outcomes[0], Enriched)
        child = next(iter(running._all.values())).child.process_id
        os.kill(child, signal.SIGKILL)
        report = await running.run([raw(9, "Two ships sank.")])
        assert isinstance(report.outcomes[0], Enriched)
    finally:
        await running.stop()
    assert reasons.count("recycled") >= 2
    assert "died" in reasons


async def test_a_spare_takes_over_at_once_and_processes_that_died_idle_cost_no_article():
    running = pool(spares=2)
    await running.start()
    try:
        async with asyncio.timeout(60):
            while len(running._all) < 3:
                await asyncio.sleep(0.05)
        children = {slot: process.child.process_id for slot, process in running._all.items()}
        for child in children.values():
            os.kill(child, signal.SIGKILL)
        await asyncio.sleep(0.5)
        report = await running.run([raw(9, "Two ships sank.")])
        assert isinstance(report.outcomes[0], Enriched)
        async with asyncio.timeout(60):
            while len(set(children.values()) & {p.child.process_id for p in running._all.values()}):
                await asyncio.sleep(0.05)
    finally:
        await running.stop()


async def test_stop_does_not_wait_for_a_spare_that_is_still_starting():
    running = pool(spares=3)
    await running.start()
    began = time.monotonic()
    await running.stop()
    assert time.monotonic() - began < 10
    async with asyncio.timeout(10):
        while enrichment_processes(os.getpid()):
            await asyncio.sleep(0.05)


async def test_no_more_batches_run_at_a_time_than_there_are_processes_without_the_spares():
    running = pool(spares=1)
    await running.start()
    try:
        async with asyncio.timeout(60):
            while len(running._all) < 2:
                await asyncio.sleep(0.05)
        reports = [running.run([raw(n, "Two ships sank. " * 20)]) for n in range(5)]
        working = [asyncio.create_task(report) for report in reports]
        least = 2
        while not all(task.done() for task in working):
            least = min(least, running._idle.qsize())
            await asyncio.sleep(0)
        assert least >= 1
    finally:
        await running.stop()


async def test_time_for_which_the_worker_itself_was_stopped_does_not_count():
    future = asyncio.get_running_loop().create_future()
    waiting = asyncio.create_task(_within(future, 8.0))
    await asyncio.sleep(0.05)
    time.sleep(9.0)  # noqa: ASYNC251 - the whole loop stands still, as under SIGSTOP
    asyncio.get_running_loop().call_later(0.2, future.set_result, "report")
    assert await waiting == "report"
    with pytest.raises(TimeoutError):
        await _within(asyncio.get_running_loop().create_future(), 0.1)


async def test_cancelled_waiting_gives_the_process_back():
    running = pool()
    await running.start()
    try:
        waiting = asyncio.create_task(running.run([raw(0, "Two ships sank. " * 50)]))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        report = await running.run([raw(1, "Two ships sank.")])
        assert isinstance(report.outcomes[0], Enriched)
    finally:
        await running.stop()


async def test_processes_end_with_the_pool():
    running = pool()
    await running.start()
    child = next(iter(running._all.values())).child.process_id
    await running.stop()
    for _ in range(100):
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or state.read_text().split()[2] == "Z":
            return
        await asyncio.sleep(0.1)
    pytest.fail("the process lives on")


async def test_unknown_pipeline_is_an_error_not_a_wait():
    with pytest.raises(PoolError, match="no_such_pipeline"):
        await pool(pipeline_name="no_such_pipeline").start()
