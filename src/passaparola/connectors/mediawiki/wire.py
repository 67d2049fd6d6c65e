"""The Action API's JSON (formatversion=2) turned into records; pure.

Fields from www.mediawiki.org/wiki/API:Main_page and MediaWiki 1.39's own api.php (2026-11).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors.errors import Garbled
from passaparola.connectors.wild import Fields, Wild, count_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

WEB = re.compile(r"https?://[^\s/]\S{0,2000}")

FIELDS = {
    "page": Fields(
        read=frozenset({"pageid", "ns", "title", "missing", "invalid", "contentmodel"}),
        ignored=frozenset(
            {
                *("special", "invalidreason", "touched", "length", "new", "redirect", "lastrevid"),
                *("pagelanguage", "pagelanguagehtmlcode", "pagelanguagedir"),
            }
        ),
    ),
    "contribution": Fields(
        read=frozenset({"pageid", "revid", "timestamp", "comment", "commenthidden"}),
        ignored=frozenset({"userid", "user", "parentid", "ns", "title", "new", "minor", "top"}),
    ),
    "edit": Fields(
        read=frozenset({"result", "pageid", "newrevid", "newtimestamp", "captcha", "nochange"}),
        ignored=frozenset(
            {
                "title",
                "contentmodel",
                "oldrevid",
                "new",
                "watched",
                "watchlistexpiry",
                "tempusercreated",
            }
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Wiki:
    """What a wiki says of itself; `names` are those of its namespaces by their numbers."""

    name: str
    server: str
    articles: str
    largest: int
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks; `id` 0 is nobody who is logged in."""

    id: int
    name: str
    rights: frozenset[str]
    blocked: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page as its title was understood; `namespace` None where there can be no such page."""

    id: int | None
    title: str
    namespace: int | None
    wikitext: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on a page in one revision."""

    revision: str
    text: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """One edit of ours; `comment` None where the wiki hides it."""

    revision: str
    page: str
    at: datetime
    comment: str | None


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of an edit."""

    page: str
    revision: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """What the wiki says went wrong."""

    code: str
    said: str


def fault(wild: Wild) -> Fault | None:
    """Read an error, which comes with status 200; None where there is none."""
    error = wild.get("error")
    return None if error is None else Fault(error["code"].text(), text_of(error.get("info")))


def token(wild: Wild, kind: str) -> str:
    """Read the token for what is to follow."""
    return wild["query"]["tokens"][f"{kind}token"].text()


def csrf(wild: Wild) -> str:
    """Read the token for an edit."""
    return token(wild, "csrf")


def now(wild: Wild) -> str:
    """Read the wiki's own time."""
    return wild["curtimestamp"].text()


def login(wild: Wild) -> tuple[str, str]:
    """Read what came of logging in: the result, and why."""
    return wild["login"]["result"].text(), text_of(wild["login"].get("reason"))


def wiki(wild: Wild) -> Wiki:
    """Read what a wiki says of itself."""
    general, spaces = wild["query"]["general"], wild["query"]["namespaces"]
    if not isinstance(spaces.value, dict):
        raise Garbled(f"{spaces.path} is no object")
    return Wiki(
        name=general["sitename"].text(),
        server=general["server"].text(),
        articles=general["articlepath"].text(),
        largest=count_of(general.get("maxarticlesize")),
        names={int(key): spaces[key]["name"].text() for key in spaces.value if key.isdecimal()},
    )


def person(wild: Wild) -> Person:
    """Read who asks."""
    found = wild["query"]["userinfo"]
    rights = found.get("rights")
    return Person(
        id=found["id"].count(),
        name=found["name"].text(),
        rights=frozenset(entry.text() for entry in rights or ()),
        blocked=""
        if found.get("blockid") is None or _true(found.get("blockpartial"))
        else text_of(found.get("blockreason")) or "no reason given",
    )


def page(wild: Wild) -> Page | None:
    """Read the one page that was asked for; None where its title leads to another wiki."""
    found = next(iter(wild["query"].get("pages") or ()), None)
    if found is None:
        return None
    space, number = found.get("ns"), found.get("pageid")
    return Page(
        id=None if number is None else number.count(),
        title=found["title"].text(),
        namespace=space.value if space is not None and type(space.value) is int else None,
        wikitext=text_of(found.get("contentmodel")) == "wikitext",
    )


def words(wild: Wild) -> Words | None:
    """Read what stands on the one page that was asked for, whole; None where it is gone or hidden."""
    found = next(iter(wild["query"].get("pages") or ()), None)
    revision = next(iter(found.get("revisions") or ()), None) if found else None
    if revision is None:
        return None
    content = revision["slots"]["main"].get("content")
    if content is None:
        return None
    # not tamed by text(), which cuts: the page is written back
    if not isinstance(content.value, str):
        raise Garbled(f"{content.path} is no text")
    return Words(str(revision["revid"].count()), content.value)


def contributions(wild: Wild) -> tuple[list[Contribution], str]:
    """Read a page of our edits, newest first, and where the next page begins (empty: this is the last)."""
    found = [
        Contribution(
            revision=str(entry["revid"].count()),
            page=str(entry["pageid"].count()),
            at=entry["timestamp"].time(),
            comment=None if _true(entry.get("commenthidden")) else text_of(entry.get("comment")),
        )
        for entry in wild["query"]["usercontribs"]
    ]
    onward = wild.get("continue")
    return found, text_of(onward.get("uccontinue")) if onward else ""


def saved(wild: Wild) -> Saved | None:
    """Read what came of an edit; None where the page said so already."""
    return None if _true(wild["edit"].get("nochange")) else added(wild)


def added(wild: Wild) -> Saved:
    """Read what came of an edit that cannot but change the page."""
    edit = wild["edit"]
    return Saved(
        page=str(edit["pageid"].count()),
        revision=str(edit["newrevid"].count()),
        at=edit["newtimestamp"].time(),
    )


def refused(wild: Wild) -> str:
    """Read why an edit was not made; empty where it was."""
    edit = wild.get("edit")
    if edit is None or text_of(edit.get("result")) == "Success":
        return ""
    return "captcha" if edit.get("captcha") is not None else "failure"


def _true(found: Wild | None) -> bool:
    return found is not None and found.value is True
