# ruff: noqa: S311 - a training script: prints, and draws with shares that are numbers
"""Draws documents, cuts them into windows and packs the windows into padded batches."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import torch
from torch import Tensor

from streams.enrich.recogniser.labels import CLASSES
from streams.enrich.recogniser.wordpiece import WordPieces, case_class
from streams.pipelines.augment import Names, Swapper, fill_template, recase
from streams.pipelines.corpora import (
    EXHAUSTIVE,
    Document,
    Example,
    authored_documents,
    encode,
    sentence_cuts,
    training_documents,
)
from streams.pipelines.training import again

SOURCE_IDS: Final = {name: i + 1 for i, name in enumerate(EXHAUSTIVE)}

_AUTHORED_WEIGHT: Final = 5.0
_PART: Final = 0.25  # of a pass over the corpora that is drawn at a time
_CASE_NOISE: Final = 0.12


class Batch(NamedTuple):
    """A padded batch: all (batch, length) but ``source`` (batch,).

    ``words`` marks the first pieces of words; only there ``masks`` count. ``soft``
    has the teacher's probabilities, (batch, length, classes), or is None.
    """

    pieces: Tensor
    cases: Tensor
    attention: Tensor
    words: Tensor
    masks: Tensor
    source: Tensor
    soft: Tensor | None


def windows(example: Example, longest: int) -> Iterator[Example]:
    """Cut an example at sentence ends into runs of at most ``longest`` tokens."""
    cuts = [*sentence_cuts(example.tokens), len(example.tokens)]
    start = 0
    for cut, following in zip(cuts[1:], [*cuts[2:], 1 << 60], strict=True):
        while cut - start > longest:
            yield piece_of(example, start, start + longest)
            start += longest
        if cut > start and following - start > longest:
            yield piece_of(example, start, cut)
            start = cut


def piece_of(example: Example, start: int, end: int) -> Example:
    """The tokens from ``start`` to ``end`` of an example."""
    soft = None if example.soft is None else example.soft[start:end]
    return Example(example.tokens[start:end], example.masks[start:end], example.corpus, soft)


class Drawer:
    """Draws one pass after the other over the training documents, names swapped in many."""

    def __init__(self, corpora: Path | None, authored: Path, seed: int) -> None:
        """``corpora`` may be missing: then only the authored documents are drawn."""
        self._weighted = training_documents(corpora) if corpora else []
        self._authored = authored
        self._rng = random.Random(seed)
        self._names = Names(authored)

    def documents(self) -> list[Document]:
        """A quarter of a pass, shuffled: authored files that were added meanwhile soon count."""
        rng = self._rng
        names = self._names
        weighted = self._weighted + [(d, _AUTHORED_WEIGHT) for d in authored_documents(self._authored)]
        drawn = []
        for document, weight in weighted:
            share = weight * _PART
            for _ in range(int(share) + (rng.random() < share % 1)):
                swapped = rng.random() < 0.5
                drawn.append(Swapper(names, rng).swap(document) if swapped else document)
        drawn += self._from_templates(names)
        rng.shuffle(drawn)
        return drawn

    def _from_templates(self, names: Names) -> list[Document]:
        path = self._authored / "templates.txt"
        if not path.exists():
            return []
        lines = [t for t in path.read_text(encoding="utf-8").splitlines() if "{" in t]
        return [fill_template(t, names, self._rng) for t in lines * 2]

    def endless(self, longest: int) -> Iterator[Example]:
        """The windows of pass after pass, some of them in another letter case."""
        return noisy(again(lambda: self.windows(longest)), self._rng)

    def windows(self, longest: int) -> list[Example]:
        """The windows of one pass, shuffled."""
        drawn = [window for document in self.documents() for window in windows(encode(document), longest)]
        self._rng.shuffle(drawn)
        return drawn


def noisy(examples: Iterable[Example], rng: random.Random) -> Iterator[Example]:
    """The examples, some of them in another letter case; what they are labelled with stays."""
    for example in examples:
        tokens = recase(example.tokens, rng) if rng.random() < _CASE_NOISE else example.tokens
        yield replace(example, tokens=tokens)


def batched(
    items: Iterable[Example],
    pieces: WordPieces,
    size: int,
    rng: random.Random,
    specials: tuple[int, int],
) -> Iterator[Batch]:
    """Pack windows of about one length into batches of about ``size`` pieces."""
    pool: list[tuple[int, Example, list[list[int]]]] = []
    cache: dict[str, list[int]] = {}

    def cut(token: str) -> list[int]:
        found = cache.get(token)
        if found is None:
            found = cache[token] = pieces.cut(token)[:12]
        return found

    def flush() -> Iterator[Batch]:
        # Few shapes: a new one costs the matrix library more time than the padding does.
        by_length: dict[int, list[tuple[int, Example, list[list[int]]]]] = {}
        for item in pool:
            by_length.setdefault(padded(item[0]), []).append(item)
        groups = []
        for length, alike in by_length.items():
            rows = max(1, size // length)
            groups += [alike[i : i + rows] for i in range(0, len(alike), rows)]
        rng.shuffle(groups)
        for group in groups:
            yield collate([(e, ids) for _, e, ids in group], *specials)

    for example in items:
        ids = [cut(token) for token in example.tokens]
        pool.append((sum(map(len, ids)) + 2, example, ids))
        if len(pool) >= 2000:
            yield from flush()
            pool.clear()
    if pool:
        yield from flush()


def padded(length: int) -> int:
    """The length that a window of ``length`` pieces is padded to."""
    step = 16 if length <= 96 else 32
    return -(-length // step) * step


def collate(group: Sequence[tuple[Example, list[list[int]]]], begin: int, end: int) -> Batch:
    """Pad examples with their word pieces to one batch."""
    length = padded(max(sum(map(len, ids)) for _, ids in group) + 2)
    shape = (len(group), length)
    pieces = np.ones(shape, np.int64)
    cases = np.zeros(shape, np.int64)
    attention = np.zeros(shape, bool)
    words = np.zeros(shape, bool)
    masks = np.ones(shape, np.int64)
    soft = np.zeros((*shape, CLASSES), np.float32) if group[0][0].soft is not None else None
    for row, (example, ids) in enumerate(group):
        flat = [begin, *(i for word in ids for i in word), end]
        first = 1 + np.cumsum([0, *map(len, ids[:-1])])
        kinds = [case_class(t) for t in example.tokens]
        pieces[row, : len(flat)] = flat
        attention[row, : len(flat)] = True
        cases[row, 1 : len(flat) - 1] = np.repeat(kinds, [len(i) for i in ids])
        words[row, first] = True
        masks[row, first] = example.masks
        if soft is not None and example.soft is not None:
            soft[row, first] = example.soft
    return Batch(
        torch.from_numpy(pieces),
        torch.from_numpy(cases),
        torch.from_numpy(attention),
        torch.from_numpy(words),
        torch.from_numpy(masks),
        torch.tensor([SOURCE_IDS.get(e.corpus, 0) for e, _ in group]),
        None if soft is None else torch.from_numpy(soft),
    )


_BITS = torch.arange(CLASSES)


def allowed(masks: Tensor) -> Tensor:
    """Bit masks (n,) as a bool matrix (n, classes)."""
    return (masks[:, None] >> _BITS[None, :]) & 1 == 1


def partial_loss(scores: Tensor, masks: Tensor) -> Tensor:
    """Mean negative log of the summed probability of the allowed classes; scores (n, classes)."""
    total = scores.logsumexp(-1)
    right = scores.masked_fill(~allowed(masks), -1e4).logsumexp(-1)
    return (total - right).mean()
