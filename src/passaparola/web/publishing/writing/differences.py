"""What differs between two texts, word by word: lines are compared first, then the words of changed lines.

Two sequences are compared by the greedy algorithm of E. W. Myers, "An O(ND) difference algorithm and its
variations", Algorithmica 1 (1986): quick where little changed, however long they are. Where nearly
everything changed it grows with the square, and a difference word by word tells nobody anything: past `MOST`
steps what is left is told as gone and added whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORD = re.compile(r"\s+|\w+|[^\w\s]")
MOST = 500_000
"""Steps that are taken to compare two texts: about a quarter of a second."""
LINES = 1000
"""Changed lines in a row that are compared one by one."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some words, and whether they stayed ("same"), came ("added") or went ("gone")."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Same:
    """`length` tokens from `old` on in one sequence, and from `new` on in the other, that are the same."""

    old: int
    new: int
    length: int


def runs(old: str, new: str) -> list[Run]:
    """Return what of two texts stayed, came and went, word by word."""
    comparison = Comparison()
    lines = (text.splitlines(keepends=True) for text in (old, new))
    found: list[Run] = []
    for gone, added, same in comparison.told(*lines):
        for here, there in _pairs(gone, added):
            for words in comparison.told(WORD.findall(here), WORD.findall(there)):
                found += map(Run, ("gone", "added", "same"), words)
        found.append(Run("same", same))
    told = groupby((run for run in found if run.text), key=lambda run: run.kind)
    return [Run(kind, "".join(run.text for run in some)) for kind, some in told]


def _pairs(gone: str, added: str) -> list[tuple[str, str]]:
    """Return what is compared word by word: line with line where there are as many, else all with all."""
    here, there = gone.splitlines(keepends=True), added.splitlines(keepends=True)
    paired = len(here) == len(there) <= LINES
    return list(zip(here, there, strict=True)) if paired else [(gone, added)]


class Comparison:
    """The comparison of two texts, and how many steps it may still take."""

    def __init__(self, most: int = MOST) -> None:
        self.left = most

    def told(self, one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        """Yield what went, what came in its place, and what stayed after it, up to the end of both."""
        a = b = 0
        for same in [*self.matched(one, other), Same(len(one), len(other), 0)]:
            end = same.old + same.length
            yield "".join(one[a : same.old]), "".join(other[b : same.new]), "".join(one[same.old : end])
            a, b = end, same.new + same.length

    def matched(self, one: Sequence[str], other: Sequence[str]) -> list[Same]:
        """Return what two sequences of tokens share, in their order."""
        head = _shared(one, other)
        tail = _shared(one[head:][::-1], other[head:][::-1])
        middle = self._between(one[head : len(one) - tail], other[head : len(other) - tail])
        return [
            Same(0, 0, head),
            *(Same(head + each.old, head + each.new, each.length) for each in middle),
            Same(len(one) - tail, len(other) - tail, tail),
        ]

    def _between(self, one: Sequence[str], other: Sequence[str]) -> list[Same]:
        """Return what two sequences share that begin and end with something else; nothing past all steps."""
        # reached[d][i] is how far into `one` d changes lead on the i-th diagonal they can lead to.
        reached: list[list[int]] = []
        while one and other and self.left > 0:
            row, ended = self._further(one, other, reached[-1] if reached else [])
            reached.append(row)
            if ended:
                return _walked_back(reached)
        return []

    def _further(
        self, one: Sequence[str], other: Sequence[str], before: Sequence[int]
    ) -> tuple[list[int], bool]:
        """Return how far one more change leads, up to the diagonal that has come to the end, if any has."""
        row: list[int] = []
        for i in range(len(before) + 1):
            k = 2 * i - len(before)
            start = x = _changed(before, i)
            while x < len(one) and x - k < len(other) and one[x] == other[x - k]:
                x += 1
            self.left -= 1 + x - start
            row.append(x)
            if x >= len(one) and x - k >= len(other):
                return row, True
            if self.left <= 0:
                break
        return row, False


def _changed(before: Sequence[int], i: int) -> int:
    """Return where one more change leads on the i-th diagonal: a token that came, or one that went."""
    if not before:
        return 0
    if _came(before, i):
        return before[i]
    return before[i - 1] + 1


def _came(before: Sequence[int], i: int) -> bool:
    return i == 0 or (i < len(before) and before[i - 1] < before[i])


def _walked_back(reached: Sequence[Sequence[int]]) -> list[Same]:
    """Return what is the same on the way to the end, which the last of `reached` has come to last."""
    found: list[Same] = []
    i = len(reached[-1]) - 1
    for d in range(len(reached) - 1, -1, -1):
        before = reached[d - 1] if d else []
        start, k = _changed(before, i), 2 * i - d
        if reached[d][i] > start:
            found.append(Same(start, start - k, reached[d][i] - start))
        i -= 0 if d and _came(before, i) else 1
    return found[::-1]


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many tokens two sequences begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (here, there) in pairs if here != there), min(len(one), len(other)))
