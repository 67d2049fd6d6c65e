"""Finds the number a server gave to somebody else's post, to quote it or to answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.asking import tamed
from passaparola.connectors.errors import Invalid
from passaparola.connectors.mastodon import own, standing, wire

if TYPE_CHECKING:
    from passaparola.connectors.mastodon.door import Door

QUOTING_SINCE = 7  # version of the API, of Mastodon 4.5 (docs.joinmastodon.org/client/quotes, 2026-08)


async def quoted(door: Door, address: str) -> str:
    """Return the id on this server of the post at `address`; raises `Invalid` where it cannot be quoted."""
    if (await standing.server(door)).api < QUOTING_SINCE:
        raise Invalid(f"{door.host} knows no quotes: link to the post instead.", field="quotes")
    if found := await _number(door, address, doing="find the post to quote"):
        return found
    raise Invalid(
        f"{door.host} finds no post at {address[:200]}: check the address, or link to it instead.",
        field="quotes",
    )


async def answered(door: Door, address: str) -> str:
    """Return the id on this server of the post at `address`; raises `Invalid` where there is none."""
    if found := await _number(door, address, doing="find the post to answer"):
        return found
    raise Invalid(
        f"{door.host} finds no post at {address[:200]}: check the address of the post to answer.",
        field="answers",
    )


async def _number(door: Door, address: str, *, doing: str) -> str | None:
    place = wire.place(address)
    if place is not None and place.base == door.base:
        return place.id
    params = [("q", address), ("resolve", "true"), ("type", "statuses"), ("limit", "1")]
    return tamed(await door.read("api/v2/search", doing=doing, params=params), own.found, about=door.host)
