"""``newsstream bench``: how fast this machine is."""

import os
import subprocess
import sys
from typing import Annotated

import typer

from streams.cli.test import ROOT
from streams.errors import UsageError


def bench(
    context: typer.Context,
    peers: Annotated[
        bool, typer.Option("--peers", help="Run Faust, Quix Streams, Bytewax and aiokafka with spaCy beside it.")
    ] = False,
) -> None:
    """Measure the stream end to end beside the enrichment alone, or beside its peers, in one run.

    Makes articles, starts a broker and a worker of its own, and prints articles a second, CPU-seconds an article
    and the ratio. With --peers also latency, memory and the ratio to each peer; that takes ten minutes or more,
    and the first time installs the peers into an environment of their own and trains their pipeline.
    Further arguments go to the benchmark; `newsstream bench --peers --help-all` shows those of the peers.

    Examples:

        newsstream bench

        newsstream bench --count 10000 --processes 4

        newsstream bench --peers --only faust,quix2 --articles articles.jsonl
    """
    if not (ROOT / "benchmarks" / "__main__.py").is_file():
        raise UsageError("the benchmarks come with the source tree: clone the repository")
    arguments = ["--help" if argument == "--help-all" else argument for argument in context.args]
    command = [sys.executable, "-m", "benchmarks", "contest" if peers else "stream", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    raise typer.Exit(subprocess.run(command, check=False, env=environment).returncode)
