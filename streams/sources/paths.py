"""Files, folders, globs and ``-`` to a sequence of files, in a fixed order."""

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from streams.sources.items import SourceError, shown_path

STDIN = "-"
# Endings that say that a file is meant to be read. Others in a folder are read when they hold JSON.
ARTICLE_SUFFIXES = frozenset({"", ".txt", ".text", ".json", ".jsonl", ".ndjson"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file to read.

    Attributes:
        path: Its name; ``-`` is standard input.
        found: It was met in a folder, not named: what it holds may be no articles at all.
    """

    path: str
    found: bool = False

    @property
    def shown(self) -> str:
        """The name as shown to people."""
        return shown_path(self.path)

    @property
    def suffix(self) -> str:
        """The lower-case ending that tells the format, that of compression removed."""
        name = self.path.lower().removesuffix(".gz")
        return os.path.splitext(name)[1]  # noqa: PTH122 - Path takes ten times as long per file


def expand(paths: Sequence[str]) -> Iterator[SourceFile | SourceError]:
    """Yield the files that the paths stand for.

    A folder stands for all files in it and below, sorted by name, without hidden ones; a pattern
    (``*``, ``?``, ``[…]``, ``**``) for its matches, sorted. A path that exists is never a pattern.

    Guarantee:
        The order depends on names only. One folder's names are in memory at a time.
    """
    for path in paths:
        if path == STDIN:
            yield SourceFile(path=path)
        elif os.path.lexists(path):
            yield from _expand_one(path)
        elif glob.has_magic(path):
            yield from _expand_pattern(path)
        else:
            message = "no such file or folder: is the path right, seen from the current folder?"
            yield SourceError(path=shown_path(path), line=None, message=message)


def total_bytes(paths: Sequence[str]) -> int | None:
    """Return how many bytes the files take on disk; None when standard input is among them."""
    if STDIN in paths:
        return None
    files = (entry for entry in expand(paths) if isinstance(entry, SourceFile))
    return sum(_size(file.path) for file in files)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - as above
    except OSError:  # reported when it is read
        return 0


def _expand_one(path: str) -> Iterator[SourceFile | SourceError]:
    if not os.path.isdir(path):  # noqa: PTH112 - as above
        yield SourceFile(path=path)
        return
    empty = True
    for entry in _walk(path, set()):
        empty = False
        yield entry
    if empty:
        message = "an empty folder (hidden files are not read): name the files, or another folder"
        yield SourceError(path=shown_path(path), line=None, message=message)


def _expand_pattern(pattern: str) -> Iterator[SourceFile | SourceError]:
    matches = sorted(glob.iglob(pattern, recursive=True))  # noqa: PTH207 - sorted as strings
    # "**" matches a folder and what is in it: taking the folders too would read files twice.
    if "**" in pattern:
        matches = [match for match in matches if not os.path.isdir(match)]  # noqa: PTH112
    for match in matches:
        yield from _expand_one(match)
    if not matches:
        message = "no file matches this pattern: is it right, seen from the current folder?"
        yield SourceError(path=shown_path(pattern), line=None, message=message)


def _walk(folder: str, above: set[tuple[int, int]]) -> Iterator[SourceFile | SourceError]:
    try:
        status = os.stat(folder)  # noqa: PTH116
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        message = f"can't be listed ({error.strerror}): are its permissions right?"
        yield SourceError(path=shown_path(folder), line=None, message=message)
        return
    identity = (status.st_dev, status.st_ino)
    if identity in above:  # a link to a folder around it
        message = "a link back to a folder above it: not read again"
        yield SourceError(path=shown_path(folder), line=None, message=message, kind="skipped")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry.path, above | {identity})
        else:
            yield SourceFile(path=entry.path, found=True)
