"""Hearing what is said in a channel, over recorded answers; requests keep to Discord's description."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.discord.test_connector import BOT, DRAFT, HOOK, Server, judge, published, spoken
from connectors.recorded import client, recorded
from passaparola.connectors import errors
from passaparola.connectors.discord import hearing, place, wire
from passaparola.connectors.discord.connector import DiscordSpeaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from passaparola.connectors.contract import Batch, Event

    Judge = Callable[[httpx.Request], None]

__all__ = ["judge"]

NOW = datetime(2025, 11, 25, 12, tzinfo=UTC)  # as the numbers of what was recorded tell the time
HOME, OURS, ME = BOT.account, "1442500000000000001", "1200000000000000003"
TALK = recorded("discord", "messages__talk")
REPLY, MENTION, LAST = (TALK[index]["id"] for index in (4, 3, 0))
IN_THREAD = "1442500000000000070"
PLACE = place.Place(ME, int(OURS)).written()
DENIED = httpx.Response(403, json={"code": 50001, "message": "Missing Access"})


class Channel:
    """A channel that holds messages, newest first, and threads; answers like Discord."""

    def __init__(self, talk: Any = TALK, threads: Any = None, within: Any = ()) -> None:
        self.talk = talk
        self.threads = threads or {"threads": [], "members": [], "has_more": False}
        self.within = within

    def __call__(self, request: httpx.Request) -> Any:
        path = request.url.path.removeprefix("/api/v10")
        if path.endswith("/messages"):
            return self.page(self.talk if HOME in path else self.within, request)
        known = {
            "/users/@me": recorded("discord", "user__bot"),
            "/guilds/1100000000000000004/threads/active": self.threads,
            f"/channels/{HOME}/messages/{OURS}": TALK[-1],
            f"/channels/{HOME}": recorded("discord", "channel__text") | {"last_message_id": "7"},
        }
        return known.get(path, httpx.Response(404, json={"code": 10008, "message": "Unknown Message"}))

    def page(self, messages: Any, request: httpx.Request) -> Any:
        if isinstance(messages, httpx.Response):
            return messages
        limit, after = int(request.url.params["limit"]), request.url.params.get("after")
        newer = [one for one in messages if after is None or int(one["id"]) > int(after)]
        return newer[:limit] if after is None else newer[-limit:]


def threaded(within: Any = None) -> Channel:
    return Channel(
        TALK, recorded("discord", "threads__active"), within or recorded("discord", "messages__in_thread")
    )


def hears(channel: Any, cursor: str = PLACE, judge: Any = None) -> Batch:
    async def scene() -> Batch:
        async with client(Server(judge, get=channel))() as door:
            return await DiscordSpeaker(BOT, door, lambda: NOW).hear(cursor)

    return asyncio.run(scene())


def to_the_end(channel: Any, cursor: str) -> Iterator[Event]:
    for _ in range(20):
        batch = hears(channel, cursor)
        cursor = batch.cursor
        yield from batch.events
        if not batch.more:
            return
    pytest.fail("there is always more")


def only(batch: Batch) -> Event:
    (found,) = batch.events
    return found


def test_answers_and_mentions_are_told_and_nothing_else(judge: Judge) -> None:
    batch = hears(Channel(), "", judge)
    mention, reply = batch.events
    assert (reply.id, reply.kind, reply.about, reply.ours, reply.thread, reply.text) == (
        REPLY, "reply", OURS, True, OURS, "I did",
    )  # fmt: skip
    assert (mention.id, mention.kind, mention.about, mention.ours) == (MENTION, "mention", "", False)
    assert mention.files == ("https://cdn.discordapp.com/attachments/1/2/hat.png",)
    assert (reply.actor.handle, reply.actor.name) == ("alice", "Alice A")
    assert reply.url == reply.address == f"https://discord.com/channels/1100000000000000004/{HOME}/{REPLY}"
    assert (batch.more, batch.up_to) == (False, NOW)


def test_what_was_told_is_not_told_again_but_what_was_changed_since_is() -> None:
    cursor = hears(Channel()).cursor
    assert hears(Channel(), cursor).events == ()
    change = {"content": "I did!", "edited_timestamp": "2026-11-24T11:00:00.000001+00:00"}
    changed = [one | change if one["id"] == REPLY else one for one in TALK]
    batch = hears(Channel(changed), cursor)
    assert (only(batch).id, only(batch).text) == (REPLY, "I did!")
    assert only(batch).edited_at == datetime(2026, 11, 24, 11, 0, 0, 1, tzinfo=UTC)
    assert hears(Channel(changed), batch.cursor).events == ()


def many(count: int) -> list[dict[str, Any]]:
    return [TALK[4] | {"id": str(int(REPLY) + number)} for number in reversed(range(count))]


def test_after_an_outage_everything_is_told_from_the_first_on() -> None:
    told = list(to_the_end(Channel(many(250)), PLACE))
    assert {one.id for one in told} == {one["id"] for one in many(250)}
    first = hears(Channel(many(250)))
    assert first.more
    assert first.up_to is None
    assert {one.id for one in first.events} == {one["id"] for one in many(100)}
    again = hears(Channel(many(250)), first.cursor)
    assert again == hears(Channel(many(250)), first.cursor)


def test_the_past_begins_some_months_ago(judge: Judge) -> None:
    server = Server(judge, get=Channel(many(101)))

    async def scene() -> None:
        async with client(server)() as door:
            await DiscordSpeaker(BOT, door, lambda: NOW).hear("")

    asyncio.run(scene())
    assert server.asked[-1].url.params["after"] == wire.since(NOW - timedelta(days=90))


def test_in_a_thread_under_our_post_everything_is_to_us(judge: Judge) -> None:
    cursor = hears(Channel()).cursor
    batch = hears(threaded(), cursor, judge)
    event = only(batch)
    assert (event.id, event.kind, event.about, event.ours, event.thread) == (
        IN_THREAD, "reply", OURS, True, OURS,
    )  # fmt: skip
    assert event.address.endswith(f"/{OURS}/{IN_THREAD}")
    assert hears(threaded(), batch.cursor).events == ()


def test_in_other_threads_only_what_is_meant_for_us_is() -> None:
    active = recorded("discord", "threads__active")
    active["threads"][0]["id"] = "1442500000000000055"
    within = [
        one | {"channel_id": "1442500000000000055"} for one in recorded("discord", "messages__in_thread")
    ]
    cursor = hears(Channel()).cursor
    assert hears(Channel(TALK, active, within), cursor).events == ()
    mine = [one | {"mentions": [TALK[-1]["author"]]} for one in within]
    assert only(hears(Channel(TALK, active, mine), cursor)).kind == "mention"


def test_a_long_thread_is_told_to_its_end() -> None:
    active = recorded("discord", "threads__active")
    within = [
        recorded("discord", "messages__in_thread")[0] | {"id": str(int(IN_THREAD) - number)}
        for number in range(230)
    ]
    told = list(to_the_end(Channel(TALK, active, within), hears(Channel()).cursor))
    assert {one.id for one in told} == {one["id"] for one in within}


def test_more_threads_than_are_read_at_once_are_all_read() -> None:
    first = recorded("discord", "threads__active")["threads"][0]
    number = hearing.THREADS + 2
    threads = [first | {"id": str(int(OURS) - step)} for step in range(number)]
    channel = Channel(TALK, {"threads": threads, "members": [], "has_more": False}, [])
    cursor = hears(Channel()).cursor
    batch = hears(channel, cursor)
    assert batch.more
    batch = hears(channel, batch.cursor)
    assert not batch.more
    assert len(place.read(batch.cursor).threads) == number


def test_a_thread_that_is_not_for_the_bot_keeps_nothing_else_from_it() -> None:
    batch = hears(threaded(DENIED))
    assert [one.id for one in batch.events] == [MENTION, REPLY]
    assert not batch.more


def test_an_answer_in_a_thread_goes_there_and_stays_there(judge: Judge) -> None:
    thread = recorded("discord", "channel__text") | {"id": OURS, "parent_id": HOME, "type": 11}
    server = Server(judge, get=thread)
    address = f"https://discord.com/channels/1100000000000000004/{OURS}/{IN_THREAD}"
    located = spoken(server, BOT, lambda it: it.locate(address))
    receipt = published(server, BOT, replace(DRAFT, answers=address, replies_to=located))
    spoken(server, BOT, lambda it: it.edit(receipt, DRAFT))
    spoken(server, BOT, lambda it: it.delete(receipt))
    paths = [request.url.path for request in server.asked if request.method != "GET"]
    assert len(paths) == 3
    assert all(path.startswith(f"/api/v10/channels/{OURS}/messages") for path in paths)
    foreign = Server(judge, get=thread | {"parent_id": "1300000000000000009"})
    for strange in (foreign, Server(judge, get=DENIED)):
        with pytest.raises(errors.Invalid):
            spoken(strange, BOT, lambda it: it.locate(address))


def test_a_webhook_cannot_hear_and_says_what_to_do() -> None:
    server = Server()
    with pytest.raises(errors.Forbidden, match="connect the channel with a bot"):
        spoken(server, HOOK, lambda it: it.hear(""))
    assert server.asked == []


def test_who_may_not_read_the_channel_is_told_instead_of_hearing_nothing() -> None:
    with pytest.raises(errors.Forbidden, match="history"):
        hears(Channel([]))


@pytest.mark.parametrize(
    "hostile",
    [{"content": None}, {"author": None}, {"timestamp": "soon"}, {"mentions": 5}, {"attachments": [{}]}],
)
def test_what_does_not_fit_keeps_nobody_from_hearing_the_rest(hostile: Any) -> None:
    talk = [TALK[3] | {"id": str(int(LAST) + 1)} | hostile, TALK[4] | {"content": "<b>\x00"}]
    batch = hears(Channel(talk))
    assert only(batch).text == "<b>\ufffd"
    assert place.read(batch.cursor).after == int(LAST) + 1


@pytest.mark.parametrize(
    "cursor", ["garbage", "[]", "7", "{}", "[" * 100_000, PLACE.replace(OURS, "-1"), PLACE + "}"]
)
def test_a_cursor_that_is_none_is_told(cursor: str) -> None:
    with pytest.raises(errors.CursorExpired):
        hears(Channel(), cursor)


def test_threads_are_remembered_up_to_some_number() -> None:
    threads = {str(number): place.Read(number, ours=False) for number in range(place.REMEMBERED + 1)}
    kept = json.loads(replace(place.read(PLACE), threads=threads).written())["threads"]
    assert kept[0] == ["1", "1", 0]
    assert len(kept) == place.REMEMBERED
