"""A room is connected only where the account may speak in it."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.matrix.test_connector import BRAND, HOME, NOT_FOUND, Server, judge, refused, spoken
from connectors.recorded import client, recorded
from passaparola.connectors import errors
from passaparola.connectors.matrix import login, wire
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Login

    Judge = Callable[[httpx.Request], None]

__all__ = ["judge"]

ROOM = "#news:matrix.example"


def at_login(request: httpx.Request) -> Any:
    ways = {"flows": [{"type": "m.login.sso"}, {"type": "m.login.password"}]}
    return ways if request.method == "GET" else recorded("matrix", "login__fresh")


def server(judge: Any = None, **answers: Any) -> Server:
    return Server(
        judge, {f"/{part.replace('__', '/')}": it for part, it in ({"login": at_login} | answers).items()}
    )


def connected(there: Server, *, place: str = HOME, room: str = ROOM, **answers: str) -> Login:
    async def scene() -> Login:
        async with client(there)() as door:
            return await login.sign_in(place, {"room": room, **answers}, door)

    return asyncio.run(scene())


def test_a_password_is_used_once_and_not_kept(judge: Judge) -> None:
    there = server(judge)
    done = connected(there, user=BRAND, password=" hat secret ")
    body = json.loads(there.sent("/login")[1].content)
    assert " hat secret " in body["password"]
    assert body["refresh_token"] is True
    assert done.secrets == {
        "access_token": "syt_fresh-secret",
        "refresh_token": "syr_fresh-secret",
        "user": BRAND,
    }
    assert (done.account.id, done.account.handle, done.account.name) == ("!news", ROOM, "News")
    assert done.account.limits["image bytes"] == 1000
    assert "secret" not in repr(done)


@pytest.mark.parametrize("typed", [ROOM, "https://matrix.to/#/#news:matrix.example", " !news "])
def test_a_token_is_used_as_it_is_and_the_room_is_joined(typed: str, judge: Judge) -> None:
    there = server(judge)
    done = connected(there, room=typed, token="syt_given-secret")
    assert done.secrets == {"access_token": "syt_given-secret", "user": BRAND}
    assert there.sent("/login") == []
    assert there.sent("/join/")[0].url.path.endswith(typed.strip().removeprefix("https://matrix.to/#/"))


@pytest.mark.parametrize("place", ["", "matrix.example", "https://matrix.example/"])
def test_a_homeserver_is_found_where_its_domain_says(place: str) -> None:
    there = server(**{".well-known__": {"m.homeserver": {"base_url": "https://home.matrix.example/"}}})
    done = connected(there, place=place, user=BRAND, password="hat")
    assert str(there.asked[0].url) == "https://matrix.example/.well-known/matrix/client"
    assert done.place == "https://home.matrix.example"
    assert {request.url.host for request in there.asked[1:]} == {"home.matrix.example"}


@pytest.mark.parametrize(
    "there", [httpx.Response(200, text="<html>"), httpx.Response(404), {"m.homeserver": {}}]
)
def test_a_domain_that_says_nothing_is_the_homeserver(there: Any) -> None:
    assert connected(server(**{".well-known__": there}), token="syt_x").place == HOME


def test_a_domain_that_names_nonsense_is_told() -> None:
    there = server(**{".well-known__": {"m.homeserver": {"base_url": "file:///etc/passwd"}}})
    with pytest.raises(errors.Garbled, match="names a homeserver"):
        connected(there, token="syt_x")


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"room": "news"}, "room"),
        ({"room": ""}, "room"),
        ({}, "user"),
        ({"user": BRAND}, "user"),
        ({"place": "", "token": "syt_x"}, "place"),
    ],
)
def test_what_is_missing_is_asked_for(answers: dict[str, str], field: str) -> None:
    with pytest.raises(errors.Invalid) as caught:
        connected(server(), **answers)
    assert caught.value.field == field


def test_a_wrong_password_is_told() -> None:
    def answer(request: httpx.Request) -> Any:
        return at_login(request) if request.method == "GET" else refused(403, "M_FORBIDDEN")

    with pytest.raises(errors.Forbidden, match="name or the password is wrong"):
        connected(server(login=answer), user=BRAND, password="hat secret")


def test_a_server_without_passwords_says_what_to_do() -> None:
    with pytest.raises(errors.Forbidden, match="access token"):
        connected(server(login={"flows": [{"type": "m.login.sso"}]}), user=BRAND, password="hat")


def test_a_room_that_is_not_there_or_closed_is_told() -> None:
    with pytest.raises(errors.Gone):
        connected(server(join__=NOT_FOUND), token="syt_x")
    with pytest.raises(errors.Forbidden):
        connected(server(join__=refused(403, "M_FORBIDDEN")), token="syt_x")


def test_who_was_taken_out_of_a_room_may_not_speak_there() -> None:
    for state in ({"membership": "leave"}, NOT_FOUND):
        with pytest.raises(errors.Forbidden, match="not in this room"):
            spoken(Server(answers={"/state/m.room.member/": state}), lambda it: it.check())


def test_a_room_where_only_some_may_speak_says_what_power_it_takes() -> None:
    levels = recorded("matrix", "levels__announcements")
    assert (
        spoken(Server(answers={"/state/m.room.power_levels": levels}), lambda it: it.check()).name == "News"
    )
    old = {"sender": BRAND, "content": {"room_version": "11"}}
    silent = {"/state/m.room.power_levels": levels | {"users": {}}, "/state/m.room.create": old}
    with pytest.raises(errors.Forbidden, match="power 0 in this room, and speaking takes 50"):
        spoken(Server(answers=silent), lambda it: it.check())


def test_who_made_a_room_may_speak_there_whatever_its_levels_from_version_12_on() -> None:
    levels = recorded("matrix", "levels__announcements") | {"users": {}}
    assert (
        spoken(Server(answers={"/state/m.room.power_levels": levels}), lambda it: it.check()).name == "News"
    )
    made = recorded("matrix", "create__version_12")
    assert wire.made_by(Wild(made)) == {BRAND, "@alice:matrix.example"}
    assert wire.made_by(Wild({"sender": BRAND, "content": {}})) == frozenset()


def test_levels_of_old_rooms_may_be_texts() -> None:
    levels = Wild(recorded("matrix", "levels__announcements"))
    assert wire.level(levels, "@alice:matrix.example") == (0, 50)
    assert wire.level(Wild({"users": {BRAND: " -5 "}}), BRAND) == (-5, 0)
    with pytest.raises(errors.Garbled):
        wire.level(Wild({"users": {BRAND: "many"}}), BRAND)


def test_a_room_without_name_levels_or_sizes_can_be_spoken_in() -> None:
    bare = {
        "/state/m.room.power_levels": NOT_FOUND,
        "/state/m.room.name": NOT_FOUND,
        "/state/m.room.canonical_alias": NOT_FOUND,
    }
    account = spoken(Server(answers=bare | {"/media/config": NOT_FOUND}), lambda it: it.check())
    assert (account.handle, account.name, account.limits) == ("!news", "!news", {})


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refused(401, "M_UNKNOWN_TOKEN"), errors.AuthRevoked),
        (httpx.Response(500), errors.Transient),
        (httpx.ConnectError("refused"), errors.Unreachable),
        (httpx.Response(200, text="<html>"), errors.Garbled),
    ],
)
def test_keys_that_do_not_work_are_told(answer: Any, kind: type[errors.ConnectorError]) -> None:
    with pytest.raises(errors.ConnectorError) as caught:
        spoken(Server(answers={"/whoami": answer}), lambda it: it.check())
    assert type(caught.value) is kind
