"""What a post and its files are called on a site, so that they are known again without an answer."""

from __future__ import annotations

import hashlib
import mimetypes
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft, Medium

LONGEST = 60  # characters of words in an address; WordPress keeps 200 in all (wp_posts.post_name)
_PIECE = re.compile(r"[a-z0-9]+")


def mark(key: str) -> str:
    """Return what every name of the post called `key` carries; no mere number, which WordPress alters."""
    return "p" + hashlib.sha256(key.encode()).hexdigest()[:11]


def slug(draft: Draft) -> str:
    """Return the last part of the post's address: words for people, and the mark."""
    words = _words(draft.options.get("slug", "") or draft.title)
    return f"{words}-{mark(draft.key)}" if words else mark(draft.key)


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    joined = "-".join(_PIECE.findall(plain))
    return joined if len(joined) <= LONGEST else joined[: LONGEST + 1].rpartition("-")[0] or joined[:LONGEST]


def file(medium: Medium, key: str) -> str:
    """Return the name of a file without its ending: the post's mark, and one of what the file holds."""
    with medium.path.open("rb") as content:
        return f"{mark(key)}-{hashlib.file_digest(content, 'sha256').hexdigest()[:12]}"


def ending(medium: Medium) -> str:
    """Return the ending of a file's name, by which WordPress tells what it is."""
    return Path(medium.name).suffix.lower() or mimetypes.guess_extension(medium.mime) or ""
