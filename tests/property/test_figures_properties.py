"""Properties that hold for any text: no exception, right offsets, linear time.

``NEWSSTREAM_FUZZ_EXAMPLES`` sets how many examples each property tries; a long run takes 200000.
"""

import gc
import itertools
import os
import time
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.enrich.figures import extract_figures
from streams.enrich.sentences import sentence_spans
from streams.enrich.spans import LabelledSpan

EXAMPLES = int(os.environ.get("NEWSSTREAM_FUZZ_EXAMPLES", "150"))
PIECES = (
    "1 2 12 42 90 1984 2024 1,000 5.5 1.2.3 1,1,1 ½ ² ٣ １２ one two twenty hundred thousand million "
    "dozen dozens hundreds half quarter third thirds second first a an the of and to or between from "
    "in out every point minus - – — − / . , : ; ' ’ \" ( ) $ £ € ¥ % per cent cents percent points US "
    "R Rs N crore k m bn km kg °C C feet inches pounds dollars euros year years old aged ago later day "
    "week May March April Monday last next this early late noon am p.m a.m GMT Q FY nd th s killed "
    "injured dead died missing people soldiers including among them whom were left wounding toll rose "
    "fell by at least more than up over about some number No Boeing Article Jones x 10 ^ e6 ⁶ ± +44 "
    "x by in st yo oh one's eighties weekend o'clock am pm may oct 5/12 1080p H1N1 C$ US$ (CP) Toronto half-past "
    "litre inch ft mm m/s2 squared plus per million live births others lost deaths toll includes with injuries "
    "www.a.b/1 @x #1 couple few tens fold century decade + × ~ < ≥ \ud800 \x00 İ ß \n \u00a0 \u2009"
).split(" ")
NEWSY = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", " ", "-", "\u202f"])), max_size=40).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)
# Every script's digits and letters for numbers, spaces, currencies and dashes.
SIGNS = st.text(alphabet=st.characters(categories=["Nd", "Nl", "No", "Zs", "Sc", "Pd"]), max_size=120)
TEXTS = st.one_of(NEWSY, SIGNS, st.text(max_size=200), st.text(alphabet="0123456789.,-:/ ½٣", max_size=80))
SPANS = st.lists(st.tuples(st.integers(0, 120), st.integers(0, 20)), max_size=4)
PUBLISHED = st.one_of(st.none(), st.datetimes())
CALM = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(text=TEXTS, spans=SPANS, published=PUBLISHED)
def test_any_text_gives_ordered_slices_of_itself(
    text: str, spans: list[tuple[int, int]], published: datetime | None
) -> None:
    entities = [LabelledSpan(start, start + length, "ORG", "e") for start, length in spans]
    figures = extract_figures(text, entities=entities, published_at=published, id_seed="a")
    floor = 0
    for figure in figures:
        assert floor <= figure.start < figure.end <= len(text)
        assert figure.text == text[figure.start : figure.end]
        floor = figure.end
    assert len({figure.id for figure in figures}) == len(figures)
    again = extract_figures(text, entities=entities, published_at=published, id_seed="a")
    assert again == figures


@CALM
@given(text=TEXTS)
def test_sentences_cover_everything_but_white_space(text: str) -> None:
    spans = sentence_spans(text)
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))


REPEATED = (
    "1", "1,", "1.", "1 ", "1-", "1/", "12:", "one ", "hundred ", "and one ", "half a ", "thousand million ",
    "$", "$1", "-", "1 000 ", "dozens of ", "April ", "Monday ", "12 people, including ", "between 1 ",
    "12 of ", "٣", "½", "10^", "1e6 ", "A.", "a@", "+1 ", "1\u202f000\u202f", "one in ", "1,1,1,1 ", "point one ",
    "5 feet 3 ", "to 5 ", "12 killed and ", "aged 7, ", "Mr. ", "(1) ", "1x10",
    "1 x ", "1 by 2 by ", '5" ', "five pounds ", "five thirty ", "may 5 ", "R50 ", "$1 US$", "one goes ", "2 and ",
    "ten minutes to ", "12 of 12 of ", "killing a man and ", "deaths rose and ", "a mile of ", "the one ", "H1N1 ",
)  # fmt: skip


def _seconds(piece: str, length: int) -> float:
    text = (piece * (length // len(piece) + 1))[:length]
    # What hypothesis keeps alive is none of the extractor's cost: no collection while measuring.
    gc.disable()
    started = time.process_time()
    extract_figures(text)
    taken = time.process_time() - started
    gc.enable()
    return taken


def _ratio(piece: str) -> float:
    return _seconds(piece, 32_000) / max(_seconds(piece, 4_000), 0.01)


def _assert_linear(piece: str) -> None:
    # Eight times the text; twice that leaves room for a noisy machine, sixty-four would be quadratic.
    # Noise passes, a quadratic rule stays: one calm measurement of three is enough.
    assert any(_ratio(piece) < 20 for _ in range(3))


@pytest.mark.parametrize("piece", REPEATED)
def test_time_is_linear_in_the_length(piece: str) -> None:
    _assert_linear(piece)


@settings(max_examples=max(EXAMPLES // 50, 3), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=4), gap=st.sampled_from(["", " ", "-", ", "]))
def test_time_is_linear_for_any_repetition(pieces: list[str], gap: str) -> None:
    _assert_linear(gap.join(pieces) + gap)


def test_a_megabyte_of_digits_is_no_figure() -> None:
    started = time.process_time()
    assert extract_figures("7" * 1_000_000) == []
    assert time.process_time() - started < 1


def test_many_mentions_stay_linear() -> None:
    text = "In Accra 12 people met. " * 4000
    mentions = [LabelledSpan(at + 3, at + 8, "GPE", "g") for at in range(0, len(text), 24)]
    started = time.process_time()
    figures = extract_figures(text, entities=[*mentions, LabelledSpan(0, len(text), "ORG", "all")])
    assert len(figures) == 4000
    assert time.process_time() - started < 5
