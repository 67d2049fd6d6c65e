"""Goes through a listing that is read backwards, and lets go of nothing that was not told. Pure.

listNotifications gives the newest first and goes back in time. The first walk goes back as far as there is a
past to tell; every later one from the newest down to the newest of the walk before, and somewhat further:
what is indexed late, or dated back by its author's app, is listed further down. A walk may take many batches,
and only when it has come to its end does the next one end higher up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

PAST = timedelta(days=90)
MANY = 10_000  # notices of the past
OVERLAP = timedelta(minutes=10)
LOOK_BACK = timedelta(days=3)
LOOKS_EVERY = timedelta(hours=6)
LOOK_PAGES = 20
PAGES = 5_000  # a server may send empty ones for ever
FEW, PAGE = 30, 100  # how many a look that expects little asks for, and the most there is


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk that `began` then, and is at the server's `onward` after so many `pages` and `told` notices.

    It must go down to `goal`, and does go on to `floor` as far as that is a matter of a few pages; without a
    goal it is the first. `top` is the newest it has met.
    """

    began: datetime
    goal: datetime | None
    floor: datetime
    onward: str = ""
    top: datetime | None = None
    pages: int = 0
    told: int = 0

    @property
    def limit(self) -> int:
        """Return how many notices its next page is to hold."""
        return FEW if self.goal == self.floor and not self.pages else PAGE


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one has come: all is told up to `mark`, one `looked` far back then, and may be on a `walk`."""

    mark: datetime | None = None
    looked: datetime | None = None
    walk: Walk | None = None


def step(stand: Stand, now: datetime) -> Walk:
    """Return the walk to go on with, or to begin at `now`."""
    if stand.walk is not None:
        return stand.walk
    if stand.mark is None:
        return Walk(now, None, now - PAST)
    goal = min(stand.mark, now) - OVERLAP
    far = stand.looked is None or now - stand.looked >= LOOKS_EVERY
    return Walk(now, goal, goal - LOOK_BACK if far else goal)


def after(stand: Stand, walk: Walk, listed: Sequence[datetime], onward: str) -> Stand:
    """Return where one is once `walk` has met a page of notices `listed` so, and was told to go `onward`."""
    gone = replace(
        walk,
        onward="" if onward == walk.onward else onward,
        top=max([*listed, *([walk.top] if walk.top else [])], default=None),
        pages=walk.pages + 1,
        told=walk.told + len(listed),
    )
    if not _ended(gone, min(listed, default=walk.began)):
        return replace(stand, walk=gone)
    looked = walk.began if walk.floor != walk.goal else stand.looked
    # by their server's clock; where that, or who lists something, is ahead of us, nothing must be passed over
    mark = stand.mark if gone.top is None else min(gone.top, walk.began)
    return Stand(mark, looked)


def _ended(walk: Walk, oldest: datetime) -> bool:
    if not walk.onward or oldest < walk.floor or walk.pages >= PAGES:
        return True
    if walk.goal is None:
        return walk.told >= MANY
    return oldest < walk.goal and walk.pages >= LOOK_PAGES
