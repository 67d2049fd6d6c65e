"""Says what a webhook or a bot's channel is, and whether one may still post there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.contract import Account
from passaparola.connectors.discord import rights, wire

if TYPE_CHECKING:
    from passaparola.connectors.discord.api import Api
    from passaparola.connectors.discord.wire import Place

DOING = "look at the channel on Discord"
# text, announcements, and threads of them (resources/channel#channel-types, 2026-08)
PLAIN, THREADS = frozenset({0, 5}), frozenset({10, 11, 12})


async def account(api: Api) -> tuple[Account, str]:
    """Return the account, and the number of its server; raises `Forbidden` where a bot may not post."""
    try:
        place = await api.get(api.way.home, wire.channel if api.way.by_bot else wire.webhook, doing=DOING)
    except errors.Gone as error:
        raise errors.AuthRevoked(f"{error} Connect the channel again.") from error
    if place.kind not in PLAIN | THREADS:
        raise errors.Forbidden("This channel takes no plain messages; connect a text channel.")
    if api.way.by_bot and place.kind in PLAIN:
        await _refuse_powerless(api, place)
    url = f"{api.way.place}/channels/{place.guild}/{place.channel}" if place.guild else ""
    handle = f"#{place.name}" if api.way.by_bot else place.name
    return Account(place.id, handle, place.name, url, scopes=("post",)), place.guild


async def _refuse_powerless(api: Api, place: Place) -> None:
    """Raise `Forbidden` naming the rights that the bot lacks in the channel."""
    home = f"{api.way.place}/api/v10"
    me = await api.get(f"{home}/users/@me", wire.user, doing=DOING)
    at = await api.get(f"{home}/guilds/{place.guild}", rights.server, doing=DOING)
    having = await api.get(f"{home}/guilds/{place.guild}/members/{me}", rights.roles, doing=DOING)
    if lacks := rights.missing(at, me, having, place.changes):
        raise errors.Forbidden(
            f"The bot lacks rights in #{place.name}: give it {', '.join(lacks)} in the channel's settings."
        )
