# ruff: noqa: S311, T201 - a training script: prints, and draws with shares that are numbers
"""Writes soft labels: swaps names in all texts, and asks the teacher for class probabilities."""

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from streams.enrich.recogniser import mentions_of
from streams.enrich.recogniser.decoding import Scores
from streams.enrich.recogniser.labels import CLASSES
from streams.enrich.recogniser.tokens import tokenise
from streams.enrich.recogniser.wordpiece import WordPieces
from streams.pipelines import transformer
from streams.pipelines.augment import Names, Swapper
from streams.pipelines.batches import SOURCE_IDS, Drawer, collate, padded, windows
from streams.pipelines.corpora import Document, Example, Span
from streams.pipelines.soft import normalised, write_pool
from streams.pipelines.transformer import SPECIALS, Encoder, vocabulary

_LONGEST = 110
_ANYTHING = (1 << CLASSES) - 1  # the mask of a token that nobody annotated


def raw_texts(corpora: Path) -> list[str]:
    """The news texts without annotations."""
    with gzip.open(corpora / "raw_news" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def unannotated(text: str) -> list[Example]:
    """The windows of a text of which nothing is known."""
    tokens = tokenise(text).texts
    masks = np.full(len(tokens), _ANYTHING, np.int64)
    return list(windows(Example(tokens, masks, "raw_news"), _LONGEST))


def as_document(text: str, labelled: Sequence[Example]) -> Document:
    """A text with the mentions that the teacher sees in it, so that names can be swapped."""
    soft = np.concatenate([np.zeros((0, CLASSES)), *(e.soft for e in labelled if e.soft is not None)])
    found = mentions_of([tokenise(text)], [Scores(np.arange(len(soft)), soft.astype(np.float32))])[0]
    return Document("raw", text, [Span(m.start, m.end, m.label) for m in found], "raw_news", "news")


def label(examples: list[Example], model: Encoder, pieces: WordPieces, seconds: float) -> None:
    """Fill in the soft labels of windows until the time is over.

    The rules asked for are those of the authored text.
    """
    began = time.monotonic()
    rows = [(e, [pieces.cut(t)[:12] for t in e.tokens]) for e in examples]
    groups: dict[int, list[tuple[Example, list[list[int]]]]] = {}
    for row in rows:
        length = padded(sum(map(len, row[1])) + 2)
        group = groups.setdefault(length, [])
        group.append(row)
        if len(group) * length >= 4096:
            _label_group(group, model)
            group.clear()
            if time.monotonic() - began > seconds:
                return
    for group in groups.values():
        if group:
            _label_group(group, model)


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
    parser.add_argument("--passes", type=int, default=4, help="passes over the annotated texts")
    parser.add_argument("--variants", type=int, default=4, help="the unannotated texts with other names, so many times")
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = transformer.load(options.teacher).eval()
    drawer = Drawer(options.corpora, options.authored, options.seed)
    pieces = WordPieces(vocabulary(options.vocab))
    began = time.monotonic()
    drawn = [w for _ in range(options.passes) for w in drawer.windows(_LONGEST)]
    raw: list[Example] = []
    if options.variants:
        texts = raw_texts(options.corpora)
        cut = [unannotated(text) for text in texts]
        raw = [w for each in cut for w in each]
        label(raw, model, pieces, options.seconds)
        whole = [(t, each) for t, each in zip(texts, cut, strict=True) if all(e.soft is not None for e in each)]
        documents = [as_document(text, each) for text, each in whole]
        drawn += swapped(documents, options.variants, Names(options.authored), random.Random(options.seed))
    random.Random(options.seed).shuffle(drawn)
    label(drawn, model, pieces, options.seconds - (time.monotonic() - began))
    labelled = [e for e in raw + drawn if e.soft is not None]
    write_pool(labelled, options.out)
    print(f"{len(labelled)} of {len(raw) + len(drawn)} windows, {sum(len(e.tokens) for e in labelled)} tokens")


def swapped(documents: Sequence[Document], variants: int, names: Names, rng: random.Random) -> Iterator[Example]:
    """The windows of the documents with other names, ``variants`` times."""
    for _ in range(variants):
        for document in documents:
            yield from unannotated(Swapper(names, rng).swap(document).text)


if __name__ == "__main__":
    main()
