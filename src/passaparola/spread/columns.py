"""The columns of a table of acts, turned from words into numbers; every refusal names its row.

Rows are counted from 1 in messages and from 0 in arrays.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from passaparola.spread.errors import SpreadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

NAMES = ("id", "parent", "who", "at", "kind", "channel", "message", "evidence")
"""The columns a table of acts must have; `probability` may join them."""

ROOT = -1
"""The `parent` of a first act: it came from no other act."""

UNKNOWN = -2
"""The `parent` of an act that came from another, but it is not known from which."""

UNKNOWN_MARK = "?"
"""How a table writes UNKNOWN."""

_STRING_LIMIT = 2**31 - 1


def require(table: pa.Table) -> None:
    """Refuse a table that lacks one of the columns or names one twice."""
    missing = [name for name in NAMES if name not in table.column_names]
    if missing:
        what = f"column {missing[0]!r} is" if len(missing) == 1 else f"columns {', '.join(missing)} are"
        there = _listed(table.column_names) or "none"
        raise SpreadError(
            f"The {what} missing; the columns present are: {there}. Add or rename what is missing."
        )
    for name in (*NAMES, "probability"):
        if table.column_names.count(name) > 1:
            raise SpreadError(f"The column {name!r} is there twice; keep one of them.")


_MANY, _LONG = 20, 40


def _listed(names: Sequence[str]) -> str:
    few = [name if len(name) <= _LONG else f"{name[:_LONG]}…" for name in names[:_MANY]]
    rest = [f"and {len(names) - _MANY:,} more"] if len(names) > _MANY else []
    return ", ".join([*few, *rest])


def words(table: pa.Table, name: str) -> pa.Array:
    """Give the column as one array of strings; numbers become their digits."""
    column = table.column(name)
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    try:
        wide = column.nbytes > _STRING_LIMIT
        column = column.cast(pa.large_string() if wide else pa.string())
    except pa.ArrowException as error:
        raise SpreadError(f"The column {name!r} holds no text ({column.type}); write it as text.") from error
    return whole(column)


def whole(column: pa.ChunkedArray) -> pa.Array:
    """Give the column as one array, however many pieces it comes in."""
    joined = column.combine_chunks()
    return pa.concat_arrays(joined.chunks) if isinstance(joined, pa.ChunkedArray) else joined


def refuse_blanks(column: pa.Array, name: str) -> None:
    """Refuse a column in which a cell is null or empty."""
    blank = pc.fill_null(pc.equal(column, ""), True)
    if pc.any(blank).as_py():
        row = pc.index(blank, True).as_py() + 1
        raise SpreadError(f"Row {row} has no {name!r}; every act needs one.")


def codes(column: pa.Array) -> tuple[NDArray[np.int32], pa.Array]:
    """Give every distinct word a number, in the order they first appear; a null is the empty word."""
    encoded = pc.fill_null(column, "").dictionary_encode()
    return np.asarray(encoded.indices, dtype=np.int32), encoded.dictionary


def choices(column: pa.Array, name: str, allowed: Sequence[str]) -> NDArray[np.int16]:
    """Turn words into their place among `allowed`; a blank becomes -1, any other word is refused by row."""
    blank = pc.fill_null(pc.equal(column, ""), True)
    found = pc.fill_null(pc.index_in(column, pa.array(allowed, column.type)), -1)
    wrong = pc.and_(pc.equal(found, -1), pc.invert(blank))
    if pc.any(wrong).as_py():
        row = pc.index(wrong, True).as_py()
        word = column[row].as_py()
        raise SpreadError(f"Row {row + 1} has the {name} {word!r}; write one of: {', '.join(allowed)}.")
    return np.asarray(found, dtype=np.int16)


def parents(ids: pa.Array, named: pa.Array, *, repair: bool) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Find the row of every act's parent.

    Returns the rows (ROOT for a blank, UNKNOWN for "?") and which acts named a parent that is not there and
    were made roots, which happens with `repair` only. One hash table serves ids and parents: in the words
    numbered in order of appearance, unique ids are numbered by their row.
    """
    n = len(ids)
    both = pa.concat_arrays([ids, pc.fill_null(named.cast(ids.type), "")]).dictionary_encode()
    numbers = np.asarray(both.indices, dtype=np.int32)
    _refuse_duplicates(ids, numbers[:n])
    parent = numbers[n:].copy()
    parent[np.asarray(pc.fill_null(pc.equal(named, ""), True))] = ROOT
    _mark_unknown(parent, ids, named)
    orphans = np.flatnonzero(parent >= n)
    if orphans.size and not repair:
        row = int(orphans[0])
        raise SpreadError(
            f"Row {row + 1} (id {ids[row].as_py()!r}) names the parent {named[row].as_py()!r}, which is not "
            "among the ids; add that act, leave the parent empty, or repair orphans into roots."
        )
    parent[orphans] = ROOT
    return parent, orphans.astype(np.int32)


def _mark_unknown(parent: NDArray[np.int32], ids: pa.Array, named: pa.Array) -> None:
    marked = np.flatnonzero(np.asarray(pc.fill_null(pc.equal(named, UNKNOWN_MARK), False)))
    if marked.size and parent[marked[0]] < len(ids):
        raise SpreadError(
            f"Row {int(parent[marked[0]]) + 1} has the id '?', which stands for an unknown parent; rename it."
        )
    parent[marked] = UNKNOWN


def _refuse_duplicates(ids: pa.Array, numbers: NDArray[np.int32]) -> None:
    again = np.flatnonzero(numbers != np.arange(len(ids), dtype=np.int32))
    if again.size:
        row = int(again[0])
        first = int(np.flatnonzero(numbers == numbers[row])[0])
        raise SpreadError(
            f"Row {row + 1} has the id {ids[row].as_py()!r}, which row {first + 1} has already; "
            "ids must be unique."
        )


def probabilities(table: pa.Table) -> NDArray[np.float32] | None:
    """Give the column `probability` where there is one; a null is 1, anything outside 0 to 1 is refused."""
    if "probability" not in table.column_names:
        return None
    try:
        column = pc.fill_null(whole(table.column("probability").cast(pa.float32(), safe=False)), 1)
    except pa.ArrowException as error:
        raise SpreadError(
            "The column 'probability' holds something that is no number; write 0 to 1."
        ) from error
    values = np.asarray(column, dtype=np.float32)
    wrong = np.flatnonzero(~((values >= 0) & (values <= 1)))
    if wrong.size:
        raise SpreadError(f"Row {int(wrong[0]) + 1} has the probability {values[wrong[0]]}; write 0 to 1.")
    return values


def refuse_unsupported(
    evidence: NDArray[np.int16], parent: NDArray[np.int32], allowed: Sequence[str]
) -> None:
    """Refuse an act that names a parent and no evidence for it."""
    wrong = np.flatnonzero((evidence < 0) & (parent >= 0))
    if wrong.size:
        row = int(wrong[0]) + 1
        raise SpreadError(
            f"Row {row} names a parent and no evidence for it; write one of: {', '.join(allowed)}."
        )


def table_of(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Lay a few mappings out as a table, the columns that may be left out filled in."""
    listed = list(rows)
    present = {name for row in listed for name in row} if listed else set(NAMES)
    table = {
        name: pa.array([_text(row.get(name)) for row in listed], pa.string())
        for name in NAMES
        if name in present
    }
    for name, default in (("kind", ""), ("channel", ""), ("message", ""), ("evidence", "observed")):
        table.setdefault(name, pa.array([default] * len(listed), pa.string()))
    if "probability" in present:
        likely = [_likely(number, row.get("probability")) for number, row in enumerate(listed, 1)]
        table["probability"] = pa.array(likely, pa.float32())
    return pa.table(table)


def _likely(row: int, value: Any) -> float | None:
    try:
        return None if value in {None, ""} else float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise SpreadError(f"Row {row} has the probability {value!r}; write 0 to 1.") from error


def _text(value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat()
    return None if value is None else str(value)
