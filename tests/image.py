"""Builds and runs the image without a Docker engine: its own steps, in a copy-on-write root.

Each stage of the Dockerfile gets an overlay over this machine's root, which stands for ``FROM``: the Python is this
machine's, all else is what the Dockerfile says. Linux and root only, as it mounts; nothing is left behind,
the mounts are gone with the namespace.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

STEP_SECONDS = 300
TEMPORARY = "/tmp"  # noqa: S108 - of the image
# What this machine needs to reach its package index; a build of Docker's gets it by --build-arg and secrets.
INDEX = re.compile(r"(?i)^(PIP_(INDEX_URL|EXTRA_INDEX_URL|CERT|FIND_LINKS|TRUSTED_HOST)|SSL_CERT_(FILE|DIR)|.*_proxy)$")


@dataclass
class Stage:
    """One stage of a Dockerfile, and what is true in it after its steps."""

    name: str
    base: str
    steps: list[tuple[str, str]] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    directory: str = "/"
    user: str = "0:0"
    settings: dict[str, str] = field(default_factory=dict)


def parse(text: str) -> list[Stage]:
    """Return the stages; an instruction that is not known here is an error."""
    text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    stages: list[Stage] = []
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip():
            continue
        instruction, rest = line.split(None, 1)
        if instruction == "FROM":
            base, _, name = rest.partition(" AS ")
            stages.append(Stage(name.strip() or f"stage-{len(stages)}", base))
        elif stages:
            stages[-1].steps.append((instruction, rest.strip()))
        else:
            assert instruction == "ARG", instruction
    return stages


def _program(name: str) -> str:
    """Return where a program is, for use inside: PATH may name links in a folder that the image hides."""
    found = shutil.which(name)
    assert found, f"{name} is not installed"
    return os.path.realpath(found)


class Image:
    """The built image: mounts in a namespace of their own, and commands inside.

    Args:
        context: The build context.
        dockerfile: Relative to it, with its ``.dockerignore`` beside it.
        workspace: An empty directory to mount on.
    """

    def __init__(self, context: Path, dockerfile: str, workspace: Path) -> None:
        self.context = context
        self.workspace = workspace
        self.holder = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "sleep", "infinity"], stdin=subprocess.DEVNULL
        )
        try:
            ignore = (context / f"{dockerfile}.dockerignore").read_text(encoding="utf-8").split()
            self.allowed = {line[1:] for line in ignore if line.startswith("!")}
            self._wait_for_namespace()
            # An overlay's upper layer must not lie in its lower one.
            self._host(f"mount -t tmpfs -o mode=755 tmpfs {workspace}")
            for stage in parse((context / dockerfile).read_text(encoding="utf-8")):
                self.stage = stage
                self._build()
        except BaseException:
            self.close()
            raise

    @property
    def root(self) -> Path:
        return self.workspace / self.stage.name / "root"

    def close(self) -> None:
        self.holder.kill()
        self.holder.wait()

    def _wait_for_namespace(self) -> None:
        mine, its = Path("/proc/self/ns/mnt"), Path(f"/proc/{self.holder.pid}/ns/mnt")
        while its.readlink() == mine.readlink():
            assert self.holder.poll() is None, "no namespace could be had"

    def _enter(self) -> list[str]:
        return ["nsenter", f"--mount=/proc/{self.holder.pid}/ns/mnt"]

    def _host(self, command: str) -> str:
        done = subprocess.run(
            [*self._enter(), "sh", "-euc", command], capture_output=True, text=True, timeout=STEP_SECONDS, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def _build(self) -> None:
        self._from()
        for instruction, rest in self.stage.steps:
            getattr(self, f"_{instruction.lower()}")(rest)

    def _from(self) -> None:
        root, layer = self.root, self.root.parent
        python = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
        self._host(f"""
            mkdir -p {layer}/upper {layer}/work {root}
            mount -t overlay overlay -o lowerdir=/,upperdir={layer}/upper,workdir={layer}/work {root}
            mount --rbind /proc {root}/proc; mount --rbind /dev {root}/dev
            mount -t tmpfs -o mode=1777 tmpfs {root}{TEMPORARY}
            mkdir -p {root}/usr/local/bin; rm -f {root}/usr/local/bin/python
            printf '#!/bin/sh\nexec %s "$@"\n' {python} > {root}/usr/local/bin/python
            chmod 755 {root}/usr/local/bin/python
        """)
        # This machine's Python may live in somebody's home. A link to it would look for its library beside the link.
        for directory in python.parents:
            self._host(f"chmod a+x {root}{directory}")
        self.stage.environment = {"PATH": "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"}

    def _run(self, rest: str) -> None:
        self._host_in(["/bin/sh", "-c", rest], index=True)

    def _copy(self, rest: str) -> None:
        *sources, target = shlex.split(rest)
        target = os.path.normpath(Path(self.stage.directory) / target) + ("/" if target.endswith("/") else "")
        place = f"{self.root}{target}"
        if sources[0].startswith("--from="):
            other = self.workspace / sources.pop(0).removeprefix("--from=") / "root"
            (source,) = sources
            self._host(f"mkdir -p {place}; cp -a {other}{source}/. {place}/")
            return
        self._host(f"mkdir -p {place if target.endswith('/') else Path(place).parent}")
        for source in sources:
            assert source in self.allowed, f"{source} is kept out by .dockerignore"
            self._host(f"cp -r {shlex.quote(str(self.context / source))} {place}")
        self._host(f"find {place} -name __pycache__ -prune -exec rm -r {{}} +")

    def _env(self, rest: str) -> None:
        for pair in shlex.split(rest):
            name, _, value = pair.partition("=")
            self.stage.environment[name] = value.replace("$PATH", self.stage.environment["PATH"])

    def _workdir(self, rest: str) -> None:
        self.stage.directory = rest
        self._host(f"mkdir -p {self.root}{rest}")

    def _user(self, rest: str) -> None:
        self.stage.user = rest

    def _keep(self, name: str, rest: str) -> None:
        self.stage.settings[name] = rest

    def _label(self, rest: str) -> None:
        self._keep("LABEL", rest)

    def _expose(self, rest: str) -> None:
        self._keep("EXPOSE", rest)

    def _healthcheck(self, rest: str) -> None:
        self._keep("HEALTHCHECK", rest[rest.index("CMD") + 3 :])

    def _entrypoint(self, rest: str) -> None:
        self._keep("ENTRYPOINT", rest)

    def _cmd(self, rest: str) -> None:
        self._keep("CMD", rest)

    def _host_in(self, command: list[str], *, index: bool = False) -> None:
        environment = {k: v for k, v in os.environ.items() if INDEX.match(k)} if index else {}
        done = subprocess.run(
            self.command(command, environment), capture_output=True, text=True, timeout=STEP_SECONDS, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"

    def command(self, command: list[str], environment: dict[str, str]) -> list[str]:
        """Return the command line that runs a command inside, with the image's user, directory and environment.

        It replaces itself all along: the process started is the command's own.
        """
        user, group = self.stage.user.split(":")
        inner = [_program("env"), f"--chdir={self.stage.directory}", "-i"]
        inner += [f"{k}={v}" for k, v in ({"HOME": "/nonexistent"} | self.stage.environment | environment).items()]
        confined = [_program("setpriv"), f"--reuid={user}", f"--regid={group}", "--clear-groups", "--no-new-privs"]
        if user != "0":
            confined += ["--bounding-set=-all", "--inh-caps=-all"]
        return [*self._enter(), "chroot", str(self.root), *confined, *inner, *command]

    def start(self, environment: dict[str, str], output: Path) -> subprocess.Popen[bytes]:
        """Start what the image starts, its root read-only but for /tmp, as docker-compose.yml and the pod say."""
        self._host(f"mount -o remount,ro {self.root}")
        line = json.loads(self.stage.settings["ENTRYPOINT"]) + json.loads(self.stage.settings["CMD"])
        with output.open("wb") as log:
            return subprocess.Popen(self.command(line, environment), stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def healthy(self, environment: dict[str, str]) -> bool:
        """Return what the image's health check says."""
        check = self.command(json.loads(self.stage.settings["HEALTHCHECK"]), environment)
        return subprocess.run(check, capture_output=True, timeout=10, check=False).returncode == 0

    def inside(self, *command: str, user: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run something else inside."""
        own, self.stage.user = self.stage.user, user or self.stage.user
        try:
            line = self.command(list(command), {})
        finally:
            self.stage.user = own
        return subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
