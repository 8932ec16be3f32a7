"""Writes what is derived: Grafana dashboards, the Kubernetes rule object, ``docs/metrics.md``.

python deploy/generate.py           writes the files
python deploy/generate.py --check   fails when one is not current

The dashboards are built here rather than by a library: four kinds of panel do not need one.
"""
# ruff: noqa: INP001, T201, ISC004 - a script, not a package; long PromQL in pieces

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from streams.metrics import WorkerMetrics

ROOT = Path(__file__).resolve().parent.parent
DATASOURCE = {"type": "prometheus", "uid": "$datasource"}
# docker-compose.yml puts docs/runbook.md where Grafana serves it: no address to know, no internet.
RUNBOOK = "/public/newsstream/runbook.md"
WORKER = 'job=~"$job", instance=~"$instance"'
GRID_WIDTH = 24
ENRICHED = 'topic=~".*news.articles.enriched.v1"'


@dataclass(frozen=True)
class Panel:
    """One panel; queries are pairs of PromQL and legend."""

    title: str
    description: str
    unit: str
    queries: list[tuple[str, str]]
    kind: str = "timeseries"
    width: int = 8
    thresholds: tuple[float, ...] = ()
    stacked: bool = False
    no_data: str = "no data"


@dataclass(frozen=True)
class Dashboard:
    """One dashboard: rows of panels under their headings."""

    uid: str
    title: str
    description: str
    job: str
    job_metric: str
    rows: dict[str, list[Panel]]
    topic_metric: str | None = None
    tags: list[str] = field(default_factory=lambda: ["newsstream"])


def counted(metric: str, by: str, extra: str = "") -> str:
    """Return the rate of a worker's counter, summed by a label."""
    grouping = f" by ({by})" if by else ""
    matchers = f"{WORKER}, {extra}" if extra else WORKER
    return f"sum{grouping} (rate(newsstream_{metric}_total{{{matchers}}}[$__rate_interval]))"


def quantile(share: float, metric: str) -> str:
    """Return a quantile of a worker's histogram over all instances."""
    rate = f"rate(newsstream_{metric}_bucket{{{WORKER}}}[$__rate_interval])"
    return f"histogram_quantile({share}, sum by (le) ({rate}))"


def quantiles(metric: str) -> list[tuple[str, str]]:
    """Return the three quantiles that are shown of every duration."""
    return [(quantile(share, metric), f"p{share * 100:g}") for share in (0.5, 0.95, 0.99)]


def lag(metric: str, aggregation: str) -> str:
    """Return an aggregate of a lag gauge."""
    return f'{aggregation} (newsstream_consumer_lag_{metric}{{{WORKER}, topic=~"$topic"}})'


OVERVIEW = Dashboard(
    uid="newsstream-overview",
    title="newsstream overview",
    description="Whether articles flow, how fast, how late, what fails and why.",
    job="newsstream",
    job_metric="newsstream_build_info",
    topic_metric="newsstream_consumer_lag_records",
    rows={
        "Now": [
            Panel(
                "Articles per second",
                "Enriched events committed per second, all workers together.",
                "short",
                [(counted("records_sent", "", ENRICHED), "")],
                "stat",
                4,
            ),
            Panel(
                "Words per second",
                "Words of the committed articles per second.",
                "short",
                [(counted("words", ""), "")],
                "stat",
                4,
            ),
            Panel(
                "Latency, 99 %",
                "From the raw record's timestamp to the commit of what it became: 99 of 100 "
                "articles are faster.",
                "s",
                [(quantile(0.99, "end_to_end_latency_seconds"), "")],
                "stat",
                4,
                (10, 60),
                no_data="no article",
            ),
            Panel(
                "Lag",
                "Raw records that wait, over all partitions.",
                "short",
                [(lag("records", "sum"), "")],
                "stat",
                4,
            ),
            Panel(
                "Lag in time",
                "Age of the oldest raw record that waits, in the partition that is worst off.",
                "s",
                [(lag("seconds", "max"), "")],
                "stat",
                4,
                (60, 300),
            ),
            Panel(
                "Workers",
                "Workers that answer.",
                "short",
                [(f"sum (up{{{WORKER}}})", "")],
                "stat",
                4,
            ),
        ],
        "Flow": [
            Panel(
                "Throughput",
                "Raw records taken up, and articles that are done: enriched or dead letters. Taken "
                "up stays above done when transactions are aborted.",
                "ops",
                [
                    (counted("records_received", ""), "taken up"),
                    (counted("records_sent", "", ENRICHED), "enriched"),
                    (counted("deadletters", ""), "dead letters"),
                ],
            ),
            Panel(
                "End-to-end latency",
                "From the raw record's timestamp to the commit of what it became. Waiting counts: "
                "with lag this grows.",
                "s",
                quantiles("end_to_end_latency_seconds"),
            ),
            Panel(
                "Lag by partition",
                "Raw records of each partition that wait.",
                "short",
                [(lag("records", "sum by (topic, partition)"), "{{topic}} {{partition}}")],
            ),
            Panel(
                "Lag in time by partition",
                "Age of the oldest raw record of each partition that waits.",
                "s",
                [(lag("seconds", "max by (topic, partition)"), "{{topic}} {{partition}}")],
            ),
            Panel(
                "Publication age",
                "From an article's own publication time to its commit. Only articles that give an "
                "instant count.",
                "s",
                quantiles("publication_age_seconds"),
            ),
            Panel(
                "Records sent by topic",
                "Records committed per second to each topic.",
                "ops",
                [(counted("records_sent", "topic"), "{{topic}}")],
            ),
        ],
        "Failures": [
            Panel(
                "Dead letters by reason",
                "Articles per second that could not be enriched. `newsstream deadletters list` "
                "shows them.",
                "ops",
                [(counted("deadletters", "stage, error_type"), "{{stage}}: {{error_type}}")],
                stacked=True,
            ),
            Panel(
                "Transactions",
                "Committed and aborted transactions per second. What is aborted is enriched again.",
                "ops",
                [(counted("transactions", "result"), "{{result}}")],
            ),
            Panel(
                "Rebalances and restarts",
                "Rebalances of the group, and enrichment processes that were replaced, over the "
                "rate interval.",
                "short",
                [
                    (
                        f"sum (increase(newsstream_rebalances_total{{{WORKER}}}[$__rate_interval]))",
                        "rebalances",
                    ),
                    (
                        "sum by (reason) (increase(newsstream_enrichment_process_restarts_total"
                        f"{{{WORKER}}}[$__rate_interval]))",
                        "process {{reason}}",
                    ),
                ],
            ),
        ],
        "What is in the news": [
            Panel(
                "Entities by type",
                "Entities per second in committed articles; each counts once an article.",
                "ops",
                [(counted("entities", "type"), "{{type}}")],
                width=12,
                stacked=True,
            ),
            Panel(
                "Figures by kind",
                "Figures per second in committed articles.",
                "ops",
                [(counted("figures", "kind"), "{{kind}}")],
                width=12,
                stacked=True,
            ),
            Panel(
                "Trending entities",
                "The ten entities that most articles of the last ten minutes name, each worker's ten added up. "
                "Names change once a minute. `newsstream top` and the worker's live page show more, and sooner.",
                "short",
                [
                    (
                        f"topk(10, sum by (type, name) (newsstream_trending_entity_articles{{{WORKER}}}))",
                        "{{name}} ({{type}})",
                    )
                ],
                "bargauge",
                width=24,
                no_data="no article in ten minutes",
            ),
        ],
    },
)

DETAIL = Dashboard(
    uid="newsstream-worker",
    title="newsstream worker",
    description="One worker from inside: stages, transactions, processes.",
    job="newsstream",
    job_metric="newsstream_build_info",
    topic_metric="newsstream_consumer_lag_records",
    rows={
        "Stages": [
            Panel(
                "Enrichment of a batch",
                "Time for a batch, or its part, in an enrichment process, transfer included.",
                "s",
                quantiles("enrich_duration_seconds"),
            ),
            Panel(
                "Commit of a batch",
                "From the first derived record of a batch to its committed transaction.",
                "s",
                quantiles("commit_duration_seconds"),
            ),
            Panel(
                "Articles in a batch",
                "Mean number of articles in one transaction. Small batches: there is little to do.",
                "short",
                [
                    (
                        "sum by (instance) (rate(newsstream_batch_records_sum"
                        f"{{{WORKER}}}[$__rate_interval])) / sum by (instance) "
                        f"(rate(newsstream_batch_records_count{{{WORKER}}}[$__rate_interval]))",
                        "{{instance}}",
                    )
                ],
                no_data="no batch",
            ),
            Panel(
                "Where the time goes",
                "Seconds per second spent in each component of the enrichment: the processors that "
                "it keeps busy.",
                "short",
                [(counted("enrich_component_seconds", "component"), "{{component}}")],
                stacked=True,
            ),
            Panel(
                "Lanes by state",
                "What the worker does with each of its partitions.",
                "short",
                [(f"sum by (state) (newsstream_lanes{{{WORKER}}})", "{{state}}")],
                stacked=True,
            ),
            Panel(
                "In progress",
                "Raw records that wait for, or are inside, an enrichment process.",
                "short",
                [
                    (
                        f"sum by (instance) (newsstream_in_progress_records{{{WORKER}}})",
                        "{{instance}}",
                    )
                ],
            ),
            Panel(
                "Enriched in vain",
                "Raw records per second whose batch was not committed; they are enriched again.",
                "ops",
                [(counted("records_discarded", "instance"), "{{instance}}")],
            ),
            Panel(
                "Age of the last committed record",
                "Time since the last committed raw record of each partition was produced. Grows on "
                "a quiet stream too.",
                "s",
                [
                    (
                        "time() - max by (topic, partition) "
                        f'(newsstream_last_record_timestamp_seconds{{{WORKER}, topic=~"$topic"}})',
                        "{{topic}} {{partition}}",
                    )
                ],
            ),
            Panel(
                "Since the last commit",
                "Time since each worker committed a batch.",
                "s",
                [
                    (
                        "time() - max by (instance) "
                        f"(newsstream_last_commit_timestamp_seconds{{{WORKER}}} > 0)",
                        "{{instance}}",
                    )
                ],
                no_data="no batch yet",
            ),
        ],
        "Group": [
            Panel(
                "Partitions",
                "Partitions held by each worker.",
                "short",
                [
                    (
                        f"sum by (instance) (newsstream_assigned_partitions{{{WORKER}}})",
                        "{{instance}}",
                    )
                ],
            ),
            Panel(
                "Rebalances",
                "Rebalances over the rate interval.",
                "short",
                [
                    (
                        "sum by (instance) "
                        f"(increase(newsstream_rebalances_total{{{WORKER}}}[$__rate_interval]))",
                        "{{instance}}",
                    )
                ],
            ),
            Panel(
                "Duration of rebalances",
                "Mean time from giving partitions back to being given the next, over the life of "
                "each worker.",
                "s",
                [
                    (
                        f"sum by (instance) (newsstream_rebalance_duration_seconds_sum{{{WORKER}}})"
                        " / (sum by (instance) "
                        f"(newsstream_rebalance_duration_seconds_count{{{WORKER}}}) > 0)",
                        "{{instance}}",
                    )
                ],
                no_data="no rebalance",
            ),
        ],
        "Trends": [
            Panel(
                "Articles counted in trends",
                "Enriched events per second by what became of them: counted in their window, repeated, late (their "
                "window was closed) or unreadable.",
                "ops",
                [(counted("trends_articles", "result"), "{{result}}")],
                stacked=True,
            ),
            Panel(
                "Lag of trends",
                "Enriched events not yet counted in trends.",
                "short",
                [(f"sum by (instance) (newsstream_trends_lag_records{{{WORKER}}})", "{{instance}}")],
            ),
            Panel(
                "Remembered for trends",
                "Event ids and entities of the windows that are open. Bounded by the setting trends_max_entries.",
                "short",
                [(f"sum by (instance) (newsstream_trends_entries{{{WORKER}}})", "{{instance}}")],
            ),
        ],
        "Processes": [
            Panel(
                "Memory",
                "Resident memory of the worker and of each of its enrichment processes.",
                "bytes",
                [
                    (
                        f"sum by (instance) (process_resident_memory_bytes{{{WORKER}}})",
                        "{{instance}} event loop",
                    ),
                    (
                        "sum by (instance, slot) "
                        f"(newsstream_enrichment_process_resident_memory_bytes{{{WORKER}}})",
                        "{{instance}} process {{slot}}",
                    ),
                ],
            ),
            Panel(
                "Processor of the event loop",
                "Seconds per second of the worker's own process. Near 1, the event loop is the "
                "bottleneck: start another worker.",
                "percentunit",
                [
                    (
                        "sum by (instance) "
                        f"(rate(process_cpu_seconds_total{{{WORKER}}}[$__rate_interval]))",
                        "{{instance}}",
                    )
                ],
            ),
            Panel(
                "Process restarts",
                "Enrichment processes replaced over the rate interval. `recycled` is routine; "
                "`died` and `hung` are not.",
                "short",
                [
                    (
                        "sum by (instance, reason) (increase("
                        "newsstream_enrichment_process_restarts_total"
                        f"{{{WORKER}}}[$__rate_interval]))",
                        "{{instance}} {{reason}}",
                    )
                ],
            ),
            Panel(
                "Open files",
                "File descriptors of each worker.",
                "short",
                [(f"sum by (instance) (process_open_fds{{{WORKER}}})", "{{instance}}")],
            ),
            Panel(
                "Up since",
                "Time since each worker started.",
                "s",
                [
                    (
                        f"time() - max by (instance) (process_start_time_seconds{{{WORKER}}})",
                        "{{instance}}",
                    )
                ],
            ),
            Panel(
                "Versions",
                "Version and pipeline of each worker. Two fingerprints at once: a rollout is under "
                "way.",
                "short",
                [
                    (
                        "count by (version, pipeline, pipeline_version, pipeline_fingerprint) "
                        f"(newsstream_build_info{{{WORKER}}})",
                        "{{version}} {{pipeline}} {{pipeline_version}} {{pipeline_fingerprint}}",
                    )
                ],
            ),
        ],
    },
)

BROKER = Dashboard(
    uid="newsstream-kafka",
    title="newsstream Kafka",
    description="Topics and groups as the brokers see them, from kafka-exporter.",
    job="kafka",
    job_metric="kafka_brokers",
    topic_metric="kafka_topic_partitions",
    rows={
        "Brokers": [
            Panel(
                "Brokers",
                "Brokers that the exporter knows of.",
                "short",
                [(f"max (kafka_brokers{{{WORKER}}})", "")],
                "stat",
                6,
            ),
            Panel(
                "Partitions without all replicas",
                "Partitions with fewer replicas in sync than they should have.",
                "short",
                [
                    (
                        "sum (kafka_topic_partition_under_replicated_partition"
                        f'{{{WORKER}, topic=~"$topic"}})',
                        "",
                    )
                ],
                "stat",
                6,
                (1,),
            ),
            Panel(
                "Group members",
                "Members of each consumer group.",
                "short",
                [
                    (
                        f"sum by (consumergroup) (kafka_consumergroup_members{{{WORKER}}})",
                        "{{consumergroup}}",
                    )
                ],
                width=12,
            ),
        ],
        "Topics": [
            Panel(
                "Records written",
                "Offsets per second of each topic. Transaction markers take an offset too, so this "
                "is a little above what workers count.",
                "ops",
                [
                    (
                        "sum by (topic) (rate(kafka_topic_partition_current_offset"
                        f'{{{WORKER}, topic=~"$topic"}}[$__rate_interval]))',
                        "{{topic}}",
                    )
                ],
            ),
            Panel(
                "Records kept",
                "Offsets between beginning and end of each topic.",
                "short",
                [
                    (
                        "sum by (topic) (kafka_topic_partition_current_offset"
                        f'{{{WORKER}, topic=~"$topic"}} - kafka_topic_partition_oldest_offset'
                        f'{{{WORKER}, topic=~"$topic"}})',
                        "{{topic}}",
                    )
                ],
            ),
            Panel(
                "Lag of groups",
                "Offsets between what each group has committed and the end. Unlike the workers' own "
                "lag this is there without any worker.",
                "short",
                [
                    (
                        "sum by (consumergroup, topic) (kafka_consumergroup_lag"
                        f'{{{WORKER}, topic=~"$topic"}})',
                        "{{consumergroup}} {{topic}}",
                    )
                ],
            ),
        ],
    },
)

DASHBOARDS = (OVERVIEW, DETAIL, BROKER)


def render(dashboard: Dashboard) -> dict[str, Any]:
    """Return the dashboard as Grafana's JSON."""
    panels: list[dict[str, Any]] = []
    y = 0
    for heading, row in dashboard.rows.items():
        panels.append(_place({"type": "row", "title": heading, "collapsed": False}, 0, y, 24, 1))
        y, x = y + 1, 0
        height = 0
        for panel in row:
            if x + panel.width > GRID_WIDTH:
                x, y, height = 0, y + height, 0
            body = _panel(panel)
            own = 4 if panel.kind == "stat" else 8
            panels.append(_place(body, x, y, panel.width, own))
            x, height = x + panel.width, max(height, own)
        y += height
    for number, placed in enumerate(panels, 1):
        placed["id"] = number
    return {
        "uid": dashboard.uid,
        "title": dashboard.title,
        "description": dashboard.description,
        "tags": dashboard.tags,
        "editable": False,
        "schemaVersion": 39,
        "version": 1,
        "refresh": "5s",
        "time": {"from": "now-15m", "to": "now"},
        "timezone": "browser",
        "graphTooltip": 1,
        "links": [
            {
                "type": "dashboards",
                "title": "newsstream",
                "tags": ["newsstream"],
                "asDropdown": False,
                "includeVars": False,
                "keepTime": True,
            },
            {"type": "link", "title": "Runbook", "url": RUNBOOK, "targetBlank": True},
        ],
        "templating": {"list": _variables(dashboard)},
        "annotations": {"list": []},
        "panels": panels,
    }


def _variables(dashboard: Dashboard) -> list[dict[str, Any]]:
    datasource = {
        "name": "datasource",
        "label": "Data source",
        "type": "datasource",
        "query": "prometheus",
        "hide": 0,
    }
    variables = [
        _variable("job", f'{dashboard.job_metric}{{job=~"{dashboard.job}"}}'),
        _variable("instance", f'{dashboard.job_metric}{{job=~"$job"}}'),
    ]
    if dashboard.topic_metric:
        variables.append(_variable("topic", f'{dashboard.topic_metric}{{job=~"$job"}}'))
    return [datasource, *variables]


def _variable(name: str, series: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": name.capitalize(),
        "type": "query",
        "datasource": DATASOURCE,
        "query": f"label_values({series}, {name})",
        "definition": f"label_values({series}, {name})",
        "refresh": 2,
        "multi": True,
        "includeAll": True,
        "allValue": ".+",
        "current": {"selected": True, "text": "All", "value": "$__all"},
        "sort": 1,
        "hide": 0,
    }


def _place(panel: dict[str, Any], x: int, y: int, width: int, height: int) -> dict[str, Any]:
    return panel | {"gridPos": {"x": x, "y": y, "w": width, "h": height}}


def _panel(panel: Panel) -> dict[str, Any]:
    steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
    colours = ("orange", "red") if len(panel.thresholds) > 1 else ("red",)
    steps += [
        {"color": colour, "value": value}
        for colour, value in zip(colours, panel.thresholds, strict=False)
    ]
    defaults: dict[str, Any] = {
        "unit": panel.unit,
        "min": 0,
        "noValue": panel.no_data,
        "thresholds": {"mode": "absolute", "steps": steps},
    }
    options: dict[str, Any]
    if panel.kind == "stat":
        options = {
            "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
            "graphMode": "area",
            "colorMode": "value",
        }
    elif panel.kind == "bargauge":
        options = {
            "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
            "orientation": "horizontal",
            "displayMode": "basic",
            "valueMode": "text",
            "showUnfilled": False,
        }
    else:
        defaults["custom"] = {
            "fillOpacity": 25 if panel.stacked else 5,
            "lineWidth": 1,
            "showPoints": "never",
            "stacking": {"mode": "normal" if panel.stacked else "none"},
        }
        options = {
            "tooltip": {"mode": "multi", "sort": "desc"},
            "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True},
        }
    return {
        "type": panel.kind,
        "title": panel.title,
        "description": panel.description,
        "datasource": DATASOURCE,
        "fieldConfig": {"defaults": defaults, "overrides": []},
        "options": options,
        "targets": [
            {
                "refId": chr(ord("A") + index),
                "datasource": DATASOURCE,
                "expr": expression,
                "legendFormat": legend or "__auto",
                "editorMode": "code",
                # A bar is for what is now: a name that is gone must not linger for as long as the time range.
                "instant": panel.kind == "bargauge",
                "range": panel.kind != "bargauge",
            }
            for index, (expression, legend) in enumerate(panel.queries)
        ],
    }


def rule_object() -> str:
    """Return the PrometheusRule that holds the same groups as ``deploy/prometheus/rules``."""
    groups = []
    for path in sorted((ROOT / "deploy/prometheus/rules").glob("*.yml")):
        groups += yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]
    document = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": "newsstream"},
        "spec": {"groups": groups},
    }
    head = "# Generated from deploy/prometheus/rules by deploy/generate.py.\n"
    return head + yaml.safe_dump(document, sort_keys=False, width=110)


def metrics_page() -> str:
    """Return ``docs/metrics.md``."""
    lines = [
        "# Metrics",
        "",
        "<!-- Generated from streams/metrics.py by deploy/generate.py. -->",
        "",
        "Every worker shows these at `http://127.0.0.1:6066/metrics` (settings `web_host`, `web_port`),",
        "in OpenMetrics to clients that ask for it, else in the Prometheus text format.",
        "What articles became (entities, figures, words, records sent, dead letters) is counted when",
        "its transaction is committed, so an aborted batch never counts twice.",
        "Known labels start at zero; series of partitions that a worker has given back disappear.",
        "Latency carries the trace ids of the articles' `traceparent` headers as exemplars (OpenMetrics only).",
        "Beside these there are the usual `process_*`, `python_gc_*` and `python_info`.",
        "",
        "| metric | type | labels | what it says |",
        "|---|---|---|---|",
    ]
    for name, kind, labels, text in WorkerMetrics().reference():
        shown = ", ".join(f"`{label}`" for label in labels)
        lines.append(f"| `{name}` | {kind} | {shown} | {text} |")
    return "\n".join(lines) + "\n"


def generated() -> dict[Path, str]:
    """Return every derived file with its content."""
    files = {
        ROOT / f"deploy/grafana/dashboards/{dashboard.uid}.json": json.dumps(
            render(dashboard), indent=2
        )
        + "\n"
        for dashboard in DASHBOARDS
    }
    files[ROOT / "deploy/kubernetes/base/prometheusrule.yml"] = rule_object()
    files[ROOT / "docs/metrics.md"] = metrics_page()
    return files


def main() -> int:
    """Write the files, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail on a difference")
    check = parser.parse_args().check
    stale = [
        path
        for path, content in generated().items()
        if not path.exists() or path.read_text(encoding="utf-8") != content
    ]
    for path in stale:
        print(path.relative_to(ROOT))
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(generated()[path], encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
