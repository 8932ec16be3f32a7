"""The product's commands against a real Kafka with TLS, SASL and access rights, as its users give the settings."""

import asyncio
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from streams.log import configure
from streams.settings import Settings
from tests import hostile, rights, secured
from tests.certificates import KEY_PASSWORD
from tests.secured import PASSWORDS, WRONG_PASSWORD, Secured
from tests.support import wait_until

pytestmark = pytest.mark.integration

BOUND_SECONDS = 120.0  # a refusal takes one or two seconds on an idle machine
ARTICLES = [{"id": f"s{number}", "text": "Amina Diallo met five people in Paris."} for number in range(6)]
Values = dict[str, str]


@pytest.fixture(scope="module")
def kafka(tmp_path_factory) -> Iterator[Secured]:
    described = secured.describe(tmp_path_factory.mktemp("secured"))
    with described.cluster:
        yield described


@pytest.fixture
def articles(tmp_path) -> Path:
    file = tmp_path / "articles.jsonl"
    lines = [*ARTICLES, {"id": "poison", "text": "RAISE"}]
    file.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
    return file


@pytest.fixture
def own(tmp_path) -> Values:
    """A stream of the test's own, with a pipeline that is light."""
    name = uuid.uuid4().hex[:8]
    return {
        "topic_prefix": f"s{name}.",
        "group_id": f"g{name}",
        "partitions": "2",
        "pipeline": hostile.PIPELINE,
        "enrichment_processes": "1",
        "web_port": "0",
        "PYTHONPATH": str(hostile.install(tmp_path)),
    }


def environment(values: Values) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("NEWSSTREAM_")}
    return inherited | {k if k.isupper() else f"NEWSSTREAM_{k.upper()}": v for k, v in values.items()}


def command(values: Values, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command within the bound; whatever it says, it says no secret."""
    result = subprocess.run(
        [sys.executable, "-P", "-m", "streams", *arguments],
        env=environment(values),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=BOUND_SECONDS,
        check=False,
    )
    assert not any(secret in result.stdout + result.stderr for secret in secured.secrets())
    return result


def as_user(name: str, mechanism: str = "SCRAM-SHA-512", password: str | None = None) -> Values:
    return {
        "sasl_mechanism": mechanism,
        "sasl_username": name,
        "sasl_password": password or PASSWORDS[name],
    }


def scram(kafka: Secured, name: str, mechanism: str = "SCRAM-SHA-512", password: str | None = None) -> Values:
    return {
        "bootstrap_servers": kafka.cluster.address_of("SCRAM"),
        "security_protocol": "SASL_PLAINTEXT",
    } | as_user(name, mechanism, password)


def tls(kafka: Secured, listener: str = "TLS") -> Values:
    return {
        "bootstrap_servers": kafka.cluster.address_of(listener),
        "security_protocol": "SSL",
        "ssl_ca_file": str(kafka.authority.file),
    }


def mutual(kafka: Secured) -> Values:
    return tls(kafka, "MUTUAL") | {
        "ssl_certificate_file": str(kafka.client.chain),
        "ssl_key_file": str(kafka.client.key),
        "ssl_key_password": KEY_PASSWORD,
    }


def sasl_tls(kafka: Secured, mechanism: str) -> Values:
    return tls(kafka, "SASLTLS") | {"security_protocol": "SASL_SSL"} | as_user("admin", mechanism)


def from_a_file(values: Values, directory: Path) -> Values:
    """Return the same settings as a user keeps them: a TOML file, and the password in one of its own."""
    file, password = directory / "newsstream.toml", directory / "password"
    if "sasl_password" in values:
        password.write_text(values["sasl_password"] + "\n")
        values = {k: v for k, v in values.items() if k != "sasl_password"} | {"sasl_password_file": str(password)}
    file.write_text("".join(f"{name} = {orjson.dumps(value).decode()}\n" for name, value in values.items()))
    return {"settings": str(file)}


WAYS = {
    "SCRAM-SHA-256 from files": lambda kafka, to: from_a_file(scram(kafka, "admin", "SCRAM-SHA-256"), to),
    "SCRAM-SHA-512 over TLS": lambda kafka, _: sasl_tls(kafka, "SCRAM-SHA-512"),
    "PLAIN over TLS from files": lambda kafka, to: from_a_file(sasl_tls(kafka, "PLAIN"), to),
    "TLS": lambda kafka, _: tls(kafka),
    "mutual TLS, encrypted key": lambda kafka, _: mutual(kafka),
}


# `run` starts every kind of client that there is; the rest goes the same way.
EVERY_COMMAND = ("SCRAM-SHA-256 from files", "mutual TLS, encrypted key")


@pytest.mark.parametrize("way", WAYS)
def test_articles_flow_through_every_command(way, kafka, own, articles, tmp_path):
    values = WAYS[way](kafka, tmp_path) | own
    shown = command(values, "run", str(articles))
    assert shown.returncode == 1, shown.stderr.decode()  # one of the articles is poison
    assert len(shown.stdout.splitlines()) == len(ARTICLES)
    if way not in EVERY_COMMAND:
        return
    enriched = command(values, "consume", "enriched")
    assert {orjson.loads(line)["article_id"] for line in enriched.stdout.splitlines()} == {a["id"] for a in ARTICLES}
    letters = command(values, "deadletters", "list")
    assert [orjson.loads(line)["article_id"] for line in letters.stdout.splitlines()] == ["poison"]
    assert command(values, "deadletters", "replay", "--all").returncode == 0
    sent = command(values, "replay", str(articles), "--topic", own["topic_prefix"] + rights.RAW)
    assert orjson.loads(sent.stdout)["sent"] == len(ARTICLES) + 1
    listed = command(values, "topics")
    assert listed.returncode == 0, listed.stderr.decode()
    records = {line["topic"]: line["records"] for line in map(orjson.loads, listed.stdout.splitlines())}
    assert records[own["topic_prefix"] + rights.RAW] == 2 * len(ARTICLES) + 3
    config = command(values, "config")
    assert config.returncode == 0
    doctor = command(values, "doctor")
    found = {line["check"]: line for line in map(orjson.loads, doctor.stdout.splitlines())}
    assert found["kafka"]["state"] == "ok", found["kafka"]


REFUSALS = {
    "wrong password": (lambda k: scram(k, "admin", password=WRONG_PASSWORD), 3, "sasl_username and sasl_password"),
    "wrong password, PLAIN": (lambda k: scram(k, "admin", "PLAIN", WRONG_PASSWORD), 3, "refuses user 'admin' by PLAIN"),
    "mechanism not offered": (
        lambda k: scram(k, "admin", "PLAIN") | {"bootstrap_servers": k.cluster.address_of("SCRAM512")},
        3,
        "change sasl_mechanism",
    ),
    "no authority given": (lambda k: tls(k) | {"ssl_ca_file": ""}, 3, "set ssl_ca_file"),
    "wrong authority": (lambda k: tls(k) | {"ssl_ca_file": str(k.stranger.file)}, 3, "set ssl_ca_file"),
    "authority's file missing": (lambda k: tls(k) | {"ssl_ca_file": "nowhere.pem"}, 2, "nowhere.pem: No such file"),
    "authority's file of another kind": (lambda k: tls(k) | {"ssl_ca_file": "/etc/passwd"}, 2, "not a certificate"),
    "expired certificate": (lambda k: tls(k, "EXPIRED"), 3, "has expired"),
    "certificate of another host": (lambda k: tls(k, "ELSEWHERE"), 3, "not for '127.0.0.1'"),
    "no TLS to a TLS port": (
        lambda k: {"bootstrap_servers": k.cluster.address_of("TLS")},
        3,
        "speaks TLS and security_protocol is PLAINTEXT",
    ),
    "TLS to a port without": (lambda k: tls(k, "INTERNAL"), 3, "does not speak TLS"),
    "no user to a port that wants one": (
        lambda k: {"bootstrap_servers": k.cluster.address_of("SCRAM")},
        3,
        "it may want a user",
    ),
    "a user to a port that wants none": (
        lambda k: scram(k, "admin") | {"bootstrap_servers": k.cluster.bootstrap_servers},
        3,
        "does not ask for a user",
    ),
    "no password": (lambda k: {n: v for n, v in scram(k, "admin").items() if n != "sasl_password"}, 2, "SASL needs"),
    "no certificate of ours": (lambda k: tls(k, "MUTUAL"), 3, "wants a certificate of ours"),
    "certificate of a stranger": (
        lambda k: tls(k, "MUTUAL")
        | {"ssl_certificate_file": str(k.strangers_client.chain), "ssl_key_file": str(k.strangers_client.key)},
        3,
        "refuses our certificate",
    ),
    "key without certificate": (
        lambda k: tls(k, "MUTUAL") | {"ssl_key_file": str(k.client.key)},
        2,
        "give ssl_certificate_file",
    ),
    "key of another certificate": (
        lambda k: mutual(k) | {"ssl_key_file": str(k.strangers_client.key)},
        2,
        "the key that belongs to it",
    ),
    "no password for the key": (
        lambda k: {n: v for n, v in mutual(k).items() if n != "ssl_key_password"},
        2,
        "ssl_key_password is not set",
    ),
    "wrong password for the key": (
        lambda k: mutual(k) | {"ssl_key_password": WRONG_PASSWORD},
        2,
        "ssl_key_password is wrong",
    ),
    "sent on to an unknown host": (
        lambda k: {"bootstrap_servers": k.cluster.address_of("LOST")},
        3,
        "kafka.invalid:",
    ),
}


@pytest.mark.parametrize("problem", REFUSALS)
def test_what_is_wrong_is_said_with_its_remedy(problem, kafka):
    values, status, said = REFUSALS[problem]
    given = {name: value for name, value in values(kafka).items() if value}
    result = command(given, "topics")
    assert result.returncode == status, result.stderr.decode()
    assert said in result.stderr.decode(), result.stderr.decode()
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["worker"],
        ["run", "ARTICLES"],
        ["replay", "ARTICLES"],
        ["replay", "ARTICLES", "--topic", "any"],
        ["consume", "enriched"],
        ["deadletters", "list"],
        ["topics", "create"],
    ],
    ids=" ".join,
)
def test_every_command_ends_soon_and_says_why(arguments, kafka, own, articles):
    values = scram(kafka, "admin", password=WRONG_PASSWORD) | own | {"log_level": "DEBUG"}
    began = time.monotonic()
    result = command(values, *[str(articles) if part == "ARTICLES" else part for part in arguments])
    assert time.monotonic() - began < BOUND_SECONDS
    assert result.returncode == 3, result.stderr.decode()
    assert b"refuses user 'admin' by SCRAM-SHA-512" in result.stderr, result.stderr.decode()
    assert b"Traceback" not in result.stderr


def test_debug_logs_leave_out_what_the_client_sends(caplog):
    """aiokafka writes requests to its log, and those of SASL PLAIN hold the password."""
    import logging

    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        configure("DEBUG", "json")
        assert not logging.getLogger("aiokafka.conn").isEnabledFor(logging.DEBUG)
        assert logging.getLogger("aiokafka").isEnabledFor(logging.DEBUG)
    finally:
        configure("INFO", "json")
        logging.getLogger().handlers[:] = handlers
        logging.getLogger().setLevel(level)


# -- rights ---------------------------------------------------------------------------------------


def test_the_rights_of_the_document_are_enough(kafka, own, articles, tmp_path):
    prefix = own["topic_prefix"]
    assert command(scram(kafka, "admin") | own, "topics", "create").returncode == 0
    asyncio.run(kafka.cluster.allow("worker", *rights.of_worker(own["group_id"], prefix)))
    asyncio.run(kafka.cluster.allow("producer", *rights.of_producer(prefix)))
    asyncio.run(kafka.cluster.allow("reader", *rights.of_reader(prefix)))
    asyncio.run(kafka.cluster.allow("nobody", *rights.of_operator(prefix)))

    worker_values = scram(kafka, "worker") | own
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [sys.executable, "-P", "-m", "streams", "worker"],
            env=environment(worker_values),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        sent = command(scram(kafka, "producer") | own, "replay", str(articles))
        assert orjson.loads(sent.stdout)["sent"] == len(ARTICLES) + 1, sent.stderr.decode()
        reader = scram(kafka, "reader") | own

        def all_out() -> bool:
            enriched = command(reader, "consume", "enriched").stdout.splitlines()
            letters = command(reader, "consume", "deadletters").stdout.splitlines()
            return len(enriched) + len(letters) == len(ARTICLES) + 1

        wait_until(all_out, BOUND_SECONDS, log.read_text, alive=worker)
    finally:
        worker.terminate()
        assert worker.wait(BOUND_SECONDS) == 0, log.read_text()
    assert not any(secret in log.read_bytes() for secret in secured.secrets())

    assert command(scram(kafka, "nobody") | own, "topics").returncode == 0
    for user, arguments in (("reader", ("consume", "raw")), ("producer", ("consume", "enriched"))):
        refused = command(scram(kafka, user) | own, *arguments)
        assert refused.returncode == 3
        assert f"does not let user '{user}' use the topic".encode() in refused.stderr
    for user, arguments in (
        ("reader", ("replay", str(articles), "--topic", prefix + rights.RAW)),
        ("reader", ("deadletters", "replay", "--all")),
        ("nobody", ("consume", "raw")),  # it may see the topic, and not read it
    ):
        refused = command(scram(kafka, user) | own, *arguments)
        assert refused.returncode == 3, refused.stderr.decode()
        assert f"does not let user '{user}'".encode() in refused.stderr, refused.stderr.decode()
        assert b"Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("the raw topic", "the topic"),
        ("an output topic", "the topic"),
        ("the group", "the consumer group"),
        ("the group of trends", "the consumer group"),
        ("the transactional ids", "the transactional id"),
    ],
)
async def test_a_worker_without_a_right_ends_and_names_it(missing, said, kafka, own, articles):
    prefix, group = own["topic_prefix"], own["group_id"]
    every = rights.of_worker(group, prefix)
    left_out = {
        "the raw topic": every[0],
        "an output topic": every[2],
        "the group": every[-3],
        "the group of trends": every[-2],
        "the transactional ids": every[-1],
    }[missing]
    assert command(scram(kafka, "admin") | own, "topics", "create").returncode == 0
    sent = command(scram(kafka, "admin") | own, "replay", str(articles))
    assert sent.returncode == 0
    await kafka.cluster.allow("worker", *(right for right in every if right != left_out))
    result = command(scram(kafka, "worker") | own, "worker")
    assert result.returncode == 3, result.stderr.decode()
    assert f"does not let user 'worker' use {said}" in result.stderr.decode()
    assert left_out.name in result.stderr.decode()
    assert b"never retrieved" not in result.stderr
    assert b"Traceback" not in result.stderr


def test_all_settings_of_security_are_tested_here():
    """A new one is to be added above."""
    names = {n for n in Settings.__struct_fields__ if n.startswith(("ssl_", "sasl_", "security_"))}
    assert names == {
        *("security_protocol", "sasl_mechanism", "sasl_username", "sasl_password", "sasl_password_file"),
        *("ssl_ca_file", "ssl_certificate_file", "ssl_key_file", "ssl_key_password"),
    }
