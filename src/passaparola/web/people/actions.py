"""How people come to be known: as their platforms name them, and only those who acted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.web.people import queries
from passaparola.web.people.models import Follow, Handle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
