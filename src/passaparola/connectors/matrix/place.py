"""Where we left off hearing: what a cursor holds; pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from collections.abc import Iterable

    from passaparola.connectors.matrix.timeline import News, Stretch

FORGOTTEN = "Where we left off hearing is no longer known; it is begun anew."
TWO = 2
REMEMBERED = 200  # reactions, by which one is known that is taken back: the server then tells only its id
PAST, OUTAGE = 20, 2000  # pages of a room's history that are read at first, and after an outage


@dataclass(frozen=True, slots=True)
class Hole:
    """What is still to be read of a room: back from token `start` to `end` (empty: the room's beginning)."""

    room: str
    start: str
    end: str
    pages: int


@dataclass(frozen=True, slots=True)
class Like:
    """A reaction that was told: the event it is, what it is to, and whose."""

    id: str
    subject: str
    sender: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where hearing goes on: up to `since` all is told but the `holes`.

    `marked` are the rooms that the account marks as private talks, `small` those of two.
    """

    since: str = ""
    holes: tuple[Hole, ...] = ()
    marked: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    likes: tuple[Like, ...] = ()

    def private(self, room: str) -> bool:
        """Say whether what is said in `room` is for the account alone."""
        return room in self.marked or room in self.small

    def after(self, news: News) -> Place:
        """Return the place once `news` is told; what it leaves out is a hole."""
        pages = OUTAGE if self.since else PAST
        holes = [Hole(part.room, part.before, self.since, pages) for part in news.rooms if part.before]
        small = {part.room for part in news.rooms if part.members is not None and part.members <= TWO}
        large = {part.room for part in news.rooms if part.members is not None and part.members > TWO}
        marked = self.marked if news.private is None else news.private
        return replace(
            self, since=news.token, holes=tuple(holes), marked=marked, small=(self.small - large) | small
        )

    def filled(self, page: Stretch) -> Place:
        """Return the place once a `page` of the first hole is told."""
        hole, *others = self.holes
        left = replace(hole, start=page.before, pages=hole.pages - 1)
        ended = not page.before or page.before in {hole.start, hole.end} or not left.pages
        return replace(self, holes=(*([] if ended else [left]), *others))

    def remembering(self, likes: Iterable[Like]) -> Place:
        """Return the place with more reactions told."""
        return replace(self, likes=tuple(dict.fromkeys([*self.likes, *likes]))[-REMEMBERED:])

    def written(self) -> str:
        """Return it as a cursor."""
        return json.dumps(
            {
                "since": self.since,
                "holes": [[hole.room, hole.start, hole.end, hole.pages] for hole in self.holes],
                "marked": sorted(self.marked),
                "small": sorted(self.small),
                "likes": [[like.id, like.subject, like.sender] for like in self.likes],
            },
            separators=(",", ":"),
        )


def read(cursor: str) -> Place:
    """Read a cursor; raises `CursorExpired` where it is none of ours."""
    if not cursor:
        return Place()
    try:
        wild = Wild(json.loads(cursor))
        return Place(
            since=wild["since"].text(),
            holes=tuple(
                Hole(room.text(), start.text(), end.text(), pages.count())
                for room, start, end, pages in wild["holes"]
            ),
            marked=frozenset(room.text() for room in wild["marked"]),
            small=frozenset(room.text() for room in wild["small"]),
            likes=tuple(Like(*(part.text() for part in like)) for like in wild["likes"]),
        )
    except (ValueError, TypeError, RecursionError, errors.Garbled) as error:
        raise errors.CursorExpired(FORGOTTEN) from error
