"""Kernels over forests written as a parent for each row; below 0 means that the row is a root.

They trust that rows are int32 and outputs have the length of `parent`, and guard every index they follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from passaparola.spread._kernels.jit import kernel
from passaparola.spread._kernels.prefetch import AHEAD, prefetch

if TYPE_CHECKING:
    from numpy.typing import NDArray


_UNSEEN, _ON_PATH = -1, -2


@kernel
def hops(parent: NDArray[np.int32], hop: NDArray[np.int32]) -> int:
    """Fill `hop` with every row's distance from its root, whatever the order of the rows.

    Climbs from each row to the first one already known and writes on the way back, the path kept in an array:
    each row is climbed once. Returns -1, or a row on a cycle.
    """
    n = len(parent)
    path = np.empty(n, np.int32)
    hop[:] = _UNSEEN
    for start in range(n):
        row = start
        length = 0
        while 0 <= row < n and hop[row] == _UNSEEN:
            hop[row] = _ON_PATH
            path[length] = row
            length += 1
            row = parent[row]
        if 0 <= row < n and hop[row] == _ON_PATH:
            return row
        height = hop[row] if 0 <= row < n else -1
        while length > 0:
            length -= 1
            height += 1
            hop[path[length]] = height
    return -1


@kernel
def by_hop(hop: NDArray[np.int32], order: NDArray[np.int32]) -> None:
    """Fill `order` with the rows sorted by hop, rows of one hop as they came: parents before children."""
    n = len(hop)
    top = 0
    for row in range(n):
        top = max(top, hop[row])
    start = np.zeros(top + 2, np.int64)
    for row in range(n):
        start[hop[row] + 1] += 1
    for step in range(top + 1):
        start[step + 1] += start[step]
    for row in range(n):
        step = hop[row]
        order[start[step]] = row
        start[step] += 1


@kernel
def count_roots(parent: NDArray[np.int32]) -> int:
    """Count the roots; -1 when a parent does not come before its child."""
    roots = 0
    late = False
    for row in range(len(parent)):
        roots += parent[row] < 0
        late |= parent[row] >= row
    return -1 if late else roots


@kernel
def place(parent: NDArray[np.int32], word: NDArray[np.int64], first: NDArray[np.int32]) -> None:
    """Fill `word` with hop << 32 | number of the tree and `first` with each tree's root; parents come first.

    Hop and tree share a word because the read at the parent is what costs: one cache line instead of two.
    """
    trees = 0
    for row in range(len(parent)):
        above = parent[row]
        if 0 <= above < row:
            word[row] = word[above] + (1 << 32)
        elif trees < len(first):
            word[row] = trees
            first[trees] = row
            trees += 1


@kernel
def count_below(parent: NDArray[np.int32], subtree: NDArray[np.int32]) -> None:
    """Fill `subtree` with the rows hanging below each row, itself included; parents come first.

    Asking ahead for the scattered additions nearly halves the time. For the scattered reads of `place` it
    gains nothing: a processor runs ahead of reads by itself.
    """
    n = len(parent)
    for row in range(n):
        subtree[row] = 1
    for back in range(n):
        row = n - 1 - back
        if row >= AHEAD:
            prefetch(subtree, max(parent[row - AHEAD], 0))
        above = parent[row]
        if 0 <= above < row:
            subtree[above] += subtree[row]


@kernel
def unpack(
    word: NDArray[np.int64], first: NDArray[np.int32], hop: NDArray[np.int32], root: NDArray[np.int32]
) -> None:
    """Take the words apart into every row's hop and root."""
    for row in range(len(word)):
        tree = word[row] & 0xFFFFFFFF
        hop[row] = word[row] >> 32
        if tree < len(first):
            root[row] = first[tree]


@kernel
def climb(word: NDArray[np.int64], depth: NDArray[np.int32], climbed: NDArray[np.int64]) -> None:
    """Note each tree's largest hop and the sum of its hops."""
    for row in range(len(word)):
        tree = word[row] & 0xFFFFFFFF
        steps = word[row] >> 32
        if tree < len(depth):
            climbed[tree] += steps
            depth[tree] = max(depth[tree], steps)


@kernel
def square(word: NDArray[np.int64], subtree: NDArray[np.int32], squares: NDArray[np.float64]) -> None:
    """Add up each tree's squared subtree sizes, its root's included.

    A separate pass over the rows in order: inside `count_below` the second scattered write would stall the
    first, and cost more than reading both arrays again.
    """
    for row in range(len(word)):
        tree = word[row] & 0xFFFFFFFF
        if tree < len(squares):
            squares[tree] += np.float64(subtree[row]) * np.float64(subtree[row])


@kernel
def count_hops(word: NDArray[np.int64], offset: NDArray[np.int64], count: NDArray[np.int32]) -> None:
    """Count the rows of every (message, hop); a tree's counters start at its `offset`."""
    for row in range(len(word)):
        tree = word[row] & 0xFFFFFFFF
        if tree < len(offset):
            slot = offset[tree] + (word[row] >> 32)
            if slot < len(count):
                count[slot] += 1
