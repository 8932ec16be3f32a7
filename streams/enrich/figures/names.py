"""Numbers that are no figures: parts of names, identifiers, addresses, list numbering."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, get_args

from streams.enrich.figures.lexicon import STOPS, VERBS, is_plural, words
from streams.enrich.figures.numerals import DASHES, HYPHENS, NUMBER_WORDS, SCALES
from streams.enrich.figures.tokens import NUMBER, OTHER, WORD, Tokens
from streams.enrich.spans import LabelledSpan
from streams.records.entity import EntityType

_LINK: Final = r"(?:https?://|ftp://|www\.)\S+"
_MAIL: Final = r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+"
_HANDLE: Final = r"(?<![\w&])[@#]\w{1,100}"
_ADDRESS: Final = re.compile(f"{_LINK}|{_MAIL}|{_HANDLE}", re.IGNORECASE)
# Looking for mail addresses is slow, as every letter may begin one.
_ADDRESS_WITHOUT_AT: Final = re.compile(f"{_LINK}|{_HANDLE}", re.IGNORECASE)
_PHONE: Final = re.compile(
    r"\+\d{1,3}[ .-]?(?:\(\d{1,5}\)[ .-]?)?\d{1,5}(?:[ .-]\d{2,5}){1,4}(?!\d)"
    r"|\(?\d{3,5}\)?[ .-]\d{3,4}[ .-]\d{3,4}(?!\d)"
    r"|\d{3}-\d{4}(?![\d-])"
    r"|1-\d{3}-\d{3}-\d{4}(?!\d)"
    r"|0\d{2,4} \d{3,4} \d{3,4}(?!\d)"
)
# Nouns that take a number as a name, in any case: ``article 5``, ``route 66``.
_LABELS: Final = words(
    "classes grades "
    "article articles section sections chapter chapters clause paragraph page pages route highway flight "
    "channel room gate platform line interstate junction exit resolution bill proposition amendment title "
    "act annex appendix volume verse psalm episode season level phase stage tier type class category group "
    "grade version model series mark form schedule protocol lane pier terminal unit ward zone sector area "
    "district precinct squadron regiment windows android ios iphone galaxy playstation xbox boeing airbus "
    "apollo vostok soyuz falcon sputnik formula expo agenda vision covid chromosome day week game round "
    "match lot step table figure fig rule regulation part item node block building bus train tram berth "
    "storey suite apartment flat apt studio radio bbc itv fox g code track locker case docket claim number "
    "no stoxx ftse nikkei dow nasdaq hang topix dax cac s&p asx euro catch rfc iso en pm2 pm10 h5n1 vitamin "
    "omega carbon uranium plutonium caesium cesium strontium iodine fortune forbes billboard top"
) - {
    "number",
    "no",
    "top",
    "fortune",
    "forbes",
    "billboard",
    "season",
    "day",
    "week",
    "game",
    "round",
    "match",
    "grade",
    "class",
    "unit",
    "case",
    "line",
    "group",
    "area",
    "part",
    "train",
    "building",
    "series",
    "g",
}
_CASED_LABELS: Final = words(
    "day week game round match grade class unit case line group area part train building season series top "
    "fortune forbes s&p ftse stoxx stage phase level category dow nasdaq russell stoxx dax cac nikkei "
    "sensex nifty ase hang"
)
_UNITS_OF_ARMIES: Final = words(
    "legion battalion brigade regiment division airborne infantry fleet squadron army wing corps amendment "
    "street avenue circuit precinct st ave armored armoured cavalry marine marines artillery engineer "
    "mechanized mechanised amendment lady minister ladies floor-guard century-fox reich republic estate "
    "baptist presbyterian methodist congress international symphony"
)
_NUMBER_NAMES: Final = words("twitter")
_NAME_BREAKERS: Final = (
    STOPS
    | VERBS
    | words(
        "january february march april june july august september october november december monday tuesday "
        "wednesday thursday friday saturday sunday aged police officials authorities sources meanwhile "
        "however yesterday today tonight last next early late mid summer winter spring autumn fall fiscal "
        "year nearly almost roughly approximately another additional further total kills killed injures "
        "injured leaves wounds arrests rescues hits kill hurt dead wounded missing detains raises posts "
        "adds cuts sees seeks gets wins loses beats beat evacuates displaces approves reports q1 q2 least "
        "most some rs usd eur gbp inr kes updated published posted says ago plus minus negative wounding "
        "killing injuring between number no age ages nearly exactly precisely barely hundreds thousands "
        "breaking watch population magnitude ad wound injure arrest rescue evacuate displace expect take add "
        "make use get give buy sell set spend allow wait"
    )
)
_FACTORY_PREFIXES: Final = words(
    "mid early late pre post sub plus non ex pro anti top under over age about circa fy multi pan trans inter"
)
_LIST_MARKS: Final = frozenset({".", ")"})
_AIRLINERS: Final = frozenset({"707", "727", "737", "747", "757", "767", "777", "787"})
_CALLS: Final = words("call called calling dial dialed dialled dialing dialling phone phoned ring rang")
_NESTED: Final = 6
"""Mentions looked at before a number: recognisers give flat spans, so one is the rule."""
_LABELS_INSIDE: Final = frozenset(get_args(EntityType))


class Names:
    """What the text's addresses and the recogniser's mentions say about numbers in names."""

    __slots__ = ("_address_ends", "_address_starts", "_entities", "_entity_starts", "_reaches", "has_addresses")

    def __init__(self, text: str, entities: Sequence[LabelledSpan]) -> None:
        """Collect addresses and mentions, sorted by their start."""
        spans = _addresses(text)
        self.has_addresses = bool(spans)
        self._address_starts = [start for start, _ in spans]
        self._address_ends = [end for _, end in spans]
        self._entities = sorted(
            [span for span in entities if span.label in _LABELS_INSIDE and span.end > span.start],
            key=lambda span: (span.start, span.end, span.label, span.entity_id or ""),
        )
        self._entity_starts = [span.start for span in self._entities]
        # How far the mentions up to each reach.
        self._reaches = list(accumulate([span.end for span in self._entities], max))

    def address_end(self, offset: int) -> int | None:
        """Return where the web or mail address around an offset ends, or None."""
        index = bisect_right(self._address_starts, offset) - 1
        if index >= 0 and offset < self._address_ends[index]:
            return self._address_ends[index]
        return None

    def holds(self, tokens: Tokens, first: int, end: int) -> bool:
        """Tell whether a mention makes the tokens part of a name.

        A mention counts only when the number is glued into it by capitalised neighbours: recognisers
        mislabel ``12 people`` as well, and a year before an event stays a year.
        """
        start, stop = tokens.starts[first], tokens.ends[end - 1]
        last = bisect_right(self._entity_starts, start)
        if not last or self._reaches[last - 1] < stop:
            return False
        for span in reversed(self._entities[max(0, last - _NESTED) : last]):
            if span.end >= stop and (span.start, span.end) != (start, stop):
                return _named(tokens, first, end, span)
        return False

    def ids_inside(self, start: int, end: int) -> tuple[str, ...]:
        """Return the ids of the entities mentioned between two offsets, in the order of the text."""
        first = bisect_left(self._entity_starts, start)
        last = bisect_left(self._entity_starts, end)
        ids = [span.entity_id for span in self._entities[first:last] if span.entity_id and span.end <= end]
        return tuple(dict.fromkeys(ids))


def _named(tokens: Tokens, first: int, end: int, span: LabelledSpan) -> bool:
    if span.end > tokens.ends[end - 1] and _counts(tokens, end):
        return False
    if span.start < tokens.starts[first]:
        before = first - 1
        return (
            tokens.capitalised(before)
            or tokens.words[before] in HYPHENS
            or tokens.words[before] in {"of", "the", "for", "."}
        )
    return tokens.capitalised(end) and not is_plural(tokens.words[end])


def _addresses(text: str) -> list[tuple[int, int]]:
    if "@" not in text and "#" not in text and "://" not in text and "www." not in text:
        return []
    pattern = _ADDRESS if "@" in text else _ADDRESS_WITHOUT_AT
    return [match.span() for match in pattern.finditer(text)]


def identifier_end(tokens: Tokens, at: int) -> int | None:
    """Return the token after an identifier whose number token is ``at``, None when it is a number.

    Decides by form alone: phone numbers, version numbers, list numbering, letters glued to digits
    (``G7``, ``F-16``), and capitalised words right before (``Windows 11``).
    """
    form = tokens.words[at]
    before, after = tokens.words[at - 1], tokens.words[at + 1]
    if tokens.glued(at) and at > 0:
        end = _glued_identifier(tokens, at, before)
        if end is not None:
            return end
    if form.count(".") > 1 and not _groups_of_three(form):
        return None if _is_dotted_date(form) else at + 1
    if len(form) in {3, 4, 5} or before in {"+", "("} or form[0] == "0" or form == "1":
        end = _phone(tokens, at)
        if end is not None:
            return end
    if (
        (before == ")" and _after_acronym(tokens, at))
        or (after in _LIST_MARKS and _is_list_number(tokens, at))
        or (tokens.capitalised(at + 1) and _is_address(tokens, at))
        or ((before in _CALLS or form in _AIRLINERS) and _is_set_phrase(tokens, at))
    ):
        return at + 1
    if after == "/" and (form, tokens.words[at + 2]) in _SLASHED:
        return at + 3
    return _after_name(tokens, at)


def _after_acronym(tokens: Tokens, at: int) -> bool:
    """Tell whether a number closes a name after its acronym: ``Task Force (CTF) 50``."""
    if tokens.words[at - 3] != "(" or not tokens.surface(at - 2).isupper():
        return False
    named = tokens.capitalised(at - 2) and tokens.capitalised(at - 4) and tokens.words[at].isdecimal()
    return named and not _counts(tokens, at + 1) and not _is_amount(tokens, at)


_SLASHED: Final = frozenset({("24", "7"), ("9", "11"), ("50", "50"), ("7", "7"), ("20", "20")})


def _is_set_phrase(tokens: Tokens, at: int) -> bool:
    """Tell whether the digits are an emergency number that is called, or an airliner's name."""
    form, before = tokens.words[at], tokens.words[at - 1]
    if before in _CALLS:
        return len(form) == 3 and not _counts(tokens, at + 1)
    return before in {"the", "a"} and form in _AIRLINERS and not _counts(tokens, at + 1)


def _groups_of_three(form: str) -> bool:
    groups = form.split(",", maxsplit=1)[0].split(".")
    return len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


def _is_dotted_date(form: str) -> bool:
    parts = form.split(".")
    return len(parts) == 3 and len(parts[2]) in {2, 4} and len(parts[0]) <= 2 and len(parts[1]) <= 2


def _glued_identifier(tokens: Tokens, at: int, before: str) -> int | None:
    """Judge digits that touch what stands before them."""
    if tokens.kinds[at - 1] == WORD:
        coded = (
            len(before) == 1 and tokens.capitalised(at - 1) and tokens.kinds[at - 2] == NUMBER and tokens.glued(at - 1)
        )
        return None if _is_prefix(tokens, at) and not coded else _run_end(tokens, at)
    if before in HYPHENS and tokens.kinds[at - 2] == WORD and tokens.glued(at - 1):
        word = tokens.words[at - 2]
        if (
            word in _FACTORY_PREFIXES
            or word in NUMBER_WORDS
            or word in SCALES
            or is_plural(word)
            or word in {"to", "percent"}
        ):
            return None
        if not tokens.capitalised(at - 2) and len(word) > 2:
            return None
        return None if _is_month(word) or _is_prefix(tokens, at) else _run_end(tokens, at)
    if before in {"/", "_", "\\", "&"} and tokens.kinds[at - 2] == WORD and tokens.glued(at - 1):
        return _run_end(tokens, at)
    if (
        before == "."
        and tokens.kinds[at - 2] == WORD
        and tokens.glued(at - 1)
        and tokens.words[at - 2] not in {"rs", "no", "nos", "sh", "kshs"}
    ):
        return _run_end(tokens, at)
    return None


def _is_prefix(tokens: Tokens, at: int) -> bool:
    """Tell whether letters glued before digits are a currency or a sign of the calendar."""
    surface = tokens.surface(at - 1)
    return surface in {
        "Rs",
        "EUR",
        "USD",
        "GBP",
        "KSh",
        "Ksh",
        "Sh",
        "RM",
        "Rp",
        "R",
        "N",
        "P",
        "K",
        "Dh",
        "Dhs",
        "INR",
        "AUD",
        "CAD",
        "CHF",
        "JPY",
        "FY",
        "Q",
        "H",
        "T",
        "SFr",
        "kr",
        "S",
        "x",
        "X",
        "RMB",
        "CNY",
        "QR",
        "SR",
        "HKD",
        "SGD",
        "NZD",
        "Php",
        "PHP",
        "UGX",
        "KES",
        "NGN",
        "ZAR",
        "GHS",
        "Tk",
        "Shs",
        "Ush",
        "Tsh",
        "TSh",
        "USh",
        "s",
        "h",
        "e",
        "E",
        "hr",
        "hrs",
        "m",
    }


def _is_month(word: str) -> bool:
    return word[:3] in {
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
    }


def _run_end(tokens: Tokens, at: int) -> int:
    """Return the token after everything glued to an identifier's digits: ``F-16A``, ``MH-370``."""
    end = at + 1
    while (
        end < tokens.size and tokens.glued(end) and (tokens.kinds[end] != OTHER or tokens.words[end] in {"-", "/", "_"})
    ):
        if tokens.kinds[end] == OTHER and not tokens.glued(end + 1):
            break
        end += 1
    return end


def _phone(tokens: Tokens, at: int) -> int | None:
    start = tokens.starts[at]
    if tokens.words[at - 1] in {"+", "("} and tokens.glued(at):
        start = tokens.starts[at - 1]
    match = _PHONE.match(tokens.text, start)
    if match is None:
        return None
    digits = sum(map(str.isdigit, match.group()))
    grouped = (
        " " in match.group()
        and "-" not in match.group()
        and tokens.words[at][0] != "0"
        and match.group()[0] not in "+("
    )
    if digits < 7 or (grouped and len(tokens.words[at]) <= 3):
        return None
    end = at
    while tokens.starts[end] < match.end():
        end += 1
    return end


def _is_list_number(tokens: Tokens, at: int) -> bool:
    """Tell whether a number opens a line as its numbering: ``3. Taxes``, ``(2) Jobs``."""
    mark = tokens.words[at + 1]
    if not tokens.glued(at + 1) or len(tokens.words[at]) > 2:
        return False
    begin = at - (tokens.words[at - 1] == "(" and tokens.glued(at))
    opens_line = begin == 0 or "\n" in tokens.text[tokens.ends[begin - 1] : tokens.starts[begin]]
    if begin != at and mark == ")":
        return tokens.capitalised(at + 2) and opens_line
    return opens_line and tokens.capitalised(at + 2) and not tokens.glued(at + 2)


def _after_name(tokens: Tokens, at: int) -> int | None:
    """Judge a number after a word: ``Article 5``, ``Windows 11``, but not ``In Gaza 12 people``."""
    before = tokens.words[at - 1]
    if tokens.kinds[at - 1] != WORD or tokens.starts[at] > tokens.ends[at - 1] + 1:
        return None
    form = tokens.words[at]
    if before == "bill" and tokens.words[at + 1] in DASHES and tokens.kinds[at + 2] == NUMBER:
        # ``passed the bill 80-19``
        return None
    if before in _LABELS and (tokens.capitalised(at - 1) or len(form) <= 4) and not _is_amount(tokens, at):
        return _label_end(tokens, at)
    if not tokens.capitalised(at - 1):
        return None
    if before in _CASED_LABELS and not _is_amount(tokens, at):
        return _label_end(tokens, at)
    if before in _NAME_BREAKERS or _is_amount(tokens, at) or before.endswith(("ly", "ing")):
        return None
    if _counts(tokens, at + 1) or (_starts_sentence(tokens, at - 1) and not form.isdecimal()):
        return None
    return None if _is_result(tokens, at) else _run_end(tokens, at)


def _is_result(tokens: Tokens, at: int) -> bool:
    """Tell whether the number is a side's score: ``Kenya 2 Uganda 1``, ``England 266 for 8``."""
    after, kinds = tokens.words[at + 1], tokens.kinds
    if after in {"for", "-", "–"} and kinds[at + 2] == NUMBER:
        return True
    if tokens.capitalised(at + 1):
        return kinds[at + 2] == NUMBER or (tokens.capitalised(at + 2) and kinds[at + 3] == NUMBER)
    innings = after == "and" and kinds[at + 2] == NUMBER and tokens.words[at + 3] in {";", ".", ","}
    if innings or (tokens.words[at - 2] == "," and kinds[at - 3] == NUMBER):
        # ``West Indies 231 and 198;``, ``will send 60, Tanzania 45``
        return True
    listed = after == "," and tokens.capitalised(at + 2) and kinds[at + 3] == NUMBER
    return listed and tokens.words[at + 2] not in _LABELS | _CASED_LABELS


_STREETS: Final = words(
    "street st avenue ave road rd lane drive boulevard blvd square terrace crescent highway parkway"
)


def _is_address(tokens: Tokens, at: int) -> bool:
    """Tell whether a house number opens a street's name: ``45 Oak Street``."""
    for step in range(at + 1, at + 4):
        if not tokens.capitalised(step):
            return False
        if tokens.words[step] in _STREETS:
            return step > at + 1
    return False


def _label_end(tokens: Tokens, at: int) -> int:
    """Return the token after a label's numbers: ``Articles 5, 6 and 7``, ``pages 3-5``."""
    end = _run_end(tokens, at)
    while (
        tokens.words[end] in {",", "and", "or", "to", "-", "–"}
        and tokens.kinds[end + 1] == NUMBER
        and is_plural(tokens.words[at - 1])
    ):
        end += 2
    return end


def _is_amount(tokens: Tokens, at: int) -> bool:
    """Tell whether the number's form or unit makes it an amount whatever stands before."""
    form, after = tokens.words[at], tokens.words[at + 1]
    if "," in form and form.index(",") < len(form) - 3:
        return True
    if after in {
        "%",
        "percent",
        "per",
        "million",
        "billion",
        "trillion",
        "crore",
        "lakh",
        "thousand",
        "hundred",
        "pct",
        "each",
        "km",
        "kg",
        "°",
        "degrees",
        "points",
        "dollars",
        "euros",
    }:
        return True
    return after in HYPHENS and tokens.words[at + 2] in {
        "year",
        "month",
        "day",
        "week",
        "hour",
        "minute",
        "mile",
        "km",
        "point",
        "percent",
        "foot",
        "metre",
        "meter",
        "inch",
        "yard",
        "pound",
        "ton",
        "tonne",
        "acre",
        "hectare",
        "litre",
        "gallon",
        "kilometre",
        "kilometer",
        "kg",
        "mm",
        "cm",
        "degree",
    }


def _counts(tokens: Tokens, at: int) -> bool:
    """Tell whether what follows a number is something that it counts."""
    for step in range(at, at + 3):
        word = tokens.words[step]
        if tokens.kinds[step] != WORD or word in STOPS:
            return False
        if word in {
            "dead",
            "killed",
            "injured",
            "wounded",
            "missing",
            "arrested",
            "hurt",
            "years",
            "more",
            "others",
            "displaced",
            "rescued",
            "evacuated",
        }:
            return True
        if tokens.capitalised(step):
            return False
        if is_plural(word):
            return True
    return False


def _starts_sentence(tokens: Tokens, at: int) -> bool:
    return at == 0 or tokens.words[at - 1] in {".", "!", "?", '"', "“", ":", "\u201d"}


def in_name(tokens: Tokens, at: int, end: int) -> bool:
    """Tell whether capitalised number words are part of a name: ``Seven Sisters``, ``Channel Four``."""
    before_is_name = (
        tokens.capitalised(at - 1)
        and not _starts_sentence(tokens, at - 1)
        and tokens.words[at - 1] not in _NAME_BREAKERS
    )
    after_is_name = tokens.capitalised(end) and tokens.starts[end] <= tokens.ends[end - 1] + 1
    starts = _starts_sentence(tokens, at)
    if tokens.words[at - 1] in _LABELS and tokens.capitalised(at - 1):
        return True
    if tokens.words[at - 1] == "of" and tokens.capitalised(at - 2):
        return True
    if before_is_name and tokens.starts[at] <= tokens.ends[at - 1] + 1:
        return True
    if tokens.words[end] in HYPHENS and tokens.capitalised(end + 1) and tokens.glued(end) and not starts:
        return True
    if after_is_name and (not starts or tokens.words[end] in {"lady", "world", "minister", "reich"}):
        return not is_plural(tokens.words[end]) or not starts
    return False


def ordinal_in_name(tokens: Tokens, at: int, end: int) -> bool:
    """Tell whether a digit ordinal is a unit's or street's name: ``501st Legion``."""
    step = end
    if tokens.capitalised(step) and tokens.capitalised(step + 1) and tokens.words[step + 1] in _UNITS_OF_ARMIES:
        return True
    return tokens.capitalised(step) and tokens.words[step] in _UNITS_OF_ARMIES


def is_title_case(tokens: Tokens, first: int, end: int) -> bool:
    """Tell whether most longer words of a sentence are capitalised, as in headlines."""
    long = capital = 0
    for step in range(first, min(end, first + 30)):
        if tokens.kinds[step] == WORD and tokens.ends[step] - tokens.starts[step] > 3:
            long += 1
            capital += tokens.text[tokens.starts[step]].isupper()
    return long >= 2 and capital >= 0.75 * long
