"""Bad inputs: each is reported with its line and a remedy, and the rest goes on."""

import gzip
import io
import json
import os
from pathlib import Path

import pytest

from streams.sources import SourceArticle, SourceError, read_articles
from streams.sources.json_stream import split_json

GOOD = json.dumps({"id": "good", "text": "Good."})
LAST = json.dumps({"id": "last", "text": "Last."})


def read(tmp_path, name, data, **options):
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_articles([str(path)], **options))


def only_problem(items):
    (problem,) = [item for item in items if isinstance(item, SourceError)]
    return problem


def ids(items):
    return [item.article.id for item in items if isinstance(item, SourceArticle)]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ('{"id": "x", "text": "cut o', "not JSON at character"),
        ("not json at all", "not JSON"),
        ('{"text": NaN}', "not JSON"),
        ('{"text": "lone \\ud800 surrogate"}', "not JSON"),
        (b'{"text": "caf\xe9"}', "not UTF-8 at byte 14"),
        (b'{"text": "a\xed\xa0\x80b"}', "not UTF-8"),
        ('{"text": "raw \x01 control"}', "not JSON"),
        ("[" * 2000 + "]" * 2000, "not JSON"),
        ("null", "this is null"),
        ("true", "this is a boolean"),
        ("17", "this is a number"),
        ('"text"', "this is a string"),
        ("[]", "empty array"),
        ("[3]", "this is a number"),
        ("{}", "no known shape"),
        ('{"headline": "x", "body": "y"}', "its fields: body, headline"),
        ('{"articles": [{"text": "x"}]}', "jq -c '.articles[]'"),
        ('{"text": 5}', "`text` is a number"),
        ('{"text": ["a"]}', "`text` is a list"),
        ('{"text": "a", "title": {}}', "`title` is an object"),
        ('{"text": "a", "authors": [1]}', "`authors` must be a list of strings"),
        ('{"text": "a", "id": true}', "`id` is a boolean"),
        ('{"text": "a", "id": 1.5}', "`id` is a number"),
        (json.dumps({"text": "a", "id": "i" * 513}), "513 characters"),
        ('{"text": "a", "published_at": "yesterday"}', "RFC 3339"),
        ('{"text": "a", "published_at": 1700000000}', "`published_at` is a number"),
        ('{"text": ""}', "neither text nor title"),
        ('{"text": " \\n\\t", "title": " "}', "neither text nor title"),
        ('{"maintext": null, "title": null, "url": "https://e.org/"}', "neither text nor title"),
        ('{"uri": "urn:x", "type": "text"}', "neither text nor title"),
        ('{"uri": "urn:x", "bodies": "text"}', "`bodies` must be a list of objects"),
        ('{"uri": "urn:x", "bodies": [{"value": 3}]}', "`value` is a number"),
    ],
)
def test_a_bad_line_is_reported_and_the_others_are_read(tmp_path, bad, message):
    bad = bad.encode() if isinstance(bad, str) else bad
    data = GOOD.encode() + b"\n\n" + bad + b"\n" + LAST.encode() + b"\n"
    items = read(tmp_path, "a.jsonl", data)
    problem = only_problem(items)
    assert ids(items) == ["good", "last"]
    assert message in problem.message
    assert (problem.line, problem.kind) == (3, "error")
    assert str(problem).startswith(f"{tmp_path}/a.jsonl:3: ")


@pytest.mark.parametrize("name", ["a.jsonl", "a", "a.txt"])
@pytest.mark.parametrize("bad", ["garbage", '{"id": "x", "text": "cut', '{"a": [1,'])
def test_a_bad_first_line_does_not_hide_the_format(tmp_path, name, bad):
    items = read(tmp_path, name, f"{bad}\n{GOOD}\n{LAST}\n{GOOD}\n")
    assert only_problem(items).line == 1
    assert ids(items) == ["good", "last", "good"]


@pytest.mark.parametrize(
    ("data", "line", "message", "found"),
    [
        (f"[\n{GOOD},\n{{'bad': 1}},\n{LAST}\n]", 3, "not JSON", ["good", "last"]),
        (f"[\n{GOOD},\n\n 17,\n{LAST}]", 4, "a number", ["good", "last"]),
        (f"[\n{GOOD},\n{LAST}\n", 4, "before its array does", ["good", "last"]),
        (f'[\n{GOOD},\n{{"text": "cut', 3, "inside the value", ["good"]),
        (f"[\n{GOOD}\n]\n]\n{LAST}", 4, "too many", ["good"]),
        (f"[\n{GOOD}\n]\n}}", 4, "too many", ["good"]),
        (f"[\n{GOOD} oops, {LAST}\n]", 2, "not JSON", ["good", "last"]),
        ("[\n  \n]", 1, "an empty document", []),
        ('{\n "text": "a"\n "title": "b"\n}', 3, "not JSON", []),
        (b'[\n{"text":\n"caf\xe9"}]', 3, "not UTF-8", []),
        ("nonsense", 1, "not JSON", []),
        ("null", 1, "this is null", []),
        ("{\n", 1, "inside the value", []),
    ],
)
def test_broken_documents(tmp_path, data, line, message, found):
    items = read(tmp_path, "a.json", data)
    problem = only_problem(items)
    assert message in problem.message
    assert problem.line == line
    assert ids(items) == found


@pytest.mark.parametrize(
    ("name", "data", "line", "message"),
    [
        ("a.txt", b"", None, "empty file"),
        ("a.jsonl.gz", gzip.compress(b""), None, "empty file"),
        ("a.txt", b"\xef\xbb\xbf", None, "empty file"),
        ("a.txt", b" \n\t\r\n", 1, "white space only"),
        ("a.txt", b"First\nsecond caf\xe9\n", 2, "iconv"),
        ("a.txt", b"With\0zero", None, "zero bytes"),
        ("a.txt", "UTF-16 without a mark".encode("utf-16-le"), None, "zero bytes"),
        ("a.txt", b"\xff\xfe" + b"a\0\x00\xd8b\0", None, "not utf-16"),
        ("a.txt", b"\xff\xfea", None, "not utf-16"),
        ("a.html", b"<!DOCTYPE html>\n<html><p>Text", None, "HTML page"),
        ("a.xml", b'<?xml version="1.0"?><nitf/>', None, "HTML page or XML"),
        ("a.pdf", b"%PDF-1.7 ...", None, "PDF"),
        ("a.zip", b"PK\x03\x04....", None, "ZIP"),
        ("a.zst", b"\x28\xb5\x2f\xfd....", None, "zstd -dc"),
        ("a.gz", b"\x1f\x8b", None, "ends early"),
        ("a.gz", gzip.compress(b"Some text")[:-12], None, "ends early"),
        ("a.gz", b"\x1f\x8b\x08\0" + b"\xff" * 40, None, "damaged gzip"),
        ("a.gz", gzip.compress(b"Text")[:-8] + b"\1" * 8, None, "damaged gzip"),
    ],
)
def test_files_that_are_no_articles(tmp_path, name, data, line, message):
    (problem,) = read(tmp_path, name, data)
    assert isinstance(problem, SourceError)
    assert message in problem.message
    assert (problem.line, problem.kind) == (line, "error")


def test_truncated_gzip_gives_what_came_before(tmp_path):
    lines = "".join(
        json.dumps({"id": f"{n}", "text": os.urandom(2_000).hex()}) + "\n" for n in range(300)
    )
    packed = gzip.compress(lines.encode())
    items = read(tmp_path, "a.jsonl.gz", packed[: len(packed) // 2])
    problem = only_problem(items)
    assert items[-1] is problem
    found = ids(items)
    assert 100 < len(found) < 200
    assert found == [str(n) for n in range(len(found))]
    assert problem.line == len(found) + 1


def test_long_lines_are_skipped_up_to_their_end(tmp_path):
    long = json.dumps({"text": "x" * 3_000_000})
    data = f"{GOOD}\n{long}\n{LAST}\n{long}"
    items = read(tmp_path, "a.jsonl", data, max_document_bytes=1_000)
    assert ids(items) == ["good", "last"]
    assert [i.line for i in items if isinstance(i, SourceError)] == [2, 4]
    assert "1,000 bytes" in items[1].message


def test_a_line_of_exactly_the_limit_is_read(tmp_path):
    limit = len(GOOD)
    data = f"{GOOD}\n{LAST}"
    assert ids(read(tmp_path, "a.jsonl", data, max_document_bytes=limit)) == ["good", "last"]


def test_long_values_of_a_document_are_skipped(tmp_path):
    long = {"text": "x\n" * 200_000}
    documents = [json.loads(GOOD), long, json.loads(LAST)]
    items = read(tmp_path, "a.json", json.dumps(documents, indent=1), max_document_bytes=1_000)
    assert ids(items) == ["good", "last"]
    assert only_problem(items).line == 6
    assert items[2].line == 9


def test_long_text_files_are_reported(tmp_path):
    (problem,) = read(tmp_path, "a.txt", "x" * 2_000, max_document_bytes=1_000)
    assert "1,000 bytes" in problem.message


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"pubStatus": "withheld"}, "withheld"),
        ({"pubstatus": "canceled"}, "canceled"),
        ({"type": "picture", "bodies": []}, "type picture"),
    ],
)
def test_withheld_items_are_skipped_not_failed(tmp_path, fields, message):
    document = {"uri": "urn:x", "bodies": [{"value": "Secret"}], **fields}
    (problem,) = read(tmp_path, "a.json", json.dumps(document))
    assert message in problem.message
    assert problem.kind == "skipped"


def test_paths_that_lead_nowhere(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").symlink_to(tmp_path / "gone")
    (tmp_path / "a.txt").write_text("Text")
    names = ["gone.txt", "empty", "broken", "*.nothing", "a.txt"]
    items = list(read_articles([f"{tmp_path}/{name}" for name in names]))
    messages = [item.message for item in items[:-1]]
    for message, expected in zip(
        messages, ["no such file", "empty folder", "No such file", "no file matches"], strict=True
    ):
        assert expected in message
    assert isinstance(items[-1], SourceArticle)


def test_unreadable_files_are_reported(tmp_path, monkeypatch):
    def refuse(*args, **options):
        raise PermissionError(13, "Permission denied")

    # Taking the permissions away would not stop root.
    monkeypatch.setattr("streams.sources.opening.open", refuse, raising=False)
    (tmp_path / "a.txt").write_text("Text")
    (problem,) = read_articles([str(tmp_path)])
    assert problem.path == f"{tmp_path}/a.txt"
    assert "Permission denied" in problem.message


def test_file_names_that_are_no_unicode_can_be_shown(tmp_path):
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(name)).write_bytes(b"")
    (problem,) = read_articles([str(tmp_path)])
    assert str(problem).encode().startswith(os.fsencode(tmp_path) + b"/caf\\xe9.txt: ")


def test_problems_hold_nothing_that_a_terminal_would_obey(tmp_path):
    (problem,) = read(tmp_path, "a\x1b[2J.json", '{"\\u001b[31mred": 1, "na\\u0308me": "\\u0007"}')
    assert str(problem).isprintable()
    assert "\\x1b[31mred" in problem.message


def test_an_error_of_the_disk_is_reported():
    class Broken(io.RawIOBase):
        def read1(self, size):
            raise OSError(5, "Input/output error")

    (problem,) = read_articles(["-"], stdin=Broken())
    assert "Input/output error" in problem.message


@pytest.mark.parametrize("chunk", [1, 2, 3, 7])
def test_documents_are_cut_the_same_whatever_the_chunks(chunk):
    class Slow(io.BytesIO):
        def read1(self, size=-1):
            return super().read1(chunk)

    data = b'[\n {"a": "\\\\"},\n {"b": "\\"]},{[", "c": [[], {}]}\n,3 ]\n{"d":\n1}{"e":2}\n'
    pieces = [(p.line, p.data) for p in split_json(Slow(data), max_bytes=100)]
    assert pieces == [
        (2, b'{"a": "\\\\"}'),
        (3, b'{"b": "\\"]},{[", "c": [[], {}]}'),
        (4, b"3"),
        (5, b'{"d":\n1}'),
        (6, b'{"e":2}'),
    ]
