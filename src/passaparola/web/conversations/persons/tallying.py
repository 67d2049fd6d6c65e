"""What people did, counted from the acts themselves."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from passaparola.web.conversations.models import Interaction, Kind
from passaparola.web.people import affinity
from passaparola.web.people.actions import Gain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

PASSING_ON = frozenset({Kind.RESHARE, Kind.QUOTE})
"""Acts that carry a message further."""


def tally(person_ids: Sequence[int]) -> Mapping[int, Gain]:
    """Return what each of the persons did, from every act that is stored; one query."""
    acts: dict[int, list[tuple[int, datetime, float, int]]] = defaultdict(list)
    rows = Interaction.objects.filter(handle__person__in=person_ids)
    for person, kind, at, points, brought in rows.values_list(
        "handle__person_id", "kind", "at", "points", "brought"
    ):
        acts[person].append((kind, at, points, brought))
    return {person: _gain(some) for person, some in acts.items()}


def _gain(acts: Sequence[tuple[int, datetime, float, int]]) -> Gain:
    times = [at for _, at, _, _ in acts]
    return Gain(
        warmth=math.fsum(affinity.warmth(points, at) for _, at, points, _ in acts),
        acts=len(acts),
        passed_on=sum(kind in PASSING_ON for kind, *_ in acts),
        brought=sum(brought for *_, brought in acts),
        first_at=min(times),
        last_at=max(times),
    )
