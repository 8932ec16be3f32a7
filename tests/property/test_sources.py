"""Whatever bytes come: nothing raises, nothing goes missing, ids stay."""

import gzip
import html
import io
import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from streams.codecs import decode_raw, encode
from streams.sources import SourceArticle, SourceError, canonical_url, read_articles
from streams.sources.markup import html_to_text
from streams.sources.plaintext import split_headline

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
FIELDS = [
    *("id", "text", "title", "url", "authors", "published_at", "by", "type", "standard", "uri"),
    *("bodies", "headlines", "value", "contentType", "role", "body_html", "pubStatus", "name"),
    *("infoSources", "maintext", "date_publish"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(FIELDS) | TEXT,
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)
# Bytes that the formats care about come up too seldom by chance.
JSON_LIKE = st.lists(
    st.sampled_from([b'{"text": "a"}', b"{", b"}", b"[", b"]", b",", b'"', b"\\", b"\n", b" ", b"\xff", b"7"]),
    max_size=30,
).map(b"".join)
MARKUP = [
    *("<p>", "</p>", "<br>", "<![", "]>", "<!--", "-->", "<script>", "</script>", "<pre>"),
    *("&", "&#x", ";", "&lt", "<", ">", "<td", '"', "=", " "),
]
SPEED = settings(max_examples=120, deadline=None)


def read(data, **options):
    return list(read_articles(["-"], stdin=io.BytesIO(data), **options))


@SPEED
@given(st.binary(max_size=400) | JSON_LIKE)
def test_any_bytes_give_articles_or_problems(data):
    for content in (data, gzip.compress(data), gzip.compress(data)[:-3], b"\xff\xfe" + data):
        items = read(content)
        assert items
        assert all(isinstance(item, SourceArticle | SourceError) for item in items)
        assert all(item.line is None or item.line >= 1 for item in items)


@SPEED
@given(JSON_LIKE, st.integers(1, 20))
def test_any_bytes_keep_to_the_limit(data, limit):
    for item in read(data, max_document_bytes=limit):
        assert isinstance(item, SourceError) or len(item.article.text) <= limit


@SPEED
@given(st.lists(JSON, min_size=1, max_size=5), st.sampled_from([None, 0, 2]))
def test_any_json_gives_articles_that_the_worker_takes(documents, indent):
    lines = "\n".join(json.dumps(d) for d in documents).encode()
    array = json.dumps(documents, indent=indent).encode()
    for data in (lines, array):
        items = read(data)
        assert items
        for item in items:
            if isinstance(item, SourceArticle) and item.article.schema == "news.articles.raw.v1":
                assert decode_raw(encode(item.article)) == item.article


@SPEED
@given(st.lists(TEXT.filter(str.strip), min_size=1, max_size=8), st.sampled_from([None, 1]))
def test_texts_come_out_as_they_went_in(texts, indent):
    articles = [{"id": str(n), "text": text} for n, text in enumerate(texts)]
    for data in (
        "\n".join(json.dumps(a, ensure_ascii=False) for a in articles),
        json.dumps(articles, indent=indent, ensure_ascii=False),
        "\n".join(json.dumps(a, indent=indent) for a in articles),
    ):
        items = read(data.encode())
        assert [item.article.text for item in items] == texts
        assert [item.article.id for item in items] == [a["id"] for a in articles]
        assert items == read(data.encode("utf-8-sig")) == read(data.encode("utf-16"))


@SPEED
@given(st.binary(max_size=300) | JSON_LIKE)
def test_reading_twice_gives_the_same(data):
    assert read(data) == read(data)


@SPEED
@given(TEXT)
def test_bodies_of_plain_text_are_suffixes(text):
    title, body = split_headline(text)
    assert text.endswith(body)
    if title is None:
        assert body == text
    else:
        assert body.strip()
        assert title in text[: len(text) - len(body)]


@SPEED
@given(
    st.lists(
        st.sampled_from(MARKUP) | st.text(max_size=5),
        max_size=25,
    ).map("".join)
)
def test_broken_markup_never_raises(markup):
    html_to_text(markup).encode("utf-8", "surrogatepass")


@SPEED
@given(TEXT)
def test_text_without_markup_keeps_its_words(text):
    words = " ".join(text.split())
    assert " ".join(html_to_text(html.escape(words)).split()) == words


@SPEED
@given(
    st.text("aB%4?&=#:/@.[]é +", max_size=40).map("http://e.org".__add__)
    | st.text(max_size=30).map("https://".__add__)
    | st.text(max_size=30)
)
@example("http://e.org? &")
@example("http://e.org/a #b")
@example("http://e.org/?b &a\x01&a ")
def test_canonical_urls_are_stable(url):
    canonical = canonical_url(url)
    if canonical is not None:
        assert canonical_url(canonical) == canonical
