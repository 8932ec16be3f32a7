"""The recogniser as a component of a spaCy pipeline: ``newsstream_ner`` fills ``Doc.ents``.

spaCy finds the factory through the entry point group ``spacy_factories``, so ``spacy.load`` of a
shipped folder needs no import of ours. The fast way round spaCy is ``Recogniser`` itself.
"""

import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from streams.enrich.recogniser import COMPONENT, PROFILES, Mention, Recogniser, profile_folder


class RecogniserComponent:
    """Runs a recogniser on the text of each ``Doc``."""

    def __init__(self, name: str = COMPONENT) -> None:
        """An empty component; :meth:`from_disk` gives it its recogniser."""
        self.name = name
        self._folder: Path | None = None
        self._recogniser: Recogniser | None = None

    @property
    def recogniser(self) -> Recogniser:
        """The loaded recogniser."""
        if self._recogniser is None:
            raise ValueError(f"{self.name} has no weights: load it with spacy.load or from_disk")
        return self._recogniser

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``doc.ents``; entities that are already there are replaced."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Fill the entities of many documents, in order."""
        remaining = iter(stream)
        while docs := list(islice(remaining, batch_size)):
            found = self.recogniser.recognise([doc.text for doc in docs])
            for doc, mentions in zip(docs, found, strict=True):
                doc.ents = entities(doc, mentions)
                yield doc

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "RecogniserComponent":  # noqa: ARG002 - spaCy passes it
        """Load the weights of a folder."""
        self._folder = Path(path)
        self._recogniser = Recogniser(self._folder)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 - spaCy passes it
        """Copy the weights to a folder."""
        if self._folder is None:
            raise ValueError(f"{self.name} has no weights to write")
        target = Path(path)
        target.mkdir(parents=True, exist_ok=True)
        for source in sorted(p for p in self._folder.iterdir() if p.is_file()):
            if source.resolve() != (target / source.name).resolve():
                shutil.copyfile(source, target / source.name)


def entities(doc: Doc, mentions: Iterable[Mention]) -> list[Span]:
    """The mentions as spans of ``doc``, widened to spaCy's tokens where those are coarser."""
    spans: list[Span] = []
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end, mention.label, alignment_mode="expand")
        if span is not None:
            spans.append(span)
    return list(filter_spans(spans))


@Language.factory(COMPONENT, assigns=["doc.ents"], default_config={"profile": None})
def make_component(nlp: Language, name: str, profile: str | None) -> RecogniserComponent:
    """The factory: ``profile`` loads shipped weights at once, for ``add_pipe``."""
    component = RecogniserComponent(name)
    if profile is not None:
        if profile not in PROFILES:
            raise ValueError(f"unknown profile {profile!r}; there are {', '.join(PROFILES)}")
        component.from_disk(profile_folder(profile) / COMPONENT)
    return component


def write_pipeline(weights: Path, target: Path, meta: dict[str, Any]) -> None:
    """Make a folder for ``spacy.load`` of exported weights: tokeniser, component, meta data."""
    import spacy

    nlp = spacy.blank("en")
    component = nlp.add_pipe(COMPONENT)
    component.from_disk(weights)  # type: ignore[attr-defined]
    nlp.meta.update(meta)
    nlp.to_disk(target)
