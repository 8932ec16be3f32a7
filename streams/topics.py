"""The registry of topics: the one place that says which there are and how they are kept."""

from dataclasses import dataclass, field
from typing import Literal

import msgspec

from streams.records import (
    DeadLetter,
    EnrichedArticle,
    EntityRecord,
    FigureRecord,
    RawArticle,
    Trend,
    TrendChange,
)

DAY_MS = 86_400_000
MEBIBYTE = 1_048_576


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic.

    Attributes:
        name: ``news.<noun>.v<major>``.
        key: What the record key is.
        record_type: Type of the value; its JSON Schema is ``schemas/<name>.json``.
        description: One sentence.
        partitions: None takes the setting ``partitions``.
        retention_ms: How long records are kept; -1 for ever.
        cleanup_policy: Kafka's ``cleanup.policy``.
        max_message_bytes: Largest batch that the broker takes.
    """

    name: str
    key: str
    record_type: type[msgspec.Struct]
    description: str
    partitions: int | None = None
    retention_ms: int = 7 * DAY_MS
    cleanup_policy: Literal["delete", "compact", "compact,delete"] = "delete"
    max_message_bytes: int = 16 * MEBIBYTE
    extra_config: dict[str, str] = field(default_factory=dict)

    def config(self) -> dict[str, str]:
        """Return the topic's configuration in Kafka's names."""
        return {
            "cleanup.policy": self.cleanup_policy,
            "retention.ms": str(self.retention_ms),
            "max.message.bytes": str(self.max_message_bytes),
            **self.extra_config,
        }


RAW = Topic(
    name="news.articles.raw.v1",
    key="article id",
    record_type=RawArticle,
    description="Articles as received.",
    max_message_bytes=8 * MEBIBYTE,
)
ENRICHED = Topic(
    name="news.articles.enriched.v1",
    key="article id",
    record_type=EnrichedArticle,
    description="One event an article, with its entities and figures.",
    # The article, with mentions and figures that can be three times its size.
    max_message_bytes=32 * MEBIBYTE,
)
ENTITIES = Topic(
    name="news.entities.v1",
    key="entity id",
    record_type=EntityRecord,
    description="One record for each entity in an article.",
)
FIGURES = Topic(
    name="news.figures.v1",
    key="figure id",
    record_type=FigureRecord,
    description="One record for each figure in an article, with its sentence.",
)
DEADLETTERS = Topic(
    name="news.deadletters.v1",
    key="article id, else the original key",
    record_type=DeadLetter,
    description="Articles that could not be enriched, byte for byte, and why.",
    retention_ms=30 * DAY_MS,
    # Base64 makes a raw record a third larger: every record that got into the raw topic must fit.
    max_message_bytes=32 * MEBIBYTE,
)

TRENDS = Topic(
    name="news.trends.v1",
    key="window start, its seconds, entity id (* for the window as a whole), partition of the enriched topic",
    record_type=Trend,
    description="Newest counts of each entity by window of publication time; add them up over the partitions.",
    retention_ms=30 * DAY_MS,
    cleanup_policy="compact,delete",
)
TRENDS_CHANGELOG = Topic(
    name="news.trends.changelog.v1",
    key="partition of the enriched topic, window start, its seconds, sequence",
    record_type=TrendChange,
    description="What the trends of open windows are restored from; not meant for others.",
    retention_ms=-1,
    cleanup_policy="compact",
    max_message_bytes=32 * MEBIBYTE,
    # It is read from its beginning at every start, and what closed windows leave goes only with compaction,
    # which spares the newest segment.
    extra_config={"segment.bytes": str(32 * MEBIBYTE), "min.cleanable.dirty.ratio": "0.2"},
)

TOPICS: tuple[Topic, ...] = (RAW, ENRICHED, ENTITIES, FIGURES, DEADLETTERS, TRENDS, TRENDS_CHANGELOG)
BY_NAME: dict[str, Topic] = {topic.name: topic for topic in TOPICS}
