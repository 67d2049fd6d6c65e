"""Events that were seen, or are looked up once: whose what is answered is, and what a talk began with."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.matrix.homeserver import path
from passaparola.connectors.matrix.said import said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from passaparola.connectors.matrix.homeserver import Homeserver
    from passaparola.connectors.matrix.said import Said

DOING = "hear what was said in the rooms"
HOPS = 30  # answers that are followed to where a talk began


class Known:
    """What is known of rooms while one batch is made."""

    def __init__(self, server: Homeserver) -> None:
        self._server = server
        self._events: dict[tuple[str, str], Said | None] = {}

    def keep(self, events: Iterable[Said]) -> None:
        """Know these events."""
        self._events |= {(one.room, one.id): one for one in events}

    async def ours(self, room: str, event: str) -> bool:
        """Say whether the account wrote an event."""
        there = await self.found(room, event)
        return there is not None and there.sender == self._server.user

    async def first(self, one: Said) -> str:
        """Return the id of what the talk began with that `one` is in."""
        for _ in range(HOPS):
            if one.relation.thread:
                return one.relation.thread
            before = await self.found(one.room, one.relation.answers) if one.relation.answers else None
            if before is None:
                return one.relation.answers or one.id
            one = before
        return one.id

    async def found(self, room: str, event: str) -> Said | None:
        """Return an event, None where the account cannot see it or it is not as it should be."""
        if (room, event) not in self._events:
            self._events[room, event] = None
            with suppress(errors.Gone, errors.Forbidden, errors.Garbled):
                self._events[room, event] = await self._server.get(
                    path("rooms", room, "event", event),
                    lambda wild: said(wild, room, self._server.user),
                    doing=DOING,
                )
        return self._events[room, event]
