"""Kernels over the people on the chains: who was first, who had it from whom, what hangs on each.

`who` numbers people and `message` messages; `sender` is each message's first sender, or -1. Arrays per person
are indexed by those numbers, and every number is checked before it is followed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from passaparola.spread._kernels.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def first_acts(
    order: NDArray[np.int32],
    who: NDArray[np.int32],
    message: NDArray[np.int32],
    people: int,
    first: NDArray[np.int32],
) -> None:
    """Fill `first` with the row of the same person's first act on the same message.

    `order` names the rows message by message, each in the order of time.
    """
    seen_on = np.full(people, -1, np.int32)
    seen_at = np.zeros(people, np.int32)
    for row in order:
        person = who[row]
        if not 0 <= person < people:
            continue
        if seen_on[person] != message[row]:
            seen_on[person] = message[row]
            seen_at[person] = row
        first[row] = seen_at[person]


@kernel
def count_direct(
    parent: NDArray[np.int32], who: NDArray[np.int32], first: NDArray[np.int32], direct: NDArray[np.int32]
) -> None:
    """Count, at each person's first act, the other people whose first act came from an act of theirs."""
    n = len(parent)
    for row in range(n):
        above = parent[row]
        if first[row] == row and 0 <= above < n and who[above] != who[row]:
            direct[first[above]] += 1


@kernel
def list_children(parent: NDArray[np.int32], start: NDArray[np.int32], child: NDArray[np.int32]) -> None:
    """List every row's children: those of row i are child[start[i]:start[i + 1]]. Roots come from nowhere."""
    n = len(parent)
    start[:] = 0
    for row in range(n):
        if 0 <= parent[row] < n:
            start[parent[row] + 1] += 1
    for row in range(n):
        start[row + 1] += start[row]
    fill = start[:n].copy()
    for row in range(n):
        above = parent[row]
        if 0 <= above < n:
            child[fill[above]] = row
            fill[above] += 1


@kernel
def stand(
    hop: NDArray[np.int32],
    who: NDArray[np.int32],
    source: NDArray[np.int32],
    people: int,
    start: NDArray[np.int32],
    child: NDArray[np.int32],
    order: NDArray[np.int32],
    outer: NDArray[np.bool_],
    others: NDArray[np.int32],
) -> None:
    """Walk every tree from its root down, noting who stands on the way, without recursion.

    Fills `order` with the rows as they are met, parents first; `outer` with whether the row's person has no
    act above it; `others` with how many different people act above it, the first sender (`source`, per row)
    and the row's own person left out.
    """
    n = len(hop)
    stack, path = np.empty(n, np.int32), np.empty(n, np.int32)
    standing = np.zeros(people, np.int32)
    met, length, distinct = 0, 0, 0
    for top in range(n):
        waiting = 0
        if hop[top] == 0:
            stack[0] = top
            waiting = 1
        while waiting > 0:
            waiting -= 1
            row = stack[waiting]
            while length > hop[row]:
                length -= 1
                left = path[length]
                standing[who[left]] -= 1
                distinct -= standing[who[left]] == 0 and who[left] != source[left]
            person = who[row]
            counts = person != source[row]
            outer[row] = standing[person] == 0
            others[row] = distinct - (counts and not outer[row])
            distinct += counts and outer[row]
            standing[person] += 1
            path[length] = row
            length += 1
            order[met] = row
            met += 1
            for place in range(start[row], start[row + 1]):
                stack[waiting] = child[place]
                waiting += 1


@kernel
def gather(
    parent: NDArray[np.int32],
    who: NDArray[np.int32],
    source: NDArray[np.int32],
    order: NDArray[np.int32],
    outer: NDArray[np.bool_],
    reached: NDArray[np.bool_],
    share: NDArray[np.float64],
    subtree: NDArray[np.int64],
    credit: NDArray[np.float64],
) -> None:
    """Add to each person who was reached below any act of theirs (`subtree`), and their shares (`credit`).

    `order` has parents first and is read backwards; `reached` marks the rows that count, `share` what each of
    the people above a row is given for it. A person's outermost acts hang apart from one another, so what
    hangs on them is added up without counting twice; their own first act, where it is below, is taken off
    again.
    """
    n = len(parent)
    below, shares = np.zeros(n, np.int64), np.zeros(n)
    for back in range(n):
        row = order[n - 1 - back]
        person = who[row]
        if person != source[row]:
            if outer[row]:
                subtree[person] += below[row]
                credit[person] += shares[row]
            elif reached[row]:
                subtree[person] -= 1
                credit[person] -= share[row]
        above = parent[row]
        if 0 <= above < n:
            below[above] += below[row] + reached[row]
            shares[above] += shares[row] + share[row]
