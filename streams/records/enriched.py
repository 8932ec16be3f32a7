"""The enriched event and the flat records made from it."""

from typing import Final, Literal

from streams.records.article import Article
from streams.records.base import Record
from streams.records.entity import Entity
from streams.records.figure import Figure

ENRICHED_SCHEMA: Final = "news.articles.enriched.v1"
ENTITY_SCHEMA: Final = "news.entities.v1"
FIGURE_SCHEMA: Final = "news.figures.v1"


class PipelineInfo(Record, frozen=True, kw_only=True, gc=False):
    """Which code and weights made an event.

    Attributes:
        name: The pipeline's name, such as ``newsstream-en-default``.
        version: Its version.
        fingerprint: Hash over code version, weights and lexicons: a different fingerprint may give
            different results for the same article, the same one never does.
    """

    name: str
    version: str
    fingerprint: str


class EnrichedArticle(Record, frozen=True, kw_only=True, gc=False):
    """The value of ``news.articles.enriched.v1``.

    Guarantee: the same raw record and the same pipeline give the same bytes; no time of processing
    is in the value.

    Attributes:
        event_id: Derived from article id, content and pipeline fingerprint.
        article_id: The article's id, also the record's key.
        received_at: The raw record's own timestamp (RFC 3339, UTC), None without Kafka.
    """

    event_id: str
    article_id: str
    article: Article
    entities: tuple[Entity, ...]
    figures: tuple[Figure, ...]
    pipeline: PipelineInfo
    received_at: str | None = None
    schema: Literal["news.articles.enriched.v1"] = ENRICHED_SCHEMA


class EntityRecord(Record, frozen=True, kw_only=True, gc=False):
    """The value of ``news.entities.v1``: one entity in one article, keyed by the entity's id."""

    event_id: str
    article_id: str
    entity: Entity
    source: str | None = None
    published_at: str | None = None
    received_at: str | None = None
    schema: Literal["news.entities.v1"] = ENTITY_SCHEMA


class FigureRecord(Record, frozen=True, kw_only=True, gc=False):
    """The value of ``news.figures.v1``: one figure in one article with its sentence.

    Keyed by the figure's id, which is unique over articles.
    """

    event_id: str
    article_id: str
    figure: Figure
    sentence: str
    source: str | None = None
    published_at: str | None = None
    received_at: str | None = None
    schema: Literal["news.figures.v1"] = FIGURE_SCHEMA
