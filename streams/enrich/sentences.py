"""Sentence boundaries by offsets, for the sentence of a figure and the clause around it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_CANDIDATE: Final = re.compile(r"[.!?…。！？]|\n")
_CLOSERS: Final = "\"'”’)]»"
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
        end = match.end()
        if end <= begin:
            continue
        if match.group() != "\n":
            end = _boundary(text, match.start(), end)
            if end < 0:
                continue
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


def _boundary(text: str, at: int, end: int) -> int:
    """Return where the sentence ends whose closing sign stands at ``at``, -1 when it doesn't."""
    limit = min(len(text), end + 8)
    while end < limit and text[end] in _CLOSERS:
        end += 1
    if end < len(text) and not text[end].isspace():
        return -1
    following = _next_word(text, end)
    if text[at] != ".":
        return -1 if following[:1].islower() else end
    if following[:1].islower() or following[:1] in {",", ";"}:
        return -1
    return -1 if end == at + 1 and _is_abbreviation(text, at, following) else end


def _next_word(text: str, at: int) -> str:
    limit = min(len(text), at + _LONGEST_WORD)
    while at < limit and (text[at].isspace() or text[at] in _OPENERS):
        if text[at] == "\n":
            return ""
        at += 1
    stop = at
    while stop < limit and (text[stop].isalnum() or text[stop] in "'’"):
        stop += 1
    return text[at:stop] or text[at : at + 1]


def _is_abbreviation(text: str, at: int, following: str) -> bool:
    begin = at
    while begin > 0 and at - begin < _LONGEST_WORD and (text[begin - 1].isalnum() or text[begin - 1] in ".-'’"):
        begin -= 1
    word = text[begin:at].lower()
    if len(word) == 1 and word.isalpha():
        # An initial, unless a word that is one letter long closes the sentence.
        return text[at - 1].isupper() and word != "i"
    if word in {"no", "nos", "art", "sec", "fig", "vol", "pp"}:
        return following[:1].isdecimal()
    if word in _MAY_END:
        return following.lower() not in _STARTERS
    if word in _ABBREVIATIONS:
        return True
    return len(word) > 2 and word[-2] == "." and word[0].isalpha() and following.lower() not in _STARTERS
