"""The simulated people: who follows whom, when they are awake, how readily they pass things on."""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from passaparola.connectors.sandbox import words

if TYPE_CHECKING:
    import numpy.typing as npt

CIRCLE = 60  # people in a circle of acquaintances, on average
FOLLOWING_MEDIAN = 14.0
FOLLOWING_SPREAD = 0.8
AT_HOME = 0.7  # share of follows inside one's own circle
FOLLOWED_BACK = 0.35
FRIENDS_OF_FRIENDS = 0.25  # share of follows found through somebody already followed
FAME = 1.6  # tail exponent of how much people attract followers
READINESS_MEDIAN = 0.034
READINESS_SPREAD = 0.9
MOST_READY = 0.6
ELSEWHERE = 0.4  # share whose day does not follow Europe's: shifts, travel, other continents
HABITS = (6.0, 4.0, 1.0, 1.0)  # like, reshare, quote, reply: concentration of each person's own mix


@dataclass(frozen=True, eq=False)
class Population:
    """n people, 0..n-1; `followers` and `following` are compressed: k's rows are `[starts[k]:starts[k+1]]`.

    `readiness` is the chance to react to what one is shown; `mix` the cumulated shares of like, reshare,
    quote and reply, float64[n, 4]; `wakes` the hour (UTC) one gets up; `tempo` multiplies one's delays.
    """

    handles: tuple[str, ...]
    names: tuple[str, ...]
    circle: npt.NDArray[np.int64]
    follower_starts: npt.NDArray[np.int64]
    followers: npt.NDArray[np.int64]
    following_starts: npt.NDArray[np.int64]
    following: npt.NDArray[np.int64]
    readiness: npt.NDArray[np.float64]
    mix: npt.NDArray[np.float64]
    wakes: npt.NDArray[np.float64]
    tempo: npt.NDArray[np.float64]

    @property
    def size(self) -> int:
        """Return how many people there are."""
        return len(self.handles)

    @functools.cached_property
    def numbers(self) -> dict[str, int]:
        """Return each handle's number."""
        return {handle: number for number, handle in enumerate(self.handles)}

    def followers_of(self, person: int) -> npt.NDArray[np.int64]:
        """Return the numbers of those who follow `person`."""
        return self.followers[self.follower_starts[person] : self.follower_starts[person + 1]]

    def followed_by(self, person: int) -> npt.NDArray[np.int64]:
        """Return the numbers of those whom `person` follows."""
        return self.following[self.following_starts[person] : self.following_starts[person + 1]]


@functools.lru_cache(maxsize=4)
def generate(seed: int, size: int) -> Population:
    """Return the `size` people of the network with this `seed`; the same for the same arguments, always."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, size]))
    circle = _circles(rng, size)
    followers, following = _follows(rng, circle)
    pairs = followers * size + following
    by_followed = np.argsort(following * size + followers, kind="stable")
    habits = rng.dirichlet(HABITS, size)
    handles, names = _names(seed, size)
    return Population(
        handles=handles,
        names=names,
        circle=circle,
        follower_starts=_starts(following, size),
        followers=followers[by_followed],
        following_starts=_starts(followers, size),
        following=following[np.argsort(pairs, kind="stable")],
        readiness=np.minimum(
            MOST_READY, READINESS_MEDIAN * np.exp(READINESS_SPREAD * rng.standard_normal(size))
        ),
        mix=np.cumsum(habits, axis=1),
        wakes=_wakes(rng, size),
        tempo=np.exp(0.5 * rng.standard_normal(size)),
    )


def audience(population: Population, *, seed: int, handle: str, size: int) -> npt.NDArray[np.int64]:
    """Return `size` people who follow the account `handle`, itself outside: a few circles know it well."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, *handle.encode()]))
    size = min(size, population.size)
    near = rng.choice(population.circle.max() + 1, size=4, replace=False)
    weight = np.where(np.isin(population.circle, near), 6.0, 1.0)
    return np.sort(rng.choice(population.size, size=size, replace=False, p=weight / weight.sum()))


def _starts(owner: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=size))])


def _circles(rng: np.random.Generator, size: int) -> npt.NDArray[np.int64]:
    count = max(4, size // CIRCLE)
    weight = rng.pareto(2.0, count) + 0.3
    return rng.choice(count, size=size, p=weight / weight.sum())


def _follows(
    rng: np.random.Generator, circle: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return (followers, followed): heavy-tailed, clustered in circles, often mutual; no pair twice."""
    size = len(circle)
    fame = rng.pareto(FAME, size) + 0.2
    wanted = FOLLOWING_MEDIAN * np.exp(FOLLOWING_SPREAD * rng.standard_normal(size))
    counts = np.clip(wanted.astype(np.int64), 2, size // 4 + 2)
    follower = np.repeat(np.arange(size), counts)
    followed = _chosen(rng, circle, fame, follower)
    follower, followed = _unique(follower, followed, size)
    back = rng.random(len(follower)) < FOLLOWED_BACK
    through, found = _friends_of_friends(rng, follower, followed, size)
    return _unique(
        np.concatenate([follower, followed[back], through]),
        np.concatenate([followed, follower[back], found]),
        size,
    )


def _chosen(
    rng: np.random.Generator,
    circle: npt.NDArray[np.int64],
    fame: npt.NDArray[np.float64],
    follower: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """Return whom each of `follower` follows: in proportion to fame, mostly within their own circle."""
    order = np.lexsort((np.arange(len(circle)), circle))
    mass = np.concatenate([[0.0], np.cumsum(fame[order])])
    edges = np.searchsorted(circle[order], np.arange(circle.max() + 2))
    own = circle[follower]
    at_home = rng.random(len(follower)) < AT_HOME
    low = np.where(at_home, mass[edges[own]], 0.0)
    high = np.where(at_home, mass[edges[own + 1]], mass[-1])
    spot = np.searchsorted(mass, low + rng.random(len(follower)) * (high - low), side="right") - 1
    people: npt.NDArray[np.int64] = order[np.clip(spot, 0, len(order) - 1)]
    return people


def _friends_of_friends(
    rng: np.random.Generator, follower: npt.NDArray[np.int64], followed: npt.NDArray[np.int64], size: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return follows that close triangles: a share of people follow somebody whom one they follow follows."""
    starts = _starts(follower, size)
    some = np.flatnonzero(rng.random(len(follower)) < FRIENDS_OF_FRIENDS)
    middle = followed[some]
    degree = starts[middle + 1] - starts[middle]
    some, middle, degree = some[degree > 0], middle[degree > 0], degree[degree > 0]
    pick = starts[middle] + (rng.random(len(middle)) * degree).astype(np.int64)
    return follower[some], followed[pick]


def _unique(
    follower: npt.NDArray[np.int64], followed: npt.NDArray[np.int64], size: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the pairs sorted by follower, each once, nobody following themselves."""
    pairs = np.unique(follower * size + followed)
    pairs = pairs[pairs // size != pairs % size]
    return pairs // size, pairs % size


def _wakes(rng: np.random.Generator, size: int) -> npt.NDArray[np.float64]:
    european = rng.normal(5.5, 1.2, size)
    elsewhere = rng.uniform(0.0, 24.0, size)
    return np.where(rng.random(size) < ELSEWHERE, elsewhere, european) % 24.0


def _names(seed: int, size: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    rng = random.Random(f"names {seed}")  # noqa: S311 - a simulation is to be repeatable, not unguessable
    pairs = [words.name(rng) for _ in range(size)]
    handles = tuple(words.handle_of(given, surname, number) for number, (given, surname) in enumerate(pairs))
    return handles, tuple(f"{given} {surname} ({words.MARK})" for given, surname in pairs)
