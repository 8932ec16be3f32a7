"""``newsstream deadletters``: look at what could not be enriched, and try it again."""

import sys
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from streams.cli.options import (
    BootstrapServers,
    DataDirectory,
    SettingsFile,
    TopicPrefix,
    connected_settings,
    run_async,
    talk,
)
from streams.errors import ERROR_HELP, ErrorType, NewsstreamError, UsageError

if TYPE_CHECKING:
    from streams.records import DeadLetter
    from streams.settings import Settings

app = typer.Typer(
    help="List, show and replay the articles that could not be enriched.", no_args_is_help=True
)

ErrorTypes = Annotated[
    list[str] | None,
    typer.Option("--error-type", help="Only these types of error (may be repeated)."),
]
Ids = Annotated[list[str] | None, typer.Option("--id", help="Only these (a beginning is enough).")]
MESSAGE_WIDTH = 60


@app.command("list")
def list_(
    error_type: ErrorTypes = None,
    bootstrap_servers: BootstrapServers = None,
    topic_prefix: TopicPrefix = None,
    data_directory: DataDirectory = None,
    settings_file: SettingsFile = None,
    json: Annotated[bool, typer.Option("--json", help="JSON even on a terminal.")] = False,
) -> None:
    """List dead letters: a table on a terminal, JSON Lines without the article in a pipe.

    Examples:

        newsstream deadletters list

        newsstream deadletters list --error-type schema_violation | jq -r .message
    """
    settings = _settings(bootstrap_servers, topic_prefix, data_directory, settings_file)
    letters = run_async(_matching(settings, error_type, None))
    if json or not sys.stdout.isatty():
        for letter in letters:
            typer.echo(orjson.dumps(_without_bytes(letter)))
        return
    _print_table(letters)


@app.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A dead letter's id, or its beginning.")],
    value_only: Annotated[
        bool, typer.Option("--value", help="Write the original bytes to standard output.")
    ] = False,
    bootstrap_servers: BootstrapServers = None,
    topic_prefix: TopicPrefix = None,
    data_directory: DataDirectory = None,
    settings_file: SettingsFile = None,
) -> None:
    """Show one dead letter: everything about it, and the original record.

    Examples:

        newsstream deadletters show 3f2a

        newsstream deadletters show 3f2a --value > article.json
    """
    settings = _settings(bootstrap_servers, topic_prefix, data_directory, settings_file)
    letters = run_async(_matching(settings, None, [id_]))
    if not letters:
        raise NewsstreamError(f"no dead letter's id begins with {id_!r}")
    letter = letters[-1]
    if value_only:
        sys.stdout.buffer.write(letter.value or b"")
        return
    from streams.cli.terminal import printable

    about = _without_bytes(letter)
    known = letter.error_type in set(ErrorType)
    about["help"] = ERROR_HELP[ErrorType(letter.error_type)] if known else None
    about["headers"] = {h.key: h.value.decode("utf-8", "replace") for h in letter.headers}
    about["value"] = (letter.value or b"").decode("utf-8", "replace")
    if sys.stdout.isatty():
        for name, value in about.items():
            typer.echo(f"{name:22}{printable(str(value))}")
    else:
        typer.echo(orjson.dumps(about))


@app.command()
def replay(
    id_: Ids = None,
    error_type: ErrorTypes = None,
    all_: Annotated[bool, typer.Option("--all", help="Every dead letter.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say which.")] = False,
    bootstrap_servers: BootstrapServers = None,
    topic_prefix: TopicPrefix = None,
    data_directory: DataDirectory = None,
    settings_file: SettingsFile = None,
) -> None:
    """Publish dead letters again, byte for byte, as another attempt.

    Those that failed as often as `deadletter_max_attempts` says are left: a poison article does not go
    round for ever. A dead letter stays listed until its retention ends; replaying it twice is harmless
    to readers who go by event_id.

    Examples:

        newsstream deadletters replay --error-type enrichment_timeout

        newsstream deadletters replay --id 3f2a --id 77c1

        newsstream deadletters replay --all --dry-run
    """
    if not (id_ or error_type or all_):
        raise UsageError("say which: --id, --error-type or --all")
    settings = _settings(bootstrap_servers, topic_prefix, data_directory, settings_file)
    letters = _newest_attempts(run_async(_matching(settings, error_type, id_)))
    within = [item for item in letters if item.attempt < settings.deadletter_max_attempts]
    if not dry_run:
        run_async(_publish(settings, within))
    for letter in within:
        typer.echo(orjson.dumps({"id": letter.id, "attempt": letter.attempt + 1}))
    talk(f"{len(within)} {'would be ' if dry_run else ''}replayed")
    if len(within) < len(letters):
        talk(
            f"[yellow]{len(letters) - len(within)} left: they failed "
            f"{settings.deadletter_max_attempts} times[/]"
        )
        raise typer.Exit(1)


def _settings(
    bootstrap_servers: str | None,
    topic_prefix: str | None,
    data_directory: object,
    settings_file: object,
) -> "Settings":
    return connected_settings(
        settings_file,  # type: ignore[arg-type]
        bootstrap_servers=bootstrap_servers,
        topic_prefix=topic_prefix,
        data_directory=data_directory,
    )


async def _matching(
    settings: "Settings", error_types: list[str] | None, ids: list[str] | None
) -> "list[DeadLetter]":
    return [
        letter
        async for letter in _all(settings)
        if (not error_types or letter.error_type in error_types)
        and (not ids or any(letter.id.startswith(beginning) for beginning in ids))
    ]


async def _all(settings: "Settings") -> "AsyncIterator[DeadLetter]":
    from streams.codecs import decode
    from streams.kafka import topic_name
    from streams.reading import Start, open_reader
    from streams.records import DeadLetter
    from streams.topics import DEADLETTERS

    async with open_reader(settings, [topic_name(settings, DEADLETTERS)]) as reader:
        await reader.seek(Start(beginning=True))
        async for record in reader.until_now():
            if record.value is not None:
                yield decode(record.value, DeadLetter)


def _newest_attempts(letters: "list[DeadLetter]") -> "list[DeadLetter]":
    """Return each original once: of several attempts at the same bytes, the last."""
    newest: dict[tuple[bytes | None, bytes | None], DeadLetter] = {}
    for letter in letters:
        known = newest.get((letter.key, letter.value))
        if known is None or letter.attempt >= known.attempt:
            newest[letter.key, letter.value] = letter
    return list(newest.values())


async def _publish(settings: "Settings", letters: "list[DeadLetter]") -> None:
    from aiokafka import AIOKafkaProducer

    from streams.kafka import KafkaError, client_options, topic_name, unreachable
    from streams.runtime.outputs import ATTEMPT_HEADER
    from streams.topics import RAW

    producer = AIOKafkaProducer(
        **client_options(settings),
        enable_idempotence=True,
        max_request_size=RAW.max_message_bytes,
    )
    try:
        await producer.start()
        for letter in letters:
            kept = [(h.key, h.value) for h in letter.headers if h.key != ATTEMPT_HEADER]
            attempt = (ATTEMPT_HEADER, str(letter.attempt + 1).encode())
            await producer.send_and_wait(
                topic_name(settings, RAW),
                key=letter.key,
                value=letter.value,
                headers=[*kept, attempt],
            )
    except (KafkaError, OSError) as error:
        raise await unreachable(settings, error) from None
    finally:
        await producer.stop()


def _without_bytes(letter: "DeadLetter") -> dict[str, object]:
    return {
        "id": letter.id,
        "error_type": letter.error_type,
        "message": letter.message,
        "article_id": letter.article_id,
        "attempt": letter.attempt,
        "stage": letter.stage,
        "topic": letter.source.topic,
        "partition": letter.source.partition,
        "offset": letter.source.offset,
        "timestamp_ms": letter.source.timestamp_ms,
        "bytes": len(letter.value or b""),
        "pipeline_fingerprint": letter.pipeline_fingerprint,
    }


def _print_table(letters: "list[DeadLetter]") -> None:
    from rich.table import Table
    from rich.text import Text

    from streams.cli.terminal import Terminal

    table = Table("id", "error", "article", "position", "attempt", "message", box=None)
    for letter in letters:
        message = letter.message.replace("\n", " ")
        shown = message if len(message) <= MESSAGE_WIDTH else message[: MESSAGE_WIDTH - 1] + "…"
        table.add_row(
            Text(letter.id[:8]),
            Text(letter.error_type),
            Text(letter.article_id or "?"),
            f"{letter.source.partition}:{letter.source.offset}",
            str(letter.attempt),
            Text(shown),
        )
    Terminal().print(table)
    talk(f"{len(letters)} dead letters")
