"""The product on the seed articles, held to floors that fail the build."""

import pytest
from report import score_pipeline
from scoring import MEASURES, Score

FLOORS = {
    "entity_f1": 0.92,
    "role_f1": 0.85,
    "grouping_f1": 0.92,
    "figure_full_f1": 0.93,
    "figure_record_f1": 0.82,
}


@pytest.fixture(scope="module")
def golden_score() -> Score:
    return score_pipeline()


@pytest.mark.parametrize("measure", sorted(FLOORS))
def test_the_product_stays_above_its_floor(golden_score: Score, measure: str) -> None:
    reached = golden_score.measures()[measure]
    assert reached >= FLOORS[measure], (
        f"{measure} is {reached:.4f}, its floor {FLOORS[measure]}\n{golden_score.report()}"
    )


def test_every_floor_is_one_of_a_measure() -> None:
    assert set(FLOORS) <= set(MEASURES)
