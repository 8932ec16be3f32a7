"""aiokafka and ``nlp.pipe`` over the messages of each fetch: ``aiokafka_spacy.py N_PROCESS``."""

import asyncio
import json
import sys

import spacy
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from place import BOOTSTRAP_SERVERS, GROUP, INPUT, OUTPUT, PIPELINE, event

nlp = spacy.load(PIPELINE)
N_PROCESS = int(sys.argv[1])
# A call with several processes starts them anew: they want much to do at once.
MOST = 50 if N_PROCESS == 1 else 1000
BATCH = 25


async def enrich(consumer: AIOKafkaConsumer, producer: AIOKafkaProducer) -> None:
    """Send the entities of the articles of each fetch, and commit."""
    while True:
        fetched = await consumer.getmany(timeout_ms=200, max_records=MOST)
        articles = [json.loads(record.value) for records in fetched.values() for record in records]
        if not articles:
            continue
        texts = [(article["text"], article["id"]) for article in articles]
        several = N_PROCESS if len(texts) >= N_PROCESS * BATCH else 1
        for document, identifier in nlp.pipe(texts, as_tuples=True, n_process=several, batch_size=BATCH):
            value = json.dumps(event(identifier, document)).encode()
            await producer.send(OUTPUT, value, identifier.encode())
        await producer.flush()
        await consumer.commit()


async def main() -> None:
    """Run until stopped."""
    options = {"bootstrap_servers": BOOTSTRAP_SERVERS}
    consumer = AIOKafkaConsumer(
        INPUT, group_id=GROUP, enable_auto_commit=False, auto_offset_reset="earliest", **options
    )
    async with consumer, AIOKafkaProducer(**options) as producer:
        await enrich(consumer, producer)


if __name__ == "__main__":
    asyncio.run(main())
