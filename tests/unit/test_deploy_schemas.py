"""What is deployed, against published schemas and linters: compose file, Dockerfile, Kubernetes objects.

Strimzi publishes no package with its schemas: its objects were validated by hand, see deploy/README.md.
"""

import shutil
import subprocess
import sysconfig
from pathlib import Path

import kubernetes_validate
import pydantic
import pytest
import yaml
from cloudcoil.models.keda import v1alpha1 as keda
from cloudcoil.models.prometheus_operator import v1 as prometheus_operator
from compose_spec import PyCompose

ROOT = Path(__file__).resolve().parents[2]
KUBERNETES = ROOT / "deploy/kubernetes"
# The oldest that its project still maintains, and the newest whose schema there is.
KUBERNETES_VERSIONS = ("1.34", "1.37")
OPERATORS = {"keda.sh/v1alpha1": keda, "monitoring.coreos.com/v1": prometheus_operator}
STRIMZI = "kafka.strimzi.io/v1"
FILES = sorted(path for path in (KUBERNETES / "base").glob("*.yml") if path.name != "kustomization.yml")
OVERLAYS = sorted(path.name for path in (KUBERNETES / "overlays").iterdir())


def documents(text):
    return [document for document in yaml.safe_load_all(text) if document]


def check(manifest):
    """Validate one object, unknown fields included."""
    version = manifest["apiVersion"]
    if version == STRIMZI:
        return
    if version in OPERATORS:
        model = getattr(OPERATORS[version], manifest["kind"])
        model.model_validate(manifest, extra="forbid")
        return
    for kubernetes in KUBERNETES_VERSIONS:
        kubernetes_validate.validate(manifest, kubernetes, strict=True)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_kubernetes_objects_are_what_the_published_schemas_say(path):
    for manifest in documents(path.read_text(encoding="utf-8")):
        check(manifest)


def test_a_wrong_field_is_noticed():
    found = documents((KUBERNETES / "base/worker.yml").read_text(encoding="utf-8"))
    deployment = next(manifest for manifest in found if manifest["kind"] == "Deployment")
    deployment["spec"]["replica"] = 3
    with pytest.raises(kubernetes_validate.ValidationError):
        check(deployment)
    found = documents((KUBERNETES / "base/scaling.yml").read_text(encoding="utf-8"))
    scaled = next(manifest for manifest in found if manifest["kind"] == "ScaledObject")
    scaled["spec"]["maxReplicas"] = 3
    with pytest.raises(pydantic.ValidationError):
        check(scaled)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_overlays_build_and_are_valid(overlay):
    if shutil.which("kubectl") is None:
        pytest.skip("kubectl is not installed, which builds overlays; the base is validated without it")
    done = subprocess.run(
        ["kubectl", "kustomize", str(KUBERNETES / "overlays" / overlay)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    built = documents(done.stdout)
    assert len(built) == sum(len(documents(path.read_text(encoding="utf-8"))) for path in FILES)
    for manifest in built:
        check(manifest)
        assert manifest["kind"] == "Namespace" or manifest["metadata"]["namespace"] == "newsstream"
    if overlay == "development":
        replicas = {m["spec"]["replicas"] for m in built if m["apiVersion"] == STRIMZI and "replicas" in m["spec"]}
        assert replicas == {1}, "one broker can't hold more"


def test_the_compose_file_is_what_the_compose_specification_says():
    # Through YAML once: the parser knows no anchors.
    text = yaml.safe_dump(yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    PyCompose.from_yaml(text).validate()
    with pytest.raises(ValueError, match="restart"):
        PyCompose.from_yaml(text.replace("restart: on-failure", "restart: sometimes"))


def test_the_dockerfile_has_nothing_to_lint():
    linter = Path(sysconfig.get_path("scripts")) / "hadolint"
    done = subprocess.run(
        [str(linter), "--no-color", str(ROOT / "deploy/docker/Dockerfile")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
