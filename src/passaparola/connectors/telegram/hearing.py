"""Hears what a bot is told.

Telegram keeps it for 24 hours at most, and until the bot asks for what comes after it: what was told with one
batch is let go with the next (getUpdates). Where another program asks in the bot's name, each hears part.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.contract import Batch
from passaparola.connectors.telegram import calls, updates, wire
from passaparola.connectors.telegram.towards import Towards
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from passaparola.connectors.telegram.api import Api
    from passaparola.connectors.telegram.towards import Posts

DOING = "hear what the bot is told"
FORGOTTEN = "Where we left off hearing is no longer known; it is begun anew."
MOST = 100  # updates in one answer
REMEMBERED = 200  # posts of ours, by what they are called in their discussion group
# "If there are no new updates for at least a week, then identifier of the next update will be chosen
# randomly": a number from before would then let go of what nobody has heard
KEPT = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Place:
    """Where hearing goes on: from update `after`, which was told of at `at`; `name` is the bot's."""

    name: str
    after: int = 0
    at: int = 0
    posts: Posts = field(default_factory=dict)

    def written(self) -> str:
        """Return it as a cursor."""
        kept = [[*message, post] for message, post in self.posts.items()][-REMEMBERED:]
        told = {"name": self.name, "after": self.after, "at": self.at, "posts": kept}
        return json.dumps(told, separators=(",", ":"))


async def heard(api: Api, cursor: str, *, me: str, home: str, now: datetime) -> Batch:
    """Return what bot `me` is told after `cursor`; `home` is the chat we post in."""
    place = _read(cursor) if cursor else Place(await _name(api))
    found, after = await _updates(api, place, now)
    towards = Towards(me, place.name, home, place.posts)
    events = tuple(towards.told(found))
    at = int(now.timestamp()) if after else place.at
    onward = Place(place.name, after or place.after, at, towards.posts)
    return Batch(events, onward.written(), more=bool(after), up_to=None if after else now)


async def _name(api: Api) -> str:
    return (await api.read(calls.Call("getMe", {}), wire.bot, doing=DOING)).name


async def _updates(api: Api, place: Place, now: datetime) -> tuple[list[updates.Told], int]:
    asked = {"limit": MOST, "timeout": 0, "allowed_updates": list(updates.KINDS)}
    if place.after and now - datetime.fromtimestamp(place.at, UTC) < KEPT:
        asked["offset"] = place.after
    return await api.read(calls.Call("getUpdates", asked), updates.updates, doing=DOING)


def _read(cursor: str) -> Place:
    """Read a cursor; raises `CursorExpired` where it is none of ours."""
    try:
        wild = Wild(json.loads(cursor))
        posts = {(chat.text(), number.count()): post.text() for chat, number, post in wild["posts"]}
        at = wire.moment(wild["at"])
        return Place(wild["name"].text(), wild["after"].count(), int(at.timestamp()), posts)
    except (ValueError, TypeError, RecursionError, errors.Garbled) as error:
        raise errors.CursorExpired(FORGOTTEN) from error
