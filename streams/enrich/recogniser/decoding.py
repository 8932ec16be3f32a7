"""From class probabilities to mentions: constrained decoding, vectorised, without a compiled loop.

The best tag sequence that obeys begin-inside-last-unit is wanted. Where the best class of every
token already obeys, it is that sequence; only the other stretches need dynamic programming, and
they are decoded side by side. The three kinds of place are decoded as one and told apart after.
"""

from collections.abc import Sequence
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
# Probability of the outside class above which a token ends a stretch.
_CERTAIN: Final = 0.999
_PULL: Final = 0.6
_FIXED: Final = float(1 << 20)


class Tagged(NamedTuple):
    """Tokens ``first`` to ``last`` (inclusive), index of the type in TYPES, and score."""

    first: int
    last: int
    type_index: int
    score: float


def merge(probabilities: NDArray[np.float32]) -> tuple[Array, Array]:
    """Outside (n,) and inside (n, kinds, 4) probabilities, places merged."""
    split = probabilities[:, 1:].reshape(len(probabilities), len(TYPES), 4).astype(np.float64)
    inside = np.empty((len(split), KINDS, 4))
    for kind, members in enumerate(GROUPS):
        inside[:, kind] = split[:, members[0]]
        for other in members[1:]:
            inside[:, kind] += split[:, other]
    return probabilities[:, 0].astype(np.float64), inside


def make_consistent(outside: Array, inside: Array, groups: NDArray[np.int64]) -> None:
    """Pull the types of equal strings of a document towards their mean, in place.

    ``groups`` (n,) numbers the strings (with their document); -1 stays as it is.
    """
    chosen = np.flatnonzero(groups >= 0)
    if not len(chosen):
        return
    _, number, counts = np.unique(groups[chosen], return_inverse=True, return_counts=True)
    repeated = counts[number] > 1
    chosen, number = chosen[repeated], number[repeated]
    if not len(chosen):
        return
    parts = inside[chosen]
    typed = (parts[..., 0] + parts[..., 1]) + (parts[..., 2] + parts[..., 3])
    mass = np.concatenate([outside[chosen, None], typed], 1)
    fixed = np.rint(mass * _FIXED).astype(np.int64)  # exact sums, whatever their order
    sums = np.zeros((len(counts), KINDS + 1), np.int64)
    np.add.at(sums, number, fixed)
    mean = sums[number] / counts[number][:, None] / _FIXED
    factor = ((mean + 1e-4) / (mass + 1e-4)) ** _PULL
    outside[chosen] *= factor[:, 0]
    inside[chosen] *= factor[:, 1:, None]


def decode(outside: Array, inside: Array, blocked: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """The best mentions as (first, last, kind); ``blocked`` tokens are outside."""
    flat = np.concatenate([outside[:, None], inside.reshape(len(outside), -1)], 1)
    flat[blocked, 1:] = 0.0
    flat[blocked, 0] = 1.0
    best = flat.argmax(1)
    loose = (best > 0) | (flat[:, 0] < _CERTAIN)
    for first, last in _stretches(loose, best):
        best[first:last] = _viterbi(np.log(flat[first:last] + 1e-9))
    return _mentions(best)


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


def _mentions(best: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    position = (best - 1) % 4
    inside = best > 0
    firsts = np.flatnonzero(inside & ((position == BEGIN) | (position == UNIT)))
    lasts = np.flatnonzero(inside & (position >= LAST))
    kinds = (best[firsts] - 1) // 4
    return list(zip(firsts.tolist(), lasts.tolist(), kinds.tolist(), strict=True))


def tagged(
    found: Sequence[tuple[int, int, int]],
    probabilities: NDArray[np.float32],
    inside: Array,
) -> list[Tagged]:
    """Name the kind of each place and score each mention, 0 to 1."""
    out = []
    for first, last, kind in found:
        members = GROUPS[kind]
        type_index = members[0]
        if len(members) > 1:
            here = probabilities[first : last + 1, 1:].reshape(-1, len(TYPES), 4)
            type_index = max(members, key=lambda m: float(here[:, m].sum()))
        score = float(inside[first : last + 1, kind].sum(1).min())
        out.append(Tagged(first, last, type_index, round(min(score, 1.0), 4)))
    return out
