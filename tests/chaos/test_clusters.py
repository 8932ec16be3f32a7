"""Three brokers, of which one is killed; ``python -m tests.chaos --brokers 3`` is the long form."""

import pytest

from streams.kafka import topic_states
from tests.chaos.clusters import ClusterChaos
from tests.chaos.runner import Plan

LOSSES = Plan(
    articles=1500,
    workers=2,
    brokers=3,
    faults=1,
    seed=20261124,
    # A broker too, with a third of all leaders: killed, replaced, and back.
    kinds=("kill the controller",),
    pause_seconds=(0.2, 0.8),
    seconds_per_fault=10.0,
    outage_seconds=(0.2, 1.0),
    wait_for_workers=False,
)


@pytest.mark.chaos
async def test_nothing_is_lost_or_repeated_when_a_broker_is_lost(tmp_path):
    chaos = ClusterChaos(LOSSES, tmp_path, progress=False)
    states = []

    async def check(original=chaos._check):
        states.extend(await topic_states(chaos.settings))
        return await original()

    chaos._check = check
    result = await chaos.run()
    assert result.ok(), result.table()
    assert result.accepted == LOSSES.articles
    assert not result.worker_ends, result.table()
    assert max(result.silences) < 90, result.table()
    # What the product made: three copies of everything, two of which must have a record.
    assert [(state.replicas, state.in_sync, state.drift) for state in states] == [(3, 3, ())] * len(states)
