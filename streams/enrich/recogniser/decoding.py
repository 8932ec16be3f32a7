"""From class probabilities to mentions: constrained decoding, vectorised, without a compiled loop.

The best tag sequence that obeys begin-inside-last-unit is wanted. Where the best class of every
token already obeys, it is that sequence; only the other stretches need dynamic programming. The three
kinds of place are decoded as one and told apart after. Most tokens are surely no part of a name, and most
of those have no probabilities at all: only the others are *active*, and the arrays of a row for each active
token are what is worked on.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.enrich.recogniser.labels import BEGIN, INSIDE, LAST, PLACES, TYPES, UNIT

Array = NDArray[np.float64]

_PLACE: Final = [TYPES.index(name) for name in PLACES]
# Decoded types: the first place stands for all of them.
GROUPS: Final = [[i] for i in range(len(TYPES)) if i not in _PLACE[1:]]
GROUPS[GROUPS.index([_PLACE[0]])] = _PLACE
KINDS: Final = len(GROUPS)
_PLACE_KIND: Final = GROUPS.index(_PLACE)
_FIRST_MEMBERS: Final = np.array([members[0] for members in GROUPS])
# Probability of the outside class above which a token ends a stretch.
_CERTAIN: Final = 0.999
_PULL: Final = 0.6
_FIXED: Final = float(1 << 20)


class Scores(NamedTuple):
    """What an encoder says of the tokens of one text, or of several side by side.

    Attributes:
        places: The tokens that may be part of a name, (k,), ascending. All others surely are not.
        probabilities: Those of each class at these places, (k, classes).
    """

    places: NDArray[np.int64]
    probabilities: NDArray[np.float32]


class Tagged(NamedTuple):
    """Mentions: arrays (mentions,) of first and last token (inclusive), index of the type in TYPES, and score."""

    firsts: NDArray[np.int64]
    lasts: NDArray[np.int64]
    types: NDArray[np.int64]
    scores: Array


def decode(scores: Scores, names: NDArray[np.int64], blocked: NDArray[np.int64]) -> Tagged:
    """The best mentions of one or more texts.

    Args:
        scores: Of all of them.
        names: A number for each token, (tokens,): equal for equal strings of one text whose types shall agree;
            -1 for those that stay as they are.
        blocked: Tokens that are in no mention; one of them stands between any two texts.

    Guarantee: the mentions of a text depend on its own rows alone.
    """
    again, number, counts = _repeated(names, scores.places)
    kept = (scores.probabilities[:, 0] < _CERTAIN) | again
    free = np.ones(len(names), bool)
    free[blocked] = False
    kept &= free[scores.places]
    active = scores.places[kept]
    rows = scores.probabilities[kept]
    outside, inside = _merge(rows)
    _make_consistent(outside, inside, np.flatnonzero(again[kept]), number, counts)
    flat = np.concatenate([outside[:, None], inside.reshape(-1, KINDS * 4)], 1)
    best = np.zeros(len(names), np.int64)
    best[active] = flat.argmax(1)
    loose = np.zeros(len(names), bool)
    loose[active] = (best[active] > 0) | (outside < _CERTAIN)
    for first, last in _stretches(loose, best):
        row = int(np.searchsorted(active, first))
        best[first:last] = _viterbi(np.log(flat[row : row + last - first] + 1e-9))
    return _tagged(best, active, rows, inside)


def _repeated(
    names: NDArray[np.int64], places: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.int64]]:
    """Which of ``places`` have a number that comes again, that number, and how often each number comes in all."""
    counts = np.bincount(names + 1)[1:]  # without -1
    here = names[places]
    again = here >= 0
    again[again] = counts[here[again]] > 1
    return again, here[again], counts


def _merge(rows: NDArray[np.float32]) -> tuple[Array, Array]:
    """Outside (n,) and inside (n, kinds, 4) probabilities, places merged."""
    split = rows[:, 1:].reshape(len(rows), len(TYPES), 4).astype(np.float64)
    inside = np.empty((len(split), KINDS, 4))
    for kind, members in enumerate(GROUPS):
        inside[:, kind] = split[:, members[0]]
        for other in members[1:]:
            inside[:, kind] += split[:, other]
    return rows[:, 0].astype(np.float64), inside


def _make_consistent(
    outside: Array, inside: Array, chosen: NDArray[np.int64], number: NDArray[np.int64], counts: NDArray[np.int64]
) -> None:
    """Pull the types of equal strings of a text towards their mean, in place.

    ``chosen`` are rows, ``number`` says which string each has, ``counts`` how often each string comes: where it has
    no row, it is outside.
    """
    if not len(chosen):
        return
    parts = inside[chosen]
    typed = (parts[..., 0] + parts[..., 1]) + (parts[..., 2] + parts[..., 3])
    mass = np.concatenate([outside[chosen, None], typed], 1)
    fixed = np.rint(mass * _FIXED).astype(np.int64)  # exact sums, whatever their order
    order = np.argsort(number, kind="stable")
    begins = np.flatnonzero(np.diff(number[order], prepend=-1))
    strings = number[order][begins]
    sums = np.add.reduceat(fixed[order], begins, axis=0)
    sums[:, 0] += (counts[strings] - np.diff(begins, append=len(order))) * int(_FIXED)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(order)))
    mean = sums[rank] / counts[number][:, None] / _FIXED
    factor = ((mean + 1e-4) / (mass + 1e-4)) ** _PULL
    outside[chosen] *= factor[:, 0]
    inside[chosen] *= factor[:, 1:, None]


def _opens(best: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The kind left open after each tag, and the kind it needs to be open before; -1 for none."""
    kind = (best - 1) // 4
    position = (best - 1) % 4
    inside = best > 0
    after = np.where(inside & (position <= INSIDE), kind, -1)
    before = np.where(inside & ((position == INSIDE) | (position == LAST)), kind, -1)
    return after, before


def _stretches(loose: NDArray[np.bool_], best: NDArray[np.int64]) -> list[tuple[int, int]]:
    """The loose stretches in which the best classes break the rules."""
    after, before = _opens(best)
    broken = np.empty(len(best), bool)
    broken[:1] = before[:1] >= 0
    broken[1:] = after[:-1] != before[1:]
    edge = np.flatnonzero(np.diff(np.concatenate([[0], loose.view(np.int8), [0]])))
    firsts, ends = edge[::2], edge[1::2]
    # A tag left open at the end of a stretch breaks the rule at the token after it.
    count = np.concatenate([[0], np.cumsum(broken), [broken.sum() + (after[-1:] >= 0).sum()]])
    bad = count[np.minimum(ends + 1, len(count) - 1)] > count[firsts]
    return [(int(a), int(b)) for a, b in zip(firsts[bad], ends[bad], strict=True)]


def _viterbi(scores: Array) -> list[int]:
    """The best valid classes of (n, classes) log probabilities."""
    size = len(scores)
    outside = scores[:, 0].tolist()
    table = scores[:, 1:].reshape(size, KINDS, 4)
    unit_kind = table[:, :, UNIT].argmax(1).tolist()
    unit = table[:, :, UNIT].max(1).tolist()
    closed = 0.0
    open_ = np.full(KINDS, -1e9)
    steps = []
    for i in range(size):
        ending = open_ + table[i, :, LAST]
        kind = int(ending.argmax())
        choices = (closed + outside[i], closed + unit[i], float(ending[kind]))
        pick = choices.index(max(choices))
        begin = closed + table[i, :, BEGIN]
        go_on = open_ + table[i, :, INSIDE]
        steps.append((pick, kind, go_on > begin))
        closed = choices[pick]
        open_ = np.maximum(begin, go_on)
    tags = []
    state = -1
    for i in range(size - 1, -1, -1):
        pick, kind, went_on = steps[i]
        if state >= 0:
            tags.append(1 + 4 * state + int(went_on[state]))
            state = state if went_on[state] else -1
        elif pick == 2:
            tags.append(1 + 4 * kind + 2)
            state = kind
        else:
            tags.append(0 if pick == 0 else 1 + 4 * unit_kind[i] + 3)
    return tags[::-1]


def _tagged(best: NDArray[np.int64], active: NDArray[np.int64], rows: NDArray[np.float32], inside: Array) -> Tagged:
    """Read the mentions off valid classes; name the kind of each place and score each mention, 0 to 1."""
    position = (best - 1) % 4
    named = best > 0
    firsts = np.flatnonzero(named & ((position == BEGIN) | (position == UNIT)))
    lasts = np.flatnonzero(named & (position >= LAST))
    if not len(firsts):
        return Tagged(firsts, lasts, firsts, np.zeros(0))
    kinds = (best[firsts] - 1) // 4
    lengths = lasts - firsts + 1
    begins = np.cumsum(lengths) - lengths
    within = np.arange(lengths.sum()) - np.repeat(begins, lengths)
    row = np.repeat(np.searchsorted(active, firsts), lengths) + within
    score: Array = np.minimum.reduceat(inside[row, np.repeat(kinds, lengths)].sum(1), begins)
    split = rows[row, 1:].reshape(-1, len(TYPES), 4)[:, _PLACE].astype(np.float64).sum(2)
    place = np.array(_PLACE)[np.add.reduceat(split, begins, axis=0).argmax(1)]
    types = np.where(kinds == _PLACE_KIND, place, _FIRST_MEMBERS[kinds])
    return Tagged(firsts, lasts, types, np.minimum(score, 1.0).round(4))
