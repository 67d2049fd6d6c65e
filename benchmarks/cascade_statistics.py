"""Times the statistics of a large interleaved log beside igraph and networkx, and prints one table.

    python benchmarks/cascade_statistics.py [--acts 10000000] [--cascades 200000] [--rounds 5]

The log is drawn from a seed: cascades of heavy-tailed size, one of them a giant with a tenth of all acts,
their rows mixed. `shuffled` mixes all rows with all, the worst case for a cache; `timed` lets every cascade
live for a while within a longer log, as real ones do. Ours computes hop, root and subtree of every act and
size, breadth, height and Wiener index of every message; the peers compute structural virality alone, tree by
tree, from graphs already built, on trees of 2 to 2000 acts. CPU seconds for one thread, wall seconds
for two, and the CPU seconds of the busier one, which is what the wall would show were the machine idle; the
best of several rounds.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import igraph
import networkx as nx
import numpy as np

from passaparola.spread.shape import Shape, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Rows = NDArray[np.int32]


class Log(NamedTuple):
    """A log in the order of time: each row's parent row (-1 for a root) and message."""

    parent: Rows
    message: Rows
    messages: int


def log(*, acts: int, cascades: int, timed: bool, seed: int = 7) -> Log:
    """Draw a log; in every cascade a row's parent is an earlier row, early ones more often."""
    random = np.random.default_rng(seed)
    weight = random.pareto(1.2, cascades - 1) + 0.2
    spare = acts - acts // 10 - cascades + 1
    sizes = np.concatenate([[acts // 10], 1 + random.multinomial(spare, weight / weight.sum())])
    label = np.repeat(np.arange(cascades, dtype=np.int32), sizes)
    at = random.random(acts)
    if timed:
        begin, life = random.random(cascades), random.lognormal(np.log(0.03), 1, cascades)
        begin[0], life[0] = 0, 1
        at = begin[label] + life[label] * at**2
    message = label[np.argsort(at, kind="stable")]
    rows = np.argsort(message, kind="stable").astype(np.int32)
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    rank = np.arange(acts) - first
    above = rows[first + (random.random(acts) ** 2 * rank).astype(np.int64)]
    parent = np.empty(acts, np.int32)
    parent[rows] = np.where(rank == 0, -1, above)
    return Log(parent, message, cascades)


def trees(of: Log, *, smallest: int, largest: int, acts: int) -> Log:
    """Keep whole cascades of a middling size until there are about `acts` rows, still mixed."""
    sizes = np.bincount(of.message, minlength=of.messages)
    fit = np.flatnonzero((sizes >= smallest) & (sizes <= largest))
    fit = fit[: int(np.searchsorted(np.cumsum(sizes[fit]), acts)) + 1]
    number = np.full(of.messages, -1, np.int32)
    number[fit] = np.arange(len(fit), dtype=np.int32)
    rows = np.flatnonzero(number[of.message] >= 0)
    place = np.full(len(of.parent), -1, np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    parent = of.parent[rows]
    return Log(np.where(parent >= 0, place[parent], np.int32(-1)), number[of.message[rows]], len(fit))


def edges(of: Log) -> Iterator[list[tuple[int, int]]]:
    """Give every cascade's edges, its rows numbered from 0."""
    rows = np.argsort(of.message, kind="stable")
    bounds = np.cumsum(np.bincount(of.message, minlength=of.messages))
    for mine in np.split(rows, bounds[:-1]):
        child = np.searchsorted(mine, of.parent[mine[1:]])
        yield list(zip(child.tolist(), range(1, len(mine)), strict=True))


def by_igraph(graphs: list[Any]) -> list[float]:
    return [graph.average_path_length(directed=False) for graph in graphs]


def by_networkx(graphs: list[Any]) -> list[float]:
    return [nx.wiener_index(graph) * 2 / (len(graph) * (len(graph) - 1)) for graph in graphs]


PEERS: dict[str, tuple[Callable[[Any], Any], Callable[[list[Any]], list[float]]]] = {
    "igraph": (igraph.Graph, by_igraph),
    "networkx": (nx.Graph, by_networkx),
}


def ours(of: Log, *, threads: int) -> Shape:
    return measure(of.parent, of.message, of.messages, threads=threads)


def best(rounds: int, clock: Callable[[], float], work: Callable[[], object]) -> float:
    spent = []
    for _ in range(rounds):
        begun = clock()
        work()
        spent.append(clock() - begun)
    return min(spent)


def busier(rounds: int, work: Callable[[], object]) -> float:
    """Give the CPU seconds of the busier of two threads: the wall time where nothing else runs."""
    spent = []
    for _ in range(rounds):
        process, thread = time.process_time(), time.thread_time()
        work()
        here = time.thread_time() - thread
        spent.append(max(here, time.process_time() - process - here))
    return min(spent)


def beside(peer: str, of: Log, *, rounds: int) -> tuple[float, float, float]:
    """Give ours and the peer's CPU seconds on the same trees, and the largest difference of a virality."""
    build, compute = PEERS[peer]
    graphs = [build(one) for one in edges(of)]
    begun = time.process_time()
    theirs = np.array(compute(graphs))
    spent = time.process_time() - begun
    shape = ours(of, threads=1)
    mine = best(rounds, time.process_time, lambda: ours(of, threads=1))
    return mine, spent, float(np.abs(shape.wiener / shape.pairs - theirs).max())


def growth(work: Callable[[], Shape]) -> int:
    """Give the bytes by which `work` raised the resident memory at its peak, its result included."""
    Path("/proc/self/clear_refs").write_text("5")  # Linux: forget the peak so far
    before = _status("VmRSS")
    kept = work()
    peak = _status("VmHWM")
    del kept
    return peak - before


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def report(name: str, of: Log, *, rounds: int) -> None:
    n = len(of.parent)
    ours(of, threads=1)
    cpu = best(rounds, time.process_time, lambda: ours(of, threads=1))
    wall = best(rounds, time.perf_counter, lambda: ours(of, threads=2))
    longer = busier(rounds, lambda: ours(of, threads=2))
    one, two = (growth(lambda t=threads: ours(of, threads=t)) / n for threads in (1, 2))  # type: ignore[misc]
    print(f"| ours, {name}, one thread | {n:,} | {cpu:.3f} s CPU | {n / cpu / 1e6:.1f} | {one:.1f} | |")
    print(f"| ours, {name}, two threads | {n:,} | {wall:.3f} s wall | {n / wall / 1e6:.1f} | {two:.1f} | |")
    print(f"| the busier of the two | {n:,} | {longer:.3f} s CPU | {n / longer / 1e6:.1f} | | |")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--acts", type=int, default=10_000_000)
    options.add_argument("--cascades", type=int, default=200_000)
    options.add_argument("--rounds", type=int, default=15)
    given = options.parse_args()
    print("| what | acts | time | M acts/s | bytes/act | beside ours on the same trees |")
    print("|---|---|---|---|---|---|")
    shuffled, timed = (log(acts=given.acts, cascades=given.cascades, timed=timed) for timed in (False, True))
    report("shuffled", shuffled, rounds=given.rounds)
    report("timed", timed, rounds=given.rounds)
    for peer, share in (("igraph", 25), ("networkx", 250)):
        few = trees(timed, smallest=2, largest=2000, acts=given.acts // share)
        mine, theirs, apart = beside(peer, few, rounds=given.rounds)
        n = len(few.parent)
        print(
            f"| {peer}, {few.messages:,} trees | {n:,} | {theirs:.2f} s CPU | {n / theirs / 1e6:.3f} | | ",
            end="",
        )
        print(f"ours {theirs / mine:,.0f} times as fast; largest difference {apart:.1g} |")


if __name__ == "__main__":
    main()
