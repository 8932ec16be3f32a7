"""The agents that turn batches into records: ``enrich`` the raw articles, ``trends`` the enriched events."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import faust
from faust.types import StreamT

from streams.runtime.lane import Batch, Process
from streams.runtime.outputs import OutputRecord


@dataclass(slots=True)
class BatchRequest:
    """A batch on its way through an agent, and where its result is awaited."""

    batch: Batch
    result: asyncio.Future[Sequence[OutputRecord]]


def register(app: faust.App, name: str, work: Process, *, concurrency: int) -> Process:
    """Add an agent to the app and return the function by which lanes hand it their batches.

    The agent never acknowledges anything: the lane that waits for the result commits it, or repeats the
    batch. Batches of one partition never overlap, so order is kept at any concurrency.
    """
    channel = app.channel(maxsize=concurrency)

    @app.agent(channel, name=name, concurrency=concurrency)
    async def agent(requests: StreamT[BatchRequest]) -> None:
        async for request in requests:
            if request.result.cancelled():  # the partition was revoked while the batch waited
                continue
            try:
                outputs = await work(request.batch)
            except Exception as error:  # noqa: BLE001 - an exception that leaves an agent loses the event: the lane must get it
                _settle(request.result, error=error)
            else:
                _settle(request.result, outputs=outputs)

    async def process(batch: Batch) -> Sequence[OutputRecord]:
        request = BatchRequest(batch, asyncio.get_running_loop().create_future())
        await channel.send(value=request)
        return await request.result

    return process


def _settle(
    result: asyncio.Future[Sequence[OutputRecord]],
    *,
    outputs: Sequence[OutputRecord] = (),
    error: Exception | None = None,
) -> None:
    if result.done():
        return
    if error is None:
        result.set_result(outputs)
    else:
        result.set_exception(error)
