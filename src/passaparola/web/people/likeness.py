"""Who may be the same as somebody: what speaks for it, for a member of the team to decide.

Nobody is joined by likeness alone: a shared name proves nothing, and a link only what its page says.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext_lazy as _

from passaparola.web.people.models import Handle, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django_stubs_ext import StrPromise

MOST = 20
SHORTEST = 3
"""Letters of a name below which sharing it says nothing at all."""

SAME_PAGE = _("Both handles show the same profile page.")
SAME_NAME = _(
    "They go by the same name on two networks. That is weak: names are taken by others all the time."
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Somebody who may be the same person, and why."""

    person: Person
    why: StrPromise
    strong: bool


def may_be_same(person: Person) -> list[Likeness]:
    """Return who of the brand may be `person` under another handle, the stronger reasons first."""
    own = list(person.handles.all())
    others = Handle.objects.filter(brand_id=person.brand_id, person__isnull=False).exclude(person=person)
    by_page = others.filter(url__in={form for handle in own for form in _forms(handle.url)} - {""})
    named = {name for handle in own for name in _names(handle.handle)}
    by_name = others.filter(handle__in=named).exclude(platform__in={handle.platform for handle in own})
    found: dict[int, Likeness] = {}
    for handles, why, strong in ((by_page, SAME_PAGE, True), (by_name, SAME_NAME, False)):
        for handle in handles.select_related("person").order_by("pk")[:MOST]:
            if handle.person:
                found.setdefault(handle.person.pk, Likeness(handle.person, why, strong))
    return list(found.values())


def same_page(one: str, other: str) -> bool:
    """Say whether two addresses lead to one page: same host and path, whatever the scheme."""
    return bool(one and other) and _page(one) == _page(other)


def name_each_other(one: str, its_html: str, other: str, others_html: str) -> bool:
    """Say whether two profile pages name each other with rel=me, given their addresses and their html.

    Source: microformats.org/wiki/rel-me; one page's word alone proves nothing.
    """
    return any(same_page(link, other) for link in links_to_me(its_html, one)) and any(
        same_page(link, one) for link in links_to_me(others_html, other)
    )


def links_to_me(html: str, base: str) -> list[str]:
    """Return the addresses that the page `html` at `base` names as its owner's (rel=me)."""
    links = _Links()
    links.feed(html)
    links.close()
    return [urljoin(base, link) for link in links.found]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in {"a", "link"} and "me" in (said.get("rel") or "").lower().split() and said.get("href"):
            self.found.append(str(said["href"]).strip())


def _page(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ("", address)
    return ((parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"))


def _forms(address: str) -> Iterable[str]:
    """Return the ways in which the page at `address` may be written."""
    host, path = _page(address)
    if not host:
        return {address}
    return {
        f"{scheme}://{www}{host}{path}{end}"
        for scheme in ("https", "http")
        for www in ("", "www.")
        for end in ("", "/")
    }


def _names(handle: str) -> set[str]:
    """Return the names by which `handle` may be known elsewhere: whole, and without its server."""
    whole = handle.removeprefix("@")
    short = whole.split("@", maxsplit=1)[0].split(".", maxsplit=1)[0]
    return {name for name in (handle, whole, short) if len(name) >= SHORTEST}
