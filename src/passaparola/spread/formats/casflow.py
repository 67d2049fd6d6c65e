"""casflow: Weibo cascades with the path of every reshare, one message per line.

`id <tab> root <tab> time <tab> size <tab> path:seconds path:seconds ...`, a path being the people from the
first sender to the one who acted (`u/v/w`). Source: github.com/Xovee/casflow, read 2026-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from passaparola.spread.cascade import ROOT, Cascade
from passaparola.spread.errors import SpreadError
from passaparola.spread.formats import source
from passaparola.spread.formats.rows import Rows, microseconds
from passaparola.spread.times import LAST_SECOND

if TYPE_CHECKING:
    from pathlib import Path

    from passaparola.spread.formats.source import Note, Progress

_FIELDS = 5
_EVERY = 64


class Entry(NamedTuple):
    """One act as its line writes it: the path that led to it and its time in microseconds."""

    path: str
    at: int


def read_casflow(path: Path, *, repair: bool, progress: Progress | None, note: Note | None) -> Cascade:
    """Read casflow: every path is an act, its parent the act of the path without its last person.

    Where several acts have that path, the parent is the latest of them that is not later than the child. A
    person within a path who has no entry of their own is added at the time of the first act below, so that
    everyone's hop is their path's length less one; how many were added is told to `note`. A path that leads
    to no first sender is refused, or made a root with `repair`. Raises `SpreadError`, which names the line.
    """
    rows, unlisted, seen = Rows(), 0, dict[str, int]()
    mended: list[int] = []
    written = source.lines(path)
    for number, line in enumerate(written, 1):
        if progress and number % _EVERY == 0:
            progress("messages", number, len(written))
        if not line.strip():
            continue
        message, entries = _entries(number, line)
        if message in seen:
            raise SpreadError(
                f"Line {number} has the message {message!r}, which line {seen[message]} has "
                "already; keep one."
            )
        seen[message] = number
        rows.messages.append(message)
        between, orphans = _missing(number, entries, repair=repair)
        mended.extend(len(rows.ids) + len(between) + place for place in sorted(orphans))
        _add(rows, between, entries, orphans)
        unlisted += len(between)
    if unlisted and note:
        note(_ADDED.format(unlisted))
    return rows.cascade(channel="weibo", mended=mended)


_ADDED = (
    "Acts that a path goes through without an entry of their own: {}; "
    "added at the time of the first act below them."
)


def _entries(number: int, line: str) -> tuple[str, list[Entry]]:
    fields = line.strip("\n").split("\t")
    if len(fields) != _FIELDS:
        raise SpreadError(
            f"Line {number} has {len(fields)} fields apart by tabs where casflow has {_FIELDS} "
            "(id, root, time, size, paths); mend the line."
        )
    start = microseconds(fields[2])
    if start is None:
        raise SpreadError(f"Line {number} has the time {fields[2]!r}; write seconds since 1970.")
    entries = [_entry(number, place, word, start) for place, word in enumerate(fields[4].split(), 1)]
    if not entries:
        raise SpreadError(f"Line {number} has no paths; give at least the first sender's.")
    return fields[0], entries


def _entry(number: int, place: int, word: str, start: int) -> Entry:
    path, _, seconds = word.rpartition(":")
    after = microseconds(seconds)
    if after is None or start + after >= LAST_SECOND * 1e6 or not all(path.split("/")):
        raise SpreadError(f"Path {place} of line {number} is {word!r}; write it as u/v/w:seconds.")
    return Entry(path, start + after)


def _missing(number: int, entries: list[Entry], *, repair: bool) -> tuple[list[Entry], set[int]]:
    """Find what paths go through without an entry, and the entries that lead to no first sender."""
    listed = {entry.path for entry in entries}
    between: dict[str, int] = {}
    orphans: set[int] = set()
    for place, entry in enumerate(entries):
        gap, above = [], _above(entry.path)
        while above and above not in listed:
            gap.append(above)
            above = _above(above)
        if not gap:
            continue
        if above:
            between.update({path: min(entry.at, between.get(path, entry.at)) for path in reversed(gap)})
        elif repair:
            orphans.add(place)
        else:
            raise SpreadError(
                f"Path {place + 1} of line {number} is {entry.path!r}, but no entry is {gap[0]!r}; "
                "add that act, or repair orphans into roots."
            )
    return [Entry(path, at) for path, at in between.items()], orphans


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def _add(rows: Rows, between: list[Entry], entries: list[Entry], orphans: set[int]) -> None:
    """Add the acts of one line; those `between` first, since at equal times the earlier row acted first."""
    first, added = len(rows.ids), len(between)
    places: dict[str, list[tuple[int, int]]] = {}
    for place, entry in enumerate([*between, *entries]):
        places.setdefault(entry.path, []).append((entry.at, place))
    for place, entry in enumerate([*between, *entries]):
        above = _above(entry.path)
        parent = ROOT if not above or place - added in orphans else first + _latest(places[above], entry.at)
        name = str(place - added + 1) if place >= added else f"added-{place + 1}"
        rows.add(name=name, who=entry.path.rpartition("/")[2], at=entry.at, parent=parent)


def _latest(candidates: list[tuple[int, int]], at: int) -> int:
    in_time = [candidate for candidate in candidates if candidate[0] <= at]
    return max(in_time)[1] if in_time else min(candidates)[1]
