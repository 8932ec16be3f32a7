"""Currencies: symbols, codes and words, and which country's they are. Codes are ISO 4217."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from streams.enrich.figures.lexicon import words
from streams.enrich.figures.numerals import HYPHENS
from streams.enrich.figures.tokens import WORD, Tokens


class Currency(NamedTuple):
    """A currency found beside a number.

    Attributes:
        code: ISO 4217 code.
        end: Token after its last, when it follows the number; its first, when it stands before.
        factor: A hundredth for cents and pence.
    """

    code: str
    end: int
    factor: Decimal = Decimal(1)


_CENT: Final = Decimal("0.01")
SYMBOLS: Final = {
    "$": "USD", "＄": "USD", "£": "GBP", "￡": "GBP", "€": "EUR", "¥": "JPY", "￥": "JPY", "₹": "INR",
    "₨": "INR",
    "₩": "KRW", "₽": "RUB", "₺": "TRY", "₦": "NGN", "₫": "VND", "₪": "ILS", "₱": "PHP", "₴": "UAH",
    "₡": "CRC",
    "₲": "PYG", "₵": "GHS", "₸": "KZT", "₮": "MNT", "₭": "LAK", "₼": "AZN", "₾": "GEL", "฿": "THB",
    "৳": "BDT",
    "₿": "BTC", "₤": "ITL", "₣": "FRF", "₧": "ESP", "₯": "GRD", "៛": "KHR", "﷼": "IRR", "֏": "AMD",
}  # fmt: skip
_DOLLARS: Final = {
    "us": "USD", "a": "AUD", "au": "AUD", "aus": "AUD", "c": "CAD", "ca": "CAD", "can": "CAD",
    "cdn": "CAD",
    "nz": "NZD", "hk": "HKD", "s": "SGD", "sg": "SGD", "nt": "TWD", "r": "BRL", "mx": "MXN",
    "z": "ZWL",
    "zw": "ZWL", "j": "JMD", "ja": "JMD", "tt": "TTD", "bz": "BZD", "bds": "BBD", "fj": "FJD",
    "n": "NAD",
    "ec": "XCD", "g": "GYD", "b": "BND", "ar": "ARS", "cl": "CLP", "usd": "USD", "aud": "AUD",
    "cad": "CAD",
    "nzd": "NZD", "hkd": "HKD", "sgd": "SGD",
}  # fmt: skip
_OTHER_PREFIXED: Final = {
    ("e", "£"): "EGP",
    ("l", "£"): "LBP",
    ("ir", "£"): "IEP",
    ("cn", "¥"): "CNY",
    ("gh", "¢"): "GHS",
    ("gh", "₵"): "GHS",
    ("rmb", "¥"): "CNY",
    ("p", "₱"): "PHP",
}
# Abbreviations that stand before the number, as written by the newsrooms of the country.
_PREFIX_WORDS: Final = {
    "Rs": "INR", "Re": "INR", "RS": "INR", "Ksh": "KES", "KSh": "KES", "Kshs": "KES",
    "KShs": "KES", "KES": "KES", "Sh": "KES",
    "Shs": "KES", "Ush": "UGX", "USh": "UGX", "UShs": "UGX", "Ushs": "UGX", "Tsh": "TZS",
    "TSh": "TZS", "TShs": "TZS",
    "Dh": "AED", "Dhs": "AED", "SR": "SAR", "QR": "QAR", "RM": "MYR", "Rp": "IDR", "Php": "PHP",
    "Tk": "BDT",
    "SFr": "CHF", "Fr": "CHF", "RMB": "CNY", "GHc": "GHS", "GHC": "GHS", "BD": "BHD", "KD": "KWD",
    "JD": "JOD",
    "OMR": "OMR", "Kcs": "CZK", "kr": "SEK", "Kr": "SEK", "DM": "DEM", "XBT": "BTC", "LE": "EGP",
    "Le": "SLL", "SLRs": "LKR",
    "NKr": "NOK", "Nkr": "NOK", "SKr": "SEK", "Skr": "SEK", "DKr": "DKK", "Dkr": "DKK",
    "Bs": "BOB", "Q": "GTQ", "Nrs": "NPR",
}  # fmt: skip
# Single letters are a currency only when glued to the number: R500m, N20bn.
_GLUED_LETTERS: Final = {"R": "ZAR", "N": "NGN", "P": "PHP", "K": "ZMW", "Q": "GTQ", "D": "GMD"}
ISO_CODES: Final = words(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
    "GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD "
    "KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK "
    "NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD "
    "SSP STN SYP SZL THB TJS TMT TND TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF "
    "YER ZAR ZMW ZWL BTC ETH ZWG DEM FRF ITL ESP NLG FIM"
)
_LOWER_CODES: Final = words(
    "usd eur gbp jpy cny inr aud cad hkd sgd nzd chf dkk sek nok rub brl mxn krw zar btc kes ngn "
    "aed myr thb idr twd pln czk huf ils pkr bdt lkr ghs"
)
_ENGLISH_CODES: Final = frozenset({"ALL", "TRY", "TOP", "CUP", "COP", "MOP", "PEN", "GEL", "ETH", "BAM", "LAK"})
_NAMES: Final = {
    "dollar": "USD", "buck": "USD", "euro": "EUR", "sterling": "GBP", "quid": "GBP", "yen": "JPY",
    "yuan": "CNY", "renminbi": "CNY",
    "rmb": "CNY", "rupee": "INR", "won": "KRW", "baht": "THB", "ringgit": "MYR", "rand": "ZAR",
    "naira": "NGN",
    "shilling": "KES", "cedi": "GHS", "dirham": "AED", "riyal": "SAR", "rial": "IRR",
    "dinar": "KWD", "lira": "TRY", "lire": "ITL",
    "franc": "CHF", "krone": "NOK", "kroner": "NOK", "krona": "SEK", "kronor": "SEK",
    "zloty": "PLN", "złoty": "PLN",
    "forint": "HUF", "ruble": "RUB", "rouble": "RUB", "hryvnia": "UAH", "hryvna": "UAH",
    "shekel": "ILS", "peso": "MXN",
    "reai": "BRL", "reais": "BRL", "bolivar": "VES", "dong": "VND", "rupiah": "IDR", "taka": "BDT",
    "kip": "LAK",
    "kyat": "MMK", "tenge": "KZT", "lari": "GEL", "dram": "AMD", "manat": "AZN", "lei": "RON",
    "leva": "BGN", "lev": "BGN",
    "birr": "ETB", "kwacha": "ZMW", "pula": "BWP", "metical": "MZN", "meticais": "MZN",
    "dalasi": "GMD", "leone": "SLE",
    "guilder": "NLG", "peseta": "ESP", "markka": "FIM", "drachma": "GRD", "escudo": "PTE",
    "bitcoin": "BTC", "koruna": "CZK",
    "boliviano": "BOB", "crown": "SEK",
    "guarani": "PYG", "quetzal": "GTQ", "lempira": "HNL", "tugrik": "MNT", "riel": "KHR",
    "afghani": "AFN", "som": "KGS",
    "loonie": "CAD", "euros": "EUR", "kroon": "EEK", "kuna": "HRK", "gourde": "HTG",
    "ariary": "MGA", "córdoba": "NIO", "cordoba": "NIO",
    "colón": "CRC", "colon": "CRC", "ether": "ETH", "sole": "PEN",
    "kr": "SEK", "zł": "PLN", "kč": "CZK", "rs": "INR", "dhs": "AED", "ksh": "KES", "kshs": "KES",
}  # fmt: skip
_NEED_SIZE: Final = frozenset(
    {"crown", "won", "colon", "lev", "som", "ether", "buck", "dram", "kip", "leone", "lira", "rand", "sole"}
) - {"lira", "rand", "kip"}
_MINOR: Final = {
    "cent": "USD", "¢": "USD", "￠": "USD", "penny": "GBP", "pennies": "USD", "pence": "GBP",
    "dime": "USD", "nickel": "USD", "paisa": "INR",
    "paise": "INR", "kopeck": "RUB", "kobo": "NGN", "sen": "MYR", "fils": "AED", "centavo": "MXN",
}  # fmt: skip
_MINOR_FACTOR: Final = {"dime": Decimal("0.1"), "nickel": Decimal("0.05")}
_COUNTRIES: Final = {
    "dollar": "us:USD u.s.:USD american:USD australian:AUD aussie:AUD canadian:CAD zealand:NZD "
        "kiwi:NZD kong:HKD singapore:SGD "
    "singaporean:SGD taiwan:TWD taiwanese:TWD jamaican:JMD namibian:NAD namibia:NAD fijian:FJD "
    "fiji:FJD bahamian:BSD barbadian:BBD "
    "barbados:BBD belize:BZD brunei:BND liberian:LRD zimbabwean:ZWL zimbabwe:ZWL guyanese:GYD "
    "surinamese:SRD "
    "caribbean:XCD bermudian:BMD states:USD islands:SBD tobago:TTD trinidad:TTD",
    "pound": "british:GBP uk:GBP english:GBP egyptian:EGP lebanese:LBP syrian:SYP sudanese:SDG "
        "irish:IEP cypriot:CYP gibraltar:GIP",
    "peso": "mexican:MXN argentine:ARS argentinian:ARS argentinean:ARS chilean:CLP colombian:COP "
        "cuban:CUP dominican:DOP "
    "philippine:PHP filipino:PHP uruguayan:UYU",
    "rupee": "indian:INR pakistani:PKR pakistan:PKR lankan:LKR nepalese:NPR nepali:NPR "
        "mauritian:MUR seychellois:SCR",
    "franc": "swiss:CHF cfa:XOF french:FRF belgian:BEF congolese:CDF rwandan:RWF burundian:BIF "
        "guinean:GNF luxembourg:LUF",
    "dinar": "kuwaiti:KWD iraqi:IQD jordanian:JOD serbian:RSD bahraini:BHD algerian:DZD "
        "tunisian:TND libyan:LYD macedonian:MKD",
    "riyal": "saudi:SAR arabian:SAR qatari:QAR yemeni:YER omani:OMR iranian:IRR",
    "rial": "iranian:IRR omani:OMR yemeni:YER",
    "shilling": "kenyan:KES kenya:KES ugandan:UGX uganda:UGX tanzanian:TZS somali:SOS",
    "krona": "swedish:SEK icelandic:ISK", "kronor": "swedish:SEK icelandic:ISK",
    "krone": "norwegian:NOK danish:DKK",
    "kroner": "norwegian:NOK danish:DKK",
    "crown": "swedish:SEK norwegian:NOK danish:DKK czech:CZK icelandic:ISK estonian:EEK",
    "won": "korean:KRW", "lira": "turkish:TRY italian:ITL lebanese:LBP syrian:SYP",
    "yuan": "chinese:CNY", "yen": "japanese:JPY",
    "dirham": "uae:AED emirati:AED moroccan:MAD", "real": "brazilian:BRL",
    "leu": "romanian:RON moldovan:MDL",
    "lei": "romanian:RON moldovan:MDL", "ruble": "russian:RUB belarusian:BYN",
    "rouble": "russian:RUB belarusian:BYN",
    "manat": "azerbaijani:AZN turkmen:TMT", "kwacha": "zambian:ZMW malawian:MWK",
    "mark": "deutsche:DEM german:DEM finnish:FIM",
    "baht": "thai:THB", "rand": "african:ZAR", "sol": "peruvian:PEN", "forint": "hungarian:HUF",
    "zloty": "polish:PLN",
    "hryvnia": "ukrainian:UAH", "shekel": "israeli:ILS", "ringgit": "malaysian:MYR",
    "rupiah": "indonesian:IDR", "dong": "vietnamese:VND",
    "taka": "bangladeshi:BDT", "naira": "nigerian:NGN", "cedi": "ghanaian:GHS ghana:GHS",
    "lari": "georgian:GEL", "kip": "lao:LAK laotian:LAK",
    "birr": "ethiopian:ETB", "kyat": "myanmar:MMK burmese:MMK", "tenge": "kazakh:KZT",
    "colón": "rican:CRC", "colon": "rican:CRC",
    "koruna": "czech:CZK slovak:SKK", "lev": "bulgarian:BGN", "leva": "bulgarian:BGN",
    "bolivar": "venezuelan:VES",
    "renminbi": "chinese:CNY", "guilder": "netherlands:NLG dutch:NLG",
    "euro": "irish:EUR german:EUR", "kuna": "croatian:HRK",
    "dram": "armenian:AMD",
    "cent": "us:USD american:USD australian:AUD canadian:CAD euro:EUR eurozone:EUR zealand:NZD "
        "kong:HKD singapore:SGD",
    "penny": "british:GBP",
}  # fmt: skip
BY_COUNTRY: Final = {
    (country, name): code
    for name, pairs in _COUNTRIES.items()
    for country, code in (pair.split(":") for pair in pairs.split())
}
_FIRST_PARTS: Final = words(
    "new hong united south north sri west east costa papua saudi dominican trinidad cayman solomon "
    "eastern netherlands and of"
)
_COUNTRY_WORDS: Final = frozenset(country for country, _ in BY_COUNTRY) | _FIRST_PARTS
_SOUTH_SUDAN: Final = ("south", "sudanese")


def singular(word: str) -> str:
    """Return the currency's name in the singular, as the tables have it."""
    if word in _NAMES or word in _MINOR:
        return word
    return word.removesuffix("s")


_PREFIXES: Final = (
    _LOWER_CODES
    | {"us", "rs", "ksh", "dkk"}
    | {form.lower() for form in ISO_CODES | _PREFIX_WORDS.keys() | _GLUED_LETTERS.keys()}
)
"""Words that can be a currency before a number, in lower case."""
CURRENCY_ENDS: Final = SYMBOLS.keys() | _PREFIXES | {".", "¢"}
"""Last tokens of what ``currency_before`` reads, in lower case."""


def currency_before(tokens: Tokens, at: int) -> Currency | None:
    """Return the currency that ends right before token ``at``, with its first token as ``end``."""
    last = at - 1
    word = tokens.words[last]
    if word in SYMBOLS:
        return _symbol_before(tokens, last)
    if word == "." and tokens.glued(last):
        last -= 1
    if tokens.kinds[last] != WORD:
        if tokens.words[last] in {"¢", "₵"} and tokens.words[last - 1] == "gh":
            return Currency("GHS", last - 1)
        return None
    return _word_before(tokens, last, at) if tokens.words[last] in _PREFIXES else None


def _symbol_before(tokens: Tokens, at: int) -> Currency:
    word = tokens.words[at]
    before = tokens.words[at - 1]
    if tokens.glued(at) and tokens.kinds[at - 1] == WORD:
        if word in {"$", "＄"} and before in _DOLLARS and (before != "s" or not _possessive(tokens, at - 1)):
            first = at - 1
            if before == "s" and tokens.words[at - 2] == ".":
                return Currency("USD", at - 3)
            return Currency(_DOLLARS[before], first)
        if (before, word) in _OTHER_PREFIXED:
            return Currency(_OTHER_PREFIXED[before, word], at - 1)
    if word == "$" and tokens.spaced(at) and tokens.surface(at - 1) in {"NZ", "HK", "US"}:
        return Currency(_DOLLARS[before], at - 1)
    if word == "$" and before == "." and tokens.glued(at) and tokens.words[at - 2] == "s":
        return Currency("USD", at - 4 if tokens.words[at - 4] == "u" else at)
    return Currency(SYMBOLS[word], at)


def _possessive(tokens: Tokens, at: int) -> bool:
    return tokens.glued(at) and tokens.words[at - 1] in {"'", "’"}


def _word_before(tokens: Tokens, last: int, at: int) -> Currency | None:
    surface = tokens.surface(last)
    near = tokens.starts[at] <= tokens.ends[at - 1] + 1
    if not near or (tokens.glued(last) and tokens.kinds[last - 1] == WORD):
        return None
    if surface == "US" and tokens.words[last - 1] == "$" and tokens.glued(last):
        return Currency("USD", last - 1)
    if surface in _PREFIX_WORDS and (len(surface) > 1):
        return Currency(_PREFIX_WORDS[surface], last)
    if (surface in ISO_CODES and surface not in _ENGLISH_CODES) or surface in _LOWER_CODES:
        return Currency(surface.upper(), last)
    if tokens.words[last] in {"rs", "ksh", "dkk"} and tokens.kinds[last] == WORD:
        return Currency({"rs": "INR", "ksh": "KES"}.get(tokens.words[last], "DKK"), last)
    if surface in _GLUED_LETTERS and tokens.glued(at) and not tokens.glued(last) and last == at - 1:
        return Currency(_GLUED_LETTERS[surface], last) if _looks_like_amount(tokens, at) else None
    return None


def _looks_like_amount(tokens: Tokens, at: int) -> bool:
    """Tell whether digits after a letter are money (``R500m``, ``N20,000``), not a name (``R2``)."""
    form = tokens.words[at]
    after = tokens.words[at + 1 + (tokens.words[at + 1] in HYPHENS)]
    scaled = after in {"m", "bn", "million", "billion", "trillion", "b", "k", "mn", "tn"}
    return scaled or "," in form or (len(form) >= 2 and _text_names(tokens, tokens.surface(at - 1)))


_LETTER_PLACES: Final = {
    "N": ("naira", "Nigeria", "Lagos", "Abuja", "Kano"),
    "R": (" rand", "South Africa", "Johannesburg", "Pretoria", "Cape Town", "Durban"),
    "P": ("Philippine", "Manila", "peso", "Botswana"),
    "K": ("Zambia", "Lusaka", "kwacha", "Papua"), "Q": ("Guatemala",), "D": ("Gambia", "Banjul"),
}  # fmt: skip


def _text_names(tokens: Tokens, letter: str) -> bool:
    """Tell whether the text's opening names the country whose letter this is, or has sure amounts with it."""
    if letter not in tokens.letters:
        begin = tokens.text[:_OPENING]
        tokens.letters[letter] = any(place in begin for place in _LETTER_PLACES.get(letter, ())) or any(
            match.group(1) == letter and not (match.start() and begin[match.start() - 1].isalpha())
            for match in _LETTER_AMOUNT.finditer(begin)
        )
    return tokens.letters[letter]


_OPENING: Final = 2000
_LETTER_AMOUNT: Final = re.compile(r"([RNPKQD])\d{1,3}(?:,\d{3}|(?:\.\d{1,3})? ?(?:m|bn|million|billion|trillion)\b)")
"""An amount that only money is written like: ``R1,200``, ``N20bn``."""


CURRENCY_STARTS: Final = (
    HYPHENS
    | SYMBOLS.keys()
    | _FIRST_PARTS
    | _COUNTRY_WORDS
    | {form.lower() for form in ISO_CODES | _LOWER_CODES}
    | {f"{name}{plural}" for name in (*_NAMES, *_MINOR, "grand", "pound", "us") for plural in ("", "s")}
    | {"￠", "rmb", "p", "c", "u"}
)
"""First tokens of what ``currency_after`` reads, in lower case."""


def currency_after(tokens: Tokens, at: int, *, size: Decimal) -> Currency | None:
    """Return the currency named at token ``at`` (or after a hyphen), or None.

    Args:
        tokens: The text's tokens.
        at: Token after the number.
        size: The number, for names that are common words as well (``won``).
    """
    step = at + (tokens.words[at] in HYPHENS and tokens.glued(at))
    word = tokens.words[step]
    if word in SYMBOLS:
        # ``10 $20 notes``: a symbol before digits belongs to those.
        following = tokens.words[step + 1]
        if following[:1].isdecimal() and tokens.glued(step + 1):
            return None
        return Currency(SYMBOLS[word], step + 1)
    if tokens.kinds[step] != WORD:
        return Currency("USD", step + 1, _CENT) if word in {"¢", "￠"} else None
    surface = tokens.surface(step)
    if (
        (surface in ISO_CODES and surface not in _ENGLISH_CODES)
        or surface in _LOWER_CODES
        or surface.capitalize() in {"Usd", "Eur", "Gbp"}
    ):
        return Currency(surface.upper(), step + 1)
    if surface == "RMB":
        return Currency("CNY", step + 1)
    if word in {"p", "c"} and tokens.glued(step) and step == at:
        return _glued_minor(tokens, step)
    return _named(tokens, step, size)


_SCREENS: Final = frozenset({"480", "720", "1080", "1440", "2160", "4320"})
"""Lines of a screen (``1080p``), no pence."""


def _glued_minor(tokens: Tokens, at: int) -> Currency | None:
    after = tokens.words[at + 1]
    if (after in {".", "/"} and tokens.words[at + 2] == "m") or tokens.surface(at) != "p":
        return None
    if tokens.words[at - 1] in _SCREENS:
        return None
    return Currency("GBP", at + 1, _CENT)


def _named(tokens: Tokens, at: int, size: Decimal) -> Currency | None:
    word = singular(tokens.words[at])
    if word == "us" and tokens.words[at + 1] in SYMBOLS and tokens.glued(at + 1):
        return Currency("USD", at + 2)
    if (
        word == "grand"
        and tokens.words[at - 1] not in HYPHENS
        and tokens.words[at + 1] in {"", ".", ",", "a", "in", "for", "and", "on", "to", "from"}
    ):
        return Currency("USD", at + 1, Decimal(1000))
    if word in _NAMES and (word not in _NEED_SIZE or size >= 20 or tokens.words[at] in {"bucks", "soles"}):
        return _plain_name(tokens, at, word, size)
    if word in _MINOR:
        if word == "penny" or tokens.words[at] == "nickel":
            return None
        return Currency(_MINOR[word], at + 1, _MINOR_FACTOR.get(word, _CENT))
    if word == "pound" and tokens.words[at + 1] == "sterling":
        return Currency("GBP", at + 2)
    return _by_country(tokens, at)


def _plain_name(tokens: Tokens, at: int, word: str, size: Decimal) -> Currency | None:
    if word == "won" and not (size >= 100 and tokens.words[at + 1] not in {"the", "a", "an", "by", "their"}):
        return None
    if word == "euro" and tokens.words[at + 1] in {"cent", "cents"}:
        return Currency("EUR", at + 2, _CENT)
    return Currency(_NAMES[word], at + 1)


def _by_country(tokens: Tokens, at: int) -> Currency | None:
    """Read ``Hong Kong dollars``, ``U.S. dollars``, ``Egyptian pounds``, ``New Zealand dollars``."""
    step = at
    if tokens.words[step : step + 4] == ["u", ".", "s", "."]:
        country, step = "us", step + 4
    else:
        limit = at + 3
        while tokens.words[step] in _FIRST_PARTS and step < limit:
            if (tokens.words[step], singular(tokens.words[step + 1])) in BY_COUNTRY:
                break
            step += 1
        country = tokens.words[step]
        step += 1
        if country not in _COUNTRY_WORDS:
            return None
    step += tokens.words[step] in HYPHENS
    name = singular(tokens.words[step])
    code = BY_COUNTRY.get((country, name))
    if code is None:
        return None
    if code == "SDG" and tokens.words[at] == "south":
        code = "SSP"
    if code == "KRW" and tokens.words[at] == "north":
        code = "KPW"
    return Currency(code, step + 1, _CENT if name == "cent" else Decimal(1))


# A currency's name by itself is the first country's, unless the text speaks of exactly one of the others.
_SHARED_NAMES: Final = {
    "INR": (
        ("India", "Delhi", "Mumbai"),
        "Pakistan:PKR Karachi:PKR Lahore:PKR Islamabad:PKR Lanka:LKR Colombo:LKR Nepal:NPR Kathmandu:NPR Mauritius:MUR",
    ),
    "MXN": (
        ("Mexic",),
        (
            "Argentin:ARS Buenos:ARS Chile:CLP Colombia:COP Bogot:COP Philippine:PHP Manila:PHP Cuba:CUP Havana:CUP "
            "Dominican:DOP Urugua:UYU"
        ),
    ),
    "KES": (
        ("Kenya", "Nairobi", "Mombasa"),
        "Uganda:UGX Kampala:UGX Tanzania:TZS Dodoma:TZS Somali:SOS Mogadishu:SOS",
    ),
    "CHF": (
        ("Swiss", "Switzerland", "Zurich", "Geneva"),
        (
            "Congo:CDF Kinshasa:CDF Rwanda:RWF Kigali:RWF Burundi:BIF Senegal:XOF Dakar:XOF Mali:XOF Ivory:XOF "
            "Benin:XOF Togo:XOF Burkina:XOF Niamey:XOF Cameroon:XAF Gabon:XAF Chad:XAF"
        ),
    ),
    "SEK": (
        ("Swed", "Stockholm"),
        "Norw:NOK Oslo:NOK Danish:DKK Denmark:DKK Copenhagen:DKK Czech:CZK Prague:CZK Iceland:ISK Reykjav:ISK",
    ),
    "AED": (("Emirat", "UAE", "Dubai", "Abu Dhabi"), "Morocc:MAD Rabat:MAD Casablanca:MAD"),
    "GBP": (
        ("Brit", "UK", "U.K.", "England", "London", "Scot", "Wales", "Ireland"),
        "Egypt:EGP Cairo:EGP Leban:LBP Beirut:LBP Syria:SYP Damascus:SYP Sudan:SDG Khartoum:SDG",
    ),
    "XOF": (
        ("Senegal", "Dakar", "Ivory", "Ivoir", "Abidjan", "Bamako", "Burkina", "Benin", "Togo", "Niamey"),
        "Chad:XAF Djamena:XAF Cameroon:XAF Gabon:XAF Brazzaville:XAF Bangui:XAF",
    ),
    "KWD": (
        ("Kuwait",),
        (
            "Iraq:IQD Baghdad:IQD Jordan:JOD Amman:JOD Serbia:RSD Belgrade:RSD Algeria:DZD Algiers:DZD Tunisia:TND "
            "Tunis:TND Libya:LYD Tripoli:LYD Bahrain:BHD"
        ),
    ),
}
_BARE_NAMES: Final = words(
    "rs rupee rupees peso pesos shilling shillings sh shs franc francs dinar dinars crown crowns dirham dirhams pound "
    "pounds"
)


def localised(tokens: Tokens, code: str, first: int, end: int, known: dict[str, str]) -> str:
    """Return the code of a currency whose name several countries share, by the countries named.

    Args:
        tokens: The text's tokens.
        code: The code by the name alone.
        first: First token of the figure.
        end: Token after its last.
        known: What was found for this text so far: each code is looked up once.
    """
    if code == "USD":
        return _dollars(tokens, first, end, known)
    if code not in _SHARED_NAMES:
        return code
    parts = tokens.words[first:end]
    if _BARE_NAMES.isdisjoint(parts) or not _COUNTRY_WORDS.isdisjoint(set(parts) - {"cfa"}):
        return code
    if code not in known:
        known[code] = _by_places(tokens.text, code)
    return known[code]


_AGENCIES: Final = {"(CP)": "CAD", "Canadian Press": "CAD", "(AAP)": "AUD"}
_DOLLAR_PLACES: Final = {
    "CAD": ("Canad", "Ottawa", "Toronto", "Vancouver", "Montreal", "Alberta", "Ontario"),
    "AUD": ("Australia", "Sydney", "Melbourne", "Canberra", "Brisbane", "Perth", "Queensland"),
    "NZD": ("New Zealand", "Auckland", "Wellington", "Christchurch"),
}
_MARKED_DOLLARS: Final = ("C$", "A$", "NZ$", "CAD", "AUD", "NZD")


def _dollars(tokens: Tokens, first: int, end: int, known: dict[str, str]) -> str:
    """Return whose plain dollars a text's are: American, but where its own agency or usage says otherwise.

    A text that marks American dollars (``US$``) and no others writes the plain sign for those at home.
    """
    parts = tokens.words[first:end]
    plain = parts[0] == "$" or ("dollars" in parts and _COUNTRY_WORDS.isdisjoint(parts))
    if not plain or "usd" in parts or "us" in parts:
        return "USD"
    if "USD" not in known:
        known["USD"] = _home_of_dollars(tokens.text)
    return known["USD"]


def _home_of_dollars(text: str) -> str:
    opening = text[:_OPENING]
    for agency, code in _AGENCIES.items():
        if agency in opening:
            return code
    if "US$" not in text or any(mark in text for mark in _MARKED_DOLLARS):
        return "USD"
    found = [code for code, places in _DOLLAR_PLACES.items() if any(place in opening for place in places)]
    return found[0] if len(found) == 1 else "USD"


def _by_places(text: str, code: str) -> str:
    home, others = _SHARED_NAMES[code]

    def named(place: str) -> bool:
        # Datelines name places in capitals.
        return place in text or place.upper() in text

    if any(map(named, home)):
        return code
    pairs = (pair.split(":") for pair in others.split())
    found = {other for place, other in pairs if named(place)}
    return found.pop() if len(found) == 1 else code


_MONEY_CUES: Final = words(
    "pay pays paid paying cost costs costing price priced prices worth fine fined fee fees salary wage "
    "wages earn earns earned spend spent spending sold sell raise raised fund funds funding tax taxes bill "
    "bills bail budget invest invested loan loans debt profit profits loss losses revenue sales fare fares "
    "rent prize award awarded compensation damages bribe bribes stolen cash money donated bought buy buys "
    "sterling cents pence reward grant owed charged charge sum savings pension dollars euros ransom deposit "
    "refund"
)
_WEIGHT_CUES: Final = words(
    "weigh weighs weighed weighing weight heavy heavier pound-force lighter lost gained overweight bomb "
    "explosives cocaine heroin marijuana drugs meat fish rice flour"
)


def pounds_are_money(tokens: Tokens, at: int, *, large: bool) -> bool:
    """Tell whether the ``pounds`` at token ``at`` are sterling.

    By default they weigh: wires that write for all readers say ``pounds`` of weights, and name
    what is paid for money.
    """
    if large or tokens.words[at + 1] == "sterling":
        return True
    singular_hyphen = tokens.words[at] == "pound" and tokens.words[at - 1] in HYPHENS
    if tokens.words[at + 1] == "of" and tokens.words[at + 2] not in {
        "public",
        "taxpayers",
        "debt",
        "damage",
    }:
        return False
    window = tokens.words[max(0, at - 14) : at + 8]
    if any(word in _WEIGHT_CUES for word in window):
        return False
    if tokens.words[at + 1] == "(" and (tokens.words[at + 2] in SYMBOLS or tokens.words[at + 3] in SYMBOLS):
        return True
    return not singular_hyphen and any(word in _MONEY_CUES for word in window)
