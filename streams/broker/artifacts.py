"""Kafka's jar files: pinned, downloaded once per user, verified.

``artifacts.json`` beside this module pins every file by Maven coordinates, size and SHA-256.
It is written by ``lock_artifacts.py`` and read here. Integrity rests on these checksums, so any
mirror will do: set ``NEWSSTREAM_MAVEN_REPOSITORY_URL`` to one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import ssl
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import certifi
import filelock
import httpx
import platformdirs

from streams.broker.errors import ArtifactError

REPOSITORY_URL_VARIABLE = "NEWSSTREAM_MAVEN_REPOSITORY_URL"
MAVEN_CENTRAL = "https://repo1.maven.org/maven2"

DownloadProgress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all), from one thread at a time, until both are equal."""

_PARALLEL_DOWNLOADS = 6
_ATTEMPTS = 4
_CONNECT_TIMEOUT_SECONDS = 10.0
_READ_TIMEOUT_SECONDS = 30.0
_CHUNK_BYTES = 1 << 16
_MARKER = "verified.json"
_RETRIED_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Artifact:
    """One pinned file of a Maven repository."""

    group: str
    name: str
    version: str
    sha256: str
    size: int

    @property
    def file_name(self) -> str:
        """File name in the repository and in the cache."""
        return f"{self.name}-{self.version}.jar"

    @property
    def path(self) -> str:
        """Path below the root of a Maven repository."""
        return f"{self.group.replace('.', '/')}/{self.name}/{self.version}/{self.file_name}"


@dataclass(frozen=True, slots=True)
class ArtifactLock:
    """What ``artifacts.json`` says.

    Attributes:
        kafka_version: Version of the broker.
        artifacts: The class path, in order.
        feature_checkpoint: Content of ``bootstrap.checkpoint`` as Kafka's own StorageTool writes it
            for this version. It holds feature levels only, no ids, so it is the same everywhere and
            spares each new data directory the start of a Java process.
        digest: Changes whenever any pinned file changes.
    """

    kafka_version: str
    artifacts: tuple[Artifact, ...]
    feature_checkpoint: bytes
    digest: str

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(artifact.size for artifact in self.artifacts)


def parse_lock(text: str) -> ArtifactLock:
    """Return the lock that is written in ``text``.

    Raises:
        ValueError: The text is not a lock of this version's shape.
    """
    try:
        document = json.loads(text)
        artifacts = tuple(_artifact(entry) for entry in document["artifacts"])
        lock = ArtifactLock(
            kafka_version=document["kafka_version"],
            artifacts=artifacts,
            feature_checkpoint=base64.b64decode(document["feature_checkpoint"], validate=True),
            digest=hashlib.sha256(
                "".join(f"{a.file_name}:{a.sha256}\n" for a in artifacts).encode(),
            ).hexdigest()[:16],
        )
    except (KeyError, TypeError, ValueError) as error:
        msg = f"not an artifact lock: {error!r}"
        raise ValueError(msg) from error
    if not artifacts or len({a.file_name for a in artifacts}) != len(artifacts):
        msg = "not an artifact lock: file names are missing or repeated"
        raise ValueError(msg)
    return lock


def _artifact(entry: dict[str, Any]) -> Artifact:
    group, name, version = entry["coordinates"].split(":")
    return Artifact(group, name, version, entry["sha256"], int(entry["size"]))


@cache
def shipped_lock() -> ArtifactLock:
    """Return the lock that is shipped with this package."""
    return parse_lock(
        resources.files(__package__).joinpath("artifacts.json").read_text(encoding="utf-8"),
    )


def default_cache_directory() -> Path:
    """Return the directory for files that can be fetched again (XDG_CACHE_HOME is honoured)."""
    return platformdirs.user_cache_path("newsstream")


def ensure_artifacts(
    cache_directory: Path | None = None,
    *,
    repository_url: str | None = None,
    lock: ArtifactLock | None = None,
    progress: DownloadProgress | None = None,
) -> list[Path]:
    """Return the paths of Kafka's files, in class path order, after fetching what is missing.

    Args:
        cache_directory: Where files are kept; default ``default_cache_directory()``.
        repository_url: Root of a Maven repository; default the environment variable
            ``NEWSSTREAM_MAVEN_REPOSITORY_URL``, else Maven Central.
        lock: What to fetch; default the shipped lock.
        progress: Told about bytes while downloading; never called when all is there already.

    Raises:
        ArtifactError: A file can't be fetched or does not have the pinned checksum.

    Guarantee: a file under its final name has been verified. Any number of processes may call this
    at once; one downloads, the others wait. Without a network it works when the cache is filled.
    """
    lock = lock or shipped_lock()
    root = (cache_directory or default_cache_directory()) / f"kafka-{lock.kafka_version}"
    paths = [root / artifact.file_name for artifact in lock.artifacts]
    if _marker_agrees(root, lock):
        return paths
    try:
        root.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(root / ".lock", thread_local=False):
            if not _marker_agrees(root, lock):  # nobody else has done it while we waited
                missing = [a for a in lock.artifacts if not _is_intact(root / a.file_name, a)]
                if missing:
                    _download_all(missing, root, _repository_url(repository_url), progress)
                _write_marker(root, lock)
    except OSError as error:
        msg = (
            f"Kafka's files can't be written to {root}: {error}. Free some disk space, or set "
            "XDG_CACHE_HOME to a directory that you can write to."
        )
        raise ArtifactError(
            msg,
        ) from error
    return paths


def _repository_url(given: str | None) -> str:
    return (given or os.environ.get(REPOSITORY_URL_VARIABLE) or MAVEN_CENTRAL).rstrip("/")


def _fingerprint(root: Path, lock: ArtifactLock) -> dict[str, list[int]]:
    """Return size and modification time of every file; cheap, and changes with any rewrite."""
    result = {}
    for artifact in lock.artifacts:
        status = (root / artifact.file_name).stat()
        result[artifact.file_name] = [status.st_size, status.st_mtime_ns]
    return result


def _marker_agrees(root: Path, lock: ArtifactLock) -> bool:
    try:
        marker = json.loads((root / _MARKER).read_bytes())
        return bool(marker == {"lock": lock.digest, "files": _fingerprint(root, lock)})
    except (OSError, ValueError):
        return False


def _write_marker(root: Path, lock: ArtifactLock) -> None:
    temporary = root / f"{_MARKER}.part"
    temporary.write_text(json.dumps({"lock": lock.digest, "files": _fingerprint(root, lock)}))
    temporary.replace(root / _MARKER)


def _is_intact(path: Path, artifact: Artifact) -> bool:
    try:
        if path.stat().st_size != artifact.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == artifact.sha256
    except FileNotFoundError:
        return False


def _trusted_certificates() -> ssl.SSLContext:
    """Return a context that trusts the system, certifi and what the user's environment names.

    OpenSSL itself honours SSL_CERT_FILE and SSL_CERT_DIR. Adding rather than replacing is safe
    here: the pinned checksums, not the certificates, protect the content.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        location = os.environ.get(variable)
        if location and Path(location).is_file():
            context.load_verify_locations(cafile=location)
        elif location and Path(location).is_dir():
            context.load_verify_locations(capath=location)
    return context


class _Total:
    """Bytes done by all threads; passes them on, one call at a time."""

    def __init__(self, total: int, progress: DownloadProgress | None) -> None:
        self._total = total
        self._done = 0
        self._progress = progress
        self._lock = threading.Lock()

    def add(self, count: int) -> None:
        with self._lock:
            self._done += count
            if self._progress is not None:
                self._progress(self._done, self._total)


def _download_all(
    artifacts: list[Artifact],
    root: Path,
    repository_url: str,
    progress: DownloadProgress | None,
) -> None:
    total = _Total(sum(artifact.size for artifact in artifacts), progress)
    cancelled = threading.Event()
    # Largest first, so that no thread is left alone with a big one at the end.
    ordered = sorted(artifacts, key=lambda artifact: -artifact.size)
    timeout = httpx.Timeout(_READ_TIMEOUT_SECONDS, connect=_CONNECT_TIMEOUT_SECONDS)
    with (
        httpx.Client(
            verify=_trusted_certificates(),
            timeout=timeout,
            follow_redirects=True,
        ) as client,
        ThreadPoolExecutor(_PARALLEL_DOWNLOADS, thread_name_prefix="artifact") as executor,
    ):
        futures = [
            executor.submit(_download, client, artifact, root, repository_url, total, cancelled)
            for artifact in ordered
        ]
        try:
            for future in as_completed(futures):
                future.result()
        except BaseException:  # also Ctrl-C: the threads must not go on for minutes
            cancelled.set()
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def _download(
    client: httpx.Client,
    artifact: Artifact,
    root: Path,
    repository_url: str,
    total: _Total,
    cancelled: threading.Event,
) -> None:
    """Fetch one file, with retries. A partial or wrong file never gets the final name."""
    url = f"{repository_url}/{artifact.path}"
    for attempt in range(1, _ATTEMPTS + 1):
        got = 0
        handle, temporary = tempfile.mkstemp(dir=root, prefix=".", suffix=".part")
        try:
            digest = hashlib.sha256()
            with os.fdopen(handle, "wb") as file, client.stream("GET", url) as response:
                response.raise_for_status()
                for chunk in response.iter_bytes(_CHUNK_BYTES):
                    if cancelled.is_set():
                        return
                    file.write(chunk)
                    digest.update(chunk)
                    got += len(chunk)
                    total.add(len(chunk))
            if digest.hexdigest() != artifact.sha256:
                msg = (
                    f"{url} has the SHA-256 {digest.hexdigest()}, expected {artifact.sha256}: "
                    "the repository or a proxy altered it. Use another repository "
                    f"({REPOSITORY_URL_VARIABLE})."
                )
                raise ArtifactError(
                    msg,
                )
            Path(temporary).chmod(0o644)
            Path(temporary).replace(root / artifact.file_name)
        except httpx.HTTPError as error:
            total.add(-got)
            if attempt == _ATTEMPTS or not _is_transient(error):
                raise ArtifactError(_unreachable(url, error, root)) from error
            cancelled.wait(0.3 * 2**attempt)
        else:
            return
        finally:
            Path(temporary).unlink(missing_ok=True)


def _is_transient(error: httpx.HTTPError) -> bool:
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in _RETRIED_STATUSES
    # A name that does not resolve or a refused connection stays so: fail fast when offline.
    return not isinstance(error, httpx.ConnectError)


def _unreachable(url: str, error: httpx.HTTPError, root: Path) -> str:
    return (
        f"Kafka's files are not all in the cache ({root}) and {url} can't be fetched: "
        f"{error or type(error).__name__}. They are needed once ({shipped_lock().size >> 20} MB): "
        "connect to the network and try again; behind a firewall set HTTPS_PROXY, or "
        f"{REPOSITORY_URL_VARIABLE} to a Maven mirror that you can reach; or copy that directory "
        "from a machine that has it; or use a Kafka of your own with --bootstrap-servers."
    )
