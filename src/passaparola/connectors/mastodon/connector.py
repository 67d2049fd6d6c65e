"""Reads a public post through the Mastodon API, as one server of the family sees it; speaker.py speaks.

Boosts are listed without time and without whom they came through. Their time is looked for in the boosters'
own lists of posts; where it is not there, the act carries the post's time and says that it is not its own.
A server knows of other servers' boosts only what reached it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.asking import silent
from passaparola.connectors.contract import Gap, Trace
from passaparola.connectors.mastodon import acts, follows, posts, sharers, wire
from passaparola.connectors.mastodon.bounds import Bounds
from passaparola.connectors.mastodon.searching import MastodonSearcher
from passaparola.connectors.mastodon.server import Server
from passaparola.connectors.mastodon.speaker import MastodonSpeaker
from passaparola.http import Client, Pace, Policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Keys, Progress, Reader
    from passaparola.connectors.hosts import Hosts

# 300 requests in 5 minutes for each address (docs.joinmastodon.org/api/rate-limits, 2026-08)
PACE = Pace(per_second=0.9, burst=30, together=4)


def _client() -> Client:
    return Client(Policy(pace=PACE))


def reader(hosts: Hosts) -> Reader:
    """Return the reader of public posts."""
    return MastodonReader(instance=hosts.instance, token=hosts.token)


def speaker(keys: Keys, client: Client) -> MastodonSpeaker:
    """Return what speaks for the account of `keys`."""
    return MastodonSpeaker(keys, client)


def searcher(place: str, keys: Keys | None, client: Client) -> MastodonSearcher:
    """Return what searches the server at `place`; the key is for its own server and for no other."""
    own = keys is not None and keys.place.rstrip("/") == place.rstrip("/")
    token = keys.secrets.get("access_token", "") if own and keys else ""
    return MastodonSearcher(place, token, client, lambda: datetime.now(UTC))


class MastodonReader:
    """Reads posts from the server their address names, or from `instance`; `token` opens `instance` alone."""

    platform = "mastodon"

    def __init__(
        self,
        *,
        instance: str | None = None,
        token: str = "",
        bounds: Bounds | None = None,
        client: Callable[[], Client] = _client,
    ) -> None:
        self._instance = instance
        self._token = token
        self._bounds = bounds or Bounds()
        self._client = client

    def recognises(self, address: str) -> bool:
        """Say whether `address` looks like a post's page or ActivityPub id on a Mastodon server."""
        return wire.place(address) is not None

    async def trace(self, address: str, *, progress: Progress | None = None) -> Trace:
        """Read the post at `address` and all acts on it; raises a `ConnectorError`."""
        address = address.strip()
        tell = progress or silent
        place = wire.place(address)
        if place is None:
            raise errors.Unrecognised(f"{address} is no post on Mastodon; give https://HOST/@NAME/ID.")
        async with self._client() as client:
            base = self._instance or place.base
            # the key is for its own server: any other address would carry it to whoever made the address
            server = Server(client, base, about=address, token=self._token if self._instance else "")
            root = await self._root(server, place, address)
            found = await posts.gather(server, root, self._bounds, tell)
            named = await sharers.listed(server, found.entries, self._bounds, tell)
            marks = await sharers.timed(server, named.marks, found.entries, self._bounds, tell)
            done, actors, untold = acts.build(root.id, found.entries, marks)
            people = {mark.account.key: mark.account for mark in marks}
            people |= {entry.post.account.key: entry.post.account for entry in found.entries.values()}
            pairs, unasked = await follows.among(server, done, people, self._bounds, tell)
        view = Gap("boosts that never reached this server", f"{server.host} sees its own part of the network")
        gaps = (*found.gaps, *named.gaps, *untold, *unasked, view)
        return Trace(self.platform, root.uri, done, actors, pairs, gaps)

    @staticmethod
    async def _root(server: Server, place: wire.Place, address: str) -> wire.Status:
        """Return the post itself; an address of a boost leads to the post that was boosted."""
        status = await server.status(place.id)
        root = status.boosted or status
        if root.visibility not in wire.OPEN:
            raise errors.Forbidden(f"{address} is not public; choose a post that anybody may read.")
        return root
