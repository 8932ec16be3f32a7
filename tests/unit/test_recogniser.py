# ruff: noqa: S311 - strange characters are what is tested
"""The recogniser: what it promises whatever its weights are, and a few names it must find."""

import random
import string
import subprocess
import sys
from itertools import pairwise
from zlib import crc32

import numpy as np
import pytest

from streams.enrich.mentions import correct_mentions
from streams.enrich.recogniser import Recogniser, encoders, features, lexemes, profile_folder
from streams.enrich.recogniser.decoding import Scores
from streams.enrich.recogniser.tokens import NEWLINE, tokenise
from streams.enrich.recogniser.wordpiece import WordPieces, fold
from streams.enrich.spans import LabelledSpan

ARTICLE = (
    "KYIV, Ukraine (AP) — President Volodymyr Zelenskyy met Secretary-General Mark Rutte of NATO "
    "in Brussels on Monday, the Ukrainian Foreign Ministry said.\n"
    "Rutte's spokeswoman, Allison Hart, declined to comment. In Nairobi, Amina Wanjiru of the "
    "Kenya Red Cross Society said the U.S. had promised $2.5 million.\n"
)
STRANGE = [
    "",
    " ",
    "\n\n",
    "\x00",
    "\ud800",
    "e\u0301" * 50,
    "𝒜𝓃𝓃𝒶 met 北京 and القاهرة in Москва 🇺🇦🧑‍🚀",
    "'s 's ’s the the The",
    "A" * 5000,
    "...,,,---[](){}",
]


@pytest.fixture(scope="module", params=["default", "accurate"])
def recogniser(request: pytest.FixtureRequest) -> Recogniser:
    if not profile_folder(request.param).is_dir():
        pytest.skip(f"no weights of {request.param} are shipped yet")
    return Recogniser.load(request.param)


def texts(seed: int) -> list[str]:
    rng = random.Random(seed)
    sentences = ARTICLE.replace("\n", " ").split(". ")
    made = []
    for _ in range(12):
        chosen = [rng.choice(sentences) for _ in range(rng.randint(1, 40))]
        invented = "".join(rng.choices(string.ascii_lowercase, k=9)).title()
        made.append(". ".join([*chosen, f"Said {invented} of {invented[::-1].title()} Ltd"]))
    return made


def test_tokens_partition_the_text() -> None:
    for text in [ARTICLE, *STRANGE]:
        tokens = tokenise(text)
        assert all(a <= b for a, b in zip(tokens.ends[:-1], tokens.starts[1:], strict=True))
        for token, start, end in zip(*tokens, strict=True):
            assert token == NEWLINE or text[start:end] == token
        covered = {i for a, b in zip(tokens.starts, tokens.ends, strict=True) for i in range(a, b)}
        assert all(i in covered or c.isspace() for i, c in enumerate(text))


def test_finds_the_plain_names(recogniser: Recogniser) -> None:
    found = {(ARTICLE[m.start : m.end], m.label) for m in recogniser.recognise([ARTICLE])[0]}
    assert {
        ("Volodymyr Zelenskyy", "PERSON"),
        ("Mark Rutte", "PERSON"),
        ("Rutte", "PERSON"),
        ("NATO", "ORG"),
        ("Brussels", "GPE"),
        ("Nairobi", "GPE"),
        ("Ukraine", "GPE"),
    } <= found


def test_mentions_are_ordered_scored_and_tidy(recogniser: Recogniser) -> None:
    for text, mentions in zip(texts(1), recogniser.recognise(texts(1)), strict=True):
        assert all(a.end <= b.start for a, b in pairwise(mentions))
        for mention in mentions:
            surface = text[mention.start : mention.end]
            assert surface == surface.strip()
            assert not surface.lower().startswith("the ")
            assert not surface.endswith(("'s", "\u2019s"))
            assert 0 < mention.score <= 1


def test_any_text_is_answered(recogniser: Recogniser) -> None:
    assert len(recogniser.recognise(STRANGE)) == len(STRANGE)
    assert recogniser.recognise(["", " \n"]) == [[], []]
    assert recogniser.recognise([]) == []


def test_result_depends_on_the_text_alone(recogniser: Recogniser) -> None:
    batch = texts(2)
    together = recogniser.recognise(batch)
    assert together == [recogniser.recognise([text])[0] for text in batch]
    assert together[::-1] == recogniser.recognise(batch[::-1])
    fresh = Recogniser.load(recogniser.name.removeprefix("newsstream-"))
    assert together == fresh.recognise(batch)


def test_encoder_gives_the_same_bytes_in_any_company(recogniser: Recogniser) -> None:
    batch = [tokenise(text).texts for text in texts(3)]
    together = recogniser._encoder.scores(batch)
    for text, scores in zip(batch, together, strict=True):
        assert same(recogniser._encoder.scores([text])[0], scores)


def same(one: Scores, other: Scores) -> bool:
    return all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))


def test_words_that_are_surely_no_names_have_no_scores() -> None:
    encoder = Recogniser.load("default")._encoder
    tokens = tokenise(
        "It had rained for days, and nobody in the streets of the old town knew when it would end, but "
        "then Amina Diallo came back from Dakar with the boat that her brother had bought there."
    ).texts
    places = encoder.scores([tokens])[0].places.tolist()
    assert {tokens.index(name) for name in ("Amina", "Diallo", "Dakar")} <= set(places)
    assert len(places) < len(tokens) / 2


def test_processors_whose_products_may_overflow_give_the_same_bytes(
    recogniser: Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoders, "_saturates", lambda: True)
    other = Recogniser.load(recogniser.name.removeprefix("newsstream-"))
    tokens = [tokenise(text).texts for text in texts(4)]
    for usual, slower in zip(recogniser._encoder.scores(tokens), other._encoder.scores(tokens), strict=True):
        assert same(usual, slower)


def test_long_text_has_no_seams(recogniser: Recogniser) -> None:
    repeated = ARTICLE * 60
    found = recogniser.recognise([repeated])[0]
    # Types as the product gives them: "U.S." is a country whichever way a window leans.
    corrected = correct_mentions(repeated, [LabelledSpan(m.start, m.end, m.label) for m in found])
    for mentions in ([(m.start, m.end, "") for m in found], [span[:3] for span in corrected]):
        per_copy = [
            [(start - k, end - k, label) for start, end, label in mentions if k <= start < k + len(ARTICLE)]
            for k in range(0, len(repeated), len(ARTICLE))
        ]
        assert sum(copy == per_copy[1] for copy in per_copy) >= 58


def test_ngrams_are_the_crc32_of_every_run_of_bytes() -> None:
    words = ["a", "of", "Reuters", "Škoda", "antidisestablishmentarianism", "北京", "don't", "\ud800", "x" * 60]
    found = features.features(words, WordPieces(["[UNK]", "a"]))
    for word, row in zip(words, found.ngrams, strict=True):
        code = f"<{fold(word[: features.LONGEST])}>".encode("utf-8", "surrogatepass")
        runs = [code[i : i + size] for size in (3, 4, 5) for i in range(len(code) - size + 1)]
        wanted = [crc32(run) % features.NGRAM_ROWS for run in runs][:32]
        assert row[row != features.NONE].tolist() == wanted


def test_cache_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    recogniser = Recogniser.load("default")
    before = recogniser.recognise([ARTICLE])
    rows = recogniser._encoder.lexemes  # type: ignore[attr-defined]
    monkeypatch.setattr(lexemes, "_CAPACITY", len(rows._shipped) + 2000)
    for start in range(0, 6000, 500):
        # The words overlap from call to call: what is forgotten for room may be needed at once.
        recogniser.recognise([" ".join(f"Word{i}x" for i in range(start, start + 700))])
        assert len(rows._index) <= lexemes._CAPACITY
    assert recogniser.recognise([ARTICLE]) == before


def test_a_text_may_hold_more_words_than_the_cache() -> None:
    recogniser = Recogniser.load("default")
    rows = recogniser._encoder.lexemes  # type: ignore[attr-defined]
    words = lexemes._CAPACITY - len(rows._shipped) + 1000
    text = " ".join(f"w{i}" for i in range(words)) + ".\n" + ARTICLE
    found = {text[m.start : m.end] for m in recogniser.recognise([text])[0]}
    assert {"Volodymyr Zelenskyy", "Mark Rutte"} <= found
    assert len(rows._index) <= lexemes._CAPACITY


def test_shipped_rows_are_the_computed_ones() -> None:
    rows = Recogniser.load("default")._encoder.lexemes  # type: ignore[attr-defined]
    forms = list(rows._shipped)[::97]
    computed = rows.compute(forms)
    shipped = rows.matrix[[rows._shipped[form] for form in forms]]
    # Another kind of processor adds up the norm in another order: one step of rounding, now and then.
    distance = np.abs(computed.astype(int) - shipped)
    assert distance.max() <= 1
    assert distance.mean() < 0.01
    assert (rows.compute(forms[:1]) == computed[:1]).all()
    assert len({row.tobytes() for row in computed}) == len(forms)


def test_spacy_loads_the_folder() -> None:
    code = (
        "import spacy, streams.enrich.recogniser.component\n"
        "from streams.enrich.recogniser import profile_folder\n"
        "nlp = spacy.load(profile_folder('default'))\n"
        "doc = nlp('Mark Rutte met Amina Wanjiru in Nairobi.')\n"
        "print([(e.text, e.label_) for e in doc.ents])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "('Mark Rutte', 'PERSON')" in done.stdout
    assert "('Nairobi', 'GPE')" in done.stdout


def test_fingerprint_names_the_weights(recogniser: Recogniser) -> None:
    assert len(recogniser.fingerprint) == 16
    assert recogniser.version.count(".") == 2
