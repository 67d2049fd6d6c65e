"""A chat is connected only where the bot may post."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from connectors.recorded import client, recorded
from connectors.telegram.test_connector import DOWN, TOKEN, Server, judge, spoken
from passaparola.connectors import errors
from passaparola.connectors.telegram import login

if TYPE_CHECKING:
    from connectors.telegram.bot_api import Judge
    from passaparola.connectors.contract import Login

__all__ = ["judge"]

CHANNEL, GROUP = recorded("telegram", "chat__channel"), recorded("telegram", "chat__group")


def asked(member: dict[str, Any], chat: dict[str, Any], judge: Judge | None = None) -> Server:
    answer = {"ok": True, "result": member}
    return Server(judge, getMe=recorded("telegram", "user__bot"), getChat=chat, getChatMember=answer)


def connected(server: Server, *, chat: str = "@hatmakers", token: str = TOKEN, place: str = "") -> Login:
    async def scene() -> Login:
        async with client(server)() as door:
            return await login.sign_in(place, {"token": token, "chat": chat}, door)

    return asyncio.run(scene())


@pytest.mark.parametrize("typed", ["@hatmakers", "hatmakers", "https://t.me/hatmakers", "t.me/hatmakers/"])
def test_a_channel_is_connected_by_its_name_and_kept_by_its_number(typed: str, judge: Judge) -> None:
    server = asked({"status": "administrator", "can_post_messages": True}, CHANNEL, judge)
    done = connected(server, chat=f" {typed} ", token=f" {TOKEN}\n")
    assert server.calls[1] == ("getChat", {"chat_id": "@hatmakers"})
    assert (done.account.id, done.account.handle) == ("-1001234567890", "@hatmakers")
    assert done.account.url == "https://t.me/hatmakers"
    assert done.place == "https://api.telegram.org"
    assert done.secrets == {"token": TOKEN}
    assert "secret" not in repr(done)


@pytest.mark.parametrize(
    ("member", "chat", "may"),
    [
        ({"status": "creator"}, CHANNEL, True),
        ({"status": "administrator", "can_post_messages": True}, CHANNEL, True),
        ({"status": "administrator", "can_post_messages": False}, CHANNEL, False),
        ({"status": "member"}, CHANNEL, False),
        ({"status": "left"}, CHANNEL, False),
        ({"status": "kicked"}, GROUP, False),
        ({"status": "administrator"}, GROUP, True),
        ({"status": "member"}, GROUP, True),
        ({"status": "restricted", "can_send_messages": True}, GROUP, True),
        ({"status": "restricted", "can_send_messages": False}, GROUP, False),
    ],
)
def test_only_who_may_post_is_connected(member: dict[str, Any], chat: dict[str, Any], *, may: bool) -> None:
    server = asked(member, chat)
    if may:
        assert spoken(server, lambda it: it.check()).name == chat["result"]["title"]
    else:
        with pytest.raises(errors.Forbidden, match="make it an administrator"):
            spoken(server, lambda it: it.check())


def test_a_member_of_a_group_where_members_are_silent_may_not_post() -> None:
    silent = {"ok": True, "result": GROUP["result"] | {"permissions": {"can_send_messages": False}}}
    with pytest.raises(errors.Forbidden):
        spoken(asked({"status": "member"}, silent), lambda it: it.check())


@pytest.mark.parametrize("typed", ["", "the hat channel", "https://example.org/x", "@a"])
def test_what_names_no_chat_is_not_asked_for(typed: str) -> None:
    server = Server()
    with pytest.raises(errors.Invalid) as caught:
        connected(server, chat=typed)
    assert caught.value.field == "chat"
    assert server.calls == []


def test_a_token_of_no_bot_is_not_sent() -> None:
    server = Server()
    with pytest.raises(errors.AuthRevoked, match="BotFather"):
        connected(server, token="hunter2")
    assert server.calls == []


def test_a_token_that_was_taken_back_is_told() -> None:
    revoked = {"ok": False, "error_code": 401, "description": "Unauthorized"}
    with pytest.raises(errors.AuthRevoked, match="no longer valid"):
        connected(Server(getMe=revoked))


def test_a_server_that_is_down_is_unreachable() -> None:
    with pytest.raises(errors.Unreachable):
        connected(Server(getMe=DOWN))


def test_a_server_that_is_no_bot_api_server_is_told() -> None:
    with pytest.raises(errors.Garbled, match="does not answer like a Bot API server"):
        connected(Server(getMe={"ok": True, "result": {"id": "x"}}), place="https://bots.example.org")
