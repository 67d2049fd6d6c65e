"""Its row."""

from __future__ import annotations

from datetime import timedelta

from passaparola.connectors.hub.installation import HERE
from passaparola.connectors.row import Ask, Limit, Platform

_OWN = "our own rule"

ROW = Platform(
    key="hub",
    name="Own feed",
    colour="#c2560c",
    sight="none",
    seen=(
        "Nothing about who passes an entry on: feeds are read where we do not see it. Who comes through a"
        " tracked link is seen there."
    ),
    capabilities=frozenset({"publisher", "finder", "editor", "deleter", "checker"}),
    example="https://HOST/feed/BRAND/ENTRY/",
    login="none",
    docs="docs/platforms.md",
    limits=(
        Limit("text", "text", 20_000, "character", _OWN, "2026-11"),
        Limit("title", "the title", 300, "character", _OWN, "2026-11"),
        Limit("alt", "the words for an image", 1_500, "character", _OWN, "2026-11"),
        Limit("media", "media", 20, "attachment", _OWN, "2026-11"),
        Limit("image bytes", "an image", 20_000_000, "byte", _OWN, "2026-11"),
        Limit("gif bytes", "an animation", 20_000_000, "byte", _OWN, "2026-11"),
        Limit("video bytes", "a video", 500_000_000, "byte", _OWN, "2026-11"),
        Limit("document bytes", "a document", 100_000_000, "byte", _OWN, "2026-11"),
    ),
    takes=frozenset(
        {
            *("title", "alt", "card", "quote", "reply", "thread", "language", "disclosure"),
            *("gif", "video", "document"),
        }
    ),
    media_types=frozenset(
        {
            *("image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"),
            *("video/mp4", "video/webm", "application/pdf"),
        }
    ),
    place=HERE,
    asks=(
        Ask(
            "hub",
            "WebSub hub",
            "The address of a hub that tells feed readers at once, such as https://pubsubhubbub.appspot.com/;"
            " leave it empty and they look by themselves, a little later.",
            required=False,
        ),
    ),
    repeat_for=timedelta(days=3650),
    settles_after=timedelta(0),
)
