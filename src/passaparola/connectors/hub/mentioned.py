"""What somebody's page says of one of our entries: HTML in, record out; pure.

Read as microformats2 (microformats.org/wiki/h-entry, 2026-11), as those who send webmentions write it; of a
page without them its title is all there is. Whoever writes such a page may write anything into it.
"""

from __future__ import annotations

import re
import warnings
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import mf2py
from bs4 import BeautifulSoup
from bs4.element import Tag

from passaparola.connectors.contract import Actor
from passaparola.connectors.hub.aimed import place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from passaparola.connectors.contract import EventKind

    Means = Callable[[str], bool]

KINDS: tuple[tuple[str, EventKind], ...] = (
    ("in-reply-to", "reply"),
    ("repost-of", "reshare"),
    ("like-of", "like"),
)
WORDLESS = frozenset({"reshare", "like"})
LEADS = ("href", "src", "cite", "data")  # attributes that hold one address
TEXT, NAME, ADDRESS = 5_000, 200, 1_000  # characters
MOST, DEEPEST = 20_000, 100  # elements, and one within another, of a page read as microformats
ROOTS, WITHIN = 500, 5  # microformats of a page, and one within another
_ROOT = re.compile(r"h-|(?:hentry|hfeed|vcard|adr|geo|vevent|hproduct|hrecipe|hresume|hreview.*)$")
NO_ROOT = frozenset({f"h-{name}" for name in ("auto", "fit", "full", "max", "min", "px", "screen")})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What a page says: `actor` is who says so, as far as that page can be believed; `at` where it tells."""

    kind: EventKind
    actor: Actor
    text: str
    at: datetime | None
    language: str


def read(page: bytes, address: str, means: Means, charset: str | None = None) -> Mentioned | None:
    """Return what the `page` at `address` says of what `means` recognises; None where it does not link it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that XML is read as HTML, that bytes are no text: strangers' affair
        soup = BeautifulSoup(page, "lxml", from_encoding=charset)
        if not any(means(link) for link in _links(soup, address)):
            return None
        items = _items(soup, address)
    item, kind = _chosen(items, means)
    properties: Mapping[str, Any] = item.get("properties", {})
    title = soup.title.get_text() if soup.title else ""
    text = "" if kind in WORDLESS else _words(properties) or title
    language = str(item.get("lang") or "")
    return Mentioned(
        kind=kind,
        actor=_actor(_author(properties, items), address),
        text=_plain(text)[:TEXT],
        at=_time(_first(properties, "published")),
        language=language if _LANGUAGE.fullmatch(language) else "",
    )


# ── the page ─────────────────────────────────────────────────────────────────


def _links(soup: BeautifulSoup, address: str) -> Iterator[str]:
    base = soup.find("base", href=True)
    root = _joined(address, str(base["href"])) if isinstance(base, Tag) else address
    for element in soup.find_all(name=True):
        for name in LEADS:
            if link := element.get(name):
                yield _joined(root, str(link).strip())


def _joined(root: str, link: str) -> str:
    try:
        return urljoin(root, link)
    except ValueError:
        return ""


def _items(soup: BeautifulSoup, address: str) -> list[Item]:
    """Return the microformats of a page; none of one that is built to be hard to read."""
    if not _readable(soup):
        return []
    try:
        found: list[Item] = mf2py.Parser(doc=soup, url=address, filter_roots=True).to_dict()["items"]
    except (RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError):
        # It was written for pages that mean well; that one links here all the same.
        return []
    return found


def _readable(soup: BeautifulSoup) -> bool:
    """Say whether its microformats can be read in time: each one within another doubles the work."""
    depth, within, roots = {id(soup): 0}, {id(soup): 0}, 0
    for seen, element in enumerate(soup.find_all(name=True), 1):
        above, root = id(element.parent), _is_root(element)
        roots += root
        depth[id(element)] = depth.get(above, 0) + 1
        within[id(element)] = within.get(above, 0) + root
        if seen > MOST or depth[id(element)] > DEEPEST or roots > ROOTS or within[id(element)] > WITHIN:
            return False
    return True


def _is_root(element: Tag) -> bool:
    names = filter(None, element.get_attribute_list("class"))
    return any(_ROOT.match(name) and name not in NO_ROOT for name in names)


# ── its microformats ─────────────────────────────────────────────────────────


def _walk(items: list[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _walk(item.get("children", []))


def _chosen(items: list[Item], means: Means) -> tuple[Item, EventKind]:
    """Return the entry of the page that says something of us, and what it does; an empty one for none."""
    entries = [item for item in _walk(items) if "h-entry" in item.get("type", [])]
    for item in entries:
        for name, kind in KINDS:
            if any(means(link) for value in item["properties"].get(name, []) for link in _addresses(value)):
                return item, kind
    for item in entries:
        if any(_links_us(value, means) for value in item["properties"].get("content", [])):
            return item, "mention"
    return (entries[0] if len(entries) == 1 else {}), "mention"


def _links_us(content: object, means: Means) -> bool:
    html = content.get("html", "") if isinstance(content, dict) else ""
    return any(means(link) for link in re.findall(r"""=["']?(https?://[^"'\s<>]{1,2000})""", str(html)))


def _addresses(value: object) -> Iterator[str]:
    """Yield the addresses a property's value stands for: itself, or those of the thing within it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        within = value.get("properties", {}).get("url", [])
        yield from (str(each) for each in [value.get("value", ""), *within] if isinstance(each, str))


def _first(properties: Mapping[str, Any], name: str) -> str:
    for value in properties.get(name, []):
        said = value.get("value", "") if isinstance(value, dict) else value
        if isinstance(said, str) and said.strip():
            return said.strip()
    return ""


def _words(properties: Mapping[str, Any]) -> str:
    return next(filter(None, (_first(properties, name) for name in ("content", "summary", "name"))), "")


def _plain(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _time(said: str) -> datetime | None:
    with suppress(ValueError, OverflowError):
        at = datetime.fromisoformat(said)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    return None


# ── who says so ──────────────────────────────────────────────────────────────


def _author(properties: Mapping[str, Any], items: list[Item]) -> tuple[str, str]:
    """Return name and address of the author: the entry's own, else the one person the page is of."""
    for value in properties.get("author", []):
        if isinstance(value, dict) and "properties" in value:
            return _first(value["properties"], "name"), _first(value["properties"], "url")
        if isinstance(value, str) and value.strip():
            return ("", value.strip()) if place(value.strip()) else (value.strip(), "")
    cards = [item["properties"] for item in items if "h-card" in item.get("type", [])]
    return (_first(cards[0], "name"), _first(cards[0], "url")) if len(cards) == 1 else ("", "")


def _actor(author: tuple[str, str], address: str) -> Actor:
    """Return who speaks on the page at `address`: a page is believed about its own site alone.

    Who is named there as somebody from elsewhere is another person than the one who speaks from there: else
    any page could put words into anybody's mouth.
    """
    name, url = _plain(author[0])[:NAME], author[1]
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    there = place(url) if len(url) <= ADDRESS else None
    if there and there[0].removeprefix("www.") == host:
        return Actor(url, f"{host}{there[2]}", name or host, url)
    if there:
        return Actor(f"{url} via {host}", f"{there[0]}{there[2]} via {host}", name or there[0], url)
    home = f"{parts.scheme}://{parts.netloc}/"
    return Actor(f"{home}#{name}" if name else home, host, name or host, home)
