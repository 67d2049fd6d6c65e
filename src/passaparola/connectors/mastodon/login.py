"""Connects an account: by leave given on the server's own page, or by a token made there and pasted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Login
from passaparola.connectors.errors import Invalid
from passaparola.connectors.mastodon import standing
from passaparola.connectors.mastodon.door import Door
from passaparola.connectors.mastodon.flow import flow, home

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.contract import Renewal
    from passaparola.http import Client

__all__ = ["flow", "home", "sign_in", "signed_in"]


@dataclass
class _Fresh:
    """Keys that were given just now and are stored nowhere yet."""

    place: str
    secrets: Mapping[str, str]
    account: str = ""

    async def renewed(self, stale: Mapping[str, str], renew: Renewal) -> Mapping[str, str]:
        self.secrets = {**self.secrets, **await renew(stale)}
        return self.secrets


async def sign_in(place: str, answers: Mapping[str, str], client: Client) -> Login:
    """Connect the account whose access token is among `answers`; raises a `ConnectorError`."""
    token = answers.get("token", "").strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise Invalid("This is no access token: copy all of it, and nothing else.", field="token")
    return await signed_in(place, {"access_token": token}, client)


async def signed_in(place: str, secrets: Mapping[str, str], client: Client) -> Login:
    """Return the account that `secrets` open on the server `place`; raises a `ConnectorError`."""
    keys = _Fresh(home(place), secrets)
    account = await standing.account(Door(keys, client), secrets)
    return Login(account, keys.place, keys.secrets)
