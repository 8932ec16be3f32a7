"""From mentions to records: order, spans, and input that is no article at all."""

from streams.enrich.entities import build_entities, entity_spans
from streams.enrich.spans import LabelledSpan


def test_no_mentions_no_entities() -> None:
    assert build_entities(title=None, text="", title_mentions=(), text_mentions=()) == []


def test_entities_come_in_the_order_of_the_text_with_the_title_first() -> None:
    title, text = "Acme falls", "Jo Park left Acme in Lagos."
    entities = build_entities(
        title=title,
        text=text,
        title_mentions=[LabelledSpan(0, 4, "ORG")],
        text_mentions=[
            LabelledSpan(21, 26, "GPE"),
            LabelledSpan(0, 7, "PERSON"),
            LabelledSpan(13, 17, "ORG"),
        ],
    )
    assert [entity.name for entity in entities] == ["Acme", "Jo Park", "Lagos"]
    spans = entity_spans(entities, "text")
    assert [(text[s.start : s.end], s.label) for s in spans] == [
        ("Jo Park", "PERSON"),
        ("Acme", "ORG"),
        ("Lagos", "GPE"),
    ]
    assert spans[1].entity_id == entities[0].id
    assert len(entity_spans(entities, "title")) == 1


def test_a_demonym_carries_its_country() -> None:
    (entity,) = build_entities(
        title=None, text="A Kenyan won.", title_mentions=(), text_mentions=()
    )
    assert (entity.type, entity.country) == ("NORP", "KE")


def test_correction_can_be_left_out() -> None:
    assert not build_entities(
        title=None, text="A Kenyan won.", title_mentions=(), text_mentions=(), correct=False
    )


def test_lone_surrogates_do_not_break_it() -> None:
    text = "\ud800 Park \udfff"
    (entity,) = build_entities(
        title=text, text=text, title_mentions=(), text_mentions=[LabelledSpan(0, 8, "PERSON")]
    )
    assert entity.mentions[0].text == text[entity.mentions[0].start : entity.mentions[0].end]
