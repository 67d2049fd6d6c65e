import json

from passaparola.spread.cascade import Cascade
from passaparola.spread.summary import summary

ROWS = [
    {"id": "m", "parent": "", "who": "brand", "at": 0, "kind": "publish", "message": "launch"},
    {"id": "a", "parent": "m", "who": "ada", "at": 60, "kind": "reshare", "message": "launch"},
    {"id": "b", "parent": "a", "who": "bea", "at": 120, "kind": "quote", "message": "launch"},
    {"id": "c", "parent": "b", "who": "cai", "at": 240, "kind": "reshare", "message": "launch"},
    {"id": "d", "parent": "m", "who": "dan", "at": 300, "kind": "reply", "message": "launch"},
    {"id": "e", "parent": "?", "who": "eva", "at": 400, "kind": "reshare", "message": "launch"},
]


def test_the_summary_says_what_happened() -> None:
    found = summary(Cascade.from_rows(ROWS))
    assert found["message"] == "launch"
    assert (found["nodes"], found["people"], found["reach"], found["unknown"]) == (6, 6, 4, 1)
    assert found["hops"][1] == {"hop": 1, "acts": 2, "people": 2, "passed_on": 1}
    assert found["polarity"] == {"bipolar": 0.5, "tripolar": 0.25, "multipolar": 0.25}
    assert found["multiplier"] == 2.0
    assert (found["depth"], found["breadth"]) == (3, 2)
    assert found["generation_interval_s"] == 90.0
    assert found["half_life_s"] == 120.0
    assert found["evidence"] == {"proved": 0, "observed": 6, "declared": 0, "inferred": 0}
    assert found["promoters"][0] == {"who": "ada", "direct": 1, "subtree": 2, "credit": 1.5}
    assert [row["generation"] for row in found["reproduction"]] == [1, 2, 3]


def test_the_summary_can_be_written_as_json_even_of_nothing() -> None:
    for rows in ([], ROWS[:1], ROWS):
        found = summary(Cascade.from_rows(rows))
        assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_several_messages_have_no_name_and_are_counted() -> None:
    found = summary(
        Cascade.from_rows([*ROWS, {"id": "x", "parent": "", "who": "ada", "at": 1, "message": "other"}])
    )
    assert (found["message"], found["messages"], found["people"]) == (None, 2, 6)
