"""One article in, one enriched event out: recogniser, entities, figures."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from streams.codecs import event_id
from streams.enrich.entities import build_entities, entity_spans
from streams.enrich.figures import extract_figures
from streams.enrich.provenance import fingerprint
from streams.enrich.spans import LabelledSpan
from streams.records import Article, EnrichedArticle, PipelineInfo, RawArticle
from streams.records.article import published_datetime
from streams.records.entity import Field

TITLE_SEPARATOR = "\n\n"
"""Title and text are recognised as one document: each helps to understand the other."""


class Recogniser(Protocol):
    """What finds mentions: the shipped pipelines, or any spaCy pipeline."""

    name: str
    version: str
    fingerprint: str

    def recognise(self, texts: Sequence[str]) -> list[list[LabelledSpan]]:
        """Return the mentions of each text, in order.

        Guarantee: a text's mentions depend on that text alone, never on the others in the batch.
        """
        ...


class EnrichmentFailure(NamedTuple):
    """An article that the pipeline raised on; the others of its batch are not touched."""

    message: str


@dataclass(slots=True)
class Timings:
    """Seconds spent in each component, added up over batches."""

    recogniser: float = 0.0
    entities: float = 0.0
    figures: float = 0.0

    def as_dict(self) -> dict[str, float]:
        """Return seconds by component."""
        return {
            "recogniser": self.recogniser,
            "entities": self.entities,
            "figures": self.figures,
        }


@dataclass(slots=True)
class Pipeline:
    """A recogniser and the steps after it. Not thread-safe; one for each process.

    Attributes:
        info: What goes into every event.
        timings: Seconds by component since loading.
    """

    recogniser: Recogniser
    info: PipelineInfo = field(init=False)
    timings: Timings = field(default_factory=Timings)

    def __post_init__(self) -> None:
        """Fix the fingerprint: it covers weights and code."""
        self.info = PipelineInfo(
            name=self.recogniser.name,
            version=self.recogniser.version,
            fingerprint=fingerprint(self.recogniser.fingerprint),
        )

    def enrich_batch(
        self, articles: Sequence[RawArticle], received_at: Sequence[str | None] | None = None
    ) -> list[EnrichedArticle | EnrichmentFailure]:
        """Return one result for each article, in order.

        Args:
            articles: Any number, of any length.
            received_at: The raw records' timestamps (RFC 3339), None without Kafka.

        Guarantee: a result depends on its own article (and timestamp) alone; an exception on one
        article becomes its failure and leaves the others whole.
        """
        moments = received_at or [None] * len(articles)
        try:
            return list(self._enrich(articles, moments))
        except Exception as error:  # noqa: BLE001 - the batch boundary: one bad article must not take the others with it
            if len(articles) == 1:
                return [EnrichmentFailure(f"{type(error).__name__}: {error}")]
        return [
            self.enrich_batch([article], [moment])[0]
            for article, moment in zip(articles, moments, strict=True)
        ]

    def _enrich(
        self, articles: Sequence[RawArticle], moments: Sequence[str | None]
    ) -> list[EnrichedArticle]:
        started = time.perf_counter()
        documents = [_document(article) for article in articles]
        mentions = self.recogniser.recognise(documents)
        self.timings.recogniser += time.perf_counter() - started
        return [
            self._assemble(article, spans, moment)
            for article, spans, moment in zip(articles, mentions, moments, strict=True)
        ]

    def _assemble(
        self, article: RawArticle, spans: Sequence[LabelledSpan], received_at: str | None
    ) -> EnrichedArticle:
        started = time.perf_counter()
        title_mentions, text_mentions = split_fields(article.title, spans)
        entities = build_entities(
            title=article.title,
            text=article.text,
            title_mentions=title_mentions,
            text_mentions=text_mentions,
        )
        grouped = time.perf_counter()
        published = published_datetime(article.published_at)
        fields: list[tuple[Field, str]] = [("text", article.text)]
        if article.title:
            fields.insert(0, ("title", article.title))
        figures = [
            figure
            for name, content in fields
            for figure in extract_figures(
                content,
                field=name,
                entities=entity_spans(entities, name),
                published_at=published,
                id_seed=article.id,
            )
        ]
        self.timings.entities += grouped - started
        self.timings.figures += time.perf_counter() - grouped
        return EnrichedArticle(
            event_id=event_id(article, self.info.fingerprint),
            article_id=article.id,
            article=_plain_article(article),
            entities=tuple(entities),
            figures=tuple(figures),
            pipeline=self.info,
            received_at=received_at,
        )


def load_pipeline(name: str = "default") -> Pipeline:
    """Return a ready pipeline.

    Args:
        name: ``default`` or ``accurate`` for the shipped ones; else a spaCy pipeline that is
            installed (``en_core_web_sm``), or the path of one.

    Raises:
        PipelineNotFoundError: There is none of that name or path.
    """
    from streams.enrich.recognisers import load_recogniser

    return Pipeline(load_recogniser(name))


def split_fields(
    title: str | None, spans: Sequence[LabelledSpan]
) -> tuple[list[LabelledSpan], list[LabelledSpan]]:
    """Return the mentions of the title and those of the text, each with its field's offsets.

    A mention across the border between both is dropped: no name is.
    """
    if not title:
        return [], list(spans)
    border, begin = len(title), len(title) + len(TITLE_SEPARATOR)
    in_title = [span for span in spans if span.end <= border]
    in_text = [
        LabelledSpan(span.start - begin, span.end - begin, span.label)
        for span in spans
        if span.start >= begin
    ]
    return in_title, in_text


def _document(article: Article) -> str:
    return article.title + TITLE_SEPARATOR + article.text if article.title else article.text


def _plain_article(article: RawArticle) -> Article:
    return Article(**{name: getattr(article, name) for name in Article.__struct_fields__})
