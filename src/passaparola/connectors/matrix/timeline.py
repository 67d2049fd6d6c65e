"""What was said and done in rooms, as a homeserver tells it: JSON turned into records; pure.

Fields from matrix-spec (client-server API 1.18, 2026-07). An event that does not fit is left out: whoever is
in a room could keep us from hearing anything there otherwise.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors.errors import Garbled
from passaparola.connectors.matrix.said import Said, said
from passaparola.connectors.matrix.wire import ROOM
from passaparola.connectors.wild import Fields, Wild, count_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FIELDS = {
    "Timeline": Fields(read=frozenset({"events", "limited", "prev_batch"}), ignored=frozenset()),
    "RoomSummary": Fields(
        read=frozenset({"m.joined_member_count", "m.invited_member_count"}),
        ignored=frozenset({"m.heroes"}),
    ),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a room's history, and who is called how in it.

    `before` is where the part before it begins (empty: nothing is missing), `members` how many are in the
    room or asked in, None where that was not told.
    """

    room: str
    said: tuple[Said, ...]
    names: Mapping[str, str]
    before: str
    members: int | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What came up to `token`; `private` are the rooms the account marks as such, None where not told."""

    token: str
    rooms: tuple[Stretch, ...]
    private: frozenset[str] | None


def news(wild: Wild, me: str) -> News:
    """Read the answer to a sync."""
    rooms = wild.get("rooms")
    joined = rooms.get("join") if rooms else None
    stretches = [_stretch(part, room, me) for room, part in _entries(joined) if ROOM.fullmatch(room)]
    return News(token(wild), tuple(stretches), _private(wild.get("account_data")))


def token(wild: Wild) -> str:
    """Read up to where a sync came."""
    return wild["next_batch"].text()


def history(wild: Wild, room: str, me: str) -> Stretch:
    """Read a page of a room's messages, newest first; before the first there is nothing more."""
    names = dict(_names(wild.get("state") or ()))
    return Stretch(room, tuple(_told(wild["chunk"], room, me)), names, text_of(wild.get("end")))


def private(wild: Wild) -> frozenset[str]:
    """Read which rooms the account marks as private talks, by person."""
    return frozenset(room.text() for _, rooms in _entries(wild) for room in rooms)


def _stretch(wild: Wild, room: str, me: str) -> Stretch:
    timeline, state = wild["timeline"], wild.get("state")
    limited = timeline.get("limited")
    cut = limited is not None and limited.value is True
    events = list(timeline["events"])
    known = [*(state.get("events") or () if state else ()), *events]
    before = text_of(timeline.get("prev_batch")) if cut else ""
    return Stretch(
        room, tuple(_told(events, room, me)), dict(_names(known)), before, _members(wild.get("summary"))
    )


def _told(events: Iterable[Wild], room: str, me: str) -> Iterator[Said]:
    for event in events:
        with suppress(Garbled):
            yield said(event, room, me)


def _names(events: Iterable[Wild]) -> Iterator[tuple[str, str]]:
    for event in events:
        with suppress(Garbled):
            if event["type"].value == "m.room.member":
                yield event["state_key"].text(), text_of(event["content"].get("displayname"))


def _members(summary: Wild | None) -> int | None:
    joined = summary.get("m.joined_member_count") if summary else None
    if summary is None or joined is None:
        return None
    return joined.count() + count_of(summary.get("m.invited_member_count"))


def _private(account: Wild | None) -> frozenset[str] | None:
    found = None
    for entry in account.get("events") or () if account else ():
        if entry["type"].value == "m.direct":
            found = private(entry["content"])
    return found


def _entries(wild: Wild | None) -> Iterator[tuple[str, Wild]]:
    if wild is None:
        return
    if not isinstance(wild.value, dict):
        raise Garbled(f"{wild.path} is no object")
    for name, value in wild.value.items():
        yield name, Wild(value, f"{wild.path}.{name}")
