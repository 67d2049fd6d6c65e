"""Finds the number a server gave to the post that is quoted. Mastodon 4.5 and later let programs quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.asking import tamed
from passaparola.connectors.errors import Invalid
from passaparola.connectors.mastodon import own, standing, wire

if TYPE_CHECKING:
    from passaparola.connectors.mastodon.door import Door

SINCE = 7  # version of the API (docs.joinmastodon.org/client/quotes, 2026-08)


async def number(door: Door, quoted: str) -> str:
    """Return the id on this server of the post at the address `quoted`; raises `Invalid` without one."""
    if (await standing.server(door)).api < SINCE:
        raise Invalid(f"{door.host} knows no quotes: link to the post instead.", field="quotes")
    place = wire.place(quoted)
    if place is not None and place.base == door.base:
        return place.id
    params = [("q", quoted), ("resolve", "true"), ("type", "statuses"), ("limit", "1")]
    answer = await door.read("api/v2/search", doing="find the post to quote", params=params)
    found = tamed(answer, own.found, about=door.host)
    if found is None:
        raise Invalid(
            f"{door.host} finds no post at {quoted[:200]}: check the address, or link to it instead.",
            field="quotes",
        )
    return found
