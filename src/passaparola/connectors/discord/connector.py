"""Speaks in a channel on Discord, through a webhook or as a bot.

A bot's message has a name (a nonce) by which Discord takes it only once for some minutes, and a bot can look
whether it is there. A webhook has neither: a person has to see what became of a post whose answer was lost.
Nobody is notified by a mention unless the post says so.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.contract import Receipt
from passaparola.connectors.discord import bodies, search
from passaparola.connectors.discord.api import Api
from passaparola.connectors.discord.check import account
from passaparola.connectors.discord.row import ROW
from passaparola.connectors.discord.ways import way
from passaparola.connectors.fitting import refuse_misfits

if TYPE_CHECKING:
    from passaparola.connectors.contract import Account, Draft, Keys
    from passaparola.connectors.discord.ways import Way
    from passaparola.connectors.discord.wire import Message
    from passaparola.http import Client


SHARED = re.compile(r"https://\S+/channels/(?:\d+|@me)/(?P<channel>\d+)/(?P<message>\d+)/?")

NO_ANSWERS = "A webhook cannot answer a message; connect the channel with a bot for that."


def speaker(keys: Keys, client: Client) -> DiscordSpeaker:
    """Return what speaks in the channel of `keys`."""
    return DiscordSpeaker(keys, client)


class DiscordSpeaker:
    """Posts, looks up, edits and deletes in one channel."""

    def __init__(self, keys: Keys, client: Client) -> None:
        self._keys = keys
        self._client = client

    @property
    def _api(self) -> Api:
        keys = self._keys
        return Api(self._client, way(keys.place, keys.account, keys.secrets))

    async def publish(self, draft: Draft) -> Receipt:
        """Post `draft`."""
        api = self._api
        refuse_misfits(draft, ROW)
        _refuse_mixtures(draft, by_bot=api.way.by_bot)
        body = bodies.posting(draft, by_bot=api.way.by_bot)
        made = await api.post(body, draft.media, doing="publish the post on Discord")
        return _receipt(made, draft, api.way)

    async def locate(self, address: str) -> Receipt:
        """Return the message in a link of Discord's; it has to be in this channel."""
        if not self._api.way.by_bot:
            raise errors.Invalid(NO_ANSWERS, field="answers")
        match = SHARED.fullmatch(address.strip())
        if match is None or match["channel"] != self._keys.account:
            raise errors.Invalid(
                f"{address[:200]} is no message of this channel; copy the message's link in Discord.",
                field="answers",
            )
        return Receipt(match["message"], address)

    async def find(self, draft: Draft) -> Receipt | None:
        """Look for `draft` among the bot's messages; a webhook can read none."""
        api = self._api
        if not api.way.by_bot:
            raise errors.Forbidden(
                "A webhook cannot read its channel: look on Discord, and say here whether the post is there."
            )
        found = await search.posted(api, draft)
        return None if found is None else _receipt(found, draft, api.way)

    async def edit(self, receipt: Receipt, draft: Draft) -> Receipt:
        """Change the words of a post, and those about its files."""
        refuse_misfits(draft, ROW)
        files = receipt.extra.get("files", "").split()
        same = receipt.extra.get("holds", "") == bodies.holds(draft) and len(files) == len(draft.media)
        if draft.poll or not same:
            raise errors.Invalid(
                "On Discord the words of a post can be changed, its files and polls not; delete the post and"
                " publish it anew.",
                field="media",
            )
        body = bodies.editing(draft, files)
        await self._api.change(receipt.native_id, body, doing="change the post on Discord")
        return receipt

    async def delete(self, receipt: Receipt) -> None:
        """Delete a post."""
        with suppress(errors.Gone):
            await self._api.delete(receipt.native_id, doing="delete the post on Discord")

    async def check(self) -> Account:
        """Return the webhook, or the bot's channel."""
        return (await account(self._api))[0]


def _receipt(message: Message, draft: Draft, route: Way) -> Receipt:
    url = f"{route.place}/channels/{route.guild}/{message.channel}/{message.id}" if route.guild else ""
    extra = {"files": " ".join(message.files), "holds": bodies.holds(draft)}
    return Receipt(message.id, url, message.at, extra)


def _refuse_mixtures(draft: Draft, *, by_bot: bool) -> None:
    if draft.replies_to and not by_bot:
        raise errors.Invalid(NO_ANSWERS, field="replies_to")
    if draft.poll and draft.media:
        raise errors.Invalid("A poll on Discord stands without files: leave one out.", field="poll")
