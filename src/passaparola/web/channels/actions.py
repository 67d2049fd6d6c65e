"""What can be done with channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.web.channels.models import Channel

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand


def add_channel(  # noqa: PLR0913 - an account's own words, all by name
    brand: Brand, *, platform: str, native_id: str, handle: str, name: str = "", url: str = ""
) -> Channel:
    """Return the brand's account `native_id` on `platform`, added or brought up to date."""
    channel, _ = Channel.objects.update_or_create(
        brand=brand,
        platform=platform,
        native_id=native_id,
        defaults={"handle": handle, "name": name, "url": url},
    )
    return channel
