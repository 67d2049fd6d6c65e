"""Says whether a bot may post in a chat, and what the chat is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.contract import Account
from passaparola.connectors.telegram import calls, wire
from passaparola.connectors.telegram.row import ROW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.telegram.api import Api

UPLOADS = ("gif bytes", "video bytes", "document bytes")
# core.telegram.org/bots/api, "Sending files" and "Using a Local Bot API Server", 2026-06
LARGEST, LARGEST_OWN = 50_000_000, 2_000_000_000
DOING = "look whether the bot may post in this chat"


def limits(place: str) -> dict[str, int]:
    """Return how large files may be: a Bot API server of one's own takes larger ones than Telegram's."""
    return dict.fromkeys(UPLOADS, LARGEST if place.rstrip("/") == ROW.place else LARGEST_OWN)


async def account(api: Api, chat: str, told: Mapping[str, int]) -> Account:
    """Return `chat` as an account; raises `Forbidden` where the bot may not post there."""
    bot = await api.read(calls.Call("getMe", {}), wire.bot, doing=DOING)
    place = await api.read(calls.Call("getChat", {"chat_id": chat}), wire.chat, doing=DOING)
    if place.kind != "private":
        asked = {"chat_id": str(place.id), "user_id": bot.id}
        call = calls.Call("getChatMember", asked)
        if not await api.read(call, lambda wild: wire.may_post(wild, place), doing=DOING):
            raise errors.Forbidden(
                f"@{bot.name} may not post in {place.title or chat}; make it an administrator that may post."
            )
    name = f"@{place.name}" if place.name else place.title
    url = f"https://t.me/{place.name}" if wire.NAME.fullmatch(place.name) else ""
    return Account(str(place.id), name, place.title, url, scopes=("post",), limits=told)
