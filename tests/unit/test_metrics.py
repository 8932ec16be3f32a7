"""Metrics count what was committed, once, and forget what is not theirs."""

import pytest
from aiokafka import ConsumerRecord, TopicPartition
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse_text

from streams.errors import ErrorType
from streams.metrics import FAILURES, WorkerMetrics
from streams.records import PipelineInfo
from streams.runtime.child import BatchReport
from streams.runtime.enricher import Enricher
from streams.runtime.lane import Batch, LaneState
from streams.runtime.outputs import TOPIC_INDEX, Enriched, Failed
from streams.topics import ENRICHED, ENTITIES, TOPICS

PARTITION = TopicPartition("news.articles.raw.v1", 0)
DERIVED = b'{"entity": {"type": "PERSON", "name": "Ada"}}'
TRACE = "0af7651916cd43dd8448eb211c80319c"


def make_batch(count=2, *, first=0, timestamp_ms=1_000_000, headers=()):
    records = tuple(
        ConsumerRecord(
            PARTITION.topic, 0, offset, timestamp_ms + offset, 0, None, b"{}", None, -1, -1, headers
        )
        for offset in range(first, first + count)
    )
    return Batch(PARTITION, records, first + count)


class Pool:
    """Enriches the first record and fails the others."""

    async def run(self, records):
        made = [(TOPIC_INDEX[topic.name], 0, b"a", DERIVED) for topic in (ENRICHED, ENTITIES, ENTITIES)]
        good = Enriched("a", "e", "2026-01-01T00:00:00.000Z", [], made)
        bad = Failed(ErrorType.EMPTY_BODY, "empty", "decode")
        return BatchReport(
            [good] + [bad] * (len(records) - 1),
            entities={"PERSON": 2},
            figures={"money": 3},
            words=40,
            published=[900.0],
        )


def value(metrics, name, **labels):
    return metrics.registry.get_sample_value(f"newsstream_{name}", labels)


async def enriched(metrics, batch):
    return await Enricher(Pool(), [metrics]).enrich_batch(batch)


async def test_an_aborted_batch_counts_its_results_once():
    metrics = WorkerMetrics()
    batch = make_batch()
    await enriched(metrics, batch)
    metrics.aborted(PARTITION)
    assert value(metrics, "entities_total", type="PERSON") == 0
    outputs = await enriched(metrics, batch)
    metrics.committed(batch, outputs, 0.1, 1000.5)

    assert value(metrics, "entities_total", type="PERSON") == 2
    assert value(metrics, "figures_total", kind="money") == 3
    assert value(metrics, "words_total") == 40
    assert value(metrics, "deadletters_total", stage="decode", error_type="empty_body") == 1
    assert value(metrics, "records_sent_total", topic=ENTITIES.name) == 2
    assert value(metrics, "records_received_total") == 4
    assert value(metrics, "records_discarded_total") == 2
    assert value(metrics, "transactions_total", result="aborted") == 1
    assert value(metrics, "transactions_total", result="committed") == 1
    assert value(metrics, "in_progress_records") == 0
    assert value(metrics, "publication_age_seconds_sum") == pytest.approx(100.5)
    assert value(metrics, "end_to_end_latency_seconds_sum") == pytest.approx(0.999)
    assert metrics.articles_enriched() == metrics.articles_failed() == 1


async def test_a_batch_begun_while_one_is_committed_is_no_repeat():
    metrics = WorkerMetrics()
    one, other = make_batch(), make_batch(3, first=2)
    outputs = await enriched(metrics, one)
    await enriched(metrics, other)
    assert value(metrics, "records_discarded_total") == 0
    metrics.committed(one, outputs, 0.1, 1000.5)
    metrics.set_lag({PARTITION: 3}, 1004.002)
    labels = {"topic": PARTITION.topic, "partition": "0"}
    assert value(metrics, "consumer_lag_seconds", **labels) == pytest.approx(4)  # of the second one's first
    await enriched(metrics, other)
    assert value(metrics, "records_discarded_total") == 3
    metrics.aborted(PARTITION)
    assert value(metrics, "records_discarded_total") == 6


async def test_a_batch_that_breaks_is_not_in_progress_for_ever():
    class Broken:
        async def run(self, records):
            raise RuntimeError

    metrics = WorkerMetrics()
    with pytest.raises(RuntimeError):
        await Enricher(Broken(), [metrics]).enrich_batch(make_batch())
    assert value(metrics, "in_progress_records") == 0


def test_known_labels_start_at_zero():
    metrics = WorkerMetrics()
    for stage, error_type in FAILURES:
        assert value(metrics, "deadletters_total", stage=stage, error_type=error_type.value) == 0
    assert {error_type for _, error_type in FAILURES} == set(ErrorType)
    for topic in TOPICS[1:]:
        assert value(metrics, "records_sent_total", topic=topic.name) == 0
    for state in LaneState:
        assert value(metrics, "lanes", state=state.value) == 0


async def test_lag_in_seconds_is_the_age_of_the_oldest_record():
    metrics = WorkerMetrics()

    def behind():
        return value(
            metrics, "consumer_lag_seconds", topic=PARTITION.topic, partition=str(PARTITION.partition)
        )

    metrics.set_lag({PARTITION: 2}, 1003)
    assert behind() == 0  # nothing read yet: counted from now
    metrics.set_lag({PARTITION: 2}, 1005)
    assert behind() == 2
    batch = make_batch()
    outputs = await enriched(metrics, batch)
    metrics.set_lag({PARTITION: 2}, 1006)
    assert behind() == 6
    metrics.aborted(PARTITION)  # still the oldest
    metrics.set_lag({PARTITION: 2}, 1007)
    assert behind() == 7
    metrics.committed(batch, outputs, 0.1, 1008)
    metrics.set_lag({PARTITION: 0}, 1008)
    assert behind() == 0
    # A quiet hour does not make the next article late.
    metrics.set_lag({PARTITION: 1}, 4600)
    assert behind() == 0


async def test_series_of_revoked_partitions_disappear():
    metrics = WorkerMetrics()
    batch = make_batch()
    metrics.committed(batch, await enriched(metrics, batch), 0.1, 1001)
    metrics.set_lag({PARTITION: 7}, 1001)
    metrics.set_lanes([LaneState.FETCHING])
    assert b'partition="0"' in metrics.expose("")[0]
    metrics.revoked([PARTITION, TopicPartition("news.articles.raw.v1", 9)])
    assert b'partition="0"' not in metrics.expose("")[0]
    assert value(metrics, "assigned_partitions") == 0
    assert value(metrics, "lanes", state="fetching") == 0


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("", "text/plain; version=0.0.4; charset=utf-8"),
        ("*/*", "text/plain; version=0.0.4; charset=utf-8"),
        (
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2",
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
        ),
    ],
)
async def test_the_format_is_the_one_asked_for(accept, content_type):
    metrics = WorkerMetrics()
    headers = (("traceparent", f"00-{TRACE}-b7ad6b7169203331-01".encode()),)
    batch = make_batch(headers=headers)
    metrics.committed(batch, await enriched(metrics, batch), 0.1, 1001)
    body, given = metrics.expose(accept)
    assert given.startswith(content_type)
    openmetrics = "openmetrics" in content_type
    families = list((parse_openmetrics if openmetrics else parse_text)(body.decode()))
    assert (TRACE.encode() in body) is openmetrics  # exemplars exist in OpenMetrics only
    names = {family.name for family in families}
    assert "newsstream_words" in names or "newsstream_words_total" in names
    assert any(name.startswith("process_cpu_seconds") for name in names)


@pytest.mark.parametrize("traceparent", [b"", b"nonsense", b"00-0-0-00", None])
async def test_a_bad_trace_id_is_no_exemplar(traceparent):
    metrics = WorkerMetrics()
    batch = make_batch(headers=(("traceparent", traceparent),))
    metrics.committed(batch, await enriched(metrics, batch), 0.1, 1001)
    assert b"trace_id" not in metrics.expose("application/openmetrics-text")[0]


def test_names_and_help_follow_the_conventions():
    metrics = WorkerMetrics()
    metrics.set_pipeline(PipelineInfo(name="p", version="1", fingerprint="f"))
    rows = metrics.reference()
    assert len(rows) > 25
    for name, kind, labels, text in rows:
        assert name.startswith("newsstream_")
        assert text.endswith(".")
        assert (kind == "counter") == name.endswith("_total")
        assert not {"article_id", "entity", "url", "source"} & set(labels)
        assert "milliseconds" not in name
