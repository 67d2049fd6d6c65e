"""When: a wall time and the moment it is, the slots of a channel's week, and the next one that is free.

A wall time is what a person types ("2026-03-29T09:30", the form of a datetime-local field), in an IANA zone.
Where the clocks change it is told by two rules. A time that is skipped means the first moment after the gap:
02:30 on a night that goes from 02:00 to 03:00 is 03:00. A time that comes twice means the first of the two.

    at = planning.moment("2026-03-29T09:30", "Europe/Rome")      # UTC
    wall = planning.wall(at, "Europe/Rome")                      # and back
    said = planning.oddity("2026-03-29T02:30", "Europe/Rome")    # a sentence where a rule was applied, or ""
    at = planning.next_slot(channel, now)                        # None where the channel's week has no slot
    at, shifts = planning.first_in_line(channel, now)            # and who has to move on to make room
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from passaparola.web.publishing.models import Delivery, Slot, Verb
from passaparola.web.publishing.models.delivery import QUEUED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.models import Post

WALL_FORM = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1970, 9990
"""The years in which a time may be planned; those beside them leave room for other clocks."""

SMALL_NAMES = frozenset({"it"})
"""Languages that write the names of days and months small; Django writes them all large."""

SHARED_WITHIN = timedelta(days=30)
"""How far ahead a slot is looked for that several channels share."""


class Unplannable(ValueError):
    """A time or a zone that is none; the message says to the person what to write."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A delivery of the queue that has to move on to the slot `at`."""

    delivery: Delivery
    at: datetime


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """Return the IANA zone called `name`; raises `Unplannable`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Unplannable(
            _("%(zone)s is no time zone: choose one like Europe/Rome.") % {"zone": name}
        ) from error


def parsed(wall: str) -> datetime:
    """Return the wall time as a naive datetime of a year that can be planned; raises `Unplannable`."""
    said = _("%(wall)s is no date with a time: write it like 2026-03-29T09:30.") % {"wall": wall[:40]}
    if not WALL_FORM.fullmatch(wall):
        raise Unplannable(said)
    try:
        local = datetime.fromisoformat(wall)
    except ValueError as error:
        raise Unplannable(said) from error
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise Unplannable(_("%(wall)s is beyond the calendar: choose a nearer date.") % {"wall": wall})
    return local


def moment(wall: str, zone: str) -> datetime:
    """Return the moment (UTC) that `wall` is in `zone`, by the two rules; raises `Unplannable`."""
    local, place = parsed(wall), zone_of(zone)
    first, second = (local.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    # In a gap the offset from before it, read first, leads past it, and the one from after leads before it.
    return _end_of_gap(second, first, place) if first > second else first


def meant(post: Post) -> datetime | None:
    """Return the moment `post` is meant for; None where it is for none, or none that can be told any more."""
    try:
        return moment(post.planned, post.zone or post.brand.zone) if post.planned else None
    except Unplannable:
        return None


def wall(at: datetime, zone: str) -> str:
    """Return what the clocks of `zone` show at `at`."""
    return at.astimezone(zone_of(zone)).replace(tzinfo=None).isoformat(timespec="minutes")


def oddity(wall_: str, zone: str) -> str:
    """Say in a sentence which rule made a moment of a wall time that is skipped or comes twice; else ""."""
    local, place = parsed(wall_), zone_of(zone)
    before, after = (local.replace(tzinfo=place, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    if before == after:
        return ""
    shown = {"day": wall_[:10], "time": wall_[11:], "zone": zone}
    if before > after:
        return _("On %(day)s the clock shows %(time)s twice in %(zone)s: it is the first of the two.") % shown
    shown["then"] = wall(moment(wall_, zone), zone)[11:]
    return (
        _("On %(day)s the clock skips %(time)s in %(zone)s: it is %(then)s, the first moment after.") % shown
    )


def _end_of_gap(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """Return the first moment, to the second, at which `place` has the offset it has at `after`."""
    offset = after.astimezone(place).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while low < high:
        middle = (low + high) // 2
        there = (before + timedelta(seconds=middle)).astimezone(place).utcoffset()
        low, high = (low, middle) if there == offset else (middle + 1, high)
    return before + timedelta(seconds=low)


def day_in_words(day: date, form: str) -> str:
    """Return `day` in Django's `form`, its names written as in the middle of a sentence of that language."""
    words = date_format(day, form)
    return words.lower() if (get_language() or "")[:2] in SMALL_NAMES else words


def weekday_in_words(number: int) -> str:
    """Return the name of a weekday (0 is Monday) as in the middle of a sentence."""
    name = str(WEEKDAYS[number])
    return name.lower() if (get_language() or "")[:2] in SMALL_NAMES else name


def slot_times(slots: Iterable[Slot], zone: str, after: datetime) -> Iterator[datetime]:
    """Yield without end the moments after `after` that `slots` give in `zone`; none without slots."""
    week: dict[int, list[str]] = {}
    for slot in slots:
        week.setdefault(slot.weekday, []).append(f"{slot.at:%H:%M}")
    if not week:
        return
    today = after.astimezone(zone_of(zone)).date()
    for days in count():
        yield from _moments(today + timedelta(days=days), week, zone, after)


def _moments(day: date, week: dict[int, list[str]], zone: str, after: datetime) -> list[datetime]:
    found = {moment(f"{day.isoformat()}T{time}", zone) for time in week.get(day.weekday(), [])}
    return sorted(at for at in found if at > after)


def queue_of(channel: Channel, now: datetime) -> QuerySet[Delivery]:
    """Return what is planned on `channel` after `now` and has not been sent, the next first."""
    planned = Delivery.objects.filter(channel=channel, verb=Verb.PUBLISH, state__in=QUEUED)
    return planned.filter(planned_at__gt=now).order_by("planned_at", "pk")


def taken_on(channel: Channel, now: datetime) -> set[datetime]:
    """Return the minutes after `now` at which `channel` has something planned."""
    return set(map(_minute, queue_of(channel, now).values_list("planned_at", flat=True)))


def next_slot(
    channel: Channel, now: datetime, *, taken: Collection[datetime] | None = None
) -> datetime | None:
    """Return the first slot of `channel` after `now` that is not in `taken` (None: what is planned there)."""
    used = taken_on(channel, now) if taken is None else taken
    times = slot_times(channel.slots.all(), channel.brand.zone, now)
    return next((at for at in times if at not in used), None)


def next_slot_of(channels: Sequence[Channel], now: datetime) -> datetime | None:
    """Return one slot for all `channels`: the first that they share and is free on all, within a month.

    Where they share none: the first that any of them has and is free on all. None where none has a slot.
    """
    if not channels:
        return None
    used = set().union(*(taken_on(channel, now) for channel in channels))
    weeks = [list(channel.slots.all()) for channel in channels]
    zone = channels[0].brand.zone
    soon = [set(_until(slot_times(week, zone, now), now + SHARED_WITHIN)) for week in weeks]
    if shared := set.intersection(*soon) - used:
        return min(shared)
    every = slot_times([slot for week in weeks for slot in week], zone, now)
    return next((at for at in every if at not in used), None)


def first_in_line(channel: Channel, now: datetime) -> tuple[datetime | None, list[Shift]]:
    """Return the very next slot of `channel`, and who moves on by one slot so that it comes free.

    Only what stands on slots moves, and only up to the first slot that is free; a time that a person chose by
    hand, off the slots, stays.
    """
    waiting: dict[datetime, list[Delivery]] = {}
    for delivery in queue_of(channel, now).select_related("post", "channel"):
        waiting.setdefault(_minute(delivery.planned_at), []).append(delivery)
    times = slot_times(channel.slots.all(), channel.brand.zone, now)
    first = at = next(times, None)
    shifts: list[Shift] = []
    while at is not None and at in waiting:
        later = next(times)
        shifts += [Shift(delivery, later) for delivery in waiting[at]]
        at = later
    return first, shifts


def _until(times: Iterator[datetime], end: datetime) -> Iterator[datetime]:
    for at in times:
        if at > end:
            return
        yield at


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
