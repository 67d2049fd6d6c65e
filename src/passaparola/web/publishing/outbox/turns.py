"""Who may leave now: few of a channel at a time, and none that was held or paused while it waited in line."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, WeakValueDictionary

from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from passaparola import http
from passaparola.web.publishing.models.delivery import Delivery, What
from passaparola.web.publishing.outbox import readiness
from passaparola.web.publishing.outbox.settling import Done

if TYPE_CHECKING:
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.outbox.orders import Order

FRESH = 1.0
"""Seconds that what was seen when a row was claimed holds; who has waited longer for its turn looks again."""

TOGETHER = 8
"""Posts of one channel on their way at a time: as many as its host is asked together."""

UNSEEN = "The database did not answer before it left: nothing was sent, and it is tried again."
TAKEN_OVER = "It waited so long for its turn that another worker has it by now."


class Line:
    """What those on one event loop share: the door to the network, each channel's turns and pauses."""

    def __init__(self) -> None:
        self.client = http.Client()
        self.turns: WeakValueDictionary[int, asyncio.Semaphore] = WeakValueDictionary()
        self.pauses: dict[int, Done] = {}

    def turn(self, channel: Channel) -> asyncio.Semaphore:
        """Return what lets few of `channel` pass at a time."""
        turns = self.turns.get(channel.pk) or asyncio.Semaphore(TOGETHER)
        self.turns[channel.pk] = turns
        return turns

    def paused(self, channel: Channel) -> Done | None:
        """Return what `channel`'s platform said that asked for a pause, while it lasts."""
        told = self.pauses.get(channel.pk)
        if told is None or told.until is None or told.until <= timezone.now():
            self.pauses.pop(channel.pk, None)
            return None
        return told


_lines: WeakKeyDictionary[asyncio.AbstractEventLoop, Line] = WeakKeyDictionary()


def line() -> Line:
    """Return the running loop's line: connections are kept, and each host's pace with them."""
    loop = asyncio.get_running_loop()
    if loop not in _lines:
        _lines[loop] = Line()
    return _lines[loop]


async def kept_back(order: Order) -> Done | None:
    """Return why `order` may not leave after all: what was seen when it was claimed may be long ago."""
    if (told := line().paused(order.channel)) is not None:
        return replace(told, kept_back=True)
    if time.monotonic() - order.since < FRESH:
        return None
    try:
        return await sync_to_async(_standing)(order)
    except DatabaseError:
        return Done(What.LATER, UNSEEN, kept_back=True)


def _standing(order: Order) -> Done | None:
    close_old_connections()
    rows = Delivery.objects.filter(
        pk=order.delivery.pk, fence=order.delivery.fence, state=order.delivery.state
    )
    seen = rows.values_list("brand__held_since", "channel__paused_until", "channel__disconnected_at").first()
    now = timezone.now()
    if seen is None:
        return Done(What.LATER, TAKEN_OVER, kept_back=True)
    held, paused, off = seen
    if held is not None or off is not None:
        said = readiness.HELD if held is not None else readiness.OFF
        return Done(What.LATER, said, until=now + readiness.LOOK_AGAIN, kept_back=True)
    if paused is not None and paused > now:
        return Done(What.LATER, readiness.FULL, until=paused, kept_back=True)
    return None
