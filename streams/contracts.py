"""The contracts as documents: JSON Schema for every topic, and one AsyncAPI document.

``python -m streams.contracts`` writes them to ``schemas/``; a test fails when they are not up to date.
"""

import inspect
import json
import sys
from pathlib import Path
from typing import Any

import msgspec

import streams
from streams.topics import TOPICS, Topic

JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = "urn:newsstream:schema:"
FOLDER = Path(__file__).resolve().parents[1] / "schemas"


def json_schema(topic: Topic) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a topic's values."""
    (schema,), definitions = msgspec.json.schema_components(
        [topic.record_type], ref_template="#/$defs/{name}"
    )
    return {
        "$schema": JSON_SCHEMA_DIALECT,
        "$id": SCHEMA_ID + topic.name,
        "title": topic.name,
        "description": topic.description,
        **schema,
        "$defs": {name: _described(definitions[name]) for name in sorted(definitions)},
    }


def _described(definition: dict[str, Any]) -> dict[str, Any]:
    # Python 3.13 takes the indentation out of docstrings, earlier ones leave it in.
    if "description" not in definition:
        return definition
    return definition | {"description": inspect.cleandoc(definition["description"])}


def asyncapi() -> dict[str, Any]:
    """Return the AsyncAPI 3.0 document over all topics."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "newsstream",
            "version": streams.__version__,
            "description": "News articles in, entities and figures out. Values are JSON in UTF-8; "
            "headers are CloudEvents 1.0 in Kafka's binary mode. Read with "
            "isolation.level=read_committed.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in TOPICS},
        "operations": _operations(),
        "components": {
            "messages": {topic.name: _message(topic) for topic in TOPICS},
            "schemas": {"CloudEventsHeaders": _headers()},
        },
    }


def documents() -> dict[str, dict[str, Any]]:
    """Return every document by its file name."""
    schemas = {f"{topic.name}.json": json_schema(topic) for topic in TOPICS}
    return {**schemas, "asyncapi.json": asyncapi()}


def text_of(document: dict[str, Any]) -> str:
    """Return a document as it stands in its file."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write(folder: Path = FOLDER) -> list[Path]:
    """Write every document; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, document in documents().items():
        path = folder / name
        path.write_text(text_of(document), encoding="utf-8")
        paths.append(path)
    return paths


def _channel(topic: Topic) -> dict[str, Any]:
    return {
        "address": topic.name,
        "description": f"{topic.description} Key: {topic.key}.",
        "messages": {topic.name: {"$ref": f"#/components/messages/{topic.name}"}},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "topicConfiguration": {
                    "cleanup.policy": topic.cleanup_policy.split(","),
                    "retention.ms": topic.retention_ms,
                    "max.message.bytes": topic.max_message_bytes,
                },
                "bindingVersion": "0.5.0",
            }
        },
    }


def _message(topic: Topic) -> dict[str, Any]:
    return {
        "name": topic.name,
        "summary": topic.description,
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/CloudEventsHeaders"},
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": {"$ref": f"./{topic.name}.json"},
        },
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": topic.key},
                "bindingVersion": "0.5.0",
            }
        },
    }


def _operations() -> dict[str, Any]:
    operations = {}
    for topic in TOPICS:
        receives = topic is TOPICS[0]
        operations[f"{'receive' if receives else 'send'}-{topic.name}"] = {
            "action": "receive" if receives else "send",
            "channel": {"$ref": f"#/channels/{topic.name}"},
            "summary": topic.description,
        }
    return operations


def _headers() -> dict[str, Any]:
    texts = {
        "ce_specversion": "CloudEvents version, 1.0.",
        "ce_id": "Id of the event; the same for every repeat of it.",
        "ce_type": "Name of the topic without a prefix.",
        "ce_source": "Who produced the event.",
        "ce_time": "When it was produced (RFC 3339); not part of the value, which is deterministic.",
        "content-type": "application/json",
        "traceparent": "W3C Trace Context, passed through.",
        "newsstream-source-position": "partition:offset of the raw record (derived topics only).",
        "newsstream-attempt": "Which attempt this is (replayed dead letters only).",
    }
    return {
        "type": "object",
        "properties": {
            name: {"type": "string", "description": text} for name, text in texts.items()
        },
    }


if __name__ == "__main__":
    for written in write():
        sys.stdout.write(f"{written.name}\n")
