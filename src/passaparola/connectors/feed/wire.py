"""A feed's bytes turned into entries; pure. Whatever form of RSS or Atom it is: feedparser (6.0) reads it.

What it reads is foreign still: texts are cut, addresses must be of the web, times must be times.
"""

from __future__ import annotations

import hashlib
import io
import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING, Any

import feedparser

from passaparola.connectors.errors import Garbled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from time import struct_time

ENTRIES = 200
LONGEST = 20_000  # characters of an entry
NAME_ROOM = 300
FILES = 10
WEB = re.compile(r"https?://[^\s\"<>]{1,2000}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_HIDDEN = re.compile(r"<(script|style)\b.{0,100000}?</\1\s{0,9}>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br|p|/p|/li|/h[1-6]|/div)\b[^<>]{0,500}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(r"<a\s[^<>]{0,500}?href=[\"'](https?:[^\"'<>\s]{1,2000})[\"']", re.IGNORECASE)
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry; `at` None where the feed gives it no time."""

    id: str
    title: str
    text: str
    url: str
    author: str
    at: datetime | None
    edited_at: datetime | None
    language: str
    place: str
    files: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: what it calls itself, its page, and its entries."""

    title: str
    url: str
    entries: tuple[Entry, ...]


def feed(body: bytes, content_type: str = "") -> Feed:
    """Read a feed; raises `Garbled` for what is none."""
    headers = {"content-type": content_type} if content_type else {}
    # As a file and never as it is: given text or bytes, feedparser opens what they name, here or elsewhere.
    try:
        read = feedparser.parse(io.BytesIO(body), response_headers=headers)
    except Exception as error:
        raise Garbled(f"it is no feed that can be read ({type(error).__name__})") from error
    if not read.get("version") and not read.get("entries"):
        raise Garbled("it is no feed")
    head = read.get("feed", {})
    language = _language(head.get("language"))
    entries = tuple(_entries(read.get("entries", ()), language))
    return Feed(_line(head.get("title")), _web(head.get("link")), entries)


def _entries(given: Any, language: str) -> Iterator[Entry]:
    for one in list(given)[:ENTRIES]:
        title, html = _line(one.get("title")), _html(one)
        text, url = _words(html), _web(one.get("link"))
        if not (title or text):
            continue
        # asked as a plain dictionary: feedparser gives a warning, and the other time, for one that is missing
        changed = _time(dict.get(one, "updated_parsed"))
        yield Entry(
            id=_text(one.get("id")) or url or hashlib.sha256(f"{title}\n{text}".encode()).hexdigest(),
            title=title,
            text=text,
            url=url,
            author=_line(one.get("author")),
            at=_time(dict.get(one, "published_parsed")) or changed,
            edited_at=changed,
            language=_language(one.get("language")) or language,
            place=_line(one.get("georss_featurename")),
            files=tuple(_files(one)),
            links=tuple(dict.fromkeys(unescape(link) for link in _LINK.findall(html)))[:50],
        )


def _html(one: Any) -> str:
    """Return the longest of what an entry says: some feeds hold it whole, some only how it begins."""
    given = [_text(one.get("summary"))]
    given += [_text(part.get("value")) for part in one.get("content", ()) if isinstance(part, dict)]
    return max(given, key=len)


def _files(one: Any) -> Iterator[str]:
    for part in list(one.get("enclosures", ()))[:FILES]:
        if address := _web(part.get("href")):
            yield address


def _words(html: str) -> str:
    shown = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub("", html)))
    return _LINES.sub("\n", unescape(shown)).strip()[:LONGEST]


def _text(value: Any) -> str:
    return _UNWRITABLE.sub("\ufffd", value[: 5 * LONGEST]).strip() if isinstance(value, str) else ""


def _line(value: Any) -> str:
    return " ".join(unescape(_TAG.sub("", _text(value))).split())[:NAME_ROOM]


def _web(value: Any) -> str:
    text = _text(value)
    return text if WEB.fullmatch(text) else ""


def _language(value: Any) -> str:
    text = _text(value)
    return text if LANGUAGE.fullmatch(text) else ""


def _time(value: struct_time | None) -> datetime | None:
    try:
        return None if value is None else datetime.fromtimestamp(timegm(value), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
