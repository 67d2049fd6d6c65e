"""hops: the table of hops at a length people read; a chain may be a million hops deep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 40
"""How many rows a table has at most; `--json` has them all."""


def folded(hops: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the rows of a summary's `hops`, all those from the last that fits on added up in it.

    `name` is what the row is called: the hop, or the hop and "and beyond".
    """
    rows = [{**row, "name": str(row["hop"])} for row in hops[:MOST]]
    if len(hops) > MOST:
        rest = hops[MOST - 1 :]
        summed = {key: sum(row[key] for row in rest) for key in ("acts", "people", "passed_on")}
        rows[-1] |= {**summed, "name": f"{rest[0]['hop']} and beyond"}
    return rows
