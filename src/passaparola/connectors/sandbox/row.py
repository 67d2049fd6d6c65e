"""Its row."""

from __future__ import annotations

from datetime import timedelta

from passaparola.connectors.row import Ask, Limit, Platform

_OWN = "our own rule"

ROW = Platform(
    key="sandbox",
    name="Sandbox",
    colour="#a8741a",
    sight="full",
    seen=(
        "Everything that simulated people do, with times; some simulated apps do not tell through whom a"
        " post was seen, as on real networks. Nothing here is real."
    ),
    capabilities=frozenset(
        {"reader", "publisher", "locator", "finder", "editor", "deleter", "checker", "hearer", "searcher"}
    ),
    takes=frozenset({"alt", "card", "quote", "reply", "thread", "language", "gif", "video", "document"}),
    media_types=frozenset(
        {"image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/webm", "application/pdf"}
    ),
    example="sandbox://NETWORK/NAME/ID",
    login="none",
    docs="docs/sandbox.md",
    limits=(
        Limit("text", "text", 500, "grapheme", _OWN, "2026-11"),
        Limit("alt", "the words for an image", 1_500, "character", _OWN, "2026-11"),
        Limit("media", "media", 4, "attachment", _OWN, "2026-11"),
    ),
    place="sandbox://demo",
    asks=(Ask("handle", "Name of the simulated account", "Small letters, digits, dots and hyphens."),),
    repeat_for=timedelta(days=3650),
    settles_after=timedelta(0),
    hears_every=timedelta(seconds=15),
    heard=(
        "What simulated people do with our posts: likes, reshares, quotes, replies; and posts that answer,"
        " quote or mention us. Nobody takes anything back here."
    ),
    searches_every=timedelta(seconds=20),
    found="Every simulated post, quote and reply that holds the words, from the last 30 days.",
    search_place="sandbox://demo",
    search_example="sandbox://demo",
    simulated=True,
)
