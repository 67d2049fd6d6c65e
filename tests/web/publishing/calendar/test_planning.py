"""Wall times and moments across the nights on which clocks change, and the slots of a channel's week."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passaparola.web.channels import actions as channels
from passaparola.web.lifecycle.actions import begin
from passaparola.web.publishing.calendar import planning
from passaparola.web.publishing.models import DELIVERING, Delivery, Post, Slot, Variant

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel

ROME, NEW_YORK, LORD_HOWE = "Europe/Rome", "America/New_York", "Australia/Lord_Howe"
SUNDAY, MONDAY = datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 2, 8, tzinfo=UTC)
EARLY, LATE = datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2037-12-31")
ZONES = (ROME, NEW_YORK, LORD_HOWE, "Asia/Kolkata", "Pacific/Chatham", "Africa/Casablanca", "UTC")


@pytest.mark.parametrize(
    ("wall", "zone", "utc"),
    [
        ("2026-03-28T09:00", ROME, "2026-03-28T08:00"),
        ("2026-03-29T09:00", ROME, "2026-03-29T07:00"),
        ("2026-03-29T01:59", ROME, "2026-03-29T00:59"),
        ("2026-03-29T02:00", ROME, "2026-03-29T01:00"),
        ("2026-03-29T02:30", ROME, "2026-03-29T01:00"),
        ("2026-03-29T03:00", ROME, "2026-03-29T01:00"),
        ("2026-10-25T02:30", ROME, "2026-10-25T00:30"),
        ("2026-10-25T03:00", ROME, "2026-10-25T02:00"),
        ("2026-03-08T02:30", NEW_YORK, "2026-03-08T07:00"),
        ("2026-11-01T01:30", NEW_YORK, "2026-11-01T05:30"),
        ("2026-10-04T02:15", LORD_HOWE, "2026-10-03T15:30"),
        ("2026-04-05T01:45", LORD_HOWE, "2026-04-04T14:45"),
        ("2026-03-29T14:30", "Asia/Kolkata", "2026-03-29T09:00"),
        # Samoa left a whole day out: its 30 December 2011 began and ended as the 31st began.
        ("2011-12-30T09:00", "Pacific/Apia", "2011-12-30T10:00"),
    ],
)
def test_a_wall_time_is_one_moment_also_on_the_nights_clocks_change(wall: str, zone: str, utc: str) -> None:
    assert planning.moment(wall, zone) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@given(
    local=st.datetimes(EARLY, LATE).map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    zone=st.sampled_from(ZONES),
)
def test_a_wall_time_comes_back_as_it_was_or_as_the_first_moment_after_a_gap(
    local: datetime, zone: str
) -> None:
    wall = local.isoformat(timespec="minutes")
    at = planning.moment(wall, zone)
    back = planning.wall(at, zone)
    assert back >= wall
    if back != wall:
        before = (at - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert before < local
        assert "skips" in planning.oddity(wall, zone)


@given(at=st.datetimes(EARLY, LATE), zone=st.sampled_from(ZONES))
def test_of_a_time_that_comes_twice_it_is_the_first(at: datetime, zone: str) -> None:
    real = at.replace(tzinfo=UTC, second=0, microsecond=0)
    wall = planning.wall(real, zone)
    assert planning.moment(wall, zone) <= real
    if planning.moment(wall, zone) < real:
        assert "twice" in planning.oddity(wall, zone)


@pytest.mark.parametrize(
    "wall", ["0001-01-01T00:00", "1969-12-31T23:59", "9991-01-01T00:00", "9999-12-31T23:59"]
)
def test_a_time_beyond_the_calendar_is_refused_in_words_whatever_the_zone(wall: str) -> None:
    with pytest.raises(planning.Unplannable, match="beyond the calendar"):
        planning.parsed(wall)
    for zone in ZONES:
        with pytest.raises(planning.Unplannable, match="beyond the calendar"):
            planning.moment(wall, zone)


def test_what_the_clocks_did_is_said_and_nothing_on_other_days() -> None:
    assert "it is 03:00" in planning.oddity("2026-03-29T02:30", ROME)
    assert "first of the two" in planning.oddity("2026-10-25T02:30", ROME)
    assert planning.oddity("2026-03-30T02:30", ROME) == ""


@pytest.mark.parametrize("wall", ["", "tomorrow", "2026-02-30T09:00", "2026-03-01 09:00", "2026-03-01T9:00"])
def test_what_is_no_time_is_refused_with_how_to_write_one(wall: str) -> None:
    with pytest.raises(planning.Unplannable, match="write it like 2026-03-29T09:30"):
        planning.moment(wall, ROME)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Europe/Rome\0"])
def test_what_is_no_zone_is_refused_with_an_example(zone: str) -> None:
    with pytest.raises(planning.Unplannable, match="choose one like Europe/Rome"):
        planning.moment("2026-03-01T09:00", zone)


@pytest.mark.parametrize("wall", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_the_edge_of_the_calendar_is_refused_or_told_and_never_a_crash(wall: str) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Niue"):
        try:
            at = planning.moment(wall, zone)
        except planning.Unplannable as refusal:
            assert "nearer date" in str(refusal)  # noqa: PT017 - one of the two zones answers
        else:
            assert at.tzinfo is UTC


@pytest.fixture
def channel(brand: Brand) -> Channel:
    return channels.add_channel(brand, platform="sandbox", native_id="a", handle="aurora")


@pytest.fixture
def plan(brand: Brand, now: datetime) -> Callable[..., Delivery]:
    """Put a post into a channel's queue at a moment."""

    def put(channel: Channel, at: datetime, **more: Any) -> Delivery:
        post = Post.objects.create(brand=brand, created_at=now, changed_at=now, text="x")
        variant = Variant.objects.create(post=post, channel=channel)
        given = {**begin(DELIVERING, now), **more}
        return Delivery.objects.create(
            brand=brand, post=post, variant=variant, channel=channel, planned_at=at, created_at=now, **given
        )

    return put


def week(channel: Channel, *slots: tuple[int, int]) -> None:
    for weekday, hour in slots:
        Slot.objects.create(channel=channel, weekday=weekday, at=time(hour))


def test_the_next_slot_is_the_first_of_the_week_after_now(channel: Channel) -> None:
    week(channel, (0, 9), (4, 17))
    assert planning.next_slot(channel, SUNDAY) == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert planning.next_slot(channel, MONDAY) == datetime(2026, 3, 6, 16, tzinfo=UTC)


def test_a_slot_stays_at_its_hour_when_the_clocks_change(channel: Channel) -> None:
    week(channel, (6, 9))
    times = planning.slot_times(channel.slots.all(), ROME, datetime(2026, 3, 21, tzinfo=UTC))
    assert [next(times).hour for _ in range(2)] == [8, 7]


def test_a_slot_that_is_taken_is_passed_over(channel: Channel, plan: Callable[..., Delivery]) -> None:
    week(channel, (0, 9), (4, 17))
    plan(channel, MONDAY + timedelta(seconds=20))
    assert planning.next_slot(channel, SUNDAY) == datetime(2026, 3, 6, 16, tzinfo=UTC)


def test_what_was_cancelled_takes_no_slot(channel: Channel, plan: Callable[..., Delivery]) -> None:
    week(channel, (0, 9))
    plan(channel, MONDAY, state="cancelled")
    assert planning.next_slot(channel, SUNDAY) == MONDAY


def test_a_channel_without_slots_has_no_next_one(channel: Channel) -> None:
    assert planning.next_slot(channel, SUNDAY) is None
    assert planning.first_in_line(channel, SUNDAY) == (None, [])
    assert planning.next_slot_of([], SUNDAY) is None


def test_several_channels_share_a_slot_where_they_can(brand: Brand, channel: Channel) -> None:
    other = channels.add_channel(brand, platform="sandbox", native_id="b", handle="forno")
    week(channel, (0, 9), (2, 12))
    week(other, (1, 10), (2, 12))
    assert planning.next_slot_of([channel, other], SUNDAY) == datetime(2026, 3, 4, 11, tzinfo=UTC)


def test_several_channels_without_a_shared_slot_take_the_first_of_any(brand: Brand, channel: Channel) -> None:
    other = channels.add_channel(brand, platform="sandbox", native_id="b", handle="forno")
    week(other, (1, 10))
    assert planning.next_slot_of([channel, other], SUNDAY) == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_first_in_line_moves_those_before_it_by_one_slot_up_to_the_first_gap(
    channel: Channel, plan: Callable[..., Delivery]
) -> None:
    week(channel, (0, 9), (1, 9), (2, 9), (3, 9))
    slots = [MONDAY + timedelta(days=day) for day in range(4)]
    first, second = plan(channel, slots[0]), plan(channel, slots[1])
    plan(channel, slots[3])
    by_hand = plan(channel, MONDAY + timedelta(hours=3))
    at, shifts = planning.first_in_line(channel, SUNDAY)
    assert at == slots[0]
    assert [(shift.delivery, shift.at) for shift in shifts] == [(first, slots[1]), (second, slots[2])]
    assert by_hand not in [shift.delivery for shift in shifts]
