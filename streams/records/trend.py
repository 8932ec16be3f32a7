"""Trends: in how many articles of a window of publication time an entity is named."""

from typing import Final, Literal

from streams.records.base import Record
from streams.records.entity import EntityType

TREND_SCHEMA: Final = "news.trends.v1"
TREND_CHANGE_SCHEMA: Final = "news.trends.changelog.v1"


class TrendEntity(Record, frozen=True, kw_only=True, gc=False):
    """The entity that is counted.

    Attributes:
        id: As in the enriched events: derived from type, normalised name and country.
        type: OntoNotes name.
        name: As the first article of the window has it.
    """

    id: str
    type: EntityType
    name: str


class Trend(Record, frozen=True, kw_only=True, gc=False):
    """The value of ``news.trends.v1``: newest counts of an entity, or of a whole window.

    Counts cover the articles of one partition of the enriched topic. The newest record of each key holds;
    those of one window and entity add up over the partitions, exactly, since an article is in one only.

    Attributes:
        window_start: First moment of the window (RFC 3339, UTC).
        window_end: First moment after it.
        partition: Partition of the enriched topic.
        entity: None in the record of the window as a whole.
        articles: How many different enriched events name the entity; of the window, how many there are.
        mentions: How often they name it; of the window, how often any entity is named.
        late: Of the window only: articles that came while it was the newest, and belong to one that was
            closed already. They are in no other count. A late article that is repeated counts again.
        untracked: Of the window only: how often an article named an entity that is not counted here,
            since the window held its limit of entities before.
    """

    window_start: str
    window_end: str
    partition: int
    entity: TrendEntity | None
    articles: int
    mentions: int
    late: int = 0
    untracked: int = 0
    schema: Literal["news.trends.v1"] = TREND_SCHEMA


class TrendCount(Record, frozen=True, kw_only=True, gc=False):
    """An entity's counts in a window, as the changelog keeps them."""

    id: str
    type: EntityType
    name: str
    articles: int
    mentions: int


class TrendChange(Record, frozen=True, kw_only=True, gc=False):
    """The value of ``news.trends.changelog.v1``: what a batch changed in one window.

    The counters' own memory, not meant for others. Counts are those after the batch; event ids are those that the
    batch added. When a window is closed its changes are deleted.

    Attributes:
        partition: Partition of the enriched topic.
        sequence: Number of the batch among those whose changes are kept.
        window_start: Unix time, in seconds.
        window_seconds: Size of the window.
        newest: Latest publication time counted in the partition so far, Unix time in seconds.
        open_from: Start of the earliest window that is not closed, None when none was closed.
        event_ids: Enriched events counted by this batch.
        counts: Entities that they name.
    """

    partition: int
    sequence: int
    window_start: int
    window_seconds: int
    newest: float
    open_from: int | None
    articles: int
    mentions: int
    late: int
    untracked: int
    event_ids: tuple[str, ...]
    counts: tuple[TrendCount, ...]
    schema: Literal["news.trends.changelog.v1"] = TREND_CHANGE_SCHEMA
