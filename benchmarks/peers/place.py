"""What every peer needs to know, and the event that it writes."""

import os
from typing import Any

from spacy.tokens import Doc

BOOTSTRAP_SERVERS = os.environ.get("PEER_BOOTSTRAP_SERVERS", "127.0.0.1:9092")
GROUP = os.environ.get("PEER_GROUP", "peer")
INPUT = os.environ.get("PEER_INPUT", "articles")
OUTPUT = os.environ.get("PEER_OUTPUT", "entities")
PIPELINE = os.environ.get("PEER_PIPELINE", "en_core_web_sm")


def event(identifier: str, document: Doc) -> dict[str, Any]:
    """The entities of an article."""
    entities = [
        {"start": e.start_char, "end": e.end_char, "label": e.label_, "text": e.text} for e in document.ents
    ]
    return {"id": identifier, "entities": entities}
