"""Tokens by offsets: what the number grammar walks over.

One regular expression without nested repeats cuts a text into number-like runs, runs of letters and
single other characters, so that cutting takes time linear in the text, whatever it holds.
"""

import re
from itertools import accumulate
from operator import itemgetter
from typing import Final

NUMBER: Final = 1
WORD: Final = 2
OTHER: Final = 3
PAD: Final = 0

_PADDING: Final = 16
"""Empty tokens after the last, so that grammar rules can look ahead without asking for the length.

Negative positions land here too: looking back from the first token sees an empty token.
"""

# Letters without the signs that count as such (superscripts, fractions, circled digits): those are
# numerals of their own.
_NUMERAL_SIGNS: Final = "²³¹¼-¾⁰-⁹₀-₉⅐-⅞↉①-⓿❶-➓"
_LETTER: Final = rf"[^\W\d_{_NUMERAL_SIGNS}]"
# Small English letters by themselves first: a range is tested faster than the class of all letters.
# White space fails at once, and nothing that matched is given back.
_TOKEN: Final = re.compile(rf"([a-z]++{_LETTER}*+|(?=\S)(?:{_LETTER}++|\d++(?:[.,٫٬]\d++)*+|\S))")
_LIST_PART: Final = re.compile(r"([\d.]+|[^\d.])")
_PLAIN: Final = re.compile(
    r"\d+(?:[.٫]\d+)?"  # 12, 12.5
    r"|\d{1,3}(?:[,٬]\d{3})+(?:[.٫]\d+)?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?"  # 12,34,567
    r"|\d{1,3}(?:\.\d{3})+,\d+"  # 1.234,56
    r"|\d{1,3}(?:\.\d{3}){2,}"  # 1.234.567
    r"|\d+,\d+"  # 3,5
    r"|\d+(?:\.\d+){2,}"  # 24.04.2025, 192.168.0.1: for others to read
)


class _Kinds(dict[str, int]):
    """The kind of a token by its first character, worked out once for each."""

    _LARGEST: Final = 4096

    def __missing__(self, first: str) -> int:
        kind = NUMBER if first.isdecimal() else WORD if re.match(_LETTER, first) else OTHER
        if len(self) < self._LARGEST:
            self[first] = kind
        return kind


_KINDS: Final = _Kinds()


class Tokens:
    """The tokens of one text, as parallel lists.

    Attributes:
        text: The text, untouched.
        words: Lower-case form of each token.
        starts: First code point of each token.
        ends: Code point after the last.
        kinds: ``NUMBER``, ``WORD``, ``OTHER`` or ``PAD``.
        size: Number of tokens without the padding.
        numbers: Positions of the tokens that are a ``NUMBER``.
        letters: Whether a letter glued to digits is a currency in this text: looked up once for each.
    """

    __slots__ = ("ends", "kinds", "letters", "numbers", "size", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        """Cut the text. Guarantee: time linear in its length, for any string."""
        self.text = text
        self.letters: dict[str, bool] = {}
        lower = text.lower()
        # All letters keep their places in lower case, except İ, which becomes two signs, and Σ,
        # whose form depends on what stands around it.
        aligned = len(lower) == len(text) and "Σ" not in text
        pieces: list[str] = _TOKEN.split(lower if aligned else text)
        self.kinds, self.numbers = _kinds(pieces)
        lists = _lists(pieces, self.numbers)
        if lists:
            pieces = _apart(pieces, lists)
            self.kinds, self.numbers = _kinds(pieces)
        bounds = list(accumulate(map(len, pieces)))
        self.starts = bounds[:-1:2]
        self.ends = bounds[1::2]
        self.words = pieces[1::2] if aligned else [form.lower() for form in pieces[1::2]]
        self.size = len(self.words)
        self._pad(len(text))

    def _pad(self, length: int) -> None:
        self.words += [""] * _PADDING
        # Far enough behind the text never to look glued to, or one space from, any other token.
        self.starts += [length + 4] * _PADDING
        self.ends += [length + 2] * _PADDING
        self.kinds += [PAD] * _PADDING

    def glued(self, position: int) -> bool:
        """Tell whether no space stands before the token."""
        return self.starts[position] == self.ends[position - 1]

    def spaced(self, position: int) -> bool:
        """Tell whether exactly one space character stands before the token, and no line break."""
        before = self.ends[position - 1]
        return self.starts[position] == before + 1 and self.text[before] not in "\n\r"

    def slice(self, first: int, last: int) -> str:
        """Return the text from token ``first`` up to token ``last``, exclusive."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def surface(self, position: int) -> str:
        """Return the token as written."""
        return self.text[self.starts[position] : self.ends[position]]

    def capitalised(self, position: int) -> bool:
        """Tell whether the token is a word that starts with a capital."""
        return self.kinds[position] == WORD and self.text[self.starts[position]].isupper()


# The pieces of a text are, in turns, what stands between tokens and a token.


def _kinds(pieces: list[str]) -> tuple[list[int], list[int]]:
    """Return the kind of each token, and which are numbers."""
    kinds = list(map(_KINDS.__getitem__, map(itemgetter(0), pieces[1::2])))
    numbers: list[int] = []
    at = -1
    for _ in range(kinds.count(NUMBER)):
        at = kinds.index(NUMBER, at + 1)
        numbers.append(at)
    return kinds, numbers


def _lists(pieces: list[str], numbers: list[int]) -> set[str]:
    """Return the runs like ``1,2,3,4``, which are lists and not numbers."""
    forms = (pieces[2 * at + 1] for at in numbers)
    return {form for form in forms if not form.isdecimal() and not _PLAIN.fullmatch(form)}


def _apart(pieces: list[str], lists: set[str]) -> list[str]:
    parts = {form: _LIST_PART.split(form)[1:-1] for form in lists}
    return [part for piece in pieces for part in parts.get(piece) or [piece]]
