"""Spans arrive at a collector, joined from publication to what consumers read."""

import asyncio
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from streams.reading import Start, open_reader
from streams.topics import DEADLETTERS, ENRICHED, FIGURES
from tests.integration.test_stream import article, publish, wait_for_outputs
from tests.support import newsstream, wait_until

pytestmark = pytest.mark.integration

ARTICLES = 3


class Collector(ThreadingHTTPServer):
    """An OTLP collector that keeps what it gets."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), CollectorPage)
        self.requests: list[ExportTraceServiceRequest] = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def spans(self, kind: str) -> list[Span]:
        return [
            span
            for request in self.requests
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
            if Span.SpanKind.Name(span.kind) == f"SPAN_KIND_{kind}"
        ]


class CollectorPage(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            import gzip

            body = gzip.decompress(body)
        assert self.path == "/v1/traces"
        self.server.requests.append(ExportTraceServiceRequest.FromString(body))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.end_headers()

    def log_message(self, *_) -> None:
        """Say nothing."""


@pytest.fixture
def collector():
    server = Collector()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def attributes(span: Span) -> dict:
    return {a.key: a.value.string_value or a.value.int_value for a in span.attributes}


async def traceparents(settings, topic) -> list[str]:
    found = []
    async with open_reader(settings, [settings.topic_prefix + topic.name]) as reader:
        await reader.seek(Start(beginning=True))
        async for record in reader.until_now():
            found += [value.decode() for name, value in record.headers if name == "traceparent"]
    return found


def test_one_trace_from_publication_to_derived_records(settings, start_worker, collector, tmp_path):
    settings = msgspec.structs.replace(settings, otlp_endpoint=collector.url)
    worker = start_worker(settings).wait_ready()
    lines = tmp_path / "articles.jsonl"
    lines.write_bytes(b"\n".join(article(number) for number in range(ARTICLES)))
    result = newsstream("replay", str(lines), settings=settings)
    assert result.returncode == 0, result.stderr.decode()
    publish(settings, [b"no json"])
    wait_for_outputs(settings, ARTICLES + 1)
    assert worker.terminate() == 0  # what waits is sent before the end

    created = {span.span_id: span for span in collector.spans("PRODUCER")}
    assert len(created) == ARTICLES
    wait_until(lambda: len(collector.spans("CONSUMER")) == ARTICLES + 1, 30, "spans missing")
    processed = {span.span_id.hex(): span for span in collector.spans("CONSUMER")}
    for span in processed.values():
        facts = attributes(span)
        assert facts["messaging.system"] == "kafka"
        assert facts["messaging.consumer.group.name"] == settings.group_id
        if facts.get("error.type"):
            assert facts["error.type"] == "invalid_json"
            assert span.parent_span_id not in created
        else:
            parent = created[span.parent_span_id]
            assert parent.trace_id == span.trace_id
            assert attributes(parent)["messaging.kafka.message.key"] == facts["messaging.kafka.message.key"]
            assert span.end_time_unix_nano > span.start_time_unix_nano >= parent.start_time_unix_nano
    assert sum(bool(attributes(span).get("error.type")) for span in processed.values()) == 1

    for topic in (ENRICHED, FIGURES):
        carried = asyncio.run(traceparents(settings, topic))
        assert len(carried) >= ARTICLES
        for traceparent in carried:
            _, trace_id, span_id, _ = traceparent.split("-")
            assert processed[span_id].trace_id.hex() == trace_id
    assert asyncio.run(traceparents(settings, DEADLETTERS)) == []


def test_collector_that_is_away_costs_spans_only(settings, start_worker):
    away = msgspec.structs.replace(settings, otlp_endpoint="http://127.0.0.1:9")
    worker = start_worker(away).wait_ready()
    publish(away, [article(1)])
    events, _ = wait_for_outputs(away, 1)
    assert events[0]["article_id"] == "article-1"
    assert worker.terminate() == 0


def test_without_the_extra_the_error_says_what_to_install(settings, monkeypatch):
    import sys

    from streams.errors import UsageError
    from streams.tracing import open_tracing

    assert open_tracing(settings) is None
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(UsageError, match=r"pip install 'newsstream\[tracing\]'"):
        open_tracing(msgspec.structs.replace(settings, otlp_endpoint="http://127.0.0.1:9"))
