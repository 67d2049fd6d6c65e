"""What a platform tells us, in our own words: the records every connector returns and what it may offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from datetime import datetime

Kind = Literal["publish", "reshare", "quote", "reply", "mention", "like"]

Progress = Callable[[str, int, int | None], None]
"""Called with (what is being read, how many so far, how many there are or None)."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who acted, as their platform knows them; `id` never changes, `handle` may."""

    id: str
    handle: str
    name: str = ""
    url: str = ""
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a message.

    `parent` is the id of the act it came from where the platform says so (evidence *observed*), None where it
    does not (the root itself, or a reshare that does not tell through whom). `at` is aware and in UTC.
    `at_known` is False where the platform gives no time for the act: `at` is then the earliest it can be.
    """

    id: str
    kind: Kind
    actor: str
    at: datetime
    parent: str | None = None
    url: str = ""
    text: str = ""
    at_known: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that could not be seen: `what`, `why`, and how many acts it concerns where that is known."""

    what: str
    why: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """A post and every act on it that its platform lets one see.

    `root` is the id of the post's own act and is among `acts`. `follows` holds (follower, followed) pairs of
    actor ids, as far as they were read, for those whose acts have no parent.
    """

    platform: str
    root: str
    acts: tuple[Act, ...]
    actors: Mapping[str, Actor]
    follows: tuple[tuple[str, str], ...] = ()
    gaps: tuple[Gap, ...] = field(default=())


class Reader(Protocol):
    """Reads a public post and what became of it."""

    platform: str

    def recognises(self, address: str) -> bool:
        """Say whether `address` names a post of this platform."""
        ...

    async def trace(self, address: str, *, progress: Progress | None = None) -> Trace:
        """Read the post at `address` and all acts on it; raises a `ConnectorError`."""
        ...
