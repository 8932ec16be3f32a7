"""A Kafka with every kind of security that the settings know, users, and rights."""

from dataclasses import dataclass
from pathlib import Path

from tests.certificates import KEY_PASSWORD, Authority, Certificate
from tests.cluster import Cluster, Listener

PASSWORDS = {
    "admin": "admin-pass-8842",
    "worker": "worker-pass-7731",
    "producer": "producer-pass-6620",
    "reader": "reader-pass-5519",
    "nobody": "nobody-pass-4408",
}
WRONG_PASSWORD = "wrong-pass-3397"
SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required "


@dataclass(frozen=True, slots=True)
class Secured:
    """The running cluster and what clients need."""

    cluster: Cluster
    authority: Authority
    stranger: Authority
    client: Certificate
    strangers_client: Certificate


def describe(directory: Path) -> Secured:
    """Return the cluster, not started, with its certificates."""
    authority = Authority(directory / "certificates", "authority")
    stranger = Authority(directory / "certificates", "stranger")
    server = authority.issue("server", "127.0.0.1", "localhost")
    expired = authority.issue("expired", "127.0.0.1", "localhost", expired=True)
    elsewhere = authority.issue("elsewhere", "kafka.example.org")
    mechanisms = {
        "sasl.enabled.mechanisms": "SCRAM-SHA-256,SCRAM-SHA-512,PLAIN",
        "scram-sha-256.sasl.jaas.config": SCRAM,
        "scram-sha-512.sasl.jaas.config": SCRAM,
        "plain.sasl.jaas.config": PLAIN + " ".join(f'user_{n}="{p}"' for n, p in PASSWORDS.items()) + ";",
    }
    only_512 = {"sasl.enabled.mechanisms": "SCRAM-SHA-512", "scram-sha-512.sasl.jaas.config": SCRAM}
    mutual = _keystore(server) | {
        "ssl.client.auth": "required",
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(authority.file),
        "ssl.principal.mapping.rules": "RULE:^.*CN=([^,]*).*$/$1/",
    }
    cluster = Cluster(
        directory / "kafka",
        listeners=[
            Listener("SCRAM", "SASL_PLAINTEXT", mechanisms),
            Listener("SCRAM512", "SASL_PLAINTEXT", only_512),
            Listener("TLS", "SSL", _keystore(server)),
            Listener("MUTUAL", "SSL", mutual),
            Listener("SASLTLS", "SASL_SSL", _keystore(server) | mechanisms),
            Listener("EXPIRED", "SSL", _keystore(expired)),
            Listener("ELSEWHERE", "SSL", _keystore(elsewhere)),
            Listener("LOST", "PLAINTEXT", advertised_host="kafka.invalid"),
        ],
        properties={
            "group.initial.rebalance.delay.ms": "0",
            "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            # The broker itself and the tests' own clients come by the internal listener, without a name.
            "super.users": "User:ANONYMOUS;User:admin",
        },
        users=PASSWORDS,
        heap_megabytes=384,
    )
    client = authority.issue("client", "admin@example.org", common_name="admin", locked=True)
    strangers_client = stranger.issue("strangers-client", "admin@example.org", common_name="admin")
    return Secured(cluster, authority, stranger, client, strangers_client)


def secrets() -> list[bytes]:
    """Return everything that must not show anywhere."""
    return [secret.encode() for secret in (*PASSWORDS.values(), KEY_PASSWORD, WRONG_PASSWORD)]


def _keystore(certificate: Certificate) -> dict[str, str]:
    return {"ssl.keystore.type": "PEM", "ssl.keystore.location": str(certificate.both)}
