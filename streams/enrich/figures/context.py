"""What the clause says about a figure: counted noun, event, rate, change, qualifier.

Figures of one sentence are annotated in their order; coordination then hands events from one to the
next (``31 people, including five children``) and back (``12 soldiers and three civilians were
killed``).
"""

import itertools
from collections.abc import Sequence
from typing import Final

from streams.enrich.figures.counted import counted_phrase, head_text
from streams.enrich.figures.drafts import Draft
from streams.enrich.figures.events import (
    PREDICATES,
    adjective_event,
    count_after,
    deaths_before,
    group_event,
    noun_event,
    predicate_after,
    toll_before,
    verb_before,
)
from streams.enrich.figures.lexicon import PERSON_NOUNS, is_adverb, words
from streams.enrich.figures.numerals import HYPHENS, NUMBER_WORDS
from streams.enrich.figures.qualifiers import qualifier_after, qualifier_before
from streams.enrich.figures.rates import adjective_rate, change_after, change_before, rate_after
from streams.enrich.figures.tokens import NUMBER, WORD, Tokens
from streams.records.figure import FigureEvent

_COUNTABLE: Final = frozenset({"cardinal", "percent"})
_CHANGING: Final = frozenset({"cardinal", "money", "percent", "quantity"})


_POINTS: Final = frozenset({"points", "seats", "votes", "jobs", "places"})
"""What is lost or gained as a change; soldiers and money are not."""


def annotate(tokens: Tokens, drafts: Sequence[Draft], floor: int) -> None:
    """Fill in the records of one sentence's figures.

    Args:
        tokens: The text's tokens.
        drafts: The sentence's figures in order.
        floor: First token of the sentence.
    """
    previous: Draft | None = None
    for draft in drafts:
        if previous is not None and draft.end <= previous.phrase_end and draft.kind == "cardinal":
            # The whole that a part is taken from: what happened, happened to the part.
            _count(tokens, draft)
            draft.phrase_end = draft.end
            draft.event = PREDICATES.get(tokens.words[draft.end])
            continue
        draft.phrase_end = draft.lead = draft.end
        draft.lead = draft.first
        if draft.kind in {"date", "ordinal"}:
            continue
        if draft.role != "score":
            _qualify(tokens, draft)
        _count(tokens, draft)
        _rate(tokens, draft)
        _change(tokens, draft, previous)
        if draft.base in _COUNTABLE and draft.role is None:
            _event(tokens, draft, (floor, floor if previous is None else max(floor, previous.end)), previous)
        previous = draft
    counts = [draft for draft in drafts if _coordinates(draft)] if len(drafts) > 1 else []
    if len(counts) > 1:
        _coordinate(tokens, counts)


def _coordinates(draft: Draft) -> bool:
    return draft.base in _COUNTABLE and draft.kind in {"cardinal", "range", "percent"} and draft.role is None


def _qualify(tokens: Tokens, draft: Draft) -> None:
    draft.qualifier, draft.lead = qualifier_before(tokens, draft.first)
    if draft.qualifier is None:
        draft.qualifier = qualifier_after(tokens, draft.end)


def _count(tokens: Tokens, draft: Draft) -> None:
    if draft.base not in _COUNTABLE or draft.role is not None:
        return
    at = draft.end
    if draft.base == "percent" and tokens.words[at] != "of":
        return
    if tokens.words[draft.first - 1] in {"day", "kilometre", "kilometer", "measuring", "measured"}:
        return
    at += _qualifier_behind(tokens, at)
    if draft.shape == "fraction" and tokens.words[at] in {
        "the",
        "its",
        "their",
        "his",
        "her",
        "all",
    }:
        at += 1
        if tokens.kinds[at] == NUMBER or tokens.words[at] in NUMBER_WORDS:
            # ``half the 22 hostages``
            at += 1
    if tokens.words[at] == "(":
        return
    single = draft.value == 1 and draft.value_max is None
    phrase = counted_phrase(tokens, at, single=single and tokens.words[at] != "of")
    draft.of, draft.head = head_text(tokens, phrase), phrase.head
    draft.phrase_end = max(phrase.end, at)
    if draft.qualifier is None and draft.head is not None:
        draft.qualifier = qualifier_after(tokens, phrase.end)


def _qualifier_behind(tokens: Tokens, at: int) -> int:
    """Return how many tokens of a qualifier stand before the counted noun: ``1000+ people``, ``20 or so people``."""
    if tokens.words[at] == "+" and tokens.glued(at):
        return 1
    hyphened = tokens.words[at] in HYPHENS and tokens.glued(at) and tokens.words[at + 1] == "plus"
    spoken = tokens.words[at] == "or" and tokens.words[at + 1] in {"so", "more", "fewer"}
    return 2 if hyphened or spoken else 0


def _rate(tokens: Tokens, draft: Draft) -> None:
    if draft.role is not None or draft.per is not None:
        return
    if draft.base == "duration":
        if tokens.words[draft.end] == "of" and tokens.words[draft.end + 2] in {"a", "per"}:
            # ``90 minutes of sport a week``
            draft.per = rate_after(tokens, draft.end + 2, money=False)
        elif tokens.words[draft.end] == "per" or (tokens.words[draft.end] == "a" and draft.unit != "year"):
            draft.per = rate_after(tokens, draft.end, money=False)
        return
    at = draft.phrase_end if draft.base in _COUNTABLE else draft.end
    draft.per = rate_after(
        tokens,
        at,
        money=draft.base == "money",
    ) or adjective_rate(tokens, draft.lead, draft.end)


def _change(tokens: Tokens, draft: Draft, previous: Draft | None) -> None:
    if draft.base not in _CHANGING or draft.role is not None:
        return
    held = draft.base == "money" or (draft.of or "points") not in _POINTS
    draft.change = change_before(tokens, draft.lead, held=held)
    if draft.change is None and draft.base == "percent":
        draft.change = change_after(tokens, draft.end)
    if draft.change not in {"up_to", "down_to"} or previous is None or previous.base != draft.base:
        if (
            previous is not None
            and previous.change in {"up_to", "down_to"}
            and tokens.words[draft.lead - 1] == "from"
            and draft.lead - previous.phrase_end <= 4
        ):
            previous.from_ = draft.value if previous.base == draft.base else None
        return
    if tokens.words[previous.lead - 1] == "from" and draft.lead - previous.end <= 4:
        draft.from_ = previous.value


def _event(tokens: Tokens, draft: Draft, floors: tuple[int, int], previous: Draft | None) -> None:
    """Set what happened; ``floors`` are the sentence's first token and the one after the previous figure."""
    phrase_start = draft.end
    draft.event = noun_event(tokens, draft.head)
    if draft.event is not None:
        draft.owns = draft.named = True
        return
    draft.event = adjective_event(tokens, phrase_start, draft.head)
    if draft.event is not None:
        draft.owns = draft.named = True
        return
    if draft.base == "percent":
        draft.event = group_event(tokens, draft.lead, draft.end)
        return
    counted = count_after(tokens, draft.end) if tokens.words[draft.end] == "the" else None
    if counted is not None:
        draft.event = counted[0]
        if counted[1] and draft.of is None:
            phrase = counted_phrase(tokens, counted[1], single=False)
            draft.of = head_text(tokens, phrase)
        return
    group = group_event(tokens, draft.lead, draft.end)
    if group is not None:
        fate = predicate_after(tokens, draft.end + 3) if tokens.words[draft.end] == "of" else None
        draft.event = fate[0] if fate is not None else group
        return
    start = draft.phrase_end
    if tokens.words[draft.end] == "of" and draft.head is None:
        start = _after_pronoun(tokens, draft.end)
    inside = previous is not None and previous.phrase_end == draft.lead - 1 and tokens.words[draft.lead - 1] == "of"
    after = None if inside else predicate_after(tokens, start)
    before = verb_before(tokens, draft.lead)
    if before is not None and (after is None or after[1] > start + 1):
        draft.event, draft.owns = before[0], False
    elif after is not None:
        draft.event, draft.owns, draft.said_at = after[0], True, after[1]
    else:
        draft.event = _toll(tokens, draft, floors)


def _toll(tokens: Tokens, draft: Draft, floors: tuple[int, int]) -> FigureEvent | None:
    """Return the event of losses: ``lost two soldiers``, ``the toll rose to 12``."""
    if draft.head is not None and tokens.words[draft.lead - 1] in {"lost", "losing", "lose"}:
        return "killed" if tokens.words[draft.head] in _FORCES else None
    begin, floor = floors
    if draft.head is not None:
        return toll_before(tokens, draft.lead, floor)
    if "toll" in tokens.words[begin : begin + 4] and change_before(tokens, draft.lead) is not None:
        # ``The death toll after a magnitude-6.5 earthquake increased to 367``
        return "killed"
    return toll_before(tokens, draft.lead, floor) or deaths_before(tokens, draft.lead, floor)


_FORCES: Final = words("soldiers troops policemen officers fighters men guards servicemen commandos peacekeepers")


def _after_pronoun(tokens: Tokens, of: int) -> int:
    return of + 2 if tokens.words[of + 1] in {"them", "whom", "those", "these", "us"} else of + 1


def _coordinate(tokens: Tokens, drafts: Sequence[Draft]) -> None:
    for left, right in itertools.pairwise(drafts):
        link = _link_between(tokens, left, right)
        if not link:
            continue
        if right.event is None and left.event is not None and _inherits(tokens, left, right, link):
            right.event = left.event
        if right.of is None and left.of is not None and _resolves(tokens, left, right):
            right.of = left.of
    for right, left in zip(reversed(drafts), reversed(drafts[:-1]), strict=False):
        if left.event is None and _is_among(tokens, left, right):
            left.event = right.event
        if (
            left.event is None
            and right.event is not None
            and right.owns
            and not right.named
            and right.head is not None
            and left.of not in {"bodies", "body", "corpses"}
            and _link_between(tokens, left, right) == "list"
        ):
            left.event = right.event
            left.owns = True


def _is_among(tokens: Tokens, left: Draft, right: Draft) -> bool:
    """Tell whether the left are some of the right: ``ten children were among 23 people killed``."""
    between = tokens.words[left.phrase_end : right.lead]
    if tokens.words[left.first - 1] == "of":
        # ``a mother of two was among 13 people killed``
        return False
    return between[:1] in (["were"], ["was"], ["are"], ["is"]) and between[1:2] == ["among"] and len(between) <= 4


_LIST_WORDS: Final = words(
    "and , or as well plus along with together also another a further additional at least other up to"
)
_PART_WORDS: Final = frozenset({"including", "among", "whom"})
_SEVERITIES: Final = words("seriously critically badly severely slightly gravely lightly")
_COMPARISONS: Final = (["compared", "with"], ["compared", "to"], ["up", "from"], ["down", "from"])
_LINK_BREAKS: Final = frozenset({";", ":", ".", "but", "while"})
_MAX_LINK: Final = 14


def _link_between(tokens: Tokens, left: Draft, right: Draft) -> str:
    """Return how two figures hang together: ``list``, ``part`` (including), ``verb`` or nothing."""
    start = left.phrase_end
    words = tokens.words[start : right.lead]
    if len(words) > _MAX_LINK or not _LINK_BREAKS.isdisjoint(words):
        return ""
    if tokens.words[right.end] == "of" and tokens.words[right.end + 1] in {"them", "whom"}:
        return "part"
    if not _PART_WORDS.isdisjoint(words):
        return "part"
    if tokens.words[right.end] in _SEVERITIES and right.head is None:
        return "part"
    if _LIST_WORDS.issuperset(words):
        return "list" if words else ""
    if words[-2:] in _COMPARISONS or words == ["from"]:
        return "than"
    return "verb"


def _resolves(tokens: Tokens, left: Draft, right: Draft) -> bool:
    """Tell whether an elliptical count is one of what was counted before it."""
    if tokens.words[right.end] == "of" and tokens.words[right.end + 1] in {
        "them",
        "whom",
        "which",
        "these",
        "those",
    }:
        return True
    if tokens.words[right.lead - 2 : right.lead] == ["of", "whom"]:
        return True
    return right.event is not None and left.of is not None and left.of.lower() in PERSON_NOUNS


def _says_otherwise(tokens: Tokens, right: Draft) -> bool:
    """Tell whether the clause goes on about the right figure itself: ``12 died and ten more are in hospital``."""
    after = right.phrase_end + (tokens.words[right.phrase_end] in {"more", "others"})
    return tokens.words[after] in {"are", "were", "is", "was", "remain", "remained", "have", "had"}


def _inherits(tokens: Tokens, left: Draft, right: Draft, link: str) -> bool:
    if link == "part":
        return True
    if link == "than":
        return right.head is None
    if tokens.words[right.lead - 2 : right.lead] == [",", "or"]:
        # ``1.9 million people, or nine in 10 of the population``
        return True
    if _says_otherwise(tokens, right):
        return False
    if link == "list":
        return not left.owns or right.of is None
    # ``killed five people in Kabul and three in Herat``: the second has no verb of its own.
    words = tokens.words[left.phrase_end : right.lead]
    if right.head is not None and right.of is not None and not left.owns and words[-1:] == ["and"]:
        # ``displaced four million people inside the country and six million people into others``
        alike = right.of.lower() in PERSON_NOUNS and (left.of or "").lower() in PERSON_NOUNS
        placed = tokens.words[right.phrase_end] in {"in", "into", "at", "near", "within", "inside", "outside", "across"}
        return alike and placed and not _has_verb(tokens, left, right)
    if right.head is not None or "and" not in words or left.named:
        return False
    return tokens.words[right.end] in {
        "in",
        "at",
        "near",
        "elsewhere",
        "more",
        "others",
        "on",
    } and not _has_verb(tokens, left, right)


def _has_verb(tokens: Tokens, left: Draft, right: Draft) -> bool:
    """Tell whether what looks like a verb or an adverb stands between two figures."""
    return any(
        tokens.kinds[step] == WORD and (tokens.words[step].endswith(("ed", "ing")) or is_adverb(tokens.words[step]))
        for step in range(max(left.phrase_end, left.said_at + 1), right.lead)
    )
