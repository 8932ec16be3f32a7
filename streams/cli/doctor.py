"""``newsstream doctor``: is everything there that newsstream needs?"""

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import orjson
import typer

import streams
from streams.cli.options import SettingsFile, run_async, settings_from
from streams.errors import NewsstreamError

if TYPE_CHECKING:
    from streams.settings import Settings

FREE_DISK_BYTES = 2_000_000_000
FREE_MEMORY_BYTES = 1_500_000_000


class Finding(NamedTuple):
    """What one check found: ``ok``, ``warning`` or ``failed``, and what to do."""

    check: str
    state: str
    detail: str


def doctor(
    settings_file: SettingsFile = None,
    json: Annotated[bool, typer.Option("--json", help="JSON even on a terminal.")] = False,
) -> None:
    """Check Python, Java, disk, memory, pipeline and Kafka, and say what to do about what is missing.

    Exit status 1 when a check failed.

    Examples:

        newsstream doctor

        newsstream doctor --json | jq -r 'select(.state != "ok")'
    """
    settings = settings_from(settings_file).settings
    checks: list[Callable[[Settings], Finding]] = [
        _python, _java, _artifacts, _directory, _memory, _pipeline, _kafka,
    ]  # fmt: skip
    findings = [check(settings) for check in checks]
    if json or not sys.stdout.isatty():
        for finding in findings:
            typer.echo(orjson.dumps(finding._asdict()))
    else:
        _print_table(findings)
    if any(finding.state == "failed" for finding in findings):
        raise typer.Exit(1)


def _python(_settings: "Settings") -> Finding:
    return Finding(
        "python",
        "ok",
        f"newsstream {streams.__version__}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}",
    )


def _java(_settings: "Settings") -> Finding:
    from streams.broker import JavaNotFoundError, find_java

    try:
        java = find_java()
    except JavaNotFoundError as error:
        return Finding("java", "failed", str(error))
    return Finding("java", "ok", f"Java {java.major}, {java.path}")


def _artifacts(settings: "Settings") -> Finding:
    cache = Path(settings.cache_directory)
    jars = list(cache.rglob("*.jar")) if cache.is_dir() else []
    if not jars:
        return Finding("kafka files", "warning", f"not in {cache} yet: the first run downloads 45 MB")
    return Finding("kafka files", "ok", f"{len(jars)} in {cache}")


def _directory(settings: "Settings") -> Finding:
    directory = Path(settings.data_directory)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError as error:
        detail = f"{directory} can't be written ({error.strerror}): set data_directory"
        return Finding("data directory", "failed", detail)
    free = shutil.disk_usage(directory).free
    state = "ok" if free >= FREE_DISK_BYTES else "warning"
    return Finding("data directory", state, f"{directory}, {free / 1e9:.1f} GB free")


def _memory(settings: "Settings") -> Finding:
    import psutil

    available = psutil.virtual_memory().available
    state = "ok" if available >= FREE_MEMORY_BYTES else "warning"
    detail = f"{available / 1e9:.1f} GB available, {settings.enrichment_processes} processes"
    return Finding("memory", state, detail)


def _pipeline(settings: "Settings") -> Finding:
    from streams.enrich.pipeline import load_pipeline

    try:
        info = load_pipeline(settings.pipeline).info
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        return Finding("pipeline", "failed", f"{settings.pipeline}: {type(error).__name__}: {error}")
    return Finding("pipeline", "ok", f"{info.name} {info.version} ({info.fingerprint})")


def _kafka(settings: "Settings") -> Finding:
    from streams.cli.options import connected_settings
    from streams.kafka import topic_states

    if settings.bootstrap_servers is None:
        try:
            settings = connected_settings()
        except NewsstreamError:
            return Finding("kafka", "ok", "none given, none running: `run` and `up` start one")
    try:
        states = run_async(topic_states(settings))
    except NewsstreamError as error:
        return Finding("kafka", "failed", str(error))
    drift = [f"{state.name}: {'; '.join(state.drift)}" for state in states if state.drift]
    if drift:
        return Finding("kafka", "warning", f"{settings.bootstrap_servers}; {'; '.join(drift)}")
    return Finding("kafka", "ok", f"{settings.bootstrap_servers}, {len(states)} topics as registered")


def _print_table(findings: list[Finding]) -> None:
    from rich.table import Table
    from rich.text import Text

    from streams.cli.terminal import Terminal

    styles = {"ok": "green", "warning": "yellow", "failed": "bold red"}
    table = Table("check", "state", "detail", box=None)
    for finding in findings:
        table.add_row(finding.check, Text(finding.state, styles[finding.state]), Text(finding.detail))
    Terminal().print(table)
