import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from passaparola.spread import shape
from passaparola.spread.shape import measure
from spread import naive
from spread.forests import cascade_of, forests


@given(forests())
def test_every_act_stands_where_its_chain_says(acts: list[naive.Act]) -> None:
    found = cascade_of(acts).shape
    assert found.hop.tolist() == naive.hop(acts)
    assert found.root.tolist() == naive.root(acts)
    assert found.subtree.tolist() == naive.subtree(acts)


@given(forests())
def test_every_message_has_the_figures_of_its_acts(acts: list[naive.Act]) -> None:
    cascade = cascade_of(acts)
    for number, name in enumerate(cascade.messages.to_pylist()):
        mine = [row for row, act in enumerate(acts) if act.message == number]
        if not mine:
            assert cascade.shape.acts[number] == 0
            continue
        one = cascade.one(name)
        place = {row: k for k, row in enumerate(mine)}
        few = [naive.Act(place.get(a.parent, a.parent), a.who, a.at) for a in (acts[row] for row in mine)]
        assert cascade.shape.acts[number] == one.shape.acts[0] == len(few)
        assert cascade.shape.depth[number] == one.shape.depth[0] == max(naive.hop(few))
        assert cascade.shape.breadth[number] == one.shape.breadth[0] == naive.breadth(few)
        assert cascade.shape.wiener[number] == one.shape.wiener[0] == sum(naive.pairs(few))
        assert cascade.shape.pairs[number] == one.shape.pairs[0] == len(naive.pairs(few))


@given(forests())
def test_networkx_finds_the_same_trees(acts: list[naive.Act]) -> None:
    cascade = cascade_of(acts)
    graph = cascade.to_networkx()
    names = cascade.names.to_pylist()
    for row, name in enumerate(names):
        assert cascade.shape.subtree[row] == len(nx.descendants(graph, name)) + 1
        root = names[cascade.shape.root[row]]
        assert cascade.shape.hop[row] == nx.shortest_path_length(graph, root, name)
    trees = (graph.subgraph(tree).to_undirected() for tree in nx.weakly_connected_components(graph))
    assert cascade.shape.wiener.sum() == sum(nx.wiener_index(tree) for tree in trees)


@pytest.mark.parametrize("backwards", [False, True])
def test_a_path_of_a_million_acts_needs_no_recursion(backwards: bool) -> None:  # noqa: FBT001 (a case of the test)
    n = 1_000_000
    parent = np.arange(-1, n - 1, dtype=np.int32)
    if backwards:
        parent = np.append(np.arange(1, n, dtype=np.int32), np.int32(-1))
    found = measure(parent, np.zeros(n, np.int32), 1)
    assert found.depth[0] == n - 1
    assert found.breadth[0] == 1
    assert found.wiener[0] == pytest.approx(n * (n * n - 1) / 6, rel=1e-9)  # a path's, in closed form


def test_two_threads_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape, "_WORTH_A_THREAD", 0)
    random = np.random.default_rng(5)
    parent = (random.random(50_000) * np.arange(50_000)).astype(np.int32) - 1
    parent[0] = -1
    message = np.zeros(50_000, np.int32)
    one, two = (measure(parent, message, 1, threads=threads) for threads in (1, 2))
    for name in ("hop", "root", "subtree", "acts", "depth", "breadth", "wiener", "pairs"):
        assert np.array_equal(getattr(one, name), getattr(two, name))
