"""Kernels over forests written as a parent for each row; below 0 means that the row is a root.

They trust that rows are int32 and outputs have the length of `parent`, and guard every index they follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from passaparola.spread._kernels.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def hops(parent: NDArray[np.int32], hop: NDArray[np.int32]) -> int:
    """Fill `hop` with every row's distance from its root, whatever the order of the rows.

    Climbs from each row to the first one already known and writes on the way back, the path kept in an array:
    each row is climbed once. Returns -1, or a row on a cycle.
    """
    n = len(parent)
    path = np.empty(n, np.int32)
    hop[:] = -1
    for start in range(n):
        row = start
        length = 0
        while 0 <= row < n and hop[row] == -1:
            hop[row] = -2
            path[length] = row
            length += 1
            row = parent[row]
        if 0 <= row < n and hop[row] == -2:
            return row
        height = hop[row] if 0 <= row < n else -1
        while length > 0:
            length -= 1
            height += 1
            hop[path[length]] = height
    return -1
