"""Where places are: countries, regions and cities of the world, and who their people are.

The tables are package data (see ``docs/entities.md``): cities by GeoNames (CC BY 4.0), countries,
regions and demonyms of our own. They are read at the first look-up, in about a tenth of a second.
"""

import gzip
import math
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple

from streams.records.entity import Place, PlaceCandidate

PlaceKind = Literal["GPE", "LOC", "FAC"]
Precision = Literal["country", "region", "city"]

# Letters that Unicode doesn't decompose, and the punctuation that newspapers write in several ways.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "ə": "e",
        "\u2019": "'",
        "\u2018": "'",
        "\u02bc": "'",
        "`": "'",
        "\u00b4": "'",
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
        "\u00a0": " ",
        ".": None,
    }
)


def word_set(words: str) -> frozenset[str]:
    """The words of a closed list."""
    return frozenset(words.split())


@lru_cache(maxsize=16_384)
def fold(name: str) -> str:
    """The form of ``name`` that its spellings share: no case, diacritics, dots or double spaces."""
    if name.isascii():
        folded = name.lower().replace(".", "")
    else:
        decomposed = unicodedata.normalize("NFKD", name.casefold())
        kept = "".join(c for c in decomposed if not unicodedata.combining(c))
        folded = kept.translate(_LETTERS)
    return " ".join(folded.split())


class PlaceRow(NamedTuple):
    """One reading of a place name.

    Attributes:
        name: As the table has it.
        country: ISO 3166-1 alpha-2 code, None across countries.
        division: Code of the part of the country (US states: postal code), or None.
        latitude: Degrees north.
        longitude: Degrees east.
        precision: What the row is.
        kind: The type that the name has in news.
        population: Inhabitants, 0 when unknown.
        capital: Whether it is the seat of its country's government.
    """

    name: str
    country: str | None
    division: str | None
    latitude: float
    longitude: float
    precision: Precision
    kind: PlaceKind
    population: int = 0
    capital: bool = False


class Demonym(NamedTuple):
    """What a word such as ``French`` says: the group it belongs to and the group's country."""

    group: str
    country: str | None


_COUNTRY_WEIGHT = 9.0
_REGION_WEIGHT = 7.0
_CAPITAL_BONUS = 1.0
_CONTEXT_BONUS = 2.5
_CONTAINED_BONUS = 10.0
# A reading is sure when it outweighs the next by this much: five times the inhabitants.
_SURE_LEAD = 0.7
# Readings weaker than this are not worth telling: 300 times fewer inhabitants.
_CANDIDATE_REACH = 2.5
_MOST_CANDIDATES = 5
_LARGE = 100_000


# Countries that are persons' names or plain words too, and groups that name parties, creeds or
# styles more often than people: found by the recogniser or not at all.
_UNSAFE_IN_TEXT = word_set(
    "Jordan Chad Georgia Dominica Jersey Reunion Guinea CAR NZ RSA PRC Trinidad Antigua Orthodox"
    " Western Westerner Westerners Labour Conservative Conservatives Democratic Communist"
    " Communists Roma Nordic Baltic Balkan Caribbean Evangelical Islamic Catholic Christian"
    " Protestant Baptist Finn Pole Poles Dane Turk Kiwi Kiwis Scot Indigenous Hausa Brit Lao Tamil"
    " Jew Marxist Zulu Mongol Emirates Vatican Swede Fleming Persian Basque Aboriginal"
    " Maori Anglican Methodist Soviet Nazi the"
) | {"the States", "the Ukraine", "Puerto Rican American"}


def _data_text(name: str) -> str:
    return resources.files("streams.enrich.data").joinpath(name).read_text(encoding="utf-8")


def _table_lines(name: str) -> Iterator[list[str]]:
    for line in _data_text(name).splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _with_plural(form: str) -> Iterator[str]:
    """A demonym and its regular plural; those in -ese, -sh, -ch and -s have none."""
    yield form
    if form[-1] not in "szhx" and not form.endswith(("ese", "men", "ies", "oma", "ois")):
        yield form + "s"


class Gazetteer:
    """The tables, by folded name."""

    def __init__(self) -> None:
        """Reads all tables."""
        self.countries: dict[str, PlaceRow] = {}
        self.regions: dict[str, list[PlaceRow]] = {}
        self.demonyms: dict[str, Demonym] = {}
        self._cities: dict[str, list[str]] = {}
        self.abbreviations: set[str] = set()
        """Names of regions that end with a full stop: ``Fla.``."""
        self.capitals: set[str] = set()
        """Names of the seats of government, as the table spells them."""
        self.starters: dict[str, list[tuple[str, str]]] = {}
        """Countries and demonyms that are safe to find in running text, with their labels, by first word."""
        self.city_aliases: dict[str, str] = {}
        """Folded current name by the folded other names of large cities: ``kiev``, ``bombay``."""
        self._parsed: dict[str, list[PlaceRow]] = {}
        self.country_names: dict[str, str] = {}
        """Country code by the exact spelling of its names, for finding them in text."""
        self._read_countries()
        self._read_regions()
        self._read_demonyms()
        self._read_cities()
        self._index_starters()

    def _read_countries(self) -> None:
        for code, latitude, longitude, names, *_ in _table_lines("countries.tsv"):
            spelled = names.split(";")
            row = PlaceRow(
                spelled[0], code, None, float(latitude), float(longitude), "country", "GPE"
            )
            for name in spelled:
                self.countries[fold(name)] = row
                self.country_names[name] = code

    def _read_demonyms(self) -> None:
        for code, *_, groups in _table_lines("countries.tsv"):
            for group in filter(None, groups.split(";")):
                self._add_demonyms(group.split(","), code)
        for (line,) in _table_lines("groups.txt"):
            self._add_demonyms(line.split(","), None)

    def _add_demonyms(self, forms: Sequence[str], country: str | None) -> None:
        demonym = Demonym(fold(forms[0]), country)
        for form in forms:
            for variant in _with_plural(form):
                # "Philippines" and "Balkans" are no people.
                key = fold(variant)
                if key not in self.countries and key not in self.regions:
                    self.demonyms.setdefault(variant, demonym)

    def _read_regions(self) -> None:
        for code, latitude, longitude, kind, names in _table_lines("regions.tsv"):
            country, _, division = code.partition("-")
            spelled = names.split(";")
            for name in spelled:
                row = PlaceRow(
                    # Several seas or islands of one line are one reading each.
                    spelled[0],
                    country.strip("-") or None,
                    division or None,
                    float(latitude),
                    float(longitude),
                    "region",
                    "LOC" if kind == "LOC" else "FAC" if kind == "FAC" else "GPE",
                )
                if name.endswith("."):
                    self.abbreviations.add(name)
                rows = self.regions.setdefault(fold(name), [])
                # "Crimean Peninsula" and "Crimean peninsula" are one.
                if row not in rows:
                    rows.append(row)

    def _read_cities(self) -> None:
        packed = resources.files("streams.enrich.data").joinpath("cities.tsv.gz").read_bytes()
        cities = self._cities
        for line in gzip.decompress(packed).decode().splitlines():
            name, _, rest = line.partition("\t")
            key = fold.__wrapped__(name)
            cities.setdefault(key, []).append(line)
            if "\tC\t" in line:
                self.capitals.add(name)
            aliases = rest[rest.rindex("\t") + 1 :]
            if aliases:
                for other in {fold.__wrapped__(alias) for alias in aliases.split(";")} - {key}:
                    cities.setdefault(other, []).append(line)
                    self.city_aliases.setdefault(other, key)

    def _index_starters(self) -> None:
        starters = self.starters
        for name in self.country_names:
            # "CAR" and "Congo" stand, "us" doesn't: the look-up is by exact spelling.
            if name not in _UNSAFE_IN_TEXT:
                starters.setdefault(name.partition(" ")[0], []).append((name, "GPE"))
        for form in self.demonyms:
            if form not in _UNSAFE_IN_TEXT:
                starters.setdefault(form.partition(" ")[0], []).append((form, "NORP"))

    def is_large_city(self, key: str) -> bool:
        """Whether a city of that folded name has 100,000 inhabitants or more."""
        rows = self.cities(key)
        return bool(rows) and rows[0].population >= _LARGE

    def cities(self, key: str) -> list[PlaceRow]:
        """Cities of that folded name, largest first."""
        lines = self._cities.get(key)
        if lines is None:
            return []  # the usual case: most names are no city's
        rows = self._parsed.get(key)
        if rows is None:
            rows = self._parsed[key] = [_city(line) for line in lines]
        return rows

    def knows(self, key: str) -> bool:
        """Whether any place has that folded name."""
        return key in self.countries or key in self.regions or key in self._cities


def _city(line: str) -> PlaceRow:
    name, country, division, latitude, longitude, population, capital, _ = line.split("\t")
    return PlaceRow(
        name,
        country,
        division or None,
        float(latitude),
        float(longitude),
        "city",
        "GPE",
        int(population),
        capital == "C",
    )


@cache
def gazetteer() -> Gazetteer:
    """The tables, read once a process."""
    return Gazetteer()


_FACILITY_WORDS = word_set(
    "airport airfield airbase arena avenue barracks base basilica boulevard bridge building"
    " cathedral castle cemetery checkpoint church crossing dam dock embassy fort fortress"
    " gate hall highway hospital hotel house jail lighthouse mall market memorial metro monastery"
    " monument mosque motorway museum observatory office palace pier pipeline plant plaza port"
    " prison railway refinery reactor road school shrine square stadium station street subway"
    " synagogue temple terminal theater theatre tower tunnel university zoo"
)
_LANDSCAPE_WORDS = word_set(
    "archipelago bay basin beach canyon cape channel coast coastline continent corridor creek"
    " delta desert falls forest glacier gulf highlands hill hills island islands isle isthmus"
    " jungle lagoon lake mountain mountains ocean pass peninsula plain plains plateau rainforest"
    " range reef river sea shore strait straits stream swamp trench valley volcano waterfall"
    " waters wetlands woods"
)
_POLITY_WORDS = word_set(
    "borough canton city commune county department district emirate governorate kingdom krai"
    " municipality oblast parish prefecture province raion region republic state states suburb"
    " territory territories town township village ward"
)
_LANDSCAPE_PREFIXES = frozenset(("mount", "mt", "lake", "gulf", "cape", "river", "isle", "sea"))
_DIRECTIONS = word_set(
    "north south east west northern southern eastern western central northeastern northwestern"
    " southeastern southwestern upper lower"
)


def _kind_by_words(key: str) -> PlaceKind | None:
    words = key.split()
    if len(words) < 2:
        return None
    last = words[-1]
    if words[0] in _LANDSCAPE_PREFIXES or last in _LANDSCAPE_WORDS:
        return "LOC"
    if last in _FACILITY_WORDS:
        return "FAC"
    return "GPE" if last in _POLITY_WORDS or words[1] == "of" else None


@lru_cache(maxsize=8192)
def place_kind(key: str, label: str) -> PlaceKind:
    """GPE, LOC or FAC for a folded place name.

    The gazetteer goes first, then the words of the name, then what the recogniser says. A name that
    none of them knows is a GPE: in news, most are villages and towns.
    """
    tables = gazetteer()
    if key in tables.countries:
        return "GPE"
    regions = tables.regions.get(key)
    if regions:
        return regions[0].kind
    by_words = _kind_by_words(key)
    if by_words is not None:
        return by_words
    if tables.knows(key) or label in ("GPE", "LOC*"):
        return "GPE"
    if label == "FAC":
        return "FAC"
    first, _, rest = key.partition(" ")
    if first in _DIRECTIONS and tables.knows(rest):
        return "LOC"
    return "GPE"


@lru_cache(maxsize=4096)
def _readings(key: str) -> Sequence[PlaceRow]:
    """All places of that folded name: country, regions, cities.

    Where there is none, the city with or without ``City``: ``Davao City``, ``Hualien``.
    """
    tables = gazetteer()
    country = tables.countries.get(key)
    rows = () if country is None else (country,)
    rows = (*rows, *tables.regions.get(key, ()), *tables.cities(key))
    return rows or tables.cities(key.removesuffix(" city") if key.endswith(" city") else f"{key} city")


def _weight(row: PlaceRow) -> float:
    if row.precision == "country":
        return _COUNTRY_WEIGHT
    if row.precision == "region":
        return _REGION_WEIGHT
    return math.log10(row.population + 1) + (_CAPITAL_BONUS if row.capital else 0.0)


def _contains(container: str, row: PlaceRow) -> bool:
    """Whether the folded name ``container`` may stand after a comma behind the place ``row``."""
    tables = gazetteer()
    country = tables.countries.get(container)
    if country is not None and country.country == row.country:
        return True
    return any(
        region.country == row.country
        and (region.division == row.division or row.country != "US" or region.division is None)
        for region in tables.regions.get(container, ())
    )


def evidence(keys: Iterable[tuple[str, str | None]], demonyms: Iterable[str]) -> set[str]:
    """The countries that the article points to.

    Args:
        keys: Folded place names, each with the name that contains it, or None.
        demonyms: Country codes of the peoples that it names.
    """
    found = set(demonyms)
    for key, container in keys:
        country = _only_country(key, container)
        if country is not None:
            found.add(country)
    return found


def _only_country(key: str, container: str | None) -> str | None:
    """The country of all readings. A name that several share is no evidence for any of them."""
    known = gazetteer().countries.get(key)
    if known is not None:
        return known.country
    rows = _readings(key)
    if len(rows) == 1:
        return rows[0].country
    countries = {row.country for row in rows}
    if container is not None:
        countries = {row.country for row in rows if _contains(container, row)} or countries
    return countries.pop() if len(countries) == 1 else None


def locate(key: str, container: str | None, seen: Container[str]) -> Place | None:
    """Where the place of that folded name is.

    Args:
        key: Folded name.
        container: Folded name of the region or country that stands behind it, as in ``Odesa,
            Ukraine``.
        seen: The countries that the article points to (see ``evidence``).
    """
    rows = _readings(key)
    if not rows:
        stripped = _without_direction(key)
        rows = () if stripped is None else _readings(stripped)
        if not rows:
            return _place_inside(container)
        return Place(country=rows[0].country)
    if len(rows) == 1:
        only = rows[0]
        return Place(
            country=only.country, latitude=only.latitude, longitude=only.longitude, precision=only.precision
        )
    scored = sorted(
        (
            (
                _weight(row)
                + (_CONTAINED_BONUS if container is not None and _contains(container, row) else 0.0)
                + (_CONTEXT_BONUS if row.country in seen else 0.0),
                -order,
                row,
            )
            for order, row in enumerate(rows)
        ),
        reverse=True,
    )
    best_score, _, best = scored[0]
    near = [row for score, _, row in scored if best_score - score <= _CANDIDATE_REACH]
    sure = best_score - scored[1][0] >= _SURE_LEAD
    # City and region of one name and country: the country is sure even when the reading isn't.
    country = best.country if sure or len({row.country for row in near}) == 1 else None
    return Place(
        country=country,
        latitude=best.latitude if sure else None,
        longitude=best.longitude if sure else None,
        precision=best.precision if sure else "none",
        candidates=_candidates(near) if len(near) > 1 else (),
    )


def _candidates(rows: Sequence[PlaceRow]) -> tuple[PlaceCandidate, ...]:
    return tuple(
        PlaceCandidate(
            name=row.name,
            country=row.country,
            latitude=row.latitude,
            longitude=row.longitude,
            population=row.population or None,
        )
        for row in rows[:_MOST_CANDIDATES]
        if row.country is not None
    )


_DIRECTION_PREFIX = re.compile(rf"(?:{'|'.join(sorted(_DIRECTIONS))}) ")


def _without_direction(key: str) -> str | None:
    match = _DIRECTION_PREFIX.match(key)
    return key[match.end() :] if match else None


def _place_inside(container: str | None) -> Place | None:
    """All that is known of an unknown place behind which its country stands."""
    if container is None:
        return None
    rows = _readings(container)
    return Place(country=rows[0].country) if rows and rows[0].country else None
