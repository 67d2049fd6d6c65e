"""What strangers wrote, made fit to be stored and shown: no text breaks a database, no link runs."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import UTC, datetime, timedelta

ID_ROOM = 500
URL_ROOM = 1000
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL, which PostgreSQL stores in no text, and halves of surrogate pairs, which are no UTF-8."""

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)
"""How far a clock elsewhere may be ahead of ours before it is not believed."""

UNSEEN = frozenset({"Cc", "Cs"})
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode's explicit directions: embeddings, overrides, isolates and their ends."""


def words(text: str, room: int | None = None) -> str:
    """Return `text` without what no database can store, cut to `room` characters."""
    return UNWRITABLE.sub("", text)[:room]


def moment(at: datetime, now: datetime) -> datetime:
    """Return `at` where anything can have been done then; who dates it to come has done it now."""
    return now if at > now + AHEAD else max(at, EARLIEST)


def name(text: str, room: int | None = None) -> str:
    """Return what someone calls themselves on one line of its own direction, cut to `room` characters.

    Without control characters, and without the marks that turn the words after a name around.
    """
    return "".join(
        letter for letter in text if unicodedata.category(letter) not in UNSEEN and letter not in TURNING
    )[:room].strip()


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
