"""Learns at once that something happened, from the server's stream of server-sent events.

docs.joinmastodon.org/methods/streaming (2026-08). Others of the family stream over WebSockets alone, or not
at all (snac 2.75).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.mastodon import standing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from passaparola.connectors.mastodon.door import Door

# the account's notifications alone, without what those say whom it follows
PATH = "api/v1/streaming/user/notification"
HEARD = frozenset({"notification", "notifications_merged"})


async def watch(door: Door) -> AsyncIterator[None]:
    """Yield whenever a notification came; ends when the server ends the stream."""
    base = (await standing.server(door)).streaming or door.base
    if door.base.startswith("https:") and not base.startswith("https:"):
        raise errors.Garbled(f"{door.host} streams in the open: it is asked from time to time instead.")
    async with door.stream(f"{base}/{PATH}") as lines:
        event = ""
        async for line in lines:
            if line.startswith("event:"):
                event = line.removeprefix("event:").strip()
            elif not line and event:  # an empty line ends an event (html.spec.whatwg.org, 9.2.5)
                if event in HEARD:
                    yield
                event = ""
