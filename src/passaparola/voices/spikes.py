"""spikes: when more is said than usual, told once an episode and with a stated rate of false alarms.

Counts of every hour are held against a baseline of the hour of the week (baseline.py) and the upper tail of
the negative binomial (tails.py), one hour alone and six together. The answer is a function of the counts:
the same counts give the same episodes. docs/voices.md has how often it is wrong and how late it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING

from passaparola.voices.baseline import HOURS, Baseline, Window
from passaparola.voices.errors import VoicesError
from passaparola.voices.tails import at_least, unlikely_from

if TYPE_CHECKING:
    from collections.abc import Sequence

FALSE_ALARM_DAYS = 30.0  # one false alarm a search in so many days
TOGETHER = 6  # hours
FEWEST = 3  # things said: below that nothing is a spike
SILENT_HOURS = 24  # of history, before which nothing is told
ENOUGH_HOURS = 7 * HOURS  # of history, before which the week has no shape
PLAIN_TIMES, PLAIN_FEWEST = (
    3,
    10,
)  # until then only so many times the loudest hour so far, and so many, is told
STILL = 0.02  # an episode goes on while counts are less likely than this
QUIET = 12  # known hours without that end an episode: a night between two loud days does not
LOUDEST = 3.0  # standard deviations above the usual: what is louder is learned as this
SETTLED = 72  # hours after which what goes on is the new usual
GAP = 48  # unknown hours that end an episode where it was last seen


@dataclass(frozen=True, slots=True)
class Episode:
    """A time in which more was said than usual; hours are whole hours since the epoch, UTC.

    `begins` is the hour of the alarm, `last` the last loud hour so far, `ends` the hour after it once the
    episode is over, else None. `said` and `usual` are what was counted and expected from `begins` to `last`,
    `peak` the loudest hour's count. `settled` says it ended because it became usual.
    """

    begins: int
    last: int
    said: int
    usual: float
    peak: int
    ends: int | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Watched:
    """What a series shows: its `episodes` in order, and what holds for the hour after its last.

    `known` counts the hours of history; `enough` says whether they suffice. `expected` is the usual count of
    the next hour, `unusual_from` the count from which on that hour alone is an alarm, None on the first day.
    """

    episodes: tuple[Episode, ...]
    known: int
    enough: bool
    expected: float
    unusual_from: int | None


def watch(counts: Sequence[int | None], start: int, false_alarm_days: float = FALSE_ALARM_DAYS) -> Watched:
    """Find the episodes in `counts`, one an hour from hour `start` on (hours since the epoch, UTC).

    None is an hour that is not known, as in an outage: neither quiet nor loud. Give eight weeks for a shape
    of the week; what is older weighs little. Raises `VoicesError` for counts below 0 or a rate that is none.
    """
    if any(count is not None and count < 0 for count in counts):
        raise VoicesError("A count is below 0; count what was said in each hour, or give None if unknown.")
    if not false_alarm_days > 0:
        raise VoicesError(f"One false alarm in {false_alarm_days} days is no rate; give days above 0.")
    watcher = _Watcher(1 / (false_alarm_days * HOURS))
    for place, count in enumerate(counts):
        watcher.hear(start + place, count)
    return watcher.told(start + len(counts))


class _Watcher:
    def __init__(self, chance: float) -> None:
        self.chance = chance / 2  # two ways to raise an alarm, each with half of the false ones
        self.baseline = Baseline()
        self.first: list[tuple[int, int]] = []
        self.loudest = 0
        self.windows = (Window(1), Window(TOGETHER))
        self.over: list[Episode] = []
        self.now: Episode | None = None
        self.quiet = self.unknown = 0
        self.since: tuple[int, float] = (0, 0.0)  # said and usual since the episode's last loud hour

    def hear(self, hour: int, count: int | None) -> None:
        if count is None:
            self.unknown += 1
            if self.now and self.unknown >= GAP:
                self._end(self.now)
            return
        self.unknown = 0
        if self.baseline.known < ENOUGH_HOURS:
            self._hear_first(hour, count)
        else:
            self._hear(hour, count)

    def _hear_first(self, hour: int, count: int) -> None:
        """Hold an hour of the first week against the loudest before it: there is nothing better yet."""
        loud = self.baseline.known >= SILENT_HOURS and count >= self._plainly_unusual()
        self._tell(hour, count, self.baseline.expected(hour), begins=loud, loud=loud)
        self.loudest = self.loudest if loud else max(self.loudest, count)
        self.first.append((hour, count))
        self.baseline.learn(hour, count)
        if self.baseline.known == ENOUGH_HOURS:
            self.baseline = Baseline.after(self.first)

    def _plainly_unusual(self) -> int:
        return max(PLAIN_FEWEST, PLAIN_TIMES * self.loudest)

    def _hear(self, hour: int, count: int) -> None:
        mean = self.baseline.expected(hour)
        sums = [window.push(count, mean) for window in self.windows]
        given = [_given(window, *pair) for window, pair in zip(self.windows, sums, strict=True)]
        likely = min(window.trust.chance(p) for window, p in zip(self.windows, given, strict=True))
        calm = self.now is None
        more = count > mean  # six loud hours do not make a quiet one loud
        self._tell(hour, count, mean, begins=more and likely < self.chance, loud=more and likely < STILL)
        for window, (said, usual), p in zip(self.windows, sums, given, strict=True):
            if calm:
                window.trust.learn(p)
            if self.now is None:
                window.spread.learn(said, usual)
        # A loud hour is learned from only so much: what is usual changes slowly.
        scatter = sqrt(mean + self.windows[0].spread.value * mean * mean)
        self.baseline.learn(hour, min(count, mean + LOUDEST * scatter))

    def _tell(self, hour: int, count: int, mean: float, *, begins: bool, loud: bool) -> None:
        if self.now is None and begins:
            self.now = Episode(hour, hour, 0, 0.0, 0)
            self.quiet, self.since = 0, (0, 0.0)
        if self.now:
            self._go_on(self.now, hour, count, mean, loud=loud)

    def _go_on(self, now: Episode, hour: int, count: int, mean: float, *, loud: bool) -> None:
        said, usual = self.since[0] + count, self.since[1] + mean
        self.quiet = 0 if loud else self.quiet + 1
        if loud:
            peak = max(now.peak, count)
            now = replace(now, last=hour, said=now.said + said, usual=now.usual + usual, peak=peak)
            said, usual = 0, 0.0
        self.now, self.since = now, (said, usual)
        if self.quiet >= QUIET:
            self._end(now)
        elif hour - now.begins >= SETTLED:
            self.baseline.settle(self.baseline.level * now.said / max(now.usual, 1e-9))
            self._end(replace(now, settled=True))

    def _end(self, now: Episode) -> None:
        self.over.append(replace(now, ends=now.last + 1))
        self.now = None
        for window in self.windows:
            window.last.clear()

    def told(self, after: int) -> Watched:
        expected, known = self.baseline.expected(after), self.baseline.known
        episodes = (*self.over, self.now) if self.now else tuple(self.over)
        return Watched(episodes, known, known >= ENOUGH_HOURS, expected, self._unusual(known, expected))

    def _unusual(self, known: int, expected: float) -> int | None:
        if known < SILENT_HOURS:
            return None
        if known < ENOUGH_HOURS:
            return self._plainly_unusual()
        hour = self.windows[0]
        return max(FEWEST, unlikely_from(hour.trust.given(self.chance), expected, hour.spread.value))


def _given(window: Window, said: int, usual: float) -> float:
    """Give how likely the model holds so much to be."""
    return 1.0 if said < FEWEST or said <= usual else at_least(said, usual, window.spread.value)
