"""The checker finds every kind of defect in hand-made logs, and none in a good one."""

import base64
import json

import pytest

from tests.chaos.checker import Record, Verdict, check


def raw(number: int, sequence: int, word: str = "") -> bytes:
    text = f"Report {sequence} of a{number}: {word}"
    return json.dumps({"id": f"a{number}", "text": text}).encode()


def enriched(number: int, sequence: int, extra: str = "") -> bytes:
    return json.dumps(
        {
            "event_id": f"e{number}-{sequence}",
            "article_id": f"a{number}",
            "article": {"text": f"Report {sequence} of a{number}: "},
            "entities": [{"id": "x"}, {"id": "y"}],
            "figures": [{"id": "f"}],
            "extra": extra,
        }
    ).encode()


def letter(value: bytes) -> bytes:
    return json.dumps({"value": base64.b64encode(value).decode(), "error_type": "enrichment_failed"}).encode()


def flat(name: str, number: int, sequence: int, identity: str) -> bytes:
    return json.dumps({"event_id": f"e{number}-{sequence}", name: {"id": identity}}).encode()


def good_logs() -> dict[str, list[bytes]]:
    articles = [(number, sequence) for sequence in (1, 2, 3) for number in (1, 2)]
    poison = raw(1, 4, "RAISE")
    return {
        "raw": [*(raw(*article) for article in articles), poison, b"{"],
        "enriched": [enriched(*article) for article in articles],
        "dead_letters": [letter(poison), letter(b"{")],
        "entities": [flat("entity", *article, name) for article in articles for name in "xy"],
        "figures": [flat("figure", *article, "f") for article in articles],
    }


def run(logs: dict[str, list[bytes]], partition_of_last: int = 0) -> Verdict:
    return check(
        **{
            name: [
                Record(partition_of_last if index == len(values) - 1 else 0, index, value)
                for index, value in enumerate(values)
            ]
            for name, values in logs.items()
        }
    )


def test_good_logs_have_no_defect():
    verdict = run(good_logs())
    assert verdict.defects == {}
    assert (verdict.expected, verdict.enriched, verdict.dead_letters) == (8, 6, 2)
    assert (verdict.entities, verdict.figures) == (12, 6)


@pytest.mark.parametrize(
    ("topic", "defect"),
    [
        ("enriched", "lost"),
        ("dead_letters", "lost"),
        ("entities", "lost in entities"),
        ("figures", "lost in figures"),
    ],
)
def test_a_missing_record_is_lost(topic, defect):
    logs = good_logs()
    del logs[topic][0]
    verdict = run(logs)
    assert verdict.defects[defect] == 1
    assert verdict.lost >= 1


@pytest.mark.parametrize(
    ("topic", "defect"),
    [
        ("enriched", "duplicated in enriched"),
        ("dead_letters", "duplicated in dead letters"),
        ("entities", "duplicated in entities"),
        ("figures", "duplicated in figures"),
    ],
)
def test_a_repeated_record_is_a_duplicate(topic, defect):
    logs = good_logs()
    logs[topic].append(logs[topic][0])
    verdict = run(logs)
    assert verdict.defects == {defect: 1}
    assert verdict.duplicated == 1


def test_an_article_enriched_and_dead_lettered_is_a_duplicate():
    logs = good_logs()
    logs["dead_letters"].append(letter(logs["raw"][0]))
    verdict = run(logs)
    assert verdict.defects["duplicated in dead letters"] == 1
    assert verdict.defects["good article dead-lettered"] == 1


def test_a_record_sent_twice_must_come_out_twice():
    logs = good_logs()
    logs["raw"].append(logs["raw"][0])
    assert run(logs).defects == {"lost": 1}


def test_exchanged_articles_of_a_key_are_reordered():
    logs = good_logs()
    events = logs["enriched"]
    events[0], events[2] = events[2], events[0]
    assert run(logs).defects == {"reordered": 1}


def test_exchanged_articles_of_different_keys_are_not():
    logs = good_logs()
    events = logs["enriched"]
    events[0], events[1] = events[1], events[0]
    assert run(logs).defects == {}


def test_a_key_in_two_partitions_has_no_order():
    defects = run(good_logs(), partition_of_last=1).defects
    assert defects == {"key in two partitions": 1}


def test_poison_that_is_enriched_and_strangers_are_told():
    logs = good_logs()
    logs["enriched"] += [enriched(1, 4), enriched(9, 1)]
    logs["dead_letters"].pop(0)
    defects = run(logs).defects
    assert defects["poison enriched"] == 1
    assert defects["unexpected in enriched"] == 1


def test_a_flat_record_without_its_event_is_unexpected():
    logs = good_logs()
    logs["figures"].append(flat("figure", 7, 7, "f"))
    assert run(logs).defects == {"unexpected in figures": 1}


def test_repeats_must_have_the_same_bytes():
    same, other = good_logs(), good_logs()
    same["enriched_uncommitted"] = [enriched(1, 1), enriched(1, 1)]
    other["enriched_uncommitted"] = [enriched(1, 1), enriched(1, 1, "changed")]
    assert (run(same).repeats_uncommitted, run(same).defects) == (1, {})
    assert run(other).defects == {"different bytes": 1}
