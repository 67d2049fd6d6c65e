"""What can be asked about channels and the platforms they are on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.web.channels.models import Channel

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand


def channels_of(brand: Brand) -> QuerySet[Channel]:
    """Return the brand's own accounts, by platform and handle."""
    return Channel.objects.filter(brand=brand).order_by("platform", "handle")
