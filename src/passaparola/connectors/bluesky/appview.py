"""Bluesky's public AppView: questions about posts and people that need no account."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from passaparola.connectors import errors
from passaparola.connectors.asking import ask, most_pages, tamed
from passaparola.connectors.bluesky import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from passaparola.connectors.wild import Wild
    from passaparola.http import Answer, Client

T = TypeVar("T")
PAGE = "100"  # the most any of these listings gives at once
DEPTH = "80"  # replies below replies asked for at once; what lies deeper is asked for again from there
OK = 200
ACTORS = 30  # the most getRelationships takes
PROFILES = 25  # and getProfiles

GONE = frozenset({"NotFound", "AccountTakedown", "AccountDeactivated", "HandleNotFound", "RepoNotFound"})
GONE_REPO = frozenset({"RepoDeactivated", "RepoSuspended", "RepoTakendown"})
CLOSED = frozenset({401, 403})


def refusal(answer: Answer, *, about: str) -> errors.ConnectorError:
    """Return the error that an XRPC answer other than 200 stands for."""
    name, message = tamed(answer, wire.fault, about=about)
    host = answer.url.split("/xrpc/", 1)[0]
    said = f"{host} says {name[:60]!r} ({message[:160]})"
    if name in GONE | GONE_REPO or answer.status == 404:  # noqa: PLR2004  Not Found
        return errors.Gone(f"{about} is deleted or was never there: {said}; check the address.")
    if answer.status in CLOSED:
        return errors.Forbidden(f"{about} is not open to the public: {said}; only its owner can open it.")
    if answer.status >= 500:  # noqa: PLR2004  server errors
        return errors.Transient(f"Could not read {about}: {said}; try again later.")
    return errors.Garbled(f"Could not read {about}: {said}; check the address and the host.")


class AppView:
    """Asks the AppView at `base` on behalf of the address `about`; every method raises `ConnectorError`."""

    def __init__(self, client: Client, base: str, *, about: str) -> None:
        self.about = about
        self._client = client
        self._base = base.rstrip("/")

    async def did_of(self, handle: str) -> str:
        """Return the DID behind a handle; raises `Gone` where nobody has it."""
        try:
            return await self._query("com.atproto.identity.resolveHandle", [("handle", handle)], wire.did)
        except errors.Garbled as error:
            if "resolve handle" not in str(error).lower():
                raise
            raise errors.Gone(
                f"{self.about}: no Bluesky account is called {handle}; check the name in the address."
            ) from error

    async def post(self, uri: str) -> wire.Post:
        """Return the post `uri`; raises `Gone`."""
        found = await self._query("app.bsky.feed.getPosts", [("uris", uri)], wire.posts)
        for post in found:
            if post.uri == uri:
                return post
        raise errors.Gone(f"{self.about} is deleted or was never there; check the address.")

    async def thread(self, uri: str) -> wire.Thread | None:
        """Return what was replied below `uri`; None where the post itself is not shown."""
        params = [("uri", uri), ("depth", DEPTH), ("parentHeight", "0")]
        return await self._query("app.bsky.feed.getPostThread", params, wire.thread)

    async def quotes(self, uri: str, *, most: int) -> tuple[list[wire.Post], bool]:
        """Return up to `most` posts that quote `uri`, and whether these are all."""
        return await self._list("app.bsky.feed.getQuotes", "posts", [("uri", uri)], wire.post, most)

    async def reposted_by(self, uri: str, *, most: int) -> tuple[list[wire.Person], bool]:
        """Return up to `most` people who reposted `uri`, and whether these are all."""
        params = [("uri", uri)]
        return await self._list("app.bsky.feed.getRepostedBy", "repostedBy", params, wire.person, most)

    async def likes(self, uri: str, *, most: int) -> tuple[list[wire.Like], bool]:
        """Return up to `most` likes of `uri`, and whether these are all."""
        return await self._list("app.bsky.feed.getLikes", "likes", [("uri", uri)], wire.like, most)

    async def relations(self, did: str, others: list[str]) -> list[tuple[str, bool, bool]]:
        """Return (other, did follows other, other follows did) for at most 30 `others`."""
        params = [("actor", did), *[("others", other) for other in others[:ACTORS]]]
        return await self._query(
            "app.bsky.graph.getRelationships",
            params,
            lambda wild: [wire.follow(entry) for entry in wild["relationships"]],
        )

    async def followers(self, dids: Sequence[str]) -> dict[str, int]:
        """Return how many people follow each of at most 25 `dids`; who is gone is left out."""
        params = [("actors", did) for did in dids[:PROFILES]]
        return await self._query("app.bsky.actor.getProfiles", params, wire.followers)

    async def follows(self, did: str, *, most: int) -> tuple[list[wire.Person], bool]:
        """Return up to `most` people whom `did` follows, and whether these are all."""
        params = [("actor", did)]
        return await self._list("app.bsky.graph.getFollows", "follows", params, wire.person, most)

    async def _list(
        self,
        method: str,
        key: str,
        params: list[tuple[str, str]],
        read: Callable[[Wild], T],
        most: int,
    ) -> tuple[list[T], bool]:
        """Turn pages until the last, or until `most` entries; pages that repeat or bring nothing end it too.

        People may move between two pages while they are turned: nobody is listed twice.
        """
        found: dict[T, None] = {}
        seen: set[str] = set()
        cursor: str | None = None
        for _ in range(most_pages(most)):
            onward = [("cursor", cursor)] if cursor else []

            def page(wild: Wild) -> tuple[list[T], str | None]:
                entries, following = wire.paged(key)(wild)
                return [read(entry) for entry in entries], following

            entries, cursor = await self._query(method, [*params, ("limit", PAGE), *onward], page)
            found |= dict.fromkeys(entries)
            if cursor is None or cursor in seen:
                return list(found)[:most], len(found) <= most
            if len(found) >= most:
                break
            seen.add(cursor)
        return list(found)[:most], False

    async def _query(self, method: str, params: list[tuple[str, str]], read: Callable[[Wild], T]) -> T:
        answer = await ask(self._client, f"{self._base}/xrpc/{method}", about=self.about, params=params)
        if answer.status != OK:
            raise refusal(answer, about=self.about)
        return tamed(answer, read, about=self.about)
