"""What is published, changed and deleted on a server of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.mastodon.instance import (
    CONTRACTS,
    Instance,
    Pauses,
    draft,
    file,
    judge,
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


@pytest.mark.parametrize("answered", ["https://social.example/@ada/9001", QUOTED])
def test_a_post_is_answered_by_the_number_it_has_on_this_server(answered: str) -> None:
    instance = Instance()
    there = speak(instance, lambda speaker: speaker.locate(answered))
    published(instance, draft(answers=answered, replies_to=there))
    assert body(instance)["in_reply_to_id"] == "9001"


def test_an_answer_to_nothing_is_refused() -> None:
    instance = Instance()
    instance.broken = {"GET /v2/search": httpx.Response(200, json=recorded("mastodon", "search__none"))}
    with pytest.raises(errors.Invalid, match="finds no post") as failed:
        speak(instance, lambda speaker: speaker.locate(QUOTED))
    assert failed.value.field == "answers"


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
    instance.broken = {"DELETE /9500": httpx.Response(404)}
    with pytest.raises(errors.Forbidden, match=r"delete it there, at https://social\.example/@brand/9500"):
        speak(instance, lambda speaker: speaker.delete(made))
