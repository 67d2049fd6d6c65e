"""Finds what a post answers, and where its talk began; each post is asked about once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from passaparola.connectors.asking import tamed
from passaparola.connectors.mastodon import heard
from passaparola.connectors.mastodon.refusals import GONE
from passaparola.connectors.mastodon.wire import ID

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.mastodon.door import Door
    from passaparola.connectors.wild import Wild

T = TypeVar("T")
DOING = "read what was answered"
HIDDEN = GONE | {401, 403, 422}  # deleted, or not for us


@dataclass(frozen=True, slots=True)
class Above:
    """The ids across servers of a post and of the first post of its talk; empty where it is not shown."""

    post: str = ""
    first: str = ""


@dataclass
class Talks:
    """What was found so far, by the server's ids."""

    door: Door
    known: dict[str, Above] = field(default_factory=dict)

    async def above(self, number: str) -> Above:
        """Return what the post with the id `number` is, and where its talk began as far as it is shown."""
        if number and number not in self.known:
            self.known[number] = await self._found(number) if ID.fullmatch(number) else Above()
        return self.known.get(number, Above())

    async def _found(self, number: str) -> Above:
        path = f"api/v1/statuses/{number}"
        found = await self._shown(path, lambda wild: heard.said(wild, host=self.door.host))
        if found is None:
            return Above()
        post = found.post
        if post.answers is None:
            return Above(post.uri, post.uri)
        before = await self._shown(f"{path}/context", lambda wild: heard.ancestors(wild, host=self.door.host))
        return Above(post.uri, before[0].uri if before else post.uri)

    async def _shown(self, path: str, read: Callable[[Wild], T]) -> T | None:
        answer = await self.door.read(path, doing=DOING, also=HIDDEN)
        return None if answer.status in HIDDEN else tamed(answer, read, about=self.door.host)
