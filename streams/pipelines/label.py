# ruff: noqa: S311, T201 - a training script: prints, and draws with shares that are numbers
"""Writes soft labels: swaps names in all texts, and asks the teacher for class probabilities."""

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from streams.enrich.recogniser.labels import CLASSES
from streams.enrich.recogniser.tokens import tokenise
from streams.enrich.recogniser.wordpiece import WordPieces
from streams.pipelines import transformer
from streams.pipelines.batches import SOURCE_IDS, Drawer, collate, padded, windows
from streams.pipelines.corpora import Example
from streams.pipelines.soft import normalised, write_pool
from streams.pipelines.teacher import SPECIALS, UNKNOWN, vocabulary
from streams.pipelines.transformer import Encoder

_LONGEST = 110
_ANYTHING = (1 << CLASSES) - 1  # the mask of a token that nobody annotated


def raw_examples(corpora: Path) -> Iterator[Example]:
    """The news texts without annotations."""
    path = corpora / "raw_news" / "news.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            tokens = tokenise(json.loads(line)["text"]).texts
            yield Example(tokens, np.full(len(tokens), _ANYTHING, np.int64), "raw_news")


def label(examples: list[Example], model: Encoder, pieces: WordPieces, seconds: float) -> int:
    """Fill in the soft labels of windows until the time is over; returns how many were done.

    Half of the weight goes to the rules of the authored text, half to no rules in particular.
    """
    began = time.monotonic()
    rows = [(e, [pieces.cut(t)[:12] for t in e.tokens]) for e in examples]
    groups: dict[int, list[tuple[Example, list[list[int]]]]] = {}
    done = 0
    for row in rows:
        length = padded(sum(map(len, row[1])) + 2)
        group = groups.setdefault(length, [])
        group.append(row)
        if len(group) * length >= 4096:
            _label_group(group, model)
            done += len(group)
            group.clear()
            if time.monotonic() - began > seconds:
                return done
    for group in groups.values():
        if group:
            _label_group(group, model)
            done += len(group)
    return done


@torch.inference_mode()
def _label_group(group: list[tuple[Example, list[list[int]]]], model: Encoder) -> None:
    batch = collate(group, *SPECIALS["mpnet"])
    source = torch.full_like(batch.source, SOURCE_IDS["authored"])
    with torch.autocast("cpu", torch.bfloat16):
        scores = model(batch.pieces, batch.cases, batch.attention, source)
    probabilities = scores.float().softmax(-1).numpy()
    for row, (example, _) in enumerate(group):
        example.soft = normalised(probabilities[row][batch.words[row].numpy()])


def main() -> None:
    """Read the options and write a pool."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--authored", type=Path, default=Path(__file__).parent / "authored")
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--vocab", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = transformer.load(options.teacher).eval()
    drawer = Drawer(options.corpora, options.authored, options.seed)
    rng = random.Random(options.seed)
    raw = [w for e in raw_examples(options.corpora) for w in windows(e, _LONGEST)]
    drawn = list(drawer.windows(_LONGEST)) + raw
    rng.shuffle(drawn)
    pieces = WordPieces(vocabulary(options.vocab), UNKNOWN["mpnet"])
    done = label(drawn, model, pieces, options.seconds)
    labelled = [e for e in drawn if e.soft is not None]
    write_pool(labelled, options.out)
    print(f"{done} of {len(drawn)} windows, {sum(len(e.tokens) for e in labelled)} tokens")


if __name__ == "__main__":
    main()
