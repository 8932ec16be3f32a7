"""Publishes articles from files to Kafka, every delivery awaited."""

from streams.replay.feed import Feed
from streams.replay.options import ReplayOptions
from streams.replay.pacing import AsFast, OriginalTiming, Pace, SteadyRate
from streams.replay.publisher import Delivery, Outgoing, Publisher
from streams.replay.replay import ReplayStoppedError, replay
from streams.replay.report import ReplayReport

__all__ = [
    "AsFast",
    "Delivery",
    "Feed",
    "OriginalTiming",
    "Outgoing",
    "Pace",
    "Publisher",
    "ReplayOptions",
    "ReplayReport",
    "ReplayStoppedError",
    "SteadyRate",
    "replay",
]
