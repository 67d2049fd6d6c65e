"""Reads a public post on Bluesky, and all that became of it, without an account; speaker.py speaks for one.

Times of posts, reposts and likes are written by clients and nobody checks them: they are kept as they stand,
even where they lie in the future or before the post. `via` is client-written too: evidence *observed*.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.asking import silent
from passaparola.connectors.bluesky import acts, follows, people, posts, sharers, wire
from passaparola.connectors.bluesky.appview import AppView
from passaparola.connectors.bluesky.bounds import Bounds
from passaparola.connectors.bluesky.repos import Repos
from passaparola.connectors.bluesky.searching import BlueskySearcher
from passaparola.connectors.bluesky.speaker import BlueskySpeaker
from passaparola.connectors.contract import Trace
from passaparola.connectors.hosts import Hosts
from passaparola.http import Client, Pace, Policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Keys, Progress, Reader

# 3,000 requests in 5 minutes for each address (docs.bsky.app/docs/advanced-guides/rate-limits, 2026-08)
PACE = Pace(per_second=9.0, burst=200, together=8)


def _client() -> Client:
    return Client(Policy(pace=PACE))


HOSTS = Hosts()


def reader(hosts: Hosts) -> Reader:
    """Return the reader of public posts."""
    return BlueskyReader(appview=hosts.appview, plc=hosts.plc)


def speaker(keys: Keys, client: Client) -> BlueskySpeaker:
    """Return what speaks for the account of `keys`."""
    return BlueskySpeaker(keys, client, stream=os.environ.get("PASSAPAROLA_BLUESKY_STREAM", ""))


def searcher(place: str, keys: Keys | None, client: Client) -> BlueskySearcher:
    """Return what searches posts: through the account's own server, or the public view at `place`."""
    return BlueskySearcher(place, keys, client, lambda: datetime.now(UTC))


class BlueskyReader:
    """Reads posts through an AppView, and what their resharers say in their own repositories."""

    platform = "bluesky"

    def __init__(
        self,
        *,
        appview: str = HOSTS.appview,
        plc: str = HOSTS.plc,
        bounds: Bounds | None = None,
        client: Callable[[], Client] = _client,
    ) -> None:
        self._appview = appview
        self._plc = plc
        self._bounds = bounds or Bounds()
        self._client = client

    def recognises(self, address: str) -> bool:
        """Say whether `address` is a post's page on bsky.app or its at-uri."""
        return wire.place(address) is not None

    async def trace(self, address: str, *, progress: Progress | None = None) -> Trace:
        """Read the post at `address` and all acts on it; raises a `ConnectorError`.

        What can be read only in part (a repository that does not answer, a blocked reply) is told as a gap.
        """
        address = address.strip()
        tell = progress or silent
        async with self._client() as client:
            view = AppView(client, self._appview, about=address)
            repos = Repos(client, self._plc, pages=self._bounds.pages)
            root = await self._root(view, address)
            found = await posts.gather(view, root, self._bounds, tell)
            named = await sharers.listed(view, found.entries, self._bounds, tell)
            told = await sharers.told(repos, named.marks, found.entries, self._bounds, tell)
            done, actors, untold = acts.build(root.uri, found.entries, told.marks)
            actors = await people.known(view, actors, self._bounds)
            pairs, unasked = await follows.among(view, root.uri, done, self._bounds, tell)
        gaps = (*found.gaps, *named.gaps, *told.gaps, *untold, *unasked)
        return Trace(self.platform, root.uri, done, actors, pairs, gaps)

    async def _root(self, view: AppView, address: str) -> wire.Post:
        place = wire.place(address)
        if place is None:
            raise errors.Unrecognised(
                f"{address} is no post on Bluesky; give https://bsky.app/profile/NAME/post/ID or an at-uri."
            )
        did = place.author if place.author.startswith("did:") else await view.did_of(place.author)
        root = await view.post(f"at://{did}/{wire.POST}/{place.rkey}")
        if root.author.hidden:
            raise errors.Forbidden(
                f"The author of {address} shows it to signed-in people only; choose another post."
            )
        return root
