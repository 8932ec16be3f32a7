"""The product on the seed articles, held to floors that fail the build."""

from collections.abc import Iterator
from typing import Any

import msgspec
import orjson
import pytest
from build_gold import GOLD
from scoring import MEASURES, Score, score

from streams.enrich.pipeline import EnrichmentFailure, load_pipeline
from streams.records import EnrichedArticle, RawArticle

FLOORS = {
    "entity_f1": 0.92,
    "role_f1": 0.85,
    "grouping_f1": 0.92,
    "figure_full_f1": 0.93,
    "figure_record_f1": 0.82,
}


def gold_lines() -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in GOLD.read_bytes().splitlines()]


@pytest.fixture(scope="module")
def golden_score() -> Score:
    return score(enriched_pairs())


def enriched_pairs() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    lines = gold_lines()
    articles = [
        RawArticle(
            id=line["id"],
            title=line["title"],
            text=line["text"],
            published_at=line["published_at"],
        )
        for line in lines
    ]
    for line, result in zip(lines, load_pipeline("default").enrich_batch(articles), strict=True):
        if isinstance(result, EnrichmentFailure):
            pytest.fail(f"{line['name']} could not be enriched: {result.message}")
        yield line, as_json(result)


def as_json(article: EnrichedArticle) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(article)
    return document


@pytest.mark.parametrize("measure", sorted(FLOORS))
def test_the_product_stays_above_its_floor(golden_score: Score, measure: str) -> None:
    reached = golden_score.measures()[measure]
    assert reached >= FLOORS[measure], (
        f"{measure} is {reached:.4f}, its floor {FLOORS[measure]}\n{golden_score.report()}"
    )


def test_every_floor_is_one_of_a_measure() -> None:
    assert set(FLOORS) <= set(MEASURES)
