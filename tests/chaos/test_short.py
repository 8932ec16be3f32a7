"""The short form of the chaos suite; ``python -m tests.chaos`` is the long one."""

import pytest

from tests.chaos.runner import Chaos, Plan

SHORT = Plan(
    articles=5000,
    workers=2,
    faults=6,
    seed=20261124,
    kinds=(
        "kill worker",
        "terminate worker",
        "kill enrichment process",
        "freeze worker",
        "rebalance storm",
        "kill broker",
    ),
    pause_seconds=(0.2, 0.8),
    seconds_per_fault=6.0,
    outage_seconds=(0.2, 1.0),
    wait_for_workers=False,
)


@pytest.mark.chaos
async def test_nothing_is_lost_or_repeated_whatever_is_killed(tmp_path):
    result = await Chaos(SHORT, tmp_path, progress=False).run()
    assert result.ok(), result.table()
    assert result.accepted == SHORT.articles
    # Ten seconds are promised on a machine that is not shared; a stall would last for ever.
    assert max(result.silences) < 45, result.table()
