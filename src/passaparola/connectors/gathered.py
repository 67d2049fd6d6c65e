"""The posts of one cascade as they are gathered, whatever a platform calls a post."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from passaparola.connectors.contract import Gap

Post = TypeVar("Post")


@dataclass(frozen=True, slots=True)
class Entry(Generic[Post]):
    """A post of the cascade, what it is in it, and the id of the post it came from."""

    post: Post
    kind: Literal["publish", "quote", "reply"]
    parent: str | None


@dataclass(slots=True)
class Found(Generic[Post]):
    """The posts of a cascade by id, and what could not be seen; grows while it is read."""

    entries: dict[str, Entry[Post]]
    gaps: list[Gap] = field(default_factory=list)
