"""The features of a lexeme (a distinct token string), from which its one row is computed."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

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
# Hashed; the class of letter case, last, is a number already.
_ROWS: Final = np.array([rows for name, rows in TABLES if name != "case"], np.uint32)
NGRAM_ROWS: Final = 16384
_GRAM_SIZES: Final = (3, 4, 5)
NONE: Final = -1  # what pads row numbers: the last row of a table, which is empty
LONGEST: Final = 40  # characters of a token that are looked at
_NGRAMS: Final = 32  # at most; only very long tokens have more
_PIECES: Final = 12
_ASCII_SHAPE: Final = str.maketrans(
    {**dict.fromkeys(ascii_uppercase, "X"), **dict.fromkeys(ascii_lowercase, "x"), **dict.fromkeys(digits, "d")}
)
_LONG_RUN: Final = re.compile(r"(.)\1{4,}", re.DOTALL)
_LONG_WORD: Final = re.compile("x{5,}")


class Features(NamedTuple):
    """Row numbers of n tokens, in the tables (n, tables), of the character n-grams, and of the word pieces.

    Of the last two each token has one or more, padded with :data:`NONE` at the end.
    """

    fixed: NDArray[np.int64]
    ngrams: NDArray[np.int64]
    pieces: NDArray[np.int64]


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


def features(tokens: Sequence[str], pieces: WordPieces) -> Features:
    """Compute the features of tokens; those of each depend on its string only."""
    hashes: list[int] = []
    cases: list[int] = []
    codes: list[bytes] = []
    cuts: list[list[int]] = []
    for token in tokens:
        kept = token[:LONGEST]
        folded = fold(kept) or kept
        code = _code(folded)
        hashes += map(crc32, (b"a" + code, b"b" + code, *_affixes(kept, folded, code), _code(shape_of(kept))))
        cases.append(case_class(kept))
        codes.append(code)
        cuts.append(pieces.cut_folded(folded)[:_PIECES])
    fixed = np.empty((len(codes), len(TABLES)), np.int64)
    fixed[:, :-1] = np.array(hashes, np.uint32).reshape(-1, len(_ROWS)) % _ROWS
    fixed[:, -1] = cases
    return Features(fixed, _ngrams(codes), _padded(cuts))


def _padded(cuts: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    lengths = np.fromiter(map(len, cuts), np.int64, len(cuts))
    padded = np.full((len(cuts), _PIECES), NONE)
    padded[np.arange(_PIECES) < lengths[:, None]] = np.fromiter(chain.from_iterable(cuts), np.int64)
    return padded


def _affixes(token: str, folded: str, code: bytes) -> tuple[bytes, ...]:
    """First character, folded first three and last two, last three."""
    if token.isascii():  # a byte for each character
        raw = token.encode()
        return raw[:1], code[:3], code[-2:], raw[-3:]
    return _code(token[:1]), _code(folded[:3]), _code(folded[-2:]), _code(token[-3:])


def _code(text: str) -> bytes:
    return text.encode() if text.isascii() else text.encode("utf-8", "surrogatepass")


def _ngrams(codes: Sequence[bytes]) -> NDArray[np.int64]:
    """Row numbers of the 3- to 5-grams of folded tokens in UTF-8 with their borders marked."""
    data = np.frombuffer(b"".join([b"<%b>" % code for code in codes]), np.uint8)
    sizes = np.array([len(code) + 2 for code in codes])
    owners = np.repeat(np.arange(len(codes)), sizes)
    room = np.repeat(np.cumsum(sizes), sizes) - np.arange(len(data))  # bytes from here to the token's end
    # Those of three bytes first, then those of four and of five.
    within = [np.flatnonzero(room >= size) for size in _GRAM_SIZES]
    hashes = np.concatenate([_hashes(data, size)[places] for size, places in zip(_GRAM_SIZES, within, strict=True)])
    owner = np.concatenate([owners[places] for places in within])
    order = np.argsort(owner, kind="stable")
    counts = np.bincount(owner, minlength=len(codes))
    rank = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    padded = np.full((len(codes), _NGRAMS), NONE)
    first = rank < _NGRAMS
    padded[owner[order][first], rank[first]] = hashes[order][first]
    return padded


def _hashes(data: NDArray[np.uint8], size: int) -> NDArray[np.int64]:
    """CRC-32 of every run of ``size`` bytes, modulo the rows: it is linear, so those of single bytes add up by XOR."""
    total = np.full(max(len(data) - size + 1, 0), crc32(bytes(size)), np.uint32)
    for place, table in enumerate(_byte_hashes(size)):
        total ^= table[data[place : place + len(total)]]
    return (total % NGRAM_ROWS).astype(np.int64)


@cache
def _byte_hashes(size: int) -> list[NDArray[np.uint32]]:
    """What each byte at each place adds to the CRC-32 of so many bytes."""
    nothing = crc32(bytes(size))
    tables = []
    for place in range(size):
        runs = (bytes(place) + bytes([byte]) + bytes(size - place - 1) for byte in range(256))
        tables.append(np.array([crc32(run) ^ nothing for run in runs], np.uint32))
    return tables
