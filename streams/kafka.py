"""Connections to Kafka: options that every client shares, and the care of topics."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAuthorizationFailedError, for_code
from aiokafka.protocol.metadata import MetadataRequest

from streams.errors import NewsstreamError, NotAllowedError, UnreachableError, UsageError
from streams.reachability import AUTHORIZATION_ERRORS, explain_refusal, find_reason
from streams.settings import Settings
from streams.topics import TOPICS, Topic

CLIENT_ID = "newsstream"
REQUEST_TIMEOUT_MS = 20_000
TOPIC_ALREADY_EXISTS = 36
NOT_ALLOWED = TopicAuthorizationFailedError.errno
# Three copies survive the loss of one broker while another is down for maintenance.
SAFE_REPLICAS = 3
MIN_IN_SYNC = "min.insync.replicas"
# The controller confirms a new topic before each broker has heard of it: milliseconds, or seconds on a broker that
# is still reading its logs after a start.
APPEARANCE_SECONDS = 20.0
# The broker that is asked may not be the one that was asked before; a name that is wrong must not cost people much.
SPREAD_SECONDS = 1.0
POLL_SECONDS = 0.02


def client_options(settings: Settings) -> dict[str, Any]:
    """Return the options that every aiokafka client takes: addresses, TLS and SASL.

    Raises:
        UsageError: There is no ``bootstrap_servers``, or a certificate can't be read.
    """
    if not settings.bootstrap_servers:
        raise UsageError(
            "no Kafka to talk to: give --bootstrap-servers (or NEWSSTREAM_BOOTSTRAP_SERVERS), "
            "or start `newsstream up` in another shell"
        )
    options: dict[str, Any] = {
        "bootstrap_servers": settings.bootstrap_servers,
        "security_protocol": settings.security_protocol,
        "client_id": CLIENT_ID,
    }
    if settings.security_protocol in ("SSL", "SASL_SSL"):
        options["ssl_context"] = _ssl_context(settings)
    if settings.security_protocol.startswith("SASL"):
        if not settings.sasl_username or settings.sasl_password is None:
            raise UsageError("SASL needs sasl_username and sasl_password (or sasl_password_file)")
        options |= {
            "sasl_mechanism": settings.sasl_mechanism,
            "sasl_plain_username": settings.sasl_username,
            "sasl_plain_password": settings.sasl_password,
        }
    return options


def topic_name(settings: Settings, topic: Topic) -> str:
    """Return the topic's name in the cluster."""
    return settings.topic_prefix + topic.name


class _AdminClient(AIOKafkaAdminClient):
    """aiokafka's, but asking for a topic never makes it: brokers do that unless told otherwise in each question."""

    async def describe_topics(self, topics: list[str] | None = None) -> list[Any]:
        """Return what Kafka says of each topic, also of those that do not exist."""
        request = MetadataRequest(topics, allow_auto_topic_creation=False)
        described: list[Any] = (await self._send_request(request)).to_object()["topics"]
        return described


@asynccontextmanager
async def plain_admin_client(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    """Yield a started admin client; its errors are Kafka's own. For those who try again."""
    options = client_options(settings) | {"request_timeout_ms": REQUEST_TIMEOUT_MS}
    client: AIOKafkaAdminClient = _AdminClient(**options)
    try:
        await client.start()
        yield client
    finally:
        await client.close()


@asynccontextmanager
async def admin_client(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    """Yield a started admin client, for those who tell people what is wrong: finding that out takes seconds.

    Raises:
        UnreachableError: Kafka does not answer, or fails while the client is in use.
        NotAllowedError: The user may not do what is asked.
    """
    try:
        async with plain_admin_client(settings) as client:
            yield client
    except (KafkaError, OSError) as error:
        raise await unreachable(settings, error) from None


async def unreachable(settings: Settings, error: BaseException) -> UnreachableError:
    """Return the error that says why Kafka does not answer, or what it does not allow, and what to do."""
    options = client_options(settings)
    if isinstance(error, AUTHORIZATION_ERRORS):
        return NotAllowedError(explain_refusal(error, options))
    reason = await find_reason(options)
    if reason is None:
        reason = f"{type(error).__name__}: {error}; it answers now: try again"
    return UnreachableError(f"Kafka at {settings.bootstrap_servers} can't be used: {reason}")


async def create_topics(settings: Settings, topics: Sequence[Topic] = TOPICS) -> list[str]:
    """Create the topics that do not exist yet; safe to call at any time, by many at once.

    Returns:
        Names of those created now, once a broker that was asked knows all of the topics.

    Raises:
        UnreachableError: Kafka does not answer, or does not know its new topics for long.
        UsageError: ``min_insync_replicas`` can't be reached.
        NewsstreamError: Kafka refuses a topic.
    """
    async with admin_client(settings) as client:
        present = set(await client.list_topics())
        wanted = [topic for topic in topics if topic_name(settings, topic) not in present]
        if not wanted:
            return []
        replicas = settings.replication_factor or await _default_replicas(client)
        copies = {MIN_IN_SYNC: str(_min_in_sync(settings, replicas))}
        response: Any = await client.create_topics(
            [
                NewTopic(
                    name=topic_name(settings, topic),
                    num_partitions=topic.partitions or settings.partitions,
                    replication_factor=replicas,
                    topic_configs=topic.config() | copies,
                )
                for topic in wanted
            ]
        )
        created = _created(settings, response)
        names = [topic_name(settings, topic) for topic in wanted]
        entries = await _entries(client, names, APPEARANCE_SECONDS)
    if unknown := [entry["topic"] for entry in entries if not _is_known(entry)]:
        raise UnreachableError(
            f"Kafka at {settings.bootstrap_servers} has created topic {unknown[0]} and does not know it "
            f"{APPEARANCE_SECONDS:g} s later: look at its log, and try again"
        )
    return created


def _created(settings: Settings, response: Any) -> list[str]:
    """Return the topics that an answer says were created.

    Raises:
        NewsstreamError: One is refused.
    """
    created = []
    for name, code, *rest in response.topic_errors:
        if code == 0:
            created.append(name)
        elif code == NOT_ALLOWED:
            refusal = explain_refusal(TopicAuthorizationFailedError(name), client_options(settings))
            raise NotAllowedError(f"topic {name} can neither be seen nor created: {refusal}")
        elif code != TOPIC_ALREADY_EXISTS:
            raise NewsstreamError(
                f"Kafka refuses topic {name}: {for_code(code).__name__} {rest[0] if rest else ''}"
            )
    return created


async def partition_counts(settings: Settings, names: Sequence[str]) -> dict[str, int]:
    """Return how many partitions each topic has, by the names in the cluster.

    Raises:
        UnreachableError: Kafka does not answer.
        NewsstreamError: A topic does not exist.
    """
    async with admin_client(settings) as client:
        described = await _describe(client, names, SPREAD_SECONDS)
        counts = {name: len(partitions) for name, partitions in described.items()}
    for name in names:
        if name not in counts:
            raise NewsstreamError(
                f"there is no topic {name!r}; `newsstream topics` lists them, "
                "`newsstream topics create` makes the missing ones"
            )
    return counts


async def _describe(
    client: AIOKafkaAdminClient, names: Sequence[str], seconds: float = 0.0
) -> dict[str, list[dict[str, Any]]]:
    """Return what Kafka says of each partition, for the topics that exist, or come to within the time.

    Raises:
        TopicAuthorizationFailedError: The user may not see a topic.
    """
    entries = await _entries(client, names, seconds)
    hidden = {entry["topic"] for entry in entries if entry["error_code"] == NOT_ALLOWED}
    if hidden:
        raise TopicAuthorizationFailedError(hidden)
    return {entry["topic"]: entry["partitions"] for entry in entries if entry["error_code"] == 0}


async def _entries(client: AIOKafkaAdminClient, names: Sequence[str], seconds: float) -> list[dict[str, Any]]:
    """Return what a broker says of topics, as soon as it knows all of them or the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        entries = await client.describe_topics(list(names))
        if all(map(_is_known, entries)) or time.monotonic() >= deadline:
            return entries
        await asyncio.sleep(POLL_SECONDS)


def _is_known(entry: dict[str, Any]) -> bool:
    return entry["error_code"] in (0, NOT_ALLOWED)


@dataclass(frozen=True, slots=True)
class TopicState:
    """How a topic stands in the cluster, beside the registry.

    Attributes:
        topic: The registry's entry.
        name: Its name in the cluster.
        partitions: How many there are; 0 when the topic is missing.
        replicas: Copies of each partition, the least.
        in_sync: Copies that are up to date now, the least over the partitions.
        records: Sum over partitions of end minus beginning offset (transaction markers included).
        drift: What differs from the registry, in words.
    """

    topic: Topic
    name: str
    partitions: int
    replicas: int
    in_sync: int
    records: int
    drift: tuple[str, ...]


async def topic_states(settings: Settings) -> list[TopicState]:
    """Return every topic of the registry as it stands in the cluster.

    Raises:
        UnreachableError: Kafka does not answer.
    """
    from aiokafka import TopicPartition

    async with admin_client(settings) as client:
        described = await _describe(client, [topic_name(settings, t) for t in TOPICS])
        configs = await _topic_configs(client, list(described))
    every = [TopicPartition(name, p) for name, found in described.items() for p in range(len(found))]
    begin, end = await _offsets(settings, every) if every else ({}, {})
    states = []
    for topic in TOPICS:
        name = topic_name(settings, topic)
        partitions = described.get(name, [])
        replicas = min((len(partition["replicas"]) for partition in partitions), default=0)
        in_sync = min((len(partition["isr"]) for partition in partitions), default=0)
        records = sum(end[tp] - begin[tp] for tp in every if tp.topic == name)
        drift = _drift(settings, topic, len(partitions), replicas, configs.get(name, {}))
        states.append(TopicState(topic, name, len(partitions), replicas, in_sync, records, drift))
    return states


async def _offsets(settings: Settings, partitions: list[Any]) -> tuple[dict[Any, int], dict[Any, int]]:
    """Return the beginning and the end of each partition."""
    from aiokafka import AIOKafkaConsumer

    consumer = AIOKafkaConsumer(**client_options(settings))
    try:
        await consumer.start()
        return await consumer.beginning_offsets(partitions), await consumer.end_offsets(partitions)
    except (KafkaError, OSError) as error:
        raise await unreachable(settings, error) from None
    finally:
        await consumer.stop()


async def _default_replicas(client: AIOKafkaAdminClient) -> int:
    cluster = await client.describe_cluster()
    return min(len(cluster["brokers"]), SAFE_REPLICAS)


def _min_in_sync(settings: Settings, replicas: int) -> int:
    """Return how many copies must have a record, so that the loss of one broker loses and stops nothing.

    Raises:
        UsageError: The setting asks for more copies than there are.
    """
    wanted = settings.min_insync_replicas or (2 if replicas >= SAFE_REPLICAS else 1)
    if wanted > replicas:
        raise UsageError(f"min_insync_replicas = {wanted} can't be met with {replicas} copies (replication_factor)")
    return wanted


def _drift(
    settings: Settings, topic: Topic, partitions: int, replicas: int, config: dict[str, str]
) -> tuple[str, ...]:
    if not partitions:
        return ("missing",)
    wanted = topic.partitions or settings.partitions
    found = [] if partitions == wanted else [f"partitions {partitions}, registry {wanted}"]
    if settings.replication_factor not in (0, replicas):
        found.append(f"replicas {replicas}, setting {settings.replication_factor}")
    registered = topic.config()
    if settings.min_insync_replicas <= replicas:
        registered[MIN_IN_SYNC] = str(_min_in_sync(settings, replicas))
    found += [
        f"{name} {config[name]}, registry {value}"
        for name, value in registered.items()
        if config.get(name, value) != value
    ]
    return tuple(found)


async def _topic_configs(client: AIOKafkaAdminClient, names: list[str]) -> dict[str, dict[str, str]]:
    if not names:
        return {}
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    configs: dict[str, dict[str, str]] = {}
    responses: list[Any] = await client.describe_configs(resources)
    for response in responses:
        for _code, _message, _type, name, entries in response.resources:
            configs[name] = {entry[0]: entry[1] for entry in entries}
    return configs


def _ssl_context(settings: Settings) -> ssl.SSLContext:
    if settings.ssl_key_file and not settings.ssl_certificate_file:
        raise UsageError("ssl_key_file is the key of a certificate: give ssl_certificate_file too")
    try:
        context = ssl.create_default_context(cafile=settings.ssl_ca_file)
    except (OSError, ssl.SSLError) as error:
        raise UsageError(f"ssl_ca_file {settings.ssl_ca_file}: {_tls_problem(error, 'a certificate')}") from None
    # From Python 3.13 on, authorities without a key identifier are refused: many of companies' own have none.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if settings.ssl_certificate_file:
        _load_certificate(context, settings)
    return context


def _load_certificate(context: ssl.SSLContext, settings: Settings) -> None:
    certificate, key = settings.ssl_certificate_file, settings.ssl_key_file
    asked: list[bool] = []

    def password() -> str:
        # Else OpenSSL asks at the terminal, and a service waits for ever.
        asked.append(True)
        return settings.ssl_key_password or ""

    try:
        context.load_cert_chain(str(certificate), key, password)
    except (OSError, ssl.SSLError, ValueError) as error:
        files = f"ssl_certificate_file {certificate}" + (f" and ssl_key_file {key}" if key else "")
        if asked:
            state = "is wrong" if settings.ssl_key_password else "is not set"
            raise UsageError(f"{files}: the key is encrypted and ssl_key_password {state}") from None
        meant = "a certificate and the key that belongs to it"
        raise UsageError(f"{files}: {_tls_problem(error, meant)}") from None


def _tls_problem(error: Exception, meant: str) -> str:
    if isinstance(error, ssl.SSLError):
        return f"not {meant} in PEM ({error.reason or 'unreadable'})"
    return getattr(error, "strerror", None) or str(error)


__all__ = [
    "KafkaError",
    "TopicState",
    "admin_client",
    "client_options",
    "create_topics",
    "partition_counts",
    "plain_admin_client",
    "topic_name",
    "topic_states",
    "unreachable",
]
