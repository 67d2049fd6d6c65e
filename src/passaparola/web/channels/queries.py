"""What can be asked about channels and the platforms they are on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.platforms import PLATFORMS, Platform
from passaparola.web.channels.models import Channel

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand


def channels_of(brand: Brand) -> QuerySet[Channel]:
    """Return the brand's own accounts, by platform and handle."""
    return Channel.objects.filter(brand=brand).order_by("platform", "handle")


def is_simulated(platform: str) -> bool:
    """Say whether `platform` is a simulated network; a key without a row (a file's) is not."""
    row = PLATFORMS.get(platform)
    return row is not None and row.simulated


def platform_name(platform: str) -> str:
    """Return the platform's name as people know it; a key without a row speaks for itself."""
    row = PLATFORMS.get(platform)
    return row.name if row else platform


def read_here(*, simulated: bool) -> list[Platform]:
    """Return the platforms whose posts can be read by address; simulated ones only where asked for."""
    rows = sorted(PLATFORMS.values(), key=lambda row: row.name)
    return [row for row in rows if row.example and (simulated or not row.simulated)]
