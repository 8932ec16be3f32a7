"""Ask a broker who it is, in two Kafka requests and no more than the standard library.

Used to see when a starting broker is ready, and that a port answers for *our* broker. A full client
would take longer to import than this takes to run.
"""

from __future__ import annotations

import secrets
import socket
import struct
from dataclasses import dataclass

_METADATA, _METADATA_VERSION = 3, 2  # version 2 is the first with the cluster id; Kafka 4 has it
_MAX_ANSWER_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ClusterAnswer:
    """What a broker says of its cluster: the id, and ``host:port`` of every usable broker."""

    cluster_id: str
    brokers: tuple[str, ...]


def ask(bootstrap_server: str, timeout_seconds: float = 1.0) -> ClusterAnswer | None:
    """Return the answer of the broker at ``host:port``; None when nothing sensible answers."""
    host, _, port = bootstrap_server.rpartition(":")
    correlation = secrets.randbits(31)
    client = b"newsstream"
    request = (
        struct.pack(">hhih", _METADATA, _METADATA_VERSION, correlation, len(client))
        + client
        + struct.pack(">i", 0)  # of no topics
    )
    try:
        with socket.create_connection((host, int(port)), timeout_seconds) as connection:
            connection.settimeout(timeout_seconds)
            connection.sendall(struct.pack(">i", len(request)) + request)
            (size,) = struct.unpack(">i", _receive(connection, 4))
            if not 0 < size <= _MAX_ANSWER_BYTES:
                return None
            return _parse(_receive(connection, size), correlation)
    except (OSError, ValueError, struct.error):
        return None


def _receive(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = connection.recv(size - len(data))
        if not part:
            msg = "closed within an answer"
            raise ConnectionError(msg)
        data += part
    return data


def _parse(answer: bytes, correlation: int) -> ClusterAnswer | None:
    """Return the start of a Metadata answer of version 2: brokers, then the cluster id."""
    position = 0

    def take(layout: str) -> int:
        nonlocal position
        (value,) = struct.unpack_from(layout, answer, position)
        position += struct.calcsize(layout)
        return int(value)

    def take_string() -> str | None:
        nonlocal position
        length = take(">h")
        if length < 0:
            return None
        value = answer[position : position + length].decode()
        position += length
        return value

    if take(">i") != correlation:
        return None
    brokers = []
    for _ in range(take(">i")):
        take(">i")  # node id
        host, port = take_string(), take(">i")
        take_string()  # rack
        brokers.append(f"{host}:{port}")
    cluster_id = take_string()
    return None if cluster_id is None else ClusterAnswer(cluster_id, tuple(brokers))
