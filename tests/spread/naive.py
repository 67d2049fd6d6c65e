"""Plain twins of the kernels, written from the definitions: slow, short, and without numpy."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from statistics import median


@dataclass(frozen=True)
class Act:
    """One row: `parent` is a row, -1 for a first act, -2 for an unknown parent."""

    parent: int
    who: int
    at: int
    message: int = 0


def chain(acts: list[Act], row: int) -> list[int]:
    """The rows above `row`, nearest first."""
    above = []
    while acts[row].parent >= 0:
        row = acts[row].parent
        above.append(row)
    return above


def hop(acts: list[Act]) -> list[int]:
    return [len(chain(acts, row)) for row in range(len(acts))]


def root(acts: list[Act]) -> list[int]:
    return [([row, *chain(acts, row)])[-1] for row in range(len(acts))]


def subtree(acts: list[Act]) -> list[int]:
    count = Counter(above for row in range(len(acts)) for above in [row, *chain(acts, row)])
    return [count[row] for row in range(len(acts))]


def distance(acts: list[Act], one: int, other: int) -> int | None:
    """Steps between two acts of the same tree; None between trees."""
    up_one, up_other = [one, *chain(acts, one)], [other, *chain(acts, other)]
    common = [row for row in up_one if row in up_other]
    return up_one.index(common[0]) + up_other.index(common[0]) if common else None


def pairs(acts: list[Act]) -> list[int]:
    """The distances of all pairs within trees."""
    between = (distance(acts, one, other) for one, other in combinations(range(len(acts)), 2))
    return [steps for steps in between if steps is not None]


def breadth(acts: list[Act]) -> int:
    steps = hop(acts)
    return max(Counter((act.message, h) for act, h in zip(acts, steps, strict=True)).values(), default=0)


def reached(acts: list[Act]) -> dict[tuple[int, int], int]:
    """(message, person) to the row of the person's first act on it: the earliest, ties by row."""
    first: dict[tuple[int, int], int] = {}
    for row in sorted(range(len(acts)), key=lambda row: (acts[row].at, row)):
        first.setdefault((acts[row].message, acts[row].who), row)
    return first


def senders(acts: list[Act]) -> dict[int, int]:
    """Message to the person of its earliest first act."""
    sender: dict[int, int] = {}
    for row in sorted(range(len(acts)), key=lambda row: (acts[row].at, row)):
        if acts[row].parent == -1:
            sender.setdefault(acts[row].message, acts[row].who)
    return sender


def people_by_hop(acts: list[Act]) -> Counter[int]:
    steps = hop(acts)
    return Counter(steps[row] for row in reached(acts).values())


def passed_on(acts: list[Act]) -> Counter[int]:
    """People by hop from whom at least one other person had it."""
    first, steps = reached(acts), hop(acts)
    givers = {
        (message, acts[acts[row].parent].who)
        for (message, who), row in first.items()
        if acts[row].parent >= 0 and acts[acts[row].parent].who != who
    }
    return Counter(steps[first[giver]] for giver in givers)


def direct(acts: list[Act]) -> Counter[int]:
    count: Counter[int] = Counter()
    sender = senders(acts)
    for (message, who), row in reached(acts).items():
        parent = acts[row].parent
        if parent >= 0 and acts[parent].who not in {who, sender.get(message)}:
            count[acts[parent].who] += 1
    return count


def above(acts: list[Act], row: int) -> set[int]:
    """The different people above an act, without the message's first sender and the act's own person."""
    own = {acts[row].who, senders(acts).get(acts[row].message)}
    return {acts[up].who for up in chain(acts, row)} - own


def below(acts: list[Act]) -> Counter[int]:
    return Counter(person for row in reached(acts).values() for person in above(acts, row))


def credit(acts: list[Act]) -> dict[int, float]:
    value: dict[int, float] = defaultdict(float)
    for row in reached(acts).values():
        people = above(acts, row)
        if len(chain(acts, row)) > 1:
            for person in people:
                value[person] += 1 / len(people)
    return value


def delays(acts: list[Act]) -> list[int]:
    return [
        acts[row].at - acts[acts[row].parent].at
        for (_, who), row in reached(acts).items()
        if acts[row].parent >= 0 and acts[acts[row].parent].who != who
    ]


def generation_interval(acts: list[Act]) -> float | None:
    return median(delays(acts)) / 1e6 if delays(acts) else None


def half_life(acts: list[Act]) -> float | None:
    """The least age at which at least half of the reach had it."""
    steps = hop(acts)
    ages = []
    for (message, _), row in reached(acts).items():
        begun = min(act.at for act in acts if act.message == message and act.parent < 0)
        if steps[row] >= 1:
            ages.append(acts[row].at - begun)
    return next((age / 1e6 for age in sorted(ages) if 2 * sum(a <= age for a in ages) >= len(ages)), None)
