"""Speaks in a channel on Discord, through a webhook or as a bot.

A bot's message has a name (a nonce) by which Discord takes it only once for some minutes, and a bot can look
whether it is there. A webhook has neither: a person has to see what became of a post whose answer was lost.
Nobody is notified by a mention unless the post says so.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.contract import Receipt
from passaparola.connectors.discord import bodies, hearing, said, search
from passaparola.connectors.discord.api import Api
from passaparola.connectors.discord.check import account
from passaparola.connectors.discord.row import ROW
from passaparola.connectors.discord.ways import way
from passaparola.connectors.fitting import refuse_misfits

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Account, Batch, Draft, Keys
    from passaparola.connectors.discord.ways import Way
    from passaparola.connectors.discord.wire import Message
    from passaparola.http import Client


SHARED = re.compile(r"https://\S+/channels/(?:\d+|@me)/(?P<channel>\d+)/(?P<message>\d+)/?")

ANSWERING = "find the message to answer"
NO_ANSWERS = "A webhook cannot answer a message; connect the channel with a bot for that."


def speaker(keys: Keys, client: Client) -> DiscordSpeaker:
    """Return what speaks in the channel of `keys`."""
    return DiscordSpeaker(keys, client)


class DiscordSpeaker:
    """Posts, looks up, edits, deletes and hears in one channel and the threads there."""

    def __init__(
        self, keys: Keys, client: Client, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._keys = keys
        self._client = client
        self._now = now

    @property
    def _api(self) -> Api:
        return self._at(None)

    def _at(self, post: Receipt | None) -> Api:
        """Return what asks in the channel of `post`: ours, unless a thread is kept with it."""
        keys = self._keys
        channel = (post.extra.get("thread") if post else None) or keys.account
        return Api(self._client, way(keys.place, channel, keys.secrets))

    async def publish(self, draft: Draft) -> Receipt:
        """Post `draft`; an answer goes to the thread of what it answers."""
        api = self._at(draft.replies_to)
        refuse_misfits(draft, ROW)
        _refuse_mixtures(draft, by_bot=api.way.by_bot)
        body = bodies.posting(draft, by_bot=api.way.by_bot)
        made = await api.post(body, draft.media, doing="publish the post on Discord")
        return _receipt(made, draft, api.way, draft.replies_to)

    async def locate(self, address: str) -> Receipt:
        """Return the message in a link of Discord's; it has to be in this channel or a thread of it."""
        if not self._api.way.by_bot:
            raise errors.Invalid(NO_ANSWERS, field="answers")
        match = SHARED.fullmatch(address.strip())
        if match and match["channel"] != self._keys.account and await self._is_thread(match["channel"]):
            return Receipt(match["message"], address, extra={"thread": match["channel"]})
        if match is None or match["channel"] != self._keys.account:
            raise errors.Invalid(
                f"{address[:200]} is no message of this channel; copy the message's link in Discord.",
                field="answers",
            )
        return Receipt(match["message"], address)

    async def find(self, draft: Draft) -> Receipt | None:
        """Look for `draft` among the bot's messages; a webhook can read none."""
        api = self._at(draft.replies_to)
        if not api.way.by_bot:
            raise errors.Forbidden(
                "A webhook cannot read its channel: look on Discord, and say here whether the post is there."
            )
        found = await search.posted(api, draft)
        return None if found is None else _receipt(found, draft, api.way, draft.replies_to)

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
        await self._at(receipt).change(receipt.native_id, body, doing="change the post on Discord")
        return receipt

    async def delete(self, receipt: Receipt) -> None:
        """Delete a post."""
        with suppress(errors.Gone):
            await self._at(receipt).delete(receipt.native_id, doing="delete the post on Discord")

    async def check(self) -> Account:
        """Return the webhook, or the bot's channel."""
        return (await account(self._api))[0]

    async def hear(self, cursor: str) -> Batch:
        """Return what was said to the bot in its channel and the threads there."""
        return await hearing.heard(self._api, cursor, home=self._keys.account, now=self._now())

    async def _is_thread(self, channel: str) -> bool:
        url = f"{self._api.way.place}/api/v10/channels/{channel}"
        with suppress(errors.Gone, errors.Forbidden):
            return await self._api.get(url, said.parent, doing=ANSWERING) == self._keys.account
        return False


def _receipt(message: Message, draft: Draft, route: Way, answered: Receipt | None) -> Receipt:
    url = f"{route.place}/channels/{route.guild}/{message.channel}/{message.id}" if route.guild else ""
    extra = {"files": " ".join(message.files), "holds": bodies.holds(draft)}
    if answered and "thread" in answered.extra:
        extra["thread"] = answered.extra["thread"]
    return Receipt(message.id, url, message.at, extra)


def _refuse_mixtures(draft: Draft, *, by_bot: bool) -> None:
    if draft.replies_to and not by_bot:
        raise errors.Invalid(NO_ANSWERS, field="replies_to")
    if draft.poll and draft.media:
        raise errors.Invalid("A poll on Discord stands without files: leave one out.", field="poll")
