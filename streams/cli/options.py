"""Options that several commands share, and how they become settings."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
import typer
from rich.markup import escape

from streams.cli.terminal import Terminal
from streams.errors import NewsstreamError, UsageError
from streams.settings import LoadedSettings, Settings, load_settings

Result = TypeVar("Result")

BootstrapServers = Annotated[
    str | None,
    typer.Option(
        help="Kafka to use, host:port with commas. Default: the embedded broker.",
        show_default=False,
    ),
]
SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", help="TOML file with settings.", show_default=False),
]
PipelineName = Annotated[
    str | None,
    typer.Option(
        help="default, accurate, or any installed spaCy pipeline by name or path.",
        show_default=False,
    ),
]
ProfileName = Annotated[
    str | None,
    typer.Option(help="Shipped pipeline: default or accurate.", show_default=False),
]
TopicPrefix = Annotated[
    str | None,
    typer.Option(help="Put before every topic name.", show_default=False),
]
GroupId = Annotated[
    str | None,
    typer.Option(help="Consumer group of the workers.", show_default=False),
]
DataDirectory = Annotated[
    Path | None,
    typer.Option(help="Where the embedded broker keeps its topics.", show_default=False),
]

console = Terminal(stderr=True, highlight=False)
"""For talk. Standard output is for data only."""


def talk(message: str) -> None:
    """Print a message for people on standard error."""
    console.print(message, soft_wrap=True)


def talk_error(error: NewsstreamError) -> None:
    """Print an expected error for people on standard error."""
    talk(f"[bold red]error:[/] {escape(str(error))}")


def pipeline_name(pipeline: str | None, profile: str | None) -> str | None:
    """Return the one pipeline that two options name.

    Raises:
        UsageError: Both are given, or the profile is unknown.
    """
    if pipeline and profile:
        raise UsageError("--pipeline and --profile name the same thing: give one")
    if profile not in (None, "default", "accurate"):
        raise UsageError(f"unknown profile {profile!r}: default or accurate")
    return pipeline or profile


def settings_from(file: Path | None = None, **flags: Any) -> LoadedSettings:
    """Return the settings in force; paths become text."""
    values = {name: str(v) if isinstance(v, Path) else v for name, v in flags.items()}
    return load_settings(values, file=file)


def connected_settings(file: Path | None = None, **flags: Any) -> Settings:
    """Return settings that name a Kafka: the given one, or the embedded broker that is running.

    Raises:
        UsageError: None is given and none is running.
    """
    settings = settings_from(file, **flags).settings
    if settings.bootstrap_servers:
        return settings
    from streams.broker import find_running

    running = find_running(Path(settings.data_directory))
    if running is None:
        raise UsageError(
            "no Kafka to talk to: no embedded broker is running in "
            f"{settings.data_directory}. Start `newsstream up` in another shell, or give "
            "--bootstrap-servers"
        )
    return msgspec.structs.replace(settings, bootstrap_servers=running.bootstrap_servers)


def run_async(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine to its end; Ctrl-C and SIGTERM cancel it, so that it can clean up.

    Raises:
        typer.Exit: With 130 or 143 when a signal ended it.
    """
    from streams import log

    log.quiet()
    received: list[int] = []

    async def supervised() -> Result:
        task = asyncio.ensure_future(work)

        def cancel(number: int) -> None:
            received.append(number)
            task.cancel()

        with signal_handlers(cancel):
            return await task

    try:
        return asyncio.run(supervised())
    except (asyncio.CancelledError, KeyboardInterrupt):
        raise typer.Exit(128 + (received[0] if received else signal.SIGINT)) from None
    except BaseExceptionGroup as group:
        expected = group.subgroup(NewsstreamError)
        if expected is not None:
            raise _first(expected) from None
        raise


@contextlib.contextmanager
def signal_handlers(handle: Callable[[int], None]) -> Iterator[None]:
    """Call ``handle`` with the number of each SIGINT or SIGTERM while the context is open."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)
    for number in numbers:
        loop.add_signal_handler(number, handle, number)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


def _first(group: BaseExceptionGroup[NewsstreamError]) -> NewsstreamError:
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
