"""rows: acts gathered one by one from a text format, then turned into a `Cascade`."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from passaparola.spread.cascade import Cascade
from passaparola.spread.times import FIRST_SECOND, LAST_SECOND

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(slots=True)
class Rows:
    """Columns that grow; people and messages are numbered in the order they come."""

    people: dict[str, int] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    who: list[int] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    message: list[int] = field(default_factory=list)

    def add(self, *, name: str, who: str, at: int, parent: int) -> int:
        """Add an act on the last message; gives its row."""
        self.ids.append(f"{self.messages[-1]}/{name}")
        self.who.append(self.people.setdefault(who, len(self.people)))
        self.at.append(at)
        self.parent.append(parent)
        self.message.append(len(self.messages) - 1)
        return len(self.ids) - 1

    def cascade(self, *, channel: str = "", mended: Sequence[int] = ()) -> Cascade:
        """Build the cascade: roots publish, the rest reshare, on one channel."""
        return Cascade.from_arrays(
            who=self.who,
            at=self.at,
            parent=self.parent,
            message=self.message,
            ids=pa.array(self.ids, pa.string()),
            people=pa.array(list(self.people), pa.string()),
            messages=pa.array(self.messages, pa.string()),
            channels=pa.array([channel], pa.string()),
            mended=mended,
        )


FIRST_MILLISECONDS = 1e11  # as seconds the year 5138, as milliseconds March 1973


def microseconds(text: str) -> int | None:
    """Read a time in seconds, or in milliseconds where it is 1e11 or more; None where it is no time."""
    try:
        value = float(text)
    except ValueError:
        return None
    if abs(value) >= FIRST_MILLISECONDS:
        value /= 1000
    return round(value * 1e6) if math.isfinite(value) and FIRST_SECOND <= value < LAST_SECOND else None
