"""Connecting an account by its handle and an app password."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest

from connectors.bluesky.pds import DID, HOME, Pds, refused
from connectors.lexicons import Lexicons
from connectors.recorded import client, recorded
from passaparola.connectors import errors
from passaparola.connectors.bluesky import login

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.bluesky.pds import Fault
    from passaparola.connectors.contract import Login

HANDLE = recorded("bluesky", "createSession__app_password")["handle"]
PASSWORD = "wz64-eo72-ru7f-bza5"  # noqa: S105 - of a server in memory
CREATE = "com.atproto.server.createSession"
DOCUMENT = recorded("bluesky", "didDocument__plc")


class Network:
    """A server in memory, the one at bsky.social that only knows names, and the directory."""

    def __init__(self, pds: Pds, home: str = "https://pds.example") -> None:
        self.pds = pds
        self.home = home
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.url.scheme}://{request.url.host}")
        if request.url.host == "plc.directory":
            service = {"id": "#atproto_pds", "type": "x", "serviceEndpoint": self.home}
            return httpx.Response(200, json={**DOCUMENT, "service": [service]})
        if request.url.host == "bsky.social":
            assert request.url.path.endswith("resolveHandle"), "no password may come here"
        return self.pds(request)


@pytest.fixture
def pds(shared: Path) -> Pds:
    folder = shared / "contracts" / "atproto-lexicons"
    if not folder.is_dir():
        pytest.skip("no AT Protocol lexicons: put them at ../shared/contracts/atproto-lexicons")
    return Pds(Lexicons(folder), handles={HANDLE: DID})


def signed_in(network: Network, place: str, handle: str = HANDLE, password: str = PASSWORD) -> Login:
    async def run() -> Login:
        async with client(network)() as door:
            return await login.sign_in(place, {"handle": handle, "password": password}, door)

    return asyncio.run(run())


@pytest.mark.parametrize("place", [HOME, f" {HOME}/ "])
@pytest.mark.parametrize(
    "handle", [HANDLE, f" @{HANDLE} ", f"\u202a@{HANDLE}\u202c", f"https://bsky.app/profile/{HANDLE}/"]
)
def test_an_account_is_connected_at_the_server_that_is_given(pds: Pds, place: str, handle: str) -> None:
    made = signed_in(Network(pds), place, handle)
    said = recorded("bluesky", "createSession__app_password")
    assert (made.account.id, made.place) == (DID, HOME)
    assert made.secrets == {"access": said["accessJwt"], "refresh": said["refreshJwt"]}
    assert made.account.scopes == ("com.atproto.appPass",)
    assert made.account.expires_at is not None


@pytest.mark.parametrize("place", ["", "https://bsky.social", "bsky.social/", "bsky.app"])
@pytest.mark.parametrize("handle", [HANDLE, DID])
def test_an_account_finds_its_own_server(pds: Pds, place: str, handle: str) -> None:
    network = Network(pds)
    assert signed_in(network, place, handle).place == "https://pds.example"
    assert set(network.asked) <= {"https://bsky.social", "https://plc.directory", "https://pds.example"}


def test_a_password_never_leaves_unsealed_for_a_server_that_was_only_looked_up(pds: Pds) -> None:
    with pytest.raises(errors.Unreachable, match="would not travel safely"):
        signed_in(Network(pds, home="http://pds.example"), "")
    assert CREATE not in pds.sent


def test_the_password_is_neither_kept_nor_shown(pds: Pds) -> None:
    made = signed_in(Network(pds), HOME)
    assert PASSWORD not in str(dict(made.secrets))
    assert made.secrets["access"] not in repr(made)


def test_a_handle_nobody_has_is_told(pds: Pds) -> None:
    with pytest.raises(errors.Gone, match=r"no Bluesky account is called nobody\.test"):
        signed_in(Network(pds), "", "nobody.test")


def test_what_is_no_handle_is_told(pds: Pds) -> None:
    with pytest.raises(errors.Gone, match="is no handle"):
        signed_in(Network(pds), "", "brand@example.com")
    assert pds.sent == []


def test_a_wrong_password_is_told_without_it(pds: Pds) -> None:
    with pytest.raises(errors.Forbidden, match="make a new app password") as told:
        signed_in(Network(pds), HOME, password="wrong-horse")
    assert "wrong-horse" not in str(told.value)
    assert pds.sent == [CREATE]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (httpx.ConnectError("nobody"), errors.Unreachable),
        (httpx.ReadTimeout("silent"), errors.Transient),
        (httpx.Response(429, json={}), errors.RateLimited),
        (httpx.Response(500, json={}), errors.Transient),
        (httpx.Response(200, text="<html>"), errors.Garbled),
        (httpx.Response(404, text="<html>"), errors.Garbled),
        (httpx.Response(401, json={"error": "AccountTakedown"}), errors.AuthRevoked),
        (httpx.Response(401, json={"error": "AuthFactorTokenRequired"}), errors.Forbidden),
    ],
)
def test_what_goes_wrong_is_told_apart(pds: Pds, fault: Fault, kind: type[errors.ConnectorError]) -> None:
    pds.faults[CREATE] = [fault]
    with pytest.raises(kind):
        signed_in(Network(pds), HOME)


def test_a_closed_account_is_not_connected(pds: Pds) -> None:
    pds.faults["com.atproto.server.getSession"] = [refused(200, "getSession__deactivated")]
    with pytest.raises(errors.AuthRevoked, match="is deactivated"):
        signed_in(Network(pds), HOME)
