"""How unlikely a count is, and how far a model that says so can be believed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passaparola.voices.tails import Trust, at_least, unlikely_from
from voices import naive

MEANS = st.floats(0.01, 200)
SPREADS = st.floats(0.01, 3)


@given(st.integers(0, 60), MEANS, SPREADS)
def test_a_tail_is_the_sum_of_its_terms(count: int, mean: float, spread: float) -> None:
    assert at_least(count, mean, spread) == pytest.approx(naive.at_least(count, mean, spread), abs=1e-9)


def test_without_spread_it_is_the_poisson_tail() -> None:
    assert at_least(3, 2.0, 0.0) == pytest.approx(1 - 5 * 2.718281828**-2, rel=1e-6)
    assert at_least(3, 2.0, 0.0) == pytest.approx(at_least(3, 2.0, 1e-7), rel=1e-4)


def test_nothing_expected_makes_anything_impossible_but_nothing() -> None:
    assert at_least(0, 0.0, 1.0) == 1.0
    assert at_least(1, 0.0, 1.0) == 0.0


@given(st.floats(1e-9, 0.5), MEANS, SPREADS)
def test_the_threshold_is_the_smallest_unlikely_count(chance: float, mean: float, spread: float) -> None:
    found = unlikely_from(chance, mean, spread)
    assert at_least(found, mean, spread) < chance <= at_least(found - 1, mean, spread)


def taught(power: float) -> Trust:
    """A model whose chances are `power` times too small in the logarithm."""
    rng, trust = random.Random(7), Trust()  # noqa: S311 (draws, no secrets)
    for _ in range(5_000):
        trust.learn(rng.random() ** power)
    return trust


def test_a_new_trust_believes_the_model() -> None:
    for chance in (0.5, 0.1, 0.01, 1e-6):
        assert Trust().chance(chance) == pytest.approx(chance)


def test_a_true_model_stays_believed() -> None:
    assert taught(1).chance(0.001) == pytest.approx(0.001, rel=0.5)


def test_a_tail_that_is_too_thin_is_found_out() -> None:
    assert taught(2).chance(0.001**2) == pytest.approx(0.001, rel=0.5)


@given(st.floats(1e-6, 0.04))
def test_a_chance_is_turned_back(chance: float) -> None:
    trust = taught(2)
    assert trust.chance(trust.given(chance)) == pytest.approx(chance)


def test_a_real_event_teaches_no_more_the_greater_it_is() -> None:
    great, small = Trust(), Trust()
    great.learn(0.0)
    small.learn(0.001)
    assert great.chance(0.001) == small.chance(0.001)
    assert great.chance(0.001) < 0.002
