"""Figures in news: how many, how much, when, and what the text says about them.

``docs/figures.md`` has the grammar in the field's terms.
"""

from streams.enrich.figures.extract import extract_figures

__all__ = ["extract_figures"]
