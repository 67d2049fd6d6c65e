"""Looks for a post of ours among a room's messages."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.matrix import bodies, wire
from passaparola.connectors.matrix.homeserver import path
from passaparola.connectors.wild import LONGEST

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft
    from passaparola.connectors.matrix.homeserver import Homeserver
    from passaparola.connectors.matrix.wire import Message

EARLY = timedelta(minutes=5)  # that the server's clock may be behind ours
PAGE = "100"
PAGES = 50
DOING = "look for the post in the room"


async def sent(server: Homeserver, room: str, draft: Draft) -> Message | None:
    """Return the message that `draft` has become; None where none since `draft.at` is it."""
    only = json.dumps({"senders": [server.user], "types": ["m.room.message"]})
    since = draft.at - EARLY
    start: dict[str, str] = {}
    for _ in range(PAGES):
        asked = {"dir": "b", "limit": PAGE, "filter": only, **start}
        page, onward = await server.get(path("rooms", room, "messages"), wire.page, doing=DOING, **asked)
        for message in page:
            if message.sender == server.user and message.at >= since and _same(message, draft):
                return _there(message)
        if not onward or any(message.at < since for message in page):
            return None
        start = {"from": onward}
    raise errors.Transient("There is too much in the room since; look there for the post, and say so here.")


def _same(message: Message, draft: Draft) -> bool:
    """Say whether a message is `draft`: by its transaction, or by its words where another session sent it."""
    if message.name:
        return message.name == draft.key
    return not message.edits and message.text == bodies.content(draft)["body"][:LONGEST]


def _there(message: Message) -> Message:
    if message.gone:
        raise errors.Gone("The post was in the room, and somebody deleted it there.")
    return message
