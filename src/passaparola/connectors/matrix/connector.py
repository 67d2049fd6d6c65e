"""Speaks in a Matrix room.

A message is sent under its draft's key as its transaction: however often it is sent in one session, the
server makes one message of it, for as long as it remembers the transaction. After that, or from a new
session, it is looked for among the account's own messages in the room, which also name their transaction.
"""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from passaparola.connectors import errors
from passaparola.connectors.contract import Receipt
from passaparola.connectors.fitting import refuse_misfits
from passaparola.connectors.matrix import bodies, check, hearing, search, wire
from passaparola.connectors.matrix.homeserver import Homeserver, path
from passaparola.connectors.matrix.row import ROW
from passaparola.connectors.matrix.towards import link

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from passaparola.connectors.contract import Account, Batch, Draft, Keys
    from passaparola.http import Client

SHARED = re.compile(r"https://matrix\.to/#/(?P<room>[!#][^/?\s]+)/(?P<event>\$[^/?\s]+)(?:\?\S*)?")

PUBLISHING = "publish the post in the room"
CHANGING = "change the post in the room"
ANSWERING = "find the post to answer"
DELETING = "delete the post in the room"


def speaker(keys: Keys, client: Client) -> MatrixSpeaker:
    """Return what speaks in the room of `keys`."""
    return MatrixSpeaker(keys, client)


class MatrixSpeaker:
    """Sends, looks up, edits and deletes in one room; hears, and answers, in all of the account's."""

    def __init__(
        self, keys: Keys, client: Client, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._keys = keys
        self._client = client
        self._now = now

    @property
    def _server(self) -> Homeserver:
        return Homeserver(self._client, self._keys)

    async def publish(self, draft: Draft) -> Receipt:
        """Send `draft`, with its file uploaded before; an answer goes to the room of what it answers."""
        refuse_misfits(draft, ROW)
        server, room = self._server, self._room(draft.replies_to)
        await check.refuse_encrypted(server, room)
        uri = await _uploaded(server, draft, doing=PUBLISHING) if draft.media else ""
        where = path("rooms", room, "send", "m.room.message", draft.key)
        event = await server.put(where, bodies.content(draft, uri), doing=PUBLISHING, harmless=False)
        return self._receipt(room, event, {"file": uri, "holds": bodies.holds(draft)})

    async def locate(self, address: str) -> Receipt:
        """Return the message at `address`, as apps share it (matrix.to); its room, where it is not ours."""
        match = SHARED.fullmatch(unquote(address.strip()))
        if match is None:
            raise errors.Invalid(
                f"{address[:200]} is no message's address; share the message in an app, and paste its link.",
                field="answers",
            )
        # a name may be of any room: one that only has a name is looked for in ours
        room = match["room"] if match["room"].startswith("!") else self._keys.account
        there = await self._server.get(
            path("rooms", room, "event", match["event"]), wire.message, doing=ANSWERING
        )
        if there.gone:
            raise errors.Gone("The post to answer was deleted in the room; choose another.")
        return Receipt(match["event"], address, extra=self._elsewhere(room))

    async def find(self, draft: Draft) -> Receipt | None:
        """Look for `draft` among the account's messages in the room."""
        room = self._room(draft.replies_to)
        found = await search.sent(self._server, room, draft)
        return None if found is None else replace(self._receipt(room, found.id, {}), at=found.at)

    async def edit(self, receipt: Receipt, draft: Draft) -> Receipt:
        """Send what replaces the message; apps show the newest."""
        refuse_misfits(draft, ROW)
        server, room = self._server, self._room(receipt)
        where = path("rooms", room, "event", receipt.native_id)
        there = await server.get(where, wire.message, doing=CHANGING)
        if there.gone:
            raise errors.Gone("The post was deleted in the room, so that it cannot be changed.")
        holds = bodies.holds(draft)
        uri = receipt.extra.get("file", "") if holds == receipt.extra.get("holds") else ""
        if draft.media and not uri:
            uri = await _uploaded(server, draft, doing=CHANGING)
        # the same change to the same state is the same transaction, and a change back to what was is another
        change = bodies.replacing(draft, receipt.native_id, uri)
        name = _name("edit", receipt.native_id, receipt.extra.get("edit", ""), json.dumps(change))
        where = path("rooms", room, "send", "m.room.message", name)
        event = await server.put(where, change, doing=CHANGING, harmless=True)
        changes = " ".join(dict.fromkeys([*receipt.extra.get("changes", "").split(), event]))
        extra = {"file": uri, "holds": holds, "edit": event, "changes": changes}
        return replace(receipt, extra=extra | self._elsewhere(room))

    async def delete(self, receipt: Receipt) -> None:
        """Delete a message, and each of its changes: those are messages of their own, and stay readable."""
        for event in (receipt.native_id, *receipt.extra.get("changes", "").split()):
            where = path("rooms", self._room(receipt), "redact", event, _name("delete", event))
            with suppress(errors.Gone):
                await self._server.put(where, {}, doing=DELETING, harmless=True)

    async def check(self) -> Account:
        """Return the room, if the account may speak there."""
        return await check.account(self._server, self._keys.account)

    async def hear(self, cursor: str) -> Batch:
        """Return what was said to the account in all its rooms."""
        return await hearing.heard(self._server, cursor, home=self._keys.account, now=self._now())

    def watch(self) -> AsyncIterator[None]:
        """Yield when something was said in the rooms."""
        return hearing.watched(self._server)

    def _room(self, of: Receipt | None) -> str:
        """Return the room a post is in: ours, unless it is kept with it."""
        return (of.extra.get("room") if of else None) or self._keys.account

    def _elsewhere(self, room: str) -> dict[str, str]:
        return {} if room == self._keys.account else {"room": room}

    def _receipt(self, room: str, event: str, extra: Mapping[str, str]) -> Receipt:
        url = link(room, event, self._server.user)
        return Receipt(event, url, extra={**extra, **self._elsewhere(room)})


async def _uploaded(server: Homeserver, draft: Draft, *, doing: str) -> str:
    """Return where the file of `draft` is; the line would be cut in the middle of one that is too large."""
    refuse_misfits(draft, ROW, await check.told(server))
    return await server.upload(draft.media[0], doing=doing)


def _name(act: str, *parts: str) -> str:
    """Return the transaction of a change: the same change of the same thing is the same transaction."""
    return f"{act}-{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]}"
