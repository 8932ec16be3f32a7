"""Finds the names in texts: the recogniser that newsstream ships.

>>> recogniser = Recogniser.load()
>>> recogniser.recognise(["Amina Diallo spoke in Dakar."])  # doctest: +SKIP
[[Mention(start=0, end=12, label='PERSON', score=0.99), Mention(start=22, end=27, ...)]]
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from streams.enrich.recogniser.decoding import Scores, decode
from streams.enrich.recogniser.encoders import Encoder, load_encoder
from streams.enrich.recogniser.labels import TYPES
from streams.enrich.recogniser.tokens import NEWLINE, Tokens, tokenise

__all__ = ["PROFILES", "Mention", "Recogniser"]

PROFILES: Final = ("default", "accurate")
COMPONENT: Final = "newsstream_ner"
# Raised whenever code here changes what comes out of the same weights.
_CODE: Final = "3"
# Mentions below this score are wrong more often than right.
_LEAST: Final = 0.25
# Code points worked on together: bounds memory, not results. New strings are cheaper many at once.
_BATCH: Final = 150_000
# Tokens decoded together.
_PACK: Final = 3000

# Never the beginning of a name, or of a person's name; and never the end.
_ARTICLES: Final = frozenset(("the", "The", "THE", "a", "an"))
_TITLES: Final = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "lord", "lady"),
        *("sen", "rep", "gov", "gen", "lt", "col", "sgt", "capt", "president", "minister"),
        *("chancellor", "senator", "governor", "professor"),
    )
)
_BEFORE_PERSON: Final = _ARTICLES | _TITLES
# Quotation marks and dashes by their numbers: they look like others.
_OPENING: Final = frozenset(["'s", "\u2019s", *",.;:-/)\"'", *"\u2013\u2014\u201d\u2019"])
_CLOSING: Final = frozenset(["'s", "\u2019s", *",;:-/(#\"'", *"\u2013\u2014\u201c\u2019"])


class Mention(NamedTuple):
    """A name in a text: half-open code point offsets, OntoNotes label, score from 0 to 1."""

    start: int
    end: int
    label: str
    score: float


class Recogniser:
    """Texts in, mentions out. Not thread-safe; one per thread or process.

    The mentions of a text depend on the text and on :attr:`fingerprint` only: not on the other
    texts of the call, on what was read before, or on the process.
    """

    def __init__(self, folder: Path) -> None:
        """Load from an exported folder; see :meth:`load` for the usual way."""
        config = json.loads((folder / "recogniser.json").read_text(encoding="utf-8"))
        self.name: str = config["name"]
        self.version: str = config["version"]
        self.fingerprint = _fingerprint(folder)
        self._encoder: Encoder = load_encoder(folder)

    @classmethod
    def load(cls, source: str | Path = "default") -> "Recogniser":
        """Load a shipped profile by name, or an exported pipeline by its folder."""
        folder = profile_folder(source) if source in PROFILES else Path(source)
        inner = folder / COMPONENT
        return cls(inner if inner.is_dir() else folder)

    def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
        """The mentions of each text, in order and not overlapping."""
        found: list[list[Mention]] = []
        for group in _groups(texts):
            tokens = [tokenise(text) for text in group]
            scores = self._encoder.scores([t.texts for t in tokens])
            for first, last in _packs(tokens):
                found += mentions_of(tokens[first:last], scores[first:last])
        return found


def profile_folder(profile: str | Path) -> Path:
    """The folder of a shipped profile; ``spacy.load`` takes it too."""
    return Path(str(resources.files("streams.pipelines"))) / str(profile)


def _groups(texts: Sequence[str]) -> Iterator[list[str]]:
    group: list[str] = []
    size = 0
    for text in texts:
        group.append(text)
        size += len(text)
        if size >= _BATCH:
            yield group
            group, size = [], 0
    if group:
        yield group


def _packs(texts: Sequence[Tokens]) -> Iterator[tuple[int, int]]:
    """Runs of texts to decode together: enough to share what a call costs, not more than a cache holds."""
    first = size = 0
    for number, tokens in enumerate(texts):
        size += len(tokens.texts)
        if size >= _PACK:
            yield first, number + 1
            first, size = number + 1, 0
    if first < len(texts):
        yield first, len(texts)


def mentions_of(texts: Sequence[Tokens], scores: Sequence[Scores]) -> list[list[Mention]]:
    """Decode texts by the scores of each, as an encoder gives them."""
    tokens: list[str] = []
    names: list[int] = []
    begins: list[int] = []
    for text in texts:
        begins.append(len(tokens))
        # Numbers from the text's own place on: no two texts share one.
        known: dict[str, int] = {}
        count = len(tokens)
        names += [known.setdefault(t, count + len(known)) if t[0].isupper() else -1 for t in text.texts]
        names.append(-1)
        tokens += text.texts
        tokens.append(NEWLINE)  # so that no mention begins in one text and ends in the next
    blocked = np.array([i for i, token in enumerate(tokens) if token == NEWLINE], dtype=np.int64)
    joined = Scores(
        np.concatenate([each.places + begin for each, begin in zip(scores, begins, strict=True)]),
        np.concatenate([each.probabilities for each in scores]),
    )
    found = decode(joined, np.array(names, dtype=np.int64), blocked)
    owners = np.searchsorted(begins, found.firsts, side="right") - 1
    mentions: list[list[Mention]] = [[] for _ in texts]
    columns = (owners, found.firsts, found.lasts, found.types, found.scores)
    for owner, first, last, kind, score in zip(*(column.tolist() for column in columns), strict=True):
        label = TYPES[kind]
        span = _trimmed(tokens, first, last, _BEFORE_PERSON if label == "PERSON" else _ARTICLES)
        if span and score >= _LEAST:
            text, begin = texts[owner], begins[owner]
            start, end = int(text.starts[span[0] - begin]), int(text.ends[span[1] - begin])
            mentions[owner].append(Mention(start, end, label, score))
    return mentions


def _trimmed(tokens: Sequence[str], first: int, last: int, before: frozenset[str]) -> tuple[int, int] | None:
    """Without the words ``before`` and punctuation at the ends; None if nothing is left."""
    while first < last and (_bare(tokens[first]) in before or tokens[first] in _OPENING):
        first += 1
        if tokens[first] == "." and first < last:
            first += 1
    while last > first and tokens[last] in _CLOSING:
        last -= 1
    whole = last > first or tokens[last].isalnum() or any(c.isalnum() for c in tokens[last])
    return (first, last) if whole else None


def _bare(token: str) -> str:
    # A capital "A" is an initial or part of a name; any other word is known in any case.
    return token.lower() if len(token) > 1 else token


def _fingerprint(folder: Path) -> str:
    """A hash of the weights, the configuration and the version of this code."""
    digest = hashlib.sha256(_CODE.encode())
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
