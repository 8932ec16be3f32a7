"""Compares what went in with what a reader of committed records gets out.

Independent of the product: nothing of it is imported here, records are parsed with ``json``.
"""

import base64
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

POISON = ("RAISE", "CRASH", "HANG")
SEQUENCE = re.compile(r"^Report (\d+) of ")

Identity = tuple[str, int]


class Record(NamedTuple):
    """One record as it stands in a topic's log."""

    partition: int
    offset: int
    value: bytes | None


def identity_of_text(article_id: str, text: str) -> Identity:
    """Return which article this is: its id, and its sequence among those of the id."""
    found = SEQUENCE.match(text)
    return article_id, int(found[1]) if found else -1


def identity_of_raw(value: bytes | None) -> tuple[Identity, bool]:
    """Return which article a raw value is, and whether it must become a dead letter."""
    try:
        article = json.loads(value or b"")
        identity = identity_of_text(article["id"], article["text"])
    except (ValueError, KeyError, TypeError):
        return ("unreadable:" + sha256(value or b"").hexdigest()[:16], 0), True
    return identity, any(word in article["text"] for word in POISON)


@dataclass(slots=True)
class Verdict:
    """What the checker found: counts, and the first few of each defect."""

    expected: int = 0
    enriched: int = 0
    dead_letters: int = 0
    entities: int = 0
    figures: int = 0
    repeats_uncommitted: int = 0
    trends: int = 0
    late: int = 0
    defects: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, defect: str, example: object, count: int = 1) -> None:
        self.defects[defect] += count
        if len(self.examples[defect]) < 5:
            self.examples[defect].append(str(example))

    @property
    def duplicated(self) -> int:
        return sum(n for name, n in self.defects.items() if name.startswith("duplicated"))

    @property
    def lost(self) -> int:
        return sum(n for name, n in self.defects.items() if name.startswith("lost"))


def check(
    *,
    raw: Iterable[Record],
    enriched: Iterable[Record],
    dead_letters: Iterable[Record],
    entities: Iterable[Record],
    figures: Iterable[Record],
    enriched_uncommitted: Iterable[Record] = (),
) -> Verdict:
    """Return every defect in committed logs, each given in the order of its partitions' offsets.

    Args:
        raw: What the broker accepted.
        enriched: Committed enriched events.
        dead_letters: Committed dead letters.
        entities: Committed flat records of entities.
        figures: Committed flat records of figures.
        enriched_uncommitted: The same log as ``enriched`` with what was aborted.
    """
    verdict = Verdict()
    expected: Counter[Identity] = Counter()
    rank: dict[Identity, int] = {}
    refused: set[Identity] = set()
    for record in raw:
        identity, is_poison = identity_of_raw(record.value)
        rank.setdefault(identity, len(rank))  # offsets rise within a key's partition
        expected[identity] += 1
        verdict.expected += 1
        if is_poison:
            refused.add(identity)

    found: Counter[Identity] = Counter()
    flat: dict[str, Counter[int]] = {"entities": Counter(), "figures": Counter()}
    order = _Order(verdict, rank)
    for record in enriched:
        verdict.enriched += 1
        event = json.loads(record.value or b"")
        identity = identity_of_text(event["article_id"], event["article"]["text"])
        _count(verdict, "enriched", identity, expected, found)
        if identity in refused:
            verdict.add("poison enriched", identity)
        order.see("enriched", record, identity)
        if found[identity] > expected[identity]:
            continue  # its flat records, if there are any, are duplicates too
        flat["entities"].update(hash((event["event_id"], item["id"])) for item in event["entities"])
        flat["figures"].update(hash((event["event_id"], item["id"])) for item in event["figures"])
    for record in dead_letters:
        verdict.dead_letters += 1
        letter = json.loads(record.value or b"")
        value = None if letter["value"] is None else base64.b64decode(letter["value"])
        identity, _ = identity_of_raw(value)
        _count(verdict, "dead letters", identity, expected, found)
        if identity not in refused:
            verdict.add("good article dead-lettered", (identity, letter["error_type"]))
        order.see("dead letters", record, identity)
    for identity, count in expected.items():
        if found[identity] < count:
            verdict.add("lost", identity, count - found[identity])

    verdict.entities = _check_flat(verdict, "entities", "entity", entities, flat["entities"])
    verdict.figures = _check_flat(verdict, "figures", "figure", figures, flat["figures"])
    _check_bytes(verdict, enriched_uncommitted)
    return verdict


def _count(
    verdict: Verdict,
    topic: str,
    identity: Identity,
    expected: Counter[Identity],
    found: Counter[Identity],
) -> None:
    found[identity] += 1
    if identity not in expected:
        verdict.add(f"unexpected in {topic}", identity)
    elif found[identity] > expected[identity]:
        verdict.add(f"duplicated in {topic}", identity)


class _Order:
    """Sees whether the first appearances of each key's articles keep the order of the input."""

    def __init__(self, verdict: Verdict, rank: dict[Identity, int]) -> None:
        self._verdict = verdict
        self._rank = rank
        self._last: dict[tuple[str, str], tuple[int, int]] = {}
        self._seen: set[Identity] = set()

    def see(self, topic: str, record: Record, identity: Identity) -> None:
        if identity in self._seen:
            return
        self._seen.add(identity)
        rank = self._rank.get(identity, -1)
        partition, last = self._last.get((topic, identity[0]), (record.partition, -1))
        if partition != record.partition:
            self._verdict.add("key in two partitions", identity)
        elif rank < last:
            self._verdict.add("reordered", identity)
        self._last[topic, identity[0]] = record.partition, max(rank, last)


def _check_flat(verdict: Verdict, topic: str, name: str, records: Iterable[Record], expected: Counter[int]) -> int:
    seen: Counter[int] = Counter()
    count = 0
    for record in records:
        count += 1
        value = json.loads(record.value or b"")
        key = hash((value["event_id"], value[name]["id"]))
        if 0 < expected[key] <= seen[key]:
            verdict.add(f"duplicated in {topic}", (value["event_id"], value[name]["id"]))
        elif not expected[key]:
            verdict.add(f"unexpected in {topic}", (value["event_id"], value[name]["id"]))
        seen[key] += 1
    if missing := (expected - seen).total():
        verdict.add(f"lost in {topic}", f"{missing} records", missing)
    return count


def _check_bytes(verdict: Verdict, records: Iterable[Record]) -> None:
    """A repeat of the same raw record, where one can be seen at all, must have the same bytes."""
    seen: dict[tuple[Identity, str | None], bytes] = {}
    for record in records:
        event = json.loads(record.value or b"")
        # An article that was sent twice differs in when it was received.
        identity = identity_of_text(event["article_id"], event["article"]["text"]), event.get("received_at")
        digest = sha256(record.value or b"").digest()
        if identity not in seen:
            seen[identity] = digest
            continue
        verdict.repeats_uncommitted += 1
        if seen[identity] != digest:
            verdict.add("different bytes", identity)
