"""Hearing what a bot is told, over recorded answers; calls are held against the Bot API's description."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.held import HeldKeys
from connectors.recorded import client, recorded
from connectors.telegram.test_connector import CHAT, DRAFT, TOKEN, Server, judge, published, spoken
from passaparola.connectors import errors
from passaparola.connectors.contract import Receipt
from passaparola.connectors.telegram import hearing
from passaparola.connectors.telegram.connector import TelegramSpeaker

if TYPE_CHECKING:
    from passaparola.connectors.contract import Batch, Event

__all__ = ["judge"]

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TALK = "-1005550000000"
ALICE = {"id": 11, "is_bot": False, "first_name": "Alice", "username": "alice_a"}
BOT = {"id": 123456789, "is_bot": True, "first_name": "Hats", "username": "hatsbot"}
PLACE = hearing.Place("hatsbot", 9001, int(NOW.timestamp())).written()
TOLD = recorded("telegram", "updates__discussion")
NOTHING = recorded("telegram", "updates__none")


def telegram(updates: Any = TOLD, judge: Any = None) -> Server:
    return Server(judge, getUpdates=updates, getMe=recorded("telegram", "user__bot"))


def hears(server: Server, cursor: str = PLACE, *, now: datetime = NOW) -> Batch:
    async def scene() -> Batch:
        async with client(server)() as door:
            keys = HeldKeys("https://api.telegram.org", CHAT, {"token": TOKEN})
            return await TelegramSpeaker(keys, door, lambda: now).hear(cursor)

    return asyncio.run(scene())


def message(chat: str = CHAT, **more: Any) -> dict[str, Any]:
    """What the bot is told where this was said."""
    place = {"id": int(chat), "type": "supergroup", "title": "Hats"}
    told = {"message_id": 5, "from": ALICE, "chat": place, "date": 1795510805, "text": "Hello"} | more
    return {"ok": True, "result": [{"update_id": 9001, "message": told}]}


def only(batch: Batch) -> Event:
    (found,) = batch.events
    return found


def test_what_was_recorded_is_what_the_api_describes(judge: Any) -> None:
    assert list(judge._kind(TOLD["result"], "Array of Update", "$")) == []


def test_each_thing_people_do_is_told_as_what_it_is() -> None:
    events = hears(telegram()).events
    assert [(e.id, e.kind, e.about, e.ours, e.thread, e.text) for e in events] == [
        (f"{TALK}/502", "reply", "77", True, "77", "I did"),
        (f"{TALK}/503", "reply", f"{TALK}/502", False, "77", "So did I"),
        (f"{TALK}/505", "mention", "", False, f"{TALK}/505", "What does @HatsBot say?"),
        ("11/3", "message", "", False, "11", "Psst"),
        (f"{TALK}/502", "reply", "77", True, "77", "I did!"),
        ("77#like:12", "like", "77", True, "77", "🔥"),
        ("follow:12", "follow", "", False, "", ""),
    ]
    assert [e.private for e in events] == [False, False, False, True, False, False, False]
    assert events[4].edited_at == events[4].at + timedelta(seconds=30)
    assert events[0].url == "https://t.me/hattalk/502"
    assert (events[0].actor.id, events[0].actor.handle, events[0].actor.name) == ("11", "@alice_a", "Alice A")


def test_what_was_told_is_let_go_only_by_asking_for_what_comes_after(judge: Any) -> None:
    server = telegram(judge=judge)
    first = hears(server, "")
    assert first.more
    assert "offset" not in server.calls[-1][1]
    server.answers["getUpdates"] = NOTHING
    second = hears(server, first.cursor)
    assert [fields.get("offset") for method, fields in server.calls if method == "getUpdates"] == [None, 9011]
    assert (second.events, second.more, second.up_to) == ((), False, NOW)
    assert [method for method, _ in server.calls] == ["getMe", "getUpdates", "getUpdates"]
    assert set(server.calls[-1][1]["allowed_updates"]) == {
        "message", "edited_message", "message_reaction", "chat_member",
    }  # fmt: skip


def test_who_dies_before_keeping_a_batch_is_told_it_again() -> None:
    server = telegram()
    assert hears(server) == hears(server)
    assert [fields["offset"] for _, fields in server.calls] == [9001, 9001]


def test_after_a_week_of_silence_no_number_is_trusted() -> None:
    """Telegram begins anew with any number: asking for what comes after ours could let go of it unheard."""
    server = telegram(NOTHING)
    hears(server, now=NOW + timedelta(days=5, hours=23))
    hears(server, now=NOW + timedelta(days=6, hours=1))
    assert ["offset" in fields for _, fields in server.calls] == [True, False]


def test_posts_are_known_by_what_they_became_in_their_discussion_also_later() -> None:
    cursor = hears(telegram()).cursor
    later = message(chat=TALK, message_thread_id=501, text="Me too")
    event = only(hears(telegram(later), cursor))
    assert (event.kind, event.about, event.ours, event.thread) == ("reply", "77", True, "77")
    assert hears(telegram(later)).events == ()


def test_posts_of_other_channels_are_not_ours() -> None:
    told = json.loads(json.dumps(TOLD).replace("-1001234567890", "-1009999999999"))
    assert [event.kind for event in hears(telegram(told)).events] == ["mention", "message"]


def test_an_answer_to_the_bot_is_about_what_it_said() -> None:
    said = {"message_id": 4, "from": BOT, "chat": {"id": int(CHAT), "type": "supergroup"}, "date": 1795510800}
    event = only(hears(telegram(message(reply_to_message=said))))
    assert (event.id, event.kind, event.about, event.ours, event.thread) == ("5", "reply", "4", True, "4")
    assert hears(telegram(message(reply_to_message=said | {"from": ALICE}))).events == ()


def test_what_we_said_ourselves_is_not_told() -> None:
    told = message(text="@hatsbot")
    told["result"][0]["message"]["from"] = BOT
    assert hears(telegram(told)).events == ()
    us = {"id": int(CHAT), "type": "supergroup", "title": "Hats"}
    assert hears(telegram(message(text="@hatsbot", sender_chat=us))).events == ()
    assert hears(telegram(message(text="@hatsbot"))).events != ()


def test_only_the_bot_s_whole_name_is_a_mention() -> None:
    assert hears(telegram(message(text="@hatsbot2 and hatsbot"))).events == ()


def test_a_reaction_taken_back_is_gone() -> None:
    cursor = hears(telegram()).cursor
    (reaction,) = (one for one in TOLD["result"] if one["update_id"] == 9008)
    back = reaction["message_reaction"] | {"new_reaction": []}
    told = {"ok": True, "result": [{"update_id": 9020, "message_reaction": back}]}
    event = only(hears(telegram(told), cursor))
    assert (event.id, event.gone) == ("77#like:12", True)


def test_an_answer_goes_to_the_chat_of_what_it_answers(judge: Any) -> None:
    server = Server(judge)
    located = spoken(server, lambda it: it.locate("11/3"))
    receipt = published(server, DRAFT.__class__("k", DRAFT.at, "Yes?", replies_to=located))
    _, fields = server.calls[0]
    assert (fields["chat_id"], fields["reply_parameters"]) == ("11", {"message_id": 3})
    assert receipt.native_id == "11/77"
    spoken(server, lambda it: it.edit(receipt, DRAFT))
    spoken(server, lambda it: it.delete(receipt))
    spoken(server, lambda it: it.delete(Receipt("11/78")))
    assert [(fields["chat_id"], fields["message_id"]) for _, fields in server.calls[1:]] == [
        ("11", 77),
        ("11", 77),
        ("11", 78),
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        {"message": None},
        {"message": 5},
        {"message": {"message_id": "5"}},
        {"message": message()["result"][0]["message"] | {"text": ["@hatsbot"]}},
        {"message": message()["result"][0]["message"] | {"date": 2**50}},
        {"message": message()["result"][0]["message"] | {"chat": {"id": 1.5, "type": "private"}}},
        {"message": message()["result"][0]["message"] | {"from": {}}},
        {"message_reaction": {"chat": {}}},
        {"poll": {}},
    ],
)
def test_what_does_not_fit_keeps_nobody_from_hearing_the_rest(hostile: Any) -> None:
    told = message(text="@hatsbot <b>\x00")
    told["result"].insert(0, {"update_id": 9000, **hostile})
    assert only(hears(telegram(told))).text == "@hatsbot <b>\ufffd"


@pytest.mark.parametrize(
    "cursor", ["garbage", "[]", "7", "{}", "[" * 100_000, PLACE.replace("9001", '"9001"'), PLACE + "}"]
)
def test_a_cursor_that_is_none_is_told(cursor: str) -> None:
    with pytest.raises(errors.CursorExpired):
        hears(telegram(), cursor)


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (recorded("telegram", "error__webhook"), errors.Forbidden, "webhook; remove that"),
        (recorded("telegram", "error__another"), errors.Transient, "another program asks"),
        ({"ok": True, "result": {}}, errors.Garbled, "Bot API server"),
        ({"ok": True, "result": [{"update_id": -1}]}, errors.Garbled, "Bot API server"),
        (httpx.Response(502), errors.Transient, "later"),
    ],
)
def test_why_nothing_is_heard_is_told(answer: Any, kind: type[errors.ConnectorError], words: str) -> None:
    with pytest.raises(kind, match=words) as caught:
        hears(telegram(answer))
    assert "secret" not in str(caught.value)


def test_posts_are_remembered_up_to_some_number() -> None:
    posts = {(TALK, number): str(number) for number in range(hearing.REMEMBERED + 1)}
    kept = json.loads(hearing.Place("hatsbot", posts=posts).written())["posts"]
    assert kept[0] == [TALK, 1, "1"]
    assert len(kept) == hearing.REMEMBERED


def test_where_nothing_is_new_the_place_stays() -> None:
    assert hears(telegram(NOTHING)).cursor == PLACE
