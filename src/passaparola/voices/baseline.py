"""baseline: how much is usually said in an hour of the week, learned hour by hour.

Expected count = level x shape of the hour of the week, whose mean over a week is 1. Both are Gamma-Poisson
estimates with forgetting: what was counted over what was exposed to it, old hours weighing less. A cell of
the week is drawn to hour-of-day x day-of-week, and those to 1, by a few counts' weight, so that a search with
few hits has a calm shape.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from passaparola.voices.tails import Trust

if TYPE_CHECKING:
    from collections.abc import Sequence

HOURS, DAYS = 24, 7
WEEK = HOURS * DAYS
LEVEL_FORGETS = 0.5 ** (1 / (14 * HOURS))  # an hour: half its weight is gone in 14 days
SHAPE_FORGETS = 0.5 ** (1 / 8)  # a week: half in 8 weeks
DRAWN = 5.0  # counts: the weight of the plainer shape
FIRST_LEVEL, FIRST_HOURS = 0.5, 1.0  # a guess, worth one hour


class Cells:
    """Sums of what was counted and what was expected for each of `size` cells, each drawn towards 1."""

    def __init__(self, size: int, forgets: float) -> None:
        self.counted = [0.0] * size
        self.exposed = [0.0] * size
        self.forgets = forgets
        self.norm = 1.0

    def shape(self, cell: int, towards: float = 1.0) -> float:
        """Give how much more than the level is usual in `cell`."""
        return self.raw(cell, towards) / self.norm

    def raw(self, cell: int, towards: float = 1.0) -> float:
        """Give the same before it is made to have the mean 1."""
        return (self.counted[cell] + DRAWN * towards) / (self.exposed[cell] + DRAWN)

    def learn(self, cell: int, count: float, level: float) -> None:
        """Take in a count where `level` was expected without a shape."""
        self.counted[cell] = self.counted[cell] * self.forgets + count
        self.exposed[cell] = self.exposed[cell] * self.forgets + level


class Baseline:
    """What is usual; hours are whole hours since the epoch, UTC."""

    def __init__(self) -> None:
        self.known = 0
        self.counted = self.exposed = 0.0
        self.of_week = Cells(WEEK, SHAPE_FORGETS)
        self.of_day = Cells(HOURS, SHAPE_FORGETS ** (1 / DAYS))
        self.day = Cells(DAYS, SHAPE_FORGETS ** (1 / HOURS))

    @property
    def level(self) -> float:
        """The usual count of an hour, whichever."""
        return (self.counted + FIRST_LEVEL * FIRST_HOURS) / (self.exposed + FIRST_HOURS)

    def shape(self, hour: int) -> float:
        """Give how much more than the level is usual in the hour of the week that `hour` is."""
        return self.of_week.shape(hour % WEEK, self._plain(hour))

    def _plain(self, hour: int) -> float:
        return self.of_day.shape(hour % HOURS) * self.day.shape(hour // HOURS % DAYS)

    def expected(self, hour: int) -> float:
        """Give the usual count of `hour`."""
        return self.level * self.shape(hour)

    @classmethod
    def after(cls, first: Sequence[tuple[int, int]]) -> Baseline:
        """Learn a first stretch of hours and counts, starting from its mean rather than from a guess."""
        baseline = cls()
        baseline.settle(sum(count for _, count in first) / len(first))
        for hour, count in first:
            baseline.learn(hour, count)
        return baseline

    def learn(self, hour: int, count: float) -> None:
        """Take in the count of an hour."""
        shape, level = self.shape(hour), self.level
        self.counted = self.counted * LEVEL_FORGETS + count
        self.exposed = self.exposed * LEVEL_FORGETS + shape
        self.of_week.learn(hour % WEEK, count, level)
        self.of_day.learn(hour % HOURS, count, level)
        self.day.learn(hour // HOURS % DAYS, count, level)
        self.known += 1
        if self.known % HOURS == 0:
            self._normalise()

    def _normalise(self) -> None:
        """Make the mean of every shape 1, once a day: else level and shape drift apart."""
        for cells in (self.of_day, self.day):
            cells.norm = sum(map(cells.raw, range(len(cells.counted)))) / len(cells.counted)
        self.of_week.norm = sum(self.of_week.raw(hour, self._plain(hour)) for hour in range(WEEK)) / WEEK

    def settle(self, level: float) -> None:
        """Take `level` for usual from now on, as if it had been for a day; the shape of the week stays."""
        self.counted, self.exposed = level * HOURS, float(HOURS)


class Spread:
    """How much counts scatter about what was expected: variance = mean + spread x mean², by moments.

    The residuals are those of the forecasts, so a baseline that does not fit yet shows as a wide spread.
    """

    FIRST, WEIGHT = 0.3, 20.0  # a guess, and its weight in squared counts
    LEAST = 0.02
    FORGETS = LEVEL_FORGETS

    def __init__(self) -> None:
        self.beyond = self.squares = 0.0

    @property
    def value(self) -> float:
        """The spread."""
        return max(self.LEAST, (self.beyond + self.FIRST * self.WEIGHT) / (self.squares + self.WEIGHT))

    def learn(self, count: int, mean: float) -> None:
        """Take in a count and what was expected."""
        self.beyond = self.beyond * self.FORGETS + (count - mean) ** 2 - mean
        self.squares = self.squares * self.FORGETS + mean * mean


class Window:
    """The sum over the last `length` hours of what was counted and expected; its spread, and its tail."""

    def __init__(self, length: int) -> None:
        self.last: deque[tuple[int, float]] = deque(maxlen=length)
        self.spread = Spread()
        self.trust = Trust()

    def push(self, count: int, mean: float) -> tuple[int, float]:
        """Take the next hour in; give the sums."""
        self.last.append((count, mean))
        return sum(count for count, _ in self.last), sum(mean for _, mean in self.last)
