"""How much an article is about an entity.

    salience = 0.35 · title + 0.20 · lead + 0.30 · frequency + 0.15 · position

``title`` is 1 when the title names it; ``lead`` is 1 when the first paragraph does, or the first
``LEAD_LENGTH`` characters where paragraphs are longer; ``frequency`` is log(1 + mentions) over the
same of the entity with most mentions; ``position`` falls linearly from 1 for a first mention at the
beginning to 0 at the end. Without a title its weight goes to the other three, in proportion.
"""

import math

TITLE_WEIGHT = 0.35
LEAD_WEIGHT = 0.20
FREQUENCY_WEIGHT = 0.30
POSITION_WEIGHT = 0.15
LEAD_LENGTH = 400
_DIGITS = 4


def lead_end(text: str) -> int:
    """Where the lead of the text ends."""
    first = len(text) - len(text.lstrip())
    paragraph = text.find("\n", first)
    if paragraph < 0:
        paragraph = len(text)
    return min(paragraph, LEAD_LENGTH)


def salience(
    *,
    in_title: bool,
    has_title: bool,
    first_in_text: int | None,
    text_length: int,
    lead: int,
    mentions: int,
    most_mentions: int,
) -> float:
    """The formula above.

    Args:
        in_title: Whether the title names the entity.
        has_title: Whether the article has a title at all.
        first_in_text: Where the text first names it, None when only the title does.
        text_length: Code points of the text.
        lead: Where the lead ends.
        mentions: How many mentions the entity has.
        most_mentions: How many the entity with most of them has.
    """
    frequency = math.log1p(mentions) / math.log1p(max(mentions, most_mentions))
    score = FREQUENCY_WEIGHT * frequency
    if first_in_text is not None:
        score += POSITION_WEIGHT * (1.0 - first_in_text / max(1, text_length))
        if first_in_text < lead:
            score += LEAD_WEIGHT
    if has_title:
        score += TITLE_WEIGHT * in_title
    else:
        score /= 1.0 - TITLE_WEIGHT
    return round(min(1.0, max(0.0, score)), _DIGITS)
