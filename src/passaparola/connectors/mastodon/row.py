"""Its row."""

from __future__ import annotations

from passaparola.connectors.row import Limit, Platform

_INSTANCE = "docs.joinmastodon.org/entities/Instance"

ROW = Platform(
    key="mastodon",
    name="Mastodon",
    colour="#6668ff",
    sight="full",
    seen=(
        "Everybody whose boost, favourite, reply or quote reached the server that is asked; the time of a"
        " boost only where its author's own list still shows it, and never through whom it came (inferred"
        " from whom they follow)."
    ),
    capabilities=frozenset({"reader"}),
    example="https://HOST/@NAME/ID",
    login="none for public posts, unless the server shows them to its accounts only",
    docs="https://docs.joinmastodon.org",
    limits=(
        Limit("text", "text", 500, "grapheme", _INSTANCE, "2026-07", own=True),
        Limit("link", "a link in the text", 23, "character", _INSTANCE, "2026-07", own=True),
        Limit("media", "media", 4, "attachment", _INSTANCE, "2026-07", own=True),
        Limit("image bytes", "an image", 16_777_216, "byte", _INSTANCE, "2026-07", own=True),
        Limit("video bytes", "a video", 103_809_024, "byte", _INSTANCE, "2026-07", own=True),
    ),
    mentions="local",
    anywhere=True,
)
