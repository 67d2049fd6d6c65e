"""Connects a name on the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.contract import Account, Login

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.http import Client


async def sign_in(place: str, answers: Mapping[str, str], client: Client) -> Login:
    """Sign as `answers["name"]` on the board at `place`."""
    _ = client
    name = answers["name"]
    return Login(Account(name, name), place, {"pen": "blue"})
