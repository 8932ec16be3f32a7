"""Units of measurement, as words and as symbols, and their canonical names.

The tables are made from a few base units and the SI prefixes when the module is loaded. Values stay
in the unit of the text: nothing is converted, but that the parts of ``5 feet 10 inches`` are added.
"""

from decimal import Decimal
from typing import Final, NamedTuple

from streams.enrich.figures.numerals import HYPHENS
from streams.enrich.figures.tokens import NUMBER, PAD, WORD, Tokens


class Unit(NamedTuple):
    """A unit found after a number.

    Attributes:
        name: Canonical name.
        end: Token after its last.
        kind: ``quantity``, ``duration`` or ``percent``.
        per: Denominator, when the text gives a rate that has no unit of its own.
    """

    name: str
    end: int
    kind: str
    per: str | None = None


_PREFIXES: Final = {
    "exa": "E", "peta": "P", "tera": "T", "giga": "G", "mega": "M", "kilo": "k", "hecto": "h",
    "deca": "da", "deci": "d", "centi": "c", "milli": "m", "micro": "µ", "nano": "n", "pico": "p",
    "femto": "f", "atto": "a",
}  # fmt: skip
_BIG: Final = ("exa", "peta", "tera", "giga", "mega", "kilo")
_CANONICAL: Final = {
    "metre": "m", "kilometre": "km", "centimetre": "cm", "millimetre": "mm", "decimetre": "dm",
    "micrometre": "um", "nanometre": "nm", "picometre": "pm", "gram": "g", "kilogram": "kg",
    "milligram": "mg", "microgram": "ug", "litre": "L", "millilitre": "mL", "centilitre": "cL",
    "hectolitre": "hL",
}  # fmt: skip
# Symbol, names (the first is the canonical one), and prefixes that are in use with it.
_SI: Final = (
    ("m", ("metre", "meter"), ("kilo", "hecto", "deci", "centi", "milli", "micro", "nano", "pico")),
    ("g", ("gram", "gramme"), ("kilo", "milli", "micro", "nano")),
    ("L", ("litre", "liter"), ("hecto", "deci", "centi", "milli", "micro")),
    ("W", ("watt",), (*_BIG, "milli")),
    ("Wh", ("watt hour", "watt-hour", "watthour"), _BIG),
    ("J", ("joule",), (*_BIG, "milli")),
    ("V", ("volt",), ("mega", "kilo", "milli", "micro")),
    ("eV", ("electronvolt", "electron volt"), ("tera", "giga", "mega", "kilo")),
    ("A", ("ampere", "amp"), ("kilo", "milli", "micro")),
    ("Ω", ("ohm",), ("mega", "kilo", "milli")),
    ("N", ("newton",), ("mega", "kilo", "milli")),
    ("Pa", ("pascal",), ("giga", "mega", "kilo", "hecto")),
    ("Hz", ("hertz",), ("tera", "giga", "mega", "kilo")),
    ("B", ("byte",), _BIG),
    ("bit", ("bit",), _BIG),
    ("Sv", ("sievert",), ("milli", "micro")),
    ("Bq", ("becquerel",), ("tera", "giga", "mega", "kilo")),
    ("cal", ("calorie",), ("kilo",)),
    ("F", ("farad",), ("milli", "micro", "nano", "pico")),
    ("T", ("tesla",), ("milli", "micro")),
    ("Pc", ("parsec",), ("giga", "mega", "kilo")),
    ("mol", ("mole",), ("milli", "micro")),
)
_TOO_COMMON: Final = frozenset({"mole", "moles", "bit", "deca"})
_WORDS: Final[dict[str, str]] = {}
_SYMBOLS: Final[dict[str, str]] = {}

_OTHER_WORDS: Final = {
    "km": "km kms kilometer kilometers", "mile": "mile miles", "ft": "foot feet",
    "inch": "inch inches",
    "yard": "yard yards yd yds", "nautical mile": "nautical_mile nautical_miles",
    "light year": "light_year light_years lightyear lightyears",
    "astronomical unit": "astronomical_unit astronomical_units", "fathom": "fathom fathoms",
    "furlong": "furlong furlongs", "um": "micron microns", "league": "",
    "acre": "acre acres", "hectare": "hectare hectares",
    "m2": "square_metre square_metres square_meter square_meters sq_m sq_metres sqm sq_meters "
        "sq_metre",
    "km2": "square_kilometre square_kilometres square_kilometer square_kilometers sq_km sq_kms",
    "mile2": "square_mile square_miles sq_miles sq_mile sq_mi",
    "ft2": "square_foot square_feet sq_ft sq_foot sq_feet sqft",
    "cm2": "square_centimetre square_centimetres square_centimeter square_centimeters sq_cm",
    "inch2": "square_inch square_inches sq_in", "yard2": "square_yard square_yards sq_yards",
    "m3": "cubic_metre cubic_metres cubic_meter cubic_meters",
    "km3": "cubic_kilometre cubic_kilometres cubic_kilometer cubic_kilometers",
    "mL": "cubic_centimetre cubic_centimetres cubic_centimeter cubic_centimeters cc ccs",
    "ft3": "cubic_foot cubic_feet cu_ft", "inch3": "cubic_inch cubic_inches",
    "yard3": "cubic_yard cubic_yards",
    "gallon": "gallon gallons", "barrel": "barrel barrels bbl bbls", "quart": "quart quarts",
    "pint": "pint pints", "cup": "cup cups", "tablespoon": "tablespoon tablespoons tbsp",
    "teaspoon": "teaspoon teaspoons tsp", "fluid ounce": "fluid_ounce fluid_ounces fl_oz",
    "bushel": "bushel bushels",
    "acre-foot": "acre_foot acre_feet", "barrel of oil equivalent": "boe",
    "kg": "kilo kilos kgs", "lb": "lb lbs", "oz": "ounce ounces oz", "stone": "stone",
    "t": "tonne tonnes metric_ton metric_tons metric_tonne metric_tonnes",
    "ton": "ton tons short_ton short_tons long_ton long_tons",
    "kilotonne": "kilotonne kilotonnes kiloton kilotons",
    "megatonne": "megatonne megatonnes megaton megatons",
    "gigatonne": "gigatonne gigatonnes gigaton gigatons", "carat": "carat carats karat karats",
    "grain": "",
    "quintal": "quintal quintals", "troy ounce": "troy_ounce troy_ounces",
    "km/h": "kph kmh kmph kmhr", "mph": "mph", "knot": "knot knots", "mach": "",
    "rpm": "rpm revolutions_per_minute", "degree": "degree degrees deg",
    "decibel": "decibel decibels db dba",
    "degC": "celsius centigrade degree_celsius degrees_celsius degree_centigrade "
        "degrees_centigrade degrees_c degree_c deg_c deg_celsius",
    "degF": "fahrenheit degree_fahrenheit degrees_fahrenheit degrees_f degree_f deg_f "
        "deg_fahrenheit",
    "kelvin": "kelvin kelvins degrees_kelvin degree_kelvin degrees_k",
    "horsepower": "horsepower hp bhp",
    "psi": "psi pounds_per_square_inch", "millibar": "millibar millibars mbar", "atmosphere": "atm atmospheres",
    "british thermal unit": "btu btus british_thermal_unit british_thermal_units",
    "therm": "therms",
    "radian": "radian radians", "pixel": "pixel pixels", "megapixel": "megapixel megapixels mp",
    "TEU": "teu teus", "kibibyte": "kibibyte kibibytes", "mebibyte": "mebibyte mebibytes mib",
    "gibibyte": "gibibyte gibibytes gib",
    "megabit per second": "mbps megabits_per_second",
    "gigabit per second": "gbps gigabits_per_second",
    "kilobit per second": "kbps kilobits_per_second", "terabit per second": "tbps",
    "foot-pound": "foot_pound foot_pounds",
    "mile per gallon": "mpg miles_per_gallon mile_per_gallon",
    "dot per inch": "dpi", "lux": "lux",
}  # fmt: skip
_TIME_WORDS: Final = {
    "second": "second seconds sec secs", "minute": "minute minutes min mins",
    "hour": "hour hours hr hrs",
    "day": "day days", "week": "week weeks wk wks", "month": "month months mth mths",
    "year": "year years yr yrs",
    "decade": "decade decades", "century": "century centuries",
    "millennium": "millennium millennia millenniums",
    "fortnight": "fortnight fortnights", "millisecond": "millisecond milliseconds msec msecs ms",
    "microsecond": "microsecond microseconds", "nanosecond": "nanosecond nanoseconds",
    "generation": "",
}  # fmt: skip
TIME_UNITS: Final = {word: name for name, words in _TIME_WORDS.items() for word in words.split()}
TIME_SECONDS: Final = {
    "nanosecond": Decimal("1e-9"), "microsecond": Decimal("1e-6"), "millisecond": Decimal("0.001"),
    "second": Decimal(1), "minute": Decimal(60), "hour": Decimal(3600), "day": Decimal(86400),
    "week": Decimal(604800), "fortnight": Decimal(1209600), "month": Decimal(2629800),
    "year": Decimal(31557600), "decade": Decimal(315576000), "century": Decimal(3155760000),
    "millennium": Decimal(31557600000),
}  # fmt: skip
_TIME_SYMBOLS: Final = {
    "s": "second",
    "h": "hour",
    "ms": "millisecond",
    "ns": "nanosecond",
    "d": "day",
    "y": "year",
}
_OTHER_SYMBOLS: Final = {
    "ft": "ft", "in": "inch", "yd": "yard", "mi": "mile", "nmi": "nautical mile", "ha": "hectare",
    "ac": "acre",
    "l": "L", "ml": "mL", "cl": "cL", "dl": "decilitre", "gal": "gallon", "lb": "lb", "lbs": "lb",
    "oz": "oz", "st": "stone",
    "t": "t", "Mt": "megatonne", "kt": "kilotonne", "Gt": "gigatonne", "mph": "mph", "kn": "knot",
    "kts": "knot",
    "C": "degC", "F": "degF", "K": "kelvin", "KB": "kilobyte", "Kb": "kilobit", "kb": "kilobit",
    "Mb": "megabit",
    "Gb": "gigabit", "Tb": "terabit", "mb": "megabyte", "gb": "gigabyte", "tb": "terabyte",
    "KW": "kilowatt",
    "KWh": "kilowatt hour", "kwh": "kilowatt hour", "kw": "kilowatt", "mw": "megawatt", "Kg": "kg",
    "KG": "kg",
    "KM": "km", "Km": "km", "mcg": "ug", "dB": "decibel", "hp": "horsepower",
    "kcal": "kilocalorie", "bar": "bar",
    "Nm": "newton metre", "mps": "m/s", "fps": "frame per second", "lm": "lumen", "lx": "lux",
    "Ah": "ampere hour",
    "mAh": "milliampere hour", "mmHg": "millimetre of mercury", "u": "",
}  # fmt: skip
_SQUARED: Final = {
    "m": "m2",
    "km": "km2",
    "cm": "cm2",
    "mile": "mile2",
    "ft": "ft2",
    "inch": "inch2",
    "mm": "mm2",
}
_CUBED: Final = {
    "m": "m3",
    "km": "km3",
    "cm": "mL",
    "ft": "ft3",
    "inch": "inch3",
    "mm": "mm3",
    "dm": "L",
}
_SPEEDS: Final = {
    ("km", "hour"): "km/h", ("mile", "hour"): "mph", ("m", "second"): "m/s",
    ("ft", "second"): "ft/s",
    ("km", "second"): "km/s", ("mile", "second"): "mile/s", ("m", "hour"): "m/h",
    ("m", "minute"): "m/min",
    ("ft", "minute"): "ft/min", ("cm", "second"): "cm/s", ("mm", "second"): "mm/s",
    ("mile", "minute"): "mile/min",
    ("inch", "second"): "inch/s", ("mm", "hour"): "mm/h",
    ("megabyte", "second"): "megabyte per second", ("megabit", "second"): "megabit per second",
    ("gigabit", "second"): "gigabit per second", ("gigabyte", "second"): "gigabyte per second",
    ("kilobit", "second"): "kilobit per second", ("kilobyte", "second"): "kilobyte per second",
    ("terabit", "second"): "terabit per second", ("bit", "second"): "bit per second",
}  # fmt: skip


def _add_si() -> None:
    for symbol, names, prefixes in _SI:
        for prefix in ("", *prefixes):
            canonical = prefix + names[0]
            canonical = _CANONICAL.get(canonical, canonical)
            _SYMBOLS[_PREFIXES.get(prefix, "") + symbol] = canonical
            for name in names:
                for plural in ("", "s"):
                    word = f"{prefix}{name}{plural}"
                    if word not in _TOO_COMMON:
                        _WORDS[word.replace("-", " ")] = canonical
    for prefix in ("kilo", "milli", "micro", "mega"):
        _WORDS[f"{prefix}gramme"] = _WORDS[f"{prefix}grammes"] = _WORDS.get(f"{prefix}gram", "")


def _add_others() -> None:
    for canonical, words in _OTHER_WORDS.items():
        for word in words.split():
            _WORDS[word.replace("_", " ")] = canonical
    _SYMBOLS.update({symbol: name for symbol, name in _OTHER_SYMBOLS.items() if name})
    _SYMBOLS.update({symbol.replace("µ", "μ"): name for symbol, name in _SYMBOLS.items() if "µ" in symbol})
    _SYMBOLS.update({"um": "um", "ug": "ug"})


_add_si()
_add_others()
for _risky in ("pa", "u"):
    _WORDS.pop(_risky, None)
# ``between 4 and 5 pm`` measures no picometres.
_SYMBOLS.pop("pm", None)

_TREE: Final[dict[str, list[tuple[tuple[str, ...], str]]]] = {}
for _words, _name in _WORDS.items():
    if _name:
        _head, *_rest = _words.split()
        _TREE.setdefault(_head, []).append((tuple(_rest), _name))
for _entries in _TREE.values():
    _entries.sort(key=lambda entry: -len(entry[0]))
_NEEDS_GLUE: Final = frozenset(
    {"in", "st", "d", "y", "u", "t", "A", "a", "N", "V", "B", "ac", "F", "T", "s", "E", "J", "h"}
)
PERCENT_WORDS: Final = frozenset({"percent", "pct", "percentage", "%", "％", "٪"})

PERCENT_STARTS: Final = (
    PERCENT_WORDS | HYPHENS | frozenset({"per", "percents", "basis", "bps", "bp", "pc", "p", "pp", "‰"})
)
"""First tokens of what ``parse_percent`` reads."""


def parse_percent(tokens: Tokens, at: int) -> Unit | None:
    """Return per cent, percentage points or basis points at ``at``, or None."""
    step = at + (tokens.words[at] in HYPHENS and tokens.glued(at))
    word = tokens.words[step]
    cent = step + 1 + (tokens.words[step + 1] in HYPHENS)
    if word == "per" and tokens.words[cent] in {"cent", "cents"}:
        return _points(tokens, cent + 1)
    if word == "percentage":
        joint = step + 1 + (tokens.words[step + 1] in HYPHENS)
        if tokens.words[joint] in {"point", "points"}:
            return Unit("percentage point", joint + 1, "percent")
        return None
    if word == "percents":
        return Unit("%", step + 1, "percent")
    if word in PERCENT_WORDS:
        return _points(tokens, step + 1)
    if word == "basis" and tokens.words[step + 1 + (tokens.words[step + 1] in HYPHENS)] in {
        "point",
        "points",
    }:
        return Unit("basis point", step + 2 + (tokens.words[step + 1] in HYPHENS), "percent")
    if word in {"bps", "bp"}:
        return Unit("basis point", step + 1, "percent")
    return _percent_symbol(tokens, at, step)


def _percent_symbol(tokens: Tokens, at: int, step: int) -> Unit | None:
    """Read the abbreviations ``pc``, ``p.c.`` and ``pp``, and the sign of a thousandth."""
    word = tokens.words[step]
    if tokens.surface(step) == "pc" and tokens.kinds[step] == WORD:
        return Unit("%", step + 1, "percent")
    if tokens.words[step : step + 4] == ["p", ".", "c", "."]:
        return Unit("%", step + 4, "percent")
    if word == "pp" and (tokens.glued(step) or "." in tokens.words[at - 1]):
        return Unit("percentage point", step + 1, "percent")
    return Unit("‰", step + 1, "percent") if word == "‰" and tokens.glued(step) else None


def _points(tokens: Tokens, end: int) -> Unit:
    step = end + (tokens.words[end] in HYPHENS and tokens.glued(end))
    if tokens.words[step] in {"point", "points"} and tokens.words[step - 1] in {
        "%",
        "-",
        "percentage",
    }:
        return Unit("percentage point", step + 1, "percent")
    return Unit("%", end, "percent")


_DEGREE_SIGNS: Final = frozenset({"°", "º", "˚"})
_PRIMES: Final = frozenset({"'", "′", '"', "″", "”"})
_TIME_QUALIFIERS: Final = frozenset(
    {"working", "business", "trading", "calendar", "consecutive", "straight", "full", "whole", "light"}
)
UNIT_STARTS: Final = (
    HYPHENS
    | _DEGREE_SIGNS
    | _PRIMES
    | _TIME_QUALIFIERS
    | TIME_UNITS.keys()
    | _TREE.keys()
    | {symbol.lower() for symbol in ("c", "f", *_SYMBOLS, *_TIME_SYMBOLS)}
)
"""First tokens of what ``parse_unit`` and ``glued_time`` read, in lower case."""


def parse_unit(tokens: Tokens, at: int) -> Unit | None:
    """Return the unit whose first token is ``at`` (or the one after a hyphen), or None."""
    step = at
    hyphen = tokens.words[at] in HYPHENS and tokens.glued(at) and tokens.glued(at + 1)
    if hyphen:
        step += 1
    elif tokens.words[at] in _DEGREE_SIGNS:
        return _degrees(tokens, at)
    elif tokens.words[at] in _PRIMES:
        return _primes(tokens, at)
    word = tokens.words[step]
    if word in TIME_UNITS:
        return _time(tokens, step, TIME_UNITS[word])
    if word in _TIME_QUALIFIERS:
        return _qualified_time(tokens, step)
    found = _by_words(tokens, step) or _by_symbol(tokens, step, hyphen=hyphen)
    if found is None:
        return None
    name, end = found
    name, end = _power(tokens, name, end)
    return _rate(tokens, name, end)


def _degrees(tokens: Tokens, at: int) -> Unit:
    names = {"c": "degC", "f": "degF", "k": "kelvin"}
    letter = tokens.words[at + 1]
    if letter in names and tokens.starts[at + 1] <= tokens.ends[at] + 1:
        return Unit(names[letter], at + 2, "quantity")
    if letter in {"celsius", "fahrenheit"}:
        return Unit("degC" if letter == "celsius" else "degF", at + 2, "quantity")
    return Unit("degree", at + 1, "quantity")


def _primes(tokens: Tokens, at: int) -> Unit | None:
    """Read ``6'`` and ``6″`` only in the typographic form: quotation marks close speech."""
    if tokens.words[at] == '"' and tokens.glued(at) and tokens.kinds[at - 1] == NUMBER and _is_inch(tokens, at):
        return Unit("inch", at + 1, "quantity")
    if not tokens.glued(at) or tokens.words[at] not in {"′", "″"}:
        return None
    return Unit("ft" if tokens.words[at] == "′" else "inch", at + 1, "quantity")


_QUOTE_WINDOW: Final = 80


def _is_inch(tokens: Tokens, at: int) -> bool:
    """Tell whether a straight quotation mark measures: none that it could close opens closely before."""
    goes_on = tokens.kinds[at + 1] in {WORD, PAD} or tokens.words[at + 1] in {")", "×"}
    return goes_on and '"' not in tokens.words[max(0, at - _QUOTE_WINDOW) : at]


def _time(tokens: Tokens, at: int, name: str) -> Unit:
    return Unit(name, at + 1, "duration")


def _qualified_time(tokens: Tokens, at: int) -> Unit | None:
    joint = at + 1 + (tokens.words[at + 1] in HYPHENS)
    word = tokens.words[joint]
    if word in TIME_UNITS and tokens.words[at] != "light" and joint == at + 1:
        return Unit(TIME_UNITS[word], at + 2, "duration")
    return (
        Unit("light year", joint + 1, "quantity") if tokens.words[at] == "light" and word.startswith("year") else None
    )


def _by_words(tokens: Tokens, at: int) -> tuple[str, int] | None:
    entries = _TREE.get(tokens.words[at])
    if entries is None:
        return None
    for rest, name in entries:
        end = at + 1
        for word in rest:
            if tokens.words[end] in HYPHENS or (tokens.words[end] == "." and tokens.glued(end)):
                end += 1
            if tokens.words[end] != word:
                break
            end += 1
        else:
            if tokens.kinds[end] == WORD and tokens.glued(end):
                continue
            return name, end
    return None


def _by_symbol(tokens: Tokens, at: int, *, hyphen: bool) -> tuple[str, int] | None:
    surface = tokens.surface(at) if tokens.kinds[at] == WORD else tokens.words[at]
    name = _SYMBOLS.get(surface)
    glued = tokens.glued(at)
    if (
        surface in {"c", "f"}
        and not hyphen
        and (tokens.kinds[at + 1] != WORD or (surface == "f" and glued))
        and tokens.starts[at] <= tokens.ends[at - 1] + 1
    ):
        return ("degC" if surface == "c" else "degF"), at + 1
    if name is None:
        return None
    if not glued and (not tokens.spaced(at) or (surface in _NEEDS_GLUE and not _closes(tokens, at, surface))):
        return None
    if hyphen and surface in _NEEDS_GLUE and surface != "in":
        return None
    if surface == "in" and tokens.kinds[at + 1] == WORD and not glued:
        return None
    return name, at + 1


def _closes(tokens: Tokens, at: int, surface: str) -> bool:
    """Tell whether a letter that is a word or a name as well can only be a unit: ``68 F.``, ``12 in``."""
    if surface not in {"F", "N", "A", "V", "in"} or tokens.kinds[at - 1] != NUMBER:
        return False
    return tokens.kinds[at + 1] == PAD or (surface == "F" and tokens.words[at + 1] in {".", ",", ")", ";"})


def _power(tokens: Tokens, name: str, end: int) -> tuple[str, int]:
    word = tokens.words[end]
    caret = word == "^" and tokens.glued(end)
    sign = tokens.words[end + 1] if caret else word
    if not tokens.glued(end) or sign not in {"2", "²", "3", "³"}:
        return name, end
    table = _SQUARED if sign in {"2", "²"} else _CUBED
    return (table[name], end + 1 + caret) if name in table else (name, end)


def _rate(tokens: Tokens, name: str, end: int) -> Unit:
    """Join ``km/h``, ``miles per hour``, ``kg/m3``; leave ``barrels a day`` to the rate rules."""
    slash = tokens.words[end] == "/" and tokens.glued(end)
    if not slash and tokens.words[end] not in {"per", "an", "a"}:
        return Unit(name, end, "quantity")
    at = end + 1
    surface = tokens.surface(at)
    below = TIME_UNITS.get(tokens.words[at]) or (_TIME_SYMBOLS.get(surface) if slash else None)
    if below is not None:
        if (name, below) in _SPEEDS:
            squared = _squared_second(tokens, at + 1) if below == "second" else 0
            if squared:
                return Unit(f"{name}/s2", squared, "quantity")
            return Unit(_SPEEDS[name, below], at + 1, "quantity")
        return Unit(name, end, "quantity") if not slash else Unit(name, at + 1, "quantity", below)
    if tokens.words[end] in {"an", "a"}:
        return Unit(name, end, "quantity")
    other = _by_words(tokens, at) or (_by_symbol_of_rate(tokens, at) if slash else None)
    if other is None:
        return Unit(name, end, "quantity")
    lower, after = _power(tokens, *other)
    if not slash and lower not in {"m3", "m2", "L", "cm2", "inch2"}:
        return Unit(name, end, "quantity")
    return Unit(f"{name}/{lower}", after, "quantity")


def _squared_second(tokens: Tokens, at: int) -> int:
    """Return where ``m/s2``, ``m/s²`` and ``metres per second squared`` end, 0 for a speed."""
    caret = tokens.words[at] == "^" and tokens.glued(at)
    if tokens.words[at + caret] in {"2", "²"} and tokens.glued(at + caret):
        return at + caret + 1
    if tokens.words[at] == "squared":
        return at + 1
    return at + 2 if tokens.words[at : at + 2] == ["per", "second"] else 0


def _by_symbol_of_rate(tokens: Tokens, at: int) -> tuple[str, int] | None:
    name = _SYMBOLS.get(tokens.surface(at))
    return (name, at + 1) if name else None


def glued_time(tokens: Tokens, at: int) -> Unit | None:
    """Return the time unit of ``30s``, ``2h`` and the like at ``at``: glued symbols only."""
    surface = tokens.surface(at)
    if tokens.kinds[at] == WORD and tokens.glued(at) and surface in _TIME_SYMBOLS:
        if tokens.kinds[at + 1] in {NUMBER, WORD} and tokens.glued(at + 1):
            minutes = surface == "h" and len(tokens.words[at + 1]) == 2 and tokens.words[at + 1].isdecimal()
            return Unit("hour", at + 1, "duration") if minutes else None
        return Unit(_TIME_SYMBOLS[surface], at + 1, "duration")
    return None
