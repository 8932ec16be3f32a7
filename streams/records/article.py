"""Articles as they come in, and as they stand in the enriched event."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from streams.records.base import Record

ArticleId = Annotated[str, Meta(min_length=1, max_length=512)]


class Article(Record, frozen=True, kw_only=True, gc=False):
    """One article. Every text is kept exactly as received: offsets elsewhere refer to it.

    Attributes:
        id: Given by the source, else derived from the canonical URL, else from the content.
        text: Body. May be empty only when the title is not.
        title: Headline.
        url: Address of the original.
        source: Outlet or feed, as the publisher names it.
        authors: Bylines, one name each.
        published_at: RFC 3339 date-time, or a date, as received; relative dates resolve against it.
        language: BCP 47 tag, as received.
    """

    id: ArticleId
    text: str
    title: str | None = None
    url: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    published_at: str | None = None
    language: str | None = None


RAW_SCHEMA = "news.articles.raw.v1"


class RawArticle(Article, frozen=True, kw_only=True, gc=False):
    """The value of ``news.articles.raw.v1``: an article and the version of its schema.

    ``schema`` may be left out by producers; a value other than ``news.articles.raw.v1`` is an
    unsupported version and becomes a dead letter.
    """

    schema: str = RAW_SCHEMA


def published_datetime(published_at: str | None) -> datetime | None:
    """Return the publication time as a datetime, naive when it was received without an offset.

    Args:
        published_at: RFC 3339 date-time or date, or None.

    Raises:
        ValueError: When the text is neither a date nor a date-time.
    """
    if published_at is None:
        return None
    return datetime.fromisoformat(published_at.strip())
