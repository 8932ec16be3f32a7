"""Windows come to the counts that a plain count comes to: in any order and batches, with repeats, after any restart."""

import math
from collections import Counter, defaultdict

from hypothesis import given
from hypothesis import strategies as st

from streams.trends.windows import Limits, Named, PartitionWindows, Sighting, Tally

SIZE = 10
ROOM = Limits(SIZE, None, 1000, 100_000)
NAMES = "abcdefgh"

articles = st.lists(
    st.builds(
        lambda number, time, names: Sighting(
            f"e{number}",
            time,
            tuple(Named(name, "PERSON", name.upper(), mentions) for name, mentions in names.items()),
        ),
        st.integers(0, 30),
        st.floats(-50, 200, allow_nan=False) | st.integers(-5, 20).map(lambda n: float(n * SIZE)),
        st.dictionaries(st.sampled_from(NAMES), st.integers(1, 3), max_size=5),
    ),
    max_size=60,
)
limits = st.builds(
    Limits,
    st.just(SIZE),
    st.none() | st.sampled_from([0.0, 5.0, 10.0, 37.0]),
    st.integers(1, 8),
    st.integers(1, 40),
)


class Log:
    """What a topic of counts and a changelog hold: the newest record of each key."""

    def __init__(self) -> None:
        self.windows = {}
        self.counts = {}
        self.kept = {}

    def commit(self, windows: PartitionWindows) -> Tally:
        changes, tally = windows.take_changes()
        for change in changes:
            window = change.window
            self.windows[window.start] = (window.articles, window.mentions, window.late, window.untracked)
            for identity in change.entities:
                count = window.counts[identity]
                self.counts[window.start, identity] = (count.articles, count.mentions)
            if change.closed:
                for sequence in window.sequences:
                    del self.kept[window.start, sequence]
            else:
                key = (window.start, windows.sequence)
                assert key not in self.kept, "a change that is still needed would be overwritten"
                self.kept[key] = windows.kept(change, 0)
        return tally

    def restored(self, limits: Limits) -> PartitionWindows:
        windows = PartitionWindows(limits)
        windows.restore(sorted(self.kept.values(), key=lambda change: change.sequence))
        return windows

    def all(self):
        return self.windows, self.counts


def brute_force(log):
    """Count each event id once."""
    windows, counts = defaultdict(Counter), defaultdict(Counter)
    seen = set()
    for article in log:
        if article.event_id in seen:
            continue
        seen.add(article.event_id)
        start = math.floor(article.time / SIZE) * SIZE
        windows[start]["articles"] += 1
        for entity in article.entities:
            windows[start]["mentions"] += entity.mentions
            counts[start, entity.id]["articles"] += 1
            counts[start, entity.id]["mentions"] += entity.mentions
    return (
        {start: (c["articles"], c["mentions"], 0, 0) for start, c in windows.items()},
        {key: (c["articles"], c["mentions"]) for key, c in counts.items()},
    )


def counted(log, limits, *, sizes=(), restart=False):
    """Return what stands in the topic after batches of these sizes (the last takes the rest)."""
    windows, topic, rest = PartitionWindows(limits), Log(), list(log)
    for size in [*sizes, len(rest)]:
        for article in rest[:size]:
            windows.add(article)
        rest = rest[size:]
        topic.commit(windows)
        if restart:
            windows = topic.restored(limits)
    return topic, windows


@given(articles, st.randoms(use_true_random=False))
def test_any_order_gives_the_true_counts(log, chance):
    first = {}
    for article in log:  # an event id has one content
        first.setdefault(article.event_id, article)
    log = [first[article.event_id] for article in log]
    expected = brute_force(log)
    chance.shuffle(log)
    topic, _ = counted(log, ROOM)
    assert topic.all() == expected


@given(articles, limits, st.lists(st.integers(0, 7), max_size=12))
def test_counts_depend_on_the_log_and_not_on_batches_or_restarts(log, limits, sizes):
    whole, _ = counted(log, limits)
    parts, kept_on = counted(log, limits, sizes=sizes)
    restarted, restored = counted(log, limits, sizes=sizes, restart=True)
    assert parts.all() == restarted.all()
    # A restart loses nothing that a later article could meet.
    assert restarted.kept == parts.kept
    for name in ("newest", "open_from", "entries", "sequence"):
        if restarted.kept or name != "sequence":
            assert getattr(restored, name) == getattr(kept_on, name)
    assert whole.counts == parts.counts
    assert whole.windows == parts.windows


@given(articles, limits)
def test_every_article_is_counted_repeated_or_late(log, limits):
    windows, topic = PartitionWindows(limits), Log()
    tallies = Counter()
    for article in log:
        windows.add(article)
        tally = topic.commit(windows)
        tallies.update(counted=tally.counted, repeated=tally.repeated, late=tally.late)
    assert sum(tallies.values()) == len(log)
    assert sum(articles for articles, *_ in topic.windows.values()) == tallies["counted"]
    assert sum(late for _, _, late, _ in topic.windows.values()) == tallies["late"]
    untracked = sum(untracked for *_, untracked in topic.windows.values())
    mentions = sum(mentions for _, mentions, *_ in topic.windows.values())
    tracked = sum(mentions for _, mentions in topic.counts.values())
    assert tracked + untracked <= mentions <= tracked + 3 * untracked


@given(articles, limits)
def test_what_is_remembered_is_bounded(log, limits):
    windows, topic = PartitionWindows(limits), Log()
    for article in log:
        windows.add(article)
        topic.commit(windows)
        held = list(windows.windows.values())
        assert windows.entries == sum(window.entries for window in held)
        assert len(windows.windows) == 1 or windows.entries <= limits.max_entries
        assert all(len(window.counts) <= limits.max_entities for window in held)
        assert windows._event_ids == {e for window in held for e in window.event_ids}
        if limits.grace_seconds is not None:
            for window in held:
                assert window.start + SIZE + limits.grace_seconds > windows.newest
        # The changelog holds what belongs to open windows, and nothing else.
        assert {start for start, _ in topic.kept} <= set(windows.windows)


def test_a_window_closes_when_the_grace_after_its_end_has_passed():
    windows = PartitionWindows(Limits(SIZE, 5.0, 10, 100))
    person = (Named("p", "PERSON", "P", 1),)
    windows.add(Sighting("a", 3.0, person))
    windows.add(Sighting("b", 14.9, person))
    windows.add(Sighting("c", 9.0, person))  # 4.9 after the window's end: in time
    windows.add(Sighting("d", 15.0, person))
    windows.add(Sighting("e", 9.0, person))  # its window has closed
    windows.add(Sighting("e", 9.0, person))  # again: nobody remembers
    changes, tally = windows.take_changes()
    by_start = {change.window.start: change for change in changes}
    assert (by_start[0].window.articles, by_start[0].closed) == (2, True)
    assert (by_start[10].window.articles, by_start[10].window.late) == (2, 2)
    assert (tally.counted, tally.late, tally.repeated) == (4, 2, 0)


def test_entities_above_the_limit_are_counted_together():
    windows = PartitionWindows(Limits(SIZE, None, 2, 100))
    for number, name in enumerate("abcab"):
        windows.add(Sighting(f"e{number}", 0.0, (Named(name, "ORG", name, 2),)))
    (change,), tally = windows.take_changes()
    window = change.window
    assert {name: count.articles for name, count in window.counts.items()} == {"a": 2, "b": 2}
    assert (window.articles, window.mentions, window.untracked, tally.untracked) == (5, 10, 1, 1)
