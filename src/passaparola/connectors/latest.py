"""Where a search goes on that shows the newest first: pages are turned down to what was told before. Pure.

What comes on top meanwhile waits for the next walk, and a walk that breaks off is taken up where it was. What
a platform shows late is told as long as it is not later than `OVERLAP`: each walk goes a little deeper than
the one before began.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from passaparola.connectors.errors import CursorExpired, Garbled
from passaparola.connectors.wild import Wild, count_of, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

OVERLAP = timedelta(minutes=10)
PAST = timedelta(days=56)  # of a first walk: what a baseline of the week can use
MOST = 2_000  # told in a first walk
LATER = 20_000  # told in any other: a server that never comes to an end is not followed for ever
LONGEST = 4_000  # characters of a cursor


@dataclass(frozen=True, slots=True)
class Stand:
    """Everything up to `since` has been told; within a walk, `page` is the platform's word for the next page.

    `began` is when the walk began, `told` how many it has told.
    """

    since: datetime | None = None
    began: datetime | None = None
    page: str = ""
    told: int = 0

    @property
    def floor(self) -> datetime | None:
        """Return how far down this walk goes; None where nothing was told before."""
        return self.since - OVERLAP if self.since else None


def read(cursor: str) -> Stand:
    """Return the stand that was kept, a new one for none; raises `CursorExpired` where it is no such."""
    if not cursor:
        return Stand()
    try:
        wild = Wild(json.loads(cursor[:LONGEST]))
        since, began = wild.get("since"), wild.get("began")
        return Stand(
            since.time() if since else None,
            began.time() if began else None,
            text_of(wild.get("page")),
            count_of(wild.get("told")),
        )
    except (ValueError, RecursionError, Garbled) as error:
        raise CursorExpired(
            "Where the search left off can no longer be read: it is searched anew from the beginning."
        ) from error


def written(stand: Stand) -> str:
    """Return what is kept."""
    kept = {
        "since": stand.since.isoformat() if stand.since else None,
        "began": stand.began.isoformat() if stand.began else None,
        "page": stand.page,
        "told": stand.told,
    }
    return json.dumps({name: value for name, value in kept.items() if value})


def after(stand: Stand, times: Sequence[datetime], onward: str, now: datetime) -> Stand:
    """Return where the walk stands after a page with `times`, and `onward` for the next one; see `over`."""
    began = stand.began or now
    told = stand.told + len(times)
    ended = not onward or not times or onward == stand.page or _deep(stand, min(times), told, began)
    return Stand(since=began) if ended else Stand(stand.since, began, onward, told)


def over(stand: Stand) -> bool:
    """Say whether a walk has come to its end."""
    return stand.began is None


def _deep(stand: Stand, oldest: datetime, told: int, began: datetime) -> bool:
    if stand.floor is not None:
        return oldest < stand.floor or told >= LATER
    return oldest < began.astimezone(UTC) - PAST or told >= MOST
