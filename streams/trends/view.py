"""What a reader makes of ``news.trends.v1``: the newest record of each key, added up over the partitions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from streams.records import Trend, TrendEntity

Interval = tuple[str, str]
"""Start and end of a window, as they stand in the records: both sort like times."""


@dataclass(slots=True)
class Total:
    """Counts of one entity over some windows, or of all articles in them."""

    entity: TrendEntity | None
    articles: int = 0
    mentions: int = 0
    late: int = 0
    untracked: int = 0


@dataclass(slots=True)
class TrendView:
    """Counts by window, as far as records were given to it."""

    _newest: dict[Interval, dict[tuple[str | None, int], Trend]] = field(default_factory=dict)

    def take(self, trend: Trend) -> None:
        """Take up a record; it replaces an earlier one of the same window, entity and partition."""
        interval = (trend.window_start, trend.window_end)
        identity = trend.entity.id if trend.entity else None
        self._newest.setdefault(interval, {})[identity, trend.partition] = trend

    def windows(self) -> list[Interval]:
        """Return the windows, earliest first."""
        return sorted(self._newest)

    def between(self, first: datetime, end: datetime) -> list[Interval]:
        """Return the windows that lie in a span of time, or share a part of it; earliest first."""
        return [
            (start, stop)
            for start, stop in self.windows()
            if datetime.fromisoformat(start) < end and datetime.fromisoformat(stop) > first
        ]

    def whole(self, windows: Iterable[Interval]) -> Total:
        """Return the counts of all articles in some windows."""
        total = Total(None)
        for interval in windows:
            for (identity, _), trend in self._newest.get(interval, {}).items():
                if identity is None:
                    _add(total, trend)
        return total

    def top(self, windows: Iterable[Interval], *, label: str | None = None, limit: int | None = None) -> list[Total]:
        """Return the entities of some windows: those in most articles first, then those mentioned most.

        Args:
            windows: Their counts are added up.
            label: Only entities of this type.
            limit: How many, None for all.
        """
        totals: dict[str, Total] = {}
        largest: dict[str, Trend] = {}
        for interval in windows:
            for trend in self._newest.get(interval, {}).values():
                if trend.entity is None or (label is not None and trend.entity.type != label):
                    continue
                identity = trend.entity.id
                _add(totals.setdefault(identity, Total(trend.entity)), trend)
                if identity not in largest or _weight(trend) > _weight(largest[identity]):
                    largest[identity] = trend
        for identity, trend in largest.items():  # partitions may know an entity by different names
            totals[identity].entity = trend.entity
        found = sorted(totals.items(), key=lambda item: (-item[1].articles, -item[1].mentions, item[0]))
        return [total for _, total in found[:limit]]


def _add(total: Total, trend: Trend) -> None:
    total.articles += trend.articles
    total.mentions += trend.mentions
    total.late += trend.late
    total.untracked += trend.untracked


def _weight(trend: Trend) -> tuple[int, str]:
    return trend.articles, trend.entity.name if trend.entity else ""
