"""What acts give to affinity, as they come in; people/affinity.py says how much."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Max, Min

from passaparola.web.cascades.models import Act
from passaparola.web.cascades.models import Kind as ActKind
from passaparola.web.conversations.models import Interaction, Kind
from passaparola.web.people import actions as people
from passaparola.web.people import affinity
from passaparola.web.people.models import Handle, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from passaparola.web.brands.models import Brand
    from passaparola.web.cascades.models import Message

PASSING_ON = frozenset({Kind.RESHARE, Kind.QUOTE})
CARRYING = frozenset({ActKind.RESHARE, ActKind.QUOTE, ActKind.REPLY})
ROOM = 900


def price(rows: Iterable[Interaction]) -> None:
    """Write on `rows`, unsaved, the points that each gives."""
    for row in rows:
        row.points = points_of(row)


def points_of(row: Interaction) -> float:
    """Return the points `row` gives as it stands."""
    return affinity.points(Kind(row.kind).name.lower(), brought=row.brought, exchange=row.exchange)


def credit(brand: Brand, rows: Sequence[Interaction], persons: Mapping[int, int]) -> None:
    """Add what the new `rows` give to the affinity of those they are by: `persons` by the keys of handles."""
    by_person: dict[int, list[Interaction]] = {}
    for row in rows:
        by_person.setdefault(persons[row.handle_id], []).append(row)
    people.credit(brand, {person: gain_of(theirs) for person, theirs in by_person.items()})


def moved(rows: Sequence[tuple[Interaction, datetime]]) -> None:
    """Credit anew the `rows`, stored, whose time was another before; call it in a transaction."""
    handles = Handle.objects.in_bulk({row.handle_id for row, _ in rows})
    warmer: dict[int, float] = {}
    for row, before in rows:
        if person := handles[row.handle_id].person_id:
            more = affinity.warmth(row.points, row.at) - affinity.warmth(row.points, before)
            warmer[person] = warmer.get(person, 0.0) + more
    if not warmer:
        return
    people.credit(rows[0][0].brand, {person: people.Gain(warmth=more) for person, more in warmer.items()})
    for person in warmer:
        acts = Interaction.objects.filter(handle__person=person)
        Person.objects.filter(pk=person).update(
            **acts.aggregate(first_act_at=Min("at"), last_act_at=Max("at"))
        )


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


def brought(message: Message, reached: Mapping[str, int]) -> int:
    """Credit people (by native id) with those who had `message` through them; return how many acts changed.

    What somebody brought is due to the first act by which they passed it on. Call it in a transaction, with
    everybody who brought anybody: who brings fewer than before, because a parent was told late, loses points.
    """
    owed: dict[str, int] = {}
    passed = Act.objects.filter(message=message, kind__in=CARRYING).order_by("at", "pk")
    seen: set[str] = set()
    for native_id, who in passed.values_list("native_id", "handle__native_id"):
        if who not in seen:
            seen.add(who)
            owed[native_id] = reached.get(who, 0)
    return sum(_settle(message, owed, ids) for ids in batched(owed))


def batched(owed: Mapping[str, int]) -> Iterator[list[str]]:
    """Yield the ids in `owed`, as many at a time as one query takes."""
    ids = list(owed)
    for start in range(0, len(ids), ROOM):
        yield ids[start : start + ROOM]


def _settle(message: Message, owed: Mapping[str, int], ids: Sequence[str]) -> int:
    rows = Interaction.objects.select_related("handle").filter(
        brand=message.brand_id, channel__platform=message.platform, native_id__in=ids
    )
    changed = [row for row in rows if row.brought != owed[row.native_id]]
    gains: dict[int, people.Gain] = {}
    for row in changed:
        points, people_before = row.points, row.brought
        row.brought = owed[row.native_id]
        row.points = points_of(row)
        if (person := row.handle.person_id) is not None:
            so_far = gains.get(person, people.Gain())
            warmer = affinity.warmth(row.points - points, row.at)
            gains[person] = replace(
                so_far,
                warmth=so_far.warmth + warmer,
                brought=so_far.brought + row.brought - people_before,
            )
    Interaction.objects.bulk_update(changed, ["brought", "points"], batch_size=200)
    people.credit(message.brand, gains)
    return len(changed)
