"""The whole reading of a post, over answers recorded from a network of our own."""

from __future__ import annotations

import asyncio
import copy
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from connectors.lexicons import Lexicons
from connectors.recorded import client, recorded
from passaparola.connectors import errors
from passaparola.connectors.bluesky.bounds import Bounds
from passaparola.connectors.bluesky.connector import BlueskyReader

if TYPE_CHECKING:
    from pathlib import Path

    from passaparola.connectors.contract import Trace

CHAIN = recorded("bluesky", "trace__chain")
ADDRESS = CHAIN["address"]
PEOPLE: dict[str, str] = CHAIN["people"]
DID = {name: did for did, name in PEOPLE.items()}


class Network:
    """Gives the recorded answers again; `broken` replaces those whose address holds a text."""

    def __init__(self, broken: dict[str, httpx.Response | Exception] | None = None) -> None:
        self.answers = {call["url"]: call for call in copy.deepcopy(CHAIN["asked"])}
        self.broken = broken or {}
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        for text, answer in self.broken.items():
            if text in str(request.url):
                if isinstance(answer, Exception):
                    raise answer
                return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)
        call = self.answers.get(str(request.url))
        if call is None:
            return httpx.Response(400, json={"error": "InvalidRequest", "message": "not recorded"})
        return httpx.Response(call["status"], json=call["json"])

    def change(self, part: str, old: str, new: str) -> None:
        """Write `new` for `old` in the answers whose address holds `part`."""
        for url, call in self.answers.items():
            if part in url:
                call["json"] = json.loads(json.dumps(call["json"]).replace(old, new))


def traced(network: Network, address: str = ADDRESS, bounds: Bounds | None = None) -> Trace:
    reader = BlueskyReader(
        appview="https://appview.example", plc="https://plc.example", client=client(network), bounds=bounds
    )
    return asyncio.run(reader.trace(address))


def named(trace: Trace) -> set[tuple[str, str, str | None]]:
    by_id = {act.id: act for act in trace.acts}
    return {
        (PEOPLE[act.actor], act.kind, PEOPLE[by_id[act.parent].actor] if act.parent else None)
        for act in trace.acts
    }


def reshares(trace: Trace) -> dict[str, str | None]:
    return {who: whence for who, kind, whence in named(trace) if kind == "reshare"}


def test_the_recorded_chain_is_told_as_it_was_made() -> None:
    trace = traced(Network())
    assert named(trace) == {
        ("brand", "publish", None),
        ("ada", "reshare", None),
        ("bea", "reshare", "ada"),
        ("cleo", "reshare", "bea"),
        ("kim", "quote", "brand"),
        ("lea", "reshare", "kim"),
        ("ned", "reply", "brand"),
        ("tess", "reply", "brand"),
        ("pam", "like", "cleo"),
        ("lea", "like", None),
    }
    assert (DID["ada"], DID["brand"]) in trace.follows


def test_how_many_follow_each_person_is_told_where_it_is_known() -> None:
    followers = {PEOPLE[did]: actor.followers for did, actor in traced(Network()).actors.items()}
    assert (followers["brand"], followers["ada"], followers["kim"]) == (1, 1, 0)
    silent = traced(Network({"getProfiles": httpx.Response(500, json={})}))
    assert {actor.followers for actor in silent.actors.values()} == {None}
    assert len(silent.gaps) == len(traced(Network()).gaps)


def test_words_meant_for_signed_in_people_are_not_kept() -> None:
    trace = traced(Network())
    assert {act.text for act in trace.acts if PEOPLE[act.actor] == "tess"} == {""}
    assert [gap.count for gap in trace.gaps if gap.what.startswith("words")] == [1]


def test_ids_stay_the_same_when_a_repository_can_be_read_only_later() -> None:
    whole = traced(Network())
    partial = traced(Network({"listRecords": httpx.Response(500, json={})}))
    assert {act.id for act in whole.acts} == {act.id for act in partial.acts}


def test_a_repository_that_fails_leaves_an_act_without_time_and_a_gap() -> None:
    trace = traced(Network({f"plc.example/{DID['bea']}": httpx.Response(404, json={"message": "gone"})}))
    bea = next(act for act in trace.acts if PEOPLE[act.actor] == "bea")
    assert (bea.at_known, bea.at, bea.parent) == (False, trace.acts[0].at, None)
    assert reshares(trace)["cleo"] == "bea"  # by the person, though bea's own record is not seen
    gap = next(gap for gap in trace.gaps if gap.what.startswith("times of reposts"))
    assert gap.count == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json={"records": "many"}),
        httpx.Response(200, json=[[]]),
        httpx.Response(429, headers={"retry-after": "9999"}),
        httpx.Response(302, headers={"location": "http://169.254.169.254/"}),
        httpx.ConnectError("nobody"),
        httpx.ReadTimeout("nothing"),
    ],
    ids=["page", "no list", "list", "busy", "redirect", "refused", "silent"],
)
def test_no_repository_however_hostile_ends_the_trace(answer: httpx.Response | Exception) -> None:
    trace = traced(Network({"listRecords": answer}))
    assert len(trace.acts) == 10
    assert any(gap.count == 4 for gap in trace.gaps if gap.what.startswith("times of reposts"))


def test_reposts_that_name_each_other_as_their_source_are_freed() -> None:
    network = Network()
    records = {
        name: next(
            entry["uri"]
            for url, call in network.answers.items()
            if "listRecords" in url and DID[name].rpartition(":")[2] in url and "feed.repost" in url
            for entry in call["json"]["records"]
        )
        for name in ("ada", "cleo")
    }
    for url, call in network.answers.items():
        if "listRecords" in url and DID["ada"].rpartition(":")[2] in url:
            for entry in call["json"]["records"]:
                entry["value"]["via"] = {"uri": records["cleo"], "cid": "x"}
    trace = traced(network)
    loop = reshares(trace)
    assert sorted(str(loop[name]) for name in ("ada", "bea", "cleo")).count("None") == 1
    assert any("name each other" in gap.why for gap in trace.gaps)


def test_a_like_whose_repository_is_not_read_keeps_the_time_of_the_listing() -> None:
    trace = traced(Network(), bounds=Bounds(likes=1))
    likes = [act for act in trace.acts if act.kind == "like"]
    assert all(act.at_known and act.parent is None for act in likes)
    assert any(gap.what == "through whom likes came" and gap.count == 2 for gap in trace.gaps)


def test_bounds_are_kept_and_what_lies_beyond_is_told() -> None:
    trace = traced(Network(), bounds=Bounds(repos=1, follows=0, listed=2))
    whats = {gap.what for gap in trace.gaps}
    assert "times of reposts, and through whom they came" in whats
    assert "who follows whom among those who do not say through whom" in whats
    assert any(what.startswith("reposts of") for what in whats)


def test_where_relations_are_not_offered_the_follows_themselves_are_read() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if "getFollows" in str(request.url):
            body = {"subject": {}, "follows": [{"did": DID["brand"], "handle": "brand.test"}]}
            return httpx.Response(200, json=body)
        return network(request)

    network = Network({"getRelationships": httpx.Response(400, json={"error": "InvalidRequest"})})
    reader = BlueskyReader(
        appview="https://appview.example", plc="https://plc.example", client=client(handler)
    )
    trace = asyncio.run(reader.trace(ADDRESS))
    assert (DID["ada"], DID["brand"]) in trace.follows


def test_progress_is_told_along_the_way() -> None:
    told: list[tuple[str, int, int | None]] = []
    reader = BlueskyReader(
        appview="https://appview.example", plc="https://plc.example", client=client(Network())
    )
    asyncio.run(reader.trace(ADDRESS, progress=lambda *step: told.append(step)))
    assert {what for what, _, _ in told} == {
        *("quotes and replies", "who passed it on", "when, and through whom", "who follows whom")
    }


def test_every_question_is_one_the_vendor_describes(shared: Path) -> None:
    lexicons = Lexicons(shared / "contracts" / "atproto-lexicons")
    network = Network()
    traced(network)
    asked = [request for request in network.asked if "/xrpc/" in str(request.url)]
    assert len(asked) > 10
    for request in asked:
        method = urlsplit(str(request.url)).path.removeprefix("/xrpc/")
        assert lexicons.request(method, request.url.params.multi_items()) == []


@pytest.mark.parametrize(
    ("part", "answer", "error", "words"),
    [
        ("resolveHandle", "resolveHandle__unknown", errors.Gone, "no Bluesky account is called"),
        ("getPosts", "getPosts__deleted", errors.Gone, "is deleted or was never there"),
        ("getPosts", httpx.Response(200, text="<html>"), errors.Garbled, "is not JSON"),
        (
            "getPosts",
            httpx.Response(200, json={"posts": [7]}),
            errors.Garbled,
            r"\$\.posts\[0\] is no object",
        ),
        ("getPosts", httpx.Response(200, json={}), errors.Garbled, r"\$ has no 'posts'"),
        ("getPosts", httpx.Response(401, json={"error": "AuthMissing"}), errors.Forbidden, "not open"),
        ("getPosts", httpx.Response(500, json={"error": "Oops"}), errors.Transient, "try again later"),
        ("getPosts", httpx.Response(503), errors.Transient, "try again later"),
        (
            "getPosts",
            httpx.Response(429, headers={"retry-after": "900"}),
            errors.RateLimited,
            "try again at 20",
        ),
        ("getRepostedBy", httpx.Response(429), errors.RateLimited, "try again later"),
        ("getPosts", httpx.ConnectError("x"), errors.Unreachable, "appview.example cannot be reached"),
        ("getPosts", httpx.ReadTimeout("x"), errors.Unreachable, "did not answer"),
        ("getPosts", httpx.Response(200, content=b"x" * (17 << 20)), errors.Garbled, "more than"),
    ],
)
def test_each_trouble_is_one_sentence_that_names_the_address(
    part: str, answer: str | httpx.Response | Exception, error: type[errors.ConnectorError], words: str
) -> None:
    if isinstance(answer, str):
        status = 400 if "unknown" in answer else 200
        answer = httpx.Response(status, json=recorded("bluesky", answer))
    with pytest.raises(error, match=words) as caught:
        traced(Network({part: answer}))
    assert ADDRESS in str(caught.value)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_an_author_shown_to_signed_in_people_only_is_refused() -> None:
    network = Network()
    label = {"src": DID["brand"], "uri": "x", "val": "!no-unauthenticated", "cts": "2026-01-01T00:00:00Z"}
    for url, call in network.answers.items():
        if "getPosts?" in url:
            call["json"]["posts"][0]["author"]["labels"] = [label]
    with pytest.raises(errors.Forbidden, match="to signed-in people only"):
        traced(network)


def test_another_address_is_not_recognised() -> None:
    with pytest.raises(errors.Unrecognised, match="is no post on Bluesky"):
        traced(Network(), "https://example.com/")


def test_a_cursor_that_repeats_ends_the_listing() -> None:
    network = Network()
    for url, call in network.answers.items():
        if "getRepostedBy" in url:
            call["json"]["cursor"] = "again"
    people = recorded("bluesky", "getRepostedBy__three")
    network.broken["cursor=again"] = httpx.Response(200, json={**people, "cursor": "again"})
    trace = traced(network)
    assert len(trace.acts) >= 10
    assert len({act.id for act in trace.acts}) == len(trace.acts)


def test_pages_without_end_and_without_anybody_are_left() -> None:
    """An AppView whose every page is empty and names one more."""
    network = Network()
    number = 0

    def handler(request: httpx.Request) -> httpx.Response:
        nonlocal number
        if "getRepostedBy" not in str(request.url):
            return network(request)
        number += 1
        return httpx.Response(200, json={"uri": "at://x", "repostedBy": [], "cursor": str(number)})

    reader = BlueskyReader(
        appview="https://appview.example",
        plc="https://plc.example",
        client=client(handler),
        bounds=Bounds(listed=100),
    )
    trace = asyncio.run(reader.trace(ADDRESS))
    assert number < 500
    assert any(gap.what.startswith("reposts of") for gap in trace.gaps)


def _reply(number: int) -> dict[str, Any]:
    post = copy.deepcopy(recorded("bluesky", "getPosts__one")["posts"][0])
    post["uri"] = f"{post['uri'].rpartition('/')[0]}/r{number}"
    return {**post, "replyCount": 1, "quoteCount": 0, "repostCount": 0, "likeCount": 0}


def test_a_thread_without_end_is_left_at_the_bound() -> None:
    """An AppView that answers every question for replies with one more reply."""
    network = Network()
    number = 0

    def handler(request: httpx.Request) -> httpx.Response:
        nonlocal number
        if "getPostThread" not in str(request.url):
            return network(request)
        number += 1
        top = _reply(number - 1)
        if number == 1:
            top = {**copy.deepcopy(recorded("bluesky", "getPosts__one")["posts"][0]), "replyCount": 1}
        kind = "app.bsky.feed.defs#threadViewPost"
        below = {"$type": kind, "post": _reply(number)}
        return httpx.Response(200, json={"thread": {"$type": kind, "post": top, "replies": [below]}})

    reader = BlueskyReader(
        appview="https://appview.example",
        plc="https://plc.example",
        client=client(handler),
        bounds=Bounds(levels=5),
    )
    trace = asyncio.run(reader.trace(ADDRESS))
    assert number == 5
    assert any(gap.what == "quotes and replies further down" for gap in trace.gaps)
