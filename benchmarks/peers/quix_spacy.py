"""Quix Streams and spaCy, one message at a time."""

from typing import Any

import spacy
from place import BOOTSTRAP_SERVERS, GROUP, INPUT, OUTPUT, PIPELINE, event
from quixstreams import Application

nlp = spacy.load(PIPELINE)
app = Application(
    broker_address=BOOTSTRAP_SERVERS, consumer_group=GROUP, auto_offset_reset="earliest", auto_create_topics=False
)
articles = app.topic(INPUT, value_deserializer="json")
enriched = app.topic(OUTPUT, value_serializer="json")


def enrich(article: dict[str, Any]) -> dict[str, Any]:
    """The entities of an article."""
    return event(article["id"], nlp(article["text"]))


if __name__ == "__main__":
    app.dataframe(articles).apply(enrich).to_topic(enriched)
    app.run()
