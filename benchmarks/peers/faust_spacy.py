"""Faust and spaCy, one message at a time."""

import faust
import spacy
from faust.types import StreamT
from place import BOOTSTRAP_SERVERS, GROUP, INPUT, OUTPUT, PIPELINE, event

nlp = spacy.load(PIPELINE)
app = faust.App(
    GROUP, broker=f"kafka://{BOOTSTRAP_SERVERS}", store="memory://", web_enabled=False, topic_disable_leader=True
)
articles = app.topic(INPUT, key_type=bytes, value_serializer="json")
enriched = app.topic(OUTPUT, key_type=bytes, value_serializer="json")


@app.agent(articles)
async def enrich(stream: StreamT) -> None:
    """Send the entities of each article."""
    async for article in stream:
        await enriched.send(key=article["id"], value=event(article["id"], nlp(article["text"])))


if __name__ == "__main__":
    app.main()
