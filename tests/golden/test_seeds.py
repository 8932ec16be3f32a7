"""The seed articles and their annotations fit together."""

import gzip
import itertools
import json

from build_gold import ROOT, build, is_current
from report import gold_lines

from streams.sources import SourceArticle, read_articles


def test_seeds_and_gold_are_those_of_the_marked_up_articles() -> None:
    stale = [
        str(path.relative_to(ROOT)) for path, content in build() if not is_current(path, content)
    ]

    assert not stale, "run python tests/golden/build_gold.py"


def test_reading_the_seeds_yields_the_articles_of_the_gold() -> None:
    read = {}
    for item in read_articles([str(ROOT / "seeds")]):
        assert isinstance(item, SourceArticle), str(item)
        read[item.article.id] = item.article

    expected = {line["id"]: line for line in gold_lines()}
    assert read.keys() == expected.keys()
    for article_id, line in expected.items():
        assert read[article_id].text == line["text"]
        assert read[article_id].title == line["title"]
        assert read[article_id].published_at == line["published_at"]


def test_seeds_come_in_every_input_format() -> None:
    names = [path.name for path in (ROOT / "seeds").rglob("*") if path.is_file()]
    documents = [
        json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "seeds").rglob("*.json")
    ]

    assert any(name.endswith(".txt") for name in names)
    assert any(name.endswith(".jsonl") for name in names)
    assert any(name.endswith(".jsonl.gz") for name in names)
    assert any("bodies" in document for document in documents)
    assert any("maintext" in document for document in documents)


def test_there_are_thirty_articles_of_150_to_900_words() -> None:
    words = [len(line["text"].split()) for line in gold_lines()]

    assert len(words) >= 30
    assert min(words) >= 150
    assert max(words) <= 900


def test_annotations_stand_where_they_say() -> None:
    for line in gold_lines():
        spans = [m for e in line["entities"] for m in (*e["mentions"], *e["roles"])]
        for span in [*spans, *line["figures"]]:
            assert line[span["field"]][span["start"] : span["end"]] == span["text"]


def test_no_two_mentions_and_no_two_figures_overlap() -> None:
    for line in gold_lines():
        for spans in ([m for e in line["entities"] for m in e["mentions"]], line["figures"]):
            ordered = sorted((s["field"], s["start"], s["end"]) for s in spans)
            for one, other in itertools.pairwise(ordered):
                assert one[0] != other[0] or one[2] <= other[1], line["name"]


def test_the_compressed_seed_can_be_read_without_the_project() -> None:
    with gzip.open(ROOT / "seeds" / "archive.jsonl.gz", "rt", encoding="utf-8") as stream:
        assert all(json.loads(line)["text"] for line in stream)
