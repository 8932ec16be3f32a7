"""Feeds articles, breaks things by a seeded plan, and has the outcome checked."""

import asyncio
import contextlib
import json
import os
import random
import signal
import statistics
import sys
import time
import uuid
from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from zlib import crc32

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from streams.broker import EmbeddedBroker
from streams.kafka import create_topics
from streams.settings import Settings, to_environment
from tests import hostile
from tests.chaos.checker import Record, Verdict, check
from tests.chaos.fleet import Fleet, Slot, python_environment, worker_command
from tests.chaos.logs import read_all
from tests.chaos.trend_checker import check_trends
from tests.support import enrichment_processes

RAW = "news.articles.raw.v1"
ENRICHED = "news.articles.enriched.v1"
ENTITIES = "news.entities.v1"
FIGURES = "news.figures.v1"
DEADLETTERS = "news.deadletters.v1"
TRENDS = "news.trends.v1"

SESSION_SECONDS = 6.0
ARTICLES_PER_ID = 5
REPEATED_SHARE = 0.02
REPEATABLE = 100
FIRST_PUBLISHED = datetime(2026, 3, 1, tzinfo=UTC)
SECONDS_BETWEEN = 6.0
# Published out of order: all within the grace but for a few, unless a partition falls far behind another.
DISORDER_SECONDS = 7200.0
LATE_SHARE = 0.01
LATE_SECONDS = 24 * 3600.0
GRACE_SECONDS = 6 * 3600.0
NAMES = ("Liza Manalo", "Ravi Menon", "Tomas Novak", "Grace Achieng", "Emeka Obi")
RECOVERY_SECONDS = 60.0
AIM_ATTEMPTS = 200
# Partitions are fed more often than this.
SURELY_SILENT_SECONDS = 2.0
DRAIN_SECONDS = 120.0

KINDS = (
    "kill worker",
    "terminate worker",
    "kill enrichment process",
    "freeze worker",
    "kill worker in a transaction",
    "freeze worker in a transaction",
    "scale to 1 and back",
    "rebalance storm",
    "article that kills its process",
    "article that never ends",
    "kill broker",
    "stop broker",
)
LONG_OUTAGE = "stop broker for 60 s"
EVERY_WORKER = "kill every worker"
# A plain agent has no enrichment processes to kill, and no transactions.
CONTROL_KINDS = tuple(
    kind
    for kind in KINDS
    if not kind.startswith(("kill enrichment", "article that")) and not kind.endswith("in a transaction")
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do. The same seed gives the same articles and the same order of faults."""

    articles: int = 20_000
    workers: int = 3
    partitions: int = 4
    faults: int = 10
    seed: int = 1
    delivery: str = "exactly_once"
    control: bool = False
    kinds: tuple[str, ...] = KINDS
    long_outages: int = 0
    pause_seconds: tuple[float, float] = (1.0, 4.0)
    seconds_per_fault: float = 14.0
    outage_seconds: tuple[float, float] = (0.5, 4.0)
    # Else the next fault may meet a worker that is still starting.
    wait_for_workers: bool = True
    # See ``tests.chaos.clusters``: more than one broker, workers on hosts of their own, small disks.
    brokers: int = 1
    hosts: bool = False
    disk_megabytes: int = 0


@dataclass(slots=True)
class Fault:
    """One fault as it happened. Times are of the monotonic clock.

    Attributes:
        began: From here the silence of each partition is measured: for a broker, from its answer.
        ended: Until here.
        silences: Longest time without a committed output, by input partition.
        first: Time until the next committed output, by input partition.
        in_transaction: The worker that it met had surely a transaction open.
        starts: How long after ``began`` the longest silence began, by input partition.
        struck: When the breaking began: for a broker, before its outage.
        wall_clock: Unix time of ``began``, to find the fault in the workers' logs.
    """

    kind: str
    began: float
    ended: float = 0.0
    struck: float = field(default_factory=time.monotonic)
    wall_clock: float = field(default_factory=time.time)
    silences: dict[int, float] = field(default_factory=dict)
    first: dict[int, float] = field(default_factory=dict)
    starts: dict[int, float] = field(default_factory=dict)
    in_transaction: bool = False


@dataclass(slots=True)
class Result:
    """What a run showed."""

    plan: Plan
    verdict: Verdict
    faults: list[Fault]
    seconds: float
    accepted: int
    worker_ends: Counter[int]
    bad_stops: Counter[int]

    @property
    def silences(self) -> list[float]:
        return [max(fault.silences.values()) for fault in self.faults if fault.silences]

    def ok(self) -> bool:
        defects = self.verdict.defects
        if self.plan.control:
            return self.verdict.duplicated + self.verdict.lost > 0
        if self.plan.delivery == "at_least_once":
            return not any(name.startswith(("lost", "different", "unexpected")) for name in defects)
        return not defects and not self.bad_stops

    def table(self) -> str:
        verdict = self.verdict
        plan = self.plan
        delivery = "plain Faust agent" if plan.control else plan.delivery
        lines = [
            f"seed {plan.seed}: {plan.articles} articles, {plan.workers} workers, {plan.partitions} partitions",
            f"  {plan.brokers} brokers, {len(self.faults)} faults, {delivery}, {self.seconds:.0f} s",
            f"  articles accepted by the broker  {self.accepted}",
            f"  enriched / dead letters          {verdict.enriched} / {verdict.dead_letters}",
            f"  entities / figures               {verdict.entities} / {verdict.figures}",
            f"  trends / late articles           {verdict.trends} / {verdict.late}",
            f"  faults in an open transaction    {sum(fault.in_transaction for fault in self.faults)}",
            f"  repeats that were aborted        {verdict.repeats_uncommitted}",
            f"  lost                             {verdict.lost}",
            f"  duplicated                       {verdict.duplicated}",
        ]
        lines += [f"  {name:<32} {count}" for name, count in sorted(verdict.defects.items())]
        lines += [f"    {name}: {'; '.join(found)}" for name, found in verdict.examples.items()]
        if self.worker_ends:
            lines.append(f"  workers that ended by themselves {dict(self.worker_ends)} (by status)")
        if self.bad_stops:
            lines.append(f"  stops with another status than 0 {dict(self.bad_stops)}")
        lines.append(f"  {'longest silence of a partition':<34}{'faults':>6}{'median':>8}{'worst':>8}")
        by_kind: dict[str, list[float]] = defaultdict(list)
        for fault in self.faults:
            if fault.silences:
                by_kind[fault.kind].append(max(fault.silences.values()))
        by_kind["all"] = self.silences
        for kind, values in by_kind.items():
            if values:
                median, worst = statistics.median(values), max(values)
                lines.append(f"    {kind:<32}{len(values):>6}{median:>7.1f}s{worst:>7.1f}s")
        firsts = [seconds for fault in self.faults for seconds in fault.first.values()]
        if firsts:
            lines.append(
                f"  first output after a fault, each partition: median {statistics.median(firsts):.2f} s, "
                f"worst {max(firsts):.1f} s"
            )
        return "\n".join(lines)


def choose_faults(plan: Plan, chance: random.Random) -> list[str]:
    """Return the kinds of the plan's faults in random order, each about as often."""
    kinds = [plan.kinds[number % len(plan.kinds)] for number in range(plan.faults)]
    kinds[: plan.long_outages] = [LONG_OUTAGE] * plan.long_outages
    chance.shuffle(kinds)
    return kinds


class Articles:
    """Makes the articles of a seed: several of each id, with a sequence in the text."""

    def __init__(self, plan: Plan) -> None:
        self._chance = random.Random(plan.seed * 7919 + 1)  # noqa: S311 - repeatable on purpose
        self._ids = max(plan.articles // ARTICLES_PER_ID, 1)
        self._sequences: Counter[str] = Counter()
        self._numbers = 0
        self._newest: deque[tuple[str, bytes]] = deque(maxlen=REPEATABLE)

    def next(self) -> tuple[str, bytes]:
        """Return id and value of the next article; few are slow or poison, or were sent before."""
        if self._newest and self._chance.random() < REPEATED_SHARE:
            return self._chance.choice(self._newest)
        self._newest.append(self._new())
        return self._newest[-1]

    def _new(self) -> tuple[str, bytes]:
        self._numbers += 1
        # Some ids come far more often than others.
        article_id = f"a{int(self._ids * self._chance.random() ** 2)}"
        draw = self._chance.random()
        if draw < 0.002:
            broken = b'{"id":"%s","text":"broken %d' % (article_id.encode(), self._numbers)
            return article_id, broken
        word = "RAISE" if draw < 0.004 else "SLOW" if draw < 0.005 else ""
        return article_id, self.make(article_id, word)

    def make(self, article_id: str, word: str = "") -> bytes:
        self._sequences[article_id] += 1
        sequence = self._sequences[article_id]
        text = (
            f"Report {sequence} of {article_id}: at least {self._numbers % 900 + 2} people were killed "
            f"in Nairobi, said Amina Diallo, who had met {self._chance.choice(NAMES)}. {word}"
        )
        behind = self._chance.uniform(0, DISORDER_SECONDS) + LATE_SECONDS * (self._chance.random() < LATE_SHARE)
        published = FIRST_PUBLISHED + timedelta(seconds=self._numbers * SECONDS_BETWEEN - behind)
        return json.dumps({"id": article_id, "text": text, "published_at": published.isoformat()}).encode()


class Chaos:
    """One run."""

    def __init__(self, plan: Plan, directory: Path, progress: bool = True) -> None:
        self.plan = plan
        self.directory = directory
        self.progress = progress
        self.chance = random.Random(plan.seed)  # noqa: S311 - repeatable on purpose
        self.articles = Articles(plan)
        self.arrivals: dict[int, list[float]] = {n: [] for n in range(plan.partitions)}
        self.faults: list[Fault] = []
        self.left = choose_faults(plan, self.chance)
        self.sent = 0
        self.out = 0
        self.fed_until = 0.0
        self.broker_up = asyncio.Event()
        self.stack = contextlib.ExitStack()
        self.broker: EmbeddedBroker
        self.settings: Settings
        self.fleet: Fleet
        self.producer: AIOKafkaProducer

    async def run(self) -> Result:
        began = time.monotonic()
        with self.stack:
            await asyncio.to_thread(self._start_broker)
            await create_topics(self.settings)
            self._make_fleet()
            self.producer = AIOKafkaProducer(
                bootstrap_servers=self.settings.bootstrap_servers,
                enable_idempotence=True,
                # Records wait through an outage of the broker.
                request_timeout_ms=300_000,
                linger_ms=5,
            )
            await self.producer.start()
            background = [
                asyncio.create_task(self.fleet.keep()),
                asyncio.create_task(self._watch_outputs()),
                asyncio.create_task(self._show()),
            ]
            try:
                await self._until(self.fleet.ready, 90, "workers not ready")
                feeding = asyncio.create_task(self._feed())
                await self._break_things(feeding)
                await feeding
                await self._drain()
                await self._drain_trends()
                self.fleet.set_size(0)
                await self.fleet.end()
            finally:
                for task in background:
                    task.cancel()
                await asyncio.gather(*background, return_exceptions=True)
                await self.fleet.end()
                with contextlib.suppress(KafkaError):
                    await self.producer.stop()
            verdict = await self._check()
            self._measure()
            self._write_faults()
        return Result(
            self.plan,
            verdict,
            self.faults,
            time.monotonic() - began,
            verdict.expected,
            self.fleet.ends,
            self.fleet.bad_stops,
        )

    # -- setting up ---------------------------------------------------------------------------

    def _start_broker(self) -> None:
        self.broker = self.stack.enter_context(EmbeddedBroker.ephemeral())
        self.broker_up.set()
        self.settings = Settings(
            bootstrap_servers=self.broker.bootstrap_servers,
            topic_prefix=f"c{uuid.uuid4().hex[:8]}.",
            group_id=f"chaos-{uuid.uuid4().hex[:8]}",
            partitions=self.plan.partitions,
            pipeline=hostile.PIPELINE,
            enrichment_processes=1,
            session_timeout_seconds=SESSION_SECONDS,
            delivery=self.plan.delivery,
            trends_grace_seconds=GRACE_SECONDS,
            log_format="json",
        )

    def _make_fleet(self) -> None:
        settings, packages = self.settings, hostile.install(self.directory)
        if self.plan.control:
            command = [sys.executable, "-P", "-m", "tests.chaos.control_agent", "worker", "--without-web", "-l", "warn"]
        else:
            command = worker_command()

        def environment(port: int) -> dict[str, str]:
            own = python_environment(packages)
            if self.plan.control:
                return own | {
                    "CONTROL_BOOTSTRAP": str(settings.bootstrap_servers),
                    "CONTROL_PREFIX": settings.topic_prefix,
                    "CONTROL_GROUP": settings.group_id,
                    "CONTROL_DIRECTORY": str(self.directory / f"faust-{port}"),
                }
            return own | to_environment(settings) | {"NEWSSTREAM_WEB_PORT": str(port)}

        self.fleet = Fleet(command, environment, self.directory, self.chance, has_health=not self.plan.control)
        self.fleet.set_size(self.plan.workers)

    # -- input and output ---------------------------------------------------------------------

    def partition_of(self, article_id: str) -> int:
        return crc32(article_id.encode()) % self.plan.partitions

    async def _send(self, article_id: str, value: bytes) -> None:
        await self.producer.send(
            self.settings.topic_prefix + RAW,
            value,
            key=article_id.encode(),
            partition=self.partition_of(article_id),
        )
        self.sent += 1

    async def _feed(self) -> None:
        """Send steadily, so that every silence of a partition is a hole in the output."""
        total, plan = self.plan.articles, self.plan
        while self.sent < total:
            started = time.monotonic()
            left = max((len(self.left) + 0.5) * plan.seconds_per_fault, 2.0)
            count = min(max(int((total - self.sent) / left * 0.1), 1), total - self.sent)
            for _ in range(count):
                await self._send(*self.articles.next())
            await asyncio.sleep(max(0.1 - (time.monotonic() - started), 0))
        self.fed_until = time.monotonic()
        await self.producer.flush()

    async def _watch_outputs(self) -> None:
        """Note when each input partition's outcomes become visible to a committed reader."""
        prefix = self.settings.topic_prefix
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.settings.bootstrap_servers,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
            enable_auto_commit=False,
        )
        await consumer.start()
        try:
            consumer.assign(
                [
                    TopicPartition(prefix + topic, number)
                    for topic in (ENRICHED, DEADLETTERS)
                    for number in range(self.plan.partitions)
                ]
            )
            while True:
                try:
                    fetched = await consumer.getmany(timeout_ms=200)
                except KafkaError:
                    await asyncio.sleep(0.2)
                    continue
                now = time.monotonic()
                for records in fetched.values():
                    self.out += len(records)
                    for number in {self.partition_of(record.key.decode()) for record in records}:
                        self.arrivals[number].append(now)
        finally:
            await consumer.stop()

    async def _drain(self) -> None:
        deadline, seen = time.monotonic() + DRAIN_SECONDS, self.out
        while self.out < self.sent and time.monotonic() < deadline:
            await asyncio.sleep(0.2)
            if self.out != seen:
                deadline, seen = time.monotonic() + DRAIN_SECONDS, self.out
        if self.plan.control or self.plan.delivery != "exactly_once":
            await asyncio.sleep(2 * SESSION_SECONDS)  # repeats may still come

    async def _drain_trends(self) -> None:
        """Wait until the committed offsets of trends stand behind the last enriched event."""
        if self.plan.control:
            return
        ends: Counter[int] = Counter()
        for record in await self._log(ENRICHED):
            ends[record.partition] = record.offset + 1
        group = f"{self.settings.group_id}-trends"

        async def counted() -> bool:
            offsets = await client.list_consumer_group_offsets(group)
            found = {partition.partition: committed.offset for partition, committed in offsets.items()}
            return all(found.get(number, 0) >= end for number, end in ends.items())

        client = AIOKafkaAdminClient(bootstrap_servers=self.settings.bootstrap_servers)
        await client.start()
        try:
            await self._until(counted, DRAIN_SECONDS, None)
        finally:
            await client.close()

    async def _log(self, topic: str, **options: bool) -> list[Record]:
        return await read_all(
            str(self.settings.bootstrap_servers),
            self.settings.topic_prefix + topic,
            self.plan.partitions,
            **options,
        )

    async def _check(self) -> Verdict:
        log = self._log
        enriched = await log(ENRICHED)
        verdict = check(
            raw=await log(RAW),
            enriched=enriched,
            dead_letters=await log(DEADLETTERS),
            entities=await log(ENTITIES),
            figures=await log(FIGURES),
            enriched_uncommitted=await log(ENRICHED, committed=False),
        )
        if not self.plan.control and self.plan.delivery == "exactly_once":
            check_trends(verdict, enriched, await log(TRENDS), GRACE_SECONDS)
        if verdict.expected != self.sent:
            # The suite's own producer or the broker itself: must not pass for the worker's doing.
            verdict.add("input accepted but not as sent", (self.sent, verdict.expected))
        return verdict

    # -- faults -------------------------------------------------------------------------------

    def _actions(self) -> dict[str, Callable[[Fault], Awaitable[None]]]:
        """Return what to do for each kind of fault."""
        return {
            "kill worker": self._kill_worker,
            EVERY_WORKER: self._kill_every_worker,
            "terminate worker": self._terminate_worker,
            "kill enrichment process": self._kill_enrichment_process,
            "freeze worker": self._freeze_worker,
            "kill worker in a transaction": self._kill_in_transaction,
            "freeze worker in a transaction": self._freeze_in_transaction,
            "scale to 1 and back": self._scale,
            "rebalance storm": self._storm,
            "article that kills its process": lambda _: self._poison("CRASH"),
            "article that never ends": lambda _: self._poison("HANG"),
            "kill broker": lambda fault: self._break_broker(fault, kill=True),
            "stop broker": lambda fault: self._break_broker(fault, kill=False),
            LONG_OUTAGE: lambda fault: self._break_broker(fault, kill=False, seconds=60.0),
        }

    async def _break_things(self, feeding: asyncio.Task[None]) -> None:
        actions = self._actions()
        await asyncio.sleep(2)
        while self.left:
            if feeding.done():
                feeding.result()
            fault = Fault(self.left[0], time.monotonic())
            self.faults.append(fault)
            await actions[fault.kind](fault)
            await self._until(partial(self._recovered, fault), RECOVERY_SECONDS, None)
            await asyncio.sleep(self.chance.uniform(*self.plan.pause_seconds))
            fault.ended = time.monotonic()
            self.left.pop(0)

    async def _recovered(self, fault: Fault) -> bool:
        after = all(times and times[-1] > fault.began + 0.5 for times in self.arrivals.values())
        return after and (not self.plan.wait_for_workers or await self.fleet.ready())

    async def _kill_worker(self, fault: Fault) -> None:
        if slot := self.fleet.choose():
            self.fleet.kill(slot)

    async def _kill_every_worker(self, fault: Fault) -> None:
        for slot in self.fleet.slots:
            if slot.running():
                self.fleet.kill(slot)

    async def _terminate_worker(self, fault: Fault) -> None:
        if slot := self.fleet.choose():
            self.fleet.terminate(slot)

    async def _kill_enrichment_process(self, fault: Fault) -> None:
        if slot := self.fleet.choose():
            with contextlib.suppress(OSError):
                for process_id in enrichment_processes(slot.process.pid):
                    os.kill(process_id, signal.SIGKILL)

    async def _freeze_worker(self, fault: Fault) -> None:
        if slot := self.fleet.choose():
            os.kill(slot.process.pid, signal.SIGSTOP)
            await self._wake_later(slot)

    async def _kill_in_transaction(self, fault: Fault) -> None:
        if slot := await self._stop_in_transaction(fault):
            self.fleet.kill(slot)

    async def _freeze_in_transaction(self, fault: Fault) -> None:
        if slot := await self._stop_in_transaction(fault):
            await self._wake_later(slot)

    async def _wake_later(self, slot: Slot) -> None:
        process_id = slot.process.pid
        try:
            await asyncio.sleep(SESSION_SECONDS + self.chance.uniform(1.5, 4.0))
        finally:
            os.kill(process_id, signal.SIGCONT)

    async def _stop_in_transaction(self, fault: Fault) -> Slot | None:
        """Stop workers for moments until one of them leaves a transaction open; return it, stopped."""
        async with self._end_reader("read_committed") as stable, self._end_reader("read_uncommitted") as all_ends:
            for _ in range(AIM_ATTEMPTS):
                if (slot := self.fleet.choose()) is None:
                    return None
                fault.began, fault.wall_clock = time.monotonic(), time.time()
                os.kill(slot.process.pid, signal.SIGSTOP)
                if await self._transaction_stays_open(stable, all_ends):
                    fault.in_transaction = True
                    return slot
                os.kill(slot.process.pid, signal.SIGCONT)
                await asyncio.sleep(self.chance.uniform(0.01, 0.1))
        return None

    def _end_reader(self, isolation_level: str) -> AIOKafkaConsumer:
        return AIOKafkaConsumer(
            bootstrap_servers=self.settings.bootstrap_servers, isolation_level=isolation_level, group_id=None
        )

    async def _transaction_stays_open(self, stable: AIOKafkaConsumer, all_ends: AIOKafkaConsumer) -> bool:
        """Tell whether some partition's last stable offset stands still, short of its end."""
        held: set[tuple[TopicPartition, int]] | None = None
        partitions = [TopicPartition(self.settings.topic_prefix + ENRICHED, n) for n in range(self.plan.partitions)]
        for pause in (0.0, 0.05, 0.3):  # the other workers' transactions end meanwhile
            await asyncio.sleep(pause)
            before = await stable.end_offsets(partitions)
            ends = await all_ends.end_offsets(partitions)
            open_now = {(p, before[p]) for p in partitions if before[p] < ends[p]}
            held = open_now if held is None else held & open_now
            if not held:
                return False
        return True

    async def _scale(self, fault: Fault) -> None:
        self.fleet.set_size(1)
        await asyncio.sleep(self.chance.uniform(2.0, 5.0))
        self.fleet.set_size(self.plan.workers)

    async def _storm(self, fault: Fault) -> None:
        """Join the group and leave it again and again; what is assigned meanwhile lies idle."""
        for _ in range(5):
            guest = AIOKafkaConsumer(
                self.settings.topic_prefix + RAW,
                bootstrap_servers=self.settings.bootstrap_servers,
                group_id=self.settings.group_id,
                enable_auto_commit=False,
                session_timeout_ms=int(SESSION_SECONDS * 1000),
            )
            with contextlib.suppress(KafkaError):
                await guest.start()
            await asyncio.sleep(self.chance.uniform(0.0, 0.6))
            await guest.stop()

    async def _poison(self, word: str) -> None:
        article_id = f"poison-{word}-{len(self.faults)}"
        await self._send(article_id, self.articles.make(article_id, word))

    async def _break_broker(self, fault: Fault, *, kill: bool, seconds: float = 0.0) -> None:
        self.broker_up.clear()
        address = self.broker.bootstrap_servers
        await asyncio.to_thread(self.broker.kill if kill else self.broker.stop)
        await asyncio.sleep(seconds or self.chance.uniform(*self.plan.outage_seconds))
        await asyncio.to_thread(self.broker.start)
        assert self.broker.bootstrap_servers == address
        self.broker_up.set()
        fault.began, fault.wall_clock = time.monotonic(), time.time()

    # -- measuring ----------------------------------------------------------------------------

    def _measure(self) -> None:
        nexts = [fault.struck for fault in self.faults[1:]] + [self.fed_until]
        for fault, next_struck in zip(self.faults, nexts, strict=True):
            ended = min(fault.ended, self.fed_until)
            for number, times in self.arrivals.items():
                after = times[bisect_right(times, fault.began) :]
                if not after or ended <= fault.began:
                    continue
                fault.first[number] = after[0] - fault.began
                points = [fault.began, *(moment for moment in after if moment <= ended)]
                if len(points) < len(after) + 1:  # a silence that goes on past the end counts
                    end = after[len(points) - 1]
                    # What was not silent yet when the next fault came is silent because of that one.
                    points.append(end if next_struck - points[-1] > SURELY_SILENT_SECONDS else min(end, next_struck))
                gaps = [(later - earlier, earlier - fault.began) for earlier, later in pairwise(points)]
                fault.silences[number], fault.starts[number] = max(gaps)

    def _write_faults(self) -> None:
        """Leave beside the workers' logs what each fault cost, with times to find it there."""
        with (self.directory / "faults.jsonl").open("w") as output:
            for fault in self.faults:
                output.write(json.dumps(asdict(fault)) + "\n")

    async def _until(self, condition: Callable[[], Awaitable[bool]], seconds: float, failure: str | None) -> None:
        deadline = time.monotonic() + seconds
        while not await condition():
            if time.monotonic() > deadline:
                if failure:
                    raise RuntimeError(f"{failure}; logs in {self.directory}")
                return
            await asyncio.sleep(0.2)

    async def _show(self) -> None:
        terminal = sys.stderr.isatty()
        while self.progress:
            current = f"{len(self.faults)}: {self.faults[-1].kind}" if self.faults else "starting"
            line = (
                f"sent {self.sent:>7}  out {self.out:>7}  "
                f"fault {current} of {len(self.faults) + max(len(self.left) - 1, 0)}"
            )
            sys.stderr.write(f"\r{line:<100}" if terminal else f"{line}\n")
            sys.stderr.flush()
            await asyncio.sleep(1 if terminal else 10)
