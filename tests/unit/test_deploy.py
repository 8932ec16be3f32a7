"""What is deployed agrees with the code: dashboards, rules, compose file, image, manifests."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from streams import __version__
from streams.metrics import WorkerMetrics
from streams.settings import ENVIRONMENT_PREFIX, Settings
from streams.topics import TOPICS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
DASHBOARDS = sorted((DEPLOY / "grafana/dashboards").glob("*.json"))
RULES = sorted((DEPLOY / "prometheus/rules").glob("*.yml"))
RUNBOOK = (ROOT / "docs/runbook.md").read_text(encoding="utf-8")
# Of kafka-exporter 1.9, and what Prometheus makes itself.
FOREIGN = {
    "up",
    "ALERTS",
    "process_start_time_seconds",
    "process_resident_memory_bytes",
    "process_cpu_seconds_total",
    "process_open_fds",
    "kafka_brokers",
    "kafka_topic_partitions",
    "kafka_topic_partition_current_offset",
    "kafka_topic_partition_oldest_offset",
    "kafka_topic_partition_under_replicated_partition",
    "kafka_consumergroup_lag",
    "kafka_consumergroup_members",
}
OWN_LABELS = {"job", "instance", "le", "alertname", "severity"}
METRIC = re.compile(r"\b(newsstream_[a-z0-9_]+|kafka_[a-z_]+|process_[a-z_]+)\b(?!:)(\{[^}]*\})?")


def known_metrics():
    known = {name: set() for name in FOREIGN}
    for name, kind, labels, _ in WorkerMetrics().reference():
        ends = ("_bucket", "_sum", "_count") if kind == "histogram" else ("",)
        known |= {name + end: set(labels) for end in ends}
    return known


def documents(path):
    return [d for d in yaml.safe_load_all(path.read_text(encoding="utf-8")) if d]


def rules():
    return [rule for path in RULES for group in documents(path)[0]["groups"] for rule in group["rules"]]


def panels(dashboard):
    return [panel for panel in dashboard["panels"] if panel["type"] != "row"]


@pytest.fixture(params=DASHBOARDS, ids=lambda path: path.stem)
def dashboard(request):
    return json.loads(request.param.read_text(encoding="utf-8"))


def test_generated_files_are_current():
    done = subprocess.run(
        [sys.executable, str(DEPLOY / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, f"run deploy/generate.py: {done.stdout}{done.stderr}"


# The rules of grafana/dashboard-linter, docs/index.md, by their names there.


def test_template_rules(dashboard):
    variables = {variable["name"]: variable for variable in dashboard["templating"]["list"]}
    datasource = variables.pop("datasource")
    assert datasource["type"] == "datasource"
    assert datasource["query"] == "prometheus"
    assert datasource["label"] == "Data source"
    assert {"job", "instance", "topic"} <= set(variables)
    for name, variable in variables.items():
        assert variable["datasource"]["uid"] == "$datasource"
        assert variable["multi"]
        assert variable["includeAll"]
        assert variable["allValue"] == ".+"
        assert re.fullmatch(r"label_values\(\w+\{[^}]*\}, " + name + r"\)", variable["query"])


def test_panel_rules(dashboard):
    assert dashboard["editable"] is False
    for panel in panels(dashboard):
        assert panel["title"]
        assert panel["description"]
        assert panel["datasource"]["uid"] == "$datasource"
        assert panel["fieldConfig"]["defaults"]["unit"] in {
            "short", "s", "ops", "bytes", "percentunit",
        }  # fmt: skip
        assert panel["targets"]


def test_target_rules(dashboard):
    for panel in panels(dashboard):
        for target in panel.get("targets", []):
            expression = target["expr"]
            for name, matchers in METRIC.findall(expression):
                if name == "newsstream_build_info" and not matchers:
                    continue
                assert 'job=~"$job"' in matchers, (panel["title"], name)
                assert 'instance=~"$instance"' in matchers, (panel["title"], name)
            assert set(re.findall(r"\[([^\]]+)\]", expression)) <= {"$__rate_interval"}
            for counter in re.findall(r"(\w+)\(\w+_total", expression):
                assert counter in {"rate", "increase"}


def test_panels_do_not_overlap(dashboard):
    taken = set()
    for panel in dashboard["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken, panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])


def test_every_queried_metric_exists_with_its_labels():
    known = known_metrics()
    expressions = [rule["expr"] for rule in rules()]
    for path in DASHBOARDS:
        for panel in panels(json.loads(path.read_text(encoding="utf-8"))):
            expressions += [target["expr"] for target in panel.get("targets", [])]
    for expression in expressions:
        # Recorded names hold metric names and aggregations: they are rules, checked below.
        plain = re.sub(r"[a-z_]+:[a-z0-9_]+:[a-z0-9_]+", "", expression)
        for name, matchers in METRIC.findall(plain):
            assert name in known, (name, expression)
            if name.startswith("newsstream_"):
                used = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", matchers))
                assert used <= known[name] | OWN_LABELS, (name, used)
    recorded = {rule["record"] for rule in rules() if "record" in rule}
    for expression in expressions:
        for name in re.findall(r"[a-z_]+:[a-z0-9_]+:[a-z0-9_]+", expression):
            assert name in recorded


def test_every_alert_has_severity_and_runbook_section():
    names = [rule["alert"] for rule in rules() if "alert" in rule]
    assert len(names) == len(set(names)) >= 10
    for rule in rules():
        if "alert" not in rule:
            continue
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert {"summary", "description", "runbook_url"} <= set(rule["annotations"])
        assert rule["annotations"]["runbook_url"] == f"docs/runbook.md#{rule['alert'].lower()}"
        assert f"\n## {rule['alert']}\n" in RUNBOOK
    assert set(re.findall(r"^## (\w+)$", RUNBOOK, re.MULTILINE)) == set(names)


def promtool(*arguments):
    if shutil.which("promtool") is None:
        if os.environ.get("CI"):
            pytest.fail("promtool is not installed: Debian's package prometheus has it")
        pytest.skip("promtool is not installed (Debian: apt-get install prometheus)")
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_do_what_they_say():
    promtool("check", "rules", *map(str, RULES))
    promtool("test", "rules", str(DEPLOY / "prometheus/tests/rules_test.yml"))


def test_prometheus_configuration_is_valid():
    for name in ("prometheus.yml", "local.yml"):
        promtool("check", "config", str(DEPLOY / "prometheus" / name))


COMPOSE = documents(ROOT / "docker-compose.yml")[0]


def test_compose_starts_everything_and_publishes_on_loopback_only():
    services = COMPOSE["services"]
    assert {"kafka", "worker", "replay", "prometheus", "grafana", "kafka-ui"} <= set(services)
    assert services["kafka-ui"]["profiles"] == ["ui"]
    for name, service in services.items():
        assert "network_mode" not in service
        assert "container_name" not in service, f"{name} could not be scaled"
        assert re.search(r":v?\d+\.\d+|^newsstream:local$", service["image"]), "pinned, or built here"
        # The worker's check is the image's own.
        assert "healthcheck" in service or name == "worker"
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:")
        for needed, condition in service.get("depends_on", {}).items():
            assert condition["condition"] == "service_healthy"
            assert not services[needed].get("healthcheck", {}).get("disable")
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).exists(), source
    assert "ports" not in services["worker"], "a fixed port forbids --scale"
    assert services["grafana"]["environment"]["GF_AUTH_ANONYMOUS_ORG_ROLE"] == "Viewer"
    largest = max(topic.max_message_bytes for topic in TOPICS)
    assert int(services["kafka"]["environment"]["KAFKA_MESSAGE_MAX_BYTES"]) >= largest


def test_compose_file_is_accepted_by_compose():
    if shutil.which("docker-compose") is None:
        if os.environ.get("CI"):
            pytest.fail("docker-compose is not installed: Debian has a package of that name")
        pytest.skip("docker-compose is not installed (Debian: apt-get install docker-compose)")
    done = subprocess.run(
        ["docker-compose", "-f", str(ROOT / "docker-compose.yml"), "config", "--quiet"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_environment_names_of_the_deployments_are_settings():
    names = {name.upper() for name in Settings.__struct_fields__}
    files = ["docker-compose.yml", "deploy/docker/Dockerfile", "deploy/kubernetes/base/worker.yml"]
    found = {
        name for file in files for name in re.findall(ENVIRONMENT_PREFIX + r"([A-Z_]+)", (ROOT / file).read_text())
    }
    assert found
    assert found <= names


def test_prometheus_finds_what_compose_starts():
    config = documents(DEPLOY / "prometheus/prometheus.yml")[0]
    jobs = {job["job_name"]: job for job in config["scrape_configs"]}
    assert set(jobs["newsstream"]["dns_sd_configs"][0]["names"]) <= set(COMPOSE["services"])
    host = jobs["kafka"]["static_configs"][0]["targets"][0].split(":")[0]
    assert host in COMPOSE["services"]


def test_the_image_is_small_pinned_and_unprivileged():
    text = (DEPLOY / "docker/Dockerfile").read_text(encoding="utf-8")
    stages = re.findall(r"^FROM (\S+)(?: AS (\w+))?$", text, re.MULTILINE)
    assert len(stages) == 2
    assert all("-slim-" in image for image, _ in stages)
    assert re.search(r"^ARG PYTHON_VERSION=3\.1[123]\.\d+$", text, re.MULTILINE)
    final = text[text.rindex("\nFROM ") :]
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", final, re.MULTILINE)
    assert "HEALTHCHECK" in final
    assert "--require-hashes" in text


MANIFESTS = [
    document
    for path in sorted((DEPLOY / "kubernetes/base").glob("*.yml"))
    if path.name != "kustomization.yml"
    for document in documents(path)
]


def manifest(kind, name=None):
    (found,) = [d for d in MANIFESTS if d["kind"] == kind and name in (None, d["metadata"]["name"])]
    return found


def test_kustomization_lists_every_file():
    base = DEPLOY / "kubernetes/base"
    listed = documents(base / "kustomization.yml")[0]
    assert {path.name for path in base.glob("*.yml")} - {"kustomization.yml"} == set(listed["resources"])
    assert listed["images"][0]["newTag"] == __version__


def test_topics_on_kubernetes_are_those_of_the_registry():
    partitions = None
    container = manifest("Deployment")["spec"]["template"]["spec"]["containers"][0]
    for variable in container["env"]:
        if variable["name"] == "NEWSSTREAM_PARTITIONS":
            partitions = int(variable["value"])
    topics = {d["metadata"]["name"]: d["spec"] for d in MANIFESTS if d["kind"] == "KafkaTopic"}
    assert topics == {
        topic.name: {
            "partitions": topic.partitions or partitions,
            "replicas": 3,
            "config": topic.config(),
        }
        for topic in TOPICS
    }


def test_the_worker_on_kubernetes_is_unprivileged_and_probed():
    pod = manifest("Deployment")["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert container["livenessProbe"]["httpGet"]["path"] == "/health/live"
    assert container["readinessProbe"]["httpGet"]["path"] == "/health/ready"
    assert container["resources"]["requests"]
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["terminationGracePeriodSeconds"] > Settings().shutdown_timeout_seconds
    assert not any("PASSWORD" in v["name"] and "FILE" not in v["name"] for v in container["env"])
    assert not [d for d in MANIFESTS if d["kind"] == "Secret"], "secrets are referred to only"
    mounts = {mount["name"] for mount in container["volumeMounts"]}
    assert mounts == {volume["name"] for volume in pod["volumes"]}


def test_selectors_find_the_worker():
    deployment = manifest("Deployment")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    for selector in (
        deployment["spec"]["selector"],
        manifest("PodDisruptionBudget")["spec"]["selector"],
        manifest("PodMonitor", "newsstream")["spec"]["selector"],
    ):
        assert selector["matchLabels"].items() <= labels.items()
    assert labels[manifest("PodMonitor", "newsstream")["spec"]["jobLabel"]] == "newsstream"
    scaled = manifest("ScaledObject")["spec"]
    assert scaled["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
    trigger = scaled["triggers"][0]["metadata"]
    assert trigger["topic"] == TOPICS[0].name
    assert trigger["consumerGroup"] == Settings().group_id
    raw = manifest("KafkaTopic", TOPICS[0].name)["spec"]
    assert scaled["maxReplicaCount"] <= raw["partitions"]
