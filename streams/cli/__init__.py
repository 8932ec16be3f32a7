"""The ``newsstream`` command. One module for each command or group of commands.

Data goes to standard output, talk to standard error. Exit status: 0 all went well, 1 some items failed,
2 the command was used wrongly, 3 Kafka can't be reached, 4 a worker failed, 130 and 143 stopped by signal.
"""

import sys

import typer

import streams
from streams.cli import (
    bench,
    config,
    consume,
    deadletters,
    doctor,
    enrich,
    model,
    replay,
    run,
    test,
    top,
    topics,
    trends,
    worker,
)
from streams.cli.options import talk_error
from streams.errors import NewsstreamError

app = typer.Typer(
    name="newsstream",
    help="News articles in, entities and figures out, through Apache Kafka and Faust.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"newsstream {streams.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", help="Print the version.", callback=_version, is_eager=True
    ),
) -> None:
    """News articles in, entities and figures out, through Apache Kafka and Faust."""


app.command("run")(run.run)
app.command("up")(run.up)
app.command("worker")(worker.worker)
app.command("replay")(replay.replay)
app.command("consume")(consume.consume)
app.command("top")(top.top)
app.command("enrich")(enrich.enrich)
app.command("show")(enrich.show)
app.command("trends")(trends.trends)
app.add_typer(topics.app, name="topics")
app.add_typer(deadletters.app, name="deadletters")
app.add_typer(model.app, name="model")
app.command("config")(config.config)
app.command("doctor")(doctor.doctor)
app.command("bench", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(
    bench.bench
)
app.command("test", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(
    test.test
)


def main() -> None:
    """Run the command line; every expected error is one message and an exit status."""
    try:
        app()
    except NewsstreamError as error:
        talk_error(error)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): no error, but nothing more to say either.
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
