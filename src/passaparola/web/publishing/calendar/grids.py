"""How the days of a board are laid out: a month by weeks, a week by hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from passaparola.web.publishing.calendar.agenda import Day
    from passaparola.web.publishing.calendar.chips import Chip

WEEK = 7
DAY = timedelta(days=1)
MORNING, EVENING, HOURS = 7, 21, 24


@dataclass(frozen=True, slots=True)
class Hour:
    """A row of the week: what each of its seven days has in this hour; `now` marks the present one."""

    hour: int
    cells: list[tuple[Day, list[Chip]]]
    now: bool

    @property
    def time(self) -> str:
        """Return when the hour begins."""
        return f"{self.hour:02d}:00"


def monday(day: date) -> date:
    """Return the Monday of the week of `day`."""
    return day - DAY * day.weekday()


def month_span(day: date) -> tuple[date, int]:
    """Return the first Monday a month's page shows, and how many days: whole weeks around the month."""
    first = monday(day.replace(day=1))
    last = following(day) - DAY
    return first, (monday(last) + DAY * WEEK - first).days


def following(day: date) -> date:
    """Return the first day of the month after that of `day`."""
    return (day.replace(day=1) + 32 * DAY).replace(day=1)


def preceding(day: date) -> date:
    """Return the first day of the month before that of `day`."""
    return (day.replace(day=1) - DAY).replace(day=1)


def weeks(days: list[Day], of: date) -> list[list[Day]]:
    """Return `days` in weeks; those outside the month of `of` are marked."""
    for day in days:
        day.outside = day.date.month != of.month
    return [days[at : at + WEEK] for at in range(0, len(days), WEEK)]


def hours(days: list[Day], now: str, *, every: bool) -> list[Hour]:
    """Return the hours of a week that matter, or `every` one; `now` is the wall time now.

    By day all are shown; of the night only as much as holds something, or the present hour.
    """
    today = [day for day in days if day.today]
    present = int(now[11:13]) if today else None
    busy = {chip.hour for day in days for chip in day.chips} | ({present} if present is not None else set())
    first = 0 if every else min(MORNING, *busy, HOURS)
    last = HOURS - 1 if every else max(EVENING, *busy, 0)
    return list(_rows(days, range(first, last + 1), present))


def _rows(days: list[Day], shown: range, present: int | None) -> Iterator[Hour]:
    for hour in shown:
        cells = [(day, [chip for chip in day.chips if chip.hour == hour]) for day in days]
        yield Hour(hour, cells, hour == present)
