"""Its row."""

from __future__ import annotations

from passaparola.connectors.row import Ask, Limit, Option, Platform

_MESSAGE = "docs.discord.com/developers/resources/message"
_POLL = "docs.discord.com/developers/resources/poll"
_FILES = "docs.discord.com/developers/reference#uploading-files"
_API = "discord/discord-api-spec, v10"

# repeat_for is left open: Discord takes the same nonce for the same message "in the past few minutes", but
# only from bots, and the row speaks for webhooks too
ROW = Platform(
    key="discord",
    name="Discord",
    colour="#5865f2",
    sight="none",
    seen="Nothing: a forward carries a copy of the message, and is told to nobody but who receives it.",
    capabilities=frozenset({"publisher", "locator", "finder", "editor", "deleter", "checker", "hearer"}),
    example="https://discord.com/channels/SERVER/CHANNEL/ID",
    login="a webhook's address, or a bot's token and the channel it speaks in",
    docs="https://docs.discord.com/developers",
    limits=(
        Limit("text", "text", 2000, "character", _MESSAGE, "2026-08"),
        Limit("alt", "words about an image", 1024, "character", _API, "2026-07"),
        Limit("media", "media", 10, "attachment", _API, "2026-07"),
        Limit("image bytes", "an image", 10_485_760, "byte", _FILES, "2026-08", own=True),
        Limit("gif bytes", "an animation", 10_485_760, "byte", _FILES, "2026-08", own=True),
        Limit("video bytes", "a video", 10_485_760, "byte", _FILES, "2026-08", own=True),
        Limit("document bytes", "a document", 10_485_760, "byte", _FILES, "2026-08", own=True),
        Limit("poll choices", "choices of a poll", 10, "choice", _API, "2026-07"),
        Limit("poll choice", "a choice of a poll", 55, "character", _POLL, "2026-08"),
        Limit("poll seconds", "a poll", 768 * 3600, "second", _API, "2026-07"),
    ),
    takes=frozenset({"alt", "poll", "reply", "thread", "gif", "video", "document"}),
    media_types=frozenset(
        {
            *("image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/webm"),
            *("video/quicktime", "application/pdf", "application/zip", "text/plain", "text/csv"),
        }
    ),
    place="https://discord.com",
    asks=(
        Ask(
            "webhook",
            "The webhook's address",
            "Server settings, Integrations, Webhooks: choose the channel and copy the address",
            secret=True,
            required=False,
        ),
        Ask(
            "token",
            "Or a bot's token",
            "A bot can also answer, and look up its posts",
            secret=True,
            required=False,
        ),
        Ask("channel", "The bot's channel", "Its address, or its number", required=False),
    ),
    unlocks="A webhook needs the right to manage webhooks; a bot has to be invited to the server.",
    options=(
        Option(
            "mentions",
            "Who is notified by @mentions",
            choices=(
                ("nobody", "Nobody"),
                ("people", "The people mentioned"),
                ("all", "People, roles and @everyone"),
            ),
        ),
        Option("preview", "Previews of links", choices=(("show", "Show"), ("hide", "Hide"))),
        Option("silent", "Notification", choices=(("no", "With a sound"), ("yes", "Without a sound"))),
    ),
    heard=(
        "With a bot: answers to it, mentions of it and what is written in threads under its posts, in its"
        " channel, and changes to the newest hundred messages there. The words of those who do not mention it"
        " are told only where the bot has the message content intent. No private messages, reactions or"
        " deletions; through a webhook, nothing."
    ),
)
