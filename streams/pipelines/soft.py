# ruff: noqa: S311 - a training script: prints, and draws with shares that are numbers
"""Soft labels: the teacher's class probabilities for many texts, kept in one file."""

import pickle
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from streams.pipelines.batches import noisy, windows
from streams.pipelines.corpora import Example
from streams.pipelines.training import again


def write_pool(examples: Sequence[Example], path: Path) -> None:
    """Write examples with soft labels."""
    rows = [(e.tokens, e.masks, e.corpus, e.soft) for e in examples]
    with path.open("wb") as file:
        pickle.dump(rows, file, protocol=5)


def read_pool(path: Path) -> list[Example]:
    """Read what :func:`write_pool` wrote (a file of our own making, never foreign)."""
    with path.open("rb") as file:
        return [Example(*row) for row in pickle.load(file)]  # noqa: S301


class Pool:
    """The examples of one or more files, drawn in random order again and again."""

    def __init__(self, path: Path, seed: int) -> None:
        """``path`` is a file or a folder of ``*.pool`` files."""
        paths = sorted(path.glob("*.pool")) if path.is_dir() else [path]
        self._examples = [e for p in paths for e in read_pool(p) if len(e.tokens)]
        self._rng = random.Random(seed)

    def endless(self, longest: int) -> Iterator[Example]:
        """The windows of pass after pass, some of them in another letter case."""
        return noisy(again(lambda: self.windows(longest)), self._rng)

    def windows(self, longest: int) -> Iterator[Example]:
        """The windows of one pass."""
        self._rng.shuffle(self._examples)
        for example in self._examples:
            yield from windows(example, longest)


def normalised(probabilities: NDArray[np.float32]) -> NDArray[np.float16]:
    """Rows that sum to one, as float16."""
    shares: NDArray[np.float16] = (probabilities / probabilities.sum(-1, keepdims=True)).astype(np.float16)
    return shares
