"""What a brand's calendar shows: what is planned on which day, and only as much of it as is looked at.

A *board* is some days in a row with their chips. On each day the first ones are shown and all are counted;
the day's own page has every one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from passaparola.web.campaigns import queries as campaigns
from passaparola.web.channels import queries as channels
from passaparola.web.publishing.calendar import almanac, chips, planning

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand
    from passaparola.web.campaigns.models import Campaign
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.calendar.chips import Chip
    from passaparola.web.publishing.calendar.narrowing import Narrowed

DAY = timedelta(days=1)


@dataclass(slots=True)
class Day:
    """A day of the calendar: the chips shown of `total`, its holiday, the campaigns that run."""

    date: date
    chips: list[Chip] = field(default_factory=list)
    total: int = 0
    failed: int = 0
    holiday: str = ""
    spans: list[Span] = field(default_factory=list)
    today: bool = False
    past: bool = False
    outside: bool = False

    @property
    def on(self) -> str:
        """Return the day as addresses name it."""
        return self.date.isoformat()

    @property
    def more(self) -> int:
        """Return how many there are beyond those shown."""
        return self.total - len(self.chips)

    @property
    def quiet(self) -> bool:
        """Say whether there is nothing to be read about it."""
        return not (self.total or self.holiday or self.spans)


@dataclass(frozen=True, slots=True)
class Span:
    """A campaign on a day: whether its name is said there (on its first day, and on the first shown)."""

    campaign: Campaign
    begins: bool
    ends: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Some days in a row, and what there is to narrow them down to."""

    days: list[Day]
    zones: str
    channels: list[Channel]
    campaigns: list[Campaign]
    zone: str

    @property
    def total(self) -> int:
        """Return how many posts there are on these days, shown or not."""
        return sum(day.total for day in self.days)

    @property
    def failed(self) -> int:
        """Return how many of them somebody has to look after."""
        return sum(day.failed for day in self.days)

    @property
    def from_today(self) -> bool:
        """Say whether a phone, which begins with today, leaves days out."""
        return self.days[0].past


def board(  # noqa: PLR0913 - the days, who looks, and how much
    brand: Brand,
    first: date,
    days: int,
    now: datetime,
    narrowed: Narrowed,
    *,
    most: int,
    by_hour: bool = False,
    pictures: bool = False,
) -> Board:
    """Return `days` days from `first` with at most `most` chips shown on each (`by_hour`: in each hour).

    It takes as many queries for two thousand posts as for two.
    """
    shown = {first + DAY * n: Day(first + DAY * n) for n in range(days)}
    last = first + DAY * (days - 1)
    for chip in sorted(chips.between(brand, first, last, narrowed), key=chips.in_order):
        _put(shown[chip.day], chip, most, by_hour=by_hour)
    own = list(channels.channels_of(brand))
    running = list(campaigns.campaigns_of(brand))
    chips.dress([chip for day in shown.values() for chip in day.chips], own, pictures=pictures)
    _mark(shown, brand, running, now)
    zones = zones_between(brand.zone, first, last)
    return Board(list(shown.values()), zones, own, running, brand.zone)


def zones_between(zone: str, first: date, last: date) -> str:
    """Return how the zone is called from `first` to `last`: "CET", or "CET, CEST" where the clocks change."""
    ends = (planning.moment(f"{first}T00:00", zone), planning.moment(f"{last}T23:59", zone))
    names = [at.astimezone(planning.zone_of(zone)).strftime("%Z") for at in ends]
    called = [f"UTC{name[:3]}:{name[3:] or '00'}" if name[0] in "+-" else name for name in names]
    return ", ".join(dict.fromkeys(called))


def _put(day: Day, chip: Chip, most: int, *, by_hour: bool) -> None:
    day.total += 1
    day.failed += chip.failed
    before = [each for each in day.chips[-most:] if not by_hour or each.hour == chip.hour]
    if len(before) < most:
        day.chips.append(chip)


def _mark(shown: dict[date, Day], brand: Brand, running: list[Campaign], now: datetime) -> None:
    """Mark today, the holidays, and the days on which a campaign runs; one query."""
    first, last = min(shown), max(shown)
    for day, name in almanac.holidays_between(almanac.of(brand), first, last).items():
        shown[day].holiday = name
    now_is = date.fromisoformat(planning.wall(now, brand.zone)[:10])
    for day, each in shown.items():
        # Only beside today is a day past: a month that is looked back at is looked at whole.
        each.today, each.past = day == now_is, first <= now_is <= last and day < now_is
    for campaign in sorted(running, key=lambda each: (each.starts or date.max, each.pk)):
        begins, ends = campaign.starts, campaign.ends or campaign.starts
        if begins is None or ends is None:
            continue
        for day, each in shown.items():
            if begins <= day <= ends:
                named = day in {begins, first} or day.weekday() == 0
                each.spans.append(Span(campaign, day == begins, day == ends, named))
