"""Sentence boundaries by offsets."""

import pytest

from streams.enrich.sentences import sentence_spans


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One came. Two left.", ["One came.", "Two left."]),
        ("Mr. Okello met Dr. Ann J. Reid.", ["Mr. Okello met Dr. Ann J. Reid."]),
        ('"We won!" he said. "Go home."', ['"We won!" he said.', '"Go home."']),
        ("He lives in the U.S. with her.", ["He lives in the U.S. with her."]),
        ("He left the U.S. The visit was over.", ["He left the U.S.", "The visit was over."]),
        ("It rose 2.5 percent to $3.10. Oil fell.", ["It rose 2.5 percent to $3.10.", "Oil fell."]),
        ("It began at 9 a.m. on Friday.", ["It began at 9 a.m. on Friday."]),
        ("A headline\nThe first line. The next.", ["A headline", "The first line.", "The next."]),
        ("No. 3 seed lost. No.", ["No. 3 seed lost.", "No."]),
        ("Really? Yes! He said so…", ["Really?", "Yes!", "He said so…"]),
        ("(It ended.) Then it began.", ["(It ended.)", "Then it began."]),
        ("", []),
        ("  \n ", []),
        ("no end", ["no end"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert _sentences(text) == expected
