"""Hostile articles do no harm on a terminal."""

import ast
from io import StringIO
from pathlib import Path

import orjson
import pytest
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

import streams.cli
from streams.cli import consume, deadletters, doctor, render, replay
from streams.cli.options import console as talking
from streams.cli.options import talk
from streams.cli.run import Summary
from streams.cli.terminal import BIDI_CONTROLS, Terminal, printable
from streams.errors import NewsstreamError
from streams.records import DeadLetter
from streams.sources import SourceError
from tests.hostile import TEXT as HOSTILE


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
    Terminal(file=output, force_terminal=True, color_system=None, width=200).print(
        render.article(event(HOSTILE))
    )
    shown = output.getvalue()
    # Rich's own styling (bold, italic) is the only escape sequence left.
    assert "]0;owned\x07" not in shown
    assert "\x1b[2J" not in shown
    assert not set("\x07\x00\r\x9b\u202e\u202c") & set(shown)
    assert "[bold]5 people[/bold]" in shown


def test_printable_keeps_offsets():
    assert len(printable(HOSTILE)) == len(HOSTILE)
    assert printable("Zürich\n\t– 東京") == "Zürich\n\t– 東京"


def test_mentions_are_coloured_in_place():
    text = render.highlighted(event("Hello Amina!"), "text")
    assert {text.plain[span.start : span.end] for span in text.spans} == {"Amina"}


# -- every command's output -----------------------------------------------------------------------

HARMFUL = BIDI_CONTROLS | {chr(code) for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def position() -> dict:
    return {"topic": HOSTILE, "partition": 1, "offset": 2, "timestamp_ms": 3}


def letter() -> DeadLetter:
    return deadletters_decode(
        {
            "id": HOSTILE, "value": None, "source": position(), "error_type": HOSTILE, "message": HOSTILE,
            "stage": "decode", "attempt": 1, "article_id": HOSTILE, "schema": "news.deadletters.v1",
        }
    )  # fmt: skip


def deadletters_decode(document: dict) -> DeadLetter:
    from streams.codecs import decode

    return decode(orjson.dumps(document), DeadLetter)


def consumed(document: object, value: bytes = b"") -> None:
    consume.Printer(as_json=False).show(value, document)


def failing() -> None:
    def fail() -> None:
        raise NewsstreamError(HOSTILE)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams.cli, "app", fail)
        with pytest.raises(SystemExit):
            streams.cli.main()


def problem() -> None:
    replay._ProblemPrinter(None)(SourceError(path=HOSTILE, line=3, message=HOSTILE))


def figure() -> dict:
    names = ("text", "kind", "unit", "qualifier", "of", "event", "per")
    return {"figure": dict.fromkeys(names, HOSTILE) | {"value": 5}, "sentence": HOSTILE}


def entity() -> dict:
    roles = [{"text": HOSTILE}]
    return {"entity": {"type": HOSTILE, "name": HOSTILE, "mentions": [], "salience": 0.5, "roles": roles}}


def summary() -> None:
    Summary(deadletters={HOSTILE: 3}, metrics_url="http://localhost").print()


OUTPUTS = {
    "an article": lambda: consumed(event(HOSTILE)),
    "a figure": lambda: consumed(figure()),
    "an entity": lambda: consumed(entity()),
    "a dead letter": lambda: consumed(orjson.loads(orjson.dumps(letter_object()))),
    "another record": lambda: consumed([HOSTILE]),
    "bytes that are no JSON": lambda: consumed(None, HOSTILE.encode()),
    "dead letters": lambda: deadletters._print_table([letter()]),
    "the doctor's findings": lambda: doctor._print_table([doctor.Finding("kafka", "failed", HOSTILE)]),
    "a message": lambda: talk(escape(HOSTILE)),
    "an error": failing,
    "a problem in a file": problem,
    "the summary of a run": summary,
}


def letter_object() -> dict:
    return {"error_type": HOSTILE, "source": position(), "attempt": 1, "article_id": HOSTILE, "message": HOSTILE}


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("width", [40, 200])
def test_nothing_that_strangers_wrote_acts_on_the_terminal(output, width, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    # Without colours: whatever escape sequence is left is not ours.
    monkeypatch.setenv("TERM", "dumb")
    OUTPUTS[output]()
    captured = capsys.readouterr()
    shown = captured.out + captured.err
    assert "Amina" in shown
    assert not HARMFUL & set(shown)


def test_styles_stay_and_strangers_escapes_go():
    output = StringIO()
    table = Table("name")
    table.add_row(Text(HOSTILE, "bold red"))
    Terminal(file=output, force_terminal=True, color_system="standard", width=120).print(table)
    shown = output.getvalue()
    assert "\x1b[1;31m" in shown
    assert "\x1b[2J" not in shown
    assert not (HARMFUL - {"\x1b"}) & set(shown)


def test_no_command_prints_past_the_harmless_terminal():
    """Also a test of modules that are still to come."""
    folder = Path(streams.cli.__file__).parent
    for module in folder.glob("*.py"):
        tree = ast.parse(module.read_text())
        calls = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "Console" not in calls, f"{module.name}: use streams.cli.terminal.Terminal"
        assert "print" not in calls, module.name
    assert isinstance(talking, Terminal)
    assert not isinstance(Console(), Terminal)


@pytest.mark.parametrize(("seconds", "said"), [(0.01, ""), (4.0, ", then 10 a second")])
def test_a_rate_is_said_only_of_what_took_a_second(capsys, seconds, said):
    Summary(enriched=41, began=0.0, first=2.0, last=2.0 + seconds).print()
    assert f"41 articles enriched (first after 2.0 s{said}), 0 entities" in capsys.readouterr().err
