"""Cuts JSON documents of any size into their articles, in constant memory.

Parses no values, only finds where they end, so that one broken article does not take the others of
its array along and each has a line number.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

CHUNK_BYTES = 65_536
# Outside a string only brackets, commas and quotes matter; inside only its end and escapes.
_OUTSIDE = re.compile(rb'["{}\[\],]')
_INSIDE = re.compile(rb'["\\]')
_OPENING = b"{["
_CLOSING = b"}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One value, or what is wrong instead.

    Attributes:
        line: Where it begins, from 1.
        data: The bytes of one JSON value, not yet parsed; None when there is a problem.
        problem: What is wrong and what to do about it.
    """

    line: int
    data: bytes | None = None
    problem: str | None = None


def split_json(stream: io.BufferedIOBase, *, max_bytes: int) -> Iterator[Piece]:
    """Yield the values of a JSON document: of an array its elements, else what follows one another.

    Args:
        stream: The document in UTF-8.
        max_bytes: Longer values are reported and skipped.

    Guarantee:
        Memory is bounded by ``max_bytes``, whatever the stream holds.
    """
    splitter = _Splitter(max_bytes)
    while chunk := stream.read1(CHUNK_BYTES):
        yield from splitter.feed(chunk)
        if splitter.lost:
            return
    yield from splitter.close()


class _Splitter:
    def __init__(self, max_bytes: int) -> None:
        self.lost = False
        """The structure is broken: what follows can't be told apart."""
        self._max_bytes = max_bytes
        self._piece = bytearray()
        self._piece_line = 1
        self._oversize_line = 0
        """Where the value began that has outgrown the limit; 0 when it has not."""
        self._dropped_line_feeds = 0
        self._depth = 0
        self._base = 0
        """Depth at which articles stand: 1 inside the array around all of them, else 0."""
        self._in_string = False
        self._escaped = False

    def feed(self, chunk: bytes) -> Iterator[Piece]:
        position = 1 if self._escaped else 0
        self._escaped = False
        kept = 0
        while True:
            match = (_INSIDE if self._in_string else _OUTSIDE).search(chunk, position)
            if match is None:
                break
            position = match.end()
            character = match[0]
            if character == b"\\":
                position += 1
                continue
            cut = self._step(character)
            if self.lost:
                self._keep(chunk[kept : match.start()])
                yield self._stray(character)
                return
            if cut is None:
                continue
            # A closing brace belongs to its value; commas and the array's brackets belong to none.
            self._keep(chunk[kept : position if cut else match.start()])
            kept = position
            yield from self._finish()
        self._escaped = position > len(chunk)
        self._keep(chunk[kept:])

    def close(self) -> Iterator[Piece]:
        if self._in_string or self._depth > self._base:
            line = self._oversize_line or self._begin_line()
            yield Piece(
                line=line, problem="the file ends inside the value that begins here: truncated?"
            )
            return
        yield from self._finish()
        if self._base:
            message = "the file ends before its array does: truncated? What came before was read"
            yield Piece(line=self._piece_line, problem=message)

    def _step(self, character: bytes) -> bool | None:
        """Follow one character; tell whether a value ends: with it (True), before it (False)."""
        if character == b'"':
            self._in_string = not self._in_string
            return None
        if character == b",":
            return False if self._depth == self._base else None
        if character in _OPENING:
            self._depth += 1
            if self._depth == 1 and not self._base and character == b"[" and self._is_blank():
                self._base = 1
                return False
            return None
        return self._close_bracket()

    def _close_bracket(self) -> bool | None:
        if self._depth == 0:
            self.lost = True
            return None
        self._depth -= 1
        if self._depth < self._base:
            self._base = 0
            return False
        return True if self._depth == self._base else None

    def _is_blank(self) -> bool:
        # Whatever stands before an array in one chunk is not kept yet; only white space or a value
        # without brackets can, and the latter is reported when it is parsed with the array's start.
        return not self._piece.strip()

    def _keep(self, data: bytes) -> None:
        self._piece += data
        if len(self._piece) > self._max_bytes:
            self._oversize_line = self._oversize_line or self._begin_line()
            self._dropped_line_feeds += self._piece.count(b"\n")
            self._piece.clear()

    def _finish(self) -> Iterator[Piece]:
        data = bytes(self._piece)
        self._piece.clear()
        value = data.strip()
        if self._oversize_line:
            yield Piece(line=self._oversize_line, problem=too_long(self._max_bytes))
        elif value:
            leading = len(data) - len(data.lstrip())
            yield Piece(line=self._piece_line + data.count(b"\n", 0, leading), data=value)
        self._piece_line += self._dropped_line_feeds + data.count(b"\n")
        self._dropped_line_feeds = 0
        self._oversize_line = 0

    def _begin_line(self) -> int:
        leading = len(self._piece) - len(self._piece.lstrip())
        return self._piece_line + self._piece.count(b"\n", 0, leading)

    def _stray(self, character: bytes) -> Piece:
        line = self._piece_line + self._dropped_line_feeds + self._piece.count(b"\n")
        message = (
            f"a `{character.decode()}` too many: correct it; the rest of the file "
            "can't be told apart and was not read"
        )
        return Piece(line=line, problem=message)


def too_long(max_bytes: int) -> str:
    """Return the message about something longer than what one article may have."""
    return f"longer than {max_bytes:,} bytes: no article is; are line ends missing?"
