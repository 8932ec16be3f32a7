"""Entities: who, where and what an article speaks of."""

from typing import Literal

from streams.records.base import Record

EntityType = Literal[
    "PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"
]
"""OntoNotes 5 names, without its numeric types: those are figures here."""

Field = Literal["title", "text"]


class Mention(Record, frozen=True, kw_only=True, gc=False):
    """One place where an entity is named. ``text`` equals the field's slice ``[start:end]``.

    Attributes:
        field: The article's field that the offsets count in.
        start: First code point.
        end: Code point after the last.
        text: The slice.
    """

    field: Field
    start: int
    end: int
    text: str


class Role(Record, frozen=True, kw_only=True, gc=False):
    """A title or function given to a person in the text, outside the name's span.

    Attributes:
        text: The slice, such as ``French President`` or ``ministry's spokesman``.
        field: The article's field that the offsets count in.
        start: First code point.
        end: Code point after the last.
        of: Id of the entity (organisation or place) that the role belongs to, when it is one of
            the article's.
    """

    text: str
    field: Field
    start: int
    end: int
    of: str | None = None


class PlaceCandidate(Record, frozen=True, kw_only=True, gc=False):
    """One reading of an ambiguous place name."""

    name: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None


class Place(Record, frozen=True, kw_only=True, gc=False):
    """Where a place is, as far as the gazetteer is sure.

    Attributes:
        country: ISO 3166-1 alpha-2 code, None when ambiguous or across countries.
        latitude: Degrees north, WGS 84.
        longitude: Degrees east, WGS 84.
        precision: What the coordinates stand for.
        candidates: Readings by falling likelihood, when there is more than one.
    """

    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: Literal["country", "region", "city", "none"] = "none"
    candidates: tuple[PlaceCandidate, ...] = ()


class Entity(Record, frozen=True, kw_only=True, gc=False):
    """One entity of an article with all its mentions, in the order of the text (title first).

    Attributes:
        id: Stable over articles: derived from type and normalised name.
        type: OntoNotes name.
        name: The fullest form that the article uses.
        aliases: The other forms, in order of appearance.
        salience: 0 to 1, how much the article is about it; see ``docs/entities.md``.
        roles: Titles and functions, for persons.
        mentions: Every place where it is named, never empty.
        country: ISO 3166-1 alpha-2 code that a demonym stands for (NORP only).
        place: For GPE, LOC and FAC that the gazetteer knows.
    """

    id: str
    type: EntityType
    name: str
    salience: float
    mentions: tuple[Mention, ...]
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    country: str | None = None
    place: Place | None = None
