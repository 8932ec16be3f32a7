"""The ``newsstream`` wrapper, on a tiny project with locks of its own.

Needs the package index (or a filled cache) for two small packages, as the real set-up does.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

WRAPPER = Path(__file__).parents[2] / "newsstream"
TOOLS = ("sh", "dirname", "readlink", "cksum", "cat", "mkdir", "sleep", "rm", "tail", "ls", "mv",
         "chmod", "env")  # fmt: skip
UV = shutil.which("uv")

PYPROJECT = """
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"
[project]
name = "newsstream"
version = "0"
[project.scripts]
newsstream = "streams.cli:main"
[tool.setuptools.packages.find]
include = ["streams*"]
"""
CLI = """
import os, sys
def main():
    print("ran", sys.argv[1:], os.getcwd())
    return 3
"""


# Any small packages would do; setuptools builds the project itself.
SETUPTOOLS = """\
setuptools==84.2.1 \\
    --hash=sha256:3ff8b3b5492a0aa66960f4419365a86b84e013070d4313e4d4a6894f5d64d6bc \\
    --hash=sha256:ca140b45d5325a9478f880e351484f62fef15f336462e449ca0c03c873d589c2
"""
INICONFIG = """\
iniconfig==2.3.1 \\
    --hash=sha256:67f4b9c50da0dedf52af349e7749a80a9057a5031199791b906c3bb3ae878960 \\
    --hash=sha256:9121e2c1fdb355232495be3194c8dfe87ccc2d5dee45947b78e68f499790d7a7
"""


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "a project, with é"
    (root / "streams").mkdir(parents=True)
    shutil.copy(WRAPPER, root)
    (root / "pyproject.toml").write_text(PYPROJECT)
    (root / "requirements.lock").write_text(SETUPTOOLS)
    (root / "requirements-dev.lock").write_text(INICONFIG)
    (root / "streams" / "__init__.py").write_text("")
    (root / "streams" / "cli.py").write_text(CLI)
    return root


@pytest.fixture(scope="session")
def index_answers(tmp_path_factory) -> bool:
    """Whether pip can fetch a package now: unlike uv it can't set up from its cache alone."""
    command = [sys.executable, "-m", "pip", "--version"]
    pip = subprocess.run(command, capture_output=True, check=False).returncode == 0
    target = str(tmp_path_factory.mktemp("downloads"))
    options = ["--no-deps", "--no-cache-dir", "--retries", "0", "--timeout", "10", "--dest", target]
    fetch = [*(command[:3] if pip else ["python3", "-m", "pip"]), "download", *options, "iniconfig==2.3.1"]
    return subprocess.run(fetch, capture_output=True, check=False).returncode == 0


@pytest.fixture(params=["uv", "pip"] if UV else ["pip"])
def environment(request, tmp_path, index_answers):
    """PATH holds a Python, the few tools that the wrapper needs, and uv or not."""
    if request.param == "pip" and not index_answers and not os.environ.get("CI"):
        pytest.skip("offline, and pip sets up from the package index only")
    programs = tmp_path / "programs"
    programs.mkdir()
    wanted = {name: shutil.which(name) for name in TOOLS}
    wanted["python3"] = str(Path(sys.executable).resolve())
    if request.param == "uv":
        # Through a script, because some installers put a script there that needs the whole PATH.
        uv = programs / "uv"
        uv.write_text(f'#!/bin/sh\nPATH="{os.environ["PATH"]}" exec "{UV}" "$@"\n')
        uv.chmod(0o755)
    for name, path in wanted.items():
        (programs / name).symlink_to(path)
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**inherited, "PATH": str(programs)}


def run(wrapper, *arguments, environment, **options):
    return subprocess.run(
        [wrapper, *arguments], env=environment, capture_output=True, text=True,
        timeout=120, check=False, **options,
    )  # fmt: skip


def test_set_up_once_then_quiet(project, environment, tmp_path):
    first = run(project / "newsstream", "a", "b  c", environment=environment, cwd=tmp_path)
    assert (first.returncode, first.stdout) == (3, f"ran ['a', 'b  c'] {tmp_path}\n"), first.stderr
    assert "setting up" in first.stderr
    again = run(project / "newsstream", "--help", environment=environment, cwd=tmp_path)
    assert (again.returncode, again.stderr) == (3, "")

    link = tmp_path / "link"
    link.symlink_to(os.path.relpath(project / "newsstream", tmp_path))
    linked = run(link, environment=environment, cwd=tmp_path)
    assert (linked.returncode, linked.stderr) == (3, "")

    python = project / ".venv" / "bin" / "python"
    has_iniconfig = [python, "-c", "import iniconfig"]
    assert subprocess.run(has_iniconfig, capture_output=True, check=False).returncode == 1
    tests = run(project / "newsstream", "test", environment=environment, cwd=tmp_path)
    assert (tests.returncode, tests.stdout) == (3, f"ran ['test'] {tmp_path}\n"), tests.stderr
    assert subprocess.run(has_iniconfig, check=False).returncode == 0
    assert run(project / "newsstream", "test", environment=environment).stderr == ""


def test_tampered_package_is_refused(project, environment):
    lock = project / "requirements.lock"
    lock.write_text("".join(
        line.split("sha256:")[0] + "sha256:" + "0" * 64 + (" \\\n" if "\\" in line else "\n")
        if "sha256:" in line else line
        for line in lock.read_text().splitlines(keepends=True)
    ))  # fmt: skip
    environment = {**environment, "PIP_NO_CACHE_DIR": "1"}
    outcome = run(project / "newsstream", environment=environment)
    assert outcome.returncode == 69
    assert "could not be installed" in outcome.stderr
    assert outcome.stdout == ""


def test_concurrent_first_starts_wait_for_one(project, environment):
    starts = [
        subprocess.Popen(
            [project / "newsstream"], env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    talk = [start.communicate(timeout=120)[1] for start in starts]
    assert [start.returncode for start in starts] == [3, 3, 3], talk
    assert sum("setting up" in text for text in talk) == 1


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_interrupted_set_up_is_done_again(project, environment, how):
    start = subprocess.Popen(
        [project / "newsstream"], env=environment, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while not (project / ".venv" / ".newsstream" / "unfinished").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    start.send_signal(how)
    start.communicate(timeout=30)
    assert start.returncode in {-how, 128 + how}
    again = run(project / "newsstream", environment=environment)
    assert again.returncode == 3, again.stderr
    assert not (project / ".venv.lock").exists()


def test_moved_project_is_set_up_anew(project, environment):
    run(project / "newsstream", environment=environment)
    moved = project.with_name("elsewhere")
    project.rename(moved)
    outcome = run(moved / "newsstream", environment=environment)
    assert outcome.returncode == 3, outcome.stderr
    assert run(moved / "newsstream", environment=environment).stderr == ""


def test_directory_that_is_not_ours_is_left_alone(project, environment, tmp_path):
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("all of it")
    outcome = run(
        project / "newsstream", environment={**environment, "NEWSSTREAM_VENV": str(precious)}
    )
    assert outcome.returncode == 69
    assert "is not a Python environment" in outcome.stderr
    assert (precious / "thesis.txt").read_text() == "all of it"


@pytest.mark.parametrize(
    ("answer", "found"),
    [(None, "found none."), ("3.9 /x/python3.9", "found none (python3 is 3.9)")],
)
def test_no_suitable_python_is_explained(project, tmp_path, answer, found):
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in TOOLS:
        (programs / name).symlink_to(shutil.which(name))
    if answer:
        (programs / "python3").write_text(f"#!/bin/sh\necho '{answer}'\n")
        (programs / "python3").chmod(0o755)
    outcome = run(project / "newsstream", environment={"PATH": str(programs)})
    assert outcome.returncode == 69
    assert found in outcome.stderr
    assert "NEWSSTREAM_PYTHON" in outcome.stderr
    assert not (project / ".venv").exists()


def test_without_what_builds_the_project_it_runs_from_its_sources(project, environment):
    (project / "requirements.lock").write_text(INICONFIG)
    outcome = run(project / "newsstream", environment=environment)
    assert outcome.returncode == 3, outcome.stderr
    assert run(project / "newsstream", environment=environment).stderr == ""
