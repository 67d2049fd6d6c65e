"""Finds the connector for an address or a channel, in the folder its row's key names."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from passaparola.connectors.errors import Unrecognised
from passaparola.connectors.hosts import Hosts
from passaparola.connectors.platforms import PLATFORMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.contract import Keys, Login, Reader, Searcher
    from passaparola.connectors.oauth import Flow
    from passaparola.http import Client

__all__ = ["Hosts", "flow", "reader_for", "readers", "searcher", "sign_in", "signed_in", "speaker"]


def _module(platform: str, name: str) -> Any:
    return importlib.import_module(f"passaparola.connectors.{PLATFORMS[platform].key}.{name}")


def readers(hosts: Hosts) -> list[Reader]:
    """Return a reader of each platform that has one; last those whose posts may be on any host."""
    rows = [row for row in PLATFORMS.values() if "reader" in row.capabilities]
    return [_module(row.key, "connector").reader(hosts) for row in sorted(rows, key=lambda row: row.anywhere)]


def reader_for(address: str, *, hosts: Hosts) -> Reader:
    """Return the reader of the platform `address` is on; raises `Unrecognised`."""
    for reader in readers(hosts):
        if reader.recognises(address):
            return reader
    known = ", ".join(
        f"{row.example} ({row.name})"
        for row in PLATFORMS.values()
        if "reader" in row.capabilities and not row.simulated
    )
    raise Unrecognised(f"{address[:200]} is no post's address that can be read; give one like {known}.")


def speaker(platform: str, keys: Keys, client: Client) -> Any:
    """Return what speaks for a channel on `platform`: it meets the Protocols its row's capabilities name."""
    return _module(platform, "connector").speaker(keys, client)


def searcher(platform: str, place: str, keys: Keys | None, client: Client) -> Searcher:
    """Return what searches `platform` at `place`, in the name of `keys` where there are any."""
    found: Searcher = _module(platform, "connector").searcher(place, keys, client)
    return found


def flow(platform: str, place: str) -> Flow:
    """Return how `platform` asks for leave at `place`; its row says whether it does (`oauth`)."""
    asked: Flow = _module(platform, "login").flow(_module(platform, "login").home(place))
    return asked


async def signed_in(platform: str, place: str, secrets: Mapping[str, str], client: Client) -> Login:
    """Return the account that `secrets`, given by leave, open; raises a `ConnectorError`."""
    login: Login = await _module(platform, "login").signed_in(place, secrets, client)
    return login


async def sign_in(platform: str, place: str, answers: Mapping[str, str], client: Client) -> Login:
    """Connect an account of `platform` at `place` with what a person typed in; raises a `ConnectorError`."""
    login: Login = await _module(platform, "login").sign_in(place, answers, client)
    return login
