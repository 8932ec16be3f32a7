"""``newsstream config``: the settings in force."""

import sys
from typing import Annotated

import orjson
import typer

from streams.cli.options import SettingsFile, settings_from
from streams.settings import shown_value


def config(
    settings_file: SettingsFile = None,
    json: Annotated[bool, typer.Option("--json", help="JSON even on a terminal.")] = False,
) -> None:
    """Show every setting with its value and where it came from. Secrets are masked.

    Precedence: flag, environment (NEWSSTREAM_<NAME>), TOML file (--settings or NEWSSTREAM_SETTINGS),
    default.

    Examples:

        newsstream config

        NEWSSTREAM_PARTITIONS=12 newsstream config --json
    """
    loaded = settings_from(settings_file)
    rows = [
        (name, shown_value(name, getattr(loaded.settings, name)), loaded.origins[name])
        for name in loaded.settings.__struct_fields__
    ]
    if json or not sys.stdout.isatty():
        for name, value, origin in rows:
            typer.echo(orjson.dumps({"name": name, "value": value, "origin": origin}))
        return
    from rich.table import Table
    from rich.text import Text

    from streams.cli.terminal import Terminal

    table = Table("setting", "value", "origin", box=None)
    for name, value, origin in rows:
        table.add_row(name, Text("" if value is None else str(value)), Text(origin))
    Terminal().print(table)
