"""Who carried it: the people from whom others had a message, ranked by what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from passaparola.spread._kernels import chains

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from passaparola.spread.cascade import Cascade

By = Literal["subtree", "direct", "credit"]


@dataclass(frozen=True, slots=True)
class Promoter:
    """`who` brought `direct` people themselves and `subtree` in all; `credit` is their share of those."""

    who: str
    direct: int
    subtree: int
    credit: float


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The three measures for every person, by number; a message's first sender counts for nothing on it."""

    direct: NDArray[np.int64]
    subtree: NDArray[np.int64]
    credit: NDArray[np.float64]


def ranked(cascade: Cascade, *, top: int | None = 10, by: By = "subtree") -> list[Promoter]:
    """List the promoters, the one with most `by` first, at most `top` of them (all with None)."""
    weight = weigh(cascade)
    person = np.flatnonzero(weight.subtree > 0)
    keys = {"subtree": weight.subtree, "direct": weight.direct, "credit": weight.credit}
    ties = [keys[name][person] for name in ("credit", "direct", "subtree")]
    order = person[np.lexsort([-person, *ties, keys[by][person]])[::-1]][:top]
    names = cascade.people.take(order).to_pylist()
    return [
        Promoter(name, int(weight.direct[p]), int(weight.subtree[p]), float(weight.credit[p]))
        for name, p in zip(names, order, strict=True)
    ]


def weigh(cascade: Cascade) -> Weights:
    """Measure what every person brought.

    `direct`: people whose first act came from an act of theirs. `subtree`: people whose first act has an act
    of theirs among its ancestors, each once. `credit`: everyone reached at hop 2 or beyond is worth 1, split
    equally among the different people above them, the first sender and they themselves left out; it is the
    Shapley value when every one of those people was needed. Who was reached through nobody else is credited
    to nobody.
    """
    n, people = len(cascade), len(cascade.people)
    parent, who, hop = cascade.parent, cascade.who, cascade.shape.hop
    source = cascade.sender[cascade.message]
    start, child, order, others = (np.empty(n + extra, np.int32) for extra in (1, 0, 0, 0))
    outer = np.empty(n, np.bool_)
    chains.list_children(parent, start, child)
    chains.stand(hop, who, source, people, start, child, order, outer, others)
    reached = (cascade.first == np.arange(n, dtype=np.int32)) & (hop >= 1)
    share = np.zeros(n)
    carried = reached & (hop > 1) & (others > 0)
    share[carried] = 1.0 / others[carried]
    subtree, credit = np.zeros(people, np.int64), np.zeros(people)
    chains.gather(parent, who, source, order, outer, reached, share, subtree, credit)
    return Weights(_direct(cascade, source), subtree, credit)


def _direct(cascade: Cascade, source: NDArray[np.int32]) -> NDArray[np.int64]:
    rows = np.flatnonzero((cascade.direct > 0) & (cascade.who != source))
    return np.bincount(cascade.who[rows], cascade.direct[rows], len(cascade.people)).astype(np.int64)
