"""What can be asked about channels and the platforms they are on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.platforms import PLATFORMS

if TYPE_CHECKING:
    from passaparola.connectors.row import Platform


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
