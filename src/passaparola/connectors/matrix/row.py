"""Its row."""

from __future__ import annotations

from datetime import timedelta

from passaparola.connectors.row import Ask, Limit, Option, Platform, Rate

_EVENT = "spec.matrix.org, client-server API 1.18, size limits"
_SYNAPSE = "element-hq/synapse 1.163 config/repository.py, max_upload_size"

ROW = Platform(
    key="matrix",
    name="Matrix",
    colour="#0f8a6c",
    sight="none",
    seen="Nothing: a room's messages are not passed on, and a copy in another room does not name its source.",
    capabilities=frozenset(
        {"publisher", "locator", "finder", "editor", "deleter", "checker", "hearer", "watcher"}
    ),
    example="https://matrix.to/#/ROOM/ID",
    login="a name and password, or an access token, and the room to speak in",
    docs="https://spec.matrix.org/latest/client-server-api/",
    limits=(
        # of the whole event, with what the server adds: a text with links is in it twice
        Limit("text", "text", 65_536, "byte", _EVENT, "2026-07"),
        Limit("media", "media", 1, "attachment", "one message holds one file", "2026-07"),
        Limit("image bytes", "an image", 52_428_800, "byte", _SYNAPSE, "2026-11", own=True),
        Limit("gif bytes", "an animation", 52_428_800, "byte", _SYNAPSE, "2026-11", own=True),
        Limit("video bytes", "a video", 52_428_800, "byte", _SYNAPSE, "2026-11", own=True),
        Limit("document bytes", "a document", 52_428_800, "byte", _SYNAPSE, "2026-11", own=True),
    ),
    takes=frozenset({"alt", "reply", "thread", "gif", "video", "document"}),
    media_types=frozenset(
        {
            *("image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/webm"),
            *("application/pdf", "application/zip", "text/plain", "text/csv"),
        }
    ),
    place_example="https://matrix.example.org",
    asks=(
        Ask("room", "Room", "Its address, like #news:example.org, or its number, like !abc:example.org"),
        Ask("user", "Name", "Like @brand:example.org; not needed with an access token", required=False),
        Ask("password", "Password", "Used once, and not kept", secret=True, required=False),
        Ask(
            "token",
            "Or an access token",
            "From an app: settings, help, access token",
            secret=True,
            required=False,
        ),
    ),
    unlocks="The account needs the right to send messages in the room, and the room must not be encrypted.",
    options=(
        Option(
            "notify",
            "Who is notified",
            choices=(("nobody", "Nobody"), ("room", "Everybody in the room (@room)")),
        ),
    ),
    rate=Rate(10, 50, "element-hq/synapse 1.163, rc_message: 0.2 a second after a burst of 10", "2026-11"),
    # Synapse remembers a transaction for 24 hours and more (1.163, storage/databases/main/events_worker.py),
    # and Dendrite for 30 minutes (internal/transactions, 2026-05); after that the post is looked for
    repeat_for=timedelta(minutes=30),
    heard=(
        "Answers, threads, mentions and reactions in all rooms the account is in, with their changes and"
        " deletions, and private messages; of encrypted ones only that there are some. Invitations are not"
        " accepted by themselves."
    ),
)
