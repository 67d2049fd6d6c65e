"""Who someone is on their platform, whose a handle is, and who was forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

from passaparola.web.people.models import Follow, Forgotten, Handle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from passaparola.web.brands.models import Brand

ERASED = "erased"
"""What somebody erased is called where something of theirs still counts."""

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


def owners(handle_ids: Sequence[int]) -> dict[int, int | None]:
    """Return whose the handles `handle_ids` are, None where nobody's yet; one query per 900 of them."""
    found: dict[int, int | None] = {}
    for start in range(0, len(handle_ids), ROOM):
        some = Handle.objects.filter(pk__in=handle_ids[start : start + ROOM])
        found.update(some.values_list("pk", "person_id"))
    return found


def digest(brand_id: int, platform: str, native_id: str) -> str:
    """Return what stays of somebody erased: without the installation's key it leads to nobody."""
    said = f"{brand_id}\0{platform}\0{native_id}"
    return salted_hmac("passaparola.people.forgotten", said, algorithm="sha256").hexdigest()


def pseudonym(brand_id: int, platform: str, native_id: str) -> str:
    """Return what stands for an id of somebody erased, the same each time it is told again."""
    return f"{ERASED}:{digest(brand_id, platform, native_id)[:32]}"


def digests_among(brand_id: int, digests: Sequence[str]) -> set[str]:
    """Return those of `digests` that belong to people erased from the brand; one query per 900 of them."""
    found: set[str] = set()
    for start in range(0, len(digests), ROOM):
        some = Forgotten.objects.filter(brand_id=brand_id, digest__in=digests[start : start + ROOM])
        found.update(some.values_list("digest", flat=True))
    return found
