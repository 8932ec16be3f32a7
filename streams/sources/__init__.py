"""Articles from files: plain text, JSON Lines, ninjs and news-please, recognised by content.

Pure reading: nothing here knows of Kafka. Whatever can't be read becomes a :class:`SourceError`
with file and line; it never raises and never stops the rest.
"""

from streams.sources.identity import article_id, canonical_url
from streams.sources.items import SourceArticle, SourceError, SourceItem
from streams.sources.paths import total_bytes
from streams.sources.reader import MAX_DOCUMENT_BYTES, ArticleReader, read_articles

__all__ = [
    "MAX_DOCUMENT_BYTES",
    "ArticleReader",
    "SourceArticle",
    "SourceError",
    "SourceItem",
    "article_id",
    "canonical_url",
    "read_articles",
    "total_bytes",
]
