"""Print the product's scores on the golden articles and every mistake.

python tests/golden/report.py [--pipeline NAME] [--measure figure]
"""

import argparse
import sys

import orjson
from build_gold import GOLD
from scoring import Json, Score, score

from streams.codecs import encode
from streams.enrich.pipeline import EnrichmentFailure, load_pipeline
from streams.records import RawArticle


class EnrichmentError(Exception):
    """An article that the product should enrich was refused."""


def gold_lines() -> list[Json]:
    """Return the annotated articles."""
    return [orjson.loads(line) for line in GOLD.read_bytes().splitlines()]


def score_pipeline(name: str = "default") -> Score:
    """Enrich every golden article and score the events as they would go over the wire.

    Raises:
        EnrichmentError: An article could not be enriched.
    """
    lines = gold_lines()
    articles = [
        RawArticle(
            id=line["id"],
            title=line["title"],
            text=line["text"],
            published_at=line["published_at"],
        )
        for line in lines
    ]
    pairs = []
    for line, result in zip(lines, load_pipeline(name).enrich_batch(articles), strict=True):
        if isinstance(result, EnrichmentFailure):
            raise EnrichmentError(f"{line['name']} could not be enriched: {result.message}")
        pairs.append((line, orjson.loads(encode(result))))
    return score(pairs)


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--pipeline", default="default", help="a name as newsstream takes it")
    parser.add_argument(
        "--measure", choices=("entity", "role", "group", "figure"), help="mistakes of one kind"
    )
    arguments = parser.parse_args()
    result = score_pipeline(arguments.pipeline)
    if arguments.measure:
        result.mistakes = [m for m in result.mistakes if m.measure == arguments.measure]
    print(result.report())  # noqa: T201 - a command
    return 0


if __name__ == "__main__":
    sys.exit(main())
