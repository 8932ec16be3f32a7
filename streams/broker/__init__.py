"""The embedded broker: a real Apache Kafka that newsstream downloads, starts and stops itself.

    with EmbeddedBroker() as broker:
        print(broker.bootstrap_servers)

Modules: ``artifacts`` (Kafka's files), ``java`` (a Java to run them), ``storage`` (the data
directory), ``ports``, ``probe`` (is it ready, is it ours), ``supervisor`` (never an orphan),
``diagnosis`` (why it did not start), ``fast_start`` (half the start-up time), ``broker`` (all
together). ``lock_artifacts`` is for
maintainers.
"""

from streams.broker.artifacts import DownloadProgress, default_cache_directory, ensure_artifacts
from streams.broker.broker import (
    DEFAULT_PROPERTIES,
    EmbeddedBroker,
    RunningBroker,
    find_running,
    prepare,
)
from streams.broker.errors import (
    ArtifactError,
    BrokerError,
    BrokerStartError,
    DataDirectoryInUse,
    JavaNotFoundError,
)
from streams.broker.java import Java, find_java
from streams.broker.storage import default_data_directory

__all__ = [
    "DEFAULT_PROPERTIES",
    "ArtifactError",
    "BrokerError",
    "BrokerStartError",
    "DataDirectoryInUse",
    "DownloadProgress",
    "EmbeddedBroker",
    "Java",
    "JavaNotFoundError",
    "RunningBroker",
    "default_cache_directory",
    "default_data_directory",
    "ensure_artifacts",
    "find_java",
    "find_running",
    "prepare",
]
