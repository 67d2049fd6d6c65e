"""Connects a room with a name and password, or with an access token."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.asking import ask, tamed
from passaparola.connectors.contract import Login
from passaparola.connectors.matrix import check, wire
from passaparola.connectors.matrix.homeserver import CLIENT, PLACE, Homeserver, path, signed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.contract import Renewal
    from passaparola.http import Client

ROOM = re.compile(r"(?:https://matrix\.to/#/)?([#!][^\s/?]{1,254})/?")
PASSWORD = "m.login.password"  # noqa: S105 - the name of a way to sign in
OK = 200
CONNECTING = "connect the room"


@dataclass
class Fresh:
    """Keys that were made just now."""

    place: str
    account: str
    secrets: Mapping[str, str] = field(repr=False)

    async def renewed(self, stale: Mapping[str, str], renew: Renewal) -> Mapping[str, str]:
        """Return the keys `renew` gives."""
        self.secrets = {**stale, **await renew(stale)}
        return self.secrets


async def sign_in(place: str, answers: Mapping[str, str], client: Client) -> Login:
    """Sign in at `place`, or where the name's own server is, and join the room in `answers`."""
    given = {key: value.strip() for key, value in answers.items()}
    room = ROOM.fullmatch(given.get("room", ""))
    if room is None:
        raise errors.Invalid("This is no room; give its address, like #news:example.org.", field="room")
    base = await _homeserver(client, place.strip() or given.get("user", "").partition(":")[2])
    keys = Fresh(base, "", await _keys(client, base, given, answers.get("password", "")))
    server = Homeserver(client, keys)
    user = await server.get(path("account", "whoami"), wire.user, doing=CONNECTING)
    keys.secrets = {**keys.secrets, "user": user}
    keys.account = await server.join(room[1], doing=CONNECTING)
    return Login(await check.account(server, keys.account), base, keys.secrets)


async def _homeserver(client: Client, place: str) -> str:
    """Return where the homeserver of `place` is: a domain may name another address (API, well-known)."""
    base = (place if "://" in place else f"https://{place}").rstrip("/")
    if not PLACE.fullmatch(base):
        raise errors.Invalid("Give the homeserver's address, like https://matrix.example.org.", field="place")
    answer = await ask(client, f"{base}/.well-known/matrix/client", about=base)
    if answer.status != OK:
        return base
    try:
        named = tamed(answer, wire.homeserver, about=base)
    except errors.Garbled:  # a website's own page in the place of what is not there
        return base
    if not PLACE.fullmatch(named):
        raise errors.Garbled(f"{base} names a homeserver at an address that is none; ask who runs it.")
    return named


async def _keys(client: Client, base: str, given: Mapping[str, str], password: str) -> dict[str, str]:
    if given.get("token"):
        return {"access_token": given["token"]}
    if not (given.get("user") and password):
        raise errors.Invalid("Give a name and password, or an access token.", field="user")
    answer = await ask(client, f"{base}{CLIENT}/login", about=base)
    if answer.status != OK or PASSWORD not in tamed(answer, wire.flows, about=base):
        raise errors.Forbidden(f"{base} takes no passwords; make an access token in an app, and give that.")
    who = {"type": "m.id.user", "user": given["user"]}
    body = {
        "type": PASSWORD,
        "identifier": who,
        "password": password,
        "initial_device_display_name": "Passaparola",
        "refresh_token": True,
    }
    try:
        return await signed(client, f"{base}{CLIENT}/login", body, doing="sign in")
    except errors.Forbidden as error:
        raise errors.Forbidden("The name or the password is wrong; type them in again.") from error
