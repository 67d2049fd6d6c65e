"""follows: a file of follows, one per line, read into a `FollowGraph`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from passaparola.spread.errors import SpreadError
from passaparola.spread.formats import source
from passaparola.spread.graph import FollowGraph

if TYPE_CHECKING:
    from pyarrow import csv

ORDERS: Final = ("follower,followed", "followed,follower", "both")
"""Who stands first on a line, or that the two follow each other. How one tells: docs/inference.md."""

_SEPARATORS = (",", "\t", " ")
_PAIR = 2


def read_graph(path: str | Path, *, order: str = ORDERS[0]) -> FollowGraph:
    """Read follows, two ids per line apart by comma, tab or blank, gzip or not.

    A heading that names the columns follower and followed decides the order; a heading with the numbers of
    people and of follows is passed over. Raises `SpreadError`, which names the line.
    """
    path = Path(path)
    if order not in ORDERS:
        raise SpreadError(f"There is no order {order!r}; take one of: {', '.join(ORDERS)}.")
    data = source.content(path)
    source.text(path, data)
    opening = data.lstrip().split(b"\n", 1)[0].decode("utf-8-sig").strip()
    separator = next((mark for mark in _SEPARATORS if mark in opening), ",")
    names = [word.strip().lower() for word in opening.split(separator)]
    heading = ",".join(names) in ORDERS[:2]
    first, second = _columns(path, data, separator, skip=int(heading))
    if _is_count(names, first, second):
        first, second = first.slice(1), second.slice(1)
    stated = ",".join(names) if heading else order
    if stated == "both":
        return FollowGraph.from_edges(pa.concat_arrays([first, second]), pa.concat_arrays([second, first]))
    return FollowGraph.from_edges(*((first, second) if stated == ORDERS[0] else (second, first)))


def _columns(path: Path, data: bytes, separator: str, *, skip: int) -> tuple[pa.Array, pa.Array]:
    from pyarrow import csv  # noqa: PLC0415 (only files of follows need it)

    refused: list[csv.InvalidRow] = []

    def refuse(row: csv.InvalidRow) -> str:
        refused.append(row)
        return "error"

    try:
        table = csv.read_csv(
            pa.BufferReader(data),
            read_options=csv.ReadOptions(column_names=["0", "1"], skip_rows=skip, use_threads=False),
            parse_options=csv.ParseOptions(delimiter=separator, invalid_row_handler=refuse),
            convert_options=csv.ConvertOptions(column_types={"0": pa.string(), "1": pa.string()}),
        )
    except pa.ArrowInvalid as error:
        line = refused[-1].number if refused else 1
        raise SpreadError(f"Line {line} of {path} is no follow; write two ids apart by a comma.") from error
    blank = pc.or_(pc.equal(table["0"], ""), pc.equal(table["1"], ""))
    if pc.any(blank).as_py():
        line = pc.index(blank, True).as_py() + 1 + skip
        raise SpreadError(f"Line {line} of {path} names nobody on one side; write two ids.")
    return table["0"].combine_chunks(), table["1"].combine_chunks()


def _is_count(names: list[str], first: pa.Array, second: pa.Array) -> bool:
    """Say whether the opening line counts people and follows rather than being one."""
    if len(names) != _PAIR or not all(name.isdigit() for name in names) or len(first) <= 1:
        return False
    people, follows = map(int, names)
    there = pa.concat_arrays([first.slice(1), second.slice(1)])
    return follows == len(first) - 1 or people == pc.count_distinct(there).as_py()
