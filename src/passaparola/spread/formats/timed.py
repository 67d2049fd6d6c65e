"""timed: cascades as people and times, without parents, one message per line.

Either `person,time person,time ...` (github.com/albertyang33/FOREST) or `person time,person time,...`,
whose opening may be `sender person time` with a sender whose own time is not written
(github.com/slingling/MS-HGAT); both read 2026-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from passaparola.spread.cascade import ROOT, UNKNOWN, Cascade
from passaparola.spread.errors import SpreadError
from passaparola.spread.formats import source
from passaparola.spread.formats.rows import Rows, microseconds

if TYPE_CHECKING:
    from pathlib import Path

    from passaparola.spread.formats.source import Progress

_PAIR, _OPENING = 2, 3
_EVERY = 64


class Entry(NamedTuple):
    """One act as its line writes it, the time in microseconds."""

    who: str
    at: int


def read_timed(path: Path, *, progress: Progress | None) -> Cascade:
    """Read timed cascades: a line's first act is its root, the parents of the rest are UNKNOWN.

    A sender whose time is not written acts at the time of the first who had it. Messages are named by their
    line. Raises `SpreadError`, which names the line.
    """
    rows = Rows()
    written = source.lines(path)
    for number, line in enumerate(written, 1):
        if progress and number % _EVERY == 0:
            progress("messages", number, len(written))
        if not line.strip():
            continue
        rows.messages.append(str(number))
        for place, entry in enumerate(entries(number, line)):
            parent = UNKNOWN if place else ROOT
            rows.add(name=str(place + 1), who=entry.who, at=entry.at, parent=parent)
    return rows.cascade()


def entries(number: int, line: str) -> list[Entry]:
    """Read one line in either form."""
    if "," in line.split(maxsplit=1)[0]:
        pairs = [word.split(",") for word in line.split()]
    else:
        pairs = [chunk.split() for chunk in line.split(",") if chunk.strip()]
    sender = [pairs[0].pop(0)] if len(pairs[0]) == _OPENING else []
    acts = [_entry(number, place, pair) for place, pair in enumerate(pairs, 1)]
    return [Entry(who, acts[0].at) for who in sender] + acts


def _entry(number: int, place: int, pair: list[str]) -> Entry:
    at = microseconds(pair[1]) if len(pair) == _PAIR else None
    if at is None or not pair[0]:
        raise SpreadError(
            f"Act {place} of line {number} is {','.join(pair)!r}; write person,time with the time in seconds."
        )
    return Entry(pair[0], at)
