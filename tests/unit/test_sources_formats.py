"""Good inputs in every format: what article comes out, and from which line."""

import bz2
import gzip
import io
import json
import os
import tracemalloc

import pytest

from streams.sources import ArticleReader, SourceArticle, read_articles, total_bytes
from streams.sources.markup import html_to_text

STORM = (
    "The storm reached Łódź at dawn.\r\n\r\nIt tore off 40 roofs — “like paper”, said Zoë Núñez.\n"
)
OWN = {
    "id": "wire-1",
    "text": "Rates rose by 0.25 points.\n",
    "title": "Bank lifts rates",
    "url": "https://example.org/a?utm_source=x&b=1",
    "source": "Example Wire",
    "authors": ["Ana Roe", "Jo Poe"],
    "published_at": "2026-03-01T08:00:00Z",
    "language": "en-GB",
}
NINJS3 = {
    "uri": "urn:newsml:example.org:2026:item-7",
    "standard": {"name": "ninjs", "version": "3.1"},
    "type": "text",
    "pubStatus": "usable",
    "language": "en",
    "firstCreated": "2026-03-01T06:00:00Z",
    "versionCreated": "2026-03-01T07:30:00+01:00",
    "by": "By Ana Roe",
    "headlines": [
        {"role": "short", "value": "Floods"},
        {"role": "main", "contentType": "text/html", "value": "Floods <i>rise</i> &amp; spread"},
    ],
    "bodies": [
        {"role": "summary", "contentType": "text/plain", "value": "Water."},
        {
            "role": "main",
            "contentType": "text/html",
            "value": "<p>The river\n rose <b>3&nbsp;m</b>.</p><p>Two<br>died.</p>",
        },
    ],
    "infoSources": [{"role": "publisher", "name": "Example Agency"}],
}
NEWS_PLEASE = {
    "authors": ["Kim Lee"],
    "date_download": "2026-03-02 10:00:00",
    "date_modify": "None",
    "date_publish": "2026-03-02 09:15:00",
    "description": "Short.",
    "filename": "x.json",
    "image_url": None,
    "language": "en",
    "localpath": None,
    "source_domain": "example.org",
    "maintext": "A court fined the firm $3 million.",
    "title": "Firm fined",
    "title_page": None,
    "title_rss": None,
    "url": "HTTPS://Example.org:443/fined?fbclid=1#top",
}


def read(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_articles([str(path)]))


def articles(items):
    assert all(isinstance(item, SourceArticle) for item in items), items
    return [item.article for item in items]


@pytest.mark.parametrize(
    "name", ["a.txt", "a", "a.story", "a.json.txt", "b.txt.gz", "misleading.gz"]
)
def test_plain_text_is_kept_exactly(tmp_path, name):
    data = STORM.encode()
    data = gzip.compress(data) if name == "b.txt.gz" else data
    (article,) = articles(read(tmp_path, name, data))
    assert article.text == STORM
    assert article.title is None
    assert article.id.startswith("text-")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_tell_the_encoding(tmp_path, encoding):
    (article,) = articles(read(tmp_path, "a.txt", STORM.encode(encoding)))
    assert article.text == STORM
    lines = json.dumps(OWN, ensure_ascii=False) + "\n" + json.dumps({"text": "Łódź"})
    first, second = articles(read(tmp_path, "a.jsonl", lines.encode(encoding)))
    assert (first.id, second.text) == ("wire-1", "Łódź")


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Storm hits coast\n\nIt rained.\n", "Storm hits coast", "It rained.\n"),
        ("Storm hits coast\r\n\r\nIt rained.", "Storm hits coast", "It rained."),
        ("Will it end?\n \t\n\n  It rained.", "Will it end?", "  It rained."),
        ("“We will not yield!”\n\nHe said so.", "“We will not yield!”", "He said so."),
        ("Storm hits coast\nIt rained.", None, None),
        ("Storm hits coast\r\nIt rained.", None, None),
        ("It rained all day.\n\nThen it stopped.", None, None),
        ("He said “no.”\n\nShe agreed.", None, None),
        ("They are:\n\none, two", None, None),
        ("word " * 40 + "\n\nThe rest", None, None),
        ("2026-03-01\n\nNo letters above", None, None),
        ("Only a headline\n\n", None, None),
        ("\n\nLate start", None, None),
    ],
)
def test_first_line_is_the_headline_when_it_looks_like_one(tmp_path, text, title, body):
    (article,) = articles(read(tmp_path, "a.txt", text))
    assert (article.title, article.text) == (title, text if body is None else body)


OWN_LINE = json.dumps(OWN)
THREE = [{"id": str(n), "text": f'Text {n}, {{["quoted"]}} \\ end'} for n in range(3)]


@pytest.mark.parametrize(
    ("name", "data", "lines"),
    [
        ("a.jsonl", "\n".join(map(json.dumps, THREE)), [1, 2, 3]),
        ("a.jsonl", "\r\n\r\n".join(map(json.dumps, THREE)) + "\r\n", [1, 3, 5]),
        ("no_ending", "\n".join(map(json.dumps, THREE)), [1, 2, 3]),
        ("wrong.txt", "\n".join(map(json.dumps, THREE)), [1, 2, 3]),
        ("a.jsonl.gz", gzip.compress("\n".join(map(json.dumps, THREE)).encode()), [1, 2, 3]),
        (
            "two_members.gz",
            gzip.compress(json.dumps(THREE[0]).encode() + b"\n")
            + gzip.compress("\n".join(map(json.dumps, THREE[1:])).encode()),
            [1, 2, 3],
        ),
        ("a.json", json.dumps(THREE), [1, 1, 1]),
        ("a.json", json.dumps(THREE, indent=2), [2, 6, 10]),
        ("a.json", json.dumps(THREE, indent=0), [2, 6, 10]),
        ("pretty.jsonl", json.dumps(THREE, indent=2), [2, 6, 10]),
        ("no_ending", "\n" + json.dumps(THREE, indent="\t"), [3, 7, 11]),
        ("jq_output", "\n".join(json.dumps(t, indent=2) for t in THREE), [1, 5, 9]),
        ("a.json", "\n".join(json.dumps(THREE, indent=1).splitlines()), [2, 6, 10]),
        ("rows.jsonl", json.dumps(THREE[:2]) + "\n" + json.dumps(THREE[2:]), [1, 1, 2]),
        ("two_arrays.json", json.dumps(THREE[:2], indent=1) + json.dumps(THREE[2:]), [2, 6, 10]),
    ],
)
def test_json_in_all_arrangements(tmp_path, name, data, lines):
    items = read(tmp_path, name, data)
    assert [a.id for a in articles(items)] == ["0", "1", "2"]
    assert [a.text for a in articles(items)] == [t["text"] for t in THREE]
    assert [item.line for item in items] == lines


@pytest.mark.parametrize("indent", [None, 2])
def test_one_object_a_file(tmp_path, indent):
    (item,) = read(tmp_path, "a.json", json.dumps(OWN, indent=indent))
    article = item.article
    assert item.line == 1
    for name, value in OWN.items():
        assert getattr(article, name) == (tuple(value) if isinstance(value, list) else value)


def test_own_fields_may_be_few_and_others_are_ignored(tmp_path):
    lines = [
        {"text": "Only text", "extra": {"x": 1}},
        {"title": "Only a title"},
        {"id": 42, "text": "t", "authors": "One Name", "title": None, "url": None},
        {"id": "", "text": "Only text"},
    ]
    few, title, number, blank = articles(
        read(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines)))
    )
    assert few.id == blank.id
    assert (title.text, title.title) == ("", "Only a title")
    assert (number.id, number.authors) == ("42", ("One Name",))


def test_ninjs_3(tmp_path):
    (article,) = articles(read(tmp_path, "a.json", json.dumps(NINJS3)))
    assert article.id == NINJS3["uri"]
    assert article.title == "Floods rise & spread"
    assert article.text == "The river rose 3\u00a0m.\n\nTwo\ndied."
    assert article.published_at == "2026-03-01T07:30:00+01:00"
    assert (article.language, article.source) == ("en", "Example Agency")
    assert article.authors == ("By Ana Roe",)


def test_ninjs_prefers_plain_text_of_the_same_role(tmp_path):
    bodies = [
        {"role": "main", "contentType": "text/html", "value": "<p>Marked up</p>"},
        {"role": "main", "contentType": "text/plain", "value": "  Plain,\n as is "},
    ]
    (article,) = articles(read(tmp_path, "a.json", json.dumps({**NINJS3, "bodies": bodies})))
    assert article.text == "  Plain,\n as is "


@pytest.mark.parametrize(
    ("fields", "text", "title"),
    [
        ({"headline": "H", "body_text": "Plain"}, "Plain", "H"),
        ({"headline": "H", "body_html": "<p>A &lt; B</p>", "byline": "X"}, "A < B", "H"),
        ({"headline": "H", "body_text": "P", "body_html": "<p>Q</p>"}, "P", "H"),
        ({"headline_main": "H", "body_xhtml": "<div><p>A</p></div>"}, "A", "H"),
        ({"headlines": [{"value": "H"}], "bodies": [{"value": "<b> as is"}]}, "<b> as is", "H"),
        (
            {
                "headlines": [{"value": "H"}],
                "bodies": [{"contenttype": "text/html", "value": "<p>x"}],
            },
            "x",
            "H",
        ),
    ],
)
def test_older_ninjs(tmp_path, fields, text, title):
    document = {"uri": "urn:x:1", "versioncreated": "2020-01-01T00:00:00Z", **fields}
    (article,) = articles(read(tmp_path, "a.json", json.dumps(document)))
    assert (article.id, article.text, article.title) == ("urn:x:1", text, title)
    assert article.published_at == "2020-01-01T00:00:00Z"


def test_news_please(tmp_path):
    (article,) = articles(read(tmp_path, "a.json", json.dumps(NEWS_PLEASE, indent=4)))
    assert article.text == NEWS_PLEASE["maintext"]
    assert article.title == "Firm fined"
    assert article.published_at == "2026-03-02 09:15:00"
    assert (article.source, article.language) == ("example.org", "en")
    assert article.authors == ("Kim Lee",)
    assert article.id.startswith("url-")
    again = {**NEWS_PLEASE, "url": "https://example.org/fined", "date_publish": "None"}
    (same,) = articles(read(tmp_path, "b.json", json.dumps(again)))
    assert same.id == article.id
    assert same.published_at is None


def test_shapes_may_be_mixed_line_by_line(tmp_path):
    lines = "\n".join(json.dumps(d) for d in (OWN, NINJS3, NEWS_PLEASE))
    own, ninjs, news_please = articles(read(tmp_path, "a.ndjson", lines))
    assert own.id == "wire-1"
    assert ninjs.id == NINJS3["uri"]
    assert news_please.id.startswith("url-")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p>\n<p>Two</p>", "One\n\nTwo"),
        ("<P>One<P>Two", "One\n\nTwo"),
        ("One <b>two</b>, <i> three </i>four", "One two, three four"),
        ("a<br/>b<br>c<br><br>d", "a\nb\nc\n\nd"),
        ("<ul><li>x<li>y</ul>z", "x\ny\n\nz"),
        ("<table><tr><th>Year<td>2025<tr><th>Loss<td>5&#37;</table>", "Year\t2025\nLoss\t5%"),
        ("a<script>var x = '<p>no</p>';</script>b<style>p{}</style>", "ab"),
        ("<h1>T</h1>text<!-- no -->", "T\n\ntext"),
        ("x &lt;b&gt; &amp;amp; &euro;5 &nosuch; &#x1F600;", "x <b> &amp; €5 &nosuch; 😀"),
        ("<![if IE]>a<![endif]> <![CDATA[b < c]]>", "a b < c"),
        ("<pre>  keep\n  this</pre>x", "  keep\n  this\n\nx"),
        ("3 < 5 and 7 > 2", "3 < 5 and 7 > 2"),
        ("<![weird", "<![weird"),
        ("", ""),
    ],
)
def test_html_becomes_readable_text(html, text):
    assert html_to_text(html) == text


def test_standard_input(tmp_path):
    data = io.BytesIO(gzip.compress((OWN_LINE + "\n" + OWN_LINE).encode()))
    items = list(read_articles(["-"], stdin=data))
    assert [(i.path, i.line, i.article.id) for i in items] == [
        ("-", 1, "wire-1"),
        ("-", 2, "wire-1"),
    ]


def test_a_pipe_is_read_as_it_comes(tmp_path):
    """The first article is there before the second has been written."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", 0) as stdin, os.fdopen(writing, "wb", 0) as source:
        items = iter(read_articles(["-"], stdin=stdin))
        source.write(b'{"text": "one"}\n')
        assert next(items).article.text == "one"
        source.write(b'{"text": "tw')
        source.write(b'o"}\n')
        assert next(items).article.text == "two"


def test_folders_are_sorted_recursive_and_without_hidden_files(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/x.txt", "c.jsonl", "data.feed"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"text": name}) if "json" in name or "feed" in name else name)
    (tmp_path / "notes.md").write_text("# Notes")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    items = list(read_articles([str(tmp_path)]))
    names = [item.path.removeprefix(f"{tmp_path}/") for item in items]
    assert names == ["a/z.txt", "b.txt", "c.jsonl", "data.feed", "notes.md", "photo.png"]
    skipped = [item for item in items if not isinstance(item, SourceArticle)]
    assert [item.kind for item in skipped] == ["skipped", "skipped"]


def test_patterns(tmp_path):
    for name in ("b1.txt", "b2.txt", "sub/b3.txt", "odd[1].txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)

    def texts(pattern):
        return [i.article.text for i in read_articles([f"{tmp_path}/{pattern}"])]

    assert texts("b*.txt") == ["b1.txt", "b2.txt"]
    assert texts("**/b?.txt") == ["b1.txt", "b2.txt", "sub/b3.txt"]
    assert texts("**") == ["b1.txt", "b2.txt", "odd[1].txt", "sub/b3.txt"]
    assert texts("odd[1].txt") == ["odd[1].txt"]


def test_links_in_a_circle_end(tmp_path):
    (tmp_path / "a.txt").write_text("Text")
    (tmp_path / "self").symlink_to(tmp_path, target_is_directory=True)
    items = list(read_articles([str(tmp_path)]))
    assert [getattr(i, "kind", "article") for i in items] == ["article", "skipped"]


def test_progress_is_counted_in_bytes_on_disk(tmp_path):
    (tmp_path / "a.txt").write_text("Text")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(OWN_LINE.encode() * 50))
    reader = ArticleReader([str(tmp_path)])
    for _ in reader:
        pass
    assert reader.bytes_read == total_bytes([str(tmp_path)]) > 0
    assert reader.files_read == 2
    assert total_bytes(["-"]) is None


def test_other_compression_is_named(tmp_path):
    (item,) = read(tmp_path, "a.txt.bz2", bz2.compress(b"Text"))
    assert "bzip2 -dc" in item.message


def test_long_json_lines_take_constant_memory(tmp_path):
    path = tmp_path / "many.jsonl"
    line = json.dumps({"text": "x" * 10_000}) + "\n"
    with path.open("w") as file:
        for _ in range(3_000):
            file.write(line)
    array = tmp_path / "array.json"
    with array.open("w") as file:
        file.write("[" + line)
        for _ in range(3_000):
            file.write("," + line)
        file.write("]")
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_articles([str(path), str(array)])) == 6_001
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000
