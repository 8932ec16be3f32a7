"""newsstream and its peers, one after the other in each round, over the same articles on the same cores.

    python -m benchmarks                                   # everything: ten minutes or more
    python -m benchmarks --only faust,quix --articles my-articles.jsonl
    python -m benchmarks --pipeline en_core_web_sm         # the peers run this instead of the one trained here

The broker is warmed up first. Each contestant is started with a few articles waiting (time to the first output),
warmed up, and then given all articles at once (articles a second, CPU, memory). In the first round it is then given
articles at half of that rate (latency, from sent to read by a committed reader). All outputs are checked: each there,
once, and right.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import platformdirs
from rich.console import Console
from rich.table import Table

from benchmarks.contestants import (
    PEERS,
    PEERS_BY_NAME,
    Contestant,
    Place,
    make_environment,
    newsstream,
    peer_environment,
)
from benchmarks.make_articles import Maker, read_sentences
from benchmarks.measuring import (
    Collector,
    collecting,
    cpu_seconds,
    machine,
    producing,
    publish,
    quantiles,
    warm_broker,
    watched_memory,
)
from streams.broker import EmbeddedBroker
from streams.kafka import create_topics
from streams.topics import ENRICHED

CACHE = Path(platformdirs.user_cache_dir("newsstream")) / "benchmarks"
ALONE, PIPE = "newsstream, enrichment alone", "nlp.pipe, no Kafka"
FIRST = 16
# Everybody is warmed up for the same time, by parts of so many articles, and by one part at least.
WARM_UP_SECONDS, WARM_UP_PART, WARM_UP_MOST = 8.0, 120, 2400
SETTLE_SECONDS = 4.0
SILENCE_SECONDS = 180.0
MEBIBYTE = 1_048_576
# Floats of a batch may round otherwise than those of a single text: a name in a thousand may tip over.
ALIKE = 0.99

talk = Console(stderr=True)


@dataclass(slots=True)
class Measured:
    """What one contestant reached in one round."""

    seconds: float
    cpu_seconds: float
    memory_bytes: int = 0
    first_seconds: float | None = None
    repeated: int = 0
    latency: dict[str, float] = field(default_factory=dict)
    latency_rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Articles:
    """Articles as (id, JSON), those that are measured and those for the warm-up and for the latency."""

    measured: list[tuple[str, bytes]]
    warm_up: list[tuple[str, bytes]]
    later: list[tuple[str, bytes]]

    @property
    def words(self) -> int:
        """Words of the texts measured."""
        return sum(len(orjson.loads(value)["text"].split()) for _, value in self.measured)


def made(count: int, later: int, warm_up: int = WARM_UP_MOST) -> Articles:
    """Return generated articles, all different."""
    maker = Maker(read_sentences(), 1, 600)
    found = [maker.article(number) for number in range(FIRST + warm_up + count + later)]
    return _split([(article["id"], orjson.dumps(article)) for article in found], warm_up, count)


def given(path: Path, count: int, later: int) -> Articles:
    """Return articles of a JSON Lines file with ``id`` and ``text``, the first ones for the warm-up.

    Of a short file half of what is not measured is for the warm-up, but one part of it in any case.

    Raises:
        SystemExit: There are too few, or an id comes twice.
    """
    with path.open("rb") as lines:
        chosen = islice(lines, FIRST + WARM_UP_MOST + count + later)
        found = [(str(orjson.loads(line)["id"]), line.strip()) for line in chosen]
    if len({key for key, _ in found}) < len(found):
        raise SystemExit(f"{path}: ids are not unique")
    if len(found) < (needed := FIRST + WARM_UP_PART + count):
        raise SystemExit(f"{path}: {len(found)} articles; {needed} are needed, or take a smaller --count")
    spare = (len(found) - FIRST - count) // 2
    return _split(found, min(max(spare, WARM_UP_PART), WARM_UP_MOST), count)


def _split(found: list[tuple[str, bytes]], warm_up: int, count: int) -> Articles:
    begin = FIRST + warm_up
    return Articles(found[begin : begin + count], found[:begin], found[begin + count :])


async def run_contestant(
    contestant: Contestant, place: Place, broker_id: int, articles: Articles, latency_seconds: float
) -> tuple[Measured, Collector]:
    """Measure one contestant once."""
    await contestant.make_topics(place)
    servers = place.bootstrap_servers
    async with collecting(servers, place.output) as collector, producing(servers) as producer:

        await publish(producer, place.input, articles.warm_up[:FIRST])
        started = time.monotonic()
        async with contestant.start(place) as process_ids, watched_memory(process_ids) as memory:
            waiting = partial(collector.wait_for, silence_seconds=SILENCE_SECONDS, process_ids=process_ids)

            async def through(part: Sequence[tuple[str, bytes]]) -> None:
                await publish(producer, place.input, part)
                await waiting(key for key, _ in part)

            await waiting([articles.warm_up[0][0]])
            first = min(collector.arrived.values()) - started
            await asyncio.sleep(SETTLE_SECONDS)
            await _warm_up(articles, through)
            cpu, began = cpu_seconds([*process_ids, broker_id]), time.monotonic()
            await through(articles.measured)
            ended = max(collector.arrived[key] for key, _ in articles.measured)
            result = Measured(ended - began, cpu_seconds([*process_ids, broker_id]) - cpu, first_seconds=first)
            if latency_seconds:
                rate = len(articles.measured) / result.seconds / 2
                part = articles.later[: max(int(rate * latency_seconds), 1)]
                due = await publish(producer, place.input, part, rate=rate)
                await waiting(due)
                result.latency = quantiles([collector.arrived[key] - due[key] for key in due])
                result.latency_rate = round(rate, 1)
        result.memory_bytes = memory.peak_bytes
        result.repeated = collector.repeated
        return result, collector


async def _warm_up(articles: Articles, through: Callable[[Sequence[tuple[str, bytes]]], Awaitable[None]]) -> None:
    began = time.monotonic()
    for start in range(FIRST, len(articles.warm_up), WARM_UP_PART):
        await through(articles.warm_up[start : start + WARM_UP_PART])
        if time.monotonic() - began >= WARM_UP_SECONDS:
            break


def run_pipe(processes: int, place: Place, articles: Articles, folder: Path) -> tuple[Measured, dict[str, bytes]]:
    """Measure spaCy's ``nlp.pipe`` without Kafka."""
    names = [folder / name for name in ("warm-up.jsonl", "articles.jsonl", "events.jsonl")]
    for path, part in zip(names, (articles.warm_up[: FIRST + WARM_UP_PART], articles.measured), strict=False):
        path.write_bytes(b"".join(value + b"\n" for _, value in part))
    command = [str(place.python), "pipe_spacy.py", str(processes), *map(str, names)]
    done = subprocess.run(command, cwd=PEERS, env=peer_environment(place), check=True, stdout=subprocess.PIPE)
    events = {orjson.loads(line)["id"]: line for line in names[2].read_bytes().splitlines()}
    return Measured(**json.loads(done.stdout)), events


async def run_alone(processes: int, articles: Articles) -> Measured:
    """Measure our own enrichment without Kafka."""
    from benchmarks.stream import measure_alone

    warm_up = [value for _, value in articles.warm_up]
    lines = [value for _, value in articles.measured]
    return Measured(**await measure_alone(warm_up, lines, processes, WARM_UP_SECONDS))


def check_ours(articles: Articles, values: dict[str, bytes], sample: int = 40) -> None:
    """Compare every event with its article, and some with an enrichment in this process.

    Raises:
        ValueError: Something is not right.
    """
    from streams.codecs import decode_raw
    from streams.enrich.pipeline import load_pipeline
    from streams.records import EnrichedArticle

    for key, raw in articles.measured:
        event, article = orjson.loads(values[key]), orjson.loads(raw)
        for item in [*event["figures"], *(mention for entity in event["entities"] for mention in entity["mentions"])]:
            if article[item["field"]][item["start"] : item["end"]] != item["text"]:
                raise ValueError(f"{key}: offsets of {item} don't fit")
    chosen = articles.measured[:sample]
    for (key, _), wanted in zip(
        chosen, load_pipeline().enrich_batch([decode_raw(raw) for _, raw in chosen]), strict=True
    ):
        event = orjson.loads(values[key])
        if not isinstance(wanted, EnrichedArticle) or event["event_id"] != wanted.event_id:
            raise ValueError(f"{key}: another event than the enrichment gives")
        if [e["id"] for e in event["entities"]] != [e.id for e in wanted.entities]:
            raise ValueError(f"{key}: other entities than the enrichment gives")
        if [f["id"] for f in event["figures"]] != [f.id for f in wanted.figures]:
            raise ValueError(f"{key}: other figures than the enrichment gives")


def check_peer(articles: Articles, values: dict[str, bytes], reference: dict[str, bytes]) -> None:
    """Compare a peer's events with their articles and with those of ``nlp.pipe``.

    Raises:
        ValueError: Something is not right.
    """
    same = 0
    for key, raw in articles.measured:
        found, text = orjson.loads(values[key])["entities"], orjson.loads(raw)["text"]
        if any(text[entity["start"] : entity["end"]] != entity["text"] for entity in found):
            raise ValueError(f"{key}: offsets don't fit")
        same += found == orjson.loads(reference[key])["entities"] if reference else 1
    if same < ALIKE * len(articles.measured):
        raise ValueError(f"only {same} of {len(articles.measured)} articles have the entities that nlp.pipe finds")


class Contest:
    """Runs the rounds and keeps what was measured."""

    def __init__(self, options: argparse.Namespace, place: Place, broker_id: int, articles: Articles) -> None:
        """Take the options, and where and over what to run."""
        self._options, self._place, self._broker_id, self._articles = options, place, broker_id, articles
        self._reference: dict[str, bytes] = {}
        self.results: dict[str, list[Measured]] = {}
        self.failures: dict[str, str] = {}

    async def run(self) -> None:
        """Run all rounds."""
        processes = self._options.processes
        await self._warm_broker()
        known = {name: PEERS_BY_NAME[name] for name in self._options.only if name in PEERS_BY_NAME}
        pipes = [n for n in (1, 2) if f"pipe{n}" in self._options.only]
        for number in range(self._options.rounds):
            latency = self._options.latency_seconds if number == 0 else 0.0
            for n in pipes:
                await self._in_process(n)
            await self._attempt(ALONE, self._alone(processes), number)
            ours = [newsstream(processes)]
            # The other way round in every second round, so that nobody is always first.
            for contestant in (ours + list(known.values()))[:: -1 if number % 2 else 1]:
                await self._attempt(contestant.name, self._stream(contestant, number, latency), number)

    async def _warm_broker(self) -> None:
        talk.print("[dim]warming up the broker …[/]")
        place = self._place_of("warm-up")
        await create_topics(place.settings, [ENRICHED])
        await warm_broker(place.bootstrap_servers, place.output)

    def _place_of(self, name: str) -> Place:
        base = self._place
        log = base.log.with_name(name + ".log")
        return Place(base.bootstrap_servers, name, base.partitions, base.python, base.pipeline, log)

    async def _in_process(self, n: int) -> None:
        name = f"{PIPE}, {n} process{'es' if n > 1 else ''}"

        async def run() -> Measured:
            measured, events = await asyncio.to_thread(run_pipe, n, self._place, self._articles, self._place.log.parent)
            self._reference = self._reference or events
            return measured

        await self._attempt(name, run(), len(self.results.get(name, [])))

    async def _alone(self, processes: int) -> Measured:
        return await run_alone(processes, self._articles)

    async def _stream(self, contestant: Contestant, number: int, latency: float) -> Measured:
        place = self._place_of(f"round{number}{contestant.slug}")
        measured, collector = await run_contestant(contestant, place, self._broker_id, self._articles, latency)
        if contestant.ours:
            check_ours(self._articles, collector.values)
        else:
            check_peer(self._articles, collector.values, self._reference)
        return measured

    async def _attempt(self, name: str, work: Any, number: int) -> None:
        talk.print(f"[dim]round {number + 1} of {self._options.rounds}[/]  {name} …", end=" ")
        try:
            measured = await work
        except (TimeoutError, ValueError, subprocess.CalledProcessError, KeyError) as error:
            self.failures[name] = f"{type(error).__name__}: {error}"
            talk.print(f"[red]failed: {error}; logs in {self._place.log.parent}[/]")
            return
        self.results.setdefault(name, []).append(measured)
        talk.print(f"{len(self._articles.measured) / measured.seconds:.1f} articles/s")


def summary(contest: Contest, articles: Articles) -> list[dict[str, Any]]:
    """Return one row a contestant: medians of the rounds, ratios of the same round."""
    count, words = len(articles.measured), articles.words
    ours = next((r for name, r in contest.results.items() if name.startswith("newsstream,") and name != ALONE), [])
    rows = []
    for name, rounds in contest.results.items():
        seconds = statistics.median(r.seconds for r in rounds)
        ratios = [theirs.seconds / own.seconds for theirs, own in zip(rounds, ours, strict=False)]
        firsts = [r.first_seconds for r in rounds if r.first_seconds is not None]
        rows.append(
            {
                "contestant": name,
                "articles_per_second": round(count / seconds, 1),
                "words_per_second": round(words / seconds),
                "newsstream_is_times_as_fast": round(statistics.median(ratios), 2) if ratios else None,
                "newsstream_is_times_as_fast_by_round": [round(ratio, 2) for ratio in ratios],
                "cpu_ms_per_article": round(1000 * statistics.median(r.cpu_seconds for r in rounds) / count, 1),
                "peak_memory_mib": round(max(r.memory_bytes for r in rounds) / MEBIBYTE) or None,
                "first_output_seconds": round(min(firsts), 1) if firsts else None,
                "latency_at_rate": rounds[0].latency_rate or None,
                **rounds[0].latency,
                "repeated_outputs": sum(r.repeated for r in rounds),
            }
        )
    return rows


def show(rows: Sequence[dict[str, Any]], failures: dict[str, str]) -> None:
    """Print the table: a Markdown table in a pipe."""
    columns = {
        "contestant": "contestant",
        "articles_per_second": "articles/s",
        "words_per_second": "words/s",
        "newsstream_is_times_as_fast": "newsstream is × as fast",
        "cpu_ms_per_article": "CPU ms an article",
        "peak_memory_mib": "peak MiB",
        "first_output_seconds": "first after s",
        "p50_ms": "p50 ms",
        "p95_ms": "p95 ms",
        "p99_ms": "p99 ms",
    }
    cells = [[_cell(row.get(key)) for key in columns] for row in rows]
    if sys.stdout.isatty():
        table = Table(*columns.values())
        for line in cells:
            table.add_row(*line)
        Console().print(table)
    else:
        for line in [list(columns.values()), ["---"] * len(columns), *cells]:
            sys.stdout.write("| " + " | ".join(line) + " |\n")
    for name, reason in failures.items():
        talk.print(f"[red]{name}: {reason}[/]")


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else f"{value:,}"


def options_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the command line's options."""
    everyone = [*PEERS_BY_NAME, "pipe1", "pipe2"]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=500, help="articles to measure on (default 500)")
    parser.add_argument("--articles", type=Path, help="JSON Lines of your own, with id and text")
    parser.add_argument("--rounds", type=int, default=2, help="default 2")
    parser.add_argument("--processes", type=int, default=2, help="our enrichment processes (default 2)")
    parser.add_argument("--partitions", type=int, default=4)
    parser.add_argument("--latency-seconds", type=float, default=15.0, help="0 leaves latency out")
    parser.add_argument("--only", type=_names, default=everyone, help=",".join(everyone))
    parser.add_argument("--pipeline", help="an installed spaCy pipeline, or the path of one, for the peers")
    parser.add_argument("--environment", type=Path, default=CACHE / "peers", help="where the peers are installed")
    parser.add_argument("--json", type=Path, default=Path("benchmark.json"), help="default benchmark.json")
    options = parser.parse_args(arguments)
    if unknown := set(options.only) - set(everyone):
        parser.error(f"--only: {', '.join(sorted(unknown))}; there are {', '.join(everyone)}")
    return options


def _names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


def pipeline_of(options: argparse.Namespace) -> str:
    """Return the peers' pipeline: the one asked for, or one trained here, once."""
    if options.pipeline:
        path = Path(options.pipeline)
        return str(path.resolve()) if path.exists() else options.pipeline
    folder = CACHE / "pipeline"
    if not (folder / "meta.json").exists():
        from benchmarks.peers.train import train

        talk.print("training the peers' pipeline, once: two minutes or so")
        train(folder, talk.print)
    return str(folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print the table, write the JSON; exit status 1 when a contestant failed."""
    options = options_of(arguments)
    later = 4000
    articles = given(options.articles, options.count, later) if options.articles else made(options.count, later)
    pipeline = pipeline_of(options)
    python = make_environment(options.environment, talk.print)
    before = machine()
    with tempfile.TemporaryDirectory(prefix="newsstream-bench-") as folder, EmbeddedBroker.ephemeral() as broker:
        log = Path(folder) / "peer.log"
        place = Place(broker.bootstrap_servers, "bench", options.partitions, python, pipeline, log)
        contest = Contest(options, place, broker.pid, articles)
        asyncio.run(contest.run())
        rows = summary(contest, articles)
        if contest.failures:
            for path in sorted(Path(folder).glob("*.log")):
                lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-30:]
                talk.print("\n".join([f"--- {path.name}", *lines]), markup=False)
    show(rows, contest.failures)
    result = {
        "machine": before | {"load_average_after": os.getloadavg() if hasattr(os, "getloadavg") else None},
        "articles": len(articles.measured),
        "words": articles.words,
        "options": {name: str(value) for name, value in vars(options).items()},
        "peer_pipeline": _pipeline_meta(pipeline),
        "rows": rows,
        "failures": contest.failures,
    }
    options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    talk.print(f"written: {options.json}")
    return 1 if contest.failures else 0


def _pipeline_meta(pipeline: str) -> dict[str, Any]:
    path = Path(pipeline, "meta.json")
    meta = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    shown = {key: meta.get(key) for key in ("name", "version", "spacy_version", "pipeline")}
    return {"asked_for": Path(pipeline).name, **shown, "ner_labels": len(meta.get("labels", {}).get("ner", []))}
