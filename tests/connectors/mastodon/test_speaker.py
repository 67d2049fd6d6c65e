"""What is published, changed and deleted on a server of ours, and every way in which that can fail."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.mastodon.instance import (
    CONTRACTS,
    KEY,
    Instance,
    Pauses,
    draft,
    file,
    judge,
    keys,
    said,
    speak,
)
from connectors.recorded import recorded
from passaparola.connectors import errors
from passaparola.connectors.contract import Card, Poll, Receipt

if TYPE_CHECKING:
    from pathlib import Path

    from passaparola.connectors.contract import Draft

QUOTED = "https://other.example/@ada/77"


def published(instance: Instance, what: Draft, **more: Any) -> Receipt:
    receipt: Receipt = speak(instance, lambda speaker: speaker.publish(what), **more)
    return receipt


def body(instance: Instance) -> dict[str, Any]:
    """What the one post that was sent says."""
    (sent,) = instance.written("/statuses")
    return said(sent)


def test_requests_are_judged_by_the_vendors_own_description() -> None:
    if not (CONTRACTS / "mastodon.json").is_file():
        pytest.skip("no description of the Mastodon API: put it at ../shared/contracts/mastodon.json")
    with pytest.raises(AssertionError, match="no such path"):
        judge()(httpx.Request("GET", "https://social.example/api/v1/nothing"))


def test_words_are_published_with_a_key_that_names_them() -> None:
    instance = Instance()
    receipt = published(instance, draft("Pass it on", language="it"))
    assert (receipt.native_id, receipt.url) == ("9500", "https://social.example/@brand/9500")
    assert body(instance) == {"status": "Pass it on", "language": "it"}
    assert instance.written()[0].headers["idempotency-key"] == "k1"


def test_every_setting_is_sent() -> None:
    instance = Instance()
    options = {"visibility": "unlisted", "warning": "Hats", "sensitive": "yes"}
    published(instance, draft(options=options, replies_to=Receipt("9001")))
    assert body(instance) == {
        "status": "Pass it on",
        "visibility": "unlisted",
        "spoiler_text": "Hats",
        "sensitive": True,
        "in_reply_to_id": "9001",
    }


def test_a_poll_is_sent() -> None:
    instance = Instance()
    published(instance, draft(poll=Poll(("Hat", "Cap"), 3600, multiple=True)))
    assert body(instance)["poll"] == {"options": ["Hat", "Cap"], "expires_in": 3600, "multiple": True}


def test_files_go_first_with_the_words_that_say_what_they_show(tmp_path: Path) -> None:
    instance = Instance()
    published(instance, draft(media=(file(tmp_path),)))
    upload, post = instance.written()
    assert b'name="description"\r\n\r\nA red hat\r\n' in upload.content
    assert b'filename="hat.png"\r\nContent-Type: image/png\r\n\r\nhat.png\r\n' in upload.content
    assert said(post)["media_ids"] == ["700"]


def test_a_file_the_server_works_on_is_waited_for(tmp_path: Path) -> None:
    instance, pauses = Instance(), Pauses()
    working = httpx.Response(202, json=recorded("mastodon", "media__working"))
    still = httpx.Response(206, json=recorded("mastodon", "media__working"))
    ready = httpx.Response(200, json=recorded("mastodon", "media__ready"))
    instance.broken = {"POST /api/v2/media": working, "GET /media/700": [still, still, ready]}
    published(instance, draft(media=(file(tmp_path, "hat.mp4", kind="video/mp4"),)), pause=pauses)
    assert pauses == [1.0, 1.5, 2.25]
    assert body(instance)["media_ids"] == ["700"]


def test_a_file_that_never_gets_ready_is_not_posted(tmp_path: Path) -> None:
    instance, pauses = Instance(), Pauses()
    instance.broken = {
        "POST /api/v2/media": httpx.Response(202, json=recorded("mastodon", "media__working")),
        "GET /media/700": httpx.Response(206, json=recorded("mastodon", "media__working")),
    }
    with pytest.raises(errors.Transient, match="after 5 minutes it is not ready"):
        published(instance, draft(media=(file(tmp_path),)), pause=pauses)
    assert 300 <= sum(pauses) < 320
    assert instance.written("/statuses") == []


def test_a_server_without_the_second_way_gets_files_the_first_way(tmp_path: Path) -> None:
    instance = Instance()
    instance.broken = {"POST /api/v2/media": httpx.Response(404)}
    published(instance, draft(media=(file(tmp_path),)))
    assert [one.url.path for one in instance.written()] == [
        "/api/v2/media",
        "/api/v1/media",
        "/api/v1/statuses",
    ]


@pytest.mark.parametrize(
    ("quoted", "number"), [("https://social.example/@ada/9001", "9001"), (QUOTED, "9001")]
)
def test_a_post_is_quoted_by_the_number_it_has_on_this_server(quoted: str, number: str) -> None:
    instance = Instance()
    published(instance, draft(quotes=quoted))
    assert body(instance)["quoted_status_id"] == number
    searched = [one.url.params["q"] for one in instance.asked if one.url.path == "/api/v2/search"]
    assert searched == ([QUOTED] if quoted == QUOTED else [])


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"GET /v2/instance": httpx.Response(404)}, "knows no quotes"),
        ({"GET /v2/search": httpx.Response(200, json=recorded("mastodon", "search__none"))}, "finds no post"),
    ],
)
def test_what_cannot_be_quoted_is_said_before_anything_is_sent(
    broken: dict[str, httpx.Response], says: str
) -> None:
    instance = Instance()
    instance.broken = dict(broken)
    with pytest.raises(errors.Invalid, match=says) as failed:
        published(instance, draft(quotes=QUOTED))
    assert failed.value.field == "quotes"
    assert instance.written() == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": "Hats"}, "title"),
        ({"card": Card("https://x.example", "Hats")}, "card"),
        ({"disclosure": "paid"}, "disclosure"),
        ({"options": {"colour": "red"}}, "options"),
        ({"options": {"visibility": "direct"}}, "options"),
        ({"quotes": QUOTED, "poll": Poll(("Hat", "Cap"), 3600)}, "quotes"),
        ({"text": " "}, "text"),
    ],
)
def test_what_no_server_takes_is_refused_and_not_dropped(more: dict[str, Any], field: str) -> None:
    instance = Instance()
    with pytest.raises(errors.Invalid) as failed:
        published(instance, draft(**more))
    assert failed.value.field == field
    assert instance.asked == []


def test_a_poll_and_files_are_refused_together(tmp_path: Path) -> None:
    with pytest.raises(errors.Invalid, match="a poll or files") as failed:
        published(Instance(), draft(poll=Poll(("Hat", "Cap"), 3600), media=(file(tmp_path),)))
    assert failed.value.field == "poll"


@pytest.mark.parametrize("keeps_keys", [True, False])
def test_the_same_draft_sent_twice_is_one_post_on_every_server(*, keeps_keys: bool) -> None:
    instance = Instance(keeps_keys=keeps_keys)
    first, second = published(instance, draft()), published(instance, draft())
    assert first.native_id == second.native_id
    assert len(instance.posts) == 1


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


def test_a_change_keeps_files_that_are_there_and_brings_new_ones(tmp_path: Path) -> None:
    instance = Instance()
    hat, cap = file(tmp_path), file(tmp_path, "cap.png", alt="A cap")
    made = published(instance, draft(media=(hat,)))
    instance.asked.clear()
    instance.broken = {
        "POST /api/v2/media": httpx.Response(200, json=recorded("mastodon", "media__ready") | {"id": "701"})
    }
    both = draft("Pass both on", media=(cap, hat))
    changed: Receipt = speak(instance, lambda speaker: speaker.edit(made, both))
    upload, change = instance.written()
    assert b"cap.png" in upload.content
    assert said(change) == {
        "status": "Pass both on",
        "media_ids": ["701", "700"],
        "media_attributes": [
            {"id": "701", "description": "A cap"},
            {"id": "700", "description": "A red hat"},
        ],
        "sensitive": False,
        "spoiler_text": "",
    }
    assert (changed.native_id, changed.at) == (made.native_id, made.at)
    assert [entry.partition("=")[0] for entry in changed.extra["media"].split()] == ["701", "700"]


def test_a_change_takes_away_what_the_draft_no_longer_has(tmp_path: Path) -> None:
    instance = Instance()
    made = published(instance, draft(media=(file(tmp_path),), options={"warning": "Hats"}))
    speak(instance, lambda speaker: speaker.edit(made, draft("Bare")))
    change = said(instance.written()[-1])
    assert (change["media_ids"], change["spoiler_text"]) == ([], "")


@pytest.mark.parametrize(
    ("more", "field"), [({"quotes": QUOTED}, "quotes"), ({"options": {"visibility": "private"}}, "options")]
)
def test_what_cannot_be_changed_any_more_is_refused(more: dict[str, Any], field: str) -> None:
    instance = Instance()
    made = published(instance, draft())
    with pytest.raises(errors.Invalid, match="delete it and post anew") as failed:
        speak(instance, lambda speaker: speaker.edit(made, draft(**more)))
    assert failed.value.field == field
    assert len(instance.written()) == 1


def test_a_change_to_a_deleted_post_says_that_it_is_gone() -> None:
    with pytest.raises(errors.Gone):
        speak(Instance(), lambda speaker: speaker.edit(Receipt("9999"), draft()))


def test_deleting_twice_is_deleting_once() -> None:
    instance = Instance()
    made = published(instance, draft())
    for _ in range(2):
        speak(instance, lambda speaker: speaker.delete(made))
    assert instance.posts == []


def test_a_post_that_stays_where_no_program_may_delete_is_told_of() -> None:
    instance = Instance()
    made = published(instance, draft())
    instance.broken = {"DELETE /9500": no(404)}
    with pytest.raises(errors.Forbidden, match=r"delete it there, at https://social\.example/@brand/9500"):
        speak(instance, lambda speaker: speaker.delete(made))
