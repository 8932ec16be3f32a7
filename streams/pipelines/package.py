"""Turns exported weights into the folder of a shipped profile, which ``spacy.load`` takes."""

import argparse
import json
import shutil
from pathlib import Path

from streams.enrich.recogniser.component import write_pipeline
from streams.enrich.recogniser.labels import TYPES


def main() -> None:
    """Read the options and write the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    config = json.loads((options.weights / "recogniser.json").read_text(encoding="utf-8"))
    if options.target.exists():
        shutil.rmtree(options.target)
    meta = {
        "lang": "en",
        "name": config["name"].replace("-", "_"),
        "version": config["version"],
        "description": "Named entities in English news, without a transition parser",
        "license": "Apache-2.0",
        "labels": {"newsstream_ner": list(TYPES)},
    }
    write_pipeline(options.weights, options.target, meta)


if __name__ == "__main__":
    main()
