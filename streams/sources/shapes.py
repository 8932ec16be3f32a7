"""JSON objects to articles: our own fields, ninjs 1.x to 3.x, and news-please.

Which shape an object has is read from its fields:

- ``maintext``, or ``date_publish`` with ``source_domain``: news-please;
- ``uri``, ``guid`` or ``standard``, with a field that only ninjs has: ninjs;
- ``text`` or ``title``: our own fields, the ones of ``news.articles.raw.v1``.
"""

from collections.abc import Mapping
from typing import Any

from streams.records.article import RAW_SCHEMA, RawArticle, published_datetime
from streams.sources.identity import article_id
from streams.sources.items import NotAnArticleError, WithheldError, printable
from streams.sources.markup import html_to_text

MAX_ID_CHARACTERS = 512
"""As :data:`streams.records.article.ArticleId` has it."""

# fmt: off
NINJS_FIELDS = frozenset({
    "headline", "headlines", "body_text", "body_html", "body_xhtml", "bodies", "pubstatus",
    "pubStatus", "versioncreated", "versionCreated", "firstcreated", "firstCreated",
    "contentcreated", "contentCreated", "representationtype", "representationType", "infosources",
    "infoSources", "type",
})
# fmt: on
# Where feeds and search results keep their articles.
WRAPPERS = ("articles", "items", "results", "docs", "data", "entries", "hits")
WITHOUT_BODY = frozenset({"audio", "video", "picture", "graphic", "event", "planning"})
Object = Mapping[str, Any]


def to_article(document: Any) -> RawArticle:
    """Return the article that a JSON value is, in whichever of the known shapes.

    Texts are kept as they stand in the JSON; only bodies in HTML or XML become plain text.

    Raises:
        WithheldError: It is a ninjs item that is withheld, canceled or no text.
        NotAnArticleError: It is no article; the message says why and what to do.
    """
    if not isinstance(document, dict):
        raise NotAnArticleError(
            f"this is {_kind(document)}, not an article: give a JSON object with at least `text`"
        )
    if "maintext" in document or {"date_publish", "source_domain"} <= document.keys():
        return _from_news_please(document)
    if _is_ninjs(document):
        return _from_ninjs(document)
    if "text" in document or "title" in document:
        return _from_own(document)
    raise NotAnArticleError(_unknown(document))


def _is_ninjs(document: Object) -> bool:
    standard = document.get("standard")
    if isinstance(standard, dict) and standard.get("name") == "ninjs":
        return True
    identified = "uri" in document or "guid" in document
    return identified and "text" not in document and not NINJS_FIELDS.isdisjoint(document)


def _from_own(document: Object) -> RawArticle:
    given = document.get("id")
    # Databases number their rows; a number names the article as well as its digits do.
    if isinstance(given, int) and not isinstance(given, bool):
        document = {**document, "id": str(given)}
    return _article(
        given=_text(document, "id"),
        text=_text(document, "text") or "",
        title=_text(document, "title"),
        url=_text(document, "url"),
        source=_text(document, "source"),
        authors=_names(document, "authors"),
        published_at=_text(document, "published_at"),
        language=_text(document, "language"),
        # Another version is passed on: the worker makes it a dead letter, to be replayed later.
        schema=_text(document, "schema") or RAW_SCHEMA,
    )


def _from_news_please(document: Object) -> RawArticle:
    return _article(
        given=_text(document, "id"),
        text=_text(document, "maintext") or _text(document, "text") or "",
        title=_text(document, "title"),
        url=_text(document, "url"),
        source=_text(document, "source_domain"),
        authors=_names(document, "authors"),
        published_at=_news_please_date(document),
        language=_text(document, "language"),
    )


def _news_please_date(document: Object) -> str | None:
    date = _text(document, "date_publish")
    # Its get_serializable_dict() writes the word where there is no date.
    return None if date in {"None", "null", ""} else date


def _from_ninjs(document: Object) -> RawArticle:
    """Names with capitals are those of ninjs 3, without those of ninjs 1 and 2."""
    status = _first_text(document, "pubStatus", "pubstatus")
    if status in {"withheld", "canceled"}:
        raise WithheldError(f"not published: its pubStatus is {status}")
    text = _ninjs_content(document, "bodies") or _numbered_content(document, "body")
    kind = _text(document, "type")
    if not text and kind in WITHOUT_BODY:
        raise WithheldError(f"no article: a ninjs item of type {kind} without a body")
    return _article(
        given=_first_text(document, "uri", "guid"),
        text=text,
        title=_ninjs_content(document, "headlines")
        or _numbered_content(document, "headline")
        or _text(document, "title"),
        url=_text(document, "url"),
        source=_ninjs_source(document),
        authors=_by_line(document),
        published_at=_first_text(
            document,
            "versionCreated",
            "versioncreated",
            "contentCreated",
            "contentcreated",
            "firstCreated",
            "firstcreated",
        ),
        language=_text(document, "language"),
    )


def _ninjs_content(document: Object, field: str) -> str:
    """Return the main entry of ``headlines`` or ``bodies``, plain text before markup."""
    entries = [e for e in _objects(document, field) if (_text(e, "value") or "").strip()]
    if not entries:
        return ""
    entry = min(entries, key=_ninjs_rank)
    value = _text(entry, "value") or ""
    return html_to_text(value) if _is_markup(_content_type(entry)) else value


def _ninjs_rank(entry: Object) -> tuple[bool, bool]:
    role = (_text(entry, "role") or "main").rpartition("/")[2].lower()
    return role not in {"main", "body", "headline"}, _is_markup(_content_type(entry))


def _content_type(entry: Object) -> str:
    return (_first_text(entry, "contentType", "contenttype") or "text/plain").lower()


def _is_markup(content_type: str) -> bool:
    return "html" in content_type or "xml" in content_type


def _numbered_content(document: Object, stem: str) -> str:
    """Return ``body_text``, else ``body_html`` and the like (ninjs 1); so for ``headline``."""
    names = [f"{stem}_text", stem, f"{stem}_html", f"{stem}_xhtml"]
    names += sorted(n for n in document if n.startswith(f"{stem}_") and n not in names)
    for name in names:
        value = _text(document, name)
        if value and value.strip():
            return html_to_text(value) if name.endswith(("html", "xml", "_nitf")) else value
    return ""


def _ninjs_source(document: Object) -> str | None:
    for field in ("infoSources", "infosources"):
        for party in _objects(document, field):
            name = _text(party, "name")
            if name:
                return name
    source = document.get("source")
    return source if isinstance(source, str) else None


def _by_line(document: Object) -> tuple[str, ...]:
    line = _first_text(document, "by", "byline")
    return (line,) if line and line.strip() else ()


def _article(
    *,
    given: str | None,
    text: str,
    title: str | None,
    url: str | None,
    source: str | None,
    authors: tuple[str, ...],
    published_at: str | None,
    language: str | None,
    schema: str = RAW_SCHEMA,
) -> RawArticle:
    if not text.strip() and not (title or "").strip():
        raise NotAnArticleError("it has neither text nor title: give it one, or leave it out")
    if given and len(given) > MAX_ID_CHARACTERS:
        raise NotAnArticleError(
            f"its id has {len(given)} characters, {MAX_ID_CHARACTERS} are allowed: shorten it, or "
            "leave it out to have one derived from URL or text"
        )
    try:
        published_datetime(published_at)
    except ValueError:
        raise NotAnArticleError(
            f"its date of publication {(published_at or '')[:60]!r} is none: write it as RFC 3339, "
            "such as 2026-01-31T09:30:00Z or 2026-01-31, or leave it out"
        ) from None
    return RawArticle(
        id=article_id(given=given, url=url, title=title, text=text),
        text=text,
        title=title,
        url=url,
        source=source,
        authors=authors,
        published_at=published_at,
        language=language,
        schema=schema,
    )


def _text(document: Object, name: str) -> str | None:
    value = document.get(name)
    if value is None or isinstance(value, str):
        return value
    raise NotAnArticleError(f"`{name}` is {_kind(value)}: it must be a string")


def _first_text(document: Object, *names: str) -> str | None:
    return next((value for name in names if (value := _text(document, name))), None)


def _names(document: Object, name: str) -> tuple[str, ...]:
    value = document.get(name)
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return tuple(value)
    raise NotAnArticleError(f"`{name}` must be a list of strings")


def _objects(document: Object, name: str) -> list[Object]:
    value = document.get(name)
    if value is None:
        return []
    if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
        return value
    raise NotAnArticleError(f"`{name}` must be a list of objects")


def _unknown(document: Object) -> str:
    for name in WRAPPERS:
        if isinstance(document.get(name), list):
            return (
                f"this object is no article but holds a list in `{name}`: unwrap it first, as by "
                f"jq -c '.{name}[]' FILE | newsstream replay -"
            )
    found = printable(", ".join(sorted(document)[:8])[:200]) or "none"
    return (
        f"no known shape of an article (its fields: {found}): needed are `text`, or ninjs `uri` "
        "with `bodies`, or news-please `maintext`"
    )


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list"}
    return names.get(type(value), "an object")
