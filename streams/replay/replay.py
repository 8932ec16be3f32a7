"""Files to Kafka: reads ahead in a thread, keeps the pace, awaits every delivery."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO

from streams.codecs import TRACEPARENT_HEADER, cloudevents_headers, content_hash, encode, rfc3339
from streams.errors import UnreachableError
from streams.kafka import client_options, topic_name
from streams.records.article import RAW_SCHEMA
from streams.replay.feed import Feed
from streams.replay.options import ReplayOptions
from streams.replay.pacing import AsFast, OriginalTiming, Pace, SteadyRate, wait_until
from streams.replay.publisher import Delivery, Limits, Outgoing, Publisher, trace_parent
from streams.replay.report import ReplayReport
from streams.settings import Settings
from streams.sources import ArticleReader, SourceArticle, SourceError
from streams.sources.paths import STDIN
from streams.topics import RAW

if TYPE_CHECKING:
    from streams.tracing import Tracing

EVENT_SOURCE = "urn:newsstream:replay"
OnDelivery = Callable[[Delivery], None]
OnProblem = Callable[[SourceError], None]


class ReplayStoppedError(UnreachableError):
    """Kafka can't be reached, at the start or any more.

    Attributes:
        report: What had been done until then.
    """

    def __init__(self, message: str, report: ReplayReport) -> None:
        """Keep the report beside the message."""
        super().__init__(message)
        self.report = report


async def replay(
    paths: Sequence[str],
    settings: Settings,
    options: ReplayOptions | None = None,
    *,
    on_delivery: OnDelivery | None = None,
    on_problem: OnProblem | None = None,
    stop: asyncio.Event | None = None,
    report: ReplayReport | None = None,
    stdin: BinaryIO | None = None,
) -> ReplayReport:
    """Publish the articles in files to the raw topic.

    Args:
        paths: Files, folders, patterns and ``-``, as for :func:`streams.sources.read_articles`.
        settings: Where Kafka is; not looked at with ``dry_run``.
        options: What to do; everything once and at full speed when None.
        on_delivery: Called in the event loop with each confirmed record.
        on_problem: Called in the event loop with each article that could not be read or sent.
        stop: Set it to end early: nothing more is read, what is in flight is awaited.
        report: Filled while the replay runs; a new one when None.
        stdin: What ``-`` reads; the process's standard input when None.

    Returns:
        The final counts.

    Raises:
        UsageError: The options don't go together, or there is no Kafka to talk to.
        ReplayStoppedError: Kafka can't be reached, or did not confirm in time.

    Guarantee:
        When it returns, every article read is confirmed by all in-sync replicas, once in the topic,
        or reported as a problem. The same files give the same keys each time. Memory does not grow
        with the number of articles.
    """
    options = options or ReplayOptions()
    options.check(reads_stdin=STDIN in paths)
    run = _Run(
        paths=paths,
        options=options,
        report=report or ReplayReport(),
        on_delivery=on_delivery,
        on_problem=on_problem,
        stop=stop or asyncio.Event(),
        stdin=stdin,
    )
    return await run.run(settings)


class _Run:
    def __init__(
        self,
        *,
        paths: Sequence[str],
        options: ReplayOptions,
        report: ReplayReport,
        on_delivery: OnDelivery | None,
        on_problem: OnProblem | None,
        stop: asyncio.Event,
        stdin: BinaryIO | None,
    ) -> None:
        self._paths = paths
        self._options = options
        self._report = report
        self._on_delivery = on_delivery
        self._on_problem = on_problem
        self._stop = stop
        self._stdin = stdin
        self._pace = _pace(options)
        self._publisher: Publisher | None = None
        self._tracing: Tracing | None = None
        self._topic = RAW.name
        self._refused_records = 0

    async def run(self, settings: Settings) -> ReplayReport:
        report = self._report
        report.dry_run = self._options.dry_run
        report.started = time.monotonic()
        if not self._options.dry_run:
            self._publisher = self._make_publisher(settings)
            self._tracing = _tracing(settings)
            self._topic = self._options.topic or topic_name(settings, RAW)
        try:
            await self._publish_all()
        except UnreachableError as error:
            report.interrupted = True
            raise ReplayStoppedError(str(error), report) from None
        finally:
            await self._close()
            if self._tracing is not None:
                await asyncio.to_thread(self._tracing.close)
        return report

    async def _close(self) -> None:
        if self._publisher is not None:
            # Closing may yet confirm some, so the rest is counted after it.
            await self._publisher.close()
            report = self._report
            report.unconfirmed = report.read - report.sent - self._refused_records
        self._report.seconds = time.monotonic() - self._report.started

    def _make_publisher(self, settings: Settings) -> Publisher:
        options = self._options
        limits = Limits(
            max_record_bytes=options.max_record_bytes,
            delivery_timeout_seconds=options.delivery_timeout_seconds,
            connect_timeout_seconds=options.connect_timeout_seconds,
            max_in_flight_records=options.max_in_flight_records,
            max_in_flight_bytes=options.max_in_flight_bytes,
        )
        return Publisher(
            client_options(settings),
            options.topic or topic_name(settings, RAW),
            limits,
            on_delivery=self._delivered,
            on_refused=self._refused,
        )

    async def _publish_all(self) -> None:
        if self._publisher is not None:
            await self._publisher.start()
        while not self._is_finished():
            found = await self._one_pass()
            self._report.passes += 1
            if not self._options.loop or not found:
                break
            self._pace.restart()
        if self._publisher is not None:
            await self._publisher.drain()
        if self._stop.is_set():
            self._report.interrupted = True

    def _is_finished(self) -> bool:
        limit = self._options.limit
        return self._stop.is_set() or (limit is not None and self._report.read >= limit)

    async def _one_pass(self) -> int:
        """Publish all articles once; return how many there were."""
        reader = ArticleReader(self._paths, stdin=self._stdin)
        before = self._report.read
        feed = Feed(reader)
        closing = asyncio.create_task(self._close_at_stop(feed))
        files_before = self._report.files
        try:
            while items := await feed.take():
                self._report.source_bytes = reader.bytes_read
                self._report.files = files_before + reader.files_read
                for item in items:
                    await self._handle(item)
                    if self._is_finished():
                        return self._report.read - before
                # Nothing above need ever wait for anything, and signals want to be seen.
                await asyncio.sleep(0)
        finally:
            self._report.files = files_before + reader.files_read
            feed.close()
            closing.cancel()
        return self._report.read - before

    async def _close_at_stop(self, feed: Feed) -> None:
        await self._stop.wait()
        feed.close()

    async def _handle(self, item: SourceArticle | SourceError) -> None:
        if isinstance(item, SourceError):
            self._problem(item)
            return
        loop = asyncio.get_running_loop()
        await wait_until(self._pace.due(item.article, loop.time()), self._stop)
        if self._stop.is_set():
            return
        self._report.read += 1
        if self._publisher is not None:
            await self._publish(item, self._publisher)

    async def _publish(self, item: SourceArticle, publisher: Publisher) -> None:
        outgoing = to_record(item, self._traceparent(item))
        if len(outgoing.value) > self._options.max_record_bytes:
            limit = self._options.max_record_bytes
            self._refused(
                outgoing,
                f"not sent: {len(outgoing.value):,} bytes are more than {limit:,}, the largest "
                "record that the topic takes; shorten the article",
            )
            return
        await publisher.publish(outgoing)

    def _delivered(self, delivery: Delivery, size: int) -> None:
        self._report.sent += 1
        self._report.bytes += size
        if self._on_delivery is not None:
            self._on_delivery(delivery)

    def _traceparent(self, item: SourceArticle) -> str:
        parent = trace_parent()
        if self._tracing is None:
            return parent
        return self._tracing.published(self._topic, item.article.id, parent)

    def _refused(self, outgoing: Outgoing, message: str) -> None:
        self._refused_records += 1
        self._problem(SourceError(path=outgoing.path, line=outgoing.line, message=message))

    def _problem(self, problem: SourceError) -> None:
        self._report.add_problem(problem)
        if self._on_problem is not None:
            self._on_problem(problem)


def _tracing(settings: Settings) -> "Tracing | None":
    if settings.otlp_endpoint is None:
        return None
    # It knows the worker's side too, and with it the enrichment: too much for every other replay.
    from streams.tracing import open_tracing

    return open_tracing(settings)


def to_record(item: SourceArticle, traceparent: str) -> Outgoing:
    """Return the record of an article, in the trace that it is published in.

    ``ce_id`` is the hash of all that the article says of itself: a replay of the same article is
    the same event, a corrected version another one.
    """
    article = item.article
    headers = cloudevents_headers(
        event_id=content_hash(article),
        event_type=RAW_SCHEMA,
        source=EVENT_SOURCE,
        time=rfc3339(datetime.now(tz=UTC)),
        extra=[(TRACEPARENT_HEADER, traceparent.encode())],
    )
    return Outgoing(
        article_id=article.id,
        value=encode(article),
        headers=headers,
        path=item.path,
        line=item.line,
    )


def _pace(options: ReplayOptions) -> Pace:
    if options.original_timing:
        return OriginalTiming(options.speed_up)
    return AsFast() if options.rate is None else SteadyRate(options.rate)
