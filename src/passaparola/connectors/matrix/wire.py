"""The client-server API's JSON turned into records; pure. Fields from matrix-spec (1.18, 2026-07)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from passaparola.connectors.errors import Garbled
from passaparola.connectors.wild import Fields, Wild, count_of, text_of

EVENT = re.compile(r"\$[^\s]{1,254}")
ROOM = re.compile(r"![^\s/?#]{1,254}")
USER = re.compile(r"@[^\s:/?#]{1,200}:[A-Za-z0-9.:\[\]-]{1,200}")
MXC = re.compile(r"mxc://[A-Za-z0-9.:\[\]-]{1,255}/[A-Za-z0-9_-]{1,255}")
LAST = 2**46  # milliseconds since 1970, far beyond any message
OLD_ROOMS = frozenset(
    map(str, range(1, 12))
)  # versions in which who made a room has no power beyond all others
PLENTY = 2**53

FIELDS = {
    "ClientEvent": Fields(
        read=frozenset({"event_id", "sender", "type", "origin_server_ts", "content", "unsigned"}),
        ignored=frozenset({"room_id", "state_key"}),
    ),
    "Unsigned": Fields(
        read=frozenset({"transaction_id", "redacted_because"}),
        ignored=frozenset({"age", "prev_content", "membership"}),
    ),
    "Login": Fields(
        read=frozenset({"access_token", "refresh_token"}),
        # the keys are renewed when they have run out, not by the clock
        ignored=frozenset({"user_id", "device_id", "expires_in_ms", "home_server", "well_known"}),
    ),
    "Whoami": Fields(read=frozenset({"user_id"}), ignored=frozenset({"device_id", "is_guest"})),
    "Error": Fields(
        read=frozenset({"errcode", "error", "soft_logout"}), ignored=frozenset({"retry_after_ms"})
    ),
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a room; `name` is its transaction where this session sent it, `gone` where deleted."""

    id: str
    sender: str
    at: datetime
    text: str
    name: str
    edits: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """What a homeserver says of a request it refused; `soft`: only the token has run out."""

    code: str
    said: str
    soft: bool


def event_id(wild: Wild) -> str:
    """Read the id of what was sent."""
    return wild["event_id"].matching(EVENT, "event's id")


def content_uri(wild: Wild) -> str:
    """Read where a file is that was uploaded."""
    return wild["content_uri"].matching(MXC, "address of a file")


def message(wild: Wild) -> Message:
    """Read a message."""
    content, unsigned = wild["content"], wild.get("unsigned")
    relation = content.get("m.relates_to")
    return Message(
        id=event_id(wild),
        sender=wild["sender"].text(),
        at=moment(wild["origin_server_ts"]),
        text=text_of(content.get("body")),
        name=text_of(unsigned.get("transaction_id")) if unsigned else "",
        edits=relation is not None and text_of(relation.get("rel_type")) == "m.replace",
        gone=unsigned is not None and unsigned.get("redacted_because") is not None,
    )


def page(wild: Wild) -> tuple[list[Message], str]:
    """Read a page of messages, newest first, and where the next one begins (empty: there is none)."""
    return [message(entry) for entry in wild["chunk"]], text_of(wild.get("end"))


def keys(wild: Wild) -> dict[str, str]:
    """Read what a login or a renewal gave."""
    fresh = {"access_token": wild["access_token"].text()}
    return fresh | ({"refresh_token": text} if (text := text_of(wild.get("refresh_token"))) else {})


def user(wild: Wild) -> str:
    """Read whose token it is."""
    return wild["user_id"].matching(USER, "user's id")


def room(wild: Wild) -> str:
    """Read the id of the room that was joined."""
    return wild["room_id"].matching(ROOM, "room's id")


def homeserver(wild: Wild) -> str:
    """Read where a domain says that its homeserver is."""
    return wild["m.homeserver"]["base_url"].text().rstrip("/")


def flows(wild: Wild) -> set[str]:
    """Read the ways to sign in."""
    return {entry["type"].text() for entry in wild["flows"]}


def upload_size(wild: Wild) -> int:
    """Read how large a file may be, 0 where it is not told."""
    return count_of(wild.get("m.upload.size"))


def level(wild: Wild, user: str) -> tuple[int, int]:
    """Read what power `user` has, and what sending a message takes."""
    users, events = wild.get("users"), wild.get("events")
    mine = users.get(user) if users else None
    needed = events.get("m.room.message") if events else None
    has = mine or wild.get("users_default")
    takes = needed or wild.get("events_default")
    return _whole(has), _whole(takes)


def made_by(wild: Wild) -> frozenset[str]:
    """Read who has all power in a room: those who made it, from version 12 on."""
    content = wild["content"]
    if text_of(content.get("room_version")) in OLD_ROOMS or content.get("room_version") is None:
        return frozenset()
    more = content.get("additional_creators")
    return frozenset({wild["sender"].text(), *(entry.text() for entry in more or ())})


def fault(wild: Wild) -> Fault:
    """Read an error."""
    soft = wild.get("soft_logout")
    return Fault(wild["errcode"].text(), text_of(wild.get("error")), soft is not None and soft.value is True)


def named(wild: Wild, field: str) -> str:
    """Read one text of a state event's content."""
    return text_of(wild.get(field))


def moment(wild: Wild) -> datetime:
    """Read a time."""
    milliseconds = wild.count()
    if milliseconds > LAST:
        raise Garbled(f"{wild.path} is no time")
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)


def _whole(found: Wild | None) -> int:
    """Return a power level, which may be below zero, and in old rooms a text."""
    if found is None:
        return 0
    if isinstance(found.value, str) and re.fullmatch(r"\s*[+-]?[0-9]{1,15}\s*", found.value):
        return int(found.value)
    if type(found.value) is int and abs(found.value) <= PLENTY:
        return int(found.value)
    raise Garbled(f"{found.path} is no power level")
