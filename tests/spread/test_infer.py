from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passaparola.spread import infer
from passaparola.spread.cascade import EVIDENCE, KINDS, ROOT, UNKNOWN, Cascade
from passaparola.spread.errors import SpreadError
from passaparola.spread.graph import FollowGraph
from spread.naive_exposure import NaiveAct, chain
from spread.naive_exposure import complete as naive_complete

PEOPLE = [f"p{k}" for k in range(8)]
SECOND = 1_000_000
INFERRED = EVIDENCE.index("inferred")


def build(acts: list[NaiveAct]) -> Cascade:
    messages = sorted({act.message for act in acts})
    return Cascade.from_arrays(
        who=[PEOPLE.index(act.who) for act in acts],
        at=[act.at for act in acts],
        parent=[act.parent for act in acts],
        kind=[KINDS.index("reshare" if act.shows else "like") for act in acts],
        message=[messages.index(act.message) for act in acts],
        people=pa.array(PEOPLE),
        messages=pa.array(messages),
    )


def edges(follows: set[tuple[str, str]]) -> FollowGraph:
    pairs = sorted(follows)
    return FollowGraph.from_edges([a for a, _ in pairs], [b for _, b in pairs])


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[NaiveAct], set[tuple[str, str]]]:
    """Acts of a few people in any order of time; known parents may even be later than their children."""
    size = draw(st.integers(1, 14))
    acts: list[NaiveAct] = []
    for row in range(size):
        message = draw(st.sampled_from("ab"))
        same = [r for r in range(row) if acts[r].message == message]
        parent = draw(st.sampled_from([ROOT, UNKNOWN, UNKNOWN, *same]))
        at = draw(st.integers(0, 6)) * SECOND
        acts.append(NaiveAct(draw(st.sampled_from(PEOPLE)), at, message, draw(st.booleans()), parent))
    person = st.sampled_from(PEOPLE)
    follows = draw(st.sets(st.tuples(person, person), max_size=40))
    return acts, {(a, b) for a, b in follows if a != b}


@settings(deadline=None, max_examples=200)
@given(situations(), st.sampled_from(infer.METHODS), st.sampled_from([0.0, 0.05, 0.6]))
def test_the_kernel_agrees_with_its_plain_twin(
    situation: tuple[list[NaiveAct], set[tuple[str, str]]], method: Any, background: float
) -> None:
    acts, follows = situation
    half_life = 2.0
    done = infer.complete(
        build(acts), edges(follows), method=method, half_life=half_life, background=background
    )
    tau = half_life * SECOND / math.log(2)
    parents, probability = naive_complete(
        acts, follows, tau=tau, background=background, stale_loses=method == "decay"
    )
    assert done.parent.tolist() == parents
    np.testing.assert_allclose(done.probability, probability, rtol=1e-5)


@settings(deadline=None, max_examples=200)
@given(situations(), st.sampled_from(infer.METHODS))
def test_known_parents_stay_and_no_inferred_parent_is_later_nor_closes_a_circle(
    situation: tuple[list[NaiveAct], set[tuple[str, str]]], method: Any
) -> None:
    acts, follows = situation
    before = build(acts)
    done = infer.complete(before, edges(follows), method=method)
    known = before.parent != UNKNOWN
    np.testing.assert_array_equal(done.parent[known], before.parent[known])
    np.testing.assert_array_equal(done.evidence[known], before.evidence[known])
    np.testing.assert_array_equal(done.probability[known], before.probability[known])
    for row in np.flatnonzero(~known & (done.parent != UNKNOWN)).tolist():
        parent = done.parent.tolist()[row]
        assert (done.at[parent], parent) < (done.at[row], row)
        assert done.message[parent] == done.message[row]
        assert done.evidence[row] == INFERRED
        assert 0 < done.probability[row] < 1
    parents = done.parent.tolist()
    for row in range(len(acts)):
        assert parents[chain(parents, row)[-1]] < 0


def test_the_latest_exposing_followee_wins() -> None:
    acts = [
        NaiveAct("p0", 0, "a", shows=True, parent=ROOT),
        NaiveAct("p1", 10 * SECOND, "a", shows=True, parent=0),
        NaiveAct("p2", 20 * SECOND, "a", shows=True, parent=0),
        NaiveAct("p3", 30 * SECOND, "a", shows=True, parent=UNKNOWN),
    ]
    graph = edges({("p3", "p1"), ("p3", "p2"), ("p3", "p0")})
    done = infer.complete(build(acts), graph, method="latest")
    assert done.parent.tolist() == [ROOT, 0, 0, 2]


def test_a_like_exposes_nobody() -> None:
    acts = [
        NaiveAct("p0", 0, "a", shows=True, parent=ROOT),
        NaiveAct("p1", 10 * SECOND, "a", shows=False, parent=0),
        NaiveAct("p3", 11 * SECOND, "a", shows=True, parent=UNKNOWN),
    ]
    done = infer.complete(build(acts), edges({("p3", "p1")}))
    assert done.parent[2] == 0
    assert done.probability[2] == 0.5


def test_a_stale_exposure_loses_to_the_first_act_under_decay_only() -> None:
    acts = [
        NaiveAct("p0", 0, "a", shows=True, parent=ROOT),
        NaiveAct("p1", 1 * SECOND, "a", shows=True, parent=0),
        NaiveAct("p3", 100 * SECOND, "a", shows=True, parent=UNKNOWN),
    ]
    graph = edges({("p3", "p1")})
    assert infer.complete(build(acts), graph, half_life=5).parent[2] == 0
    assert infer.complete(build(acts), graph, half_life=5, method="latest").parent[2] == 1


def test_without_background_whoever_follows_nobody_stays_unknown() -> None:
    acts = [
        NaiveAct("p0", 0, "a", shows=True, parent=ROOT),
        NaiveAct("p3", 100 * SECOND, "a", shows=True, parent=UNKNOWN),
    ]
    assert infer.complete(build(acts), edges(set()), background=0).parent[1] == UNKNOWN


def test_two_inferred_parents_and_two_backward_ones_close_no_circle() -> None:
    acts = [
        NaiveAct("p1", 1 * SECOND, "a", shows=True, parent=3),
        NaiveAct("p2", 2 * SECOND, "a", shows=True, parent=2),
        NaiveAct("p3", 5 * SECOND, "a", shows=True, parent=UNKNOWN),
        NaiveAct("p4", 6 * SECOND, "a", shows=True, parent=UNKNOWN),
    ]
    done = infer.complete(build(acts), edges({("p3", "p1"), ("p4", "p2")}), background=0)
    assert done.parent.tolist() == [3, 2, 0, UNKNOWN]


def test_a_half_life_is_found_again_in_delays_drawn_with_it() -> None:
    rng = np.random.default_rng(5)
    acts, half_life = 40_000, 90.0
    delays = rng.exponential(half_life / math.log(2), acts)
    cascade = Cascade.from_arrays(
        who=np.tile([0, 1], acts),
        at=np.column_stack([np.zeros(acts), delays * 1e6]).astype(np.int64).ravel(),
        parent=np.tile([ROOT, UNKNOWN], acts),
        message=np.repeat(np.arange(acts), 2),
        people=pa.array(["brand", "fan"]),
    )
    found = infer.fit_decay(cascade, FollowGraph.from_edges(["fan"], ["brand"]))
    assert found == pytest.approx(half_life, rel=0.03)


def test_known_delays_are_learned_from_too() -> None:
    acts = [
        NaiveAct("p0", 0, "a", shows=True, parent=ROOT),
        NaiveAct("p1", 40 * SECOND, "a", shows=True, parent=0),
        NaiveAct("p2", 90 * SECOND, "a", shows=True, parent=UNKNOWN),
    ]
    assert infer.fit_decay(build(acts), edges(set())) == pytest.approx(40.0)


@pytest.mark.parametrize(
    ("options", "word"),
    [({"method": "guess"}, "guess"), ({"half_life": 0.0}, "half-life"), ({"background": -1.0}, "background")],
)
def test_senseless_options_are_refused_in_one_sentence(options: dict[str, Any], word: str) -> None:
    acts = [
        NaiveAct("p0", 0, "a", shows=True, parent=ROOT),
        NaiveAct("p1", 1, "a", shows=True, parent=UNKNOWN),
    ]
    with pytest.raises(SpreadError, match=word):
        infer.complete(build(acts), edges(set()), **options)


def test_nothing_unknown_is_nothing_to_do() -> None:
    cascade = build([NaiveAct("p0", 0, "a", shows=True, parent=ROOT)])
    assert infer.complete(cascade, edges(set())) is cascade
