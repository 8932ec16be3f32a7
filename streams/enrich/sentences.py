"""Sentence boundaries by offsets, for the sentence of a figure and the clause around it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

# A line break with the empty lines after it, or a closing sign, what closes with it, and white space behind.
_CANDIDATE: Final = re.compile(r"[.!?…。！？\n](?:(?<=\n)\s*|[\"'”’)\]»]{0,8}(?!\S))")
_OPENERS: Final = "\"'“‘([«¿¡—–-"
_ABBREVIATIONS: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sen",
        "rep",
        "gov",
        "gen",
        "col",
        "maj",
        "capt",
        "lt",
        "cmdr",
        "sgt",
        "cpl",
        "pvt",
        "adm",
        "rev",
        "fr",
        "hon",
        "st",
        "mt",
        "ft",
        "messrs",
        "mme",
        "mlle",
        "sr",
        "jr",
        "vs",
        "etc",
        "no",
        "nos",
        "vol",
        "pp",
        "p",
        "ed",
        "fig",
        "al",
        "inc",
        "corp",
        "co",
        "ltd",
        "llc",
        "plc",
        "bros",
        "dept",
        "univ",
        "assn",
        "est",
        "approx",
        "ca",
        "cf",
        "e.g",
        "i.e",
        "viz",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "ave",
        "blvd",
        "rd",
        "sq",
        "u.s",
        "u.k",
        "u.n",
        "u.s.a",
        "e.u",
        "a.m",
        "p.m",
        "d.c",
        "ph.d",
        "m.d",
        "b.a",
        "m.a",
        "rs",
        "sh",
        "op",
        "art",
        "sec",
        "supt",
        "insp",
        "det",
        "cllr",
        "atty",
        "pres",
        "vice-adm",
        "brig",
        "sgt",
        "spc",
        "cst",
        "pc",
        "dep",
        "asst",
        "ala",
        "ariz",
        "ark",
        "calif",
        "colo",
        "conn",
        "del",
        "fla",
        "ga",
        "ill",
        "ind",
        "kan",
        "ky",
        "la",
        "md",
        "mass",
        "mich",
        "minn",
        "miss",
        "mo",
        "mont",
        "neb",
        "nev",
        "okla",
        "ore",
        "pa",
        "tenn",
        "tex",
        "vt",
        "va",
        "wash",
        "wis",
        "wyo",
        "n.y",
        "n.j",
        "n.c",
        "s.c",
        "n.h",
        "n.m",
        "r.i",
        "w.va",
        "s.d",
        "n.d",
    ]
)
_MAY_END: Final = frozenset(
    {
        "a.m",
        "p.m",
        "u.s",
        "u.k",
        "u.n",
        "inc",
        "corp",
        "co",
        "ltd",
        "etc",
        "jr",
        "sr",
        "d.c",
        "u.s.a",
        "e.u",
        "plc",
        "llc",
        "bros",
        "al",
        "ph.d",
        "m.d",
        "no",
    }
)
"""Abbreviations that end sentences as well; the word after decides."""
_STARTERS: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "in",
        "on",
        "at",
        "but",
        "and",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "there",
        "after",
        "before",
        "when",
        "while",
        "as",
        "if",
        "for",
        "from",
        "by",
        "with",
        "however",
        "meanwhile",
        "police",
        "officials",
        "another",
        "some",
        "many",
        "most",
        "several",
        "about",
        "more",
        "no",
        "not",
        "it's",
        "he's",
        "she's",
        "what",
        "why",
        "how",
        "who",
        "where",
    ]
)
_LONGEST_WORD: Final = 24
_SHORT: Final = 32_768
"""Code points of a text whose sentences are remembered: with 256 of them that is bounded."""


def sentence_spans(text: str) -> Sequence[tuple[int, int]]:
    """Return the sentences as half-open spans, in order, without surrounding white space.

    Every character that is not white space lies in exactly one span. A line break ends a sentence.
    Guarantee: time linear in the text's length; no exception for any string.
    """
    return _remembered(text) if len(text) <= _SHORT else _sentence_spans(text)


def _sentence_spans(text: str) -> Sequence[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = 0
    for match in _CANDIDATE.finditer(text):
        at, end = match.span()
        if text[at] == "\n":
            # Most lines end with a sentence.
            if begin < at:
                _add(spans, text, begin, at)
            begin = end
        elif _ends_sentence(text, at, end):
            _add(spans, text, begin, end)
            begin = end
    _add(spans, text, begin, len(text))
    return tuple(spans)


# Figures are read with their sentences, and the flat records of the batch want them again.
_remembered: Final = lru_cache(maxsize=256)(_sentence_spans)


def _add(spans: list[tuple[int, int]], text: str, begin: int, end: int) -> None:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin < end:
        spans.append((begin, end))


def _ends_sentence(text: str, at: int, end: int) -> bool:
    """Tell whether the closing sign at ``at``, with what closes with it up to ``end``, ends a sentence."""
    start = _next_start(text, end)
    first = text[start : start + 1]
    if first.islower():
        return False
    if text[at] != ".":
        return True
    return first not in {",", ";"} and (end > at + 1 or not _is_abbreviation(text, at))


def _next_start(text: str, at: int) -> int:
    """Return where the next word of the line starts, the text's length when there is none."""
    limit = min(len(text), at + _LONGEST_WORD)
    while at < limit and (text[at].isspace() or text[at] in _OPENERS):
        if text[at] == "\n":
            return len(text)
        at += 1
    return at


def _next_word(text: str, at: int) -> str:
    limit = min(len(text), at + _LONGEST_WORD)
    at = stop = _next_start(text, at)
    while stop < limit and (text[stop].isalnum() or text[stop] in "'’"):
        stop += 1
    return text[at:stop] or text[at : at + 1]


def _word_before(text: str, at: int) -> str:
    limit = max(0, at - _LONGEST_WORD)
    word = text[limit:at].rpartition(" ")[2]
    if word.isalnum():
        return word
    begin = at
    while begin > limit and (text[begin - 1].isalnum() or text[begin - 1] in ".-'’"):
        begin -= 1
    return text[begin:at]


def _is_abbreviation(text: str, at: int) -> bool:
    word = _word_before(text, at).lower()
    if len(word) == 1 and word.isalpha():
        # An initial, unless a word that is one letter long closes the sentence.
        return text[at - 1].isupper() and word != "i"
    dotted = len(word) > 2 and word[-2] == "." and word[0].isalpha()
    if word not in _ABBREVIATIONS:
        return dotted and _next_word(text, at + 1).lower() not in _STARTERS
    if word in {"no", "nos", "art", "sec", "fig", "vol", "pp"}:
        return _next_word(text, at + 1)[:1].isdecimal()
    return word not in _MAY_END or _next_word(text, at + 1).lower() not in _STARTERS
