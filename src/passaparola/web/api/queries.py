"""What is asked here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.web.publishing.models import Asset, Delivery

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from passaparola.web.brands.models import Brand

PAGE = 50


def deliveries_of(  # noqa: PLR0913 - what narrows them down, all by name
    brand: Brand,
    number: int = 1,
    *,
    state: str = "",
    post: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[list[Delivery], bool]:
    """Return page `number` of the brand's deliveries by when they are planned, and whether there are more.

    `since` is within, `until` is not.
    """
    asked = {"state": state, "post": post, "planned_at__gte": since, "planned_at__lt": until}
    narrowed = {name: value for name, value in asked.items() if value}
    rows = Delivery.objects.select_related("channel").filter(brand=brand, **narrowed)
    first = (number - 1) * PAGE
    found = list(rows.order_by("planned_at", "pk")[first : first + PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def delivery_of(brand: Brand, delivery_id: int) -> Delivery:
    """Return a delivery of the brand with its pieces and history; raises Delivery.DoesNotExist."""
    rows = Delivery.objects.select_related("post__brand", "channel", "variant")
    return rows.prefetch_related("pieces", "history").get(brand=brand, pk=delivery_id)


def at_hand(brand: Brand, assets: Collection[int]) -> set[int]:
    """Return which of `assets` are in the brand's library."""
    kept = Asset.objects.filter(brand=brand, removed_at=None, pk__in=assets)
    return set(kept.values_list("pk", flat=True))
