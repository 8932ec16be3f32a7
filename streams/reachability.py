"""Why Kafka can't be reached, or refuses us: what was found out, and what to do about it.

aiokafka says "Unable to bootstrap" whatever the cause. Here each address is tried once more by itself, and what
its port speaks is found out where the error alone does not tell.
"""

import asyncio
import socket
import ssl
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aiokafka.conn import AIOKafkaConnection, collect_hosts, create_conn
from aiokafka.errors import (
    AuthenticationFailedError,
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    IllegalSaslStateError,
    KafkaError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
    UnsupportedSaslMechanismError,
)
from aiokafka.protocol.metadata import MetadataRequest

CONNECT_SECONDS = 5.0
# Of a long list of brokers, more are not asked: people wait for the answer.
MOST_ADDRESSES = 3
EXPIRED, NOT_YET_VALID = 10, 9
OTHER_NAME = (62, 64)
CONNECTION_OPTIONS = (
    "client_id",
    "security_protocol",
    "ssl_context",
    "sasl_mechanism",
    "sasl_plain_username",
    "sasl_plain_password",
)

AUTHORIZATION_ERRORS = (
    TopicAuthorizationFailedError,
    GroupAuthorizationFailedError,
    ClusterAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
)
"""What Kafka answers when the user is known, and may not do what was asked. Asking again does not help."""


async def find_reason(options: Mapping[str, Any]) -> str | None:
    """Return why Kafka can't be reached with these options and what to do, or None when it can now.

    Takes some ten seconds at most for each of three addresses.
    """
    advertised: list[tuple[str, int]] = []
    reasons: list[str] = []
    addresses = collect_hosts(options["bootstrap_servers"])
    for host, port, _ in addresses[:MOST_ADDRESSES]:
        try:
            advertised = await _brokers(options, host, port)
            break
        except (KafkaError, OSError, TimeoutError) as error:
            reason = await _explain(error, options, host, port)
            reasons.append(f"{host}:{port}: {reason}" if len(addresses) > 1 else reason)
    else:
        return "; ".join(reasons)
    for host, port in advertised[:MOST_ADDRESSES]:
        try:
            await _brokers(options, host, port)
        except (KafkaError, OSError, TimeoutError) as error:
            reason = await _explain(error, options, host, port)
            return f"it sends clients on to {host}:{port} (its advertised.listeners): {reason}"
    return None


def explain_refusal(error: BaseException, options: Mapping[str, Any]) -> str:
    """Return what an authorization error of Kafka means, and what to do."""
    user = options.get("sasl_plain_username")
    who = f"user {user!r}" if user else "this client (by its certificate, or without a name)"
    what = next(
        (
            text
            for kind, text in (
                (TopicAuthorizationFailedError, "the topic"),
                (GroupAuthorizationFailedError, "the consumer group"),
                (TransactionalIdAuthorizationFailed, "the transactional id"),
            )
            if isinstance(error, kind)
        ),
        "the cluster",
    )
    named = ", ".join(_names(error.args))
    return (
        f"Kafka does not let {who} use {what}{f' {named}' if named else ''}: "
        "give it the rights in docs/delivery.md, section Rights"
    )


def _names(arguments: Iterable[Any]) -> Iterator[str]:
    for argument in arguments:
        if isinstance(argument, str):
            yield argument
        elif isinstance(argument, set | frozenset | list | tuple):
            yield from sorted(map(str, argument))


async def _brokers(options: Mapping[str, Any], host: str, port: int) -> list[tuple[str, int]]:
    """Connect as all clients do, and return the addresses that the broker names."""
    async with asyncio.timeout(2 * CONNECT_SECONDS):
        connection: AIOKafkaConnection = await create_conn(
            host,
            port,
            request_timeout_ms=int(CONNECT_SECONDS * 1000),
            **{name: options[name] for name in CONNECTION_OPTIONS if name in options},
        )
        try:
            answer = await connection.send(MetadataRequest([]))
        finally:
            connection.close()
    return [(broker[1], broker[2]) for broker in answer.brokers]


async def _explain(error: BaseException, options: Mapping[str, Any], host: str, port: int) -> str:
    for cause in _causes(error):
        if (reason := _known(cause, options, host, port)) is not None:
            return reason
    return await _by_protocol(error, options["security_protocol"], host, port)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _known(error: BaseException, options: Mapping[str, Any], host: str, port: int) -> str | None:
    """Return what an error says by itself, if it does."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate(error, host)
    if isinstance(error, ssl.SSLError) and (alert := error.reason or "").find("ALERT") >= 0:
        if alert.endswith("CERTIFICATE_REQUIRED"):
            return "it wants a certificate of ours: set ssl_certificate_file and ssl_key_file"
        return (
            f"it refuses our certificate ({alert}): set ssl_certificate_file and ssl_key_file to one that is "
            "signed by an authority which the broker trusts, and has not expired"
        )
    if isinstance(error, socket.gaierror):
        return f"the name is not known ({error.strerror}): check bootstrap_servers and the name service"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there: check the address, and that Kafka is running"
    if isinstance(error, SaslAuthenticationFailed | AuthenticationFailedError):
        return (
            f"it refuses user {options.get('sasl_plain_username')!r} by {options.get('sasl_mechanism')}: check "
            "sasl_username and sasl_password, and that the user exists for this mechanism"
        )
    if isinstance(error, UnsupportedSaslMechanismError):
        # The broker's answer names those it has; aiokafka puts the connection itself into some errors.
        said = error.args[0] if error.args and isinstance(error.args[0], str) else ""
        enabled = said.partition("Enabled mechanisms are: ")[2]
        return (
            f"it does not offer {options.get('sasl_mechanism')}{f', only {enabled}' if enabled else ''}: "
            "change sasl_mechanism"
        )
    if isinstance(error, IllegalSaslStateError):
        return "it does not ask for a user here: leave SASL_ out of security_protocol, or use another port"
    if isinstance(error, OSError) and not isinstance(error, ssl.SSLError | ConnectionError | TimeoutError):
        return f"{error.strerror or error}: check the address and the network"
    return None


def _certificate(error: ssl.SSLCertVerificationError, host: str) -> str:
    if error.verify_code == EXPIRED:
        return "its certificate has expired: it needs a new one (or this machine's clock is wrong)"
    if error.verify_code == NOT_YET_VALID:
        return "its certificate is not valid yet: check this machine's clock"
    if error.verify_code in OTHER_NAME:
        return (
            f"its certificate is not for {host!r}: use a name that stands in the certificate in bootstrap_servers and "
            "in the broker's advertised.listeners"
        )
    return (
        f"its certificate is not trusted ({error.verify_message}): set ssl_ca_file to the certificate of the "
        "authority that signed it"
    )


async def _by_protocol(error: BaseException, protocol: str, host: str, port: int) -> str:
    """Explain a connection that was closed or is silent by what the port speaks."""
    wants_tls = protocol in ("SSL", "SASL_SSL")
    speaks_tls = await _speaks_tls(host, port)
    if speaks_tls is None:
        return (
            f"no answer within {CONNECT_SECONDS:g} s ({type(error).__name__}): check the address, firewalls, "
            "and that Kafka is running"
        )
    if speaks_tls and not wants_tls:
        return f"it speaks TLS and security_protocol is {protocol}: set it to SSL or SASL_SSL"
    if wants_tls and not speaks_tls:
        return f"it does not speak TLS and security_protocol is {protocol}: set it to PLAINTEXT or SASL_PLAINTEXT"
    if wants_tls:
        return (
            "it ends the connection after TLS was agreed: it may want a user (security_protocol SASL_SSL) or a "
            "certificate of ours (ssl_certificate_file)"
        )
    if protocol == "PLAINTEXT":
        return "it ends the connection: it may want a user (security_protocol SASL_PLAINTEXT), or is no Kafka"
    return f"it ends the connection ({type(error).__name__}): is it a Kafka that wants a user at this port?"


async def _speaks_tls(host: str, port: int) -> bool | None:
    """Tell whether a port begins TLS with a stranger; None when it does not answer at all."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # nothing is sent: only the protocol is looked at
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        return None
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await writer.start_tls(context, server_hostname=host)
    except ssl.SSLError as error:
        return "ALERT" in (error.reason or "")
    except (OSError, TimeoutError):
        return False
    else:
        return True
    finally:
        writer.transport.abort()
