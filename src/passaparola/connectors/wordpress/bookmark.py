"""Where hearing goes on: comments are turned from the newest down to a time before which all has been told.

A comment that is approved late shows up among the older ones; so each walk goes two weeks further back than
where the one before it began, and the numbers of those that were told are kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from passaparola.connectors.errors import CursorExpired, Garbled
from passaparola.connectors.wild import Wild, count_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

LATE = timedelta(days=14)
KEPT = 500  # numbers, the highest: those of two weeks on all but the largest sites


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A walk ends at `since`, `began` when it says (None between two), and has `turned` so many comments."""

    since: datetime | None = None
    began: datetime | None = None
    turned: int = 0
    told: frozenset[int] = frozenset()


def ended(mark: Bookmark, told: Iterable[int]) -> Bookmark:
    """Return the bookmark between this walk, which has told `told` last, and the next."""
    since = None if mark.began is None else mark.began - LATE
    return Bookmark(since=since, told=_kept(mark.told.union(told)))


def onward(mark: Bookmark, turned: int, told: Iterable[int]) -> Bookmark:
    """Return the bookmark at the entry `turned` of the same walk."""
    return Bookmark(mark.since, mark.began, turned, _kept(mark.told.union(told)))


def _kept(numbers: Iterable[int]) -> frozenset[int]:
    return frozenset(sorted(numbers)[-KEPT:])


def written(mark: Bookmark) -> str:
    """Return what is kept."""
    said = {
        "since": mark.since and mark.since.isoformat(),
        "began": mark.began and mark.began.isoformat(),
        "turned": mark.turned,
        "told": sorted(mark.told),
    }
    return json.dumps({name: value for name, value in said.items() if value})


def read(cursor: str) -> Bookmark:
    """Return the bookmark that was kept, a new one for none; raises `CursorExpired` where it is no such."""
    if not cursor:
        return Bookmark()
    try:
        wild = Wild(json.loads(cursor))
        since, began, told = (wild.get(name) for name in ("since", "began", "told"))
        return Bookmark(
            None if since is None else since.time(),
            None if began is None else began.time(),
            count_of(wild.get("turned")),
            frozenset(number.count() for number in told or ()),
        )
    except (ValueError, RecursionError, Garbled) as error:
        raise CursorExpired(
            "Where hearing left off can no longer be read: what happened is heard anew from the beginning."
        ) from error
