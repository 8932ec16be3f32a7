"""The worker's web pages: metrics, health, and the live page with the two answers that it polls.

Nothing here changes anything: every page answers GET only. The live page loads nothing from elsewhere.
"""

import time
from collections import deque
from collections.abc import Callable
from importlib import resources
from typing import NamedTuple

import faust
import orjson
from faust.web import Request, Response, View

from streams.metrics import WorkerMetrics
from streams.watch.recent import RecentEvents
from streams.watch.snapshot import Snapshot, take

HISTORY_SECONDS = 300
MAX_EVENTS_A_POLL = 25
STATIC = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/live/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/live/page.css": ("page.css", "text/css; charset=utf-8"),
}


class Moment(NamedTuple):
    """One point of the charts."""

    time: float
    enriched: float
    lag: int


class History:
    """The last five minutes of what the live page charts, a point a second."""

    def __init__(self) -> None:
        """Start without points."""
        self._moments: deque[Moment] = deque(maxlen=HISTORY_SECONDS)

    def add(self, moment: Moment) -> None:
        """Add a point."""
        self._moments.append(moment)

    def moments(self) -> list[Moment]:
        """Return the points, oldest first."""
        return list(self._moments)


def register(
    app: faust.App,
    metrics: WorkerMetrics,
    recent: RecentEvents,
    history: History,
    *,
    live: Callable[[], bool],
    ready: Callable[[], bool],
) -> None:
    """Add every page to the app."""
    _add_metrics(app, metrics)
    _add_health(app, "/health/live", live)
    _add_health(app, "/health/ready", ready)
    for path, (name, content_type) in STATIC.items():
        _add_static(app, path, name, content_type)
    _add_live_answers(app, metrics, recent, history, ready)


def _add_metrics(app: faust.App, metrics: WorkerMetrics) -> None:
    @app.page("/metrics")
    async def metrics_page(view: View, request: Request) -> Response:
        body, content_type = metrics.expose(request.headers.get("Accept", ""))
        return view.bytes(body, headers={"Content-Type": content_type})


def _add_health(app: faust.App, path: str, healthy: Callable[[], bool]) -> None:
    @app.page(path)
    async def health_page(view: View, request: Request) -> Response:
        ok = healthy()
        return view.json({"status": "ok" if ok else "failing"}, status=200 if ok else 503)


def _add_static(app: faust.App, path: str, name: str, content_type: str) -> None:
    body = resources.files("streams.watch").joinpath("static", name).read_bytes()

    @app.page(path)
    async def static_page(view: View, request: Request) -> Response:
        return view.bytes(body, headers={"Content-Type": content_type})


def _add_live_answers(
    app: faust.App,
    metrics: WorkerMetrics,
    recent: RecentEvents,
    history: History,
    ready: Callable[[], bool],
) -> None:
    @app.page("/live/state")
    async def state_page(view: View, request: Request) -> Response:
        snapshot = take(metrics.registry.collect(), time.time())
        body = state_answer(snapshot, history, ready=ready())
        return view.bytes(body, headers={"Content-Type": "application/json"})

    @app.page("/live/events")
    async def events_page(view: View, request: Request) -> Response:
        after = request.query.get("after", "0")
        body = events_answer(recent, int(after) if after.isdecimal() and len(after) < 16 else 0)
        return view.bytes(body, headers={"Content-Type": "application/json"})


def state_answer(snapshot: Snapshot, history: History, *, ready: bool) -> bytes:
    """Return ``/live/state``: counts since the start, and the charts' points."""
    return orjson.dumps(
        {
            "time": snapshot.time,
            "ready": ready,
            "version": " ".join(snapshot.versions),
            "enriched": snapshot.enriched,
            "words": snapshot.words,
            "entities": snapshot.entities,
            "figures": snapshot.figures,
            "deadletters": snapshot.deadletters,
            # JSON has no infinity.
            "latency": [
                [bound if bound < float("inf") else None, count] for bound, count in sorted(snapshot.latency.items())
            ],
            "lag": [
                {"partition": lag.partition, "records": lag.records, "seconds": lag.seconds} for lag in snapshot.lag
            ],
            "history": [list(moment) for moment in history.moments()],
        }
    )


def events_answer(recent: RecentEvents, after: int) -> bytes:
    """Return ``/live/events``: the newest events beyond a number, as they stand in the topic.

    A number beyond the newest is that of a page that watched this worker's forerunner: it starts over.
    """
    after = after if after <= recent.sequence else 0
    events = recent.after(after, MAX_EVENTS_A_POLL)
    return orjson.dumps(
        {
            "sequence": recent.sequence,
            "events": [{"sequence": event.sequence, "event": orjson.Fragment(event.value)} for event in events],
        }
    )
