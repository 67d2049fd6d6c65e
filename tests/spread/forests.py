"""Forests for the property tests: rows in any order, people who act again, several first acts."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from passaparola.spread.cascade import Cascade
from spread.naive import Act


@st.composite
def forests(draw: st.DrawFn, *, largest: int = 24) -> list[Act]:
    """Draw a few messages' acts, their rows shuffled, their times often equal and sometimes early."""
    n = draw(st.integers(0, largest))
    acts: list[Act] = []
    for row in range(n):
        parent = draw(st.integers(-2, row - 1)) if row else -1
        message = acts[parent].message if parent >= 0 else draw(st.integers(0, 2))
        acts.append(Act(parent, draw(st.integers(0, 7)), draw(st.integers(0, 9)) * 1_000_000, message))
    order = draw(st.permutations(range(n))) if draw(st.booleans()) else list(range(n))
    place = {old: new for new, old in enumerate(order)}
    moved = [acts[old] for old in order]
    return [Act(place.get(act.parent, act.parent), act.who, act.at, act.message) for act in moved]


def cascade_of(acts: list[Act]) -> Cascade:
    return Cascade.from_arrays(
        who=np.array([act.who for act in acts], np.int32),
        at=np.array([act.at for act in acts], np.int64),
        parent=np.array([act.parent for act in acts], np.int32),
        message=np.array([act.message for act in acts], np.int32),
    )
