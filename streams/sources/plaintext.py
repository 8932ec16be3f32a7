"""Plain text: one article a file, with its headline where the first line is one."""

import re

MAX_HEADLINE_CHARACTERS = 160
# Atomic groups: CR LF must never be taken for a line's end and an empty line.
_FIRST_LINE = re.compile(
    r"(?P<line>[^\r\n]*)(?>\r\n|\n|\r)(?:[ \t]*(?>\r\n|\n|\r))+(?P<rest>.*)", re.DOTALL
)
# Ends of sentences and of unfinished ones; question and exclamation marks do end headlines.
_NOT_A_HEADLINE = re.compile(r"[.,;:…][\"'”’»)\]]*$")


def split_headline(text: str) -> tuple[str | None, str]:
    """Return headline and body of a plain text.

    The first line is the headline when all of this holds: at least one empty line follows it and
    text after that; it has a letter and at most 160 characters; and it does not end like
    a sentence, that is with ``.``, ``,``, ``;``, ``:`` or ``…`` (a closing quote or bracket may
    follow). Otherwise everything is body.

    Guarantee:
        The body is a suffix of the text, unchanged.
    """
    match = _FIRST_LINE.match(text)
    if match is None or not match["rest"].strip():
        return None, text
    line = match["line"].strip()
    if not _is_headline(line):
        return None, text
    return line, match["rest"]


def _is_headline(line: str) -> bool:
    return (
        0 < len(line) <= MAX_HEADLINE_CHARACTERS
        and any(character.isalpha() for character in line)
        and _NOT_A_HEADLINE.search(line) is None
    )
