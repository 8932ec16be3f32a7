"""Roles: the titles and functions that the text gives to a person, before or after the name.

A small hand-written grammar over the words around a name. Its nouns and modifiers are package data
(``data/roles.txt``, ``data/role_modifiers.txt``). What a role's span holds is a contract, told in
``docs/entities.md``: the whole title with the organisation or country that stands in it as an
adjective (``French President``) or behind a preposition (``nurse at St Mary's Hospital``), without
the article and the possessor named before it (``Trump's special envoy`` gives ``special envoy``).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from streams.enrich.grouping import HEAD_NOUNS, Named
from streams.enrich.mentions import _CALENDAR, _FUNCTION_WORDS, HONORIFICS
from streams.enrich.places import fold


class FoundRole(NamedTuple):
    """A role as it stands in the text.

    Attributes:
        person: Position of the person's mention in the article's list.
        field: 0 for the title, 1 for the text.
        start: First code point.
        end: Code point after the last.
        owner: Position of the mention that the role belongs to, or None.
    """

    person: int
    field: int
    start: int
    end: int
    owner: int | None


class _Lexicon(NamedTuple):
    heads: frozenset[str]
    plurals: frozenset[str]
    modifiers: frozenset[str]


def _words(name: str) -> Iterator[str]:
    text = resources.files("streams.enrich.data").joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            yield from line.split()


@cache
def lexicon() -> _Lexicon:
    """Role nouns, their plurals and their modifiers, read once a process."""
    heads = frozenset(_words("roles.txt"))
    plurals = frozenset(
        noun[:-3] + "men"
        if noun.endswith("man")
        else noun[:-1] + "ies"
        if noun.endswith("y") and noun[-2] not in "aeou"
        else noun + ("es" if noun.endswith(("s", "ch", "ss")) else "s")
        for noun in heads
        if len(noun) > 3 or noun in ("mp", "mep")  # noqa: PLR2004 - "gens" is no plural
    )
    return _Lexicon(heads, plurals, frozenset(_words("role_modifiers.txt")))


_REACH_BEFORE = 130
_REACH_AFTER = 170
_MOST_WORDS = 12
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:['’]s)?(?:-[^\W_]+)*"  # U.S., U.S.-led
    r"|[^\W_][\w&]*(?:[.'’/-][^\W_][\w]*)*['’]?\.?"  # words; a full stop is looked at later
    r"|[^\s\w]"
)
_ABBREVIATIONS = frozenset(
    "sen rep gov gen lt col maj capt sgt cpl cmdr adm pvt brig prof dr mr mrs ms rev hon st asst dep"
    " supt insp det sec amb atty no inc corp ltd co".split()
)
_DETERMINERS = frozenset("the a an his her its their our my".split())
_PREPOSITIONS = frozenset("of for at in with to on from".split())
# Words that a role's phrase never contains.
_STOPS = (_FUNCTION_WORDS - _DETERMINERS - _PREPOSITIONS - {"new", "and", "over"}) | frozenset(
    "said says told who whom whose which that was were is are be been has had have will would could"
    " including along where when as but or because if while told added called says asked died killed"
    " aged whose also like such".split()
)
_LEADING_VERBS = re.compile(
    r",?\s+who\s+((?:heads|leads|chairs|runs|directs|commands|founded|co-founded|captains|coaches"
    r"|manages|oversees|edits|represents|headed|led|chaired|ran|directed|commanded|captained|owns)"
    r"\s+(?:the\s+|its\s+|a\s+)?[^,.;:\n()“”\"—–]{2,80})"
)
_AGE = re.compile(r",\s+(?:aged?\s+)?\d{1,3}(?=,)|\s+\(\d{1,3}\)(?=,)")
_VERB_BREAK = re.compile(
    r"\s(?:said|says|told|was|were|is|has|had|and|who|which|that|when|while|after|before|where|but"
    r"|since|until|as)\b"
)


class _Word(NamedTuple):
    text: str
    start: int
    end: int
    plain: str


def _tokens(text: str, start: int, end: int) -> list[_Word]:
    result = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        stop = match.end()
        if word[-1] == "." and word.count(".") == 1 and word[:-1].lower() not in _ABBREVIATIONS:
            result.append(_Word(word[:-1], match.start(), stop - 1, word[:-1].lower()))
            result.append(_Word(".", stop - 1, stop, "."))
            continue
        result.append(_Word(word, match.start(), stop, word.lower().rstrip(".")))
    return result


def _is_possessive(word: str) -> bool:
    return word.endswith(("'s", "’s", "s'", "s’")) and len(word) > 2  # noqa: PLR2004


def find_roles(fields: tuple[str, str], mentions: Sequence[Named]) -> list[FoundRole]:
    """The roles of all persons, in the order of the mentions."""
    readers = (_Reader(fields[0], 0, mentions), _Reader(fields[1], 1, mentions))
    found: list[FoundRole] = []
    for index, mention in enumerate(mentions):
        if mention.label == "PERSON":
            found += readers[mention.field].roles(index)
    return found


class _Reader:
    """Reads the roles in one field."""

    def __init__(self, text: str, field: int, mentions: Sequence[Named]) -> None:
        self._text = text
        self._field = field
        self._mentions = mentions
        self._positions = [i for i, mention in enumerate(mentions) if mention.field == field]
        self._starts = [mentions[i].start for i in self._positions]
        self._shared: tuple[int, int, int] | None = None
        """End of the last name that followed a plural title, and the title's span."""

    def roles(self, index: int) -> Iterator[FoundRole]:
        """The roles around the mention ``index``."""
        mention = self._mentions[index]
        before = self._before(mention)
        if before is not None:
            yield self._found(index, *before)
        after = self._after(mention)
        if after is not None:
            yield self._found(index, *after)

    def _found(self, person: int, start: int, end: int) -> FoundRole:
        return FoundRole(person, self._field, start, end, self._owner(person, start, end))

    # --- the mentions around -----------------------------------------------------------------------

    def _covering(self, position: int) -> int | None:
        """The mention that covers the code point, None when none does."""
        slot = bisect_right(self._starts, position) - 1
        if slot < 0:
            return None
        index = self._positions[slot]
        return index if position < self._mentions[index].end else None

    def _label_at(self, position: int) -> str | None:
        index = self._covering(position)
        return None if index is None else self._mentions[index].label

    # --- before the name ---------------------------------------------------------------------------

    def _before(self, mention: Named) -> tuple[int, int] | None:
        text, start = self._text, mention.start
        if start < 3 or (text[start - 1] not in " \u00a0\n" and text[start - 1] not in '“"('):  # noqa: PLR2004
            return None
        words = _tokens(text, max(0, start - _REACH_BEFORE), start)
        if start > _REACH_BEFORE and words:
            # The first may be cut in half.
            words = words[1:]
        while words and words[-1].plain in HONORIFICS and words[-1].plain != "the":
            words.pop()
        if not words:
            return None
        last = words[-1]
        if last.text == ",":
            return self._appositive_before(words[:-1])
        if last.plain == "and" or last.text == "&":
            return self._coordinated(words[:-1], mention)
        found = self._title(words)
        if found is None:
            return self._title_with_preposition(words)
        if self._is_plural(last.plain):
            self._shared = (mention.end, *found)
        return found

    def _is_plural(self, plain: str) -> bool:
        return plain in lexicon().plurals and plain not in lexicon().heads

    def _is_head(self, plain: str) -> bool:
        heads = lexicon().heads
        if plain in heads:
            return True
        if "-" in plain:
            first, _, last = plain.rpartition("-")
            if last in ("elect", "designate", "in-waiting"):
                return first in heads or first.rpartition("-")[2] in heads
            return last in heads
        return False

    def _coordinated(self, words: Sequence[_Word], mention: Named) -> tuple[int, int] | None:
        """``Presidents A and B``: the second shares the title of the first."""
        shared = self._shared
        if shared is None or not words or words[-1].end != shared[0]:
            return None
        self._shared = (mention.end, shared[1], shared[2])
        return shared[1], shared[2]

    def _title(self, words: Sequence[_Word]) -> tuple[int, int] | None:
        """A title that ends with the last of ``words``."""
        last = words[-1]
        if not (self._is_head(last.plain) or self._is_plural(last.plain)):
            return None
        if self._label_at(last.start) == "PERSON":
            return None
        begin = self._extend_left(words, len(words) - 1)
        return words[begin].start, last.end

    def _extend_left(self, words: Sequence[_Word], head: int) -> int:
        """First word of the title whose role noun is ``words[head]``."""
        begin = head
        position = head - 1
        while position >= 0 and head - position < _MOST_WORDS:
            word = words[position]
            if self._joins(words, position):
                begin = position
                position -= 1
            elif (
                word.plain in ("and", "&", "/")
                and position > 0
                and self._joins_and(words, position)
            ):
                position -= 1
            elif word.plain == "of" and position > 0 and self._of_in_title(words, position):
                begin = position - 1
                position -= 2
            else:
                break
        return begin

    def _joins(self, words: Sequence[_Word], position: int) -> bool:
        """Whether the word belongs to the title behind it."""
        word = words[position]
        plain = word.plain
        if not word.text[0].isalnum() or _is_possessive(word.text):
            # "women's rights activist": a modifier in spite of its ending.
            return plain in lexicon().modifiers
        label = self._label_at(word.start)
        if label is not None:
            return label not in ("PERSON", "EVENT") and self._adjoins(words, position)
        if plain in lexicon().modifiers or self._is_head(plain):
            return True
        if word.text[0].isdigit() or plain in _CALENDAR or plain in _FUNCTION_WORDS:
            return False
        if word.text[0].isupper():
            return not self._opens_sentence(words, position)
        return "-" in plain and not plain.endswith(("-old", "ly")) and plain[-1].isalpha()

    def _adjoins(self, words: Sequence[_Word], position: int) -> bool:
        """Whether the mention that covers the word ends with it or goes on in the title."""
        index = self._covering(words[position].start)
        if index is None:
            return False
        end = self._mentions[index].end
        return end <= words[position].end or end > words[position].end

    def _opens_sentence(self, words: Sequence[_Word], position: int) -> bool:
        if position == 0:
            return words[0].start == 0 or self._text[words[0].start - 1] == "\n"
        previous = words[position - 1]
        if previous.text in '.!?“"‘—:(':
            return True
        return "\n" in self._text[previous.end : words[position].start]

    def _joins_and(self, words: Sequence[_Word], position: int) -> bool:
        """``chairman and CEO``, ``Trade and Industry Minister``."""
        previous, following = words[position - 1], words[position + 1]
        if self._is_head(previous.plain):
            return self._is_head(words[-1].plain)
        both_capitals = previous.text[0].isupper() and following.text[0].isupper()
        known = previous.plain in lexicon().modifiers and following.plain in lexicon().modifiers
        covered = self._label_at(previous.start) is not None
        return (known or both_capitals) and not covered

    def _of_in_title(self, words: Sequence[_Word], position: int) -> bool:
        """``Chief of Staff General X``: the noun before ``of`` is a role noun in capitals."""
        previous = words[position - 1]
        return self._is_head(previous.plain) and previous.text[0].isupper()

    def _title_with_preposition(self, words: Sequence[_Word]) -> tuple[int, int] | None:
        """``CEO of Acme Jane Roe``, ``Minister for Health Jane Roe``."""
        position = len(words) - 1
        while position >= 0 and len(words) - position < 7:  # noqa: PLR2004 - no title is longer
            word = words[position]
            if word.plain in ("of", "for", "at"):
                break
            named = self._label_at(word.start)
            fits = word.text[0].isupper() or word.plain in ("the", "and")
            if not fits or named == "PERSON":
                return None
            position -= 1
        if position < 1 or position == len(words) - 1:
            return None
        head = position - 1
        if not self._is_head(words[head].plain) or words[position].plain not in ("of", "for", "at"):
            return None
        return words[self._extend_left(words, head)].start, words[-1].end

    def _appositive_before(self, words: Sequence[_Word]) -> tuple[int, int] | None:
        """``Trump's special envoy, Steve Witkoff``: a phrase with a role noun before the comma."""
        first = self._clause_start(words)
        head = None
        for position in range(len(words) - 1, first - 1, -1):
            if self._is_head(words[position].plain):
                head = position
                break
            if words[position].plain in _STOPS or self._label_at(words[position].start) == "PERSON":
                return None
        if head is None or self._label_at(words[head].start) == "PERSON":
            return None
        if head < len(words) - 1 and words[head + 1].plain not in _PREPOSITIONS:
            return None
        begin = self._extend_left(words, head)
        if not self._introduced(words, begin):
            return None
        begin = self._with_possessor(words, begin)
        return words[begin].start, words[-1].end

    def _introduced(self, words: Sequence[_Word], begin: int) -> bool:
        """Whether a determiner, a possessor or the clause's beginning stands before the phrase."""
        if begin == 0:
            return True
        previous = words[begin - 1]
        return (
            previous.plain in _DETERMINERS
            or _is_possessive(previous.text)
            or previous.text in '.,;:—–“"('
            or previous.plain in ("said", "by", "with", "and", "as", "called", "including", "like")
            or words[begin].text[0].isupper()
        )

    def _clause_start(self, words: Sequence[_Word]) -> int:
        for position in range(len(words) - 1, -1, -1):
            if words[position].text in '.,;:—–“”"()!?':
                return position + 1
        return 0

    def _with_possessor(self, words: Sequence[_Word], begin: int) -> int:
        """Takes in ``the ministry's``: a possessor that is no entity itself."""
        owner = begin - 1
        if owner < 1 or not _is_possessive(words[owner].text):
            return begin
        if self._label_at(words[owner].start) is not None or words[owner].text[0].isupper():
            return begin
        first = owner
        while first > 0 and words[first - 1].plain not in _DETERMINERS:
            if not words[first - 1].text[0].islower() or owner - first > 2:  # noqa: PLR2004
                return begin
            first -= 1
        return first - 1 if first > 0 and words[first - 1].plain in _DETERMINERS else begin

    # --- after the name ----------------------------------------------------------------------------

    def _after(self, mention: Named) -> tuple[int, int] | None:
        text, end = self._text, mention.end
        follower = text[end : end + 1]
        if follower not in (",", " ", "\u00a0") or not follower:
            return None
        leading = _LEADING_VERBS.match(text, end)
        if leading:
            stop = _VERB_BREAK.search(text, leading.start(1), leading.end(1))
            return leading.start(1), stop.start() if stop else leading.end(1)
        age = _AGE.match(text, end)
        position = age.end() if age else end
        if text[position : position + 2] != ", ":
            return None
        words = _tokens(text, position + 2, min(len(text), position + _REACH_AFTER))
        return self._appositive_after(words)

    def _appositive_after(self, words: list[_Word]) -> tuple[int, int] | None:
        """``Christophe Lemoine, the ministry's spokesman,``: the phrase behind the comma."""
        if not words:
            return None
        begin = 1 if words[0].plain in _DETERMINERS else 0
        if begin and words[0].plain == "the" and len(words) > 2:  # noqa: PLR2004
            begin = self._common_possessor(words)
        elif not begin and self._named_possessor(words) is not None:
            begin = self._named_possessor(words) or 0
        head = self._head_after(words, begin, free=words[0].plain in _DETERMINERS or begin > 0)
        if head is None:
            return None
        end = self._extend_right(words, head)
        return words[begin].start, words[end].end

    def _common_possessor(self, words: Sequence[_Word]) -> int:
        """Where the role begins behind ``the``: ``the ministry's spokesman`` keeps its article."""
        for position in range(1, min(5, len(words))):
            word = words[position]
            if _is_possessive(word.text):
                named = self._label_at(word.start) is not None or word.text[0].isupper()
                return position + 1 if named else 0
            if not word.text[0].isalpha():
                break
        return 1

    def _named_possessor(self, words: Sequence[_Word]) -> int | None:
        """Where the role begins behind ``Ukraine's``."""
        for position in range(min(5, len(words))):
            word = words[position]
            if _is_possessive(word.text):
                return position + 1
            if not word.text[0].isupper():
                return None
        return None

    def _head_after(self, words: Sequence[_Word], begin: int, *, free: bool) -> int | None:
        """The role noun of the phrase; ``free`` allows any adjective before it."""
        head: int | None = None
        for position in range(begin, min(len(words), begin + 9)):
            word = words[position]
            plain = word.plain
            if not word.text[0].isalnum():
                break
            label = self._label_at(word.start)
            if label == "PERSON":
                return None if head is None else head
            if self._is_head(plain) and not _is_possessive(word.text):
                head = position
                continue
            if head is not None:
                break
            if plain in _STOPS or plain in _PREPOSITIONS or plain in _CALENDAR:
                return None
            known = label is not None or word.text[0].isupper() or plain in lexicon().modifiers
            if not (known or free or "-" in plain or _is_possessive(word.text)):
                return None
        return head

    def _extend_right(self, words: Sequence[_Word], head: int) -> int:
        """Last word of the phrase: over ``and CEO`` and ``at St Mary's Hospital in Leeds``."""
        last = head
        position = head + 1
        if position < len(words) and words[position].plain == "and":
            other = self._head_after(words, position + 1, free=False)
            if other is not None:
                last, position = other, other + 1
        if position >= len(words) or words[position].plain not in _PREPOSITIONS:
            return last
        while position < len(words) and position - head < _MOST_WORDS:
            word = words[position]
            if not (word.text[0].isalnum() or word.text == "&") or word.plain in _STOPS:
                break
            if word.plain in _CALENDAR or self._label_at(word.start) == "PERSON":
                break
            if "\n" in self._text[words[position - 1].end : word.start]:
                break
            if (
                word.plain not in _PREPOSITIONS
                and word.plain not in _DETERMINERS
                and word.plain != "and"
            ):
                last = position
            position += 1
        return last

    # --- whom it belongs to ------------------------------------------------------------------------

    def _owner(self, person: int, start: int, end: int) -> int | None:
        """The organisation or place in the role's span, before it, or that its noun points to."""
        inside = self._inside(start, end)
        for labels in (("ORG",), ("GPE", "LOC", "FAC"), ("NORP",)):
            for index in inside:
                if self._mentions[index].label in labels:
                    return index
        gap = self._text[max(0, start - 3) : start]
        if gap.endswith(("'s ", "’s ", "' ", "’ ")):
            slot = bisect_right(self._starts, start) - 1
            if slot >= 0:
                index = self._positions[slot]
                near = start - self._mentions[index].end <= 3  # noqa: PLR2004 - "'s "
                if near and self._mentions[index].label in ("ORG", "GPE", "LOC", "FAC"):
                    return index
        return self._by_noun(person, start, end)

    def _inside(self, start: int, end: int) -> list[int]:
        slot = max(0, bisect_right(self._starts, start) - 1)
        found = []
        for index in self._positions[slot:]:
            mention = self._mentions[index]
            if mention.start >= end:
                break
            if mention.end > start:
                found.append(index)
        return found

    def _by_noun(self, person: int, start: int, end: int) -> int | None:
        """``ministry spokesman``: the ministry that was named last."""
        for word in self._text[start:end].split():
            noun = fold(word)
            noun = noun[:-2] if noun.endswith("'s") else noun
            if noun not in HEAD_NOUNS:
                continue
            generic = noun in ("company", "firm", "group", "agency", "organization", "organisation")
            for index in range(person - 1, -1, -1):
                mention = self._mentions[index]
                if mention.label == "ORG" and (generic or noun in mention.key.split()):
                    return index
        return None
