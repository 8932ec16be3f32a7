"""Trains the convolutional tagger, on annotations and, if there are any, on soft labels."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from streams.enrich.recogniser.features import Features, features
from streams.enrich.recogniser.labels import CLASSES
from streams.enrich.recogniser.wordpiece import WordPieces
from streams.pipelines import cnn
from streams.pipelines.batches import Drawer, partial_loss
from streams.pipelines.corpora import Example
from streams.pipelines.soft import Pool
from streams.pipelines.training import Limits, add_options, fit, mixed
from streams.pipelines.transformer import vocabulary

LONGEST_WINDOW = 300  # tokens
_REMEMBERED = 200_000  # strings whose features are kept


class Stream(NamedTuple):
    """Windows in one row: lexeme numbers (-1 between windows), masks and soft labels."""

    lexemes: Features
    tokens: Tensor
    masks: Tensor
    soft: Tensor | None


class Streams:
    """Packs windows into streams of about ``size`` tokens."""

    def __init__(self, pieces: WordPieces, size: int, gap: int) -> None:
        """``size`` is in tokens, and so is ``gap``, what keeps the convolutions of one window out of the next."""
        self._pieces = pieces
        self._size = size
        self._gap = gap
        self._cache: dict[str, tuple[NDArray[np.int64], ...]] = {}

    def _features(self, tokens: Iterable[str]) -> Features:
        if len(self._cache) >= _REMEMBERED:  # swapped names never end
            self._cache.clear()
        if new := [token for token in tokens if token not in self._cache]:
            self._cache.update(zip(new, zip(*features(new, self._pieces), strict=True), strict=True))
        return Features(*map(np.stack, zip(*(self._cache[token] for token in tokens), strict=True)))

    def pack(self, examples: Iterable[Example]) -> Iterator[Stream]:
        """Pack the examples in their order."""
        group: list[Example] = []
        total = 0
        for example in examples:
            group.append(example)
            total += len(example.tokens)
            if total >= self._size:
                yield self._stream(group)
                group, total = [], 0
        if group:
            yield self._stream(group)

    def _stream(self, group: list[Example]) -> Stream:
        numbers: dict[str, int] = {}
        tokens: list[int] = []
        masks = []
        soft = []
        gap = np.full(self._gap, -1, np.int64)
        for example in group:
            tokens += [numbers.setdefault(t, len(numbers)) for t in example.tokens]
            tokens += [-1] * len(gap)
            masks += [example.masks, gap]
            if example.soft is not None:
                soft += [example.soft.astype(np.float32), np.zeros((len(gap), CLASSES), np.float32)]
        return Stream(
            self._features(numbers),
            torch.tensor(tokens),
            torch.from_numpy(np.concatenate(masks)),
            torch.from_numpy(np.concatenate(soft)) if soft else None,
        )


def loss_of(scores: Tensor, stream: Stream, hard: float) -> Tensor:
    """The loss of the real tokens: soft labels, and the annotations with weight ``hard``."""
    real = stream.tokens >= 0
    scores = scores[real].float()
    if stream.soft is None:
        return partial_loss(scores, stream.masks[real])
    soft = -(stream.soft[real] * scores.log_softmax(-1)).sum(-1).mean()
    return soft + hard * partial_loss(scores, stream.masks[real])


def _shape(options: argparse.Namespace) -> cnn.CnnShape:
    return cnn.CnnShape(width=options.width, dilations=tuple(options.dilations))


def train(options: argparse.Namespace) -> None:
    """Train and write a checkpoint."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    vectors = torch.from_numpy(cnn.piece_vectors(options.vectors))
    model = cnn.load(options.start, vectors) if options.start else cnn.Cnn(_shape(options), vectors)
    streams = Streams(WordPieces(vocabulary(options.vocab)), options.batch, max(model.shape.dilations))
    drawer = Drawer(options.corpora, options.authored, options.seed)
    packed = streams.pack(drawer.endless(LONGEST_WINDOW))
    if options.soft:
        packed = mixed(streams.pack(Pool(options.soft, options.seed).endless(LONGEST_WINDOW)), packed)

    def loss(stream: Stream) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16):
            scores = model(cnn.lexeme_batch(stream.lexemes), stream.tokens)
        return loss_of(scores, stream, options.hard)

    fit(
        model,
        torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=0.01, fused=True),
        packed,
        loss,
        lambda stream: len(stream.tokens),
        Limits(options.amount, options.seconds),
        lambda: cnn.save(model, options.out),
    )


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--authored", type=Path, default=Path(__file__).parent / "authored")
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--vocab", type=Path, required=True)
    parser.add_argument("--soft", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="go on from this checkpoint")
    parser.add_argument("--hard", type=float, default=0.3, help="weight of the annotations beside the soft labels")
    parser.add_argument("--width", type=int, default=cnn.CnnShape.width)
    parser.add_argument("--dilations", type=int, nargs="+", default=cnn.CnnShape.dilations, help="of each layer")
    add_options(parser, amount=6_000_000, batch=4000, rate=2e-3)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
