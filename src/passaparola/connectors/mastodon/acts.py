"""Turns what was read into acts. Pure. The Mastodon API never says through whom a boost came."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from passaparola.connectors import circles
from passaparola.connectors.contract import Act, Actor, Gap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from passaparola.connectors.gathered import Entry
    from passaparola.connectors.mastodon.sharers import Mark
    from passaparola.connectors.mastodon.wire import Account, Status


def build(
    root: str, entries: Mapping[str, Entry[Status]], marks: Sequence[Mark]
) -> tuple[tuple[Act, ...], dict[str, Actor], tuple[Gap, ...]]:
    """Return the acts (root first), their actors by id, and what could not be told of them."""
    acts = [_post(entry, entries) for entry in entries.values()]
    acts += [_mark(mark, entries, root) for mark in marks]
    acts = _straight(acts)
    people = [entry.post.account for entry in entries.values()] + [mark.account for mark in marks]
    return tuple(acts), {person.key: actor(person) for person in people}, _gaps(marks)


def actor(person: Account) -> Actor:
    """Return who an account is."""
    return Actor(person.key, person.handle, person.name, person.url, person.followers)


def _straight(acts: list[Act]) -> list[Act]:
    """Keep the first act of each id, and free those that claim to come from themselves.

    What a server says of replies, and which ids it gives to what, is not proven to make sense.
    """
    unique = circles.once(acts)
    broken = circles.breaks({act.id: act.parent for act in unique})
    return [replace(act, parent=None) if act.id in broken else act for act in unique]


def _post(entry: Entry[Status], entries: Mapping[str, Entry[Status]]) -> Act:
    post, parent = entry.post, entry.parent
    return Act(
        id=post.uri,
        kind=entry.kind,
        actor=post.account.key,
        at=post.at,
        parent=None if parent is None else entries[parent].post.uri,
        url=post.url,
        text=post.text,
    )


def _mark(mark: Mark, entries: Mapping[str, Entry[Status]], root: str) -> Act:
    """Return a boost or favourite: of the root, from anybody; of a quote or reply, from that post."""
    post = entries[mark.subject].post
    return Act(
        id=f"{post.uri}#{mark.kind}:{mark.account.key}",
        kind=mark.kind,
        actor=mark.account.key,
        at=mark.at or post.at,
        parent=None if mark.subject == root else post.uri,
        url=mark.url or post.url,
        at_known=mark.at is not None,
    )


def _gaps(marks: Sequence[Mark]) -> tuple[Gap, ...]:
    unlisted = "the Mastodon API does not tell it, and their authors' own lists do not show it"
    untold = "the Mastodon API does not tell it"
    boosts = [mark for mark in marks if mark.kind == "reshare"]
    counts = (
        ("times of boosts", unlisted, sum(boost.at is None for boost in boosts)),
        ("times of favourites", untold, len(marks) - len(boosts)),
        ("through whom boosts came", untold, len(boosts)),
    )
    return tuple(Gap(what, why, count) for what, why, count in counts if count)
