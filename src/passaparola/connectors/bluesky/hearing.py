"""Hears what was done towards an account, a page of its notifications at a time; marks nothing as read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.asking import together
from passaparola.connectors.bluesky import cursors, embeds, heard, notices, walk
from passaparola.connectors.contract import Batch

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.bluesky.notices import Notice, Page
    from passaparola.connectors.bluesky.session import Session
    from passaparola.connectors.bluesky.walk import Walk

ABOUT = "the account's notifications"


async def hear(session: Session, cursor: str, now: datetime) -> Batch:
    """Return one page of what comes after `cursor`; raises `CursorExpired`, other `ConnectorError`s."""
    stand = cursors.read(cursor)
    way = walk.step(stand, now)
    page = await _page(session, way)
    stand = walk.after(stand, way, [notice.listed for notice in page.notices], page.onward)
    found = [notice for notice in page.notices if notice.listed >= way.floor]
    events = heard.events(found, account=session.did, files=await _files(session, found))
    more = stand.walk is not None
    return Batch(events, cursors.written(stand), more, None if more else way.began - walk.OVERLAP)


async def _page(session: Session, way: Walk) -> Page:
    # an account may have chosen to be told only of people it follows: that is for its own screen
    params = [("limit", str(way.limit)), ("priority", "false")]
    params += [("cursor", way.onward)] if way.onward else []
    try:
        return await session.read(
            "app.bsky.notification.listNotifications", notices.page, about=ABOUT, params=params
        )
    except errors.Invalid as error:
        if not way.onward:
            raise
        raise errors.CursorExpired(cursors.EXPIRED) from error


async def _files(session: Session, found: list[Notice]) -> dict[str, tuple[str, ...]]:
    """Return the addresses of the pictures and videos in posts: their records do not hold them."""
    uris = list({notice.uri: 0 for notice in found if notice.words and notice.words.embed.media})
    groups = [uris[start : start + embeds.POSTS] for start in range(0, len(uris), embeds.POSTS)]
    parts = await together([_shown(session, group) for group in groups])
    return {uri: files for part in parts for uri, files in part.items()}


async def _shown(session: Session, uris: list[str]) -> dict[str, tuple[str, ...]]:
    params = [("uris", uri) for uri in uris]
    try:
        return await session.read("app.bsky.feed.getPosts", embeds.shown, about=ABOUT, params=params)
    except (errors.Garbled, errors.Invalid, errors.Gone, errors.Forbidden):
        return {}  # what was said matters more than its pictures
