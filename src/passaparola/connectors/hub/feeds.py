"""The forms a feed is read in, by the file each is read at."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from passaparola.connectors.hub.collected import ACTIVITY, json_feed, outbox
from passaparola.connectors.hub.feed import Feed
from passaparola.connectors.hub.syndicated import atom, rss

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["ALL", "FORMS", "Feed", "atom", "json_feed", "outbox", "rss"]

FORMS: Mapping[str, tuple[Callable[[Feed], str], str]] = MappingProxyType(
    {
        "atom.xml": (atom, "application/atom+xml"),
        "rss.xml": (rss, "application/rss+xml"),
        "feed.json": (json_feed, "application/feed+json"),
    }
)
"""Those that a reader follows."""

ALL: Mapping[str, tuple[Callable[[Feed], str], str]] = MappingProxyType(
    {**FORMS, "outbox.json": (outbox, f'application/ld+json; profile="{ACTIVITY}"')}
)
"""Those, and everything there ever was."""
