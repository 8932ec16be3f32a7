"""Corrections of a recogniser's mentions."""

import re

import pytest

from streams.enrich.mentions import correct_document, correct_mentions, initials_match
from streams.enrich.spans import LabelledSpan

_MARK = re.compile(r"\[([A-Z_]+) ([^\]]+)\]")


def corrected(source: str) -> str:
    """The text with its mentions marked as they are after correction."""
    text, spans, position = "", [], 0
    for mark in _MARK.finditer(source):
        text += source[position : mark.start()]
        spans.append(LabelledSpan(len(text), len(text) + len(mark[2]), mark[1]))
        text += mark[2]
        position = mark.end()
    text += source[position:]
    result, position = "", 0
    for start, end, label, _ in correct_mentions(text, spans):
        result += f"{text[position:start]}[{label} {text[start:end]}]"
        position = end
    return result + text[position:]


CASES = [
    # titles, articles, possessives, quotes
    ("[PERSON President Amina Otieno] left.", "President [PERSON Amina Otieno] left."),
    ("[PERSON Mr. Smith] left.", "Mr. [PERSON Smith] left."),
    ("[PERSON Prime Minister Jo Park] left.", "Prime Minister [PERSON Jo Park] left."),
    ("The [PERSON President] left.", "The President left."),
    ("[ORG the United Nations] met.", "the [ORG United Nations] met."),
    ("[GPE The Hague] met.", "[GPE The Hague] met."),
    ("[PERSON Park's] house", "[PERSON Park]'s house"),
    ("[PERSON Park\u2019s] house", "[PERSON Park]\u2019s house"),
    ("[ORG McDonald's] sold it.", "[ORG McDonald's] sold it."),
    ("[ORG McDonald]'s sold it.", "[ORG McDonald's] sold it."),
    ("“[WORK_OF_ART “Night Train”] won", "““[WORK_OF_ART Night Train]” won"),
    ("[ORG Acme Inc.] fell", "[ORG Acme Inc.] fell"),
    ("We saw [PERSON Park.]", "We saw [PERSON Park]."),
    ("[GPE TAMPA], [GPE Fla.]", "[GPE TAMPA], [GPE Fla.]"),
    ("[PERSON Robert Kenny] Jr. left", "[PERSON Robert Kenny Jr.] left"),
    # persons have no article, unless a noun behind the name explains it
    ("of the [PERSON Nova Rimba Andolan] said", "of the [ORG Nova Rimba Andolan] said"),
    ("the [PERSON Amina Otieno] administration", "the [PERSON Amina Otieno] administration"),
    ("the [PERSON Amina Otieno]-led team", "the [PERSON Amina Otieno]-led team"),
    ("[PERSON Jo Park], [PERSON R-Ky.], spoke", "[PERSON Jo Park], R-Ky., spoke"),
    ("It beat [ORG Sri Lanka] and [ORG Kenya Airways]", "It beat [GPE Sri Lanka] and [ORG Kenya Airways]"),
    ("[GPE Vattenfall] and [PERSON Actes Sud] said", "[ORG Vattenfall] and [ORG Actes Sud] said"),
    ("[PERSON Porsche] of [GPE Santos] said", "[PERSON Porsche] of [GPE Santos] said"),
    ("the [EVENT Fifth Amendment] says", "the [LAW Fifth Amendment] says"),
    (
        "[PERSON Omar al-Sadiq] left. [GPE Al-Sadiq] came.",
        "[PERSON Omar al-Sadiq] left. [PERSON Al-Sadiq] came.",
    ),
    # splitting
    ("[ORG Germany's Foreign Ministry] said", "[GPE Germany]'s [ORG Foreign Ministry] said"),
    ("[ORG America's Health Plans] said", "[ORG America's Health Plans] said"),
    ("in [GPE Odesa, Ukraine]", "in [GPE Odesa], [GPE Ukraine]"),
    # noise
    ("[ORG https://a.example/b] is down", "https://a.example/b is down"),
    ("[ORG 42] died on [EVENT Monday]", "42 died on Monday"),
    ("[ORG &nbsp;] fell", "&nbsp; fell"),
    ("[PRODUCT Rs 4,200] crore at [PRODUCT 480 MHz]", "Rs 4,200 crore at 480 MHz"),
    (
        "It cost nine [NORP Swiss] francs in [PERSON Amazonas]",
        "It cost nine Swiss francs in [GPE Amazonas]",
    ),
    ("[PERSON Rabat] has promised it.", "[GPE Rabat] has promised it."),
    ("[PERSON Rabat] met [PERSON Ali Rabat].", "[PERSON Rabat] met [PERSON Ali Rabat]."),
    # demonyms and countries
    ("[PERSON Ugandan] police", "[NORP Ugandan] police"),
    ("Ugandan police", "[NORP Ugandan] police"),
    ("It is in Uganda now.", "It is in [GPE Uganda] now."),
    ("The Bank of Uganda met.", "The Bank of Uganda met."),
    ("The president of Uganda met.", "The president of [GPE Uganda] met."),
    ("the [PERSON Philippines] won", "the [GPE Philippines] won"),
    ("the [PERSON Jordan] won", "the [PERSON Jordan] won"),
    ("give us a chad in turkey", "give us a chad in turkey"),
    # repeats
    (
        "[PERSON Jo Makori] left. Then Makori came.",
        "[PERSON Jo Makori] left. Then [PERSON Makori] came.",
    ),
    ("[PERSON Jo Makori] left. Ann Makori came.", "[PERSON Jo Makori] left. Ann Makori came."),
    (
        "[PERSON Jo Makori] left. Makori Street was shut.",
        "[PERSON Jo Makori] left. Makori Street was shut.",
    ),
    ("[PERSON Theresa May] left. May was cold.", "[PERSON Theresa May] left. May was cold."),
    (
        "[ORG World Fish Bank] (WFB) met. WFB rose.",
        "[ORG World Fish Bank] ([ORG WFB]) met. [ORG WFB] rose.",
    ),
    ("[PERSON Jo Makori] met [ORG Makori].", "[PERSON Jo Makori] met [PERSON Makori]."),
    # datelines
    ("KYIV, Ukraine (AP) — It rained.", "[GPE KYIV], [GPE Ukraine] ([ORG AP]) — It rained."),
    ("[PERSON NAIROBI] (Reuters) - It rained.", "[GPE NAIROBI] ([ORG Reuters]) - It rained."),
    (
        "LONDON, March 3 (Reuters) - It rained.",
        "[GPE LONDON], March 3 ([ORG Reuters]) - It rained.",
    ),
    ("BREAKING NEWS — It rained.", "BREAKING NEWS — It rained."),
]


@pytest.mark.parametrize(("source", "result"), CASES)
def test_correction(source: str, result: str) -> None:
    assert corrected(source) == result


def test_overlapping_and_odd_spans_are_cleaned() -> None:
    text = "Ann Park left."
    spans = [
        LabelledSpan(0, 3, "PERSON"),
        LabelledSpan(0, 8, "PER"),
        LabelledSpan(-5, 2, "ORG"),
        LabelledSpan(4, 99, "DATE"),
        LabelledSpan(9, 9, "ORG"),
        LabelledSpan(12, 4, "ORG"),
    ]
    assert correct_mentions(text, spans) == [LabelledSpan(0, 8, "PERSON")]


def test_an_edited_text_writes_names_with_capitals() -> None:
    edited = "The Kappa Bank said on Monday that Ann Park had left Lagos. " * 5 + "The peso rose."
    careless = "i live in lagos. " * 15 + "the peso rose"
    for text, kept in ((edited, 0), (careless, 1)):
        at = text.index("peso")
        found = [
            s for s in correct_mentions(text, [LabelledSpan(at, at + 4, "ORG")]) if s.start == at
        ]
        assert len(found) == kept


def test_the_title_repeats_the_text() -> None:
    title, text = "Makori leaves", "Jo Makori left."
    found, _ = correct_document(title, text, (), [LabelledSpan(0, 9, "PERSON")])
    assert found == [LabelledSpan(0, 6, "PERSON")]


@pytest.mark.parametrize(
    ("name", "acronym", "matches"),
    [
        ("International Monetary Fund", "IMF", True),
        ("Federal Bureau of Investigation", "FBI", True),
        ("Department of Justice", "DoJ", True),
        ("Economic Community of West African States", "ECOWAS", True),
        ("World Health Organization", "WTO", False),
        ("Acme", "A", False),
    ],
)
def test_initials(name: str, acronym: str, *, matches: bool) -> None:
    assert initials_match(name, acronym) is matches


def names(text: str, *spans: tuple[str, str]) -> set[tuple[str, str]]:
    """Corrected mentions of a text whose recognised ones are given by name and label."""
    recognised = [
        LabelledSpan(text.index(name), text.index(name) + len(name), label) for name, label in spans
    ]
    return {(text[s.start : s.end], s.label) for s in correct_mentions(text, recognised)}


def test_first_word_of_a_company_stands_for_it():
    text = "Norrvik Health Group said on Tuesday that Norrvik will repay its debt."
    start = text.rindex("Norrvik")
    spans = [LabelledSpan(0, 20, "ORG"), LabelledSpan(start, start + 7, "PERSON")]
    assert [span.label for span in correct_mentions(text, spans)] == ["ORG", "ORG"]


def test_country_in_a_company_name_stays_a_country():
    text = "Kenya Airways will fly from Kenya to Ghana again."
    start = text.rindex("Kenya")
    spans = [LabelledSpan(0, 13, "ORG"), LabelledSpan(start, start + 5, "GPE")]
    assert [span.label for span in correct_mentions(text, spans)][:2] == ["ORG", "GPE"]


def test_surname_in_a_company_name_stays_a_person():
    text = "Ann Tillman sold Tillman Mining in May. Tillman is 71."
    spans = [
        LabelledSpan(0, 11, "PERSON"),
        LabelledSpan(17, 31, "ORG"),
        LabelledSpan(40, 47, "PERSON"),
    ]
    assert [span.label for span in correct_mentions(text, spans)] == ["PERSON", "ORG", "PERSON"]


def test_endings_tell_companies_and_laws():
    assert ("Guang-Ming Optical", "ORG") in names(
        "Lens maker Guang-Ming Optical soared.", ("Guang-Ming Optical", "PERSON")
    )
    assert ("Clean Water Act", "LAW") in names(
        "It breaks the Clean Water Act.", ("Clean Water Act", "EVENT")
    )


def test_diseases_and_commodities_are_no_names():
    assert names("Cholera spread in May. Gold rose.", ("Cholera", "NORP"), ("Gold", "ORG")) == set()


def test_country_codes_after_persons():
    text = "1. Mary Chemutai (KEN) 29:06.42; 2. Ann Lee (Reuters) 30:01"
    assert names(text, ("Mary Chemutai", "PERSON"), ("KEN", "ORG"), ("Ann Lee", "PERSON")) == {
        ("Mary Chemutai", "PERSON"),
        ("KEN", "GPE"),
        ("Ann Lee", "PERSON"),
    }


def test_ships_and_aircraft_by_their_form():
    text = "The MV Shapla-3 sank near Dhaka; a Boeing 737-800 was sent after HMS Victory II."
    found = names(text, ("Shapla-3", "GPE"), ("Dhaka", "GPE"), ("Boeing", "ORG"))
    assert {("MV Shapla-3", "PRODUCT"), ("Boeing 737-800", "PRODUCT"), ("Dhaka", "GPE")} <= found
