"""Reads a post of the simulated network and what became of it up to now, as every platform is read."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Gap, Trace
from passaparola.connectors.errors import Gone
from passaparola.connectors.sandbox import acts
from passaparola.connectors.sandbox.network import SCHEME, Network, Post, find, microseconds, parts
from passaparola.connectors.sandbox.searching import SandboxSearcher
from passaparola.connectors.sandbox.speaker import SandboxSpeaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Act, Keys, Progress, Reader
    from passaparola.connectors.hosts import Hosts
    from passaparola.connectors.sandbox.wave import Wave
    from passaparola.http import Client


def file() -> Path:
    """Return where the simulated networks are kept among the product's data."""
    return Path(os.environ.get("PASSAPAROLA_DATA") or "data") / "sandbox.sqlite3"


def speaker(keys: Keys, client: Client) -> SandboxSpeaker:
    """Return what speaks for a simulated account; nothing goes over a network."""
    _ = client
    return SandboxSpeaker(file(), keys.place, keys.account)


def reader(hosts: Hosts) -> Reader:
    """Return the reader of simulated posts."""
    return SandboxReader(hosts.sandbox or file())


def searcher(place: str, keys: Keys | None, client: Client) -> SandboxSearcher:
    """Return what searches the simulated network at `place`; nothing goes over a network."""
    _ = keys, client
    return SandboxSearcher(file(), place, lambda: datetime.now(UTC))


class SandboxReader:
    """Reads posts of the simulated networks in the file at `path`, as they stand at `now()`."""

    platform = "sandbox"

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = path
        self._now = now

    def recognises(self, address: str) -> bool:
        """Say whether `address` names a post of a simulated network."""
        return address.startswith(SCHEME)

    async def trace(self, address: str, *, progress: Progress | None = None) -> Trace:
        """Read the post at `address` and all acts on it up to now; raises `Unrecognised` or `Gone`."""
        name, author, number = parts(address)
        network = find(self._path, name)
        post = network.post(author, number)
        now = microseconds(self._now())
        if post.at > now:
            raise Gone(f"{address} is not published yet: try again later.")
        trace = _trace(network, post, network.wave(post), now)
        if progress:
            progress("acts", len(trace.acts), len(trace.acts))
        return trace


def _trace(network: Network, post: Post, wave: Wave, now: int) -> Trace:
    count = wave.until(now)
    root = post.address(network.name)
    handles = [acts.handle(network, post, int(who)) for who in wave.who[:count]]
    done = tuple(acts.act(wave, row, root, post, handles[row]) for row in range(count))
    untold = sum(act.parent is None for act in done) - 1
    gaps = (Gap("through whom", "Some simulated apps do not tell through whom a post was seen.", untold),)
    return Trace(
        platform="sandbox",
        root=root,
        acts=done,
        actors={handle: acts.actor(network, handle) for handle in dict.fromkeys(handles)},
        follows=_follows(network, post, done),
        gaps=gaps if untold else (),
    )


def _follows(network: Network, post: Post, done: tuple[Act, ...]) -> tuple[tuple[str, str], ...]:
    """Return whom those whose acts have no parent follow, among the people of this trace."""
    people = network.population
    passed_on = {act.actor for act in done}
    audience = set(network.followers_of(post.author).tolist())
    pairs: list[tuple[str, str]] = []
    for follower in dict.fromkeys(act.actor for act in done[1:] if act.parent is None):
        number = people.numbers.get(follower)
        if number is None:
            continue
        followed = (people.handles[other] for other in people.followed_by(number).tolist())
        pairs.extend((follower, other) for other in followed if other in passed_on and other != post.author)
        if number in audience:
            pairs.append((follower, post.author))
    return tuple(pairs)
