"""The classes of the tagger: one outside class and four positions for each entity type."""

from typing import Final

TYPES: Final = (
    "PERSON",
    "ORG",
    "GPE",
    "LOC",
    "FAC",
    "NORP",
    "EVENT",
    "PRODUCT",
    "WORK_OF_ART",
    "LAW",
)
PLACES: Final = ("GPE", "LOC", "FAC")
# Positions within a mention: begin, inside, last, and unit (a mention of one token).
BEGIN, INSIDE, LAST, UNIT = range(4)
CLASSES: Final = 1 + 4 * len(TYPES)


def class_of(type_index: int, position: int) -> int:
    """The class number of a type at a position; 0 is the outside class."""
    return 1 + 4 * type_index + position
