"""The benchmark's peers, on a small log: a comparison of speed is worth something only among equals."""

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "cascade_statistics.py"
    spec = importlib.util.spec_from_file_location("cascade_statistics", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("timed", [False, True])
@pytest.mark.parametrize("peer", ["igraph", "networkx"])
def test_ours_finds_what_the_peers_find(benchmark: ModuleType, peer: str, *, timed: bool) -> None:
    log = benchmark.log(acts=20_000, cascades=400, timed=timed)
    few = benchmark.trees(log, smallest=2, largest=200, acts=5_000)
    _, _, apart = benchmark.beside(peer, few, rounds=1)
    assert apart < 1e-12


def test_the_log_is_the_same_for_the_same_seed(benchmark: ModuleType) -> None:
    one, two = (benchmark.log(acts=5_000, cascades=100, timed=True, seed=3) for _ in range(2))
    assert np.array_equal(one.parent, two.parent)
    assert np.count_nonzero(one.parent < 0) == one.messages == len(np.unique(one.message))
