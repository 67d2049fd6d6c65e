"""A post of ours is known again by what was typed and when; where that cannot be told, nobody says it can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.mastodon.instance import Instance, draft, file, later, speak
from connectors.recorded import recorded
from passaparola.connectors import errors
from passaparola.connectors.contract import Receipt

if TYPE_CHECKING:
    from pathlib import Path

    from passaparola.connectors.contract import Draft

LONG = "Was it @bob@example.org who\r\nheard of “it”?  https://example.org/a?b=1&c=2 #Hat"


def found(instance: Instance, what: Draft) -> Receipt | None:
    receipt: Receipt | None = speak(instance, lambda speaker: speaker.find(what))
    assert instance.written() == [], "looking changes nothing"
    return receipt


@pytest.mark.parametrize(("typed", "ours"), [("Pass it on", " Pass it on\n"), (LONG, LONG)])
def test_a_post_is_known_by_what_was_typed(typed: str, ours: str) -> None:
    instance = Instance()
    instance.stands("Something else")
    post = instance.stands(typed, at=later(1))
    receipt = found(instance, draft(ours))
    assert receipt is not None
    assert (receipt.native_id, receipt.url, receipt.at) == (post["id"], post["url"], later(1))


def test_a_server_that_does_not_tell_what_was_typed_is_believed_what_it_shows() -> None:
    instance = Instance(shows_source=False)
    post = instance.stands(LONG)
    post["content"] = (
        '<p>Was it <span class="h-card"><a href="https://example.org/@bob">@<span>bob</span></a></span> who'
        "<br />heard of “it”?  "
        '<a href="https://example.org/a?b=1&amp;c=2"><span class="invisible">https://</span>'
        '<span class="ellipsis">example.org/a?b=1&amp;</span><span class="invisible">c=2</span></a> '
        '<a href="https://social.example/tags/hat" class="mention hashtag">#<span>Hat</span></a></p>'
    )
    receipt = found(instance, draft(LONG))
    assert receipt is not None
    assert receipt.native_id == post["id"]


def test_what_was_typed_and_comes_with_the_post_is_not_asked_for_again() -> None:
    instance = Instance()
    instance.stands()["text"] = "Pass it on"
    assert found(instance, draft()) is not None
    assert not [one for one in instance.asked if one.url.path.endswith("/source")]


@pytest.mark.parametrize(
    ("there", "ours"),
    [
        ({}, {"text": "Pass it"}),
        ({"at": later(-3)}, {}),
        ({"media_ids": ["700"]}, {}),
        ({"in_reply_to_id": "9001"}, {}),
        ({"in_reply_to_id": "9001"}, {"replies_to": Receipt("9002")}),
    ],
)
def test_another_post_is_not_taken_for_ours(there: dict[str, Any], ours: dict[str, Any]) -> None:
    instance = Instance()
    instance.stands(**there)
    assert found(instance, draft(**ours)) is None


def test_an_account_that_says_nothing_has_not_said_it() -> None:
    assert found(Instance(), draft()) is None


def test_a_server_whose_clock_is_a_little_behind_is_understood() -> None:
    instance = Instance()
    instance.stands(at=later(-1.5))
    assert found(instance, draft()) is not None


def test_what_was_found_can_be_changed_like_what_was_published(tmp_path: Path) -> None:
    instance, hat = Instance(), file(tmp_path)
    instance.stands(media_ids=["700"])
    receipt = found(instance, draft(media=(hat,)))
    assert receipt is not None
    speak(instance, lambda speaker: speaker.edit(receipt, draft("Changed", media=(hat,))))
    assert [one.method for one in instance.written()] == ["PUT"], "the file is there already"


def test_pages_are_turned_back_to_the_time_of_the_post() -> None:
    instance = Instance(by_page=10)
    instance.stands("Long before", at=later(-600))
    for _ in range(15):
        instance.stands("Before", at=later(-60))
    ours = instance.stands()
    for _ in range(25):
        instance.stands("After", at=later(5))
    receipt = found(instance, draft())
    assert receipt is not None
    assert receipt.native_id == ours["id"]
    instance.asked.clear()
    assert found(instance, draft("Never said")) is None
    pages = [one for one in instance.asked if one.url.path.endswith("/1000/statuses")]
    assert len(pages) == 3, "not back to the first post there ever was"


def test_a_server_that_turns_no_pages_is_not_believed_about_what_it_does_not_show() -> None:
    instance = Instance(by_page=None)
    for _ in range(40):
        instance.stands("After", at=later(5))
    with pytest.raises(errors.Transient, match="does not show posts so far back"):
        found(instance, draft())
    instance.stands("Before", at=later(-5))
    instance.posts.append(instance.posts.pop(0))
    assert found(instance, draft()) is None


def test_a_server_that_shows_too_little_holds_up_no_first_try() -> None:
    instance = Instance(by_page=None)
    for _ in range(40):
        instance.stands("After", at=later(5))
    speak(instance, lambda speaker: speaker.publish(draft()))
    assert len(instance.written("/statuses")) == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json={"error": "Something went wrong"}),
        httpx.Response(200, json=[{"id": "1"}]),
        httpx.Response(200, json=[recorded("mastodon", "status__own") | {"created_at": "yesterday"}]),
    ],
)
def test_a_list_that_makes_no_sense_tells_nothing(answer: httpx.Response) -> None:
    instance = Instance()
    instance.broken = {"GET /1000/statuses": answer}
    with pytest.raises(errors.Garbled):
        found(instance, draft())


def test_a_source_that_cannot_be_read_leaves_it_open() -> None:
    instance = Instance()
    instance.stands()
    instance.broken = {"GET /source": httpx.Response(500)}
    with pytest.raises(errors.Transient):
        found(instance, draft())
