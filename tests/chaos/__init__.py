"""Breaks workers and broker on purpose, then counts what came out."""
