"""Hours as spikes count them: whole hours since the epoch, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hour_of(moment: datetime) -> int:
    """Return the whole hours from 1970 to the aware `moment`."""
    return (moment - EPOCH) // HOUR


def begins(hour: int) -> datetime:
    """Return when an hour begins, in UTC."""
    return EPOCH + hour * HOUR
