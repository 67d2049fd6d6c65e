import numpy as np
import pytest
from hypothesis import given

from passaparola.spread import reach
from passaparola.spread.cascade import Cascade
from spread import naive
from spread.forests import cascade_of, forests


@given(forests())
def test_the_hops_count_people_by_their_first_act(acts: list[naive.Act]) -> None:
    hops = reach.by_hop(cascade_of(acts))
    steps, people, passed = naive.hop(acts), naive.people_by_hop(acts), naive.passed_on(acts)
    assert [row.hop for row in hops] == list(range(max(steps, default=-1) + 1))
    for row in hops:
        assert (row.acts, row.people, row.passed_on) == (
            steps.count(row.hop),
            people[row.hop],
            passed[row.hop],
        )


@given(forests())
def test_polarity_and_multiplier_split_the_reach(acts: list[naive.Act]) -> None:
    cascade, people = cascade_of(acts), naive.people_by_hop(acts)
    total = sum(count for hop, count in people.items() if hop >= 1)
    split = reach.polarity(cascade)
    beyond = sum(count for hop, count in people.items() if hop > 2)
    shares = [count / total if total else None for count in (people[1], people[2], beyond)]
    assert [split.bipolar, split.tripolar, split.multipolar] == pytest.approx(shares)
    assert split.n == total
    assert reach.multiplier(cascade) == (pytest.approx(total / people[1]) if people[1] else None)


@given(forests())
def test_pace_and_shape_are_those_of_the_definitions(acts: list[naive.Act]) -> None:
    cascade, pairs = cascade_of(acts), naive.pairs(acts)
    assert reach.depth(cascade) == max(naive.hop(acts), default=0)
    assert reach.breadth(cascade) == naive.breadth(acts)
    assert reach.structural_virality(cascade) == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)
    assert reach.generation_interval(cascade) == pytest.approx(naive.generation_interval(acts))
    assert reach.half_life(cascade) == pytest.approx(naive.half_life(acts))


@given(forests())
def test_reproduction_divides_one_hop_into_the_next(acts: list[naive.Act]) -> None:
    people = naive.people_by_hop(acts)
    found = reach.reproduction(cascade_of(acts))
    assert [row.generation for row in found] == [hop for hop in sorted(people) if hop >= 1 and people[hop]]
    for row in found:
        assert row.n == people[row.generation]
        assert row.value == people[row.generation + 1] / row.n
        assert row.low <= row.value <= row.high


def test_an_empty_cascade_has_no_figures() -> None:
    empty = Cascade.from_rows([])
    assert reach.by_hop(empty) == []
    assert reach.reproduction(empty) == []
    assert reach.polarity(empty) == reach.Polarity(None, None, None, 0)
    assert {reach.depth(empty), reach.breadth(empty)} == {0}
    nothing = (reach.multiplier, reach.structural_virality, reach.generation_interval, reach.half_life)
    assert [figure(empty) for figure in nothing] == [None] * 4


def test_without_overdispersion_the_interval_is_garwoods() -> None:
    assert reach._interval(10, float("inf"), 0.025) == pytest.approx((4.795, 18.390), abs=1e-3)
    assert reach._interval(0, float("inf"), 0.025) == pytest.approx((0, 3.689), abs=1e-3)


def _branching(random: np.random.Generator, *, mean: float, dispersion: float, first: int) -> Cascade:
    """Play four generations in which people bring a negative binomial number of others."""
    parent, now = [-1, *[0] * first], range(1, first + 1)
    for _ in range(4):
        rate = random.gamma(dispersion, mean / dispersion, len(now))
        begin = len(parent)
        parent += np.repeat(now, random.poisson(rate)).tolist()
        now = range(begin, len(parent))
    n = len(parent)
    return Cascade.from_arrays(who=np.arange(n), at=np.arange(n), parent=np.array(parent))


@pytest.mark.parametrize("mean", [0.5, 1.0, 1.5])
@pytest.mark.parametrize(("dispersion", "first"), [(1e6, 10), (1.0, 10), (0.3, 30), (0.1, 300)])
def test_the_interval_covers_the_truth_about_as_often_as_it_says(
    mean: float, dispersion: float, first: int
) -> None:
    random = np.random.default_rng(11)
    played = [_branching(random, mean=mean, dispersion=dispersion, first=first) for _ in range(200)]
    rows = [row for one in played for row in reach.reproduction(one) if row.n >= 10 and row.generation < 5]
    covered = sum(row.low <= mean <= row.high for row in rows) / len(rows)
    assert covered >= 0.92
