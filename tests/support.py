"""What tests share: the product's processes, and bounded waits."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import orjson
import pytest

from streams.settings import Settings, to_environment

ROOT = Path(__file__).resolve().parents[1]
WORKER_START_SECONDS = 60.0


def environment_of(settings: Settings) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("NEWSSTREAM_")}
    return inherited | to_environment(settings)


class Worker:
    """A `newsstream worker` process and its log."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self.settings = settings
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "streams", "worker"],
                env=environment_of(settings),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def get(self, path: str) -> tuple[int, str]:
        url = f"http://{self.settings.web_host}:{self.settings.web_port}{path}"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def wait_ready(self) -> "Worker":
        wait_until(
            lambda: self.get("/health/ready")[0] == 200,
            WORKER_START_SECONDS,
            lambda: f"worker not ready; its log:\n{self.log.read_text(errors='replace')}",
            alive=self.process,
        )
        return self

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def terminate(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=40)

    def children(self) -> list[int]:
        return enrichment_processes(self.process.pid)


def enrichment_processes(process_id: int) -> list[int]:
    """Return the enrichment processes of a worker; threads and processes that end meanwhile have none."""
    found = []
    for task in Path(f"/proc/{process_id}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):
            children = (task / "children").read_text().split()
            found += [int(child) for child in children if _is_enrichment(child)]
    return found


def _is_enrichment(process_id: str) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return b"spawn_main" in Path(f"/proc/{process_id}/cmdline").read_bytes()
    return False


def newsstream(
    *arguments: str, settings: Settings | None = None, stdin: bytes = b"", timeout: float = 120
) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a user would."""
    environment = environment_of(settings) if settings else os.environ.copy()
    return subprocess.run(
        [sys.executable, "-P", "-m", "streams", *arguments],
        env=environment,
        input=stdin,
        capture_output=True,
        timeout=timeout,
        check=False,
    )


def consumed(topic: str, settings: Settings, *arguments: str) -> list[dict]:
    """Return the committed records of a topic, by the product's own command."""
    result = newsstream("consume", topic, "--json", *arguments, settings=settings)
    assert result.returncode == 0, result.stderr.decode()
    return [orjson.loads(line) for line in result.stdout.splitlines()]


def wait_until(
    condition: Callable[[], bool],
    seconds: float,
    why: Callable[[], str] | str = "condition not met",
    alive: subprocess.Popen | None = None,
) -> None:
    """Wait for a condition, bounded, and fail with a reason."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline or (alive is not None and alive.poll() is not None):
            pytest.fail(why() if callable(why) else why)
        time.sleep(0.1)
