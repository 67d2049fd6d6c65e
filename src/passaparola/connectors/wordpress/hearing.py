"""Hears what people comment under the account's posts, a page at a time; nothing is approved or marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from passaparola.connectors.asking import tamed
from passaparola.connectors.contract import Batch
from passaparola.connectors.wordpress import bookmark, events, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from passaparola.connectors.contract import Event
    from passaparola.connectors.wordpress.events import Place
    from passaparola.connectors.wordpress.said import Comment, Page
    from passaparola.connectors.wordpress.site import Site

PAGE = 100  # the most a list gives at once
OVERLAP = 10  # entries turned twice: so many may be deleted between two pages
PAST = timedelta(days=90)  # heard of the time before
MOST = 10_000
DOING = "hear what is commented"
EVERY = {"status": "all", "type": "all", "per_page": str(PAGE)}


async def hear(site: Site, place: Place, cursor: str, now: datetime) -> Batch:
    """Return the next page of what was commented; the newest comes first."""
    mark = bookmark.read(cursor)
    query = {"order": "desc", "orderby": "date_gmt", "after": _time(mark.since or now - PAST), **EVERY}
    query |= {"offset": str(mark.turned)} if mark.turned else {}
    answer = await site.get("comments", doing=DOING, _fields=said.fields("comment"), **query)
    page = tamed(answer, said.comments, about=site.host)
    mark = mark if mark.began else replace(mark, began=_server_time(answer.headers) or now)
    new = [one for one in page if one.id not in mark.told and one.status in said.SHOWN]
    told = await _told(site, place, new)
    turned = mark.turned + PAGE
    # of the past so many are heard, and what is new to the last
    if turned >= _total(answer.headers, turned + bool(page)) or (turned >= MOST and mark.since is None):
        return Batch(told, bookmark.written(bookmark.ended(mark, (one.id for one in page))), up_to=mark.began)
    onward = bookmark.onward(mark, turned - OVERLAP, (one.id for one in page))
    return Batch(told, bookmark.written(onward), more=True)


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _server_time(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers.get("date", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _total(headers: Mapping[str, str], guess: int) -> int:
    """Return how many there are in all, `guess` where it is not told.

    Those that are not for the account are counted, and not shown: a short page need not be the last.
    """
    total = headers.get("x-wp-total", "")
    return int(total) if total.isascii() and total.isdigit() else guess


async def _told(site: Site, place: Place, comments: Sequence[Comment]) -> tuple[Event, ...]:
    """Return the events of what others wrote under the account's posts, or to its comments."""
    others = [one for one in comments if str(one.author) != place.account]
    if not others:
        return ()
    pages = await _pages(site, {one.post for one in others if one.post})
    known = {one.id: one for one in comments}
    missing = {one.parent for one in others if one.parent} - known.keys()
    known |= {one.id: one for one in await _comments(site, missing)}
    told = (events.comment(one, pages.get(one.post), known.get(one.parent), place) for one in others)
    return tuple(event for event in told if event is not None)


async def _pages(site: Site, numbers: Iterable[int]) -> dict[int, Page]:
    asked = ",".join(map(str, sorted(numbers)))
    if not asked:
        return {}
    query = {"include": asked, "per_page": str(PAGE), "_fields": said.fields("page")}
    return tamed(await site.get("posts", doing=DOING, **query), said.pages, about=site.host)


async def _comments(site: Site, numbers: Iterable[int]) -> list[Comment]:
    asked = ",".join(map(str, sorted(numbers)))
    if not asked:
        return []
    query = {"include": asked, "_fields": said.fields("comment"), **EVERY}
    return tamed(await site.get("comments", doing=DOING, **query), said.comments, about=site.host)
