"""What the site asks about the workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max

from passaparola.web.lifecycle.models import HEARING, READING, SENDING, Worker

if TYPE_CHECKING:
    from datetime import datetime

SILENCE = timedelta(seconds=30)
"""A worker beats every few seconds; after this long without a beat it is taken to be gone."""


@dataclass(frozen=True, slots=True)
class Heard:
    """When a worker was last heard (None: never) and whether that is recent enough to count on it."""

    at: datetime | None
    alive: bool


def heard(now: datetime) -> dict[str, Heard]:
    """Say of each duty whether any worker is at it at `now`; costs one query."""
    beats = dict(Worker.objects.values_list("duty").annotate(at=Max("beat_at")))
    return {duty: _heard(beats.get(duty), now) for duty in (READING, SENDING, HEARING)}


def _heard(at: datetime | None, now: datetime) -> Heard:
    # A beat from the future was written before the clock was set back: it says nothing about now.
    return Heard(at, alive=at is not None and -SILENCE <= now - at <= SILENCE)
