"""WordPress's JSON turned into records; pure. Fields from developer.wordpress.org/rest-api (6.1, 2026-11)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Receipt
from passaparola.connectors.errors import Garbled
from passaparola.connectors.wild import Fields, Wild, text_of

if TYPE_CHECKING:
    from datetime import datetime

WEB = re.compile(r"https?://[^\s/]\S{0,2000}")
BIN = "trash"

FIELDS = {
    # the server is asked for the fields that are read alone (_fields)
    "post": Fields(read=frozenset({"id", "slug", "status", "link", "date_gmt"}), ignored=frozenset()),
    "file": Fields(read=frozenset({"id", "slug", "source_url", "alt_text"}), ignored=frozenset()),
    "term": Fields(read=frozenset({"id", "name"}), ignored=frozenset()),
    "person": Fields(read=frozenset({"id", "username", "name", "link", "capabilities"}), ignored=frozenset()),
    "site": Fields(
        read=frozenset({"name", "home", "namespaces", "authentication"}),
        ignored=frozenset(
            {
                *("description", "url", "gmt_offset", "timezone_string", "routes", "site_logo", "site_icon"),
                *("site_icon_url", "_links"),
            }
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Post:
    """A post as the site keeps it; `at` is when it came out or will."""

    id: str
    slug: str
    status: str
    link: str
    at: datetime | None

    def receipt(self, **extra: str) -> Receipt:
        """Return what is kept of it."""
        return Receipt(self.id, self.link, self.at, extra)


@dataclass(frozen=True, slots=True)
class File:
    """A file in the site's library."""

    id: int
    slug: str
    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Person:
    """Whose application password it is, and what they may do."""

    id: str
    user: str
    name: str
    link: str
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Home:
    """What a site says of itself; `passwords` where it takes application passwords."""

    name: str
    address: str
    passwords: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """What WordPress says went wrong: its `code`, its words, and the term that is there already.

    `status` is that of the reason within, where a parameter is called wrong and only the account is.
    """

    code: str = ""
    status: int = 0
    said: str = ""
    term: int | None = None


def fields(kind: str) -> str:
    """Return the names of the fields to ask for."""
    return ",".join(sorted(FIELDS[kind].read))


def post(wild: Wild) -> Post:
    """Read a post."""
    at = wild.get("date_gmt")
    return Post(
        id=str(wild["id"].count()),
        slug=text_of(wild.get("slug")),
        status=text_of(wild.get("status")),
        link=web(wild.get("link")),
        at=None if at is None else at.time(),
    )


def posts(wild: Wild) -> list[Post]:
    """Read a list of posts."""
    return [post(entry) for entry in wild]


def file(wild: Wild) -> File:
    """Read a file of the library."""
    return File(
        id=wild["id"].count(),
        slug=text_of(wild.get("slug")),
        url=wild["source_url"].matching(WEB, "web address"),
        alt=text_of(wild.get("alt_text")),
    )


def files(wild: Wild) -> dict[str, File]:
    """Read a list of files, by their slugs."""
    return {entry.slug: entry for entry in map(file, wild)}


def terms(wild: Wild) -> dict[str, int]:
    """Read a list of categories: their ids by their names, folded; names come as HTML."""
    return {unescape(entry["name"].text()).casefold(): entry["id"].count() for entry in wild}


def number(wild: Wild) -> int:
    """Read the id of what was made."""
    return wild["id"].count()


def person(wild: Wild) -> Person:
    """Read the account that asks, as it is shown to itself."""
    may = wild["capabilities"].value
    return Person(
        id=str(wild["id"].count()),
        user=wild["username"].text(),
        name=text_of(wild.get("name")),
        link=web(wild.get("link")),
        may=frozenset(name for name, granted in may.items() if granted)
        if isinstance(may, dict)
        else frozenset(),
    )


def home(wild: Wild) -> Home:
    """Read a site's index; raises `Garbled` where it is no WordPress that lets posts be written."""
    if "wp/v2" not in {entry.text() for entry in wild["namespaces"]}:
        raise Garbled(f"{wild.path}.namespaces names no wp/v2")
    ways = wild.get("authentication")
    return Home(
        name=unescape(text_of(wild.get("name"))),
        address=wild["home"].matching(WEB, "web address"),
        # an empty object comes as an empty list from PHP
        passwords=ways is not None and isinstance(ways.value, dict) and "application-passwords" in ways.value,
    )


def _within(wild: Wild | None, name: str) -> Wild | None:
    """Return the object called `name`; an empty one comes as an empty list from PHP."""
    found = None if wild is None else wild.get(name)
    return found if found is not None and isinstance(found.value, dict) else None


def fault(wild: Wild) -> Fault:
    """Read an error."""
    data = _within(wild, "data")
    term = data and data.get("term_id")
    inner = _within(_within(_within(data, "details"), "status"), "data")
    status = inner and inner.get("status")
    return Fault(
        code=text_of(wild.get("code")),
        status=0 if status is None else status.count(),
        said=unescape(text_of(wild.get("message"))),
        term=None if term is None else term.count(),
    )


def web(found: Wild | None) -> str:
    """Return a web address, empty where it is missing or something else: it becomes a link on a page."""
    text = text_of(found)
    return text if WEB.fullmatch(text) else ""
