"""One event of a room, as a homeserver tells it: JSON turned into a record; pure.

Fields from matrix-spec (client-server API 1.18, 2026-07). Whoever is in the room writes what is in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors.matrix.wire import EVENT, MXC, USER, moment
from passaparola.connectors.wild import Fields, text_of

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.wild import Wild

# how apps quoted what they answer, until 1.13 of the specification took it out ("fallbacks for rich replies")
QUOTED = re.compile(r"\A(?:> [^\n]*\n)+\n?")

FIELDS = {
    "Relation": Fields(
        read=frozenset({"rel_type", "event_id", "key", "is_falling_back", "m.in_reply_to"}),
        ignored=frozenset(),
    ),
}


@dataclass(frozen=True, slots=True)
class Relation:
    """What an event has to do with others; ids are empty where it has nothing.

    `answers` is what it answers in so many words, `thread` the first of its thread, `edits` what it is the
    new wording of, `likes` what it reacts to with `sign`.
    """

    answers: str = ""
    thread: str = ""
    edits: str = ""
    likes: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """An event of a room, whatever it is.

    `takes_back` is what it deletes. `newest` is how it reads since a change that the server told with it.
    `gone` says that it was deleted, `to_us` that it names the account.
    """

    id: str
    kind: str
    room: str
    sender: str
    at: datetime
    text: str
    relation: Relation
    takes_back: str
    files: tuple[str, ...]
    newest: tuple[str, datetime] | None
    gone: bool
    to_us: bool


def said(wild: Wild, room: str, me: str) -> Said:
    """Read an event of `room`; `me` is the account."""
    content, unsigned = wild["content"], wild.get("unsigned")
    relation = _relation(content.get("m.relates_to"))
    return Said(
        id=wild["event_id"].matching(EVENT, "event's id"),
        kind=wild["type"].text(),
        room=room,
        sender=wild["sender"].matching(USER, "user's id"),
        at=moment(wild["origin_server_ts"]),
        text=_words(content, relation),
        relation=relation,
        takes_back=_id(wild, "redacts") or _id(content, "redacts"),
        files=_files(content),
        newest=_newest(unsigned),
        gone=unsigned is not None and unsigned.get("redacted_because") is not None,
        to_us=_names_us(content, me),
    )


def _relation(wild: Wild | None) -> Relation:
    if wild is None:
        return Relation()
    kind, to, key = text_of(wild.get("rel_type")), _id(wild, "event_id"), wild.get("key")
    falling = wild.get("is_falling_back")
    # in a thread, apps that know none are shown its last message as what is answered: nobody chose that one
    chosen = kind != "m.thread" or falling is None or falling.value is not True
    return Relation(
        answers=_id(wild.get("m.in_reply_to"), "event_id") if chosen else "",
        thread=to if kind == "m.thread" else "",
        edits=to if kind == "m.replace" else "",
        likes=to if kind == "m.annotation" else "",
        sign=text_of(key),
    )


def _words(content: Wild, relation: Relation) -> str:
    new = content.get("m.new_content") if relation.edits else None
    text = text_of((new or content).get("body"))
    return QUOTED.sub("", text) if relation.answers else text


def _newest(unsigned: Wild | None) -> tuple[str, datetime] | None:
    """Read the last wording, where the server tells it beside the first ("server-side aggregation")."""
    relations = unsigned.get("m.relations") if unsigned else None
    change = relations.get("m.replace") if relations else None
    content = change.get("content") if change else None  # older servers tell only that there is one
    new = content.get("m.new_content") if content else None
    if change is None or new is None:
        return None
    return text_of(new.get("body")), moment(change["origin_server_ts"])


def _files(content: Wild) -> tuple[str, ...]:
    url = content.get("url")
    return (url.matching(MXC, "address of a file"),) if url else ()


def _names_us(content: Wild, me: str) -> bool:
    """Say whether a message is meant for `me`: by its list of mentions, of older apps by its words."""
    mentions = content.get("m.mentions")
    if mentions is not None:
        return any(entry.value == me for entry in mentions.get("user_ids") or ())
    words = f"{text_of(content.get('body'))} {text_of(content.get('formatted_body'))}"
    return re.search(rf"{re.escape(me)}(?!:?[.-]*[A-Za-z0-9])", words) is not None


def _id(wild: Wild | None, field: str) -> str:
    """Read the id of another event, empty where there is none."""
    found = wild.get(field) if wild is not None else None
    return "" if found is None else found.matching(EVENT, "event's id")
