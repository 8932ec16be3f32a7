"""Certificates as an operator gets them: an authority, servers, clients; one expired, one for another host."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

KEY_PASSWORD = "key-pass-51f3"


@dataclass(frozen=True, slots=True)
class Certificate:
    """PEM files: certificate chain, key, and both in one as Kafka reads them."""

    chain: Path
    key: Path
    both: Path


class Authority:
    """A certificate authority and its PEM file."""

    def __init__(self, directory: Path, name: str) -> None:
        self._ca = trustme.CA(organization_name=name)
        self._directory = directory
        directory.mkdir(parents=True, exist_ok=True)
        self.file = directory / f"{name}.pem"
        self._ca.cert_pem.write_to_path(self.file)

    def issue(
        self, name: str, *identities: str, common_name: str | None = None, expired: bool = False, locked: bool = False
    ) -> Certificate:
        """Return a certificate for hosts or a user; ``locked`` encrypts the key file."""
        ends = datetime.now(UTC) - timedelta(days=1) if expired else None
        issued = self._ca.issue_cert(*identities, common_name=common_name, not_after=ends)
        chain = b"".join(blob.bytes() for blob in issued.cert_chain_pems)
        key = load_pem_private_key(issued.private_key_pem.bytes(), None)
        # PKCS #8: the only form that Kafka reads.
        plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        protection = BestAvailableEncryption(KEY_PASSWORD.encode()) if locked else NoEncryption()
        files = Certificate(*(self._directory / f"{name}-{part}.pem" for part in ("chain", "key", "both")))
        files.chain.write_bytes(chain)
        files.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection))
        files.both.write_bytes(plain + chain)
        return files
