"""`newsstream run` as a user types it: own broker, own worker, own data directory."""

import os
import signal
import subprocess
import sys
import time

import orjson
import pytest

from streams.settings import Settings
from tests.support import ROOT, environment_of, newsstream, wait_until

pytestmark = pytest.mark.integration


@pytest.fixture
def local(tmp_path) -> Settings:
    return Settings(data_directory=str(tmp_path / "data with space"), enrichment_processes=1)


def test_run_shows_every_seed_enriched_and_a_second_start_is_quick(local):
    first = newsstream("run", str(ROOT / "seeds"), settings=local)
    assert first.returncode == 0, first.stderr.decode()
    assert b"Warning" not in first.stderr, first.stderr.decode()
    events = [orjson.loads(line) for line in first.stdout.splitlines()]
    assert len(events) >= 30
    assert len({event["article_id"] for event in events}) == len(events)
    for event in events:
        for entity in event["entities"]:
            for mention in entity["mentions"]:
                field = event["article"][mention["field"]]
                assert field[mention["start"] : mention["end"]] == mention["text"]
        for figure in event["figures"]:
            field = event["article"][figure["field"]]
            assert field[figure["start"] : figure["end"]] == figure["text"]

    began = time.monotonic()
    second = newsstream("run", str(ROOT / "seeds"), settings=local)
    assert second.returncode == 0, second.stderr.decode()
    assert time.monotonic() - began < 30  # 15 s to the first article is the aim; CI machines are shared
    again = {event["article_id"] for event in map(orjson.loads, second.stdout.splitlines())}
    assert again == {event["article_id"] for event in events}


def test_run_counts_what_could_not_be_read(local, tmp_path):
    source = tmp_path / "mixed.jsonl"
    source.write_bytes(b'{"id":"1","text":"Rain fell in Lagos."}\n{broken\n{"id":"2","text":"Ten."}\n')
    result = newsstream("run", str(source), settings=local)
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) == 2
    assert b"mixed.jsonl:2" in result.stderr


def test_two_runs_at_once_do_not_disturb_each_other(local):
    command = [sys.executable, "-P", "-m", "streams", "run", str(ROOT / "seeds")]
    both = [
        subprocess.Popen(command, env=environment_of(local), stdout=-1, stderr=-1) for _ in range(2)
    ]
    outputs = [process.communicate(timeout=150) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    first, second = ({orjson.loads(x)["event_id"] for x in out.splitlines()} for out, _ in outputs)
    assert first == second
    assert len(first) >= 30


def test_up_serves_other_commands_and_stops_on_ctrl_c(local):
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "streams", "up"],
        env=environment_of(local),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        wait_until(
            lambda: newsstream("topics", settings=local).returncode == 0, 60, alive=process
        )
        replayed = newsstream("replay", str(ROOT / "seeds"), settings=local)
        assert replayed.returncode == 0, replayed.stderr.decode()
        wait_until(
            lambda: len(newsstream("consume", "enriched", settings=local).stdout.splitlines()) >= 30,
            60,
        )
        process.send_signal(signal.SIGINT)
        _, talk = process.communicate(timeout=40)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130, talk.decode()
    assert newsstream("topics", settings=local).returncode == 2


def test_enrich_answers_every_line_in_order(local):
    lines = [
        b'{"id":"a","text":"Two ships sank."}',
        b"{oops",
        b'{"id":"c","text":7}',
        b'{"id":"d","text":"It cost $3m."}',
    ]
    result = newsstream("enrich", settings=local, stdin=b"\n".join(lines) + b"\n")
    assert result.returncode == 1
    answers = [orjson.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", None, "c", "d"]
    assert answers[1]["error"] == {
        "type": "invalid_json",
        "message": answers[1]["error"]["message"],
        "line": 2,
    }
    assert answers[2]["error"]["line"] == 3
    assert answers[3]["figures"][0]["value"] == 3_000_000


def test_followed_run_sums_up_when_it_is_stopped(local, tmp_path):
    source = tmp_path / "one.txt"
    source.write_text("Ten people were rescued in Dhaka on Sunday.")
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "streams", "run", "--follow", str(source)],
        env=environment_of(local),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        line = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, talk = process.communicate(timeout=40)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    assert orjson.loads(line)["figures"][0]["event"] == "rescued"
    assert process.returncode == 130
    assert b"1 article enriched" in talk
