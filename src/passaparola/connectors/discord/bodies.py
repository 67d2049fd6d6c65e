"""A draft turned into what Discord takes; pure."""

from __future__ import annotations

import hashlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from passaparola.connectors import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.contract import Draft, Poll

NONCE = 25  # characters
HOUR = 3600
QUESTION = 300  # characters of a poll's question
# resources/message#message-object-message-flags, 2026-08
WITHOUT_PREVIEWS = 1 << 2
WITHOUT_SOUND = 1 << 12

PINGED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"nobody": (), "people": ("users",), "all": ("users", "roles", "everyone")}
)


def posting(draft: Draft, *, by_bot: bool) -> dict[str, Any]:
    """Return the message to post; a bot's carries the name by which Discord takes it only once."""
    body = _said(draft) | {"flags": _flags(draft)}
    if draft.media:
        body["attachments"] = [
            {"id": str(number), "filename": medium.name, "description": medium.alt or None}
            for number, medium in enumerate(draft.media)
        ]
    if draft.poll:
        body |= {"content": "", "poll": _poll(draft.text, draft.poll)}
    if by_bot:
        body |= {"nonce": nonce(draft), "enforce_nonce": True}
        if draft.replies_to:
            body["message_reference"] = {"message_id": draft.replies_to.native_id}
    return body


def editing(draft: Draft, files: list[str]) -> dict[str, Any]:
    """Return what makes a message say what `draft` says; its `files` stay, with the words that draft has."""
    kept = [
        {"id": number, "description": medium.alt or None}
        for number, medium in zip(files, draft.media, strict=True)
    ]
    return _said(draft) | {"flags": _flags(draft) & WITHOUT_PREVIEWS, "attachments": kept}


def nonce(draft: Draft) -> str:
    """Return the name of a post, as short as Discord wants it."""
    return hashlib.sha256(draft.key.encode()).hexdigest()[:NONCE]


def holds(draft: Draft) -> str:
    """Return what a message holds beside words, which an edit does not change."""
    return "poll" if draft.poll else " ".join(f"{medium.kind}:{medium.size}" for medium in draft.media)


def _said(draft: Draft) -> dict[str, Any]:
    pinged = PINGED[draft.options.get("mentions", "nobody")]
    return {"content": draft.text, "allowed_mentions": {"parse": list(pinged)}}


def _flags(draft: Draft) -> int:
    previews = WITHOUT_PREVIEWS if draft.options.get("preview") == "hide" else 0
    return previews | (WITHOUT_SOUND if draft.options.get("silent") == "yes" else 0)


def _poll(question: str, poll: Poll) -> dict[str, Any]:
    if len(question) > QUESTION or poll.seconds % HOUR or not poll.seconds:
        raise errors.Invalid(
            f"A poll on Discord asks in at most {QUESTION} characters, and is open for whole hours.",
            field="poll",
        )
    return {
        "question": {"text": question},
        "answers": [{"poll_media": {"text": choice}} for choice in poll.choices],
        "duration": poll.seconds // HOUR,
        "allow_multiselect": poll.multiple,
    }
