"""The terminal that all commands write to: what strangers wrote can't act on it.

Article text, file names, error messages and topic contents may hold terminal escapes and bidirectional
overrides. They are replaced where everything is printed, so that no table and no message can be forgotten.
"""

import unicodedata
from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

REPLACEMENT = "�"
# Format characters change what is displayed without being seen (bidi overrides, zero-width joiners);
# joiners are needed to write some languages, so only the bidirectional controls are replaced.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def printable(text: str) -> str:
    """Return the text with one harmless character for each harmful one: offsets stay right."""
    return "".join(
        REPLACEMENT
        if character in BIDI_CONTROLS
        or (unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t")
        else character
        for character in text
    )


class Terminal(Console):
    """A console that prints text only: its own styles are the only escape sequences that leave it."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Yield the segments, harmless."""
        for segment in super().render(renderable, options):
            if segment.control or segment.text.isprintable():
                yield segment
            else:
                yield Segment(printable(segment.text), segment.style)
