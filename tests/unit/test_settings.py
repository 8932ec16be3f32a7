"""Settings: precedence, types, unknown names, secrets."""

import orjson
import pytest

from streams.errors import UsageError
from streams.settings import Settings, load_settings, to_environment
from tests.support import newsstream


def test_flag_beats_environment_beats_file_beats_default(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('partitions = 2\ngroup_id = "from-file"\nweb_port = 1234\n')
    environment = {"NEWSSTREAM_PARTITIONS": "3", "NEWSSTREAM_GROUP_ID": "from-environment"}
    loaded = load_settings({"partitions": 5, "pipeline": None}, environment=environment, file=file)
    assert loaded.settings.partitions == 5
    assert loaded.settings.group_id == "from-environment"
    assert loaded.settings.web_port == 1234
    assert loaded.settings.batch_max_records == Settings().batch_max_records
    assert loaded.origins["partitions"] == "flag"
    assert loaded.origins["group_id"] == "environment NEWSSTREAM_GROUP_ID"
    assert loaded.origins["web_port"] == f"file {file}"
    assert loaded.origins["pipeline"] == "default"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"NEWSSTREAM_PARTITION": "3"}, "partition"),
        ({"NEWSSTREAM_PARTITIONS": "many"}, "partitions"),
        ({"NEWSSTREAM_PARTITIONS": "0"}, "partitions"),
        ({"NEWSSTREAM_DELIVERY": "sometimes"}, "delivery"),
        ({"NEWSSTREAM_TOPIC_PREFIX": "a b"}, "topic_prefix"),
        ({"NEWSSTREAM_WEB_PORT": "70000"}, "web_port"),
    ],
)
def test_wrong_settings_are_refused_by_name(environment, named):
    with pytest.raises(UsageError, match=named):
        load_settings(environment=environment)


def test_file_values_must_have_the_type(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('partitions = "3"\n')
    with pytest.raises(UsageError, match="partitions"):
        load_settings(environment={}, file=file)


def test_missing_settings_file_is_named(tmp_path):
    with pytest.raises(UsageError, match="nowhere.toml"):
        load_settings(environment={}, file=tmp_path / "nowhere.toml")


def test_password_comes_from_a_file_and_is_masked_in_errors_and_config(tmp_path):
    file = tmp_path / "password"
    file.write_text("s3cret\n")
    loaded = load_settings(environment={"NEWSSTREAM_SASL_PASSWORD_FILE": str(file)})
    assert loaded.settings.sasl_password == "s3cret"
    shown = newsstream("config", "--json", settings=Settings(sasl_password="s3cret"))
    assert b"s3cret" not in shown.stdout
    values = {line["name"]: line["value"] for line in map(orjson.loads, shown.stdout.splitlines())}
    assert values["sasl_password"] == "********"


def test_children_get_the_same_settings():
    settings = Settings(partitions=7, topic_prefix="x.", enrichment_timeout_seconds=1.5)
    assert load_settings(environment=to_environment(settings)).settings == settings


def test_standard_variable_of_tracing_is_taken_and_ours_goes_before_it():
    standard = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}
    loaded = load_settings(environment=standard)
    assert loaded.settings.otlp_endpoint == "http://collector:4318"
    assert loaded.origins["otlp_endpoint"] == "environment OTEL_EXPORTER_OTLP_ENDPOINT"
    ours = standard | {"NEWSSTREAM_OTLP_ENDPOINT": "https://ours"}
    assert load_settings(environment=ours).settings.otlp_endpoint == "https://ours"
    with pytest.raises(UsageError, match="otlp_endpoint"):
        load_settings(environment={"NEWSSTREAM_OTLP_ENDPOINT": "collector:4318"})
