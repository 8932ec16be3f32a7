"""``newsstream topics``: the topics as they stand in the cluster, beside the registry."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

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

if TYPE_CHECKING:
    from streams.kafka import TopicState

app = typer.Typer()


@app.callback(invoke_without_command=True)
def topics(
    context: typer.Context,
    bootstrap_servers: BootstrapServers = None,
    topic_prefix: TopicPrefix = None,
    data_directory: DataDirectory = None,
    settings_file: SettingsFile = None,
    json: Annotated[bool, typer.Option("--json", help="JSON even on a terminal.")] = False,
) -> None:
    """List topics with their sizes and how they differ from the registry.

    Exit status 1 when something differs.

    Examples:

        newsstream topics

        newsstream topics create --bootstrap-servers kafka:9092
    """
    given = _given(
        file=settings_file,
        bootstrap_servers=bootstrap_servers,
        topic_prefix=topic_prefix,
        data_directory=data_directory,
    )
    if context.invoked_subcommand is not None:
        context.obj = given
        return
    from streams.kafka import topic_states

    settings = connected_settings(**given)
    states = run_async(topic_states(settings))
    if json or not sys.stdout.isatty():
        for state in states:
            typer.echo(orjson.dumps(_as_object(state)))
    else:
        _print_table(states)
    if any(state.drift for state in states):
        raise typer.Exit(1)


@app.command()
def create(
    context: typer.Context,
    bootstrap_servers: BootstrapServers = None,
    topic_prefix: TopicPrefix = None,
    data_directory: DataDirectory = None,
    settings_file: SettingsFile = None,
) -> None:
    """Create the topics that are missing. Safe to repeat.

    Examples:

        newsstream topics create

        newsstream topics create --bootstrap-servers kafka:9092
    """
    from streams.kafka import create_topics

    own = _given(
        file=settings_file,
        bootstrap_servers=bootstrap_servers,
        topic_prefix=topic_prefix,
        data_directory=data_directory,
    )
    # Options may stand before the command too.
    created = run_async(create_topics(connected_settings(**context.obj | own)))
    for name in created:
        typer.echo(name)
    talk(f"{len(created)} created")


def _given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _as_object(state: "TopicState") -> dict[str, object]:
    return {
        "topic": state.name,
        "key": state.topic.key,
        "partitions": state.partitions,
        "replicas": state.replicas,
        "in_sync": state.in_sync,
        "records": state.records,
        "retention_ms": state.topic.retention_ms,
        "cleanup_policy": state.topic.cleanup_policy,
        "drift": list(state.drift),
    }


def _print_table(states: "list[TopicState]") -> None:
    from rich.table import Table

    from streams.cli.terminal import Terminal

    table = Table("topic", "key", box=None)
    for name in ("partitions", "replicas", "records", "retention"):
        table.add_column(name, justify="right")
    table.add_column("drift")
    for state in states:
        days = state.topic.retention_ms // 86_400_000
        table.add_row(
            state.name,
            state.topic.key,
            str(state.partitions),
            _replicas(state),
            f"{state.records:,}",
            f"{days} d" if days >= 0 else "for ever",
            f"[yellow]{'; '.join(state.drift)}[/]" if state.drift else "[green]none[/]",
        )
    Terminal().print(table)


def _replicas(state: "TopicState") -> str:
    behind = state.in_sync < state.replicas
    return f"{state.replicas} [yellow]({state.in_sync} in sync)[/]" if behind else str(state.replicas)
