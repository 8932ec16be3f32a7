"""OpenTelemetry spans: one where an article is published, one from taking it up to its commit.

Both are joined by the W3C ``traceparent`` header of the raw record; derived records carry the context
of the span that made them, so a consumer's spans go on from there.

Off unless ``otlp_endpoint`` is set. The SDK reads its other standard variables (``OTEL_SERVICE_NAME``,
``OTEL_RESOURCE_ATTRIBUTES``, ``OTEL_TRACES_SAMPLER``, ``OTEL_EXPORTER_OTLP_HEADERS``) by itself. Spans
are sent in the background: a collector that is away costs spans, never articles.

Source: W3C Trace Context; OpenTelemetry semantic conventions for messaging and Kafka.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from aiokafka import ConsumerRecord, TopicPartition

from streams.codecs import TRACEPARENT_HEADER
from streams.errors import UsageError
from streams.runtime.enricher import BatchOutputs, carried_traceparent
from streams.runtime.lane import Batch
from streams.runtime.outputs import Failed, OutputRecord
from streams.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span

TRACES_PATH = "/v1/traces"
SERVICE_NAME = "newsstream"


class Tracing:
    """Makes the spans of one process."""

    def __init__(self, provider: "TracerProvider", settings: Settings) -> None:
        """Use :func:`open_tracing`."""
        self._provider = provider
        self._tracer = provider.get_tracer("newsstream")
        self._group_id = settings.group_id
        self._open: dict[TopicPartition, dict[int, Span]] = {}

    def published(self, topic: str, article_id: str, parent: str) -> str:
        """Make the span of an article that goes into its topic.

        Args:
            topic: Name in the cluster.
            article_id: The record's key.
            parent: W3C ``traceparent`` of what publishes.

        Returns:
            The record's ``traceparent``.
        """
        from opentelemetry.trace import SpanKind

        span = self._tracer.start_span(
            f"create {topic}",
            context=_context(parent),
            kind=SpanKind.PRODUCER,
            attributes={
                **_messaging(topic, "create"),
                "messaging.kafka.message.key": article_id,
            },
        )
        span.end()
        return _traceparent(span)

    def started(self, record: ConsumerRecord[bytes, bytes]) -> bytes | None:
        """Begin the span of a raw record that is taken up; return what its outputs carry."""
        from opentelemetry.trace import SpanKind

        partition = TopicPartition(record.topic, record.partition)
        carried = carried_traceparent(record)
        span = self._tracer.start_span(
            f"process {record.topic}",
            context=_context(carried.decode("ascii", errors="replace") if carried else ""),
            kind=SpanKind.CONSUMER,
            attributes={
                **_messaging(record.topic, "process"),
                "messaging.consumer.group.name": self._group_id,
                "messaging.destination.partition.id": str(record.partition),
                "messaging.kafka.offset": record.offset,
            },
        )
        if record.key is not None:
            span.set_attribute("messaging.kafka.message.key", record.key.decode(errors="replace"))
        self._open.setdefault(partition, {})[record.offset] = span
        return _traceparent(span).encode()

    def committed(self, batch: Batch, outputs: Sequence[OutputRecord]) -> None:
        """End the spans of a batch; those of dead letters with their type of error."""
        spans = self._open.get(batch.partition, {})
        outcomes = outputs.report.outcomes if isinstance(outputs, BatchOutputs) else []
        for index, record in enumerate(batch.records):
            span = spans.pop(record.offset, None)
            if span is None:
                continue
            outcome = outcomes[index] if index < len(outcomes) else None
            if isinstance(outcome, Failed):
                _fail(span, str(outcome.error_type), outcome.message)
            span.end()

    def aborted(self, partition: TopicPartition) -> None:
        """End what a partition has open: it is enriched again, here or elsewhere, in spans of its own."""
        for span in self._open.pop(partition, {}).values():
            _fail(span, "aborted", "the batch was not committed")
            span.end()

    def close(self) -> None:
        """End every open span and send what waits."""
        for partition in list(self._open):
            self.aborted(partition)
        self._provider.shutdown()


def open_tracing(settings: Settings) -> Tracing | None:
    """Return what makes spans, None when no endpoint is set.

    Raises:
        UsageError: An endpoint is set and the extra is not installed.
    """
    if settings.otlp_endpoint is None:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME as NAME_ATTRIBUTE
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise UsageError(
            f"otlp_endpoint is set, but tracing is not installed ({error.name}): "
            "pip install 'newsstream[tracing]'"
        ) from None

    named = Resource({NAME_ATTRIBUTE: SERVICE_NAME}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=named, shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint=settings.otlp_endpoint.rstrip("/") + TRACES_PATH)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return Tracing(provider, settings)


def _messaging(topic: str, operation: str) -> Mapping[str, str]:
    return {
        "messaging.system": "kafka",
        "messaging.destination.name": topic,
        "messaging.operation.name": operation,
        "messaging.operation.type": operation,
    }


def _context(traceparent: str) -> "Context":
    from opentelemetry.context import Context
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract({TRACEPARENT_HEADER: traceparent}, Context())


def _traceparent(span: "Span") -> str:
    context = span.get_span_context()
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def _fail(span: "Span", error_type: str, message: str) -> None:
    from opentelemetry.trace import Status, StatusCode

    span.set_attribute("error.type", error_type)
    span.set_status(Status(StatusCode.ERROR, message))
