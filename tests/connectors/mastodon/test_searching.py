"""A server's tags are searched from the newest down, and what is hostile or hidden stays out."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.mastodon.instance import judge
from connectors.recorded import client, recorded
from passaparola.connectors import errors
from passaparola.connectors.mastodon.searching import MastodonSearcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Batch

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEY = "a-key"
HOME = "https://social.example"
MINUTE = timedelta(minutes=1)


def searched(
    answer: Callable[[httpx.Request], httpx.Response],
    words: str = "#aurora",
    cursor: str = "",
    *,
    now: datetime = NOON,
    token: str = KEY,
) -> Batch:
    async def run() -> Batch:
        async with client(answer)() as door:
            return await MastodonSearcher(HOME, token, door, lambda: now).search(words, cursor)

    return asyncio.run(run())


class Timeline:
    """The posts of a tag, one a minute before `top`, in pages as the API has them."""

    def __init__(self, top: datetime, count: int, **changes: Any) -> None:
        self.asked: list[httpx.Request] = []
        first = int(top.timestamp()) // 60
        self.posts = [
            recorded("mastodon", "status__public")
            | {
                "id": str(first - n),
                "uri": f"{HOME}/users/ada/statuses/{first - n}",
                "created_at": (top - n * MINUTE).isoformat(),
            }
            | changes
            for n in range(count)
        ]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        judge()(request)
        self.asked.append(request)
        before = request.url.params.get("max_id")
        below = [post for post in self.posts if before is None or int(post["id"]) < int(before)]
        return httpx.Response(200, json=below[:40])


def everything(timeline: Timeline, cursor: str = "", now: datetime = NOON) -> tuple[list[str], str]:
    ids: list[str] = []
    for _ in range(100):
        batch = searched(timeline, cursor=cursor, now=now)
        ids += [event.id for event in batch.events]
        cursor = batch.cursor
        if not batch.more:
            return ids, cursor
    pytest.fail("it goes on for ever")


@pytest.mark.parametrize("words", ["#aurora", "aurora"])
def test_a_tag_or_a_word_is_asked_for_as_a_tag(words: str) -> None:
    timeline = Timeline(NOON, 1)
    event = searched(timeline, words).events[0]
    assert timeline.asked[0].url.path == "/api/v1/timelines/tag/aurora"
    assert (event.kind, event.text, event.language) == ("mention", "Pass it on & on\nplease", "en")
    assert event.actor.id == f"{HOME}/users/brand"


@pytest.mark.parametrize("words", ['"caffè aurora"', "@aurora", "a/../../b"])
def test_what_can_be_no_tag_is_not_asked_for(words: str) -> None:
    timeline = Timeline(NOON, 1)
    with pytest.raises(errors.Invalid, match="#tag"):
        searched(timeline, words)
    assert timeline.asked == []


def test_pages_are_turned_until_everything_is_told_once() -> None:
    timeline = Timeline(NOON, 130)
    ids, _ = everything(timeline)
    assert ids == [post["uri"] for post in timeline.posts]


def test_the_next_walk_tells_what_came_since_and_ten_minutes_over_again() -> None:
    _, cursor = everything(Timeline(NOON, 200))
    later = Timeline(NOON + 5 * MINUTE, 205)
    ids, _ = everything(later, cursor, NOON + 5 * MINUTE)
    assert len(ids) == 16
    assert len(later.asked) == 1


@pytest.mark.parametrize("visibility", ["private", "direct"])
def test_what_is_not_for_everybody_is_not_told(visibility: str) -> None:
    assert searched(Timeline(NOON, 2, visibility=visibility)).events == ()


@pytest.mark.parametrize("changes", [{"content": 3}, {"account": None}, {"uri": {"a": 1}}])
def test_a_post_that_makes_no_sense_hides_none_of_the_others(changes: dict[str, Any]) -> None:
    timeline = Timeline(NOON, 3)
    timeline.posts[1] |= changes
    assert len(searched(timeline).events) == 2


@pytest.mark.parametrize("body", [{"error": "x"}, "x", [1], [{"id": "../1"}]])
def test_an_answer_of_another_form_is_refused(body: Any) -> None:
    with pytest.raises(errors.Garbled):
        searched(lambda _: httpx.Response(200, json=body))


def test_a_server_that_shows_strangers_nothing_says_who_can_read_it() -> None:
    with pytest.raises(errors.Forbidden, match=r"an account on social\.example"):
        searched(lambda _: httpx.Response(401, json={"error": "This method requires an authenticated user"}))


def test_the_key_of_an_account_goes_with_the_question() -> None:
    timeline = Timeline(NOON, 1)
    searched(timeline, token="key-1")
    assert timeline.asked[0].headers["authorization"] == "Bearer key-1"


def test_without_a_key_none_is_sent() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=[])

    searched(answer, token="")
    assert "authorization" not in asked[0].headers
