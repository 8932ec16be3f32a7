"""Recognisers by name: the shipped profiles, or any spaCy pipeline in their place."""

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from streams.enrich.spans import LabelledSpan

if TYPE_CHECKING:
    from spacy.language import Language

    from streams.enrich.pipeline import Recogniser

SHIPPED_PROFILES = ("default", "accurate")

# Labels of other schemes (CoNLL-2003, WikiNER) in OntoNotes' names. Labels that stand neither here
# nor among ours are left out: MISC says too little, and OntoNotes' numeric types are figures here.
LABELS = {
    "PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "FAC",
    "NORP": "NORP", "EVENT": "EVENT", "PRODUCT": "PRODUCT", "WORK_OF_ART": "WORK_OF_ART",
    "LAW": "LAW",
}  # fmt: skip

# spaCy's own limit guards the parser's memory; without a parser a tagger's need grows linearly.
UNLIMITED_CHARACTERS = 1_000_000_000


class PipelineNotFoundError(Exception):
    """No pipeline of that name is shipped or installed, and no path leads to one."""


def load_recogniser(name: str) -> "Recogniser":
    """Return the recogniser of that name.

    Raises:
        PipelineNotFoundError: There is none.
    """
    if name in SHIPPED_PROFILES:
        return ShippedRecogniser(name)
    return SpacyRecogniser(load_spacy(name))


def load_spacy(name: str) -> "Language":
    """Return an installed spaCy pipeline, or the one at a path.

    Raises:
        PipelineNotFoundError: There is none, or it can't be loaded.
    """
    import spacy

    try:
        return spacy.load(Path(name) if Path(name).exists() else name)
    except (OSError, ValueError, ImportError) as error:
        raise PipelineNotFoundError(
            f"no pipeline {name!r}: it is neither one of {', '.join(SHIPPED_PROFILES)} nor an "
            f"installed spaCy pipeline nor the path of one ({error})"
        ) from None


class ShippedRecogniser:
    """One of the shipped profiles."""

    def __init__(self, profile: str) -> None:
        """Load the weights."""
        from streams.enrich.recogniser import Recogniser

        self._recogniser = Recogniser.load(profile)
        self.name = self._recogniser.name
        self.version = self._recogniser.version
        self.fingerprint = self._recogniser.fingerprint

    def recognise(self, texts: Sequence[str]) -> list[list[LabelledSpan]]:
        """Return the mentions of each text."""
        return [
            [LabelledSpan(mention.start, mention.end, mention.label) for mention in mentions]
            for mentions in self._recogniser.recognise(texts)
        ]


class SpacyRecogniser:
    """Any spaCy pipeline that fills ``Doc.ents``."""

    def __init__(self, nlp: "Language") -> None:
        """Keep the pipeline; its name and version come from its meta file."""
        nlp.max_length = UNLIMITED_CHARACTERS
        self._nlp = nlp
        self.name = f"{nlp.meta.get('lang', 'xx')}_{nlp.meta.get('name', 'pipeline')}"
        self.version = str(nlp.meta.get("version", "0"))
        self.fingerprint = blake2b(nlp.to_bytes(), digest_size=8).hexdigest()

    def recognise(self, texts: Sequence[str]) -> list[list[LabelledSpan]]:
        """Return the mentions of each text: ``Doc.ents`` with labels in OntoNotes' names."""
        # A memory zone gives back what the batch put into the vocabulary: no Doc leaves it.
        with self._nlp.memory_zone():
            return [
                [
                    LabelledSpan(entity.start_char, entity.end_char, LABELS[entity.label_])
                    for entity in document.ents
                    if entity.label_ in LABELS
                ]
                for document in self._nlp.pipe(texts)
            ]
