# ruff: noqa: E402, S311 - threads are limited before the libraries are loaded
"""Words per CPU-second of entity recognisers, text in to mentions out, in one run on one core.

    python benchmarks/entities.py train-peer CORPORA PEER     # spaCy's architecture, our corpora
    python benchmarks/entities.py run TEXTS.jsonl[.gz] --peer PEER [--pipeline NAME] [--corenlp DIR]
    python benchmarks/entities.py soak                        # a million distinct words

The peer is spaCy's ``ner`` with the architecture of en_core_web_sm. CoreNLP is optional: DIR holds
its jars (``stanford-corenlp``, the same with the classifier ``models``, and what they depend on),
and its 3-class model is asked for without part-of-speech tags. Cold is the first pass of
a fresh recogniser, warm the best of the later ones. Libraries are held to one thread.
The soak reads made-up words, no two alike, and prints speed and memory as it goes.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import gzip
import json
import random
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

Run = Callable[[Sequence[str]], int]


def train_peer(corpora: Path, target: Path, epochs: int, limit: int) -> None:
    """Train the peer on the types that every corpus annotates: persons, organisations, places."""
    import spacy
    from spacy.training import Example
    from spacy.util import compounding, minibatch

    from streams.pipelines.corpora import training_documents

    kept = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}
    config = spacy.util.load_config(Path(__file__).parent / "peers" / "ner.cfg")
    pipeline = spacy.util.load_model_from_config(config, auto_fill=True)
    examples = []
    for document, _ in training_documents(corpora)[:limit]:
        doc = pipeline.make_doc(document.text)
        spans = [
            doc.char_span(s.start, s.end, kept.get(s.label, "PLACE"), alignment_mode="expand")
            for s in document.spans
            if s.label in kept or s.label == "LOC*"
        ]
        reference = doc.copy()
        reference.ents = spacy.util.filter_spans([s for s in spans if s is not None])
        examples.append(Example(doc, reference))
    rng = random.Random(1)
    optimiser = pipeline.initialize(lambda: examples)
    for epoch in range(epochs):
        rng.shuffle(examples)
        losses: dict[str, float] = {}
        for batch in minibatch(examples, compounding(16.0, 128.0, 1.01)):
            pipeline.update(batch, sgd=optimiser, losses=losses, drop=0.1)
        print(f"epoch {epoch + 1}: {losses}", flush=True)
    pipeline.to_disk(target)


def of_spacy(name: str) -> Run:
    """Any spaCy pipeline by name or path."""
    import spacy

    pipeline = spacy.load(name)

    def run(texts: Sequence[str]) -> int:
        with pipeline.memory_zone():
            return sum(len(doc.ents) for doc in pipeline.pipe(texts))

    return run


def of_ours(profile: str) -> Run:
    """A shipped profile."""
    from streams.enrich.recogniser import Recogniser

    recogniser = Recogniser.load(profile)

    def run(texts: Sequence[str]) -> int:
        return sum(map(len, recogniser.recognise(texts)))

    return run


def corenlp_rates(jars: Path, texts: Sequence[str]) -> tuple[float, float]:
    """Words per CPU-second of CoreNLP's 3-class model: first pass and later ones.

    By differences between whole runs, so that starting Java and loading the model count for nothing;
    the first pass has Java's compilation in it.
    """
    from streams.broker.java import find_java

    model = "edu/stanford/nlp/models/ner/english.all.3class.distsim.crf.ser.gz"

    def seconds(chosen: Sequence[str]) -> float:
        with tempfile.TemporaryDirectory() as folder:
            names = []
            for number, text in enumerate(chosen):
                path = Path(folder, f"{number}.txt")
                path.write_text(text, encoding="utf-8")
                names.append(str(path))
            listing = Path(folder, "files")
            listing.write_text("\n".join(names), encoding="utf-8")
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            command = [find_java().path, "-XX:ActiveProcessorCount=1", "-cp", f"{jars}/*"]
            command += ["edu.stanford.nlp.pipeline.StanfordCoreNLP", "-annotators"]
            command += ["tokenize,ner", "-ner.model", model, "-ner.applyFineGrained", "false"]
            command += ["-ner.applyNumericClassifiers", "false", "-ner.useSUTime", "false"]
            command += ["-ner.combinationMode", "NORMAL", "-filelist", str(listing)]
            command += ["-enforceRequirements", "false", "-outputDirectory", folder]
            command += ["-outputFormat", "conll", "-threads", "1"]
            subprocess.run(command, check=True, capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    words = sum(len(text.split()) for text in texts)
    start, once, thrice = seconds(texts[:1]), seconds(texts), seconds([*texts, *texts, *texts])
    return words / (once - start), 2 * words / (thrice - once)


def measure(run: Run, texts: Sequence[str], passes: int) -> tuple[float, float, int]:
    """Words per CPU-second of the first and of the best later pass, and mentions found."""
    words = sum(len(text.split()) for text in texts)
    rates = []
    found = 0
    for _ in range(passes):
        began = time.process_time()
        found = run(texts)
        rates.append(words / (time.process_time() - began))
    return rates[0], max(rates[1:] or rates), found


def read_texts(path: Path) -> list[str]:
    """The ``text`` of each line of a JSON Lines file."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def compare(options: argparse.Namespace) -> None:
    """Measure all candidates, turn by turn on the same texts, and print the table."""
    texts = read_texts(options.texts)[: options.limit]
    runs: dict[str, Run] = {}
    if options.peer:
        runs["spaCy, architecture of en_core_web_sm"] = of_spacy(str(options.peer))
    for name in options.pipeline:
        runs[name] = of_spacy(name)
    for profile in options.profiles:
        runs[f"newsstream {profile}"] = of_ours(profile)
    rows = {name: measure(run, texts, options.passes) for name, run in runs.items()}
    words = sum(len(text.split()) for text in texts)
    if options.corenlp:
        rows["CoreNLP, 3 classes"] = (*corenlp_rates(options.corenlp, texts), 0)
    base = next(iter(rows.values()))
    print(f"{len(texts)} texts, {words} words; words per CPU-second, ratio to the first row\n")
    print("| recogniser | cold | warm | cold ratio | warm ratio | mentions |")
    print("|---|---|---|---|---|---|")
    for name, (cold, warm, found) in rows.items():
        ratios = f"{cold / base[1]:.1f} | {warm / base[1]:.1f}"
        print(f"| {name} | {cold:,.0f} | {warm:,.0f} | {ratios} | {found} |")


_SYLLABLES = [c + v for c in "bcdfghjklmnprstvwyz" for v in ("a", "e", "i", "o", "u", "an", "or", "il")]


def made_up_words(first: int, count: int) -> list[str]:
    """Words that were never made before, a third of them capitalised: number N is always the same word."""
    words = []
    for number in range(first, first + count):
        rest, word = number, ""
        while rest or len(word) < 3:
            rest, digit = divmod(rest, len(_SYLLABLES))
            word += _SYLLABLES[digit]
        words.append(word.title() if number % 3 == 0 else word)
    return words


def soak(options: argparse.Namespace) -> None:
    """Read distinct words, block by block; print words per CPU-second and resident memory."""
    import psutil

    from streams.enrich.recogniser import Recogniser

    recogniser = Recogniser.load(options.profile)
    process = psutil.Process()
    print("| distinct words | words per CPU-second | MB |")
    print("|---|---|---|")
    for done in range(0, options.words, options.block):
        words = made_up_words(done, options.block)
        texts = [" ".join(words[at : at + 400]) + "." for at in range(0, len(words), 400)]
        began = time.process_time()
        recogniser.recognise(texts)
        rate = options.block / (time.process_time() - began)
        print(f"| {done + options.block:,} | {rate:,.0f} | {process.memory_info().rss / 1e6:,.0f} |", flush=True)


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    steps = parser.add_subparsers(required=True)
    train = steps.add_parser("train-peer")
    train.add_argument("corpora", type=Path)
    train.add_argument("target", type=Path)
    train.add_argument("--epochs", type=int, default=6)
    train.add_argument("--limit", type=int, default=1_000_000, help="documents; fewer for speed only")
    train.set_defaults(go=lambda o: train_peer(o.corpora, o.target, o.epochs, o.limit))
    run = steps.add_parser("run")
    run.add_argument("texts", type=Path)
    run.add_argument("--peer", type=Path)
    run.add_argument("--pipeline", action="append", default=[])
    run.add_argument("--corenlp", type=Path)
    run.add_argument("--profiles", nargs="*", default=["default", "accurate"])
    run.add_argument("--passes", type=int, default=3)
    run.add_argument("--limit", type=int, default=100_000)
    run.set_defaults(go=compare)
    long = steps.add_parser("soak")
    long.add_argument("--profile", default="default")
    long.add_argument("--words", type=int, default=1_000_000)
    long.add_argument("--block", type=int, default=100_000)
    long.set_defaults(go=soak)
    options = parser.parse_args()
    options.go(options)


if __name__ == "__main__":
    main()
