"""How often the 95 % interval of the reproduction number holds the true one, on simulated cascades.

Run: python benchmarks/reproduction_interval.py
"""

from __future__ import annotations

import numpy as np

from passaparola.spread import reach
from passaparola.spread.cascade import Cascade

SEED, RUNS, GENERATIONS, TRUTH, SMALLEST = 20261122, 400, 4, 1.0, 10
FIRST = (10, 30, 100, 300)
DISPERSIONS = {"no overdispersion": 1e6, "k = 1": 1.0, "k = 0.3": 0.3, "k = 0.1": 0.1}


def branching(random: np.random.Generator, *, dispersion: float, first: int) -> Cascade:
    """Play generations in which people bring a negative binomial number of others, of mean `TRUTH`."""
    parent, now = [-1, *[0] * first], range(1, first + 1)
    for _ in range(GENERATIONS):
        rate = random.gamma(dispersion, TRUTH / dispersion, len(now))
        begin = len(parent)
        parent += np.repeat(now, random.poisson(rate)).tolist()
        now = range(begin, len(parent))
    n = len(parent)
    return Cascade.from_arrays(who=np.arange(n), at=np.arange(n), parent=np.array(parent))


def held(random: np.random.Generator, *, dispersion: float, first: int) -> float:
    """Give the share of generations whose interval holds the truth; the last one has brought nobody yet."""
    played = (branching(random, dispersion=dispersion, first=first) for _ in range(RUNS))
    rows = [row for one in played for row in reach.reproduction(one)]
    counted = [row for row in rows if row.n >= SMALLEST and row.generation <= GENERATIONS]
    return sum(row.low <= TRUTH <= row.high for row in counted) / len(counted)


def main() -> None:
    random = np.random.default_rng(SEED)
    print(f"{'people at hop 1':<17}" + "".join(f"{name:>19}" for name in DISPERSIONS))
    for first in FIRST:
        shares = (held(random, dispersion=k, first=first) for k in DISPERSIONS.values())
        print(f"{first:<17}" + "".join(f"{share:>19.0%}" for share in shares))


if __name__ == "__main__":
    main()
