"""The only door out: due deliveries, claimed many at a time, each tried or looked for, each settled once.

Before anything leaves, the intent is written: the row is *sending*, in the transaction that claims it.
Whoever finds it so later, its lease run out, knows that nobody knows, and looks before anything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from passaparola.web.lifecycle.crew import Crew
from passaparola.web.publishing import readiness, records, sending, settling
from passaparola.web.publishing.models.delivery import SCHEDULED, SENDING, Delivery, What
from passaparola.web.publishing.orders import Order, orders
from passaparola.web.publishing.settling import Done, Settled

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from datetime import datetime

Ended = tuple[Order, Done]

STOPPED = "The worker that was sending it stopped in the middle: nobody knows yet whether it arrived."


def take(rows: Sequence[Delivery], now: datetime) -> list[tuple[Delivery, Coroutine[Any, Any, Ended]]]:
    """Write the intents of what is sent, settle what is not, return the work; in the claim's transaction."""
    going: list[Order] = []
    looking: list[Order] = []
    settled: list[tuple[Order, Settled]] = []
    gate = readiness.Gate(now)
    for order in orders(rows):
        delivery = order.delivery
        if delivery.state == SENDING:
            stopped = Done(What.UNKNOWN, STOPPED)
            settled.append((order, settling.after(delivery, len(order.pieces), stopped, order.row, now)))
        elif delivery.state != SCHEDULED:
            looking.append(order)
        elif (not_now := gate.refuses(order)) is not None:
            settled.append((order, not_now))
        else:
            going.append(order)
    gate.close()
    records.settle(settled, now)
    records.intend(going, now)
    return [(order.delivery, _send(order)) for order in going] + [
        (order.delivery, _look(order)) for order in looking
    ]


async def _send(order: Order) -> Ended:
    return order, await sending.send(order)


async def _look(order: Order) -> Ended:
    return order, await sending.look(order)


@transaction.atomic
def keep(ended: Sequence[tuple[Delivery, Ended]], now: datetime) -> None:
    """Settle what has ended, whole or not at all: receipt, history, state, the channel's health."""
    mine, lost = records.still_held([each for _, each in ended])
    records.settle(
        [
            (order, settling.after(order.delivery, len(order.pieces), done, order.row, now))
            for order, done in mine
        ],
        now,
    )
    records.note_lost(lost, now)
    records.tell_channels([(order.channel, done) for order, done in mine], now)


OUTBOX: Crew[Delivery, Ended] = Crew(Delivery, take=take, keep=keep)
