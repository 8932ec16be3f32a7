"""What runs inside an enrichment process."""

import contextlib
import os
import resource
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from streams.codecs import decode_raw, rfc3339
from streams.enrich.pipeline import EnrichmentFailure, Pipeline, load_pipeline
from streams.errors import DecodeError, ErrorType
from streams.records import EnrichedArticle, PipelineInfo, RawArticle
from streams.records.article import published_datetime
from streams.runtime.memory import collect_rarely
from streams.runtime.outputs import Failed, Outcome, RawInput, derive, received_at

PARENT_CHECK_SECONDS = 1.0


@dataclass(slots=True)
class BatchReport:
    """The outcomes of one batch, one for each input in order, and what was counted on the way.

    Attributes:
        published: Unix times of publication, of the enriched articles that give an instant.
    """

    outcomes: list[Outcome]
    entities: dict[str, int] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)
    words: int = 0
    published: list[float] = field(default_factory=list)
    component_seconds: dict[str, float] = field(default_factory=dict)
    resident_bytes: int = 0


@dataclass(frozen=True, slots=True)
class ChildInfo:
    """A started process: its id, and the pipeline it has loaded."""

    process_id: int
    pipeline: PipelineInfo


_pipeline: Pipeline | None = None
_max_article_bytes = 0


def initialise(pipeline_name: str, max_article_bytes: int, parent_process_id: int) -> None:
    """Prepare the process: load the pipeline, leave signals to the parent, watch the parent."""
    global _pipeline, _max_article_bytes  # noqa: PLW0603 - a process has exactly one pipeline
    # Ctrl-C reaches the whole foreground group: the parent decides what becomes of the batch.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with_parent(parent_process_id)
    _max_article_bytes = max_article_bytes
    _pipeline = load_pipeline(pipeline_name)
    # Code paths that compile or cache at first use are paid for here, not by the first article.
    _pipeline.enrich_batch([RawArticle(id="warm-up", text="Two people met in Paris on Monday.")])
    _pipeline.timings = type(_pipeline.timings)()
    collect_rarely()


def describe() -> ChildInfo:
    """Return the process id and the pipeline; a parent waits for this to know that all is loaded."""
    return ChildInfo(os.getpid(), _loaded().info)


def enrich_records(records: Sequence[RawInput]) -> BatchReport:
    """Return one outcome for each raw record, in order."""
    pipeline = _loaded()
    before = pipeline.timings.as_dict()
    outcomes: list[Outcome | None] = [None] * len(records)
    articles: list[RawArticle] = []
    positions: list[int] = []
    for index, raw in enumerate(records):
        decoded = _decode(raw)
        if isinstance(decoded, Failed):
            outcomes[index] = decoded
        else:
            articles.append(decoded)
            positions.append(index)

    report = BatchReport([])
    moments = [received_at(records[index]) for index in positions]
    results = pipeline.enrich_batch(articles, moments)
    enriched_at = rfc3339(datetime.now(UTC))
    entities: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    started = time.perf_counter()
    for index, article, result in zip(positions, articles, results, strict=True):
        outcomes[index] = _outcome(result, records[index], article, enriched_at)
        if isinstance(result, EnrichedArticle):
            report.words += article.text.count(" ") + 1
            entities.update(entity.type for entity in result.entities)
            figures.update(figure.kind for figure in result.figures)
            published = _published(article)
            if published is not None:
                report.published.append(published)
    after = pipeline.timings.as_dict()
    report.component_seconds = {name: after[name] - before[name] for name in after}
    report.component_seconds["encode"] = time.perf_counter() - started
    report.outcomes = [outcome for outcome in outcomes if outcome is not None]
    report.entities, report.figures = dict(entities), dict(figures)
    report.resident_bytes = _resident_bytes()
    return report


def _decode(raw: RawInput) -> RawArticle | Failed:
    if raw.value is not None and len(raw.value) > _max_article_bytes:
        return Failed(
            ErrorType.TOO_LARGE,
            f"the record has {len(raw.value)} bytes, the limit max_article_bytes is "
            f"{_max_article_bytes}",
            "decode",
        )
    try:
        return decode_raw(raw.value)
    except DecodeError as error:
        return Failed(error.error_type, str(error), "decode", error.article_id)


def _outcome(
    result: EnrichedArticle | EnrichmentFailure,
    raw: RawInput,
    article: RawArticle,
    enriched_at: str,
) -> Outcome:
    fingerprint = _loaded().info.fingerprint
    if isinstance(result, EnrichmentFailure):
        return Failed(
            ErrorType.ENRICHMENT_FAILED, result.message, "enrich", article.id, fingerprint
        )
    try:
        return derive(result, raw, enriched_at)
    except Exception as error:  # noqa: BLE001 - the batch boundary again: an event that can't be encoded is its own failure
        message = f"{type(error).__name__}: {error}"
        return Failed(ErrorType.ENRICHMENT_FAILED, message, "enrich", article.id, fingerprint)


def _published(article: RawArticle) -> float | None:
    published = published_datetime(article.published_at)
    return published.timestamp() if published is not None and published.tzinfo else None


def _loaded() -> Pipeline:
    if _pipeline is None:
        raise RuntimeError("the enrichment process was not initialised")
    return _pipeline


def _resident_bytes() -> int:
    with contextlib.suppress(OSError, ValueError):
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - hot path
            return int(statm.read().split()[1]) * resource.getpagesize()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _die_with_parent(parent_process_id: int) -> None:
    """End this process soon after its parent, however the parent ended.

    A killed parent can't stop its children, and a spawned child would live on for ever.
    """

    def watch() -> None:
        while os.getppid() == parent_process_id:
            time.sleep(PARENT_CHECK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
