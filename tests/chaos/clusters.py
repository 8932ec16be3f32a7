"""The same chaos with clusters of several brokers, workers on hosts of their own, and disks that get full."""

import asyncio
import os
import subprocess
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from streams.settings import Settings
from tests import hostile
from tests.chaos.runner import (
    GRACE_SECONDS,
    LONG_OUTAGE,
    SESSION_SECONDS,
    Chaos,
    Fault,
    Plan,
)
from tests.cluster import Cluster, Node, fill_disk
from tests.hosts import Hosts

BROKER_KINDS = ("kill a broker", "kill the controller", "stop a broker")
HOST_KINDS = ("cut a worker off",)
DISK_KINDS = ("fill a disk",)
WORKER_KINDS = ("kill worker", "terminate worker", "kill enrichment process", "freeze worker", "rebalance storm")
IN_SYNC_SECONDS = 90.0
FULL_SECONDS = 90.0


def kinds_of(plan: Plan) -> tuple[str, ...]:
    """Return the faults that fit the plan's machines."""
    kinds = BROKER_KINDS if plan.brokers > 1 else ()
    kinds += HOST_KINDS if plan.hosts else ()
    kinds += DISK_KINDS if plan.disk_megabytes else ()
    return kinds + WORKER_KINDS


class ClusterChaos(Chaos):
    """One run on a cluster. Topics are created by the product: three copies, two of which must have a record."""

    cluster: Cluster
    hosts: Hosts

    def _start_broker(self) -> None:
        plan, host = self.plan, "127.0.0.1"
        if plan.hosts:
            self.hosts = self.stack.enter_context(Hosts(plan.workers))
            host = self.hosts.outside
        self.cluster = Cluster(self.directory / "kafka", nodes=plan.brokers, host=host)
        if plan.disk_megabytes:
            for node in self.cluster.nodes:
                self._mount(node.topics)
        self.stack.enter_context(self.cluster)
        self.broker_up.set()
        self.settings = Settings(
            bootstrap_servers=self.cluster.bootstrap_servers,
            topic_prefix=f"c{uuid.uuid4().hex[:8]}.",
            group_id=f"chaos-{uuid.uuid4().hex[:8]}",
            partitions=plan.partitions,
            replication_factor=min(plan.brokers, 3),
            pipeline=hostile.PIPELINE,
            enrichment_processes=1,
            session_timeout_seconds=SESSION_SECONDS,
            delivery=plan.delivery,
            trends_grace_seconds=GRACE_SECONDS,
            web_host="0.0.0.0" if plan.hosts else "127.0.0.1",  # noqa: S104 - the host's own network
            log_format="json",
        )

    def _make_fleet(self) -> None:
        super()._make_fleet()
        if self.plan.hosts:
            self.fleet.place = lambda number: (self.hosts.command(number), self.hosts.address(number))

    def _mount(self, directory: Path) -> None:
        size = f"size={self.plan.disk_megabytes}m"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", directory], check=True, timeout=30)
        self.stack.callback(subprocess.run, ["umount", "--lazy", directory], check=True, timeout=30)

    def _actions(self) -> dict[str, Callable[[Fault], Awaitable[None]]]:
        actions = super()._actions() | {
            "kill a broker": lambda fault: self._lose(fault, self._some_node, Node.kill),
            "kill the controller": lambda fault: self._lose(fault, self.cluster.controller, Node.kill),
            "stop a broker": lambda fault: self._lose(fault, self._some_node, Node.stop),
            "cut a worker off": self._cut_off,
            "fill a disk": self._fill,
        }
        return {kind: action for kind, action in actions.items() if kind != LONG_OUTAGE}

    def _some_node(self) -> Node:
        return self.chance.choice(self.cluster.nodes)

    async def _lose(self, fault: Fault, choose: Callable[[], Node], end: Callable[[Node], None]) -> None:
        """Take a node away and bring it back; the others have to go on at once."""
        await self._in_sync()
        node = choose()
        fault.began = time.monotonic()
        await asyncio.to_thread(end, node)
        await asyncio.sleep(self.chance.uniform(*self.plan.outage_seconds))
        await asyncio.to_thread(node.start, 1)
        await self._in_sync()

    async def _cut_off(self, fault: Fault) -> None:
        """Cut the network between a worker and everything else for longer than the session."""
        if slot := self.fleet.choose():
            self.hosts.cut(slot.number)
            try:
                await asyncio.sleep(SESSION_SECONDS + self.chance.uniform(3.0, 8.0))
            finally:
                self.hosts.mend(slot.number)

    async def _fill(self, fault: Fault) -> None:
        """Leave no room on a broker's disk until it gives up, then make room and start it."""
        await self._in_sync()
        node = self._some_node()
        filler = await asyncio.to_thread(fill_disk, node.topics)
        gave_up = await asyncio.to_thread(node.wait_dead, FULL_SECONDS)
        await asyncio.sleep(self.chance.uniform(*self.plan.outage_seconds))
        filler.unlink()
        if not gave_up:
            raise RuntimeError(f"node {node.number} goes on with a full disk for {FULL_SECONDS:g} s")
        await asyncio.to_thread(node.start, 1)
        await self._in_sync()
        if self.plan.brokers == 1:
            fault.began = time.monotonic()

    async def _in_sync(self) -> None:
        """Wait until every partition has all its copies: else the next loss would be of two brokers."""
        async with asyncio.timeout(IN_SYNC_SECONDS):
            while not await self._is_in_sync():
                await asyncio.sleep(0.2)

    async def _is_in_sync(self) -> bool:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.cluster.bootstrap_servers, request_timeout_ms=5000)
        try:
            await admin.start()
            topics = await admin.describe_topics()
        except (KafkaError, OSError):
            return False
        finally:
            await admin.close()
        return all(
            len(partition["isr"]) == len(partition["replicas"]) for topic in topics for partition in topic["partitions"]
        )


def needs_root(plan: Plan) -> str:
    """Return what is missing to run the plan here."""
    from tests import hosts

    if plan.hosts and (missing := hosts.available()):
        return missing
    return "not root: a small disk can't be mounted" if plan.disk_megabytes and os.geteuid() else ""
