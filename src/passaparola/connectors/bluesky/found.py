"""The answer of app.bsky.feed.searchPosts turned into records; pure.

A post that makes no sense is left out, so that it hides none of the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors.bluesky import notices, wire
from passaparola.connectors.errors import Garbled

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.wild import Wild


@dataclass(frozen=True, slots=True)
class Found:
    """A post, what it holds, and when the network took it in: what its author's app wrote may lie."""

    post: wire.Post
    words: notices.Words
    indexed: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One page, the newest first, and the server's word for the next one, empty where it is the last."""

    found: tuple[Found, ...]
    onward: str


def page(wild: Wild) -> Page:
    """Read the answer; raises `Garbled` where none of its posts can be read."""
    entries, onward = wire.paged("posts")(wild)
    read: list[Found] = []
    fault: Garbled | None = None
    for entry in entries:
        try:
            read.append(Found(wire.post(entry), notices.words(entry["record"]), entry["indexedAt"].time()))
        except Garbled as error:
            fault = error
    if fault is not None and not read:
        raise fault
    return Page(tuple(read), onward or "")
