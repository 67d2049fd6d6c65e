"""Its row."""

from __future__ import annotations

from datetime import timedelta

from passaparola.connectors.row import Limit, Platform

_OWN = "our own rule"

ROW = Platform(
    key="feed",
    name="Feed",
    colour="#8a7a1c",
    sight="none",
    seen="Nothing about who passes an entry on.",
    capabilities=frozenset({"searcher"}),
    example="https://HOST/feed.xml",
    login="none",
    docs="docs/listening.md",
    limits=(
        Limit("text", "what is read of an entry", 20_000, "character", _OWN, "2026-11"),
        Limit("document bytes", "a feed", 4_000_000, "byte", _OWN, "2026-11"),
    ),
    searches_every=timedelta(minutes=15),
    found=(
        "The entries of an RSS or Atom feed, as long as they stand in it: what comes and goes between two"
        " looks is not seen."
    ),
    search_example="https://example.org/feed.xml",
    by_words=False,
)
