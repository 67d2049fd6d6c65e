"""What others may do with a living row: bring it to life, push it on, wake it, hold it while writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.lifecycle.graph import Graph
    from passaparola.web.lifecycle.models import Living


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
    to = row.graph[state]
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
    type(row)._default_manager.filter(pk=row.pk).update(fence=F("fence") + 1, **fields)  # noqa: SLF001 - Django's public name
    row.refresh_from_db()


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
