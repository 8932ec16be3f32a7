"""The sets that say where a rule may apply let every word through that its rule knows."""

import re
from decimal import Decimal
from pathlib import Path

from streams.enrich import figures
from streams.enrich.figures import money, rates, units
from streams.enrich.figures.tokens import NUMBER, Tokens

BEHIND = ("", " dollars", " point", " cent", "-hour", " cents", " years", " per hour", "$")
BEFORE = ("", "a ", "u.", "gh", "U.S. ")


def vocabulary():
    """Every word of the rules' tables and string literals, in the forms in which news has them."""
    found = {word for table in tables() for key in table for word in key.replace("|", " ").split()}
    for path in Path(figures.__file__).parent.glob("*.py"):
        for literal in re.findall(r'"([^"\n]*)"', path.read_text(encoding="utf-8")):
            found.update(literal.replace("|", " ").split())
    found |= {word + "s" for word in found}
    return sorted(found | {word.upper() for word in found} | {word.capitalize() for word in found})


def tables():
    yield from (units._WORDS, units._SYMBOLS, units.TIME_UNITS, units._TIME_SYMBOLS)
    yield from (money._NAMES, money._MINOR, money.SYMBOLS, money._PREFIX_WORDS, money.ISO_CODES)
    yield from (money._LOWER_CODES, money._DOLLARS)


def test_no_phrase_behind_a_number_is_shut_out():
    shut_out = []
    for word in vocabulary():
        for glue in ("5 ", "5", "5-"):
            for tail in BEHIND:
                tokens = Tokens(glue + word + tail)
                if tokens.kinds[0] != NUMBER or tokens.words[0] != "5":
                    continue
                first = tokens.words[1]
                if (
                    (units.parse_percent(tokens, 1) and first not in units.PERCENT_STARTS)
                    or ((units.parse_unit(tokens, 1) or units.glued_time(tokens, 1)) and first not in units.UNIT_STARTS)
                    or (money.currency_after(tokens, 1, size=Decimal(500)) and first not in money.CURRENCY_STARTS)
                    or (rates._rate_at(tokens, 1, money=True) and first not in rates._RATE_STARTS)
                ):
                    shut_out.append(tokens.text)
    assert not shut_out


def test_no_currency_before_a_number_is_shut_out():
    shut_out = []
    for word in vocabulary():
        for lead in BEFORE:
            for gap in ("", " "):
                tokens = Tokens(f"{lead}{word}{gap}5,000")
                at = tokens.size - 1
                if tokens.kinds[at] != NUMBER or tokens.words[at - 1] in money.CURRENCY_ENDS:
                    continue
                if money.currency_before(tokens, at):
                    shut_out.append(tokens.text)
    assert not shut_out
