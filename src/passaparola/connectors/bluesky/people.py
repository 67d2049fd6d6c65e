"""Asks how many people follow those who passed a post on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from passaparola.connectors.asking import together
from passaparola.connectors.bluesky.appview import PROFILES
from passaparola.connectors.errors import ConnectorError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.bluesky.appview import AppView
    from passaparola.connectors.bluesky.bounds import Bounds
    from passaparola.connectors.contract import Actor


async def known(view: AppView, actors: Mapping[str, Actor], bounds: Bounds) -> dict[str, Actor]:
    """Return `actors` with their numbers of followers, as far as the AppView tells them.

    A number that is missing changes nothing in a cascade: it stays None and is no gap.
    """
    dids = list(actors)[: bounds.profiles]
    groups = [dids[start : start + PROFILES] for start in range(0, len(dids), PROFILES)]
    counts = {
        did: count
        for part in await together([_followers(view, group) for group in groups])
        for did, count in part.items()
    }
    return {did: replace(actor, followers=counts.get(did)) for did, actor in actors.items()}


async def _followers(view: AppView, dids: list[str]) -> dict[str, int]:
    try:
        return await view.followers(dids)
    except ConnectorError:
        return {}
