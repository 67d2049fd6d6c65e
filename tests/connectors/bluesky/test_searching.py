"""Posts are searched from the newest down, in an account's name or as a stranger."""

from __future__ import annotations

import asyncio
import copy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.bluesky.pds import DID, HOME
from connectors.held import HeldKeys
from connectors.lexicons import Lexicons
from connectors.recorded import client, recorded
from passaparola.connectors import errors
from passaparola.connectors.bluesky import found
from passaparola.connectors.bluesky.searching import BlueskySearcher
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from passaparola.connectors.contract import Batch

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
VIEW = "https://view.example"
ANSWER = recorded("bluesky", "searchPosts__one")


def searched(
    answer: Callable[[httpx.Request], httpx.Response],
    cursor: str = "",
    *,
    now: datetime = NOON,
    keys: HeldKeys | None = None,
) -> Batch:
    async def run() -> Batch:
        async with client(answer)() as door:
            return await BlueskySearcher(VIEW, keys, door, lambda: now).search("aurora", cursor)

    return asyncio.run(run())


class View:
    """Posts of one a minute before `top`, `each` on a page; a cursor is how many were shown."""

    def __init__(self, top: datetime, count: int, each: int = 100) -> None:
        self.asked: list[httpx.Request] = []
        self.each = each
        self.posts = []
        for n in range(count):
            post = copy.deepcopy(ANSWER["posts"][0])
            at = (top - n * MINUTE).isoformat()
            post["uri"] = f"{post['uri']}{int((top - n * MINUTE).timestamp())}"
            post["indexedAt"] = post["record"]["createdAt"] = at
            self.posts.append(post)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        start = int(request.url.params.get("cursor", "0"))
        page: dict[str, Any] = {"posts": self.posts[start : start + self.each]}
        if start + self.each < len(self.posts):
            page["cursor"] = str(start + self.each)
        return httpx.Response(200, json=page)


def everything(view: View, cursor: str = "", now: datetime = NOON) -> tuple[list[str], str]:
    ids: list[str] = []
    for _ in range(100):
        batch = searched(view, cursor, now=now)
        ids += [event.id for event in batch.events]
        cursor = batch.cursor
        if not batch.more:
            return ids, cursor
    pytest.fail("it goes on for ever")


def test_the_recorded_answer_is_one_of_the_lexicon(shared: Path) -> None:
    folder = shared / "contracts" / "atproto-lexicons"
    if not folder.is_dir():
        pytest.skip("no AT Protocol lexicons: put them at ../shared/contracts/atproto-lexicons")
    assert Lexicons(folder).answer("app.bsky.feed.searchPosts", ANSWER) == []


def test_a_post_is_told_with_its_words_language_and_link() -> None:
    event = searched(lambda _: httpx.Response(200, json={"posts": ANSWER["posts"]})).events[0]
    assert (event.kind, event.text, event.language) == ("mention", "Al Caffè Aurora si sta bene", "it-IT")
    assert event.links == ("https://aurora.example/",)
    assert event.url == "https://bsky.app/profile/did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/post/3kone"


def test_pages_are_turned_until_everything_is_told() -> None:
    view = View(NOON, 250)
    ids, _ = everything(view)
    assert ids == [post["uri"] for post in view.posts]
    assert view.asked[0].url.params["sort"] == "latest"


def test_the_next_walk_tells_what_came_since_and_ten_minutes_over_again() -> None:
    _, cursor = everything(View(NOON, 250))
    later = View(NOON + 5 * MINUTE, 255)
    ids, _ = everything(later, cursor, NOON + 5 * MINUTE)
    assert len(ids) == 16
    assert len(later.asked) == 1


def test_a_connected_account_asks_its_own_server() -> None:
    view = View(NOON, 1)
    searched(view, keys=HeldKeys(HOME, DID, {"access": "a1", "refresh": "r1"}))
    assert str(view.asked[0].url).startswith(f"{HOME}/xrpc/app.bsky.feed.searchPosts")
    assert view.asked[0].headers["authorization"] == "Bearer a1"


def test_a_stranger_who_may_not_search_is_told_to_connect_a_channel() -> None:
    with pytest.raises(errors.Transient, match="connect a Bluesky channel"):
        searched(lambda _: httpx.Response(403, json={"error": "Forbidden", "message": "no"}))


def test_who_wishes_to_be_seen_by_members_only_is_not_told_to_a_stranger() -> None:
    hidden = copy.deepcopy(ANSWER)
    del hidden["cursor"]
    label = {"src": DID, "uri": DID, "val": "!no-unauthenticated", "cts": "2026-11-25T00:00:00Z"}
    hidden["posts"][0]["author"]["labels"] = [label]
    answer = httpx.Response(200, json=hidden)
    assert searched(lambda _: answer).events == ()
    assert searched(lambda _: answer, keys=HeldKeys(HOME, DID, {"access": "a1"})).events


@pytest.mark.parametrize(
    "changes", [{"uri": "at://x"}, {"author": 3}, {"indexedAt": "soon"}, {"record": None}]
)
def test_a_post_that_makes_no_sense_hides_none_of_the_others(changes: dict[str, Any]) -> None:
    answer = copy.deepcopy(ANSWER)
    answer["posts"].append(answer["posts"][0] | changes)
    assert len(found.page(Wild(answer)).found) == 1


def test_an_answer_without_any_sense_is_refused() -> None:
    with pytest.raises(errors.Garbled):
        found.page(Wild({"posts": [{"uri": "x"}]}))
