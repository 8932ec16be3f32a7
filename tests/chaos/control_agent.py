"""The control: a plain Faust agent, at least once, as its users write it.

It puts out what the product's readers would see, without enrichment worth the name. The chaos suite must find
duplicates or losses in it, or the suite proves nothing.
"""

import base64
import json
import os

import faust

PREFIX = os.environ["CONTROL_PREFIX"]

app = faust.App(
    os.environ["CONTROL_GROUP"],
    broker=f"kafka://{os.environ['CONTROL_BOOTSTRAP']}",
    value_serializer="raw",
    key_serializer="raw",
    web_enabled=False,
    store="memory://",
    datadir=os.environ["CONTROL_DIRECTORY"],
    topic_disable_leader=True,
    topic_allow_declare=False,
    # As fast to notice a dead worker as the product; Faust's default is 60 s.
    broker_session_timeout=6.0,
    broker_heartbeat_interval=1.5,
)


def topic(name: str) -> faust.Topic:
    return app.topic(f"{PREFIX}{name}", key_type=bytes, value_type=bytes)


raw = topic("news.articles.raw.v1")
enriched = topic("news.articles.enriched.v1")
entities = topic("news.entities.v1")
figures = topic("news.figures.v1")
dead_letters = topic("news.deadletters.v1")


@app.agent(raw)
async def enrich(articles):
    async for event in articles.events():
        value = event.value
        try:
            article = json.loads(value)
            if any(word in article["text"] for word in ("RAISE", "CRASH", "HANG")):
                raise RuntimeError("poison")  # noqa: TRY301
        except (ValueError, KeyError, RuntimeError) as error:
            letter = {"value": base64.b64encode(value).decode(), "error_type": type(error).__name__}
            await dead_letters.send(key=event.key, value=json.dumps(letter).encode())
            continue
        event_id = f"{article['id']}/{hash_of(article['text'])}"
        body = {
            "event_id": event_id,
            "article_id": article["id"],
            "article": article,
            "entities": [{"id": "entity"}],
            "figures": [{"id": "figure"}],
        }
        await enriched.send(key=event.key, value=json.dumps(body).encode())
        for target, name in ((entities, "entity"), (figures, "figure")):
            record = {"event_id": event_id, name: {"id": name}}
            await target.send(key=name.encode(), value=json.dumps(record).encode())


def hash_of(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()[:16]


if __name__ == "__main__":
    app.main()
