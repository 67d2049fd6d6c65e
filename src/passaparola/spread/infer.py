"""infer: the likely parents of acts whose platform does not say who passed the message on.

A person is exposed to a message by every earlier act that shows it and is of somebody they follow. The acts
that expose a person compete: an act that is t old weighs exp(-t / tau), as the density of an exponential
delay does; where each exposure alone rarely succeeds, its share of all weights is its posterior probability
of being the one (independent cascades with exponential delays, as in Gomez-Rodriguez, Leskovec, Krause,
"Inferring networks of diffusion and influence", KDD 2010). Beside them stand the message's own first act,
which anyone may come upon, and a way nobody sees (search, another network, a friend's screen); both weigh
`background` whatever their age. Whoever has it from the first sender has it at hop 1, however often the
sender shows it again: all the sender's acts count for the first one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from passaparola.spread.cascade import EVIDENCE, KINDS, ROOT, UNKNOWN
from passaparola.spread.errors import SpreadError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from passaparola.spread.cascade import Cascade
    from passaparola.spread.graph import FollowGraph

Method = Literal["decay", "latest"]

METHODS: Final[tuple[Method, ...]] = ("decay", "latest")
"""Decay: the heaviest claim wins, the first act's included. Latest: the latest exposing act, however old."""

SHOWING: Final = ("publish", "reshare", "quote", "mention", "coverage")
"""The kinds of act that put a message before one's followers; a reply, a like or a visit does not."""

BACKGROUND: Final = 0.05
"""The first act's weight beside a fresh exposure of 1: an exposure loses to it after 4.3 half-lives."""

_HOUR = 3600.0
_INFERRED = EVIDENCE.index("inferred")


def complete(
    cascade: Cascade,
    graph: FollowGraph,
    *,
    method: Method = "decay",
    half_life: float | None = None,
    background: float = BACKGROUND,
) -> Cascade:
    """Fill the parents that are UNKNOWN, as evidence *inferred* with the probability of each.

    A known parent is never touched, and a parent is never later than its child (equal times go by row).
    `half_life` is the seconds in which an exposure loses half its weight; `fit_decay` estimates it where it
    is left out. Whoever follows nobody that exposed them is given the message's first act, at a probability
    of one half; with a `background` of 0, or where no first act is earlier, they stay UNKNOWN. Raises
    `SpreadError` for a method, half-life or background that makes no sense.
    """
    unknown = cascade.parent == UNKNOWN
    if not unknown.any():
        return cascade
    _refuse_nonsense(method, background)
    seconds = fit_decay(cascade, graph) if half_life is None else half_life
    likely = _attribute(
        cascade,
        graph,
        parent=cascade.parent,
        half_life=seconds,
        background=background,
        stale_loses=method == "decay",
    )
    filled = unknown & (likely.parent != UNKNOWN)
    return replace(
        cascade,
        parent=likely.parent,
        evidence=np.where(filled, np.uint8(_INFERRED), cascade.evidence),
        probability=np.where(filled, likely.probability, cascade.probability).astype(np.float32),
    )


def _refuse_nonsense(method: str, background: float) -> None:
    if method not in METHODS:
        raise SpreadError(f"There is no method {method!r}; take one of: {', '.join(METHODS)}.")
    if not 0 <= background < math.inf:
        raise SpreadError(
            f"The background {background} is no weight; give 0 or more, {BACKGROUND} as a rule."
        )


def fit_decay(cascade: Cascade, graph: FollowGraph) -> float:
    """Estimate an exposure's half-life in seconds: the median delay between an act and the one it came from.

    The delays are those of known parents, and of acts with exactly one exposing act. The median of
    exponential delays is their half-life and, unlike the mean, does not follow a few acts that came a year
    late. Without any such delay it is the median delay since the first act of a message; without that, an
    hour.
    """
    known = np.flatnonzero(cascade.parent >= 0)
    asked = np.where(cascade.parent == ROOT, np.int32(ROOT), np.int32(UNKNOWN))
    exposed = _attribute(cascade, graph, parent=asked, half_life=_HOUR, background=0.0, stale_loses=False)
    single = np.flatnonzero((cascade.parent == UNKNOWN) & (exposed.count == 1))
    for child, came_from in (
        (np.r_[known, single], np.r_[cascade.parent[known], exposed.latest[single]]),
        _since_first(cascade),
    ):
        delay = (cascade.at[child] - cascade.at[came_from]) / 1e6
        if (delay > 0).any():
            return float(np.median(delay[delay > 0]))
    return _HOUR


def _since_first(cascade: Cascade) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    order = _order(cascade)
    message = cascade.message[order]
    opening = np.flatnonzero(np.r_[True, message[1:] != message[:-1]])
    first = np.repeat(order[opening], np.diff(np.r_[opening, len(order)]))
    return order, first


def _order(cascade: Cascade) -> NDArray[np.int64]:
    return np.lexsort((cascade.at, cascade.message)).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Attribution:
    """Per act: its likely `parent`, the `count` of exposing acts, the `latest` of them, the `probability`."""

    parent: NDArray[np.int32]
    count: NDArray[np.int32]
    latest: NDArray[np.int32]
    probability: NDArray[np.float64]


def _attribute(  # noqa: PLR0913 (the kernel's knobs, by name)
    cascade: Cascade,
    graph: FollowGraph,
    *,
    parent: NDArray[np.int32],
    half_life: float,
    background: float,
    stale_loses: bool,
) -> _Attribution:
    from passaparola.spread._kernels.exposure import attribute  # noqa: PLC0415 - numba is slow to import

    if not 0 < half_life < math.inf:
        raise SpreadError(f"The half-life {half_life} is no time; give seconds above 0.")
    n = len(cascade)
    filled, count, latest = parent.copy(), np.zeros(n, np.int32), np.full(n, -1, np.int32)
    probability = np.ones(n, np.float64)
    attribute(
        _order(cascade),
        cascade.message,
        graph.rows_of(cascade.people)[cascade.who],
        cascade.at,
        np.isin(np.arange(len(KINDS)), [KINDS.index(kind) for kind in SHOWING])[cascade.kind],
        graph.starts,
        graph.followed,
        half_life * 1e6 / math.log(2),
        float(background),
        stale_loses,
        _has_knots(cascade, parent),
        filled,
        count,
        latest,
        probability,
    )
    return _Attribution(filled, count, latest, probability)


def _has_knots(cascade: Cascade, parent: NDArray[np.int32]) -> bool:
    """Say whether a known parent comes after its child, so that going by time alone might close a circle."""
    child = np.flatnonzero(parent >= 0)
    above = parent[child]
    later, same = cascade.at[above] > cascade.at[child], cascade.at[above] == cascade.at[child]
    return bool((later | (same & (above > child))).any())
