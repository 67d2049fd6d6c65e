"""Says whether a bot may post in a chat, and what the chat is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.contract import Account
from passaparola.connectors.telegram import calls, wire
from passaparola.connectors.telegram.row import ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from passaparola.connectors.telegram.api import Api
    from passaparola.connectors.wild import Wild

    T = TypeVar("T")

UPLOADS = ("gif bytes", "video bytes", "document bytes")
# core.telegram.org/bots/api, "Sending files" and "Using a Local Bot API Server", 2026-06
LARGEST, LARGEST_OWN = 50_000_000, 2_000_000_000
DOING = "look whether the bot may post in this chat"


def limits(place: str) -> dict[str, int]:
    """Return how large files may be: a Bot API server of one's own takes larger ones than Telegram's."""
    return dict.fromkeys(UPLOADS, LARGEST if place.rstrip("/") == ROW.place else LARGEST_OWN)


async def account(api: Api, chat: str, told: Mapping[str, int]) -> Account:
    """Return `chat` as an account; raises `Forbidden` where the bot may not post there."""
    bot = _read(await api.repeat(calls.Call("getMe", {}), doing=DOING), wire.bot)
    place = _read(await api.repeat(calls.Call("getChat", {"chat_id": chat}), doing=DOING), wire.chat)
    if place.kind != "private":
        asked = {"chat_id": str(place.id), "user_id": bot.id}
        member = await api.repeat(calls.Call("getChatMember", asked), doing=DOING)
        if not _read(member, lambda wild: wire.may_post(wild, place)):
            raise errors.Forbidden(
                f"@{bot.name} may not post in {place.title or chat}; make it an administrator that may post."
            )
    name = f"@{place.name}" if place.name else place.title
    url = f"https://t.me/{place.name}" if wire.NAME.fullmatch(place.name) else ""
    return Account(str(place.id), name, place.title, url, scopes=("post",), limits=told)


def _read(wild: Wild, read: Callable[[Wild], T]) -> T:
    try:
        return read(wild)
    except errors.Garbled as error:
        raise errors.Garbled(
            f"Could not {DOING}: the server does not answer like a Bot API server; check its address."
        ) from error
