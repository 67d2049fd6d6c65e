"""transmissions: one row per act, as CSV, JSONL or Parquet.

Columns: id, parent, who, at, kind, channel, message, evidence, and probability where there is one. What may
be left blank and what blanks mean is said at `Cascade.from_arrow`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from passaparola.spread.cascade import Cascade
from passaparola.spread.errors import SpreadError
from passaparola.spread.formats import source

if TYPE_CHECKING:
    from pathlib import Path

    from pyarrow import csv

    from passaparola.spread.formats.source import Progress

COLUMNS = ("id", "parent", "who", "at", "kind", "channel", "message", "evidence", "probability")
"""The columns that are read; others may stand beside them."""

MOST_COLUMNS = 10_000
"""A heading this wide is no table of acts, and takes minutes to find that out."""

DELIMITERS = (",", ";", "\t")

_BLOCK = 2**31 - 1  # the largest Arrow reads

_MARK = b"PAR1"
_NO_ACTS = "{} has a heading and no acts; give a file with at least one act."


def read_parquet(path: Path, *, repair: bool, progress: Progress | None) -> Cascade:
    """Read a Parquet file; raises `SpreadError` where it is none or breaks off."""
    from pyarrow import parquet  # noqa: PLC0415 (not needed for the other formats)

    source.refuse_no_file(path)
    try:
        with path.open("rb") as opened:
            mark = opened.read(4)
        if mark != _MARK:
            raise SpreadError(
                f"{path} is no Parquet file: it does not begin with PAR1; name its real format."
            )
        with parquet.ParquetFile(path) as file:
            wanted = [name for name in file.schema_arrow.names if name in COLUMNS]
            if progress:
                progress("rows", 0, file.metadata.num_rows)
            table = file.read(columns=wanted)
    except pa.ArrowException as error:
        raise SpreadError(f"{path} is a damaged Parquet file, perhaps cut off; copy it again.") from error
    except OSError as error:
        raise SpreadError(f"{path} cannot be read as Parquet, perhaps cut off; copy it again.") from error
    return from_table(path, table, repair=repair)


def read_csv(path: Path, *, repair: bool, progress: Progress | None) -> Cascade:
    """Read CSV with a heading, its columns apart by comma, semicolon or tab."""
    data = source.content(path)
    heading, _, rows = source.text(path, data).strip().partition("\n")
    if not rows:
        raise SpreadError(_NO_ACTS.format(path))
    if progress:
        progress("bytes", 0, len(data))
    delimiter = max(DELIMITERS, key=heading.count)
    if heading.count(delimiter) >= MOST_COLUMNS:
        raise SpreadError(
            f"The heading of {path} has {heading.count(delimiter) + 1:,} cells; "
            f"keep the columns that are read: {', '.join(COLUMNS)}."
        )
    table = _csv(path, data, delimiter)
    return from_table(path, table, repair=repair)


def read_jsonl(path: Path, *, repair: bool, progress: Progress | None) -> Cascade:
    """Read one JSON object per line; blank lines are passed over."""
    rows: list[dict[str, Any]] = []
    written = source.lines(path)
    for number, line in enumerate(written, 1):
        if progress and number % source.EVERY == 0:
            progress("lines", number, len(written))
        if line.strip():
            rows.append(_object(path, number, line))
    return Cascade.from_rows(rows, repair=repair)


def from_table(path: Path, table: pa.Table, *, repair: bool) -> Cascade:
    """Check a table's texts and build the cascade."""
    if not table.num_rows:
        raise SpreadError(_NO_ACTS.format(path))
    for name, column in zip(table.column_names, table.columns, strict=True):
        _refuse_other_bytes(name, column)
    return Cascade.from_arrow(table, repair=repair)


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SpreadError(f"Line {number} of {path} is no JSON; write one object per line.") from error
    if not isinstance(row, dict):
        raise SpreadError(f"Line {number} of {path} is no JSON object; write one object per line.")
    kept = {name: row[name] for name in COLUMNS if name in row}
    for name, value in kept.items():
        if isinstance(value, list | dict) or (isinstance(value, str) and not _is_writable(value)):
            raise SpreadError(f"Line {number} of {path} holds no text or number in {name!r}; write one.")
    return kept


def _is_writable(text: str) -> bool:
    # JSON can spell half a surrogate pair, which is no character.
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _csv(path: Path, data: bytes, delimiter: str) -> pa.Table:
    from pyarrow import csv  # noqa: PLC0415 (not needed for the other formats)

    heading = csv.ConvertOptions(
        column_types=dict.fromkeys(COLUMNS, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    refused: list[csv.InvalidRow] = []

    def refuse(row: csv.InvalidRow) -> str:
        refused.append(row)
        return "error"

    parse = csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=refuse)
    # On several threads a refused row does not know its number, and a row must fit into a block: a file that
    # fails is read again on one thread, as one block.
    for threads in (True, False):
        try:
            return csv.read_csv(
                pa.BufferReader(data),
                read_options=csv.ReadOptions(
                    use_threads=threads, block_size=None if threads else min(len(data) + 1, _BLOCK)
                ),
                parse_options=parse,
                convert_options=heading,
            )
        except pa.ArrowInvalid as error:
            if threads:
                continue
            raise SpreadError(_what_is_wrong(path, refused)) from error
    raise AssertionError


def _what_is_wrong(path: Path, refused: list[csv.InvalidRow]) -> str:
    if not refused or refused[-1].number is None:
        return f"{path} is no CSV with a heading; write one row per act, the columns apart by commas."
    row = refused[-1]
    return (
        f"Row {row.number - 1} of {path} has {row.actual_columns} cells where the heading has "
        f"{row.expected_columns}; quote cells that hold the separator."
    )


def _refuse_other_bytes(name: str, column: pa.ChunkedArray) -> None:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return
    try:
        column.validate(full=True)
    except pa.ArrowInvalid as error:
        row = next(
            row for row, cell in enumerate(column.cast(pa.large_binary())) if not _is_text(cell.as_py())
        )
        raise SpreadError(
            f"Row {row + 1} holds bytes in the column {name!r} that are not UTF-8; write the file as UTF-8."
        ) from error


def _is_text(cell: bytes | None) -> bool:
    try:
        return cell is None or cell.decode() is not None
    except UnicodeDecodeError:
        return False
