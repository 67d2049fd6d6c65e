"""An entry of a feed, and its file: JSON in, record out, and back."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from passaparola.connectors.wild import count_of, text_of

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.contract import Card, Draft, Medium
    from passaparola.connectors.wild import Wild

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
FILE = re.compile(r"[0-9a-f]{32}\.[a-z0-9]{3,4}")

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/gif": "gif",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "application/pdf": "pdf",
}


def name_of(key: str) -> str:
    """Return what the entry of a draft's key is called in files and addresses."""
    return (
        key if NAME.fullmatch(key) else hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:40]
    )


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of an entry, kept beside it as `file`; `name` is what it was called, `alt` what it shows."""

    file: str
    kind: str
    mime: str
    size: int
    name: str
    alt: str = ""
    width: int | None = None
    height: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A page that an entry points to."""

    url: str
    title: str
    description: str = ""
    image: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it stands; `id` is its first address and never changes, `updates` are when it was changed.

    Of an entry that was taken back, only its times are left (`deleted`).
    """

    name: str
    id: str
    published: datetime
    title: str = ""
    text: str = ""
    language: str = ""
    disclosure: str = ""
    replies_to: str = ""
    quotes: str = ""
    link: Link | None = None
    media: tuple[Attachment, ...] = ()
    updates: tuple[datetime, ...] = ()
    deleted: datetime | None = None

    @property
    def updated(self) -> datetime:
        """Return when it was changed last, or published."""
        return max((self.published, *self.updates))

    @property
    def files(self) -> tuple[Attachment, ...]:
        """Return every file that is kept for it."""
        return (*self.media, self.link.image) if self.link and self.link.image else self.media

    def without_words(self, at: datetime) -> Entry:
        """Return what is left of it once it is taken back."""
        return Entry(self.name, self.id, self.published, updates=self.updates, deleted=at)


def entry_of(draft: Draft, address: str) -> Entry:
    """Return the entry that `draft` asks for, without its files; `address` is where it will be read."""
    return Entry(
        name=name_of(draft.key),
        id=address,
        published=draft.at,
        title=draft.title,
        text=draft.text,
        language=draft.language,
        disclosure=draft.disclosure,
        replies_to=(draft.replies_to.url or draft.replies_to.native_id) if draft.replies_to else "",
        quotes=draft.quotes,
        link=_link(draft.card),
    )


def _link(card: Card | None) -> Link | None:
    return Link(card.url, card.title, card.description) if card else None


def attachment_of(medium: Medium, digest: str) -> Attachment:
    """Return what is kept of `medium`, whose content has that SHA-256 `digest`."""
    return Attachment(
        file=f"{digest[:32]}.{ENDINGS[medium.mime]}",
        kind=medium.kind,
        mime=medium.mime,
        size=medium.size,
        name=medium.name,
        alt=medium.alt,
        width=medium.width,
        height=medium.height,
        seconds=medium.seconds,
    )


def same(one: Entry, other: Entry) -> bool:
    """Say whether two entries say the same, whenever they were changed."""
    return replace(one, updates=()) == replace(other, updates=())


def written(entry: Entry) -> dict[str, Any]:
    """Return the entry as its file holds it."""
    kept = asdict(entry)
    for name in ("published", "deleted"):
        kept[name] = kept[name].isoformat() if kept[name] else None
    kept["updates"] = [at.isoformat() for at in entry.updates]
    return {name: value for name, value in kept.items() if value not in (None, "", (), [])}


def read(wild: Wild) -> Entry:
    """Return the entry in a file; raises `Garbled` where somebody else wrote it."""
    media, updates, link, deleted = (wild.get(name) for name in ("media", "updates", "link", "deleted"))
    return Entry(
        name=wild["name"].matching(NAME, "name of an entry"),
        id=wild["id"].text(),
        published=wild["published"].time(),
        title=text_of(wild.get("title")),
        text=text_of(wild.get("text")),
        language=text_of(wild.get("language")),
        disclosure=text_of(wild.get("disclosure")),
        replies_to=text_of(wild.get("replies_to")),
        quotes=text_of(wild.get("quotes")),
        link=_read_link(link) if link else None,
        media=tuple(_read_attachment(each) for each in media) if media else (),
        updates=tuple(each.time() for each in updates) if updates else (),
        deleted=deleted.time() if deleted else None,
    )


def _read_link(wild: Wild) -> Link:
    image = wild.get("image")
    return Link(
        url=wild["url"].text(),
        title=wild["title"].text(),
        description=text_of(wild.get("description")),
        image=_read_attachment(image) if image else None,
    )


def _read_attachment(wild: Wild) -> Attachment:
    seconds = wild.get("seconds")
    return Attachment(
        file=wild["file"].matching(FILE, "name of a file"),
        kind=wild["kind"].text(),
        mime=wild["mime"].text(),
        size=wild["size"].count(),
        name=text_of(wild.get("name")),
        alt=text_of(wild.get("alt")),
        width=count_of(wild.get("width")) or None,
        height=count_of(wild.get("height")) or None,
        seconds=float(seconds.value) if seconds and isinstance(seconds.value, int | float) else None,
    )
