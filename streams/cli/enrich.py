"""``newsstream enrich`` and ``show``: the enrichment without Kafka."""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import orjson
import typer

from streams.cli.options import (
    PipelineName,
    ProfileName,
    SettingsFile,
    pipeline_name,
    settings_from,
    talk,
)
from streams.errors import DecodeError, ErrorType, NewsstreamError, UsageError

if TYPE_CHECKING:
    from streams.enrich.pipeline import Pipeline
    from streams.records import RawArticle

BATCH_LINES = 32


def enrich(
    file: Annotated[str, typer.Argument(help="JSON Lines; - is standard input.")] = "-",
    pipeline: PipelineName = None,
    profile: ProfileName = None,
    settings_file: SettingsFile = None,
) -> None:
    """Enrich JSON Lines without Kafka: one enriched event for each line, in order.

    Lines are articles: id and text, optionally title, url, source, authors, published_at, language. A bad
    line gives {"id", "error"} in its place, and exit status 1 at the end.

    Examples:

        newsstream enrich articles.jsonl > events.jsonl

        echo '{"id":"1","text":"At least 12 people were killed in Kyiv."}' | newsstream enrich | jq .figures
    """
    loaded = _load(pipeline_name(pipeline, profile), settings_file)
    failed = 0
    with _open(file) as lines:
        for batch in _batches(enumerate(lines, start=1)):
            failed += _answer(loaded, batch)
    if failed:
        talk(f"{failed} lines could not be enriched")
        raise typer.Exit(1)


def show(
    file: Annotated[list[str], typer.Argument(help="Articles in any format that replay reads.")],
    pipeline: PipelineName = None,
    profile: ProfileName = None,
    settings_file: SettingsFile = None,
) -> None:
    """Show articles with their entities and figures coloured in place, and tables of both.

    Examples:

        newsstream show seeds/some-article.txt

        newsstream show --profile accurate article.json
    """
    from rich.markup import escape

    from streams.cli import render
    from streams.cli.terminal import Terminal
    from streams.codecs import encode
    from streams.enrich.pipeline import EnrichmentFailure
    from streams.sources import SourceError, read_articles

    loaded = _load(pipeline_name(pipeline, profile), settings_file)
    console, failed = Terminal(highlight=False), 0
    for item in read_articles(file):
        if isinstance(item, SourceError):
            talk(f"[red]{escape(str(item))}[/]")
            failed += 1
            continue
        result = loaded.enrich_batch([item.article])[0]
        if isinstance(result, EnrichmentFailure):
            talk(f"[red]{escape(result.message)}[/]")
            failed += 1
        else:
            console.print(render.article(orjson.loads(encode(result))))
    if failed:
        raise typer.Exit(1)


def _load(name: str | None, settings_file: Path | None) -> "Pipeline":
    from streams.enrich.pipeline import load_pipeline
    from streams.enrich.recognisers import PipelineNotFoundError

    try:
        return load_pipeline(name or settings_from(settings_file).settings.pipeline)
    except PipelineNotFoundError as error:
        raise UsageError(str(error)) from None


def _open(file: str) -> BinaryIO:
    if file == "-":
        return sys.stdin.buffer
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise NewsstreamError(f"can't read {file}: {error.strerror}") from None


def _batches(lines: Iterable[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    iterator = iter(lines)
    while batch := list(islice(iterator, BATCH_LINES)):
        yield batch


def _answer(pipeline: "Pipeline", batch: list[tuple[int, bytes]]) -> int:
    """Write one line for each line of the batch; return how many are errors."""
    from streams.codecs import decode_raw, encode
    from streams.enrich.pipeline import EnrichmentFailure

    decoded: list[RawArticle | DecodeError] = []
    for _, line in batch:
        try:
            decoded.append(decode_raw(line))
        except DecodeError as error:
            decoded.append(error)
    articles = [item for item in decoded if not isinstance(item, DecodeError)]
    results = iter(pipeline.enrich_batch(articles))
    output, failed = [], 0
    for (number, _), item in zip(batch, decoded, strict=True):
        result = item if isinstance(item, DecodeError) else next(results)
        if isinstance(result, DecodeError):
            output.append(_error(result.article_id, result.error_type, str(result), number))
            failed += 1
        elif isinstance(result, EnrichmentFailure):
            article_id = None if isinstance(item, DecodeError) else item.id
            error_type = ErrorType.ENRICHMENT_FAILED
            output.append(_error(article_id, error_type, result.message, number))
            failed += 1
        else:
            # `id` stands first, beside the event's own fields, for those who give only id and text.
            opening = b'{"id":' + orjson.dumps(result.article_id) + b","
            output.append(opening + encode(result)[1:])
    sys.stdout.buffer.write(b"\n".join(output) + b"\n")
    sys.stdout.buffer.flush()
    return failed


def _error(article_id: str | None, error_type: ErrorType, message: str, line: int) -> bytes:
    error = {"type": error_type.value, "message": message, "line": line}
    return orjson.dumps({"id": article_id, "error": error})
