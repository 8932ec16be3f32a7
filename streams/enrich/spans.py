"""The plain spans that the steps of the enrichment hand to each other."""

from typing import NamedTuple


class LabelledSpan(NamedTuple):
    """A mention as a recogniser finds it: half-open code point offsets into one field.

    ``entity_id`` is set once mentions are grouped into entities.
    """

    start: int
    end: int
    label: str
    entity_id: str | None = None
