"""Connects a chat with a bot's token."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.contract import Login
from passaparola.connectors.telegram.api import Api
from passaparola.connectors.telegram.check import account, limits
from passaparola.connectors.telegram.row import ROW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.http import Client

CHAT = re.compile(r"(?:(?:https?://)?t\.me/|@)?([A-Za-z][A-Za-z0-9_]{3,63})/?")
NUMBER = re.compile(r"-?[0-9]{1,20}")


async def sign_in(place: str, answers: Mapping[str, str], client: Client) -> Login:
    """Connect the chat in `answers` with the bot of the token there; its number is what it is known by."""
    token, base = answers.get("token", "").strip(), (place.strip() or ROW.place).rstrip("/")
    chat = _chat(answers.get("chat", "").strip())
    found = await account(Api(client, base, token), chat, limits(base))
    return Login(found, base, {"token": token})


def _chat(typed: str) -> str:
    if NUMBER.fullmatch(typed):
        return typed
    match = CHAT.fullmatch(typed)
    if match is None:
        raise errors.Invalid(
            "This is no channel or group; give its @name or its number, like -1001234567890.", field="chat"
        )
    return f"@{match[1]}"
