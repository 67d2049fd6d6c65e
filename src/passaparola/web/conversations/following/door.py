"""The way to the platforms: which reader reads an address, on which hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from passaparola.connectors import registry

if TYPE_CHECKING:
    from passaparola.connectors.contract import Reader


def reader_for(address: str) -> Reader:
    """Return the reader of the platform `address` is on; raises `Unrecognised`."""
    return registry.reader_for(address, hosts=settings.READER_HOSTS or registry.Hosts())
