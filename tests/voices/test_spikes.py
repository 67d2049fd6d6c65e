"""When more is said than usual: one alert an episode, and few for nothing."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passaparola.voices import spikes
from passaparola.voices.baseline import HOURS, WEEK
from passaparola.voices.errors import VoicesError

Counts = list[int | None]


def poisson(rng: random.Random, mean: float) -> int:
    """Count the arrivals of an hour whose gaps are exponential."""
    return sum(
        1
        for _ in itertools.takewhile(
            lambda at: at < 1, itertools.accumulate(iter(lambda: rng.expovariate(mean), -1.0))
        )
    )


def usual(weeks: float, seed: int = 1, mean: float = 6.0) -> Counts:
    """Days and nights with a gamma-distributed mood to every hour."""
    rng = random.Random(seed)  # noqa: S311 (draws, no secrets)
    days = [1.6 if hour % HOURS in range(7, 22) else 0.1 for hour in range(int(weeks * WEEK))]
    return [poisson(rng, mean * day * rng.gammavariate(5, 0.2) + 1e-9) for day in days]


def with_burst(counts: Counts, at: int, hours: int, times: int) -> Counts:
    return [
        count * times if count is not None and at <= hour < at + hours else count
        for hour, count in enumerate(counts)
    ]


AT = 8 * WEEK + 10  # ten in the morning


def test_a_burst_is_one_episode_told_within_hours_and_over_when_it_is_over() -> None:
    found = spikes.watch(with_burst(usual(9), AT, 10, 10), 0).episodes
    assert [AT <= one.begins <= AT + 2 for one in found if one.begins >= AT - HOURS] == [True]
    assert found[-1].ends is not None
    assert AT + 8 <= found[-1].ends <= AT + 18
    assert not found[-1].settled


def test_an_episode_says_how_much_was_said_and_how_much_was_usual() -> None:
    counts = with_burst(usual(9), AT, 10, 10)
    one = spikes.watch(counts, 0).episodes[-1]
    assert one.said == sum(count or 0 for count in counts[one.begins : one.last + 1])
    assert one.peak == max(count or 0 for count in counts[one.begins : one.last + 1])
    assert 4 < one.said / one.usual < 15


def test_a_burst_of_days_with_quiet_nights_is_one_episode() -> None:
    found = spikes.watch(with_burst(usual(9), AT, 58, 8), 0).episodes
    assert len([one for one in found if one.begins >= AT - HOURS]) == 1


def test_an_episode_goes_on_while_it_is_loud() -> None:
    found = spikes.watch(with_burst(usual(9), AT, 99, 10)[: AT + 5], 0).episodes
    assert found[-1].ends is None
    assert found[-1].last == AT + 4


def test_the_usual_day_is_no_spike() -> None:
    alarms = sum(len(spikes.watch(usual(12, seed), 0).episodes) for seed in range(8))
    assert alarms / (8 * 12 * 7) < 2 / spikes.FALSE_ALARM_DAYS


def test_fewer_false_alarms_can_be_asked_for() -> None:
    rare = sum(len(spikes.watch(usual(12, seed), 0, false_alarm_days=3_000).episodes) for seed in range(8))
    often = sum(len(spikes.watch(usual(12, seed), 0, false_alarm_days=3).episodes) for seed in range(8))
    assert rare < often / 4


def test_two_things_said_are_never_a_spike() -> None:
    quiet: Counts = [0] * (8 * WEEK)
    assert not spikes.watch([*quiet, 2], 0).episodes
    assert spikes.watch([*quiet, 9], 0).episodes


def test_before_a_day_is_known_nothing_is_told() -> None:
    told = spikes.watch([1] * 10 + [500], 0)
    assert (told.episodes, told.known, told.enough, told.unusual_from) == ((), 11, False, None)


def test_before_a_week_is_known_only_much_more_is_told() -> None:
    days = usual(3 / 7)
    loudest = max(count or 0 for count in days)
    assert not spikes.watch([*days, 3 * loudest - 1], 0).episodes
    told = spikes.watch([*days, 3 * loudest], 0)
    assert told.episodes[0].begins == len(days)
    assert not told.enough


def test_an_outage_is_no_silence() -> None:
    counts = usual(9)
    outage: Counts = [*counts[:AT], *[None] * 30, *counts[AT + 30 :]]
    silence: Counts = [*counts[:AT], *[0] * 30, *counts[AT + 30 :]]
    expected = spikes.watch(counts, 0).expected
    assert spikes.watch(outage, 0).expected == pytest.approx(expected, rel=0.1)
    assert spikes.watch(silence, 0).expected < 0.95 * expected
    assert spikes.watch(outage, 0).known == len(counts) - 30


def test_an_episode_lasts_over_a_short_outage_and_ends_in_a_long_one() -> None:
    loud = with_burst(usual(9), AT, 5, 10)[: AT + 5]
    assert spikes.watch([*loud, *[None] * 10], 0).episodes[-1].ends is None
    assert spikes.watch([*loud, *[None] * spikes.GAP], 0).episodes[-1].ends == AT + 5


def test_what_stays_becomes_usual_and_is_told_once() -> None:
    risen = [*usual(9)[:AT], *usual(14, mean=36.0)[AT:]]
    found = [one for one in spikes.watch(risen, 0).episodes if one.begins >= AT]
    assert found[0].settled
    assert not any(one.settled for one in found[1:])


def test_the_count_that_would_be_unusual_is_unusual() -> None:
    counts = usual(8)
    told = spikes.watch(counts, 0)
    assert told.unusual_from is not None
    again = spikes.watch([*counts, told.unusual_from], 0)
    assert again.episodes[-1].begins == len(counts)


def test_what_comes_later_changes_no_alarm() -> None:
    counts = with_burst(usual(10), AT, 10, 8)
    whole = [one.begins for one in spikes.watch(counts, 0).episodes]
    for end in (AT + 1, AT + 6, AT + 40):
        assert [one.begins for one in spikes.watch(counts[:end], 0).episodes] == [
            at for at in whole if at < end
        ]


def test_weeks_begin_where_they_begin() -> None:
    counts = with_burst(usual(9), AT, 10, 10)
    moved = spikes.watch(counts, 5 * WEEK)
    assert [one.begins - 5 * WEEK for one in moved.episodes] == [
        one.begins for one in spikes.watch(counts, 0).episodes
    ]


@pytest.mark.parametrize(("counts", "days"), [([-1], 30.0), ([1], 0.0), ([1], -3.0), ([1], float("nan"))])
def test_what_makes_no_sense_is_refused(counts: Counts, days: float) -> None:
    with pytest.raises(VoicesError):
        spikes.watch(counts, 0, days)


@given(st.lists(st.one_of(st.none(), st.integers(0, 5), st.integers(0, 10**9)), max_size=300))
@settings(max_examples=60)
def test_any_counts_give_episodes_that_follow_one_another(counts: Counts) -> None:
    found = spikes.watch(counts, 0).episodes
    assert all(one.begins <= one.last for one in found)
    assert all(one.ends is not None and one.ends <= after.begins for one, after in itertools.pairwise(found))


def test_no_counts_are_no_history() -> None:
    assert spikes.watch([], 0).known == 0
