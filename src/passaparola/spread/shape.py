"""Shape: where every act stands in its tree, and how large, wide and deep every message's trees are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Per act (n) and per message (m).

    `hop`: steps from the first act; `root`: the row of the first act; `subtree`: acts hanging below, itself
    included. `acts`, `depth` (the largest hop), `breadth` (most acts at one hop), `wiener` (the distances of all
    pairs within trees added up; exact up to 2**53) and `pairs` (how many such pairs).
    """

    hop: NDArray[np.int32]
    root: NDArray[np.int32]
    subtree: NDArray[np.int32]
    acts: NDArray[np.int64]
    depth: NDArray[np.int64]
    breadth: NDArray[np.int64]
    wiener: NDArray[np.float64]
    pairs: NDArray[np.float64]
