"""Kernels over exposure: whose acts could a person have seen before their own.

All rows are taken in `order`: message by message, then by time, ties by row. `person` numbers people as the
follow graph does, -1 for those who are not in it. They guard every index they follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from passaparola.spread._kernels.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def follows(starts: NDArray[np.int64], followed: NDArray[np.int32], who: int, whom: int) -> bool:
    """Say whether `who` follows `whom`, by halving the sorted row of `who`."""
    low, high = starts[who], starts[who + 1]
    while low < high:
        middle = (low + high) // 2
        if followed[middle] < whom:
            low = middle + 1
        else:
            high = middle
    return bool(low < starts[who + 1] and followed[low] == whom)


@kernel
def leads_to(parent: NDArray[np.int32], start: int, goal: int) -> bool:
    """Say whether the chain of parents from `start` upwards passes `goal`."""
    row = start
    for _ in range(len(parent)):
        if row == goal:
            return True
        if row < 0 or row >= len(parent):
            return False
        row = parent[row]
    return True


@kernel
def exposures(
    order: NDArray[np.int64],
    message: NDArray[np.int32],
    person: NDArray[np.int32],
    at: NDArray[np.int64],
    shows: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    starts: NDArray[np.int64],
    followed: NDArray[np.int32],
    tau: float,
    parent: NDArray[np.int32],
    latest: NDArray[np.int32],
    count: NDArray[np.int32],
    weight: NDArray[np.float64],
    total: NDArray[np.float64],
) -> None:
    """Find, for every row that is `asked`, the acts of followees that exposed them to the message.

    An act exposes where it `shows` the message, comes earlier in `order` within the same message, is of somebody
    the person follows, and does not descend from the asking row by `parent`. Fills, per asked row: `count` of
    exposing acts, `latest` of them (-1 without any), its `weight` exp(-delay / tau) and the `total` weight of all;
    `tau` is in the unit of `at`.
    """
    n, people = len(order), len(starts) - 1
    last = np.full(
        people, -1, np.int64
    )  # per person: their latest showing act in this message, as place in order
    before = np.full(n, -1, np.int64)  # per place: the same person's showing act before it
    opening = 0
    for place in range(n):
        row = order[place]
        if place > 0 and message[row] != message[order[place - 1]]:
            opening = place
        who = person[row]
        if asked[row] and 0 <= who < people:
            degree = starts[who + 1] - starts[who]
            few = degree <= place - opening
            for step in range(degree if few else place - opening):
                if few:
                    seen = last[followed[starts[who] + step]]
                else:
                    seen = opening + step
                    other = person[order[seen]]
                    if not shows[order[seen]] or other < 0 or not follows(starts, followed, who, other):
                        continue
                while seen >= opening:
                    act = order[seen]
                    if not leads_to(parent, act, row):
                        share = np.exp((at[act] - at[row]) / tau)
                        count[row] += 1
                        total[row] += share
                        if (
                            latest[row] < 0
                            or at[act] > at[latest[row]]
                            or (at[act] == at[latest[row]] and act > latest[row])
                        ):
                            latest[row], weight[row] = act, share
                    if not few:
                        break
                    seen = before[seen]
        if shows[row] and 0 <= who < people:
            before[place], last[who] = last[who], place
