"""What can be asked about channels and the platforms they are on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.platforms import PLATFORMS
from passaparola.web.channels import health
from passaparola.web.channels.models import Channel

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.connectors.row import Platform
    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.health import Health


def is_simulated(platform: str) -> bool:
    """Say whether `platform` is a simulated network; a key without a row (a file's) is not."""
    row = PLATFORMS.get(platform)
    return row is not None and row.simulated


def platform_name(platform: str) -> str:
    """Return the platform's name as people know it; a key without a row speaks for itself."""
    row = PLATFORMS.get(platform)
    return row.name if row else platform


def platform_colour(platform: str) -> str:
    """Return the platform's colour (#rrggbb); none for a key without a row."""
    row = PLATFORMS.get(platform)
    return row.colour if row else ""


def read_here(*, simulated: bool) -> list[Platform]:
    """Return the platforms whose posts can be read by address; simulated ones only where asked for."""
    rows = sorted(PLATFORMS.values(), key=lambda row: row.name)
    return [row for row in rows if "reader" in row.capabilities and (simulated or not row.simulated)]


def row_of(platform: str) -> Platform:
    """Return the row of `platform`; raises KeyError where no connector is there any more."""
    return PLATFORMS[platform]


def channels_of(brand: Brand) -> QuerySet[Channel]:
    """Return the brand's channels that are, or were, connected; those that speak first."""
    mine = Channel.objects.filter(brand=brand)
    return mine.order_by("disconnected_at", "platform", "handle", "pk")


def channel_of(brand: Brand, channel_id: int) -> Channel:
    """Return channel `channel_id` of the brand; raises Channel.DoesNotExist, for another brand's too."""
    return Channel.objects.get(brand=brand, pk=channel_id)


def speaking(brand: Brand) -> QuerySet[Channel]:
    """Return the channels through which the brand can speak now."""
    return channels_of(brand).filter(connected_at__isnull=False, disconnected_at=None, locked_out=False)


def health_of(brand: Brand, now: datetime) -> list[Health]:
    """Return the brand's channels and how each is at `now`; one query."""
    return [health.of(channel, PLATFORMS.get(channel.platform), now) for channel in channels_of(brand)]


def connectable(*, simulated: bool) -> list[Platform]:
    """Return the platforms a brand can be connected to: first what needs nobody's leave beforehand.

    Simulated networks come last, and only where asked for.
    """
    rows = [row for row in PLATFORMS.values() if "publisher" in row.capabilities]
    shown = [row for row in rows if simulated or not row.simulated]
    return sorted(shown, key=lambda row: (row.simulated, bool(row.unlocks), row.name))
