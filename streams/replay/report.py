"""What a replay has done, while it runs and at its end."""

import time
from dataclasses import dataclass, field
from typing import Any

from streams.sources import SourceError

MAX_KEPT_PROBLEMS = 100


@dataclass(slots=True)
class ReplayReport:
    """Counts of a replay, kept up to date while it runs.

    Attributes:
        read: Articles read.
        sent: Articles that Kafka confirmed.
        failed: What was no article or could not be sent, each with one problem.
        unconfirmed: Articles read that Kafka has not confirmed, at an end by error; it may hold
            some of them all the same.
        skipped: What was left out on purpose, such as withheld items.
        bytes: Bytes of the confirmed records' values.
        source_bytes: Bytes taken from files so far, as they are on disk.
        source_bytes_total: Of all files; None when unknown.
        files: Files begun.
        passes: Times that the files were read, more than 1 with ``loop``.
        dry_run: Nothing was to be published.
        interrupted: Stopped before the end, on request or by an error.
        problems: The first hundred failures and skips.
        started: Monotonic time of the start.
        seconds: How long it took; while it runs, None.
    """

    read: int = 0
    sent: int = 0
    failed: int = 0
    unconfirmed: int = 0
    skipped: int = 0
    bytes: int = 0
    source_bytes: int = 0
    source_bytes_total: int | None = None
    files: int = 0
    passes: int = 0
    dry_run: bool = False
    interrupted: bool = False
    problems: list[SourceError] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)
    seconds: float | None = None

    @property
    def complete(self) -> bool:
        """Everything that was there went through."""
        return not (self.failed or self.unconfirmed or self.interrupted)

    @property
    def elapsed_seconds(self) -> float:
        """Time taken so far."""
        return time.monotonic() - self.started if self.seconds is None else self.seconds

    @property
    def articles_per_second(self) -> float:
        """Articles sent, or with ``dry_run`` read, a second."""
        done = self.read if self.dry_run else self.sent
        return done / max(self.elapsed_seconds, 1e-9)

    def add_problem(self, problem: SourceError) -> None:
        """Count a problem; keep it while there are few, since a broken file may have millions."""
        if problem.kind == "skipped":
            self.skipped += 1
        else:
            self.failed += 1
        if len(self.problems) < MAX_KEPT_PROBLEMS:
            self.problems.append(problem)

    def to_dict(self) -> dict[str, Any]:
        """Return the summary that is printed as JSON."""
        return {
            "read": self.read,
            "sent": self.sent,
            "failed": self.failed,
            "unconfirmed": self.unconfirmed,
            "skipped": self.skipped,
            "bytes": self.bytes,
            "files": self.files,
            "seconds": round(self.elapsed_seconds, 3),
            "articles_per_second": round(self.articles_per_second, 1),
            "dry_run": self.dry_run,
            "interrupted": self.interrupted,
            "problems": [
                {"path": p.path, "line": p.line, "kind": p.kind, "message": p.message}
                for p in self.problems
            ],
            "problems_omitted": self.failed + self.skipped - len(self.problems),
        }
