"""Leave given on a platform's own page: asked for once, answered once, by whoever asked, for one brand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from connectors.recorded import recorded
from passaparola import http
from passaparola.connectors import oauth
from passaparola.web.brands import actions as brands
from passaparola.web.channels import keys, leave
from passaparola.web.channels.models import Channel
from passaparola.web.channels.seal import unseal

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from pytest_django.fixtures import Settings

    from passaparola.web.brands.models import Brand, User

PLACE = "https://mastodon.example"
PLATFORM = "mastodon"


class Server:
    """A server of the family: knows an app, and gives a token for its one code."""

    def __init__(self) -> None:
        self.turned_in: list[dict[str, str]] = []
        self.given_back: list[str] = []
        self.revoking = 200
        self.grants: dict[str, object] = {"access_token": "t0ken", "scope": "write:statuses"}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        match request.url.path:
            case "/api/v1/apps":
                return httpx.Response(200, json={"client_id": "app-1", "client_secret": "app-s3cret"})
            case "/oauth/revoke":
                self.given_back.append(dict(parse_qsl(request.content.decode()))["token"])
                return httpx.Response(self.revoking, json={})
            case "/oauth/token":
                self.turned_in.append(dict(parse_qsl(request.content.decode())))
                return httpx.Response(200, json={"token_type": "Bearer", **self.grants})
            case "/api/v1/accounts/verify_credentials":
                return httpx.Response(200, json=recorded(PLATFORM, "verify_credentials__brand"))
            case _:
                return httpx.Response(200, json=recorded(PLATFORM, "instance__quotes"))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server()
    door = partial(http.Client, transport=httpx.MockTransport(made))
    monkeypatch.setattr(http, "Client", door)
    return made


@pytest.fixture
def anna_s(client: Client, anna: User, brand: Brand) -> Client:
    _ = brand
    client.force_login(anna)
    return client


def asked(browser: Client, brand: Brand) -> dict[str, str]:
    """What the platform's page is told by the link that a person follows there."""
    where = reverse("channel-connect", args=[brand.slug, PLATFORM])
    answer = browser.post(where, {"leave": "1", "place": PLACE})
    url = answer.context["leave"]
    assert url.startswith(f"{PLACE}/oauth/authorize?")
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def back(browser: Client, brand: Brand, **told: str) -> HttpResponse:
    """Come back from the platform's page with what it tells."""
    answer: HttpResponse = browser.get(reverse("channel-leave", args=[brand.slug]), told, follow=True)  # type: ignore[assignment]  # a response is one
    return answer


def said(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_leave_that_is_given_connects_the_account(anna_s: Client, brand: Brand, server: Server) -> None:
    told = asked(anna_s, brand)
    answer = back(anna_s, brand, state=told["state"], code="c0de")
    assert "is connected." in said(answer)
    channel = Channel.objects.get(brand=brand)
    assert "t0ken" in keys.opened(channel).values()
    assert (channel.platform, channel.place) == (PLATFORM, PLACE)
    (turned_in,) = server.turned_in
    assert turned_in["code"] == "c0de"
    assert turned_in["redirect_uri"] == told["redirect_uri"]
    assert len(turned_in["code_verifier"]) >= 43


def test_people_come_back_to_the_address_this_site_is_known_by(
    anna_s: Client, brand: Brand, server: Server, settings: Settings
) -> None:
    settings.ADDRESS = "https://pass.example"
    assert asked(anna_s, brand)["redirect_uri"] == f"https://pass.example/b/{brand.slug}/channels/leave/"


def test_every_question_is_another(anna_s: Client, brand: Brand, server: Server) -> None:
    first, second = asked(anna_s, brand), asked(anna_s, brand)
    assert first["state"] != second["state"]
    assert first["code_challenge"] != second["code_challenge"]
    assert "does not answer what was asked" in said(back(anna_s, brand, state=first["state"], code="c"))


def test_an_answer_is_taken_once(anna_s: Client, brand: Brand, server: Server) -> None:
    told = asked(anna_s, brand)
    back(anna_s, brand, state=told["state"], code="c0de")
    again = back(anna_s, brand, state=told["state"], code="c0de")
    assert "it was answered already: begin again" in said(again)
    assert len(server.turned_in) == 1


def test_an_answer_nobody_asked_for_is_refused(anna_s: Client, brand: Brand, server: Server) -> None:
    assert "Nobody asked for this leave" in said(back(anna_s, brand, state="made up", code="c0de"))
    assert not server.turned_in
    assert not Channel.objects.exists()


@pytest.mark.parametrize("state", ["wrong", "", None])
def test_a_state_that_is_not_the_one_that_was_asked_with_is_refused(
    anna_s: Client, brand: Brand, server: Server, state: str | None
) -> None:
    asked(anna_s, brand)
    told = {} if state is None else {"state": state}
    assert "does not answer what was asked of mastodon.example" in said(
        back(anna_s, brand, code="c0de", **told)
    )
    assert not server.turned_in
    assert not Channel.objects.exists()


def test_an_answer_is_for_the_brand_that_asked(
    anna_s: Client, anna: User, brand: Brand, server: Server
) -> None:
    other = brands.create_brand("Caffè Bianca", owner=anna)
    told = asked(anna_s, brand)
    assert "Nobody asked for this leave" in said(back(anna_s, other, state=told["state"], code="c0de"))
    assert not Channel.objects.exists()


def test_an_answer_is_for_the_session_that_asked(
    anna_s: Client, anna: User, brand: Brand, server: Server
) -> None:
    told = asked(anna_s, brand)
    elsewhere = Client()
    elsewhere.force_login(anna)
    assert "Nobody asked for this leave" in said(back(elsewhere, brand, state=told["state"], code="c0de"))
    assert "is connected." in said(back(anna_s, brand, state=told["state"], code="c0de"))


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            {"error": "access_denied"},
            "No leave was given on mastodon.example: begin again, and allow it there.",
        ),
        ({"error": "server_error"}, "gave no leave (server_error): begin to connect again."),
        ({"code": ""}, "This is no code of mastodon.example"),
        ({}, "This is no code of mastodon.example"),
    ],
)
def test_a_refusal_is_told_and_connects_nothing(
    anna_s: Client, brand: Brand, server: Server, told: dict[str, str], sentence: str
) -> None:
    state = asked(anna_s, brand)["state"]
    assert sentence in said(back(anna_s, brand, state=state, **told))
    assert not server.turned_in
    assert not Channel.objects.exists()


def test_a_refusal_in_the_words_of_a_stranger_is_shown_harmless(
    anna_s: Client, brand: Brand, server: Server
) -> None:
    state = asked(anna_s, brand)["state"]
    answer = said(back(anna_s, brand, state=state, error="<script>alert(1)</script>"))
    assert "<script>alert" not in answer


def test_a_token_that_is_not_given_connects_nothing(anna_s: Client, brand: Brand, server: Server) -> None:
    server.grants = {"error": "invalid_grant"}
    state = asked(anna_s, brand)["state"]
    answer = said(back(anna_s, brand, state=state, code="c0de"))
    assert "what it gave has run out or was taken back; connect the account again" in answer
    assert not Channel.objects.exists()


def test_the_question_waits_sealed_and_is_gone_once_answered(
    anna_s: Client, brand: Brand, server: Server
) -> None:
    told = asked(anna_s, brand)
    stored = Session.objects.get(pk=anna_s.session.session_key).get_decoded()
    sealed = bytes.fromhex(stored[leave.WAITING])
    shown = repr(stored).encode() + sealed
    assert not [word for word in (told["state"], "app-s3cret") if word.encode() in shown]
    assert unseal(sealed, f"leave for brand {brand.pk}")["state"] == told["state"]
    back(anna_s, brand, state=told["state"], code="c0de")
    assert leave.WAITING not in anna_s.session


@pytest.mark.parametrize("place", ["", "no server at all", "ftp://example.org"])
def test_a_server_that_is_none_is_told_at_its_field(
    anna_s: Client, brand: Brand, server: Server, place: str
) -> None:
    where = reverse("channel-connect", args=[brand.slug, PLATFORM])
    answer = anna_s.post(where, {"leave": "1", "place": place})
    assert list(answer.context["form"].errors) == ["place"]
    assert "leave" not in answer.context


def test_a_question_shows_none_of_its_secrets() -> None:
    begun = oauth.Begun(
        "https://a.example/?state=s3cret", "https://b.example", "s3cret", "s3cret", {"a": "s3cret"}
    )
    assert "s3cret" not in repr(begun)


def test_only_who_manages_channels_gives_leave(
    brand: Brand, bruno: User, server: Server, anna_s: Client, client_of: Callable[[User], Client]
) -> None:
    state = asked(anna_s, brand)["state"]
    assert back(client_of(bruno), brand, state=state, code="c0de").status_code == 404
    assert not Channel.objects.exists()


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    def make(user: User) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return make


@pytest.mark.parametrize(
    ("status", "told"), [(200, ""), (403, "take it back on its own page"), (503, "try again later")]
)
def test_leave_is_given_back_when_a_channel_is_taken_off(
    anna_s: Client, brand: Brand, server: Server, status: int, told: str
) -> None:
    back(anna_s, brand, state=asked(anna_s, brand)["state"], code="c0de")
    channel = Channel.objects.get()
    server.revoking = status
    page = anna_s.post(reverse("channel-disconnect", args=[brand.slug, channel.pk]), follow=True)
    assert server.given_back == ["t0ken"]
    assert "is disconnected and its keys are forgotten" in page.content.decode()
    assert told in page.content.decode()
    channel.refresh_from_db()
    assert (channel.sealed, channel.speaks) == (None, False)
