"""Its row."""

from __future__ import annotations

from datetime import timedelta

from passaparola.connectors.row import Ask, Limit, Option, Platform, Rate

_API = "core.telegram.org/bots/api, Bot API 10.1"
_FAQ = "core.telegram.org/bots/faq"

ROW = Platform(
    key="telegram",
    name="Telegram",
    colour="#1c82be",
    sight="none",
    seen="Nothing: a bot is not told who forwards a post, nor how often.",
    capabilities=frozenset({"publisher", "locator", "editor", "deleter", "checker", "hearer"}),
    example="https://t.me/NAME/ID",
    login="a bot's token, and the channel or group it speaks in",
    docs="https://core.telegram.org/bots/api",
    limits=(
        # "characters after entities parsing": counted as UTF-16 like the API's own offsets, the stricter way
        Limit("text", "text", 4096, "utf-16 unit", _API, "2026-06"),
        Limit("caption", "text beside media", 1024, "utf-16 unit", _API, "2026-06"),
        Limit("media", "media", 10, "attachment", _API, "2026-06"),
        Limit("image bytes", "an image", 10_000_000, "byte", _API, "2026-06"),
        Limit("gif bytes", "an animation", 50_000_000, "byte", _API, "2026-06", own=True),
        Limit("video bytes", "a video", 50_000_000, "byte", _API, "2026-06", own=True),
        Limit("document bytes", "a document", 50_000_000, "byte", _API, "2026-06", own=True),
        Limit("poll choices", "choices of a poll", 12, "choice", _API, "2026-06"),
        Limit("poll choice", "a choice of a poll", 100, "utf-16 unit", _API, "2026-06"),
        Limit("poll seconds", "a poll", 2_628_000, "second", _API, "2026-06"),
    ),
    takes=frozenset({"poll", "reply", "thread", "gif", "video", "document"}),
    media_types=frozenset(
        {
            *("image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4"),
            *("application/pdf", "application/zip", "text/plain", "text/csv"),
        }
    ),
    place="https://api.telegram.org",
    place_example="https://bots.example.org",
    asks=(
        Ask("token", "The bot's token", "From @BotFather, like 123456789:AAE…", secret=True),
        Ask("chat", "Channel or group", "Its @name, or its number, like -1001234567890"),
    ),
    unlocks="Make a bot with @BotFather, then make it an administrator of the channel that may post.",
    options=(
        Option("preview", "Preview of the first link", choices=(("show", "Show"), ("hide", "Hide"))),
        Option("silent", "Notification", choices=(("no", "With a sound"), ("yes", "Without a sound"))),
    ),
    # "not more than 20 messages per minute to the same group"
    rate=Rate(20, 60, _FAQ, "2026-06"),
    # two that ask in a bot's name at once put each other off, so nobody waits on the line
    hears_every=timedelta(seconds=10),
    heard=(
        "Answers to the bot, mentions of it, private messages, who joins, and, where the bot is an"
        " administrator of the discussion group, comments and reactions under a channel's posts. Telegram"
        " keeps all that for 24 hours: of a longer outage only the last day is heard. Each channel needs a"
        " bot of its own to hear."
    ),
)
