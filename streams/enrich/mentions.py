"""Correction of a recogniser's mentions: what the words and the rest of the article say better.

The recogniser reads a sentence at a time and knows few names; this step knows closed lists
(countries, demonyms, titles), the marks of newswire (datelines) and the whole article. Each
correction is a function of its own, so that its effect can be measured; ``correct_document`` runs
them in order.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from string import ascii_uppercase
from typing import NamedTuple

from streams.enrich.places import fold, gazetteer, word_set
from streams.enrich.spans import LabelledSpan

ENTITY_LABELS = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"))
PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
_OTHER_SCHEMES = {
    "PER": "PERSON",
    "ORGANIZATION": "ORG",
    "ORGANISATION": "ORG",
    "LOCATION": "LOC",
    "LOC*": "LOC",
    "FACILITY": "FAC",
}

# Words of address. They are no role, and never part of a name.
HONORIFICS = word_set(
    "mr mrs ms miss mx dr sir dame madam madame monsieur mme shri smt señor señora senor senora herr frau hon the"
)
# Titles that stand before a name. First names among them (Dean, Earl, Duke) are left out.
TITLES = word_set(
    "president vice-president presidents minister ministers premier chancellor senator"
    " senators sen sens congressman congresswoman representative rep reps governor gov"
    " governors mayor secretary ambassador judge justice general gen colonel col major maj"
    " captain capt lieutenant lt sergeant sgt corporal cpl private pvt admiral adm commander"
    " cmdr commodore brigadier marshal commissioner chief chairman chairwoman chairperson"
    " chair director professor prof doctor pope cardinal archbishop bishop pastor reverend rev"
    " father rabbi imam ayatollah king queen prince princess emperor emir sultan sheriff"
    " detective inspector superintendent constable officer deputy coach speaker spokesman"
    " spokeswoman spokesperson ceo envoy councillor cllr councilman councilwoman lawmaker attorney"
    " prosecutor sen.-elect secretary-general governor-general attorney-general lord lady"
    " baroness mp mep"
)
# Words that only together with a title belong to it: "Vice President", "Prime Minister".
_TITLE_PARTS = word_set(
    "prime vice deputy assistant acting former ex interim foreign defense defence interior"
    " finance health justice state chief executive managing first second senior brigadier"
    " lieutenant major rear supreme grand crown attorney lt maj brig head and of affairs"
)
_CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april"
    " may june july august september october november december mon tue tues wed thu thur thurs"
    " fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec today tomorrow yesterday"
)
_FUNCTION_WORDS = word_set(
    "a an the this that these those he she it we they i you his her its our their my your who"
    " what when where why how which and but or nor so yet if as at by for from in into of on"
    " to with after before since while although though because until unless during about"
    " against among between under over through without within is are was were be been has have"
    " had do does did not no yes there here then now also however meanwhile instead still both"
    " all some many most more only even just according asked like despite later earlier last"
    " next new"
)
# Surnames that begin sentences as plain words.
_COMMON_WORDS = word_set(
    "may will bush brown white black green gray grey young long short king page rice bell"
    " wood stone field hill lake rivers banks church west north south east park ford hope"
    " grace love faith joy best good gold silver day weeks summer winter spring snow frost"
    " price cash bond bank case law cook baker butler carter fisher hunter mason miller potter"
    " singer smith taylor walker gore major judge bishop dean pope prince duke earl rose lily"
    " ivy wolf fox lamb bull drake crane power powers sharp strong little small large moon sun"
    " star cross hall house mills parks read reed rush swift flood chance cruise tester trump"
    " pence ham kidd noble true speaker chase mark marks francis grant nation hand hands head"
    " heads back self see sea do so to an he my you ban ash can ha le man no on or us we be is"
    " by go it me oh per van"
) - {"trump"}
# Names that keep what looks like a possessive.
_POSSESSIVE_NAMES = word_set(
    "mcdonald's sotheby's christie's macy's lloyd's levi's wendy's moody's kellogg's"
    " sainsbury's lowe's kohl's denny's domino's dillard's hershey's nando's reese's"
    " campbell's bloomingdale's standard & poor's s&p barclay's marks & spencer's lord's"
    " king's queen's st john's st paul's st mary's st james's women's men's people's"
    " children's"
)
_POSSESSIVE_NAMES = _POSSESSIVE_NAMES | {"standard & poor's", "st john's", "st george's"}
_CAPITALS_OR_PERSONS = word_set(
    "Paris Sofia Santiago Victoria Lima Kingston Stanley Hamilton Douglas Jamestown London Male"
    " Vienna Georgetown Washington"
)
# Country names that are persons' names too.
_COUNTRIES_OR_PERSONS = frozenset(
    ("jordan", "chad", "georgia", "israel", "dominica", "jersey", "america", "ireland", "holland")
)

# Capitalised where a sentence or a table begins, and never a person, an organisation or a place.
_NO_NAMES = word_set(
    "cholera measles malaria dengue mpox polio tuberculosis influenza covid diabetes cancer hepatitis rabies typhoid "
    "meningitis zika bitcoin ethereum dogecoin gold silver copper nickel lithium cobalt aluminium aluminum "
    "wheat maize soybeans sugar cocoa coffee arabica robusta brent bullion ebitda gdp ceo cfo hiv aids heatwave heavy "
    "arabic english spanish portuguese mandarin cantonese hindi urdu swahili bengali tamil amharic yoruba hausa "
    "farsi pashto latin hebrew"
)
# The last word of a company's name, and of nobody else's.
_COMPANY_ENDINGS = word_set(
    "group inc inc. corp corp. corporation ltd ltd. limited plc llc llp ag se nv asa holdings holding industries "
    "shipping shipbuilding mining minerals resources energy petroleum airlines airways motors electronics "
    "pharmaceuticals pharma therapeutics biotech technologies semiconductor semiconductors microelectronics optical "
    "foods logistics insurance telecom telecommunications aerospace automotive chemicals entertainment software "
    "systems solutions copper lithium breweries shipyard steelworks utilities"
)
_LAW_ENDINGS = word_set(
    "act treaty protocol directive regulation regulations accord accords bill ordinance amendment constitution"
)
# Country codes of the International Olympic Committee, as results of meetings print them.
_COUNTRY_CODES = frozenset(
    (
        "AFG ALB ALG AND ANG ARG ARM AUS AUT AZE BAH BAN BAR BDI BEL BEN BIH BLR BOL BOT BRA BRN BUL BUR CAM CAN CHI "
        "CHN CIV CMR COD COL CRC CRO CUB CYP CZE DEN DJI DOM ECU EGY ERI ESP EST ETH FIJ FIN FRA GAB GAM GBR GEO GER "
        "GHA GRE GUA GUI HAI HKG HON HUN INA IND IRI IRL IRQ ISL ISR ITA JAM JOR JPN KAZ KEN KGZ KOR KSA KUW LAT LBA "
        "LBN LTU LUX MAD MAR MAS MDA MEX MGL MKD MLI MLT MNE MOZ MRI MYA NAM NED NEP NGR NOR NZL PAK PAN PAR PER PHI "
        "POL POR PRK PUR QAT ROU RSA RUS RWA SEN SGP SLO SOM SRB SRI SUD SUI SVK SWE SYR TAN THA TJK TKM TPE TTO TUN "
        "TUR UAE UGA UKR URU USA UZB VEN VIE YEM ZAM ZIM"
    ).split()
)
# Names by their form alone: ships by prefix, aircraft by maker and model, climate conferences by number,
# laws by their last word. First the hints of which a text must hold one for the pattern to be worth its search.
_BY_FORM: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = (
    (
        ("MV ", "M/V ", "SS ", "MS ", "HMS ", "HMAS ", "HMCS ", "USS ", "USNS ", "INS ", "RFA ", "BRP "),
        re.compile(r"\b(?:MV|M/V|SS|MS|HMS|HMAS|HMCS|USS|USNS|INS|RFA|BRP)(?: [A-Z][\w'\u2019-]{1,30}){1,3}(?![\w-])"),
        "PRODUCT",
    ),
    (
        (
            *("Boeing ", "Airbus ", "ATR ", "Embraer ", "Antonov ", "Cessna ", "Sukhoi ", "Tupolev ", "Ilyushin "),
            *("Bombardier ", "Mirage ", "Bayraktar "),
        ),
        re.compile(
            r"\b(?:Boeing|Airbus|ATR|Embraer|Antonov|Cessna|Sukhoi|Tupolev|Ilyushin|Bombardier|Mirage|Bayraktar) "
            r"(?:[A-Z]{1,4}-?)?\d[\w-]{0,12}(?!\w)"
        ),
        "PRODUCT",
    ),
    (("COP2", "COP3", "COP-"), re.compile(r"\bCOP-?[23]\d\b"), "EVENT"),
    (
        (" Act", " Treaty", " Code"),
        re.compile(
            r"[A-Z](?<=\b[Tt]he .)[\w'\u2019-]{1,30} (?:[A-Z][\w'\u2019-]{1,30} ){0,4}"
            r"(?:Act|Treaty|(?:Criminal|Penal|Civil|Tax|Labou?r|Electoral) Code)(?![\w-])"
        ),
        "LAW",
    ),
)
_FORM_BY_HINT = {hint.lstrip(): (pattern, label) for hints, pattern, label in _BY_FORM for hint in hints}
# All hints in one search. It looks for their first letters, so spaces before them are checked afterwards.
_HINT = re.compile(
    "|".join(f"{re.escape(hint.lstrip())}(?<={re.escape(hint)})" for hints, *_ in _BY_FORM for hint in hints)
)
_CODE_AFTER = re.compile(r" \(([A-Z]{3})\)")
_EDGE_LEFT = " \t\r\n\u00a0\u200b\ufeff\"“”„«»'\u2018\u2019()[]{}<>,;:*•·|\u2013—-_/\\#@=.!?"
_EDGE_RIGHT = " \t\r\n\u00a0\u200b\ufeff\"“”„«»'\u2018\u2019()[]{}<>,;:*•·|\u2013—-_/\\#@="
_ABBREVIATION_END = re.compile(
    r"(?:[^\W\d_]|jr|sr|inc|corp|co|ltd|cos|bros|st|mt|ft|univ|dept|assn|plc|s\.a|n\.v|u\.s|u\.k|u\.n)\.",
    re.IGNORECASE,
)
_NOISE = re.compile(r"https?:|\bwww\.|^\S*@\S*$|&(?:nbsp|quot|lt|gt|#\d+);?|[<>{}|\\]", re.IGNORECASE)
# Amounts that were taken for names: "Rs 500", "480 MHz".
_AMOUNT = re.compile(
    r"(?:Rs|US|NT|HK)\.?\s?\$?\d[\d.,]*"
    r"|\d[\d.,]*\s?(?:[kMGT]?Hz|[kc]?m|kph|mph|kg|GB|MB)"
)
_CURRENCY_AFTER = re.compile(
    r" (?:francs?|pounds?|dollars?|euros?|pesos?|rupees?|lira|yuan|yen|kron[ae]|kronor|dinars?"
    r"|riyals?|shillings?|rubles?|roubles?|dirhams?|rand|reais|rials?|baht|ringgit)\b"
)
_PLACE_BEFORE = re.compile(r"\b(?:[Ii]n|[Nn]ear)\s$")
_ARTICLE_BEFORE = re.compile(r"(?<![\w-])the\s$")
# "the Barack Obama administration": what a person's whole name may stand before.
_OF_A_PERSON = re.compile(
    r"(?:['\u2019]s?\b)?[ -](?:[a-z]+[ -])?"
    r"(?:administrations?|campaigns?|governments?|presidency|eras?|regimes?|famil(?:y|ies)|cases?|trials?|murders?"
    r"|brothers|twins|killing|affair|scandal|investigation|inquiry|probe|trophy|award|prize|memorial|cup|foundation"
    r"|years|show|doctrine|estate"
    r"|archives?|collection|papers|library|biography|film|novel|led|backed|appointed|style|owned|directed|produced|inspired|type)\b"
)
# The party and the state or country of a legislator: "R-Ky.", "D-Texas".
_PARTY_AND_STATE = re.compile(r"[RDI]-[A-Z][A-Za-z.]*")
# A text that is shorter, has fewer capitals or a lower-case "i" was not written by an editor.
_FEWEST_CAPITALS = 0.015
_CASE_SAMPLE = 2000
_LEAST_CASED = 200
# Both begin with the rare sign, which the search then looks for before anything else.
_CARELESS_I = re.compile(r"i(?<!\w.)(?![\w'.)])")
_CARELESS_STOP = re.compile(r"[.?!](?<=[a-z].) [a-z]+ [a-z]")
_WORD = re.compile(r"\S+")
_HAS_LETTER = re.compile(r"[^\W\d_]")
_POSSESSIVE_END = re.compile(r"(?<! )(?:['\u2019]s|(?<=[sxz])['\u2019])$", re.IGNORECASE)
# What must not stand before is asked second: most characters are no capitals.
_CAPITALISED = re.compile(r"[^\W\d_a-zß-öø-ÿ](?<![\w'\u2019&@/.-].)[\w'\u2019-]*(?:\.[A-Z])*\.?")
_WORD_BEFORE = re.compile(r"([\w'\u2019&.-]+)([ \u00a0]+)$")
_WORD_AFTER = re.compile(r"[ \u00a0]([\w&][\w'\u2019.-]*)")

Field = list[LabelledSpan]


def known_label(label: str) -> str | None:
    """The OntoNotes name of a label, None for those that are no entity here."""
    upper = label.upper()
    upper = _OTHER_SCHEMES.get(upper, upper)
    return upper if upper in ENTITY_LABELS else None


def clean_spans(text: str, spans: Iterable[LabelledSpan]) -> Field:
    """Spans of known labels inside the text, in order and without overlaps; the longest wins."""
    size = len(text)
    given = list(spans)
    if _are_clean(given, size):
        return given  # the usual case
    kept: list[tuple[int, int, str]] = []
    for start, end, label, *_ in given:
        known = known_label(label)
        begin, stop = max(0, start), min(size, end)
        if known is not None and begin < stop:
            kept.append((begin, stop, known))
    kept.sort(key=lambda span: (span[0], -span[1]))
    result: Field = []
    for start, end, label in kept:
        if result and start < result[-1].end:
            if end - start > result[-1].end - result[-1].start:
                result[-1] = LabelledSpan(start, end, label)
            continue
        result.append(LabelledSpan(start, end, label))
    return result


def _are_clean(spans: Field, size: int) -> bool:
    reached = 0
    for start, end, label, entity_id in spans:
        if not reached <= start < end <= size or label not in ENTITY_LABELS or entity_id is not None:
            return False
        reached = end
    return True


def trim(text: str, span: LabelledSpan) -> LabelledSpan | None:
    """The span without quotes, brackets, articles, possessives and full stops; None if empty."""
    start, end, label, _ = span
    name = text[start:end]
    if name.isalpha() and name not in ("The", "the"):
        # The usual case: one plain word.
        return span
    if not name[:1].isalnum():
        start += len(name) - len(name.lstrip(_EDGE_LEFT))
    start, end = _trim_end(text, start, end)
    name = text[start:end]
    if name[:4] in ("the ", "The ", "THE ") and _drops_article(name, label):
        start += 4
        start += len(text[start:end]) - len(text[start:end].lstrip())
    if start >= end:
        return None
    return LabelledSpan(start, end, label)


_KEEPS_ARTICLE = frozenset(("the hague", "the gambia", "the bahamas", "the times", "the sun"))


def _drops_article(name: str, label: str) -> bool:
    # "The Shining", "The Voice": titles of works begin with it.
    if name[0] == "t":
        return True
    return label not in ("WORK_OF_ART", "PRODUCT") and name.lower() not in _KEEPS_ARTICLE


def _trim_end(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start:
        last = text[end - 1]
        if last.isalnum() and last not in "sS":
            break
        if last == ")" and "(" in text[start:end] and text.find("(", start, end) > start:
            break
        loose_stop = last == "." and not _is_abbreviation(text, start, end)
        if loose_stop or last in _EDGE_RIGHT:
            end -= 1
        elif last in "sS" and (possessive := _POSSESSIVE_END.search(text, start, end)):
            if text[start:end].lower().replace("\u2019", "'") in _POSSESSIVE_NAMES:
                break
            end = possessive.start()
        else:
            break
    return start, end


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    """Whether the full stop that ends the span belongs to its last word: ``Inc.``, ``Fla.``."""
    word = text[max(start, text.rfind(" ", start, end) + 1) : end]
    if word.count(".") > 1 or (word == text[start:end] and word in gazetteer().abbreviations):
        return True
    return _ABBREVIATION_END.fullmatch(word) is not None


def is_noise(text: str, span: LabelledSpan) -> bool:
    """Whether the span is no name at all: a URL, a number, a day, a left-over of HTML."""
    name = text[span.start : span.end]
    if name.isalpha():
        lower = name.lower()
        if lower in _CALENDAR and (len(lower) > 4 or lower in ("may", "june", "july")):
            # "May" and "April" are people at times; a recogniser that says so has its reasons.
            return span.label != "PERSON" or lower not in ("may", "april", "june", "august")
        if lower.endswith(("ologist", "ologists")):
            return True
        if lower in _NO_NAMES:
            return span.label != "PERSON" or lower not in ("gold", "silver", "copper", "brent", "latin")
        return lower in _FUNCTION_WORDS and not name.isupper()
    if name.replace(" ", "").isalpha():
        return False
    if _HAS_LETTER.search(name) is None or _AMOUNT.fullmatch(name) or _PARTY_AND_STATE.fullmatch(name):
        return True
    return _NOISE.search(name) is not None


def strip_titles(text: str, span: LabelledSpan) -> LabelledSpan | None:
    """A person's span without the titles in front; None when nothing else is left."""
    if span.label != "PERSON":
        return span
    begin: int | None = 0  # None directly behind a title
    name = text[span.start : span.end]
    for match in _WORD.finditer(name):
        word = match.group()
        if begin is None:
            begin = match.start()
        plain = word.rstrip(".,").lower()
        if plain in TITLES or plain in HONORIFICS:
            begin = None
        elif plain not in _TITLE_PARTS and word not in gazetteer().demonyms:
            break
    if begin is None:
        # "King", "Prince", "Major" alone may be surnames; "President" is none.
        return span if name.lower() in _COMMON_WORDS else None
    return LabelledSpan(span.start + begin, span.end, span.label) if begin else span


_SUFFIX = re.compile(r",? (?:Jr|Sr)\b\.?| (?:II|III|IV)\b")


def extended_end(text: str, start: int, end: int, label: str) -> int:
    """The end of the name with what belongs to it behind it: ``Jr.``, and the ``'s`` of shops."""
    if label == "PERSON":
        match = _SUFFIX.match(text, end)
        if match and " " in text[start:end]:
            return match.end()
    elif label == "ORG" and text[end : end + 2] in ("'s", "\u2019s"):
        name = f"{text[start:end].lower()}'s"
        if name in _POSSESSIVE_NAMES:
            return end + 2
    return end


_STATE_BODIES = word_set(
    "agency army assembly authority bank commission committee congress council court"
    " department forces government guard ministry navy office parliament police senate service"
)
_OWNER = re.compile(r"(['\u2019]s|(?<=s)['\u2019])\s+(?=[^\W\d_a-z])")


def split(text: str, span: LabelledSpan) -> list[LabelledSpan]:
    """``Germany's Foreign Ministry`` and ``Kyiv, Ukraine`` in two."""
    start, end, label, _ = span
    if label in PLACE_LABELS:
        comma = text.find(", ", start, end)
        if comma > 0 and not text.startswith(("D.C", "DC"), comma + 2):
            parts = LabelledSpan(start, comma, label), LabelledSpan(comma + 2, end, label)
            tables = gazetteer()
            if tables.knows(fold(text[parts[1].start : end])) or label == "GPE":
                return [parts[0], *split(text, parts[1])]
        return [span]
    if label == "ORG":
        owner = _OWNER.search(text, start, end)
        if owner:
            key = fold(text[start : owner.start()])
            tables = gazetteer()
            known = key in tables.countries or key in tables.regions
            # "America's Health Insurance Plans" is one name.
            if known and not _STATE_BODIES.isdisjoint(fold(text[owner.end() : end]).split()):
                return [
                    LabelledSpan(start, owner.start(), "GPE"),
                    LabelledSpan(owner.end(), end, label),
                ]
    return [span]


class _Labels(NamedTuple):
    """The label of a name by what stands directly before it.

    Attributes:
        usual: Its label.
        after_article: Its label behind ``the``.
        may_be_place: Whether it is a place behind ``in`` when the tables know it.
    """

    usual: str
    after_article: str
    may_be_place: bool


def _labels(name: str, label: str) -> _Labels:
    """Demonyms to NORP, and countries that were taken for persons to GPE."""
    several = " " in name
    if several:
        ending = name[name.rfind(" ") + 1 :].lower()
        if ending in _COMPANY_ENDINGS and label != "FAC":
            return _Labels("ORG", "ORG", may_be_place=False)
        if ending in _LAW_ENDINGS and label not in ("PERSON", "LAW"):
            return _Labels("LAW", "LAW", may_be_place=False)
    tables = gazetteer()
    demonym = tables.demonyms.get(name) or (
        tables.demonyms.get(name.title()) if name.isupper() and len(name) > 3 else None
    )
    if demonym is not None:
        if label in ("PERSON", "GPE", "LOC", "FAC") or (demonym.country is not None and label == "ORG"):
            label = "NORP"
        return _Labels(label, label, may_be_place=False)
    # A single word may be a surname: "Ford", "Porsche".
    is_full_name = label == "PERSON" and several
    if (is_full_name or label in PLACE_LABELS) and name in known_organisations():
        return _Labels("ORG", "ORG", may_be_place=False)
    if label not in ("PERSON", "NORP", "ORG"):
        return _Labels(label, label, may_be_place=False)
    key = fold(name)
    usual = "GPE" if key in tables.countries and key not in _COUNTRIES_OR_PERSONS else label
    return _Labels(usual, "ORG" if is_full_name else usual, usual != "GPE")


def _label_here(text: str, start: int, end: int, labels: _Labels) -> str:
    usual, after_article, may_be_place = labels
    if after_article != usual and _takes_article(text, start, end):
        return after_article
    if may_be_place and _PLACE_BEFORE.search(text, max(0, start - 6), start):
        key = fold(text[start:end])
        tables = gazetteer()
        if key in tables.countries or key in tables.regions or tables.is_large_city(key):
            return "GPE"
    return usual


@cache
def known_organisations() -> frozenset[str]:
    """Names of organisations that no place shares, as they are spelled; acronyms are left out."""
    lines = resources.files("streams.enrich.data").joinpath("organisations.txt").read_text(encoding="utf-8")
    names = {line.partition("\t")[0] for line in lines.splitlines()}
    tables = gazetteer()
    return frozenset(
        name for name in names if not name.isupper() and not tables.knows(fold(name)) and name not in tables.demonyms
    )


def _takes_article(text: str, start: int, end: int) -> bool:
    """Whether ``the`` stands before the name and no noun behind it that would explain the article."""
    if not _ARTICLE_BEFORE.search(text, max(0, start - 5), start):
        return False
    explained = text.startswith("-", end) or _OF_A_PERSON.match(text, end)
    return not explained and not text.endswith("s", start, end)


_CAPITALS = ascii_uppercase.encode()


def _is_cased(text: str) -> bool:
    """Whether the text has capitals where names are, so that a name without one is none."""
    sample = text[:_CASE_SAMPLE]
    if len(sample) < _LEAST_CASED or _CARELESS_I.search(sample) or _CARELESS_STOP.search(sample):
        return False
    enough = _FEWEST_CAPITALS * len(sample)
    # Capitals without accents are counted much faster, and nearly always say enough.
    raw = sample.encode("utf-8", "surrogatepass")
    return len(raw) - len(raw.translate(None, _CAPITALS)) > enough or sum(map(str.isupper, sample)) > enough


class _Reading(NamedTuple):
    """What the words of a mention say by themselves, wherever they stand.

    Attributes:
        start: Where the name begins in the mention, behind titles and quotes.
        end: Where it ends in the mention.
        is_lower: Whether it has no capital.
        may_split: Whether it looks like two names.
        labels: Its labels.
    """

    start: int
    end: int
    is_lower: bool
    may_split: bool
    labels: _Labels


@lru_cache(maxsize=4096)
def _read(name: str, label: str) -> _Reading | None:
    """None when the mention is no name. An article repeats its names, and the next brings many again."""
    span = trim(name, LabelledSpan(0, len(name), label))
    if span is None or is_noise(name, span):
        return None
    is_lower = name[span.start : span.end].islower()
    named = strip_titles(name, span)
    if named is None:
        return None
    plain = name[named.start : named.end]
    may_split = ", " in plain if label in PLACE_LABELS else label == "ORG" and _OWNER.search(plain) is not None
    return _Reading(named.start, named.end, is_lower, may_split, _labels(plain, label))


def correct_each(text: str, spans: Iterable[LabelledSpan]) -> Field:
    """All corrections that need one mention and the words around it."""
    result: Field = []
    cleaned = clean_spans(text, spans)
    cased = _is_cased(text)
    last = len(cleaned) - 1
    for index, span in enumerate(cleaned):
        begin, stop, label, _ = span
        reading = _read(text[begin:stop], label)
        if reading is None or (cased and reading.is_lower):
            continue
        start, end = begin + reading.start, begin + reading.end
        if label in ("NORP", "ORG") and _CURRENCY_AFTER.match(text, end):
            # "Swiss francs" and "CFA francs" are money.
            continue
        extended = extended_end(text, start, end, label)
        if extended > end and index < last and extended > cleaned[index + 1].start:
            extended = end
        if extended > end or reading.may_split:
            result += _correct_parts(text, split(text, LabelledSpan(start, extended, label)))
            continue
        corrected = _label_here(text, start, end, reading.labels)
        unchanged = corrected == label and start == begin and end == stop
        result.append(span if unchanged else LabelledSpan(start, end, corrected))
    return result


def _correct_parts(text: str, parts: Sequence[LabelledSpan]) -> Iterator[LabelledSpan]:
    """The names that were one mention, or a name that was extended."""
    if len(parts) > 1:
        trimmed = (trim(text, part) for part in parts)
        parts = [part for part in trimmed if part is not None and not is_noise(text, part)]
    for start, end, label, _ in parts:
        yield LabelledSpan(start, end, _label_here(text, start, end, _labels(text[start:end], label)))


_AGENCIES = "AP|Reuters|REUTERS|AFP|UPI|dpa|DPA|ANI|PTI|IANS|TASS|Xinhua|Bloomberg|CNN|BBC|EFE|ANSA|APA"
_DATELINE = re.compile(
    r"\A\s*([A-ZÀ-Þ][A-ZÀ-Þ\u2019'. -]{2,40}?)"  # the city in capitals
    r"(?:,\s+([A-ZÀ-Þ][\w.\u2019' -]{1,30}?))?"  # country or state
    r"(?:,?\s+(?:\d{1,2}\s+)?[A-Z][a-z]{2,8}\.?(?:\s+\d{1,2})?(?:,?\s+\d{4})?)?"  # date
    rf"(?:\s*\((?:{_AGENCIES}|[A-Z][A-Za-z ]{{1,30}})\))?"  # agency
    r"\s*(?:—|\u2013|--|-)\s"
)
_DATELINE_AGENCY = re.compile(r"\(([^)]+)\)")


def read_dateline(text: str, spans: Field) -> Field:
    """``KYIV, Ukraine (AP) —`` at the beginning: place, place, agency, and nothing else."""
    match = _DATELINE.match(text)
    if match is None:
        return spans
    city, region = match.group(1), match.group(2)
    tables = gazetteer()
    agency = _DATELINE_AGENCY.search(text, 0, match.end())
    # Without an agency or a known place it may be any sentence with a dash.
    if not (tables.knows(fold(city)) or (agency and region and tables.knows(fold(region)))):
        return spans
    found = [LabelledSpan(match.start(1), match.end(1), "GPE")]
    if region and tables.knows(fold(region)):
        found.append(LabelledSpan(match.start(2), match.end(2), "GPE"))
    if agency:
        found.append(LabelledSpan(agency.start(1), agency.end(1), "ORG"))
    return found + [span for span in spans if span.start >= match.end()]


_ACRONYM = re.compile(r"\s?\(([A-Z][A-Za-z0-9&.-]{1,9})\)")


def initials_match(name: str, acronym: str) -> bool:
    """Whether ``acronym`` abbreviates ``name``: each of its letters opens a word, in order.

    Small words may be passed over or taken in (``FBI``, ``DoJ``), and a word may give more letters
    than its first (``Interpol``).
    """
    letters = [c for c in acronym.lower() if c.isalpha()]
    words = [word for word in re.split(r"[\s\-/]+", fold(name)) if word]
    if len(letters) < 2 or len(words) < 2:
        return False
    big = [word[0] for word in words if word not in _FUNCTION_WORDS]
    if big == letters or [word[0] for word in words] == letters:
        return True
    return _spells("".join(letters), words)


def _spells(letters: str, words: Sequence[str]) -> bool:
    """Whether the words, most of them with their first letter, give ``letters`` in order."""
    position = 0
    for word in words:
        if position < len(letters) and word[0] == letters[position]:
            position += 1
            for char in word[1:3]:
                follows = position + 1 < len(letters) and char == letters[position]
                if follows and not any(later[0] == char for later in words):
                    position += 1
        elif word not in _FUNCTION_WORDS:
            return False
    return position == len(letters)


def add_country_codes(text: str, spans: Field) -> Field:
    """Results of meetings: ``Mary Chemutai (KEN) 29:06``."""
    added: dict[int, LabelledSpan] = {}
    for span in spans:
        if span.label == "PERSON" and text.startswith(" (", span.end):
            match = _CODE_AFTER.match(text, span.end)
            if match and match.group(1) in _COUNTRY_CODES:
                added[match.start(1)] = LabelledSpan(match.start(1), match.end(1), "GPE")
    if not added:
        return spans
    kept = [span for span in spans if span.start not in added]
    return sorted([*kept, *added.values()], key=lambda span: span.start)


def add_acronyms(text: str, spans: Field) -> Field:
    """The acronym in brackets behind a full name is another mention with the name's label."""
    if " (" not in text:
        return spans
    result: Field = []
    taken = {span.start: span for span in spans}
    changed: dict[int, LabelledSpan] = {}
    for span in spans:
        result.append(changed.get(span.start, span))
        if span.label not in ("ORG", "GPE", "FAC", "LAW", "EVENT") or not text.startswith(" (", span.end):
            continue
        match = _ACRONYM.match(text, span.end)
        if match is None or not initials_match(text[span.start : span.end], match.group(1)):
            continue
        acronym = LabelledSpan(match.start(1), match.end(1), span.label)
        other = taken.get(acronym.start)
        if other is None:
            result.append(acronym)
        elif other.end == acronym.end:
            changed[acronym.start] = acronym
    return result


def _named(fields: Sequence[tuple[str, Field]]) -> list[tuple[str, str]]:
    """Text and label of every mention, in order."""
    return [(text[span.start : span.end], span.label) for text, spans in fields for span in spans]


def make_consistent(fields: Sequence[tuple[str, Field]]) -> list[Field]:
    """One string, one label: a rare label gives way where the same string mostly has another."""
    mentions = _named(fields)
    names = dict.fromkeys(mentions)
    winners = _most_frequent(mentions) if len({name for name, _ in names}) < len(names) else {}
    people = _people(names)
    winners.update(dict.fromkeys(_no_persons(names), "GPE"))
    winners.update(dict.fromkeys(_short_companies(names), "ORG"))
    changes = {
        (name, label): winner
        for name, label in names
        if (name in winners or name in people) and (winner := _consistent(name, label, winners, people)) != label
    }
    if not changes:
        return [spans for _, spans in fields]
    return [[_changed(text, span, changes) for span in spans] for text, spans in fields]


def _changed(text: str, span: LabelledSpan, changes: Mapping[tuple[str, str], str]) -> LabelledSpan:
    start, end, label, _ = span
    winner = changes.get((text[start:end], label))
    return span if winner is None else LabelledSpan(start, end, winner)


def _most_frequent(mentions: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The label of each name that has several, one of them at least twice as often as any other."""
    by_name: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (name, label), count in Counter(mentions).items():
        by_name[name].append((count, label))
    winners: dict[str, str] = {}
    for name, labels in by_name.items():
        if len(labels) > 1:
            (second, _), (most, first) = sorted(labels)[-2:]
            if most >= 2 * second:
                winners[name] = first
    return winners


def _people(names: Iterable[tuple[str, str]]) -> set[str]:
    """Last names of the persons with full names."""
    found: set[str] = set()
    for name, label in names:
        if label == "PERSON":
            cut = name.rfind(" ")
            if cut > 0 and not name.isupper():
                last = name[cut + 1 :]
                found.update((last, last[0].upper() + last[1:]))  # "al-Burhan" begins a sentence
    return found


def _no_persons(names: Iterable[tuple[str, str]]) -> set[str]:
    """Capitals that were taken for persons although no person of the article is called so."""
    capitals = gazetteer().capitals
    words: set[str] = set()
    single: set[str] = set()
    for name, label in names:
        if label == "PERSON":
            if " " in name:
                words.update(name.split())
            elif name in capitals and name not in _CAPITALS_OR_PERSONS:
                single.add(name)
    return single - words


def _short_companies(names: Iterable[tuple[str, str]]) -> set[str]:
    """First words of companies' names that stand for them: ``Norrvik`` for ``Norrvik Health Group``.

    Not those that are places, or part of a full name of the article: ``Kenya Airways`` is not Kenya.
    """
    tables = gazetteer()
    first: set[str] = set()
    taken: set[str] = set()
    for name, label in names:
        if label == "NORP" or (label == "PERSON" and " " in name):
            taken.update(name.split(" "))
        elif label == "ORG" and " " in name:
            words = name.split(" ")
            if words[-1].lower() in _COMPANY_ENDINGS:
                first.add(words[0])
    return {
        word
        for word in first - taken
        if len(word) > 3 and word[0].isupper() and not tables.knows(fold(word)) and word.lower() not in TITLES
    }


_CAPITAL_INSIDE = re.compile(r"(?<!\bMc)(?<!\bMac)(?<=\w)[A-Z]")


def _consistent(name: str, label: str, winners: Mapping[str, str], people: Collection[str]) -> str:
    """The label that the name has in the whole article."""
    winner = winners.get(name)
    if label != "PERSON" and name in people and not gazetteer().knows(fold(name)):
        winner = "PERSON"
    if winner is None or (winner == "PERSON" and _CAPITAL_INSIDE.search(name)):
        # "HANO" and "NiMo" are no persons, however often they were taken for one.
        return label
    return winner


def _repeats(names: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Names that are looked for again with their labels, by their first word."""
    by_first: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, label in dict.fromkeys(names):
        first, space, _ = name.partition(" ")
        if space:
            by_first[first].append((name, label))
            if label == "PERSON" and not name.isupper():
                last = name[name.rindex(" ") + 1 :]
                usable = last[:1].isupper() and len(last) > 2 and last.lower() not in _COMMON_WORDS
                if usable and last[-1] != ".":
                    by_first[last].append((last, label))
        elif (label == "GPE" and len(name) > 3) or (label == "ORG" and len(name) > 2 and name.isupper()):
            by_first[name].append((name, label))
    return by_first


def add_missed(fields: Sequence[tuple[str, Field]]) -> list[Field]:
    """Finds again what the article names elsewhere, and countries and demonyms by the lists."""
    repeats = _repeats(_named(fields))
    return [_add_missed(text, spans, repeats) for text, spans in fields]


def _add_missed(text: str, spans: Field, repeats: Mapping[str, Sequence[tuple[str, str]]]) -> Field:
    listed = gazetteer().starters
    starts = [span.start for span in spans]
    ends = [span.end for span in spans]
    added: Field = []
    free_from = 0
    for match in _CAPITALISED.finditer(text):
        start = match.start()
        if start < free_from:
            continue
        index = bisect_right(starts, start) - 1
        if index >= 0 and start < ends[index]:
            free_from = ends[index]
            continue
        word = match.group()
        if not word.isalpha():
            word = _bare(word)
        if word not in repeats and word not in listed:
            continue  # the usual case
        hit = _longest(repeats.get(word, ()), text, start) or _longest(listed.get(word, ()), text, start)
        if hit is None:
            continue
        end, label = hit
        following = starts[index + 1] if index + 1 < len(starts) else len(text)
        if end <= following and _stands_alone(text, start, end, label, spans, index):
            added.append(LabelledSpan(start, end, label))
            free_from = end
    return sorted(spans + added) if added else spans


def _longest(names: Iterable[tuple[str, str]], text: str, start: int) -> tuple[int, str] | None:
    """End and label of the longest of the names that begins at ``start``."""
    best: tuple[int, str] | None = None
    for name, label in names:
        end = start + len(name)
        if (best is None or end > best[0]) and text.startswith(name, start):
            best = (end, label)
    return best


def _bare(word: str) -> str:
    """The word without a possessive."""
    if word[-1] == "." and word.count(".") == 1:
        word = word[:-1]
    return word[:-2] if word[-2:] in ("'s", "\u2019s") else word.rstrip("'\u2019")


def _stands_alone(  # noqa: C901 - a list of refusals, each with its reason
    text: str, start: int, end: int, label: str, spans: Field, index: int
) -> bool:
    """Whether no neighbour makes the words part of another name."""
    tail = text[end : end + 1]
    if tail and (tail.isalnum() or tail in "-_@/&$"):
        return False
    after = _WORD_AFTER.match(text, end)
    if after:
        word = after.group(1)
        following = spans[index + 1].start if index + 1 < len(spans) else -1
        if label == "NORP" and _CURRENCY_AFTER.match(text, end):
            return False
        if (
            label != "NORP"
            and word[0].isupper()
            and word.lower().rstrip(".") not in _CALENDAR
            and following != after.start(1)
        ):
            return False
        if word == "&":
            return False
    before = _WORD_BEFORE.search(text, max(0, start - 40), start)
    if before is None:
        return True
    word = before.group(1)
    plain = word.rstrip(".").lower()
    if index >= 0 and spans[index].end >= before.start(1):
        # Another name directly before: "Brigitte Macron" half found, "Deutsche Bank Germany".
        return label == "NORP"
    if word[0].isupper() and label != "NORP":
        return plain in TITLES or plain in HONORIFICS or plain in _FUNCTION_WORDS or plain in _CALENDAR
    if word == "&":
        return False
    if label == "GPE" and word.isdigit():
        # "the 1980 United States presidential election": an event that was missed.
        return False
    return label != "GPE" or not _inside_longer_name(text, before)


def _inside_longer_name(text: str, before: re.Match[str]) -> bool:
    """Whether ``of`` or ``in`` ties a country to a name, as in ``Bank of China``.

    ``President of China`` and ``on Monday in China`` tie nothing.
    """
    start = before.start(1)
    if before.group(1) == "the":
        earlier = _WORD_BEFORE.search(text, max(0, start - 40), start)
        if earlier is None:
            return False
        before, start = earlier, earlier.start(1)
    if before.group(1) not in ("of", "for", "in"):
        return False
    tied = _WORD_BEFORE.search(text, max(0, start - 40), start)
    if tied is None or not tied.group(1)[0].isupper():
        return False
    plain = tied.group(1).rstrip(".").lower()
    return plain not in TITLES and plain not in _CALENDAR and plain not in _FUNCTION_WORDS


def correct_document(
    title: str,
    text: str,
    title_spans: Iterable[LabelledSpan],
    text_spans: Iterable[LabelledSpan],
) -> tuple[Field, Field]:
    """All corrections over both fields of an article."""
    fields = [
        (title, add_acronyms(title, correct_each(title, title_spans))),
        (text, _add_by_brackets(text, read_dateline(text, add_by_form(text, correct_each(text, text_spans))))),
    ]
    consistent = make_consistent(fields)
    first, second = add_missed([(title, consistent[0]), (text, consistent[1])])
    return first, second


def add_by_form(text: str, spans: Field) -> Field:
    """Names that their form gives away; a mention inside one gives way to it."""
    found = [
        LabelledSpan(match.start(), match.end(), label)
        for pattern, label in {_FORM_BY_HINT[hint] for hint in _HINT.findall(text)}
        for match in pattern.finditer(text)
    ]
    if not found:
        return spans
    taken = _disjoint(sorted(found))
    starts = [name.start for name in taken]

    def is_free(span: LabelledSpan) -> bool:
        before = bisect_left(starts, span.end) - 1
        return before < 0 or taken[before].end <= span.start

    return sorted([*filter(is_free, spans), *taken], key=lambda span: span.start)


def _disjoint(spans: Field) -> Field:
    kept: Field = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _add_by_brackets(text: str, spans: Field) -> Field:
    return add_acronyms(text, add_country_codes(text, spans))


def correct_mentions(text: str, spans: Iterable[LabelledSpan]) -> list[LabelledSpan]:
    """All corrections over one text."""
    return correct_document("", text, (), spans)[1]
