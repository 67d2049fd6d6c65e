"""Gathers every post that hangs on a post: its replies, its quotes, and theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from passaparola.connectors.asking import together
from passaparola.connectors.contract import Gap
from passaparola.connectors.errors import ConnectorError
from passaparola.connectors.gathered import Entry, Found

if TYPE_CHECKING:
    from passaparola.connectors.bluesky.appview import AppView
    from passaparola.connectors.bluesky.bounds import Bounds
    from passaparola.connectors.bluesky.wire import Post, Thread
    from passaparola.connectors.contract import Progress

READING = "quotes and replies"


@dataclass(frozen=True, slots=True)
class _Around:
    """What one round of asking brought: quotes of a post, and replies below it."""

    uri: str
    quotes: list[Post] = field(default_factory=list)
    complete: bool = True
    unlisted: int = 0
    thread: Thread | None = None
    trouble: str = ""


async def gather(view: AppView, root: Post, bounds: Bounds, progress: Progress) -> Found[Post]:
    """Return `root` and all posts below it within `bounds`; raises what stops the reading of `root`'s own."""
    found = Found({root.uri: Entry(root, "publish", None)})
    asked: set[str] = set()
    frontier = [(root.uri, True)]
    for _ in range(bounds.levels):
        asked.update(uri for uri, threaded in frontier if threaded)
        rounds = await together(
            [_around(view, found.entries[uri].post, root, bounds, threaded=yes) for uri, yes in frontier]
        )
        frontier = [step for around in rounds for step in _taken(found, around, asked)]
        progress(READING, len(found.entries) - 1, None)
        if not frontier:
            return found
        if len(found.entries) > bounds.posts:
            break
    found.gaps.append(Gap("quotes and replies further down", "there are more than one trace reads", None))
    return found


async def _around(view: AppView, post: Post, root: Post, bounds: Bounds, *, threaded: bool) -> _Around:
    """Ask for the quotes of `post`, and for its replies if `threaded`; raises for the root alone."""
    first = post.uri == root.uri
    try:
        quotes, complete = (
            await view.quotes(post.uri, most=bounds.posts) if first or post.quotes else ([], True)
        )
        thread = await view.thread(post.uri) if threaded and (first or post.replies) else None
    except ConnectorError as error:
        if first:
            raise
        return _Around(post.uri, trouble=str(error))
    return _Around(post.uri, quotes, complete, max(0, post.quotes - len(quotes)), thread)


def _taken(found: Found[Post], around: _Around, asked: set[str]) -> list[tuple[str, bool]]:
    """Add what a round brought; return the posts to ask about next, and whether for their replies too."""
    onward: list[tuple[str, bool]] = []
    for reply, parent in around.thread.found if around.thread else ():
        if reply.uri not in found.entries:
            found.entries[reply.uri] = Entry(reply, "reply", parent)
            if reply.quotes:
                onward.append((reply.uri, False))
    for quote in around.quotes:
        known = found.entries.get(quote.uri)
        if (
            known is None or known.kind == "reply"
        ):  # who quotes in a reply shows it to their own followers too
            found.entries[quote.uri] = Entry(quote, "quote", around.uri)
        if known is None and (quote.quotes or quote.replies):
            onward.append((quote.uri, True))
    deeper = set(around.thread.unread if around.thread else ()) - asked
    found.gaps += _gaps(around, asked)
    return [(uri, threaded or uri in deeper) for uri, threaded in dict(onward).items()] + [
        (uri, True) for uri in deeper if uri not in dict(onward)
    ]


def _gaps(around: _Around, asked: set[str]) -> list[Gap]:
    gaps = []
    if around.trouble:
        gaps.append(Gap(f"quotes and replies of {around.uri}", around.trouble))
    if not around.complete:
        gaps.append(Gap(f"some quotes of {around.uri}", "there are more than one trace reads"))
    elif around.unlisted:
        why = "Bluesky counts them but does not list them"
        gaps.append(Gap(f"some quotes of {around.uri}", why, around.unlisted))
    if around.thread:
        cut = len([uri for uri in around.thread.unread if uri in asked])
        for count, why in (
            (around.thread.blocked, "their authors and the one they answer block each other"),
            (around.thread.missing, "they are deleted"),
            (around.thread.withheld + cut, "Bluesky counts them but does not show them"),
        ):
            if count:
                gaps.append(Gap(f"replies below {around.uri}", why, count))
    return gaps
