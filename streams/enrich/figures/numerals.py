"""The grammar of numbers: digits, words and both mixed, fractions, proportions, vague plurals.

Values are decimals until the record is made, so that ``0.1`` stays what the text says.
"""

from decimal import Decimal
from typing import Final, NamedTuple

from streams.enrich.figures.lexicon import words
from streams.enrich.figures.tokens import NUMBER, WORD, Tokens

UNITS: Final = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {"nought": 0, "naught": 0, "nil": 0}
TENS: Final = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
} | {"fourty": 40}
SCALES: Final = {
    "hundred": 10**2,
    "thousand": 10**3,
    "lakh": 10**5,
    "lac": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "milliard": 10**9,
    "trillion": 10**12,
    "quadrillion": 10**15,
    "quintillion": 10**18,
    "dozen": 12,
}
SCALE_PLURALS: Final = {f"{word}s": value for word, value in SCALES.items()} | {"scores": 20}
ANY_SCALE: Final = SCALES | {word: value for word, value in SCALE_PLURALS.items() if word != "scores"}
# Short scales that may follow digits: glued or after a space, in lower or upper case.
SHORT_SCALES: Final = {
    "bn": 10**9, "bln": 10**9, "bil": 10**9, "mn": 10**6, "mln": 10**6, "mil": 10**6, "mio": 10**6,
    "mm": 10**6, "tn": 10**12, "trn": 10**12, "tln": 10**12, "cr": 10**7, "crs": 10**7,
    "k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12,
}  # fmt: skip
_MONEY_ONLY_SHORT: Final = frozenset({"t", "b", "mil", "mm", "cr", "crs"})
_ORDINAL_UNITS: Final = {
    word: value
    for value, word in enumerate(
        [
            "zeroth",
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
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
        ]
    )
}
_ORDINAL_TENS: Final = {
    word: 10 * value
    for value, word in enumerate(
        ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"],
        start=2,
    )
}
_ORDINAL_SCALES: Final = {f"{word}th": value for word, value in SCALES.items() if word not in {"dozen", "lac"}}
ORDINALS: Final = _ORDINAL_UNITS | _ORDINAL_TENS | _ORDINAL_SCALES
# What a whole can be cut into: ``third`` as in two-thirds. A second is a time unit or a rank.
DENOMINATORS: Final = {word: value for word, value in ORDINALS.items() if value >= 3} | {"half": 2, "quarter": 4}
DENOMINATOR_PLURALS: Final = {f"{word}s": value for word, value in DENOMINATORS.items()} | {"halves": 2}
SIGNS: Final = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8),
    "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
DASHES: Final = frozenset("-‐‑‒–—−")
HYPHENS: Final = frozenset("-‐‑")
MINUSES: Final = frozenset("-−–")
_SPACES_IN_NUMBERS: Final = frozenset(" \u00a0\u2009\u202f\u2007\u2008\u200a'’")
_APOSTROPHES: Final = frozenset({"'", "’"})
_MAX_DIGITS: Final = 30
_MAX_EXPONENT: Final = 60
_GROUP: Final = 3
_LARGEST: Final = 10**21
_HUNDRED: Final = 100
_TEN: Final = 10
NUMBER_WORDS: Final = frozenset(UNITS) | frozenset(TENS)
VAGUE_STARTERS: Final = frozenset({"few", "several", "couple"})


class Number(NamedTuple):
    """A number as the grammar read it.

    Attributes:
        value: Exact value.
        end: Token after its last.
        shape: ``digits``, ``words``, ``mixed``, ``fraction``, ``proportion``, ``ordinal`` or
            ``vague``.
        scale: Product of the scale words, 1 without: ``2-3 million`` lends it to the first number.
        plain: True for bare digits without separators, which a year can be.
    """

    value: Decimal
    end: int
    shape: str
    scale: int = 1
    plain: bool = False


def parse_number(tokens: Tokens, at: int, *, money: bool = False, join: bool = True) -> Number | None:
    """Return the number that starts at token ``at``, without its sign, or None.

    Args:
        tokens: The text's tokens.
        at: First token; articles (``a``, ``half a``) belong to the number.
        money: A currency stands before: single letters are scales then (``$3m``, ``$2b``).
        join: False when ``and`` must not join parts (``between one hundred and two hundred``).
    """
    if tokens.kinds[at] == NUMBER:
        return _digits(tokens, at, money=money)
    word = tokens.words[at]
    if word in SIGNS:
        top, bottom = SIGNS[word]
        return _scaled_fraction(tokens, Decimal(top) / bottom, at + 1)
    if word in {"a", "an"}:
        return _after_article(tokens, at, join=join)
    if word in {"half", "quarter"}:
        return _leading_fraction(tokens, at)
    if word in SCALE_PLURALS:
        return _vague(tokens, at)
    if word in VAGUE_STARTERS:
        return _few_hundred(tokens, at)
    if word == "." and tokens.kinds[at + 1] == NUMBER and tokens.glued(at + 1):
        return _leading_point(tokens, at, money=money)
    return _words(tokens, at, join=join)


def digits_value(form: str) -> Decimal | None:
    """Return the value of digits with separators, None for dates, addresses and endless runs."""
    if form.isdecimal():
        return Decimal(form) if len(form) <= _MAX_DIGITS else None
    if len(form) > 2 * _MAX_DIGITS:
        return None
    form = form.replace("٬", ",").replace("٫", ".")
    commas, points = form.count(","), form.count(".")
    if commas == 1 and points == 0:
        whole, part = form.split(",")
        grouped = len(part) == _GROUP and len(whole) <= _GROUP and whole != "0"
        form = whole + part if grouped else f"{whole}.{part}"
    elif points > 1 or (points == 1 and commas and form.index(".") < form.index(",")):
        form = _continental(form)
    else:
        form = form.replace(",", "")
    if not form or sum(map(str.isdecimal, form)) > _MAX_DIGITS:
        return None
    return Decimal(form)


def _continental(form: str) -> str:
    groups = form.split(",", maxsplit=1)[0].split(".")
    if len(groups[0]) > _GROUP or any(len(group) != _GROUP for group in groups[1:]):
        return ""
    return form.replace(".", "").replace(",", ".")


def _digits(tokens: Tokens, at: int, *, money: bool) -> Number | None:
    form, end = tokens.words[at], at + 1
    if tokens.kinds[end] == NUMBER or tokens.words[end] in _APOSTROPHES:
        form, end = _join_groups(tokens, at)
    value = digits_value(form)
    if value is None:
        return None
    plain = end == at + 1 and form.isdecimal()
    if tokens.words[end] not in _GOES_ON and tokens.kinds[end] != NUMBER:
        return Number(value, end, "digits", 1, plain)
    fraction = _digit_fraction(tokens, value, end) if form.isdecimal() else None
    if fraction is not None:
        return fraction
    value, after = _exponent(tokens, value, end)
    if after != end:
        return Number(value, after, "digits")
    half = _digits_and_half(tokens, end) if form.isdecimal() else None
    if half is not None:
        return _scaled_fraction(tokens, value + half[0], half[1], "mixed")
    return _scale_digits(tokens, value, end, money=money, plain=plain)


_GOES_ON: Final = (
    HYPHENS
    | SIGNS.keys()
    | SHORT_SCALES.keys()
    | ANY_SCALE.keys()
    | set(map(chr, SUPERSCRIPTS))
    | {"/", "⁄", "e", "x", "×", "*", "·", "^", "and"}
)
"""Tokens that digits go on with: fractions, exponents, scales."""


def _digits_and_half(tokens: Tokens, end: int) -> tuple[Decimal, int] | None:
    """Read the half of ``2 and a half`` and the part of ``2 and 3/4``; a third person is no third."""
    if tokens.words[end] != "and":
        return None
    spoken = tokens.words[end + 1] in {"a", "one"} and tokens.words[end + 2] in {"half", "quarter"}
    return _and_half(tokens, end) if spoken or tokens.words[end + 2] == "/" else None


def _join_groups(tokens: Tokens, at: int) -> tuple[str, int]:
    """Join ``12 345 678`` written with spaces or apostrophes."""
    form = tokens.words[at]
    end = at + 1
    if len(form) > _GROUP or not form.isdecimal() or form[0] == "0":
        return form, end
    text, starts = tokens.text, tokens.starts
    while True:
        step = end
        if tokens.words[step] in _APOSTROPHES and tokens.glued(step) and tokens.glued(step + 1):
            step += 1
        elif starts[step] != tokens.ends[step - 1] + 1 or text[starts[step] - 1] not in _SPACES_IN_NUMBERS:
            break
        group = tokens.words[step]
        if tokens.kinds[step] != NUMBER or not _is_group(group):
            break
        if tokens.kinds[step + 1] == WORD and tokens.glued(step + 1):
            break
        form += group
        end = step + 1
        if not group.isdecimal() or len(form) > _MAX_DIGITS:
            break
    return form, end


def _is_group(form: str) -> bool:
    whole, point, part = form.partition(".")
    if not point:
        whole, point, part = form.partition(",")
    return len(whole) == _GROUP and whole.isdecimal() and (not point or part.isdecimal())


def _digit_fraction(tokens: Tokens, value: Decimal, end: int) -> Number | None:
    """Read ``3/4``, ``2 1/2``, ``2-1/2`` and ``2½``."""
    sign = tokens.words[end]
    if sign in {"/", "⁄"} and tokens.glued(end) and tokens.glued(end + 1):
        return _over(tokens, value, end)
    step = end + 1 if sign in HYPHENS and tokens.glued(end) and tokens.glued(end + 1) else end
    if tokens.words[step] in SIGNS and tokens.starts[step] <= tokens.ends[step - 1] + 1:
        top, bottom = SIGNS[tokens.words[step]]
        return _scaled_fraction(tokens, value + Decimal(top) / bottom, step + 1, "mixed")
    small = tokens.kinds[step] == NUMBER and (step != end or tokens.spaced(step))
    if small and tokens.words[step + 1] in {"/", "⁄"} and tokens.glued(step + 1):
        if not tokens.words[step].isdecimal() or len(tokens.words[step]) > 2:
            return None
        part = _over(tokens, Decimal(tokens.words[step]), step + 1)
        if part is not None and part.value < 1:
            return _scaled_fraction(tokens, value + part.value, part.end, "mixed")
    return None


def _over(tokens: Tokens, top: Decimal, slash: int) -> Number | None:
    bottom = tokens.words[slash + 1]
    if not bottom.isdecimal() or len(bottom) > _GROUP or tokens.words[slash + 2] == "/":
        return None
    if not int(bottom) or (int(top), int(bottom)) in _FIXED_PAIRS:
        return None
    return _scaled_fraction(tokens, top / int(bottom), slash + 2)


# Names of days, opening hours and idioms, written like fractions.
_FIXED_PAIRS: Final = frozenset({(9, 11), (24, 7), (7, 7), (50, 50), (26, 11), (20, 20)})


def _scaled_fraction(tokens: Tokens, value: Decimal, end: int, shape: str = "fraction") -> Number:
    """Apply a scale after a fraction: ``1/2 million``, ``2½ million``, ``¾ of a million``."""
    step = end
    if tokens.words[step] == "of" and tokens.words[step + 1] in {"a", "one"}:
        step += 2
    if tokens.words[step] in SCALES:
        scale = SCALES[tokens.words[step]]
        return Number(value * scale, step + 1, "mixed", scale)
    return Number(value, end, shape)


def _exponent(tokens: Tokens, value: Decimal, end: int) -> tuple[Decimal, int]:
    """Read ``1e6``, ``1.5e-6``, ``6.02 x 10^23``, ``10^6`` and ``10⁶``."""
    if tokens.words[end] == "e" and tokens.glued(end):
        power, after = _power(tokens, end + 1)
        if power is not None:
            return value.scaleb(power), after
    if tokens.words[end] in {"x", "×", "*", "·"} and tokens.words[end + 1] == "10":
        power, after = _raised(tokens, end + 2)
        if power is not None:
            return value.scaleb(power), after
    if value == _TEN:
        power, after = _raised(tokens, end)
        if power is not None:
            return Decimal(1).scaleb(power), after
    return value, end


def _raised(tokens: Tokens, at: int) -> tuple[int | None, int]:
    if tokens.words[at] == "^":
        return _power(tokens, at + 1)
    digits = ""
    step = at
    while tokens.words[step] and tokens.glued(step) and tokens.words[step] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻":
        digits += tokens.words[step].translate(SUPERSCRIPTS)
        step += 1
        if len(digits) > 2:
            return None, at
    try:
        return (int(digits), step) if digits else (None, at)
    except ValueError:
        return None, at


def _power(tokens: Tokens, at: int) -> tuple[int | None, int]:
    step = at
    negative = tokens.words[step] in MINUSES
    if negative or tokens.words[step] == "+":
        step += 1
    form = tokens.words[step]
    if not tokens.glued(step) or not form.isdecimal() or len(form) > 2 or int(form) > _MAX_EXPONENT:
        return None, at
    return (-int(form) if negative else int(form)), step + 1


def _scale_digits(tokens: Tokens, value: Decimal, end: int, *, money: bool, plain: bool) -> Number:
    scale, after = _short_scale(tokens, end, money=money)
    if scale == 1:
        scale, after = _scale_words(tokens, end)
    if scale == 1:
        return Number(value, end, "digits", 1, plain)
    value *= scale
    if tokens.words[after] == "and":
        extra = _and_part(tokens, after + 1, scale)
        if extra is not None and extra[0] < scale:
            return Number(value + extra[0], extra[1], "mixed", scale)
        half = _and_half(tokens, after)
        if half is not None:
            return Number(value + half[0], half[1], "mixed", scale)
    elif scale >= 1000:
        extra = _lower_part(tokens, after, scale)
        if extra is not None:
            return Number(value + extra[0], extra[1], "mixed", scale)
    return Number(value, after, "mixed", scale)


def _lower_part(tokens: Tokens, at: int, scale: int) -> tuple[Decimal, int] | None:
    """Read the ``400 thousand`` of ``3 million 400 thousand``."""
    if tokens.kinds[at] == NUMBER:
        value = digits_value(tokens.words[at])
        lower, after = _scale_words(tokens, at + 1)
        if value is not None and lower != 1 and value * lower < scale:
            return value * lower, after
    return None


def _short_scale(tokens: Tokens, at: int, *, money: bool) -> tuple[int, int]:
    word = tokens.words[at]
    if word not in SHORT_SCALES:
        return 1, at
    glued = tokens.glued(at)
    if not glued and not tokens.spaced(at):
        return 1, at
    after = at + 1
    if tokens.words[after] == "." and tokens.glued(after) and word in {"mn", "bn", "mil", "bil", "cr"}:
        after += 1
    if word in {"bn", "bln", "mn", "mln", "tn", "trn", "tln", "mio"} or money:
        return (SHORT_SCALES[word], after) if _whole_word(tokens, at) else (1, at)
    if word in {"cr", "crs"} or (word == "mil" and tokens.words[after] not in {"-", "mi"}):
        return SHORT_SCALES[word], after
    if not glued or not _whole_word(tokens, at) or word in _MONEY_ONLY_SHORT - {"b"}:
        return 1, at
    if word == "k":
        return 1000, after
    large = tokens.surface(at) in {"M", "B"} or (word == "b" and "." in tokens.words[at - 1])
    if large or _counts_things(tokens, at + 1):
        return SHORT_SCALES[word], after
    return 1, at


def _whole_word(tokens: Tokens, at: int) -> bool:
    """Tell whether the letters stand by themselves (``$5m``), not in ``5m2`` or ``$5t-bill``."""
    return not (tokens.kinds[at + 1] == NUMBER and tokens.glued(at + 1))


def _counts_things(tokens: Tokens, at: int) -> bool:
    """Tell whether a plural noun follows: ``5m users`` counts, ``5m wide`` measures."""
    word = tokens.words[at]
    return word == "people" or (
        tokens.kinds[at] == WORD and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    )


def _scale_words(tokens: Tokens, at: int) -> tuple[int, int]:
    """Read scale words after a number: ``million``, ``thousand crore``, ``-million``."""
    scale, end = 1, at
    while True:
        step = end
        if tokens.words[step] in HYPHENS and tokens.glued(step) and tokens.glued(step + 1):
            step += 1
        word = tokens.words[step]
        size = SCALES.get(word) or (SCALE_PLURALS.get(word) if word != "scores" else None)
        if size is None or scale * size > _LARGEST:
            return scale, end
        scale *= size
        end = step + 1


def _and_part(tokens: Tokens, at: int, limit: int) -> tuple[Decimal, int] | None:
    """Read what ``and`` adds below the last scale: ``two thousand and five``."""
    if tokens.words[at] not in NUMBER_WORDS:
        return None
    part, end = _small_words(tokens, at)
    if tokens.words[end] == "hundred":
        if limit <= _HUNDRED or part >= _TEN:
            return None
        part, end = part * _HUNDRED, end + 1
        if tokens.words[end] in NUMBER_WORDS:
            rest, end = _small_words(tokens, end)
            part += rest
    if tokens.words[end] in ANY_SCALE:
        lower = ANY_SCALE[tokens.words[end]]
        if part * lower >= limit:
            return None
        return Decimal(part * lower), end + 1
    return Decimal(part), end


def _and_half(tokens: Tokens, at: int) -> tuple[Decimal, int] | None:
    """Read ``and a half``, ``and three quarters``, ``and one-fifth``, ``and 3/4`` after ``at``."""
    step = at + 1 + (tokens.words[at + 1] in HYPHENS)
    word = tokens.words[step]
    if word in {"a", "one"}:
        joint = step + 1 + (tokens.words[step + 1] in HYPHENS)
        if tokens.words[joint] in DENOMINATORS and tokens.words[joint + 1] != "of":
            return Decimal(1) / DENOMINATORS[tokens.words[joint]], joint + 1
        return None
    if word in SIGNS:
        top, bottom = SIGNS[word]
        return Decimal(top) / bottom, step + 1
    if word in UNITS:
        joint = step + 1 + (tokens.words[step + 1] in HYPHENS)
        parts = DENOMINATOR_PLURALS.get(tokens.words[joint])
        if parts and UNITS[word] < parts:
            return Decimal(UNITS[word]) / parts, joint + 1
    if tokens.kinds[step] == NUMBER and tokens.words[step + 1] == "/" and tokens.words[step].isdecimal():
        part = _over(tokens, Decimal(tokens.words[step][:_GROUP]), step + 1)
        if part is not None and part.value < 1:
            return part.value, part.end
    return None


def _small_words(tokens: Tokens, at: int) -> tuple[int, int]:
    """Read a spelled number below one hundred; the caller knows that one starts here."""
    word = tokens.words[at]
    if word in UNITS:
        return UNITS[word], at + 1
    value, end = TENS[word], at + 1
    step = end
    if tokens.words[step] in HYPHENS and tokens.glued(step):
        step += 1
    unit = UNITS.get(tokens.words[step], 0)
    if 0 < unit < _TEN:
        return value + unit, step + 1
    return value, end


def _words(tokens: Tokens, at: int, *, join: bool) -> Number | None:
    """Read a number in words, as far as its parts fall in scale."""
    word = tokens.words[at]
    if word not in NUMBER_WORDS:
        if word in ORDINALS:
            return Number(Decimal(ORDINALS[word]), at + 1, "ordinal")
        return _bare_scale(tokens, at)
    year = _spoken_year(tokens, at)
    if year is not None:
        return year
    return _finish_words(tokens, at, *_sum_words(tokens, at, join=join))


def _bare_scale(tokens: Tokens, at: int) -> Number | None:
    """Read a scale that says one by itself: ``billion-year contract``, ``million dollar``."""
    word = tokens.words[at]
    if word not in SCALES or word == "dozen":
        return None
    scale, end = _scale_words(tokens, at)
    return Number(Decimal(scale), end, "words", scale)


def _sum_words(tokens: Tokens, at: int, *, join: bool) -> tuple[int, int, int]:
    """Add the parts up. Returns value, token after the last, and the last scale."""
    total, last, scale = 0, 10**30, 1
    end = at
    while tokens.words[end] in NUMBER_WORDS:
        part, step = _below_thousand(tokens, end, join=join)
        factor, after = _scale_words(tokens, step)
        if factor == 1:
            total, end = total + part, step
            break
        if factor >= last:
            break
        total, end, last, scale = total + part * factor, after, factor, factor
        step = end
        if tokens.words[step] in {"and", ","} and join:
            step += 1
        if tokens.words[step] not in NUMBER_WORDS or not _smaller(tokens, step, last, join=join):
            break
        end = step
    return total, end, scale


def _smaller(tokens: Tokens, at: int, limit: int, *, join: bool) -> bool:
    """Tell whether the part at ``at`` continues the number: it must stay below the last scale.

    After a comma it must itself be scaled or hold a hundred (``one million, two hundred thousand``);
    otherwise the comma separates two numbers.
    """
    part, end = _below_thousand(tokens, at, join=join)
    factor, _ = _scale_words(tokens, end)
    if tokens.words[at - 1] == "," and factor == 1 and part < _HUNDRED:
        return False
    return part * factor < limit


def _below_thousand(tokens: Tokens, at: int, *, join: bool) -> tuple[int, int]:
    part, end = _small_words(tokens, at)
    step = end + (tokens.words[end] in HYPHENS)
    if tokens.words[step] not in {"hundred", "hundreds"} or not 0 < part < _HUNDRED:
        return part, end
    part, end = part * _HUNDRED, step + 1
    step = end
    if tokens.words[step] in HYPHENS:
        step += 1
    if tokens.words[step] == "and":
        if not join:
            return part, end
        step += 1 + (tokens.words[step + 1] in HYPHENS)
    if tokens.words[step] in NUMBER_WORDS:
        rest, after = _small_words(tokens, step)
        hundreds_again = tokens.words[after] in {"hundred", "hundreds"}
        if not hundreds_again and rest and (not _denominator_at(tokens, after) or rest > _TEN):
            return part + rest, after
    return part, end


def _denominator_at(tokens: Tokens, at: int) -> bool:
    step = at + (tokens.words[at] in HYPHENS)
    return tokens.words[step] in DENOMINATOR_PLURALS


def _finish_words(tokens: Tokens, at: int, value: int, end: int, scale: int) -> Number:
    """Look at what may close a number in words: decimals, a half, a denominator, an ordinal."""
    if tokens.words[end] == "point" and (tokens.words[end + 1] in UNITS or tokens.words[end + 1] == "oh"):
        return _spoken_decimals(tokens, value, end + 1)
    joint = end + (tokens.words[end] in HYPHENS and tokens.words[end + 1] == "and")
    if tokens.words[joint] == "and" and scale < 10**3:
        half = _and_half(tokens, joint)
        if half is not None:
            return _scaled_fraction(tokens, value + half[0], half[1], "mixed")
    step = end + (tokens.words[end] in HYPHENS and tokens.glued(end))
    closing = _closing_ordinal(tokens, value, step)
    if closing is not None:
        return closing
    if scale == 1 and tokens.words[end] == "over" and tokens.words[end + 1] in UNITS and value:
        bottom = UNITS[tokens.words[end + 1]]
        if 0 < value < bottom and tokens.words[end + 2] in {"", ".", "of"}:
            return Number(Decimal(value) / bottom, end + 2, "fraction")
    return Number(Decimal(value), end, "words", scale)


def _closing_ordinal(tokens: Tokens, value: int, at: int) -> Number | None:
    """Read ``two-thirds``, ``one third``, ``twenty-first``, ``two hundred and first``."""
    word = tokens.words[at]
    if word in DENOMINATOR_PLURALS and value and word != "seconds":
        if word == "quarters" and tokens.words[at - 1] != "-" and value > _TEN:
            return None
        return _scaled_fraction(tokens, Decimal(value) / DENOMINATOR_PLURALS[word], at + 1)
    if word in DENOMINATORS and value == 1:
        return _scaled_fraction(tokens, Decimal(1) / DENOMINATORS[word], at + 1)
    if word == "and" and value >= _HUNDRED:
        word = tokens.words[at + 1]
        at += 1
    if word in _ORDINAL_UNITS and value:
        unit = _ORDINAL_UNITS[word]
        if value % _HUNDRED == 0 or (value % _TEN == 0 and value % _HUNDRED >= 20 and unit < _TEN):
            return Number(Decimal(value + unit), at + 1, "ordinal")
    if word in _ORDINAL_TENS and value % _HUNDRED == 0 and value:
        unit = _ORDINAL_UNITS.get(tokens.words[at + 1], 0)
        return Number(Decimal(value + _ORDINAL_TENS[word]), at + 1, "ordinal")
    if word in _ORDINAL_SCALES and value:
        return Number(Decimal(value * _ORDINAL_SCALES[word]), at + 1, "ordinal")
    if word in TENS and value >= _HUNDRED and value % _HUNDRED == 0:
        return _closing_ordinal(tokens, value + TENS[word], at + 1 + (tokens.words[at + 1] in HYPHENS))
    return None


def _spoken_decimals(tokens: Tokens, value: int, at: int) -> Number:
    """Read the digits after ``point``, and a scale after them."""
    digits, end = "", at
    while len(digits) < _MAX_DIGITS:
        word = tokens.words[end]
        if word in TENS or (word in UNITS and UNITS[word] >= _TEN):
            part, end = _small_words(tokens, end)
            digits += str(part)
        elif word in UNITS or word == "oh":
            digits += str(UNITS.get(word, 0))
            end += 1
        else:
            break
    scale, after = _scale_words(tokens, end)
    return Number(Decimal(f"{value}.{digits}") * scale, after, "words" if scale == 1 else "mixed", scale)


def _spoken_year(tokens: Tokens, at: int) -> Number | None:
    """Read ``nineteen eighty-four`` and ``twenty twenty-five``: two parts of two digits."""
    century = UNITS.get(tokens.words[at]) or TENS.get(tokens.words[at])
    if century not in {17, 18, 19, 20}:
        return None
    step = at + 1 + (tokens.words[at + 1] in HYPHENS)
    word = tokens.words[step]
    if word not in TENS and UNITS.get(word, 0) < _TEN:
        return None
    rest, end = _small_words(tokens, step)
    return Number(Decimal(century * _HUNDRED + rest), end, "words", 1, plain=True)


def _after_article(tokens: Tokens, at: int, *, join: bool) -> Number | None:
    """Read numbers that start with an article: ``a thousand``, ``a quarter``, ``a few hundred``."""
    word = tokens.words[at + 1]
    if word in SCALES:
        return _finish_after_one(tokens, at, join=join)
    if word in VAGUE_STARTERS:
        return _few_hundred(tokens, at + 1)
    if word == "half" or (word == "quarter" and tokens.words[at] == "a"):
        return _leading_fraction(tokens, at + 1)
    if word in DENOMINATORS and _is_fraction_context(tokens, at):
        return _scaled_fraction(tokens, Decimal(1) / DENOMINATORS[word], at + 2)
    return None


_FRACTION_LEADERS: Final = words(
    "by nearly almost about around roughly than over only under just least some approximately cut fell rose up down to"
)


def _is_fraction_context(tokens: Tokens, at: int) -> bool:
    """Tell whether ``a third`` is a part (``a third of voters``), not a rank (``a third goal``)."""
    after = tokens.words[at + 2]
    if after in {"of", "more", "less", "fewer"}:
        return True
    closes = tokens.kinds[at + 2] != WORD or after in {
        "in",
        "to",
        "from",
        "since",
        "on",
        "and",
        "as",
    }
    if after in {"have", "were", "are", "had"} and tokens.words[at - 1] in {",", "and", "but"}:
        # ``Of 120 households, a third have left``
        return True
    return closes and tokens.words[at - 1] in _FRACTION_LEADERS


def _finish_after_one(tokens: Tokens, at: int, *, join: bool) -> Number:
    scale, end = _scale_words(tokens, at + 1)
    value = scale
    step = end + (tokens.words[end] == "and")
    if (join or step == end) and tokens.words[step] in NUMBER_WORDS and scale != SCALES["dozen"]:
        extra = _and_part(tokens, step, scale)
        if extra is not None and extra[0] < scale:
            value, end = value + int(extra[0]), extra[1]
    elif step != end:
        half = _and_half(tokens, end)
        if half is not None:
            return Number(scale * (1 + half[0]) if scale > 1 else half[0], half[1], "mixed", scale)
    closing = _closing_ordinal(tokens, value, end) if value > scale else None
    return closing or Number(Decimal(value), end, "words", scale)


def _leading_fraction(tokens: Tokens, at: int) -> Number | None:
    """Read ``half a million``, ``half a dozen``, ``half-million``, ``a quarter of a million``."""
    value = Decimal("0.5") if tokens.words[at] == "half" else Decimal("0.25")
    step = at + 1
    if tokens.words[step] in HYPHENS and tokens.glued(step):
        step += 1
    if tokens.words[step] == "of" and tokens.words[step + 1] == "a":
        step += 1
    if tokens.words[step] in {"a", "an"}:
        step += 1
    if tokens.words[step] in SCALES:
        scale, end = _scale_words(tokens, step)
        return Number(value * scale, end, "words", scale)
    return Number(value, at + 1, "fraction")


def _vague(tokens: Tokens, at: int) -> Number:
    """Read ``dozens``, ``hundreds of thousands``, ``tens of millions``."""
    value, end = SCALE_PLURALS[tokens.words[at]], at + 1
    while tokens.words[end] == "of" and tokens.words[end + 1] in SCALE_PLURALS:
        if tokens.words[end + 1] == "scores" or value > _LARGEST:
            break
        value *= SCALE_PLURALS[tokens.words[end + 1]]
        end += 2
    return Number(Decimal(value), end, "vague", value)


def _few_hundred(tokens: Tokens, at: int) -> Number | None:
    """Read ``a few hundred``, ``several thousand``, ``a couple of hundred``, ``a couple of``."""
    word = tokens.words[at]
    step = at + 1
    if word == "couple":
        if tokens.words[step] == "of":
            step += 1
        elif tokens.words[step] not in SCALES and tokens.words[step] != "more":
            return None
    if tokens.words[step] in SCALES:
        scale, end = _scale_words(tokens, step)
        return Number(Decimal(scale * (2 if word == "couple" else 1)), end, "vague", scale)
    return Number(Decimal(2), at + 1, "vague") if word == "couple" else None


def _leading_point(tokens: Tokens, at: int, *, money: bool) -> Number | None:
    if tokens.glued(at) and tokens.kinds[at - 1] in {NUMBER, WORD}:
        return None
    form = tokens.words[at + 1]
    if not form.isdecimal() or len(form) > _MAX_DIGITS:
        return None
    return _scale_digits(tokens, Decimal(f"0.{form}"), at + 2, money=money, plain=False)


def tens_of(tokens: Tokens, at: int) -> Number | None:
    """Read ``tens of thousands``; ``tens`` alone is no figure in news."""
    if tokens.words[at + 1] != "of" or tokens.words[at + 2] not in SCALE_PLURALS:
        return None
    inner = _vague(tokens, at + 2)
    return Number(inner.value * _TEN, inner.end, "vague", inner.scale)


_PROPORTION_LINKS: Final = (
    ("out", "of", "every"),
    ("out", "of"),
    ("in", "every"),
    ("of", "every"),
    ("in",),
)
PROPORTION_STARTS: Final = HYPHENS | {link[0] for link in _PROPORTION_LINKS}
_ROUND_WHOLES: Final = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50})


def proportion(tokens: Tokens, part: Number) -> Number | None:
    """Return the proportion that ``part`` begins (``one in three``, ``four out of 10``), or None.

    A bare ``in`` needs a whole that people count by, and nothing behind it that makes the second
    number a length of time or an amount of its own.
    """
    end = part.end
    if tokens.words[end] in HYPHENS:
        if tokens.words[end + 1] != "in" or not tokens.glued(end):
            return None
        end += 1
    for link in _PROPORTION_LINKS:
        if tuple(tokens.words[end : end + len(link)]) == link:
            step = end + len(link)
            step += tokens.words[step] in HYPHENS
            whole = parse_number(tokens, step)
            if whole is None or whole.shape not in {"digits", "words", "mixed"}:
                return None
            if not 0 < part.value < whole.value or part.value != int(part.value):
                return None
            if link == ("in",) and not _countable_whole(whole):
                return None
            return Number(part.value / whole.value, whole.end, "proportion")
    return None


def _countable_whole(whole: Number) -> bool:
    value = whole.value
    return value in _ROUND_WHOLES or (value % _HUNDRED == 0 and not 1900 <= value <= 2100)
