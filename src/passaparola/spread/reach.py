"""How far a cascade went: people by hop, polarity, multiplier, reproduction, pace and shape.

People are counted once per message, by their first act on it. Where a figure has nothing to stand on it is
None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from passaparola.spread.cascade import Cascade


@dataclass(frozen=True, slots=True)
class Hop:
    """`acts` at this hop, `people` whose first act is here, how many of them `passed_on` to somebody else."""

    hop: int
    acts: int
    people: int
    passed_on: int


@dataclass(frozen=True, slots=True)
class Polarity:
    """The shares of all reach at hop 1 (`bipolar`), 2 (`tripolar`) and beyond (`multipolar`); `n` people.

    The shares are None where nobody was reached.
    """

    bipolar: float | None
    tripolar: float | None
    multipolar: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Reproduction:
    """How many people each of the `n` people at hop `generation` brought, with its 95 % interval."""

    generation: int
    value: float
    low: float
    high: float
    n: int


_PRIOR_PEOPLE, _PRIOR_DISPERSION = 10, 0.16
"""What is held of k beforehand (Lloyd-Smith et al. found it for SARS), and how many people that weighs."""


def by_hop(cascade: Cascade) -> list[Hop]:
    """Count acts and people at every hop from 0 to the depth."""
    if not len(cascade):
        return []
    hop, reached = cascade.shape.hop, cascade.reached
    acts = np.bincount(hop)
    people = np.bincount(hop[reached], minlength=len(acts))
    passing = reached[cascade.direct[reached] > 0]
    passed_on = np.bincount(hop[passing], minlength=len(acts))
    return [
        Hop(h, int(a), int(p), int(o))
        for h, (a, p, o) in enumerate(zip(acts, people, passed_on, strict=True))
    ]


def polarity(cascade: Cascade) -> Polarity:
    """Split the reach beyond the senders by hop."""
    reach = _reach(cascade)
    total = int(reach.sum())
    if not total:
        return Polarity(None, None, None, 0)
    bipolar, tripolar, multipolar = (float(part.sum() / total) for part in (reach[:1], reach[1:2], reach[2:]))
    return Polarity(bipolar, tripolar, multipolar, total)


def depth(cascade: Cascade) -> int:
    """Give the largest hop of any act."""
    return int(cascade.shape.depth.max(initial=0))


def breadth(cascade: Cascade) -> int:
    """Give the most acts at one hop of one message."""
    return int(cascade.shape.breadth.max(initial=0))


def multiplier(cascade: Cascade) -> float | None:
    """Divide all reach by the reach at hop 1; None where nobody had it at hop 1."""
    reach = _reach(cascade)
    return float(reach.sum() / reach[0]) if reach.size and reach[0] else None


def structural_virality(cascade: Cascade) -> float | None:
    """Give the mean distance between all pairs of acts of the same tree; None where no tree has two.

    Goel, Anderson, Hofman and Watts (2016), The structural virality of online diffusion, Management Science
    62(1), equation 1. Over several trees the distances are added up and divided by the pairs within trees.
    """
    pairs = cascade.shape.pairs.sum()
    return float(cascade.shape.wiener.sum() / pairs) if pairs else None


def generation_interval(cascade: Cascade) -> float | None:
    """Give the median seconds between a person's first act and the other person's act it came from."""
    row = cascade.reached[cascade.parent[cascade.reached] >= 0]
    row = row[cascade.who[cascade.parent[row]] != cascade.who[row]]
    return float(np.median(cascade.at[row] - cascade.at[cascade.parent[row]]) / 1e6) if row.size else None


def half_life(cascade: Cascade) -> float | None:
    """Give the seconds from a message's first act until half of those it ever reached had it.

    Over several messages, the ages at which people had them are pooled.
    """
    row = cascade.reached[cascade.shape.hop[cascade.reached] >= 1]
    if not row.size:
        return None
    begun = np.full(len(cascade.messages), np.iinfo(np.int64).max)
    roots = np.flatnonzero(cascade.parent < 0)
    np.minimum.at(begun, cascade.message[roots], cascade.at[roots])
    age = cascade.at[row] - begun[cascade.message[row]]
    half = (len(age) + 1) // 2
    return float(np.partition(age, half - 1)[half - 1] / 1e6)


def reproduction(cascade: Cascade, *, level: float = 0.95) -> list[Reproduction]:
    """Divide the reach at every hop from 1 on into the reach one hop further, with an interval.

    Few people bring many and most bring nobody, so the count is taken as negative binomial (Lloyd-Smith et
    al. 2005, Nature 438): n people with mean R and dispersion k bring a sum of mean nR and size nk. k is
    estimated by moments over all generations together; the interval is the exact one for that distribution,
    the set of R that two tests of size (1 - level) / 2 do not reject. Without overdispersion it is Garwood's
    (1936) for a Poisson.
    """
    reach = _reach(cascade)
    size = _dispersion(cascade, len(reach))
    following = np.append(reach, 0)[1:]
    rows = []
    for generation, (n, brought) in enumerate(zip(reach.tolist(), following.tolist(), strict=True), start=1):
        if n:
            low, high = _interval(brought, n * size, (1 - level) / 2)
            rows.append(Reproduction(generation, brought / n, low / n, high / n, n))
    return rows


def _reach(cascade: Cascade) -> NDArray[np.int64]:
    """Count people by hop, from hop 1 on."""
    return np.bincount(cascade.shape.hop[cascade.reached])[1:]


def _dispersion(cascade: Cascade, generations: int) -> float:
    """Estimate k by moments: squared means over how far the spread of what people bring exceeds a Poisson's.

    Each generation has its own mean, so that a spread that dies down does not look overdispersed. A handful
    of people shows too little of a long tail: _PRIOR_PEOPLE more are added who bring as word of mouth is
    known to, so that a small sample gives a wide interval. Infinite where there is no excess.
    """
    hop = cascade.shape.hop[cascade.reached]
    brought = cascade.direct[cascade.reached].astype(np.float64)[hop >= 1]
    hop = hop[hop >= 1]
    n = np.bincount(hop, minlength=generations + 1).astype(np.float64)
    total, squares = np.bincount(hop, brought, len(n)), np.bincount(hop, brought**2, len(n))
    several = n > 1
    mean = total[several] / n[several]
    freedom = n[several] - 1
    excess = np.sum(squares[several] - n[several] * mean**2 - freedom * mean)
    prior = _PRIOR_PEOPLE * max(total.sum() / max(n.sum(), 1.0), 1 / max(n.sum(), 1.0)) ** 2
    excess += prior / _PRIOR_DISPERSION
    return float((np.sum(freedom * mean**2) + prior) / excess) if excess > 0 else float("inf")


_LEAST = 1e-290  # of a probability: a bound beyond its inverse is none, and is still a number


def _interval(y: float, size: float, tail: float) -> tuple[float, float]:
    """Bound the mean of a negative binomial of known `size` that was seen once, as `y`."""
    if np.isinf(size):
        low = special.gammaincinv(y, tail) if y else 0.0
        return float(low), float(special.gammaincinv(y + 1, 1 - tail))
    success = max(special.betaincinv(size, y + 1, tail), _LEAST)
    failure = max(special.betaincinv(size, y, 1 - tail), _LEAST) if y else 1.0
    low, high = size * (1 - failure) / failure, size * (1 - success) / success
    # where a mean of y itself is rejected, hardly anybody brings anybody, and nothing bounds it from below
    return float(low) if low <= y else 0.0, float(max(high, y))
