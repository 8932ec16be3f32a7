"""``nlp.pipe`` over a file, without Kafka: ``pipe_spacy.py N_PROCESS WARM_UP.jsonl ARTICLES.jsonl EVENTS.jsonl``.

Prints the seconds that it took, and the CPU-seconds of this process and its children.
"""

import json
import resource
import sys
import time
from pathlib import Path

import spacy
from place import PIPELINE, event


def cpu_seconds() -> float:
    """Return CPU-seconds until now; children count once they have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main() -> None:
    """Enrich, after a warm-up in the same process."""
    n_process, warm_up, articles, events = int(sys.argv[1]), *map(Path, sys.argv[2:])
    nlp = spacy.load(PIPELINE)
    for line in warm_up.read_bytes().splitlines():
        nlp(json.loads(line)["text"])
    cpu, began = cpu_seconds(), time.monotonic()
    with articles.open("rb") as lines, events.open("w", encoding="utf-8") as output:
        texts = ((article["text"], article["id"]) for article in map(json.loads, lines))
        for document, identifier in nlp.pipe(texts, as_tuples=True, n_process=n_process, batch_size=25):
            output.write(json.dumps(event(identifier, document)) + "\n")
    seconds = time.monotonic() - began
    sys.stdout.write(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds() - cpu}) + "\n")


if __name__ == "__main__":
    main()
