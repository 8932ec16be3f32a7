"""What people look at besides Prometheus: a worker's numbers, its live page, and ``newsstream top``."""
