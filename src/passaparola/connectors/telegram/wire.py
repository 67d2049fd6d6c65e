"""The Bot API's JSON turned into records; pure. Fields from core.telegram.org/bots/api (10.1, 2026-06)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from passaparola.connectors.contract import Receipt
from passaparola.connectors.errors import Garbled
from passaparola.connectors.wild import Fields, Wild, count_of, text_of

NAME = re.compile(r"[A-Za-z0-9_]{1,64}")

LAST = 2**36  # seconds since 1970, far beyond any message

# of objects with up to a hundred fields, what names a thing and says what is allowed; the rest is display
FIELDS = {
    "Answer": Fields(
        read=frozenset({"ok", "result", "error_code", "description"}),
        # retry_after comes as the header Retry-After too; a group that moved has a sentence of its own
        ignored=frozenset({"parameters"}),
    ),
    "Message": Fields(read=frozenset({"message_id", "date", "chat"}), ignored=frozenset()),
    "Chat": Fields(read=frozenset({"id", "type", "title", "username", "permissions"}), ignored=frozenset()),
    "User": Fields(read=frozenset({"id", "username", "first_name"}), ignored=frozenset()),
    "ChatMember": Fields(
        read=frozenset({"status", "can_post_messages", "can_send_messages"}), ignored=frozenset()
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What the API says of a call it refused."""

    code: int
    said: str


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat: `kind` is channel, supergroup, group or private, `open_to_all` where members may write."""

    id: int
    kind: str
    title: str
    name: str
    open_to_all: bool


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot a token belongs to."""

    id: int
    name: str


def result(wild: Wild) -> Wild | Fault:
    """Read an answer: what was asked for, or why not."""
    if wild["ok"].value is True:
        return wild["result"]
    return Fault(count_of(wild.get("error_code")), text_of(wild.get("description")))


def receipt(wild: Wild, *, holds: str, within: str = "") -> Receipt:
    """Read the message that was sent, or an album's, which go by their first; `holds` is kept with them.

    `within` stands before its number where that is of another chat than ours.
    """
    sent = list(wild) if isinstance(wild.value, list) else [wild]
    if not sent:
        raise Garbled(f"{wild.path} is empty")
    first, chat = sent[0], sent[0]["chat"]
    numbers = [message["message_id"].count() for message in sent]
    extra = {"messages": " ".join(map(str, numbers)), "holds": holds}
    url = address(whole(chat["id"]), text_of(chat.get("username")), numbers[0])
    return Receipt(f"{within}{numbers[0]}", url, moment(first["date"]), extra)


def address(chat: int, name: str, number: int) -> str:
    """Return where people see a message: by the chat's name, or by its number for those who are in it."""
    if NAME.fullmatch(name):
        return f"https://t.me/{name}/{number}"
    inner = str(chat).removeprefix("-100")
    return f"https://t.me/c/{inner}/{number}" if str(chat).startswith("-100") else ""


def bot(wild: Wild) -> Bot:
    """Read the User that a bot is."""
    return Bot(wild["id"].count(), text_of(wild.get("username")))


def chat(wild: Wild) -> Chat:
    """Read a ChatFullInfo."""
    permissions = wild.get("permissions")
    may = permissions.get("can_send_messages") if permissions else None
    return Chat(
        id=whole(wild["id"]),
        kind=wild["type"].text(),
        title=text_of(wild.get("title")) or text_of(wild.get("first_name")),
        name=text_of(wild.get("username")),
        open_to_all=may is None or may.value is True,
    )


def may_post(wild: Wild, chat: Chat) -> bool:
    """Read a ChatMember: whether it may post in `chat`."""
    status = wild["status"].text()
    if status == "administrator" and chat.kind == "channel":
        return yes(wild.get("can_post_messages"))
    if status == "restricted":
        return yes(wild.get("can_send_messages"))
    if status == "member":
        return chat.kind != "channel" and chat.open_to_all
    return status in {"creator", "administrator"}


def yes(found: Wild | None) -> bool:
    """Read whether something is so."""
    return found is not None and found.value is True


def moment(wild: Wild) -> datetime:
    """Read a time."""
    seconds = wild.count()
    if seconds > LAST:
        raise Garbled(f"{wild.path} is no time")
    return datetime.fromtimestamp(seconds, UTC)


def whole(wild: Wild) -> int:
    """Read a chat's number, which is negative for groups and channels."""
    number = wild.value
    if type(number) is int and number < 0:
        return -Wild(-number, wild.path).count()
    return wild.count()
