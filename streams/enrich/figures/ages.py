"""Ages: durations that say how old somebody is, also where no unit says so."""

from decimal import Decimal
from typing import Final

from streams.enrich.figures.drafts import Draft
from streams.enrich.figures.lexicon import PERSON_NOUNS, PREPOSITIONS, STOPS, is_plural, words
from streams.enrich.figures.numerals import HYPHENS, NUMBER_WORDS
from streams.enrich.figures.tokens import WORD, Tokens

_OLDEST: Final = 120
_LEADERS: Final = frozenset({"aged", "age", "ages"})
_BE: Final = words("is was s m are were turned turns turning became becomes hits reached im am being be")
_SUBJECTS: Final = words("he she i who both they")
_ABBREVIATED: Final = frozenset({"yo", "y"})
_AGE_UNITS: Final = frozenset({"year", "month", "week", "day", "decade"})
_NOT_NAMES: Final = words(
    "in on at by of since january february march april may june july august september october november "
    "december monday tuesday wednesday thursday friday saturday sunday no number page section article group "
    "u.s. mr mrs ms dr"
)


_LED_OVER: Final = words(
    "of just only at least about over under between from around nearly almost and to below above or up is was"
)
_SAID_OVER: Final = words("just only then now about nearly almost over")
_LIST_LINKS: Final = frozenset({",", "and", "or", "to", "-"})
_BOUNDS: Final = frozenset({"under", "over", "above", "below"})
_BEFORE_AGES: Final = (
    _LEADERS | _LED_OVER | _SAID_OVER | _LIST_LINKS | _BE | _BOUNDS | {",", "(", "than", "both", "at", "now"}
)
"""What stands directly before an age without a unit, apart from other numbers."""


def as_age(tokens: Tokens, draft: Draft) -> None:
    """Make the draft an age where the text says so; ages in words of their own are years."""
    if draft.value is None or draft.shape in {"vague", "ordinal", "proportion", "fraction"}:
        return
    if draft.base == "duration":
        _with_unit(tokens, draft)
    elif draft.base == "cardinal" and draft.unit is None:
        short = tokens.words[draft.end] in _ABBREVIATED and _abbreviated(tokens, draft)
        if short or _bare(tokens, draft):
            _mark(draft)


def _abbreviated(tokens: Tokens, draft: Draft) -> bool:
    """Take in the ``yo`` of ``25 yo`` and ``30 y/o``."""
    end = draft.end
    if tokens.words[end] == "yo":
        draft.end = end + 1
    elif tokens.words[end : end + 3] == ["y", "/", "o"]:
        draft.end = end + 3
    return draft.end != end


def _mark(draft: Draft) -> None:
    draft.role, draft.unit, draft.base = "age", "year", "duration"
    if draft.kind != "range":
        draft.kind = "duration"


def _with_unit(tokens: Tokens, draft: Draft) -> None:
    end = draft.end
    step = end + (tokens.words[end] in HYPHENS and tokens.glued(end))
    if draft.unit in _AGE_UNITS and tokens.words[step] in {"old", "olds"}:
        draft.role, draft.end = "age", step + 1
        if tokens.words[step + 1] == "s" and tokens.glued(step + 1):
            draft.end = step + 2
    elif tokens.words[end] == "of" and tokens.words[end + 1] == "age":
        draft.role, draft.end = "age", end + 2
    elif tokens.words[draft.first - 1] in _LEADERS and draft.unit in _AGE_UNITS:
        draft.role = "age"


def _bare(tokens: Tokens, draft: Draft) -> bool:
    first, end = draft.first, draft.end
    before = tokens.words[first - 1]
    if before not in _BEFORE_AGES and before not in NUMBER_WORDS and not before.isdecimal():
        return False
    if draft.value is None or draft.value != int(draft.value) or not 0 < (draft.value_max or draft.value) <= _OLDEST:
        return False
    if _in_age_list(tokens, first):
        return True
    if _led(tokens, first):
        return not _counts_something(tokens, end)
    if tokens.words[end] in HYPHENS and tokens.words[end + 1] in {"year", "years"}:
        return False
    return _bare_by_context(tokens, draft, before)


def _bare_by_context(tokens: Tokens, draft: Draft, before: str) -> bool:
    first, end = draft.first, draft.end
    if _said_to_be(tokens, first, end):
        return True
    if before in {",", "("}:
        return _appositive_noun(tokens, first, end) or _apposition(tokens, first, end)
    if before == "than" and tokens.words[first - 2] in {"younger", "older"}:
        return tokens.kinds[end] != WORD or tokens.words[end] in STOPS
    if before == "both":
        return tokens.words[first - 2] == "," and tokens.words[end] in {",", ".", ")", ""}
    if before in _BOUNDS and tokens.words[first - 2] in PERSON_NOUNS | {
        "those",
        "anyone",
        "everyone",
        "aged",
        "them",
        "whom",
    }:
        return tokens.words[end] not in {"percent", "%"} and (tokens.kinds[end] != WORD or tokens.words[end] in STOPS)
    if before == "at":
        return _at_age(tokens, first, end)
    if before == "now":
        return tokens.words[first - 2] == "," and tokens.words[end] in {",", ".", ")", "and"}
    return False


def _at_age(tokens: Tokens, first: int, end: int) -> bool:
    """Read ``left school at 14``, ``died at 81``."""
    lived = not _LIVES.isdisjoint(tokens.words[max(0, first - 4) : first])
    return lived and tokens.words[end] in _AFTER_AGE and tokens.words[end] != "years"


_LIVES: Final = words("died dies school married retired retires retire retiring widowed orphaned")


def _in_age_list(tokens: Tokens, first: int) -> bool:
    """Tell whether the number goes on a list after ``aged``: ``aged 7, 9 and 12``."""
    step = first - 1
    while step > first - 8 and (
        tokens.words[step] in _LIST_LINKS or tokens.words[step].isdecimal() or tokens.words[step] in NUMBER_WORDS
    ):
        step -= 1
    return tokens.words[step] in {"aged", "ages"} and step < first - 1


def _led(tokens: Tokens, first: int) -> bool:
    """Tell whether ``aged``, ``at age`` or ``the age of`` stands before, over a qualifier."""
    for step in range(first - 1, max(-1, first - 5), -1):
        word = tokens.words[step]
        if word in _LEADERS:
            return not (word in {"age", "ages"} and tokens.words[step - 1] in {"ice", "stone", "bronze", "iron", "new"})
        if word not in _LED_OVER:
            return False
    return False


def _counts_something(tokens: Tokens, at: int) -> bool:
    return tokens.words[at] in PERSON_NOUNS and tokens.words[at] != "men"


_AFTER_AGE: Final = frozenset(
    {
        ".",
        ",",
        ";",
        ")",
        "",
        "when",
        "and",
        "but",
        "so",
        "at",
        "this",
        "in",
        "on",
        "last",
        "next",
        "–",
        "—",
        "!",
        "?",
        '"',
        "”",
        "years",
        "today",
        "yesterday",
        "then",
        "now",
    }
)


_OWNERS: Final = frozenset({"my", "his", "her", "their", "the"})


def _said_to_be(tokens: Tokens, first: int, end: int) -> bool:
    """Read ``she was six``, ``who is 42`` and ``he turned 50``."""
    step = first - 1
    if tokens.words[step] in _SAID_OVER:
        step -= 1
    verb = tokens.words[step]
    if verb not in _BE:
        return False
    subject = step - 1
    if verb in {"s", "m"} and tokens.words[subject] in {"'", "’"}:
        subject -= 1
    if verb in {"turned", "turns", "turning"} and tokens.words[end] in _AFTER_AGE:
        return True
    if verb in {"is", "was"} and _named_subject(tokens, subject) and tokens.words[end] in {".", ",", ";", "when", ""}:
        return True
    after = tokens.words[end]
    if tokens.words[subject] not in _SUBJECTS or after not in _AFTER_AGE | _SUBJECTS | _OWNERS:
        return False
    if tokens.words[subject] in {"they", "both"} and "when" not in tokens.words[max(0, subject - 2) : subject]:
        return tokens.words[subject] == "both"
    following = tokens.words[end + 1]
    if tokens.words[end] in _SUBJECTS or tokens.words[end] in _OWNERS:
        return tokens.words[subject - 1] == "when"
    if tokens.words[end] in {"in", "at", "on"}:
        return (
            (tokens.words[end] == "at" and following in {"the", "his", "her"})
            or (tokens.words[end] == "in" and following.isdecimal())
            or following in {"that", "the"}
        )
    return True


def _named_subject(tokens: Tokens, at: int) -> bool:
    """Tell whether two capitalised words, or one closed by a comma, end at ``at``: a person's name."""
    if tokens.words[at] == ",":
        at -= 1
        return tokens.capitalised(at) and tokens.capitalised(at - 1)
    return tokens.capitalised(at) and tokens.capitalised(at - 1) and tokens.words[at - 1] not in _NOT_NAMES


_CLOSING_SIGNS: Final = frozenset({",", ".", ";", "", ")", "–", "—"})
_CLOSING_WORDS: Final = words("and from of who was were is has said told pleaded with")
_PERSONS: Final = words(
    "man woman boy girl mother father son daughter brother sister wife husband teenager driver student"
)
_SPEAKING: Final = words("said says told added asked")


def _apposition(tokens: Tokens, first: int, end: int) -> bool:
    """Read ``Thomas Sam, 42,`` and ``Maria Perez (36)``: a name before, a close behind."""
    opened, closes = tokens.words[first - 1], tokens.words[end]
    name = first - 2
    if opened == "(":
        return closes == ")" and _ends_person(tokens, name) and tokens.capitalised(name - 1) and not tokens.glued(name)
    if closes not in _CLOSING_SIGNS and closes not in _CLOSING_WORDS:
        return False
    if tokens.words[name] in {"jr", "sr"}:
        return True
    if _ends_marked_name(tokens, name) or tokens.words[name] in _PERSONS:
        return closes in {",", ".", ")"}
    # One capitalised word before a comma may be a place in a list of numbers; two are a name.
    two = tokens.capitalised(name - 1) and not tokens.glued(name)
    titled = tokens.words[name - 1] in {"'", "’", "-", ".", "mr", "ms", "mrs"} or tokens.words[name - 1] in _SPEAKING
    return _ends_person(tokens, name) and (closes == "," or two or titled)


def _ends_person(tokens: Tokens, name: int) -> bool:
    return tokens.capitalised(name) and tokens.words[name] not in _NOT_NAMES


def _ends_marked_name(tokens: Tokens, name: int) -> bool:
    """Tell whether an initial or a hyphened part ends a name: ``Ricardo V., 38,``, ``Im Bok-nam, 45,``."""
    initial = tokens.words[name] == "." and tokens.capitalised(name - 1) and tokens.capitalised(name - 2)
    hyphened = tokens.words[name - 1] in HYPHENS and tokens.capitalised(name - 2) and tokens.kinds[name] == WORD
    return initial or hyphened


def _appositive_noun(tokens: Tokens, first: int, end: int) -> bool:
    """Read ``The midfielder, 24, joined``."""
    between_commas = tokens.words[first - 1] == "," == tokens.words[end]
    return between_commas and _is_adult(tokens, first) and _one_person(tokens, first - 2)


def _is_adult(tokens: Tokens, at: int) -> bool:
    form = tokens.words[at]
    return form.isdecimal() and len(form) == 2 and form >= "15" and tokens.kinds[at + 2] == WORD


def _one_person(tokens: Tokens, at: int) -> bool:
    """Tell whether a noun phrase in the singular ends at ``at``: ``The midfielder, 24, joined``."""
    if is_plural(tokens.words[at]) or tokens.words[at] in STOPS or tokens.kinds[at] != WORD:
        return False
    for step in range(at - 1, at - 5, -1):
        word = tokens.words[step]
        if word in {"the", "a", "an", "his", "her", "their"}:
            return tokens.words[step - 1] not in PREPOSITIONS
        if word in STOPS or (tokens.kinds[step] != WORD and word not in {"-", "'", "’"}):
            return False
    return False


_DECADES: Final = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
    "eighties": 80, "nineties": 90,
}  # fmt: skip


def decade_of_life(tokens: Tokens, at: int) -> tuple[Decimal, int] | None:
    """Return the decade of ``in his 40s`` or ``in her mid-twenties`` at ``at``, and its end."""
    form = tokens.words[at]
    if form in _DECADES:
        value, end = _DECADES[form], at + 1
    elif form.isdecimal() and len(form) == 2 and form[1] == "0" and form[0] != "1":
        step = at + 1 + (tokens.words[at + 1] in {"'", "’"})
        if tokens.words[step] != "s" or not tokens.glued(at + 1):
            return None
        value, end = int(form), step + 1
    else:
        return None
    owned = not {"his", "her", "their", "my"}.isdisjoint(tokens.words[max(0, at - 4) : at])
    return (Decimal(value), end) if owned else None
