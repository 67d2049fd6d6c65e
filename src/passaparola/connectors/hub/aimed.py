"""Which entry an address from outside means, and whether two addresses are one page."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from passaparola.connectors.errors import Gone, Unrecognised
from passaparola.connectors.hub.entry import NAME
from passaparola.connectors.hub.installation import page
from passaparola.connectors.hub.shelf import Shelf

if TYPE_CHECKING:
    from passaparola.connectors.hub.entry import Entry

_ENTRY = re.compile(rf"/feed/(?P<account>{NAME.pattern})/(?P<name>{NAME.pattern})$")
_PORTS = {"http": 80, "https": 443}

Place = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True)
class Aimed:
    """An entry of the feed `account`, and the addresses it is read at: now, and when it was published."""

    account: str
    entry: Entry
    pages: tuple[str, ...]

    def means(self, address: str) -> bool:
        """Say whether `address` leads to the entry, whatever follows `?` or `#`."""
        where = place(address)
        return where is not None and any(where == place(page) for page in self.pages)


def at(address: str) -> Aimed:
    """Return the entry at `address`; raises `Unrecognised` where it leads to none of ours."""
    where = place(address)
    found = _ENTRY.search(where[2]) if where else None
    with suppress(Gone):
        if found and (aimed := of(found["account"], found["name"])).means(address):
            return aimed
    raise Unrecognised("There is no such entry here.")


def of(account: str, name: str) -> Aimed:
    """Return the entry `name` of the feed `account`; raises `Gone`."""
    entry = Shelf(account).entry(name)
    return Aimed(account, entry, tuple(dict.fromkeys((f"{page(account)}{name}/", entry.id))))


def place(address: str) -> Place | None:
    """Return host, port and path of a web address, None where it is none; https and http are one place."""
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or parts.username is not None:
        return None
    port = None if port in {None, _PORTS[parts.scheme]} else port
    return host.lower(), port, unquote(parts.path).rstrip("/")
