"""What must hold between the arrays of a cascade; every refusal names the row, counted from 1, or the id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from passaparola.spread.columns import UNKNOWN
from passaparola.spread.errors import SpreadError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import ArrayLike, DTypeLike, NDArray


def array(name: str, values: ArrayLike, kind: DTypeLike) -> NDArray[Any]:
    """Give `values` as an array of `kind`; refuse what would silently become another whole number."""
    try:
        given = np.asarray(values)
        with np.errstate(invalid="ignore"):
            held = np.ascontiguousarray(given, dtype=kind)
    except (TypeError, ValueError, OverflowError) as error:
        raise SpreadError(f"{name!r} must be an array of numbers ({error}).") from error
    if held.dtype != given.dtype and held.dtype.kind in "iu" and np.any(changed := held != given):
        row = int(np.flatnonzero(changed)[0])
        raise SpreadError(f"Row {row + 1} has {name} {given[row]}, which is no whole number of {held.dtype}.")
    return held


def lengths(arrays: Mapping[str, NDArray[Any]], n: int) -> None:
    """Refuse arrays that have not a row for every parent."""
    for name, values in arrays.items():
        if len(values) != n:
            raise SpreadError(f"{name!r} has {len(values)} rows and 'parent' has {n}; give as many.")


def numbers(arrays: Mapping[str, tuple[NDArray[Any], int]]) -> None:
    """Refuse arrays that hold a number outside 0 to their limit, the limit left out."""
    for name, (values, limit) in arrays.items():
        if len(values) and not 0 <= values.min() <= values.max() < limit:
            row = int(np.flatnonzero((values < 0) | (values >= limit))[0])
            raise SpreadError(f"Row {row + 1} has {name} {values[row]}; it must be from 0 to {limit - 1}.")


def parents(parent: NDArray[np.int32], ids: pa.Array | None) -> None:
    """Refuse parents that are no row and chains that lead back to where they began."""
    n = len(parent)
    if n and not UNKNOWN <= parent.min() <= parent.max() < n:
        row = int(np.flatnonzero((parent < UNKNOWN) | (parent >= n))[0])
        raise SpreadError(f"Row {row + 1} has the parent {parent[row]}; it must be a row, ROOT or UNKNOWN.")
    if np.any(parent >= np.arange(n, dtype=np.int32)):
        _refuse_cycles(parent, ids)


def _refuse_cycles(parent: NDArray[np.int32], ids: pa.Array | None) -> None:
    from passaparola.spread._kernels import trees  # noqa: PLC0415 (the kernels' compiler loads when needed)

    row = trees.hops(parent, np.empty(len(parent), np.int32))
    if row >= 0:
        raise SpreadError(
            f"The act {_named(row, ids)} (row {row + 1}) is its own ancestor: its parents lead back to it; "
            "correct one of those on the way."
        )


def same_message(
    parent: NDArray[np.int32], message: NDArray[np.int32], messages: pa.Array, ids: pa.Array | None
) -> None:
    """Refuse an act whose parent is on another message."""
    if len(messages) < 2:  # noqa: PLR2004 (one message has no other)
        return
    child = np.flatnonzero(parent >= 0)
    stray = child[message[child] != message[parent[child]]]
    if stray.size:
        row = int(stray[0])
        mine, theirs = (messages[int(message[place])].as_py() for place in (row, parent[row]))
        raise SpreadError(
            f"Row {row + 1} (id {_named(row, ids)}) is on the message {mine!r} and its parent on {theirs!r}; "
            "an act and its parent must be on the same message."
        )


def _named(row: int, ids: pa.Array | None) -> str:
    return repr(ids[row].as_py() if ids is not None else str(row))
