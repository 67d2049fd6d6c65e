"""Turns notifications into events, whose ids are those that acts.py gives to the same acts. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.contract import Event
from passaparola.connectors.mastodon import acts, wire

if TYPE_CHECKING:
    from passaparola.connectors.contract import EventKind
    from passaparola.connectors.mastodon.heard import Notice, Said
    from passaparola.connectors.mastodon.talks import Above

HIDDEN = frozenset({"private", "direct"})
"""Not for the public. snac 2.75 calls `private` what was written to one account alone."""


def follow(notice: Notice, *, host: str, me: str) -> Event:
    """Return that somebody follows the account with the id `me`."""
    person = acts.actor(notice.account)
    event_id = f"{host}/accounts/{me}#follow:{person.id}"
    return Event(event_id, "follow", person, notice.at, url=person.url)


def mark(notice: Notice, said: Said, *, me: str) -> Event:
    """Return a boost or a favourite."""
    kind: EventKind = "reshare" if notice.type == "reblog" else "like"
    post, person = said.post, acts.actor(notice.account)
    return Event(
        id=f"{post.uri}#{kind}:{person.id}",
        kind=kind,
        actor=person,
        at=notice.at,
        url=post.url,
        about=post.uri,
        thread=post.uri,
        ours=post.account.id == me,
        receipt=post.id if post.account.id == me else "",
        private=post.visibility in HIDDEN,
    )


def word(said: Said, kind: EventKind, above: Above, *, base: str, me: str) -> Event:
    """Return a post that answers, quotes or names the account; `above` is what it answers."""
    post = said.post
    ours = bool(post.answers) and said.answered == me
    return Event(
        id=post.uri,
        kind=kind,
        actor=acts.actor(post.account),
        at=post.at,
        text=post.text,
        url=post.url,
        address=address(post, base=base),
        about=above.post,
        thread=(above.first or above.post) if post.answers else post.uri,
        ours=ours,
        receipt=(post.answers or "") if ours else "",
        private=post.visibility in HIDDEN,
        edited_at=said.edited_at,
        language=said.language,
        files=said.files,
    )


def kind_of(said: Said, *, me: str, told: str) -> EventKind:
    """Return what a post is to the account; one that quotes and names it is `told` of twice, and is one."""
    if said.post.visibility == "direct":
        return "message"
    if told == "quote" or (said.quoted is not None and said.quoted.account.id == me):
        return "quote"
    return "reply" if said.post.answers else "mention"


def address(post: wire.Status, *, base: str) -> str:
    """Return the post's address on the account's own server: there it is found even if it is hidden."""
    host = base.partition("://")[2]
    local = f"{base}/@{post.account.handle.removesuffix(f'@{host}')}/{post.id}"
    return local if wire.place(local) else post.url
