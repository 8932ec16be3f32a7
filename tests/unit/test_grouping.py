"""One entity, many mentions."""

import re

import pytest

from streams.enrich.entities import build_entities
from streams.enrich.spans import LabelledSpan
from streams.records.entity import Entity

_MARK = re.compile(r"\[([A-Z_]+) ([^\]]+)\]")


def marked(source: str) -> tuple[str, list[LabelledSpan]]:
    text, spans, position = "", [], 0
    for mark in _MARK.finditer(source):
        text += source[position : mark.start()]
        spans.append(LabelledSpan(len(text), len(text) + len(mark[2]), mark[1]))
        text += mark[2]
        position = mark.end()
    return text + source[position:], spans


def entities_of(source: str, title: str = "") -> list[Entity]:
    text, spans = marked(source)
    headline, title_spans = marked(title)
    return build_entities(
        title=headline or None, text=text, title_mentions=title_spans, text_mentions=spans
    )


def groups_of(source: str, title: str = "") -> list[list[str]]:
    return [[mention.text for mention in entity.mentions] for entity in entities_of(source, title)]


ONE_ENTITY = [
    "[PERSON Omar Dagash], better known as [PERSON Himedti], left. [PERSON Himedti] and [PERSON Dagash] came.",
    "The singer [PERSON Dami Ogul], known by his stage name [PERSON Bura Boy], sang. [PERSON Bura Boy] left.",
    "[PERSON Emmanuel Roux] left. [PERSON Roux] came back.",
    "[PERSON Ursula von der Heide] left. [PERSON Von der Heide] came back.",
    "[PERSON Andrés Manuel Pérez Obregón] left. [PERSON Pérez Obregón] and [PERSON Pérez] came.",
    "[PERSON Xi Jinhai] left. [PERSON Xi] came back.",
    "[PERSON Nguyen Van Trong] left. [PERSON Trong] came back.",
    "[PERSON Lee Jae-hyun] left. [PERSON Lee Jae Hyun] came. [PERSON Lee] sat.",
    "[PERSON Bashar al-Assam] left. [PERSON Assam] came. [PERSON al-Assam] sat.",
    "[PERSON Jonas Gahr Børe] left. [PERSON Bore] came back.",
    "[PERSON Volodymyr Zelinskyy] left. [PERSON Zelinsky] and [PERSON Zelinskiy] came.",
    "[PERSON George W. Busk] left. [PERSON George Busk] came. [PERSON G.W. Busk] sat.",
    "[PERSON Robert Kenny Jr.] left. [PERSON Kenny] came back.",
    "[PERSON William Clint] left. [PERSON Bill Clint] came back.",
    "[PERSON EMMANUEL ROUX] left. [PERSON Emmanuel Roux] came. [PERSON ROUX] sat.",
    "[PERSON Imran Khattak] left. [PERSON Imran] came back.",
    "[ORG North Sea Treaty Organization] ([ORG NSTO]) met. [ORG NSTO] rose.",
    "[ORG World Fish Bank] met. [ORG WFB] rose.",
    "[ORG Bank of Lurania] ([ORG Banlur]) met. [ORG Banlur] rose.",
    "[ORG Acme Corp.] fell. [ORG Acme] rose.",
    "[ORG Goldbach Sachsen] fell. [ORG Goldbach] rose.",
    "[ORG The Daily Post] wrote. The [ORG Daily Post] rose.",
    "[ORG Ministry of Defence] spoke. The [ORG Defence Ministry] and the [ORG Defense Ministry].",
    "[ORG Russian Foreign Ministry] spoke. The [ORG Foreign Ministry] and the [ORG Ministry] rose.",
    "The [GPE United States] and the [GPE U.S.] and [GPE America] and [GPE US].",
    "[GPE Britain], the [GPE UK] and the [GPE United Kingdom].",
    "[GPE KYIV], [GPE Kyiv] and [GPE Kiev].",
    "[GPE Ivory Coast] is [GPE Côte d'Ivoire].",
    "[GPE Myanmar] or [GPE Burma].",
    "[GPE Surigao City] or [GPE Surigao].",
    "[NORP French] and [NORP Frenchman].",
    "[NORP Russian] and [NORP Russians].",
]


@pytest.mark.parametrize("source", ONE_ENTITY)
def test_forms_of_one_name_are_one_entity(source: str) -> None:
    assert len(groups_of(source)) == 1


SEVERAL = [
    ("[PERSON Anna Park] and [PERSON Tom Park] met.", 2),
    ("[PERSON Donald Tromp] and [PERSON Donald Tromp Jr.] met.", 2),
    ("[PERSON George W. Busk] and [PERSON George H. Busk] met.", 2),
    ("[ORG Sky News] and [ORG Sky Sports] met [ORG Sky].", 3),
    ("[ORG China Mobile] met.", 1),
    ("[GPE Mexico City] is in [GPE Mexico].", 2),
    ("[GPE Niger] and [GPE Nigeria].", 2),
    ("[GPE North Korea] and [GPE South Korea].", 2),
    ("[GPE Congo] and the [GPE Republic of the Congo].", 2),
    ("[GPE Ukraine]'s [ORG Foreign Ministry] and [GPE Russia]'s [ORG Foreign Ministry].", 4),
    ("[NORP English] and [NORP Scottish].", 2),
    ("[ORG Ruritania University] and [ORG Ruritania Airways].", 2),
]


@pytest.mark.parametrize(("source", "count"), SEVERAL)
def test_different_names_stay_apart(source: str, count: int) -> None:
    entities = entities_of(source)
    assert len(entities) == count
    assert len({entity.id for entity in entities}) == count


def test_a_bare_surname_goes_to_whom_it_named_before() -> None:
    source = (
        "[PERSON Ann Park] spoke. [PERSON Park] rose. [PERSON Tom Park] came. [PERSON Park] left."
    )
    assert groups_of(source)[0] == ["Ann Park", "Park", "Park"]


def test_else_a_bare_surname_goes_to_the_last_bearer() -> None:
    source = "[PERSON Ann Park] met [PERSON Tom Park]. [PERSON Park] left."
    assert groups_of(source)[1] == ["Tom Park", "Park"]


def test_a_word_of_address_decides_between_two_bearers() -> None:
    source = "Mrs. [PERSON Ann Park] met Mr. [PERSON Tom Park]. Ms. [PERSON Park] left."
    assert groups_of(source)[0] == ["Ann Park", "Park"]


def test_a_title_decides_between_two_bearers() -> None:
    source = "President [PERSON Ann Park] met [PERSON Tom Park]. President [PERSON Park] left."
    assert groups_of(source)[0] == ["Ann Park", "Park"]


def test_the_title_joins_the_text() -> None:
    (entity,) = entities_of("[PERSON Emmanuel Roux] left.", title="[PERSON Roux] goes")
    assert entity.name == "Emmanuel Roux"
    assert entity.aliases == ("Roux",)
    assert [mention.field for mention in entity.mentions] == ["title", "text"]


def test_the_name_is_the_fullest_form_in_proper_case() -> None:
    (entity,) = entities_of("[PERSON JO PARK] met. [PERSON Park] and [PERSON Jo Park] sat.")
    assert entity.name == "Jo Park"
    assert entity.aliases == ("JO PARK", "Park")


def test_ids_are_stable_over_articles() -> None:
    (one,) = entities_of("The [GPE U.S.] won.")
    (other,) = entities_of("[PERSON Jo Park] won in the [GPE United States].")[1:]
    assert one.id == other.id
    assert re.fullmatch("[0-9a-f]{16}", one.id)
