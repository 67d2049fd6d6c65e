"""Says whether an account may speak in a room, and what the room is called."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

from passaparola.connectors import errors
from passaparola.connectors.contract import Account
from passaparola.connectors.matrix import wire
from passaparola.connectors.matrix.homeserver import path

if TYPE_CHECKING:
    from passaparola.connectors.matrix.homeserver import Homeserver

DOING = "look whether the account may speak in this room"
FILES = ("image bytes", "gif bytes", "video bytes", "document bytes")


async def account(server: Homeserver, room: str) -> Account:
    """Return `room` as an account; raises `Forbidden` where the account may not send messages there."""
    await server.get(path("account", "whoami"), wire.user, doing=DOING)
    joined = await _state(server, room, "m.room.member", "membership", key=server.user)
    if joined != "join":
        raise errors.Forbidden(
            f"{server.user} is not in this room; let it in, and connect the channel again."
        )
    await refuse_encrypted(server, room)
    await _refuse_silent(server, room)
    alias = await _state(server, room, "m.room.canonical_alias", "alias")
    name = await _state(server, room, "m.room.name", "name")
    url = f"https://matrix.to/#/{quote(alias or room, safe='#!:')}"
    limits = await told(server)
    return Account(room, alias or room, name or alias or room, url, scopes=("post",), limits=limits)


async def told(server: Homeserver) -> dict[str, int]:
    """Return the limits the server says of itself."""
    size = 0
    with suppress(errors.Gone):  # servers before 1.11 do not say it here
        size = await server.get("/_matrix/client/v1/media/config", wire.upload_size, doing=DOING)
    return dict.fromkeys(FILES, size) if size else {}


async def refuse_encrypted(server: Homeserver, room: str) -> None:
    """Raise `Forbidden` where a room's messages are encrypted: what we say there would stand out unread."""
    if await _state(server, room, "m.room.encryption", "algorithm"):
        raise errors.Forbidden(
            "This room is encrypted, and Passaparola does not encrypt; choose a room that is not."
        )


async def _refuse_silent(server: Homeserver, room: str) -> None:
    """Raise `Forbidden` where the account has not the power to send messages."""
    has, takes = 0, 0
    with suppress(errors.Gone):  # a room without levels lets everybody speak
        has, takes = await server.get(
            path("rooms", room, "state", "m.room.power_levels"),
            lambda wild: wire.level(wild, server.user),
            doing=DOING,
        )
    if has >= takes:
        return
    where = path("rooms", room, "state", "m.room.create")
    if server.user not in await server.get(where, wire.made_by, doing=DOING, format="event"):
        raise errors.Forbidden(
            f"{server.user} has power {has} in this room, and speaking takes {takes}; ask who runs the room."
        )


async def _state(server: Homeserver, room: str, kind: str, field: str, *, key: str = "") -> str:
    """Return one text of a room's state, empty where it is not set."""
    parts = ["rooms", room, "state", kind, *([key] if key else [])]
    try:
        return await server.get(path(*parts), lambda wild: wire.named(wild, field), doing=DOING)
    except errors.Gone:
        return ""
