"""The rights of docs/delivery.md, as tests give them to users."""

from streams.topics import TOPICS
from tests.cluster import Kind, Right

RAW = "news.articles.raw.v1"
ENRICHED = "news.articles.enriched.v1"
CHANGELOG = "news.trends.changelog.v1"
OUTPUTS = tuple(topic.name for topic in TOPICS if topic.name != RAW)


def of_worker(group: str, prefix: str = "") -> list[Right]:
    return [
        Right(Kind.TOPIC, prefix + RAW, ("read",)),
        *(Right(Kind.TOPIC, prefix + name, ("write",)) for name in OUTPUTS),
        *(Right(Kind.TOPIC, prefix + name, ("read",)) for name in (ENRICHED, CHANGELOG)),
        Right(Kind.GROUP, group, ("read",)),
        Right(Kind.GROUP, f"{group}-trends", ("read",)),
        Right(Kind.TRANSACTIONAL_ID, f"{group}-*", ("write",)),
    ]


def of_producer(prefix: str = "") -> list[Right]:
    return [Right(Kind.TOPIC, prefix + RAW, ("write",))]


def of_reader(prefix: str = "") -> list[Right]:
    return [Right(Kind.TOPIC, prefix + name, ("read",)) for name in OUTPUTS]


def of_operator(prefix: str = "") -> list[Right]:
    return [Right(Kind.TOPIC, prefix + topic.name, ("describe", "describe-configs")) for topic in TOPICS]
