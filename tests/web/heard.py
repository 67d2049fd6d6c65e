"""Things done towards a channel, as a connector would tell them, and a connector that tells them by turns."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from passaparola.connectors.contract import Actor, Batch, Event
from passaparola.connectors.errors import CursorExpired

if TYPE_CHECKING:
    from collections.abc import Sequence

    from passaparola.connectors.contract import EventKind

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def somebody(name: str) -> Actor:
    return Actor(f"did:{name}", f"{name}.test", name.title(), f"https://sandbox.test/{name}")


def an_event(name: str, kind: EventKind, who: str, minutes: float = 0.0, **more: Any) -> Event:
    """Return something `who` did; with `about` a reply hangs on that post."""
    said = {"text": f"{who} says {name}", "address": f"https://sandbox.test/p/{name}"}
    at = NOON + timedelta(minutes=minutes)
    return Event(
        name, kind, somebody(who), at, **({} if kind in {"like", "reshare", "follow"} else said) | more
    )


@dataclass
class FakeHearer:
    """Tells `events` `each` at a time; its cursor counts them. Raises what `troubles` holds, one a call."""

    events: Sequence[Event]
    each: int = 2
    troubles: list[Exception] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def hear(self, cursor: str) -> Batch:
        self.asked.append(cursor)
        if self.troubles:
            raise self.troubles.pop(0)
        if cursor and not cursor.isdigit():
            raise CursorExpired("Nobody knows that cursor.")
        start = int(cursor or 0)
        end = min(start + self.each, len(self.events))
        more = end < len(self.events)
        return Batch(tuple(self.events[start:end]), json.dumps(end), more=more, up_to=None if more else NOON)
