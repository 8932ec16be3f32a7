"""An idempotent producer with bounded memory and bounded waiting, that loses nothing quietly.

It adds three things to aiokafka's producer:

- **Room.** ``publish`` waits while too many records or bytes are unconfirmed.
- **An end to waiting.** With idempotence aiokafka retries for ever; here a record that stays
  unconfirmed for the delivery timeout stops the publisher with an error that names the servers.
- **Going on after a refused batch.** A batch that the broker refuses for good (too large for the
  topic) leaves a gap in the partition's sequence numbers, so that every later batch fails. Here
  the producer is replaced by a new one and the records concerned are sent again, in halves of
  halves: only those that are refused by themselves are given up. A refused batch was not written,
  so nothing comes twice.
"""

import asyncio
import contextlib
import os
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    InvalidTimestampError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    OutOfOrderSequenceNumber,
    PolicyViolationError,
    RecordListTooLargeError,
    UnknownProducerId,
)

from streams.errors import NotAllowedError, UnreachableError
from streams.reachability import AUTHORIZATION_ERRORS, explain_refusal, find_reason

# One batch may hold many articles: few requests, good compression. Well under the 1 MB that brokers
# take by default, so that hardly a record is refused for the size of others.
MAX_BATCH_BYTES = 256 * 1024
# Batches shrink to this when a topic refuses them.
MIN_BATCH_BYTES = 16 * 1024
# Time for a batch to fill; unnoticeable to people, and at full speed batches are full much earlier.
LINGER_MS = 20
REQUEST_TIMEOUT_MS = 20_000
CLOSE_TIMEOUT_SECONDS = 5.0
RETRY_SECONDS = 0.5
WATCH_SECONDS = 0.5
TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)
REFUSALS = (
    *TOO_LARGE,
    InvalidTimestampError,
    PolicyViolationError,
    # What the batches fail with that follow a refused one.
    OutOfOrderSequenceNumber,
    UnknownProducerId,
)
"""Errors that say that the broker has not written the batch, and not that it is in trouble."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A record to publish and where its article stands.

    Attributes:
        article_id: Also the record's key, in UTF-8.
        value: The encoded article.
        headers: Record headers.
        path: File, for messages.
        line: Line, for messages.
    """

    article_id: str
    value: bytes
    headers: list[tuple[str, bytes]]
    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A record that Kafka confirmed.

    Attributes:
        article_id: Its article.
        topic: Where it is.
        partition: Where it is.
        offset: Where it is; -1 in the rare case that the broker confirms a repeat whose place it no
            longer knows.
        path: File of the article.
        line: Line of the article.
    """

    article_id: str
    topic: str
    partition: int
    offset: int
    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of a publisher; see :class:`streams.replay.options.ReplayOptions`."""

    max_record_bytes: int
    delivery_timeout_seconds: float
    connect_timeout_seconds: float
    max_in_flight_records: int
    max_in_flight_bytes: int


class Publisher:
    """Publishes records to one topic.

    Guarantee:
        Each record given to :meth:`publish` is confirmed (``on_delivery``), refused
        (``on_refused``) or still unconfirmed when a method raises; never more than one of these.
        Records with one key keep their order unless one of their batch is refused.
    """

    def __init__(
        self,
        client_options: Mapping[str, Any],
        topic: str,
        limits: Limits,
        *,
        on_delivery: Callable[[Delivery, int], None],
        on_refused: Callable[[Outgoing, str], None],
    ) -> None:
        """Prepare; :meth:`start` connects.

        Args:
            client_options: For aiokafka, as :func:`streams.kafka.client_options` returns them.
            topic: Where to.
            limits: Bounds.
            on_delivery: Called with each confirmed record and its value's size.
            on_refused: Called with each record that Kafka will never take, and why.
        """
        self._options = dict(client_options)
        self._topic = topic
        self._limits = limits
        self._on_delivery = on_delivery
        self._on_refused = on_refused
        self._producer: Any = None
        self._watch: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._in_flight: dict[int, tuple[float, Outgoing]] = {}
        self._in_flight_bytes = 0
        self._count = 0
        self._again: dict[int, Outgoing] = {}
        """Records of refused batches, by number, to be sent once more."""
        self._batch_bytes = MAX_BATCH_BYTES
        self._failure: BaseException | None = None

    @property
    def unconfirmed(self) -> int:
        """How many records Kafka has not confirmed yet."""
        return len(self._in_flight) + len(self._again)

    async def start(self) -> None:
        """Connect.

        Raises:
            UnreachableError: Kafka does not answer within the connect timeout.
            NotAllowedError: The user may not publish.
        """
        self._producer = await self._connect()
        self._watch = asyncio.create_task(self._watch_deadline(), name="publisher-deadline")

    async def publish(self, outgoing: Outgoing) -> None:
        """Send a record as soon as there is room; returns before Kafka has confirmed it.

        Raises:
            UnreachableError: Kafka does not confirm records any more.
        """
        size = len(outgoing.value)
        while True:
            self._raise_failure()
            if self._again:
                await self._send_again()
            elif self._has_room(size):
                break
            else:
                await self._change()
        await self._send(outgoing)

    async def drain(self) -> None:
        """Wait until every record is confirmed or refused.

        Raises:
            UnreachableError: Kafka does not confirm records any more.
        """
        while self.unconfirmed:
            self._raise_failure()
            if self._again:
                await self._send_again()
            else:
                await self._change()
        self._raise_failure()

    async def close(self) -> None:
        """Close the connection; what is unconfirmed gets a few seconds at most."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if self._producer is not None:
            await _stop(self._producer)
            self._producer = None

    async def _connect(self) -> Any:
        deadline = time.monotonic() + self._limits.connect_timeout_seconds
        while True:
            producer = self._new_producer()
            try:
                async with asyncio.timeout(deadline - time.monotonic()):
                    await producer.start()
            except AUTHORIZATION_ERRORS as error:
                await _stop(producer)
                raise self._unreachable(error) from None
            except (KafkaError, OSError, TimeoutError) as error:
                await _stop(producer)
                if time.monotonic() + RETRY_SECONDS >= deadline:
                    reason = await find_reason(self._options)
                    raise self._unreachable(error, reason) from None
                await asyncio.sleep(RETRY_SECONDS)
            except BaseException:
                await _stop(producer)
                raise
            else:
                return producer

    def _new_producer(self) -> Any:
        return AIOKafkaProducer(
            **self._options,
            acks="all",
            enable_idempotence=True,
            compression_type="zstd",
            linger_ms=LINGER_MS,
            max_batch_size=self._batch_bytes,
            max_request_size=self._limits.max_record_bytes,
            request_timeout_ms=REQUEST_TIMEOUT_MS,
        )

    def _has_room(self, size: int) -> bool:
        # A record larger than the bound goes alone.
        return not self._in_flight or (
            len(self._in_flight) < self._limits.max_in_flight_records
            and self._in_flight_bytes + size <= self._limits.max_in_flight_bytes
        )

    async def _send(self, outgoing: Outgoing) -> None:
        number = self._count
        self._count += 1
        self._in_flight[number] = (time.monotonic(), outgoing)
        self._in_flight_bytes += len(outgoing.value)
        try:
            async with asyncio.timeout(self._limits.delivery_timeout_seconds):
                future = await self._hand_over(outgoing)
        except (KafkaError, TimeoutError) as error:
            self._settle_error(number, outgoing, error)
        else:
            future.add_done_callback(lambda done: self._settle(number, outgoing, done))

    def _settle(self, number: int, outgoing: Outgoing, done: "asyncio.Future[Any]") -> None:
        if done.cancelled():
            return
        error = done.exception()
        if error is not None:
            self._settle_error(number, outgoing, error)
            return
        self._remove(number, outgoing)
        try:
            self._delivered(outgoing, done.result())
        except Exception as raised:  # noqa: BLE001 - raised again by publish() and drain()
            self._failure = self._failure or raised

    def _settle_error(self, number: int, outgoing: Outgoing, error: BaseException) -> None:
        if isinstance(error, REFUSALS):
            self._again[number] = outgoing
            self._remove(number, outgoing)
            return
        # It stays among the unconfirmed: nobody knows whether the broker has it.
        self._failure = self._failure or self._unreachable(error)
        self._changed.set()

    def _remove(self, number: int, outgoing: Outgoing) -> None:
        if self._in_flight.pop(number, None) is not None:
            self._in_flight_bytes -= len(outgoing.value)
        self._changed.set()

    def _delivered(self, outgoing: Outgoing, metadata: Any) -> None:
        delivery = Delivery(
            article_id=outgoing.article_id,
            topic=metadata.topic,
            partition=metadata.partition,
            offset=metadata.offset,
            path=outgoing.path,
            line=outgoing.line,
        )
        self._on_delivery(delivery, len(outgoing.value))

    async def _hand_over(self, outgoing: Outgoing) -> "asyncio.Future[Any]":
        future: asyncio.Future[Any] = await self._producer.send(
            self._topic,
            value=outgoing.value,
            key=outgoing.article_id.encode(),
            headers=outgoing.headers,
        )
        return future

    async def _send_again(self) -> None:
        """Send what refused batches took along, and find the records that were meant."""
        while self._in_flight:
            self._raise_failure()
            await self._change()
        self._batch_bytes = max(self._batch_bytes // 4, MIN_BATCH_BYTES)
        # By size: it is the large ones that are refused, and then most others go in one group.
        groups = [sorted(self._again, key=lambda number: len(self._again[number].value))]
        spoilt = True
        while groups:
            if spoilt:
                await self._renew()
            group = groups.pop()
            refused = await self._send_group(group)
            spoilt = bool(refused)
            if len(group) == 1:
                self._give_up(refused)
            else:
                numbers = list(refused)
                middle = len(numbers) // 2
                groups += [half for half in (numbers[middle:], numbers[:middle]) if half]
        if spoilt:
            await self._renew()

    async def _send_group(self, numbers: list[int]) -> dict[int, BaseException]:
        """Send records and wait for all of them; return those that were refused."""
        records = [self._again[number] for number in numbers]
        try:
            async with asyncio.timeout(self._limits.delivery_timeout_seconds):
                outcomes = await asyncio.gather(
                    *map(self._send_and_wait, records), return_exceptions=True
                )
        except TimeoutError as error:
            outcomes = [error]
        refused: dict[int, BaseException] = {}
        for number, record, outcome in zip(numbers, records, outcomes, strict=False):
            if isinstance(outcome, REFUSALS):
                refused[number] = outcome
            elif isinstance(outcome, BaseException):
                self._failure = self._failure or self._unreachable(outcome)
            else:
                del self._again[number]
                self._delivered(record, outcome)
        self._raise_failure()
        return refused

    async def _send_and_wait(self, outgoing: Outgoing) -> Any:
        return await (await self._hand_over(outgoing))

    def _give_up(self, refused: Mapping[int, BaseException]) -> None:
        for number, error in refused.items():
            outgoing = self._again.pop(number)
            self._on_refused(outgoing, _refusal(outgoing, error))

    async def _renew(self) -> None:
        await _stop(self._producer)
        self._producer = None
        self._producer = await self._connect()

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    async def _watch_deadline(self) -> None:
        """Fail when the oldest record has waited too long."""
        while self._failure is None:
            await asyncio.sleep(WATCH_SECONDS)
            oldest = next(iter(self._in_flight.values()), None)
            allowed = self._limits.delivery_timeout_seconds
            if oldest is not None and time.monotonic() - oldest[0] > allowed:
                self._failure = self._unreachable(TimeoutError(f"no answer for {allowed:g} s"))
                self._changed.set()

    def _unreachable(self, error: BaseException, found: str | None = None) -> UnreachableError:
        if isinstance(error, AUTHORIZATION_ERRORS):
            return NotAllowedError(explain_refusal(error, self._options))
        servers = self._options.get("bootstrap_servers")
        if found:
            return UnreachableError(f"can't publish to topic {self._topic} of Kafka at {servers}: {found}")
        reason = "no answer in time" if isinstance(error, TimeoutError | KafkaTimeoutError) else ""
        reason = str(error) if isinstance(error, TimeoutError) and str(error) else reason
        reason = reason or f"{type(error).__name__}: {error}"
        return UnreachableError(
            f"can't publish to topic {self._topic} of Kafka at {servers} ({reason}): is it "
            "running, is the address right, does the topic exist (`newsstream topics`), and do "
            "security_protocol and credentials fit?"
        )


def trace_parent(environment: Mapping[str, str] = os.environ) -> str:
    """Return a W3C ``traceparent`` for one article.

    It belongs to the trace of the caller's ``TRACEPARENT`` variable where there is one, so that
    a job's trace goes on through Kafka; else it begins a trace of its own.

    Source:
        W3C Trace Context, section 3.2.
    """
    match = _TRACE_PARENT.fullmatch(environment.get("TRACEPARENT", ""))
    trace_id, flags = (match[1], match[2]) if match else (secrets.token_hex(16), "01")
    return f"00-{trace_id}-{secrets.token_hex(8)}-{flags}"


_TRACE_PARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})")


def _refusal(outgoing: Outgoing, error: BaseException) -> str:
    if isinstance(error, TOO_LARGE):
        return (
            f"not sent: {len(outgoing.value):,} bytes are more than the topic takes; shorten the "
            "article or raise the topic's max.message.bytes"
        )
    return f"not sent: Kafka refuses the record ({type(error).__name__})"


async def _stop(producer: Any) -> None:
    """Stop a producer in bounded time: without a broker its own stop() waits for ever."""
    with contextlib.suppress(TimeoutError, KafkaError, OSError):
        async with asyncio.timeout(CLOSE_TIMEOUT_SECONDS):
            await producer.stop()
            return
    with contextlib.suppress(TimeoutError, KafkaError, OSError):
        async with asyncio.timeout(CLOSE_TIMEOUT_SECONDS):
            await producer.client.close()
