"""Our own record keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from passaparola.connectors.bluesky import key, wire
from passaparola.connectors.contract import Draft

AT = datetime(2026, 11, 25, 9, 30, 12, 345_678, tzinfo=UTC)


def of(name: str, at: datetime = AT) -> str:
    return key.of(Draft(key=name, at=at, text="whatever"))


@given(st.text(max_size=80), st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001 - made aware below
def test_a_key_is_a_tid_of_the_minute_before_it_was_due(name: str, moment: datetime) -> None:
    at = moment.replace(tzinfo=UTC)
    written = of(name, at)
    assert wire.TID.fullmatch(written)
    told = wire.time_of(written)
    assert told is not None
    assert timedelta() <= at.replace(microsecond=0) - told <= timedelta(minutes=1)


def test_the_same_draft_has_the_same_key_whatever_became_of_its_words() -> None:
    assert key.of(Draft("a", AT, "first")) == key.of(Draft("a", AT, "second")) == of("a")


def test_posts_of_the_same_second_have_keys_of_their_own() -> None:
    assert len({of(str(i)) for i in range(20_000)}) == 20_000


def test_later_posts_have_later_keys() -> None:
    keys = [of("a", AT + timedelta(minutes=i)) for i in range(100)]
    assert keys == sorted(keys)
