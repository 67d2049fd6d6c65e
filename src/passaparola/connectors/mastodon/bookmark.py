"""Where hearing goes on: notifications are turned from the newest down to those that were told before.

Only `max_id` means the same on every server of the family: asked for what is newer than `min_id`, Mastodon
gives the next ones and snac 2.75 the newest. So every walk goes down, and the bookmark says how far it is: a
walk that breaks off is taken up where it was, whatever has come on top meanwhile.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from passaparola.connectors.errors import CursorExpired, Garbled
from passaparola.connectors.mastodon.wire import ID
from passaparola.connectors.wild import Wild, count_of

LONGEST = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Between two walks only `since` is said: everything up to the notification of this id has been told.

    Within one, `before` is the last one turned, `then` what `since` is to be at its end, `at` (ISO 8601) when
    it began, and `told` how many it has told.
    """

    since: str = ""
    before: str = ""
    then: str = ""
    at: str = ""
    told: int = 0

    def began(self) -> datetime | None:
        """Return when the walk began, in UTC."""
        return datetime.fromisoformat(self.at) if self.at else None


def written(mark: Bookmark) -> str:
    """Return what is kept."""
    return json.dumps({name: value for name, value in asdict(mark).items() if value})


def read(cursor: str) -> Bookmark:
    """Return the bookmark that was kept, a new one for none; raises `CursorExpired` where it is no such."""
    if not cursor:
        return Bookmark()
    try:
        return _read(Wild(json.loads(cursor[:LONGEST])))
    except (ValueError, RecursionError, Garbled) as error:
        raise CursorExpired(
            "Where hearing left off can no longer be read: what happened is heard anew from the beginning."
        ) from error


def _read(wild: Wild) -> Bookmark:
    since, before, then = (
        "" if number is None else number.matching(ID, "id")
        for number in (wild.get(name) for name in ("since", "before", "then"))
    )
    at = wild.get("at")
    moment = "" if at is None else at.time().isoformat()
    return Bookmark(since, before, then, moment, count_of(wild.get("told")))


def rank(number: str) -> tuple[int, str]:
    """Return what puts ids in their order: numbers by their size, others (ULIDs) by their letters."""
    return (len(number), number)
