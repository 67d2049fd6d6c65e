"""Word of mouth made on a real server with part of the Mastodon API, then traced and compared.

snac lists who boosted, not when or through whom; it hides boosts from their authors' own lists and knows
no quotes, so those parts of the reader are shown here to say so, and not to fail.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from passaparola.connectors import errors
from passaparola.connectors.mastodon.connector import MastodonReader
from servers.stubborn import TRIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from passaparola.connectors.contract import Trace

WAIT = 120.0  # seconds; snac delivers in about nine


@dataclass
class People:
    """The four accounts, each acting through the server's API."""

    network: dict[str, Any]
    doors: dict[str, httpx.Client] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for user in self.network["users"]:
            key = {"authorization": f"Bearer {user['access_token']}"}
            # snac resets connections it was done with: each request gets one of its own
            limits = httpx.Limits(max_keepalive_connections=0)
            url = self.network["url"]
            door = httpx.Client(base_url=url, headers=key, timeout=30, trust_env=False, limits=limits)
            self.doors[user["user"]] = door

    def token(self, name: str) -> str:
        return next(str(user["access_token"]) for user in self.network["users"] if user["user"] == name)

    def post(self, name: str, text: str, **more: str) -> dict[str, Any]:
        body = {"status": text, "visibility": "public", **more}
        for _ in range(TRIES):
            try:
                answer = self.doors[name].post("/api/v1/statuses", json=body)
            except httpx.TransportError:
                if made := self._made(name, text):
                    return made
            else:
                return dict(answer.raise_for_status().json())
        raise AssertionError(f"the server took no post in {TRIES} tries")

    def _made(self, name: str, text: str) -> dict[str, Any] | None:
        """The post with `text` where the server took it before it cut the line: it must not be sent twice."""
        me = _asked(self.doors[name], "GET", "/api/v1/accounts/verify_credentials")
        own = me and _asked(self.doors[name], "GET", f"/api/v1/accounts/{me.json()['id']}/statuses")
        return next((post for post in own.json() if text in post["content"]), None) if own else None

    def act(self, name: str, verb: str, post: dict[str, Any]) -> None:
        """Boost or favour a post as soon as it has arrived at the account's own timeline."""
        path = f"/api/v1/statuses/{post['id']}/{verb}"
        until(lambda: _asked(self.doors[name], "POST", path) is not None)

    def listed(self, post: dict[str, Any], what: str) -> set[str]:
        answer = _asked(self.doors["brand"], "GET", f"/api/v1/statuses/{post['id']}/{what}")
        return {account["username"] for account in answer.json()} if answer else set()

    def answered(self, post: dict[str, Any]) -> bool:
        answer = _asked(self.doors["brand"], "GET", f"/api/v1/statuses/{post['id']}/context")
        return bool(answer and answer.json()["descendants"])


def _asked(door: httpx.Client, method: str, path: str) -> httpx.Response | None:
    """The answer, None where there is none: snac resets connections now and then, and delivers late."""
    try:
        answer = door.request(method, path)
    except httpx.TransportError:
        return None
    return answer if answer.is_success else None


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < deadline, "the server did not come so far in two minutes"
        time.sleep(0.3)


@pytest.fixture(scope="module")
def people(snac: dict[str, Any]) -> Iterator[People]:
    people = People(snac)
    yield people
    for door in people.doors.values():
        door.close()


def traced(people: People, number: str, token: str) -> Trace:
    url = people.network["url"]
    reader = MastodonReader(instance=url, token=token)
    return asyncio.run(reader.trace(f"https://social.example/@brand/{number}"))


def test_boosts_a_reply_and_a_favourite_are_traced_as_far_as_the_server_shows_them(people: People) -> None:
    post = people.post("brand", "Pass it on")
    people.act("alice", "reblog", post)
    people.act("bob", "reblog", post)
    people.act("carol", "reblog", post)
    people.act("alice", "favourite", post)
    reply = people.post("alice", "I will", in_reply_to_id=post["id"])
    until(lambda: people.listed(post, "reblogged_by") == {"alice", "bob", "carol"})
    until(lambda: people.listed(post, "favourited_by") == {"alice"})
    until(lambda: people.answered(post))

    trace = traced(people, post["id"], people.token("brand"))

    url = people.network["url"]
    acts = {(act.kind, act.actor, act.parent) for act in trace.acts}
    assert acts == {
        ("publish", f"{url}/brand", None),
        ("reshare", f"{url}/alice", None),
        ("reshare", f"{url}/bob", None),
        ("reshare", f"{url}/carol", None),
        ("like", f"{url}/alice", None),
        ("reply", f"{url}/alice", post["uri"]),
    }
    assert {act.kind for act in trace.acts if not act.at_known} == {"reshare", "like"}
    assert next(act for act in trace.acts if act.kind == "reply").id == reply["uri"]
    told = {(gap.what, gap.count) for gap in trace.gaps}
    assert ("through whom boosts came", 3) in told
    assert ("times of boosts", 3) in told
    assert any(what.startswith("quotes of") for what, _ in told)


def test_a_server_that_shows_posts_to_accounts_only_says_so(people: People) -> None:
    post = people.post("brand", "Behind the door")
    host = people.network["url"].removeprefix("http://")
    with pytest.raises(errors.Forbidden, match=f"is not open to the public: {host} answers 401"):
        traced(people, post["id"], "")


def test_a_post_that_never_was_is_gone(people: People) -> None:
    with pytest.raises(errors.Gone, match=r"check the address\.$"):
        traced(people, "1" * 42, people.token("brand"))


def test_a_post_to_followers_only_is_not_public(people: People) -> None:
    post = people.post("brand", "Among friends", visibility="private")
    with pytest.raises(errors.Forbidden, match="is not public"):
        traced(people, post["id"], people.token("brand"))
