"""Its row."""

from __future__ import annotations

from datetime import timedelta

from passaparola.connectors.row import Ask, Limit, Option, Platform, Rate

TEXT_GRAPHEMES = 300
TEXT_BYTES = 3_000
CARD_BYTES = 1_000_000  # app.bsky.embed.external, 2026-08

LABELS = (
    ("", "Nothing to warn of"),
    ("sexual", "Suggestive"),
    ("nudity", "Non-sexual nudity"),
    ("porn", "Adult"),
    ("graphic-media", "Violent or bloody"),
)
"""What an author says of their own post, so that apps hide it from those who do not want to see it
(com.atproto.label.defs#labelValue, 2026-08)."""

_POST = "AT Protocol lexicon app.bsky.feed.post"
_GALLERY = "AT Protocol lexicon app.bsky.embed.gallery"  # it could hold 20, and asks apps for no more than 10
_IMAGES = "AT Protocol lexicon app.bsky.embed.images"
_VIDEO = "AT Protocol lexicon app.bsky.embed.video"
_APP = "github.com/bluesky-social/social-app src/lib/constants.ts"

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
    capabilities=frozenset(
        {"reader", "publisher", "locator", "finder", "deleter", "checker", "hearer", "watcher", "searcher"}
    ),
    example="https://bsky.app/profile/NAME/post/ID",
    login="none for public posts",
    docs="https://docs.bsky.app",
    limits=(
        Limit("text", "text", TEXT_GRAPHEMES, "grapheme", _POST, "2026-08"),
        Limit("text", "text", TEXT_BYTES, "byte", _POST, "2026-08"),
        Limit("images", "images", 10, "image", _GALLERY, "2026-08"),
        Limit("image bytes", "an image", 2_000_000, "byte", _IMAGES, "2026-08"),
        Limit("gif bytes", "an animation", 300_000_000, "byte", _VIDEO, "2026-08", own=True),
        Limit("video bytes", "a video", 300_000_000, "byte", _VIDEO, "2026-08", own=True),
        Limit("video seconds", "a video", 180, "second", _APP, "2026-08"),
        Limit("alt", "the words for an image", 2_000, "grapheme", _APP, "2026-08"),
    ),
    takes=frozenset({"alt", "card", "quote", "reply", "thread", "language", "gif", "video"}),
    media_types=frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4"}),
    place="https://bsky.social",
    place_example="https://bsky.social",
    asks=(
        Ask("handle", "Handle", help="As others see it, like name.bsky.social; without the @."),
        Ask(
            "password",
            "App password",
            help="Four groups of four characters, not the account's own password. Used once and not kept.",
            secret=True,
        ),
    ),
    unlocks=(
        "In Bluesky, open Settings > Privacy and security > App passwords and add one named Passaparola."
        " It can publish and delete, but not close the account, and is taken back there at any time."
    ),
    options=(
        Option(
            "label", "Content warning", help="Hides the post from those who do not want it.", choices=LABELS
        ),
    ),
    # 5,000 points an hour and 35,000 a day, of which a post takes 3: this is the day's share of one hour
    rate=Rate(486, 3600, "docs.bsky.app/docs/advanced-guides/rate-limits", "2026-08"),
    # the key is the record's own place in the repository: it is the same post for as long as there are dates
    repeat_for=timedelta(days=36_500),
    hears_every=timedelta(seconds=30),
    heard=(
        "Mentions, replies, quotes, follows, reposts and likes, those of our reposts too; at first up to"
        " 90 days back and 10,000 of them. Not told: what is deleted or undone, who is blocked or muted,"
        " direct messages, and what an app dates back by more than three days."
    ),
    found=(
        "Public posts, as the network's own search finds them: in the name of a connected channel where there"
        " is one, else as far as the public view lets a stranger search."
    ),
    search_place="https://public.api.bsky.app",
    # a look is certain; this leaves time for a request that is still on its way (its deadline is 30 seconds)
    settles_after=timedelta(seconds=60),
)
