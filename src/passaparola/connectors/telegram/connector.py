"""Speaks in a Telegram channel or group as a bot.

The Bot API has no idempotency and lets a bot read nothing back: what became of a post whose answer was lost
can only be seen by a person, so there is no finder here, and nothing is sent twice.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.contract import Receipt
from passaparola.connectors.fitting import refuse_misfits
from passaparola.connectors.telegram import calls, hearing, wire
from passaparola.connectors.telegram.api import Api
from passaparola.connectors.telegram.check import account, limits
from passaparola.connectors.telegram.row import ROW

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Account, Batch, Draft, Keys
    from passaparola.http import Client

SHARED = re.compile(r"https://t\.me/(?:c/(?P<chat>\d+)|\w+)/(?P<number>\d+)(?:\?\S*)?")
"""A message's link (core.telegram.org/api/links, 2026-06); `chat` is that of a private one."""

SIDES = 10_000  # sendPhoto: width and height together, in pixels
RATIO = 20  # sendPhoto: of the longer side to the shorter


def speaker(keys: Keys, client: Client) -> TelegramSpeaker:
    """Return what speaks in the chat of `keys`."""
    return TelegramSpeaker(keys, client)


class TelegramSpeaker:
    """Posts, edits and deletes in one chat; hears, and answers, in all that the bot is in."""

    def __init__(
        self, keys: Keys, client: Client, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._keys = keys
        self._client = client
        self._now = now

    @property
    def _api(self) -> Api:
        return Api(self._client, self._keys.place, self._keys.secrets.get("token", ""))

    async def publish(self, draft: Draft) -> Receipt:
        """Post `draft`; an album is one post of several messages."""
        refuse_misfits(draft, ROW, limits(self._keys.place))
        _refuse_mixtures(draft)
        sent = await self._api.post(
            calls.posting(draft, self._keys.account), doing="publish the post on Telegram"
        )
        try:
            return wire.receipt(sent, holds=calls.holds(draft), within=self._within(draft.replies_to))
        except errors.Garbled as error:
            raise errors.UnknownOutcome(
                "Telegram took the post and did not say what it calls it; look in the chat, and say so here."
            ) from error

    async def locate(self, address: str) -> Receipt:
        """Return the message a link names; whether it is in this chat, Telegram says when it is answered."""
        if calls.NAMED.fullmatch(address.strip()):  # as hearing calls it
            return Receipt(address.strip())
        match = SHARED.fullmatch(address.strip())
        if match is None or (match["chat"] and f"-100{match['chat']}" != self._keys.account):
            raise errors.Invalid(
                f"{address[:200]} is no message of this chat; copy the message's link in Telegram.",
                field="answers",
            )
        return Receipt(match["number"], address)

    async def edit(self, receipt: Receipt, draft: Draft) -> Receipt:
        """Change the words of a post; what it holds beside them stays as it is."""
        refuse_misfits(draft, ROW, limits(self._keys.place))
        if draft.poll or receipt.extra.get("holds", "") != calls.holds(draft):
            raise errors.Invalid(
                "On Telegram only words can be changed; delete the post and publish it anew.", field="media"
            )
        call = calls.editing(draft, self._keys.account, receipt.native_id)
        with suppress(errors.Duplicate):  # it says so already
            await self._api.repeat(call, doing="change the post on Telegram")
        return receipt

    async def delete(self, receipt: Receipt) -> None:
        """Delete all messages of a post."""
        for native_id in receipt.extra.get("messages", "").split() or [receipt.native_id]:
            with suppress(errors.Gone):
                chat = calls.chat(receipt.native_id, self._keys.account)
                which = {"chat_id": chat, "message_id": calls.number(native_id)}
                call = calls.Call("deleteMessage", which)
                await self._api.repeat(call, doing="delete the post on Telegram")

    async def check(self) -> Account:
        """Return the chat, if the bot may post there."""
        return await account(self._api, self._keys.account, limits(self._keys.place))

    async def hear(self, cursor: str) -> Batch:
        """Return what the bot is told, in our chat and in others."""
        api, home = self._api, self._keys.account
        return await hearing.heard(api, cursor, me=api.bot, home=home, now=self._now())

    def _within(self, answered: Receipt | None) -> str:
        """Return what stands before the number of an answer: its chat, where that is not ours."""
        chat = calls.chat(answered.native_id, self._keys.account) if answered else self._keys.account
        return "" if chat == self._keys.account else f"{chat}/"


def _refuse_mixtures(draft: Draft) -> None:
    """Raise `Invalid` for what no method of the API takes together."""
    kinds = {medium.kind for medium in draft.media}
    several = len(draft.media) > 1
    if draft.poll and (draft.media or len(draft.text) > calls.LONGEST_QUESTION):
        raise errors.Invalid(
            "A poll on Telegram has a question of at most 300 characters, and no media.", field="poll"
        )
    if several and ("gif" in kinds or ("document" in kinds and len(kinds) > 1)):
        raise errors.Invalid(
            "On Telegram an animation stands alone, and documents stand among documents only.", field="media"
        )
    for medium in draft.media:
        sides = sorted((medium.width or 1, medium.height or 1))
        if medium.kind == "image" and (sum(sides) > SIDES or sides[1] > sides[0] * RATIO):
            raise errors.Invalid(
                f"{medium.name} is too large or too narrow for Telegram: width and height together are"
                f" at most {SIDES:,} pixels, and one side at most {RATIO} times the other.",
                field="media",
            )
