"""A message's acts as a file that `passaparola trace` reads back: its columns, then what was worked out.

Ids are never changed on the way out, not even one that a spreadsheet might take for a formula: an id that
comes back altered is another act. The one column of words that strangers choose, `handle`, is read by nobody
but people, and is made harmless.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from passaparola.web.cascades import queries as cascades
from passaparola.web.insights import relation

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(brand: Brand, message_id: int) -> bytes:
    """Return the acts on message `message_id` as CSV in UTF-8, times as ISO 8601 in UTC.

    Raises Message.DoesNotExist.
    """
    table = table_of(brand, message_id)
    table = _set(table, "at", pc.strftime(table["at"], "%Y-%m-%dT%H:%M:%SZ"))
    harmless = [f"'{name}" if name.startswith(FORMULA) else name for name in table["handle"].to_pylist()]
    target = io.BytesIO()
    csv.write_csv(_set(table, "handle", pa.array(harmless, pa.string())), target)
    return target.getvalue()


def parquet_of(brand: Brand, message_id: int) -> bytes:
    """Return the acts on message `message_id` as Parquet; raises Message.DoesNotExist."""
    target = io.BytesIO()
    parquet.write_table(table_of(brand, message_id), target, compression="zstd")
    return target.getvalue()


def table_of(brand: Brand, message_id: int) -> pa.Table:
    """Return the acts on message `message_id`, the oldest first; raises Message.DoesNotExist.

    The columns are those of transmissions with `probability`, then hop, root, subtree and handle.
    """
    message = cascades.messages_of(brand).get(pk=message_id)
    cascade = relation.stored(message).cascade
    handles = relation.handles_of(message)
    named = pa.array([handles[one].handle for one in cascade.people.to_pylist()], pa.string())
    return cascade.to_arrow(shape=True).append_column("handle", named.take(pa.array(cascade.who)))


def _set(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, column)
