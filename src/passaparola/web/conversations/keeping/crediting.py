"""What acts give to affinity, as they come in; people/affinity.py says how much."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from passaparola.web.conversations.models import Kind
from passaparola.web.people import actions as people
from passaparola.web.people import affinity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from passaparola.web.brands.models import Brand
    from passaparola.web.conversations.models import Interaction
    from passaparola.web.people.models import Handle

PASSING_ON = frozenset({Kind.RESHARE, Kind.QUOTE})


def price(rows: Iterable[Interaction]) -> None:
    """Write on `rows`, unsaved, the points that each gives."""
    for row in rows:
        row.points = points_of(row)


def points_of(row: Interaction) -> float:
    """Return the points `row` gives as it stands."""
    return affinity.points(Kind(row.kind).name.lower(), brought=row.brought, exchange=row.exchange)


def credit(brand: Brand, rows: Sequence[Interaction], handles: Mapping[str, Handle]) -> None:
    """Add what the new `rows` by `handles` give to the affinity of the people they are by."""
    persons = people.persons_of(handles.values())
    by_person: dict[int, list[Interaction]] = {}
    for row in rows:
        by_person.setdefault(persons[row.handle_id], []).append(row)
    people.credit(brand, {person: gain_of(theirs) for person, theirs in by_person.items()})


def gain_of(rows: Sequence[Interaction]) -> people.Gain:
    """Return what `rows` of one person give together."""
    times = [row.at for row in rows]
    return people.Gain(
        warmth=math.fsum(affinity.warmth(row.points, row.at) for row in rows),
        acts=len(rows),
        passed_on=sum(row.kind in PASSING_ON for row in rows),
        brought=sum(row.brought for row in rows),
        first_at=min(times),
        last_at=max(times),
    )
