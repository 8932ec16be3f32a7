"""Every command explains itself, and unknown ones are refused."""

import subprocess
import sys

import pytest
import typer.main

from streams.cli import app
from tests.support import newsstream

COMMANDS = sorted(typer.main.get_command(app).commands)


def test_the_commands_are_those_that_are_promised():
    assert {
        "run", "up", "worker", "replay", "consume", "enrich", "show", "topics", "deadletters",
        "model", "config", "doctor", "bench", "test",
    } <= set(COMMANDS)  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_help(name):
    command = typer.main.get_command(app).commands[name]
    assert command.help
    parts = [command, *getattr(command, "commands", {}).values()]
    shown = " ".join(f"{part.help or ''} {part.epilog or ''}" for part in parts)
    assert "newsstream " in shown, f"{name} has no example"


def test_unknown_command_is_a_usage_error():
    assert newsstream("frobnicate").returncode == 2


def test_bad_setting_is_a_usage_error_that_names_it(monkeypatch):
    monkeypatch.setenv("NEWSSTREAM_PARTITIONS", "none")
    result = newsstream("config")
    assert result.returncode == 2
    assert b"partitions" in result.stderr


def test_worker_leaves_though_an_executor_waits_for_ever():
    """As after an enrichment process that was killed in the middle of an answer."""
    code = (
        "import threading; threading.Thread(target=threading.Event().wait).start()\n"
        "print('written', end=''); from streams.cli.worker import leave; leave(4)"
    )
    left = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert (left.returncode, left.stdout) == (4, b"written")
