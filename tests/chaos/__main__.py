"""``python -m tests.chaos``: the long form, for one seed."""

import argparse
import asyncio
import dataclasses
import logging
import sys
import tempfile
from pathlib import Path

from tests.chaos.clusters import BROKER_KINDS, DISK_KINDS, HOST_KINDS, ClusterChaos, kinds_of, needs_root
from tests.chaos.runner import CONTROL_KINDS, EVERY_WORKER, KINDS, Chaos, Plan


def main() -> int:
    """Run, print the table, and return 0 when the promise held (or the control failed, as it must)."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=main.__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--partitions", type=int, default=4)
    parser.add_argument("--faults", type=int, default=30)
    parser.add_argument("--long-outages", type=int, help="of 60 s; default 1 from 20 faults on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--delivery", choices=["exactly_once", "at_least_once"], default="exactly_once")
    parser.add_argument("--control", action="store_true", help="a plain Faust agent, which must fail")
    parser.add_argument("--brokers", type=int, default=1, help="more than one: a cluster, its brokers lost in turn")
    parser.add_argument("--hosts", action="store_true", help="workers on hosts of their own, cut off (root)")
    parser.add_argument("--disk-megabytes", type=int, default=0, help="brokers' disks so small, filled up (root)")
    every = [*KINDS, EVERY_WORKER, *BROKER_KINDS, *HOST_KINDS, *DISK_KINDS]
    parser.add_argument("--only", action="append", choices=every, help="kinds of faults")
    parser.add_argument("--logs", type=Path, help="keep the workers' logs here")
    given = parser.parse_args()
    logging.basicConfig(level=logging.CRITICAL)

    kinds = tuple(given.only) if given.only else CONTROL_KINDS if given.control else KINDS
    outages = given.long_outages
    plan = Plan(
        articles=given.articles,
        workers=given.workers,
        partitions=given.partitions,
        faults=given.faults,
        seed=given.seed,
        delivery=given.delivery,
        control=given.control,
        kinds=kinds,
        long_outages=outages if outages is not None else int(given.faults >= 20),
        brokers=given.brokers,
        hosts=given.hosts,
        disk_megabytes=given.disk_megabytes,
    )
    run: type[Chaos] = Chaos
    if plan.brokers > 1 or plan.hosts or plan.disk_megabytes:
        if missing := needs_root(plan):
            parser.error(f"can't be done here: {missing}")
        run = ClusterChaos
        plan = dataclasses.replace(plan, kinds=tuple(given.only or kinds_of(plan)), long_outages=0)
    sys.stderr.write(f"{dataclasses.asdict(plan)}\n")
    with tempfile.TemporaryDirectory(prefix="newsstream-chaos-", ignore_cleanup_errors=True) as own:
        directory = given.logs or Path(own)
        directory.mkdir(parents=True, exist_ok=True)
        result = asyncio.run(run(plan, directory).run())
    outcome = "the control failed, as it must" if plan.control else "the promise held"
    sys.stdout.write(f"{result.table()}\n{outcome if result.ok() else 'BROKEN'}\n")
    return 0 if result.ok() else 1


if __name__ == "__main__":
    raise SystemExit(main())
