"""When a post goes: the choices one button offers, each with the hour it means and a line of explanation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.calendar import planning

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.calendar.planning import Shift
    from passaparola.web.publishing.models import Post

SLOT, FIRST, NOW, AT = "slot", "first", "now", "at"


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to send a post: when that is (None: now, or not known yet), and what happens then."""

    key: str
    label: str
    at: datetime | None
    said: str
    possible: bool = True


@dataclass(frozen=True, slots=True)
class Chosen:
    """A moment (None: now), its wall time where one was asked for, and who has to move on for it."""

    at: datetime | None
    wall: str = ""
    shifts: tuple[Shift, ...] = ()


def choices(post: Post, now: datetime) -> list[Choice]:
    """Return the ways in which `post` can be sent now, the usual one first."""
    channels = [each.channel for each in post.variants.all()]
    slot = planning.next_slot_of(channels, now)
    first, shifts = first_in_line(channels, now)
    empty = _("Its channels have no slots yet: give them some in the calendar.")
    moves = ngettext(
        "Before everything in the queue; %(n)s post moves on by one slot.",
        "Before everything in the queue; %(n)s posts move on by one slot each.",
        len(shifts),
    ) % {"n": len(shifts)}
    ahead = moves if shifts else _("Before everything in the queue; nothing has to move.")
    behind = _("The first slot that nothing else has taken.")
    return [
        Choice(SLOT, _("Next free slot"), slot, behind if slot else empty, possible=slot is not None),
        Choice(FIRST, _("First in line"), first, ahead if first else empty, possible=first is not None),
        Choice(NOW, _("Now"), None, _("It leaves within seconds.")),
        Choice(AT, _("At a date"), None, _("By the clocks of the zone beside it, also when they change.")),
    ]


def first_in_line(channels: list[Channel], now: datetime) -> tuple[datetime | None, list[Shift]]:
    """Return the very next slot of any of `channels`, and who moves on where one of them had it."""
    # Without slots there is no line to be first in, however long what is planned there.
    found = [planning.first_in_line(channel, now) for channel in channels if channel.slots.all()]
    at = min((first for first, _shifts in found if first), default=None)
    return at, [shift for first, shifts in found if first == at for shift in shifts]


def chosen(post: Post, key: str, wall: str, now: datetime) -> Chosen:
    """Return what a choice means; raises `Refused` where no slot is free, `planning.Unplannable`."""
    channels = [each.channel for each in post.variants.all()]
    if key == NOW:
        return Chosen(None)
    if key == AT:
        if not all(wall.partition("T")):
            raise Refused(_("Choose a day and an hour, or send it now."))
        return Chosen(planning.moment(wall, post.brand.zone), wall)
    shifts: list[Shift] = []
    if key == FIRST:
        at, shifts = first_in_line(channels, now)
    elif key != SLOT:
        raise Refused(_("Choose when it goes: in a slot, now, or at a date."))
    else:
        at = planning.next_slot_of(channels, now)
    if at is None:
        raise Refused(_("Its channels have no slots yet: give them some, or choose a date."))
    return Chosen(at, planning.wall(at, post.brand.zone), tuple(shifts))
