"""What was changed on pages, as a wiki tells it: JSON (formatversion=2) turned into records; pure.

Fields from www.mediawiki.org/wiki/API:Revisions and MediaWiki 1.39's own api.php (2026-11).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors.errors import Garbled
from passaparola.connectors.wild import Fields, text_of

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.wild import Wild

FIELDS = {
    "revision": Fields(
        read=frozenset({"revid", "user", "userid", "timestamp", "slots"}),
        ignored=frozenset({"parentid", "minor", "anon", "userhidden", "texthidden", "suppressed"}),
    ),
}


@dataclass(frozen=True, slots=True)
class Revision:
    """A page as somebody left it; `text` None and `user` empty where the wiki hides them."""

    id: int
    at: datetime
    user: str
    number: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Subject:
    """A page as it stands: its newest revision."""

    page: str
    title: str
    newest: int


def subjects(wild: Wild) -> list[Subject]:
    """Read the pages that were asked for and are there."""
    return [
        Subject(str(number.count()), entry["title"].text(), entry["lastrevid"].count())
        for entry in wild["query"].get("pages") or ()
        if (number := entry.get("pageid")) is not None and entry.get("lastrevid") is not None
    ]


def revisions(wild: Wild) -> tuple[list[Revision], bool]:
    """Read revisions of one page, and whether there are more."""
    page = next(iter(wild["query"].get("pages") or ()), None)
    listed = page.get("revisions") if page else None
    return [_revision(entry) for entry in listed or ()], wild.get("continue") is not None


def _revision(wild: Wild) -> Revision:
    user, number, slots = wild.get("user"), wild.get("userid"), wild.get("slots")
    main = slots.get("main") if slots else None
    content = main.get("content") if main else None
    # not tamed by text(), which cuts: what is new may stand at the end
    if content is not None and not isinstance(content.value, str):
        raise Garbled(f"{content.path} is no text")
    return Revision(
        id=wild["revid"].count(),
        at=wild["timestamp"].time(),
        user=text_of(user),
        number=str(number.count()) if number else "",
        text=None if content is None else content.value,
    )
