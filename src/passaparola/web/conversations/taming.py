"""What strangers wrote, made fit to be stored and shown: no text breaks a database, no link runs."""

from __future__ import annotations

import hashlib

ID_ROOM = 500
URL_ROOM = 1000


def words(text: str, room: int | None = None) -> str:
    """Return `text` without NUL (PostgreSQL stores none), cut to `room` characters."""
    return text.replace("\x00", "")[:room]


def identity(text: str) -> str:
    """Return an id that fits its column; a longer one keeps its beginning and is told apart by its digest."""
    tamed = words(text)
    if len(tamed) <= ID_ROOM:
        return tamed
    digest = hashlib.sha256(tamed.encode()).hexdigest()
    return f"{tamed[: ID_ROOM - len(digest)]}{digest}"


def link(url: str) -> str:
    """Return `url` where it is a web address that fits, else nothing: `javascript:` is no profile."""
    tamed = words(url).strip()
    fit = tamed.lower().startswith(("https://", "http://")) and len(tamed) <= URL_ROOM
    return tamed if fit else ""
