"""``newsstream bench``: how fast this machine is."""

import subprocess
import sys

import typer

from streams.cli.test import ROOT
from streams.errors import UsageError


def bench(context: typer.Context) -> None:
    """Measure the stream end to end beside the enrichment alone, in one run.

    Makes articles, starts a broker and a worker of its own, and prints articles a second, CPU-seconds an article
    and the ratio. Arguments go to benchmarks/stream.py; benchmarks/README.md has the other benchmarks.

    Examples:

        newsstream bench

        newsstream bench --count 10000 --processes 4
    """
    script = ROOT / "benchmarks" / "stream.py"
    if not script.is_file():
        raise UsageError("the benchmarks come with the source tree: clone the repository")
    raise typer.Exit(subprocess.run([sys.executable, str(script), *context.args], check=False).returncode)
