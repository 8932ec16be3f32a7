"""How much an article is about an entity."""

from streams.enrich.salience import lead_end, salience


def value(**changes: object) -> float:
    known: dict[str, object] = {
        "in_title": True,
        "has_title": True,
        "first_in_text": 0,
        "text_length": 1000,
        "lead": 100,
        "mentions": 5,
        "most_mentions": 5,
    }
    return salience(**{**known, **changes})  # type: ignore[arg-type]


def test_the_subject_of_title_lead_and_text_has_all() -> None:
    assert value() == 1.0


def test_each_part_counts() -> None:
    assert value(in_title=False) < value()
    assert value(first_in_text=500) < value()
    assert value(mentions=1) < value()
    assert value(first_in_text=900) < value(first_in_text=500)


def test_a_missing_title_is_no_loss() -> None:
    assert value(has_title=False, in_title=False) == 1.0


def test_only_in_the_title() -> None:
    assert 0.35 <= value(first_in_text=None, mentions=1) < 0.6


def test_the_lead_is_the_first_paragraph() -> None:
    assert lead_end("One.\nTwo.") == 4
    assert lead_end("x" * 1000) == 400
    assert lead_end("") == 0
