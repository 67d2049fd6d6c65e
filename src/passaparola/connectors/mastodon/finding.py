"""Looks for a post of ours among the account's latest, by what was typed and when: no server keeps our key.

A server shows an account its own posts at once, from the same database it wrote them to.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from passaparola.connectors.asking import tamed
from passaparola.connectors.errors import Transient
from passaparola.connectors.mastodon import audience, own, wire, written
from passaparola.connectors.mastodon.refusals import GONE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from passaparola.connectors.contract import Draft
    from passaparola.connectors.mastodon.door import Door
    from passaparola.connectors.mastodon.own import Made

PAGE = 40  # the most a list of posts gives at once
PAGES = 25
SLACK = timedelta(minutes=2)  # between the server's clock and ours
DOING = "look for the post"


class ShortSighted(Transient):
    """The server shows too few of the account's posts to tell."""


async def look(door: Door, account: str, draft: Draft) -> Made | None:
    """Return the post that is `draft`, None where it certainly is not there; raises where that is open."""
    since = draft.at - SLACK
    async for made in _latest(door, account, since):
        if written.may_be(made, draft, since=since) and await _says(door, made, draft):
            return made
    for made in await _below(door, account, draft):
        if written.may_be(made, draft, since=since) and await _says(door, made, draft):
            return made
    return None


async def _below(door: Door, account: str, draft: Draft) -> list[Made]:
    """Return what the account answered to the post that `draft` answers in private.

    snac 2.75 leaves hidden posts out of the list of an account's own.
    """
    if draft.replies_to is None or not audience.is_hidden(draft):
        return []
    path = f"api/v1/statuses/{draft.replies_to.native_id}/context"
    answer = await door.read(path, doing=DOING, also=GONE)
    if answer.status in GONE:
        return []
    return tamed(answer, lambda wild: own.made_below(wild, account), about=door.host)


async def _says(door: Door, made: Made, draft: Draft) -> bool:
    """Say whether a post was typed as `draft`, by its source where the server shows it, else by its words."""
    if made.source is not None:
        return written.same(made.source, draft)
    answer = await door.read(f"api/v1/statuses/{made.id}/source", doing=DOING, also=GONE)
    if answer.status in GONE:
        return written.shows(made.words, draft)
    return written.same(tamed(answer, own.source, about=door.host), draft)


async def _latest(door: Door, account: str, since: datetime) -> AsyncIterator[Made]:
    """Yield the account's posts, newest first, back to `since`; raises where they are not shown so far back.

    A server that ignores the page asked for gives the same posts again (snac 2.75 does).
    """
    before: str | None = None
    seen: set[str] = set()
    for _ in range(PAGES):
        page, onward = await _page(door, account, before)
        fresh = [made for made in page if made.id not in seen]
        for made in fresh:
            yield made
        if not page or (onward is None and len(page) < PAGE) or any(made.at < since for made in fresh):
            return
        if not fresh:
            break
        seen |= {made.id for made in fresh}
        before = onward or page[-1].id
    raise ShortSighted(
        f"Could not {DOING}: {door.host} does not show posts so far back; look there yourself."
    )


async def _page(door: Door, account: str, before: str | None) -> tuple[list[Made], str | None]:
    params = [("limit", str(PAGE)), ("exclude_reblogs", "true")]
    params += [("max_id", before)] if before else []
    answer = await door.read(f"api/v1/accounts/{account}/statuses", doing=DOING, params=params)
    page = tamed(answer, own.all_made, about=door.host)
    return page, wire.following_page(answer.headers.get("link", ""))
