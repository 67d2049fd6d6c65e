"""A draft turned into the content of a message; pure. Types from the client-server API 1.18, 2026-07."""

from __future__ import annotations

import re
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.contract import Draft, Medium, MediumKind

TYPES: Mapping[MediumKind, str] = MappingProxyType(
    {"image": "m.image", "gif": "m.image", "video": "m.video", "document": "m.file"}
)
# a link ends before the sentence's own marks, and before a bracket it did not open
LINK = re.compile(r"https?://(?:[^\s<>\"'()]|\([^\s<>\"'()]*\))+(?<![.,;:!?\]])")


def content(draft: Draft, uri: str = "") -> dict[str, Any]:
    """Return what the message of `draft` holds; its file is at `uri`."""
    body: dict[str, Any] = _file(draft.media[0], draft.text, uri) if draft.media else _words(draft.text)
    body["m.mentions"] = {"room": True} if draft.options.get("notify") == "room" else {}
    relation = _relation(draft)
    return body | ({"m.relates_to": relation} if relation else {})


def replacing(draft: Draft, event: str, uri: str = "") -> dict[str, Any]:
    """Return what makes message `event` say what `draft` says; older apps show the words after a star."""
    new = content(draft, uri)
    new.pop("m.relates_to", None)
    old = {name: value for name, value in new.items() if name not in {"format", "formatted_body"}}
    relation = {"rel_type": "m.replace", "event_id": event}
    # who was notified by the post is not notified by its change
    return {
        **old,
        "body": f"* {new['body']}",
        "m.mentions": {},
        "m.new_content": new,
        "m.relates_to": relation,
    }


def holds(draft: Draft) -> str:
    """Return what a message holds beside words."""
    return " ".join(f"{medium.kind}:{medium.size}:{medium.name}" for medium in draft.media)


def _words(text: str) -> dict[str, Any]:
    plain = {"msgtype": "m.text", "body": text}
    return plain | _formatted(text)


def _formatted(text: str) -> dict[str, str]:
    """Return the words with their links as HTML; without links the plain words are enough."""
    if not LINK.search(text):
        return {}
    parts, end = [], 0
    for match in LINK.finditer(text):
        parts += [escape(text[end : match.start()]), f'<a href="{escape(match[0])}">{escape(match[0])}</a>']
        end = match.end()
    html = "".join([*parts, escape(text[end:])]).replace("\n", "<br>")
    return {"format": "org.matrix.custom.html", "formatted_body": html}


def _file(medium: Medium, text: str, uri: str) -> dict[str, Any]:
    """Return a message with a file. A body beside a file's name is its caption; one alone stands for it.

    There is no field for what an image shows (API 1.18): without a caption it is the body, which is what apps
    read out; with one it stands below the caption.
    """
    caption = "\n\n".join(filter(None, [text, f"[{medium.alt}]" if text and medium.alt else ""]))
    body = {"body": caption, "filename": medium.name} | _formatted(caption)
    alone = {"body": medium.alt or medium.name}
    info = {
        "mimetype": medium.mime,
        "size": medium.size,
        "w": medium.width,
        "h": medium.height,
        "duration": None if medium.seconds is None else round(medium.seconds * 1000),
    }
    known = {name: value for name, value in info.items() if value is not None}
    return {"msgtype": TYPES[medium.kind], "url": uri, "info": known} | (body if caption else alone)


def _relation(draft: Draft) -> dict[str, Any]:
    """Return what a message answers; apps that know no threads show an answer within one as an answer."""
    if draft.replies_to is None:
        return {}
    answered = {"m.in_reply_to": {"event_id": draft.replies_to.native_id}}
    if draft.thread is None:
        return answered
    return {"rel_type": "m.thread", "event_id": draft.thread.native_id, "is_falling_back": True, **answered}
