"""Rates (``a week``, ``per capita``, ``annually``) and changes (``rose by``, ``fell to``)."""

from typing import Final

from streams.enrich.figures.lexicon import CONJUNCTIONS, PREPOSITIONS, PRONOUNS, is_adverb, words
from streams.enrich.figures.numerals import HYPHENS, NUMBER_WORDS, SCALES
from streams.enrich.figures.tokens import NUMBER, WORD, Tokens
from streams.enrich.figures.units import TIME_UNITS, parse_unit
from streams.records.figure import ChangeDirection

_ADVERBS: Final = {
    "annually": "year", "yearly": "year", "daily": "day", "weekly": "week", "monthly": "month",
    "hourly": "hour", "nightly": "night",
    "quarterly": "quarter",
}  # fmt: skip
_ADJECTIVES: Final = {"annual": "year"} | _ADVERBS
_GOODS: Final = words(
    "barrel litre liter share pound ounce ton tonne gallon head person night bottle kilo kilogram piece pop "
    "ticket unit bushel mile kilometre kilometer copy seat pack bag head plate bed room acre hectare go "
    "time visit hour gram shot game match session pint cup call household vehicle kilowatt dozen tablet "
    "dose trip family child student passenger kwh megawatt vote bale carat bbl round packet sack"
)
_OTHER_TIMES: Final = frozenset(
    {
        "night",
        "season",
        "weekend",
        "morning",
        "evening",
        "shift",
        "term",
        "game",
        "match",
        "session",
    }
)
_RATE_STARTS: Final = HYPHENS | _ADVERBS.keys() | {"per", "/", "a", "an", "each", "every", "apiece"}
_NOT_RATE_AFTER: Final = words("after before earlier ago later prior when since old following long")
_WINDOW: Final = 6


def rate_after(tokens: Tokens, at: int, *, money: bool) -> str | None:
    """Return the denominator said after a figure or its noun phrase, or None.

    Args:
        tokens: The text's tokens.
        at: Token after the figure (money, quantities) or after its noun phrase (counts).
        money: Prices also take goods: ``$80 a barrel``.
    """
    step = at
    for step in range(at, at + _WINDOW):
        word = tokens.words[step]
        found = _rate_at(tokens, step, money=money) if word in _RATE_STARTS else None
        if found is not None:
            return found
        if (
            tokens.kinds[step] != WORD
            or word in NUMBER_WORDS
            or word in PRONOUNS
            or word in CONJUNCTIONS
            or word == "to"
        ):
            return None
    return None


def _rate_at(tokens: Tokens, at: int, *, money: bool) -> str | None:
    word, noun = tokens.words[at], tokens.words[at + 1]
    if word == "per":
        if noun == "cent":
            return None
        return _per(tokens, at + 1)
    if word == "/" and tokens.kinds[at + 1] == WORD:
        return TIME_UNITS.get(noun, noun)
    if word in {"a", "an", "each", "every"}:
        return _article(tokens, at, money=money)
    if word in _ADVERBS:
        follows = tokens.words[at + 1]
        return (
            _ADVERBS[word]
            if tokens.kinds[at + 1] != WORD
            or follows in {"in", "to", "from", "on", "by", "at", "and", "for", "since", "across", "worldwide"}
            else None
        )
    if word in HYPHENS and noun in {"a", "an", "per"} and tokens.words[at + 2] in HYPHENS:
        # ``a £9,250-a-year fee``
        goods = tokens.words[at + 3]
        return TIME_UNITS.get(goods) or (goods if money and goods in _GOODS else None)
    if word == "apiece":
        return "each"
    return None


def _per(tokens: Tokens, at: int) -> str | None:
    """Return the noun after ``per``: its last word, ``100,000 people`` as ``person``."""
    step = at
    if tokens.kinds[step] == NUMBER:
        step += 1
        joint = step + (tokens.words[step] in HYPHENS)
        if tokens.kinds[joint + 1] == WORD and (joint > step or tokens.glued(step)):
            # ``per 90kg bag``, ``per 50-kilogram bag``
            step = joint + 1
    if tokens.kinds[step] != WORD:
        return None
    if tokens.words[step] == "live" and tokens.words[step + 1] == "births":
        step += 1
    step += (
        tokens.words[step] in SCALES and tokens.kinds[step + 1] == WORD and tokens.words[step + 1] not in PREPOSITIONS
    )
    word = tokens.words[step]
    if word in {"square", "cubic", "sq"}:
        unit = parse_unit(tokens, step)
        return unit.name if unit is not None else None
    if tokens.words[step + 1] in HYPHENS and tokens.glued(step + 1) and tokens.words[step + 2] == "hour":
        return f"{word}-hour"
    return TIME_UNITS.get(word, word)


def _article(tokens: Tokens, at: int, *, money: bool) -> str | None:
    word, noun = tokens.words[at], tokens.words[at + 1]
    if tokens.words[at - 1] in PREPOSITIONS:
        return None
    if tokens.words[at + 2] in _NOT_RATE_AFTER or tokens.words[at + 2 : at + 4] == ["from", "now"]:
        return None
    if word == "each" and (tokens.kinds[at + 1] != WORD or noun in {"of", "in", "for", "from", "to", "and"}):
        return "each"
    if noun in TIME_UNITS:
        return TIME_UNITS[noun] if not noun.endswith("s") else None
    if money and noun in {"square", "cubic"}:
        return _per(tokens, at + 1)
    if noun in _OTHER_TIMES or (money and noun in _GOODS):
        return noun
    return None


def adjective_rate(tokens: Tokens, first: int, end: int) -> str | None:
    """Return the denominator of an adjective around a figure: ``4 million annual visitors``."""
    for step in (end, first - 1):
        if tokens.words[step] in _ADJECTIVES and tokens.kinds[step + 1] in {WORD, NUMBER}:
            return _ADJECTIVES[tokens.words[step]]
    return None


_UP: Final = words(
    "rise rises rose rising risen increase increases increased increasing grow grows grew grown growing "
    "climb climbs climbed climbing jump jumps jumped jumping surge surges surged surging soar soars soared "
    "soaring gain gains gained gaining raise raises raised raising expand expanded expands up advance "
    "advanced doubled tripled leap leapt leaped rally rallied lift lifted hike hiked hiking swelled swell "
    "accelerated quickened edged spiked spike ballooned climbs boost boosted boosting upped higher widened "
    "swelling"
)
_DOWN: Final = words(
    "fall falls fell fallen falling drop drops dropped dropping decline declines declined declining "
    "decrease decreases decreased decreasing cut cuts cutting slash slashed slide slid slides sliding sink "
    "sank sinks sunk tumble tumbled tumbles plunge plunged plunges plummet plummeted shrink shrank shrunk "
    "shrinking contract contracted lose lost losing slump slumped slumps dip dipped dips ease eased eases "
    "reduce reduced reduces reducing down slip slipped slips lower lowered lowering shed sheds trimmed trim "
    "narrowed narrowing slowed crashed weakened dive dived halved"
)
_LINKS: Final = frozenset({"by", "to", "from", "of", "in", "another", "as", "much", "further", "at", "least"})
_MAX_BACK: Final = 9
_CHANGE_NOUNS: Final = words(
    "rise increase gain jump surge climb growth hike boost fall drop decline decrease cut slump "
    "dip reduction loss slide plunge contraction raise"
)
_DOWN_NOUNS: Final = words("fall drop decline decrease cut slump dip reduction loss slide plunge contraction")


_RAISING: Final = words("raise raised raises raising lost lose losing lift lifted boost up down") - {"up", "down"}
"""With money as object they are no changes of it: ``raised $3m``."""


def change_before(tokens: Tokens, first: int, *, held: bool = False) -> ChangeDirection | None:
    """Return the change that the figure from token ``first`` is the amount or the end of."""
    link = tokens.words[first - 1]
    if link not in {"by", "to", "of"}:
        if held and link in _RAISING:
            return None
        if tokens.words[first] == "past" and link in _UP:
            return "up_to"
        return "up_by" if link in _UP else "down_by" if link in _DOWN else None
    for step in range(first - 2, max(-1, first - 2 - _MAX_BACK), -1):
        word = tokens.words[step]
        if word in _UP or word in _DOWN:
            return _direction(word, link, step, first)
        if word in {".", ";", ":", "who", "which"}:
            return None
        if link == "of" and (word in CONJUNCTIONS or step < first - 3):
            return None
    return None


def _direction(word: str, link: str, step: int, first: int) -> ChangeDirection | None:
    up = word in _UP
    if link == "of":
        return ("up_by" if up else "down_by") if step == first - 2 and word in _CHANGE_NOUNS else None
    if link == "by":
        return "up_by" if up else "down_by"
    return "up_to" if up else "down_to"


def change_after(tokens: Tokens, end: int) -> ChangeDirection | None:
    """Return the change named right after a figure: ``a 5% increase``, ``5% higher``."""
    step = end + 1 if is_adverb(tokens.words[end]) else end
    word = tokens.words[step]
    if word in _CHANGE_NOUNS:
        return "down_by" if word in _DOWN_NOUNS else "up_by"
    if word in {"higher", "more", "up"}:
        return "up_by"
    return "down_by" if word in {"lower", "less", "fewer", "down"} else None


_ADDING: Final = words("add adds added adding go goes going gone went")


def has_change_verb(tokens: Tokens, first: int) -> bool:
    """Tell whether a verb of change stands closely before: ``rose from 9 to 10`` is no range."""
    for step in range(first - 1, max(-1, first - 7), -1):
        word = tokens.words[step]
        if word in _UP or word in _DOWN or word in _ADDING:
            return True
        if word in {".", ";", ","}:
            return False
    return False
