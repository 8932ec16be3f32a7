"""What a replay can be told."""

import math
from dataclasses import dataclass

from streams.errors import UsageError
from streams.topics import RAW


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayOptions:
    """Options of one replay; the defaults publish everything once, as fast as Kafka takes it.

    Attributes:
        topic: Where to; None for ``news.articles.raw.v1`` with the settings' prefix.
        rate: Most articles a second.
        limit: Stop after so many articles.
        loop: Start again at the end, until stopped.
        original_timing: Keep the intervals between the articles' ``published_at``.
        speed_up: With ``original_timing``: so many times faster.
        dry_run: Read and count, publish nothing.
        max_record_bytes: Larger records are reported and left out. The topic's own limit.
        delivery_timeout_seconds: A record unconfirmed for so long stops the replay. Longer than
            a broker's restart and the election of a new leader take.
        connect_timeout_seconds: Kafka must answer within this time at the start.
        max_in_flight_records: Unconfirmed records at a time.
        max_in_flight_bytes: Their bytes; with the read-ahead this bounds the memory.
    """

    topic: str | None = None
    rate: float | None = None
    limit: int | None = None
    loop: bool = False
    original_timing: bool = False
    speed_up: float = 1.0
    dry_run: bool = False
    max_record_bytes: int = RAW.max_message_bytes
    delivery_timeout_seconds: float = 60.0
    connect_timeout_seconds: float = 15.0
    max_in_flight_records: int = 5_000
    max_in_flight_bytes: int = 32 * 1024 * 1024

    def check(self, *, reads_stdin: bool) -> None:
        """Check that the options go together.

        Raises:
            UsageError: They don't.
        """
        for name in ("rate", "limit", "speed_up", "delivery_timeout_seconds"):
            value = getattr(self, name)
            if value is not None and not (0 < value < math.inf):
                raise UsageError(f"--{name.replace('_', '-')} must be above zero, not {value}")
        if self.rate is not None and self.original_timing:
            raise UsageError("--rate and --original-timing exclude each other: give one of them")
        if self.speed_up != 1.0 and not self.original_timing:
            raise UsageError("--speed-up is of use with --original-timing only")
        if self.loop and reads_stdin:
            raise UsageError("--loop can't read standard input again: give files instead of -")
