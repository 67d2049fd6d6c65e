"""Searches a server's public posts by their tags: the one search of the API that needs no account.

GET /api/v1/timelines/tag/:hashtag (docs.joinmastodon.org/methods/timelines, 2026-10). Pages are turned from
the newest down with `max_id`, which means the same on every server of the family.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from passaparola.connectors import latest
from passaparola.connectors.contract import Batch, Event
from passaparola.connectors.errors import Invalid
from passaparola.connectors.mastodon import acts, wire
from passaparola.connectors.mastodon.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from passaparola.connectors.mastodon.heard import Said
    from passaparola.http import Client

TAG = re.compile(r"#?([^\W_][\w·・]{0,99})")


class MastodonSearcher:
    """Searches the server at `place`; `token` is that of an account on it, where there is one."""

    def __init__(self, place: str, token: str, client: Client, now: Callable[[], datetime]) -> None:
        self._place = place.rstrip("/")
        self._token = token
        self._client = client
        self._now = now

    async def search(self, words: str, cursor: str) -> Batch:
        """Return a page of posts with a tag, newest first; raises `Invalid` for what is no tag."""
        match = TAG.fullmatch(words)
        if match is None:
            raise Invalid(
                f"Mastodon is asked for tags only, and {words} cannot be one: add the #tag people use for it."
            )
        server = Server(self._client, self._place, about=f"posts with #{match[1]}", token=self._token)
        stand = latest.read(cursor)
        page = await server.tagged(match[1], before=stand.page)
        after = latest.after(stand, page.times, page.onward, self._now())
        floor = stand.floor
        shown = [said for said in page.said if said.post.visibility in wire.OPEN]
        new = [said for said in shown if floor is None or said.post.at >= floor]
        done = latest.over(after)
        return Batch(
            tuple(map(_event, new)), latest.written(after), more=not done, up_to=after.since if done else None
        )


def _event(said: Said) -> Event:
    post = said.post
    return Event(
        id=post.uri,
        kind="mention",
        actor=acts.actor(post.account),
        at=post.at,
        text=post.text,
        url=post.url,
        address=post.url,
        thread=post.uri,
        edited_at=said.edited_at,
        language=said.language,
        files=said.files,
    )
