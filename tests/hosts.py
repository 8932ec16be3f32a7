"""Hosts of their own on one machine: network namespaces on a bridge, whose cables can be pulled. Needs root."""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Self


def available() -> str:
    """Return an empty text where hosts can be made, else what is missing."""
    if os.geteuid() != 0:
        return "not root"
    if shutil.which("ip") is None:
        return "no ip command (iproute2)"
    probe = f"news{os.getpid()}p"
    try:
        _ip("netns", "add", probe)
        _ip("link", "add", probe, "type", "bridge")
    except subprocess.CalledProcessError as error:
        return error.stderr.decode(errors="replace").strip() or "network namespaces are not permitted"
    finally:
        for kind in (("link", "del"), ("netns", "del")):
            with suppress(subprocess.CalledProcessError):
                _ip(*kind, probe)
    return ""


class Hosts:
    """A bridge with an address for what runs outside, and hosts with an address each. A context manager."""

    def __init__(self, count: int) -> None:
        """Describe them; the network is one of 10.0.0.0/8, by the process id."""
        own = os.getpid()
        self._name = f"nw{own % 100_000}"
        self._network = f"10.{200 + own % 50}.{own // 50 % 250}"
        self.count = count
        self.outside = f"{self._network}.1"

    def address(self, host: int) -> str:
        return f"{self._network}.{host + 2}"

    def command(self, host: int) -> list[str]:
        """Return what begins a command that runs there; its process id is the command's own."""
        return ["ip", "netns", "exec", self._host(host)]

    def cut(self, host: int) -> None:
        """Pull the cable at the switch: both ends stay up, packets go nowhere."""
        _ip("link", "set", self._cable(host), "nomaster")

    def mend(self, host: int) -> None:
        _ip("link", "set", self._cable(host), "master", self._name)

    def carried(self) -> tuple[int, int]:
        """Return the bytes that the hosts have sent, and those that they have received."""
        # What comes in at the switch was sent by the host.
        return self._counter("rx_bytes"), self._counter("tx_bytes")

    def _counter(self, name: str) -> int:
        files = (Path(f"/sys/class/net/{self._cable(host)}/statistics/{name}") for host in range(self.count))
        return sum(int(file.read_text()) for file in files)

    def __enter__(self) -> Self:
        try:
            _ip("link", "add", self._name, "type", "bridge")
            _ip("addr", "add", f"{self.outside}/24", "dev", self._name)
            _ip("link", "set", self._name, "up")
            for host in range(self.count):
                self._add(host)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for host in range(self.count):
            with suppress(subprocess.CalledProcessError):
                _ip("netns", "del", self._host(host))
            with suppress(subprocess.CalledProcessError):
                _ip("link", "del", self._cable(host))
        with suppress(subprocess.CalledProcessError):
            _ip("link", "del", self._name)

    def _add(self, host: int) -> None:
        name, cable = self._host(host), self._cable(host)
        _ip("netns", "add", name)
        _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("link", "set", cable, "master", self._name, "up")
        _ip("-n", name, "addr", "add", f"{self.address(host)}/24", "dev", "eth0")
        _ip("-n", name, "link", "set", "eth0", "up")
        _ip("-n", name, "link", "set", "lo", "up")

    def _host(self, host: int) -> str:
        return f"{self._name}h{host}"

    def _cable(self, host: int) -> str:
        return f"{self._name}c{host}"


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, timeout=30)
