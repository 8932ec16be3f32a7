"""Make any number of realistic articles, all different, as JSON Lines for ``newsstream replay``.

Golden sentences, which are rich in figures, are mixed with plain ones from ``sentences.txt``, with other
people, places, organisations, numbers and words in each article, so that lengths, the density of entities and
figures, and the rate of words never seen before come near those of news. The same arguments give the same bytes.
"""

import argparse
import itertools
import math
import random
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import orjson

PLAIN = Path(__file__).with_name("sentences.txt")
GOLD = Path(__file__).resolve().parent.parent / "tests" / "golden" / "gold.jsonl"
FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)
EXAMPLE = """\
example:
  python benchmarks/make_articles.py --count 10000 --seed 1 > articles.jsonl
  ./newsstream replay articles.jsonl
"""

# fmt: off
GIVEN = (
    "Aaliyah", "Abebe", "Adaeze", "Agnieszka", "Ahmed", "Aiko", "Alejandro", "Amina", "Anders",
    "Andrés", "Anjali", "Asif", "Astrid", "Ayşe", "Beatriz", "Bilal", "Birgit", "Bogdan",
    "Caitlin", "Carlos", "Chiara", "Chinedu", "Claire", "Daniel", "Deepika", "Dmytro", "Duc",
    "Eilidh", "Elena", "Emeka", "Émile", "Farah", "Fatou", "Felipe", "Fiona", "Gabriela", "Giorgi",
    "Grace", "Gülsüm", "Hassan", "Helena", "Hiroshi", "Ingrid", "Isabel", "Ivan", "Jamal", "Jana",
    "Jean-Marc", "Jiho", "Joanna", "Jonas", "José", "Kaito", "Katarzyna", "Kofi", "Lars", "Layla",
    "Leila", "Lucía", "Luka", "Magnus", "Malia", "Marcus", "Mariam", "Marta", "Mehmet", "Mei",
    "Miguel", "Mohammed", "Nadia", "Naomi", "Nguyễn", "Nikolai", "Noor", "Olga", "Oluwaseun",
    "Omar", "Patrick", "Pedro", "Petra", "Priya", "Rahul", "Rania", "Rasmus", "Renata", "Rosa",
    "Ruth", "Samir", "Sana", "Siobhán", "Sofía", "Stefan", "Sunita", "Tanja", "Tariq", "Tendai",
    "Thandiwe", "Tomás", "Uma", "Valeria", "Viktor", "Wanjiru", "Wei", "Xavier", "Yasmin", "Yusuf",
    "Zainab", "Zoltán", "Zsófia",
)
SURNAMES = (
    "Abdullahi", "Achterberg", "Adeyemi", "Ahmadi", "Alvarado", "Andersson", "Bäcker", "Banerjee",
    "Baptista", "Bekele", "Bianchi", "Bouchard", "Castillo", "Chaudhry", "Chikwanda", "Costa",
    "Cruz", "Dangote-Bello", "Delacroix", "Demir", "Diallo", "Dlamini", "Dubois", "Ekström",
    "El-Sayed", "Fernández", "Ferreira", "Fitzgerald", "Fraser", "García", "Georgiou", "Ghebre",
    "Gomez", "Greene", "Gunawardena", "Haddad", "Hakimi", "Hansen", "Hoang", "Horvat", "Ibrahim",
    "Ito", "Ivanova", "Jankauskas", "Joshi", "Kamau", "Kaplan", "Karimov", "Kiplagat", "Kovács",
    "Kowalska", "Kumar", "Larsen", "Lindqvist", "Łukasik", "Mahlangu", "Maier", "Mansour",
    "Markovic", "Mbeki", "McAllister", "Mehta", "Mendoza", "Moreau", "Moyo", "Mukherjee",
    "Nakamura", "Naidoo", "Ndiaye", "Nowak", "Nyambura", "O\u2019Connell", "Okafor", "Olsen",
    "Owusu", "Papadopoulos", "Park", "Patel", "Pereira", "Petrov", "Quispe", "Rahman", "Ramírez",
    "Rossi", "Rouhani", "Sánchez", "Schneider", "Sharma", "Silva", "Šimić", "Sithole", "Smith",
    "Soares", "Suzuki", "Tamm", "Tanaka", "Tesfaye", "Tran", "Uddin", "van den Berg", "Vargas",
    "Virtanen", "Wanjala", "Weber", "Wright", "Yamada", "Yeo", "Zhang",
)
PLACES = (
    ("Aarhus", "Denmark"), ("Abuja", "Nigeria"), ("Accra", "Ghana"), ("Adana", "Turkey"),
    ("Addis Ababa", "Ethiopia"), ("Adelaide", "Australia"), ("Ahmedabad", "India"),
    ("Aleppo", "Syria"), ("Algiers", "Algeria"), ("Almaty", "Kazakhstan"), ("Amman", "Jordan"),
    ("Antofagasta", "Chile"), ("Antwerp", "Belgium"), ("Arequipa", "Peru"),
    ("Asunción", "Paraguay"), ("Athens", "Greece"), ("Auckland", "New Zealand"),
    ("Baku", "Azerbaijan"), ("Bamako", "Mali"), ("Bandung", "Indonesia"), ("Bangkok", "Thailand"),
    ("Barcelona", "Spain"), ("Basra", "Iraq"), ("Beira", "Mozambique"), ("Belém", "Brazil"),
    ("Belfast", "Northern Ireland"), ("Belgrade", "Serbia"), ("Bergen", "Norway"),
    ("Berlin", "Germany"), ("Bishkek", "Kyrgyzstan"), ("Blantyre", "Malawi"),
    ("Bordeaux", "France"), ("Brașov", "Romania"), ("Brisbane", "Australia"),
    ("Brno", "Czech Republic"), ("Budapest", "Hungary"), ("Bukhara", "Uzbekistan"),
    ("Cali", "Colombia"), ("Cebu", "Philippines"), ("Chișinău", "Moldova"),
    ("Chittagong", "Bangladesh"), ("Colombo", "Sri Lanka"), ("Córdoba", "Argentina"),
    ("Cork", "Ireland"), ("Dakar", "Senegal"), ("Dar es Salaam", "Tanzania"),
    ("Denver", "Colorado"), ("Doha", "Qatar"), ("Durban", "South Africa"),
    ("Edinburgh", "Scotland"), ("Freetown", "Sierra Leone"), ("Fukuoka", "Japan"),
    ("Gaborone", "Botswana"), ("Gdańsk", "Poland"), ("Geneva", "Switzerland"),
    ("Gothenburg", "Sweden"), ("Guadalajara", "Mexico"), ("Haiphong", "Vietnam"),
    ("Halifax", "Canada"), ("Harare", "Zimbabwe"), ("Herat", "Afghanistan"), ("Houston", "Texas"),
    ("Incheon", "South Korea"), ("Innsbruck", "Austria"), ("Izmir", "Turkey"), ("Jos", "Nigeria"),
    ("Kampala", "Uganda"), ("Karachi", "Pakistan"), ("Kathmandu", "Nepal"),
    ("Kaunas", "Lithuania"), ("Khartoum", "Sudan"), ("Kigali", "Rwanda"), ("Kingston", "Jamaica"),
    ("Kisumu", "Kenya"), ("Kuala Lumpur", "Malaysia"), ("La Paz", "Bolivia"), ("Leeds", "England"),
    ("Libreville", "Gabon"), ("Ljubljana", "Slovenia"), ("Lomé", "Togo"), ("Luanda", "Angola"),
    ("Lusaka", "Zambia"), ("Lviv", "Ukraine"), ("Managua", "Nicaragua"), ("Marseille", "France"),
    ("Medellín", "Colombia"), ("Mombasa", "Kenya"), ("Montevideo", "Uruguay"),
    ("Multan", "Pakistan"), ("Mumbai", "India"), ("Muscat", "Oman"), ("Nagoya", "Japan"),
    ("Naples", "Italy"), ("Ndola", "Zambia"), ("Niamey", "Niger"), ("Nicosia", "Cyprus"),
    ("Oaxaca", "Mexico"), ("Oran", "Algeria"), ("Osaka", "Japan"), ("Ottawa", "Canada"),
    ("Oulu", "Finland"), ("Phoenix", "Arizona"), ("Plovdiv", "Bulgaria"), ("Porto", "Portugal"),
    ("Pune", "India"), ("Quito", "Ecuador"), ("Reykjavik", "Iceland"), ("Riga", "Latvia"),
    ("Rosario", "Argentina"), ("Salvador", "Brazil"), ("San José", "Costa Rica"),
    ("Sarajevo", "Bosnia"), ("Sfax", "Tunisia"), ("Skopje", "North Macedonia"), ("Suva", "Fiji"),
    ("Taichung", "Taiwan"), ("Tallinn", "Estonia"), ("Tamale", "Ghana"), ("Tbilisi", "Georgia"),
    ("Tirana", "Albania"), ("Toronto", "Canada"), ("Tripoli", "Libya"),
    ("Ulaanbaatar", "Mongolia"), ("Utrecht", "Netherlands"), ("Valparaíso", "Chile"),
    ("Vientiane", "Laos"), ("Wellington", "New Zealand"), ("Windhoek", "Namibia"),
    ("Yaoundé", "Cameroon"), ("Yerevan", "Armenia"), ("Zagreb", "Croatia"),
)
ORG_NOUNS = (
    "Aviation", "Banking", "Cement", "Climate", "Coffee", "Copper", "Development", "Dockers",
    "Education", "Energy", "Farmers", "Fisheries", "Food", "Health", "Housing", "Insurance",
    "Lithium", "Maritime", "Medical", "Mining", "Motor", "Nurses", "Optical", "Petroleum",
    "Postal", "Power", "Rail", "Relief", "Rubber", "Savings", "Securities", "Semiconductor",
    "Shipping", "Solar", "Steel", "Sugar", "Teachers", "Telecom", "Textile", "Timber", "Transport",
    "Water",
)
ORG_ENDS = (
    "Agency", "Alliance", "Association", "Authority", "Bank", "Board", "Bureau", "Commission",
    "Company", "Congress", "Corporation", "Council", "Federation", "Foundation", "Group",
    "Holdings", "Institute", "League", "Ministry", "Movement", "Network", "Society", "Trust",
    "Union",
)
LAND_FORMS = (
    "Bay", "Desert", "Forest", "Hills", "Island", "Lake", "Mountains", "Peninsula", "River",
    "Valley",
)
BUILDINGS = (
    "Airport", "Avenue", "Bridge", "Cathedral", "Dam", "Hotel", "Market", "Prison", "Stadium",
    "Station",
)
PEOPLES = (
    "African", "Arab", "Argentine", "Asian", "Australian", "Brazilian", "British", "Buddhist", "Canadian", "Catholic",
    "Chilean", "Chinese", "Christian", "Colombian", "Danish", "Dutch", "Egyptian", "Ethiopian", "European", "Filipino",
    "Finnish", "French", "German", "Ghanaian", "Greek", "Hindu", "Hungarian", "Indian", "Indonesian", "Irish",
    "Italian",
    "Japanese", "Jewish", "Kenyan", "Korean", "Kurdish", "Malaysian", "Mexican", "Muslim", "Nigerian", "Norwegian",
    "Pakistani", "Polish", "Portuguese", "Romanian", "Somali", "Spanish", "Swedish", "Turkish", "Ukrainian", "Zambian",
)
SOUNDS = (
    "ba", "ber", "bra", "cas", "che", "da", "del", "do", "dra", "el", "fa", "fer", "ga", "gor",
    "gre", "ha", "hol", "i", "ja", "ka", "kel", "ki", "ko", "la", "len", "li", "lo", "ma", "mar",
    "me", "mi", "mo", "na", "ne", "ni", "no", "o", "pa", "per", "ra", "ri", "ro", "sa", "sel",
    "shi", "so", "sta", "ta", "te", "ti", "to", "tsu", "u", "va", "vel", "wa", "ya", "yo", "za",
    "zi",
)
ENDS = (
    "", "berg", "dze", "ez", "feld", "in", "ini", "ko", "las", "man", "nen", "ngton", "oğlu", "ov",
    "sen", "ski", "son", "stad", "wala", "yan",
)
# fmt: on

_SENTENCE_END = re.compile(r"(?<=[.!?])[\u201d\u2019\"]?\s+(?=[\u201c\u2018\"A-Z\u00c0-\u00de])")
_NOT_AN_END = re.compile(r"(?:\b(?:[A-Z]|Col|Dr|Lt|Maj|Mr|Mrs|Ms|No|Prof|Rs|St|Sen|v)|\.[A-Z])\.$")
_WHOLE = re.compile(r"[.!?][\u201d\"]?$")
_DATELINE = re.compile(r".{0,70} [\u2013\u2014] ")
_NUMBER = re.compile(r"\d+")
_YEARS = range(1900, 2100)
_SENTENCES_IN_PARAGRAPH = (1, 1, 2, 2, 3)
_WORDS_IN_PIECE = range(4, 80)
_WORD_SLOT = re.compile(r"(?:\b(?P<article>[Aa]) )?<(?P<kind>\w+)>")
_NAME_SLOT = re.compile(r"\{([A-Z]+)\}")
_LENGTHS = (40, 3000)
_SPREAD = 0.6
_MADE_UP = 0.35
# Measured so that 100 words hold some 3 figures, 5 entities and 8 mentions, as news does (README.md).
_GOLDEN = 0.23
# Words out of nothing: news too goes on bringing words that were never seen.
_RARE = 0.12
_NAMED_BEFORE = 0.5
# How much more often the words at the beginning of a list come than those at its end.
_COMMON = 2.0


class Slot(NamedTuple):
    """A place in a sentence to be filled anew in each article.

    Attributes:
        kind: OntoNotes type of an entity, or ``number``.
        key: What must be filled alike within an article; the digits of a number.
        form: Which of an entity's names stands here: ``full``, ``last``, ``first``, ``caps``
            or ``acronym``.
    """

    kind: str
    key: str
    form: str


class Sentence(NamedTuple):
    """Text and slots in turn, and how many words both make."""

    pieces: tuple[str | Slot, ...]
    words: int


def read_sentences(path: Path = GOLD) -> list[list[Sentence]]:
    """Return the sentences of every seed article, without datelines and tables.

    Args:
        path: The gold annotations: they tell where names and numbers stand.
    """
    lines = path.read_bytes().splitlines()
    return [_sentences_of(orjson.loads(line)) for line in lines]


def _sentences_of(gold: dict[str, Any]) -> list[Sentence]:
    text: str = gold["text"]
    slots = sorted(_slots_of(gold))
    found = []
    for start, end in _bounds(text):
        inside = [slot for slot in slots if start <= slot[0] and slot[1] <= end]
        words = len(text[start:end].split())
        whole = _WHOLE.search(text, start, end) and not _DATELINE.match(text, start, end)
        if whole and words in _WORDS_IN_PIECE:
            found.append(Sentence(tuple(_pieces(text, start, end, inside)), words))
    return found


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the sentences, with their white space cut off."""
    at = 0
    for line in text.split("\n"):
        start, line_end = at, at + len(line)
        at = line_end + 1
        if "  " in line:
            continue
        for match in _SENTENCE_END.finditer(text, start, line_end):
            end = match.end() - len(match[0]) + len(match[0].rstrip())
            quoted = text.count("\u201c", start, end) > text.count("\u201d", start, end)
            if not quoted and not _NOT_AN_END.search(text, start, end):
                yield start, end
                start = match.end()
        if start < line_end:
            yield start, line_end


def _slots_of(gold: dict[str, Any]) -> Iterator[tuple[int, int, Slot]]:
    for number, entity in enumerate(gold["entities"]):
        if entity["type"] not in {"PERSON", "GPE", "ORG", "LOC", "FAC"}:
            continue
        for mention in entity["mentions"]:
            if mention["field"] == "text":
                key = f"{gold['name']}-{number}"
                slot = Slot(entity["type"], key, _form(entity, mention["text"]))
                yield mention["start"], mention["end"], slot
    for figure in gold["figures"]:
        if figure["field"] == "text" and figure["kind"] != "date":
            for match in _NUMBER.finditer(figure["text"]):
                start = figure["start"] + match.start()
                yield start, start + len(match[0]), Slot("number", match[0], "")


def _form(entity: dict[str, Any], text: str) -> str:
    if text.isupper() and entity["type"] in {"GPE", "LOC"}:
        return "caps"
    if text.isupper() and entity["type"] == "ORG" and text != entity["name"]:
        return "acronym"
    if text == entity["name"] or entity["type"] != "PERSON":
        return "full"
    return "first" if entity["name"].startswith(text) else "last"


def _pieces(
    text: str, start: int, end: int, slots: Sequence[tuple[int, int, Slot]]
) -> Iterator[str | Slot]:
    at = start
    for slot_start, slot_end, slot in slots:
        if slot_start < at:
            continue
        yield text[at:slot_start]
        yield slot
        at = slot_end
    yield text[at:end]


class Plain(NamedTuple):
    """Sentences without figures, and the words by class that fill them."""

    sentences: tuple[str, ...]
    words: dict[str, tuple[str, ...]]


def read_plain(path: Path = PLAIN) -> Plain:
    """Return the plain sentences and their words."""
    sections: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            section.append(line.strip())
    sentences = tuple(sections.pop("sentences"))
    return Plain(sentences, {name: tuple(" ".join(lines).split()) for name, lines in sections.items()})


class Maker:
    """Makes articles, each from a generator of its own, so that any one can be made alone."""

    def __init__(self, sentences: Sequence[Sequence[Sentence]], seed: int, words: int) -> None:
        """Take the golden sentences by article, the seed, and the median of the lengths in words."""
        self._stories = [list(story) for story in sentences if story]
        self._plain = read_plain()
        self._seed = seed
        self._location = math.log(words)

    def article(self, number: int) -> dict[str, Any]:
        """Return the article of this number; the same one whenever it is asked for."""
        random_ = random.Random(f"{self._seed}-{number}")  # noqa: S311 - test data
        cast = _Cast(random_, self._plain.words)
        city, country = random_.choice(PLACES)
        published = FIRST_DAY + timedelta(minutes=random_.randrange(60 * 24 * 700))
        target = round(random_.lognormvariate(self._location, _SPREAD))
        target = min(max(target, _LENGTHS[0]), _LENGTHS[1])
        sentences = list(self._choose(random_, cast, target))
        body = _paragraphs(random_, sentences[1:])
        headline = sentences[0].rstrip(".”")
        return {
            "id": f"made-{self._seed}-{number:07d}",
            "title": headline[:1].upper() + headline[1:],
            "text": f"{city.upper()}, {country} — {body}",
            "url": f"https://made.example/{published:%Y/%m/%d}/{self._seed}-{number}",
            "source": f"{cast.person()[1]} News",
            "authors": [" ".join(cast.person())],
            "published_at": published.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "language": "en",
        }

    def _choose(self, random_: random.Random, cast: "_Cast", target: int) -> Iterator[str]:
        """Yield sentences, the headline first: golden ones of a few stories, and plain ones between them."""
        stories = random_.sample(self._stories, k=min(4, len(self._stories)))
        queues = [random_.sample(story, k=len(story)) for story in stories]
        headline = min(queues[0][:3], key=lambda sentence: sentence.words)
        queues[0].remove(headline)
        yield cast.fill(headline)
        words = 0
        for queue in itertools.cycle(queues):
            while random_.random() > _GOLDEN:
                if words >= target:
                    return
                sentence = cast.fill_plain(random_.choice(self._plain.sentences))
                words += sentence.count(" ") + 1
                yield sentence
            if words >= target:
                return
            if not queue:
                # A long article: all sentences of its stories are told, take another one.
                story = random_.choice(self._stories)
                queue.extend(random_.sample(story, k=len(story)))
            golden = queue.pop()
            words += golden.words
            yield cast.fill(golden)


def _paragraphs(random_: random.Random, sentences: Sequence[str]) -> str:
    paragraphs = []
    at = 0
    while at < len(sentences):
        count = random_.choice(_SENTENCES_IN_PARAGRAPH)
        paragraphs.append(" ".join(sentences[at : at + count]))
        at += count
    return "\n\n".join(paragraphs)


class _Cast:
    """The names of one article: who was what in the seed is always the same somebody else here."""

    def __init__(self, random_: random.Random, words: Mapping[str, Sequence[str]]) -> None:
        self._random = random_
        self._words = words
        self._names: dict[str, tuple[str, ...]] = {}
        self._known: dict[str, list[tuple[str, ...]]] = {}
        self._makers: dict[str, Callable[[], tuple[str, ...]]] = {
            "PERSON": self.person,
            "GPE": lambda: (self._random.choice(PLACES)[self._random.random() < 0.3],),
            "ORG": self._organisation,
            "LOC": lambda: (f"{self._word()} {self._random.choice(LAND_FORMS)}",),
            "FAC": lambda: (f"{self._word()} {self._random.choice(BUILDINGS)}",),
            "NORP": lambda: (self._random.choice(PEOPLES),),
        }

    def fill(self, sentence: Sentence) -> str:
        """Return the sentence with its slots filled."""
        return "".join(
            piece if isinstance(piece, str) else self._filled(piece) for piece in sentence.pieces
        )

    def fill_plain(self, sentence: str) -> str:
        """Return a plain sentence with words and names in it."""
        worded = _WORD_SLOT.sub(self._worded, sentence)
        return _NAME_SLOT.sub(lambda slot: self._somebody(slot[1]), worded)

    def _worded(self, slot: re.Match[str]) -> str:
        kind = slot["kind"]
        rare = kind == "rare" or self._random.random() < _RARE
        word = self._rare() if rare else self._common(kind.lower())
        if kind[0].isupper():
            word = word.capitalize()
        if not slot["article"]:
            return word
        return slot["article"].strip() + ("n " if word[0] in "aeiou" else " ") + word

    def _common(self, kind: str) -> str:
        words = self._words[kind]
        return words[int(len(words) * self._random.random() ** _COMMON)]

    def _rare(self) -> str:
        stem = self._word().lower() if self._random.random() < _MADE_UP else self._random.choice(self._words["stem"])
        return self._random.choice(self._words["before"]) + stem + self._random.choice(self._words["after"])

    def _somebody(self, kind: str) -> str:
        """Return a name: one that stood in a plain sentence before, in its short form, or a new one."""
        known = self._known.setdefault(kind, [])
        if known and self._random.random() < _NAMED_BEFORE:
            return self._random.choice(known)[-1]
        known.append(self._makers[kind]())
        return " ".join(known[-1])

    def person(self) -> tuple[str, str]:
        """Return a new given name and surname."""
        made_up = self._random.random() < _MADE_UP
        surname = self._word() if made_up else self._random.choice(SURNAMES)
        return self._random.choice(GIVEN), surname

    def _filled(self, slot: Slot) -> str:
        if slot.kind == "number":
            return self._number(slot.key)
        names = self._names.get(slot.key)
        if names is None:
            names = self._names[slot.key] = self._makers[slot.kind]()
        if slot.form == "full":
            return " ".join(names)
        if slot.form == "acronym":
            return "".join(word[0] for word in names[0].split())
        if slot.form == "caps":
            return names[0].upper()
        return names[0] if slot.form == "first" else names[-1]

    def _number(self, digits: str) -> str:
        if len(digits) == 4 and int(digits) in _YEARS:
            return str(self._random.randrange(1950, 2027))
        if digits[0] == "0":
            return f"{self._random.randrange(10 ** len(digits)):0{len(digits)}}"
        return str(self._random.randrange(10 ** (len(digits) - 1), 10 ** len(digits)))

    def _organisation(self) -> tuple[str]:
        end = f"{self._random.choice(ORG_NOUNS)} {self._random.choice(ORG_ENDS)}"
        if self._random.random() < _MADE_UP:
            return (f"{self._word()} {end}",)
        return (f"{self._random.choice(PLACES)[1]} {end}",)

    def _word(self) -> str:
        sounds = self._random.choices(SOUNDS, k=self._random.choice((2, 2, 3)))
        return "".join((*sounds, self._random.choice(ENDS))).capitalize()


def write_articles(maker: Maker, count: int, stream: TextIO) -> None:
    """Write articles 0 to ``count`` - 1, one a line."""
    stream.writelines(orjson.dumps(maker.article(n)).decode() + "\n" for n in range(count))


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").split("\n", maxsplit=1)[0],
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--count", type=_positive, default=1000, help="articles (default 1000)")
    parser.add_argument(
        "--seed", type=int, default=1, help="another seed, other articles (default 1)"
    )
    parser.add_argument(
        "--words-median", type=_positive, default=600, help="median length in words (default 600)"
    )
    parser.add_argument("--output", type=Path, help="file to write; standard output when left out")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def main(command_line: Sequence[str] | None = None) -> int:
    """Run the command line."""
    arguments = parse_arguments(command_line)
    maker = Maker(read_sentences(), arguments.seed, arguments.words_median)
    if arguments.output is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        write_articles(maker, arguments.count, sys.stdout)
        return 0
    with arguments.output.open("w", encoding="utf-8") as stream:
        write_articles(maker, arguments.count, stream)
    return 0


if __name__ == "__main__":
    sys.exit(main())
