"""The generator of test articles: deterministic, all different, readable by the product."""

import io
import statistics
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import orjson
import pytest
from build_gold import ROOT

from streams.sources.shapes import to_article


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = spec_from_file_location("make_articles", ROOT / "benchmarks" / "make_articles.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(generator: ModuleType, count: int, seed: int = 1, words: int = 600) -> list[str]:
    stream = io.StringIO()
    maker = generator.Maker(generator.read_sentences(), seed, words)
    generator.write_articles(maker, count, stream)
    return stream.getvalue().splitlines()


def test_the_same_arguments_give_the_same_articles(generator: ModuleType) -> None:
    assert lines(generator, 20) == lines(generator, 20)


def test_a_larger_count_begins_with_the_same_articles(generator: ModuleType) -> None:
    assert lines(generator, 20)[:5] == lines(generator, 5)


def test_another_seed_gives_other_articles(generator: ModuleType) -> None:
    assert not set(lines(generator, 20, seed=1)) & set(lines(generator, 20, seed=2))


def test_all_articles_differ_and_are_read_by_replay(generator: ModuleType) -> None:
    articles = [to_article(orjson.loads(line)) for line in lines(generator, 500)]

    assert len({article.id for article in articles}) == 500
    assert len({article.text for article in articles}) == 500
    assert all(article.title and article.published_at for article in articles)


def test_lengths_spread_around_the_median_asked_for(generator: ModuleType) -> None:
    articles = [orjson.loads(line) for line in lines(generator, 500, words=300)]
    words = [len(article["text"].split()) for article in articles]

    assert statistics.median(words) == pytest.approx(300, rel=0.1)
    assert min(words) < 200
    assert max(words) > 600
