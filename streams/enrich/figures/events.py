"""What happened to those counted: killed, injured, arrested, displaced, missing, rescued, evacuated.

The lexicon has the forms of each event by their place in the clause: verbs that take the counted as
object, participles and predicates that follow them, adjectives before them, and nouns that name
the event itself.
"""

from typing import Final

from streams.enrich.figures.lexicon import AUXILIARIES, PERSON_NOUNS, STOPS, is_adverb, words
from streams.enrich.figures.numerals import NUMBER_WORDS
from streams.enrich.figures.tokens import NUMBER, WORD, Tokens
from streams.enrich.figures.units import TIME_UNITS
from streams.records.figure import FigureEvent


def _table(**forms: str) -> dict[str, FigureEvent]:
    return {word: event for event, words in forms.items() for word in words.split()}  # type: ignore[misc]


ACTIVE: Final = _table(
    killed="kill kills killed killing murder murders murdered murdering slay slays slew slaying "
    "neutralised neutralising neutralized neutralizing slaughtered massacred massacring executed executing "
    "beheaded beheading assassinated drowning electrocuted electrocuting kills gunning",
    injured="injure injures injured injuring wound wounds wounded wounding hurt hurts hurting "
    "maimed maiming hospitalising hospitalizing",
    arrested="arrest arrests arrested arresting detain detains detained detaining apprehended apprehending nabbed nabs",
    displaced="displace displaces displaced displacing uprooted uprooting uproot uproots",
    rescued="rescue rescues rescued rescuing saved saving saves save",
    evacuated="evacuate evacuates evacuated evacuating",
)
"""Verbs whose object is counted: ``killing 107``."""
PREDICATES: Final = _table(
    killed="killed dead died die dies dying slain murdered massacred slaughtered executed perished "
    "perish drowned drown beheaded trampled deceased martyred "
    "assassinated electrocuted lynched decapitated suffocated asphyxiated neutralised neutralized",
    injured="injured wounded hurt maimed hospitalised hospitalized",
    arrested="arrested detained apprehended nabbed",
    displaced="displaced homeless uprooted",
    missing="missing",
    rescued="rescued saved",
    evacuated="evacuated",
)
"""What is said of the counted after them: ``12 people were killed``, ``10 dead``."""
EVENT_ADJECTIVES: Final = frozenset(PREDICATES) - {"die", "dies", "saved", "save"}
EVENT_NOUNS: Final = _table(
    killed="deaths death fatalities fatality killings murders homicides slayings lives",
    injured="injuries wounded injury",
    arrested="arrests arrest detainees detentions",
    displaced="displacements idps",
    rescued="rescues",
    evacuated="evacuees evacuations",
)
"""Nouns that name the event by themselves: ``12 deaths``. A life counts only when it is lost."""
_TOLLS: Final = {
    "toll": "killed", "tolls": "killed", "deaths": "killed", "fatalities": "killed",
    "dead": "killed", "killed": "killed", "injured": "injured",
    "wounded": "injured", "injuries": "injured", "arrests": "arrested", "missing": "missing",
    "displaced": "displaced",
    "arrested": "arrested", "detained": "arrested", "evacuated": "evacuated", "rescued": "rescued",
    "homicides": "killed", "murders": "killed",
}  # fmt: skip
_OF_NOUNS: Final = _table(
    killed="death deaths killing killings murder murders massacre slaying slayings execution "
    "executions beheading beheadings lives",
    injured="wounding injury injuries",
    arrested="arrest arrests detention detentions",
    displaced="displacement",
    missing="disappearance",
    rescued="rescue",
    evacuated="evacuation",
)
_DAYS: Final = words("monday tuesday wednesday thursday friday saturday sunday")
_BRIDGES: Final = words(
    "were was are is be been being have has had got get may might could would will also feared believed "
    "reported confirmed presumed left listed still now since as to shot and found declared pronounced who "
    "that which went gone either themselves others more people burned burnt crushed stabbed swept charred "
    "beaten clubbed stoned bludgeoned suffocated reportedly had already each all both said known remain "
    "remained remains feared made thought already later unaccounted hacked bludgeoned so far not yet alive "
    "rendered ordered told urged survived escaped"
) | frozenset(_DAYS)
_NEGATIONS: Final = frozenset({"not", "never", "nobody"})
_LONGEST_BRIDGE: Final = 9
_BLOCKS: Final = frozenset({"but", "while", "whereas", "although", "though", "because", "when", "if"})
_PP_STARTS: Final = words("in on at from aboard inside across near of including among with around under within outside")
_PP_WINDOW: Final = 10


def predicate_after(tokens: Tokens, at: int) -> tuple[FigureEvent, int] | None:
    """Return what is said of the counted from token ``at`` on, and where it is said.

    Looks over auxiliaries, adverbs and at most one prepositional phrase (``12 people on board were
    killed``), never over the end of the clause or another number.
    """
    step = at
    if tokens.words[step] in {"a", "per", "each", "every"} and tokens.words[step + 1] in TIME_UNITS:
        # ``5,000 soldiers a week are dying``
        step += 2
    for _ in range(_LONGEST_BRIDGE):
        word = tokens.words[step]
        found = _predicate(tokens, step)
        if found is not None:
            return found, step
        if word == "on" and tokens.words[step + 1] in _DAYS:
            # ``were on Monday killed``
            step += 1
        elif word not in _BRIDGES and not is_adverb(word):
            break
        if word == "and" and not _shot_and(tokens, step):
            return _over_partner(tokens, step)
        step += 1
    return _over_phrase(tokens, at)


def count_after(tokens: Tokens, end: int) -> tuple[FigureEvent, int] | None:
    """Return the event of a count named after its value, and where its noun phrase starts; ``the`` stands at ``end``.

    ``bringing to 181 the number of journalists killed``
    """
    if tokens.words[end + 1] == "toll" or tokens.words[end + 1 : end + 3] == ["death", "toll"]:
        return "killed", 0
    if tokens.words[end + 1 : end + 3] != ["number", "of"]:
        return None
    for step in range(end + 3, end + 9):
        word = tokens.words[step]
        event = PREDICATES.get(word) or EVENT_NOUNS.get(word)
        if event is not None:
            return event, end + 3
    return None


_PARTNER_WINDOW: Final = 7


def _over_partner(tokens: Tokens, at: int) -> tuple[FigureEvent, int] | None:
    """Look over a partner without a number: ``two policemen and a bystander were killed``."""
    if tokens.words[at + 1] not in {"a", "an", "the", "his", "her", "their", "another", "one"}:
        return None
    for step in range(at + 2, at + _PARTNER_WINDOW):
        word = tokens.words[step]
        if tokens.kinds[step] != WORD or word in ACTIVE or word in _BLOCKS:
            return None
        if word in {"were", "was", "are", "have", "had", "died"}:
            return _short_bridge(tokens, step)
    return None


def _shot_and(tokens: Tokens, at: int) -> bool:
    return tokens.words[at - 1] in {
        "shot",
        "stabbed",
        "arrested",
        "beaten",
        "kidnapped",
        "abducted",
        "hacked",
    }


def _predicate(tokens: Tokens, at: int) -> FigureEvent | None:
    """Return the event that the word at ``at`` states of the counted before it."""
    word = tokens.words[at]
    if word in PREDICATES:
        return None if _is_active(tokens, at) else PREDICATES[word]
    if word in _PHRASE_STARTS:
        return _killed_or_missing(tokens, at) or _moved(tokens, at) or _taken(tokens, at)
    return None


_PHRASE_STARTS: Final = words(
    "lost lose losing to gunned unaccounted flee fled fleeing evacuate leave abandon vacate pulled taken rounded "
    "moved airlifted relocated shifted from driven forced succumbed succumbing sustained suffered treated nursing with "
    "in fell plunged jumped dug among"
)
_FUGITIVES: Final = words(
    "gunmen attackers suspects robbers assailants thieves prisoners inmates militants bandits killers drivers "
    "burglars insurgents rebels hijackers"
)
_HOMES: Final = words("homes home houses villages")


def _is_active(tokens: Tokens, at: int) -> bool:
    """Tell whether the form says what the counted did, not what happened to them."""
    word, before = tokens.words[at], tokens.words[at - 1]
    if word == "saved" and before not in {"were", "was", "been"}:
        return True
    return word in ACTIVE and _has_object(tokens, at)


def _killed_or_missing(tokens: Tokens, at: int) -> FigureEvent | None:
    """Read ``lost their lives``, ``burned to death``, ``gunned down``, ``unaccounted for``."""
    word, before, following = tokens.words[at], tokens.words[at - 1], tokens.words[at + 1]
    if word in {"lost", "lose", "losing"} and following in {"their", "his", "her"}:
        what = tokens.words[at + 2]
        return "killed" if what in {"lives", "life"} else "displaced" if what in _HOMES else None
    if (word, following) in {("to", "death"), ("gunned", "down")} or word in {"succumbed", "succumbing"}:
        return "killed"
    if word in {"fell", "plunged", "jumped"}:
        return "killed" if {"death", "deaths"} & set(tokens.words[at + 2 : at + 4]) and following == "to" else None
    if word == "among":
        named = before in {"were", "was", "are", "is"} and following == "the"
        return _GROUPS.get(tokens.words[at + 2]) if named else None  # type: ignore[return-value]
    if word == "in":
        condition = tokens.words[at + 1 + (following == "a") :][:2] if following else []
        return "injured" if condition[:1] and condition[0] in _GRAVE and condition[1:] == ["condition"] else None
    if word in {"sustained", "suffered", "treated", "nursing", "with"}:
        counted = tokens.kinds[at - 1] == NUMBER or before in NUMBER_WORDS
        named = word != "with" or before in _WITH_LEADERS or counted
        return None if not named or _HARM.isdisjoint(tokens.words[at + 1 : at + 6]) else "injured"
    return "missing" if word == "unaccounted" else None


_WITH_LEADERS: Final = frozenset({"them", "whom", "hospital", "hospitals", "others", "people", "survived", "escaped"})
_HARM: Final = frozenset({"injuries", "injury", "wounds", "burns", "fractures", "inhalation"})
_GRAVE: Final = frozenset({"critical", "serious", "stable", "grave"})


_SAFE: Final = frozenset({"safety", "shelter", "shelters", "camps"})


def _moved(tokens: Tokens, at: int) -> FigureEvent | None:
    """Read ``fled``, ``to leave their homes``, ``from their homes``, ``moved to safety``."""
    word, before = tokens.words[at], tokens.words[max(0, at - 8) : at]
    if word in {"flee", "fled", "fleeing"}:
        return "displaced" if _FUGITIVES.isdisjoint(before[-5:]) and tokens.words[at + 1] != "on" else None
    if word in {"evacuate", "leave", "abandon", "vacate"} and before[-1:] == ["to"]:
        told = word == "evacuate" or not {"ordered", "told", "urged"}.isdisjoint(before)
        return "evacuated" if told else _left_homes(tokens, at + 1)
    if word in {"moved", "airlifted", "relocated", "shifted"} and not _SAFE.isdisjoint(tokens.words[at : at + 4]):
        return "evacuated"
    if word == "from" and tokens.words[at + 2] in _HOMES and tokens.words[at + 1] in {"their", "the"}:
        driven = {"driven", "drove", "forced", "forcing", "driving", "drive", "chased"}
        return None if driven.isdisjoint(before) else "displaced"
    if word in {"driven", "forced"} and not _HOMES.isdisjoint(tokens.words[at : at + 5]):
        return "displaced"
    return None


def _taken(tokens: Tokens, at: int) -> FigureEvent | None:
    """Read ``pulled alive from the rubble``, ``taken into custody``, ``rounded up``."""
    word = tokens.words[at]
    if word in {"pulled", "dug"} and not _RESCUE_SIGNS.isdisjoint(tokens.words[at : at + 6]):
        return None if "bodies" in tokens.words[max(0, at - 6) : at] else "rescued"
    if (word == "taken" and tokens.words[at + 2] == "custody") or (word == "rounded" and tokens.words[at + 1] == "up"):
        return "arrested"
    return None


_RESCUE_SIGNS: Final = frozenset({"alive", "rubble", "safety", "wreckage", "debris", "water"})


def _left_homes(tokens: Tokens, at: int) -> FigureEvent | None:
    return None if _HOMES.isdisjoint(tokens.words[at : at + 3]) else "displaced"


_OBJECT_STARTS: Final = words(
    "the a an his her their its him them another some many several dozens hundreds scores "
    "thousands two three four five six seven eight nine ten at"
)


def _has_object(tokens: Tokens, at: int) -> bool:
    """Tell whether a form after the counted is active: ``12 gunmen killed the guard``."""
    if tokens.words[at - 1] in AUXILIARIES - {"have", "has", "had"} or tokens.words[at - 1] in {
        "feared",
        "and",
        "reported",
    }:
        return False
    following = tokens.words[at + 1]
    if following == "at":
        return tokens.words[at + 2] == "least"
    if following in _OBJECT_STARTS:
        return tokens.words[at - 1] not in {"people", "others"} or following in {
            "the",
            "a",
            "an",
            "him",
            "them",
            "his",
        }
    return (
        tokens.kinds[at + 1] == NUMBER
        and tokens.words[at - 1] not in {"people", "others"}
        and not tokens.words[at - 1].isdecimal()
    )


def _over_phrase(tokens: Tokens, at: int) -> tuple[FigureEvent, int] | None:
    """Look over ``on board``, ``from the village of …`` and ``, including five children,``."""
    step = at
    if tokens.words[step] == ",":
        return _over_apposition(tokens, step)
    if tokens.words[step] not in _PP_STARTS:
        return None
    for step in range(at + 1, at + _PP_WINDOW):
        word = tokens.words[step]
        if word in _BLOCKS or (tokens.kinds[step] != WORD and word not in {"'", "’", "-"}):
            return None
        if word in {
            "were",
            "was",
            "are",
            "is",
            "have",
            "has",
            "had",
            "died",
            "remain",
            "perished",
            "drowned",
        }:
            return _short_bridge(tokens, step)
    return None


def _short_bridge(tokens: Tokens, at: int) -> tuple[FigureEvent, int] | None:
    for step in range(at, at + _LONGEST_BRIDGE):
        found = _predicate(tokens, step)
        if found is not None:
            return found, step
        if tokens.words[step] not in _BRIDGES and not is_adverb(tokens.words[step]):
            return None
    return None


def _over_apposition(tokens: Tokens, comma: int) -> tuple[FigureEvent, int] | None:
    of_them = {"of", "them", "whom"} & set(tokens.words[comma + 2 : comma + 5])
    if len(of_them) < 2 and tokens.words[comma + 1] not in {
        "including",
        "among",
        "most",
        "mostly",
        "mainly",
        "many",
        "some",
        "all",
        "half",
        "both",
        "nearly",
        "almost",
        "one",
        "largely",
        "or",
        "aged",
        "ages",
        "a",
        "an",
    }:
        return None
    for step in range(comma + 2, comma + 18):
        word = tokens.words[step]
        if word in {".", ";", ":", ""}:
            return None
        if word == "," or word in {"–", "—"}:
            found = _short_bridge(tokens, step + 1)
            if found is not None and tokens.words[step + 1] != "and":
                return found
            if len(of_them) > 1:
                return None
            if tokens.words[comma + 1] in {"aged", "ages"}:
                continue
            if tokens.words[step + 1] != "and" and tokens.kinds[step + 1] != WORD:
                return None
    return None


_LEFT_SKIPS: Final = words(
    "at least most no fewer less than more as many up to about around some nearly almost over approximately "
    "roughly an estimated a the another further additional total of just only other also possibly perhaps "
    "well under all both remaining"
)
_LEFT_WINDOW: Final = 8


def verb_before(tokens: Tokens, first: int) -> tuple[FigureEvent, int] | None:
    """Return the event whose verb or noun governs the figure that starts at ``first``."""
    step = first - 1
    for _ in range(_LEFT_WINDOW):
        word = tokens.words[step]
        if word not in _LEFT_SKIPS or step < 0:
            break
        if word == "of" and tokens.words[step - 1] in _OF_NOUNS:
            return _noun_of(tokens, step)
        if word == "to" and tokens.words[step - 1] in {"injury", "injuries"}:
            return "injured", step - 1
        step -= 1
    word = tokens.words[step]
    if word in ACTIVE:
        return _active(tokens, step)
    return _verb_phrase(tokens, step) or _over_first_object(tokens, step)


def _verb_phrase(tokens: Tokens, step: int) -> tuple[FigureEvent, int] | None:
    """Read verbs of several words that end at ``step``: ``shot dead``, ``pulled from the rubble``, ``rounded up``."""
    word = tokens.words[step]
    if word == "dead" and tokens.words[step - 1] in {
        "shot",
        "shoot",
        "shooting",
        "gunned",
        "shoots",
    }:
        return "killed", step - 1
    if word in {"pulled", "pulling", "plucked", "dug"} and {
        "alive",
        "rubble",
        "safety",
        "debris",
        "wreckage",
        "water",
    } & set(tokens.words[step : step + 12]):
        return ("rescued", step) if not {"bodies", "body", "corpses"} & set(tokens.words[step : step + 8]) else None
    if word == "death" and tokens.words[step - 1] == "to":
        return "killed", step - 1
    if word == "up" and tokens.words[step - 1] in {"rounded", "rounding"}:
        return "arrested", step - 1
    if word in {"among", "for"} and tokens.words[step - 1] == "injuries":
        return "injured", step - 1
    return None


_FIRST_OBJECT: Final = frozenset({"a", "an", "the", "his", "her", "their"})
_OBJECT_WINDOW: Final = 9


def _over_first_object(tokens: Tokens, at: int) -> tuple[FigureEvent, int] | None:
    """Look over the object that a figure is joined to: ``killing the driver and eight passengers``."""
    step = at - (tokens.words[at] in {"his", "her", "their", "its"})
    if tokens.words[step] != "and":
        return None
    for back in range(step - 1, max(-1, step - _OBJECT_WINDOW), -1):
        word = tokens.words[back]
        if word in ACTIVE:
            return _active(tokens, back) if tokens.words[back + 1] in _FIRST_OBJECT else None
        if tokens.kinds[back] != WORD and word not in {"-", "'", "’"}:
            return None
        if word in STOPS and word not in _FIRST_OBJECT and word not in {"of", "in", "from", "at"}:
            return None
    return None


def _noun_of(tokens: Tokens, of: int) -> tuple[FigureEvent, int] | None:
    noun = tokens.words[of - 1]
    if noun == "lives" and not {
        "claimed",
        "took",
        "taken",
        "claiming",
        "cost",
        "loss",
        "lost",
        "claim",
        "claims",
        "taking",
        "costing",
    } & set(tokens.words[max(0, of - 5) : of]):
        return None
    return _OF_NOUNS[noun], of - 1


def _active(tokens: Tokens, at: int) -> tuple[FigureEvent, int] | None:
    """Return the event of a verb before the figure, unless the verb is passive (``killed on``)."""
    word = tokens.words[at]
    if word.endswith("ed") or word == "hurt":
        before = tokens.words[at - 1]
        if before in {"was", "were", "been", "be", "being", "is", "are"}:
            return None
    if word in {"saved", "saving", "save", "saves"} and not (
        PERSON_NOUNS & set(tokens.words[max(0, at - 20) : at + 8])
    ):
        return None
    if word in {
        "wound",
        "wounds",
        "murder",
        "murders",
        "rescue",
        "arrest",
        "arrests",
    } and tokens.words[at - 1] in {"the", "a", "his", "her", "for", "of"}:
        return None
    return ACTIVE[word], at


_GROUPS: Final = {
    "dead": "killed",
    "killed": "killed",
    "deceased": "killed",
    "injured": "injured",
    "wounded": "injured",
    "missing": "missing",
    "arrested": "arrested",
    "detained": "arrested",
    "detainees": "arrested",
    "rescued": "rescued",
    "displaced": "displaced",
    "fatalities": "killed",
    "deaths": "killed",
    "toll": "killed",
}


def group_event(tokens: Tokens, lead: int, end: int) -> FigureEvent | None:
    """Return the event of the group a figure is part of: ``six of the dead``, ``among the injured were two``."""
    if tokens.words[end] == "of" and tokens.words[end + 1] in {"the", "those"} and tokens.words[end + 2] in _GROUPS:
        return _GROUPS[tokens.words[end + 2]]  # type: ignore[return-value]
    if tokens.words[end : end + 2] == ["of", "the"] and tokens.words[end + 3] in _GROUPS:
        # ``one in six of the 3,400 dead``
        return _GROUPS[tokens.words[end + 3]]  # type: ignore[return-value]
    opening = tokens.words[max(0, lead - 4) : lead]
    if len(opening) == 4 and opening[0] == "of" and opening[2] in _GROUPS and opening[3] == ",":
        return _GROUPS[opening[2]]  # type: ignore[return-value]
    verb = tokens.words[lead - 1]
    if verb in {"were", "was", "are", "is", "include", "included", "includes"}:
        group = tokens.words[lead - 2]
        before = tokens.words[max(0, lead - 4) : lead - 2]
        if group in _GROUPS and (
            before == ["among", "the"] or (verb.startswith("include") and before[-1:] in (["the"], ["death"]))
        ):
            return _GROUPS[group]  # type: ignore[return-value]
    return None


_TOLL_WINDOW: Final = 14
_TOLL_LINKS: Final = words(
    "to at of by is was reached reaches reaching hit topped tops passed passes exceeds exceeded reach "
    "stands stood standing been surpassed"
)


def toll_before(tokens: Tokens, first: int, floor: int) -> FigureEvent | None:
    """Return the event of a count that the figure is the value of: ``the death toll rose to``.

    Args:
        tokens: The text's tokens.
        first: First token of the figure or of its qualifier.
        floor: First token that may be looked at: what stands before belongs to another clause.
    """
    linked = False
    for step in range(first - 1, max(floor, first - _TOLL_WINDOW) - 1, -1):
        word = tokens.words[step]
        if word in {".", ";", ":"}:
            return None
        linked = linked or word in _TOLL_LINKS or word in AUXILIARIES
        if word in _TOLLS and _is_count(tokens, step):
            return _TOLLS[word] if linked else None  # type: ignore[return-value]
    return None


_NUMBER_VERBS: Final = words(
    "pass passes passed passing top tops topped hit hits reach reaches reached exceed exceeds exceeded surpass "
    "surpasses surpassed near nears neared rise rises rose risen climb climbs climbed jump jumped soar soared fell "
    "fall dropped stand stands stood total totals totalled totaled increased decreased"
)


def deaths_before(tokens: Tokens, first: int, floor: int) -> FigureEvent | None:
    """Return the event whose number the clause gives by a verb: ``dengue deaths pass 1,000``."""
    said = False
    for step in range(first - 1, max(floor, first - _TOLL_WINDOW) - 1, -1):
        word = tokens.words[step]
        if tokens.kinds[step] != WORD:
            return None
        said = said or word in _NUMBER_VERBS
        if word in {"deaths", "fatalities", "injuries", "arrests", "homicides", "murders"}:
            return _TOLLS[word] if said else None  # type: ignore[return-value]
    return None


def _is_count(tokens: Tokens, at: int) -> bool:
    word = tokens.words[at]
    if word in {"toll", "tolls"}:
        return tokens.words[at + 1] not in {"on", "road", "roads", "fee", "plaza"}
    if tokens.words[at - 1] in {"its", "their"} and tokens.words[at + 1] == "at":
        # ``put its dead at 24``
        return True
    before = tokens.words[max(0, at - 6) : at]
    return "number" in before or "total" in before or "count" in before or "tally" in before


def noun_event(tokens: Tokens, head: int | None) -> FigureEvent | None:
    """Return the event that the counted noun itself names: ``12 deaths``."""
    if head is None:
        return None
    word = tokens.words[head]
    if word in {"lives", "life"}:
        window = set(tokens.words[max(0, head - 8) : head]) | set(tokens.words[head + 1 : head + 5])
        return (
            "killed"
            if window
            & {
                "claimed",
                "claiming",
                "claim",
                "took",
                "taken",
                "cost",
                "costing",
                "lost",
                "claims",
                "taking",
            }
            else None
        )
    if word in {"death", "injury", "arrest"} and tokens.words[head + 1] in {
        "toll",
        "row",
        "sentence",
        "sentences",
        "warrants",
        "penalty",
    }:
        return None
    return EVENT_NOUNS.get(word)


def adjective_event(tokens: Tokens, first: int, head: int | None) -> FigureEvent | None:
    """Return the event of an adjective in the phrase: ``five injured passengers``."""
    if head is None:
        return None
    for step in range(first, head):
        word = tokens.words[step]
        if word in EVENT_ADJECTIVES and tokens.words[step + 1] not in {"in", "by", "at"}:
            return PREDICATES[word]
    return (
        PREDICATES.get(tokens.words[head]) if tokens.words[head] in {"dead", "missing", "injured", "wounded"} else None
    )
