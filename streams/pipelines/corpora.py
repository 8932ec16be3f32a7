"""Reads annotated documents and turns their mentions into sets of allowed classes per token.

A corpus that does not annotate a type says nothing about it. Its outside tokens therefore allow the
outside class *and* every class of the missing types, and a coarse label such as ``LOC*`` allows the
classes of all types that it may stand for. Sets are bit masks: bit c of a token's mask means that
class c agrees with the annotation.
"""

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.enrich.recogniser.labels import BEGIN, INSIDE, LAST, PLACES, TYPES, UNIT, class_of
from streams.enrich.recogniser.tokens import tokenise

_MISC: Final = ("NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW")
_CORE: Final = ("PERSON", "ORG", *PLACES)
# The types of which a corpus annotates every instance; see the table of sources in the card.
EXHAUSTIVE: Final = {
    "gum": _CORE,
    "re3d": (*_CORE, "NORP"),
    "uner_pud": _CORE,
    "uner_ewt": _CORE,
    "wikigold": TYPES,
    "crossner": (*_CORE, "EVENT"),
    "btc": _CORE,
    "wnut17": (*_CORE, "PRODUCT", "WORK_OF_ART"),
    "sec_filings": _CORE,
    "authored": TYPES,
}
_COARSE: Final = {"LOC*": PLACES, "MISC": _MISC}
_MARKUP: Final = re.compile(r"\[([A-Z_]+) ([^\[\]]+)\]")


class Span(NamedTuple):
    """An annotated mention: half-open code point offsets and the source's own label."""

    start: int
    end: int
    label: str


@dataclass
class Document:
    """A text with its annotated mentions, in order and not overlapping."""

    id: str
    text: str
    spans: list[Span]
    corpus: str
    genre: str = ""
    domain: str = ""


@dataclass
class Example:
    """The tokens of a document (n of them) with their masks of allowed classes, int64 (n,)."""

    tokens: list[str]
    masks: NDArray[np.int64]
    corpus: str
    soft: NDArray[np.float16] | None = field(default=None, repr=False)


def read_jsonl(path: Path, corpus: str) -> Iterator[Document]:
    """Read one gzip'd JSON Lines file of the shared corpora's format."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            spans = [Span(*entity) for entity in row.get("entities", ())]
            yield Document(row["id"], row["text"], spans, corpus, row.get("genre", ""), row.get("domain", ""))


def read_authored(path: Path) -> Iterator[Document]:
    """Read a file with inline markup, ``[PERSON Amina Diallo]``; empty lines part documents."""
    blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
    for number, block in enumerate(b for b in blocks if b.strip()):
        text, spans = parse_markup(block.strip())
        yield Document(f"{path.stem}-{number}", text, spans, "authored", "news")


def parse_markup(marked: str) -> tuple[str, list[Span]]:
    """The plain text of a marked one, and its spans."""
    text = ""
    spans = []
    last = 0
    for match in _MARKUP.finditer(marked):
        text += marked[last : match.start()]
        spans.append(Span(len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        last = match.end()
    return text + marked[last:], spans


def _types_of(label: str) -> tuple[str, ...]:
    return _COARSE.get(label, (label,))


def _bits(types: Iterable[str], position: int) -> int:
    return sum(1 << class_of(TYPES.index(name), position) for name in types)


def outside_mask(corpus: str, domain: str = "") -> int:
    """The mask of a token without annotation: outside, or any class of a type not annotated."""
    known = set(EXHAUSTIVE[corpus])
    if domain in {"music", "literature"}:
        known.add("WORK_OF_ART")
    missing = [name for name in TYPES if name not in known]
    return 1 | sum(_bits(missing, position) for position in range(4))


def encode(document: Document) -> Example:
    """Tokenise a document and mark what each token may be."""
    tokens = tokenise(document.text)
    masks = np.full(len(tokens.texts), outside_mask(document.corpus, document.domain), np.int64)
    for span in document.spans:
        inside = np.flatnonzero((tokens.ends > span.start) & (tokens.starts < span.end))
        inside = np.array([i for i in inside if tokens.texts[i] != "\n"], dtype=np.int64)
        types = _types_of(span.label)
        if len(inside) == 1:
            masks[inside[0]] = _bits(types, UNIT)
        elif len(inside) > 1:
            masks[inside] = _bits(types, INSIDE)
            masks[inside[0]] = _bits(types, BEGIN)
            masks[inside[-1]] = _bits(types, LAST)
    return Example(tokens.texts, masks, document.corpus)


# What is trained on, and how often a document is drawn. Never: gum/dev, uner_ewt/dev and the
# politics of crossner/dev, which the scores are taken from.
TRAINING: Final = {
    "gum/train": 2.0,
    "gum/test": 2.0,
    "re3d/train": 3.0,
    "uner_pud/test": 3.0,
    "uner_ewt/train": 0.4,
    "uner_ewt/test": 0.6,
    "wikigold/train": 2.0,
    "crossner/train": 0.6,
    "crossner/dev": 0.6,
    "crossner/test": 0.6,
    "btc/train": 0.2,
    "btc/dev": 0.2,
    "btc/test": 0.2,
    "wnut17/train": 0.1,
    "wnut17/dev": 0.1,
    "wnut17/test": 0.1,
    "sec_filings/train": 0.3,
    "sec_filings/test": 0.3,
}
# News is what the recogniser is for: nearer genres and domains are drawn more often.
_NEARER: Final = {"news": 1.5, "politics": 2.0}
DEVELOPMENT: Final = ("gum/dev", "uner_ewt/dev", "crossner/dev")


def training_documents(corpora: Path) -> list[tuple[Document, float]]:
    """All training documents of the shared corpora with their weights."""
    drawn = []
    for name, weight in TRAINING.items():
        corpus = name.split("/", maxsplit=1)[0]
        documents = read_jsonl(corpora / f"{name}.jsonl.gz", corpus)
        kept = (d for d in documents if name != "crossner/dev" or d.domain != "politics")
        drawn += [(d, weight * _NEARER.get(d.genre, 1.0) * _NEARER.get(d.domain, 1.0)) for d in kept]
    return drawn


def development_documents(corpora: Path, name: str) -> list[Document]:
    """The documents of one development split."""
    documents = read_jsonl(corpora / f"{name}.jsonl.gz", name.split("/", maxsplit=1)[0])
    return [d for d in documents if name != "crossner/dev" or d.domain == "politics"]


def authored_documents(folder: Path, *kinds: str) -> list[Document]:
    """The hand-made documents: by default those to train on; ``heldout`` are those to score on."""
    paths = sorted(path for kind in kinds or ("world", "wire") for path in folder.glob(f"{kind}_*.txt"))
    return [document for path in paths for document in read_authored(path)]


def sentence_cuts(tokens: Sequence[str]) -> list[int]:
    """The places (token numbers) where a window may begin: after a line or a sentence."""
    cuts = [0]
    for i in range(1, len(tokens)):
        before = tokens[i - 1]
        if before == "\n" or (before in ".!?" and tokens[i][0].isupper()):
            cuts.append(i)
    return cuts
