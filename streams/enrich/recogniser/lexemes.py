"""Rows of lexemes: computed from the string alone, kept in a bounded cache.

Sums of features are sums of integers, or go over the features in one order; the graph that makes rows of
them works on one row at a time. So a row does not depend on what else is computed with it.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from streams.enrich.recogniser.features import LONGEST, NONE, TABLES, Features, features
from streams.enrich.recogniser.wordpiece import WordPieces

Rows = NDArray[np.uint8]
# Sums of features, (n, k), to rows, (n, width).
Hidden = Callable[[NDArray[np.float32]], Rows]
ZERO: Final = 128  # what stands for 0 in a row
_CAPACITY: Final = 1 << 16
_TOGETHER: Final = 128  # rows computed at once: more fall out of the processor's cache


class LexemeRows:
    """Computes rows and keeps those of common and of recent lexemes, at most 2**16."""

    def __init__(
        self,
        arrays: Mapping[str, NDArray[Any]],
        hidden: Hidden,
        pieces: WordPieces,
        width: int,
        forms: Sequence[str] = (),
        rows: Rows | None = None,
    ) -> None:
        """``rows`` (len(forms), width) are the shipped rows of ``forms``."""
        self._hidden = hidden
        self._pieces = pieces
        self._tables = arrays["tables"]
        self._offsets = np.cumsum([0, *(rows for _, rows in TABLES[:-1])])
        self._scales = arrays["table_scales"].astype(np.float32)
        self._grams = _with_empty_row(arrays["grams"])
        self._first = arrays["first"]
        self._mean = _with_empty_row(arrays["mean"])
        self._others = arrays["other_scales"].astype(np.float32)  # n-grams, first, mean
        self.width = width
        self.matrix: Rows = np.empty((max(4096, 2 * len(forms)), width), np.uint8)
        self._shipped = {form: i for i, form in enumerate(forms)}
        if rows is not None:
            self.matrix[: len(forms)] = rows
        self._index = dict(self._shipped)

    def numbers(self, tokens: Sequence[str]) -> NDArray[np.int64]:
        """The row numbers (n,) of tokens in :attr:`matrix`; valid until the next call.

        Rows of new lexemes are computed: many at once cost less each.

        Raises:
            OverflowError: There are more distinct ones than the cache holds.
        """
        numbers = self._known(tokens)
        missing = np.flatnonzero(numbers < 0).tolist()
        if missing:
            # Tokens longer than what is looked at are known by their beginning.
            begun = [tokens[place][:LONGEST] for place in missing]
            new = set(begun).difference(self._index)
            if len(self._index) + len(new) > _CAPACITY:
                # All of them: making room forgets some that were known a moment ago.
                self._index = dict(self._shipped)
                begun = [token[:LONGEST] for token in tokens]
                self._learn(sorted(set(begun).difference(self._index)))
                return self._known(begun)
            self._learn(sorted(new))
            numbers[missing] = self._known(begun)
        return numbers

    def _known(self, tokens: Sequence[str]) -> NDArray[np.int64]:
        """The row numbers of tokens, -1 for those that have none."""
        return np.fromiter(map(self._index.get, tokens, repeat(-1)), np.int64, len(tokens))

    def _learn(self, new: Sequence[str]) -> None:
        first = len(self._index)
        if first + len(new) > _CAPACITY:
            raise OverflowError("more distinct tokens at once than the cache holds")
        self._grow(first + len(new))
        for start in range(0, len(new), _TOGETHER):
            part = new[start : start + _TOGETHER]
            place = first + start
            self.matrix[place : place + len(part)] = self.compute(part)
        self._index.update(zip(new, range(first, first + len(new)), strict=True))

    def _grow(self, size: int) -> None:
        if size > len(self.matrix):
            room = np.empty((min(_CAPACITY, max(size, 2 * len(self.matrix))), self.width), np.uint8)
            room[: len(self.matrix)] = self.matrix
            self.matrix = room

    def compute(self, tokens: Sequence[str]) -> Rows:
        """The rows (n, width) of tokens, from scratch."""
        return self._hidden(self._summed(features(tokens, self._pieces)))

    def _summed(self, found: Features) -> NDArray[np.float32]:
        """The sum of all feature rows, (n, k)."""
        fixed = found.fixed + self._offsets
        total = np.zeros((len(fixed), self._tables.shape[1]), np.float32)
        for column, scale in zip(fixed.T, self._scales, strict=True):
            total += self._tables.take(column, axis=0) * scale
        total += _means(self._grams, found.ngrams) * self._others[0]
        total += self._first.take(found.pieces[:, 0], axis=0) * self._others[1]
        total += _means(self._mean, found.pieces) * self._others[2]
        return total


def _means(table: NDArray[np.int8], groups: NDArray[np.int64]) -> NDArray[np.float32]:
    """The means of groups (n, most) of at most 255 rows, by exact sums: those of so many bytes fit 16 bits."""
    sums = np.zeros((len(groups), table.shape[1]), np.int16)
    for column in groups.T:
        sums += table.take(column, axis=0)
    means: NDArray[np.float32] = sums / (groups != NONE).sum(1, keepdims=True, dtype=np.float32)
    return means


def _with_empty_row(table: NDArray[np.int8]) -> NDArray[np.int8]:
    """The table with the row that :data:`NONE` names."""
    return np.concatenate([table, np.zeros_like(table[:1])])
