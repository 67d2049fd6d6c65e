"""Discord's JSON turned into records; pure. Fields from discord/discord-api-spec (v10, 2026-07)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors.discord.rights import Change, changes
from passaparola.connectors.wild import Fields, Wild, count_of, text_of

if TYPE_CHECKING:
    from datetime import datetime

ID = re.compile(r"[0-9]{1,25}")
EPOCH = 1_420_070_400  # seconds: the first of 2015, from which Discord's numbers count (reference#snowflakes)

# of objects with dozens of fields, what names a thing and tells it from others; the rest is display
FIELDS = {
    "MessageResponse": Fields(
        read=frozenset(
            {"id", "channel_id", "content", "timestamp", "author", "attachments", "nonce", "poll"}
        ),
        ignored=frozenset(),
    ),
    "GuildIncomingWebhookResponse": Fields(
        read=frozenset({"id", "name", "channel_id", "guild_id"}), ignored=frozenset()
    ),
    "GuildChannelResponse": Fields(
        read=frozenset({"id", "name", "guild_id", "type", "last_message_id", "permission_overwrites"}),
        ignored=frozenset(),
    ),
    "UserPIIResponse": Fields(read=frozenset({"id", "username"}), ignored=frozenset()),
    "ErrorResponse": Fields(read=frozenset({"code", "message", "errors"}), ignored=frozenset()),
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message; `nonce` is what its author called it, where that is still told."""

    id: str
    channel: str
    author: str
    text: str
    at: datetime
    nonce: str
    files: tuple[str, ...]
    question: str


@dataclass(frozen=True, slots=True)
class Place:
    """A webhook, or a channel: what it is called and the server it is on."""

    id: str
    name: str
    guild: str
    channel: str
    kind: int
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What Discord says of a request it refused; `field` is the first of our fields it names."""

    code: int
    said: str
    field: str


def message(wild: Wild) -> Message:
    """Read a message."""
    nonce, poll = wild.get("nonce"), wild.get("poll")
    return Message(
        id=wild["id"].matching(ID, "id"),
        channel=wild["channel_id"].matching(ID, "id"),
        author=wild["author"]["id"].matching(ID, "id"),
        text=wild["content"].text(),
        at=wild["timestamp"].time(),
        nonce="" if nonce is None else str(nonce.value),
        files=tuple(entry["id"].matching(ID, "id") for entry in wild["attachments"]),
        question=text_of(poll["question"].get("text")) if poll else "",
    )


def messages(wild: Wild) -> list[Message]:
    """Read a list of messages."""
    return [message(entry) for entry in wild]


def webhook(wild: Wild) -> Place:
    """Read a webhook."""
    return Place(
        wild["id"].matching(ID, "id"),
        text_of(wild.get("name")),
        text_of(wild.get("guild_id")),
        text_of(wild.get("channel_id")),
        kind=0,
    )


def channel(wild: Wild) -> Place:
    """Read a channel."""
    number = wild["id"].matching(ID, "id")
    name, guild = text_of(wild.get("name")), text_of(wild.get("guild_id"))
    return Place(number, name, guild, number, wild["type"].count(), tuple(changes(wild)))


def newest(wild: Wild) -> str:
    """Read the number of a channel's last message, empty where there was never one."""
    last = wild.get("last_message_id")
    return "" if last is None else last.matching(ID, "id")


def user(wild: Wild) -> str:
    """Read the id of the user that a bot is."""
    return wild["id"].matching(ID, "id")


def fault(wild: Wild) -> Fault:
    """Read an error."""
    return Fault(count_of(wild.get("code")), text_of(wild.get("message")), _named(wild.get("errors")))


def _named(wild: Wild | None) -> str:
    """Return the first field an error names."""
    return next(iter(wild.value), "") if wild is not None and isinstance(wild.value, dict) else ""


def since(moment: datetime) -> str:
    """Return the number that a message of `moment` would have (reference#snowflakes)."""
    return str(max(0, int(moment.timestamp() * 1000) - EPOCH * 1000) << 22)


def plain(text: str) -> str:
    """Return what is left of a text however Discord stores it: it strips white space and odd characters."""
    return "".join(letter for letter in text if unicodedata.category(letter)[0] not in "CZ")
