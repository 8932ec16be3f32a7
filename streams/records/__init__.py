"""The records on the wire: plain data, no framework.

Every record is a frozen :class:`msgspec.Struct`. Unknown fields are ignored when decoding and missing
ones take their default, so an older reader reads newer records and a newer reader reads older ones.
"""

from streams.records.article import Article, RawArticle
from streams.records.deadletter import DeadLetter, SourcePosition
from streams.records.enriched import (
    EnrichedArticle,
    EntityRecord,
    FigureRecord,
    PipelineInfo,
)
from streams.records.entity import Entity, EntityType, Mention, Place, PlaceCandidate, Role
from streams.records.figure import ChangeDirection, DateValue, Figure, FigureKind, Qualifier
from streams.records.trend import Trend, TrendChange, TrendCount, TrendEntity

__all__ = [
    "Article",
    "ChangeDirection",
    "DateValue",
    "DeadLetter",
    "EnrichedArticle",
    "Entity",
    "EntityRecord",
    "EntityType",
    "Figure",
    "FigureKind",
    "FigureRecord",
    "Mention",
    "PipelineInfo",
    "Place",
    "PlaceCandidate",
    "Qualifier",
    "RawArticle",
    "Role",
    "SourcePosition",
    "Trend",
    "TrendChange",
    "TrendCount",
    "TrendEntity",
]
