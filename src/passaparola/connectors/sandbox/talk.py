"""Which acts of a wave were done towards the author of its post: those on the post itself.

As on real networks: who replies to somebody's quote of it talks to them, and who likes it likes their words.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from passaparola.connectors.sandbox.network import WAVES
from passaparola.connectors.sandbox.wave import LIKE, RESHARE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from passaparola.connectors.sandbox.network import Network, Post
    from passaparola.connectors.sandbox.wave import Wave

_PASSED = (LIKE, RESHARE)


@dataclass(frozen=True, eq=False, slots=True)
class Talk:
    """m acts in the order of time: `row` int32[m] in the wave, `at` int64[m] (µs)."""

    row: npt.NDArray[np.int32]
    at: npt.NDArray[np.int64]


def of(network: Network, post: Post) -> Talk:
    """Return the talk that `post` will ever see."""
    # what a post says changes nothing of what becomes of it
    return _of(network, replace(post, text="", more=""))


@functools.lru_cache(maxsize=WAVES)
def _of(network: Network, post: Post) -> Talk:
    wave = network.wave(post)
    rows = np.fromiter(_rows(wave), np.int32)
    return Talk(rows, wave.at[rows])


def _rows(wave: Wave) -> Iterator[int]:
    kind, via = wave.kind.tolist(), wave.via.tolist()
    for row in range(1, len(kind)):
        words = via[row]
        while kind[words] in _PASSED:
            words = via[words]
        if words == 0:
            yield row
