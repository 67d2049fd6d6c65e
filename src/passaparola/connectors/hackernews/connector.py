"""Searches Hacker News through Algolia's search by date: the newest first, a hundred at a time.

A page begins before the last one's oldest second, so that nothing is skipped where more come on top.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from passaparola.connectors import errors, latest
from passaparola.connectors.asking import ask, tamed
from passaparola.connectors.contract import Actor, Batch, Event
from passaparola.connectors.hackernews import wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Keys
    from passaparola.connectors.hackernews.wire import Hit
    from passaparola.http import Client

PAGE = 100
OK, FAILING = 200, 500
ITEM = "https://news.ycombinator.com/item?id="
PERSON = "https://news.ycombinator.com/user?id="


def searcher(place: str, keys: Keys | None, client: Client) -> HackerNewsSearcher:
    """Return what searches at `place`; nobody's keys are needed."""
    _ = keys
    return HackerNewsSearcher(place, client, lambda: datetime.now(UTC))


class HackerNewsSearcher:
    """Asks the search at `place`."""

    def __init__(self, place: str, client: Client, now: Callable[[], datetime]) -> None:
        self._place = place.rstrip("/")
        self._client = client
        self._now = now

    async def search(self, words: str, cursor: str) -> Batch:
        """Return a page of stories and comments with `words`, newest first."""
        stand = latest.read(cursor)
        hits, times = await self._page(words, stand)
        after = latest.after(stand, times, _onward(stand.page, times), self._now())
        done = latest.over(after)
        return Batch(
            tuple(map(_event, hits)),
            latest.written(after),
            more=not done,
            up_to=after.since if done else None,
        )

    async def _page(self, words: str, stand: latest.Stand) -> tuple[tuple[Hit, ...], tuple[datetime, ...]]:
        bounds = [f"created_at_i<={stand.page}"] if stand.page else []
        bounds += [f"created_at_i>={int(stand.floor.timestamp())}"] if stand.floor else []
        params = [
            ("query", words.lstrip("#@")),
            ("tags", "(story,comment,poll,job)"),
            ("hitsPerPage", str(PAGE)),
            ("typoTolerance", "false"),
            ("advancedSyntax", "true"),
            ("numericFilters", ",".join(bounds)),
        ]
        url, about = f"{self._place}/api/v1/search_by_date", f"what Hacker News says of {words}"
        answer = await ask(self._client, url, about=about, params=[pair for pair in params if pair[1]])
        if answer.status >= FAILING:
            raise errors.Transient(
                f"Could not read {about}: its search fails ({answer.status}); try again later."
            )
        if answer.status != OK:
            raise errors.Garbled(
                f"Could not read {about}: its search answers {answer.status}; check the address."
            )
        return tamed(answer, wire.page, about=about)


def _onward(page: str, times: tuple[datetime, ...]) -> str:
    """Return the second the next page begins with; one second earlier where a page held nothing else."""
    if len(times) < PAGE:
        return ""
    oldest = int(min(times).timestamp())
    return str(oldest - 1 if str(oldest) == page else oldest)


def _event(hit: Hit) -> Event:
    return Event(
        id=hit.id,
        kind="mention",
        actor=Actor(hit.author, hit.author, url=f"{PERSON}{hit.author}"),
        at=hit.at,
        text=hit.text,
        url=f"{ITEM}{hit.id}",
        about="" if hit.story == hit.id else hit.story,
        thread=hit.story,
        links=hit.links,
    )
