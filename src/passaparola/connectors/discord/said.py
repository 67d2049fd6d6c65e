"""What was said in a channel and its threads, as Discord tells it: JSON turned into records; pure.

Fields from discord/discord-api-spec (v10, 2026-07). A message that does not fit is left out.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Actor
from passaparola.connectors.discord.wire import ID
from passaparola.connectors.errors import Garbled
from passaparola.connectors.wild import Fields, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from passaparola.connectors.wild import Wild

PLAIN, REPLY = (
    0,
    19,
)  # resources/message#message-object-message-types, 2026-08; others are the server's own words
TALK = frozenset({PLAIN, REPLY, 20, 23})  # those of a command and of a menu of an app have words as well

FIELDS = {
    "MessageResponse": Fields(
        read=frozenset(
            {
                *("id", "type", "channel_id", "content", "timestamp", "edited_timestamp", "author"),
                *("attachments", "mentions", "message_reference", "referenced_message"),
            }
        ),
        ignored=frozenset(),
    ),
    "ThreadResponse": Fields(read=frozenset({"id", "parent_id", "last_message_id"}), ignored=frozenset()),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A message; `answers` is what it answers, and `answered` who said that (empty: not known)."""

    id: str
    channel: str
    author: Actor
    at: datetime
    edited_at: datetime | None
    text: str
    answers: str
    answered: str
    mentions: frozenset[str]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread, by the number of the message it hangs on, where it hangs on one; `last` is said in it."""

    id: str
    parent: str
    last: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some messages; `size` and the numbers of the `first` and `last` count also what was left out."""

    said: tuple[Said, ...]
    size: int
    first: int
    last: int


def page(wild: Wild) -> Page:
    """Read a list of messages."""
    numbers = [int(_id(entry, "id")) for entry in wild]
    return Page(tuple(_all(wild)), len(numbers), min(numbers, default=0), max(numbers, default=0))


def threads(wild: Wild) -> list[Thread]:
    """Read the threads of a server that are not put away."""
    return [
        Thread(_id(entry, "id"), _id(entry, "parent_id"), _id(entry, "last_message_id") or "0")
        for entry in wild["threads"]
    ]


def parent(wild: Wild) -> str:
    """Read which channel a thread is of, empty where it is no thread."""
    return _id(wild, "parent_id")


def _all(wild: Wild) -> Iterator[Said]:
    for entry in wild:
        with suppress(Garbled):
            if entry["type"].count() in TALK:
                yield _said(entry)


def _said(wild: Wild) -> Said:
    edited, before = wild.get("edited_timestamp"), wild.get("referenced_message")
    reference = wild.get("message_reference") if wild["type"].value == REPLY else None
    return Said(
        id=wild["id"].matching(ID, "id"),
        channel=wild["channel_id"].matching(ID, "id"),
        author=_author(wild["author"]),
        at=wild["timestamp"].time(),
        edited_at=edited.time() if edited else None,
        text=wild["content"].text(),
        answers=_id(reference, "message_id"),
        answered=_author(before["author"]).id if before else "",
        mentions=frozenset(_id(entry, "id") for entry in wild["mentions"]),
        files=tuple(entry["url"].text() for entry in wild["attachments"]),
    )


def _author(wild: Wild) -> Actor:
    number, name = wild["id"].matching(ID, "id"), wild["username"].text()
    return Actor(
        number, name, text_of(wild.get("global_name")) or name, f"https://discord.com/users/{number}"
    )


def _id(wild: Wild | None, field: str) -> str:
    found = wild.get(field) if wild is not None else None
    return "" if found is None else found.matching(ID, "id")
