"""From a text to its figures: one walk over the tokens, rules only where something triggers them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Final, Literal, NamedTuple

from streams.enrich.figures import dates
from streams.enrich.figures.ages import as_age, decade_of_life
from streams.enrich.figures.amounts import add_smaller, read_amount, read_range
from streams.enrich.figures.calendar import calendar_day, shifted_unit
from streams.enrich.figures.context import annotate
from streams.enrich.figures.drafts import Draft
from streams.enrich.figures.events import ACTIVE
from streams.enrich.figures.lexicon import AUXILIARIES, STOPS, VERBS, is_past, words
from streams.enrich.figures.money import CURRENCY_ENDS, currency_before, localised
from streams.enrich.figures.names import (
    Names,
    identifier_end,
    in_name,
    is_title_case,
    ordinal_in_name,
)
from streams.enrich.figures.numerals import (
    DENOMINATORS,
    HYPHENS,
    NUMBER_WORDS,
    ORDINALS,
    SCALE_PLURALS,
    SCALES,
    SIGNS,
    UNITS,
    VAGUE_STARTERS,
    Number,
    digits_value,
    parse_number,
    tens_of,
)
from streams.enrich.figures.tokens import NUMBER, WORD, Tokens
from streams.enrich.figures.units import TIME_UNITS, parse_unit
from streams.enrich.sentences import sentence_spans
from streams.enrich.spans import LabelledSpan
from streams.records.entity import Field
from streams.records.figure import DateValue, Figure

_ARTICLES: Final = frozenset({"a", "an"})
_FOLDS: Final = {
    f"{word}fold": value
    for value, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=2)
} | {"twentyfold": 20, "hundredfold": 100, "thousandfold": 1000}
_FOLDING: Final = HYPHENS | {"fold", "x"}
_FRACTION_WORDS: Final = frozenset({"half", "quarter"})
_NUMBER_TRIGGERS: Final = (
    NUMBER_WORDS
    | frozenset(ORDINALS)
    | frozenset(SCALES)
    | frozenset(SCALE_PLURALS)
    | frozenset(SIGNS)
    | frozenset(_FOLDS)
    | VAGUE_STARTERS
    | _FRACTION_WORDS
    | frozenset(
        {
            "tens",
            ".",
            "twenties",
            "thirties",
            "forties",
            "fifties",
            "sixties",
            "seventies",
            "eighties",
            "nineties",
        }
    )
)
_TRIGGERS: Final = _NUMBER_TRIGGERS | _ARTICLES | dates.DATE_TRIGGERS
_ARTICLE_OPENERS: Final = (
    frozenset(SCALES) | VAGUE_STARTERS | frozenset(DENOMINATORS) | frozenset(TIME_UNITS) | {"full", "whole"}
)
_NO_VESSELS: Final = words(
    "mile inch kilometre kilometer centimetre centimeter millimetre millimeter metre meter litre liter gallon tonne "
    "hectare acre kilogram kilo gram"
)
_MEASURES: Final = _NO_VESSELS | words("pint quart cup teaspoon tablespoon barrel bushel ounce")
"""Units that ``a`` counts one of, unlike the foot, the yard and the pound, which are things as well."""
_LENGTHS: Final = words("mile inch centimetre centimeter millimetre millimeter metre meter")
_MEASURED: Final = words("of away from wide long deep high tall thick apart above below north south east west off")
_ANCHOR_WINDOW: Final = 60
"""Tokens, two or three sentences of news, over which a day that was named is still spoken of."""
_BARE_PHRASE: Final = 6
"""Tokens of a text that is a measure and no sentence: ``a pint of beer``."""
_AGO: Final = frozenset({"ago", "earlier", "later", "before", "after", "prior", "from", "hence", "old", "long", "into"})
_DURATION_LEADERS: Final = words(
    "for within in nearly almost over about than last lasts lasted take takes took taken taking spend spent "
    "after under least roughly around up just only every-half quarter approximately further another"
)
_LARGEST_JSON_INTEGER: Final = 2**63 - 1


def extract_figures(
    text: str,
    *,
    field: Field = "text",
    entities: Sequence[LabelledSpan] = (),
    published_at: datetime | None = None,
    id_seed: str = "",
) -> list[Figure]:
    """Return the figures of a text, sorted by where they start.

    Args:
        text: One field of an article, as received.
        field: Which field it is.
        entities: The recogniser's mentions in the field: they tell names from counts, and fill
            ``about`` when they carry ids.
        published_at: Publication time that relative dates resolve against; without it they stay
            relative.
        id_seed: The article's id, so that ids are unique over articles.

    Guarantee: pure and deterministic; time linear in the text's length; no exception for any string;
    ``figure.text == text[figure.start:figure.end]`` in code points; spans never overlap.
    """
    tokens = Tokens(text)
    names = Names(text, entities)
    drafts = _Reader(tokens, names, published_at).read()
    if not drafts:
        return []
    sentences = _annotate_sentences(tokens, drafts)
    return [
        _record(tokens, draft, field, id_seed, _about(tokens, names, draft, sentence))
        for draft, sentence in zip(drafts, sentences, strict=True)
    ]


class _Reader:
    """Walks over the tokens of one text and collects drafts."""

    def __init__(self, tokens: Tokens, names: Names, published: datetime | None) -> None:
        self.tokens = tokens
        self.names = names
        self.published = published
        self.drafts: list[Draft] = []
        self.currencies: dict[str, str] = {}
        self.floor = 0
        """Token after the last figure: no later one may start before it."""
        self.anchor: DateValue | None = None
        """The last day, month or year that the text names: ``44 days earlier`` counts from it."""
        self.anchored = 0

    def read(self) -> list[Draft]:
        words, kinds = self.tokens.words, self.tokens.kinds
        # Most tokens begin no figure: a comprehension passes over them fastest.
        triggered = [at for at, word in enumerate(words) if word in _TRIGGERS]
        after = 0
        for at in sorted(self.tokens.numbers + triggered):
            if at < after:
                continue
            if kinds[at] == NUMBER:
                after = self._number(at)
            elif words[at] != "." or kinds[at + 1] == NUMBER:
                after = self._word(at)
        return self.drafts

    def _number(self, at: int) -> int:
        tokens = self.tokens
        end = self.names.address_end(tokens.starts[at]) if self.names.has_addresses else None
        if end is not None:
            return bisect_left(tokens.starts, end, at)
        before, after = tokens.words[at - 1], tokens.words[at + 1]
        if before not in CURRENCY_ENDS or currency_before(tokens, at) is None:
            skipped = identifier_end(tokens, at)
            if skipped is not None and not _is_clock(tokens, at):
                return skipped
            touched = tokens.glued(at + 1)
            other = (self._touched(at) if touched else 0) or (
                self._bare_hour(at) if before == "at" or after == "in" else 0
            )
            if other:
                return other
            found = dates.match_number(tokens, at, self.published)
            if found is not None and found.first >= self.floor:
                return self._date(found)
            ordinal = self._digit_ordinal(at) if touched or before in _RANKING else 0
            if ordinal:
                return ordinal
            if touched and _unreadable(tokens, at):
                return _run(tokens, at)
        return self._amount(at)

    def _touched(self, at: int) -> int:
        """Read digits by what is written onto them: ages, degrees and measured times; 0 when it is none of these."""
        life = decade_of_life(self.tokens, at)
        if life is not None:
            return self._decade_of_life(at, *life)
        other = self._over_age(at)
        if other:
            return other
        timed = dates.stopwatch(self.tokens, at)
        if timed is None:
            return 0
        self._add(Draft(at, timed[1], "duration", timed[0], unit="second", base="duration"))
        return timed[1]

    def _date(self, found: dates.DateMatch) -> int:
        if self.names.holds(self.tokens, found.first, found.end) and self.tokens.kinds[found.first] != NUMBER:
            return found.end
        self._add(Draft(found.first, found.end, "date", date=found.value, base="date"))
        if found.value.resolution in {"day", "month", "year"} and found.value.end is None:
            self.anchor, self.anchored = found.value, found.end
        return found.end

    def _base(self, at: int, unit: str) -> datetime | None:
        """Return what an expression at ``at`` counts from: a date named shortly before, else publication.

        None when that date is coarser than the unit: nobody knows the day two days after ``in 2019``.
        """
        if self.anchor is None or at - self.anchored > _ANCHOR_WINDOW:
            return self.published
        return calendar_day(self.anchor, unit)

    def _over_age(self, at: int) -> int:
        """Read ``over-65s`` and ``the under 30s``, and the degrees of ``highs in the 90s``; 0 when there is none."""
        tokens = self.tokens
        form = tokens.words[at]
        if tokens.words[at + 1] != "s" or not tokens.glued(at + 1) or len(form) != 2 or not form.isdecimal():
            return 0
        before = tokens.words[at - 2] if tokens.words[at - 1] in HYPHENS else tokens.words[at - 1]
        if before in {"over", "under"}:
            return self._decade_of_life(at, Decimal(form), at + 2)
        if form[1] != "0" or not dates.speaks_of_weather(tokens, at):
            return 0
        self._add(Draft(at, at + 2, "quantity", Decimal(form), unit="degree", base="quantity", shape="words"))
        return at + 2

    def _bare_hour(self, at: int) -> int:
        """Read ``8 in the evening`` and the 7 of ``tomorrow at 7``; returns 0 when there is none."""
        tokens = self.tokens
        after = tokens.words[at + 1 : at + 4]
        part = after[2] if after[:2] == ["in", "the"] else ""
        joined = tokens.words[at - 1] == "at" and self.floor == at - 1 and bool(self.drafts)
        form = tokens.words[at]
        if not (part or joined) or not form.isdecimal() or len(form) > 2 or not 1 <= int(form) <= 12:
            return 0
        on_day = joined and self.drafts[-1].kind == "date" and tokens.kinds[at + 1] != WORD and after[:1] != [":"]
        if part not in {"morning", "afternoon", "evening"} and not on_day:
            return 0
        late = part in {"afternoon", "evening"} and int(form) < 12
        value = f"T{int(form) + 12 * late:02d}:00"
        end = at + 4 if part else at + 1
        certainty: Literal["exact", "likely"] = "exact" if part else "likely"
        self._add(
            Draft(at, end, "date", date=DateValue(resolution="time", value=value, certainty=certainty), base="date")
        )
        return end

    def _decade_of_life(self, at: int, value: Decimal, end: int) -> int:
        self._add(Draft(at, end, "duration", value, unit="year", role="age", base="duration", shape="words"))
        return end

    def _digit_ordinal(self, at: int) -> int:
        """Read ``22nd``, ``number 3`` and ``No. 1``; returns 0 when there is none."""
        tokens = self.tokens
        form = tokens.words[at]
        if tokens.words[at + 1] in {"st", "nd", "rd", "th"} and tokens.glued(at + 1):
            value = digits_value(form)
            if value is None or _is_stone(tokens, at):
                return 0
            if ordinal_in_name(tokens, at, at + 2):
                return at + 2
            return self._ordinal(at, at + 2, value)
        first = _rank_word(tokens, at)
        if first is None or first < self.floor or not form.isdecimal() or len(form) > 3:
            return 0
        self._add(Draft(first, at + 1, "ordinal", Decimal(form), shape="ordinal", base="ordinal"))
        return at + 1

    def _ordinal(self, at: int, end: int, value: Decimal) -> int:
        number = Number(value, end, "ordinal")
        weekday = dates.nth_weekday(self.tokens, at, end, int(value))
        if weekday is not None:
            return self._date(weekday)
        found = (
            dates.fiscal_quarter(self.tokens, number, at, self.published)
            or dates.century(self.tokens, at, end, int(value))
            or dates.ordinal_day(self.tokens, number, at, self.published)
        )
        if found is not None:
            return self._date(found)
        day = _day_of_month(self.tokens, at, end, value)
        if day is not None:
            self._add(day)
            return end
        self._add(Draft(at, end, "ordinal", value, shape="ordinal", base="ordinal"))
        return end

    def _word(self, at: int) -> int:
        tokens = self.tokens
        word = tokens.words[at]
        if word in dates.DATE_TRIGGERS:
            unit = dates.counts_from_the_text(tokens, at)
            found = dates.match_word(tokens, at, self._base(at, unit) if unit else self.published)
            if found is not None and found.first >= self.floor:
                return self._date(found)
        if word in _ARTICLES:
            return self._article(at)
        if word not in _NUMBER_TRIGGERS:
            # Digits glued to a word of the calendar (``Sat2``) are no number of their own.
            return at + 1 + (tokens.kinds[at + 1] == NUMBER and tokens.glued(at + 1))
        if word in _FOLDS:
            self._add(Draft(at, at + 1, "cardinal", Decimal(_FOLDS[word]), shape="words"))
            return at + 1
        if word == "tens":
            return self._tens(at)
        life = decade_of_life(tokens, at)
        if life is not None:
            return self._decade_of_life(at, *life)
        return self._number_words(at) if _is_number_word(tokens, at) else at + 1

    def _number_words(self, at: int) -> int:
        tokens = self.tokens
        spoken = dates.spoken_clock(tokens, at)
        if spoken is not None:
            return self._date(spoken)
        number = parse_number(tokens, at)
        end = number.end if number is not None else at + 1
        if tokens.kinds[end] == NUMBER and tokens.glued(end):
            return end + 1
        if number is None:
            return end
        named = tokens.capitalised(at) and not self._title_case(at) and in_name(tokens, at, end)
        if named or self.names.holds(tokens, at, end):
            return end
        return self._amount(at)

    def _tens(self, at: int) -> int:
        number = tens_of(self.tokens, at)
        if number is None:
            return at + 1
        draft = read_amount(self.tokens, at + 2)
        if draft is None or draft.value is None:
            return number.end
        draft.first, draft.value = at, draft.value * 10
        self._add(draft)
        return draft.end

    def _title_case(self, at: int) -> bool:
        first = at
        while first > 0 and at - first < 15 and self.tokens.words[first - 1] not in {".", "!", "?"}:
            first -= 1
        return is_title_case(self.tokens, first, self.tokens.size)

    def _article(self, at: int) -> int:
        """Read what an article can begin: ``a thousand``, ``a quarter of``, ``a decade ago``."""
        tokens = self.tokens
        word = tokens.words[at + 1]
        if word == "half":
            return self._amount(at)
        if word in _MEASURES:
            return self._one_measure(at)
        if word not in _ARTICLE_OPENERS:
            return at + 1
        if word == "quarter" and tokens.words[at + 2] in {"past", "to"}:
            found = dates.match_word(tokens, at + 1, self.published)
            if found is not None and found.first >= self.floor:
                return self._date(found)
        step = at + 1 + (word in {"full", "whole"})
        unit = tokens.words[step]
        if unit in TIME_UNITS and unit != "quarter" and not unit.endswith("s"):
            return self._one_unit(at, step)
        return self._amount(at)

    def _one_measure(self, at: int) -> int:
        """Read ``an inch of rain`` and ``a mile away``, never the rate ``$4 a gallon``."""
        tokens = self.tokens
        after = tokens.words[at + 2]
        opens = at == 0 and tokens.size <= _BARE_PHRASE and (after == "of" or tokens.kinds[at + 2] != WORD)
        if tokens.capitalised(at) or (after == "of" and tokens.words[at + 1] not in _LENGTHS):
            after = ""
        if self.floor == at > 0 or not (
            opens or (at > 0 and after in _MEASURED and tokens.words[at + 1] in _NO_VESSELS)
        ):
            return at + 1
        unit = parse_unit(tokens, at + 1)
        if unit is None:
            return at + 1
        self._add(Draft(at, unit.end, "quantity", Decimal(1), unit=unit.name, base="quantity", shape="words"))
        return unit.end

    def _one_unit(self, at: int, step: int) -> int:
        """Read ``a year ago``, ``for an hour``, ``nearly a decade``, never the rate ``a week``."""
        tokens = self.tokens
        unit, end = TIME_UNITS[tokens.words[step]], step + 1
        value = Decimal(1)
        if tokens.words[end : end + 2] == ["and", "a"] and tokens.words[end + 2] in _FRACTION_WORDS:
            value, end = value + Decimal(1) / DENOMINATORS[tokens.words[end + 2]], end + 3
        alone = tokens.kinds[at - 1] != WORD and tokens.kinds[end] != WORD and (at == 0 or self.floor != at)
        more = tokens.words[end] == "and" and tokens.words[end + 2] in TIME_UNITS
        ago = tokens.words[end] in _AGO and not (tokens.words[end] == "from" and tokens.words[end + 1] != "now")
        led = tokens.words[at - 1] in _DURATION_LEADERS or tokens.words[at - 2 : at] == ["up", "to"]
        long_unit = unit in {"decade", "century", "millennium", "fortnight"}
        counted = tokens.words[end] == "of" or tokens.words[end : end + 2] == ["or", "two"]
        if unit == "second" and not ago and not alone:
            return at + 1
        if (
            tokens.words[end] in HYPHENS
            or tokens.words[end] in {"'", "’"}
            or not (value > 1 or ago or led or long_unit or step > at + 1 or alone or more or counted)
        ):
            return at + 1
        if tokens.kinds[end] == WORD and not (ago or long_unit or more) and tokens.words[end] not in STOPS:
            return at + 1
        if led and tokens.words[at - 1] in {"in", "about", "for"} and tokens.words[end] == "day":
            return at + 1
        draft = self._aged(Draft(at, end, "duration", value, unit=unit, base="duration", shape="words"))
        if value == 1 and tokens.words[end : end + 2] == ["or", "two"]:
            # ``a week or two``
            draft.kind, draft.value_max, draft.end = "range", Decimal(2), end + 2
        add_smaller(tokens, draft)
        self._when(draft)
        self._add(draft)
        return draft.end

    def _aged(self, draft: Draft) -> Draft:
        as_age(self.tokens, draft)
        return draft

    def _amount(self, at: int) -> int:
        tokens = self.tokens
        join = tokens.kinds[at] == NUMBER or "between" not in tokens.words[max(0, at - 3) : at]
        draft = read_amount(tokens, at, join=join)
        if draft is None:
            return at + 1
        if draft.shape == "ordinal":
            return self._ordinal_words(draft)
        if draft.first < self.floor:
            draft.first = at
        joined = read_range(tokens, draft)
        if isinstance(joined, list):
            self._add_list(joined)
            return joined[-1].end
        draft = joined or draft
        if draft.base == "cardinal" and tokens.kinds[at] == NUMBER and self.names.holds(tokens, at, draft.end):
            return draft.end
        if not _plausible(tokens, draft):
            return draft.end
        if tokens.words[draft.end] in _FOLDING:
            self._fold(draft)
        as_age(tokens, draft)
        if draft.base == "duration":
            self._when(draft)
        self._add(draft)
        return draft.end

    def _add_list(self, parts: list[Draft]) -> None:
        """Add the numbers that share a unit; ``12- and 13-year-olds`` share the age as well."""
        if parts[-1].base == "duration":
            as_age(self.tokens, parts[-1])
        for part in parts:
            if part.base == "duration" and parts[-1].role == "age":
                part.role = "age"
            self._add(part)

    def _ordinal_words(self, draft: Draft) -> int:
        tokens = self.tokens
        if not _ordinal_counts(tokens, draft):
            return draft.end
        return self._ordinal(draft.first, draft.end, draft.value or Decimal(0))

    def _fold(self, draft: Draft) -> None:
        """Take in the ``-fold`` of ``18-fold``."""
        end = draft.end
        if self.tokens.words[end] in HYPHENS and self.tokens.words[end + 1] == "fold":
            draft.end = end + 2
        elif self.tokens.words[end] == "fold" or (
            self.tokens.words[end] == "x" and self.tokens.glued(end) and draft.base == "cardinal"
        ):
            draft.end = end + 1

    def _when(self, draft: Draft) -> None:
        """Resolve ``five years ago`` and ``44 days earlier``; the words belong to the figure."""
        if draft.role is not None or draft.unit is None or draft.value is None:
            return
        word = self.tokens.words[draft.end]
        if word not in {"ago", "earlier", "later"}:
            return
        draft.end += 1
        by = draft.value if word == "later" else -draft.value
        relative = self.tokens.slice(draft.first, draft.end).lower()
        if draft.kind == "range" or draft.value != int(draft.value) or abs(by) > 10**5:
            draft.date = DateValue(relative=relative)
            return
        certainty = "resolved" if word == "ago" else "likely"
        base = self.published if word == "ago" else self._base(draft.first, draft.unit)
        draft.date = shifted_unit(draft.unit, int(by), base, relative, certainty)  # type: ignore[arg-type]
        if word != "ago":
            self.anchor, self.anchored = draft.date, draft.end

    def _add(self, draft: Draft) -> None:
        if draft.first < self.floor:
            return
        if draft.base == "money" and draft.unit is not None:
            draft.unit = localised(self.tokens, draft.unit, draft.first, draft.end, self.currencies)
        self.drafts.append(draft)
        self.floor = draft.end


def _is_stone(tokens: Tokens, at: int) -> bool:
    """Tell whether ``st`` weighs (``4st``, ``11st``): as an ordinal it follows a one."""
    form = tokens.words[at]
    return tokens.words[at + 1] == "st" and (form[-1] != "1" or form[-2:] == "11")


def _day_of_month(tokens: Tokens, at: int, end: int, value: Decimal) -> Draft | None:
    """Read ``on the 27th``: a day of a month that only the context names."""
    if tokens.words[at - 2 : at] != ["on", "the"] or tokens.kinds[at] != NUMBER or not 1 <= value <= 31:
        return None
    if tokens.kinds[end] == WORD and tokens.words[end] not in STOPS:
        return None
    relative = tokens.slice(at, end).lower()
    return Draft(at, end, "date", date=DateValue(resolution="day", relative=relative), base="date")


def _is_clock(tokens: Tokens, at: int) -> bool:
    """Tell whether digits after a capitalised word are a time or day (``Thursday 9:30``)."""
    return tokens.words[at + 1] == ":" and tokens.glued(at + 1) and tokens.kinds[at + 2] == NUMBER


def _unreadable(tokens: Tokens, at: int) -> bool:
    """Tell whether letters glued behind digits make them a name: ``3D``, ``747s``, ``4x4``."""
    after = at + 1
    if tokens.kinds[after] != WORD:
        return False
    if tokens.words[after] == "x" and not (tokens.kinds[after + 1] == NUMBER and tokens.glued(after + 1)):
        return False
    number = read_amount(tokens, at)
    return number is None or number.end == after


def _run(tokens: Tokens, at: int) -> int:
    while tokens.glued(at + 1) and at < tokens.size and tokens.kinds[at + 1] in {NUMBER, WORD}:
        at += 1
    return at + 1


_RANKING: Final = frozenset({"number", "no", "."})


def _rank_word(tokens: Tokens, at: int) -> int | None:
    before = tokens.words[at - 1]
    if before in {"number", "no"} and not tokens.glued(at):
        small = before == "number" or tokens.capitalised(at - 1)
        return at - 1 if (small and tokens.words[at - 2] != "the") or (small and before == "number") else None
    if before == "." and tokens.words[at - 2] == "no" and tokens.glued(at - 1):
        return at - 2
    return None


_ONE_BLOCKS: Final = words(
    "no this that which the every any each another new old big only latest first next last some my"
)
_ONE_CONTEXT: Final = words(
    "killed injured dead wounded missing died arrested another more other was were in percent or "
    "to point and from by at among is has had who"
)


def _is_number_word(tokens: Tokens, at: int) -> bool:
    """Tell whether a trigger word means a number here: pronouns and idioms don't."""
    word = tokens.words[at]
    before, after = tokens.words[at - 1], tokens.words[at + 1]
    if word == "one":
        return _one(tokens, at, before, after)
    if word == "scores":
        return before in ACTIVE or (
            after
            in {
                "of",
                "killed",
                "dead",
                "injured",
                "more",
                "wounded",
                "arrested",
                "missing",
                "were",
                "are",
            }
            and before not in {"his", "her", "test", "their", "who", "he", "she"}
        )
    if word == "half":
        return _half(tokens, at, before, after)
    if word == "quarter":
        if after == "-":
            return tokens.words[at + 2] in _QUARTERED and before not in ORDINALS
        return after in {"of", "century", "mile", "million"} and before not in ORDINALS
    if word in {"point", "nil"}:
        return (word == "nil" and before in {"point", "-"}) or tokens.words[at - 1] in NUMBER_WORDS
    if word in SCALES and word not in NUMBER_WORDS:
        alone = tokens.kinds[at - 1] != WORD and tokens.kinds[at + 1] != WORD
        return (
            alone
            or after in HYPHENS
            or after in {"dollar", "pound", "euro", "dollars"}
            or (word != "dozen" and before == "per" and tokens.words[at - 2] != "parts")
        )
    if word in {"few", "several", "couple"}:
        return True
    if word in SCALE_PLURALS and word.endswith("s"):
        return before not in {"hundred", "thousand"}
    # ``nine fours and a six``
    stroke = before == "a" and word in UNITS and tokens.kinds[at + 1] != WORD and after not in HYPHENS
    return not stroke


_QUALIFYING: Final = words("of than least about over under nearly almost around roughly to and or by for in with from")


_QUARTERED: Final = words("century mile million billion pound hour inch point percentage acre ton tonne litre share")


def _one(tokens: Tokens, at: int, before: str, after: str) -> bool:
    if after in HYPHENS and tokens.glued(at + 1):
        return tokens.words[at + 2] not in {"on", "time", "off", "sided", "to", "another", "upmanship", "stop"}
    if after in {"another", "s", "by", "day", "'", "’", "who", "that", "such"}:
        return after == "day" and before in {"only", "just", "in", "for", "least", "within", "than"}
    if before in {"at", "in", "the"} and after in {"point", "time", "stage"}:
        return False
    if before in {"only", "just"} and after == "of":
        return True
    if before in _ONE_BLOCKS:
        return (
            before in {"only", "every", "the", "another", "first", "last"}
            and tokens.kinds[at + 1] == WORD
            and after not in STOPS
            and after not in VERBS
            and not is_past(after)
        )
    if (
        tokens.words[at - 2] in {"the", "this", "that", "a"}
        and before not in _QUALIFYING
        and tokens.kinds[at - 1] == WORD
    ):
        # ``the current one``
        return tokens.kinds[at + 1] == WORD and after not in STOPS and not is_past(after)
    return not (after in AUXILIARIES and after not in {"was", "were", "is", "are", "has", "had"})


def _half(tokens: Tokens, at: int, before: str, after: str) -> bool:
    if before in ORDINALS or before in {"second", "better", "other", "last", "opening"}:
        return False
    if before == "in":
        return after in {"a", "an"}
    if after in HYPHENS and tokens.glued(at + 1):
        return tokens.words[at + 2] in TIME_UNITS or tokens.words[at + 2] in {
            "million",
            "billion",
            "dozen",
            "mile",
            "percent",
            "point",
            "percentage",
        }
    if after in {
        "of",
        "a",
        "an",
        "the",
        "its",
        "their",
        "his",
        "her",
        "all",
        "those",
        "million",
        "billion",
        "dozen",
        "as",
        "this",
    }:
        return True
    return before in {
        "by",
        "than",
        "about",
        "nearly",
        "almost",
        "least",
        "over",
        "only",
        "just",
        "around",
        "roughly",
        "some",
        "under",
        "from",
        "to",
    }


def _ordinal_counts(tokens: Tokens, draft: Draft) -> bool:
    """Tell whether an ordinal word ranks something; idioms and names don't."""
    at, end = draft.first, draft.end
    word, before, after = tokens.words[at], tokens.words[at - 1], tokens.words[end]
    if end == at + 1:
        if word == "second" and before in {"per", "split", "a", "every", "each"} and before != "a":
            return False
        if word == "first" and (before == "at" or after == "aid" or (after == "of" and tokens.words[end + 1] == "all")):
            return False
        if (
            after in HYPHENS
            and tokens.glued(end)
            and tokens.words[end + 1] in {"hand", "guess", "guessed", "guessing", "rate"}
        ):
            return False
        if word in {"hundredth", "thousandth", "millionth"}:
            return True
    if tokens.capitalised(at) and tokens.capitalised(end) and tokens.starts[end] <= tokens.ends[end - 1] + 1:
        starts = at == 0 or tokens.words[at - 1] in {".", "!", "?", '"', "“"}
        return starts and after not in {
            "lady",
            "minister",
            "world",
            "amendment",
            "reich",
            "nation",
            "nations",
            "bank",
            "republic",
        }
    return True


def _plausible(tokens: Tokens, draft: Draft) -> bool:
    """Tell apart words that only look like numbers from figures."""
    if draft.value is None:
        return False
    if draft.shape == "vague" and draft.value == 2:
        return (
            tokens.words[draft.end] in {"of", "more"}
            or draft.unit is not None
            or tokens.words[draft.end - 1] != "couple"
        )
    return True


class _Sentence(NamedTuple):
    """A sentence by its tokens, and those that end a clause in it."""

    first: int
    end: int
    breaks: list[int]


_CLAUSE_ENDS: Final = frozenset({";", ":", "—", "–"})
_CLAUSE_WINDOW: Final = 40


def _annotate_sentences(tokens: Tokens, drafts: list[Draft]) -> list[_Sentence]:
    """Annotate sentence by sentence; return each draft's sentence."""
    spans = sentence_spans(tokens.text)
    result: list[_Sentence] = []
    index, start = 0, 0
    while start < len(drafts):
        offset = tokens.starts[drafts[start].first]
        while index + 1 < len(spans) and spans[index + 1][0] <= offset:
            index += 1
        begin, finish = spans[index]
        end = start + 1
        while end < len(drafts) and tokens.starts[drafts[end].first] < finish:
            end += 1
        first, last = bisect_left(tokens.starts, begin), bisect_right(tokens.ends, finish)
        annotate(tokens, drafts[start:end], first)
        breaks = [at for at in range(first, last) if tokens.words[at] in _CLAUSE_ENDS]
        result += [_Sentence(first, last, breaks)] * (end - start)
        start = end
    return result


def _about(tokens: Tokens, names: Names, draft: Draft, sentence: _Sentence) -> tuple[str, ...]:
    """Return the ids of the entities in the figure's clause, in the order of the text."""
    first = max(sentence.first, draft.first - _CLAUSE_WINDOW)
    last = min(sentence.end, draft.end + _CLAUSE_WINDOW)
    breaks = sentence.breaks
    if breaks:
        before, behind = bisect_left(breaks, draft.first), bisect_left(breaks, draft.end)
        first = max(first, breaks[before - 1] + 1) if before else first
        last = min(last, breaks[behind]) if behind < len(breaks) else last
    return names.ids_inside(tokens.starts[first], tokens.ends[max(draft.end, last) - 1])


def _record(tokens: Tokens, draft: Draft, field: Field, id_seed: str, about: tuple[str, ...]) -> Figure:
    start, end = tokens.starts[draft.first], tokens.ends[draft.end - 1]
    key = f"{id_seed}\x1f{field}\x1f{start}\x1f{end}\x1f{draft.kind}"
    return Figure(
        id=blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest(),
        field=field,
        start=start,
        end=end,
        text=tokens.text[start:end],
        kind=draft.kind,
        value=json_number(draft.value),
        value_max=json_number(draft.value_max),
        unit=draft.unit,
        qualifier=draft.qualifier,
        vague=draft.vague,
        role=draft.role,  # type: ignore[arg-type]
        of=draft.of,
        event=draft.event,
        per=draft.per,
        change=draft.change,
        from_=json_number(draft.from_),
        date=draft.date,
        about=about,
    )


def json_number(value: Decimal | None) -> int | float | None:
    """Return the JSON number of a decimal: an integer when it is one that 64 bits hold."""
    if value is None:
        return None
    if value == value.to_integral_value() and abs(value) <= _LARGEST_JSON_INTEGER:
        return int(value)
    return float(value)
