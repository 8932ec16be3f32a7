"""What the recogniser's mentions change, and what they must not change."""

import pytest

from streams.enrich.figures import extract_figures
from streams.enrich.spans import LabelledSpan
from streams.records.figure import Figure


def _figures(text: str, *mentions: tuple[str, str]) -> list[Figure]:
    spans = [
        LabelledSpan(text.index(name), text.index(name) + len(name), label, f"id-{name}") for name, label in mentions
    ]
    return extract_figures(text, entities=spans)


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("They sang Ninety Nine Red Balloons.", ("Ninety Nine Red Balloons", "WORK_OF_ART")),
        ("He joined the Zenit 2 squad.", ("Zenit 2", "ORG")),
        ("Fans of Maroon 5 cheered.", ("Maroon 5", "ORG")),
        ("It was filmed at Pinewood 7 yesterday's way.", ("Pinewood 7", "FAC")),
    ],
)
def test_a_mention_keeps_its_numbers(text: str, mention: tuple[str, str]) -> None:
    assert all(figure.kind == "date" for figure in _figures(text, mention))


@pytest.mark.parametrize(
    ("text", "mention", "expected"),
    [
        ("The blast killed 12 people.", ("12 people", "ORG"), "12"),
        ("In Gaza 12 people died.", ("Gaza 12 people", "GPE"), "12"),
        ("The 2024 Olympics were in Paris.", ("2024 Olympics", "EVENT"), "2024"),
        ("Two Israeli soldiers died.", ("Israeli", "NORP"), "Two"),
        ("It cost $5 million.", ("$5 million", "PRODUCT"), "$5 million"),
    ],
)
def test_a_mention_over_a_true_figure_changes_nothing(text: str, mention: tuple[str, str], expected: str) -> None:
    assert [figure.text for figure in _figures(text, mention)] == [expected]


def test_about_holds_the_entities_of_the_clause() -> None:
    text = "The strike killed 12 people in Omdurman; Cairo sent two planes."
    killed, planes = _figures(text, ("Omdurman", "GPE"), ("Cairo", "GPE"))
    assert killed.about == ("id-Omdurman",)
    assert planes.about == ("id-Cairo",)


def test_ids_differ_by_article_field_and_place() -> None:
    text = "Two and two."
    ids = {
        figure.id
        for seed in ("a", "b")
        for field in ("title", "text")
        for figure in extract_figures(text, field=field, id_seed=seed)  # type: ignore[arg-type]
    }
    assert len(ids) == 8


def test_mentions_twice_with_and_without_an_entity_do_no_harm() -> None:
    spans = [LabelledSpan(0, 5, "ORG", None), LabelledSpan(0, 5, "ORG", "a1"), LabelledSpan(0, 5, "ORG", None)]
    assert [figure.value for figure in extract_figures("Acme3 sold 12 cars.", entities=spans)] == [12]
