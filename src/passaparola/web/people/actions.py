"""How people come to be known: as their platforms name them, and only those who acted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from passaparola.web.people import queries
from passaparola.web.people.models import Follow, Handle, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from passaparola.web.brands.models import Brand

CHANGING = ("handle", "name", "url", "followers")


@dataclass(frozen=True, slots=True)
class Profile:
    """Someone as their platform names them at the moment; `followers` None where it does not say."""

    native_id: str
    handle: str
    name: str = ""
    url: str = ""
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class Gain:
    """What acts add to somebody (negative: what a correction takes off): warmth, counts, and their times."""

    warmth: float = 0.0
    acts: int = 0
    passed_on: int = 0
    brought: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None


def know(brand: Brand, platform: str, space: str, profiles: Sequence[Profile]) -> dict[str, Handle]:
    """Return the handles of `profiles` by native id: new ones stored, the others brought up to date.

    Safe to repeat, and to run beside another: someone known twice is one row.
    """
    ids = list({profile.native_id: None for profile in profiles})
    handles = queries.handles_by_native_id(brand.pk, platform, space, ids)
    _refresh(handles, profiles)
    unknown = {profile.native_id: profile for profile in profiles if profile.native_id not in handles}
    if not unknown:
        return handles
    Handle.objects.bulk_create(
        (
            Handle(
                brand=brand, platform=platform, space=space, native_id=profile.native_id, **_fields(profile)
            )
            for profile in unknown.values()
        ),
        ignore_conflicts=True,
    )
    # Rows that another reading stored first keep their keys: ask for all of them again.
    return handles | queries.handles_by_native_id(brand.pk, platform, space, list(unknown))


def persons_of(handles: Iterable[Handle]) -> dict[int, int]:
    """Give every handle somebody it belongs to; return the keys of the persons by the keys of the handles.

    Safe to repeat, and to run beside another: a handle belongs to one person. Handles that are no longer
    there are left out.
    """
    by_key = {handle.pk: handle for handle in handles}
    keys = sorted(by_key)
    owners = queries.owners(keys)
    alone = [key for key in keys if key in owners and owners[key] is None]
    if alone:
        with transaction.atomic():
            owners |= _introduce([by_key[key] for key in alone])
    return {key: person for key, person in owners.items() if person is not None}


def _introduce(handles: Sequence[Handle]) -> dict[int, int | None]:
    """Store a person for each of `handles`, unless another worker was quicker; return whose each is."""
    new = Person.objects.bulk_create(
        Person(brand_id=handle.brand_id, name=handle.name or handle.handle) for handle in handles
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE people_handle SET person_id = %s WHERE id = %s AND person_id IS NULL",
            [(person.pk, handle.pk) for person, handle in zip(new, handles, strict=True)],
        )
    owners = queries.owners([handle.pk for handle in handles])
    late = sorted({person.pk for person in new} - set(owners.values()))
    for start in range(0, len(late), queries.ROOM):
        Person.objects.filter(pk__in=late[start : start + queries.ROOM]).delete()
    return owners


# Whoever was joined to somebody since the worker looked is credited there.
CREDIT = """
    UPDATE people_person SET
        warmth = warmth + %s,
        acts = CASE WHEN acts + %s < 0 THEN 0 ELSE acts + %s END,
        passed_on = CASE WHEN passed_on + %s < 0 THEN 0 ELSE passed_on + %s END,
        brought = CASE WHEN brought + %s < 0 THEN 0 ELSE brought + %s END,
        first_act_at = CASE WHEN first_act_at <= %s THEN first_act_at ELSE COALESCE(%s, first_act_at) END,
        last_act_at = CASE WHEN last_act_at >= %s THEN last_act_at ELSE COALESCE(%s, last_act_at) END
    WHERE brand_id = %s AND id = COALESCE((SELECT joined_to_id FROM people_person WHERE id = %s), %s)
"""


def credit(brand: Brand, gains: Mapping[int, Gain]) -> None:
    """Add what was done to the persons of `brand` by their keys; one statement, whatever their number.

    Adding is all there is: acts told late, out of order, or by two workers at once end in the same sums.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # In the order of keys: two workers that credit the same people never wait for each other in a circle.
        cursor.executemany(CREDIT, [_credited(brand, key, gains[key]) for key in sorted(gains)])


def _credited(brand: Brand, key: int, gain: Gain) -> list[Any]:
    first, last = (connection.ops.adapt_datetimefield_value(at) for at in (gain.first_at, gain.last_at))
    counts = [number for number in (gain.acts, gain.passed_on, gain.brought) for _twice in range(2)]
    return [gain.warmth, *counts, first, first, last, last, brand.pk, key, key]


def forgotten(brand: Brand, platform: str, native_ids: Iterable[str]) -> set[str]:
    """Return those among `native_ids` who were erased: nothing of theirs may be stored again."""
    by_digest = {queries.digest(brand.pk, platform, native_id): native_id for native_id in native_ids}
    return {by_digest[found] for found in queries.digests_among(brand.pk, list(by_digest))}


def follow_each_other(follows: Iterable[tuple[str, str]], handles: Mapping[str, Handle]) -> int:
    """Store (follower, followed) pairs of native ids among `handles`; return how many were new.

    Who merely follows, without an act of their own, is nobody's business here.
    """
    pairs = {
        (handles[follower].pk, handles[followed].pk)
        for follower, followed in follows
        if follower in handles and followed in handles and follower != followed
    }
    if not pairs:
        return 0
    new = pairs - set(queries.follows_among([handle.pk for handle in handles.values()]))
    Follow.objects.bulk_create(
        (Follow(follower_id=follower, followed_id=followed) for follower, followed in sorted(new)),
        ignore_conflicts=True,
    )
    return len(new)


def _fields(profile: Profile) -> dict[str, str | int | None]:
    return {name: getattr(profile, name) for name in CHANGING}


def _refresh(handles: Mapping[str, Handle], profiles: Iterable[Profile]) -> None:
    """Write what changed: a new name or address, and how many follow them by now."""
    changed = []
    for profile in profiles:
        handle = handles.get(profile.native_id)
        fresh = {name: value for name, value in _fields(profile).items() if value not in {None, ""}}
        if handle and any(getattr(handle, name) != value for name, value in fresh.items()):
            for name, value in fresh.items():
                setattr(handle, name, value)
            changed.append(handle)
    Handle.objects.bulk_update(changed, CHANGING, batch_size=100)
