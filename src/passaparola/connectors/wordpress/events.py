"""Turns comments into events; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Actor, Event
from passaparola.connectors.wordpress import said

if TYPE_CHECKING:
    from passaparola.connectors.contract import EventKind
    from passaparola.connectors.wordpress.said import Comment, Page


@dataclass(frozen=True, slots=True)
class Place:
    """Whose ears these are: the site's `address`, and the number of the `account` on it."""

    address: str
    account: str

    def name(self, what: str, number: int | str) -> str:
        """Return what a comment or a person is called for ever, whatever the site does with its addresses."""
        return f"{self.address.partition('://')[2].rstrip('/')}#{what}-{number}"


def comment(one: Comment, page: Page | None, answered: Comment | None, place: Place) -> Event | None:
    """Return the event of a comment; None where neither its post nor the comment it answers is ours."""
    on_ours = page is not None and str(page.author) == place.account
    to_ours = answered is not None and str(answered.author) == place.account
    if not (on_ours or to_ours):
        return None
    kind: EventKind = "reply" if one.parent else "mention" if one.type in said.PINGS else "comment"
    post = place.name("post", one.post)
    return Event(
        id=place.name("comment", one.id),
        kind=kind,
        actor=_actor(one, place),
        at=one.at,
        text=one.text,
        url=one.link,
        address=one.link,
        about=place.name("comment", one.parent) if one.parent else post,
        thread=post,
        ours=to_ours if one.parent else on_ours,
        receipt=f"{said.MARK}{one.parent}" if to_ours else "" if one.parent else str(one.post),
    )


def _actor(one: Comment, place: Place) -> Actor:
    if one.author:
        return Actor(place.name("user", one.author), one.name, one.name, one.site)
    if one.type in said.PINGS:  # a page that links here, called by its address
        return Actor(one.site or place.name("page", one.guest), one.site or one.name, one.name, one.site)
    return Actor(place.name("guest", one.guest), one.name, one.name, one.site)
