"""Data flows one way through the house: what may import what."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import streams

ROOT = Path(str(streams.__file__)).parent
FRAMEWORKS = {"faust", "aiokafka", "prometheus_client", "mode", "typer", "rich"}
# Room: what nothing in it may import.
FORBIDDEN = {
    "records": FRAMEWORKS | {"streams.enrich", "streams.runtime", "streams.cli"},
    "enrich": FRAMEWORKS | {"streams.runtime", "streams.cli", "streams.kafka", "streams.settings"},
    "sources": FRAMEWORKS | {"streams.runtime", "streams.cli", "streams.kafka"},
    "replay": {"faust", "streams.runtime", "streams.cli", "streams.enrich"},
    "broker": {"faust", "streams.runtime", "streams.cli", "streams.enrich"},
    "runtime": {"faust", "prometheus_client", "streams.cli", "streams.agents"},
    "watch": {"aiokafka", "typer", "rich", "streams.enrich", "streams.cli"},
    "trends": {"faust", "prometheus_client", "typer", "rich", "streams.cli", "streams.agents", "streams.enrich"},
    "agents": {"aiokafka", "prometheus_client", "streams.cli"},
}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("room", sorted(FORBIDDEN))
def test_room_imports_nothing_that_it_may_not_know(room: str):
    files = sorted((ROOT / room).rglob("*.py"))
    assert files
    breaches = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in imported(path)
        for forbidden in FORBIDDEN[room]
        if name == forbidden or name.startswith(forbidden + ".")
    ]
    assert breaches == []


def test_only_settings_reads_the_environment():
    # The broker finds Java and certificates where every program looks for them; children set threads.
    allowed = {"settings.py", "local.py", "cli/bench.py", "cli/test.py", "replay/publisher.py", "runtime/pool.py"}
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "os.environ" in path.read_text(encoding="utf-8")
    }
    unexpected = {name for name in readers - allowed if not name.startswith(("broker/", "pipelines/"))}
    assert unexpected == set()


def test_every_kafka_client_takes_the_options_of_connections():
    """Else one of them would speak without TLS and SASL."""
    seen = 0
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith(("AIOKafka", "_AdminClient")):
                seen += 1
                assert any(keyword.arg is None for keyword in node.keywords), f"{path.name}:{node.lineno}"
    assert seen >= 7


def test_replay_loads_nothing_of_the_enrichment():
    code = (
        "import sys, streams.replay; "
        "bad = [name for name in sys.modules if name.startswith(('streams.enrich', 'streams.runtime'))]; "
        "sys.exit(f'loaded: {bad}' if bad else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_help_loads_neither_spacy_nor_faust():
    code = (
        "import sys; from streams.cli import app; "
        "bad = {'spacy', 'faust', 'onnxruntime'} & set(sys.modules); "
        "sys.exit(f'loaded: {bad}' if bad else 0)"
    )
    subprocess.run([sys.executable, "-P", "-c", code], check=True)
