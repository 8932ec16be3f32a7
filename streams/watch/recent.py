"""The last enriched events that a worker committed, for its live page."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from streams.runtime.outputs import OutputRecord
from streams.topics import ENRICHED, TOPICS

MAX_EVENTS = 100
MAX_BYTES = 8_388_608


class RecentEvent(NamedTuple):
    """An enriched event as it was committed.

    Attributes:
        sequence: 1 for the worker's first, one more for each.
        value: The record's value, JSON.
    """

    sequence: int
    value: bytes


class RecentEvents:
    """Keeps the newest events within bounds of number and size.

    Costs a reference an event: nothing is decoded or copied.
    """

    def __init__(self, max_events: int = MAX_EVENTS, max_bytes: int = MAX_BYTES) -> None:
        """Start empty."""
        self._events: deque[RecentEvent] = deque()
        self._max_events = max_events
        self._max_bytes = max_bytes
        self._bytes = 0
        self.sequence = 0

    def committed(self, outputs: Iterable[OutputRecord]) -> None:
        """Take over a committed batch."""
        for output in outputs:
            if TOPICS[output.topic] is ENRICHED and output.value is not None:
                self._append(output.value)

    def after(self, sequence: int, limit: int) -> Sequence[RecentEvent]:
        """Return at most ``limit`` of the newest events with a larger number, oldest first."""
        newer = [event for event in self._events if event.sequence > sequence]
        return newer[-limit:] if limit else []

    def _append(self, value: bytes) -> None:
        self.sequence += 1
        self._events.append(RecentEvent(self.sequence, value))
        self._bytes += len(value)
        while len(self._events) > self._max_events or self._bytes > self._max_bytes:
            self._bytes -= len(self._events.popleft().value)
