"""How an account and its server are: who speaks, what its leave allows, and the server's own limits."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from passaparola.connectors.asking import tamed
from passaparola.connectors.contract import Account
from passaparola.connectors.errors import AuthRevoked
from passaparola.connectors.mastodon import own, wire
from passaparola.connectors.mastodon.refusals import AGAIN, GONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.mastodon.door import Door

NOBODY = frozenset({422})  # nothing was sent but a key: it opens nothing (Mastodon; snac 2.75)
DOING = "look at the account"


async def account(door: Door, secrets: Mapping[str, str]) -> Account:
    """Return the account as its server shows it now; raises a `ConnectorError`."""
    answer = await door.read("api/v1/accounts/verify_credentials", doing=DOING, also=NOBODY)
    if answer.status in NOBODY:
        raise AuthRevoked(f"{door.host} no longer knows who this is: {AGAIN}.")
    person = tamed(answer, lambda wild: wire.account(wild, host=door.host), about=door.host)
    # What is renewed by itself does not run out for anybody.
    ends = "" if secrets.get("refresh_token") else secrets.get("expires_at")
    return Account(
        id=person.id,
        handle=person.handle,
        name=person.name,
        url=person.url,
        scopes=tuple(secrets.get("scope", "").split()),
        expires_at=datetime.fromisoformat(ends) if ends else None,
        limits=(await server(door)).limits,
    )


async def server(door: Door) -> own.Standing:
    """Return what the server says of itself, asked in the second way or, where it has none, the first."""
    answer = await door.read("api/v2/instance", doing=DOING, also=GONE)
    if answer.status in GONE:
        answer = await door.read("api/v1/instance", doing=DOING)
    return tamed(answer, own.standing, about=door.host)
