"""Finds the connector for an address."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from passaparola.connectors.bluesky.connector import APPVIEW, PLC, BlueskyReader
from passaparola.connectors.errors import Unrecognised
from passaparola.connectors.mastodon.connector import MastodonReader
from passaparola.connectors.platforms import PLATFORMS
from passaparola.connectors.sandbox.connector import SandboxReader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from passaparola.connectors.contract import Reader


@dataclass(frozen=True, slots=True)
class Hosts:
    """Where the platforms are asked.

    `appview` and `plc`: Bluesky's view of posts, and its directory of accounts. `instance`: a server to ask
    for Mastodon posts instead of the one their address names; `token`: an access token of an account on it.
    `sandbox`: the simulated networks' file, None for the one among the product's data.
    """

    appview: str = APPVIEW
    plc: str = PLC
    instance: str | None = None
    token: str = ""
    sandbox: Path | None = None


def _sandbox(hosts: Hosts) -> Reader:
    data = Path(os.environ.get("PASSAPAROLA_DATA") or "data")
    return SandboxReader(hosts.sandbox or data / "sandbox.sqlite3")


# in this order: what looks like a Mastodon post's address may be on any host
READERS: Mapping[str, Callable[[Hosts], Reader]] = MappingProxyType(
    {
        SandboxReader.platform: _sandbox,
        BlueskyReader.platform: lambda hosts: BlueskyReader(appview=hosts.appview, plc=hosts.plc),
        MastodonReader.platform: lambda hosts: MastodonReader(instance=hosts.instance, token=hosts.token),
    }
)


def reader_for(address: str, *, hosts: Hosts) -> Reader:
    """Return the reader of the platform `address` is on; raises `Unrecognised`."""
    for make in READERS.values():
        reader = make(hosts)
        if reader.recognises(address):
            return reader
    known = ", ".join(f"{row.example} ({row.name})" for row in PLATFORMS.values() if not row.simulated)
    raise Unrecognised(f"{address[:200]} is no post's address that can be read; give one like {known}.")
