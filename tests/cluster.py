"""Kafka clusters as operators set them up: several nodes, listeners with TLS and SASL, users, rights.

The embedded broker of the product is one node on loopback. What must hold on a real cluster is tested against
these: the same Kafka files, each node a process of its own with Kafka's own default time-outs.
"""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from importlib import resources
from pathlib import Path
from typing import Self

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.admin import CreateAclsRequest

import streams.broker
from streams.broker import broker as embedded
from streams.broker import ensure_artifacts, fast_start, find_java, probe
from streams.broker.artifacts import shipped_lock
from streams.broker.storage import _random_id
from streams.broker.supervisor import __file__ as supervisor

LOOPBACK = "127.0.0.1"
INTERNAL = "INTERNAL"
CONTROLLER = "CONTROLLER"
START_SECONDS = 90.0
STOP_SECONDS = 30.0
ORPHAN_GRACE_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Listener:
    """A listener beside the internal one, its properties without their prefix, and what it tells clients."""

    name: str
    protocol: str
    properties: Mapping[str, str] = field(default_factory=dict)
    advertised_host: str = ""


@dataclass(slots=True)
class Node:
    """One broker and controller."""

    number: int
    directory: Path
    host: str
    ports: dict[str, int]
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    java: int = 0
    _control: int = -1

    @property
    def address(self) -> str:
        return self.address_of(INTERNAL)

    def address_of(self, listener: str) -> str:
        return f"{self.host}:{self.ports[listener]}"

    @property
    def topics(self) -> Path:
        return self.directory / "topics"

    def spawn(self) -> None:
        """Start Java below the supervisor, which ends it when the tests end, however they end."""
        reader, self._control = os.pipe()
        with (self.directory / "console.log").open("ab") as console:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-I", "-S", supervisor, str(reader), str(os.getpid())),
                    *(str(ORPHAN_GRACE_SECONDS), "", *self.command),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=console,
                cwd=self.directory,
                pass_fds=[reader],
                start_new_session=True,
            )
        os.close(reader)
        assert self.process.stdout is not None
        with self.process.stdout as pipe:
            self.java = int(pipe.readline())

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def wait_ready(self, nodes: int = 1) -> None:
        """Wait until the node answers and knows that so many, itself among them, are in the cluster."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            answer = probe.ask(self.address)
            if answer and self.address in answer.brokers and len(answer.brokers) >= nodes:
                return
            if not self.running() or time.monotonic() > deadline:
                raise RuntimeError(f"node {self.number} did not start:\n{self.log()[-4000:]}")
            time.sleep(0.05)

    def start(self, nodes: int = 1) -> None:
        self.spawn()
        self.wait_ready(nodes)

    def kill(self) -> None:
        """Kill -9."""
        if self.running():
            os.kill(self.java, signal.SIGKILL)
        self._ended()

    def stop(self) -> None:
        if self.running():
            os.kill(self.java, signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.kill(self.java, signal.SIGKILL)
        self._ended()

    def wait_dead(self, seconds: float) -> bool:
        """Return whether the node ended by itself within the time."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        self._ended()
        return True

    def _ended(self) -> None:
        if self.process is not None:
            self.process.wait(STOP_SECONDS)
            self.process = None
        if self._control >= 0:
            os.close(self._control)
            self._control = -1

    def log(self) -> str:
        files = (self.directory / "logs" / "broker.log", self.directory / "console.log")
        return "".join(file.read_text(errors="replace") for file in files if file.exists())


class Cluster:
    """Some nodes, each broker and controller. A context manager: started on entering.

    Guarantees: nodes keep their ports and topics over ``kill``, ``stop`` and ``start``; nothing outlives the
    tests' process.
    """

    def __init__(
        self,
        directory: Path,
        *,
        nodes: int = 1,
        host: str = LOOPBACK,
        listeners: Sequence[Listener] = (),
        properties: Mapping[str, str] | None = None,
        users: Mapping[str, str] | None = None,
        heap_megabytes: int = 256,
    ) -> None:
        """Describe a cluster; ``users`` are names and passwords for SCRAM, of both kinds."""
        self.directory = directory
        self.listeners = listeners
        self.users = dict(users or {})
        self._reserved: list[socket.socket] = []
        java, jars = find_java(), ensure_artifacts()
        self._class_path = ":".join(map(str, jars))
        self._java = str(java.path)
        options = embedded._jvm_options(java)
        fast = fast_start.options(fast_start.cache_file(java, jars, options))
        command = [
            *(self._java, f"-Xmx{heap_megabytes}m", *options, *fast),
            *("-cp", self._class_path, "kafka.Kafka", "server.properties"),
        ]
        names = [INTERNAL, CONTROLLER, *(listener.name for listener in listeners)]
        self.nodes = [
            Node(number, directory / f"node-{number}", host, {n: self._reserve(host) for n in names}, command)
            for number in range(1, nodes + 1)
        ]
        for node in self.nodes:
            self._write(node, properties or {})

    @property
    def bootstrap_servers(self) -> str:
        return self.address_of(INTERNAL)

    def address_of(self, listener: str) -> str:
        return ",".join(node.address_of(listener) for node in self.nodes)

    def start(self) -> None:
        self._format()
        for node in self.nodes:
            node.spawn()
        for node in self.nodes:
            node.wait_ready(len(self.nodes))

    def controller(self) -> Node:
        """Return the active controller, as the nodes last wrote it down."""
        states = []
        for node in self.nodes:
            file = node.topics / "__cluster_metadata-0" / "quorum-state"
            if node.running() and file.exists():
                states.append(json.loads(file.read_text()))
        latest = max(states, key=lambda state: (state["leaderEpoch"], state["leaderId"]))
        return self.nodes[latest["leaderId"] - 1]

    async def allow(self, principal: str, *rights: "Right") -> None:
        """Give a user rights."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap_servers)
        await admin.start()
        try:
            for right in rights:
                for operation in right.operations:
                    response = await admin._send_request(
                        CreateAclsRequest(
                            *(right.kind, right.name, right.pattern, f"User:{principal}", "*"),
                            *(OPERATIONS.index(operation), ALLOW),
                        )
                    )
                    ((code, message),) = response.creation_responses
                    assert code == 0, message
        finally:
            await admin.close()

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for node in self.nodes:
            node.kill()
        for reserved in self._reserved:
            reserved.close()

    def _reserve(self, host: str) -> int:
        """Bind a port without listening: nobody else is given it while a node is down."""
        holder = socket.socket()
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((host, 0))
        self._reserved.append(holder)
        return int(holder.getsockname()[1])

    def _write(self, node: Node, properties: Mapping[str, str]) -> None:
        for name in ("topics", "logs", "tmp"):
            (node.directory / name).mkdir(parents=True, exist_ok=True)
        log4j2 = resources.files(streams.broker).joinpath("log4j2.properties").read_bytes()
        (node.directory / "log4j2.properties").write_bytes(log4j2)
        copies = str(min(len(self.nodes), 3))
        in_sync = str(2 if len(self.nodes) > 2 else 1)
        protocols = {INTERNAL: "PLAINTEXT", CONTROLLER: "PLAINTEXT"}
        protocols |= {listener.name: listener.protocol for listener in self.listeners}
        addresses = {name: f"{name}://{node.address_of(name)}" for name in protocols}
        told = {
            listener.name: f"{listener.name}://{listener.advertised_host}:{node.ports[listener.name]}"
            for listener in self.listeners
            if listener.advertised_host
        }
        lines = {
            "process.roles": "broker,controller",
            "node.id": str(node.number),
            "controller.quorum.voters": ",".join(f"{n.number}@{n.address_of(CONTROLLER)}" for n in self.nodes),
            "controller.listener.names": CONTROLLER,
            "inter.broker.listener.name": INTERNAL,
            "listeners": ",".join(addresses.values()),
            "advertised.listeners": ",".join(a for name, a in (addresses | told).items() if name != CONTROLLER),
            "listener.security.protocol.map": ",".join(f"{n}:{p}" for n, p in protocols.items()),
            "log.dirs": "topics",
            "offsets.topic.replication.factor": copies,
            "offsets.topic.num.partitions": "8",
            "transaction.state.log.replication.factor": copies,
            "transaction.state.log.min.isr": in_sync,
            "transaction.state.log.num.partitions": "8",
            "share.coordinator.state.topic.replication.factor": copies,
            "share.coordinator.state.topic.min.isr": in_sync,
            "share.coordinator.state.topic.num.partitions": "1",
            "default.replication.factor": copies,
            "auto.create.topics.enable": "false",
            "message.max.bytes": str(32 << 20),
            "log.segment.bytes": str(64 << 20),
            "log.cleaner.dedupe.buffer.size": str(16 << 20),
            "num.network.threads": "2",
            "num.io.threads": "4",
        }
        for listener in self.listeners:
            prefix = f"listener.name.{listener.name.lower()}."
            lines |= {prefix + key: value for key, value in listener.properties.items()}
        lines |= properties
        text = "".join(f"{key}={value}\n" for key, value in lines.items())
        (node.directory / "server.properties").write_text(text)

    def _format(self) -> None:
        """Write the ids, as ``kafka-storage.sh format`` does; itself is only needed for users."""
        cluster_id = _random_id()
        for node in self.nodes:
            if self.users:
                scram = [
                    f"--add-scram={kind}=[name={name},password={password}]"
                    for name, password in self.users.items()
                    for kind in ("SCRAM-SHA-256", "SCRAM-SHA-512")
                ]
                subprocess.run(
                    [
                        *(self._java, "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", self._class_path),
                        *("kafka.tools.StorageTool", "format", f"--cluster-id={cluster_id}"),
                        *("--config=server.properties", *scram),
                    ],
                    cwd=node.directory,
                    check=True,
                    capture_output=True,
                    timeout=START_SECONDS,
                )
                continue
            (node.topics / "bootstrap.checkpoint").write_bytes(shipped_lock().feature_checkpoint)
            ids = f"version=1\nnode.id={node.number}\ncluster.id={cluster_id}\ndirectory.id={_random_id()}\n"
            (node.topics / "meta.properties").write_text(ids)


class Kind(IntEnum):
    """Kafka's resource types."""

    TOPIC = 2
    GROUP = 3
    CLUSTER = 4
    TRANSACTIONAL_ID = 5


LITERAL, PREFIXED, ALLOW = 3, 4, 3
OPERATIONS = (
    *("unknown", "any", "all", "read", "write", "create", "delete", "alter", "describe"),
    *("cluster-action", "describe-configs", "alter-configs", "idempotent-write"),
)


@dataclass(frozen=True, slots=True)
class Right:
    """What may be done with a resource; a name that ends in ``*`` is a beginning."""

    kind: Kind
    resource: str
    operations: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.resource.removesuffix("*")

    @property
    def pattern(self) -> int:
        return PREFIXED if self.resource.endswith("*") else LITERAL


def fill_disk(directory: Path) -> Path:
    """Write a file that takes all that is free on the file system of a directory; return it."""
    filler = directory / "filler"
    with filler.open("wb", buffering=0) as file:
        size = 1 << 20
        while size:
            try:
                file.write(b"\0" * size)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                size //= 2  # others write too: what is free changes
    return filler
