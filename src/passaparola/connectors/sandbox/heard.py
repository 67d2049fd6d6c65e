"""Finds what was done towards an account in a span of time, and tells it in the words of the contract."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from passaparola.connectors.contract import Event
from passaparola.connectors.errors import ConnectorError
from passaparola.connectors.sandbox import acts, talk
from passaparola.connectors.sandbox.network import EPOCH, MICROSECOND, SCHEME, parts

if TYPE_CHECKING:
    from typing import Any

    from passaparola.connectors.contract import EventKind
    from passaparola.connectors.sandbox.network import Network, Post, Span

Place: TypeAlias = tuple[int, int, int]
"""When (µs), the post's number, the row in its wave; 0 is the post itself, where somebody else's is meant."""

DEEP = 50  # posts up to the first of a talk


@dataclass(frozen=True, slots=True)
class Found:
    """Something done towards the account: the act in `row` of the wave of `post`, or (0) that post."""

    place: Place
    post: Post


def found(network: Network, account: str, span: Span, *, after: Place, most: int) -> list[Found]:
    """Return the first `most` of what is new in `span`, behind the place `after`, in the order of time."""
    posts = {post.number: post for post in network.own_since(account, span)}
    others = {post.number: post for post in network.words_to(account, span) if _names(post, account)}
    listed = [_acts(network, post, span, after[0]) for post in posts.values()]
    listed += [_row([post.at], post.number, [0]) for post in others.values()]
    if not listed:
        return []
    at, number, row = (np.concatenate(column) for column in zip(*listed, strict=True))
    order = np.lexsort((row, number, at))
    places = zip(at[order].tolist(), number[order].tolist(), row[order].tolist(), strict=True)
    behind = [place for place in places if place > after][:most]
    known = posts | others
    return [Found(place, known[place[1]]) for place in behind]


def _names(post: Post, account: str) -> bool:
    """Say whether `post` is meant for `account`, and not for somebody whose name begins with theirs."""
    return bool(post.more) or re.search(rf"@{re.escape(account)}(?![\w-]|\.\w)", post.text) is not None


def _acts(network: Network, post: Post, span: Span, after: int) -> tuple[Any, Any, Any]:
    found = talk.of(network, post)
    since = span.since if post.number <= span.known else -1
    first = max(
        int(np.searchsorted(found.at, since, side="right")),
        int(np.searchsorted(found.at, after, side="left")),
    )
    last = int(np.searchsorted(found.at, span.until, side="right"))
    return _row(found.at[first:last], post.number, found.row[first:last])


def _row(at: Any, number: int, rows: Any) -> tuple[Any, Any, Any]:
    return np.array(at, np.int64), np.full(len(rows), number, np.int64), np.array(rows, np.int64)


def event(network: Network, account: str, one: Found) -> Event:
    """Return `one` as an event."""
    return _act(network, one) if one.place[2] else _post(network, account, one.post)


def _act(network: Network, one: Found) -> Event:
    post, row = one.post, one.place[2]
    wave, root = network.wave(post), post.address(network.name)
    done = acts.act(wave, row, root, post, acts.handle(network, post, int(wave.who[row])))
    kind: Any = done.kind
    return Event(
        id=done.id,
        kind=kind,
        actor=acts.actor(network, done.actor),
        at=done.at,
        text=done.text,
        address=done.id if done.text else "",
        about=root,
        thread=_first(network, root, post),
        ours=True,
    )


def _post(network: Network, account: str, post: Post) -> Event:
    more = _more(post)
    address, above, quoted = post.address(network.name), more.get("replies_to", ""), more.get("quotes", "")
    kind: EventKind = "reply" if above else "quote" if quoted else "mention"
    about = above or quoted
    return Event(
        id=address,
        kind=kind,
        actor=acts.actor(network, post.author),
        at=EPOCH + post.at * MICROSECOND,
        text=post.text,
        address=address,
        about=about,
        thread=_first(network, address, post),
        ours=about.startswith(f"{SCHEME}{network.name}/{account}/") and "#" not in about,
    )


def _more(post: Post) -> dict[str, Any]:
    more: dict[str, Any] = json.loads(post.more or "{}")
    return more


def _first(network: Network, address: str, post: Post) -> str:
    """Return the first post of the talk that `post` is in, as far up as it is still there."""
    for _ in range(DEEP):
        above = str(_more(post).get("replies_to", "")).partition("#")[0]
        if not above:
            break
        address = above
        try:
            _, author, number = parts(above)
            post = network.post(author, number)
        except ConnectorError:
            break
    return address
