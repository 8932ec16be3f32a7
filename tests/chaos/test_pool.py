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
        while not (young := [p for p in enrichment_processes(os.getpid()) if p != first]):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        os.kill(young[0], signal.SIGKILL)

        async with asyncio.timeout(60):
            report = await working
        assert isinstance(report.outcomes[0], Enriched)
    finally:
        await pool.stop()
