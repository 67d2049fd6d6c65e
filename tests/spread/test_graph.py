from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from passaparola.spread.errors import SpreadError
from passaparola.spread.graph import FollowGraph

person = st.sampled_from([f"p{k}" for k in range(9)])


@given(st.lists(st.tuples(person, person), max_size=60))
def test_following_gives_back_every_follow_once(pairs: list[tuple[str, str]]) -> None:
    graph = FollowGraph.from_edges([a for a, _ in pairs], [b for _, b in pairs])
    for who in [f"p{k}" for k in range(9)]:
        assert sorted(graph.following(who)) == sorted({b for a, b in pairs if a == who and b != who})
    assert len(graph) == len({(a, b) for a, b in pairs if a != b})


def test_rows_are_sorted_within_a_person() -> None:
    graph = FollowGraph.from_edges(["a", "a", "a", "b"], ["d", "c", "b", "a"])
    for row in range(len(graph.people)):
        assert np.all(np.diff(graph.followed[graph.starts[row] : graph.starts[row + 1]]) > 0)


def test_people_outside_the_graph_have_no_row() -> None:
    graph = FollowGraph.from_edges(pa.chunked_array([["a"], ["b"]]), ["b", "c"])
    assert graph.rows_of(pa.array(["c", "z", "a"])).tolist() == [2, -1, 0]
    assert graph.following("z") == []


def test_a_column_that_is_shorter_is_refused() -> None:
    with pytest.raises(SpreadError, match="pairs"):
        FollowGraph.from_edges(["a"], [])


def test_a_follow_of_nobody_is_refused_by_its_row() -> None:
    with pytest.raises(SpreadError, match="Follow 2"):
        FollowGraph.from_edges(["a", "b"], pa.array(["c", None]))
