"""What an account is told by app.bsky.notification.listNotifications: JSON turned into records; pure.

A notice that does not say who did it, or when, is left out, so that it keeps nobody from reading the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors.bluesky import embeds, loose, wire
from passaparola.connectors.errors import Garbled

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.bluesky.embeds import Embed
    from passaparola.connectors.wild import Wild

MARKS = frozenset({"like", "like-via-repost", "repost", "repost-via-repost"})
POSTS = frozenset({"mention", "reply", "quote"})

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")  # BCP 47, as far as its form goes
_MENTION = "app.bsky.richtext.facet#mention"


@dataclass(frozen=True, slots=True)
class Words:
    """A post: whom it answers (at-uris) and mentions (DIDs), and what it holds."""

    text: str
    parent: str
    root: str
    mentions: frozenset[str]
    language: str
    embed: Embed


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody's act: `uri` is its record, `subject` what was liked or reposted, `words` the post it is.

    `at` is what its author's app wrote, `listed` what the listing goes by: the earlier of that and of when it
    was indexed (bsky of @atproto/dev-env 0.3.215); what is late, or dated back, is listed further down.
    """

    uri: str
    reason: str
    author: wire.Person
    at: datetime
    listed: datetime
    subject: str = ""
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page, the newest first, and the server's word for the next one, empty where it is the last."""

    notices: tuple[Notice, ...]
    onward: str


def page(wild: Wild) -> Page:
    """Read the answer of listNotifications; raises `Garbled` where none of its notices can be read."""
    entries, onward = wire.paged("notifications")(wild)
    found: list[Notice] = []
    fault: Garbled | None = None
    for entry in entries:
        try:
            found.append(_notice(entry))
        except Garbled as error:
            fault = error
    if fault is not None and not found:
        raise fault
    return Page(tuple(found), onward or "")


def _notice(wild: Wild) -> Notice:
    record, reason, listed = wild["record"], wild["reason"].text(), wild["indexedAt"].time()
    return Notice(
        uri=wild["uri"].matching(wire.AT_URI, "at-uri"),
        reason=reason,
        author=wire.person(wild["author"]),
        at=wire.written(record, listed) or listed,
        listed=listed,
        subject=loose.matching(loose.at(record, "subject", "uri"), wire.AT_URI) if reason in MARKS else "",
        words=words(record) if reason in POSTS else None,
    )


def words(record: Wild) -> Words:
    """Read what a post's record holds; what does not fit is nothing."""
    languages = [loose.matching(entry, _LANGUAGE) for entry in loose.each(loose.at(record, "langs"))]
    return Words(
        text=loose.text(loose.at(record, "text")),
        parent=loose.matching(loose.at(record, "reply", "parent", "uri"), wire.AT_URI),
        root=loose.matching(loose.at(record, "reply", "root", "uri"), wire.AT_URI),
        mentions=_mentions(record),
        language=next(filter(None, languages), ""),
        embed=embeds.written(loose.at(record, "embed")),
    )


def _mentions(record: Wild) -> frozenset[str]:
    facets = loose.each(loose.at(record, "facets"))
    features = [feature for facet in facets for feature in loose.each(loose.at(facet, "features"))]
    named = [each for each in features if loose.text(loose.at(each, "$type")) == _MENTION]
    return frozenset(loose.text(loose.at(each, "did")) for each in named)
