# ruff: noqa: S311 - a training script: draws with numbers
"""Trains the peers' pipeline: the architecture of en_core_web_sm's ``ner``, with its 18 types.

It learns from generated articles and from what newsstream finds in them: good for its speed, not for its scores.
How fast it is depends on its architecture and on the number of types, not on what it has learnt.
"""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.make_articles import Maker, read_sentences

LABELS = (
    *("CARDINAL", "DATE", "EVENT", "FAC", "GPE", "LANGUAGE", "LAW", "LOC", "MONEY", "NORP", "ORDINAL", "ORG"),
    *("PERCENT", "PERSON", "PRODUCT", "QUANTITY", "TIME", "WORK_OF_ART"),
)
"""OntoNotes' 18."""
FIGURE_LABELS = {
    "money": "MONEY", "percent": "PERCENT", "ordinal": "ORDINAL", "quantity": "QUANTITY", "date": "DATE",
    "duration": "TIME",
}  # fmt: skip
ARTICLES = 400
EPOCHS = 3
SEED = 7


def train(target: Path, say: Callable[[str], None]) -> None:
    """Train and write the pipeline."""
    import spacy
    from spacy.training import Example
    from spacy.util import minibatch

    config = spacy.util.load_config(Path(__file__).with_name("ner.cfg"))
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    for label in LABELS:
        nlp.get_pipe("ner").add_label(label)
    say(f"labelling {ARTICLES} generated articles")
    examples = [_example(Example, nlp, text, spans) for text, spans in _labelled()]
    optimiser = nlp.initialize(lambda: examples)
    rng = random.Random(SEED)
    for epoch in range(EPOCHS):
        rng.shuffle(examples)
        losses: dict[str, float] = {}
        for batch in minibatch(examples, 16):
            nlp.update(batch, sgd=optimiser, losses=losses, drop=0.1)
        say(f"epoch {epoch + 1} of {EPOCHS}: loss {losses['ner']:,.0f}")
    target.mkdir(parents=True, exist_ok=True)  # spaCy makes the last folder only
    nlp.to_disk(target)


def _labelled() -> list[tuple[str, list[tuple[int, int, str]]]]:
    from streams.enrich.pipeline import load_pipeline
    from streams.records import EnrichedArticle, RawArticle

    maker = Maker(read_sentences(), SEED, 300)
    texts = [maker.article(number)["text"] for number in range(ARTICLES)]
    results = load_pipeline().enrich_batch([RawArticle(id=str(i), text=text) for i, text in enumerate(texts)])
    found = []
    for text, result in zip(texts, results, strict=True):
        if not isinstance(result, EnrichedArticle):
            raise TypeError(result.message)
        spans = [(m.start, m.end, str(e.type)) for e in result.entities for m in e.mentions]
        spans += [(f.start, f.end, FIGURE_LABELS.get(f.kind, "CARDINAL")) for f in result.figures]
        found.append((text, spans))
    return found


def _example(kind: Any, nlp: Any, text: str, spans: list[tuple[int, int, str]]) -> Any:
    from spacy.util import filter_spans

    predicted = nlp.make_doc(text)
    reference = predicted.copy()
    chosen = [reference.char_span(start, end, label, alignment_mode="expand") for start, end, label in spans]
    reference.ents = filter_spans([span for span in chosen if span is not None])
    return kind(predicted, reference)
