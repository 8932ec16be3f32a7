"""Word pieces of single tokens, as uncased BERT vocabularies cut them, and letter case."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

CASES: Final = 8
_LONGEST: Final = 40  # characters looked at; what is longer is noise
_BEGINNING: Final = 6


def case_class(token: str) -> int:
    """The class of letter case of a token: 0 is kept for padding."""
    if not token[0].isalnum() and len(token) == 1:
        return 7
    if token.isdigit() or token[0].isdigit():
        return 6
    if token.islower():
        return 1
    if token.isupper():
        return 3 if len(token) > 1 else 4
    if token[0].isupper():
        return 2 if token[1:].islower() else 5
    return 5


def fold(token: str) -> str:
    """Lower-case without accents, as the uncased vocabularies were made."""
    if token.isascii():
        return token.lower()
    folded = unicodedata.normalize("NFD", token.lower())
    return "".join(c for c in folded if unicodedata.category(c) != "Mn")


class WordPieces:
    """Cuts tokens greedily into the longest known pieces."""

    def __init__(self, vocabulary: Sequence[str], unknown: str = "[UNK]") -> None:
        """Use ``vocabulary``, in which the number of a piece is its place."""
        ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.unknown = ids[unknown]
        self._first = ids
        self._later = {piece[2:]: i for piece, i in ids.items() if piece.startswith("##")}
        self._longest = max(map(len, ids))
        self._beginnings = [_beginnings(self._first), _beginnings(self._later)]

    def cut(self, token: str) -> list[int]:
        """The ids of a token's pieces; at least one."""
        return self.cut_folded(fold(token[:_LONGEST]))

    def cut_folded(self, folded: str) -> list[int]:
        """The same of a token that went through :func:`fold`."""
        whole = self._first.get(folded)
        if whole is not None:
            return [whole]
        if folded.isalnum():
            return self._cut_part(folded)
        ids: list[int] = []
        for part in _parts(folded):
            ids.extend(self._cut_part(part))
        return ids or [self.unknown]

    def _cut_part(self, part: str) -> list[int]:
        ids = []
        pieces = self._first
        longer, later = self._beginnings
        start, size = 0, len(part)
        while start < size:
            # Hardly any string that is no word begins as a long piece does: its long beginnings are not tried.
            reach = self._longest if part[start : start + _BEGINNING] in longer else _BEGINNING
            for end in range(min(size, start + reach), start, -1):
                found = pieces.get(part[start:end])
                if found is not None:
                    ids.append(found)
                    start = end
                    break
            else:
                return [self.unknown]
            pieces, longer = self._later, later
        return ids


def _beginnings(pieces: Iterable[str]) -> frozenset[str]:
    """The first characters of those pieces that have more of them."""
    return frozenset(piece[:_BEGINNING] for piece in pieces if len(piece) > _BEGINNING)


def _parts(text: str) -> Iterable[str]:
    """Split at punctuation, which is a part of its own, as BERT's basic tokeniser does."""
    part = ""
    for char in text:
        if char.isalnum():
            part += char
            continue
        if part:
            yield part
        part = ""
        yield char
    if part:
        yield part
