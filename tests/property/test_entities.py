"""What holds for any text and any spans."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from streams.enrich.entities import build_entities, entity_spans
from streams.enrich.spans import LabelledSpan

_LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "LAW", "DATE", "")
_PIECES = st.sampled_from(
    (
        "Ann", "Park", "Jr.", "U.S.", "Kyiv", "KYIV", "French", "President", "the",
        "\u2019s", "'s ",
        ", ", " (", ") ", "— ", "Ministry", "of", " and ", "NATO", "Bank", "\n", ".", " ", "al-",
        "İstanbul", "ß", "\u200d", "é", "\ud800", "42", "who heads ", "&amp;", "https://x", "-old",
    )
)  # fmt: skip
_TEXTS = st.one_of(
    st.lists(_PIECES, max_size=40).map(" ".join),
    st.lists(_PIECES, max_size=40).map("".join),
    st.text(max_size=200),
)
_SPANS = st.lists(
    st.builds(LabelledSpan, st.integers(-3, 210), st.integers(-3, 210), st.sampled_from(_LABELS)),
    max_size=25,
)


@settings(max_examples=300, deadline=None)
@given(title=st.one_of(st.none(), _TEXTS), text=_TEXTS, in_title=_SPANS, in_text=_SPANS)
def test_any_input_gives_sound_entities(
    title: str | None, text: str, in_title: list[LabelledSpan], in_text: list[LabelledSpan]
) -> None:
    def build() -> list:
        return build_entities(title=title, text=text, title_mentions=in_title, text_mentions=in_text)

    entities = build()
    assert entities == build()
    fields = {"title": title or "", "text": text}
    seen = set()
    for entity in entities:
        assert 0 <= entity.salience <= 1
        assert entity.name in {mention.text for mention in entity.mentions}
        for mention in entity.mentions:
            assert mention.text
            assert fields[mention.field][mention.start : mention.end] == mention.text
            assert (mention.field, mention.start, mention.end) not in seen
            seen.add((mention.field, mention.start, mention.end))
        for role in entity.roles:
            assert role.text
            assert fields[role.field][role.start : role.end] == role.text
    identifiers = [entity.id for entity in entities]
    assert len(set(identifiers)) == len(identifiers)
    order = [(m.field == "text", m.start) for m in (e.mentions[0] for e in entities)]
    assert order == sorted(order)
    for field in ("title", "text"):
        spans = entity_spans(entities, field)
        assert all(one.end <= other.start for one, other in pairwise(spans))
