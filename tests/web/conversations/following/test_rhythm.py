from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from passaparola.web.conversations.following import rhythm


@pytest.mark.parametrize(
    ("quiet", "simulated", "real"),
    [
        (timedelta(minutes=5), timedelta(seconds=20), timedelta(minutes=2)),
        (timedelta(hours=2), timedelta(minutes=1), timedelta(minutes=10)),
        (timedelta(hours=10), timedelta(minutes=5), timedelta(minutes=30)),
        (timedelta(days=3), timedelta(minutes=30), timedelta(hours=3)),
    ],
)
def test_the_longer_it_is_quiet_the_rarer_it_is_read(
    now: datetime, quiet: timedelta, simulated: timedelta, real: timedelta
) -> None:
    assert rhythm.next_reading(now - quiet, now, simulated=True) == now + simulated
    assert rhythm.next_reading(now - quiet, now, simulated=False) == now + real


def test_after_seven_silent_days_it_is_read_no_more(now: datetime) -> None:
    assert rhythm.next_reading(now - timedelta(days=7), now, simulated=True) is None


def test_an_act_from_the_future_counts_as_fresh(now: datetime) -> None:
    assert rhythm.next_reading(now + timedelta(days=1), now, simulated=False) == now + timedelta(minutes=2)
