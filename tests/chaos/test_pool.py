"""Enrichment processes that the system kills at bad moments."""

import asyncio
import os
import signal

import pytest

from streams.runtime.outputs import Enriched, RawInput
from streams.runtime.pool import EnrichmentPool, PoolObserver
from tests import hostile
from tests.support import enrichment_processes


@pytest.mark.chaos
async def test_process_killed_while_it_starts_is_started_again(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(hostile.install(tmp_path)))
    restarting = asyncio.Event()
    pool = EnrichmentPool(
        pipeline_name=hostile.PIPELINE,
        processes=1,
        timeout_seconds=30,
        batches_per_process=1000,
        max_article_bytes=10_000,
        observer=PoolObserver(on_restart=lambda _reason: restarting.set()),
    )
    await pool.start()
    try:
        record = RawInput(0, 0, 0, b'{"id":"a","text":"Amina Diallo spoke. SLOW"}', None)
        working = asyncio.create_task(pool.run([record]))
        (first,) = enrichment_processes(os.getpid())
        await asyncio.sleep(0.1)
        os.kill(first, signal.SIGKILL)
        await restarting.wait()
        while not (young := [p for p in enrichment_processes(os.getpid()) if p != first]):
            await asyncio.sleep(0.02)
        os.kill(young[0], signal.SIGKILL)

        async with asyncio.timeout(60):
            report = await working
        assert isinstance(report.outcomes[0], Enriched)
    finally:
        await pool.stop()


@pytest.mark.chaos
async def test_batches_that_are_merely_slow_raise_the_limit_and_lose_no_article(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(hostile.install(tmp_path)))
    pool = EnrichmentPool(
        pipeline_name=hostile.PIPELINE,
        processes=1,
        timeout_seconds=4.0,
        batches_per_process=1000,
        max_article_bytes=10_000,
    )
    records = [RawInput(0, n, 0, b'{"id":"%d","text":"Amina Diallo spoke. SLOW"}' % n, None) for n in range(24)]
    await pool.start()
    try:
        limit = pool._limit_seconds(records, 1)
        assert limit < 24 * 0.3
        report = await pool.run(records)
        assert [type(outcome) for outcome in report.outcomes] == [Enriched] * 24
        assert pool._patience == 2
    finally:
        await pool.stop()
