"""How often a running message is read again: often while fresh, rarely once quiet, then no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Beat:
    """While the last act is younger than `quiet`, read every `real` (`simulated` where all is simulated)."""

    quiet: timedelta
    simulated: timedelta
    real: timedelta


RHYTHM = (
    Beat(timedelta(hours=1), timedelta(seconds=20), timedelta(minutes=2)),
    Beat(timedelta(hours=6), timedelta(minutes=1), timedelta(minutes=10)),
    Beat(timedelta(days=1), timedelta(minutes=5), timedelta(minutes=30)),
    Beat(timedelta(days=7), timedelta(minutes=30), timedelta(hours=3)),
)


def next_reading(last_act: datetime, now: datetime, *, simulated: bool) -> datetime | None:
    """Return when to read again a message whose last act was at `last_act`; None once it is silent."""
    for beat in RHYTHM:
        if now - last_act < beat.quiet:
            return now + (beat.simulated if simulated else beat.real)
    return None
