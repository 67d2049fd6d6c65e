"""Hears what is said to a bot in its channel and in the threads there.

Discord's numbers rise with time, so that what comes after the last one told is what is new. The newest
hundred messages are looked at each time, for those that were changed; private messages, deletions and
reactions are told on an open line only (the gateway), which nothing here holds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.contract import Batch, Event
from passaparola.connectors.discord import place, said, wire
from passaparola.connectors.discord.search import refuse_blindness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from passaparola.connectors.discord.api import Api
    from passaparola.connectors.discord.place import Place
    from passaparola.connectors.discord.said import Page, Said, Thread

DOING = "hear what was said in the channel"
PAST = timedelta(days=90)
PAGE = 100  # messages, the most there are at once
THREADS = 10  # that are read in one batch


async def heard(api: Api, cursor: str, *, home: str, now: datetime) -> Batch:
    """Return what was said to the bot after `cursor`; `home` is its channel."""
    if not api.way.by_bot:
        raise errors.Forbidden("A webhook cannot hear what is said; connect the channel with a bot for that.")
    there = place.read(cursor) if cursor else await _begun(api, now)
    page = await _page(api, home)
    if page.size == PAGE and page.first > there.after:  # more was said than that: from the first on
        page = await _page(api, home, after=there.after)
        return Batch(tuple(_events(api, page.said, there)), _after(there, page).written(), more=True)
    if not page.size:
        await refuse_blindness(api, "0")
    events = list(_events(api, _new(page, there), there))
    after, more = await _threads(api, _after(there, page), events, home=home)
    return Batch(tuple(events), after.written(), more=more, up_to=None if more else now)


async def _begun(api: Api, now: datetime) -> Place:
    me = await api.get(f"{api.way.place}/api/v10/users/@me", wire.user, doing=DOING)
    return place.Place(me, int(wire.since(now - PAST)))


async def _page(api: Api, channel: str, *, after: int | None = None) -> Page:
    asked = [("limit", str(PAGE)), *([] if after is None else [("after", str(after))])]
    url = f"{api.way.place}/api/v10/channels/{channel}/messages"
    return await api.get(url, said.page, doing=DOING, params=asked)


def _new(page: Page, there: Place) -> Iterator[Said]:
    """Yield what was said, or changed, since."""
    for one in page.said:
        changed = one.edited_at is not None and place.microseconds(one.edited_at) > there.edited
        if int(one.id) > there.after or changed:
            yield one


def _after(there: Place, page: Page) -> Place:
    edited = [place.microseconds(one.edited_at) for one in page.said if one.edited_at]
    return replace(there, after=max(there.after, page.last), edited=max([there.edited, *edited]))


async def _threads(api: Api, there: Place, events: list[Event], *, home: str) -> tuple[Place, bool]:
    """Add to `events` what is new in the channel's threads; returns the place, and whether there is more."""
    if not api.way.guild:
        return there, False
    url = f"{api.way.place}/api/v10/guilds/{api.way.guild}/threads/active"
    open_ones = [one for one in await api.get(url, said.threads, doing=DOING) if one.parent == home]
    known = dict(there.threads)
    waiting = [one for one in open_ones if int(one.last) > (known[one.id].after if one.id in known else 0)]
    more = len(waiting) > THREADS
    for one in waiting[:THREADS]:
        ours = known[one.id].ours if one.id in known else await _ours(api, one, there, home=home)
        before = known.pop(one.id, place.Read(0, ours))
        page = await _thread(api, one, after=before.after)
        events += _events(api, page.said, there, thread=one.id, ours=ours)
        more = more or page.size == PAGE
        known[one.id] = place.Read(page.last if page.size == PAGE else max(page.last, int(one.last)), ours)
    return replace(there, threads=known), more


async def _thread(api: Api, thread: Thread, *, after: int) -> Page:
    try:
        return await _page(api, thread.id, after=after)
    except (errors.Forbidden, errors.Gone):  # not for the bot, or deleted meanwhile
        return said.Page((), 0, 0, 0)


async def _ours(api: Api, thread: Thread, there: Place, *, home: str) -> bool:
    """Say whether a thread hangs on a message of ours, whose number it then has."""
    url = f"{api.way.place}/api/v10/channels/{home}/messages/{thread.id}"
    try:
        return (await api.get(url, wire.message, doing=DOING)).author == there.me
    except errors.Gone:
        return False


def _events(
    api: Api, found: Iterable[Said], there: Place, *, thread: str = "", ours: bool = False
) -> Iterator[Event]:
    """Yield what is said to us; in a thread that hangs on a post of ours, everything is."""
    for one in found:
        to_us = one.answered == there.me
        if one.author.id == there.me or not (to_us or ours or there.me in one.mentions):
            continue
        about = one.answers or (thread if ours else "")
        url = f"{api.way.place}/channels/{api.way.guild or '@me'}/{one.channel}/{one.id}"
        yield Event(
            id=one.id,
            kind="reply" if to_us or ours else "mention",
            actor=one.author,
            at=one.at,
            text=one.text,
            url=url,
            address=url,
            about=about,
            thread=thread or about or one.id,
            ours=to_us or (ours and not one.answers),
            edited_at=one.edited_at,
            files=one.files,
        )
