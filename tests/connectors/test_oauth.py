"""Leave is asked for, given, renewed and given back; nobody else's answer is taken for ours."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
import pytest

from connectors.recorded import client
from passaparola.connectors import errors, oauth

if TYPE_CHECKING:
    from collections.abc import Callable

BACK = "https://ours.example/channels/connected"
KEY, AGAIN, NEW = "key", "again", "new-secret"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
APP = {"client_id": "app", "client_secret": "app-secret"}
FLOW = oauth.Flow(
    authorise="https://vendor.example/authorise?lang=it",
    token="https://vendor.example/token",
    revoke="https://vendor.example/revoke",
    scopes=("read", "write"),
    asking={"prompt": "consent"},
)
REGISTERING = replace(
    FLOW, register=oauth.Registration("https://vendor.example/apps", {"client_name": "Passaparola"})
)


class Vendor:
    """A platform that gives leave as RFC 6749 and 7636 have it; `broken` replaces the answer at a path."""

    def __init__(self, **broken: httpx.Response) -> None:
        self.broken = broken
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.challenge = ""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        name = request.url.path.strip("/")
        form = dict(parse_qsl(request.content.decode()))
        self.asked.append((name, form, request.headers.get("authorization", "")))
        if name in self.broken:
            return self.broken[name]
        if name == "apps":
            return httpx.Response(200, json={"client_id": "new", "client_secret": NEW})
        if name == "token" and form["grant_type"] == "authorization_code":
            return self._leave(form)
        if name == "token":
            fine = form["refresh_token"] == AGAIN
            return self._given() if fine else self._no("invalid_grant")
        return httpx.Response(200, json={})

    def _leave(self, form: dict[str, str]) -> httpx.Response:
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        fine = form["code"] == "code" and form["redirect_uri"] and challenge == self.challenge
        return self._given() if fine else self._no("invalid_grant")

    @staticmethod
    def _given() -> httpx.Response:
        return httpx.Response(
            200,
            json={
                "access_token": "key",
                "token_type": "Bearer",
                "expires_in": 3600,
                "refresh_token": "again",
                "scope": "read write",
            },
        )

    @staticmethod
    def _no(error: str) -> httpx.Response:
        return httpx.Response(400, json={"error": error, "error_description": "secret words"})


def run(vendor: Callable[[httpx.Request], httpx.Response], job: Callable[[Any], Any]) -> Any:
    async def running() -> Any:
        async with client(vendor)() as door:
            return await job(door)

    return asyncio.run(running())


def begun(flow: oauth.Flow = FLOW, vendor: Vendor | None = None, **more: Any) -> oauth.Begun:
    options = {"redirect_uri": BACK, "app": {} if flow.register else APP, **more}
    made: oauth.Begun = run(vendor or Vendor(), lambda door: oauth.begin(flow, client=door, **options))
    return made


def asked(begun: oauth.Begun) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(begun.url).query).items()}


def back(begun: oauth.Begun, **told: str) -> str:
    return f"{BACK}?{urlencode({'code': 'code', 'state': begun.state, **told})}"


def finished(
    begun: oauth.Begun, vendor: Vendor | None = None, answer: str = "", flow: oauth.Flow = FLOW
) -> dict[str, str]:
    vendor = vendor or Vendor()
    vendor.challenge = asked(begun).get("code_challenge", "")
    given = run(vendor, lambda door: oauth.finish(flow, begun, answer or back(begun), door, now=NOW))
    return dict(given)


def test_the_page_is_told_who_asks_for_what_and_where_to_return() -> None:
    told = asked(begun())
    assert {name: told[name] for name in ("client_id", "response_type", "redirect_uri", "scope")} == {
        "client_id": "app",
        "response_type": "code",
        "redirect_uri": BACK,
        "scope": "read write",
    }
    assert (told["lang"], told["prompt"], told["code_challenge_method"]) == ("it", "consent", "S256")


def test_every_question_has_a_state_and_a_verifier_of_its_own() -> None:
    one, two = begun(), begun()
    assert one.state != two.state
    assert one.verifier != two.verifier
    assert min(len(one.state), len(one.verifier)) >= 43


def test_leave_becomes_secrets() -> None:
    assert finished(begun()) == {
        **APP,
        "access_token": "key",
        "refresh_token": "again",
        "scope": "read write",
        "expires_at": "2026-11-25T13:00:00+00:00",
    }


def test_a_server_is_told_of_the_app_before_it_is_asked() -> None:
    vendor = Vendor()
    question = begun(REGISTERING, vendor)
    assert [name for name, _, _ in vendor.asked] == ["apps"]
    assert asked(question)["client_id"] == "new"
    assert finished(question, flow=REGISTERING)["client_secret"] == NEW


def test_a_question_can_be_put_away_until_it_is_answered() -> None:
    question = begun()
    assert oauth.Begun(**json.loads(json.dumps(asdict(question)))) == question


def test_no_secret_shows_when_a_question_is_printed() -> None:
    question = begun()
    assert question.verifier not in repr(question)
    assert question.state not in repr(question)
    assert APP["client_secret"] not in repr(question)


@pytest.mark.parametrize("state", ["", "somebody else's", "ü"])
def test_an_answer_to_somebody_elses_question_is_not_taken(state: str) -> None:
    question, vendor = begun(), Vendor()
    with pytest.raises(errors.Forbidden, match="begin to connect again"):
        finished(question, vendor, back(question, state=state))
    assert vendor.asked == []


def test_a_code_alone_is_taken_only_where_the_page_shows_it_to_be_pasted() -> None:
    with pytest.raises(errors.Forbidden, match="begin to connect again"):
        finished(begun(), answer="code")
    shown = begun(redirect_uri=oauth.OUT_OF_BAND)
    assert finished(shown, answer=" code\n")["access_token"] == KEY


def test_a_person_who_gives_no_leave_is_told_how_to_go_on() -> None:
    question = begun()
    with pytest.raises(errors.Forbidden, match="No leave was given on"):
        finished(question, answer=back(question, error="access_denied"))


def test_foreign_words_in_the_address_are_not_shown() -> None:
    question = begun()
    with pytest.raises(errors.Forbidden, match="an error it does not explain") as failed:
        finished(question, answer=back(question, error="<b>Call 555</b>"))
    assert "555" not in str(failed.value)


def test_id_and_secret_go_in_the_header_where_the_platform_wants_them_there() -> None:
    vendor, flow = Vendor(), replace(FLOW, basic=True)
    finished(begun(flow), vendor, flow=flow)
    (_, form, authorization) = vendor.asked[-1]
    assert base64.b64decode(authorization.removeprefix("Basic ")).decode() == "app:app-secret"
    assert "client_secret" not in form
    assert "client_id" not in form


def test_a_platform_may_call_the_apps_id_and_join_the_scopes_in_its_own_way() -> None:
    vendor, flow = Vendor(), replace(FLOW, id_name="client_key", separator=",", pkce=False)
    question = begun(flow)
    assert (asked(question)["client_key"], asked(question)["scope"]) == ("app", "read,write")
    assert "code_challenge" not in asked(question)
    with pytest.raises(errors.AuthExpired):  # this vendor insists on PKCE
        finished(question, vendor, flow=flow)
    assert vendor.asked[-1][1]["client_key"] == "app"


def test_a_new_key_replaces_the_old_and_what_is_not_given_anew_stays() -> None:
    def once(request: httpx.Request) -> httpx.Response:
        return httpx.Response(
            200, json={"access_token": "newer", "token_type": "bearer", "refresh_token": ""}
        )

    held = {**APP, "access_token": "old", "refresh_token": "again", "scope": "read"}
    fresh = run(once, lambda door: oauth.refresh(FLOW, held, door, now=NOW))
    assert fresh == {**held, "access_token": "newer"}


@pytest.mark.parametrize("held", [{"refresh_token": "taken back"}, {}])
def test_a_key_that_cannot_be_renewed_asks_for_a_new_connection(held: dict[str, str]) -> None:
    with pytest.raises(errors.AuthExpired, match="connect the account again"):
        run(Vendor(), lambda door: oauth.refresh(FLOW, {**APP, **held}, door))


@pytest.mark.parametrize(
    "secrets", [{"access_token": "key"}, {"access_token": "key", "refresh_token": "again"}]
)
def test_leave_is_given_back_with_what_holds_longest(secrets: dict[str, str]) -> None:
    vendor = Vendor()
    run(vendor, lambda door: oauth.revoke(FLOW, {**APP, **secrets}, door))
    assert vendor.asked == [("revoke", {"token": list(secrets.values())[-1], **APP}, "")]


def test_where_leave_cannot_be_given_back_nothing_is_asked() -> None:
    vendor = Vendor()
    run(vendor, lambda door: oauth.revoke(replace(FLOW, revoke=""), {**APP, "access_token": "key"}, door))
    assert vendor.asked == []


def no(status: int, **body: Any) -> httpx.Response:
    return httpx.Response(status, json=body)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (no(400, error="invalid_grant"), errors.AuthExpired),
        (no(401, error="invalid_client"), errors.Invalid),
        (no(400, error="invalid_scope"), errors.Forbidden),
        (no(400, error="temporarily_unavailable"), errors.Transient),
        (no(200, error="invalid_grant"), errors.AuthExpired),
        (no(200), errors.Garbled),
        (no(200, access_token=7, token_type="bearer"), errors.Garbled),
        (no(200, access_token="key", expires_in="soon"), errors.Garbled),
        (httpx.Response(200, json=[1]), errors.Garbled),
        (httpx.Response(200, text="<h1>Welcome</h1>"), errors.Garbled),
        (httpx.Response(200, content=b"\xff"), errors.Garbled),
        (httpx.Response(500, text="oh"), errors.Transient),
        (httpx.Response(503, text="oh"), errors.Transient),
        (httpx.Response(429), errors.RateLimited),
        (httpx.Response(302, headers={"location": "https://elsewhere.example"}), errors.Unreachable),
    ],
)
def test_whatever_the_platform_answers_is_an_error_of_ours_without_a_secret(
    answer: httpx.Response, error: type[errors.ConnectorError]
) -> None:
    with pytest.raises(error) as failed:
        finished(begun(), Vendor(token=answer))
    assert type(failed.value) is error
    assert not {"app-secret", "secret words", "code_verifier"} & set(str(failed.value).split())


@pytest.mark.parametrize("seconds", [0, -5, 10**30])
def test_an_end_that_makes_no_sense_is_none(seconds: int) -> None:
    given = no(200, access_token="key", expires_in=seconds)
    assert "expires_at" not in finished(begun(), Vendor(token=given))


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(404), errors.Unrecognised),
        (httpx.Response(500), errors.Transient),
        (no(200, client_id="new"), errors.Garbled),
    ],
)
def test_a_server_that_does_not_take_apps_is_said_to_be_none(
    answer: httpx.Response, error: type[errors.ConnectorError]
) -> None:
    with pytest.raises(error, match=r"vendor\.example"):
        begun(REGISTERING, Vendor(apps=answer))


def test_an_app_that_nobody_entered_is_asked_for() -> None:
    with pytest.raises(errors.Invalid, match="fill in the app's id") as failed:
        begun(app={})
    assert failed.value.field == "client_id"


def test_nobody_is_sent_to_sign_in_where_everybody_can_listen() -> None:
    open_line = replace(FLOW, authorise="http://vendor.example/authorise")
    with pytest.raises(errors.Invalid, match="no secure line"):
        begun(open_line)
    assert begun(replace(FLOW, authorise="http://localhost:8080/authorise")).url.startswith(
        "http://localhost"
    )


def test_leave_that_is_not_described_is_what_was_asked_for() -> None:
    assert finished(begun(), Vendor(token=no(200, access_token="key")))["scope"] == "read write"


@pytest.mark.parametrize(("status", "error"), [(500, errors.Transient), (403, errors.Forbidden)])
def test_a_platform_that_does_not_take_leave_back_says_so(
    status: int, error: type[errors.ConnectorError]
) -> None:
    with pytest.raises(error, match="did not take the leave back"):
        run(
            Vendor(revoke=httpx.Response(status)),
            lambda door: oauth.revoke(FLOW, {**APP, "access_token": "key"}, door),
        )
