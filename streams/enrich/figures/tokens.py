"""Tokens by offsets: what the number grammar walks over.

One regular expression without nested repeats cuts a text into number-like runs, runs of letters and
single other characters, so that cutting takes time linear in the text, whatever it holds.
"""

import re
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
_TOKEN: Final = re.compile(rf"(\d+(?:[.,٫٬]\d+)*)|([^\W\d_{_NUMERAL_SIGNS}]+)|(\S)")
_PLAIN: Final = re.compile(
    r"\d+(?:[.٫]\d+)?"  # 12, 12.5
    r"|\d{1,3}(?:[,٬]\d{3})+(?:[.٫]\d+)?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?"  # 12,34,567
    r"|\d{1,3}(?:\.\d{3})+,\d+"  # 1.234,56
    r"|\d{1,3}(?:\.\d{3}){2,}"  # 1.234.567
    r"|\d+,\d+"  # 3,5
    r"|\d+(?:\.\d+){2,}"  # 24.04.2025, 192.168.0.1: for others to read
)


class Tokens:
    """The tokens of one text, as parallel lists.

    Attributes:
        text: The text, untouched.
        words: Lower-case form of each token.
        starts: First code point of each token.
        ends: Code point after the last.
        kinds: ``NUMBER``, ``WORD``, ``OTHER`` or ``PAD``.
        size: Number of tokens without the padding.
        letters: Whether a letter glued to digits is a currency in this text: looked up once for each.
    """

    __slots__ = ("ends", "kinds", "letters", "size", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        """Cut the text. Guarantee: time linear in its length, for any string."""
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.kinds: list[int] = []
        self.letters: dict[str, bool] = {}
        self._cut(text)
        self.size = len(self.words)
        self._pad(len(text))

    def _cut(self, text: str) -> None:
        words, starts, ends, kinds = self.words, self.starts, self.ends, self.kinds
        for match in _TOKEN.finditer(text):
            kind = match.lastindex
            form = match.group()
            if kind == NUMBER:
                if len(form) > 1 and not form.isdecimal() and not _PLAIN.fullmatch(form):
                    self._cut_list(match.start(), form)
                    continue
            elif kind == WORD:
                form = form.lower()
            words.append(form)
            starts.append(match.start())
            ends.append(match.end())
            kinds.append(kind)  # type: ignore[arg-type]  # every branch of the expression is a group

    def _cut_list(self, start: int, form: str) -> None:
        """Take a run like ``1,2,3,4`` apart: it is a list, not one number."""
        for piece in re.finditer(r"[\d.]+|[^\d.]", form):
            self.words.append(piece.group())
            self.starts.append(start + piece.start())
            self.ends.append(start + piece.end())
            self.kinds.append(NUMBER if piece.group()[0].isdecimal() else OTHER)

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
