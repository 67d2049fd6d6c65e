"""Notifications turned into records; pure. Fields from docs.joinmastodon.org/entities/Notification (4.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from passaparola.connectors.errors import Garbled
from passaparola.connectors.mastodon import own, wire
from passaparola.connectors.wild import Fields, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from passaparola.connectors.wild import Wild

FIELDS: Mapping[str, Fields] = MappingProxyType(
    {
        "Notification": Fields(
            read=frozenset({"id", "type", "created_at", "account", "status"}),
            # about collections, moderation and severed ties: nobody's word to the account
            ignored=frozenset(
                {"collection", "event", "fallback", "group_key", "moderation_warning", "report"}
            ),
        )
    }
)
# an update is that of a post we boosted, which may be one that speaks to us
TOLD = frozenset({"mention", "quote", "update", "reblog", "favourite", "follow"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Said:
    """A post that came with a notification, and what is wanted of it beyond a `Status`.

    `answered` is the account it answers, `named` those it mentions (the server's ids). `quoted` is the post
    it quotes, or its id in `quoted_id` where no more is shown.
    """

    post: wire.Status
    answered: str
    named: frozenset[str]
    edited_at: datetime | None
    language: str
    files: tuple[str, ...]
    quoted: wire.Status | None
    quoted_id: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A notification; `id` tells its place among the others."""

    id: str
    type: str
    at: datetime
    account: wire.Account
    said: Said | None


@dataclass(frozen=True, slots=True)
class Tagged:
    """A page of posts with a tag: those that make sense, when each was, and the `max_id` of the next page."""

    said: tuple[Said, ...]
    times: tuple[datetime, ...]
    onward: str


def tagged(wild: Wild, *, host: str) -> Tagged:
    """Read a page of a tag's timeline; a post that makes no sense is left out, and hides none below."""
    found, times, onward = [], [], ""
    for entry in wild:
        onward = entry["id"].matching(wire.ID, "id")
        try:
            times.append(entry["created_at"].time())
            found.append(said(entry, host=host))
        except Garbled:
            continue
    return Tagged(tuple(found), tuple(times), onward)


def page(wild: Wild, *, host: str) -> tuple[dict[str, datetime], list[Notice]]:
    """Read a page: when each thing on it was, by its id, and those notifications that are heard.

    One that makes no sense is left out: it never will, and the others wait behind it.
    """
    times, notices = {}, []
    for entry in wild:
        times[entry["id"].matching(wire.ID, "id")] = entry["created_at"].time()
        try:
            if text_of(entry.get("type")) in TOLD:
                notices.append(notice(entry, host=host))
        except Garbled:
            continue
    return times, notices


def notice(wild: Wild, *, host: str) -> Notice:
    """Read a notification of one of the types that are heard."""
    kind = wild["type"].text()
    return Notice(
        id=wild["id"].matching(wire.ID, "id"),
        type=kind,
        at=wild["created_at"].time(),
        account=wire.account(wild["account"], host=host),
        said=None if kind == "follow" else said(wild["status"], host=host),
    )


def said(wild: Wild, *, host: str) -> Said:
    """Read a post; of a boost, the one it shows (a post that was boosted is shown as one by snac 2.75)."""
    inner = wild.get("reblog") or wild
    edited, quote = inner.get("edited_at"), inner.get("quote")
    shown = None if quote is None else quote.get("quoted_status")
    language = text_of(inner.get("language"))
    return Said(
        post=wire.status(inner, host=host),
        answered=text_of(inner.get("in_reply_to_account_id")),
        named=frozenset(text_of(entry.get("id")) for entry in inner.get("mentions") or ()),
        edited_at=None if edited is None else edited.time(),
        language=language if _LANGUAGE.fullmatch(language) else "",
        files=_files(inner),
        quoted=None if shown is None else wire.status(shown, host=host),
        quoted_id=text_of(None if quote is None else quote.get("quoted_status_id")),
    )


def _files(wild: Wild) -> tuple[str, ...]:
    found = (
        own.web(entry.get("url")) or own.web(entry.get("remote_url"))
        for entry in wild.get("media_attachments") or ()
    )
    return tuple(address for address in found if address)


def ancestors(wild: Wild, *, host: str) -> list[wire.Status]:
    """Read what came before a post in its talk, the first one first; what makes no sense is left out."""
    found = []
    for entry in wild["ancestors"]:
        try:
            found.append(said(entry, host=host).post)
        except Garbled:
            continue
    return found
