import numpy as np
import pytest
from hypothesis import given

from passaparola.spread import promoters
from passaparola.spread.cascade import Cascade
from spread import naive
from spread.forests import cascade_of, forests


@given(forests())
def test_promoters_bring_what_the_definitions_count(acts: list[naive.Act]) -> None:
    cascade = cascade_of(acts)
    found = promoters.weigh(cascade)
    direct, below, credit = naive.direct(acts), naive.below(acts), naive.credit(acts)
    people = range(len(cascade.people))
    assert found.direct.tolist() == [direct[person] for person in people]
    assert found.subtree.tolist() == [below[person] for person in people]
    assert found.credit.tolist() == pytest.approx([credit.get(person, 0) for person in people])


@given(forests())
def test_the_credit_is_the_reach_beyond_hop_1_that_somebody_carried(acts: list[naive.Act]) -> None:
    carried = [
        row for row in naive.reached(acts).values() if naive.hop(acts)[row] > 1 and naive.above(acts, row)
    ]
    assert promoters.weigh(cascade_of(acts)).credit.sum() == pytest.approx(len(carried))


@given(forests())
def test_the_ranking_is_by_what_was_asked(acts: list[naive.Act]) -> None:
    cascade = cascade_of(acts)
    for by in ("subtree", "direct", "credit"):
        rows = promoters.ranked(cascade, top=None, by=by)
        values = [getattr(row, by) for row in rows]
        assert values == sorted(values, reverse=True)
        assert len(rows) == sum(count > 0 for count in naive.below(acts).values())
        assert promoters.ranked(cascade, top=3, by=by) == rows[:3]


def test_a_chain_shares_its_credit_equally() -> None:
    chain = Cascade.from_rows(
        {"id": k, "parent": k - 1 if k else "", "who": who, "at": k}
        for k, who in enumerate(["brand", "ada", "bea", "cai"])
    )
    assert promoters.ranked(chain) == [
        promoters.Promoter("ada", 1, 2, 1.5),
        promoters.Promoter("bea", 1, 1, 0.5),
    ]


def test_a_path_of_a_hundred_thousand_people_is_walked_without_recursion() -> None:
    n = 100_000
    path = Cascade.from_arrays(who=np.arange(n), at=np.arange(n), parent=np.arange(-1, n - 1))
    found = promoters.weigh(path)
    assert found.subtree.tolist() == [0, *range(n - 2, -1, -1)]
    assert found.credit.sum() == pytest.approx(n - 2)


def test_who_acts_at_every_step_is_counted_once() -> None:
    n = 1000
    path = Cascade.from_arrays(who=np.arange(n) % 2, at=np.arange(n), parent=np.arange(-1, n - 1))
    assert promoters.ranked(path) == []
    three = Cascade.from_arrays(who=np.arange(n) % 3, at=np.arange(n), parent=np.arange(-1, n - 1))
    assert promoters.ranked(three) == [promoters.Promoter("1", 1, 1, 1.0)]
