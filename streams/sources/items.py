"""What reading yields: articles, and what stood in the way of one."""

import os
from dataclasses import dataclass
from typing import Literal

from streams.records.article import RawArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceArticle:
    """An article and where it stands.

    Attributes:
        article: Ready to publish; its id is the same on every reading.
        path: File as shown to people; ``-`` is standard input.
        line: First line of the article in the file, from 1.
    """

    article: RawArticle
    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceError:
    """Something that is no article.

    Attributes:
        path: File as shown to people; ``-`` is standard input.
        line: Where in the file, from 1; None when it concerns the whole file.
        message: What is wrong and what to do about it.
        kind: ``skipped`` is left out on purpose (a withheld item, a picture in a folder) and does
            not make a replay incomplete; ``error`` does.
    """

    path: str
    line: int | None
    message: str
    kind: Literal["error", "skipped"] = "error"

    def __str__(self) -> str:
        """Return ``path:line: message``, as compilers write it."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}"


SourceItem = SourceArticle | SourceError


def shown_path(path: str) -> str:
    """Return the path as text that can be printed and encoded, whatever bytes the file name has."""
    return printable(os.fsencode(path).decode("utf-8", "backslashreplace"))


def printable(text: str) -> str:
    """Return the text with control characters escaped: a terminal would obey them."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


class NotAnArticleError(ValueError):
    """A JSON value is no article; the message says why and what to do."""


class WithheldError(NotAnArticleError):
    """A JSON value is an article that is not to be published."""
