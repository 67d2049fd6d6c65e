"""Times in any form, turned into microseconds since 1970 in UTC; every refusal names its row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from passaparola.spread import columns
from passaparola.spread.errors import SpreadError

if TYPE_CHECKING:
    from numpy.typing import NDArray

# the years 1 and 10000, beyond which no calendar here reaches
FIRST_SECOND, LAST_SECOND = -62_135_596_800, 253_402_300_800
_MICRO = 1_000_000


def read(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """Turn times into microseconds since 1970 in UTC.

    Takes Arrow timestamps and dates, numbers of seconds since 1970, and text holding either such a number or
    ISO 8601; where no zone is written, UTC is meant.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if column.null_count:
        row = pc.index(pc.is_null(column), True).as_py() + 1
        raise SpreadError(f"Row {row} has no 'at'; every act needs a time.")
    if pa.types.is_date(kind):
        column = column.cast(pa.timestamp("s" if pa.types.is_date32(kind) else "ms"))
    if pa.types.is_timestamp(column.type):
        return _stamps(column)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _seconds(column)
    if kind == pa.string_view():
        column = column.cast(pa.large_string())
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return _within(_written(column), column)
    raise SpreadError(f"The column 'at' holds {kind}; write ISO 8601 or seconds since 1970.")


_PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}


def _stamps(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """Read timestamps of any unit, refusing those that microseconds cannot hold rather than wrapping them."""
    per_second = _PER_SECOND[column.type.unit]
    given = _microseconds(column)
    bad = np.flatnonzero((given < FIRST_SECOND * per_second) | (given >= LAST_SECOND * per_second))
    if bad.size:
        raise _bad_time(int(bad[0]), f"{given[bad[0]]} {column.type.unit}")
    return given // 1_000 if per_second > _MICRO else given * (_MICRO // per_second)


def _within(given: NDArray[np.int64], column: pa.ChunkedArray) -> NDArray[np.int64]:
    bad = np.flatnonzero((given < FIRST_SECOND * _MICRO) | (given >= LAST_SECOND * _MICRO))
    if bad.size:
        raise _bad_time(int(bad[0]), column[int(bad[0])].as_py())
    return given


def _microseconds(column: pa.ChunkedArray) -> NDArray[np.int64]:
    return np.asarray(columns.whole(column.cast(pa.int64())), dtype=np.int64)


def _seconds(column: pa.ChunkedArray) -> NDArray[np.int64]:
    given = np.asarray(columns.whole(column.cast(pa.float64(), safe=False)), dtype=np.float64)
    bad = np.flatnonzero(~((given >= FIRST_SECOND) & (given < LAST_SECOND)))
    if bad.size:
        raise _bad_time(int(bad[0]), column[int(bad[0])].as_py())
    return np.rint(given * 1e6).astype(np.int64)


def _written(column: pa.ChunkedArray) -> NDArray[np.int64]:
    for attempt in (_written_with_zone, _written_without_zone, _written_seconds):
        try:
            return attempt(column)
        except pa.ArrowInvalid:
            continue
    return np.array([_one_time(row, text) for row, text in enumerate(column.to_pylist())], dtype=np.int64)


def _written_with_zone(column: pa.ChunkedArray) -> NDArray[np.int64]:
    return _microseconds(column.cast(pa.timestamp("us", "UTC")))


def _written_without_zone(column: pa.ChunkedArray) -> NDArray[np.int64]:
    return _microseconds(column.cast(pa.timestamp("us")))


def _written_seconds(column: pa.ChunkedArray) -> NDArray[np.int64]:
    return _seconds(column.cast(pa.float64()))


def _one_time(row: int, text: str) -> int:
    """Read one time the slow way: columns that mix forms, and the row to name when one is wrong."""
    try:
        return round(float(text) * 1e6) if _is_number(text) else _calendar(text)
    except ValueError as error:
        raise _bad_time(row, text) from error


def _is_number(text: str) -> bool:
    try:
        return FIRST_SECOND <= float(text) < LAST_SECOND
    except ValueError:
        return False


def _calendar(text: str) -> int:
    moment = datetime.fromisoformat(text.strip())
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    since = aware - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _bad_time(row: int, value: Any) -> SpreadError:
    return SpreadError(
        f"Row {row + 1} has the time {value!r}; write ISO 8601 (2026-03-01T09:30:00Z) or seconds since 1970."
    )
