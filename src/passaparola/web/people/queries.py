"""Who someone is on their platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.web.people.models import Follow, Handle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from passaparola.web.brands.models import Brand

ROOM = 900
"""Ids asked for in one query: SQLite takes 999 parameters."""


def handles_by_native_id(
    brand_id: int, platform: str, space: str, native_ids: Sequence[str]
) -> dict[str, Handle]:
    """Return the brand's stored handles among `native_ids` of one platform; one query per 900 ids."""
    handles: dict[str, Handle] = {}
    for start in range(0, len(native_ids), ROOM):
        some = Handle.objects.filter(
            brand_id=brand_id,
            platform=platform,
            space=space,
            native_id__in=native_ids[start : start + ROOM],
        )
        handles.update((handle.native_id, handle) for handle in some)
    return handles


def handles_by_keys(brand: Brand, keys: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], Handle]:
    """Return the brand's stored handles by (platform, space, native id); one query for a handful of keys."""
    wanted = set(keys)
    some = Handle.objects.filter(brand=brand, native_id__in={native_id for _, _, native_id in wanted})
    found = {(handle.platform, handle.space, handle.native_id): handle for handle in some}
    return {key: handle for key, handle in found.items() if key in wanted}


def follows_among(handle_ids: Sequence[int]) -> list[tuple[int, int]]:
    """Return (follower, followed) pairs among the handles `handle_ids`; one query per 900 of them.

    By lists of keys, because SQLite walks a subquery on both sides once per follow.
    """
    among = set(handle_ids)
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(handle_ids), ROOM):
        some = Follow.objects.filter(follower__in=handle_ids[start : start + ROOM])
        pairs += [pair for pair in some.values_list("follower_id", "followed_id") if pair[1] in among]
    return pairs
