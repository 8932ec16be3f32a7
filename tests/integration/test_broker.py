"""The embedded broker, for real: life and death of Java, data, and what users are told."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from streams.broker import (
    BrokerError,
    BrokerStartError,
    DataDirectoryInUse,
    EmbeddedBroker,
    ensure_artifacts,
    fast_start,
    find_java,
    find_running,
    prepare,
)

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]


@contextlib.asynccontextmanager
async def admin(broker):
    client = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap_servers)
    await client.start()
    try:
        yield client
    finally:
        await client.close()


async def create_topic(broker, name, partitions=2):
    async with admin(broker) as client:
        await client.create_topics([NewTopic(name, partitions, 1)])


async def topics(broker):
    async with admin(broker) as client:
        return {name for name in await client.list_topics() if not name.startswith("__")}


async def produce(broker, topic, values, **options):
    producer = AIOKafkaProducer(bootstrap_servers=broker.bootstrap_servers, **options)
    await producer.start()
    try:
        if options.get("transactional_id"):
            async with producer.transaction():
                for value in values:
                    await producer.send(topic, value)
        else:
            for value in values:
                await producer.send_and_wait(topic, value)
    finally:
        await producer.stop()


async def consume(broker, topic, count, **options):
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=broker.bootstrap_servers,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
        **options,
    )
    await consumer.start()
    try:
        async with asyncio.timeout(20):
            return [(await consumer.getone()).value for _ in range(count)]
    finally:
        await consumer.stop()


def wait_until(condition, seconds, what):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.02)
    return value


@contextlib.contextmanager
def owner_process(data_directory, body="import time; time.sleep(600)"):
    """Run a process that owns a broker on the directory; yield it once the broker serves."""
    code = f"""
from pathlib import Path
from streams.broker import EmbeddedBroker
broker = EmbeddedBroker(Path({str(data_directory)!r}))
broker.start()
print(broker.pid, broker.bootstrap_servers, flush=True)
{textwrap.dedent(body)}
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        with process.stdout as output:
            pid, address = output.readline().split()
            yield process, psutil.Process(int(pid)), address
    finally:
        process.kill()
        process.wait()


def has_ended(process):
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


async def test_serves_clients_as_soon_as_it_has_started(tmp_path):
    async with EmbeddedBroker(tmp_path / "d") as broker:
        await create_topic(broker, "news.a")
        assert await topics(broker) == {"news.a"}
        article = os.urandom(5 << 20).hex().encode()  # 10 MB, hard to compress
        await produce(broker, "news.a", [article], max_request_size=16 << 20)
        [received] = await consume(
            broker, "news.a", 1, group_id="g", max_partition_fetch_bytes=16 << 20
        )
        assert received == article
        await produce(broker, "news.a", [b"1", b"2"], transactional_id="t")
        assert len(await consume(broker, "news.a", 3)) == 3


@pytest.mark.parametrize("compression", ["gzip", "snappy", "lz4", "zstd"])
async def test_all_compressions_work_with_the_files_that_we_ship(shared_broker, compression):
    pytest.importorskip("cramjam") if compression != "gzip" else None
    topic = f"compressed.{compression}"
    async with admin(shared_broker) as client:
        # Another codec than the producer's makes the broker itself decompress and compress.
        await client.create_topics(
            [NewTopic(topic, 1, 1, topic_configs={"compression.type": compression})]
        )
    await produce(shared_broker, topic, [b"news " * 100])
    assert await consume(shared_broker, topic, 1) == [b"news " * 100]


@pytest.fixture(scope="module")
def shared_broker():
    with EmbeddedBroker.ephemeral() as broker:
        yield broker


def test_listens_on_loopback_only(shared_broker):
    listening = {
        connection.laddr.ip.removeprefix("::ffff:")
        for connection in psutil.Process(shared_broker.pid).net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


async def test_topics_survive_restarts(tmp_path):
    broker = EmbeddedBroker(tmp_path / "with spaces, commas and é")
    broker.start()
    try:
        cluster_id, address = broker.cluster_id, broker.bootstrap_servers
        await create_topic(broker, "news.kept")
        await produce(broker, "news.kept", [b"before"])
        broker.restart()
        assert broker.bootstrap_servers == address
        assert await consume(broker, "news.kept", 1) == [b"before"]
        broker.kill()
        assert not broker.is_running()
        broker.start()
        assert await consume(broker, "news.kept", 1) == [b"before"]
        broker.stop()

        # Another program takes the port: the broker comes back on another one, and says so.
        host, _, port = address.rpartition(":")
        with socket.create_server((host, int(port))):
            broker.start()
            assert broker.bootstrap_servers != address
            assert broker.cluster_id == cluster_id
            assert await consume(broker, "news.kept", 1) == [b"before"]
    finally:
        broker.stop()


def test_second_start_on_the_same_directory_names_the_owner(tmp_path):
    with EmbeddedBroker(tmp_path) as broker:
        running = find_running(tmp_path)
        assert running is not None
        assert (running.pid, running.owner_pid) == (broker.pid, os.getpid())
        assert running.bootstrap_servers == broker.bootstrap_servers
        with pytest.raises(DataDirectoryInUse, match=broker.bootstrap_servers) as caught:
            EmbeddedBroker(tmp_path).start()
        assert caught.value.owner_pid == os.getpid()
        assert caught.value.bootstrap_servers == broker.bootstrap_servers
        assert broker.start() is broker  # starting twice is harmless
        assert broker.is_running()
    assert find_running(tmp_path) is None
    broker.stop()  # stopping twice too
    with pytest.raises(BrokerError, match="not running"):
        _ = broker.bootstrap_servers


async def test_two_at_once_do_not_disturb_each_other():
    with EmbeddedBroker.ephemeral() as one, EmbeddedBroker.ephemeral() as other:
        directories = [one.data_directory, other.data_directory]
        await create_topic(one, "news.one")
        await create_topic(other, "news.other")
        assert await topics(one) == {"news.one"}
        assert await topics(other) == {"news.other"}
    assert not any(directory.exists() for directory in directories)


async def test_many_starts_at_once_get_ports_of_their_own(tmp_path):
    brokers = [EmbeddedBroker(tmp_path / str(n), heap_megabytes=256) for n in range(4)]
    try:
        await asyncio.gather(*(asyncio.to_thread(broker.start) for broker in brokers))
        assert len({broker.bootstrap_servers for broker in brokers}) == 4
    finally:
        await asyncio.gather(*(asyncio.to_thread(broker.stop) for broker in brokers))


def test_killed_owner_takes_java_along_and_its_data_can_be_used_again(tmp_path):
    with owner_process(tmp_path) as (owner, java, _):
        owner.kill()
        wait_until(lambda: has_ended(java), 2, "Java is gone")
    assert find_running(tmp_path) is None
    with EmbeddedBroker(tmp_path) as broker:
        assert broker.is_running()


def test_owner_that_forgets_to_stop_leaves_nothing_behind(tmp_path):
    with owner_process(tmp_path, body="") as (owner, java, _):
        owner.wait(10)
        wait_until(lambda: has_ended(java), 0.5, "Java is gone")
    assert json.loads((tmp_path / "broker.json").read_text())["state"] == "stopped"


def test_killed_owner_and_frozen_java(tmp_path):
    with owner_process(tmp_path) as (owner, java, _):
        java.suspend()
        owner.kill()
        wait_until(lambda: has_ended(java), 3, "Java is gone")


@pytest.mark.skipif(sys.platform != "linux", reason="needs PR_SET_PDEATHSIG")
def test_owner_and_supervisor_killed_together(tmp_path):
    with owner_process(tmp_path) as (owner, java, _):
        supervisor = java.parent()
        supervisor.kill()
        owner.kill()
        wait_until(lambda: has_ended(java), 2, "Java is gone")


def test_killed_supervisor_is_noticed(tmp_path):
    with EmbeddedBroker(tmp_path) as broker:
        java = psutil.Process(broker.pid)
        java.parent().kill()
        wait_until(lambda: not broker.is_running(), 2, "the broker counts as ended")
        broker.restart()
        assert broker.is_running()
        assert has_ended(java)


def test_left_over_broker_of_a_killed_owner_is_replaced(tmp_path):
    with owner_process(tmp_path) as (owner, java, _):
        # Without its supervisor's help: freeze that one, so that Java outlives the owner.
        supervisor = java.parent()
        supervisor.suspend()
        try:
            owner.kill()
            owner.wait()
            assert not has_ended(java)
            with EmbeddedBroker(tmp_path) as broker:
                assert has_ended(java)
                assert broker.pid != java.pid
        finally:
            supervisor.kill()


def test_ctrl_c_in_the_terminal_reaches_the_owner_only(tmp_path):
    body = """
        import signal, time
        signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
        try:
            while True:
                time.sleep(0.05)
        finally:
            print(broker.is_running(), flush=True)
            broker.stop()
    """
    with owner_process(tmp_path, body) as (owner, java, _):
        assert os.getpgid(java.pid) != os.getpgid(owner.pid)
        assert os.getsid(java.pid) != os.getsid(owner.pid)
        os.killpg(owner.pid, signal.SIGINT)  # as the terminal does
        owner.wait(10)
        assert has_ended(java)
    assert json.loads((tmp_path / "broker.json").read_text())["state"] == "stopped"


def test_stop_interrupts_a_start_in_another_thread(tmp_path):
    async def main():
        broker = EmbeddedBroker(tmp_path)
        starting = asyncio.create_task(asyncio.to_thread(broker.start))
        await asyncio.sleep(0.6)
        await asyncio.to_thread(broker.stop)
        with pytest.raises(BrokerError, match="stopped while it was starting"):
            await starting
        assert not broker.is_running()

    asyncio.run(main())
    with EmbeddedBroker(tmp_path):
        pass


def test_prepared_broker_starts_from_the_cache(tmp_path):
    cache = tmp_path / "cache"
    kafka = ensure_artifacts()[0].parent  # not once more from the network
    shutil.copytree(kafka, cache / kafka.name, ignore=shutil.ignore_patterns("*.aot", ".*"))
    announced = []
    prepare(cache_directory=cache, before_training=lambda: announced.append(True))
    prepare(cache_directory=cache, before_training=lambda: announced.append(True))
    archives = list(cache.glob("*/*.aot"))
    if find_java().major >= fast_start.MINIMUM_JAVA:
        assert len(announced) == len(archives) == 1
    with EmbeddedBroker.ephemeral(cache_directory=cache) as broker:
        command = psutil.Process(broker.pid).cmdline()
        assert [f"-XX:AOTCache={path}" for path in archives] == [
            option for option in command if option.startswith("-XX:AOT")
        ]
        console = (broker.data_directory / "logs" / "broker.out").read_text()
        assert console == "", "Java complains"
    for archive in archives:
        archive.write_bytes(archive.read_bytes()[: 1 << 20])  # a disk that was full, for example
    with EmbeddedBroker.ephemeral(cache_directory=cache) as broker:
        assert broker.is_running()


class TestFailures:
    def test_setting_that_kafka_refuses(self, tmp_path):
        with pytest.raises(BrokerStartError) as caught:
            EmbeddedBroker(tmp_path, properties={"num.io.threads": "many"}).start()
        error = caught.value
        assert 0 < len(error.log_lines) <= 20
        assert any("num.io.threads" in line for line in error.log_lines)
        assert str(error.log_path) in str(error)
        assert "properties" in error.remedy
        with EmbeddedBroker(tmp_path) as broker:  # and the directory is free again
            assert broker.is_running()

    def test_java_that_refuses_its_options(self, tmp_path):
        with pytest.raises(BrokerStartError, match="JVM options"):
            EmbeddedBroker(tmp_path, jvm_options=["-XX:NoSuchOption"]).start()

    def test_not_enough_memory(self, tmp_path):
        with pytest.raises(BrokerStartError, match="memory"):
            EmbeddedBroker(tmp_path, heap_megabytes=8).start()

    def test_damaged_data_directory(self, tmp_path):
        with EmbeddedBroker(tmp_path):
            pass
        meta = tmp_path / "topics" / "meta.properties"
        meta.write_text(meta.read_text().replace("node.id=1", "node.id=7"))
        with pytest.raises(BrokerStartError, match="damaged"):
            EmbeddedBroker(tmp_path).start()
        meta.unlink()
        with pytest.raises(BrokerStartError, match="move the data directory away"):
            EmbeddedBroker(tmp_path).start()

    def test_fixed_port_that_is_taken(self, tmp_path):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            with pytest.raises(BrokerStartError, match=str(port)):
                EmbeddedBroker(tmp_path, port=port).start()

    def test_place_that_cannot_be_written(self, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(BrokerStartError, match="another data directory"):
            EmbeddedBroker(tmp_path / "file" / "data").start()

    def test_bounded_wait(self, tmp_path):
        started_at = time.monotonic()
        with pytest.raises(BrokerStartError, match="did not answer within"):
            EmbeddedBroker(tmp_path, start_timeout_seconds=0.3).start()
        assert time.monotonic() - started_at < 5
