"""What listens on this machine while the stream runs, and for whom."""

import ipaddress
import urllib.error
import urllib.request

import psutil
import pytest

from tests.support import wait_until

pytestmark = pytest.mark.integration


def listening(process_id: int) -> set[tuple[str, int]]:
    """Return the addresses that a process and its children listen on."""
    process = psutil.Process(process_id)
    return {
        (connection.laddr.ip, connection.laddr.port)
        for one in (process, *process.children(recursive=True))
        for connection in one.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    }


def is_loopback(address: str) -> bool:
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)  # Java listens on ::ffff:127.0.0.1
    return (mapped or found).is_loopback


def test_the_embedded_broker_listens_on_loopback_only(broker):
    addresses = listening(broker.pid)
    assert len(addresses) >= 2  # clients, and the controller
    assert all(is_loopback(address) for address, _ in addresses), addresses


def test_a_worker_listens_on_loopback_only_and_for_local_names(settings, start_worker):
    worker = start_worker(settings).wait_ready()
    port = worker.settings.web_port
    wait_until(lambda: bool(listening(worker.process.pid)), 10)
    assert listening(worker.process.pid) == {("127.0.0.1", port)}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/metrics", headers={"Host": "attacker.example"})
    with pytest.raises(urllib.error.HTTPError) as refused, urllib.request.urlopen(request, timeout=5):  # noqa: S310
        pass
    with refused.value as answer:
        assert answer.code == 421
    assert worker.get("/table/")[0] == 404
    assert worker.terminate() == 0
