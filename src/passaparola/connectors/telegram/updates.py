"""What a bot is told (Update), turned into records; pure. Fields from core.telegram.org/bots/api (10.1).

Whoever writes to a bot fills these: one that does not fit is passed over, and the others are read.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors.errors import Garbled
from passaparola.connectors.telegram.wire import NAME, moment, whole, yes
from passaparola.connectors.wild import Fields, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from passaparola.connectors.wild import Wild

# all that is asked for; a channel's own posts are ours
KINDS = ("message", "edited_message", "message_reaction", "chat_member")
INSIDE = frozenset({"creator", "administrator", "member", "restricted"})

FIELDS = {
    "Update": Fields(read=frozenset({"update_id", *KINDS}), ignored=frozenset()),
    "MessageReactionUpdated": Fields(
        read=frozenset({"chat", "message_id", "user", "actor_chat", "date", "new_reaction"}),
        ignored=frozenset({"old_reaction"}),
    ),
    "ChatMemberUpdated": Fields(
        read=frozenset({"chat", "date", "old_chat_member", "new_chat_member"}),
        ignored=frozenset(
            {"from", "invite_link", "via_join_request", "via_chat_folder_invite_link"},
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Who:
    """A person, or a chat that speaks as itself."""

    id: str
    handle: str
    name: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message; `post` is the channel's post (channel, number) that it was made of by itself.

    `thread` is the number of the message its thread began with, 0 where there is none.
    """

    chat: str
    private: bool
    chat_name: str
    number: int
    thread: int
    who: Who
    at: datetime
    edited_at: datetime | None
    text: str
    answers: Message | None
    post: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Reaction:
    """What somebody's reaction to message `number` is now; without `signs` it was taken back."""

    chat: str
    number: int
    who: Who
    at: datetime
    signs: str


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody came into a chat, or left it."""

    chat: str
    who: Who
    at: datetime
    inside: bool


Told = Message | Reaction | Membership


def updates(wild: Wild) -> tuple[list[Told], int]:
    """Read what a bot is told, and the number after the last of it (0: it is told nothing)."""
    found: list[Told] = []
    after = 0
    for entry in wild:
        after = max(after, entry["update_id"].count() + 1)
        with suppress(Garbled):
            found += _told(entry)
    return found, after


def _told(wild: Wild) -> Iterator[Told]:
    for kind in ("message", "edited_message"):
        if (found := wild.get(kind)) is not None:
            yield _message(found)
    if (found := wild.get("message_reaction")) is not None:
        yield _reaction(found)
    if (found := wild.get("chat_member")) is not None:
        yield from _membership(found)


def _message(wild: Wild, *, answers: bool = True) -> Message:
    chat, edited, thread = wild["chat"], wild.get("edit_date"), wild.get("message_thread_id")
    answered = wild.get("reply_to_message") if answers else None
    return Message(
        chat=str(whole(chat["id"])),
        private=chat["type"].value == "private",
        chat_name=text_of(chat.get("username")),
        number=wild["message_id"].count(),
        thread=thread.count() if thread else 0,
        who=_who(wild.get("sender_chat") or wild["from"]),
        at=moment(wild["date"]),
        edited_at=moment(edited) if edited else None,
        text=_words(wild),
        answers=_message(answered, answers=False) if answered else None,
        post=_post(wild),
    )


def _words(wild: Wild) -> str:
    sticker = wild.get("sticker")
    return (
        text_of(wild.get("text"))
        or text_of(wild.get("caption"))
        or text_of(sticker.get("emoji") if sticker else None)
    )


def _post(wild: Wild) -> tuple[str, str] | None:
    origin = wild.get("forward_origin")
    if not yes(wild.get("is_automatic_forward")) or origin is None:
        return None
    return str(whole(origin["chat"]["id"])), str(origin["message_id"].count())


def _who(wild: Wild) -> Who:
    name = text_of(wild.get("username"))
    parts = [text_of(wild.get(field)) for field in ("title", "first_name", "last_name")]
    called = " ".join(part for part in parts if part)
    return Who(str(whole(wild["id"])), f"@{name}" if NAME.fullmatch(name) else called, called)


def _reaction(wild: Wild) -> Reaction:
    signs = [text_of(one.get("emoji")) or "★" for one in wild["new_reaction"]]  # others are pictures
    return Reaction(
        chat=str(whole(wild["chat"]["id"])),
        number=wild["message_id"].count(),
        who=_who(wild.get("user") or wild["actor_chat"]),
        at=moment(wild["date"]),
        signs="".join(signs),
    )


def _membership(wild: Wild) -> Iterator[Membership]:
    before, after = (wild[name]["status"].text() in INSIDE for name in ("old_chat_member", "new_chat_member"))
    if before != after:
        who = _who(wild["new_chat_member"]["user"])
        yield Membership(str(whole(wild["chat"]["id"])), who, moment(wild["date"]), after)
