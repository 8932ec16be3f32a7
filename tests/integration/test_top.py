"""`newsstream top` over real workers."""

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time

import orjson
import pytest

from tests.integration.test_stream import article, publish, wait_for_outputs
from tests.support import environment_of, newsstream

pytestmark = pytest.mark.integration

ARTICLES = 12


@pytest.fixture
def addresses(settings, start_worker):
    """Two workers that enriched some articles, one of them a dead letter."""
    workers = [start_worker(settings), start_worker(settings)]
    for worker in workers:
        worker.wait_ready()
    publish(settings, [*(article(number) for number in range(ARTICLES)), b"no json"])
    wait_for_outputs(settings, ARTICLES + 1)
    return [f"http://127.0.0.1:{worker.settings.web_port}" for worker in workers]


def options(addresses: list[str]) -> list[str]:
    return [part for address in addresses for part in ("--url", address)]


def test_once_gives_the_truth_of_all_workers(settings, addresses):
    result = newsstream("top", "--once", "--json", "--interval", "3", *options(addresses), settings=settings)
    assert result.returncode == 0, result.stderr.decode()
    look = orjson.loads(result.stdout)
    assert look["totals"]["workers"] == 2
    assert look["totals"]["enriched"] == ARTICLES
    assert look["totals"]["deadletters"]["invalid_json"] == 1
    assert sorted(lag["partition"] for lag in look["totals"]["lag"]) == list(range(settings.partitions))
    assert {entity["name"]: entity["articles"] for entity in look["entities"]}["Amina Diallo"] == ARTICLES
    assert look["figures"][0]["group"] == "injured"
    assert look["silent"] == []


def test_worker_that_is_gone_is_named_and_the_rest_shown(settings, addresses):
    gone = "http://127.0.0.1:9"
    result = newsstream("top", "--once", "--json", *options([*addresses, gone]), settings=settings)
    assert result.returncode == 0, result.stderr.decode()
    look = orjson.loads(result.stdout)
    assert (look["silent"], look["totals"]["enriched"]) == ([gone], ARTICLES)


def test_no_worker_is_an_error_with_a_remedy(settings):
    result = newsstream("top", "--once", "--url", "http://127.0.0.1:9", settings=settings)
    assert (result.returncode, result.stdout) == (3, b"")
    assert b"no worker answers at http://127.0.0.1:9" in result.stderr
    result = newsstream("top", "--url", "127.0.0.1:9", settings=settings)
    assert result.returncode == 2


@pytest.mark.parametrize("end", [b"q", b"\x03"])
def test_screen_follows_its_size_and_gives_the_terminal_back(settings, addresses, end):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-P", "-m", "streams", "top", "--interval", "0.3", *options(addresses)]
    environment = environment_of(settings) | {"TERM": "xterm-256color"}
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        start_new_session=True,
        # Ctrl-C only becomes a signal on a process's own terminal.
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no threads here
    ) as process:
        os.close(theirs)
        drawn = read_until(ours, b"articles/s")
        resize(ours, rows=30, columns=60)
        process.send_signal(signal.SIGWINCH)
        drawn += read_until(ours, b"articles/s")
        os.write(ours, end)
        drawn += read_until(ours, b"\x1b[?1049l")
        assert process.wait(20) == 0
    os.close(ours)
    assert b"2 workers" in drawn
    assert drawn.count(b"\x1b[?1049h") == drawn.count(b"\x1b[?1049l") == 1
    assert b"Traceback" not in drawn


def resize(descriptor: int, *, rows: int, columns: int) -> None:
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def read_until(descriptor: int, wanted: bytes, seconds: float = 60) -> bytes:
    read, deadline = b"", time.monotonic() + seconds
    while wanted not in read and time.monotonic() < deadline:
        try:
            read += os.read(descriptor, 65536)
        except OSError:  # the other end is closed
            break
    assert wanted in read, read[-2000:]
    return read
