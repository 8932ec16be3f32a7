"""Opens a file for reading as UTF-8, whatever it is packed in, and tells its format by content."""

import codecs
import gzip
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import BinaryIO

import orjson

HEAD_BYTES = 65_536
GZIP_MAGIC = b"\x1f\x8b"
# UTF-32 first: its little-endian mark begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_UNPACK = "unpack it: {} FILE | newsstream replay -"
_EXTRACT = "extract its text first"
OTHER_KINDS = (
    (b"PK\x03\x04", "a ZIP archive", "unpack it and name the folder"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd", _UNPACK.format("zstd -dc")),
    (b"BZh", "compressed by bzip2", _UNPACK.format("bzip2 -dc")),
    (b"\xfd7zXZ\x00", "compressed by xz", _UNPACK.format("xz -dc")),
    (b"%PDF-", "a PDF", _EXTRACT),
    (b"{\\rtf", "an RTF document", _EXTRACT),
    (b"\x89PNG", "a picture", "it holds no text"),
    (b"\xff\xd8\xff", "a picture", "it holds no text"),
    (b"GIF8", "a picture", "it holds no text"),
)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|\?xml)\b", re.IGNORECASE)
_OBJECT = re.compile(rb'\{\s*(?:["}]|$)')
_ARRAY = re.compile(rb"\[\s*(?:\{|\]\s*$|$)")
_LINE_OBJECT = re.compile(rb'\{\s*".*\}')
_UNFINISHED = re.compile(rb"[\[{,:]$")


class Format(Enum):
    """How a file's articles stand in it."""

    TEXT = "text"
    JSON_LINES = "json_lines"
    JSON = "json"


class UnreadableError(ValueError):
    """The content is no text; the message says what it is and what to do."""


class Opened:
    """A file's content in UTF-8, without byte order mark.

    Attributes:
        stream: The content from its beginning.
        head: Its first bytes, for telling the format; up to 64 KiB, of a pipe at least a line.
    """

    def __init__(self, stream: io.BufferedIOBase, head: bytes) -> None:
        """Keep both."""
        self.stream = stream
        self.head = head


@contextmanager
def open_source(
    path: str, stdin: BinaryIO | None, count: Callable[[int], None]
) -> Iterator[Opened]:
    """Open a file, or standard input for ``-``; unpack gzip; turn UTF-16 and UTF-32 into UTF-8.

    Args:
        path: The file.
        stdin: What ``-`` reads; None for the process's standard input.
        count: Told how many bytes were taken from the file, as they are.

    Raises:
        OSError: It can't be opened or read, or it is not what gzip wrote.
        UnreadableError: It is no text.
        UnicodeDecodeError: While reading UTF-16 or UTF-32.
        EOFError: While reading truncated gzip.
        zlib.error: While reading damaged gzip.
    """
    raw = _Counted(_open_raw(path, stdin), count)
    try:
        stream, head = _with_head(io.BufferedReader(raw, HEAD_BYTES))
        if head.startswith(GZIP_MAGIC):
            unpacked = gzip.GzipFile(fileobj=stream, mode="rb")
            stream, head = _with_head(unpacked)
        stream, head = _as_utf8(stream, head)
        _refuse_other_kinds(head)
        yield Opened(stream, head)
    finally:
        raw.close()


def recognise(head: bytes, suffix: str) -> Format:
    """Return the format of content that begins so.

    Content decides; the file's ending only where content leaves it open, as when the first
    line is broken.
    """
    content = head.lstrip(b" \t\r\n")
    if _OBJECT.match(content) or _ARRAY.match(content):
        return _json_format(content, suffix)
    if suffix in {".jsonl", ".ndjson"}:
        return Format.JSON_LINES
    if suffix == ".json":
        return Format.JSON
    return Format.JSON_LINES if _mostly_objects(content) else Format.TEXT


def _json_format(content: bytes, suffix: str) -> Format:
    first, line_feed, rest = content.partition(b"\n")
    first = first.rstrip()
    if not line_feed:
        # One line, or the start of a long one: arrays are cut, objects stand one a line.
        return Format.JSON if first.startswith(b"[") else Format.JSON_LINES
    if _is_json(first):
        return Format.JSON_LINES
    following = rest.lstrip(b"\r\n").partition(b"\n")[0]
    if first.startswith(b"{") and following.startswith(b"{") and _is_json(following):
        return Format.JSON_LINES  # the first line is broken, the second is not
    if _UNFINISHED.search(first):  # how pretty-printed documents begin
        return Format.JSON
    broken_first_line = following.startswith(b"{") or suffix in {".jsonl", ".ndjson"}
    return Format.JSON_LINES if broken_first_line else Format.JSON


def _is_json(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def _mostly_objects(content: bytes) -> bool:
    """Tell JSON Lines whose first line is broken from text: half of the lines are objects."""
    lines = [line.strip() for line in content.split(b"\n")]
    lines = [line for line in lines if line]
    objects = sum(_LINE_OBJECT.fullmatch(line) is not None for line in lines)
    return objects > 1 and objects * 2 >= len(lines)


def _open_raw(path: str, stdin: BinaryIO | None) -> BinaryIO | io.FileIO:
    if path != "-":
        return open(path, "rb", buffering=0)  # noqa: PTH123 - pathlib has no quick way
    if stdin is not None:
        return stdin
    # Not sys.stdin: a thread blocked in its lock would abort the interpreter at exit.
    return open(0, "rb", buffering=0, closefd=False)


def _with_head(stream: io.BufferedIOBase) -> tuple[io.BufferedIOBase, bytes]:
    """Return the stream from its beginning, and its first bytes.

    Reads until there is a line or 64 KiB, not more: from a pipe the next bytes may be hours away.
    """
    head = b""
    while len(head) < HEAD_BYTES and (b"\n" not in head or len(head) < len(codecs.BOM_UTF32_LE)):
        more = stream.read1(HEAD_BYTES)
        if not more:
            break
        head += more
    return io.BufferedReader(_Rejoined(head, stream), HEAD_BYTES), head


def _as_utf8(stream: io.BufferedIOBase, head: bytes) -> tuple[io.BufferedIOBase, bytes]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if not head.startswith(mark):
            continue
        if encoding == "utf-8-sig":
            stream.read(len(mark))
            return stream, head[len(mark) :]
        return _with_head(io.BufferedReader(_Transcoded(stream, encoding), HEAD_BYTES))
    if b"\0" in head:
        # After the magic numbers, which say more.
        _refuse_other_kinds(head)
        raise UnreadableError(
            "it holds zero bytes: no text, or UTF-16 without a byte order mark; convert it, as by "
            "iconv -f utf-16le -t utf-8"
        )
    return stream, head


def _refuse_other_kinds(head: bytes) -> None:
    for magic, kind, remedy in OTHER_KINDS:
        if head.startswith(magic):
            raise UnreadableError(f"this is {kind}: {remedy}")
    if _PAGE.match(head.lstrip(b" \t\r\n")):
        raise UnreadableError(
            "this is an HTML page or XML: extract the article first, as by news-please"
        )


class _Counted(io.RawIOBase):
    """A raw stream that tells how much was read from it."""

    def __init__(self, raw: BinaryIO | io.FileIO, count: Callable[[int], None]) -> None:
        super().__init__()
        self._raw = raw
        self._count = count

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        # read1, where there is one, returns what a pipe has and does not wait for a full buffer.
        read = getattr(self._raw, "read1", self._raw.read)
        data = read(len(buffer)) or b""
        buffer[: len(data)] = data
        self._count(len(data))
        return len(data)

    def close(self) -> None:
        if not self.closed and isinstance(self._raw, io.FileIO):
            self._raw.close()
        super().close()


class _Rejoined(io.RawIOBase):
    """Bytes that were read for a look, and then the rest."""

    def __init__(self, head: bytes, rest: io.BufferedIOBase) -> None:
        super().__init__()
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._rest.read1(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


class _Transcoded(io.RawIOBase):
    """UTF-16 or UTF-32 as UTF-8."""

    def __init__(self, source: io.BufferedIOBase, encoding: str) -> None:
        super().__init__()
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._ready = b""
        self._done = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._done:
            data = self._source.read1(HEAD_BYTES)
            self._done = not data
            self._ready = self._decoder.decode(data, final=self._done).encode()
        part = self._ready[: len(buffer)]
        self._ready = self._ready[len(part) :]
        buffer[: len(part)] = part
        return len(part)
