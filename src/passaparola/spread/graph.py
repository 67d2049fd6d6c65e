"""FollowGraph: who hears whom, in compressed rows, and the ids the rows stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from passaparola.spread.errors import SpreadError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from numpy.typing import NDArray

    Ids: TypeAlias = pa.Array | pa.ChunkedArray | Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class FollowGraph:
    """Who follows whom.

    Person k of `people` (string[p]) follows the people `followed[starts[k]:starts[k + 1]]`, in ascending
    order, each once and never themselves. `starts` is int64[p + 1], `followed` int32[m]: 4 bytes a follow and
    8 a person.
    """

    people: pa.Array
    starts: NDArray[np.int64]
    followed: NDArray[np.int32]

    def __len__(self) -> int:
        """Count the follows."""
        return len(self.followed)

    @classmethod
    def from_edges(cls, follower: Ids, followed: Ids) -> FollowGraph:
        """Build the graph in which `follower[i]` follows `followed[i]`, two columns of ids of equal length.

        Follows given twice count once and nobody follows themselves. Raises `SpreadError` where the columns
        differ in length or hold a blank.
        """
        ends = [_column(follower), _column(followed)]
        if len(ends[0]) != len(ends[1]):
            raise SpreadError(
                f"There are {len(ends[0])} followers and {len(ends[1])} followed; give them in pairs."
            )
        both = pa.concat_arrays(ends).dictionary_encode()
        if both.null_count:
            row = int(np.argmax(np.asarray(pc.is_null(both)))) % len(ends[0]) + 1
            raise SpreadError(f"Follow {row} names nobody on one side; give both ids.")
        rows = np.asarray(both.indices, dtype=np.int32)
        return _compressed(both.dictionary, rows[: len(ends[0])], rows[len(ends[0]) :])

    def following(self, person: str) -> list[str]:
        """Give the ids of those whom `person` follows; nobody for a person who is not in the graph."""
        row = pc.index(self.people, person).as_py()
        if row < 0:
            return []
        whom = self.followed[self.starts[row] : self.starts[row + 1]]
        named: list[str] = self.people.take(pa.array(whom)).to_pylist()
        return named

    def rows_of(self, people: pa.Array) -> NDArray[np.int32]:
        """Give the row of each of `people` in this graph, -1 for those who are not in it."""
        found = pc.index_in(people.cast(pa.string()), value_set=self.people)
        return np.asarray(pc.fill_null(found, -1), dtype=np.int32)


def _column(ids: Ids) -> pa.Array:
    if not isinstance(ids, pa.Array | pa.ChunkedArray):
        return pa.array(ids, pa.string())
    plain = ids.cast(pa.string())
    return (
        pa.concat_arrays(plain.chunks or [pa.array([], pa.string())])
        if isinstance(plain, pa.ChunkedArray)
        else plain
    )


def _compressed(people: pa.Array, follower: NDArray[np.int32], followed: NDArray[np.int32]) -> FollowGraph:
    # One number per follow sorts by follower, then by followed, and puts repeats side by side.
    n = max(len(people), 1)
    keep = follower != followed
    follows = follower[keep].astype(np.int64) * n + followed[keep]
    follows.sort()
    first = np.ones(len(follows), dtype=bool)
    np.not_equal(follows[1:], follows[:-1], out=first[1:])
    who, whom = np.divmod(follows[first], n)
    starts = np.zeros(len(people) + 1, dtype=np.int64)
    np.cumsum(np.bincount(who, minlength=len(people)), out=starts[1:])
    return FollowGraph(people, starts, whom.astype(np.int32))
