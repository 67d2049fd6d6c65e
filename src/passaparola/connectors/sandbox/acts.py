"""What simulated people did, in the words of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.contract import Act, Actor
from passaparola.connectors.sandbox import words
from passaparola.connectors.sandbox.network import EPOCH, MICROSECOND
from passaparola.connectors.sandbox.wave import AUTHOR, LIKE, PUBLISH, QUOTE, REPLY, RESHARE

if TYPE_CHECKING:
    from passaparola.connectors.contract import Kind
    from passaparola.connectors.sandbox.network import Network, Post
    from passaparola.connectors.sandbox.wave import Wave

LONGEST = 9  # digits of a row

KIND: dict[int, Kind] = {
    PUBLISH: "publish",
    LIKE: "like",
    RESHARE: "reshare",
    QUOTE: "quote",
    REPLY: "reply",
}


def handle(network: Network, post: Post, who: int) -> str:
    """Return the handle of the `who` of a wave."""
    return post.author if who == AUTHOR else network.population.handles[who]


def actor(network: Network, handle: str) -> Actor:
    """Return the person or account of `handle`."""
    people = network.population
    followers = len(network.followers_of(handle))
    number = people.numbers.get(handle)
    name = network.account(handle).name if number is None else people.names[number]
    return Actor(id=handle, handle=handle, name=name, followers=followers)


def act(wave: Wave, row: int, root: str, post: Post, handle: str) -> Act:
    """Return the act in `row` of the wave of `post`, whose address is `root`."""
    via = int(wave.via[row])
    return Act(
        id=address(root, row),
        kind=KIND[int(wave.kind[row])],
        actor=handle,
        at=EPOCH + int(wave.at[row]) * MICROSECOND,
        parent=address(root, via) if via >= 0 and wave.told[row] else None,
        text=text(wave, row, post),
    )


def address(root: str, row: int) -> str:
    """Return where the act in `row` is: what its id is, and what answers it."""
    return root if row == 0 else f"{root}#{row}"


def text(wave: Wave, row: int, post: Post) -> str:
    """Return what was said in `row`."""
    kind, phrase = int(wave.kind[row]), int(wave.phrase[row])
    if kind == PUBLISH:
        return post.text
    if kind == QUOTE:
        return words.QUOTES[phrase % len(words.QUOTES)]
    if kind == REPLY:
        said = words.ANSWERS if wave.answer[row] else words.REPLIES
        return said[phrase % len(said)]
    return ""


def said(wave: Wave, row: str, now: int) -> bool:
    """Say whether something had been said in `row` (as an address has it) by `now`, that one can answer."""
    number = int(row) if row.isascii() and row.isdigit() and len(row) < LONGEST else 0
    return 0 < number < wave.until(now) and int(wave.kind[number]) in (QUOTE, REPLY)
