"""Compare figure extractors on the same sentences: what they find, what is right, and how fast.

    python benchmarks/figures.py SENTENCES.jsonl [--repeat N] [--peers DIRECTORY]

Each line of the input is ``{"id", "text", "gold": […]}``, with figures in the form of the enriched
event (offsets, kind and what the record says, without ids); a gold figure with ``"optional": true`` counts
neither when found nor when missed, and a key ending in ``_unscored`` leaves that property out.
Without a path, the sentences of ``tests/unit/test_figures_news.py`` are taken: those we pass by
definition, so they measure the peers and the speed, not us.

The peers (Recognizers-Text and quantulum3) are installed into an environment of their own, by
default a temporary one; they are no dependencies of the project. Every extractor runs in one process
of its own. CPU time is that of the process, less the time for a single sentence (start-up).
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Figure = dict[str, Any]
Row = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent
# The emoji package renamed what Recognizers-Text imports from it; quantulum3 needs setuptools.
PEER_PACKAGES = ("recognizers-text-suite==1.0.2a2", "quantulum3==0.10.0", "emoji<1", "setuptools<81")
UNITS = {
    "dollar": "USD", "united states dollar": "USD", "euro": "EUR", "pound sterling": "GBP",
    "british pound": "GBP", "pound": "lb",
    "japanese yen": "JPY", "yen": "JPY", "chinese yuan": "CNY", "indian rupee": "INR",
    "rupee": "INR", "canadian dollar": "CAD",
    "australian dollar": "AUD", "new zealand dollar": "NZD", "hong kong dollar": "HKD",
    "percentage": "%", "percent": "%",
    "kilometre": "km", "kilometer": "km", "metre": "m", "meter": "m", "centimetre": "cm",
    "centimeter": "cm", "millimetre": "mm",
    "millimeter": "mm", "foot": "ft", "kilogram": "kg", "gram": "g", "tonne": "t", "ton": "t",
    "metric ton": "t", "litre": "L", "liter": "L",
    "square metre": "m2", "square meter": "m2", "square kilometre": "km2",
    "square kilometer": "km2", "square mile": "mile2",
    "square foot": "ft2", "kilometre per hour": "km/h", "kilometer per hour": "km/h",
    "mile per hour": "mph", "degree celsius": "degC",
    "celsius": "degC", "degree fahrenheit": "degF", "fahrenheit": "degF", "degree angle": "degree",
    "pound-mass": "lb", "ounce": "oz",
    "cubic metre": "m3", "cubic meter": "m3", "c": "degC", "f": "degF",
}  # fmt: skip
SECONDS = {
    "second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2629800,
    "year": 31557600,
    "decade": 315576000, "century": 3155760000,
}  # fmt: skip


# --- extractors -----------------------------------------------------------------------------


def run_ours() -> Callable[[str], Iterable[Figure]]:
    """Return our extractor."""
    sys.path.insert(0, str(ROOT))
    import msgspec

    from streams.enrich.figures import extract_figures

    return lambda text: msgspec.to_builtins(extract_figures(text))  # type: ignore[no-any-return]


def run_recognizers() -> Callable[[str], Iterable[Figure]]:
    """Return Recognizers-Text with its models in the order of their precision, longest spans first."""
    import recognizers_suite as suite

    models = (
        ("money", suite.recognize_currency),
        ("percent", suite.recognize_percentage),
        ("duration", suite.recognize_age),
        ("quantity", suite.recognize_temperature),
        ("quantity", suite.recognize_dimension),
        ("date", suite.recognize_datetime),
        ("ordinal", suite.recognize_ordinal),
        ("cardinal", suite.recognize_number),
    )

    def extract(text: str) -> Iterator[Figure]:
        taken: list[tuple[int, int]] = []
        for kind, recognise in models:
            for found in sorted(recognise(text, "en-us"), key=lambda item: item.start - item.end):
                span = (found.start, found.end + 1)
                if any(span[0] < end and start < span[1] for start, end in taken):
                    continue
                taken.append(span)
                yield {"start": span[0], "end": span[1], **_recognised(kind, found.resolution)}

    return extract


def _recognised(kind: str, resolution: dict[str, Any] | None) -> Figure:
    values = resolution or {}
    if kind == "date":
        first = (values.get("values") or [{}])[0]
        if first.get("type") == "duration":
            return {"kind": "duration", "value": _number(first.get("value")), "unit": "second"}
        return {"kind": "date"}
    text = str(values.get("value", "")).rstrip("%")
    unit = "%" if kind == "percent" else values.get("unit")
    return {"kind": kind, "value": _number(text), "unit": unit}


def run_quantulum() -> Callable[[str], Iterable[Figure]]:
    """Return quantulum3."""
    from quantulum3 import parser

    kinds = {"currency": "money", "time": "duration", "dimensionless": "cardinal"}

    def extract(text: str) -> Iterator[Figure]:
        for found in parser.parse(text):
            unit = found.unit.name if found.unit.name != "dimensionless" else None
            kind = kinds.get(found.unit.entity.name, "quantity")
            kind = "percent" if unit in {"percentage", "percent"} else kind
            yield {"start": found.span[0], "end": found.span[1], "kind": kind, "value": found.value, "unit": unit}

    return extract


EXTRACTORS = {"newsstream": run_ours, "Recognizers-Text": run_recognizers, "quantulum3": run_quantulum}


def work(name: str) -> None:
    """Extract from JSON Lines on standard input; a sentence that an extractor fails on has none."""
    extract = EXTRACTORS[name]()
    for line in sys.stdin:
        try:
            figures = list(extract(json.loads(line)))
        except Exception:  # noqa: BLE001 - a peer's crash is its result
            figures = []
        print(json.dumps(figures, default=str))


# --- scoring --------------------------------------------------------------------------------


def _number(value: object) -> float | None:
    try:
        return float(str(value).replace(",", ""))
    except ValueError:
        return None


def unit_of(figure: Figure) -> str | None:
    """Return the unit's canonical name."""
    unit = figure.get("unit")
    if unit is None:
        return None
    name = str(unit).strip()
    return UNITS.get(name.lower(), name if name.isupper() else name.lower().removesuffix("s"))


def kind_of(figure: Figure) -> str:
    """Return the kind; a range is of the kind of what it ranges over."""
    kind = str(figure.get("kind"))
    if kind != "range":
        return kind
    unit = unit_of(figure)
    if unit is None:
        return "cardinal"
    if len(unit) == 3 and unit.isupper():
        return "money"
    return "percent" if unit == "%" else "duration" if unit in SECONDS else "quantity"


def is_right(gold: Figure, found: Figure) -> bool:
    """Tell whether value, unit and kind are right."""
    kinds = {kind_of(gold), str(gold.get("alt_kind"))}
    if kind_of(found) not in kinds:
        return False
    if kind_of(found) == "date" or gold.get("value") is None:
        return True
    if kind_of(gold) == "duration":
        return _close(_seconds(gold, "value"), _seconds(found, "value"), 0.015)
    if gold.get("vague"):
        return gold["value"] <= (_number(found.get("value")) or 0) < 10 * gold["value"]
    ends = ("value", "value_max") if gold.get("value_max") is not None else ("value",)
    same = all(_close(_number(gold.get(end)), _number(found.get(end)), 1e-3) for end in ends)
    return same and unit_of(gold) == unit_of(found)


def _seconds(figure: Figure, end: str) -> float | None:
    value = _number(figure.get(end))
    factor = SECONDS.get(unit_of(figure) or "")
    return None if value is None or factor is None else value * factor


def _close(one: float | None, other: float | None, tolerance: float) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= tolerance * max(abs(one), abs(other), 1e-9)


def is_full_record(gold: Figure, found: Figure) -> bool:
    """Tell whether qualifier, counted noun, event and rate are right as well."""
    if kind_of(gold) == "date":
        return True
    for name in ("qualifier", "event", "of", "per"):
        if gold.get(f"{name}_unscored") or (name in {"of", "per"} and not gold.get(name)):
            continue
        allowed = {_plain(gold.get(name)), *map(_plain, gold.get(f"{name}_alt", []))}
        if _plain(found.get(name)) not in allowed:
            return False
    return True


def _plain(value: str | None) -> str | None:
    if not value:
        return None
    word = value.lower().split()[-1]
    irregular = {"people": "person", "men": "man", "women": "woman", "children": "child", "at_most": "up_to"}
    return irregular.get(word, word.removesuffix("s"))


def score(rows: list[Row], answers: list[list[Figure]]) -> dict[str, float]:
    """Return F1 for finding, for value with unit and kind, and for the full record."""
    count: Counter[str] = Counter()
    for row, found in zip(rows, answers, strict=True):
        free = list(found)
        for gold in row["gold"]:
            overlapping = [item for item in free if item["start"] < gold["end"] and gold["start"] < item["end"]]
            best = max(overlapping, key=lambda item: is_right(gold, item), default=None)
            if best is not None:
                free.remove(best)
            if gold.get("optional"):
                continue
            count["gold"] += 1
            if best is None:
                continue
            right = is_right(gold, best)
            count.update(pred=1, found=1, full=right, record=right and is_full_record(gold, best))
        count["pred"] += sum(not _excused(item, row["gold"]) for item in free)
    return {name: _f1(count[name], count["pred"], count["gold"]) for name in ("found", "full", "record")}


def _excused(found: Figure, golds: list[Figure]) -> bool:
    """Tell whether a second figure lies inside a date or something optional: pieces cost nothing."""
    return any(
        (gold.get("optional") or kind_of(gold) == "date" or gold.get("alt_kind") == "date")
        and found["start"] < gold["end"]
        and gold["start"] < found["end"]
        for gold in golds
    )


def _f1(right: int, found: int, gold: int) -> float:
    return 2 * right / (found + gold) if found + gold else 0.0


# --- running --------------------------------------------------------------------------------


def run(name: str, python: str, texts: list[str]) -> tuple[list[list[Figure]], float]:
    """Return the figures of each text and the CPU seconds that the process took."""
    before = os.times()
    done = subprocess.run(
        [python, "-W", "ignore", __file__, "--worker", name],
        input="".join(json.dumps(text) + "\n" for text in texts),
        capture_output=True,
        text=True,
        check=True,
    )
    after = os.times()
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    return [json.loads(line) for line in done.stdout.splitlines()], seconds


def install(directory: Path) -> str:
    """Make the peers' environment unless it is there; return its Python."""
    python = directory / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(directory)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PEER_PACKAGES], check=True)
    return str(python)


def own_sentences() -> list[Row]:
    """Return the sentences of the unit tests, with what the tests expect as gold."""
    path = ROOT / "tests" / "unit" / "test_figures_news.py"
    spec = importlib.util.spec_from_file_location("sentences", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(ROOT))
    spec.loader.exec_module(module)
    extract = run_ours()
    return [
        {"id": str(number), "text": text, "gold": list(extract(text))}
        for number, (text, _) in enumerate(module.ALL_CASES)
    ]


def report(rows: list[Row], *, repeat: int, peers: Path) -> None:
    """Print one line for each extractor."""
    texts = [row["text"] for row in rows]
    peer_python = install(peers)
    print(f"{len(texts)} sentences, {sum(len(row['gold']) for row in rows)} figures")
    print(f"{'':18}{'found F1':>9}{'full F1':>9}{'record F1':>11}{'sentences per CPU-second':>26}")
    for name in EXTRACTORS:
        python = sys.executable if name == "newsstream" else peer_python
        times = repeat if name == "newsstream" else 1
        answers, seconds = run(name, python, texts * times)
        _, start_up = run(name, python, texts[:1])
        marks = score(rows, answers[: len(texts)])
        speed = (len(texts) * times - 1) / max(seconds - start_up, 1e-6)
        print(f"{name:18}{marks['found']:9.3f}{marks['full']:9.3f}{marks['record']:11.3f}{speed:26,.0f}")


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sentences", nargs="?", type=Path)
    parser.add_argument("--repeat", type=int, default=20, help="times that ours runs over the sentences")
    parser.add_argument("--peers", type=Path, help="environment of the peers, made when missing")
    parser.add_argument("--worker", choices=EXTRACTORS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        work(arguments.worker)
        return
    lines = arguments.sentences.read_text("utf-8").splitlines() if arguments.sentences else []
    rows = [json.loads(line) for line in lines if line.strip()] or own_sentences()
    with tempfile.TemporaryDirectory() as temporary:
        report(rows, repeat=arguments.repeat, peers=arguments.peers or Path(temporary) / "peers")


if __name__ == "__main__":
    main()
