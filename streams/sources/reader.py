"""Reads articles one after the other and reports whatever is none."""

import io
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import orjson

from streams.sources.items import (
    NotAnArticleError,
    SourceArticle,
    SourceError,
    SourceItem,
    WithheldError,
)
from streams.sources.json_stream import split_json, too_long
from streams.sources.opening import Format, Opened, UnreadableError, open_source, recognise
from streams.sources.paths import ARTICLE_SUFFIXES, SourceFile, expand
from streams.sources.plaintext import split_headline
from streams.sources.shapes import to_article

# Well above what Kafka takes as one record (8 MB here), so that the report names the right limit,
# and small enough to hold a few in memory.
MAX_DOCUMENT_BYTES = 64 * 1024 * 1024
SKIP_BYTES = 1024 * 1024


def read_articles(
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    max_document_bytes: int = MAX_DOCUMENT_BYTES,
) -> Iterator[SourceItem]:
    """Yield the articles in files, folders, patterns and ``-`` (standard input), and all problems.

    Formats are recognised by content: plain text (one article a file), JSON Lines, JSON documents
    and arrays of them; each in our own fields, ninjs or news-please; all of them gzipped, too; in
    UTF-8, or UTF-16 and UTF-32 with a byte order mark.

    Args:
        paths: In the order of reading.
        stdin: What ``-`` reads; the process's standard input when None.
        max_document_bytes: Longer lines, JSON values and text files are reported and skipped.

    Guarantee:
        Nothing is dropped silently: every article, and everything that is none, yields one item, in
        order. No content makes it raise. Memory is bounded by ``max_document_bytes``.
    """
    return iter(ArticleReader(paths, stdin=stdin, max_document_bytes=max_document_bytes))


class ArticleReader:
    """One pass over the paths, as :func:`read_articles`, with counts for showing progress.

    Attributes:
        bytes_read: Bytes taken from files so far, compressed as they are.
        files_read: Files begun so far.
    """

    def __init__(
        self,
        paths: Sequence[str],
        *,
        stdin: BinaryIO | None = None,
        max_document_bytes: int = MAX_DOCUMENT_BYTES,
    ) -> None:
        """Prepare; nothing is opened yet."""
        self.bytes_read = 0
        self.files_read = 0
        self._paths = list(paths)
        self._stdin = stdin
        self._max_bytes = max_document_bytes
        self._line: int | None = None
        """Last line that was read of the file at hand, for errors that come from below."""

    def __iter__(self) -> Iterator[SourceItem]:
        """Yield all items, from the start."""
        for entry in expand(self._paths):
            if isinstance(entry, SourceError):
                yield entry
            else:
                yield from self._read_file(entry)

    def _count(self, size: int) -> None:
        self.bytes_read += size

    def _read_file(self, file: SourceFile) -> Iterator[SourceItem]:
        self.files_read += 1
        self._line = None
        try:
            with open_source(file.path, self._stdin, self._count) as opened:
                yield from self._read_opened(file, opened)
        except UnreadableError as error:
            # A picture in a folder is no mistake; one that was named is.
            skipped = file.found and file.suffix not in ARTICLE_SUFFIXES
            yield SourceError(
                path=file.shown,
                line=None,
                message=str(error),
                kind="skipped" if skipped else "error",
            )
        except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
            yield SourceError(path=file.shown, line=self._line, message=_reading_failed(error))

    def _read_opened(self, file: SourceFile, opened: Opened) -> Iterator[SourceItem]:
        if not opened.head:
            message = "an empty file: it holds no article"
            yield SourceError(path=file.shown, line=None, message=message)
            return
        kind = recognise(opened.head, file.suffix)
        if kind is Format.JSON_LINES:
            yield from self._read_lines(file, opened.stream)
        elif kind is Format.JSON:
            yield from self._read_json(file, opened.stream)
        elif file.found and file.suffix not in ARTICLE_SUFFIXES:
            message = f"not read: {file.suffix} is no ending of articles; name the file to read it"
            yield SourceError(path=file.shown, line=None, message=message, kind="skipped")
        else:
            yield self._read_text(file, opened.stream)

    def _read_text(self, file: SourceFile, stream: io.BufferedIOBase) -> SourceItem:
        data = stream.read(self._max_bytes + 1)
        if len(data) > self._max_bytes:
            return SourceError(path=file.shown, line=1, message=too_long(self._max_bytes))
        try:
            content = data.decode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            return SourceError(path=file.shown, line=line, message=_not_utf8(error))
        title, text = split_headline(content)
        try:
            article = to_article({"title": title, "text": text})
        except NotAnArticleError:
            message = "it holds white space only: no article"
            return SourceError(path=file.shown, line=1, message=message)
        return SourceArticle(article=article, path=file.shown, line=1)

    def _read_lines(self, file: SourceFile, stream: io.BufferedIOBase) -> Iterator[SourceItem]:
        self._line = 1
        while line := stream.readline(self._max_bytes + 1):
            if len(line) > self._max_bytes and not line.endswith(b"\n"):
                _skip_line(stream)
                yield SourceError(
                    path=file.shown, line=self._line, message=too_long(self._max_bytes)
                )
            elif not line.isspace():
                yield from _parse(line.rstrip(), file.shown, self._line)
            self._line += 1

    def _read_json(self, file: SourceFile, stream: io.BufferedIOBase) -> Iterator[SourceItem]:
        found = False
        for piece in split_json(stream, max_bytes=self._max_bytes):
            found = True
            self._line = piece.line
            if piece.data is None:
                message = piece.problem or ""
                yield SourceError(path=file.shown, line=piece.line, message=message)
            else:
                yield from _parse(piece.data, file.shown, piece.line)
        if not found:
            message = "an empty document: it holds no article"
            yield SourceError(path=file.shown, line=1, message=message)


def _parse(data: bytes, path: str, line: int) -> Iterator[SourceItem]:
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        yield _not_json(data, error, path, line)
        return
    if not isinstance(document, list):
        yield _to_item(document, path, line)
        return
    for element in document:
        yield _to_item(element, path, line)
    if not document:
        yield SourceError(path=path, line=line, message="an empty array: it holds no article")


def _to_item(document: Any, path: str, line: int) -> SourceItem:
    try:
        return SourceArticle(article=to_article(document), path=path, line=line)
    except WithheldError as error:
        return SourceError(path=path, line=line, message=str(error), kind="skipped")
    except NotAnArticleError as error:
        return SourceError(path=path, line=line, message=str(error))


def _not_json(data: bytes, error: orjson.JSONDecodeError, path: str, line: int) -> SourceError:
    try:
        data.decode()
    except UnicodeDecodeError as wrong:
        line += data.count(b"\n", 0, wrong.start)
        return SourceError(path=path, line=line, message=_not_utf8(wrong))
    line += error.lineno - 1
    # Its own message ends in a position within these bytes, which would contradict the file's line.
    reason = error.msg.partition(": line ")[0]
    message = f"not JSON at character {error.colno}: {reason}; correct it or leave it out"
    return SourceError(path=path, line=line, message=message)


def _not_utf8(error: UnicodeDecodeError) -> str:
    return (
        f"not UTF-8 at byte {error.start + 1}: convert it, as by iconv -f windows-1252 -t utf-8 "
        "(with the encoding that it has)"
    )


def _reading_failed(error: Exception) -> str:
    if isinstance(error, EOFError):
        return "the gzip data ends early: the file is truncated; what came before was read"
    if isinstance(error, UnicodeDecodeError):
        return f"not {error.encoding}, as its byte order mark says: what follows was not read"
    if isinstance(error, OSError) and error.strerror:
        return f"can't be read: {error.strerror}"
    return f"damaged gzip data ({error}): fetch the file again; what came before was read"


def _skip_line(stream: io.BufferedIOBase) -> None:
    while (part := stream.readline(SKIP_BYTES)) and not part.endswith(b"\n"):
        pass
