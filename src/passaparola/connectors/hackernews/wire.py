"""What Hacker News' search answers, turned into records; pure. Fields from hn.algolia.com/api, 2026-10."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from types import MappingProxyType
from typing import TYPE_CHECKING

from passaparola.connectors.errors import Garbled
from passaparola.connectors.wild import Fields, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.wild import Wild

FIELDS: Mapping[str, Fields] = MappingProxyType(
    {
        "hit": Fields(
            read=frozenset(
                {
                    *("objectID", "author", "created_at_i", "title", "story_text", "comment_text"),
                    *("url", "story_id"),
                }
            ),
            ignored=frozenset(
                {
                    *("_highlightResult", "_tags", "children", "created_at", "job_text", "num_comments"),
                    *("parent_id", "points", "relevancy_score", "story_title", "story_url", "updated_at"),
                }
            ),
        )
    }
)
ID = re.compile(r"[0-9]{1,12}")
NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
WEB = re.compile(r"https?://[^\s\"<>]{1,2000}")
_BREAK = re.compile(r"<(?:p|br)\s{0,9}/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(r"<a\s[^<>]{0,200}?href=\"(https?:[^\"<>\s]{1,2000})\"", re.IGNORECASE)
_EARLIEST, _LATEST = 1_150_000_000, 32_503_680_000  # before there was anything there; the year 3000


@dataclass(frozen=True, slots=True)
class Hit:
    """A story or comment; `story` is the id of the first of its talk, `links` where its words lead."""

    id: str
    author: str
    at: datetime
    text: str
    story: str
    links: tuple[str, ...]


def page(wild: Wild) -> tuple[tuple[Hit, ...], tuple[datetime, ...]]:
    """Read an answer: what makes sense of it, and when each was; raises `Garbled` where nothing does."""
    found: list[Hit] = []
    times: list[datetime] = []
    fault: Garbled | None = None
    for entry in wild["hits"]:
        try:
            times.append(_time(entry))
            found.append(_hit(entry, times[-1]))
        except Garbled as error:
            fault = error
    if fault is not None and not times:
        raise fault
    return tuple(found), tuple(times)


def _time(wild: Wild) -> datetime:
    seconds = wild["created_at_i"].count()
    if not _EARLIEST < seconds < _LATEST:
        raise Garbled(f"{wild.path}.created_at_i is no time")
    return datetime.fromtimestamp(seconds, UTC)


def _hit(wild: Wild, at: datetime) -> Hit:
    number = wild["objectID"].matching(ID, "id")
    title, body = (
        text_of(wild.get("title")),
        text_of(wild.get("story_text")) or text_of(wild.get("comment_text")),
    )
    url, story = text_of(wild.get("url")), wild.get("story_id")
    links = ([url] if WEB.fullmatch(url) else []) + [unescape(link) for link in _LINK.findall(body)]
    return Hit(
        id=number,
        author=wild["author"].matching(NAME, "id"),
        at=at,
        text="\n".join(part for part in (unescape(title), words(body)) if part),
        story=str(story.count()) if story else number,
        links=tuple(dict.fromkeys(links)),
    )


def words(html: str) -> str:
    """Return the words of a text's HTML, a line for each paragraph."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", html))).strip()
