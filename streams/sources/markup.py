"""HTML bodies to plain text: paragraphs, lines and table cells stay apart, other markup goes."""

import re
from html.parser import HTMLParser

# fmt: off
PARAGRAPHS = frozenset({
    "address", "article", "aside", "blockquote", "body", "figcaption", "figure", "footer", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hl1", "hl2", "hr", "main", "ol", "p", "pre",
    "section", "table", "ul",
})
# fmt: on
LINES = frozenset({"caption", "dd", "div", "dl", "dt", "li", "tr"})
CELLS = frozenset({"td", "th"})
HIDDEN = frozenset({"script", "style"})
# HTML's white space; a no-break space is text.
_SPACES = re.compile(r"[ \t\n\r\f]+")
# Marked sections (<![endif]>, <![CDATA[…]]>): HTMLParser before 3.14 raises on unknown ones.
_MARKED_SECTION = re.compile(r"<!\[(?:CDATA\[(?P<text>.*?)\]\]|[^>]*)>", re.DOTALL)


def html_to_text(html: str) -> str:
    """Return the text of an HTML or XHTML fragment, in reading order.

    Paragraphs are parted by an empty line, lines (``br``, list items, table rows) by a line feed,
    and table cells by a tab. Character references become characters. Broken markup never raises.
    """
    parser = _TextParser()
    html = _MARKED_SECTION.sub(lambda match: match["text"] or "", html).replace("<![", "&lt;![")
    parser.feed(html)
    parser.close()
    return parser.text()


class _TextParser(HTMLParser):
    """Collects pieces of text and, between two of them, the strongest break that was asked for."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._line_feeds = 0
        self._glue = ""
        self._hidden = 0
        self._verbatim = 0

    def text(self) -> str:
        return "".join(self._pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in HIDDEN:
            self._hidden += 1
        elif tag == "br":
            # Two in a row are how old systems write a paragraph.
            self._line_feeds = min(self._line_feeds + 1, 2)
        elif tag in CELLS:
            self._glue = "\t"
        else:
            self._break(tag)
        self._verbatim += tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # XHTML's <script/> has no content to hide.
        if tag not in HIDDEN and tag != "pre":
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN:
            self._hidden = max(self._hidden - 1, 0)
        self._break(tag)
        if tag == "pre":
            self._verbatim = max(self._verbatim - 1, 0)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._verbatim:
            self._add(data)
            return
        words = _SPACES.sub(" ", data)
        if words.startswith(" "):
            self._glue = self._glue or " "
        if words.strip(" "):
            self._add(words.strip(" "))
            self._glue = " " if words.endswith(" ") else ""

    def _break(self, tag: str) -> None:
        wanted = 2 if tag in PARAGRAPHS else 1 if tag in LINES else 0
        self._line_feeds = max(self._line_feeds, wanted)

    def _add(self, text: str) -> None:
        if self._pieces:
            self._pieces.append("\n" * self._line_feeds or self._glue)
        self._pieces.append(text)
        self._line_feeds = 0
        self._glue = ""
