"""Kernels over exposure: whose acts a person could have seen before their own.

Rows are visited in `order`: message by message, then by time, ties by row. `person` numbers people as the
follow graph does, -1 for those who are not in it. Every index that comes from outside is guarded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from passaparola.spread._kernels.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


UNKNOWN = -2
HIDDEN = -2  # the place of an act that shows nothing, or of somebody outside the graph
NOBODY = -3  # no person's number


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
def descends(parent: NDArray[np.int32], row: int, ancestor: int) -> bool:
    """Say whether `row` is `ancestor` or hangs below it; a walk longer than all rows counts as yes."""
    for _ in range(len(parent) + 1):
        if row == ancestor:
            return True
        if row < 0 or row >= len(parent):
            return False
        row = parent[row]
    return True


@kernel
def exposing(
    place: int,
    opening: int,
    order: NDArray[np.int64],
    person: NDArray[np.int32],
    starts: NDArray[np.int64],
    followed: NDArray[np.int32],
    last: NDArray[np.int64],
    before: NDArray[np.int64],
    found: NDArray[np.int64],
) -> int:
    """Write the places of the showing acts that exposed the act at `place` into `found`; returns how many.

    Goes through the followees or through the earlier acts, whichever are fewer; nothing exposes those who
    are not in the graph.
    """
    who = person[order[place]]
    if who < 0 or who >= len(starts) - 1:
        return 0
    size = 0
    if starts[who + 1] - starts[who] <= place - opening:
        for step in range(starts[who], starts[who + 1]):
            seen = last[followed[step]]
            while seen >= opening:
                found[size] = seen
                size += 1
                seen = before[seen]
        return size
    for seen in range(opening, place):
        other = person[order[seen]]
        if before[seen] != HIDDEN and follows(starts, followed, who, other):
            found[size] = seen
            size += 1
    return size


@kernel
def weigh(
    found: NDArray[np.int64],
    order: NDArray[np.int64],
    at: NDArray[np.int64],
    row: int,
    person: NDArray[np.int32],
    sender: int,
    tau: float,
    parent: NDArray[np.int32],
    knots: bool,
) -> tuple[int, int, float, float]:
    """Weigh the acts `found` to have exposed `row`.

    Returns how many count, the place of the latest (-1 without any), the weight of all and of the `sender`'s.
    """
    count, newest, total, home = 0, -1, 0.0, 0.0
    for place in found:
        act = order[place]
        if knots and descends(parent, act, row):
            continue
        share = np.exp((at[act] - at[row]) / tau)
        count += 1
        total += share
        newest = max(newest, place)
        if person[act] == sender:
            home += share
    return count, newest, total, home


@kernel
def sender_of(person: NDArray[np.int32], source: int, home_free: bool) -> int:
    """Return the person of the first act, NOBODY where it may not be the parent or they are in no graph."""
    if home_free and person[source] >= 0:
        return int(person[source])
    return NOBODY


@kernel
def home_wins(winner: int, claim: float, home: float, background: float, stale_loses: bool) -> bool:
    """Say whether the first act, with its sender's weight `home`, is likelier than the `winner` so far."""
    if winner < 0:
        return home + background > 0
    return stale_loses and background > 0 and home + background > claim


@kernel
def attribute(
    order: NDArray[np.int64],
    message: NDArray[np.int32],
    person: NDArray[np.int32],
    at: NDArray[np.int64],
    shows: NDArray[np.bool_],
    starts: NDArray[np.int64],
    followed: NDArray[np.int32],
    tau: float,
    background: float,
    stale_loses: bool,
    knots: bool,
    parent: NDArray[np.int32],
    count: NDArray[np.int32],
    latest: NDArray[np.int32],
    probability: NDArray[np.float64],
) -> None:
    """Give every row whose `parent` is -2 the act it most likely came from, in place.

    An act exposes a later one of its message where it `shows` the message and is of somebody whom the later
    one's person follows; its weight is exp(-delay / tau), with `tau` in the unit of `at`. The message's
    first act at -1 weighs `background` more, and so does a way nobody sees; other acts of its person count
    for it. The latest exposing act wins; with `stale_loses` only where the first act does not weigh more.
    Also fills, per such row: the `count` of exposing acts, the `latest` of them (-1 without any) and the
    winner's `probability`, its share of all weights. With `knots` (some known parent is later than its
    child) acts that hang below the row are passed over. A row that nothing can explain stays at -2.
    """
    n, people = len(order), len(starts) - 1
    last = np.full(people, -1, np.int64)  # per person: place of their latest showing act
    before = np.full(n, HIDDEN, np.int64)  # per place: place of the same person's showing act before it
    found = np.empty(n, np.int64)
    opening, source = 0, -1
    for place in range(n):
        row = order[place]
        if place > 0 and message[row] != message[order[place - 1]]:
            opening, source = place, -1
        known = 0 <= person[row] < people
        if parent[row] == UNKNOWN:
            size = exposing(place, opening, order, person, starts, followed, last, before, found)
            home_free = source >= 0 and not (knots and descends(parent, source, row))
            sender = sender_of(person, source, home_free)
            seen = weigh(found[:size], order, at, row, person, sender, tau, parent, knots)
            count[row], newest, total, home = seen
            if newest >= 0:
                latest[row] = order[newest]
            winner, claim = -1, 0.0
            if newest >= 0 and person[order[newest]] != sender:
                winner, claim = order[newest], np.exp((at[order[newest]] - at[row]) / tau)
            if home_free and home_wins(winner, claim, home, background, stale_loses):
                winner, claim = source, home + background
            if winner >= 0:
                parent[row] = winner
                whole = total + 2 * background
                probability[row] = claim / whole if whole > 0 else 0.0
        if parent[row] == -1 and source < 0:
            source = row
        if shows[row] and known:
            before[place], last[person[row]] = last[person[row]], place
