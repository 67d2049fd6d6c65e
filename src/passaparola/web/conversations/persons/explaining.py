"""Why somebody's affinity is what it is: every act, what is left of its points, and its share of the score.

The shares are shown in tenths and add up to the score as it is shown, by the method of the largest remainder.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from passaparola.web.conversations.models import Interaction
from passaparola.web.people import affinity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from passaparola.web.people.models import Person

SHOWN = 50
TENTHS = 10
SPAN = timedelta(days=180)
STEPS = 60


@dataclass(frozen=True, slots=True)
class Share:
    """An act with the points it gave, what is left of them now, and its part of the score."""

    act: Interaction
    points: float
    left: float
    score: float


@dataclass(frozen=True, slots=True)
class Why:
    """The score as it is shown, the acts it is made of, and what the acts that are not listed make of it.

    `unexplained` is what acts gave that are no longer stored. `line` is the score over the last 180 days.
    """

    score: float
    trend: float
    shares: list[Share]
    others: int
    others_score: float
    unexplained: float
    line: list[float]


def why(person: Person, now: datetime) -> Why:
    """Return what `person`'s score is made of; the acts that give most first; two queries."""
    rows = Interaction.objects.filter(handle__person=person).values_list("pk", "points", "at")
    acts = sorted(rows, key=lambda row: -affinity.warmth(row[1], row[2]))
    timed = [(points, at) for _, points, at in acts]
    stored = math.fsum(affinity.warmth(points, at) for points, at in timed)
    same = math.isclose(person.warmth, stored, rel_tol=1e-6)
    lost = 0.0 if same else max(person.warmth - stored, 0.0)
    # When what is no longer stored was given is not known; as warmth it is the same at any time.
    all_acts = [*timed, (affinity.raw(lost, now), now)] if lost else timed
    exact = affinity.shares(all_acts, now)
    tenths = apportioned(exact, round(affinity.score(stored + lost, now) * TENTHS))
    listed = acts[:SHOWN]
    there = Interaction.objects.select_related("channel", "handle").in_bulk([pk for pk, *_ in listed])
    return Why(
        score=sum(tenths) / TENTHS,
        trend=affinity.trend(all_acts, now),
        shares=[
            Share(there[pk], points, affinity.raw(affinity.warmth(points, at), now), tenth / TENTHS)
            for (pk, points, at), tenth in zip(listed, tenths, strict=False)
            if pk in there
        ],
        others=len(acts) - len(listed),
        others_score=sum(tenths[SHOWN : len(acts)]) / TENTHS,
        unexplained=sum(tenths[len(acts) :]) / TENTHS,
        line=over_time(timed, now),
    )


def apportioned(exact: Sequence[float], tenths: int) -> list[int]:
    """Return `exact` scores in whole tenths that add up to `tenths`: the largest remainders go up."""
    floors = [math.floor(one * TENTHS) for one in exact]
    missing = tenths - sum(floors)
    by_remainder = sorted(range(len(exact)), key=lambda n: floors[n] - exact[n] * TENTHS)
    for n in by_remainder[: max(missing, 0)]:
        floors[n] += 1
    for n in reversed(by_remainder[len(by_remainder) + min(missing, 0) :]):
        floors[n] -= 1  # a score that was rounded down by less than its parts were
    return floors


def over_time(acts: Sequence[tuple[float, datetime]], now: datetime) -> list[float]:
    """Return the score at 61 moments of the last 180 days, the last of them now."""
    ordered = sorted((at, affinity.warmth(points, at)) for points, at in acts)
    line, warm, done = [], 0.0, 0
    for step in range(STEPS + 1):
        at = now - SPAN * (STEPS - step) / STEPS
        while done < len(ordered) and ordered[done][0] <= at:
            warm += ordered[done][1]
            done += 1
        line.append(affinity.score(warm, at))
    return line
