"""Hears what was done towards an account, a page of notifications at a time; none is marked as read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from passaparola.connectors.asking import tamed
from passaparola.connectors.contract import Batch
from passaparola.connectors.mastodon import bookmark, events, heard, wire
from passaparola.connectors.mastodon.bookmark import rank
from passaparola.connectors.mastodon.talks import Talks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from passaparola.connectors.contract import Event
    from passaparola.connectors.mastodon.bookmark import Bookmark
    from passaparola.connectors.mastodon.door import Door
    from passaparola.connectors.mastodon.heard import Notice

PAGE = 40  # what every server since 4.1 gives at once; each may need two questions more
FULL = PAGE // 2  # what was deleted meanwhile is left out of a page, which then says nothing of a next one
PAST = timedelta(days=90)  # heard of the time before
MOST = 10_000
# a notification may come to sight after one with a higher id: the last ones are told again
SETTLED = timedelta(minutes=2)
DOING = "hear what happened"


async def hear(door: Door, me: str, cursor: str, now: datetime) -> Batch:
    """Return the next page of what was done towards the account with the id `me`."""
    mark = bookmark.read(cursor)
    params = [("limit", str(PAGE))]
    params += [("since_id", mark.since)] if mark.since else []
    params += [("max_id", mark.before)] if mark.before else []
    answer = await door.read("api/v1/notifications", doing=DOING, params=params)
    times, notices = tamed(answer, lambda wild: heard.page(wild, host=door.host), about=door.host)
    turned = {number: at for number, at in times.items() if _lies_between(mark, number)}
    told = await _told(door, me, [notice for notice in notices if notice.id in turned])
    mark = _begun(mark, _server_time(answer.headers) or max([now, *turned.values()]), turned)
    short = len(times) < FULL and wire.following_page(answer.headers.get("link", "")) is None
    # nothing of what was asked for means that the end is reached, or that it cannot be asked for
    if not turned or short or _far_enough(mark, turned):
        done = bookmark.Bookmark(since=mark.then or mark.since)
        return Batch(told, bookmark.written(done), up_to=mark.began())
    onward = replace(mark, before=min(turned, key=rank), told=mark.told + len(turned))
    return Batch(told, bookmark.written(onward), more=True)


def _lies_between(mark: Bookmark, number: str) -> bool:
    """Say whether a notification is among those asked for: servers ignore what they do not know."""
    above = not mark.since or rank(number) > rank(mark.since)
    return above and (not mark.before or rank(number) < rank(mark.before))


def _begun(mark: Bookmark, at: datetime, turned: Mapping[str, datetime]) -> Bookmark:
    """Return `mark` with when its walk began, `at` if now, and where the next one is to end."""
    begun = mark.began() or at
    settled = [number for number, moment in turned.items() if moment <= begun - SETTLED]
    return replace(mark, at=begun.isoformat(), then=mark.then or max(settled, key=rank, default=""))


def _server_time(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers.get("date", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _far_enough(mark: Bookmark, turned: Mapping[str, datetime]) -> bool:
    """Say whether the past has been heard as far back as is wanted; what is new is heard to the last."""
    began = mark.began()
    if mark.since or began is None:
        return False
    return mark.told + PAGE > MOST or any(at < began - PAST for at in turned.values())


async def _told(door: Door, me: str, notices: Sequence[Notice]) -> tuple[Event, ...]:
    """Return the events of `notices`; each post that is answered is asked for once."""
    talks, found = Talks(door), {}
    for notice in notices:
        event = await _event(door, me, notice, talks)
        if event is not None:
            found[event.id] = event
    return tuple(found.values())


async def _event(door: Door, me: str, notice: Notice, talks: Talks) -> Event | None:
    said = notice.said
    if said is None:
        return events.follow(notice, host=door.host, me=me)
    if notice.type in {"reblog", "favourite"}:
        return events.mark(notice, said, me=me)
    if notice.type == "update" and me not in said.named and said.answered != me:
        return None
    above = await talks.above(said.post.answers or "")
    kind = events.kind_of(said, me=me, told=notice.type)
    if kind != "quote":
        return events.word(said, kind, above, base=door.base, me=me)
    quoted = said.quoted.uri if said.quoted else (await talks.above(said.quoted_id)).post
    receipt = said.quoted.id if said.quoted else said.quoted_id
    word = events.word(said, kind, above, base=door.base, me=me)
    return replace(word, about=quoted, ours=True, receipt=receipt)
