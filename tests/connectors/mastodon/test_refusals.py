"""Every way in which publishing can fail: what it is called, and that nothing is ever sent twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.mastodon.instance import KEY, Instance, draft, file, keys, speak
from connectors.recorded import recorded
from passaparola.connectors import errors

if TYPE_CHECKING:
    from pathlib import Path

    from passaparola.connectors.contract import Draft


def published(instance: Instance, what: Draft) -> Any:
    return speak(instance, lambda speaker: speaker.publish(what))


def no(status: int, words: str = "", **headers: str) -> httpx.Response:
    return httpx.Response(status, json={"error": words} if words else None, headers=headers)


RESET = "2026-11-25T12:05:00.000Z"
CUT = httpx.ReadError("cut")
LATE = httpx.ReadTimeout("late")
DEAF = httpx.ConnectError("refused")
PAGE = httpx.Response(200, text="<h1>Welcome</h1>")

ANSWERS: list[tuple[httpx.Response | Exception, type[errors.ConnectorError]]] = [
    (DEAF, errors.Unreachable),
    (no(401, "The access token is invalid"), errors.AuthRevoked),
    (no(401, "The access token was revoked"), errors.AuthRevoked),
    (no(401, "The access token expired"), errors.AuthExpired),
    (no(403, "Your login is currently disabled"), errors.AuthRevoked),
    (no(403, "This action is outside the authorized scopes"), errors.Forbidden),
    (no(403), errors.Forbidden),
    (no(429, "Too many requests", **{"x-ratelimit-reset": RESET}), errors.RateLimited),
    (no(418), errors.Garbled),
]
ELSEWHERE = (no(302, location="https://elsewhere.example"), errors.Unreachable)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        *ANSWERS,
        ELSEWHERE,
        (no(404, "Record not found"), errors.Gone),
        (CUT, errors.UnknownOutcome),
        (LATE, errors.UnknownOutcome),
        (no(408), errors.UnknownOutcome),
        (no(500), errors.UnknownOutcome),
        (no(503), errors.UnknownOutcome),
        (no(200, "Something went wrong"), errors.UnknownOutcome),
        (PAGE, errors.UnknownOutcome),
        (httpx.Response(200, json=[]), errors.UnknownOutcome),
    ],
)
def test_whatever_becomes_of_a_post_is_told_and_it_is_sent_once(
    answer: httpx.Response | Exception, error: type[errors.ConnectorError]
) -> None:
    instance = Instance()
    instance.broken = {"POST /api/v1/statuses": answer}
    with pytest.raises(error) as failed:
        published(instance, draft())
    assert type(failed.value) is error
    assert len(instance.written("/statuses")) == 1
    assert KEY not in str(failed.value)


def test_a_server_that_is_busy_says_until_when() -> None:
    instance = Instance()
    instance.broken = {
        "POST /api/v1/statuses": no(429, "Too many", **{"x-ratelimit-reset": "2099-01-01T00:00:00Z"})
    }
    with pytest.raises(errors.RateLimited) as failed:
        published(instance, draft())
    assert failed.value.until is not None
    assert failed.value.until > datetime.now(UTC)


@pytest.mark.parametrize(
    ("status", "words", "field"),
    [
        (422, "Validation failed: Text character limit of 500 exceeded", "text"),
        (422, "Validation failed: Poll duration is too short", "poll"),
        (422, "Cannot attach files that have not finished processing", "media"),
        (422, "Validation failed: quoted post is not one you may quote", "quotes"),
        (400, "Bad request", "text"),
    ],
)
def test_a_post_the_server_does_not_take_names_the_part_to_change(
    status: int, words: str, field: str
) -> None:
    instance = Instance()
    instance.broken = {"POST /api/v1/statuses": no(status, words)}
    with pytest.raises(errors.Invalid, match=words) as failed:
        published(instance, draft())
    assert failed.value.field == field


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        *ANSWERS,
        ELSEWHERE,
        (CUT, errors.Transient),
        (LATE, errors.Transient),
        (no(500), errors.Transient),
        (no(503), errors.Transient),
        (no(413), errors.Invalid),
        (no(422, "Validation failed: File content type is invalid"), errors.Invalid),
        (no(200, "Something went wrong"), errors.Garbled),
        (PAGE, errors.Garbled),
    ],
)
def test_a_file_that_does_not_arrive_keeps_the_post_from_being_sent(
    answer: httpx.Response | Exception, error: type[errors.ConnectorError], tmp_path: Path
) -> None:
    instance = Instance()
    instance.broken = {"POST /api/v2/media": answer}
    with pytest.raises(error) as failed:
        published(instance, draft(media=(file(tmp_path),)))
    assert type(failed.value) is error
    assert getattr(failed.value, "field", "media") == "media"
    assert instance.written("/statuses") == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [(no(422, "Error processing thumbnail for uploaded media"), errors.Invalid), (no(404), errors.Gone)],
)
def test_a_file_the_server_cannot_make_ready_is_refused(
    answer: httpx.Response, error: type[errors.ConnectorError], tmp_path: Path
) -> None:
    instance = Instance()
    working = httpx.Response(202, json=recorded("mastodon", "media__working"))
    instance.broken = {"POST /api/v2/media": working, "GET /media/700": answer}
    with pytest.raises(error):
        published(instance, draft(media=(file(tmp_path),)))
    assert instance.written("/statuses") == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [*ANSWERS, (CUT, errors.Unreachable), (no(500), errors.Transient), (PAGE, errors.Garbled)],
)
def test_nothing_is_sent_where_nobody_can_tell_whether_it_stands_there_already(
    answer: httpx.Response | Exception, error: type[errors.ConnectorError]
) -> None:
    instance = Instance()
    instance.broken = {"GET /1000/statuses": answer}
    with pytest.raises(error) as failed:
        published(instance, draft())
    assert type(failed.value) is error
    assert instance.written() == []


def test_a_key_that_has_run_out_is_renewed_once_and_the_post_sent_again() -> None:
    instance, held = Instance(), keys(access_token="old", refresh_token="again")
    instance.broken = {"POST /api/v1/statuses": [no(401, "expired"), no(401, "expired")]}
    with pytest.raises(errors.AuthExpired):
        speak(Renewing(instance), lambda speaker: speaker.publish(draft()), held=held)
    assert held.renewals == 1
    assert [one.headers["authorization"] for one in instance.written("/statuses")] == [
        "Bearer old",
        "Bearer key",
    ]


class Renewing:
    """Answers a renewal, which Mastodon's own description does not know: others of the family give them."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/token":
            assert b"grant_type=refresh_token&refresh_token=again" in request.content
            return httpx.Response(200, json=recorded("mastodon", "token__given"))
        return self.instance(request)


def test_a_file_is_sent_whole_again_with_the_renewed_key(tmp_path: Path) -> None:
    instance, held = Instance(), keys(access_token="old", refresh_token="again")
    ready = httpx.Response(200, json=recorded("mastodon", "media__ready"))
    instance.broken = {"POST /api/v2/media": [no(401, "expired"), ready]}
    speak(Renewing(instance), lambda speaker: speaker.publish(draft(media=(file(tmp_path),))), held=held)
    first, second = instance.written("/media")
    assert b"\r\n\r\nhat.png\r\n" in first.content
    assert b"\r\n\r\nhat.png\r\n" in second.content
