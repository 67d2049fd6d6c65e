"""Says what a webhook or a bot's channel is, and whether it is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.contract import Account
from passaparola.connectors.discord import wire

if TYPE_CHECKING:
    from passaparola.connectors.discord.api import Api

DOING = "look at the channel on Discord"
PLAIN = frozenset({0, 5, 10, 11, 12})  # text, announcements and threads (resources/channel#channel-types)


async def account(api: Api) -> tuple[Account, str]:
    """Return the account, and the number of the server it is on.

    Whether a bot may post in a channel that it sees is told only when it does.
    """
    try:
        place = await api.get(api.way.home, wire.channel if api.way.by_bot else wire.webhook, doing=DOING)
    except errors.Gone as error:
        raise errors.AuthRevoked(f"{error} Connect the channel again.") from error
    if place.kind not in PLAIN:
        raise errors.Forbidden("This channel takes no plain messages; connect a text channel.")
    url = f"{api.way.place}/channels/{place.guild}/{place.channel}" if place.guild else ""
    handle = f"#{place.name}" if api.way.by_bot else place.name
    return Account(place.id, handle, place.name, url, scopes=("post",)), place.guild
