"""The only door out: due deliveries, claimed many at a time, each tried or looked for, each settled once.

Before anything leaves, the intent is written: the row is *sending*, in the transaction that claims it.
Whoever finds it so later, its lease run out, knows that nobody knows, and looks before anything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from passaparola.web.lifecycle.crew import Crew
from passaparola.web.publishing.models.delivery import SCHEDULED, SENDING, Delivery, What
from passaparola.web.publishing.outbox import readiness, records, sending, settling
from passaparola.web.publishing.outbox.orders import Order, orders
from passaparola.web.publishing.outbox.settling import Done, Settled

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from datetime import datetime

Ended = tuple[Order, Done]

STOPPED = "The worker that was sending it stopped in the middle: nobody knows yet whether it arrived."
LATE = "Its platform had answered, too late for the try that asked: it is there."


def take(rows: Sequence[Delivery], now: datetime) -> list[tuple[Delivery, Coroutine[Any, Any, Ended]]]:
    """Write the intents of what is sent, settle what is not, return the work; in the claim's transaction."""
    going: list[Order] = []
    looking: list[Order] = []
    settled: list[tuple[Order, Settled]] = []
    due = orders(rows)
    gate = readiness.Gate(now, [order for order in due if _to_send(order)])
    for order in due:
        if (known := _known(order, now)) is not None:
            settled.append((order, known))
        elif not _to_send(order):
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


def _to_send(order: Order) -> bool:
    return order.delivery.state == SCHEDULED and order.spoken


def _known(order: Order, now: datetime) -> Settled | None:
    """Return what is known of `order` without a question; None where it is sent, or looked for."""
    delivery = order.delivery
    if not order.spoken:
        return settling.unspoken(delivery)
    if (receipt := order.known()) is not None:
        found = Done(What.FOUND, LATE, receipt=receipt)
        return settling.after(delivery, len(order.pieces), found, order.row, now)
    if delivery.state == SENDING:
        stopped = Done(What.UNKNOWN, STOPPED)
        return settling.after(delivery, len(order.pieces), stopped, order.row, now)
    return None


async def _send(order: Order) -> Ended:
    return order, await sending.send(order)


async def _look(order: Order) -> Ended:
    return order, await sending.look(order)


@transaction.atomic
def keep(ended: Sequence[tuple[Delivery, Ended]], now: datetime) -> None:
    """Settle what has ended, whole or not at all: receipt, history, state, the channel's health."""
    # With deliveries of their own: kept in vain and kept again, a piece is counted once all the same.
    mine, lost = records.still_held([(order.afresh(), done) for _, (order, done) in ended])
    records.settle(
        [
            (order, settling.after(order.delivery, len(order.pieces), done, order.row, now))
            for order, done in mine
        ],
        now,
    )
    records.note_lost(lost, now)
    records.tell_channels([(order.channel, done) for order, done in mine], now)


OUTBOX: Crew[Delivery, Ended] = Crew(Delivery, take=take, keep=keep, apart="channel__place")
