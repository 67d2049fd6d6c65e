"""Rows as the queue: claim one that is due, renew or give back its lease, store the outcome.

Every write is a conditional UPDATE whose count is checked, so any number of workers may run on SQLite and on
PostgreSQL alike. A claim raises the row's fence; whatever an older holder says after that changes nothing.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Case, F, Q, QuerySet, Value, When

from passaparola.web.lifecycle.graph import Later, Next

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from passaparola.web.lifecycle.graph import Outcome
    from passaparola.web.lifecycle.models import Living

LEASE = timedelta(seconds=60)
SKEW = timedelta(minutes=5)
"""No lease is this long, no try this far ahead: a row that says so was written by a clock set back since."""

SOONEST = timedelta(seconds=1)
LOOK_AHEAD = 16

Row = TypeVar("Row", bound="Living")


def rows_of(model: type[Row]) -> QuerySet[Row]:
    """Return all rows of `model`."""
    return model._default_manager.all()  # noqa: SLF001 - Django's public name


def due(model: type[Row], now: datetime) -> QuerySet[Row]:
    """Return the rows that may be claimed at `now`, the longest overdue first."""
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    return rows_of(model).filter(free, due_at__lte=now).order_by("due_at")


def claim(model: type[Row], now: datetime) -> Row | None:
    """Claim one due row and return it as it stands, or None where nothing is due."""
    seen = list(due(model, now).values_list("pk", "fence")[:LOOK_AHEAD])
    # Several workers see the same rows: each starts somewhere else, so that few claims are in vain.
    random.shuffle(seen)
    for pk, fence in seen:
        lease = {"lease_until": now + LEASE, "tried_at": now}
        if (
            due(model, now)
            .filter(pk=pk, fence=fence)
            .update(fence=fence + 1, attempts=F("attempts") + 1, **lease)
        ):
            return rows_of(model).filter(pk=pk, fence=fence + 1).first()
    return None


def claim_many(some: QuerySet[Row], now: datetime, most: int) -> list[Row]:
    """Claim up to `most` rows of `some` (see `due`), in their order; in a transaction.

    On PostgreSQL rows that another is claiming are passed over; on SQLite one writes at a time anyway.
    """
    rows = list(some.select_for_update(skip_locked=True, of=("self",), no_key=True)[:most])
    claimed = rows_of(some.model).filter(pk__in=[row.pk for row in rows])
    claimed.update(fence=F("fence") + 1, attempts=F("attempts") + 1, lease_until=now + LEASE, tried_at=now)
    for row in rows:
        row.fence += 1
        row.attempts += 1
        row.lease_until, row.tried_at = now + LEASE, now
    return rows


def _ours(row: Row) -> QuerySet[Row]:
    return rows_of(type(row)).filter(pk=row.pk, fence=row.fence, state=row.state)


def renew(row: Living, now: datetime) -> bool:
    """Lengthen the lease of `row`; False where it has been lost."""
    return _ours(row).update(lease_until=now + LEASE) == 1


def renew_many(rows: Iterable[Living], now: datetime) -> None:
    """Lengthen the leases of `rows` that are still held, with a statement for each model and fence."""
    held: dict[tuple[type[Living], int], list[int]] = defaultdict(list)
    for row in rows:
        held[type(row), row.fence].append(row.pk)
    for (model, fence), pks in held.items():
        ours = rows_of(model).filter(pk__in=pks, fence=fence, lease_until__isnull=False)
        ours.update(lease_until=now + LEASE)


def give_back(row: Living) -> bool:
    """Return a claimed `row` undone, so that the next worker takes it; False where it had been lost."""
    return _ours(row).update(lease_until=None, tried_at=None, attempts=max(0, row.attempts - 1)) == 1


def settle(row: Living, outcome: Outcome, now: datetime) -> bool:
    """Store what the handler answered for `row`; False, and nothing stored, where its lease had been lost."""
    match outcome:
        case None:
            return _stay(row, Later(), now)
        case Later():
            return _stay(row, outcome, now)
        case Next():
            return _go(row, outcome, now)
        case str():
            return _go(row, Next(outcome), now)


def fail(row: Living, because: str, now: datetime) -> bool:
    """Count a failed try of `row` and back off; False where its lease had been lost."""
    failures = row.failures + 1
    wait = row.graph[row.state].back_off(failures)
    return _stay(row, Later(now + wait, because), now, failures=failures)


def _go(row: Living, to: Next, now: datetime) -> bool:
    state = row.graph[to.state]
    fields: dict[str, Any] = {
        "state": state.name,
        "state_since": now,
        "due_at": now if state.automatic else None,
        "attempts": 0,
        "failures": 0,
        "trouble": to.because,
        "lease_until": None,
    }
    return _ours(row).update(**fields) == 1


def _stay(row: Living, later: Later, now: datetime, *, failures: int = 0) -> bool:
    state = row.graph[row.state]
    if state.times_out_to and state.times_out_after and now - row.state_since >= state.times_out_after:
        return _go(row, Next(state.times_out_to, later.because), now)
    at = max(later.at or now + (state.try_every or SOONEST), now + SOONEST)
    # Whoever woke the row while it was being handled changed `due_at`: then it is due again at once.
    when = Case(When(due_at=row.due_at, then=Value(at)), default=Value(now))
    fields = {"due_at": when, "failures": failures, "trouble": later.because, "lease_until": None}
    return _ours(row).update(**fields) == 1


def mend_clock(model: type[Living], now: datetime) -> int:
    """Make due what a clock that has been set back would leave waiting; return how many rows that was."""
    ahead = now + SKEW
    wrong = Q(tried_at__gt=ahead) | Q(state_since__gt=ahead) | Q(lease_until__gt=ahead)
    return (
        rows_of(model)
        .filter(wrong, due_at__isnull=False)
        .update(due_at=now, tried_at=None, state_since=now, lease_until=None)
    )
