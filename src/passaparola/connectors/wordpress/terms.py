"""Finds the categories and tags of a post on a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.asking import tamed
from passaparola.connectors.wordpress import refusals, wire

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft
    from passaparola.connectors.wordpress.site import Site

EXISTS = "term_exists"
PAGE = 100  # the most a list gives at once
PAGES = 20


async def chosen(site: Site, draft: Draft) -> dict[str, list[int]]:
    """Return the ids of the post's categories and tags.

    A category must be there: they are how a site is built. A tag is made where it is not there yet.
    """
    categories = _listed(draft.options.get("categories", ""))
    tags = _listed(draft.options.get("tags", ""))
    return {
        "categories": await _categories(site, categories) if categories else [],
        "tags": [await _tag(site, name) for name in tags],
    }


def _listed(text: str) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


async def _categories(site: Site, wanted: list[str]) -> list[int]:
    known: dict[str, int] = {}
    for page in range(1, PAGES + 1):
        query = {"per_page": str(PAGE), "page": str(page), "_fields": wire.fields("term")}
        answer = await site.get("categories", doing="read the site's categories", **query)
        some = tamed(answer, wire.terms, about=site.host)
        known |= some
        if len(some) < PAGE:
            break
    missing = [name for name in wanted if name.casefold() not in known]
    if missing:
        raise errors.Invalid(
            f"{site.host} has no category {', '.join(missing)}; make it there, or choose another.",
            field="options",
        )
    return [known[name.casefold()] for name in wanted]


async def _tag(site: Site, name: str) -> int:
    answer = await site.send(
        "POST",
        "tags",
        doing=f"make the tag {name}",
        harmless=True,
        but=frozenset({EXISTS}),
        json={"name": name},
    )
    there = refusals.told(answer).term
    return tamed(answer, wire.number, about=site.host) if there is None else there
