"""What a server says of an account's own things, and of itself, turned into records; pure.

Read of a Status: id, url, created_at, in_reply_to_id, media_attachments[].id, text, content, visibility. Of a
CredentialAccount: those of an Account. Of an Instance: api_versions.mastodon, where its streams are, and what
`LIMITS` names of its configuration. All else is ignored (docs.joinmastodon.org/entities, 4.7, 2026-08).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from passaparola.connectors.errors import Garbled
from passaparola.connectors.mastodon import wire
from passaparola.connectors.wild import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from passaparola.connectors.wild import Wild

LIMITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "text": ("statuses", "max_characters"),
        "link": ("statuses", "characters_reserved_per_url"),
        "media": ("statuses", "max_media_attachments"),
        "alt": ("media_attachments", "description_limit"),
        "image bytes": ("media_attachments", "image_size_limit"),
        "gif bytes": ("media_attachments", "image_size_limit"),
        "video bytes": ("media_attachments", "video_size_limit"),
        "image pixels": ("media_attachments", "image_matrix_limit"),
        "poll choices": ("polls", "max_options"),
        "poll choice": ("polls", "max_characters_per_option"),
        "poll seconds": ("polls", "max_expiration"),
    }
)
"""Where a server's configuration says its limits, by the key of the row's."""

# ids of files: some servers name a file by its address (snac 2.75)
_FILE = re.compile(r"\S{1,500}")


@dataclass(frozen=True, slots=True)
class Made:
    """A post of our own. `source` is what was typed, None where the server does not show it here.

    `visibility` is empty where it is not shown.
    """

    id: str
    url: str
    at: datetime
    answers: str | None
    media: tuple[str, ...]
    source: str | None
    words: str
    visibility: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a server says of itself: `api` is the version of Mastodon's API it keeps, 0 where untold.

    `streaming` is the address of its streams, empty where untold: they are at its own.
    """

    api: int
    limits: Mapping[str, int]
    streaming: str = ""


def made(wild: Wild) -> Made:
    """Read a post of our own."""
    answers, media, source = (wild.get(name) for name in ("in_reply_to_id", "media_attachments", "text"))
    return Made(
        id=wild["id"].matching(wire.ID, "id"),
        url=web(wild.get("url")),
        at=wild["created_at"].time(),
        answers=None if answers is None else answers.matching(wire.ID, "id"),
        media=() if media is None else tuple(file(entry) for entry in media),
        source=None if source is None else source.text(),
        words=wire.words(text_of(wild.get("content"))),
        visibility=text_of(wild.get("visibility")),
    )


def all_made(wild: Wild) -> list[Made]:
    """Read a list of our own posts."""
    return [made(entry) for entry in wild]


def made_below(wild: Wild, account: str) -> list[Made]:
    """Read those posts of a Context below its post that the account with the id `account` made."""
    return [made(entry) for entry in wild["descendants"] if text_of(entry["account"].get("id")) == account]


def file(wild: Wild) -> str:
    """Read the id of an uploaded file."""
    return wild["id"].matching(_FILE, "id")


def ready(wild: Wild) -> bool:
    """Say whether an uploaded file can be posted: one still in the making has no address yet."""
    return wild.get("url") is not None


def source(wild: Wild) -> str:
    """Read a StatusSource: what was typed."""
    return wild["text"].text()


def found(wild: Wild) -> str | None:
    """Read the id of the first post a search found."""
    return next((entry["id"].matching(wire.ID, "id") for entry in wild["statuses"]), None)


def first_found(wild: Wild, *, host: str) -> wire.Status | None:
    """Read the first post a search found."""
    return next((wire.status(entry, host=host) for entry in wild["statuses"]), None)


def standing(wild: Wild) -> Standing:
    """Read what a server says of itself (Instance or V1Instance); limits it does not tell are left out."""
    versions, told = wild.get("api_versions"), wild.get("configuration")
    api = None if versions is None else versions.get("mastodon")
    limits = {} if told is None else {key: _limit(told, path) for key, path in LIMITS.items()}
    limits = {key: n for key, n in limits.items() if n}
    return Standing(0 if api is None else api.count(), limits, _streaming(wild))


def _streaming(wild: Wild) -> str:
    """Return where streams are, as a web address: it is told as that of WebSockets."""
    told = wild.get("configuration")
    urls = told.get("urls") if told and told.get("urls") else wild.get("urls")
    found = urls and (urls.get("streaming") or urls.get("streaming_api"))
    address = re.sub(r"^ws(s?)://", r"http\1://", text_of(found or None)).rstrip("/")
    return address if wire.WEB.fullmatch(address) else ""


def _limit(told: Wild, path: tuple[str, ...]) -> int:
    here: Wild | None = told
    try:
        for step in path:
            here = None if here is None else here.get(step)
        return 0 if here is None else here.count()
    except Garbled:  # one limit that makes no sense leaves the row's own
        return 0


def web(found: Wild | None) -> str:
    """Return a web address, empty where it is missing or something else."""
    text = text_of(found)
    return text if wire.WEB.fullmatch(text) else ""
