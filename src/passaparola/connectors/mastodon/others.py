"""Finds somebody else's post on the account's own server, to quote it or to answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.asking import tamed
from passaparola.connectors.errors import Invalid
from passaparola.connectors.mastodon import audience, own, standing, wire

if TYPE_CHECKING:
    from passaparola.connectors.contract import Receipt
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


async def answered(door: Door, address: str) -> Receipt:
    """Return the post at `address` with who may see it; raises `Invalid` or `Gone` where there is none."""
    doing = "find the post to answer"
    place = wire.place(address)
    if place is not None and place.base == door.base:
        answer = await door.read(f"api/v1/statuses/{place.id}", doing=doing)
        found: wire.Status | None = tamed(
            answer, lambda wild: wire.status(wild, host=door.host), about=door.host
        )
    else:
        answer = await door.read("api/v2/search", doing=doing, params=_searched(address))
        found = tamed(answer, lambda wild: own.first_found(wild, host=door.host), about=door.host)
    if found is not None:
        return audience.located(found.boosted or found, address, host=door.host)
    raise Invalid(
        f"{door.host} finds no post at {address[:200]}: check the address of the post to answer.",
        field="answers",
    )


async def _number(door: Door, address: str, *, doing: str) -> str | None:
    place = wire.place(address)
    if place is not None and place.base == door.base:
        return place.id
    answer = await door.read("api/v2/search", doing=doing, params=_searched(address))
    return tamed(answer, own.found, about=door.host)


def _searched(address: str) -> list[tuple[str, str]]:
    return [("q", address), ("resolve", "true"), ("type", "statuses"), ("limit", "1")]
