"""What can go wrong with the embedded broker, each with what the user can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class BrokerError(Exception):
    """Any failure of the embedded broker. The message says what to do and fits a terminal."""


class ArtifactError(BrokerError):
    """Kafka's files can't be obtained: no network and nothing cached, or a checksum is wrong."""


class JavaNotFoundError(BrokerError):
    """No Java that can run Kafka was found. The message names every place that was looked at."""


class DataDirectoryInUse(BrokerError):  # noqa: N818  (reads as the state that it reports)
    """Another process of this machine runs a broker on the same data directory.

    Attributes:
        data_directory: The directory in question.
        owner_pid: Process that started the broker, or None where it has not said so yet.
        bootstrap_servers: Address of the running broker, or None while it is still starting.
    """

    def __init__(
        self,
        data_directory: Path,
        owner_pid: int | None,
        bootstrap_servers: str | None,
    ) -> None:
        """Compose the message from what the owner has written down."""
        owner = f"process {owner_pid}" if owner_pid is not None else "another process"
        if bootstrap_servers is not None:
            remedy = (
                f"use that broker with --bootstrap-servers {bootstrap_servers}, "
                "stop the other process, or choose another data directory"
            )
        else:
            remedy = "wait for it, stop it, or choose another data directory"
        super().__init__(
            f"{owner} already runs a broker on the data directory {data_directory}: {remedy}.",
        )
        self.data_directory = data_directory
        self.owner_pid = owner_pid
        self.bootstrap_servers = bootstrap_servers


class BrokerStartError(BrokerError):
    """The broker's process ended, or did not answer in time, while it was starting.

    Attributes:
        reason: One sentence: what happened.
        remedy: What the user can do.
        log_path: The broker's log file.
        log_lines: Its last lines, oldest first.
    """

    def __init__(self, reason: str, remedy: str, log_path: Path, log_lines: list[str]) -> None:
        """Compose the message: reason, remedy, last log lines, where the log is."""
        tail = "\n".join(f"    {line}" for line in log_lines) or "    (the log is empty)"
        super().__init__(
            f"The embedded Kafka broker did not start: {reason}\n"
            f"What to do: {remedy}\n"
            f"Last lines of {log_path}:\n{tail}",
        )
        self.reason = reason
        self.remedy = remedy
        self.log_path = log_path
        self.log_lines = log_lines
