"""Its row."""

from __future__ import annotations

from passaparola.connectors.row import Limit, Platform

_LEXICON = "AT Protocol lexicon app.bsky.feed.post"

ROW = Platform(
    key="bluesky",
    name="Bluesky",
    colour="#0f7ae8",
    sight="full",
    seen=(
        "Everybody who reposted, quoted, replied or liked; when, and, where their app wrote it, through"
        " whose repost (observed). Times and “through whom” are written by people's apps and checked by"
        " nobody."
    ),
    capabilities=frozenset({"reader"}),
    example="https://bsky.app/profile/NAME/post/ID",
    login="none for public posts",
    docs="https://docs.bsky.app",
    limits=(
        Limit("text", "text", 300, "grapheme", _LEXICON, "2026-08"),
        Limit("text", "text", 3_000, "byte", _LEXICON, "2026-08"),
        Limit("images", "images", 4, "image", "AT Protocol lexicon app.bsky.embed.images", "2026-08"),
        Limit(
            "image bytes",
            "an image",
            2_000_000,
            "byte",
            "AT Protocol lexicon app.bsky.embed.images",
            "2026-08",
        ),
        Limit(
            "video bytes",
            "a video",
            300_000_000,
            "byte",
            "AT Protocol lexicon app.bsky.embed.video",
            "2026-08",
        ),
    ),
)
