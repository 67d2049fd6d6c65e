"""Whether something due may be sent now: nobody holds the brand, the channel speaks, its rate allows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from passaparola.web.channels.models import Channel
from passaparola.web.lifecycle.queue import SKEW
from passaparola.web.publishing.models.delivery import REFUSED, SCHEDULED, WAITING, Verb, What
from passaparola.web.publishing.models.post import Stage
from passaparola.web.publishing.outbox.settling import GIVE_UP, Settled

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from passaparola.connectors.row import Rate
    from passaparola.web.publishing.outbox.orders import Order

LOOK_AGAIN = timedelta(seconds=30)
"""How long what cannot be sent waits: no later than this after a release, or a new connection, it leaves."""

HELD = gettext_noop("Held: everything of this brand waits until somebody releases it.")
UNAPPROVED = gettext_noop("It waits for approval.")
OFF = gettext_noop("The channel is disconnected: connect it again, then try again.")
LOCKED_OUT = gettext_noop("Its platform no longer lets us in: connect the channel again, and this is sent.")
TOO_LATE = gettext_noop("It waited a day for its channel to be connected again: look at it, then try again.")
FULL = gettext_noop("The platform's rate for this channel is used up: it waits its turn.")


class Gate:
    """One look at everything that is due at `now`; what it lets through is taken off the channels' rates."""

    def __init__(self, now: datetime, orders: Iterable[Order]) -> None:
        self._now = now
        rated = {order.channel.pk: order.row.rate for order in orders if order.row.rate is not None}
        # All of them now and in one order, so that no two senders wait for each other; `no_key`, so that
        # nobody who plans a post on one of them waits either.
        rows = Channel.objects.select_for_update(no_key=True).filter(pk__in=rated).order_by("pk")
        self._rates = {row.pk: _Allowance.of(row, rated[row.pk], now) for row in (rows if rated else ())}

    def refuses(self, order: Order) -> Settled | None:
        """Return where `order` waits or ends instead of being sent; None where it may be sent."""
        delivery = order.delivery
        if delivery.brand.held_since is not None:
            return self._wait(HELD)
        if self._unapproved(order):
            return Settled(WAITING, None, UNAPPROVED)
        return self._channel(order) or self._rate(order)

    def close(self) -> None:
        """Keep what is left of the rates."""
        for allowance in self._rates.values():
            if allowance.taken:
                Channel.objects.filter(pk=allowance.channel).update(
                    allowance=allowance.left, allowance_at=allowance.at
                )

    def _wait(self, said: str, until: datetime | None = None) -> Settled:
        return Settled(SCHEDULED, until or self._now + LOOK_AGAIN, said)

    def _unapproved(self, order: Order) -> bool:
        post, brand = order.delivery.post, order.delivery.brand
        # What is exempt as an answer is none where it answers nobody, whoever made it so.
        exempt = post.exempt and bool(order.pieces[0].content.get("answers"))
        asked = brand.approval > 0 and not exempt
        return order.delivery.verb == Verb.PUBLISH and asked and post.stage != Stage.APPROVED

    def _channel(self, order: Order) -> Settled | None:
        channel = order.channel
        if channel.connected_at is None or channel.disconnected_at is not None:
            return Settled(REFUSED, None, OFF, ((What.REFUSED, OFF),))
        if channel.locked_out and self._now - order.delivery.planned_at >= GIVE_UP:
            return Settled(REFUSED, None, TOO_LATE, ((What.REFUSED, TOO_LATE),))
        if channel.locked_out:
            return self._wait(LOCKED_OUT)
        if channel.paused_until is not None and channel.paused_until > self._now:
            return self._wait(FULL, channel.paused_until)
        return None

    def _rate(self, order: Order) -> Settled | None:
        if (allowance := self._rates.get(order.channel.pk)) is None:
            return None
        wait = allowance.take()
        return self._wait(FULL, self._now + wait) if wait else None


class _Allowance:
    """What a channel may still send: a bucket of `rate.count` that fills again in `rate.seconds`."""

    def __init__(self, channel: int, left: float, rate: Rate, at: datetime) -> None:
        self.channel = channel
        self.left = left
        self.at = at
        self.taken = 0
        self._each = timedelta(seconds=rate.seconds / rate.count)
        self._waiting = 0

    @classmethod
    def of(cls, row: Channel, rate: Rate, now: datetime) -> _Allowance:
        """Return the allowance of the channel `row`, locked against other workers, at `now`."""
        full = float(rate.count)
        if row.allowance_at is None or row.allowance_at > now + SKEW:
            return cls(row.pk, full, rate, now)
        # Another sender may have come later and been let in first, or have a clock that is a little ahead:
        # then nothing has grown since, and that is no reason to begin anew.
        passed = max(0.0, (now - row.allowance_at).total_seconds())
        left = min(full, row.allowance + passed * rate.count / rate.seconds)
        return cls(row.pk, left, rate, max(now, row.allowance_at))

    def take(self) -> timedelta:
        """Take one, or return how long the next one in line has to wait."""
        if self.left >= 1:
            self.left -= 1
            self.taken += 1
            return timedelta(0)
        self._waiting += 1
        return self._each * (self._waiting - self.left)
