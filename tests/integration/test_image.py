"""The image's own steps, without a Docker engine: built, started unprivileged on a read-only root, stopped."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from streams.local import free_port
from streams.settings import to_environment
from streams.topics import ENRICHED
from tests.image import TEMPORARY, Image
from tests.support import ROOT, consumed, newsstream, wait_until

pytestmark = pytest.mark.integration

# Measured: 488. A new dependency that is large shall be noticed.
MEGABYTES = 550


def index_answers(directory):
    fetch = [
        "python3",
        "-m",
        "pip",
        "download",
        "--no-cache-dir",
        "--no-deps",
        "-d",
        str(directory),
        "iniconfig==2.3.1",
    ]
    return subprocess.run(fetch, capture_output=True, check=False, timeout=60).returncode == 0


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    if sys.platform != "linux" or os.geteuid() or not shutil.which("setpriv") or not shutil.which("unshare"):
        pytest.skip("building the image without Docker takes Linux, root and util-linux, as it mounts")
    if not os.environ.get("CI") and not index_answers(tmp_path_factory.mktemp("index")):
        pytest.skip("offline, and the image's packages come from the index")
    built = Image(ROOT, "deploy/docker/Dockerfile", tmp_path_factory.mktemp("image"))
    yield built
    built.close()


def test_the_image_runs_as_it_is_meant_to(image, settings, tmp_path):
    size = int(image.inside("du", "-sm", "/opt/newsstream", user="0:0").stdout.split()[0])
    print(f"/opt/newsstream: {size} MB")  # noqa: T201 - for documents
    assert size < MEGABYTES

    inside = msgspec.structs.replace(settings, web_port=free_port("127.0.0.1", 0))
    environment = to_environment(inside)
    log = tmp_path / "worker.log"
    worker = image.start(environment, log)
    try:
        assert not image.healthy(environment), "healthy before it listens"
        wait_until(lambda: image.healthy(environment), 60, log.read_text, alive=worker)

        status = Path(f"/proc/{worker.pid}/status").read_text()
        assert "\nUid:\t10001\t10001\t10001\t10001\n" in status
        assert "\nCapEff:\t0000000000000000\n" in status
        assert "\nNoNewPrivs:\t1\n" in status
        for user in ("0:0", None):
            written = image.inside("touch", "/opt/newsstream/anything", user=user)
            assert "Read-only file system" in written.stderr
        assert image.inside("touch", f"{TEMPORARY}/anything").returncode == 0
        assert image.inside("test", "-e", "/opt/newsstream/bin/pip").returncode, "the image needs no installer"

        published = newsstream("replay", str(ROOT / "seeds"), "--limit", "20", settings=settings)
        assert published.returncode in (0, 1), published.stderr.decode()
        wait_until(lambda: len(consumed(ENRICHED.name, settings)) >= 15, 60, log.read_text, alive=worker)

        worker.terminate()
        assert worker.wait(timeout=30) == 0, log.read_text()
        assert not image.healthy(environment)
    finally:
        worker.kill()
        worker.wait()
