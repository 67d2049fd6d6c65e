"""Connects a channel by a webhook's address, or with a bot's token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.contract import Login
from passaparola.connectors.discord import ways
from passaparola.connectors.discord.api import Api
from passaparola.connectors.discord.check import account
from passaparola.connectors.discord.row import ROW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.http import Client


async def sign_in(place: str, answers: Mapping[str, str], client: Client) -> Login:
    """Connect the channel of the webhook in `answers`, or the one that the bot there speaks in."""
    base = (place.strip() or ROW.place).rstrip("/")
    number, secrets = _typed({key: value.strip() for key, value in answers.items()})
    found, guild = await account(Api(client, ways.way(base, number, secrets)))
    # the server's number is no secret, and a post's address needs it
    return Login(found, base, {**secrets, "guild": guild})


def _typed(given: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return the webhook's or the channel's number, and its key."""
    if given.get("webhook"):
        hook = ways.WEBHOOK.fullmatch(given["webhook"])
        if hook is None:
            raise errors.Invalid(
                "This is no webhook's address; copy it from the server's settings, Integrations.",
                field="webhook",
            )
        return hook[1], {"webhook": hook[2]}
    if not given.get("token"):
        raise errors.Invalid("Give a webhook's address, or a bot's token and a channel.", field="webhook")
    channel = ways.CHANNEL.fullmatch(given.get("channel", ""))
    if channel is None:
        raise errors.Invalid("Give the channel's address or number, beside the bot's token.", field="channel")
    return channel[1], {"token": given["token"].removeprefix("Bot ").strip()}
