"""``newsstream test``: all tests."""

import os
import subprocess
import sys
from pathlib import Path

import typer

from streams.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]


def test(context: typer.Context) -> None:
    """Run all tests: unit, contract, golden, integration and chaos on a real broker.

    Arguments go to pytest.

    Examples:

        newsstream test

        newsstream test -k figures -x
    """
    if not (ROOT / "tests").is_dir():
        raise UsageError("the tests come with the source tree: clone the repository")
    command = [sys.executable, "-m", "pytest", "--rootdir", str(ROOT), *context.args]
    if not any(not argument.startswith("-") and Path(argument).exists() for argument in context.args):
        command.append(str(ROOT / "tests"))
    environment = {name: v for name, v in os.environ.items() if not name.startswith("NEWSSTREAM_")}
    for kept in ("NEWSSTREAM_VENV", "NEWSSTREAM_MAVEN_REPOSITORY_URL"):
        if kept in os.environ:
            environment[kept] = os.environ[kept]
    raise typer.Exit(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)
