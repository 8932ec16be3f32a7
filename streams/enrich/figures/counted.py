"""The counted noun phrase: which word after a number says what there are so many of."""

from typing import Final, NamedTuple

from streams.enrich.figures.dates import MONTHS, WEEKDAYS, year_at
from streams.enrich.figures.events import EVENT_ADJECTIVES
from streams.enrich.figures.lexicon import (
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    VERBS,
    is_adverb,
    is_past,
    is_plural,
    words,
)
from streams.enrich.figures.numerals import HYPHENS, NUMBER_WORDS
from streams.enrich.figures.tokens import NUMBER, WORD, Tokens

_LONGEST_PHRASE: Final = 10
_PARTITIVE_SKIPS: Final = DETERMINERS | {
    "total",
    "estimated",
    "more",
    "than",
    "last",
    "past",
    "next",
    "first",
    "previous",
}
_NEVER_HEADS: Final = frozenset({"s", "strong", "fold", "odd", "plus", "percent", "times", "ago"}) - {"times"}


class Phrase(NamedTuple):
    """A noun phrase after a number.

    Attributes:
        head: Token of its head, None when the number stands for itself.
        end: Token after the phrase.
    """

    head: int | None
    end: int


def counted_phrase(tokens: Tokens, at: int, *, single: bool, partitive: bool = True) -> Phrase:
    """Return the phrase that a number before token ``at`` counts.

    Args:
        tokens: The text's tokens.
        at: First token after the number.
        single: The number is one: its noun is in the singular, and a verb may follow at once.
        partitive: Whether ``of the …`` may lead to the noun.
    """
    if tokens.words[at] in HYPHENS and tokens.glued(at):
        return _hyphenated(tokens, at)
    step = at + (tokens.words[at : at + 2] == ["out", "of"])
    if tokens.words[step] == "of" and partitive:
        step += 1
        while step < at + 5 and (tokens.words[step] in _PARTITIVE_SKIPS or _whole(tokens, step)):
            step += 1
        if tokens.words[step] in PRONOUNS or _stands_alone(tokens, step):
            return Phrase(None, step + 1)
        single = True if tokens.words[at - 1] in {"percent", "cent", "%"} else single
        return _walk(tokens, step, mass=True, single=False)
    return _walk(tokens, step, mass=False, single=single)


def _stands_alone(tokens: Tokens, step: int) -> bool:
    """Tell whether ``those`` has no noun: ``two of those.``, ``51 of those involving injuries``."""
    verbal = tokens.words[step].endswith("ing") or (is_past(tokens.words[step]) and not _noun_follows(tokens, step + 1))
    return tokens.words[step - 1] in {"these", "those", "that"} and (tokens.kinds[step] != WORD or verbal)


def _whole(tokens: Tokens, at: int) -> bool:
    """Tell whether a number says how many there are to take from: ``two of the 39 passengers``."""
    counts = tokens.kinds[at] == NUMBER and not year_at(tokens, at)
    return (counts or tokens.words[at] in NUMBER_WORDS) and (
        tokens.words[at - 1] in _PARTITIVE_SKIPS or tokens.words[at - 1] == "of"
    )


def _hyphenated(tokens: Tokens, at: int) -> Phrase:
    """Read ``six-member team`` and ``four-bedroom``: the hyphen binds the counted noun."""
    word = tokens.words[at + 1]
    if tokens.kinds[at + 1] != WORD or not tokens.glued(at + 1) or word in _NEVER_HEADS:
        return Phrase(None, at)
    if word in STOPS or (is_past(word) and tokens.words[at + 2] not in HYPHENS):
        return Phrase(None, at)
    return Phrase(at + 1, at + 2)


def _walk(tokens: Tokens, at: int, *, mass: bool, single: bool) -> Phrase:
    """Walk over modifiers to the head."""
    head: int | None = None
    step = at
    while step < at + _LONGEST_PHRASE:
        action = _classify(tokens, step, head, single=single, mass=mass)
        if action == "stop":
            break
        if action == "head":
            head = step
        elif action == "reset":
            head = None
        step += 1
    if head is None:
        return Phrase(None, at)
    return Phrase(head, head + 1)


def _classify(tokens: Tokens, step: int, head: int | None, *, single: bool, mass: bool) -> str:
    """Return what a token does in the phrase: ``head``, ``skip``, ``reset`` or ``stop``."""
    kind = tokens.kinds[step]
    if kind != WORD:
        return _classify_sign(tokens, step, head, single=single, mass=mass)
    word = tokens.words[step]
    if head is None and _is_filler(tokens, step):
        return "skip"
    if _inside_name(tokens, step, head):
        return "skip"
    if (word == "x" and head is None) or (word in {"last", "next"} and head is not None):
        return "stop"
    if tokens.words[step - 1] in HYPHENS and tokens.glued(step) and (word in VERBS or is_past(word)):
        return "skip"
    if word in NUMBER_WORDS and mass and head is None and tokens.words[step - 1] == "s":
        return "skip"
    if word in STOPS or word in NUMBER_WORDS or word in WEEKDAYS:
        return "skip" if _binds_to_next(tokens, step, head) else "stop"
    if word in MONTHS and word != "march" and head is not None:
        return "stop"
    if head is not None and is_plural(tokens.words[head]) and not (single and tokens.capitalised(head)):
        return _after_plural(tokens, step, head)
    return _classify_word(tokens, step, head, single=single, mass=mass)


def _after_plural(tokens: Tokens, step: int, head: int) -> str:
    """Return what a word after a plural does: another plural may still be the head (``sports cars``)."""
    word = tokens.words[step]
    if _goes_on_in_name(tokens, step, head):
        return "skip"
    noun = is_plural(word) and word not in VERBS and word != "lives"
    return "head" if noun and not is_plural_only_after(tokens.words[head]) else "stop"


def _goes_on_in_name(tokens: Tokens, step: int, head: int) -> bool:
    """Tell whether a plural is the first word of a name: ``33,000 Consumers Energy customers``."""
    named = tokens.capitalised(head) and tokens.capitalised(step) and head == step - 1
    return named and any(
        is_plural(tokens.words[after]) and not tokens.capitalised(after) and tokens.words[after] not in VERBS
        for after in (step + 1, step + 2)
    )


def _inside_name(tokens: Tokens, step: int, head: int | None) -> bool:
    """Tell whether a function word is part of a name: ``two influenza A viruses``."""
    if tokens.words[step] == "a" and head is not None:
        return tokens.capitalised(step) and _noun_follows(tokens, step + 1)
    return tokens.words[step] == "and" and _joins_names(tokens, step, head)


def _is_filler(tokens: Tokens, step: int) -> bool:
    """Tell whether a word stands between number and noun: ``five such planets``, ``six earlier truces``."""
    word = tokens.words[step]
    return word in {"more", "other", "additional"} or (
        word in {"such", "earlier", "later"} and _noun_follows(tokens, step + 1)
    )


def _joins_names(tokens: Tokens, step: int, head: int | None) -> bool:
    """Tell whether two names modify the noun after them: ``seven South African and Russian pilots``."""
    if head is None or not tokens.capitalised(head) or is_plural(tokens.words[head]):
        return False
    noun = tokens.words[step + 2]
    return tokens.capitalised(step + 1) and not tokens.capitalised(step + 2) and is_plural(noun) and noun not in VERBS


def is_plural_only_after(word: str) -> bool:
    """Tell whether a plural closes its phrase: ``people`` is never a modifier before a plural."""
    return word in {"people", "others", "victims", "civilians", "persons", "individuals"}


def _classify_sign(tokens: Tokens, step: int, head: int | None, *, single: bool, mass: bool) -> str:
    word = tokens.words[step]
    if word in HYPHENS and tokens.glued(step) and tokens.glued(step + 1):
        return "skip"
    if tokens.kinds[step] == NUMBER and tokens.words[step - 1] in HYPHENS and tokens.glued(step):
        return "skip"
    if word in {"'", "’"} and tokens.glued(step):
        return (
            "reset"
            if (tokens.words[step + 1] == "s" and tokens.glued(step + 1)) or tokens.words[step - 1].endswith("s")
            else "stop"
        )
    if word in {'"', "“", "‘", "'"} and head is None:
        return "skip"
    if (
        word == ","
        and head is not None
        and not single
        and not mass
        and not is_plural(tokens.words[head])
        and _adjective_list(tokens, step)
    ):
        return "skip"
    if tokens.kinds[step] == NUMBER and tokens.glued(step) and tokens.kinds[step - 1] == WORD:
        # ``637 new covid19 cases``
        return "skip"
    if tokens.kinds[step] == NUMBER and mass and head is None and tokens.words[step - 1] == "s":
        return "skip"
    if tokens.kinds[step] == NUMBER:
        numbered = (
            head is not None and tokens.capitalised(head) and head == step - 1 and _noun_follows(tokens, step + 1)
        )
        return "skip" if numbered or (year_at(tokens, step) and head is None) else "stop"
    if word in {"&", "/"} and head is not None and tokens.kinds[step + 1] == WORD and not is_plural(tokens.words[head]):
        return "skip"
    return "stop"


def _adjective_list(tokens: Tokens, comma: int) -> bool:
    """Tell whether a comma separates adjectives: ``five large, heavily armed men``."""
    for step in range(comma + 1, comma + 4):
        word = tokens.words[step]
        if word in {"but", "yet"}:
            continue
        if tokens.kinds[step] != WORD or word in STOPS:
            return False
        if is_plural(word):
            return not is_plural(tokens.words[comma - 1]) and tokens.words[step + 1] not in _SAYING
    return False


_SAYING: Final = frozenset({"said", "say", "told", "reported", "added", "confirmed", "believe", "estimate"})


def _binds_to_next(tokens: Tokens, step: int, head: int | None) -> bool:
    """Tell whether a function word is the first half of a compound: ``under-construction``."""
    if tokens.words[step + 1] in HYPHENS and tokens.glued(step + 1) and tokens.kinds[step + 2] == WORD:
        return head is None
    if tokens.words[step - 1] in HYPHENS and tokens.glued(step):
        return True
    return tokens.words[step] in {"most", "very", "daily", "weekly", "monthly", "so-called"} and head is None


def _classify_word(tokens: Tokens, step: int, head: int | None, *, single: bool, mass: bool) -> str:
    word = tokens.words[step]
    if is_adverb(word):
        return "skip" if head is None else "stop"
    if word == "s" and tokens.words[step - 1] in {"'", "’"}:
        return "skip"
    if is_past(word) and word not in EVENT_ADJECTIVES and word not in VERBS:
        return _classify_participle(tokens, step, head, single=single, mass=mass)
    if single and head is None and word in _DEEDS:
        return "head"
    if word in EVENT_ADJECTIVES or (word in VERBS and not is_plural(word)):
        modifies = head is None and word not in {"taken", "held"} and _noun_follows(tokens, step + 1)
        return "skip" if modifies else "stop"
    return "stop" if _closes(tokens, step, head, single=single, mass=mass) else "head"


def _classify_participle(tokens: Tokens, step: int, head: int | None, *, single: bool, mass: bool) -> str:
    """Tell a modifier (``heavily armed men``) from what is said of the counted (``one shell landed``)."""
    if head is None:
        return "skip"
    if single and not tokens.capitalised(step):
        return "stop"
    return "stop" if (single or mass) and not _noun_follows(tokens, step + 1) else "skip"


def _closes(tokens: Tokens, step: int, head: int | None, *, single: bool, mass: bool) -> bool:
    """Tell whether a word cannot belong to the phrase: a verb after its head, a gerund before any."""
    word, after = tokens.words[step], tokens.words[step + 1]
    if head is None and single and word.endswith("s") and is_plural(word) and not _noun_follows(tokens, step + 1):
        # ``one goes very slow``
        return True
    if head is None:
        # ``two fighting for life``
        return word.endswith("ing") and after in PREPOSITIONS
    if word in VERBS:
        return True
    if single and word.endswith("ing") and word not in _NAMES_OF_THINGS:
        return not _noun_follows(tokens, step + 1)
    if single and word.endswith("s") and is_plural(word):
        # ``one shadow looms over``
        return True
    if mass and word in {"deals", "goes", "lies", "comes", "belongs"} and after in PREPOSITIONS:
        return True
    return mass and not tokens.capitalised(step) and word.endswith("s") and after in DETERMINERS


_DEEDS: Final = words("cut visit vote run set hit show return turn call stop look thought")
"""Nouns that look like verbs: after ``one`` a verb would end in -s."""
_NAMES_OF_THINGS: Final = words(
    "building meeting hearing training ruling killing shooting bombing wedding painting ceiling king ring wing thing "
    "string evening morning warning listing crossing landing funding saying drawing filing finding sitting opening "
    "sibling offering outing gathering ending holding recording setting sighting stabbing viewing reading swing spring"
)


def _noun_follows(tokens: Tokens, at: int) -> bool:
    word = tokens.words[at]
    return (
        tokens.kinds[at] == WORD
        and word not in STOPS
        and word not in VERBS
        and word not in EVENT_ADJECTIVES
        and not is_adverb(word)
    )


def head_text(tokens: Tokens, phrase: Phrase) -> str | None:
    """Return the head as written, None for an ellipsis."""
    return tokens.surface(phrase.head) if phrase.head is not None else None


