"""Where the platforms are asked when nobody's own account says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Hosts:
    """Where the platforms are asked.

    `appview` and `plc`: Bluesky's view of posts, and its directory of accounts. `instance`: a server to ask
    for Mastodon posts instead of the one their address names; `token`: an access token of an account on it.
    `sandbox`: the simulated networks' file, None for the one among the product's data.
    """

    appview: str = "https://public.api.bsky.app"  # docs.bsky.app/docs/advanced-guides/api-directory, 2026-08
    plc: str = "https://plc.directory"
    instance: str | None = None
    token: str = ""
    sandbox: Path | None = None
