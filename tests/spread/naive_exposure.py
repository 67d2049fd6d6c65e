"""Plain twin of the exposure kernel, written from the docstrings of `infer`."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class NaiveAct:
    who: str
    at: int
    message: str
    shows: bool
    parent: int  # row, -1 root, -2 unknown


def chain(parents: list[int], row: int) -> list[int]:
    seen: list[int] = []
    while row >= 0 and row not in seen:
        seen.append(row)
        row = parents[row]
    return seen


def complete(
    acts: list[NaiveAct],
    follows: set[tuple[str, str]],
    *,
    tau: float,
    background: float,
    stale_loses: bool,
) -> tuple[list[int], list[float]]:
    """Give every act's parent and probability; follows are (follower, followed)."""
    parents = [act.parent for act in acts]
    probability = [1.0] * len(acts)
    order = sorted(range(len(acts)), key=lambda row: (acts[row].at, row))
    for place, row in enumerate(order):
        if parents[row] != -2:
            continue
        me = acts[row]
        earlier = [r for r in order[:place] if acts[r].message == me.message and row not in chain(parents, r)]
        firsts = [r for r in order[:place] if acts[r].message == me.message and parents[r] == -1]
        first = firsts[0] if firsts and firsts[0] in earlier else None
        weight = {
            r: math.exp((acts[r].at - me.at) / tau)
            for r in earlier
            if acts[r].shows and me.who != acts[r].who and (me.who, acts[r].who) in follows
        }
        total = sum(weight.values()) + 2 * background
        claims = dict(weight)
        mine = [r for r in weight if first is not None and acts[r].who == acts[first].who]
        if first is not None:
            claims[first] = sum(weight[r] for r in mine) + background
        newest = max(weight, key=lambda r: (acts[r].at, r), default=None)
        winner = first if newest in mine else newest
        heavier = winner is None or (stale_loses and first is not None and claims[first] > claims[winner])
        if heavier and first is not None and background > 0:
            winner = first
        if winner is not None:
            parents[row] = winner
            probability[row] = claims[winner] / total if total > 0 else 0.0
    return parents, probability
