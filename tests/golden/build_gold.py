"""Build ``seeds/`` and ``gold.jsonl`` from the marked-up articles in ``annotated/``.

    python tests/golden/build_gold.py            # write both
    python tests/golden/build_gold.py --check    # only say whether both are up to date

One source gives both, so that a seed article can't drift from its annotations. The mark-up is
described in ``README.md`` beside this file.
"""

import argparse
import gzip
import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from streams.sources.identity import article_id

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
GOLD = HERE / "gold.jsonl"

TYPES = {
    "P": "PERSON",
    "O": "ORG",
    "G": "GPE",
    "L": "LOC",
    "F": "FAC",
    "N": "NORP",
    "E": "EVENT",
    "D": "PRODUCT",
    "W": "WORK_OF_ART",
    "A": "LAW",
}
PLACES = ("GPE", "LOC", "FAC")
KINDS = {
    "c": "cardinal",
    "m": "money",
    "p": "percent",
    "pp": "percent",
    "q": "quantity",
    "o": "ordinal",
    "d": "date",
    "t": "duration",
    "a": "duration",
    "r": "range",
    "x": "cardinal",
}
QUALIFIERS = {
    "al": "at_least",
    "am": "at_most",
    "ut": "up_to",
    "ab": "about",
    "ne": "nearly",
    "mt": "more_than",
    "lt": "less_than",
    "null": None,
}
EVENTS = {
    "k": "killed",
    "i": "injured",
    "a": "arrested",
    "d": "displaced",
    "m": "missing",
    "r": "rescued",
    "e": "evacuated",
    "null": None,
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class MarkupError(ValueError):
    """The mark-up of an article is wrong; the message says where."""


@dataclass(slots=True)
class Span:
    """One piece of mark-up, with offsets into the plain text of its field."""

    field: str
    start: int
    end: int
    text: str
    spec: str


@dataclass(slots=True)
class Entity(Span):
    """An entity mention; ``spec`` is the name that it is grouped under, if given."""

    type: str = ""
    group: int = -1


@dataclass(slots=True)
class RoleSpan(Span):
    """A role; ``spec`` is the owner's name, if given."""

    before: bool = True
    optional: bool = False


@dataclass(slots=True)
class Source:
    """A marked-up article.

    Attributes:
        path: Its file.
        head: The header's fields.
        same: Pairs of names of one entity.
        title: Plain headline, empty when there is none.
        text: Plain body.
    """

    path: Path
    head: dict[str, str]
    same: list[tuple[str, str]]
    title: str = ""
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    roles: list[RoleSpan] = field(default_factory=list)
    figures: list[Span] = field(default_factory=list)


# --- Mark-up ---


class _Parser:
    """Takes the mark-up out of one field and notes what it said."""

    def __init__(self, source: Source, name: str, marked: str) -> None:
        self._source = source
        self._field = name
        self._marked = marked
        self._at = 0
        self._plain: list[str] = []
        self._length = 0

    def plain(self) -> str:
        while self._at < len(self._marked):
            self._step()
        return "".join(self._plain)

    def _step(self) -> None:
        character = self._marked[self._at]
        if character == "[":
            self._entity()
        elif character == "{":
            self._role()
        elif character == "<":
            self._figure()
        elif character in "]}>|":
            self._fail(f"stray {character}")
        else:
            self._emit(character)
            self._at += 1

    def _emit(self, text: str) -> None:
        self._plain.append(text)
        self._length += len(text)

    def _fail(self, message: str) -> None:
        near = self._marked[max(0, self._at - 40) : self._at + 40]
        raise MarkupError(f"{self._source.path.name}: {message} near {near!r}")

    def _entity(self) -> None:
        end = self._marked.index("]", self._at)
        letter, _, rest = self._marked[self._at + 1 : end].partition(" ")
        surface, _, group = rest.partition("|")
        if letter not in TYPES or not surface or surface != surface.strip():
            self._fail(f"bad entity {letter} {rest}")
        start = self._length
        self._emit(surface)
        self._source.entities.append(
            Entity(self._field, start, self._length, surface, group, type=TYPES[letter])
        )
        self._at = end + 1

    def _figure(self) -> None:
        end = self._marked.index(">", self._at)
        surface, bar, spec = self._marked[self._at + 1 : end].partition("|")
        if not bar or not surface or surface != surface.strip():
            self._fail("bad figure")
        start = self._length
        self._emit(surface)
        self._source.figures.append(Span(self._field, start, self._length, surface, spec))
        self._at = end + 1

    def _role(self) -> None:
        opening = re.compile(r"\{(\??)([<>])").match(self._marked, self._at)
        if opening is None:
            self._fail("bad role")
            return
        self._at = opening.end()
        start, spec = self._length, ""
        while self._marked[self._at] != "}":
            owner = re.compile(r"\|of=([^}]*)").match(self._marked, self._at)
            if owner:
                spec, self._at = owner[1], owner.end()
            else:
                self._step()
        self._at += 1
        surface = "".join(self._plain)[start:]
        self._source.roles.append(
            RoleSpan(
                self._field,
                start,
                self._length,
                surface,
                spec,
                before=opening[2] == ">",
                optional=bool(opening[1]),
            )
        )


def read_source(path: Path) -> Source:
    """Return a marked-up article: header, ``---``, headline (may be empty), ``---``, body.

    Raises:
        MarkupError: The mark-up is wrong.
    """
    head_text, title, body = path.read_text(encoding="utf-8").split("---\n", 2)
    head: dict[str, str] = {}
    same: list[tuple[str, str]] = []
    for line in head_text.splitlines():
        name, _, value = line.partition(": ")
        if name == "same":
            one, _, other = value.partition(" = ")
            same.append((one, other))
        else:
            head[name] = value
    source = Source(path, head, same)
    source.title = _Parser(source, "title", title.strip()).plain()
    body = body.strip("\n") + ("\n" if head["format"] == "txt" else "")
    source.text = _Parser(source, "text", body).plain()
    _group(source)
    return source


# --- Grouping ---


def _kind(type_: str) -> str:
    return "PLACE" if type_ in PLACES else type_


def _key(entity: Entity) -> str:
    key = (entity.spec or entity.text).casefold().replace("\u2019", "'")
    return key.removesuffix("s") if entity.type == "NORP" else key


def _group(source: Source) -> None:
    """Number the groups: same name, names told to be the same, and parts of one full name."""
    keys = {(_kind(e.type), _key(e)) for e in source.entities}
    parent = {key: key for key in keys}

    def root(key: tuple[str, str]) -> tuple[str, str]:
        while parent[key] != key:
            key = parent[key]
        return key

    told = {(a.casefold(), b.casefold()) for a, b in source.same}
    for kind, name in sorted(keys):
        longer = [k for k in keys if k[0] == kind and _is_part(kind, name, k[1])]
        if len({root(k) for k in longer}) > 1 and kind == "PERSON":
            raise MarkupError(f"{source.path.name}: {name} is part of several names")
        if len(longer) == 1 or (longer and kind == "PERSON"):
            parent[root((kind, name))] = root(longer[0])
    for one, other in told:
        for kind in {k for k, _ in keys}:
            if (kind, one) in keys and (kind, other) in keys:
                parent[root((kind, one))] = root((kind, other))
    numbers: dict[tuple[str, str], int] = {}
    for entity in source.entities:
        entity.group = numbers.setdefault(root((_kind(entity.type), _key(entity))), len(numbers))


def _is_part(kind: str, name: str, other: str) -> bool:
    """Whether the name is a surname of the other (persons) or its beginning (organisations)."""
    if kind not in {"PERSON", "ORG"} or name == other:
        return False
    words, longer = name.split(), other.split()
    if kind == "ORG":
        return longer[: len(words)] == words
    starts = range(len(longer) - len(words) + 1)
    return any(longer[i : i + len(words)] == words for i in starts)


# --- Gold ---


def gold_line(source: Source) -> dict[str, Any]:
    """Return the annotations of one article as they stand in ``gold.jsonl``."""
    names = _names(source)
    groups: dict[int, dict[str, Any]] = {}
    for entity in source.entities:
        group = groups.setdefault(
            entity.group,
            {"type": entity.type, "name": names[entity.group], "mentions": [], "roles": []},
        )
        mention = _slice(source, entity)
        if entity.type != group["type"]:
            mention["type"] = entity.type
        group["mentions"].append(mention)
    for role in source.roles:
        person = _person(source, role)
        owner, alternatives = _owner(source, role, names)
        record = _slice(source, role) | {"of": owner}
        if alternatives:
            record["of_alt"] = alternatives
        if role.optional:
            record["optional"] = True
        groups[person.group]["roles"].append(record)
    figures = [_figure(source, figure) for figure in source.figures]
    return {
        "id": seed_id(source),
        "name": source.path.stem,
        "file": source.head["file"],
        "title": source.title or None,
        "text": source.text,
        "published_at": source.head.get("published_at"),
        "entities": list(groups.values()),
        "figures": figures,
    }


def _names(source: Source) -> dict[int, str]:
    forms: dict[int, list[str]] = defaultdict(list)
    for entity in source.entities:
        forms[entity.group].append(entity.text)
    return {group: max(texts, key=len) for group, texts in forms.items()}


def _slice(source: Source, span: Span) -> dict[str, Any]:
    content = source.title if span.field == "title" else source.text
    if content[span.start : span.end] != span.text:
        raise MarkupError(f"{source.path.name}: {span.text!r} is not at {span.start}")
    return {"field": span.field, "start": span.start, "end": span.end, "text": span.text}


def _person(source: Source, role: RoleSpan) -> Entity:
    people = [e for e in source.entities if e.type == "PERSON" and e.field == role.field]
    if role.before:
        found = [e for e in people if e.start >= role.end][:1]
    else:
        found = [e for e in people if e.end <= role.start][-1:]
    if not found:
        raise MarkupError(f"{source.path.name}: no person for the role {role.text!r}")
    return found[0]


def _owner(source: Source, role: RoleSpan, names: dict[int, str]) -> tuple[str | None, list[str]]:
    inside = [
        e
        for e in source.entities
        if e.field == role.field and role.start <= e.start and e.end <= role.end
    ]
    inside_names = [names[e.group] for e in inside]
    if role.spec:
        wanted = role.spec.casefold()
        found = {
            names[e.group]
            for e in source.entities
            if wanted in {e.text.casefold(), e.spec.casefold()}
        }
        if len(found) != 1:
            raise MarkupError(f"{source.path.name}: owner {role.spec!r} of a role: {found}")
        owner = found.pop()
        return owner, [n for n in inside_names if n != owner]
    for types in (("ORG",), PLACES, ("NORP", "EVENT")):
        of_type = [names[e.group] for e in inside if e.type in types]
        if of_type:
            return of_type[0], [n for n in inside_names if n != of_type[0]]
    return None, []


# --- Figures ---

# fmt: off
ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]
# fmt: on
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = {
    "hundred": 100,
    "thousand": 1e3,
    "million": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
}
PARTS = {
    "half": 1 / 2,
    "third": 1 / 3,
    "quarter": 1 / 4,
    "fifth": 1 / 5,
    "tenth": 1 / 10,
    "fifteenth": 1 / 15,
}
ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
]
VAGUE = {"dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "millions": 1e6}
WORDS: dict[str, float] = (
    {word: float(n) for n, word in enumerate(ONES)}
    | {word: 20 + 10 * n for n, word in enumerate(TENS)}
    | {"a": 1, "an": 1}
)
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?|[a-z]+", re.IGNORECASE)


def read_number(text: str) -> float | None:
    """Return the value of a plain English number, None when the annotation must spell it out."""
    lowered = re.sub(r"^[A-Z]+\$", "", text).lower()
    if lowered in VAGUE:
        return VAGUE[lowered]
    if lowered in ORDINALS:
        return ORDINALS.index(lowered) + 1
    total: float | None = None
    for token in _NUMBER.findall(lowered):
        part = PARTS.get(token.removesuffix("s"))
        if part:
            return part * (1 if total is None else total)
        after = _with_token(total, token)
        if after is None and total is not None:
            break
        total = after
    return total


def _with_token(total: float | None, token: str) -> float | None:
    """Return the number with one more word of it, None when the word does not belong to it."""
    if token[-1].isdigit():
        return (total or 0) + float(token.replace(",", ""))
    if token in SCALES and total is not None:
        return total * SCALES[token]
    if token in WORDS and not (token in {"a", "an"} and total is not None):
        return (total or 0) + WORDS[token]
    return None


def _figure(source: Source, span: Span) -> dict[str, Any]:
    where = f"{source.path.name}: figure {span.text!r}"
    kind_word, *arguments = span.spec.split()
    code, _, unit = kind_word.partition(":")
    if code not in KINDS:
        raise MarkupError(f"{where}: kind {code!r}")
    options = dict(a.split("=", 1) for a in arguments if "=" in a)
    flags = [a for a in arguments if "=" not in a]
    record = _slice(source, span) | {"kind": KINDS[code], "value": None, "value_max": None}
    units = _units(code, unit or options.pop("unit", ""))
    record["unit"] = units[0] if units else None
    if units[1:]:
        record["unit_alt"] = units[1:]
    if code != "x":
        record["value"], record["value_max"] = _values(where, KINDS[code], span.text, options)
    options.pop("v", None)
    record |= _said_around(options)
    record["vague"] = "~" in flags
    record["role"] = "age" if code == "a" else options.pop("role", None)
    if "@" in flags or re.search(r"\b(ago|later|earlier)$", span.text):
        record["alt_kind"] = "date"
    if "alt" in options:
        record["alt_kind"] = options.pop("alt")
    if code == "x" or "opt" in flags:
        record["optional"] = True
    dates = [f for f in flags if f not in {"~", "@", "opt"}]
    if options or len(dates) > 1:
        raise MarkupError(f"{where}: {options or dates}")
    if dates:
        record["date"] = _date(where, span.text, dates[0])
    return record


def _said_around(options: dict[str, str]) -> dict[str, Any]:
    """Take qualifier, event, counted thing and denominator out of the options."""
    record: dict[str, Any] = {}
    for name, short, table in (
        ("qualifier", "q", QUALIFIERS),
        ("event", "ev", EVENTS),
        ("of", "of", None),
        ("per", "per", None),
    ):
        choices = options.pop(short, "null").split("/")
        values = [table[choice] if table else _word(choice) for choice in choices]
        record[name] = values[0]
        if values[1:]:
            record[f"{name}_alt"] = values[1:]
    return record


def _units(code: str, units: str) -> list[str]:
    if not units and code in {"p", "pp", "a"}:
        return [{"p": "%", "pp": "percentage point", "a": "year"}[code]]
    return [unit.replace("_", " ") for unit in units.split(",") if unit]


def _word(choice: str) -> str | None:
    return None if choice == "null" else choice.replace("_", " ")


def _values(
    where: str, kind: str, text: str, options: dict[str, str]
) -> tuple[float | None, float | None]:
    if kind == "date":
        return None, None
    given = options.get("v")
    if kind == "range":
        texts = given.split("..") if given else re.split(r"\s+(?:to|and|or)\s+|[-\u2013]", text)
        low, high = (read_number(part) for part in (texts[0], texts[-1]))
        if low is None or high is None or len(texts) != 2:
            raise MarkupError(f"{where}: give v=LOW..HIGH")
        for word, scale in SCALES.items():
            # "$850 million to $900 million" scales both, "3 to 4 million" only in the text.
            if not given and re.search(rf"\d\s?{word}\b", texts[-1]) and word not in texts[0]:
                low *= scale
        return _plain(low), _plain(high)
    # In a quantity "m" is the metre, elsewhere the million.
    number = re.sub(r"(?<=\d)\s?m$", "", text) if kind == "quantity" else text
    value = float(given) if given else read_number(number)
    if value is None:
        raise MarkupError(f"{where}: give v=VALUE")
    return _plain(value), None


def _plain(value: float) -> float:
    value = round(value, 9)
    return int(value) if value == int(value) else value


def _date(where: str, text: str, iso: str) -> str:
    """Return the ISO value after a check that the weekday in the text is the date's."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", iso):
        day = date.fromisoformat(iso)
        named = [w for w in WEEKDAYS if w in text.lower()]
        if named and named[0] != WEEKDAYS[day.weekday()]:
            raise MarkupError(f"{where}: {iso} is a {WEEKDAYS[day.weekday()]}")
    elif not re.fullmatch(r"\d{4}(-\d\d|-Q[1-4])?", iso):
        raise MarkupError(f"{where}: date {iso!r}")
    return iso


# --- Seeds ---


def seed_id(source: Source) -> str:
    """Return the id that reading the seed gives: given, else from the URL, else from the text."""
    has_id = source.head["format"] in {"jsonl", "ninjs"}
    return article_id(
        given=source.head["id"] if has_id else None,
        url=source.head.get("url"),
        title=source.title or None,
        text=source.text,
    )


def _authors(source: Source) -> list[str]:
    return source.head["authors"].split("; ") if "authors" in source.head else []


def own_shape(source: Source) -> dict[str, Any]:
    """Return the article in newsstream's own fields."""
    head = source.head
    document = {
        "id": head["id"],
        "title": source.title or None,
        "text": source.text,
        "url": head.get("url"),
        "source": head.get("source"),
        "authors": _authors(source),
        "published_at": head.get("published_at"),
        "language": head.get("language"),
    }
    return {name: value for name, value in document.items() if value}


def ninjs_shape(source: Source) -> dict[str, Any]:
    """Return the article as a ninjs 3 document."""
    head = source.head
    return {
        "uri": head["id"],
        "standard": {"name": "ninjs", "version": "3.0"},
        "type": "text",
        "representationType": "complete",
        "profile": "text-only",
        "version": "1",
        "versionCreated": head["published_at"],
        "pubStatus": "usable",
        "urgency": 4,
        "language": head["language"],
        "by": " and ".join(_authors(source)),
        "infoSources": [{"name": head["source"]}],
        "url": head["url"],
        "headlines": [{"role": "main", "contentType": "text/plain", "value": source.title}],
        "bodies": [
            {
                "role": "main",
                "contentType": "text/plain",
                "charcount": len(source.text),
                "wordcount": len(source.text.split()),
                "value": source.text,
            }
        ],
    }


def news_please_shape(source: Source) -> dict[str, Any]:
    """Return the article as news-please writes it."""
    head = source.head
    return {
        "authors": _authors(source),
        "date_download": head["published_at"],
        "date_modify": None,
        "date_publish": head["published_at"],
        "description": None,
        "filename": f"{head['id']}.json",
        "image_url": None,
        "language": head["language"],
        "localpath": None,
        "maintext": source.text,
        "source_domain": head["source"],
        "title": source.title,
        "title_page": None,
        "title_rss": None,
        "url": head["url"],
    }


def seed_files(sources: list[Source]) -> dict[str, bytes]:
    """Return the content of every file of ``seeds/`` by its path in the repository."""
    by_file: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        by_file[source.head["file"]].append(source)
    return {name: _seed_file(name, members) for name, members in by_file.items()}


def _seed_file(name: str, members: list[Source]) -> bytes:
    kind = members[0].head["format"]
    if kind == "jsonl":
        lines = "".join(json.dumps(own_shape(m), ensure_ascii=False) + "\n" for m in members)
        return _gzip(lines.encode()) if name.endswith(".gz") else lines.encode()
    if len(members) != 1:
        raise MarkupError(f"{name}: one article a file in the format {kind}")
    if kind == "txt":
        title = f"{members[0].title}\n\n" if members[0].title else ""
        return (title + members[0].text).encode()
    shape = {"ninjs": ninjs_shape, "newsplease": news_please_shape}[kind]
    return (json.dumps(shape(members[0]), ensure_ascii=False, indent=2) + "\n").encode()


def _gzip(data: bytes) -> bytes:
    """Compress without a time stamp: the same articles give the same bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as stream:
        stream.write(data)
    return buffer.getvalue()


# --- All of it ---


def read_sources() -> list[Source]:
    """Return all marked-up articles in the order of their file names.

    Raises:
        MarkupError: The mark-up of one is wrong.
    """
    return [read_source(path) for path in sorted((HERE / "annotated").glob("*.txt"))]


def build() -> Iterator[tuple[Path, bytes]]:
    """Yield every file to be written with its content."""
    sources = read_sources()
    for name, content in seed_files(sources).items():
        yield ROOT / name, content
    lines = (json.dumps(gold_line(s), ensure_ascii=False) + "\n" for s in sources)
    yield GOLD, "".join(lines).encode()


def is_current(path: Path, content: bytes) -> bool:
    """Whether the file holds this content; compressed files are compared unpacked."""
    if not path.exists():
        return False
    held = path.read_bytes()
    if path.suffix == ".gz":
        # Versions of zlib compress differently.
        return gzip.decompress(held) == gzip.decompress(content)
    return held == content


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing; 1 when out of date")
    arguments = parser.parse_args()
    stale = [(path, content) for path, content in build() if not is_current(path, content)]
    for path, content in stale:
        print(("stale: " if arguments.check else "written: ") + str(path.relative_to(ROOT)))  # noqa: T201 - a command
        if not arguments.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
