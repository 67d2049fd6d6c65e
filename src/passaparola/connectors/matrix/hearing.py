"""Hears what is said to an account in its rooms.

The server names a moment (a token), and tells from there on. Where more was said than it tells at once, it
says from where back the rest has to be read: that is done page by page, before anything newer is asked for.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

from passaparola.connectors import errors
from passaparola.connectors.contract import Batch
from passaparola.connectors.matrix import place, timeline
from passaparola.connectors.matrix.homeserver import path
from passaparola.connectors.matrix.known import DOING
from passaparola.connectors.matrix.towards import Towards

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from datetime import datetime

    from passaparola.connectors.matrix.homeserver import Homeserver
    from passaparola.connectors.matrix.place import Place
    from passaparola.connectors.wild import Wild

T = TypeVar("T")
SAID = ["m.room.message", "m.room.encrypted", "m.reaction", "m.room.redaction"]
NAMES = {"lazy_load_members": True, "include_redundant_members": True}
NOTHING: dict[str, list[str]] = {"types": []}
PAGE = "100"
AT_ONCE = 50  # events of a room that a sync tells
PATIENCE = "25000"  # milliseconds: less than the door waits for one answer

# who joins is asked for as well: only then servers tell how many are in a room
FILTER = json.dumps(
    {
        "presence": NOTHING,
        "account_data": {"types": ["m.direct"]},
        "room": {
            "include_leave": False,
            "ephemeral": NOTHING,
            "account_data": NOTHING,
            "state": {"types": ["m.room.member"], **NAMES},
            "timeline": {"types": [*SAID, "m.room.member"], "limit": AT_ONCE, **NAMES},
        },
    }
)
BACK = json.dumps({"types": SAID, **NAMES})
# the moment it is now, and nothing of the rooms
NOW = json.dumps({"presence": NOTHING, "account_data": NOTHING, "room": {"rooms": []}})


async def heard(server: Homeserver, cursor: str, *, home: str, now: datetime) -> Batch:
    """Return what comes after `cursor`; `home` is the room we publish in."""
    there = place.read(cursor)
    if there.holes:
        return await _back(server, there, home=home)
    asked = {"filter": FILTER, "timeout": "0"} | ({"since": there.since} if there.since else {})
    news = await _asked(server, path("sync"), lambda wild: timeline.news(wild, server.user), asked)
    after = there.after(news)
    towards = Towards(server, after, home=home)
    events = [event for part in news.rooms for event in await towards.told(part, deletions=bool(there.since))]
    # an answer that brings something may be minutes old (Synapse, sync_response_cache_duration)
    more = bool(news.rooms)
    after = after.remembering(towards.likes)
    return Batch(tuple(events), after.written(), more=more, up_to=None if more else now)


async def watched(server: Homeserver) -> AsyncIterator[None]:
    """Yield whenever something was said in the rooms."""
    since = await server.get(path("sync"), timeline.token, doing=DOING, filter=NOW, timeout="0")
    while True:
        news = await server.get(
            path("sync"),
            lambda wild: timeline.news(wild, server.user),
            doing=DOING,
            filter=FILTER,
            since=since,
            timeout=PATIENCE,
        )
        since = news.token
        if any(one.sender != server.user for part in news.rooms for one in part.said):
            yield


async def _back(server: Homeserver, there: Place, *, home: str) -> Batch:
    """Return one page of the first room that is not told yet."""
    hole = there.holes[0]
    asked = {"dir": "b", "limit": PAGE, "filter": BACK, "from": hole.start}
    asked |= {"to": hole.end} if hole.end else {}
    try:
        page = await _asked(
            server,
            path("rooms", hole.room, "messages"),
            lambda wild: timeline.history(wild, hole.room, server.user),
            asked,
        )
    except (errors.Forbidden, errors.Gone):  # the account has left the room since
        page = timeline.Stretch(hole.room, (), {}, "")
    towards = Towards(server, there, home=home)
    events = await towards.told(page, deletions=bool(hole.end))
    return Batch(tuple(events), there.filled(page).remembering(towards.likes).written(), more=True)


async def _asked(server: Homeserver, where: str, read: Callable[[Wild], T], asked: Mapping[str, str]) -> T:
    """Return what `read` makes of the answer; a token that the server does not know is one it forgot."""
    try:
        return await server.get(where, read, doing=DOING, **asked)
    except errors.Invalid as error:
        if asked.keys() & {"since", "from"}:
            raise errors.CursorExpired(place.FORGOTTEN) from error
        raise
