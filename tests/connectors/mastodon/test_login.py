"""An account is connected by leave or by a token, and its server's own limits are told with it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from jsonschema import Draft202012Validator

from connectors.mastodon.instance import HOME, KEY, Instance, judge, speak
from connectors.mastodon.test_wire import described
from connectors.recorded import client, recorded
from passaparola.connectors import errors, oauth
from passaparola.connectors.mastodon import flow, login
from passaparola.connectors.mastodon.row import ROW

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from passaparola import http
    from passaparola.connectors.contract import Account, Login

__all__ = ["described"]

BACK = "https://ours.example/connected"


def run(instance: Instance, job: Callable[[http.Client], Awaitable[Any]]) -> Any:
    async def running() -> Any:
        async with client(instance)() as door:
            return await job(door)

    return asyncio.run(running())


def pasted(instance: Instance, token: str = KEY, place: str = "social.example") -> Login:
    made: Login = run(instance, lambda door: login.sign_in(place, {"token": token}, door))
    return made


def test_leave_given_on_the_servers_own_page_connects_an_account() -> None:
    async def connected(door: http.Client) -> Login:
        how = login.flow(login.home("@brand@Social.Example"))
        begun = await oauth.begin(how, redirect_uri=BACK, client=door)
        judge()(httpx.Request("GET", begun.url))
        asked = parse_qs(urlsplit(begun.url).query)
        assert asked["scope"] == [" ".join(flow.SCOPES)]
        secrets = await oauth.finish(how, begun, f"{BACK}?code=c&state={asked['state'][0]}", door)
        await oauth.revoke(how, secrets, door)
        return await login.signed_in(HOME, secrets, door)

    made: Login = run(Instance(), connected)
    assert (made.place, made.account.id, made.account.handle) == (HOME, "1000", "brand@social.example")
    assert made.account.scopes == flow.SCOPES
    assert made.secrets["client_secret"] not in repr(made)


def test_a_pasted_token_connects_an_account() -> None:
    made = pasted(Instance(), f" {KEY}\n")
    assert made.account.url == "https://social.example/@brand"
    assert made.secrets == {"access_token": KEY}


@pytest.mark.parametrize("token", ["", "two words", "ü", "a\x00b"])
def test_what_is_no_token_is_not_sent(token: str) -> None:
    instance = Instance()
    with pytest.raises(errors.Invalid, match="no access token") as failed:
        pasted(instance, token)
    assert failed.value.field == "token"
    assert instance.asked == []


@pytest.mark.parametrize(
    ("place", "home"),
    [
        ("mastodon.social", "https://mastodon.social"),
        (" https://Mastodon.Social/ ", "https://mastodon.social"),
        ("https://mastodon.social/@brand", "https://mastodon.social"),
        ("@brand@mastodon.social", "https://mastodon.social"),
        ("http://localhost:3000", "http://localhost:3000"),
    ],
)
def test_a_server_is_known_by_whatever_people_call_it(place: str, home: str) -> None:
    assert login.home(place) == home


@pytest.mark.parametrize("place", ["", "mastodon", "@brand", "ftp://mastodon.social", "two words.example"])
def test_what_is_no_server_is_said_to_be_none(place: str) -> None:
    with pytest.raises(errors.Invalid, match="is no server") as failed:
        login.home(place)
    assert failed.value.field == "place"


def test_the_servers_own_limits_stand_above_the_rows() -> None:
    account: Account = speak(Instance(), lambda speaker: speaker.check())
    assert {key: account.limits[key] for key in ("text", "media", "poll choices", "alt")} == {
        "text": 5000,
        "media": 8,
        "poll choices": 6,
        "alt": 1500,
    }
    assert account.limits.keys() == {limit.key for limit in ROW.limits if limit.own}


def test_a_server_of_the_first_way_tells_its_limits_too() -> None:
    instance = Instance()
    instance.broken = {"GET /api/v2/instance": httpx.Response(404)}
    account: Account = speak(instance, lambda speaker: speaker.check())
    assert (account.limits["text"], account.limits["image bytes"]) == (500, 10_485_760)
    assert "alt" not in account.limits, "what is not told leaves the row's own"


@pytest.mark.parametrize("told", [None, {"statuses": None}, {"statuses": {"max_characters": "many"}}])
def test_limits_that_make_no_sense_leave_the_rows_own(told: Any) -> None:
    instance = Instance()
    body = recorded("mastodon", "instance__quotes") | {"configuration": told}
    instance.broken = {"GET /api/v2/instance": httpx.Response(200, json=body)}
    account: Account = speak(instance, lambda speaker: speaker.check())
    assert account.limits == {}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(401, json={"error": "The access token is invalid"}), errors.AuthRevoked),
        (httpx.Response(422, text=""), errors.AuthRevoked),
        (httpx.Response(403, json={"error": "Your login is currently disabled"}), errors.AuthRevoked),
        (httpx.Response(404, text="<h1>No</h1>"), errors.Gone),
        (httpx.Response(200, text="<h1>Welcome</h1>"), errors.Garbled),
        (httpx.Response(500), errors.Transient),
        (httpx.ConnectError("refused"), errors.Unreachable),
    ],
)
def test_a_server_that_does_not_know_us_says_so_without_the_token(
    answer: httpx.Response | Exception, error: type[errors.ConnectorError]
) -> None:
    instance = Instance()
    instance.broken = {"GET /verify_credentials": answer}
    with pytest.raises(error) as failed:
        pasted(instance)
    assert type(failed.value) is error
    assert KEY not in str(failed.value)


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("status__own", "Status"),
        ("verify_credentials__brand", "CredentialAccount"),
        ("instance__quotes", "Instance"),
        ("instance__first", "V1Instance"),
        ("media__ready", "MediaAttachment"),
        ("media__working", "MediaAttachment"),
        ("search__one", "Search"),
        ("search__none", "Search"),
        ("app__registered", "CredentialApplication"),
        ("token__given", "Token"),
    ],
)
def test_our_answers_are_as_the_vendor_describes_them(
    name: str, schema: str, described: dict[str, Any]
) -> None:
    wanted = {"$ref": f"#/components/schemas/{schema}", "components": described["components"]}
    faults = Draft202012Validator(wanted).iter_errors(recorded("mastodon", name))
    assert [error.message for error in faults] == []
