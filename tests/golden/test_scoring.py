"""The scorer gives full marks only to what is right."""

from typing import Any

import pytest
from build_gold import read_number
from scoring import Score, score

Json = dict[str, Any]

TITLE = "Berg meets Haas"
TEXT = (
    "Foreign Minister Jonas Berg of Norway met Eva Haas, 42, a spokeswoman for Norfund. Berg said "
    "at least 12 people were killed and up to $5 million a week was lost."
)


def span(text: str, occurrence: int = 0, field: str = "text") -> Json:
    content = TEXT if field == "text" else TITLE
    start = -1
    for _ in range(occurrence + 1):
        start = content.index(text, start + 1)
    return {"field": field, "start": start, "end": start + len(text), "text": text}


def entity(type_: str, name: str, *mentions: Json, roles: tuple[Json, ...] = ()) -> Json:
    return {"type": type_, "name": name, "mentions": list(mentions), "roles": list(roles)}


def figure(text: str, kind: str, value: float | None, **others: Any) -> Json:
    empty = dict.fromkeys(("value_max", "unit", "qualifier", "of", "event", "per", "role"))
    return span(text) | empty | {"kind": kind, "value": value, "vague": False} | others


def article(entities: list[Json] | None = None, figures: list[Json] | None = None) -> Json:
    return {
        "name": "made by hand",
        "title": TITLE,
        "text": TEXT,
        "entities": berg_and_others() if entities is None else entities,
        "figures": three_figures() if figures is None else figures,
    }


def berg_and_others() -> list[Json]:
    role = span("Foreign Minister") | {"of": "Norway"}
    other = span("spokeswoman for Norfund") | {"of": "Norfund"}
    berg = (span("Berg", field="title"), span("Jonas Berg"), span("Berg", 1))
    haas = (span("Haas", field="title"), span("Eva Haas"))
    return [
        entity("PERSON", "Jonas Berg", *berg, roles=(role,)),
        entity("PERSON", "Eva Haas", *haas, roles=(other,)),
        entity("GPE", "Norway", span("Norway")),
        entity("ORG", "Norfund", span("Norfund")),
    ]


def three_figures() -> list[Json]:
    return [
        figure("42", "duration", 42, unit="year", role="age"),
        figure("12", "cardinal", 12, qualifier="at_least", of="people", event="killed"),
        figure("$5 million", "money", 5_000_000, unit="USD", qualifier="up_to", per="week"),
    ]


def compare(entities: list[Json] | None = None, figures: list[Json] | None = None) -> Score:
    return score([(article(), article(entities, figures))])


def test_the_annotations_themselves_have_full_marks() -> None:
    result = compare()

    assert set(result.measures().values()) == {1.0}
    assert result.mistakes == []


def test_nothing_found_is_nothing_earned() -> None:
    result = compare([], [])

    assert set(result.measures().values()) == {0.0}
    assert {m.kind for m in result.mistakes} == {"miss"}


def test_a_wrong_type_counts_but_for_kinds_of_places() -> None:
    entities = berg_and_others()
    entities[2]["type"] = "LOC"
    entities[3]["type"] = "PRODUCT"

    measures = compare(entities).measures()

    assert measures["entity_f1"] == pytest.approx(6 / 7)
    assert measures["entity_strict_f1"] == pytest.approx(5 / 7)


def test_a_mention_one_character_off_is_wrong_and_named_in_the_report() -> None:
    entities = berg_and_others()
    entities[3]["mentions"] = [span("Norfund.")]

    result = compare(entities)

    assert result.entity.hits == 6
    assert result.mistakes[0].kind == "span"
    assert "<Norfund>" in result.report()


def test_a_false_alarm_lowers_precision_alone() -> None:
    result = compare([*berg_and_others(), entity("ORG", "Foreign", span("Foreign"))])

    assert result.entity.recall == 1
    assert result.entity.precision == pytest.approx(7 / 8)
    assert result.mistakes[0].kind == "false alarm"


def test_a_role_of_the_wrong_person_is_wrong() -> None:
    entities = berg_and_others()
    entities[0]["roles"], entities[1]["roles"] = entities[1]["roles"], entities[0]["roles"]

    result = compare(entities)

    assert result.role.hits == 0
    assert {m.kind for m in result.mistakes} == {"person", "false alarm"}


def test_a_role_need_only_overlap() -> None:
    entities = berg_and_others()
    entities[0]["roles"] = [span("Minister") | {"of": None}]

    result = compare(entities)

    assert result.role.f1 == 1
    assert result.role_owner.precision == pytest.approx(0.5)


def test_a_second_role_in_the_same_place_is_a_false_alarm() -> None:
    entities = berg_and_others()
    entities[0]["roles"] += [span("Minister") | {"of": None}]

    assert compare(entities).role.precision == pytest.approx(2 / 3)


def test_an_optional_role_is_neither_asked_nor_punished() -> None:
    gold = article()
    gold["entities"][0]["roles"][0]["optional"] = True
    without = article()
    without["entities"][0]["roles"] = []

    assert score([(gold, article())]).role.f1 == 1
    assert score([(gold, without)]).role.f1 == 1


def test_two_people_in_one_group_lower_grouping() -> None:
    entities = berg_and_others()
    both = entities[0]["mentions"] + entities[1]["mentions"]
    joined = entity("PERSON", "Jonas Berg", *both)

    result = compare([joined, *entities[2:]])

    assert result.measures()["grouping_f1"] < 0.9
    assert result.entity.f1 == 1
    assert {m.kind for m in result.mistakes if m.measure == "group"} == {"joined"}


def test_one_person_in_two_groups_lowers_grouping() -> None:
    entities = berg_and_others()
    surname = entities[0]["mentions"].pop()

    result = compare([*entities, entity("PERSON", "Berg", surname)])

    assert result.measures()["grouping_f1"] < 0.95
    assert {m.kind for m in result.mistakes} == {"split"}


def test_grouping_is_not_lowered_by_mentions_that_were_not_found() -> None:
    entities = berg_and_others()
    entities[0]["mentions"].pop()

    assert compare(entities).measures()["grouping_f1"] == 1


def figures_with(index: int, **changes: Any) -> list[Json]:
    figures = three_figures()
    figures[index] = figures[index] | changes
    return figures


@pytest.mark.parametrize(
    "changes", [{"value": 13}, {"value": None}, {"value_max": 20}, {"kind": "date", "unit": None}]
)
def test_a_wrong_value_or_kind_is_found_but_not_full(changes: Json) -> None:
    measures = compare(figures=figures_with(1, **changes)).measures()

    assert measures["figure_detected_f1"] == 1
    assert measures["figure_full_f1"] == pytest.approx(2 / 3)
    assert measures["figure_record_f1"] == pytest.approx(2 / 3)


def test_another_currency_is_not_full() -> None:
    result = compare(figures=figures_with(2, unit="EUR"))

    assert result.measures()["figure_full_f1"] == pytest.approx(2 / 3)
    assert [m.kind for m in result.mistakes] == ["unit"]


@pytest.mark.parametrize(
    ("index", "changes"),
    [
        (1, {"qualifier": None}),
        (1, {"qualifier": "more_than"}),
        (1, {"of": "soldiers"}),
        (1, {"of": None}),
        (1, {"event": "injured"}),
        (1, {"event": None}),
        (2, {"per": None}),
        (2, {"per": "day"}),
        (2, {"event": "killed"}),
    ],
)
def test_what_is_said_around_a_figure_counts_for_the_record_alone(
    index: int, changes: Json
) -> None:
    measures = compare(figures=figures_with(index, **changes)).measures()

    assert measures["figure_full_f1"] == 1
    assert measures["figure_record_f1"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("index", "changes"),
    [
        (1, {"of": "person"}),
        (1, {"of": "local people"}),
        (0, {"value": 504, "unit": "months"}),
        (2, {"qualifier": "at_most"}),
        (2, {"of": "money"}),
    ],
)
def test_another_way_to_say_the_same_is_right(index: int, changes: Json) -> None:
    assert compare(figures=figures_with(index, **changes)).measures()["figure_record_f1"] == 1


def test_an_invented_figure_is_a_false_alarm() -> None:
    result = compare(figures=[*three_figures(), figure("met", "cardinal", 1)])

    assert result.figure_detected.precision == pytest.approx(3 / 4)
    assert result.figure_detected.recall == 1


def test_two_predictions_for_one_figure_are_not_both_right() -> None:
    pieces = [figure("5", "cardinal", 5), figure("million", "cardinal", 1_000_000)]
    figures = three_figures()[:2] + pieces

    result = compare(figures=figures)

    assert result.figure_detected.predicted == 4
    assert result.figure_full.hits == 2


def test_an_optional_figure_is_neither_asked_nor_punished() -> None:
    gold = article()
    gold["figures"][1]["optional"] = True
    without = article(figures=[three_figures()[0], three_figures()[2]])

    assert score([(gold, article())]).figure_record.f1 == 1
    assert score([(gold, without)]).figure_record.f1 == 1


def test_a_vague_plural_is_any_number_of_its_magnitude() -> None:
    gold, close, far = (article(figures=[figure("12", "cardinal", n)]) for n in (12, 24, 120))
    gold["figures"][0]["vague"] = True

    assert score([(gold, close)]).figure_full.f1 == 1
    assert score([(gold, far)]).figure_full.f1 == 0


def test_a_share_may_be_given_in_percent() -> None:
    gold = article(figures=[figure("12", "cardinal", 0.25)])
    percent = article(figures=[figure("12", "percent", 25, unit="%")])
    count = article(figures=[figure("12", "cardinal", 4)])

    assert score([(gold, percent)]).figure_full.f1 == 1
    assert score([(gold, count)]).figure_full.f1 == 0


def test_articles_add_up() -> None:
    result = score([(article(), article()), (article(), article([], []))])

    assert result.entity.recall == pytest.approx(0.5)
    assert result.entity.precision == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,743", 1743),
        ("€3.8 billion", 3.8e9),
        ("NT$18.3bn", 18.3e9),
        ("Forty-one", 41),
        ("a thousand", 1000),
        ("two-thirds", 2 / 3),
        ("half", 0.5),
        ("dozens", 12),
        ("fourth", 4),
        ("six-month-old", 6),
        ("-1.4 pct", -1.4),
        ("soon", None),
    ],
)
def test_values_of_plain_numbers_are_read_for_the_annotator(text: str, value: float | None) -> None:
    assert read_number(text) == (value if value is None else pytest.approx(value))
