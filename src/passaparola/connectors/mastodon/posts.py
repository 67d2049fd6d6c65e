"""Gathers every post that hangs on a post: its replies, its quotes, and theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.asking import together
from passaparola.connectors.contract import Gap
from passaparola.connectors.errors import ConnectorError, Forbidden, Gone
from passaparola.connectors.gathered import Entry, Found

if TYPE_CHECKING:
    from passaparola.connectors.contract import Progress
    from passaparola.connectors.mastodon.bounds import Bounds
    from passaparola.connectors.mastodon.server import Server
    from passaparola.connectors.mastodon.wire import Status

READING = "quotes and replies"


async def gather(server: Server, root: Status, bounds: Bounds, progress: Progress) -> Found[Status]:
    """Return `root` and all posts below it within `bounds`; raises what stops the reading of its replies."""
    found = Found({root.id: Entry(root, "publish", None)})
    frontier = [root]
    for _ in range(bounds.levels):
        frontier = [
            post
            for part in await together([_around(server, post, found, bounds) for post in frontier])
            for post in part
        ]
        progress(READING, len(found.entries) - 1, None)
        if not frontier:
            return found
        if len(found.entries) > bounds.posts:
            break
    found.gaps.append(Gap("quotes and replies further down", "there are more than one trace reads"))
    return found


async def _around(server: Server, post: Status, found: Found[Status], bounds: Bounds) -> list[Status]:
    """Add the replies and quotes of `post`; return the posts to ask about next."""
    onward = await _replies(server, post, found)
    onward += await _quotes(server, post, found, bounds)
    return onward


async def _replies(server: Server, post: Status, found: Found[Status]) -> list[Status]:
    first = found.entries[post.id].kind == "publish"
    if not (first or post.replies):
        return []
    try:
        replies = await server.replies(post.id)
    except ConnectorError as error:
        if first:
            raise
        found.gaps.append(Gap(f"replies to {post.uri}", str(error)))
        return []
    there = {post.id, *(reply.id for reply in replies)}
    for reply in replies:
        answered = reply.answers if reply.answers in there else None
        found.entries.setdefault(reply.id, Entry(reply, "reply", answered))
    missing = post.replies - sum(reply.answers == post.id for reply in replies)
    if missing > 0:
        found.gaps.append(Gap(f"replies to {post.uri}", f"{server.host} counts them but hides them", missing))
    return [reply for reply in replies if reply.quotes]


async def _quotes(server: Server, post: Status, found: Found[Status], bounds: Bounds) -> list[Status]:
    if post.quotes == 0:
        return []
    try:
        quotes, whole = await server.quotes(post.id, most=bounds.posts)
    except (Gone, Forbidden):  # servers before 4.5, and others of the family, do not list quotes
        if found.entries[post.id].kind != "reply":
            found.gaps.append(Gap(f"quotes of {post.uri}", f"{server.host} does not list them", post.quotes))
        return []
    except ConnectorError as error:
        found.gaps.append(Gap(f"quotes of {post.uri}", str(error), post.quotes))
        return []
    if not whole:
        found.gaps.append(Gap(f"some quotes of {post.uri}", "there are more than one trace reads"))
    onward = []
    for quote in quotes:
        known = found.entries.get(quote.id)
        if known is None:
            onward.append(quote)
        if known is None or known.kind == "reply":  # who quotes in a reply shows it to their followers too
            found.entries[quote.id] = Entry(quote, "quote", post.id)
    return onward
