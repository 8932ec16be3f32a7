"""When the next article may go: at once, at a steady rate, or as it was published."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol

from streams.records.article import RawArticle, published_datetime

# A pause that is behind by more than this (Kafka was slow) is not caught up by a burst.
MAX_ARREARS_SECONDS = 1.0


class Pace(Protocol):
    """Says when an article is due."""

    def due(self, article: RawArticle, now: float) -> float:
        """Return the loop's time at which the article is to go; ``now`` or earlier is at once."""

    def restart(self) -> None:
        """Note that the articles start again from the first."""


class AsFast:
    """As fast as Kafka takes them."""

    def due(self, article: RawArticle, now: float) -> float:
        """Return now."""
        del article
        return now

    def restart(self) -> None:
        """Do nothing."""


class SteadyRate:
    """At most so many a second, evenly spread."""

    def __init__(self, per_second: float) -> None:
        """Start with the first article."""
        self._interval = 1 / per_second
        self._next: float | None = None

    def due(self, article: RawArticle, now: float) -> float:
        """Return one interval after the article before."""
        del article
        if self._next is None or now - self._next > MAX_ARREARS_SECONDS:
            self._next = now
        due = self._next
        self._next += self._interval
        return due

    def restart(self) -> None:
        """Do nothing: the rate goes on."""


class OriginalTiming:
    """With the intervals between the times of publication, shortened by a factor.

    Articles without ``published_at``, and those older than one that has already gone, go at once.
    Times without an offset count as UTC.
    """

    def __init__(self, speed_up: float = 1.0) -> None:
        """Start with the first article that has a time."""
        self._speed_up = speed_up
        self._origin: tuple[datetime, float] | None = None

    def due(self, article: RawArticle, now: float) -> float:
        """Return the time that is as far from the start as its publication from the first one's."""
        published = published_datetime(article.published_at)
        if published is None:
            return now
        if published.tzinfo is None:
            published = published.replace(tzinfo=UTC)
        if self._origin is None:
            self._origin = (published, now)
        first, start = self._origin
        return start + (published - first).total_seconds() / self._speed_up

    def restart(self) -> None:
        """Begin anew with the next article."""
        self._origin = None


async def wait_until(due: float, stop: asyncio.Event) -> None:
    """Wait until the loop's clock shows ``due``, or until ``stop`` is set."""
    delay = due - asyncio.get_running_loop().time()
    if delay <= 0:
        return
    try:
        async with asyncio.timeout(delay):
            await stop.wait()
    except TimeoutError:
        pass
