"""A feed as Atom (RFC 4287) and as RSS 2.0 (rssboard.org/rss-specification), its newest entries."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC
from email.utils import format_datetime
from typing import TYPE_CHECKING

import regex

from passaparola.connectors.hub import prose
from passaparola.connectors.hub.feed import rfc3339

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from passaparola.connectors.hub.entry import Attachment, Entry
    from passaparola.connectors.hub.feed import Feed

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "http://search.yahoo.com/mrss/"

# What XML 1.0 has no place for (W3C Recommendation, fifth edition, 2.2)
_UNWRITABLE = regex.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(feed: Feed) -> str:
    """Return the feed as Atom."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed")
    add = _adder(root, ATOM)
    add("id", feed.page)
    add("title", feed.about.name)
    add("updated", rfc3339(feed.updated))
    add("link", rel="self", type="application/atom+xml", href=feed.page + "atom.xml")
    add("link", rel="alternate", type="text/html", href=feed.page)
    if feed.about.hub:
        add("link", rel="hub", href=feed.about.hub)
    _adder(add("author"), ATOM)("name", feed.about.name)
    add("generator", "Passaparola")
    for entry in feed.newest:
        _atom_entry(add("entry"), entry, feed)
    return _xml(root)


def _atom_entry(root: ET.Element, entry: Entry, feed: Feed) -> None:
    add = _adder(root, ATOM)
    add("id", entry.id)
    add("title", prose.heading(entry))
    add("published", rfc3339(entry.published))
    add("updated", rfc3339(entry.updated))
    add("link", rel="alternate", type="text/html", href=feed.of(entry))
    if entry.link:
        add("link", rel="related", href=entry.link.url, title=entry.link.title)
    if entry.disclosure:
        add("category", term=entry.disclosure, label=prose.label(entry))
    for medium in entry.media:
        about = {"title": medium.alt} if medium.alt else {}
        address = feed.of(entry) + medium.file
        add("link", rel="enclosure", type=medium.mime, href=address, length=str(medium.size), **about)
    content = add("content", prose.content(entry, feed.of(entry)), type="html")
    if entry.language:
        content.set("{http://www.w3.org/XML/1998/namespace}lang", entry.language)


def rss(feed: Feed) -> str:
    """Return the feed as RSS 2.0, with every file in Media RSS and the first as the item's enclosure."""
    ET.register_namespace("atom", ATOM)
    ET.register_namespace("media", MEDIA)
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    add = _adder(channel)
    add("title", feed.about.name)
    add("link", feed.page)
    add("description", feed.about.name)
    add("lastBuildDate", _rfc822(feed.updated))
    add("generator", "Passaparola")
    outside = _adder(channel, ATOM)
    outside("link", rel="self", type="application/rss+xml", href=feed.page + "rss.xml")
    if feed.about.hub:
        outside("link", rel="hub", href=feed.about.hub)
    for entry in feed.newest:
        _rss_item(add("item"), entry, feed)
    return _xml(root)


def _rss_item(root: ET.Element, entry: Entry, feed: Feed) -> None:
    add = _adder(root)
    if entry.title:
        add("title", entry.title)
    add("link", feed.of(entry))
    add("guid", entry.id, isPermaLink="true" if entry.id == feed.of(entry) else "false")
    add("pubDate", _rfc822(entry.published))
    if entry.disclosure:
        add("category", prose.label(entry))
    add("description", prose.content(entry, feed.of(entry)))
    for medium in entry.media[:1]:
        add("enclosure", url=feed.of(entry) + medium.file, length=str(medium.size), type=medium.mime)
    for medium in entry.media:
        _media_rss(root, medium, feed.of(entry))


def _media_rss(root: ET.Element, medium: Attachment, page: str) -> None:
    numbers = {"fileSize": medium.size, "width": medium.width, "height": medium.height}
    known = {name: str(value) for name, value in numbers.items() if value}
    content = ET.SubElement(
        root, f"{{{MEDIA}}}content", {"url": page + medium.file, "type": medium.mime, **known}
    )
    if medium.alt:
        _adder(content, MEDIA)("description", medium.alt, type="plain")


def _adder(parent: ET.Element, space: str = "") -> Callable[..., ET.Element]:
    def add(name: str, text: str = "", **attributes: str) -> ET.Element:
        clean = {key: _written(value) for key, value in attributes.items()}
        made = ET.SubElement(parent, f"{{{space}}}{name}" if space else name, clean)
        if text:
            made.text = _written(text)
        return made

    return add


def _written(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def _xml(root: ET.Element) -> str:
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _rfc822(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC))
