"""Looks whether there is something new in a feed, and asks for it only then (RFC 9110, section 13)."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.asking import ask
from passaparola.connectors.contract import Actor, Batch, Event
from passaparola.connectors.feed import wire
from passaparola.connectors.feed.row import ROW
from passaparola.connectors.wild import Wild, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from passaparola.connectors.contract import Keys
    from passaparola.connectors.feed.wire import Entry, Feed
    from passaparola.http import Answer, Client

OK, UNCHANGED, GONE, FAILING = 200, 304, frozenset({404, 410}), 500
CLOSED = frozenset({401, 403})
TAG_ROOM = 500
ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1"


def searcher(place: str, keys: Keys | None, client: Client) -> FeedSearcher:
    """Return what looks into the feed at `place`; nobody's keys are needed."""
    _ = keys
    return FeedSearcher(place, client, lambda: datetime.now(UTC))


class FeedSearcher:
    """Looks into the feed at `place`."""

    def __init__(self, place: str, client: Client, now: Callable[[], datetime]) -> None:
        self._place = place
        self._client = client
        self._now = now

    async def search(self, words: str, cursor: str) -> Batch:
        """Return all entries where the feed has changed, whatever the `words`; none where it has not."""
        _ = words
        now = self._now()
        answer = await ask(self._client, self._place, about=self._place, headers=_asked(cursor))
        if answer.status == UNCHANGED:
            return Batch((), cursor, up_to=now)
        _refuse(answer, self._place)
        try:
            kind = answer.headers.get("content-type", "")
            found = await asyncio.to_thread(wire.feed, answer.body, kind)
        except errors.Garbled as error:
            raise errors.Garbled(
                f"Could not read {self._place}: {error}; give the address of an RSS or Atom feed."
            ) from error
        events = tuple(_event(found, entry, self._place, now) for entry in found.entries)
        return Batch(events, _cursor(answer), up_to=now)


def _refuse(answer: Answer, place: str) -> None:
    """Raise the error that an answer stands for which brings no feed."""
    most = ROW.limit("document bytes") or 0
    if answer.status in GONE:
        raise errors.Gone(f"There is no feed at {place} any more: check the address.")
    if answer.status in CLOSED:
        raise errors.Forbidden(f"The feed at {place} is not open to everybody.")
    if answer.status >= FAILING:
        raise errors.Transient(f"Could not read {place}: it fails ({answer.status}); try again later.")
    if answer.status != OK:
        raise errors.Garbled(f"Could not read {place}: it answers {answer.status}; check the address.")
    if len(answer.body) > most:
        raise errors.Garbled(
            f"Could not read {place}: it is larger than {most:,} bytes, which is no feed; check the address."
        )


def _asked(cursor: str) -> Mapping[str, str]:
    headers = {"accept": ACCEPT}
    if cursor:
        try:
            kept = Wild(json.loads(cursor))
            named = {
                "if-none-match": text_of(kept.get("tag")),
                "if-modified-since": text_of(kept.get("since")),
            }
        except (ValueError, RecursionError, errors.Garbled) as error:
            raise errors.CursorExpired(
                "The feed is read anew: what was kept of it makes no sense."
            ) from error
        headers |= {name: value for name, value in named.items() if value}
    return headers


def _cursor(answer: Answer) -> str:
    kept = {"tag": answer.headers.get("etag", ""), "since": answer.headers.get("last-modified", "")}
    # What a server calls its version goes back as it is, or not at all.
    fit = {
        name: value for name, value in kept.items() if value and value.isascii() and len(value) <= TAG_ROOM
    }
    return json.dumps(fit)


def _event(found: Feed, entry: Entry, place: str, now: datetime) -> Event:
    """Return `entry` as something its author said, or the feed itself where nobody is named."""
    at = min(entry.at, now) if entry.at else now
    name = f"{entry.author} · {found.title}" if entry.author and found.title else entry.author or found.title
    return Event(
        id=entry.id,
        kind="mention",
        actor=Actor(f"{place}#{entry.author}" if entry.author else place, name or place, name, found.url),
        at=at,
        text="\n".join(part for part in (entry.title, entry.text) if part),
        url=entry.url,
        at_known=entry.at is not None,
        edited_at=entry.edited_at if entry.at and entry.edited_at and entry.edited_at > at else None,
        language=entry.language,
        files=entry.files,
        links=entry.links,
        place=entry.place,
    )
