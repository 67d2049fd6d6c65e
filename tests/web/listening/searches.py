"""Saved searches for tests, and a platform that tells what it is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from passaparola.web.listening import hearing, searching
from passaparola.web.listening.models import OWN, Ear, SavedSearch
from passaparola.web.listening.searching import Wanted
from passaparola.web.listening.sources import Source
from web.heard import FakeHearer, an_event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from passaparola.connectors.contract import Batch, Event
    from passaparola.web.brands.models import Brand, User

HERE = Source("sandbox")
OURS = Source(OWN)


class FakeSearcher(FakeHearer):
    """Tells `events` whatever it is asked for."""

    async def search(self, words: str, cursor: str) -> Batch:
        _ = words
        return await self.hear(cursor)


def a_search(  # noqa: PLR0913 - all by name
    brand: Brand,
    now: datetime,
    query: str = "aurora",
    *,
    name: str = "Aurora",
    sources: Sequence[Source] = (HERE,),
    by: User | None = None,
    **more: Any,
) -> SavedSearch:
    wanted = Wanted(name, query, sources, **more)
    return searching.keep(brand, wanted, by=by, now=now)


def the_ear(search: SavedSearch, platform: str = "sandbox") -> Ear:
    return search.ears.select_related("search__brand", "channel").get(platform=platform)


def hear(
    search: SavedSearch, events: Sequence[Event], now: datetime, platform: str = "sandbox"
) -> FakeSearcher:
    """Let the search's ear hear `events`, told in batches."""
    searcher = FakeSearcher(events, each=50)
    ear = the_ear(search, platform)
    ear.cursor = ""
    hearing.hear(ear, now, searchers=lambda _ear: searcher)
    return searcher


def said(number: int, at: datetime, text: str = "Aurora!", who: str = "", **more: Any) -> Event:
    """Something said at `at`, about the brand."""
    event = an_event(f"p{number}", "mention", who or f"w{number}", text=text, **more)
    return replace(event, at=at)


def many(first: int, count: int, at: datetime, within: timedelta = timedelta(minutes=59)) -> list[Event]:
    """So many things said from `at` on."""
    return [said(first + n, at + within * n / max(count, 1)) for n in range(count)]
