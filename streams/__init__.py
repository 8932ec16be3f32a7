"""newsstream: news articles in, entities and figures out, through Apache Kafka and Faust."""

__version__ = "0.1.0"
