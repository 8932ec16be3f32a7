"""From recognised mentions to entities: corrected, grouped, placed, with roles and salience."""

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Literal, NamedTuple

from streams.enrich.grouping import Group, Named, demonym_of, group_mentions, place_key
from streams.enrich.mentions import PLACE_LABELS, correct_document
from streams.enrich.places import Demonym, evidence, fold, gazetteer, locate, place_kind
from streams.enrich.roles import FoundRole, find_roles
from streams.enrich.salience import lead_end, salience
from streams.enrich.spans import LabelledSpan
from streams.records.entity import Entity, EntityType, Field, Mention, Place, Role

_FIELDS: tuple[Field, Field] = ("title", "text")
# What joins a person's name and another name of the same person.
_ALSO = re.compile(
    r",? \(?(?:(?:who is |who was |an? [\w-]+ )?(?:better |also |popularly |widely |commonly |formerly |simply )?"
    r"known (?:simply |popularly |locally |online )?(?:as|by (?:his|her|the) (?:nickname|stage name|nom de guerre))"
    r"|nicknamed|a\.?k\.?a\.?|alias|born),? [\"\u201c'\u2018]?(?:the )?"
)
_CONTAINER_GAP = frozenset((", ", ",\n", " ("))


def build_entities(
    *,
    title: str | None,
    text: str,
    title_mentions: Sequence[LabelledSpan],
    text_mentions: Sequence[LabelledSpan],
    correct: bool = True,
) -> list[Entity]:
    """The entities of an article, by their first mention, the title's first.

    Args:
        title: The article's title, if it has one.
        text: Its text.
        title_mentions: Spans that the recogniser found in the title.
        text_mentions: Spans that it found in the text.
        correct: Whether to correct the mentions first; the caller may have done so.

    Returns:
        Entities whose mentions' texts equal the slices of their fields.
    """
    headline = title or ""
    fields = (headline, text)
    spans: tuple[Iterable[LabelledSpan], Iterable[LabelledSpan]] = (title_mentions, text_mentions)
    if correct:
        spans = correct_document(headline, text, *spans)
    mentions = _named(fields, spans)
    if not mentions:
        return []
    groups = group_mentions(mentions)
    return _Article(fields, mentions, groups).entities()


def entity_spans(entities: Iterable[Entity], field: Field) -> list[LabelledSpan]:
    """The mentions of one field as spans with entity ids, in the order of the text."""
    return sorted(
        LabelledSpan(mention.start, mention.end, entity.type, entity.id)
        for entity in entities
        for mention in entity.mentions
        if mention.field == field
    )


def _named(fields: tuple[str, str], spans: Iterable[Iterable[LabelledSpan]]) -> list[Named]:
    """The mentions of both fields with what stands directly before them."""
    result: list[Named] = []
    for number, (text, found) in enumerate(zip(fields, spans, strict=True)):
        previous: Named | None = None
        for span in found:
            start, end, label, _ = span
            mention = Named(number, text, start, end, label)
            if previous is not None:
                if label == "PERSON" and previous.label == "PERSON":
                    mention.also = _ALSO.fullmatch(text, previous.end, start) is not None
                elif label == "ORG":
                    gap = text[previous.end : start]
                    mention.owner = _owner(previous, gap)
                    mention.bracketed = gap == " (" and text.startswith(")", end)
            result.append(mention)
            previous = mention
    return result


def _owner(previous: Named, gap: str) -> str | None:
    """Country of the place or people whose possessive or adjective stands directly before."""
    if previous.label in PLACE_LABELS and gap in ("'s ", "\u2019s ", "' ", "\u2019 ", " "):
        country = gazetteer().countries.get(previous.key)
        return country.country if country else None
    if previous.label == "NORP" and gap == " ":
        demonym = gazetteer().demonyms.get(previous.text)
        return demonym.country if demonym else None
    return None


class _Draft(NamedTuple):
    """An entity before it knows its roles."""

    identifier: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    members: Sequence[Named]
    positions: Sequence[int]
    place: Place | None
    country: str | None


class _Article:
    """Builds the entities of one article from its groups."""

    def __init__(
        self, fields: tuple[str, str], mentions: Sequence[Named], groups: Sequence[Group]
    ) -> None:
        self._fields = fields
        self._mentions = mentions
        self._groups = groups
        self._containers = self._find_containers()
        self._seen = evidence(
            (
                (mention.key, self._containers.get(index))
                for index, mention in enumerate(mentions)
                if mention.label in PLACE_LABELS
            ),
            (
                demonym.country
                for mention in mentions
                if mention.label == "NORP" and (demonym := _demonym(mention.text))
                if demonym.country
            ),
        )
        self._taken: set[str] = set()

    def entities(self) -> list[Entity]:
        drafts = [self._draft(group) for group in self._groups]
        roles = self._roles(drafts)
        most = max(len(group.members) for group in self._groups)
        lead = lead_end(self._fields[1])
        return [self._entity(draft, roles, most, lead) for draft in drafts]

    def _find_containers(self) -> dict[int, str]:
        """Folded name behind the comma, by the position of the place that it contains."""
        found: dict[int, str] = {}
        mentions = self._mentions
        for index in range(len(mentions) - 1):
            one, other = mentions[index], mentions[index + 1]
            if (
                one.label in PLACE_LABELS
                and other.label in PLACE_LABELS
                and one.field == other.field
                and 0 < other.start - one.end <= 2
                and self._fields[one.field][one.end : other.start] in _CONTAINER_GAP
            ):
                found[index] = other.key
        return found

    def _draft(self, group: Group) -> _Draft:
        members = [self._mentions[index] for index in group.members]
        first = members[0]
        kind = _type(group.label, first.key)
        place = self._place(group) if kind in PLACE_LABELS else None
        demonym = _demonym(first.text) if kind == "NORP" else None
        name, aliases = (first.text, ()) if len(members) == 1 else _names(members, kind)
        return _Draft(
            self._identifier(kind, _identity(kind, first, name), place.country if place else group.owner),
            kind,
            name,
            aliases,
            members,
            group.members,
            place,
            demonym.country if demonym else None,
        )

    def _place(self, group: Group) -> Place | None:
        containers = self._containers
        container = None
        if containers:
            container = next((containers[member] for member in group.members if member in containers), None)
        first = self._mentions[group.members[0]].key.removeprefix("the ")
        return locate(first, container, self._seen)

    def _identifier(self, kind: str, name: str, country: str | None) -> str:
        attempt = 0
        while True:
            key = f"{kind}\0{name}\0{country or ''}" + (f"\0{attempt}" if attempt else "")
            identifier = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
            if identifier not in self._taken:
                self._taken.add(identifier)
                return identifier
            attempt += 1

    def _roles(self, drafts: Sequence[_Draft]) -> dict[str, list[Role]]:
        owners = {position: draft.identifier for draft in drafts for position in draft.positions}
        countries = {
            draft.place.country: draft.identifier
            for draft in reversed(drafts)
            if draft.place and draft.place.precision == "country" and draft.place.country
        }
        result: dict[str, list[Role]] = {}
        for role in find_roles(self._fields, self._mentions):
            listed = result.setdefault(owners[role.person], [])
            text = self._fields[role.field][role.start : role.end]
            if any(known.text.casefold() == text.casefold() for known in listed):
                continue
            of = self._role_owner(role, owners, countries)
            listed.append(
                Role(text=text, field=_FIELDS[role.field], start=role.start, end=role.end, of=of)
            )
        return result

    def _role_owner(
        self, role: FoundRole, owners: dict[int, str], countries: dict[str, str]
    ) -> str | None:
        if role.owner is None:
            return None
        owner = self._mentions[role.owner]
        if owner.label == "NORP":
            demonym = _demonym(owner.text)
            if demonym and demonym.country and demonym.country in countries:
                return countries[demonym.country]
        return owners[role.owner]

    def _entity(self, draft: _Draft, roles: dict[str, list[Role]], most: int, lead: int) -> Entity:
        members = draft.members
        in_title = members[0].field == 0
        return Entity(
            id=draft.identifier,
            type=draft.type,
            name=draft.name,
            aliases=draft.aliases,
            salience=salience(
                in_title=in_title,
                has_title=bool(self._fields[0]),
                first_in_text=_first_in_text(members) if in_title else members[0].start,
                text_length=len(self._fields[1]),
                lead=lead,
                mentions=len(members),
                most_mentions=most,
            ),
            roles=tuple(roles.get(draft.identifier, ())),
            mentions=tuple(
                [
                    Mention(field=_FIELDS[member.field], start=member.start, end=member.end, text=member.text)
                    for member in members
                ]
            ),
            country=draft.country,
            place=draft.place,
        )


def _names(members: Sequence[Named], kind: str) -> tuple[str, tuple[str, ...]]:
    """The name of the entity and its other forms, in order of appearance."""
    forms = list(dict.fromkeys([member.text for member in members]))
    name = fullest(forms, kind)
    return name, tuple([form for form in forms if form != name])


def _first_in_text(members: Sequence[Named]) -> int | None:
    return next((member.start for member in members if member.field == 1), None)


def _demonym(text: str) -> Demonym | None:
    demonyms = gazetteer().demonyms
    return demonyms.get(text) or demonyms.get(text.title())


_PLACE_TYPES: dict[str, Literal["GPE", "LOC", "FAC"]] = {"GPE": "GPE", "LOC": "LOC", "FAC": "FAC"}
_OTHER_TYPES: dict[str, EntityType] = {
    "PERSON": "PERSON",
    "ORG": "ORG",
    "NORP": "NORP",
    "EVENT": "EVENT",
    "PRODUCT": "PRODUCT",
    "WORK_OF_ART": "WORK_OF_ART",
    "LAW": "LAW",
}


def _type(label: str, key: str) -> EntityType:
    if label in _PLACE_TYPES:
        return place_kind(key.removeprefix("the "), label)
    return _OTHER_TYPES[label]


def _identity(kind: str, first: Named, name: str) -> str:
    """The normalised name that the entity's id is made from."""
    if kind in PLACE_LABELS:
        return place_key(first.key.removeprefix("the "))
    if kind == "NORP":
        return demonym_of(first.text) or first.key
    if kind in ("PERSON", "ORG"):
        return fold(name)
    return first.key


def fullest(names: Sequence[str], kind: str) -> str:
    """The form that says most: most words, then proper case rather than capitals, then longest."""

    def fullness(name: str) -> tuple[int, bool, int]:
        capitals = name.isupper() and len(name) > 1
        words = name.count(" ") + name.count("-") if kind == "PERSON" else name.count(" ")
        return words, not capitals, len(name)

    best = names[0]
    for name in names[1:]:
        if name != best and fullness(name) > fullness(best):
            best = name
    return best
