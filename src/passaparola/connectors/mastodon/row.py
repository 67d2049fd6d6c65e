"""Its row."""

from __future__ import annotations

from datetime import timedelta

from passaparola.connectors.row import Ask, Limit, Option, Platform, Rate

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
    capabilities=frozenset(
        {
            *("reader", "publisher", "locator", "finder", "editor", "deleter", "checker"),
            *("hearer", "watcher", "searcher"),
        }
    ),
    example="https://HOST/@NAME/ID",
    login="none for public posts, unless the server shows them to its accounts only",
    docs="https://docs.joinmastodon.org",
    limits=(
        Limit("text", "text", 500, "grapheme", _INSTANCE, "2026-07", own=True),
        Limit("link", "a link in the text", 23, "character", _INSTANCE, "2026-07", own=True),
        Limit("media", "media", 4, "attachment", _INSTANCE, "2026-07", own=True),
        Limit("alt", "the description of a file", 1500, "character", _INSTANCE, "2026-08", own=True),
        Limit("image bytes", "an image", 16_777_216, "byte", _INSTANCE, "2026-07", own=True),
        Limit("gif bytes", "an animation", 16_777_216, "byte", _INSTANCE, "2026-08", own=True),
        Limit("video bytes", "a video", 103_809_024, "byte", _INSTANCE, "2026-07", own=True),
        Limit("image pixels", "an image", 33_177_600, "pixel", _INSTANCE, "2026-08", own=True),
        Limit("poll choices", "a poll", 4, "choice", _INSTANCE, "2026-08", own=True),
        Limit("poll choice", "a choice", 50, "character", _INSTANCE, "2026-08", own=True),
        Limit("poll seconds", "a poll is open", 2_629_746, "second", _INSTANCE, "2026-08", own=True),
    ),
    takes=frozenset({"alt", "poll", "quote", "reply", "thread", "language", "gif", "video"}),
    media_types=frozenset(
        {
            *("image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", "image/heif", "image/avif"),
            *("video/mp4", "video/webm", "video/quicktime", "video/ogg"),
        }
    ),
    mentions="local",
    place_example="mastodon.social",
    asks=(
        Ask(
            "token",
            "Access token",
            "Only if you would rather not be sent to your server's own page: there, under Preferences,"
            " Development, make an application with the rights read, write:statuses and write:media, and"
            " copy its access token.",
            secret=True,
            required=False,
        ),
    ),
    oauth=True,
    options=(
        Option(
            "visibility",
            "Who can see it",
            "Left out, it is as the account is set on its server.",
            (
                ("public", "Everybody"),
                ("unlisted", "Everybody, but outside public lists"),
                ("private", "Followers only"),
            ),
        ),
        Option("warning", "Content warning", "Shown in place of the post until people open it."),
        Option("sensitive", "Hide the images until people open them", choices=(("yes", "Yes"), ("no", "No"))),
    ),
    # 300 requests in 5 minutes, of which a post with files takes up to ten; the 30 uploads in 30 minutes are
    # kept by the server itself, which says until when
    rate=Rate(30, 300, "docs.joinmastodon.org/api/rate-limits", "2026-08"),
    repeat_for=timedelta(hours=1),
    # one question of the 300 in 5 minutes, and up to two for each post that was answered
    hears_every=timedelta(seconds=60),
    heard=(
        "Whoever mentions, answers, quotes, boosts, favours or follows the account, and private messages, as"
        " its server notes them; the past as far as 90 days or 10,000 of them. What is written anew after it"
        " was heard, or taken back, is not told."
    ),
    found=(
        "Public posts with a tag that reached the server that is asked; a word is looked for as a tag, and a"
        " phrase not at all. What reaches it more than ten minutes after it was written is not told."
    ),
    search_example="mastodon.social",
    anywhere=True,
)
