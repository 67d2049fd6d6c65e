"""A storm of bad words about a post, made to order: for the demo and for tests of what a brand does then."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from passaparola.connectors.sandbox import words
from passaparola.connectors.sandbox.network import microseconds, parts

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.sandbox.network import Network

SPAN = timedelta(minutes=20)
_CRISIS = 0xC7  # keeps its dice apart from those of the wave


def break_out(
    network: Network,
    address: str,
    at: datetime,
    *,
    replies: int = 40,
    within: timedelta = timedelta(minutes=20),
) -> list[str]:
    """Let `replies` people answer the post at `address` badly, from the aware time `at`; return where.

    They come thick at first and thin out. The same call gives the same storm, and twice is once; those who
    speak later than now are not heard before. Raises `Gone` where there is no such post.
    """
    _, author, number = parts(address)
    post = network.post(author, number)
    people = network.population
    rng = np.random.default_rng(
        np.random.SeedSequence([network.seed, post.number, microseconds(at), _CRISIS])
    )
    crowd = rng.permutation(len(people.handles))[:replies]
    times = np.sort(rng.beta(1.0, 2.5, len(crowd)))
    said = rng.integers(len(words.COMPLAINTS), size=len(crowd))
    more = json.dumps({"replies_to": address})
    return [
        network.publish(
            people.handles[int(who)],
            words.COMPLAINTS[int(phrase)],
            at + within * float(time),
            key=f"crisis:{address}:{microseconds(at)}",
            more=more,
        )
        for who, time, phrase in zip(crowd, times, said, strict=True)
    ]
