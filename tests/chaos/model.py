"""A model of the lane and of the broker, small enough to try every interleaving.

One input partition with a few articles, and two owners that may hold it at the same time: the group is
not modelled, so whatever it decides, zombies included, is among what is tried. Between any two steps of
one owner the other may take any number of its own, either may crash, an answer may be lost, and the
broker may complete or time out the open transaction. One article is one batch.

The steps of an owner are those of ``streams/runtime/lane.py``, in its order: fence, position, then round
and round fetch (with enrich), begin and send, offsets, commit. Any error leads back to the fence.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

OWNERS = 2


class Step(StrEnum):
    """What an owner does next."""

    FENCE = "fence"
    POSITION = "position"
    FETCH = "fetch"
    SEND = "send"
    OFFSETS = "offsets"
    COMMIT = "commit"
    AWAIT = "await"  # the commit is decided, its answer on the way


RIGHT_ORDER = (Step.FENCE, Step.POSITION)
WRONG_ORDER = (Step.POSITION, Step.FENCE)


@dataclass(frozen=True)
class Owner:
    """One worker's lane for the partition.

    Attributes:
        epoch_is_current: Whether the transactional id's epoch is the one that this owner was given last.
        position: The next input to fetch, as the owner remembers it.
    """

    step: Step
    epoch_is_current: bool = False
    position: int | None = None


@dataclass(frozen=True)
class Transaction:
    """What the coordinator knows of one transactional id's transaction.

    Attributes:
        outputs: Inputs whose outputs were sent.
        offset: Sent with the transaction, None before.
        decided: The decision to commit is written, its markers are not.
    """

    outputs: tuple[int, ...] = ()
    offset: int | None = None
    decided: bool = False


@dataclass(frozen=True)
class World:
    """The whole state: owners, coordinator, and what readers of committed records see."""

    owners: tuple[Owner, ...]
    open: tuple[Transaction | None, ...]
    committed_offset: int = 0
    committed_outputs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Model:
    """How the lane is built.

    Attributes:
        articles: How many there are.
        start: The order of the first two steps.
        one_id: One transactional id for the partition, whoever owns it; else each worker has its own.
        offsets_inside: The offset is part of the transaction; else it is committed after it.
        believes_missing: While the coordinator loads the group it may look as if nothing was committed; such a lane
            believes it.
        keep_on_error: A lane goes on where it stood after an unanswered commit, instead of starting again.
    """

    articles: int = 2
    start: tuple[Step, Step] = RIGHT_ORDER
    one_id: bool = True
    offsets_inside: bool = True
    believes_missing: bool = False
    keep_on_error: bool = False

    def first(self) -> World:
        ids = 1 if self.one_id else OWNERS
        return World(tuple(Owner(self.start[0]) for _ in range(OWNERS)), (None,) * ids)

    def done(self, world: World) -> bool:
        return world.committed_offset == self.articles

    def next(self, world: World) -> Iterator[tuple[str, World]]:
        """Yield everything that may happen next."""
        for index, transaction in enumerate(world.open):
            if transaction is not None:
                if transaction.decided:
                    yield "broker writes the markers", self._complete(world, index)
                else:
                    yield "broker times the transaction out", self._time_out(world, index)
        for number in range(OWNERS):
            yield f"owner {number} crashes", self._with(world, number, Owner(self.start[0]))
            for what, after in self._step(world, number):
                yield f"owner {number}: {what}", after

    # -- the broker -----------------------------------------------------------------------------

    def _id(self, number: int) -> int:
        return 0 if self.one_id else number

    def _complete(self, world: World, index: int) -> World:
        transaction = world.open[index]
        assert transaction is not None
        offset = world.committed_offset if transaction.offset is None else transaction.offset
        return replace(
            world,
            open=_set(world.open, index, None),
            committed_offset=offset,
            committed_outputs=(*world.committed_outputs, *transaction.outputs),
        )

    def _time_out(self, world: World, index: int) -> World:
        """The coordinator aborts and takes a new epoch, so that its producer is fenced."""
        return replace(self._fenced(world, index), open=_set(world.open, index, None))

    def _fenced(self, world: World, index: int) -> World:
        owners = tuple(
            replace(owner, epoch_is_current=False) if self._id(number) == index else owner
            for number, owner in enumerate(world.owners)
        )
        return replace(world, owners=owners)

    def _with(self, world: World, number: int, owner: Owner) -> World:
        return replace(world, owners=_set(world.owners, number, owner))

    # -- an owner -------------------------------------------------------------------------------

    def _step(self, world: World, number: int) -> Iterator[tuple[str, World]]:
        owner, index = world.owners[number], self._id(number)
        transaction = world.open[index]
        restart = self._with(world, number, Owner(self.start[0]))

        def go(before: World, step: Step, **changes: Any) -> World:
            return self._with(before, number, replace(before.owners[number], step=step, **changes))

        if owner.step is Step.FENCE:
            if transaction is not None and transaction.decided:
                return  # CONCURRENT_TRANSACTIONS: asked again until the markers are written
            after = self._fenced(replace(world, open=_set(world.open, index, None)), index)
            following = Step.POSITION if self.start[0] is Step.FENCE else Step.FETCH
            yield "fences", go(after, following, epoch_is_current=True)
        elif owner.step is Step.POSITION:
            # aiokafka's OffsetFetch is not told to wait for pending offsets (no require_stable).
            following = Step.FETCH if self.start[0] is Step.FENCE else Step.FENCE
            yield "reads the position", go(world, following, position=world.committed_offset)
            if self.believes_missing:
                yield "reads that nothing was committed", go(world, following, position=0)
        elif owner.step is Step.FETCH:
            assert owner.position is not None
            if owner.position < self.articles:
                yield "fetches and enriches", go(world, Step.SEND)
        elif not owner.epoch_is_current and owner.step is not Step.AWAIT:
            yield "is told that it was fenced", restart
        else:
            yield from self._transact(world, number, go, restart)

    def _transact(self, world: World, number: int, go: Any, restart: World) -> Iterator[tuple[str, World]]:
        owner, index = world.owners[number], self._id(number)
        transaction, position = world.open[index], owner.position
        assert position is not None
        if owner.step is Step.SEND:
            sent = replace(world, open=_set(world.open, index, Transaction((position,))))
            yield "sends", go(sent, Step.OFFSETS if self.offsets_inside else Step.COMMIT)
            yield "sends, the answer is lost", self._with(sent, number, restart.owners[number])
        elif owner.step is Step.OFFSETS and self.offsets_inside:
            assert transaction is not None
            with_offset = replace(transaction, offset=position + 1)
            sent = replace(world, open=_set(world.open, index, with_offset))
            yield "sends the offset", go(sent, Step.COMMIT)
            yield "sends the offset, the answer is lost", self._with(sent, number, restart.owners[number])
        elif owner.step is Step.OFFSETS:
            moved = replace(world, committed_offset=position + 1)
            yield "commits the offset apart", go(moved, Step.FETCH, position=position + 1)
        elif owner.step is Step.COMMIT:
            assert transaction is not None
            decided = replace(world, open=_set(world.open, index, replace(transaction, decided=True)))
            yield "commits", go(decided, Step.AWAIT)
            if self.keep_on_error:
                yield "gives the commit up and goes on", go(world, Step.FETCH, position=position + 1)
            yield "commits, the answer is lost", self._with(decided, number, restart.owners[number])
        elif self.offsets_inside:
            if transaction is None or not transaction.decided or not owner.epoch_is_current:
                yield "has its answer", go(world, Step.FETCH, position=position + 1)
        elif transaction is None or not transaction.decided:
            yield "has its answer", go(world, Step.OFFSETS)


def _set(values: tuple[Any, ...], index: int, value: Any) -> tuple[Any, ...]:
    return (*values[:index], value, *values[index + 1 :])


@dataclass(frozen=True)
class Finding:
    """What trying everything showed.

    Attributes:
        states: How many there are.
        broken: The shortest history that ends in a loss or a duplicate, None when there is none.
        stuck: A state from which not all articles can come out any more, None when there is none.
    """

    states: int
    broken: tuple[str, ...] | None
    stuck: World | None


def explore(model: Model) -> Finding:
    """Try every interleaving, and say whether readers of committed records can see a defect."""
    first = model.first()
    came_from: dict[World, tuple[World, str] | None] = {first: None}
    earlier: dict[World, list[World]] = {}
    waiting = deque([first])
    while waiting:
        world = waiting.popleft()
        # Everything before the committed offset is out exactly once, and nothing else is.
        if world.committed_outputs != tuple(range(world.committed_offset)):
            history: list[str] = []
            while (step := came_from[world]) is not None:
                world, what = step
                history.append(what)
            return Finding(len(came_from), tuple(reversed(history)), None)
        for what, after in model.next(world):
            earlier.setdefault(after, []).append(world)
            if after not in came_from:
                came_from[after] = (world, what)
                waiting.append(after)
    can_finish = {world for world in came_from if model.done(world)}
    waiting.extend(can_finish)
    while waiting:
        for before in earlier.get(waiting.popleft(), ()):
            if before not in can_finish:
                can_finish.add(before)
                waiting.append(before)
    stuck = next((world for world in came_from if world not in can_finish), None)
    return Finding(len(came_from), None, stuck)
