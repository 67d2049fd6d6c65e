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
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from passaparola.connectors import errors
from passaparola.connectors.contract import Receipt
from passaparola.connectors.fitting import refuse_misfits
from passaparola.connectors.matrix import bodies, check, search, wire
from passaparola.connectors.matrix.homeserver import Homeserver, path
from passaparola.connectors.matrix.row import ROW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.contract import Account, Draft, Keys
    from passaparola.http import Client

SHARED = re.compile(r"https://matrix\.to/#/[!#][^/?\s]+/(\$[^/?\s]+)(?:\?\S*)?")

PUBLISHING = "publish the post in the room"
CHANGING = "change the post in the room"
ANSWERING = "find the post to answer"
DELETING = "delete the post in the room"


def speaker(keys: Keys, client: Client) -> MatrixSpeaker:
    """Return what speaks in the room of `keys`."""
    return MatrixSpeaker(keys, client)


class MatrixSpeaker:
    """Sends, looks up, edits and deletes in one room."""

    def __init__(self, keys: Keys, client: Client) -> None:
        self._keys = keys
        self._client = client

    @property
    def _server(self) -> Homeserver:
        return Homeserver(self._client, self._keys)

    async def publish(self, draft: Draft) -> Receipt:
        """Send `draft`, with its file uploaded before."""
        refuse_misfits(draft, ROW)
        server, room = self._server, self._keys.account
        await check.refuse_encrypted(server, room)
        uri = await _uploaded(server, draft, doing=PUBLISHING) if draft.media else ""
        where = path("rooms", room, "send", "m.room.message", draft.key)
        event = await server.put(where, bodies.content(draft, uri), doing=PUBLISHING, harmless=False)
        return self._receipt(event, {"file": uri, "holds": bodies.holds(draft)})

    async def locate(self, address: str) -> Receipt:
        """Return the message at `address`, as apps share it (matrix.to); it has to be in this room."""
        event = _event(address)
        if event is None:
            raise errors.Invalid(
                f"{address[:200]} is no message's address; share the message in an app, and paste its link.",
                field="answers",
            )
        there = await self._server.get(
            path("rooms", self._keys.account, "event", event), wire.message, doing=ANSWERING
        )
        if there.gone:
            raise errors.Gone("The post to answer was deleted in the room; choose another.")
        return Receipt(event, address)

    async def find(self, draft: Draft) -> Receipt | None:
        """Look for `draft` among the account's messages in the room."""
        found = await search.sent(self._server, self._keys.account, draft)
        return None if found is None else replace(self._receipt(found.id, {}), at=found.at)

    async def edit(self, receipt: Receipt, draft: Draft) -> Receipt:
        """Send what replaces the message; apps show the newest."""
        refuse_misfits(draft, ROW)
        server, room = self._server, self._keys.account
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
        return replace(receipt, extra={"file": uri, "holds": holds, "edit": event, "changes": changes})

    async def delete(self, receipt: Receipt) -> None:
        """Delete a message, and each of its changes: those are messages of their own, and stay readable."""
        for event in (receipt.native_id, *receipt.extra.get("changes", "").split()):
            where = path("rooms", self._keys.account, "redact", event, _name("delete", event))
            with suppress(errors.Gone):
                await self._server.put(where, {}, doing=DELETING, harmless=True)

    async def check(self) -> Account:
        """Return the room, if the account may speak there."""
        return await check.account(self._server, self._keys.account)

    def _receipt(self, event: str, extra: Mapping[str, str]) -> Receipt:
        room, server = quote(self._keys.account, safe="!:"), self._server.user.partition(":")[2]
        return Receipt(
            event, f"https://matrix.to/#/{room}/{quote(event, safe='$:')}?via={server}", extra=extra
        )


async def _uploaded(server: Homeserver, draft: Draft, *, doing: str) -> str:
    """Return where the file of `draft` is; the line would be cut in the middle of one that is too large."""
    refuse_misfits(draft, ROW, await check.told(server))
    return await server.upload(draft.media[0], doing=doing)


def _event(address: str) -> str | None:
    """Return the event in a link of matrix.to (spec.matrix.org, appendices, "matrix.to navigation")."""
    match = SHARED.fullmatch(unquote(address.strip()))
    return match[1] if match else None


def _name(act: str, *parts: str) -> str:
    """Return the transaction of a change: the same change of the same thing is the same transaction."""
    return f"{act}-{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]}"
