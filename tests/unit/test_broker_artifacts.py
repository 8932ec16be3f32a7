"""Kafka's files: the lock, checksums, the cache, failures with a remedy. No network."""

import base64
import functools
import hashlib
import http.server
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from streams.broker import artifacts
from streams.broker.artifacts import Artifact, ArtifactLock, ensure_artifacts, parse_lock
from streams.broker.errors import ArtifactError

CONTENTS = {"alpha": b"a" * 300_000, "beta": b"b" * 10, "gamma": b""}


def make_lock(contents=CONTENTS):
    return ArtifactLock(
        kafka_version="9.9.9",
        artifacts=tuple(
            Artifact("org.example", name, "1.0", hashlib.sha256(content).hexdigest(), len(content))
            for name, content in contents.items()
        ),
        feature_checkpoint=b"",
        digest=hashlib.sha256(repr(contents).encode()).hexdigest(),
    )


class Handler(http.server.SimpleHTTPRequestHandler):
    failures = 0

    def do_GET(self):
        self.server.requests.append(self.path)
        if self.server.failures > 0:
            self.server.failures -= 1
            self.send_error(503)
            return
        super().do_GET()

    def log_message(self, *arguments):
        pass


@pytest.fixture
def repository(tmp_path):
    root = tmp_path / "repository"
    for artifact in make_lock().artifacts:
        path = root / artifact.path
        path.parent.mkdir(parents=True)
        path.write_bytes(CONTENTS[artifact.name])
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=root)
    )
    server.requests, server.failures, server.root = [], 0, root
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_shipped_lock_pins_a_whole_broker():
    lock = artifacts.shipped_lock()
    names = {artifact.name for artifact in lock.artifacts}
    assert lock.kafka_version.startswith("4.")
    assert {"kafka_2.13", "kafka-clients", "kafka-server", "log4j-slf4j-impl"} <= names
    for artifact in lock.artifacts:
        assert len(artifact.sha256) == 64
        assert artifact.size > 0
    assert 20 << 20 < lock.size < 60 << 20
    assert b"transaction.version" in lock.feature_checkpoint


def test_path_follows_maven_layout():
    artifact = Artifact("org.apache.kafka", "kafka_2.13", "4.3.1", "", 0)
    assert artifact.path == "org/apache/kafka/kafka_2.13/4.3.1/kafka_2.13-4.3.1.jar"


@pytest.mark.parametrize(
    "change",
    [
        {"artifacts": []},
        {"artifacts": [{"coordinates": "no-colons", "sha256": "", "size": 1}]},
        {"artifacts": [{"coordinates": "g:a:v"}]},
        {"artifacts": [{"coordinates": "g:a:v", "sha256": "", "size": 1}] * 2},
        {"feature_checkpoint": "not base64!"},
        {"kafka_version": None, "artifacts": None},
    ],
)
def test_malformed_lock_is_refused(change):
    good = {
        "kafka_version": "1",
        "feature_checkpoint": base64.b64encode(b"x").decode(),
        "artifacts": [{"coordinates": "g:a:v", "sha256": "00", "size": 1}],
    }
    assert parse_lock(json.dumps(good)).artifacts[0].file_name == "a-v.jar"
    with pytest.raises(ValueError, match="not an artifact lock"):
        parse_lock(json.dumps(good | change))


def test_downloads_once_then_offline(tmp_path, repository):
    seen = []
    paths = ensure_artifacts(
        tmp_path / "cache",
        repository_url=repository.url + "/",
        lock=make_lock(),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert [path.read_bytes() for path in paths] == list(CONTENTS.values())
    assert seen[-1] == (300_010, 300_010)
    assert seen == sorted(seen)
    assert len(repository.requests) == 3
    offline = ensure_artifacts(
        tmp_path / "cache", repository_url="http://127.0.0.1:1", lock=make_lock()
    )
    assert offline == paths


def test_only_what_is_missing_or_damaged_is_fetched_again(tmp_path, repository):
    fetch = functools.partial(
        ensure_artifacts, tmp_path / "cache", repository_url=repository.url, lock=make_lock()
    )
    paths = fetch()
    repository.requests.clear()
    paths[0].write_bytes(b"x" * 300_000)  # same size: the modification time tells
    paths[1].unlink()
    assert [path.read_bytes() for path in fetch()] == list(CONTENTS.values())
    assert len(repository.requests) == 2


def test_wrong_checksum_is_refused_and_leaves_nothing_behind(tmp_path, repository):
    (repository.root / make_lock().artifacts[1].path).write_bytes(b"evil evil!")
    with pytest.raises(ArtifactError, match=r"SHA-256.*another repository"):
        ensure_artifacts(tmp_path / "cache", repository_url=repository.url, lock=make_lock())
    left = [path.name for path in (tmp_path / "cache" / "kafka-9.9.9").iterdir()]
    assert "beta-1.0.jar" not in left
    assert not [name for name in left if name.endswith(".part")]


def test_passing_failures_are_retried(tmp_path, repository, monkeypatch):
    monkeypatch.setattr(threading.Event, "wait", lambda self, timeout=None: self.is_set())
    repository.failures = 3
    ensure_artifacts(tmp_path / "cache", repository_url=repository.url, lock=make_lock())
    assert len(repository.requests) == 6


def test_missing_file_is_not_retried(tmp_path, repository):
    (repository.root / make_lock().artifacts[1].path).unlink()
    with pytest.raises(ArtifactError, match="404"):
        ensure_artifacts(tmp_path / "cache", repository_url=repository.url, lock=make_lock())
    assert sum("beta" in path for path in repository.requests) == 1


def test_offline_and_empty_names_the_remedies(tmp_path):
    with pytest.raises(ArtifactError) as caught:
        ensure_artifacts(tmp_path, repository_url="http://127.0.0.1:1", lock=make_lock())
    message = str(caught.value)
    assert str(tmp_path) in message
    assert artifacts.REPOSITORY_URL_VARIABLE in message
    assert "--bootstrap-servers" in message


def test_environment_names_the_repository(tmp_path, repository, monkeypatch):
    monkeypatch.setenv(artifacts.REPOSITORY_URL_VARIABLE, repository.url)
    ensure_artifacts(tmp_path / "cache", lock=make_lock())
    assert len(repository.requests) == 3


def test_concurrent_callers_download_once(tmp_path, repository):
    with ThreadPoolExecutor(4) as executor:
        futures = [
            executor.submit(
                ensure_artifacts,
                tmp_path / "cache",
                repository_url=repository.url,
                lock=make_lock(),
            )
            for _ in range(4)
        ]
    assert len({tuple(future.result()) for future in futures}) == 1
    assert len(repository.requests) == 3


def test_unwritable_cache_is_explained(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ArtifactError, match="XDG_CACHE_HOME"):
        ensure_artifacts(tmp_path / "file", lock=make_lock())
