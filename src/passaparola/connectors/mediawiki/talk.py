"""Says which pages of a wiki are for talking, by the wiki's own account of its namespaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.errors import Forbidden, Invalid

if TYPE_CHECKING:
    from passaparola.connectors.mediawiki.wire import Page, Person, Wiki


def refuse_others(page: Page | None, wiki: Wiki, *, wanted: str) -> Page:
    """Return `page`, as the wiki understands it after redirects; raises `Invalid` unless it is for talking.

    Talk pages are those of the namespaces with odd numbers (mediawiki.org/wiki/Manual:Namespace, 2026-11).
    """
    if page is None:
        raise Invalid(f"{wanted} leads to another wiki; choose a talk page of {wiki.name}.", field="options")
    if page.namespace is None or page.namespace < 0:
        raise Invalid(f"{wanted} is no page of {wiki.name}; choose a talk page.", field="options")
    if page.namespace % 2 == 0 or page.namespace not in wiki.names:
        raise Invalid(
            f"{page.title} is no talk page, and brands write on nothing else: choose {_beside(page, wiki)}.",
            field="options",
        )
    if not page.wikitext:
        raise Invalid(
            f"{page.title} keeps its discussions in a form of its own; write there by hand.", field="options"
        )
    return page


def refuse_unable(person: Person, page: Page, wiki: Wiki, *, watch: bool) -> None:
    """Raise `Forbidden` where the account may not do what is asked: a watch would be left out silently."""
    asked = {"edit", *({"createtalk"} if page.id is None else ()), *({"editmywatchlist"} if watch else ())}
    lacking = sorted(asked - person.rights)
    if lacking:
        raise Forbidden(
            f"{person.name} may not do this on {wiki.name} ({', '.join(lacking)} missing): allow it for"
            " the bot password, or use another account."
        )


def _beside(page: Page, wiki: Wiki) -> str:
    """Return the title of the talk page that belongs to `page`."""
    space = wiki.names.get((page.namespace or 0) + 1)
    bare = page.title.partition(":")[2] if page.namespace else page.title
    return f"{space}:{bare}" if space else "a page of a discussion"
