"""The asynchronous edge between Kafka and the enrichment: processes, transactions, health."""
