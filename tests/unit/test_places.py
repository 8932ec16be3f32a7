"""Countries, regions and cities; what a place name is and where."""

import pytest

from streams.enrich.entities import build_entities
from streams.enrich.places import fold, gazetteer, locate, place_kind
from streams.enrich.spans import LabelledSpan


@pytest.mark.parametrize(
    ("name", "country", "precision"),
    [
        ("Kyiv", "UA", "city"),
        ("Kiev", "UA", "city"),
        ("Crimea", "UA", "region"),
        ("Crimean Peninsula", "UA", "region"),
        ("Donetsk", "UA", "city"),
        ("Luhansk", "UA", "city"),
        ("Zaporizhzhia", "UA", "city"),
        ("Kherson", "UA", "city"),
        ("Madagascar", "MG", "country"),
        ("Paris", "FR", "city"),
        ("London", "GB", "city"),
        ("Tripoli", "LY", "city"),
        ("U.S.", "US", "country"),
        ("UK", "GB", "country"),
        ("Côte d\u2019Ivoire", "CI", "country"),
        ("DRC", "CD", "country"),
        ("Burma", "MM", "country"),
        ("Bogotá", "CO", "city"),
        ("Bogota", "CO", "city"),
        ("São Paulo", "BR", "city"),
        ("New York", "US", "city"),
        ("Mumbai", "IN", "city"),
        ("Bombay", "IN", "city"),
        ("Davao City", "PH", "city"),
        ("Hualien", "TW", "city"),
        ("Uttar Pradesh", "IN", "region"),
        ("Texas", "US", "region"),
        ("Tigray", "ET", "region"),
        ("Gaza Strip", "PS", "region"),
        ("Black Sea", None, "region"),
        ("eastern Ukraine", "UA", "none"),
    ],
)
def test_a_known_place_is_located(name: str, country: str | None, precision: str) -> None:
    place = locate(fold(name), None, {})
    assert place is not None
    assert (place.country, place.precision) == (country, precision)


@pytest.mark.parametrize(
    ("name", "label", "kind"),
    [
        ("Ukraine", "LOC", "GPE"),
        ("Lagos", "LOC", "GPE"),
        ("Black Sea", "GPE", "LOC"),
        ("Lake Victoria", "GPE", "LOC"),
        ("Mount Kenya", "GPE", "LOC"),
        ("Pra River", "GPE", "LOC"),
        ("Europe", "GPE", "LOC"),
        ("Kotoka International Airport", "LOC", "FAC"),
        ("Bakerstown Bridge", "GPE", "FAC"),
        ("Kano State", "LOC", "GPE"),
        ("Littleham", "LOC", "GPE"),
        ("Kremlin", "FAC", "FAC"),
    ],
)
def test_the_kind_of_a_place(name: str, label: str, kind: str) -> None:
    assert place_kind(fold(name), label) == kind


def test_an_ambiguous_name_lists_its_readings() -> None:
    place = locate(fold("Springfield"), None, {})
    assert place is not None
    assert place.precision == "none"
    assert place.latitude is None
    assert place.country == "US"
    assert len(place.candidates) > 1


def test_what_stands_behind_the_comma_decides() -> None:
    text = "It rained in Birmingham, Alabama, and in Paris, Texas."
    spans = [
        LabelledSpan(text.index(name), text.index(name) + len(name), "GPE")
        for name in ("Birmingham", "Alabama", "Paris", "Texas")
    ]
    entities = build_entities(title=None, text=text, title_mentions=(), text_mentions=spans)
    places = {entity.name: entity.place for entity in entities}
    for name in ("Birmingham", "Paris"):
        place = places[name]
        assert place is not None
        assert (place.country, place.precision) == ("US", "city")


def test_the_article_s_countries_decide() -> None:
    plain, near = locate("tripoli", None, {}), locate("tripoli", None, {"LB": 3})
    assert plain is not None
    assert near is not None
    assert (plain.country, near.country) == ("LY", "LB")


def test_an_unknown_place_takes_the_country_behind_it() -> None:
    place = locate("littleham", "ghana", {})
    assert place is not None
    assert (place.country, place.precision) == ("GH", "none")


def test_an_unknown_place_is_nowhere() -> None:
    assert locate("xyzzy", None, {}) is None


@pytest.mark.parametrize(
    ("form", "country"),
    [
        ("French", "FR"),
        ("Ukrainians", "UA"),
        ("Swiss", "CH"),
        ("Dutch", "NL"),
        ("Filipino", "PH"),
        ("Scottish", "GB"),
        ("Kurds", None),
        ("Muslims", None),
    ],
)
def test_demonyms_know_their_country(form: str, country: str | None) -> None:
    assert gazetteer().demonyms[form].country == country


@pytest.mark.parametrize("name", ["Philippines", "Balkans", "Laos", "Maldives"])
def test_places_are_no_demonyms(name: str) -> None:
    assert name not in gazetteer().demonyms


def test_coordinates_are_on_earth() -> None:
    tables = gazetteer()
    for row in [*tables.countries.values(), *(r for rs in tables.regions.values() for r in rs)]:
        assert -90 <= row.latitude <= 90
        assert -180 <= row.longitude <= 180
        assert row.country is None or len(row.country) == 2
