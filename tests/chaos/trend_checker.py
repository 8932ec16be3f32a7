"""Compares ``news.trends.v1`` with counts of the enriched topic's own log. Nothing of the product is in here."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from tests.chaos.checker import Record, Verdict

WINDOW_SECONDS = 3600

Key = tuple[float, str | None]
"""Start of a window, and an entity's id, or None for the window as a whole."""


class Counts(NamedTuple):
    """What stands in a record of trends."""

    articles: int
    mentions: int
    late: int


def true_counts(enriched: Iterable[Record], grace_seconds: float) -> dict[Key, Counts]:
    """Count the log, each partition in the order of its offsets.

    An article is late when the newest before it is ``grace_seconds`` past the end of its window, and a repeat
    when its event was counted in a window that is not over in this sense.
    """
    articles: Counter[Key] = Counter()
    mentions: Counter[Key] = Counter()
    late: Counter[Key] = Counter()
    newest: dict[int, float] = {}
    seen: dict[int, dict[str, float]] = defaultdict(dict)
    for record in enriched:
        event = json.loads(record.value or b"")
        time = datetime.fromisoformat(event["article"]["published_at"]).timestamp()
        start = time // WINDOW_SECONDS * WINDOW_SECONDS
        latest = newest.get(record.partition, time)

        def is_open(window: float, latest: float = latest) -> bool:
            return window + WINDOW_SECONDS + grace_seconds > latest

        known = seen[record.partition]
        if event["event_id"] in known and is_open(known[event["event_id"]]):
            continue
        if not is_open(start):
            late[latest // WINDOW_SECONDS * WINDOW_SECONDS, None] += 1
            continue
        known[event["event_id"]] = start
        newest[record.partition] = max(time, latest)
        articles[start, None] += 1
        for entity in event["entities"]:
            articles[start, entity["id"]] += 1
            mentions[start, entity["id"]] += len(entity["mentions"])
            mentions[start, None] += len(entity["mentions"])
    return {key: Counts(articles[key], mentions[key], late[key]) for key in articles.keys() | late.keys()}


def published_counts(trends: Iterable[Record]) -> dict[Key, Counts]:
    """Return the newest counts of each window and entity, added up over the partitions."""
    newest: dict[tuple[Key, int], Counts] = {}
    for record in trends:
        trend = json.loads(record.value or b"")
        start = datetime.fromisoformat(trend["window_start"]).timestamp()
        identity = trend["entity"]["id"] if trend["entity"] else None
        counts = Counts(trend["articles"], trend["mentions"], trend["late"])
        newest[(start, identity), trend["partition"]] = counts
    found: dict[Key, Counts] = {}
    for (key, _), counts in newest.items():
        before = found.get(key, Counts(0, 0, 0))
        found[key] = Counts(*(a + b for a, b in zip(before, counts, strict=True)))
    return found


def check_trends(
    verdict: Verdict, enriched: Iterable[Record], trends: Iterable[Record], grace_seconds: float
) -> None:
    """Add every count that is not the true one to the verdict."""
    expected, found = true_counts(enriched, grace_seconds), published_counts(trends)
    verdict.trends = len(found)
    verdict.late = sum(counts.late for counts in found.values())
    for key in expected.keys() | found.keys():
        if expected.get(key) != found.get(key):
            verdict.add("wrong trend", f"{key}: {found.get(key)}, true is {expected.get(key)}")
