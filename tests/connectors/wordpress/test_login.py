"""Connecting a WordPress site: its REST API is found wherever it says, and the password goes nowhere else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest

from connectors.recorded import client, recorded
from connectors.wordpress.blog import BASIC
from passaparola.connectors import errors
from passaparola.connectors.wordpress.login import sign_in

if TYPE_CHECKING:
    from passaparola.connectors.contract import Login

ANSWERS = {"user": " author2 ", "password": "abcd ABCD 1234"}
LINK = {"link": '<https://blog.example.org/wp-json/>; rel="https://api.w.org/"'}


class Place:
    """A site whose first page is `page`, whose API answers below `root`."""

    def __init__(self, page: httpx.Response, root: str = "https://blog.example.org/wp-json/") -> None:
        self.page = page
        self.root = root
        self.index = recorded("wordpress", "index__open")
        self.user: httpx.Response | None = None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        url = str(request.url)
        if not url.startswith(self.root):
            assert "authorization" not in request.headers
            return self.page
        if url == self.root:
            assert "authorization" not in request.headers
            return httpx.Response(200, json=self.index)
        assert request.headers["authorization"] == BASIC
        assert "users/me" in url
        return self.user or httpx.Response(200, json=recorded("wordpress", "user__author"))


def connected(place: Place, address: str = "blog.example.org") -> Login:
    async def scene() -> Login:
        async with client(place)() as door:
            return await sign_in(address, ANSWERS, door)

    return asyncio.run(scene())


@pytest.mark.parametrize(
    ("page", "root"),
    [
        (httpx.Response(200, headers=LINK), "https://blog.example.org/wp-json/"),
        (
            httpx.Response(
                200, text='<link rel="https://api.w.org/" href="https://blog.example.org/api/" />'
            ),
            "https://blog.example.org/api/",
        ),
        (
            httpx.Response(
                200, headers={"link": '<http://blog.example.org/wp-json/>; rel="https://api.w.org/"'}
            ),
            "https://blog.example.org/wp-json/",
        ),
        (httpx.Response(200, text="<p>Hello</p>"), "https://blog.example.org/?rest_route=/"),
    ],
    ids=["header", "head", "unaware of https", "not named"],
)
def test_the_api_is_found_where_the_site_says(page: httpx.Response, root: str) -> None:
    login = connected(Place(page, root))
    assert login.secrets == {"root": root, "user": "author2", "password": "abcdABCD1234"}
    assert login.place == "https://blog.example.org"
    assert login.account.handle == "author2@blog.example.org"
    assert "abcdABCD1234" not in repr(login)


def test_a_site_that_takes_no_application_passwords_is_never_shown_one() -> None:
    place = Place(httpx.Response(200, headers=LINK))
    place.index["authentication"] = []
    place.user = httpx.Response(500)
    with pytest.raises(errors.Forbidden, match="https"):
        connected(place)


def test_a_wrong_password_is_named() -> None:
    place = Place(httpx.Response(200, headers=LINK))
    said = recorded("wordpress", "error__bad_password")
    place.user = httpx.Response(401, json=said)
    with pytest.raises(errors.AuthRevoked, match="application password"):
        connected(place)


def test_a_page_that_is_no_wordpress_is_named() -> None:
    place = Place(httpx.Response(200, headers=LINK))
    place.index["namespaces"] = ["oembed/1.0"]
    with pytest.raises(errors.Garbled, match="wp/v2"):
        connected(place)
