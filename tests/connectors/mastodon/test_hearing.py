"""What was done towards an account is heard once by its id, whatever server and whenever the process dies."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.mastodon.noticing import NOW, Noticing, heard, notice, walked
from connectors.mastodon.test_wire import HOSTILE, places
from connectors.recorded import recorded
from passaparola.connectors import errors
from passaparola.connectors.contract import Event
from passaparola.connectors.mastodon import bookmark, hearing
from passaparola.connectors.mastodon.heard import page
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Batch

OURS = "https://social.example/users/brand/statuses/9001"
ADA, BOB = "https://other.example/users/ada", "https://social.example/users/bob"


@pytest.fixture
def told() -> dict[str, Event]:
    """One event of each kind, by what the notification told of."""
    server = Noticing()
    server.notices = recorded("mastodon", "notifications__each_kind")
    return {event.id: event for event in heard(server).events}


def test_each_kind_is_told_under_the_id_its_act_has_in_a_trace(told: dict[str, Event]) -> None:
    assert {(event.id, event.kind, event.actor.id) for event in told.values()} == {
        ("social.example/accounts/1000#follow:https://social.example/users/bob", "follow", BOB),
        (f"{OURS}#like:{ADA}", "like", ADA),
        (f"{OURS}#reshare:{BOB}", "reshare", BOB),
        (f"{ADA}/statuses/9301", "mention", ADA),
        (f"{ADA}/statuses/9302", "reply", ADA),
        (f"{BOB}/statuses/9303", "message", BOB),
        (f"{BOB}/statuses/9304", "quote", BOB),
    }


def test_a_mention_is_told_whole(told: dict[str, Event]) -> None:
    event = told[f"{ADA}/statuses/9301"]
    assert event == Event(
        id=f"{ADA}/statuses/9301",
        kind="mention",
        actor=event.actor,
        at=datetime(2026, 11, 25, 11, 3, 30, tzinfo=UTC),
        text="@brand who makes them?",
        url="https://other.example/@ada/9301",
        address="https://social.example/@ada@other.example/9301",
        thread=f"{ADA}/statuses/9301",
        edited_at=datetime(2026, 11, 25, 11, 5, tzinfo=UTC),
        language="en",
        files=("https://files.other.example/hat.png",),
    )
    assert (event.actor.handle, event.actor.name) == ("ada@other.example", "Ada")


def test_a_reply_tells_which_post_of_ours_it_answers(told: dict[str, Event]) -> None:
    event = told[f"{ADA}/statuses/9302"]
    assert (event.about, event.thread, event.ours) == (OURS, OURS, True)
    assert event.text == "Passed on & on\nto all"


def test_what_is_ours_is_told_by_the_name_it_has_in_its_receipt(told: dict[str, Event]) -> None:
    assert {event.id: event.receipt for event in told.values() if event.ours} == {
        f"{OURS}#like:{ADA}": "9001",
        f"{OURS}#reshare:{BOB}": "9001",
        f"{ADA}/statuses/9302": "9001",
        f"{BOB}/statuses/9304": "9001",
    }
    assert not any(event.receipt for event in told.values() if not event.ours)


def test_a_message_is_private_and_a_quote_is_about_what_it_quotes(told: dict[str, Event]) -> None:
    message, quote = told[f"{BOB}/statuses/9303"], told[f"{BOB}/statuses/9304"]
    assert (message.private, message.about, message.thread) == (True, "", message.id)
    assert (quote.private, quote.about, quote.ours, quote.thread) == (False, OURS, True, quote.id)


def test_marks_tell_when_they_were_made(told: dict[str, Event]) -> None:
    like = told[f"{OURS}#like:{ADA}"]
    assert (like.at, like.at_known) == (datetime(2026, 11, 25, 11, 1, tzinfo=UTC), True)
    assert (like.about, like.thread, like.ours, like.text) == (OURS, OURS, True, "")


def test_a_talk_is_told_by_its_first_word_and_each_post_is_asked_for_once() -> None:
    server = Noticing()
    server.others["9001"]["in_reply_to_id"] = "9000"
    server.contexts["9001"] = recorded("mastodon", "context__first_word")
    server.notes("mention", "mention", "mention")
    for one in server.notices:
        one["status"] |= {"in_reply_to_id": "9001", "in_reply_to_account_id": "1000"}
    (event,) = heard(server).events
    assert (event.about, event.thread) == (OURS, f"{BOB}/statuses/9000")
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [401, 403, 404, 410, 422])
def test_an_answer_to_what_is_hidden_is_heard_all_the_same(status: int) -> None:
    server = Noticing()
    server.notes("mention")
    server.notices[0]["status"] |= {"in_reply_to_id": "1", "in_reply_to_account_id": "2002"}
    server.broken = {"GET /statuses/1": httpx.Response(status, json={"error": "hidden"})}
    (event,) = heard(server).events
    assert (event.kind, event.about, event.thread, event.ours) == ("reply", "", "", False)


def test_a_post_that_was_boosted_since_is_still_ours() -> None:
    """snac 2.75 shows a post that was boosted as a boost of itself, in the booster's name."""
    server = Noticing(small=True)
    server.notes("favourite")
    post = server.notices[0]["status"]
    boost = copy.deepcopy(post) | {"uri": "https://x.example/Announce", "content": "", "reblog": post}
    boost["account"] = notice("mention")["account"]
    server.notices[0]["status"] = boost
    (event,) = heard(server).events
    assert (event.id, event.about, event.ours) == (f"{OURS}#like:{ADA}", OURS, True)


def test_who_quotes_and_names_us_is_told_of_twice_and_is_one() -> None:
    server = Noticing()
    server.notes("quote", "mention")
    server.notices[0]["status"] = copy.deepcopy(server.notices[1]["status"])
    assert [event.kind for event in heard(server).events] == ["quote"]


def test_a_quote_whose_post_is_only_named_is_looked_up() -> None:
    server = Noticing()
    server.notes("quote")
    server.notices[0]["status"]["quote"] = {"state": "accepted", "quoted_status_id": "9001"}
    (event,) = heard(server).events
    assert (event.kind, event.about, event.ours) == ("quote", OURS, True)


def test_words_that_were_changed_are_told_again_where_they_are_meant_for_us() -> None:
    server = Noticing()
    server.notes("update", "update")
    server.notices[0]["status"] |= {"mentions": notice("mention")["status"]["mentions"]}
    server.notices[0]["status"] |= {"edited_at": NOW.isoformat()}
    (event,) = heard(server).events
    assert (event.kind, event.edited_at) == ("mention", NOW)


def test_a_post_for_followers_is_no_message_but_stays_hidden() -> None:
    server = Noticing()
    server.notes("mention")
    server.notices[0]["status"]["visibility"] = "private"
    (event,) = heard(server).events
    assert (event.kind, event.private) == ("mention", True)


@pytest.mark.parametrize("small", [False, True])
def test_the_past_is_walked_page_by_page_and_then_only_what_is_new_is_told(small: bool) -> None:  # noqa: FBT001
    server = Noticing(small=small)
    server.mentions(95, at=NOW - timedelta(hours=1))
    told, last = walked(server)
    assert len(told) == len(set(told)) == 95
    asked = len(server.asked)
    assert asked == 3
    assert last.up_to is not None
    assert small or last.up_to == NOW
    assert heard(server, last.cursor).events == ()
    server.mentions(2)
    again, last = walked(server, last.cursor)
    assert again == [f"{ADA}/statuses/1096", f"{ADA}/statuses/1095"]
    assert len(server.asked) - asked == 2


@pytest.mark.parametrize("small", [False, True])
@pytest.mark.parametrize("deaths", [0, 1, 2])
def test_what_comes_while_a_walk_is_on_or_broken_off_is_told_afterwards(deaths: int, small: bool) -> None:  # noqa: FBT001
    server = Noticing(small=small)
    server.mentions(95, at=NOW - timedelta(hours=1))
    told: set[str] = set()
    cursor = ""
    batches: list[Batch] = []
    while not batches or batches[-1].more:
        # a batch that was not kept is asked for anew
        batches += [heard(server, cursor) for _ in range(deaths + 1)]
        told |= {event.id for event in batches[-1].events}
        cursor = batches[-1].cursor
        server.mentions(1)
    told |= set(walked(server, cursor)[0])
    assert len(told) == len(server.notices)


def test_what_came_to_sight_late_is_not_overlooked() -> None:
    server = Noticing()
    server.mentions(3, at=NOW)
    late = server.notices.pop(1)
    _, last = walked(server)
    server.notices.insert(1, late)
    assert late["status"]["uri"] in walked(server, last.cursor)[0]


def test_more_news_than_a_page_holds_are_all_told() -> None:
    server = Noticing()
    server.mentions(1, at=NOW - timedelta(days=1))
    _, last = walked(server)
    server.mentions(130)
    assert len(walked(server, last.cursor)[0]) == 130


def test_pages_from_which_the_server_left_something_out_are_not_the_last() -> None:
    server = Noticing()
    server.mentions(80, at=NOW - timedelta(hours=1))
    shown = server._page

    def thinned(params: httpx.QueryParams) -> httpx.Response:
        page = shown(params).json()
        return httpx.Response(200, json=[one for one in page if int(one["id"]) % 3])

    server._page = thinned  # type: ignore[method-assign]  # a server that hides every third
    assert len(walked(server)[0]) == sum(int(one["id"]) % 3 > 0 for one in server.notices)


def test_what_nobody_wants_to_hear_is_not_read_over_and_over() -> None:
    server = Noticing()
    server.notes(*["poll"] * 120, at=NOW - timedelta(days=1))
    told, last = walked(server)
    assert told == []
    asked = len(server.asked)
    walked(server, last.cursor)
    assert len(server.asked) - asked == 1


def test_the_past_is_heard_so_far_and_no_further() -> None:
    server = Noticing()
    server.mentions(45, at=NOW - timedelta(days=100))
    server.mentions(45, at=NOW - timedelta(days=10))
    assert len(walked(server)[0]) == 80, "the page on which the time is reached is the last"


def test_of_a_long_past_so_many_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "MOST", 100)
    server = Noticing()
    server.mentions(300, at=NOW - timedelta(hours=1))
    told, last = walked(server)
    assert len(told) == 120
    server.mentions(200)
    assert len(walked(server, last.cursor)[0]) == 200, "what is new is heard to the last"


def test_a_server_that_turns_no_pages_ends_the_walk() -> None:
    server = Noticing(deaf=True)
    server.mentions(50, at=NOW - timedelta(hours=1))
    told, last = walked(server, most=5)
    assert len(set(told)) == 40
    assert walked(server, last.cursor, most=2)[0] == []


def test_an_account_towards_which_nothing_was_done_is_heard_in_one_question() -> None:
    server = Noticing()
    told, last = walked(server)
    assert (told, last.up_to, len(server.asked)) == ([], NOW, 1)
    server.mentions(1)
    assert len(walked(server, last.cursor)[0]) == 1


def test_hearing_changes_nothing_there() -> None:
    server = Noticing()
    server.notices = recorded("mastodon", "notifications__each_kind")
    walked(server)
    assert {request.method for request in server.asked} == {"GET"}


@pytest.mark.parametrize(
    "cursor",
    [
        *("x", "{", "[]", "1", '"a"', "null", "\ud800", '{"since": 4}', '{"since": "../x"}'),
        *('{"at": "no time"}', '{"told": -1}', '{"told": "x"}', "[" * 100_000, '{"before": "a b"}'),
    ],
)
def test_a_bookmark_that_is_none_has_run_out(cursor: str) -> None:
    with pytest.raises(errors.CursorExpired, match="heard anew from the beginning"):
        heard(Noticing(), cursor)


def test_a_bookmark_is_read_as_it_was_written() -> None:
    mark = bookmark.Bookmark("1", "9", "12", NOW.isoformat(), 40)
    assert bookmark.read(bookmark.written(mark)) == mark
    assert bookmark.read("") == bookmark.Bookmark()


def test_ids_are_ordered_as_numbers_and_as_ulids() -> None:
    numbers = ["9", "10", "99", "100", "1795610519489863"]
    ulids = ["01HXYZABCDEFGHJKMNPQRSTVWX", "01JXYZABCDEFGHJKMNPQRSTVWX"]
    for ids in (numbers, ulids):
        assert sorted(set(ids), key=bookmark.rank) == ids


HOSTILE_HTML = (
    '<p>Hi<script>alert("x")</script> &lt;b&gt; <a href="javascript:x">\u202eevil</a> 🎩👩‍🚀</p>'
    + "<p>x</p>" * 12_500
)


def test_hostile_words_of_any_length_are_plain_text() -> None:
    server = Noticing()
    server.notes("mention")
    server.notices[0]["status"]["content"] = HOSTILE_HTML
    server.notices[0]["account"]["display_name"] = "\u202eEve\x00"
    (event,) = heard(server).events
    assert len(HOSTILE_HTML) > 100_000
    assert event.text.startswith('Hialert("x") <b> \u202eevil 🎩👩‍🚀\nx\nx')
    assert len(event.text) < 20_000
    assert "\x00" not in event.actor.name


def test_an_address_that_is_none_of_the_web_is_no_file() -> None:
    server = Noticing()
    server.notes("mention")
    server.notices[0]["status"]["media_attachments"][0]["url"] = "javascript:alert(1)"
    (event,) = heard(server).events
    assert event.files == ()


def test_one_notification_that_makes_no_sense_holds_up_no_other() -> None:
    server = Noticing()
    server.mentions(3, at=NOW - timedelta(hours=1))
    server.notices[1]["status"] = "no post"
    told, last = walked(server)
    assert len(told) == 2
    assert walked(server, last.cursor)[0] == []


def test_whatever_stands_in_any_field_of_a_page_is_read_or_garbled() -> None:
    body = recorded("mastodon", "notifications__each_kind")[2:7]
    for place in places(body):
        for poison in HOSTILE:
            poisoned: Any = copy.deepcopy(body)
            here = poisoned
            for step in place[:-1]:
                here = here[step]
            here[place[-1]] = poison
            try:
                page(Wild(poisoned), host="social.example")
            except errors.Garbled as error:
                assert str(error).startswith("$"), "the place is named"  # noqa: PT017  most are read


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lambda: httpx.Response(401, json={"error": "The access token is invalid"}), errors.AuthRevoked),
        (lambda: httpx.Response(403, json={"error": "outside the authorized scopes"}), errors.Forbidden),
        (lambda: httpx.Response(429, headers={"retry-after": "3600"}), errors.RateLimited),
        (lambda: httpx.Response(500), errors.Transient),
        (lambda: httpx.Response(200, text="<html>"), errors.Garbled),
        (lambda: httpx.Response(200, json={"a": 1}), errors.Garbled),
        (lambda: httpx.ConnectError("refused"), errors.Unreachable),
    ],
)
def test_what_goes_wrong_is_named(answer: Callable[[], Any], kind: type[Exception]) -> None:
    server = Noticing()
    server.broken = {"GET /notifications": answer()}
    with pytest.raises(kind):
        heard(server)
