# ruff: noqa: T201 - a training script: prints, and draws with shares that are numbers
"""Scores a recogniser on annotated documents: exact spans, precision, recall and F1 by type."""

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from streams.enrich.recogniser import Recogniser as Loaded
from streams.enrich.recogniser.labels import PLACES, TYPES
from streams.pipelines.corpora import (
    DEVELOPMENT,
    EXHAUSTIVE,
    Document,
    authored_documents,
    development_documents,
    read_jsonl,
)

PLACE: Final = "PLACE"
_CORE: Final = ("PERSON", "ORG", PLACE)


class Found(Protocol):
    """A mention, of whatever class."""

    @property
    def start(self) -> int:
        """First code point."""
        ...

    @property
    def end(self) -> int:
        """Code point after the last."""
        ...

    @property
    def label(self) -> str:
        """Type."""
        ...


class Recogniser(Protocol):
    """What is scored."""

    def recognise(self, texts: Sequence[str]) -> Sequence[Sequence[Found]]:
        """The mentions of each text."""
        ...


class Score(NamedTuple):
    """Counts of one type: right, found in all, annotated in all."""

    right: int
    found: int
    annotated: int

    @property
    def precision(self) -> float:
        """Share of the found that is right, 0 to 1."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotated that is found, 0 to 1."""
        return self.right / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both, 0 to 1."""
        total = self.found + self.annotated
        return 2 * self.right / total if total else 0.0


def _merged(label: str) -> str:
    return PLACE if label in PLACES or label == "LOC*" else label


def _normal(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without a leading "the" or a trailing possessive, on both sides of the comparison."""
    if text[start:end].lower().startswith("the "):
        start += 4
    if text[start:end].endswith(("'s", "\u2019s")):
        end -= 2
    return start, end


def score(documents: Sequence[Document], recogniser: Recogniser) -> dict[str, Score]:
    """Scores by type, and ``MICRO`` over persons, organisations and places (as one type).

    A type that the source annotates only in part is scored by recall alone: what is found beyond
    the annotations is not counted, nor is what overlaps an annotation of the rest class.
    """
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    annotated: Counter[str] = Counter()
    everything = recogniser.recognise([d.text for d in documents])
    for document, mentions in zip(documents, everything, strict=True):
        gold = {(*_normal(document.text, s.start, s.end), _merged(s.label)) for s in document.spans}
        ours = {(*_normal(document.text, m.start, m.end), _merged(m.label)) for m in mentions}
        known = {_merged(name) for name in EXHAUSTIVE.get(document.corpus, TYPES)}
        scored = {_merged(name) for name in TYPES}
        ours = {m for m in ours if m[2] in known or m in gold}
        gold = {g for g in gold if g[2] in scored}
        for counter, items in ((right, ours & gold), (found, ours), (annotated, gold)):
            counter.update(label for _, _, label in items)
    labels = [name for name in (*_CORE, *TYPES) if annotated[name] or found[name]]
    table = {name: Score(right[name], found[name], annotated[name]) for name in dict.fromkeys(labels)}
    sums = (sum(c[name] for name in _CORE) for c in (right, found, annotated))
    return {"MICRO": Score(*sums), **table}


def evaluate(recogniser: Recogniser, data: Path, corpus: str | None = None) -> dict[str, Score]:
    """Scores on a ``.jsonl.gz`` file of the shared format.

    ``corpus`` names the annotation rules (see ``EXHAUSTIVE``); by default the file's folder, and
    where that is unknown every type counts as annotated.
    """
    return score(list(read_jsonl(data, corpus or data.parent.name)), recogniser)


def table(scores: dict[str, Score]) -> str:
    """The scores as a Markdown table."""
    lines = ["| type | precision | recall | F1 | annotated |", "|---|---|---|---|---|"]
    for name, s in scores.items():
        row = f"{s.precision * 100:.1f} | {s.recall * 100:.1f} | {s.f1 * 100:.1f}"
        lines.append(f"| {name} | {row} | {s.annotated} |")
    return "\n".join(lines)


def uppercased(documents: Iterable[Document]) -> list[Document]:
    """The documents in capitals, where that changes no offset."""
    changed = []
    for d in documents:
        text = "".join(c.upper() if len(c.upper()) == 1 else c for c in d.text)
        changed.append(Document(d.id, text, d.spans, d.corpus, d.genre, d.domain))
    return changed


def development_sets(corpora: Path | None, authored: Path) -> dict[str, list[Document]]:
    """Every development set by name: three corpora, the authored text, and capitals of it."""
    sets = {name: development_documents(corpora, name) for name in DEVELOPMENT} if corpora else {}
    sets["authored/heldout"] = authored_documents(authored, "heldout")
    sets["authored/heldout in capitals"] = uppercased(sets["authored/heldout"])
    if corpora:
        sets["gum/dev in capitals"] = uppercased(sets["gum/dev"])
    return sets


def main() -> None:
    """Score exported pipelines on the development sets and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--authored", type=Path, default=Path(__file__).parent / "authored")
    parser.add_argument("pipelines", nargs="+", help="folders, or names of shipped profiles")
    options = parser.parse_args()
    sets = development_sets(options.corpora, options.authored)
    for source in options.pipelines:
        recogniser = Loaded.load(source)
        print(f"\n### {recogniser.name} {recogniser.version} ({recogniser.fingerprint})\n")
        print(matrix({name: score(documents, recogniser) for name, documents in sets.items()}))


def matrix(scores: dict[str, dict[str, Score]]) -> str:
    """Types by development sets: F1, and in brackets precision, recall and how many there are."""
    labels = list(dict.fromkeys(label for table in scores.values() for label in table))
    lines = ["| type | " + " | ".join(scores) + " |", "|---" * (len(scores) + 1) + "|"]
    for label in labels:
        cells = [_cell(table.get(label, Score(0, 0, 0))) for table in scores.values()]
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(one: Score) -> str:
    if not one.annotated:
        return "-"
    details = f"{one.precision * 100:.1f}/{one.recall * 100:.1f}, {one.annotated}"
    return f"{one.f1 * 100:.1f} ({details})"


if __name__ == "__main__":
    main()
