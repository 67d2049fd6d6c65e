"""Comments turned into records; pure. Fields from developer.wordpress.org/rest-api/reference/comments (6.1).

They are read as everybody sees them (context=view), which shows no mail address and no IP address: those held
for moderation under its own posts are shown to an account all the same, whether it may moderate or not.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html import unescape
from types import MappingProxyType
from typing import TYPE_CHECKING

from passaparola.connectors import markup
from passaparola.connectors.errors import Garbled
from passaparola.connectors.wild import Fields, count_of, text_of
from passaparola.connectors.wordpress import wire

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from passaparola.connectors.wild import Wild

FIELDS: Mapping[str, Fields] = MappingProxyType(
    {
        "comment": Fields(
            read=frozenset(
                {
                    *("id", "post", "parent", "author", "author_name", "author_url", "author_avatar_urls"),
                    *("date_gmt", "content", "link", "status", "type"),
                }
            ),
            ignored=frozenset(),
        ),
        "page": Fields(read=frozenset({"id", "author", "link"}), ignored=frozenset()),
    }
)
SHOWN = frozenset({"approved", "hold"})  # neither spam nor in the bin
MARK = "comment-"  # stands before the number of a comment in its receipt; posts go by their numbers alone
PINGS = frozenset({"pingback", "trackback"})
_SEAL = re.compile(r"/avatar/([0-9a-f]{32,64})(?:[?.]|$)")  # what Gravatar makes of a mail address


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; `author` is the number of an account there, 0 for a guest; `guest` tells guests apart."""

    id: int
    post: int
    parent: int
    author: int
    guest: str
    name: str
    site: str
    at: datetime
    text: str
    link: str
    status: str
    type: str


@dataclass(frozen=True, slots=True)
class Page:
    """A post that is commented on."""

    id: int
    author: int
    link: str


def fields(kind: str) -> str:
    """Return the names of the fields to ask for."""
    return ",".join(sorted(FIELDS[kind].read))


def comment(wild: Wild) -> Comment:
    """Read a comment; names come as HTML."""
    name, site = unescape(text_of(wild.get("author_name"))).strip(), wire.web(wild.get("author_url"))
    return Comment(
        id=wild["id"].count(),
        post=count_of(wild.get("post")),
        parent=count_of(wild.get("parent")),
        author=count_of(wild.get("author")),
        guest=hashlib.sha256((_seal(wild) or f"{name}\n{site}").encode()).hexdigest()[:16],
        name=name,
        site=site,
        at=wild["date_gmt"].time(),
        text=markup.words(wild["content"]["rendered"].text()),
        link=wire.web(wild.get("link")),
        status=text_of(wild.get("status")),
        type=text_of(wild.get("type")) or "comment",
    )


def comments(wild: Wild) -> list[Comment]:
    """Read a list of comments; one that makes no sense is left out: it never will, and the others wait."""
    found = []
    for entry in wild:
        try:
            found.append(comment(entry))
        except Garbled:
            continue
    return found


def pages(wild: Wild) -> dict[int, Page]:
    """Read a list of posts, by their numbers."""
    return {
        page.id: page
        for page in (
            Page(entry["id"].count(), count_of(entry.get("author")), wire.web(entry.get("link")))
            for entry in wild
        )
    }


def _seal(wild: Wild) -> str:
    """Return what tells the mail addresses of two guests apart and shows neither, where the site makes it."""
    pictures = wild.get("author_avatar_urls")
    shown = pictures.value if pictures is not None and isinstance(pictures.value, dict) else {}
    found = [_SEAL.search(address) for address in shown.values() if isinstance(address, str)]
    return next((match[1] for match in found if match), "")
