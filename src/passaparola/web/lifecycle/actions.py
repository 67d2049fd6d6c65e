"""What others may do with a living row: bring it to life, push it on, wake it, hold it while writing."""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import F

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from passaparola.web.lifecycle.graph import Graph
    from passaparola.web.lifecycle.models import Living

Item = TypeVar("Item")

ROOM = 900  # keys in one statement
TURN = 4_000  # rows written before others may write
ASIDE = 0.15  # seconds: SQLite's waiting writers look every tenth of one


class LeaseLost(Exception):
    """Another worker has the row by now, or a person pushed it on: what was done for it must not be kept."""


def begin(graph: Graph, now: datetime) -> dict[str, Any]:
    """Return the fields a new row starts its life with: the initial state, due at once if it is automatic."""
    return {
        "state": graph.initial.name,
        "state_since": now,
        "due_at": now if graph.initial.automatic else None,
    }


def move(row: Living, state: str, now: datetime, *, because: str = "") -> None:
    """Push `row` to `state` whatever a worker is doing with it; raises `LifeError` for an unknown state."""
    move_many(type(row), [row.pk], state, now, because=because)
    row.refresh_from_db()


def move_many(
    model: type[Living], pks: Sequence[int], state: str, now: datetime, *, because: str = ""
) -> None:
    """Push rows of `model` to `state` as `move` does, with one statement for 900 of them."""
    to = model.graph[state]
    fields: dict[str, Any] = {
        "state": to.name,
        "state_since": now,
        "due_at": now if to.automatic else None,
        "tried_at": None,
        "attempts": 0,
        "failures": 0,
        "trouble": because,
        "lease_until": None,
    }
    for start in range(0, len(pks), ROOM):
        rows = model._default_manager.filter(pk__in=pks[start : start + ROOM])  # noqa: SLF001 - Django's public name
        rows.update(fence=F("fence") + 1, **fields)


def wake(row: Living, now: datetime) -> bool:
    """Make `row` due now; False where its state is not one the worker handles."""
    if not row.graph[row.state].automatic:
        return False
    return bool(type(row)._default_manager.filter(pk=row.pk, state=row.state).update(due_at=now))  # noqa: SLF001


def hold(row: Living) -> None:
    """Lock `row` for the rest of the transaction; raises `LeaseLost` unless it is still this worker's.

    Call it first in the transaction in which a handler writes: a worker thought dead then writes nothing.
    """
    rows = type(row)._default_manager.filter(pk=row.pk, fence=row.fence, state=row.state)  # noqa: SLF001
    # An update that changes nothing takes the row's lock on PostgreSQL and SQLite alike.
    if rows.update(fence=row.fence) != 1:
        raise LeaseLost(f"{type(row).__name__} {row.pk} has been taken over.")


def in_turns(row: Living, items: Iterable[Item], write: Callable[[Sequence[Item]], object]) -> None:
    """Have `items` written some at a time, each time in a transaction that holds `row`; raises `LeaseLost`.

    On SQLite one writes at a time: in between, step aside for as long as was written, or for `ASIDE`, so that
    people sign in and hearts beat while a large file is taken in. What is written must bear being done again:
    after a crash it is.
    """
    waiting = iter(items)
    while some := list(islice(waiting, TURN)):
        begun = time.monotonic()
        with transaction.atomic():
            hold(row)
            write(some)
        time.sleep(min(ASIDE, time.monotonic() - begun))
