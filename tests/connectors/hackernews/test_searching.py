"""Hacker News is searched by date: everything once, whatever comes on top, and nothing hostile gets in."""

from __future__ import annotations

import asyncio
import copy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.recorded import client, recorded, wild
from passaparola.connectors import errors
from passaparola.connectors.hackernews import connector, wire
from passaparola.connectors.hackernews.connector import HackerNewsSearcher
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Batch

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
ANSWER = "search_by_date__two"


def searched(
    answer: Callable[[httpx.Request], httpx.Response],
    cursor: str = "",
    words: str = "aurora",
    now: datetime = NOON,
) -> Batch:
    async def run() -> Batch:
        async with client(answer)() as door:
            return await HackerNewsSearcher("https://hn.test", door, lambda: now).search(words, cursor)

    return asyncio.run(run())


def test_a_comment_and_a_story_are_read() -> None:
    (comment, story), times = wire.page(wild("hackernews", ANSWER))
    assert comment.text == "I had an Aurora there & it was fine.\nSee https://example.org/cafe"
    assert (comment.author, comment.story, comment.links) == (
        "carla_m",
        "41000001",
        ("https://example.org/cafe",),
    )
    assert (story.text, story.links) == (
        "Show HN: A coffee machine that talks to Aurora",
        ("https://example.org/machine",),
    )
    assert times == (datetime(2026, 11, 25, 11, 40, tzinfo=UTC), datetime(2026, 11, 25, 11, tzinfo=UTC))


def test_every_field_of_the_answer_is_read_or_left_on_purpose() -> None:
    known = wire.FIELDS["hit"].read | wire.FIELDS["hit"].ignored
    for hit in recorded("hackernews", ANSWER)["hits"]:
        assert hit.keys() <= known


def hostile(**fields: Any) -> Wild:
    answer = copy.deepcopy(recorded("hackernews", ANSWER))
    answer["hits"][0] |= fields
    return Wild(answer)


@pytest.mark.parametrize(
    "fields",
    [
        {"objectID": "1/../2"},
        {"objectID": 7},
        {"author": "<script>"},
        {"author": None},
        {"created_at_i": 10**15},
        {"created_at_i": -1},
        {"created_at_i": "soon"},
        {"comment_text": {"a": 1}},
        {"story_id": "x"},
    ],
)
def test_what_makes_no_sense_is_left_out_and_hides_nothing_else(fields: dict[str, Any]) -> None:
    found, _ = wire.page(hostile(**fields))
    assert [hit.id for hit in found] == ["41000001"]


def test_a_link_that_runs_is_no_link() -> None:
    found, _ = wire.page(hostile(url="javascript:alert(1)", comment_text='<a href="javascript:x">Aurora</a>'))
    assert found[0].links == ()


def test_an_answer_without_any_sense_is_refused() -> None:
    with pytest.raises(errors.Garbled):
        wire.page(Wild({"hits": ["x", 3]}))


def test_words_are_asked_for_as_they_are_and_not_guessed_at() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=recorded("hackernews", ANSWER))

    batch = searched(answer, words='"caffè aurora"')
    params = asked[0].url.params
    assert (params["query"], params["typoTolerance"], params["advancedSyntax"]) == (
        '"caffè aurora"',
        "false",
        "true",
    )
    assert [event.url for event in batch.events] == [
        "https://news.ycombinator.com/item?id=41000002",
        "https://news.ycombinator.com/item?id=41000001",
    ]
    assert {event.kind for event in batch.events} == {"mention"}
    assert (batch.more, batch.up_to) == (False, NOON)


class Place:
    """Stories of one a minute before `top`, answered as the search does."""

    def __init__(self, top: datetime, count: int) -> None:
        self.times = [int((top - timedelta(minutes=n)).timestamp()) for n in range(count)]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        filters = request.url.params.get("numericFilters", "")
        within = self.times
        for one in filter(None, filters.split(",")):
            number = int(one.partition("=")[2])
            within = [at for at in within if (at <= number if "<" in one else at >= number)]
        hits = [
            {"objectID": str(at), "author": "ada", "created_at_i": at, "title": "Aurora"} for at in within
        ]
        return httpx.Response(200, json={"hits": hits[: connector.PAGE]})


def test_pages_are_turned_until_everything_is_told() -> None:
    place, cursor, ids, more = Place(NOON, 350), "", set(), True
    while more:
        batch = searched(place, cursor)
        cursor, more = batch.cursor, batch.more
        ids |= {event.id for event in batch.events}
    assert ids == set(map(str, place.times))


def test_the_next_walk_asks_only_for_what_came_since() -> None:
    cursor = searched(Place(NOON, 30)).cursor
    later = searched(Place(NOON + timedelta(minutes=5), 400), cursor, now=NOON + timedelta(minutes=5))
    assert len(later.events) == 16  # five new ones, and ten minutes over again
    assert not later.more


@pytest.mark.parametrize(("status", "error"), [(500, errors.Transient), (400, errors.Garbled)])
def test_a_refusal_says_what_to_do(status: int, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"; (try again|check)"):
        searched(lambda _: httpx.Response(status, json={"message": "no"}))
