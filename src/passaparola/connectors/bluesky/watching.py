"""Watches the network's stream for whatever names an account, so that one hears of it at once.

The stream tells of an act before it is indexed: one waits a moment, and then says that there is something to
hear. What comes meanwhile is said together; what takes longer is heard when the account is next asked.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from passaparola import http
from passaparola.connectors import errors
from passaparola.connectors.asking import TOLD
from passaparola.connectors.bluesky import frames

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

INDEXED = 1.5  # seconds; 0.4 to 1.1 on a network of our own (dev-env 0.3.215)
REPOS = "/xrpc/com.atproto.sync.subscribeRepos"
JETSTREAM = "/subscribe"
WANTED = ("post", "repost", "like")


def place(base: str) -> tuple[str, Sequence[tuple[str, str]]]:
    """Return what is listened to at `base`, the address of a server, a relay, or a Jetstream's /subscribe."""
    address = base.strip().rstrip("/")
    for ours, theirs in (("wss://", "https://"), ("ws://", "http://")):
        address = theirs + address.removeprefix(ours) if address.startswith(ours) else address
    if not address.endswith(JETSTREAM):
        return address.removesuffix(REPOS) + REPOS, ()
    feeds = [("wantedCollections", f"app.bsky.feed.{kind}") for kind in WANTED]
    return address, [*feeds, ("wantedCollections", "app.bsky.graph.follow")]


async def watch(
    client: http.Client, base: str, did: str, *, pause: float = INDEXED
) -> AsyncGenerator[None, None]:
    """Yield a moment after something named the account `did`; ends when the line does."""
    named = asyncio.Event()
    reading = asyncio.ensure_future(_read(client, base, did, named))
    try:
        while await _named(named, reading):
            named.clear()
            await asyncio.sleep(pause)
            yield
        reading.result()
    finally:
        reading.cancel()
        await asyncio.wait({reading})
        if not reading.cancelled():
            reading.exception()  # looked at: whoever no longer listens need not know of it


async def _named(named: asyncio.Event, reading: asyncio.Future[None]) -> bool:
    """Wait until the account is named; False where the line ended before."""
    waiting = asyncio.ensure_future(named.wait())
    both: set[asyncio.Future[Any]] = {waiting, reading}
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
    return named.is_set()


async def _read(client: http.Client, base: str, did: str, named: asyncio.Event) -> None:
    url, params = place(base)
    try:
        async with aclosing(client.listen(url, params=params)) as messages:
            async for message in messages:
                if frames.concerns(message, did):
                    named.set()
    except http.HttpError as error:
        kind, advice = TOLD.get(type(error), (errors.RateLimited, "try again later"))
        raise kind(f"Could not read {base}: {error}; {advice}.") from error
