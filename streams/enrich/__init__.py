"""Enrichment: text in, plain records out.

Pure and deterministic: nothing in this package knows of Kafka, Faust or Prometheus
(``tests/unit/test_layers.py`` holds it to that), and nothing reads the clock, the environment or the network.
"""
