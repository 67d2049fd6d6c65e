"""A channel is connected by a webhook's address or with a bot's token, and by neither other way."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.discord.test_connector import BOT, HOOK, Server, judge, spoken
from connectors.recorded import client, recorded
from passaparola.connectors import errors
from passaparola.connectors.discord import login, rights
from passaparola.connectors.discord.rights import Change

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Login

    Judge = Callable[[httpx.Request], None]

__all__ = ["judge"]

ADMIN = str(rights.EVERYTHING)
ADDRESS = "https://discord.com/api/webhooks/1250000000000000005/hook-secret_key"


def as_bot(*, may: str = ADMIN, **channel: Any) -> Callable[[httpx.Request], Any]:
    """Discord as a bot sees it that has one role, with the rights `may`."""
    answers = {
        "/users/@me": recorded("discord", "user__bot"),
        "/members/1200000000000000003": {"roles": ["1150000000000000006"]},
        "/guilds/1100000000000000004": {
            "id": "1100000000000000004",
            "owner_id": "1000000000000000000",
            "roles": [
                {"id": "1100000000000000004", "permissions": "0"},
                {"id": "1150000000000000006", "permissions": may},
                {"id": "1150000000000000007", "permissions": ADMIN},
            ],
        },
        "/channels/1300000000000000002": recorded("discord", "channel__text") | channel,
    }
    return lambda request: next(it for end, it in answers.items() if request.url.path.endswith(end))


def connected(server: Server, *, place: str = "", **answers: str) -> Login:
    async def scene() -> Login:
        async with client(server)() as door:
            return await login.sign_in(place, answers, door)

    return asyncio.run(scene())


@pytest.mark.parametrize(
    "typed",
    [
        ADDRESS,
        f" {ADDRESS}/ ",
        ADDRESS.replace("discord.com/api", "ptb.discord.com/api/v10"),
        ADDRESS.replace("discord.com", "discordapp.com"),
    ],
)
def test_a_webhook_is_connected_by_its_address_and_asked_at_discord(typed: str, judge: Judge) -> None:
    server = Server(judge, get=recorded("discord", "webhook__incoming"))
    done = connected(server, webhook=typed)
    assert (
        str(server.asked[0].url) == "https://discord.com/api/v10/webhooks/1250000000000000005/hook-secret_key"
    )
    assert (done.account.id, done.account.name) == ("1250000000000000005", "Hat news")
    assert done.account.url == "https://discord.com/channels/1100000000000000004/1300000000000000002"
    assert done.secrets == {"webhook": "hook-secret_key", "guild": "1100000000000000004"}
    assert "secret" not in repr(done)


@pytest.mark.parametrize(
    "typed",
    ["1300000000000000002", "https://discord.com/channels/1100000000000000004/1300000000000000002"],
)
def test_a_bot_is_connected_with_its_channel(typed: str, judge: Judge) -> None:
    server = Server(judge, get=as_bot())
    done = connected(server, token="Bot bot.secret_key", channel=typed)
    assert (done.account.id, done.account.handle) == ("1300000000000000002", "#news")
    assert done.secrets == {"token": "bot.secret_key", "guild": "1100000000000000004"}


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({}, "webhook"),
        ({"webhook": "https://hooks.slack.com/services/T0/B0/x"}, "webhook"),
        ({"webhook": "", "token": "bot.secret_key"}, "channel"),
        ({"token": "bot.secret_key", "channel": "#news"}, "channel"),
    ],
)
def test_what_is_missing_is_asked_for(answers: dict[str, str], field: str) -> None:
    server = Server()
    with pytest.raises(errors.Invalid) as caught:
        connected(server, **answers)
    assert caught.value.field == field
    assert server.asked == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(404, json={"code": 10015, "message": "Unknown Webhook"}), errors.AuthRevoked),
        (httpx.Response(404, text="gone"), errors.AuthRevoked),
        (httpx.Response(401, json={"code": 0, "message": "401: Unauthorized"}), errors.AuthRevoked),
        (httpx.Response(403, json={"code": 50001, "message": "Missing Access"}), errors.Forbidden),
        (httpx.Response(500), errors.Transient),
        (httpx.Response(502), errors.Transient),
        (httpx.Response(200, text="<html>"), errors.Garbled),
        (httpx.Response(200, json={"id": "x"}), errors.Garbled),
        (httpx.ConnectError("refused"), errors.Unreachable),
    ],
)
def test_keys_that_do_not_work_are_told(answer: Any, kind: type[errors.ConnectorError]) -> None:
    for keys in (HOOK, BOT):
        with pytest.raises(errors.ConnectorError) as caught:
            spoken(Server(get=answer), keys, lambda it: it.check())
        assert type(caught.value) is kind
        assert "secret" not in str(caught.value)


def test_a_forum_takes_no_plain_messages() -> None:
    forum = recorded("discord", "channel__text") | {"type": 15}
    with pytest.raises(errors.Forbidden, match="text channel"):
        spoken(Server(get=forum), BOT, lambda it: it.check())


def test_a_bot_without_a_right_is_told_which() -> None:
    may = str(sum(rights.NEEDED.values()))
    assert spoken(Server(get=as_bot(may=may)), BOT, lambda it: it.check()).name == "news"
    silent = [{"id": "1200000000000000003", "type": 1, "allow": "0", "deny": str(1 << 11 | 1 << 15)}]
    with pytest.raises(errors.Forbidden, match="give it Send messages, Attach files in"):
        spoken(Server(get=as_bot(may=may, permission_overwrites=silent)), BOT, lambda it: it.check())


EVERYBODY, ROLE, OTHER, ME = "1", "2", "3", "9"
ALL = sum(rights.NEEDED.values())


@pytest.mark.parametrize(
    ("own", "changed", "may"),
    [
        (ALL, [], True),
        (0, [], False),
        (rights.EVERYTHING, [Change(ME, 0, ALL)], True),
        (ALL, [Change(EVERYBODY, 0, ALL)], False),
        (0, [Change(EVERYBODY, ALL, 0)], True),
        (ALL, [Change(EVERYBODY, 0, ALL), Change(ROLE, ALL, 0)], True),
        (ALL, [Change(ROLE, 0, ALL), Change(ME, ALL, 0)], True),
        (ALL, [Change(ME, 0, ALL), Change(ROLE, ALL, 0)], False),
        (0, [Change(OTHER, ALL, 0)], False),
        (ALL, [Change(OTHER, 0, ALL)], True),
    ],
)
def test_rights_are_changed_from_everybody_to_roles_to_oneself(
    own: int, changed: list[Change], *, may: bool
) -> None:
    at = rights.Server(EVERYBODY, "8", {EVERYBODY: 0, ROLE: own, OTHER: rights.EVERYTHING})
    assert rights.missing(at, ME, [ROLE], changed) == ([] if may else list(rights.NEEDED))
    assert rights.missing(at, "8", [], changed) == []
