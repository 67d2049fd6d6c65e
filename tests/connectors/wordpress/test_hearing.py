"""What people comment is heard once by its id, also what was approved late, and whenever the process dies."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.mastodon.test_wire import HOSTILE, places
from connectors.recorded import recorded
from connectors.wordpress.blog import error
from connectors.wordpress.commented import LINK, NOW, PLACE, Commented, heard, walked
from passaparola.connectors import errors
from passaparola.connectors.contract import Actor, Event
from passaparola.connectors.wild import Wild
from passaparola.connectors.wordpress import bookmark, hearing, said

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = "blog.example.org#comment-"
POST = "blog.example.org#post-22"


@pytest.fixture
def told() -> dict[str, Event]:
    blog = Commented(comments=recorded("wordpress", "comments__some"))
    return {event.id.removeprefix(BASE): event for event in heard(blog).events}


def test_others_comments_under_our_posts_are_told_and_nothing_else(told: dict[str, Event]) -> None:
    assert {(number, event.kind, event.about, event.ours) for number, event in told.items()} == {
        ("9", "mention", POST, True),
        ("8", "reply", f"{BASE}5", False),
        ("7", "reply", f"{BASE}6", True),
        ("5", "comment", POST, True),
    }


def test_a_comment_is_told_whole(told: dict[str, Event]) -> None:
    assert told["5"] == Event(
        id=f"{BASE}5",
        kind="comment",
        actor=Actor(told["5"].actor.id, "Ann", "Ann", "https://ann.example"),
        at=datetime(2026, 11, 25, 11, tzinfo=UTC),
        text="First comment & “quotes” https://x.example\n\nand a line\n\nMore",
        url=f"{LINK}#comment-5",
        address=f"{LINK}#comment-5",
        about=POST,
        thread=POST,
        ours=True,
        receipt="22",
    )


def test_what_is_ours_is_told_by_the_name_it_has_in_its_receipt(told: dict[str, Event]) -> None:
    assert {number: event.receipt for number, event in told.items()} == {
        "9": "22",
        "8": "",
        "7": "comment-6",
        "5": "22",
    }


def test_people_are_told_apart_by_what_does_not_change(told: dict[str, Event]) -> None:
    assert told["8"].actor == Actor("blog.example.org#user-3", "Third Author", "Third Author")
    assert told["9"].actor.id == told["9"].actor.handle == "https://linking.example/page"
    assert told["9"].actor.name == "A page that links & more"
    assert told["7"].actor.name == "Bob & Co"
    blog = Commented()
    first, again, other = (blog.says("Hats") for _ in range(3))
    again["author_name"] = "Ann, since married"
    other["author_avatar_urls"] = {"24": "https://secure.gravatar.com/avatar/" + "a" * 64 + "?s=24"}
    ids = {event.id.removeprefix(BASE): event.actor.id for event in heard(blog).events}
    assert ids[str(first["id"])] == ids[str(again["id"])] != ids[str(other["id"])]
    assert "8b5a6a28" not in "".join(ids.values()), "no mail address can be guessed from it"


def test_neither_mail_nor_other_secrets_are_asked_for() -> None:
    blog = Commented(comments=recorded("wordpress", "comments__some"))
    heard(blog)
    asked = {
        name for call, given in blog.calls if call == "GET comments" for name in given["_fields"].split(",")
    }
    assert asked.isdisjoint({"author_email", "author_ip", "author_user_agent"})


def test_a_comment_of_ours_elsewhere_is_heard_to_be_answered() -> None:
    blog = Commented()
    mine = blog.says("Mine", author=2, post=1)
    blog.says("Answer", post=1, parent=mine["id"])
    blog.says("Another", post=1)
    (event,) = heard(blog).events
    assert (event.kind, event.text, event.ours, event.thread) == (
        "reply",
        "Answer",
        True,
        "blog.example.org#post-1",
    )


def test_an_old_comment_that_is_answered_is_looked_up() -> None:
    blog = Commented()
    mine = blog.says("Mine", author=2, at=NOW - timedelta(days=200))
    blog.says("Answer", parent=mine["id"])
    (event,) = heard(blog).events
    assert (event.kind, event.about, event.ours) == ("reply", f"{BASE}{mine['id']}", True)


@pytest.mark.parametrize("status", ["spam", "trash", "post-trashed"])
def test_what_was_thrown_away_is_not_told(status: str) -> None:
    blog = Commented()
    blog.says("Buy", status=status)
    blog.answers = {"GET comments": blog.comments}
    assert heard(blog).events == ()


def test_pages_are_turned_and_then_only_what_is_new_is_told() -> None:
    blog = Commented()
    blog.say(250, at=NOW - timedelta(hours=1))
    told, last = walked(blog)
    assert len(told) == len(set(told)) == 250
    assert last.up_to == NOW
    blog.clock = NOW + timedelta(minutes=5)
    assert walked(blog, last.cursor)[0] == []
    blog.say(2)
    assert walked(blog, last.cursor)[0] == [f"{BASE}352", f"{BASE}351"]


@pytest.mark.parametrize("deaths", [0, 1])
def test_what_comes_while_a_walk_is_on_or_broken_off_is_told_afterwards(deaths: int) -> None:
    blog = Commented()
    blog.say(250, at=NOW - timedelta(hours=1))
    told: set[str] = set()
    cursor, more = "", True
    while more:
        batches = [heard(blog, cursor) for _ in range(deaths + 1)]
        told |= {event.id for event in batches[-1].events}
        cursor, more = batches[-1].cursor, batches[-1].more
        blog.clock += timedelta(minutes=5)
        blog.say(1)
        blog.comments[-20]["status"] = "trash"  # fewer than two pages overlap by
    told |= set(walked(blog, cursor)[0])
    assert {f"{BASE}{one['id']}" for one in blog.comments if one["status"] == "hold"} <= told


def test_what_was_hidden_and_is_shown_later_is_told_then() -> None:
    blog = Commented()
    blog.say(5, at=NOW - timedelta(days=3))
    blog.hidden = {103}
    told, last = walked(blog)
    assert f"{BASE}103" not in told
    blog.say(3)
    blog.hidden = set()
    assert f"{BASE}103" in walked(blog, last.cursor)[0]


def test_a_page_on_which_nothing_is_for_us_is_not_the_last() -> None:
    blog = Commented()
    blog.say(250, at=NOW - timedelta(hours=1))
    blog.hidden = {one["id"] for one in blog.comments[50:]}
    assert len(walked(blog)[0]) == 50


def test_a_site_that_does_not_say_how_many_there_are_is_asked_until_it_shows_none() -> None:
    blog = Commented(counts=False)
    blog.say(250, at=NOW - timedelta(hours=1))
    assert len(walked(blog)[0]) == 250


def test_the_past_is_heard_so_far_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    blog = Commented()
    blog.say(5, at=NOW - timedelta(days=100))
    blog.say(3, at=NOW - timedelta(days=10))
    assert len(walked(blog)[0]) == 3
    monkeypatch.setattr(hearing, "MOST", 200)
    blog.say(400, at=NOW)
    told, last = walked(blog)
    assert len(told) == 280, "three pages that overlap"
    blog.clock = NOW + timedelta(hours=5)
    blog.say(290)
    assert {f"{BASE}{one['id']}" for one in blog.comments[-290:]} <= set(walked(blog, last.cursor)[0])


def test_a_bookmark_stays_short_however_many_were_told() -> None:
    blog = Commented()
    blog.say(900, at=NOW - timedelta(hours=1))
    _, last = walked(blog)
    assert len(last.cursor) < 8_000


def test_a_site_on_which_nothing_was_commented_is_heard_in_one_question() -> None:
    blog = Commented()
    batch = heard(blog)
    assert (batch.events, batch.more, batch.up_to) == ((), False, NOW)
    assert len(blog.calls) == 1
    assert heard(Commented(counts=False)).more is False


def test_hearing_changes_nothing_there() -> None:
    blog = Commented(comments=recorded("wordpress", "comments__some"))
    walked(blog)
    assert {call.split()[0] for call, _ in blog.calls} == {"GET"}


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "[]",
        "1",
        "\ud800",
        '{"since": 4}',
        '{"told": 3}',
        '{"told": ["a"]}',
        '{"turned": -1}',
        "[" * 100_000,
    ],
)
def test_a_bookmark_that_is_none_has_run_out(cursor: str) -> None:
    with pytest.raises(errors.CursorExpired, match="heard anew from the beginning"):
        heard(Commented(), cursor)


def test_a_bookmark_is_read_as_it_was_written() -> None:
    mark = bookmark.Bookmark(NOW, NOW + timedelta(days=1), 90, frozenset({1, 5}))
    assert bookmark.read(bookmark.written(mark)) == mark


def test_hostile_words_of_any_length_are_plain_text() -> None:
    html = '<p>Hi<script>alert("x")</script> &lt;b&gt; \u202eevil 🎩👩‍🚀</p>' + "<p>x</p>" * 12_500
    blog = Commented()
    blog.says("", content={"rendered": html}, author_name="\u202eEve\x00", author_url="javascript:alert(1)")
    (event,) = heard(blog).events
    assert event.text.startswith('Hialert("x") <b> \u202eevil 🎩👩‍🚀\nx\nx')
    assert len(html) > 100_000
    assert len(event.text) < 20_000
    assert "\x00" not in event.actor.name
    assert event.actor.url == ""


def test_one_comment_that_makes_no_sense_holds_up_no_other() -> None:
    blog = Commented()
    blog.say(3)
    blog.comments[1]["content"] = "none"
    assert len(walked(blog)[0]) == 2


def test_whatever_stands_in_any_field_is_read_or_garbled() -> None:
    body = recorded("wordpress", "comments__some")[4]
    for place in places(body):
        for poison in HOSTILE:
            poisoned: Any = copy.deepcopy(body)
            here = poisoned
            for step in place[:-1]:
                here = here[step]
            here[place[-1]] = poison
            try:
                said.comment(Wild(poisoned))
            except errors.Garbled as failed:
                assert str(failed).startswith("$"), "the place is named"  # noqa: PT017  most are read


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lambda: error("not_signed_in"), errors.AuthRevoked),
        (lambda: httpx.Response(403, json={"code": "rest_disabled"}), errors.Forbidden),
        (lambda: httpx.Response(429), errors.RateLimited),
        (lambda: httpx.Response(500), errors.Transient),
        (lambda: httpx.Response(200, text="<html>"), errors.Garbled),
        (lambda: httpx.Response(200, json={"a": 1}), errors.Garbled),
        (lambda: httpx.ConnectError("refused"), errors.Unreachable),
    ],
)
def test_what_goes_wrong_is_named(answer: Callable[[], Any], kind: type[Exception]) -> None:
    with pytest.raises(kind):
        heard(Commented({"GET comments": answer()}))


def test_every_field_that_is_asked_for_is_read() -> None:
    one = recorded("wordpress", "comments__some")[0]
    assert set(one) == said.FIELDS["comment"].read
    assert json.loads(json.dumps(one)) == one
    assert PLACE in LINK
