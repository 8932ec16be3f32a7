"""A tokeniser that partitions a text: every code point belongs to exactly one piece.

Because nothing is dropped, the offsets of the pieces are the running sum of their lengths. Training and
serving share it.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Combining marks are not ``\w`` for Python; without them a decomposed "é" would split a name.
_MARKS: Final = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31-\u0e4e\u200c\u200d"
_WORD: Final = rf"\w[\w{_MARKS}]*"

PIECE: Final = re.compile(
    rf"""
      \s+
    | (?:https?://|www\.)[^\s<>"]+            # an address is one token, whatever is in it
    | (?:[^\W\d_]\.){{2,}}                    # U.S., J.R.R.
    | (?:[^\W\d_]\.)+[^\W\d_](?!\w)           # U.S without the last full stop
    | \d+(?:[.,:]\d+)+                        # 10,000 and 12:30
    | ['\u2019][sS]\b                              # the possessive is never part of a name
    | {_WORD}(?:['\u2019](?![sS]\b){_WORD})*       # O'Brien, don't
    | [\s\S]
    """,
    re.VERBOSE,
)

NEWLINE: Final = "\n"
# What ends every tenth word of a text, and is a token of its own there.
_STOPS: Final = frozenset(",.")


class Tokens(NamedTuple):
    """The tokens of one text.

    ``texts`` holds n strings; ``starts`` and ``ends`` are int64 arrays of shape (n,) of code point
    offsets. White space is left out, but a run of it with a line break becomes one :data:`NEWLINE`.
    """

    texts: list[str]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def tokenise(text: str) -> Tokens:
    """Split ``text`` into tokens with offsets."""
    # Between two spaces most often stands a plain word, with a comma or full stop or without: that needs no regular
    # expression.
    return _tokens_of(text.split(" "))


def _tokens_of(chunks: Sequence[str]) -> Tokens:
    """The tokens of a text that was split at single spaces, or not at all."""
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    begin = 0
    for chunk in chunks:
        end = begin + len(chunk)
        if chunk.isalnum():
            texts.append(chunk)
            starts.append(begin)
            ends.append(end)
        elif chunk[-1:] in _STOPS and chunk[:-1].isalnum():
            texts += (chunk[:-1], chunk[-1])
            starts += (begin, end - 1)
            ends += (end - 1, end)
        else:
            start = begin
            for piece in PIECE.findall(chunk):
                stop = start + len(piece)
                if not piece.isspace():
                    texts.append(piece)
                    starts.append(start)
                    ends.append(stop)
                elif "\n" in piece:
                    if (start == begin or stop == end) and len(chunks) > 1:
                        return _tokens_of([" ".join(chunks)])  # it is one piece with the spaces around it
                    texts.append(NEWLINE)
                    starts.append(start)
                    ends.append(stop)
                start = stop
        begin = end + 1
    return Tokens(texts, np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64))
