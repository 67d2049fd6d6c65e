"""Where one has come in hearing, as it is kept between two batches: JSON of our own; pure."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from passaparola.connectors.bluesky.walk import Stand, Walk
from passaparola.connectors.errors import CursorExpired, Garbled
from passaparola.connectors.wild import Wild, count_of, text_of

if TYPE_CHECKING:
    from typing import Any

FORM = 1
EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)  # before there was a network
EXPIRED = "Where hearing left off is not known any more; it begins anew."


def written(stand: Stand) -> str:
    """Return `stand` as it is kept."""
    kept: dict[str, Any] = {"form": FORM, "mark": _time(stand.mark), "looked": _time(stand.looked)}
    walk = stand.walk
    if walk is not None:
        times = {"began": walk.began, "goal": walk.goal, "floor": walk.floor, "top": walk.top}
        kept["walk"] = {name: _time(time) for name, time in times.items()}
        kept["walk"] |= {"onward": walk.onward, "pages": walk.pages, "told": walk.told}
    return json.dumps(kept, separators=(",", ":"))


def read(cursor: str) -> Stand:
    """Return what `written` wrote, the beginning where it is empty; raises `CursorExpired`."""
    if not cursor:
        return Stand()
    try:
        return _stand(Wild(json.loads(cursor)))
    except (ValueError, RecursionError, Garbled) as error:
        raise CursorExpired(EXPIRED) from error


def _stand(wild: Wild) -> Stand:
    if wild["form"].count() != FORM:
        raise Garbled("form")
    walk = wild.get("walk")
    return Stand(_moment(wild, "mark"), _moment(wild, "looked"), None if walk is None else _walk(walk))


def _walk(wild: Wild) -> Walk:
    began, floor = _moment(wild, "began"), _moment(wild, "floor")
    if began is None or floor is None:
        raise Garbled("walk")
    return Walk(
        began,
        _moment(wild, "goal"),
        floor,
        text_of(wild.get("onward")),
        _moment(wild, "top"),
        count_of(wild.get("pages")),
        count_of(wild.get("told")),
    )


def _moment(wild: Wild, name: str) -> datetime | None:
    found = wild.get(name)
    if found is None:
        return None
    moment = found.time()
    if moment < EARLIEST:
        raise Garbled(name)
    return moment


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
