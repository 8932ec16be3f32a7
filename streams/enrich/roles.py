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
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from streams.enrich.grouping import HEAD_NOUNS, Named
from streams.enrich.mentions import _CALENDAR, _FUNCTION_WORDS, HONORIFICS
from streams.enrich.places import word_set


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
        if len(noun) > 3 or noun in ("mp", "mep")
    )
    return _Lexicon(heads, plurals, frozenset(_words("role_modifiers.txt")))


_REACH_BEFORE = 110
_REACH_AFTER = 140
_MOST_WORDS = 12
_OWNER_REACH = 60
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:['\u2019]s)?(?:-[^\W_]+)*"  # U.S., U.S.-led
    r"|[^\W_][\w&]*(?:[.'\u2019/-][^\W_][\w]*)*['\u2019]?\.?"  # words
    r"|[^\s\w]"
)
_ABBREVIATIONS = word_set(
    "sen rep gov gen lt col maj capt sgt cpl cmdr adm pvt brig prof dr mr mrs ms rev hon st"
    " asst dep supt insp det sec amb atty no inc corp ltd co"
)
_DETERMINERS = word_set("the a an his her its their our my")
_PREPOSITIONS = word_set("of for at in with to on from")
# Words that a role's phrase never contains.
_STOPS = (_FUNCTION_WORDS - _DETERMINERS - _PREPOSITIONS - {"new", "and", "over"}) | word_set(
    "said says told who whom whose which that was were is are be been has had have will would"
    " could including along where when as but or because if while told added called says asked"
    " died killed aged whose also like such"
)
_LEADING_VERBS = re.compile(
    r",?\s+who\s+(?:also\s+)?((?:heads|leads|chairs|runs|directs|commands|founded|co-founded|captains"
    r"|headed|led|chaired|ran|directed|commanded|captained)"
    r"\s+(?:the\s+)?[^,.;:\n()“”\"—\u2013]{2,80})"
)
_FIRST_WORD = re.compile(r"[^\W_][\w'\u2019-]*")
_COMMON_POSSESSOR = re.compile(r"[a-z]+['\u2019]s ")
_COMMON_OWNER = re.compile(r"(?:\b[Ii]ts|\b[a-z]+['\u2019]s) $")
_OWNER_NOUN = re.compile(r"\b([^\W\d_]+)(?:['\u2019]s)?(?=\s)")
_ANY_BODY = word_set(
    "its company firm group agency organization organisation force club institute mission"
    " centre center"
)
# Nouns for people by their trade: "beekeeper", "glaciologist". Looser behind an article.
_AGENT = re.compile(
    r"(?:[a-z]{3}(?:ologist|keeper|holder|maker|worker|seller|monger|smith|grapher|woman|women)"
    r"|[a-z]{4}(?:man|ist))$"
)
_AGENT_LOOSELY = re.compile(r"[a-z]{3}(?:er|or|ist|ian|ologist|man|woman|person|mate|ant)$")
_NO_AGENTS = word_set(
    "mother father brother sister daughter grandmother grandfather grandson stepfather"
    " stepmother daughter-in-law number winter summer letter matter order paper water river"
    " flower power tower border corner quarter danger anger fever cancer doctor-patient german"
    " roman human norman ottoman woman christian indian asian russian ukrainian italian"
    " brazilian egyptian canadian australian austrian iranian syrian palestinian arabian"
    " victorian civilian guardian terrorist racist sexist protestant infant elephant"
    " restaurant plant giant grant significant important relevant merchant-navy mentor-turned"
    " former later earlier older younger bigger larger higher lower other another whether"
    " under over after ever never rather together longer greater smaller better major minor"
    " junior senior interior exterior factor error terror mirror motor tractor honor honour"
    " color colour labor labour favor favour floor door sector vector super inner outer upper"
    " finger dinner supper center letterman gender computer poster register newspaper chapter"
    " monster cluster disaster master semester minister-level specialist-level list enlist"
    " resist assist persist consist exist insist inspector-general partner peer layer"
    " player-of-the-year finalist semi-finalist favourite cover timber silver copper rubber"
    " butter shower"
)
_FORMERLY = word_set("former ex retired veteran fellow")
_FORMERLY_NEAR = re.compile("|".join(sorted(_FORMERLY)), re.IGNORECASE)
# Nouns that are a role only with a word before them: "managing partner".
_RELATIVE_NOUNS = frozenset(("partner", "host", "head", "chief", "private", "guard", "forward"))
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


def _tokens(text: str, start: int, end: int, *, one_clause: bool = False) -> list[_Word]:
    """The words and signs; with ``one_clause``, up to the first sign that ends every phrase."""
    words: list[_Word] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        begin, stop = match.span()
        plain = word.lower()
        if word[-1] != "." or word == ".":
            words.append(_Word(word, begin, stop, plain))
            if one_clause and not word[0].isalnum() and word != "&":
                break
        elif word.count(".") == 1 and plain[:-1] not in _ABBREVIATIONS:
            words.append(_Word(word[:-1], begin, stop - 1, plain[:-1]))
            words.append(_Word(".", stop - 1, stop, "."))
            if one_clause:
                break
        else:
            words.append(_Word(word, begin, stop, plain.rstrip(".")))
    return words


def _is_possessive(word: str) -> bool:
    return word.endswith(("'s", "\u2019s", "s'", "s\u2019")) and len(word) > 2


def _is_plural(plain: str) -> bool:
    return plain in lexicon().plurals and plain not in lexicon().heads


# Few words stand around names again and again.
@lru_cache(maxsize=2048)
def _is_head(plain: str) -> bool:
    heads = lexicon().heads
    if plain in heads or (_AGENT.search(plain) and plain not in _NO_AGENTS):
        return True
    if "-" in plain:
        first, _, last = plain.rpartition("-")
        if last in ("elect", "designate", "in-waiting"):
            return first in heads or first.rpartition("-")[2] in heads
        return last in heads
    return False


@lru_cache(maxsize=2048)
def _is_head_noun(plain: str, *, free: bool) -> bool:
    """Behind ``a`` or ``the``, any noun for someone who does something will do."""
    if _is_head(plain):
        return True
    return free and _AGENT_LOOSELY.search(plain) is not None and plain not in _NO_AGENTS


def find_roles(fields: tuple[str, str], mentions: Sequence[Named]) -> list[FoundRole]:
    """The roles of all persons, in the order of the mentions."""
    readers = (_Reader(fields[0], 0, mentions), _Reader(fields[1], 1, mentions))
    found: list[FoundRole] = []
    for index, mention in enumerate(mentions):
        if mention.label == "PERSON":
            found += readers[mention.field].roles(index, mention)
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

    def roles(self, person: int, mention: Named) -> list[FoundRole]:
        """The roles around the mention, the article's ``person``-th."""
        return [
            FoundRole(person, self._field, start, end, self._owner(person, start, end))
            for start, end in self._before(mention) + self._after(mention)
        ]

    # --- the mentions around ---------------------------------------------------------------------

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

    # --- before the name -------------------------------------------------------------------------

    def _before(self, mention: Named) -> list[tuple[int, int]]:
        text, start = self._text, mention.start
        if not self._may_follow_role(start):
            return []
        words = _tokens(text, max(0, start - _REACH_BEFORE), start)
        if start > _REACH_BEFORE and words:
            # The first may be cut in half.
            words = words[1:]
        while words and words[-1].plain in HONORIFICS and words[-1].plain != "the":
            words.pop()
        if not words:
            return []
        last = words[-1]
        if last.text == ",":
            return self._listed(self._appositive_before(words[:-1]))
        if last.plain == "and" or last.text == "&":
            return self._listed(self._coordinated(words[:-1], mention))
        found = self._title(words)
        if found is None:
            return self._listed(self._title_with_preposition(words))
        if _is_plural(last.plain):
            self._shared = (mention.end, *found)
        return [*self._chained(words, found[0]), found]

    def _may_follow_role(self, start: int) -> bool:
        """A cheap look at the word before the name: most follow a verb or a full stop."""
        tail = self._text[max(0, start - 40) : start].rstrip(" \u00a0\n")
        if not tail or tail[-1] in '“"(':
            return False
        word = tail[tail.rfind(" ") + 1 :]
        last = word[-1]
        if last == ",":
            return True
        plain = word.lower()
        if last == ".":
            return plain.rstrip(".").rpartition("\n")[2] in _ABBREVIATIONS
        if plain in ("and", "&"):
            return self._shared is not None
        if word[0].isupper() or plain in HONORIFICS:
            return True
        plain = plain.rpartition("\n")[2]
        if _is_head(plain) or plain in lexicon().plurals:
            return True
        if not _is_head_noun(plain, free=True):
            return False
        # A sign may hide a role noun: "(producer". Other doers need a word such as "former".
        reach = max(0, start - _REACH_BEFORE)
        return not plain.isalpha() or _FORMERLY_NEAR.search(self._text, reach, start) is not None

    @staticmethod
    def _listed(found: tuple[int, int] | None) -> list[tuple[int, int]]:
        return [] if found is None else [found]

    def _chained(self, words: Sequence[_Word], start: int) -> list[tuple[int, int]]:
        """``Her coach, former champion Jo Park``: the phrase before the comma is a role too."""
        position = next(p for p, word in enumerate(words) if word.start == start) - 1
        if position < 1 or words[position].text != ",":
            return []
        return self._listed(self._appositive_before(words[:position], strict=True))

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
        known = _is_head(last.plain) or _is_plural(last.plain)
        # "Former steeplechaser": behind such a word any noun for a doer will do.
        described = len(words) > 1 and words[-2].plain in _FORMERLY
        if not (known or (described and _is_head_noun(last.plain, free=True))):
            return None
        if self._label_at(last.start) == "PERSON":
            return None
        begin = self._extend_left(words, len(words) - 1)
        # "Partner" is a role in a firm only: "managing partner".
        if begin == len(words) - 1 and last.plain in _RELATIVE_NOUNS:
            return None
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
            return label not in ("PERSON", "EVENT")
        if plain in lexicon().modifiers or _is_head(plain):
            return True
        if word.text[0].isdigit() or plain in _CALENDAR or plain in _FUNCTION_WORDS:
            return False
        if word.text[0].isupper():
            # "Embattled coach" is no title, "Council leader" and "Shipping Minister" are.
            following = words[position + 1].text
            return (
                following[0].isupper()
                or plain in HEAD_NOUNS
                or not self._opens_sentence(words, position)
            )
        return "-" in plain and not plain.endswith(("-old", "ly")) and plain[-1].isalpha()

    def _opens_sentence(self, words: Sequence[_Word], position: int) -> bool:
        if position == 0:
            return words[0].start == 0 or self._text[words[0].start - 1] == "\n"
        previous = words[position - 1]
        if previous.text in '.!?“"\u2018—:(':
            return True
        return "\n" in self._text[previous.end : words[position].start]

    def _joins_and(self, words: Sequence[_Word], position: int) -> bool:
        """``chairman and CEO``, ``Trade and Industry Minister``."""
        previous, following = words[position - 1], words[position + 1]
        if _is_head(previous.plain):
            return _is_head(words[-1].plain)
        both_capitals = previous.text[0].isupper() and following.text[0].isupper()
        known = previous.plain in lexicon().modifiers and following.plain in lexicon().modifiers
        covered = self._label_at(previous.start) is not None
        return (known or both_capitals) and not covered

    def _of_in_title(self, words: Sequence[_Word], position: int) -> bool:
        """``Chief of Staff General X``: the noun before ``of`` is a role noun in capitals."""
        previous = words[position - 1]
        return _is_head(previous.plain) and previous.text[0].isupper()

    def _title_with_preposition(self, words: Sequence[_Word]) -> tuple[int, int] | None:
        """``CEO of Acme Jane Roe``, ``Minister for Health Jane Roe``."""
        position = len(words) - 1
        while position >= 0 and len(words) - position < 7:
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
        if not _is_head(words[head].plain) or words[position].plain not in ("of", "for", "at"):
            return None
        return words[self._extend_left(words, head)].start, words[-1].end

    def _appositive_before(
        self, words: Sequence[_Word], *, strict: bool = False
    ) -> tuple[int, int] | None:
        """``Trump's special envoy, Steve Witkoff``: a phrase with a role noun before the comma."""
        first = self._clause_start(words)
        head = None
        for position in range(len(words) - 1, first - 1, -1):
            if _is_head(words[position].plain):
                head = position
                break
            label = self._label_at(words[position].start)
            # "WHO" is a body, "who" ends the search.
            if label == "PERSON" or (label is None and words[position].plain in _STOPS):
                return None
        if head is None or self._label_at(words[head].start) == "PERSON":
            return None
        if head < len(words) - 1 and words[head + 1].plain not in _PREPOSITIONS:
            return None
        begin = self._extend_left(words, head)
        if not self._introduced(words, begin, strict=strict):
            return None
        ends = head == len(words) - 1 and words[head].plain in _RELATIVE_NOUNS
        if ends and (begin == head or words[head - 1].plain in _FORMERLY):
            # "His former partner" may be anybody.
            return None
        return words[begin].start, words[-1].end

    def _introduced(self, words: Sequence[_Word], begin: int, *, strict: bool) -> bool:
        """Whether a determiner, a possessor or the clause's beginning stands before the phrase."""
        if begin == 0:
            return not strict
        previous = words[begin - 1]
        if _is_possessive(previous.text):
            return True
        if previous.plain in _DETERMINERS:
            # "for a queen of the dynasty, historian Jo Park": another person.
            return not (strict and previous.plain in ("a", "an"))
        return not strict and (
            previous.text in '.,;:—\u2013“"('
            or previous.plain in ("said", "by", "with", "and", "as", "called", "including", "like")
            or words[begin].text[0].isupper()
        )

    def _clause_start(self, words: Sequence[_Word]) -> int:
        for position in range(len(words) - 1, -1, -1):
            if words[position].text in '.,;:—\u2013“”"()!?':
                return position + 1
        return 0

    # --- after the name --------------------------------------------------------------------------

    def _after(self, mention: Named) -> list[tuple[int, int]]:
        text, end = self._text, mention.end
        if text[end : end + 1] not in (",", " ", "\u00a0"):
            return []
        if text.startswith((", who ", " who "), end):
            return self._listed(self._leads(end))
        age = _AGE.match(text, end)
        position = age.end() if age else end
        if text[position : position + 2] != ", ":
            return []
        if not self._may_open_role(position + 2):
            return []
        words = _tokens(text, position + 2, position + _REACH_AFTER, one_clause=True)
        return self._appositive_after(words)

    def _may_open_role(self, start: int) -> bool:
        """A cheap look at the word behind the comma."""
        match = _FIRST_WORD.match(self._text, start)
        if match is None:
            return False
        word = match.group()
        if word[0].isupper():
            return self._label_at(start) != "PERSON"
        if "-" in word or word in _DETERMINERS or word == "then" or _is_possessive(word):
            return True
        return word in lexicon().modifiers or _is_head(word)

    def _leads(self, end: int) -> tuple[int, int] | None:
        """``Jo Park, who heads the Red Cross``: the verb and the body that it names."""
        match = _LEADING_VERBS.match(self._text, end)
        if match is None:
            return None
        stop = _VERB_BREAK.search(self._text, match.start(1), match.end(1))
        found = match.start(1), stop.start() if stop else match.end(1)
        inside = self._inside(*found)
        return found if inside and self._mentions[inside[0]].label == "ORG" else None

    def _appositive_after(self, words: list[_Word]) -> list[tuple[int, int]]:
        """``Christophe Lemoine, the ministry's spokesman,``: the phrases behind the comma."""
        if not words:
            return []
        begin = 1 if words[0].plain in _DETERMINERS else 0
        if begin and words[0].plain == "the" and len(words) > 2:
            begin = self._common_possessor(words)
        elif not begin:
            begin = self._named_possessor(words) or 0
        if begin < len(words) and words[begin].plain.endswith("-old"):
            begin += 1
        free = words[0].plain in _DETERMINERS or begin > 0
        if words[0].plain == "then":
            # Elsewhere the word tells time: "then went home".
            head = self._head_after(words, 1, free=False)
            return [] if head is None else [(words[0].start, words[head].end)]
        head = self._head_after(words, begin, free=free)
        if head is None:
            return []
        last = self._extend_right(words, head)
        if last == begin and words[head].plain in _RELATIVE_NOUNS:
            return []
        found = [(words[begin].start, words[last].end)]
        return found + self._further(words, last + 1)

    def _further(self, words: Sequence[_Word], position: int) -> list[tuple[int, int]]:
        """``an astronomer at Leeds and lead author of the study``: a second role after ``and``."""
        if position >= len(words) or words[position].plain != "and":
            return []
        begin = position + 1
        free = begin < len(words) and words[begin].plain in _DETERMINERS
        begin += free
        head = self._head_after(words, begin, free=free)
        if head is None:
            return []
        return [(words[begin].start, words[self._extend_right(words, head)].end)]

    def _common_possessor(self, words: Sequence[_Word]) -> int:
        """Where the role begins behind ``the``: ``ministry's spokesman`` keeps its possessor."""
        for position in range(1, min(5, len(words))):
            word = words[position]
            if _is_possessive(word.text):
                named = self._label_at(word.start) is not None or word.text[0].isupper()
                return position + 1 if named else 1
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
        """The last role noun of the phrase; ``free`` allows any adjective or noun before it."""
        head: int | None = None
        for position in range(begin, min(len(words), begin + 9)):
            word = words[position]
            plain = word.plain
            if not word.text[0].isalnum() or plain in _CALENDAR:
                break
            label = self._label_at(word.start)
            if label == "PERSON" or plain in _PREPOSITIONS or (label is None and plain in _STOPS):
                break
            possessive = _is_possessive(word.text)
            if not possessive and _is_head_noun(plain, free=free):
                head = position
                continue
            known = label is not None or word.text[0].isupper() or plain in lexicon().modifiers
            if known or possessive or "-" in plain:
                continue
            if not free or head is not None:
                break
        return head

    def _extend_right(self, words: Sequence[_Word], head: int) -> int:
        """Last word of the phrase: over ``and CEO`` and ``at St Mary's Hospital in Leeds``."""
        last = head
        position = head + 1
        if position < len(words) - 1 and words[position].plain == "and":
            other = self._head_after(words, position + 1, free=False)
            if other is not None:
                last, position = other, other + 1
        if position >= len(words) or words[position].plain not in _PREPOSITIONS:
            return last
        while position < len(words) and position - head < _MOST_WORDS:
            word = words[position]
            label = self._label_at(word.start)
            if not (word.text[0].isalnum() or word.text == "&") or label == "PERSON":
                break
            if label is None and (word.plain in _STOPS or word.plain in _CALENDAR):
                break
            if "\n" in self._text[words[position - 1].end : word.start]:
                break
            if (
                word.plain == "and"
                and self._head_after(words, position + 1, free=False) is not None
            ):
                break
            if word.plain not in _PREPOSITIONS and word.plain not in _DETERMINERS | {"and"}:
                last = position
            position += 1
        return last

    # --- whom it belongs to ----------------------------------------------------------------------

    def _owner(self, person: int, start: int, end: int) -> int | None:
        """The organisation or place in the role's span, before it, or that its noun points to."""
        possessor = _COMMON_POSSESSOR.match(self._text, start, end)
        if possessor and self._label_at(start) is None:
            return self._by_noun(person, start, possessor.end())
        inside = self._inside(start, end)
        for labels in (("ORG",), ("GPE", "LOC", "FAC"), ("NORP",)):
            for index in inside:
                if self._mentions[index].label in labels:
                    return index
        owner = self._possessor(start)
        if owner is None:
            owner = self._behind_name(person, end)
        if owner is not None:
            return owner
        before = _COMMON_OWNER.search(self._text, max(0, start - 25), start)
        return self._by_noun(person, before.start() if before else start, end)

    def _possessor(self, start: int) -> int | None:
        """``Germany's foreign minister``: the name whose possessive stands before the role."""
        if not self._text.endswith(("'s ", "\u2019s ", "' ", "\u2019 "), max(0, start - 3), start):
            return None
        slot = bisect_right(self._starts, start) - 1
        if slot < 0:
            return None
        index = self._positions[slot]
        near = start - self._mentions[index].end <= 3
        fits = near and self._mentions[index].label in ("ORG", "GPE", "LOC", "FAC")
        return index if fits else None

    def _behind_name(self, person: int, end: int) -> int | None:
        """``Mayor Jo Park of Leeds``."""
        name = self._mentions[person]
        if end > name.start or person + 1 >= len(self._mentions):
            return None
        following = self._mentions[person + 1]
        if following.field != name.field or following.label not in ("ORG", "GPE", "LOC"):
            return None
        gap = self._text[name.end : following.start]
        return person + 1 if gap in (" of ", " of the ") else None

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
        """``ministry spokesman``, ``the firm's head``: the body that was named last."""
        for match in _OWNER_NOUN.finditer(self._text, start, end):
            noun = match.group(1).lower()
            if noun not in HEAD_NOUNS and noun != "its":
                continue
            # "Its" and "the company's" point to whatever body was named last.
            any_body = noun in _ANY_BODY
            for index in range(person - 1, max(-1, person - 1 - _OWNER_REACH), -1):
                mention = self._mentions[index]
                if mention.label == "ORG" and (any_body or noun in mention.key.split()):
                    return index
        return None
