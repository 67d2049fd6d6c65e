"""The week of a channel: the times at which its queue is sent, and what stands in that queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.channels import queries as channels
from passaparola.web.publishing.calendar import planning
from passaparola.web.publishing.calendar.agenda import zones_between
from passaparola.web.publishing.models import Slot, Verb
from passaparola.web.publishing.models.delivery import QUEUED
from passaparola.web.publishing.outbox import deliveries

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.models import Delivery

ADDED = audit.verb("slot.added", gettext_lazy("gave a channel times of the week"))
REMOVED = audit.verb("slot.removed", gettext_lazy("took a time of the week from a channel"))
WEEKDAYS = range(7)
MOST = 200
"""Slots a channel's week may have: one every fifty minutes, day and night."""

SHOWN = 100
FREE_AHEAD = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A channel in the list of queues: what waits, and when the next goes."""

    channel: Channel
    platform: str
    colour: str
    slots: int
    waiting: int
    next_at: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a channel's queue: at which wall time, and whether that is one of the channel's slots."""

    delivery: Delivery
    wall: str
    came: str
    on_slot: bool
    earlier: bool
    later: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """A channel's week and its queue: the rows of the grid, what waits, the next slots that are free."""

    channel: Channel
    platform: str
    colour: str
    grid: list[tuple[str, list[Slot | None]]]
    entries: list[Entry]
    total: int
    free: list[str]
    zones: str


def lines_of(brand: Brand, now: datetime) -> list[Line]:
    """Return the channels that speak with what waits on each; one query."""
    waits = Q(
        deliveries__verb=Verb.PUBLISH,
        deliveries__state__in=QUEUED,
        deliveries__planned_at__gt=now,
    )
    rows = channels.speaking(brand).annotate(
        week=Count("slots", distinct=True),
        waiting=Count("deliveries", filter=waits, distinct=True),
        next_at=Min("deliveries__planned_at", filter=waits),
    )
    return [
        Line(
            channel=row,
            platform=channels.platform_name(row.platform),
            colour=channels.platform_colour(row.platform),
            slots=row.week,
            waiting=row.waiting,
            next_at=planning.wall(row.next_at, brand.zone) if row.next_at else "",
        )
        for row in rows
    ]


def queue_of(brand: Brand, channel_id: int, now: datetime) -> Queue:
    """Return the week and the queue of a channel of `brand`; raises Channel.DoesNotExist."""
    channel = channels.channel_of(brand, channel_id)
    week = list(channel.slots.all())
    rows = list(planning.queue_of(channel, now).select_related("post")[: SHOWN + 1])
    taken = planning.taken_on(channel, now)
    times = planning.slot_times(week, brand.zone, now)
    today = date.fromisoformat(planning.wall(now, brand.zone)[:10])
    return Queue(
        channel=channel,
        platform=channels.platform_name(channel.platform),
        colour=channels.platform_colour(channel.platform),
        grid=_grid(week),
        entries=_entries(rows, week, brand.zone)[:SHOWN],
        total=len(taken) if len(rows) > SHOWN else len(rows),
        free=[planning.wall(at, brand.zone) for at in islice(_not_in(times, taken), FREE_AHEAD)],
        zones=zones_between(brand.zone, today, today),
    )


@transaction.atomic
def add(channel: Channel, weekdays: Iterable[int], at: str, *, by: User, now: datetime) -> int:
    """Give `channel` the time `at` ("09:30") on weekdays; return how many are new. Raises `Refused`."""
    days = sorted(set(weekdays) & set(WEEKDAYS))
    if not days:
        raise Refused(_("Choose at least one day of the week."))
    try:
        hour = time.fromisoformat(at)
    except ValueError as error:
        raise Refused(_("%(time)s is no time of day: write it like 09:30.") % {"time": at[:20]}) from error
    hour = hour.replace(second=0, microsecond=0, tzinfo=None)
    if channel.slots.count() + len(days) > MOST:
        raise Refused(_("A week holds %(most)s slots at most: take some out first.") % {"most": MOST})
    made = [Slot.objects.get_or_create(channel=channel, weekday=day, at=hour)[1] for day in days]
    audit.record(channel.brand, by, ADDED, str(channel), now, at=f"{hour:%H:%M}", weekdays=days)
    return sum(made)


@transaction.atomic
def remove(channel: Channel, slot_id: int, *, by: User, now: datetime) -> None:
    """Take a slot out of the week of `channel`; what is planned on it stays. Raises Slot.DoesNotExist."""
    slot = channel.slots.get(pk=slot_id)
    slot.delete()
    audit.record(
        channel.brand, by, REMOVED, str(channel), now, at=f"{slot.at:%H:%M}", weekdays=[slot.weekday]
    )


@transaction.atomic
def swap(channel: Channel, delivery_id: int, *, later: bool, by: User, now: datetime) -> None:
    """Let an entry of the queue change places with its neighbour; raises Delivery.DoesNotExist, `Refused`."""
    queue = planning.queue_of(channel, now)
    one = queue.get(pk=delivery_id)
    beside = (
        queue.filter(planned_at__gt=one.planned_at).first()
        if later
        else queue.filter(planned_at__lt=one.planned_at).last()
    )
    if beside is None:
        raise Refused(_("There is nothing to change places with."))
    zone = channel.brand.zone
    for delivery, at in ((one, beside.planned_at), (beside, one.planned_at)):
        deliveries.reschedule(delivery, at, by=by, now=now, wall=planning.wall(at, zone), zone=zone)


def _grid(week: list[Slot]) -> list[tuple[str, list[Slot | None]]]:
    """Return a row for each time of day with the slot of each weekday."""
    times = sorted({slot.at for slot in week})
    there = {(slot.at, slot.weekday): slot for slot in week}
    return [(f"{at:%H:%M}", [there.get((at, day)) for day in WEEKDAYS]) for at in times]


def _entries(rows: list[Delivery], week: list[Slot], zone: str) -> list[Entry]:
    times = {(slot.weekday, f"{slot.at:%H:%M}") for slot in week}
    walls = [planning.wall(row.planned_at, zone) for row in rows]
    return [
        Entry(
            delivery=row,
            wall=wall,
            came=planning.wall(row.planned_at, "UTC"),
            on_slot=(date.fromisoformat(wall[:10]).weekday(), wall[11:]) in times,
            # Those of one time have nothing to change among themselves.
            earlier=row.planned_at > rows[0].planned_at,
            later=row.planned_at < rows[-1].planned_at,
        )
        for row, wall in zip(rows, walls, strict=True)
    ]


def _not_in(times: Iterable[datetime], taken: set[datetime]) -> Iterable[datetime]:
    return (at for at in times if at not in taken)
