"""Bytewax and spaCy, one message at a time: ``python -m bytewax.run bytewax_spacy:flow``."""

import json

import bytewax.operators as op
import spacy
from bytewax.connectors.kafka import KafkaSinkMessage, KafkaSourceMessage
from bytewax.connectors.kafka import operators as kop
from bytewax.dataflow import Dataflow
from place import BOOTSTRAP_SERVERS, INPUT, OUTPUT, PIPELINE, event

nlp = spacy.load(PIPELINE)


def enrich(message: KafkaSourceMessage) -> KafkaSinkMessage:
    """The entities of an article."""
    article = json.loads(message.value)
    found = event(article["id"], nlp(article["text"]))
    return KafkaSinkMessage(article["id"].encode(), json.dumps(found).encode())


flow = Dataflow("enrich")
articles = kop.input("articles", flow, brokers=[BOOTSTRAP_SERVERS], topics=[INPUT])
enriched = op.map("enrich", articles.oks, enrich)
kop.output("enriched", enriched, brokers=[BOOTSTRAP_SERVERS], topic=OUTPUT)
