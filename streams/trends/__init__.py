"""Counting entities by window of publication time: ``windows`` counts, ``counter`` ties it to Kafka, ``view`` sums."""
