"""One entity, many mentions: which mentions of an article name the same person, body or place.

The rules are deterministic and local to the article; ``docs/entities.md`` tells them in prose.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from streams.enrich.mentions import PLACE_LABELS
from streams.enrich.places import fold, gazetteer, word_set

_ADDRESS = re.compile(r"([^\W\d_]+)\.?[ \u00a0]$")


class Named:
    """A mention while it is being grouped.

    Attributes:
        field: 0 for the title, 1 for the text.
        start: First code point.
        end: Code point after the last.
        text: The slice.
        label: OntoNotes name.
        key: Folded text.
        owner: Country code of the country or people directly before it, as in ``Ukraine's Foreign
            Ministry``.
        also: Whether it is said to be another name of the person just named: ``known as Hemedti``.
        bracketed: Whether it stands alone in brackets directly behind another mention.
    """

    __slots__ = (
        "_address",
        "_source",
        "also",
        "bracketed",
        "end",
        "field",
        "key",
        "label",
        "owner",
        "start",
        "text",
    )

    def __init__(self, field: int, source: str, start: int, end: int, label: str) -> None:
        """Takes the mention as recognised in the field's text ``source``."""
        self.field = field
        self.start = start
        self.end = end
        self.text = text = source[start:end]
        self.label = label
        self.key = fold(text)
        self.owner: str | None = None
        self.also = False
        self.bracketed = False
        self._source = source
        self._address: str | None = None

    @property
    def address(self) -> str:
        """The word of address or title directly before it, in lower case. Few mentions need it."""
        if self._address is None:
            match = _ADDRESS.search(self._source, max(0, self.start - 20), self.start)
            self._address = match.group(1).lower() if match else ""
        return self._address


class Group:
    """The mentions of one entity, by their positions in the article's list."""

    __slots__ = ("label", "members", "owner", "words")

    def __init__(self, label: str, words: tuple[str, ...] = ()) -> None:
        """Opens an empty group."""
        self.label = label
        self.members: list[int] = []
        self.words = words
        self.owner: str | None = None


def group_mentions(mentions: Sequence[Named]) -> list[Group]:
    """Every mention in exactly one group, groups by their first mention."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for index, mention in enumerate(mentions):
        kind = "PLACE" if mention.label in PLACE_LABELS else mention.label
        by_kind[kind].append(index)
    groups: list[Group] = []
    for kind, indices in by_kind.items():
        if kind == "PERSON":
            groups += _People(mentions).group(indices)
        elif kind == "ORG":
            groups += _Bodies(mentions).group(indices)
        else:
            groups += _group_by_key(mentions, indices, kind)
    for group in groups:
        group.members.sort()
    groups.sort(key=lambda group: group.members[0])
    return groups


# --- Persons -------------------------------------------------------------------------------------

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_PREFIXES = frozenset(("al", "el", "ul", "ar", "as"))
_SPLIT = re.compile(r"[\s\-,]+")
_NICKNAMES = {
    nickname: full
    for full, nicknames in {
        "william": "bill billy will",
        "robert": "bob bobby rob",
        "james": "jim jimmy",
        "joseph": "joe joey",
        "michael": "mike mick",
        "thomas": "tom tommy",
        "anthony": "tony",
        "edward": "ed eddie ted",
        "richard": "dick rick richie",
        "charles": "charlie chuck",
        "benjamin": "ben",
        "daniel": "dan danny",
        "david": "dave",
        "christopher": "chris",
        "peter": "pete",
        "steven": "steve stephen",
        "samuel": "sam",
        "matthew": "matt",
        "nicholas": "nick",
        "gregory": "greg",
        "kenneth": "ken",
        "ronald": "ron",
        "donald": "don",
        "timothy": "tim",
        "andrew": "andy",
        "alexander": "alex sasha",
        "jeffrey": "jeff",
        "lawrence": "larry",
        "patrick": "pat",
        "frederick": "fred",
        "elizabeth": "liz beth betty",
        "katherine": "kate kathy katie",
        "margaret": "maggie peggy",
        "jennifer": "jen jenny",
        "deborah": "debbie",
        "susan": "sue",
        "victoria": "vicky",
        "mohammed": "muhammad mohamed mohammad muhammed",
        "aleksandr": "alexandr oleksandr",
    }.items()
    for nickname in nicknames.split()
}
_FEMALE = frozenset(("mrs", "ms", "miss", "madam", "madame", "lady", "dame", "queen", "princess"))
_MALE = frozenset(("mr", "sir", "lord", "king", "prince", "mister"))


@lru_cache(maxsize=16_384)
def name_words(key: str) -> tuple[tuple[str, ...], str]:
    """The words of a person's folded name that tell it apart, and the suffix (``jr``)."""
    words = [word.strip("'\"()") for word in _SPLIT.split(key)]
    words = [word for word in words if word]
    suffix = ""
    if len(words) > 1 and words[-1] in _SUFFIXES:
        suffix = words.pop()
    kept = [word for word in words if word not in _PREFIXES] or words
    return tuple(_respelled(word) for word in kept), suffix


def _respelled(word: str) -> str:
    """One form for the endings that transliterations vary: Zelenskyy, Zelenskiy, Zelensky."""
    if len(word) > 5 and word[-1] in "yi":
        return word.rstrip("yij") + "y"
    return word


def _first_names_agree(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if len(shorter) == 1:
        return longer[0] == shorter
    return _NICKNAMES.get(one, one) == _NICKNAMES.get(other, other)


def contains(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Whether ``shorter`` stands in ``longer`` without a gap."""
    width = len(shorter)
    return any(
        tuple(longer[at : at + width]) == tuple(shorter) for at in range(len(longer) - width + 1)
    )


def same_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two full names (two words or more) may be one person's."""
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if contains(longer, shorter):
        return True
    if one[-1] != other[-1]:
        # "Lee Jae-myung" and "Lee Jae Myung" are split alike; "Jaemyung" isn't.
        return "".join(one) == "".join(other)
    if shorter[0] == "".join(word[0] for word in longer[:-1]):
        # "G.W." and "George Walker".
        return True
    if not _first_names_agree(shorter[0], longer[0]):
        return False
    middle = longer[1:-1]
    return all(
        any(_first_names_agree(word, other) for other in middle) for word in shorter[1:-1]
    )


# How many namesakes are compared: what keeps an article of ten thousand of them from taking hours.
_RECENT = 40


class _People:
    """Groups persons: full names first, then shorter forms by what stands before them."""

    def __init__(self, mentions: Sequence[Named]) -> None:
        self._mentions = mentions
        self._groups: list[Group] = []
        self._suffixes: list[str] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_key: dict[str, int] = {}

    def group(self, indices: Sequence[int]) -> list[Group]:
        short: list[int] = []
        placed: dict[int, int] = {}
        for index in indices:
            words, suffix = name_words(self._mentions[index].key)
            if self._mentions[index].also and index - 1 in placed:
                self._place_other_name(index, words, placed[index - 1])
            elif len(words) > 1:
                placed[index] = self._place_full(index, words, suffix)
            else:
                short.append(index)
        for group in self._groups:
            group.members.sort()
        for index in short:
            self._place_short(index)
        return self._groups

    def _open(self, words: tuple[str, ...], suffix: str) -> int:
        self._groups.append(Group("PERSON", words))
        self._suffixes.append(suffix)
        number = len(self._groups) - 1
        for word in words:
            self._by_word[word].append(number)
        return number

    def _place_other_name(self, index: int, words: tuple[str, ...], number: int) -> None:
        self._groups[number].members.append(index)
        self._by_key.setdefault(self._mentions[index].key, number)
        for word in words[-1:]:
            self._by_word[word].append(number)

    def _place_full(self, index: int, words: tuple[str, ...], suffix: str) -> int:
        """The number of the group that the name went to."""
        key = self._mentions[index].key
        number = self._by_key.get(key)
        if number is None:
            number = self._match_full(words, suffix)
            if number is None:
                number = self._open(words, suffix)
            elif len(words) > len(self._groups[number].words):
                self._groups[number].words = words
                for word in words:
                    if number not in self._by_word[word]:
                        self._by_word[word].append(number)
            self._by_key[key] = number
        self._groups[number].members.append(index)
        return number

    def _match_full(self, words: tuple[str, ...], suffix: str) -> int | None:
        """The latest group that the name fits."""
        by_word = self._by_word
        if words[0] not in by_word and words[-1] not in by_word:
            return None  # the usual case
        candidates = {
            number for word in (words[0], words[-1]) for number in by_word.get(word, ())[-_RECENT:]
        }
        for number in sorted(candidates, reverse=True):
            if suffix == self._suffixes[number] and same_person(words, self._groups[number].words):
                return number
        return None

    def _place_short(self, index: int) -> None:
        words, _ = name_words(self._mentions[index].key)
        word = words[0] if words else self._mentions[index].key
        bearers = self._by_word.get(word, [])
        if not bearers:
            number = self._open((word,), "")
        elif len(bearers) == 1:
            number = bearers[0]
        else:
            number = self._choose(index, word, bearers[:_RECENT])
        members = self._groups[number].members
        members.insert(bisect_left(members, index), index)

    def _choose(self, index: int, word: str, bearers: Sequence[int]) -> int:
        """Which of several bearers of the word is meant.

        By the word of address, then by the word's place in the name (surnames are used alone, first
        names seldom), then whoever has been called so before, then the most recently named.
        """
        address = self._mentions[index].address

        def preference(number: int) -> tuple[int, int, int, int]:
            group = self._groups[number]
            before = bisect_left(group.members, index)
            last = group.members[before - 1] if before else -1 - group.members[0]
            surname = 2 if group.words[-1] == word else 1 if group.words[0] == word else 0
            return self._fits(address, group), surname, self._called_so(group, word, before), last

        return max(bearers, key=preference)

    def _called_so(self, group: Group, word: str, before: int) -> int:
        """Whether the bare word has named this person already."""
        return int(
            any(
                name_words(self._mentions[m].key)[0] == (word,)
                for m in group.members[:before][:_RECENT]
            )
        )

    def _fits(self, address: str, group: Group) -> int:
        """1 when the address fits the person's earlier ones, -1 when it contradicts them."""
        if not address:
            return 0
        seen = {self._mentions[member].address for member in group.members[:_RECENT]}
        if address in seen:
            return 1
        if address in _FEMALE:
            return 1 if seen & _FEMALE else -1 if seen & _MALE else 0
        if address in _MALE:
            return 1 if seen & _MALE else -1 if seen & _FEMALE else 0
        return 0


# --- Organisations -------------------------------------------------------------------------------

_LEGAL_FORMS = word_set(
    "inc incorporated corp corporation co company companies ltd limited plc llc llp lp ag sa"
    " se nv bv spa gmbh kgaa ab asa oyj as holdings holding pjsc jsc pte pty bhd kk"
)
# Nouns that every country or trade has: alone they name whichever was named last.
HEAD_NOUNS = word_set(
    "academy administration agency alliance army assembly association authority bank board"
    " bureau cabinet centre center chamber church club coalition college commission committee"
    " company confederation congress corporation council court department directorate division"
    " embassy federation firm force foundation front fund government group guard hospital"
    " institute inquiry institution league legislature ministry movement museum navy office"
    " organisation organization parliament party police senate service society tribunal trust"
    " union university"
)
_FILLERS = frozenset(("of", "the", "for", "and", "&", "on"))
_SPELLINGS = {
    "defence": "defense",
    "labour": "labor",
    "centre": "center",
    "organisation": "organization",
    "affairs": "",
}


@lru_cache(maxsize=16_384)
def body_words(key: str) -> tuple[str, ...]:
    """The words of an organisation's folded name without article and legal form."""
    words = [word.strip(",") for word in key.split()]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return tuple(words)


@lru_cache(maxsize=16_384)
def _state_body(words: tuple[str, ...]) -> tuple[str | None, frozenset[str]] | None:
    """Country and bag of words of a ministry and the like: ``Ministry of Defence of Ukraine``."""
    if not HEAD_NOUNS.intersection(words):
        return None
    tables = gazetteer()
    country: str | None = None
    first = words[0].capitalize() if not words[0].isupper() else words[0]
    if first in tables.demonyms and tables.demonyms[first].country:
        country, words = tables.demonyms[first].country, words[1:]
    elif words[0] in tables.countries:
        country, words = tables.countries[words[0]].country, words[1:]
    elif len(words) > 2 and words[-2] == "of" and words[-1] in tables.countries:
        country, words = tables.countries[words[-1]].country, words[:-2]
    bag = frozenset(_SPELLINGS.get(word, word) for word in words if word not in _FILLERS) - {""}
    return country, bag


_SHORTEST_ACRONYM = 2
_LONGEST_ACRONYM = 10


def _is_acronym(text: str) -> bool:
    if " " in text:
        return False
    plain = text.replace(".", "").replace("&", "")
    if not _SHORTEST_ACRONYM <= len(plain) <= _LONGEST_ACRONYM or not plain.isalnum():
        return False
    return sum(map(str.isupper, plain)) >= len(plain) - 1


class _Bodies:
    """Groups organisations: same words, acronyms, shorter forms, bodies of a state."""

    def __init__(self, mentions: Sequence[Named]) -> None:
        self._mentions = mentions
        self._groups: list[Group] = []
        self._by_key: dict[tuple[object, ...], Group] = {}

    def group(self, indices: Sequence[int]) -> list[Group]:
        rest: list[int] = []
        for index in indices:
            words = body_words(self._mentions[index].key)
            state = _state_body(words)
            if state is None:
                self._add(("words", words), index, words, None)
            elif len(words) == 1:
                rest.append(index)
            else:
                owner = state[0] or self._mentions[index].owner
                self._add(("state", owner, state[1]), index, words, owner)
        self._join_ownerless()
        for index in rest:
            self._place_head_noun(index)
        self._join_acronyms()
        self._join_short_forms()
        return self._groups

    def _add(
        self, key: tuple[object, ...], index: int, words: tuple[str, ...], owner: str | None
    ) -> None:
        group = self._by_key.get(key)
        if group is None:
            group = self._by_key[key] = Group("ORG", words)
            group.owner = owner
            self._groups.append(group)
        elif len(words) > len(group.words):
            group.words = words
        group.members.append(index)

    def _merge(self, target: Group, source: Group) -> None:
        target.members = sorted(target.members + source.members)
        target.owner = target.owner or source.owner
        self._groups.remove(source)

    def _join_ownerless(self) -> None:
        """``Foreign Ministry`` without a country is the one with a country that was named last."""
        keyed = [
            (key, group)
            for key, group in self._by_key.items()
            if key[0] == "state" and len(key[2]) > 0  # type: ignore[arg-type]
        ]
        for key, group in keyed:
            if key[1] is not None:
                continue
            owned = [other for k, other in keyed if k[1] is not None and k[2] == key[2]]
            if len(owned) == 1:
                self._merge(owned[0], group)
            elif owned:
                self._share(group, owned)

    def _share(self, group: Group, owned: Sequence[Group]) -> None:
        for index in group.members:
            _nearest(owned, index).members.append(index)
        for other in owned:
            other.members.sort()
        self._groups.remove(group)

    def _place_head_noun(self, index: int) -> None:
        mention = self._mentions[index]
        word = mention.key
        fitting = [
            group
            for group in self._groups
            if word in group.words and len(group.words) > 1 and group.members[0] < index
        ]
        if mention.owner:
            fitting = [group for group in fitting if group.owner == mention.owner]
        if not fitting:
            self._add(("head", word, mention.owner), index, (word,), mention.owner)
            return
        group = _nearest(fitting, index)
        group.members.insert(bisect_left(group.members, index), index)

    def _join_acronyms(self) -> None:
        self._join_bracketed()
        short = [g for g in self._groups if _is_acronym(self._mentions[g.members[0]].text)]
        if not short:
            return
        by_initials: dict[str, list[Group]] = defaultdict(list)
        for group in self._groups:
            if len(group.words) > 1:
                for letters in _initials(group.words):
                    by_initials[letters].append(group)
        for group in short:
            letters = self._mentions[group.members[0]].text.replace(".", "").lower()
            fitting = [other for other in by_initials.get(letters, ()) if other is not group]
            if len(fitting) == 1:
                self._merge(fitting[0], group)

    def _join_bracketed(self) -> None:
        """``Bank of Mexico (Banxico)``: one word in brackets is a short name of what precedes it.

        Whatever its letters: they often abbreviate the name in the country's own language.
        """
        bracketed = [
            index
            for group in self._groups
            for index in group.members
            if self._mentions[index].bracketed
        ]
        if not bracketed:
            return
        by_member = {index: group for group in self._groups for index in group.members}
        for index in sorted(bracketed):
            short, long = by_member[index], by_member.get(index - 1)
            if long is None or long is short or len(short.words) > 1 or len(long.words) == 1:
                continue
            self._merge(long, short)
            by_member.update(dict.fromkeys(short.members, long))

    def _join_short_forms(self) -> None:
        """``Goldman`` is ``Goldman Sachs`` when no other body begins so."""
        by_first: dict[str, list[Group]] = defaultdict(list)
        for group in self._groups:
            if len(group.words) > 1:
                by_first[group.words[0]].append(group)
        tables = gazetteer()
        for group in list(self._groups):
            words = group.words
            longer = [
                other
                for other in by_first.get(words[0], ())
                if other is not group
                and len(other.words) > len(words)
                and other.words[: len(words)] == words
            ]
            if len(longer) != 1 or longer[0] not in self._groups:
                continue
            name = " ".join(words)
            generic = words[-1] in HEAD_NOUNS or words[-1] in _FILLERS or tables.knows(name)
            if not generic and name.title() not in tables.demonyms:
                self._merge(longer[0], group)


def _initials(words: Sequence[str]) -> set[str]:
    """The acronyms that the words may have: with and without their small words."""
    split = [part for word in words for part in word.split("-") if part]
    big = "".join(word[0] for word in split if word not in _FILLERS and word not in ("in", "to"))
    found = {big, "".join(word[0] for word in split)}
    return {letters for letters in found if len(letters) >= _SHORTEST_ACRONYM}


def _nearest(groups: Sequence[Group], index: int) -> Group:
    """The group that was named last before ``index``, or else first after it."""

    def last_before(group: Group) -> int:
        before = bisect_left(group.members, index)
        return group.members[before - 1] if before else -1 - group.members[0]

    return max(groups, key=last_before)


# --- Everything else -----------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def place_key(key: str) -> str:
    """The folded name that a place's variants share, such as ``kiev`` and ``kyiv``."""
    tables = gazetteer()
    country = tables.countries.get(key)
    if country is not None:
        return fold(country.name)
    regions = tables.regions.get(key)
    if regions is not None:
        # Lines of the table with several seas or directions are one place each.
        return fold(regions[0].name) if regions[0].country else key
    if key in tables.city_aliases:
        return tables.city_aliases[key]
    return key


def _group_by_key(mentions: Sequence[Named], indices: Iterable[int], kind: str) -> list[Group]:
    groups: dict[str, Group] = {}
    for index in indices:
        mention = mentions[index]
        key = _plain_key(mention, kind)
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group(mention.label, (key,))
        group.members.append(index)
    if kind == "PLACE":
        _join_city_suffixes(groups)
    return list(groups.values())


def _join_city_suffixes(groups: dict[str, Group]) -> None:
    """``Surigao City`` and ``Surigao`` are one; ``Mexico City`` and ``Mexico`` are not."""
    tables = gazetteer()
    for key in [key for key in groups if key.endswith(" city")]:
        short = key.removesuffix(" city")
        if short in groups and short not in tables.countries and short not in tables.regions:
            groups[short].members += groups.pop(key).members


def _plain_key(mention: Named, kind: str) -> str:
    key = mention.key.removeprefix("the ")
    if kind == "PLACE":
        return place_key(key)
    if kind == "NORP":
        demonym = demonym_of(mention.text)
        return demonym if demonym is not None else key.removesuffix("s")
    return key


def demonym_of(text: str) -> str | None:
    """The group that a demonym belongs to, None when the lists don't have it."""
    demonyms: Mapping[str, object] = gazetteer().demonyms
    if text not in demonyms:
        text = text.title()
    found = gazetteer().demonyms.get(text)
    return None if found is None else found.group
