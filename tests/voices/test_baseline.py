"""How much is usually said in an hour of the week."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passaparola.voices.baseline import HOURS, WEEK, Baseline, Spread, Window
from voices import naive

COUNTS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30)), max_size=40)


def day_and_night(weeks: int, *, loud: int = 30, calm: int = 2) -> Baseline:
    baseline = Baseline()
    for hour in range(weeks * WEEK):
        baseline.learn(hour, loud if hour % HOURS in range(8, 20) else calm)
    return baseline


@given(COUNTS, st.integers(0, 400))
@settings(max_examples=50)
def test_the_expected_count_is_what_the_definition_says(counts: list[tuple[int, int]], hour: int) -> None:
    baseline = Baseline()
    for at, count in counts:
        baseline.learn(at, count)
    assert baseline.expected(hour) == pytest.approx(naive.expected([*counts], hour))


def test_day_and_night_are_told_apart() -> None:
    baseline = day_and_night(8)
    assert baseline.expected(8 * WEEK + 12) == pytest.approx(30, rel=0.1)
    assert baseline.expected(8 * WEEK + 2) == pytest.approx(2, rel=0.3)


def test_few_counts_make_a_calm_shape() -> None:
    baseline = Baseline()
    for hour in range(8 * WEEK):
        baseline.learn(hour, int(hour % WEEK == 5))
    assert baseline.expected(5) < 0.5


def test_a_new_level_is_learned_within_weeks() -> None:
    baseline = Baseline()
    for hour in range(12 * WEEK):
        baseline.learn(hour, 10 if hour < 8 * WEEK else 20)
    assert baseline.level == pytest.approx(20, rel=0.2)


def test_the_first_week_is_read_from_its_mean() -> None:
    first = [(hour, 50) for hour in range(WEEK)]
    assert Baseline.after(first).expected(WEEK) == pytest.approx(50, rel=0.05)


def test_what_settles_is_usual_at_once_and_keeps_its_shape() -> None:
    baseline = day_and_night(8)
    before = baseline.shape(12)
    baseline.settle(100.0)
    assert baseline.level == pytest.approx(100, rel=0.05)
    assert baseline.shape(12) == before


def test_the_spread_of_counts_that_fit_is_small_and_of_others_wide() -> None:
    fitting, scattered = Spread(), Spread()
    for hour in range(1_000):
        fitting.learn(100, 100)
        scattered.learn(200 * (hour % 2), 100)
    assert fitting.value == Spread.LEAST
    assert scattered.value == pytest.approx(1, rel=0.1)


def test_a_window_sums_its_last_hours() -> None:
    window = Window(2)
    sums = [window.push(count, 1.5) for count in (1, 2, 3)]
    assert sums == [(1, 1.5), (3, 3.0), (5, 3.0)]
