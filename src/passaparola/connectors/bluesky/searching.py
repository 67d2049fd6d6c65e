"""Searches posts with app.bsky.feed.searchPosts (AT Protocol lexicons, 2026-08): the newest first.

Asked in the name of an account, its own server hands the question on; a stranger asks the public view, which
refuses a search when it is busy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors import errors, latest
from passaparola.connectors.asking import ask, tamed
from passaparola.connectors.bluesky import acts, appview, found, wire
from passaparola.connectors.bluesky.session import Session
from passaparola.connectors.contract import Batch, Event

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from passaparola.connectors.bluesky.found import Found, Page
    from passaparola.connectors.contract import Keys
    from passaparola.http import Client

METHOD = "app.bsky.feed.searchPosts"
PAGE = "100"


class BlueskySearcher:
    """Searches in the name of `keys`, or as a stranger at `place`."""

    def __init__(self, place: str, keys: Keys | None, client: Client, now: Callable[[], datetime]) -> None:
        self._place = place.rstrip("/")
        self._session = None if keys is None else Session(keys, client)
        self._client = client
        self._now = now

    async def search(self, words: str, cursor: str) -> Batch:
        """Return a page of posts with `words`, newest first."""
        stand = latest.read(cursor)
        params = [("q", words), ("sort", "latest"), ("limit", PAGE)]
        params += [("cursor", stand.page)] if stand.page else []
        try:
            page = await self._page(params, about=f"posts with {words}")
        except errors.Invalid as error:
            if not stand.page:
                raise
            raise errors.CursorExpired(
                "The search is begun anew: its next page is no longer known."
            ) from error
        after = latest.after(stand, [one.indexed for one in page.found], page.onward, self._now())
        floor = stand.floor
        new = [one for one in page.found if floor is None or one.indexed >= floor]
        done = latest.over(after)
        return Batch(
            tuple(_event(one) for one in new if not one.post.author.hidden or self._session),
            latest.written(after),
            more=not done,
            up_to=after.since if done else None,
        )

    async def _page(self, params: list[tuple[str, str]], *, about: str) -> Page:
        if self._session is not None:
            return await self._session.read(METHOD, found.page, about=about, params=params)
        answer = await ask(self._client, f"{self._place}/xrpc/{METHOD}", about=about, params=params)
        if answer.status in appview.CLOSED:
            raise errors.Transient(
                "Bluesky lets no stranger search at the moment: connect a Bluesky channel to search with."
            )
        if answer.status != appview.OK:
            raise appview.refusal(answer, about=about)
        return tamed(answer, found.page, about=about)


def _event(one: Found) -> Event:
    post, words = one.post, one.words
    return Event(
        id=post.uri,
        kind="mention",
        actor=acts.actor(post.author),
        at=post.at,
        text=post.text,
        url=wire.web_address(post.uri),
        address=wire.web_address(post.uri),
        about=words.parent,
        thread=words.root or post.uri,
        language=words.language,
        links=(words.embed.link,) if words.embed.link else (),
    )
