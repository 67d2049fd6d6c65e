"""Searches what is said on a simulated network: posts, quotes, replies, in order of time."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from passaparola.connectors.contract import Batch, Event
from passaparola.connectors.errors import CursorExpired, Garbled
from passaparola.connectors.sandbox import acts
from passaparola.connectors.sandbox.network import EPOCH, MICROSECOND, SCHEME, find, microseconds
from passaparola.connectors.sandbox.wave import QUOTE, REPLY
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from passaparola.connectors.sandbox.network import Network, Post

MANY = 500  # events in a batch, and those of the same moment
PAST = timedelta(days=30)
OVERLAP = timedelta(minutes=10)


class SandboxSearcher:
    """Searches the network at `place`, kept in the file at `path`, as it stands at `now()`."""

    def __init__(self, path: Path, place: str, now: Callable[[], datetime]) -> None:
        self._path = path
        self._name = place.removeprefix(SCHEME).strip("/")
        self._now = now

    async def search(self, words: str, cursor: str) -> Batch:
        """Return what was said with `words` after `cursor`; raises `Gone` where there is no such network."""
        network, now = find(self._path, self._name), microseconds(self._now())
        oldest = now - PAST // MICROSECOND
        since, told = _read(cursor)
        floor = told if told is not None else max(oldest, since - OVERLAP // MICROSECOND)
        found = sorted(
            _found(network, _Look(_plain(words), floor, now)), key=lambda event: (event.at, event.id)
        )
        if len(found) <= MANY:
            return Batch(tuple(found), json.dumps({"since": now}), up_to=EPOCH + now * MICROSECOND)
        last = found[MANY - 1].at
        some = tuple(event for event in found if event.at <= last)
        onward = {"since": since, "told": microseconds(last)}
        return Batch(some, json.dumps(onward), more=True)


def _read(cursor: str) -> tuple[int, int | None]:
    if not cursor:
        return 0, None
    try:
        wild = Wild(json.loads(cursor))
        told = wild.get("told")
        return wild["since"].count(), None if told is None else told.count()
    except (ValueError, RecursionError, Garbled) as error:
        raise CursorExpired("Where the search left off is not known any more; it begins anew.") from error


def _plain(text: str) -> str:
    """Return `text` small, without accents and the signs that words of a search may have."""
    marked = unicodedata.normalize("NFKD", text.strip('"#@ ')).casefold()
    return "".join(sign for sign in marked if not unicodedata.combining(sign))


@dataclass(frozen=True, slots=True)
class _Look:
    """What is looked for: `words`, said after `since` and up to `now` (µs)."""

    words: str
    since: int
    now: int

    def fits(self, text: str) -> bool:
        return self.words in _plain(text)


def _found(network: Network, look: _Look) -> Iterator[Event]:
    now = EPOCH + look.now * MICROSECOND
    for post in network.posts(now - PAST, now):
        root = post.address(network.name)
        if post.at > look.since and look.fits(post.text):
            yield _event(network, root, post.author, post.at, post.text, root)
        yield from _said(network, post, root, look)


def _said(network: Network, post: Post, root: str, look: _Look) -> Iterator[Event]:
    wave = network.wave(post)
    first = max(1, int(np.searchsorted(wave.at, look.since, side="right")))
    for row in range(first, wave.until(look.now)):
        if int(wave.kind[row]) in (QUOTE, REPLY) and look.fits(text := acts.text(wave, row, post)):
            who = acts.handle(network, post, int(wave.who[row]))
            yield _event(network, acts.address(root, row), who, int(wave.at[row]), text, root)


def _event(  # noqa: PLR0913, PLR0917 - an event's own parts
    network: Network, address: str, who: str, at: int, text: str, thread: str
) -> Event:
    return Event(
        id=address,
        kind="mention",
        actor=acts.actor(network, who),
        at=EPOCH + at * MICROSECOND,
        text=text,
        address=address,
        about="" if address == thread else thread,
        thread=thread,
    )
