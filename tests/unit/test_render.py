"""Hostile articles do no harm on a terminal."""

from io import StringIO

from rich.console import Console

from streams.cli import render

HOSTILE = "\x1b[2J\x1b]0;owned\x07 Amina \u202edlonod\u202c [bold]5 people[/bold] \x9b31m\r\x00 end"


def event(text: str) -> dict:
    start = text.index("Amina")
    mention = {"field": "text", "start": start, "end": start + 5, "text": "Amina"}
    return {
        "article": {"id": text, "title": None, "text": text, "source": text},
        "entities": [
            {
                "type": "PERSON",
                "name": text,
                "aliases": [text],
                "salience": 1.0,
                "roles": [],
                "mentions": [mention],
            }
        ],
        "figures": [
            {
                "field": "text",
                "start": start,
                "end": start + 5,
                "text": text,
                "kind": "cardinal",
                "value": 5,
                "of": text,
                "date": {"relative": text},
            }
        ],
    }


def test_no_control_character_reaches_the_terminal():
    output = StringIO()
    Console(file=output, force_terminal=True, color_system=None, width=200).print(
        render.article(event(HOSTILE))
    )
    shown = output.getvalue()
    # Rich's own styling (bold, italic) is the only escape sequence left.
    assert "]0;owned\x07" not in shown
    assert "\x1b[2J" not in shown
    assert not set("\x07\x00\r\x9b\u202e\u202c") & set(shown)
    assert "[bold]5 people[/bold]" in shown


def test_printable_keeps_offsets():
    assert len(render.printable(HOSTILE)) == len(HOSTILE)
    assert render.printable("Zürich\n\t– 東京") == "Zürich\n\t– 東京"


def test_mentions_are_coloured_in_place():
    text = render.highlighted(event("Hello Amina!"), "text")
    assert {text.plain[span.start : span.end] for span in text.spans} == {"Amina"}
