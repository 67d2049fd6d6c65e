"""The whole reading of a post through the Mastodon API, over answers of our own."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.mastodon.test_wire import described
from connectors.recorded import client, recorded
from passaparola.connectors import circles, errors
from passaparola.connectors.mastodon.bounds import Bounds
from passaparola.connectors.mastodon.connector import MastodonReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Trace

__all__ = ["described"]

ADDRESS = "https://social.example/@brand/9001"
USERS = "https://social.example/users"
NEXT = '<https://social.example/api/v1/statuses/9001/reblogged_by?limit=80&max_id=55>; rel="next"'

ANSWERS = {
    "/api/v1/statuses/9001": "status__public",
    "/api/v1/statuses/9100": "status__boost",
    "/api/v1/statuses/9001/context": "context__replies",
    "/api/v1/statuses/9020/context": "context__none",
    "/api/v1/statuses/9001/quotes": "quotes__one",
    "/api/v1/statuses/9001/reblogged_by": "reblogged_by__first_page",
    "/api/v1/statuses/9020/reblogged_by": "reblogged_by__quote",
    "/api/v1/statuses/9001/favourited_by": "favourited_by__one",
    "/api/v1/accounts/1001/statuses": "statuses__with_boost",
    "/api/v1/accounts/1002/following": "following__one",
}


class Server:
    """Gives our answers; `broken` replaces those whose path ends in a text."""

    def __init__(self, broken: dict[str, httpx.Response | Exception] | None = None) -> None:
        self.broken = broken or {}
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        for end, answer in self.broken.items():
            if request.url.path.endswith(end):
                if isinstance(answer, Exception):
                    raise answer
                return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)
        if request.url.params.get("max_id") == "55":
            return httpx.Response(200, json=recorded("mastodon", "reblogged_by__second_page"))
        name = ANSWERS.get(request.url.path)
        if name is not None:
            links = {"link": NEXT} if name == "reblogged_by__first_page" else {}
            return httpx.Response(200, json=recorded("mastodon", name), headers=links)
        if re.fullmatch(r"/api/v1/accounts/\d+/(statuses|following)", request.url.path):
            return httpx.Response(200, json=[])
        return httpx.Response(404, json=recorded("mastodon", "error__not_found"))


def traced(server: Callable[[httpx.Request], httpx.Response], address: str = ADDRESS, **more: Any) -> Trace:
    return asyncio.run(MastodonReader(client=client(server), **more).trace(address))


def named(trace: Trace) -> set[tuple[str, str, str | None]]:
    by_id = {act.id: act for act in trace.acts}

    def name(actor: str) -> str:
        return actor.rpartition("/")[2]

    return {
        (name(act.actor), act.kind, name(by_id[act.parent].actor) if act.parent else None)
        for act in trace.acts
    }


def test_everything_the_server_lists_is_told_and_boosts_have_no_parent() -> None:
    assert named(traced(Server())) == {
        ("brand", "publish", None),
        ("ada", "reshare", None),
        ("bea", "reshare", None),
        ("cleo", "reshare", None),
        ("pam", "like", None),
        ("ned", "reply", "brand"),
        ("brand", "reply", "ned"),
        ("kim", "quote", "brand"),
        ("pam", "reshare", "kim"),
    }


def test_the_time_of_a_boost_is_found_in_its_authors_own_list_or_said_to_be_missing() -> None:
    trace = traced(Server())
    at = {act.actor: (f"{act.at:%H:%M}", act.at_known) for act in trace.acts if act.kind == "reshare"}
    assert at[f"{USERS}/ada"] == ("10:03", True)
    assert at[f"{USERS}/bea"] == ("10:00", False)
    assert ("times of boosts", 3) in {(gap.what, gap.count) for gap in trace.gaps}


def test_boosts_that_are_counted_but_not_listed_are_a_gap() -> None:
    counts = {gap.what: gap.count for gap in traced(Server()).gaps}
    assert counts[f"boosts of {USERS}/brand/statuses/9001"] == 1


def test_whom_a_booster_follows_is_read_where_it_is_shown_and_a_gap_where_it_is_hidden() -> None:
    trace = traced(Server())
    assert trace.follows == ((f"{USERS}/bea", f"{USERS}/ada"),)
    assert any(gap.what == "whom some of them follow" for gap in trace.gaps)


@pytest.mark.parametrize("status", [401, 404, 410])
def test_a_server_without_quotes_leaves_a_gap(status: int) -> None:
    trace = traced(Server({"/quotes": httpx.Response(status, json={})}))
    assert "quote" not in {act.kind for act in trace.acts}
    assert any(gap.what.startswith("quotes of") and gap.count == 1 for gap in trace.gaps)


def test_the_address_of_a_boost_leads_to_the_post_that_was_boosted() -> None:
    trace = traced(Server(), "https://social.example/@ada/9100")
    assert trace.root == f"{USERS}/brand/statuses/9001"


def test_another_instance_may_be_asked_with_a_key_of_its_own() -> None:
    server = Server()
    traced(server, instance="https://mirror.example", token="key")
    assert {request.url.host for request in server.asked} == {"mirror.example"}
    assert {request.headers["authorization"] for request in server.asked} == {"Bearer key"}


def test_a_key_is_shown_to_no_server_but_its_own() -> None:
    server = Server()
    traced(server, token="key")
    assert not any("authorization" in request.headers for request in server.asked)


def test_somebody_who_is_listed_on_two_pages_boosted_once() -> None:
    page = recorded("mastodon", "reblogged_by__second_page")
    again = [*recorded("mastodon", "reblogged_by__first_page"), *page]
    server = Server()
    trace = traced(lambda request: _instead(server, request, "max_id=55", again))
    ids = [act.id for act in trace.acts]
    assert len(ids) == len(set(ids))


def test_pages_without_end_and_without_anybody_are_left() -> None:
    server, number = Server(), 0

    def handler(request: httpx.Request) -> httpx.Response:
        nonlocal number
        if not request.url.path.endswith("reblogged_by"):
            return server(request)
        number += 1
        link = f'<https://social.example/x?max_id={number}>; rel="next"'
        return httpx.Response(200, json=[], headers={"link": link})

    trace = traced(handler)
    assert number < 1_000
    assert any(gap.what.startswith("boosts of") for gap in trace.gaps)


@pytest.mark.parametrize("uri", ["", "?", " "])
def test_a_post_whose_id_is_none_goes_by_the_servers_own(uri: str) -> None:
    body = {**recorded("mastodon", "status__public"), "uri": uri}
    assert traced(Server({"statuses/9001": httpx.Response(200, json=body)})).root == (
        "social.example/statuses/9001"
    )


def test_different_posts_under_one_id_make_no_circle() -> None:
    body = recorded("mastodon", "context__replies")
    first = body["descendants"][0]
    replies = [
        {**first, "id": "1", "uri": "https://x.example/p", "in_reply_to_id": "2"},
        {**first, "id": "2", "uri": "https://x.example/q", "in_reply_to_id": "3"},
        {**first, "id": "3", "uri": "https://x.example/p", "in_reply_to_id": "9001"},
    ]
    trace = traced(Server({"9001/context": httpx.Response(200, json={**body, "descendants": replies})}))
    ids = [act.id for act in trace.acts]
    assert len(ids) == len(set(ids))
    assert not circles.breaks({act.id: act.parent for act in trace.acts})


def _instead(server: Server, request: httpx.Request, where: str, body: Any) -> httpx.Response:
    return httpx.Response(200, json=body) if where in str(request.url) else server(request)


def test_replies_that_answer_one_another_in_a_circle_are_freed() -> None:
    body = recorded("mastodon", "context__replies")
    body["descendants"][0]["in_reply_to_id"] = "9011"
    trace = traced(Server({"9001/context": httpx.Response(200, json=body)}))
    parents = {act.id: act.parent for act in trace.acts if act.kind == "reply"}
    assert sum(parent is None for parent in parents.values()) == 1


def test_bounds_are_kept_and_what_lies_beyond_is_told() -> None:
    server = Server()
    trace = traced(server, bounds=Bounds(times=1, followers=1, listed=2))
    paths = [request.url.path for request in server.asked]
    assert sum(path.endswith("/statuses") for path in paths) == 1
    assert sum(path.endswith("/following") for path in paths) == 1
    assert any("more than one trace reads" in gap.why for gap in trace.gaps)


@pytest.mark.parametrize(
    ("part", "answer", "error", "words"),
    [
        ("/9001", httpx.Response(404, json={}), errors.Gone, "deleted, not public, or was never there"),
        ("/9001", httpx.Response(410), errors.Gone, "deleted"),
        ("/9001", httpx.Response(401, json={}), errors.Forbidden, "an account on social.example can read it"),
        ("/9001", httpx.Response(422, json={}), errors.Forbidden, "not open to the public"),
        ("/9001", httpx.Response(500), errors.Transient, "try again later"),
        ("/9001", httpx.Response(503), errors.Transient, "try again later"),
        ("/9001", httpx.Response(418), errors.Garbled, "no answer of the Mastodon API"),
        ("/9001", httpx.Response(200, text="<html>"), errors.Garbled, "is not JSON"),
        ("/9001", httpx.Response(200, json={"id": 9}), errors.Garbled, r"\$\."),
        (
            "/9001",
            httpx.Response(429, headers={"x-ratelimit-reset": "2999-01-01T00:00:00Z"}),
            errors.RateLimited,
            "try again at",
        ),
        ("/reblogged_by", httpx.Response(429), errors.RateLimited, "try again later"),
        ("/9001", httpx.ConnectError("x"), errors.Unreachable, "cannot be reached"),
        ("/9001", httpx.ReadTimeout("x"), errors.Unreachable, "did not answer"),
    ],
)
def test_each_trouble_is_one_sentence_that_names_the_address(
    part: str, answer: httpx.Response | Exception, error: type[errors.ConnectorError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        traced(Server({part: answer}))
    assert ADDRESS in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_post_to_followers_only_is_refused() -> None:
    private = httpx.Response(200, json=recorded("mastodon", "status__followers_only"))
    with pytest.raises(errors.Forbidden, match="is not public"):
        traced(Server({"/9001": private}))


def test_another_address_is_not_recognised() -> None:
    with pytest.raises(errors.Unrecognised, match="is no post on Mastodon"):
        traced(Server(), "https://example.com/")


def test_every_question_is_one_the_vendor_describes(described: dict[str, Any]) -> None:
    server = Server()
    traced(server)
    for request in server.asked:
        path = re.sub(r"/\d+(?=/|$)", "/{id}", request.url.path)
        operation = described["paths"][path]["get"]
        known = {entry["name"]: entry for entry in operation.get("parameters", [])}
        assert set(request.url.params) <= set(known), path
        if "limit" in request.url.params:
            most = re.search(r"Max\w* (\d+)", known["limit"].get("description", ""))
            assert most is None or int(request.url.params["limit"]) <= int(most[1])
