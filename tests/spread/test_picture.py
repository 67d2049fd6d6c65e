import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passaparola.spread import promoters
from passaparola.spread.cascade import Cascade
from passaparola.spread.picture import Channel, Name, picture
from spread import naive
from spread.forests import cascade_of, forests


@given(forests(), st.integers(1, 9))
def test_what_is_shown_keeps_its_whole_chains(acts: list[naive.Act], limit: int) -> None:
    cascade = cascade_of(acts)
    drawn = picture(cascade, limit=limit)
    columns = drawn["acts"]
    assert len({len(column) for column in columns.values()}) == 1
    assert columns["at"] == sorted(columns["at"])
    assert drawn["shown"] == len(drawn["people"]["id"]) <= min(limit, drawn["total"])
    for hop, parent in zip(columns["hop"], columns["parent"], strict=True):
        assert columns["hop"][parent] == hop - 1 if parent >= 0 else hop == 0
    json.dumps(drawn, allow_nan=False)


@given(forests())
def test_everything_is_shown_where_there_is_room(acts: list[naive.Act]) -> None:
    drawn = picture(cascade_of(acts))
    assert (len(drawn["acts"]["who"]), drawn["shown"]) == (len(acts), drawn["total"])


def test_people_and_platforms_go_by_the_names_given() -> None:
    rows = [
        {"id": "m", "parent": "", "who": "did:1", "at": 5, "channel": "bluesky"},
        {"id": "a", "parent": "m", "who": "did:2", "at": 7, "channel": "bluesky"},
    ]
    names = {"did:1": Name("Brand", "https://example.org/brand")}
    drawn = picture(
        Cascade.from_rows(rows),
        names=names,
        platforms={"bluesky": Channel("Bluesky", "#0f7ae8")},
        title="Launch",
    )
    assert drawn["people"]["name"] == ["Brand", "did:2"]
    assert drawn["people"]["url"] == ["https://example.org/brand", None]
    assert drawn["platforms"] == [{"key": "bluesky", "name": "Bluesky", "colour": "#0f7ae8"}]
    assert (drawn["from"], drawn["to"], drawn["title"], drawn["simulated"]) == (5.0, 7.0, "Launch", False)
    assert drawn["acts"]["subtree"] == [2, 1]


def test_the_largest_subtrees_are_kept() -> None:
    rows = [{"id": "m", "parent": "", "who": "brand", "at": 0}]
    rows += [{"id": f"x{k}", "parent": "m", "who": f"x{k}", "at": k} for k in range(1, 9)]
    rows += [{"id": "y", "parent": "x8", "who": "y", "at": 20}]
    assert picture(Cascade.from_rows(rows), limit=2)["people"]["id"] == ["brand", "x8"]
    assert picture(Cascade.from_rows(rows))["total"] == pytest.approx(10)


def test_the_map_says_what_the_ranking_says() -> None:
    # Bice is late: her second act, not her first, is what Dino and Elio had it from.
    rows = [
        {"id": "a", "parent": "", "who": "brand", "at": 0, "kind": "publish"},
        {"id": "b1", "parent": "a", "who": "bice", "at": 1, "kind": "like"},
        {"id": "c", "parent": "a", "who": "carlo", "at": 2, "kind": "reshare"},
        {"id": "b2", "parent": "c", "who": "bice", "at": 3, "kind": "quote"},
        {"id": "d", "parent": "b2", "who": "dino", "at": 4, "kind": "reshare"},
        {"id": "e", "parent": "d", "who": "elio", "at": 5, "kind": "reshare"},
    ]
    rows = [row | {"channel": "x", "message": "m", "evidence": "observed"} for row in rows]
    cascade = Cascade.from_rows(rows)
    drawn = picture(cascade)
    brought = dict(zip(drawn["people"]["id"], drawn["people"]["subtree"], strict=True))
    assert brought == {"brand": 0, "bice": 2, "carlo": 2, "dino": 1, "elio": 0}
    ids = drawn["people"]["id"]
    assert [ids[person] for person in drawn["promoters"]] == [one.who for one in promoters.ranked(cascade)]
