"""``newsstream model``: what recognises the entities, and how well."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from streams.cli.options import PipelineName, ProfileName, SettingsFile, pipeline_name, settings_from
from streams.errors import NewsstreamError, UsageError

if TYPE_CHECKING:
    from streams.enrich.pipeline import Recogniser
    from streams.enrich.spans import LabelledSpan

app = typer.Typer(
    help="Information about the recogniser, and its scores on annotated text.", no_args_is_help=True
)


@app.command()
def info(
    pipeline: PipelineName = None,
    profile: ProfileName = None,
    settings_file: SettingsFile = None,
) -> None:
    """Name, version and fingerprint of the pipeline that would be used.

    Examples:

        newsstream model info

        newsstream model info --profile accurate
    """
    from streams.enrich.pipeline import load_pipeline
    from streams.enrich.recognisers import PipelineNotFoundError

    name = pipeline_name(pipeline, profile) or settings_from(settings_file).settings.pipeline
    try:
        found = load_pipeline(name).info
    except PipelineNotFoundError as error:
        raise UsageError(str(error)) from None
    facts = {"name": found.name, "version": found.version, "fingerprint": found.fingerprint}
    if sys.stdout.isatty():
        for label, value in facts.items():
            typer.echo(f"{label:12} {value}")
    else:
        typer.echo(orjson.dumps(facts))


@app.command()
def evaluate(
    data: Annotated[
        Path, typer.Option(help="Annotated documents: JSON Lines, gzip'd (id, text, entities).")
    ],
    corpus: Annotated[
        str | None,
        typer.Option(help="Whose annotation rules hold. Default: the file's folder's name."),
    ] = None,
    corrected: Annotated[
        bool, typer.Option("--corrected", help="With the corrections that the enrichment makes.")
    ] = False,
    pipeline: PipelineName = None,
    profile: ProfileName = None,
    settings_file: SettingsFile = None,
) -> None:
    """Precision, recall and F1 by type, exact spans.

    Places (GPE, LOC, FAC) are scored as one type; MICRO is over persons, organisations and places.

    Examples:

        newsstream model evaluate --data corpora/gum/dev.jsonl.gz

        newsstream model evaluate --data mine.jsonl.gz --profile accurate | jq .
    """
    from streams.enrich.recognisers import (
        PipelineNotFoundError,
        load_recogniser,
    )
    from streams.pipelines.evaluation import evaluate as score

    name = pipeline_name(pipeline, profile) or settings_from(settings_file).settings.pipeline
    if not data.is_file():
        raise NewsstreamError(f"there is no file {data}")
    try:
        recogniser = load_recogniser(name)
        scores = score(_Corrected(recogniser) if corrected else recogniser, data, corpus)
    except PipelineNotFoundError as error:
        raise UsageError(str(error)) from None
    except (ValueError, KeyError, OSError) as error:
        raise NewsstreamError(
            f"{data} is not in the format of annotated documents ({type(error).__name__}: {error})"
        ) from None
    if not sys.stdout.isatty():
        for label, result in scores.items():
            line = {
                "type": label,
                "precision": round(result.precision, 4),
                "recall": round(result.recall, 4),
                "f1": round(result.f1, 4),
                "annotated": result.annotated,
            }
            typer.echo(orjson.dumps(line))
        return
    from rich.table import Table

    from streams.cli.terminal import Terminal

    table = Table("type", box=None)
    for column in ("precision", "recall", "F1", "annotated"):
        table.add_column(column, justify="right")
    for label, result in scores.items():
        percents = (f"{100 * x:.1f}" for x in (result.precision, result.recall, result.f1))
        table.add_row(label, *percents, str(result.annotated))
    Terminal().print(table)


class _Corrected:
    """A recogniser with the rules after it that the enrichment applies."""

    def __init__(self, recogniser: "Recogniser") -> None:
        self._recogniser = recogniser

    def recognise(self, texts: Sequence[str]) -> list[list["LabelledSpan"]]:
        from streams.enrich.mentions import correct_mentions

        found = self._recogniser.recognise(texts)
        return [correct_mentions(text, spans) for text, spans in zip(texts, found, strict=True)]
