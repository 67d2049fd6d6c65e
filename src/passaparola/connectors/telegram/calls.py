"""A draft turned into what the Bot API's methods take; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from passaparola.connectors.errors import Gone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.contract import Draft, Medium, MediumKind, Poll

NAMED = re.compile(r"(?:(?P<chat>-?[0-9]{1,20})/)?(?P<number>[0-9]{1,20})")
LONGEST_QUESTION = 300  # sendPoll: question, 1-300 characters

# what sends one medium of a kind, and what the part that holds it is called
ALONE: Mapping[MediumKind, tuple[str, str]] = MappingProxyType(
    {
        "image": ("sendPhoto", "photo"),
        "gif": ("sendAnimation", "animation"),
        "video": ("sendVideo", "video"),
        "document": ("sendDocument", "document"),
    }
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call: a method, what it takes, and the files that go with it by the names of their parts."""

    method: str
    fields: Mapping[str, Any]
    files: Mapping[str, Medium] = field(default_factory=dict)


def posting(draft: Draft, home: str) -> Call:
    """Return the call that posts `draft`: to the chat `home`, or to that of the message it answers."""
    frame = _frame(draft, home)
    if draft.poll:
        return Call("sendPoll", frame | _poll(draft.text, draft.poll))
    if not draft.media:
        return Call("sendMessage", frame | {"text": draft.text} | _preview(draft))
    if len(draft.media) == 1:
        medium = draft.media[0]
        method, part = ALONE[medium.kind]
        return Call(method, frame | _caption(draft) | _shape(medium), {part: medium})
    files = {f"file{number}": medium for number, medium in enumerate(draft.media)}
    album = [_in_album(part, medium) for part, medium in files.items()]
    album[0] |= _caption(draft)
    return Call("sendMediaGroup", frame | {"media": album}, files)


def editing(draft: Draft, home: str, native_id: str) -> Call:
    """Return the call that makes a message say what `draft` says."""
    which = {"chat_id": chat(native_id, home), "message_id": number(native_id)}
    if draft.media:
        return Call("editMessageCaption", which | {"caption": draft.text})
    return Call("editMessageText", which | {"text": draft.text} | _preview(draft))


def number(native_id: str) -> int:
    """Return a message's number in its chat; raises `Gone` for what Telegram never gave."""
    return int(_parts(native_id)["number"])


def chat(native_id: str, home: str) -> str:
    """Return the chat a message is in: `home`, unless its id names another."""
    return _parts(native_id)["chat"] or home


def named(chat: str, number: int, home: str) -> str:
    """Return what a message is called: a number counts within its chat, and ours goes without saying."""
    return str(number) if chat == home else f"{chat}/{number}"


def _parts(native_id: str) -> re.Match[str]:
    match = NAMED.fullmatch(native_id)
    if match is None:
        raise Gone("The post has no number of Telegram's, so it cannot be there.")
    return match


def _frame(draft: Draft, home: str) -> dict[str, Any]:
    answered = draft.replies_to.native_id if draft.replies_to else ""
    frame: dict[str, Any] = {"chat_id": chat(answered, home) if answered else home}
    if draft.options.get("silent") == "yes":
        frame["disable_notification"] = True
    if answered:
        frame["reply_parameters"] = {"message_id": number(answered)}
    return frame


def _preview(draft: Draft) -> dict[str, Any]:
    return {"link_preview_options": {"is_disabled": True}} if draft.options.get("preview") == "hide" else {}


def _caption(draft: Draft) -> dict[str, Any]:
    return {"caption": draft.text} if draft.text else {}


def _poll(question: str, poll: Poll) -> dict[str, Any]:
    return {
        "question": question,
        "options": [{"text": choice} for choice in poll.choices],
        "allows_multiple_answers": poll.multiple,
        "open_period": poll.seconds,
    }


def _shape(medium: Medium) -> dict[str, Any]:
    """Return what the API does not find out of a video by itself."""
    if medium.kind not in {"video", "gif"}:
        return {}
    told = {"width": medium.width, "height": medium.height}
    told |= {"duration": None if medium.seconds is None else round(medium.seconds)}
    known: dict[str, Any] = {name: value for name, value in told.items() if value}
    return known | ({"supports_streaming": True} if medium.kind == "video" else {})


def _in_album(part: str, medium: Medium) -> dict[str, Any]:
    kind = {"image": "photo"}.get(medium.kind, medium.kind)
    return {"type": kind, "media": f"attach://{part}", **_shape(medium)}


def holds(draft: Draft) -> str:
    """Return what a message holds beside words, which an edit does not change."""
    return "poll" if draft.poll else " ".join(f"{medium.kind}:{medium.size}" for medium in draft.media)
