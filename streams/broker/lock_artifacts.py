"""Write ``artifacts.json``: pin the files of one Kafka version. For maintainers.

    python -m streams.broker.lock_artifacts 4.3.2

Reads the poms of Kafka's own modules, which name all that they need with exact versions, adds the
few files that come in one step further, drops what a running broker never loads, downloads each
file, checks it against the SHA-1 that the repository publishes, records its SHA-256, and lets
Kafka's StorageTool write the feature checkpoint of that version. Then run the integration tests.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import tempfile
import uuid
import xml.etree.ElementTree as ET
from pathlib import Path

import httpx

from streams.broker.artifacts import MAVEN_CENTRAL, Artifact
from streams.broker.java import find_java

Coordinates = tuple[str, str, str]

_POM = {"m": "http://maven.apache.org/POM/4.0.0"}

# Never loaded by a running broker: no class outside these files refers to them, except for those
# named. Checked by scanning the class files of 4.3.1, and by the integration tests.
DROPPED = {
    "scala-reflect": "macros of scala-logging, at compile time",
    "jackson-dataformat-csv": "command-line tools",
    "jackson-dataformat-yaml": "KafkaDockerWrapper; log4j2 configuration in YAML",
    "jackson-datatype-jdk8": "command-line tools",
}


def extra_artifacts(direct: dict[str, Coordinates]) -> list[Coordinates]:
    """Return what Kafka's own poms don't name.

    The parts that jackson-databind is made of, and the bridge from SLF4J to log4j2, which comes
    with Kafka's distribution only. The dependencies of commons-validator stay out: the broker uses
    its InetAddressValidator only, which needs none of them.
    """
    databind = direct["jackson-databind"][2]
    return [
        ("com.fasterxml.jackson.core", "jackson-core", databind),
        # Since 2.20 jackson-annotations has no patch releases.
        ("com.fasterxml.jackson.core", "jackson-annotations", databind.rpartition(".")[0]),
        ("org.apache.logging.log4j", "log4j-slf4j-impl", direct["log4j-core"][2]),
    ]


def resolve(client: httpx.Client, version: str) -> list[Coordinates]:
    """Return the class path of a broker: Kafka's modules and what they name, without DROPPED."""
    found: dict[str, Coordinates] = {}
    waiting: list[Coordinates] = [("org.apache.kafka", "kafka_2.13", version)]
    while waiting:
        coordinates = waiting.pop()
        group, name, _ = coordinates
        if name in found or name in DROPPED:
            continue
        found[name] = coordinates
        if group == "org.apache.kafka":
            waiting += dependencies(client, coordinates)
    for coordinates in extra_artifacts(found):
        found.setdefault(coordinates[1], coordinates)
    return sorted(found.values(), key=lambda item: item[1])


def dependencies(client: httpx.Client, coordinates: Coordinates) -> list[Coordinates]:
    """Return the run-time dependencies that one pom names."""
    group, name, version = coordinates
    path = f"{group.replace('.', '/')}/{name}/{version}/{name}-{version}.pom"
    pom = ET.fromstring(fetch(client, path))  # noqa: S314  (checked against its SHA-1)
    result = []
    for node in pom.iterfind("m:dependencies/m:dependency", _POM):
        values = {
            key: node.findtext(f"m:{key}", "", _POM)
            for key in ("groupId", "artifactId", "version", "scope", "optional")
        }
        if values["scope"] not in {"test", "provided"} and values["optional"] != "true":
            result.append((values["groupId"], values["artifactId"], values["version"]))
    return result


def fetch(client: httpx.Client, path: str) -> bytes:
    """Return a file of the repository, checked against the SHA-1 published beside it."""
    content = client.get(f"{MAVEN_CENTRAL}/{path}").raise_for_status().content
    published = client.get(f"{MAVEN_CENTRAL}/{path}.sha1").raise_for_status().text.split()[0]
    if hashlib.sha1(content, usedforsecurity=False).hexdigest() != published:
        msg = f"{path} does not have the published SHA-1 {published}"
        raise ValueError(msg)
    return content


def feature_checkpoint(jars: list[Path]) -> bytes:
    """Return the feature levels that Kafka's StorageTool writes into a new data directory."""
    with tempfile.TemporaryDirectory() as directory:
        properties = Path(directory, "server.properties")
        properties.write_text(
            "process.roles=broker,controller\nnode.id=1\nlog.dirs=data\n"
            "controller.quorum.voters=1@127.0.0.1:1\ncontroller.listener.names=CONTROLLER\n"
            "listeners=PLAINTEXT://127.0.0.1:2,CONTROLLER://127.0.0.1:1\n",
        )
        cluster_id = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        subprocess.run(
            [find_java().path, "-cp", ":".join(map(str, jars)), "kafka.tools.StorageTool",
             "format", f"--cluster-id={cluster_id}", "--config", properties],
            check=True,
            cwd=directory,
        )  # fmt: skip
        return Path(directory, "data", "bootstrap.checkpoint").read_bytes()


def main() -> None:
    """Resolve, download, and write the lock beside this module."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("version", help="version of Apache Kafka, for example 4.3.1")
    version = parser.parse_args().version
    entries = []
    with httpx.Client(follow_redirects=True) as client, tempfile.TemporaryDirectory() as directory:
        jars = []
        for coordinates in resolve(client, version):
            artifact = Artifact(*coordinates, sha256="", size=0)
            content = fetch(client, artifact.path)
            jar = Path(directory, artifact.file_name)
            jar.write_bytes(content)
            jars.append(jar)
            entries.append(
                {
                    "coordinates": ":".join(coordinates),
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "size": len(content),
                },
            )
        document = {
            "kafka_version": version,
            "feature_checkpoint": base64.b64encode(feature_checkpoint(jars)).decode(),
            "artifacts": entries,
        }
    Path(__file__).with_name("artifacts.json").write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
