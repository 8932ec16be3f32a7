"""Tumbling windows over the articles of one partition: counts, closing, and what has to be kept.

Everything here is a function of the articles in the order of their log, whatever batches they come in, and
knows neither Kafka nor the clock. So a counter that starts again at a committed offset, with what it had kept by
then, comes to the same counts.
"""

import heapq
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from streams.records import EntityType, TrendChange, TrendCount


class Named(NamedTuple):
    """An entity of an article, and how often the article names it."""

    id: str
    type: EntityType
    name: str
    mentions: int


class Sighting(NamedTuple):
    """What counts of an enriched event: when it was published (Unix time), and whom it names."""

    event_id: str
    time: float
    entities: Sequence[Named]


@dataclass(frozen=True, slots=True)
class Limits:
    """How windows are cut, and how much is kept of them.

    Attributes:
        window_seconds: Size of a window; windows start at multiples of it since 1970.
        grace_seconds: A window is closed when the newest article is so much later than its end; None is never.
        max_entities: Entities counted in one window; those that come after are only counted together.
        max_entries: Event ids and entities kept for all open windows. Above it the oldest windows are closed, but
            never the newest.
    """

    window_seconds: int
    grace_seconds: float | None
    max_entities: int
    max_entries: int


@dataclass(slots=True)
class Count:
    """Counts of one entity in one window."""

    type: EntityType
    name: str
    articles: int = 0
    mentions: int = 0


@dataclass(slots=True)
class Window:
    """Counts of one window; ``sequences`` are those of its changes that the changelog holds."""

    start: int
    articles: int = 0
    mentions: int = 0
    late: int = 0
    untracked: int = 0
    event_ids: list[str] = field(default_factory=list)
    counts: dict[str, Count] = field(default_factory=dict)
    sequences: list[int] = field(default_factory=list)

    @property
    def entries(self) -> int:
        """How much it holds, in event ids and entities."""
        return len(self.event_ids) + len(self.counts)


@dataclass(slots=True)
class WindowChange:
    """What happened to a window since changes were last taken.

    Attributes:
        window: Holds the counts as they are now.
        event_ids: Those that it gained.
        entities: Ids of the entities whose counts changed, in order.
        closed: Whether it was closed. Its counts are final.
    """

    window: Window
    event_ids: list[str] = field(default_factory=list)
    entities: dict[str, None] = field(default_factory=dict)
    closed: bool = False


@dataclass(slots=True)
class Tally:
    """How many articles were counted, repeats of one that was counted, and late."""

    counted: int = 0
    repeated: int = 0
    late: int = 0
    untracked: int = 0


class PartitionWindows:
    """The open windows of one partition of the enriched topic."""

    def __init__(self, limits: Limits) -> None:
        """Start without windows."""
        self.limits = limits
        self.windows: dict[int, Window] = {}
        self.newest = -math.inf
        self.open_from: int | None = None
        self.sequence = 0
        self.entries = 0
        self._starts: list[int] = []  # a heap of the open windows' starts
        self._event_ids: set[str] = set()
        self._changes: dict[int, WindowChange] = {}
        self._tally = Tally()

    def add(self, sighting: Sighting) -> None:
        """Count an article, once: an event id that stands in an open window is a repeat."""
        if sighting.event_id in self._event_ids:
            self._tally.repeated += 1
            return
        start = self._start(sighting.time)
        if self.open_from is not None and start < self.open_from:
            self._tally.late += 1
            self._change(self._newest_window()).window.late += 1
            return
        self.newest = max(self.newest, sighting.time)
        self._count(self._change(self._window(start)), sighting)
        self._close_old()
        self._change(self._newest_window())  # carries `newest` and `open_from`

    def take_changes(self) -> tuple[list[WindowChange], Tally]:
        """Return what happened since the last call, with a sequence number given to what is to be kept."""
        changes, tally = list(self._changes.values()), self._tally
        self._changes, self._tally = {}, Tally()
        if changes:
            self.sequence += 1
        for change in changes:
            if not change.closed:
                change.window.sequences.append(self.sequence)
        return changes, tally

    def kept(self, change: WindowChange, partition: int) -> TrendChange:
        """Return what the changelog keeps of a change that was just taken."""
        window = change.window
        return TrendChange(
            partition=partition,
            sequence=self.sequence,
            window_start=window.start,
            window_seconds=self.limits.window_seconds,
            newest=self.newest,
            open_from=self.open_from,
            articles=window.articles,
            mentions=window.mentions,
            late=window.late,
            untracked=window.untracked,
            event_ids=tuple(change.event_ids),
            counts=tuple(
                TrendCount(id=identity, type=c.type, name=c.name, articles=c.articles, mentions=c.mentions)
                for identity, c in changed_counts(change)
            ),
        )

    def restore(self, changes: Iterable[TrendChange]) -> None:
        """Take up the changes that were kept, in the order in which they were written."""
        for change in changes:
            self.sequence = max(self.sequence, change.sequence)
            self.newest = max(self.newest, change.newest)
            if change.open_from is not None:
                self._raise_open_from(change.open_from)
            window = self._window(change.window_start)
            window.sequences.append(change.sequence)
            window.articles, window.mentions = change.articles, change.mentions
            window.late, window.untracked = change.late, change.untracked
            self.entries -= window.entries
            window.event_ids += change.event_ids
            for count in change.counts:
                window.counts[count.id] = Count(count.type, count.name, count.articles, count.mentions)
            self.entries += window.entries
            self._event_ids.update(change.event_ids)

    def _start(self, time: float) -> int:
        return int(time // self.limits.window_seconds) * self.limits.window_seconds

    def _newest_window(self) -> Window:
        return self.windows[self._start(self.newest)]

    def _window(self, start: int) -> Window:
        if start not in self.windows:
            self.windows[start] = Window(start)
            heapq.heappush(self._starts, start)
        return self.windows[start]

    def _change(self, window: Window) -> WindowChange:
        return self._changes.setdefault(window.start, WindowChange(window))

    def _count(self, change: WindowChange, sighting: Sighting) -> None:
        window = change.window
        self.entries -= window.entries
        window.articles += 1
        window.event_ids.append(sighting.event_id)
        self._event_ids.add(sighting.event_id)
        change.event_ids.append(sighting.event_id)
        self._tally.counted += 1
        for entity in sighting.entities:
            window.mentions += entity.mentions
            count = window.counts.get(entity.id)
            if count is None:
                if len(window.counts) >= self.limits.max_entities:
                    window.untracked += 1
                    self._tally.untracked += 1
                    continue
                count = window.counts[entity.id] = Count(entity.type, entity.name)
            count.articles += 1
            count.mentions += entity.mentions
            change.entities[entity.id] = None
        self.entries += window.entries

    def _close_old(self) -> None:
        if self.limits.grace_seconds is not None:
            self._raise_open_from(self._start(self.newest - self.limits.grace_seconds))
        while self._starts and (
            (self.open_from is not None and self._starts[0] < self.open_from)
            or (self.entries > self.limits.max_entries and len(self.windows) > 1)
        ):
            self._close(heapq.heappop(self._starts))

    def _raise_open_from(self, start: int) -> None:
        if self.open_from is None or start > self.open_from:
            self.open_from = start

    def _close(self, start: int) -> None:
        window = self.windows.pop(start)
        change = self._change(window)
        change.closed = True
        self._raise_open_from(start + self.limits.window_seconds)
        self._event_ids.difference_update(window.event_ids)
        self.entries -= window.entries


def changed_counts(change: WindowChange) -> Iterator[tuple[str, Count]]:
    """Yield the entities whose counts changed, with the counts as they are now."""
    for identity in change.entities:
        yield identity, change.window.counts[identity]
