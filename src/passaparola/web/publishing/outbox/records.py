"""What the outbox writes: intents before, outcomes after; many rows with one statement each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q

from passaparola.web.channels.models import Channel
from passaparola.web.publishing.models.delivery import (
    PUBLISHED,
    REFUSED,
    SENDING,
    UNDECIDED,
    UNKNOWN,
    Attempt,
    Delivery,
    Piece,
    Verb,
    What,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import Model

    from passaparola.connectors.contract import Receipt
    from passaparola.web.publishing.outbox.orders import Order
    from passaparola.web.publishing.outbox.settling import Done, Settled

    Ended = tuple[Order, Done]

SETTLED = (
    *("state", "state_since", "due_at", "trouble", "lease_until", "attempts"),
    *("sent", "tried", "first_tried_at", "looks", "done_at"),
)
KEPT = ("native_id", "url", "extra", "published_at", "deleted_at")


def intend(orders: Sequence[Order], now: datetime) -> None:
    """Write, before anything is sent, that it is about to be: whoever comes after a crash then knows."""
    for order in orders:
        delivery = order.delivery
        delivery.state, delivery.state_since = SENDING, now
        delivery.tried += 1
        delivery.first_tried_at = delivery.first_tried_at or now
        delivery.intent_at = now
    _write(
        [order.delivery for order in orders],
        ("state", "state_since", "tried", "first_tried_at", "intent_at"),
    )
    _add(((order, What.INTENT, "") for order in orders), now)


def settle(some: Sequence[tuple[Order, Settled]], now: datetime) -> None:
    """Write where deliveries go, what is added to their history, and what their platforms gave."""
    for order, settled in some:
        _move(order.delivery, settled, now)
        if settled.fresh:
            _receive(order, settled.receipt, now)
    _write([order.delivery for order, _ in some], SETTLED)
    _write([order.piece for order, settled in some if settled.fresh], KEPT)
    _add(((order, what, said) for order, settled in some for what, said in settled.lines), now)
    _pass_on([(order, settled) for order, settled in some if settled.fresh], now)


def _move(delivery: Delivery, settled: Settled, now: datetime) -> None:
    if delivery.state != settled.state:
        delivery.state, delivery.state_since = settled.state, now
    delivery.due_at, delivery.trouble = settled.due_at, settled.said
    delivery.lease_until, delivery.attempts, delivery.looks = None, 0, settled.looks
    if settled.fresh:
        delivery.sent += 1
        delivery.tried, delivery.first_tried_at = 0, None
    if settled.state == PUBLISHED:
        delivery.done_at = now


def _receive(order: Order, receipt: Receipt | None, now: datetime) -> None:
    piece = order.piece
    if order.delivery.verb == Verb.DELETE:
        piece.deleted_at = now
    if receipt is not None:
        piece.native_id, piece.url, piece.extra = receipt.native_id, receipt.url, dict(receipt.extra)
        piece.published_at = now


def _pass_on(some: Iterable[tuple[Order, Settled]], now: datetime) -> None:
    """Tell the pieces of the first delivery what has been changed or deleted of them."""
    for order, _ in some:
        delivery, piece = order.delivery, order.piece
        first = Piece.objects.filter(delivery=delivery.of_id, native_id=piece.native_id)
        if delivery.verb == Verb.DELETE:
            first.update(deleted_at=now)
        elif delivery.verb == Verb.EDIT:
            first.update(content=piece.content, url=piece.url, extra=piece.extra)


def still_held(ended: Sequence[Ended]) -> tuple[list[Ended], list[Ended]]:
    """Return those whose rows are still this worker's, locked, and those another has taken over since.

    Rows that are gone, with their brand, are in neither. Locked in the order in which people's locks are.
    """
    pks = [order.delivery.pk for order, _ in ended]
    rows = Delivery.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    fences = dict(rows.values_list("pk", "fence"))
    there = [each for each in ended if each[0].delivery.pk in fences]
    mine = [each for each in there if fences[each[0].delivery.pk] == each[0].delivery.fence]
    return mine, [each for each in there if fences[each[0].delivery.pk] != each[0].delivery.fence]


def note_lost(lost: Sequence[Ended], now: datetime) -> None:
    """Keep what came back too late to settle anything: it is evidence, and a receipt is never thrown away.

    With a receipt nobody has to look or to decide any more: whoever takes the row next finds it.
    """
    _add(((order, done.what, done.said) for order, done in lost), now)
    for order, done in lost:
        if done.receipt is not None and order.delivery.verb == Verb.PUBLISH:
            # By its key, which it keeps when it is frozen anew meanwhile: the row may be another.
            Piece.objects.filter(key=order.piece.key, native_id="").update(
                native_id=done.receipt.native_id,
                url=done.receipt.url,
                extra=dict(done.receipt.extra),
                published_at=now,
            )
            unsettled = Delivery.objects.filter(pk=order.delivery.pk, sent=order.at)
            unsettled.filter(state__in=[UNKNOWN, UNDECIDED, REFUSED]).update(
                state=UNKNOWN, state_since=now, due_at=now
            )


def tell_channels(answers: Iterable[tuple[Channel, Done]], now: datetime) -> None:
    """Keep of each channel when it last went well, what was last refused, and how long to leave it alone."""
    told: dict[tuple[int, datetime | None], dict[str, Any]] = {}
    pauses: dict[int, datetime] = {}
    for channel, done in answers:
        if done.kept_back:
            continue
        fields = told.setdefault((channel.pk, channel.connected_at), {})
        if done.what in {What.PUBLISHED, What.FOUND}:
            fields |= {"succeeded_at": now}
        elif done.what in {What.REFUSED, What.LATER} or done.locked_out:
            fields |= {"refused_at": now, "refusal": done.said}
        if done.locked_out:
            fields["locked_out"] = True
        if done.until is not None:
            pauses[channel.pk] = max(done.until, pauses.get(channel.pk, done.until))
    # In one order everywhere, so that no two senders wait for each other.
    for (pk, connected), fields in sorted(told.items(), key=lambda each: each[0][0]):
        # What was refused with the keys before says nothing of those it was connected with since.
        rows = Channel.objects.filter(pk=pk, connected_at=connected)
        if fields:
            rows.update(**fields)
        if pk in pauses:
            # The longest wait that was named holds: an answer to an earlier question shortens none.
            rows.filter(Q(paused_until=None) | Q(paused_until__lt=pauses[pk])).update(paused_until=pauses[pk])


def _add(lines: Iterable[tuple[Order, What, str]], now: datetime) -> None:
    Attempt.objects.bulk_create(
        Attempt(
            delivery=order.delivery,
            piece=order.at,
            at=now,
            what=what,
            said=said,
            fence=order.delivery.fence,
        )
        for order, what, said in lines
    )


def _write(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Write the fields `names` of many rows with one prepared statement (see decision 0009)."""
    if not rows:
        return
    meta = type(rows[0])._meta  # noqa: SLF001 - Django's public name
    fields = [field for field in meta.concrete_fields if field.attname in names]
    quoted = connection.ops.quote_name
    columns = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    values = [
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), row.pk]
        for row in rows
    ]
    with connection.cursor() as cursor:
        # the names are those of our own tables
        cursor.executemany(f"UPDATE {quoted(meta.db_table)} SET {columns} WHERE id = %s", values)  # noqa: S608
