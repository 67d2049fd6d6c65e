"""Word of mouth made on a real Bluesky network, then traced and compared with what was done."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from passaparola.connectors import errors
from passaparola.connectors.bluesky.connector import BlueskyReader
from servers.crowd import Crowd, Person, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from passaparola.connectors.contract import Trace

Done = set[tuple[str, str, str | None]]


@pytest.fixture(scope="module")
def crowd(bluesky: dict[str, Any]) -> Iterator[Crowd]:
    crowd = Crowd(bluesky)
    yield crowd
    crowd.close()


@pytest.fixture
def reader(bluesky: dict[str, Any]) -> BlueskyReader:
    return BlueskyReader(appview=bluesky["appview"], plc=bluesky["plc"])


def traced(reader: BlueskyReader, address: str) -> Trace:
    return asyncio.run(reader.trace(address))


def page(author: Person, ref: Ref) -> str:
    return f"https://bsky.app/profile/{author.handle}/post/{ref['uri'].rpartition('/')[2]}"


def named(trace: Trace, people: dict[str, Person]) -> Done:
    """The acts as (who, what, from whom), by the names the test gave."""
    names = {person.did: name for name, person in people.items()}
    by_id = {act.id: act for act in trace.acts}
    return {
        (names[act.actor], act.kind, names[by_id[act.parent].actor] if act.parent else None)
        for act in trace.acts
    }


def test_a_chain_of_six_hops_with_branches_quotes_replies_and_likes_is_traced_exactly(
    crowd: Crowd, reader: BlueskyReader
) -> None:
    people = crowd.people("brand ada bea cleo dan eva fay gus hal ivy jon kim lea max ned ora pam")
    for follower, followed in (("ada", "brand"), ("bea", "ada"), ("cleo", "bea"), ("jon", "cleo")):
        crowd.follow(people[follower], people[followed])
    root = crowd.post(people["brand"], "Read this")
    ref = {"ada": crowd.repost(people["ada"], root)}
    chain = ["ada", "bea", "cleo", "dan", "eva", "fay", "gus"]
    for before, after in itertools.pairwise(chain):
        ref[after] = crowd.repost(people[after], root, via=ref[before])
    crowd.repost(people["hal"], root, via=ref["ada"])
    crowd.repost(people["ivy"], root, via=ref["cleo"])
    crowd.repost(people["jon"], root)
    quote = crowd.quote(people["kim"], "What they said", root)
    through = crowd.repost(people["lea"], quote)
    crowd.repost(people["max"], quote, via=through)
    requote = crowd.quote(people["max"], "And what kim said", quote)
    answer = crowd.reply(people["ned"], "Really?", root, root)
    crowd.reply(people["brand"], "Really.", answer, root)
    crowd.reply(people["ora"], "Good point", quote, quote)
    crowd.like(people["pam"], root, via=ref["dan"])
    crowd.like(people["ora"], root)
    crowd.counted(root, repostCount=10, likeCount=2, quoteCount=1, replyCount=1)
    crowd.counted(quote, repostCount=2, quoteCount=1, replyCount=1)
    crowd.counted(requote)

    trace = traced(reader, page(people["brand"], root))

    hops = [(after, "reshare", before) for before, after in itertools.pairwise(chain)]
    assert named(trace, people) == {
        ("brand", "publish", None),
        ("ada", "reshare", None),
        *hops,
        ("hal", "reshare", "ada"),
        ("ivy", "reshare", "cleo"),
        ("jon", "reshare", None),
        ("kim", "quote", "brand"),
        ("lea", "reshare", "kim"),
        ("max", "reshare", "lea"),
        ("max", "quote", "kim"),
        ("ned", "reply", "brand"),
        ("brand", "reply", "ned"),
        ("ora", "reply", "kim"),
        ("pam", "like", "dan"),
        ("ora", "like", None),
    }
    assert len(trace.acts) == 20
    assert trace.acts[0].id == trace.root == root["uri"]
    assert trace.gaps == ()
    assert all(act.at_known for act in trace.acts)
    did = {name: person.did for name, person in people.items()}
    assert {(did["ada"], did["brand"]), (did["jon"], did["cleo"])} <= set(trace.follows)


def test_a_repost_without_via_keeps_its_parent_open_and_tells_whom_its_author_follows(
    crowd: Crowd, reader: BlueskyReader
) -> None:
    people = crowd.people("brand ada bea")
    crowd.follow(people["bea"], people["ada"])
    root = crowd.post(people["brand"], "Once")
    crowd.repost(people["ada"], root)
    crowd.repost(people["bea"], root)
    crowd.counted(root, repostCount=2)

    trace = traced(reader, root["uri"])

    assert [act.parent for act in trace.acts] == [None, None, None]
    assert trace.follows == ((people["bea"].did, people["ada"].did),)


def test_times_written_by_clients_are_kept_as_they_stand(crowd: Crowd, reader: BlueskyReader) -> None:
    people = crowd.people("brand ada bea")
    root = crowd.post(people["brand"], "Now")
    crowd.repost(people["ada"], root, createdAt="1999-12-31T23:59:59Z")
    crowd.repost(people["bea"], root, createdAt="2999-01-01T00:00:00+02:00")
    crowd.counted(root, repostCount=2)

    times = {act.actor: act.at for act in traced(reader, root["uri"]).acts}

    assert times[people["ada"].did] == datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert times[people["bea"].did] == datetime(2998, 12, 31, 22, tzinfo=UTC)
    assert abs(times[people["brand"].did] - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_repost_through_one_that_is_undone_stays_open_and_is_told(
    crowd: Crowd, reader: BlueskyReader
) -> None:
    people = crowd.people("brand ada bea")
    root = crowd.post(people["brand"], "Undone")
    undone = crowd.repost(people["ada"], root)
    crowd.repost(people["bea"], root, via=undone)
    crowd.counted(root, repostCount=2)
    crowd.erase(people["ada"], undone)
    crowd.until(lambda: crowd._post(root)["repostCount"] == 1)

    trace = traced(reader, root["uri"])

    assert named(trace, people) == {("brand", "publish", None), ("bea", "reshare", None)}
    assert [(gap.what, gap.count) for gap in trace.gaps] == [("reposts that others came through", 1)]


def test_a_thread_deeper_than_one_answer_is_read_to_its_end(crowd: Crowd, reader: BlueskyReader) -> None:
    people = crowd.people("brand ada")
    root = crowd.post(people["brand"], "Level 0")
    said = [root]
    for level in range(1, 95):
        said.append(crowd.reply(people["ada" if level % 2 else "brand"], f"Level {level}", said[-1], root))
    for ref in said[:-1]:
        crowd.counted(ref, replyCount=1)

    trace = traced(reader, root["uri"])

    parents = {act.id: act.parent for act in trace.acts}
    here: str | None = said[-1]["uri"]
    length = 0
    while here is not None:
        here, length = parents[here], length + 1
    assert length == 95


def test_a_deleted_post_is_gone(crowd: Crowd, reader: BlueskyReader) -> None:
    brand = crowd.person("brand")
    root = crowd.post(brand, "Regretted")
    crowd.counted(root)
    crowd.erase(brand, root)
    crowd.gone(root)
    with pytest.raises(errors.Gone, match=r"is deleted or was never there; check the address\.$"):
        traced(reader, page(brand, root))


def test_a_deleted_reply_leaves_what_hangs_below_it_to_a_gap(crowd: Crowd, reader: BlueskyReader) -> None:
    people = crowd.people("brand ada bea")
    root = crowd.post(people["brand"], "Ask me")
    lost = crowd.reply(people["ada"], "I take this back", root, root)
    crowd.reply(people["bea"], "Too late", lost, root)
    crowd.counted(lost, replyCount=1)
    crowd.erase(people["ada"], lost)
    crowd.gone(lost)
    assert {act.actor for act in traced(reader, root["uri"]).acts} == {people["brand"].did}


def test_nobody_of_that_name_is_gone(bluesky: dict[str, Any], reader: BlueskyReader) -> None:
    with pytest.raises(errors.Gone, match=r"no Bluesky account is called nobody\.test"):
        traced(reader, "https://bsky.app/profile/nobody.test/post/3kaaaaaaaaa2a")


def test_an_author_shown_to_signed_in_people_only_is_not_ours_to_read(
    crowd: Crowd, reader: BlueskyReader
) -> None:
    brand = crowd.person("brand")
    root = crowd.post(brand, "Among us")
    crowd.hide(brand)
    crowd.until(lambda: bool(crowd._post(root).get("author", {}).get("labels")))
    with pytest.raises(errors.Forbidden, match="to signed-in people only"):
        traced(reader, page(brand, root))


def test_a_host_that_is_no_appview_is_named(bluesky: dict[str, Any]) -> None:
    reader = BlueskyReader(appview=bluesky["plc"], plc=bluesky["plc"])
    with pytest.raises(errors.ConnectorError, match="localhost"):
        traced(reader, "https://bsky.app/profile/nobody.test/post/3kaaaaaaaaa2a")
