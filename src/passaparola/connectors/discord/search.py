"""Looks for a post of ours among a channel's messages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.discord import bodies, wire

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft
    from passaparola.connectors.discord.api import Api
    from passaparola.connectors.discord.wire import Message

EARLY = timedelta(minutes=5)  # that Discord's clock may be behind ours
PAGE = 100  # messages, the most there are at once
PAGES = 30
DOING = "look for the post on Discord"


async def posted(api: Api, draft: Draft) -> Message | None:
    """Return the message that `draft` has become; None where none since `draft.at` is it."""
    me = await api.get(f"{api.way.place}/api/v10/users/@me", wire.user, doing=DOING)
    after = wire.since(draft.at - EARLY)
    for _ in range(PAGES):
        page = await api.get(
            api.way.posts, wire.messages, doing=DOING, params=[("after", after), ("limit", str(PAGE))]
        )
        for message in page:
            if message.author == me and _same(message, draft):
                return message
        if not page:
            await refuse_blindness(api, after)
        if len(page) < PAGE:
            return None
        after = max((message.id for message in page), key=int)
    raise errors.Transient(
        f"There are more than {PAGE * PAGES:,} messages since; look for the post on Discord."
    )


async def refuse_blindness(api: Api, after: str) -> None:
    """Raise `Forbidden` where there is more than we see: who may not read the history is shown none."""
    newest = await api.get(api.way.home, wire.newest, doing=DOING)
    if int(newest or 0) > int(after):
        raise errors.Forbidden(
            "The bot may not read the channel's history; give it that right, or look for the post on Discord."
        )


def _same(message: Message, draft: Draft) -> bool:
    """Say whether a message is `draft`: by its name where Discord still tells it, else by what it says."""
    if message.nonce:
        return message.nonce == bodies.nonce(draft)
    said = message.question if draft.poll else message.text
    return wire.plain(said) == wire.plain(draft.text) and len(message.files) == len(draft.media)
