"""The features of a lexeme (a distinct token string), from which its one row is computed."""

import re
from functools import cache
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final, NamedTuple
from zlib import crc32

from streams.enrich.recogniser.wordpiece import CASES, WordPieces, case_class, fold

# Tables of hashed features: name and number of rows.
TABLES: Final = (
    ("norm_a", 12288),
    ("norm_b", 12288),
    ("prefix_1", 512),
    ("prefix_3", 4096),
    ("suffix_2", 2048),
    ("suffix_3", 4096),
    ("shape", 2048),
    ("case", CASES),
)
NGRAM_ROWS: Final = 16384
LONGEST: Final = 40  # characters of a token that are looked at
_NGRAMS: Final = 32  # at most; only very long tokens have more
_ASCII_SHAPE: Final = str.maketrans(
    {**dict.fromkeys(ascii_uppercase, "X"), **dict.fromkeys(ascii_lowercase, "x"), **dict.fromkeys(digits, "d")}
)
_LONG_RUN: Final = re.compile(r"(.)\1{4,}", re.DOTALL)
_LONG_WORD: Final = re.compile("x{5,}")


class Features(NamedTuple):
    """Row numbers in the tables, of the character n-grams, and of the word pieces (1 or more)."""

    fixed: tuple[int, ...]
    ngrams: list[int]
    pieces: list[int]


def shape_of(token: str) -> str:
    """The token with X, x and d for its characters, runs cut at four, as spaCy has it."""
    if token.isascii():
        shape = token.translate(_ASCII_SHAPE)
        if "xxxxx" in shape:  # nearly always the only long run; a plain replacement is much cheaper
            shape = _LONG_WORD.sub("xxxx", shape)
        return _LONG_RUN.sub(r"\1\1\1\1", shape) if len(shape) > 4 else shape
    shape = ""
    last = ""
    run = 0
    for char in token:
        kind = "d" if char.isdigit() else char
        if char.isalpha():
            kind = "X" if char.isupper() else "x"
        run = run + 1 if kind == last else 0
        last = kind
        if run < 4:
            shape += kind
    return shape


def features(token: str, pieces: WordPieces) -> Features:
    """Compute the features of one token; depends on its string only."""
    token = token[:LONGEST]
    folded = fold(token) or token
    code = folded.encode("utf-8", "surrogatepass")
    strings = (
        b"a" + code,
        b"b" + code,
        token[:1].encode("utf-8", "surrogatepass"),
        folded[:3].encode("utf-8", "surrogatepass"),
        folded[-2:].encode("utf-8", "surrogatepass"),
        token[-3:].encode("utf-8", "surrogatepass"),
        shape_of(token).encode("utf-8", "surrogatepass"),
    )
    fixed = [crc32(s) % rows for s, (_, rows) in zip(strings, TABLES, strict=False)]
    return Features((*fixed, case_class(token)), ngrams(folded), pieces.cut_folded(folded)[:12])


def ngrams(folded: str) -> list[int]:
    """Row numbers of the 3- to 5-grams of a folded token with its borders marked; at least one."""
    code = f"<{folded}>".encode("utf-8", "surrogatepass")
    return [crc32(code[start:end]) % NGRAM_ROWS for start, end in _spans(len(code))]


@cache
def _spans(size: int) -> list[tuple[int, int]]:
    """Where the n-grams of a token of so many bytes begin and end."""
    spans = [(i, i + n) for n in (3, 4, 5) for i in range(size - n + 1)]
    return spans[:_NGRAMS] or [(0, size)]
