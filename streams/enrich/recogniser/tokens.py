"""A tokeniser that partitions a text: every code point belongs to exactly one piece.

Because nothing is dropped, the offsets of the pieces are the running sum of their lengths, and the
whole work is done by one call of the regular expression engine. Training and serving share it.
"""

import re
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
    pieces = PIECE.findall(text)
    sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
    ends = np.cumsum(sizes, dtype=np.int64)
    # A single space, by far the commonest piece, is told first.
    index = [i for i, piece in enumerate(pieces) if piece != " " and (not piece.isspace() or "\n" in piece)]
    kept = [NEWLINE if (piece := pieces[i]).isspace() else piece for i in index]
    chosen = np.array(index, dtype=np.int64)
    stops = ends[chosen]
    return Tokens(kept, stops - sizes[chosen], stops)
