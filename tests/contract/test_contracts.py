"""Code, schemas and documents say the same; old events go on decoding."""

import json
from pathlib import Path

import jsonschema
import msgspec
import orjson
import pytest

from streams import contracts
from streams.codecs import decode, decode_raw, encode
from streams.errors import DecodeError, ErrorType
from streams.topics import BY_NAME, RAW, TOPICS

RECORDED = Path(__file__).parent / "recorded"


@pytest.mark.parametrize("name", sorted(contracts.documents()))
def test_documents_are_current(name: str):
    written = (contracts.FOLDER / name).read_text(encoding="utf-8")
    assert written == contracts.text_of(contracts.documents()[name]), (
        "run `python -m streams.contracts` and read the diff: it is a change of contract"
    )


def test_no_document_is_left_over():
    assert {path.name for path in contracts.FOLDER.glob("*.json")} == set(contracts.documents())


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_schemas_are_valid_json_schema(topic):
    jsonschema.Draft202012Validator.check_schema(contracts.json_schema(topic))


def test_asyncapi_names_every_topic_of_the_registry():
    document = contracts.asyncapi()
    assert [c["address"] for c in document["channels"].values()] == [t.name for t in TOPICS]
    for channel in document["channels"].values():
        for reference in channel["messages"].values():
            *_, kind, name = reference["$ref"].split("/")
            payload = document["components"][kind][name]["payload"]["schema"]["$ref"]
            assert (contracts.FOLDER / payload).is_file()


@pytest.mark.parametrize("path", sorted(RECORDED.glob("*.jsonl")), ids=lambda path: path.stem)
def test_recorded_events_still_decode(path: Path):
    """Never edit a recorded file: readers of old topics have those bytes."""
    topic = BY_NAME[path.stem.split("--")[0]]
    schema = contracts.json_schema(topic)
    lines = path.read_bytes().splitlines()
    assert lines
    for line in lines:
        record = decode(line, topic.record_type)
        jsonschema.validate(json.loads(encode(record)), schema)


def test_every_topic_has_recorded_events():
    recorded = {path.stem.split("--")[0] for path in RECORDED.glob("*.jsonl")}
    assert recorded == set(BY_NAME)


def test_unknown_fields_are_ignored():
    article = decode_raw(b'{"id":"1","text":"x","of_a_later_version":{"a":[1]}}')
    assert article.id == "1"


@pytest.mark.parametrize(
    ("value", "error_type"),
    [
        (None, ErrorType.INVALID_JSON),
        (b"", ErrorType.INVALID_JSON),
        (b"not json", ErrorType.INVALID_JSON),
        (b'{"id":"1","text":"\xff"}', ErrorType.INVALID_JSON),
        (b'{"id":"1","text":"x"', ErrorType.INVALID_JSON),
        (b"[1,2]", ErrorType.SCHEMA_VIOLATION),
        (b"null", ErrorType.SCHEMA_VIOLATION),
        (b'{"id":"1"}', ErrorType.SCHEMA_VIOLATION),
        (b'{"text":"x"}', ErrorType.SCHEMA_VIOLATION),
        (b'{"id":"","text":"x"}', ErrorType.SCHEMA_VIOLATION),
        (b'{"id":7,"text":"x"}', ErrorType.SCHEMA_VIOLATION),
        (b'{"id":"1","text":"x","authors":"me"}', ErrorType.SCHEMA_VIOLATION),
        (b'{"id":"1","text":"x","published_at":"yesterday"}', ErrorType.SCHEMA_VIOLATION),
        (b'{"id":"1","text":"x","schema":"news.articles.raw.v9"}', ErrorType.UNSUPPORTED_VERSION),
        (b'{"id":"1","text":""}', ErrorType.EMPTY_BODY),
        (b'{"id":"1","text":" \\n\\t "}', ErrorType.EMPTY_BODY),
    ],
)
def test_bad_values_have_a_type_and_a_message(value, error_type):
    with pytest.raises(DecodeError) as caught:
        decode_raw(value)
    assert caught.value.error_type is error_type
    assert str(caught.value)


def test_error_keeps_the_article_id_where_it_can_be_read():
    with pytest.raises(DecodeError) as caught:
        decode_raw(b'{"id":"a-1","text":5}')
    assert caught.value.article_id == "a-1"


def test_schema_and_decoder_agree_on_required_fields():
    schema = contracts.json_schema(RAW)
    definition = schema["$defs"]["RawArticle"] if "$ref" in schema else schema
    assert set(definition["required"]) == {"id", "text"}


def test_wire_is_json_that_any_reader_understands():
    article = decode_raw('{"id":"ü","text":"Zürich – 12 °C"}'.encode())
    value = encode(article)
    assert orjson.loads(value)["text"] == "Zürich – 12 °C"
    assert msgspec.json.decode(value)["id"] == "ü"
