"""Connects a simulated account: it needs a name and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Account, Login
from passaparola.connectors.errors import Invalid
from passaparola.connectors.sandbox import connector
from passaparola.connectors.sandbox.network import SCHEME, Network

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.http import Client

HANDLE = re.compile(r"[a-z0-9][a-z0-9.-]{1,60}")


async def sign_in(place: str, answers: Mapping[str, str], client: Client) -> Login:
    """Give the account `answers["handle"]` on the network `place`, both made where they are new."""
    _ = client
    handle = answers.get("handle", "").strip().lower()
    if not HANDLE.fullmatch(handle):
        raise Invalid("A simulated name has 2 to 61 small letters, digits, dots and hyphens.", field="handle")
    name = place.removeprefix(SCHEME).strip("/") or "demo"
    account = Network.open(connector.file(), name).join(handle, answers.get("name", "").strip() or handle)
    return Login(Account(account.handle, account.handle, account.name), f"{SCHEME}{name}", {})
