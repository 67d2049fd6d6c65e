"""Connecting a wiki: its API is found on any of its pages, and a password is sent over https alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest

from connectors.mediawiki.wiki import SECRETS, Wiki
from connectors.recorded import client
from passaparola.connectors import errors
from passaparola.connectors.mediawiki.login import sign_in

if TYPE_CHECKING:
    from passaparola.connectors.contract import Login

ANSWERS = {"user": " Alice@passaparola", "password": "0123456789abcdef", "token": ""}
RSD = '<link rel="EditURI" type="application/rsd+xml" href="{}?action=rsd">'


def connected(
    page: str,
    address: str = "wiki.example.org",
    *,
    answers: dict[str, str] | None = None,
    wiki: Wiki | None = None,
) -> Login:
    api = wiki or Wiki()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api.php":
            return api(request)
        assert not request.headers.get("cookie")
        return httpx.Response(200, text=page)

    async def scene() -> Login:
        async with client(answer)() as door:
            return await sign_in(address, answers or ANSWERS, door)

    return asyncio.run(scene())


@pytest.mark.parametrize(
    "named",
    [
        "https://wiki.example.org/api.php",
        "//wiki.example.org/api.php",
        "/api.php",
        "http://wiki.example.org/api.php",
    ],
)
def test_the_api_is_found_on_any_page(named: str) -> None:
    login = connected(RSD.format(named), "https://wiki.example.org/wiki/Page")
    assert login.secrets == SECRETS
    assert login.place == "https://wiki.example.org/wiki/Page"
    assert login.account.handle == "Alice@wiki.example.org"
    assert SECRETS["password"] not in repr(login)


def test_the_api_itself_may_be_given() -> None:
    assert connected("", "https://wiki.example.org/api.php").secrets == SECRETS


def test_a_token_may_be_given_instead() -> None:
    wiki = Wiki(bearer="token-1")
    login = connected(RSD.format("/api.php"), answers={"token": "token-1"}, wiki=wiki)
    assert login.secrets == {"api": SECRETS["api"], "token": "token-1"}


def test_a_page_that_is_no_wiki_is_named() -> None:
    with pytest.raises(errors.Unreachable, match="no page of a wiki"):
        connected("<p>Hello</p>")


def test_a_password_is_not_sent_in_the_open() -> None:
    wiki = Wiki()
    with pytest.raises(errors.Forbidden, match="https"):
        connected(RSD.format("/api.php"), "http://wiki.example.org", wiki=wiki)
    assert not wiki.calls


def test_half_of_the_keys_are_none() -> None:
    with pytest.raises(errors.Invalid, match="bot password"):
        connected(RSD.format("/api.php"), answers={"user": "Alice@passaparola"})
