"""Shape: where every act stands in its tree, and how large, wide and deep every message's trees are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from passaparola.spread._kernels import chains, trees

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from typing import Self

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Per act (n) and per message (m).

    `hop`: steps from the first act; `root`: the row of the first act; `subtree`: acts hanging below, itself
    included. `acts`, `depth` (the largest hop), `breadth` (most acts at one hop), `wiener` (the distances of
    all pairs within trees added up; exact up to 2**53) and `pairs` (how many such pairs).
    """

    hop: NDArray[np.int32]
    root: NDArray[np.int32]
    subtree: NDArray[np.int32]
    acts: NDArray[np.int64]
    depth: NDArray[np.int64]
    breadth: NDArray[np.int64]
    wiener: NDArray[np.float64]
    pairs: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Forest:
    """What the kernels find, per row and per tree; `first` is each tree's root, `count` the acts per hop."""

    hop: NDArray[np.int32]
    root: NDArray[np.int32]
    subtree: NDArray[np.int32]
    first: NDArray[np.int32]
    depth: NDArray[np.int32]
    wiener: NDArray[np.float64]
    offset: NDArray[np.int64]
    count: NDArray[np.int32]


def measure(
    parent: NDArray[np.int32], message: NDArray[np.int32], messages: int, *, threads: int = 2
) -> Shape:
    """Measure a forest of n acts (`parent` and `message`: int32[n]) on `messages` messages.

    Six passes, two of them scattered; needs 20 bytes per act and some per tree while it runs and leaves 12.
    With two threads, sizes are added up while hops are counted down: neither needs the other. Rows whose
    parents come later are sorted by hop first, which costs 16 bytes per act more. `parent` must hold no
    cycle.
    """
    roots = trees.count_roots(parent)
    if roots >= 0:
        forest = _measure_ordered(parent, message, messages, roots, threads)
    else:
        forest = _measure_sorted(parent, message, messages, threads)
    return _by_message(forest, message, messages)


def _measure_ordered(
    parent: NDArray[np.int32], message: NDArray[np.int32], messages: int, roots: int, threads: int
) -> _Forest:
    n = len(parent)
    word, first = np.empty(n, np.int64), np.empty(roots, np.int32)
    hop, root, subtree = (np.empty(n, np.int32) for _ in range(3))
    depth, climbed, squares = np.zeros(roots, np.int32), np.zeros(roots, np.int64), np.zeros(roots)
    with _Beside(threads if n > _WORTH_A_THREAD else 1) as beside:
        beside.run(trees.count_below, parent, subtree)
        trees.place(parent, word, first)
        beside.run(trees.unpack, word, first, hop, root)
        beside.run(trees.square, word, subtree, squares)
        trees.climb(word, depth, climbed)
        offset = _offsets(depth, message[first], messages)
        count = np.zeros(offset[-1], np.int32)
        trees.count_hops(word, offset[message[first]], count)
    # the distance of a pair is the number of edges between: an edge above s of n rows parts s * (n - s)
    # pairs, and the sizes below the root add up to the sum of hops (Goel et al. 2016, "fast computation")
    size = subtree[first].astype(np.float64)
    wiener = size * climbed - (squares - size * size)
    return _Forest(hop, root, subtree, first, depth, wiener, offset, count)


_WORTH_A_THREAD = 200_000


class _Beside:
    """A second thread that takes its work in order, or, with one thread, does it at once."""

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(1) if threads > 1 else None
        self._begun: list[Future[None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown()
        for one in self._begun:
            one.result()

    def run(self, kernel: Callable[..., None], *arguments: object) -> None:
        if self._pool:
            self._begun.append(self._pool.submit(kernel, *arguments))
        else:
            kernel(*arguments)


def _offsets(depth: NDArray[np.int32], message: NDArray[np.int32], messages: int) -> NDArray[np.int64]:
    """Give every message one counter per hop: where its counters start, and at the end how many there are."""
    hops = np.zeros(messages, np.int64)
    np.maximum.at(hops, message, depth + 1)
    return np.concatenate([[0], np.cumsum(hops)])


def _measure_sorted(
    parent: NDArray[np.int32], message: NDArray[np.int32], messages: int, threads: int
) -> _Forest:
    n = len(parent)
    hop, order, rank = (np.empty(n, np.int32) for _ in range(3))
    trees.hops(parent, hop)
    trees.by_hop(hop, order)
    rank[order] = np.arange(n, dtype=np.int32)
    above = parent[order]
    above = np.where(above >= 0, rank[above], above)
    found = _measure_ordered(above, message[order], messages, int(np.count_nonzero(parent < 0)), threads)
    return replace(
        found, hop=hop, root=order[found.root[rank]], subtree=found.subtree[rank], first=order[found.first]
    )


def _by_message(forest: _Forest, message: NDArray[np.int32], messages: int) -> Shape:
    of = message[forest.first]
    size = forest.subtree[forest.first].astype(np.float64)
    depth = np.zeros(messages, np.int64)
    np.maximum.at(depth, of, forest.depth)
    breadth = np.zeros(messages, np.int64)
    present = np.flatnonzero(np.diff(forest.offset))
    if present.size:
        breadth[present] = np.maximum.reduceat(forest.count, forest.offset[present])
    return Shape(
        hop=forest.hop,
        root=forest.root,
        subtree=forest.subtree,
        acts=_added(of, size, messages).astype(np.int64),
        depth=depth,
        breadth=breadth,
        wiener=_added(of, forest.wiener, messages),
        pairs=_added(of, size * (size - 1) / 2, messages),
    )


def _added(of: NDArray[np.int32], values: NDArray[np.float64], messages: int) -> NDArray[np.float64]:
    return np.bincount(of, values, messages).astype(np.float64, copy=False)


def first_acts(
    at: NDArray[np.int64], who: NDArray[np.int32], message: NDArray[np.int32], people: int, messages: int
) -> NDArray[np.int32]:
    """Name for every act the row of its person's first act on its message: the earliest, ties by row."""
    order = np.arange(len(at), dtype=np.int32)
    if np.any(at[1:] < at[:-1]):
        order = np.argsort(at, kind="stable").astype(np.int32)
    if messages > 1:
        order = order[np.argsort(message[order], kind="stable")]
    first = np.empty(len(at), np.int32)
    chains.first_acts(order, who, message, people, first)
    return first


def first_senders(
    at: NDArray[np.int64],
    who: NDArray[np.int32],
    message: NDArray[np.int32],
    begins: NDArray[np.bool_],
    messages: int,
) -> NDArray[np.int32]:
    """Name every message's first sender: who acted first where `begins` is true, ties by row; else -1."""
    rows = np.flatnonzero(begins)
    rows = rows[np.argsort(at[rows], kind="stable")[::-1]]
    sender = np.full(messages, -1, np.int32)
    sender[message[rows]] = who[rows]  # numpy keeps the last of several: the earliest
    return sender


def brought(parent: NDArray[np.int32], who: NDArray[np.int32], first: NDArray[np.int32]) -> NDArray[np.int32]:
    """Count, at each person's first act, the others whose first act came from one of theirs."""
    direct = np.zeros(len(parent), np.int32)
    chains.count_direct(parent, who, first, direct)
    return direct
