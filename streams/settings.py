"""Settings: the only reader of the environment.

Precedence: flag, then environment (``NEWSSTREAM_<NAME>``), then TOML file, then default. Unknown names
are errors. Names carry their unit.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import platformdirs
from msgspec import Meta

from streams.errors import UsageError

ENVIRONMENT_PREFIX = "NEWSSTREAM_"
SETTINGS_FILE_VARIABLE = "NEWSSTREAM_SETTINGS"
# Read by the wrapper, the broker's download and pip: not settings of the service.
OTHER_VARIABLES = {
    SETTINGS_FILE_VARIABLE,
    "NEWSSTREAM_VENV",
    "NEWSSTREAM_MAVEN_REPOSITORY_URL",
    "NEWSSTREAM_PYTHON",
}
# Variables that other software has standardised, and the settings that they give.
STANDARD_VARIABLES = {"OTEL_EXPORTER_OTLP_ENDPOINT": "otlp_endpoint"}
SECRET_NAMES = frozenset({"sasl_password", "ssl_key_password"})
MASK = "********"


def available_processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1


PositiveInt = Annotated[int, Meta(ge=1)]
PositiveFloat = Annotated[float, Meta(gt=0)]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be set.

    Attributes:
        bootstrap_servers: Kafka to use, ``host:port`` with commas; None for the embedded broker.
        security_protocol: How to speak to Kafka.
        sasl_mechanism: With SASL.
        sasl_username: With SASL.
        sasl_password: With SASL; better given by ``sasl_password_file``.
        sasl_password_file: File whose first line is the password.
        ssl_ca_file: Certificate authorities to trust, PEM; None for the system's.
        ssl_certificate_file: Client certificate for mutual TLS, PEM.
        ssl_key_file: Its key, PEM.
        ssl_key_password: The key's password.
        topic_prefix: Put before every topic name, to keep several streams in one cluster apart.
        group_id: Consumer group of the workers; transactional ids start with it.
        partitions: Of topics that are created.
        replication_factor: Of topics that are created; 0 takes three, or one a broker if there are fewer.
        min_insync_replicas: Copies that must have a record before it counts as accepted, of topics that are
            created; 0 takes two where there are three or more copies, else one.
        pipeline: ``default``, ``accurate``, or an installed spaCy pipeline's name or path.
        enrichment_processes: Processes that enrich; the event loop has one of its own.
        enrichment_spare_processes: Kept loaded beside them, to take the place of one that dies or hangs.
        enrichment_timeout_seconds: Longest time for one batch, and for one article alone, and as much
            again for every 128 KiB or 64 articles of a batch, or 32 KiB of an article. Raised by itself
            while batches are merely slow.
        enrichment_batches_per_process: After so many batches a process is replaced by a fresh one.
        batch_max_records: Most articles in one transaction.
        batch_max_bytes: Most bytes of raw articles in one transaction; one larger article goes alone.
        max_article_bytes: Larger raw records become dead letters.
        session_timeout_seconds: A worker silent for so long loses its partitions. Brokers refuse
            less than their ``group.min.session.timeout.ms``, 6 seconds unless changed.
        transaction_timeout_seconds: The broker aborts transactions open for longer.
        progress_timeout_seconds: A worker that can't finish a batch for so long exits with status 4.
        shutdown_timeout_seconds: Time given to the batches under way at a stop.
        deadletter_max_attempts: Dead letters that failed so often are not replayed any more.
        trends: Whether workers count entities by window of publication time, too.
        trends_window_seconds: Size of a window; windows start at multiples of it since 1970.
        trends_grace_seconds: A window takes no more articles when one is published so long after its end;
            later ones are counted apart. None: as long as ``trends_max_entries`` has room.
        trends_max_entities: Entities counted in one window and partition.
        trends_max_entries: Event ids and entities remembered in the open windows of a partition; above
            it the oldest windows are closed.
        delivery: ``exactly_once``, or ``at_least_once`` without transactions.
        web_host: Address of metrics, health and live page.
        web_port: Their port; 0 takes a free one.
        data_directory: Topics of the embedded broker.
        cache_directory: Downloads of the embedded broker.
        otlp_endpoint: Base URL of an OpenTelemetry collector (OTLP over HTTP), which gets a span for each
            article; also from the standard ``OTEL_EXPORTER_OTLP_ENDPOINT``. None makes no spans.
        log_level: Least severe messages shown.
        log_format: ``auto`` is text on a terminal and JSON elsewhere.
    """

    bootstrap_servers: str | None = None
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    sasl_username: str | None = None
    sasl_password: str | None = None
    sasl_password_file: str | None = None
    ssl_ca_file: str | None = None
    ssl_certificate_file: str | None = None
    ssl_key_file: str | None = None
    ssl_key_password: str | None = None
    topic_prefix: Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]*$")] = ""
    group_id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]+$")] = "newsstream"
    partitions: PositiveInt = 4
    replication_factor: Annotated[int, Meta(ge=0)] = 0
    min_insync_replicas: Annotated[int, Meta(ge=0)] = 0
    pipeline: str = "default"
    enrichment_processes: PositiveInt = msgspec.field(default_factory=available_processors)
    enrichment_spare_processes: Annotated[int, Meta(ge=0)] = 1
    enrichment_timeout_seconds: PositiveFloat = 3.0
    enrichment_batches_per_process: PositiveInt = 5000
    batch_max_records: PositiveInt = 64
    batch_max_bytes: PositiveInt = 131_072
    max_article_bytes: PositiveInt = 6_291_456
    session_timeout_seconds: PositiveFloat = 6.0
    transaction_timeout_seconds: PositiveFloat = 60.0
    progress_timeout_seconds: PositiveFloat = 300.0
    shutdown_timeout_seconds: PositiveFloat = 20.0
    deadletter_max_attempts: PositiveInt = 5
    trends: bool = True
    trends_window_seconds: Annotated[int, Meta(ge=1, le=31_536_000)] = 3600
    trends_grace_seconds: Annotated[float, Meta(ge=0)] | None = None
    trends_max_entities: PositiveInt = 10_000
    trends_max_entries: PositiveInt = 50_000
    delivery: Literal["exactly_once", "at_least_once"] = "exactly_once"
    web_host: str = "127.0.0.1"
    web_port: Annotated[int, Meta(ge=0, le=65535)] = 6066
    data_directory: str = msgspec.field(
        default_factory=lambda: platformdirs.user_state_dir("newsstream")
    )
    cache_directory: str = msgspec.field(
        default_factory=lambda: platformdirs.user_cache_dir("newsstream")
    )
    otlp_endpoint: Annotated[str, Meta(pattern=r"^https?://")] | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["auto", "text", "json"] = "auto"


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings and where each value came from."""

    settings: Settings
    origins: dict[str, str]


def load_settings(
    flags: Mapping[str, Any] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> LoadedSettings:
    """Return the settings in force.

    Args:
        flags: Values given on the command line; None values count as not given.
        environment: Defaults to the process's.
        file: TOML file; defaults to the one that ``NEWSSTREAM_SETTINGS`` names, if any.

    Raises:
        UsageError: A name is unknown or a value is off; the message names it and its origin.
    """
    environment = os.environ if environment is None else environment
    given: dict[str, tuple[Any, str]] = {}
    file_name = file or environment.get(SETTINGS_FILE_VARIABLE)
    if file_name:
        given |= {name: (v, f"file {file_name}") for name, v in _read_file(Path(file_name)).items()}
    given |= _read_environment(environment)
    given |= {name: (v, "flag") for name, v in (flags or {}).items() if v is not None}

    values: dict[str, Any] = {}
    types = {item.name: item.type for item in msgspec.structs.fields(Settings)}
    for name, (value, origin) in given.items():
        if name not in types:
            raise UsageError(f"unknown setting {name!r} (from {origin}); see `newsstream config`")
        try:
            # Texts of the environment become numbers here; those of a file must have the type.
            values[name] = msgspec.convert(value, types[name], strict=origin.startswith("file"))
        except msgspec.ValidationError as error:
            shown = MASK if name in SECRET_NAMES else repr(value)
            raise UsageError(f"setting {name} = {shown} (from {origin}): {error}") from None
    settings = _with_password_file(Settings(**values))
    origins = {name: given[name][1] if name in given else "default" for name in types}
    return LoadedSettings(settings, origins)


def shown_value(name: str, value: Any) -> Any:
    """Return the value as it may be printed or logged: secrets masked."""
    return MASK if name in SECRET_NAMES and value is not None else value


def to_environment(settings: Settings) -> dict[str, str]:
    """Return the environment that gives a child process the same settings: what is no default."""
    defaults = Settings()
    return {
        ENVIRONMENT_PREFIX + name.upper(): str(value)
        for name in settings.__struct_fields__
        if (value := getattr(settings, name)) != getattr(defaults, name)
    }


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"can't read the settings file {path}: {error.strerror}") from None
    except ValueError as error:
        raise UsageError(f"settings file {path}: {error}") from None


def _read_environment(environment: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    standard = {
        name: (environment[variable], f"environment {variable}")
        for variable, name in STANDARD_VARIABLES.items()
        if environment.get(variable)
    }
    return standard | {
        variable.removeprefix(ENVIRONMENT_PREFIX).lower(): (value, f"environment {variable}")
        for variable, value in environment.items()
        if variable.startswith(ENVIRONMENT_PREFIX) and variable not in OTHER_VARIABLES
    }


def _with_password_file(settings: Settings) -> Settings:
    if settings.sasl_password_file is None or settings.sasl_password is not None:
        return settings
    try:
        text = Path(settings.sasl_password_file).read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"can't read sasl_password_file {settings.sasl_password_file}: {error.strerror}"
        ) from None
    return msgspec.structs.replace(settings, sasl_password=text.splitlines()[0] if text else "")
