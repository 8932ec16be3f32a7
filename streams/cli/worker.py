"""``newsstream worker``: one worker, against any Kafka."""

import asyncio
import logging
import os
import sys
from typing import Annotated, NoReturn

import msgspec
import typer

from streams.cli.options import (
    BootstrapServers,
    DataDirectory,
    GroupId,
    PipelineName,
    ProfileName,
    SettingsFile,
    TopicPrefix,
    connected_settings,
    pipeline_name,
    signal_handlers,
    talk,
    talk_error,
)
from streams.errors import NewsstreamError
from streams.settings import Settings


def worker(
    bootstrap_servers: BootstrapServers = None,
    group_id: GroupId = None,
    pipeline: PipelineName = None,
    profile: ProfileName = None,
    processes: Annotated[
        int | None, typer.Option(help="Enrichment processes. Default: one a processor.")
    ] = None,
    web_host: Annotated[str | None, typer.Option(help="Address of metrics and health.")] = None,
    web_port: Annotated[int | None, typer.Option(help="Port of metrics and health.")] = None,
    topic_prefix: TopicPrefix = None,
    data_directory: DataDirectory = None,
    settings_file: SettingsFile = None,
) -> None:
    """Enrich articles until stopped.

    Start as many as you like, on as many hosts: they share the partitions.

    Examples:

        newsstream worker

        newsstream worker --bootstrap-servers kafka:9092 --profile accurate

    Exit status: 0 after SIGTERM or Ctrl-C, 3 when Kafka can't be reached, 4 when the worker failed.
    """
    settings = connected_settings(
        settings_file,
        bootstrap_servers=bootstrap_servers,
        group_id=group_id,
        pipeline=pipeline_name(pipeline, profile),
        enrichment_processes=processes,
        web_host=web_host,
        web_port=web_port,
        topic_prefix=topic_prefix,
        data_directory=data_directory,
    )
    try:
        asyncio.run(_serve(settings))
    except NewsstreamError as error:
        talk_error(error)
        leave(error.exit_status)
    leave(0)


def leave(exit_status: int) -> NoReturn:
    """End this process now, with what was written written.

    Everything of ours has been stopped. Python would wait for the thread of each executor, and that of an
    enrichment process that was killed in the middle of an answer waits for the rest of it for ever.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(exit_status)


async def _serve(settings: Settings) -> None:
    from streams import log
    from streams.app import build_worker, run_worker
    from streams.local import free_port
    from streams.runtime.memory import return_memory

    return_memory()  # before the first thread
    if not settings.web_port:  # Faust takes no 0
        settings = msgspec.structs.replace(settings, web_port=free_port(settings.web_host, 0))
    log.configure(settings.log_level, settings.log_format)
    built = build_worker(settings)
    with signal_handlers(lambda _number: built.stopping.set()):
        if settings.log_level in ("DEBUG", "INFO"):
            talk(f"metrics: http://{settings.web_host}:{settings.web_port}/metrics")
        await run_worker(built)
