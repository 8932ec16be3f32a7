"""What a text says of a figure's exactness, before it and after it."""

from typing import Final

from streams.enrich.figures.lexicon import words
from streams.enrich.figures.numerals import HYPHENS
from streams.enrich.figures.tokens import Tokens
from streams.records.figure import Qualifier

_BEFORE_TEXT: Final[dict[Qualifier, str]] = {
    "at_least": "at least|at the very least|at minimum|no fewer than|no less than|not less than|"
        "not fewer than|a minimum of|minimum of|minimum|"
    "as few as|as little as|as low as|at the least|min|>=|≥|a minimum|greater than or equal to|"
    "more than or equal to|or more than|starting at|starting from|"
    "from at least|not under|not below|never less than|never fewer than",
    "at_most": "at most|no more than|not more than|no greater than|not exceeding|a maximum of|"
        "maximum of|maximum|at the most|max|<=|≤|a maximum|"
    "no higher than|less than or equal to|not over|not above|capped at|limited to|at the very most|"
    "never more than|no longer than|no older than|no later than",
    "up_to": "up to|as many as|as much as|as high as|as long as|as far as|up to and including|as "
        "large as|as late as|as old as|anything up to|a high of",
    "about": "about|around|approximately|approx|approx.|roughly|some|an estimated|estimated|"
        "estimated at|estimated to be|circa|ca|ca.|c.|~|≈|in the region of|"
    "in the neighborhood of|in the neighbourhood of|somewhere around|something like|more or less|"
    "in the vicinity of|an approximate|approximate|"
    "on the order of|in the order of|or so|an average of about|estimates of|at an estimated|"
    "roughly about|somewhere between|"
    "estimated cost of|estimated total of|estimated value of|estimated population of|estimated at "
    "about|estimated at around|believed to be about|"
    "estimated worth of|estimated loss of|estimated losses of|estimated damage of|estimated crowd "
    "of|estimated audience of|estimated number of|"
    "rough estimate of|an estimate of|a projected|loosely|what is estimated to be|thought to be around|±",
    "nearly": "nearly|almost|close to|just short of|approaching|nearing|not quite|virtually|"
        "verging on|near to|shy of|just shy of|practically|near|closing in on",
    "more_than": "more than|over|above|exceeding|exceeded|exceeds|exceed|upwards of|upward of|"
        "north of|in excess of|greater than|higher than|just over|"
    "well over|well above|just above|better than|bigger than|larger than|beyond|topping|topped|tops|"
    "surpassing|surpassed|surpasses|surpass|>|older than|longer than|slightly over|slightly more than|"
    "a little over|a little more than|far more than|well in excess of|passed|passes|past|crossed|crosses|"
    "crossing|not just|or over|significantly more than|heavier than|taller than|faster than|hotter than|"
    "worth over|excess of|outnumbering|far exceeding|far above|far over",
    "less_than": "less than|fewer than|under|below|<|lower than|smaller than|short of|south of|"
        "just under|just below|well under|well below|"
    "slightly less than|slightly under|a little under|a little less than|far fewer than|far less "
    "than|younger than|shorter than|not even|cheaper than|slower than|lighter than|"
    "slightly below|way below|way under",
}  # fmt: skip


def _phrases() -> dict[tuple[str, ...], Qualifier]:
    table: dict[tuple[str, ...], Qualifier] = {}
    for name, text in _BEFORE_TEXT.items():
        for phrase in text.split("|"):
            table[_cut(phrase)] = name
    return table


def _cut(phrase: str) -> tuple[str, ...]:
    """Cut a phrase as the tokeniser does."""
    tokens = Tokens(phrase)
    return tuple(tokens.words[: tokens.size])


_BEFORE: Final = _phrases()
_LENGTHS: Final = {
    last: sorted({len(phrase) for phrase in _BEFORE if phrase[-1] == last}, reverse=True)
    for last in {phrase[-1] for phrase in _BEFORE}
}
"""How many words phrases have, longest first, by their last word."""
_FILLERS: Final = words(
    "another further additional a an the total of other as its their his her only just combined further"
)
_MAX_FILLERS: Final = 2
_NEEDS_NUMBER_NEXT: Final = frozenset(
    {
        "over",
        "about",
        "around",
        "under",
        "above",
        "below",
        "near",
        "past",
        "beyond",
        "some",
        "passed",
        "crossed",
        "estimated",
    }
)
"""Prepositions that mean something else before an article: ``over the 12 days``."""


def qualifier_before(tokens: Tokens, first: int) -> tuple[Qualifier | None, int]:
    """Return the qualifier before the figure's first token and where it starts, looking over fillers (``another``)."""
    at = first
    for fillers in range(_MAX_FILLERS + 1):
        if tokens.words[at - 1] in _LENGTHS:
            found = _longest(tokens, at)
            compared = tokens.words[at] == "the" and tokens.words[at - 1] in {"than", "of"} and fillers
            if found is not None and not compared and not (fillers and tokens.words[at - 1] in _NEEDS_NUMBER_NEXT):
                return found
        if tokens.words[at - 1] not in _FILLERS or at <= 0:
            break
        at -= 1
    return None, first


def _longest(tokens: Tokens, at: int) -> tuple[Qualifier, int] | None:
    for length in _LENGTHS[tokens.words[at - 1]]:
        if length > at:
            continue
        name = _BEFORE.get(tuple(tokens.words[at - length : at]))
        if name is not None:
            if _is_other_sense(tokens, at - length, at, length):
                return None
            return _negated(tokens, at - length, name), at - length
    return None


def _negated(tokens: Tokens, first: int, name: Qualifier) -> Qualifier:
    """Turn ``did not fall below`` into at least, ``did not rise above`` into at most."""
    if tokens.words[first - 2] != "not" or tokens.words[first] not in {"below", "under", "above", "over"}:
        return name
    return "at_least" if name == "less_than" else "at_most"


def _is_other_sense(tokens: Tokens, first: int, at: int, length: int) -> bool:
    word, before = tokens.words[at - 1], tokens.words[first - 1]
    if length > 1:
        return _compares(tokens, first, at, before)
    if word == "over" and _is_duration_over(tokens, at, before):
        return True
    if word == "over":
        return before in {
            "dispute",
            "disputes",
            "row",
            "fight",
            "battle",
            "clash",
            "debate",
            "lawsuit",
            "spread",
            "held",
            "paid",
            "staggered",
            "stretched",
            "all",
            "take",
            "hand",
            "handed",
            "taken",
            "takes",
            "took",
        }
    if word == "under":
        return before in {"trapped", "buried"}
    if word in {"past", "passed", "crossed", "passes", "crosses", "crossing"}:
        large = (
            "," in tokens.words[at]
            or tokens.words[at + 1] in {"million", "billion", "thousand", "crore", "lakh"}
            or tokens.words[at] in {"$", "£", "€"}
        )
        return not large or (word == "past" and before not in _MOVES_PAST)
    if word == "near":
        return before not in {"of", "to"} and tokens.words[at] != "record"
    if word in {"max", "min"}:
        return tokens.capitalised(first)
    return bool(word == "c" or (word == "." and length == 1))


def _compares(tokens: Tokens, first: int, at: int, before: str) -> bool:
    """Tell whether a phrase compares or is half of a verb: ``12% more than``, ``fall short of``."""
    word = tokens.words[at - 1]
    if word == "than" and (before in {"%", "percent", "cent", "points", "times"} or before.isdecimal()):
        # ``12% more than a year earlier`` compares
        return True
    if tokens.words[first:at] == ["short", "of"]:
        return before == "well" or before in {"fall", "falls", "fell", "fallen", "falling", "stop", "stopped", "stops"}
    return word == "to" and tokens.words[first] == "up" and before in _MOVES_UP


_MOVES_UP: Final = words(
    "add adds adding go goes going went gone shoot shoots shot tick ticks ticked ticking inch inched inching "
    "edge edged edging move moved moving crept creep climb climbed climbing rose rising jumped pushed pushing "
    "nudged speed sped came bumped ratcheted picked"
)
"""Verbs that ``up`` belongs to: what ``ticked up to 3.7`` reached is no upper bound."""
_MOVES_PAST: Final = _MOVES_UP | words("surge surged surges soar soared soars jump jumps sail sailed swept rocketed")
_OVER_LEADERS: Final = words(
    "for after in within lasted last lasts take takes took taken spent was is been of by just well and been"
)


def _is_duration_over(tokens: Tokens, at: int, before: str) -> bool:
    """Tell whether ``over`` means during: ``$10 billion over 10 years``."""
    units = {"years", "year", "months", "weeks", "days", "hours", "minutes", "decades", "decade"}
    for step in range(at, at + 4):
        if tokens.words[step] in units:
            after = tokens.words[step + 1]
            return (
                before not in _OVER_LEADERS and before != "" and after not in {"ago", "old", "later", "of", "earlier"}
            )
        if tokens.words[step] in {"percent", "per", "%", "million"}:
            return False
    return False


_AFTER_TEXT: Final[dict[str, Qualifier]] = {
    "or more": "at_least", "or so": "about", "or less": "at_most", "or fewer": "at_most",
    "or higher": "at_least", "or above": "at_least",
    "or over": "at_least", "or older": "at_least", "or greater": "at_least",
    "or longer": "at_least", "or better": "at_least",
    "or below": "at_most", "or under": "at_most", "or lower": "at_most", "or younger": "at_most",
    "or thereabouts": "about",
    "and over": "at_least", "and above": "at_least", "and older": "at_least", "and up": "at_least",
    "and under": "at_most", "and younger": "at_most",
    "at least": "at_least", "at the least": "at_least", "at most": "at_most",
    "at the most": "at_most", "at a minimum": "at_least",
    "plus": "more_than", "maximum": "at_most", "max": "at_most", "minimum": "at_least",
    "give or take": "about", "tops": "at_most",
    "at the very least": "at_least", "or even more": "at_least", "if not more": "at_least",
    "or larger": "at_least", "or upwards": "at_least",
    "or better than": "at_least", "or up": "at_least", "upwards": "at_least",
    "approximately": "about", "approx": "about", "estimated": "about",
}  # fmt: skip
_AFTER: Final = {_cut(phrase): name for phrase, name in _AFTER_TEXT.items()}
_AFTER_FIRST: Final = frozenset(phrase[0] for phrase in _AFTER)
_AFTER_LONGEST: Final = max(len(phrase) for phrase in _AFTER)


def qualifier_after(tokens: Tokens, end: int) -> Qualifier | None:
    """Return what stands right after the figure or its noun phrase: ``or more``, ``+``, ``-odd``."""
    word = tokens.words[end]
    if word == "+" and tokens.glued(end):
        return "more_than"
    if word in HYPHENS and tokens.glued(end):
        return {"plus": "more_than", "odd": "about", "ish": "about"}.get(tokens.words[end + 1])  # type: ignore[return-value]
    if word == "odd":
        return "about"
    if word not in _AFTER_FIRST:
        return None
    for length in range(_AFTER_LONGEST, 0, -1):
        name = _AFTER.get(tuple(tokens.words[end : end + length]))
        if name is not None:
            return None if _belongs_to_next(tokens, end, length) else name
    return None


def _belongs_to_next(tokens: Tokens, end: int, length: int) -> bool:
    """Tell whether the phrase qualifies what follows: ``12 at least 30``, ``5 plus tax``."""
    following = tokens.words[end + length]
    first = tokens.words[end]
    if first in {"plus", "approximately", "approx", "maximum", "minimum", "max", "tops", "upwards"}:
        return following not in {"", ".", ",", ")", ";"} and first != "maximum"
    if first == "at":
        return following not in {
            "",
            ".",
            ",",
            ")",
            ";",
            "in",
            "dead",
            "killed",
            "injured",
            "were",
            "have",
            "and",
            "on",
            "—",
            "-",
            "to",
            "before",
            "until",
        }
    return first == "and" and tokens.words[end + 1] in {"up", "over", "above", "under"} and following in {"the", "a"}
