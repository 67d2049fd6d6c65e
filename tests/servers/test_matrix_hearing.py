"""Hearing several people in the rooms of a real homeserver (Synapse): each thing once, and none lost."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

import pytest

from connectors.held import HeldKeys
from passaparola import http
from passaparola.connectors import errors
from passaparola.connectors.contract import Draft, Event, Receipt
from passaparola.connectors.matrix import hearing
from passaparola.connectors.matrix.connector import speaker
from servers.test_matrix import Brand

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

BRAND, ALICE, BOB = range(3)


class Heard:
    """What the brand has heard so far, by id; asks on from where it was."""

    def __init__(self, brand: Brand, room: str) -> None:
        self.brand = brand
        self.room = room
        self.keys = HeldKeys(
            brand.network["url"],
            room,
            {"access_token": brand.user["access_token"], "user": brand.user["user"]},
        )
        self.cursor = ""
        self.events: dict[str, Event] = {}
        self.told: list[str] = []

    def speaks(self, act: Callable[[Any], Awaitable[Any]]) -> Any:
        return self.brand.speaks(act, keys=self.keys)

    def on(self) -> list[Event]:
        """Hear all there is now, keeping each batch before the next is asked for."""
        new: list[Event] = []
        while True:
            batch = self.speaks(lambda it: it.hear(self.cursor))
            self.cursor = batch.cursor
            new += batch.events
            self.events |= {event.id: event for event in batch.events}
            if not batch.more:
                assert batch.up_to is not None
                return new


def send(brand: Brand, room: str, content: Any, who: int, kind: str = "m.room.message") -> str:
    event: str = brand.asks("PUT", f"rooms/{quote(room)}/send/{kind}/{uuid4()}", content, who=who)["event_id"]
    return event


def words(body: str, **relation: Any) -> dict[str, Any]:
    return {"msgtype": "m.text", "body": body} | ({"m.relates_to": relation} if relation else {})


def answering(event: str) -> dict[str, Any]:
    return {"m.in_reply_to": {"event_id": event}}


def reaction(event: str, sign: str) -> dict[str, Any]:
    return {"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": sign}}


@pytest.fixture(scope="module")
def brand(matrix: dict[str, Any]) -> Iterator[Brand]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PASSAPAROLA_ALLOW_PRIVATE", "1")
        made = Brand(matrix)
    # how fast one may speak is tested elsewhere
    limits = [
        f"/_synapse/admin/v1/users/{quote(user['user'])}/override_ratelimit" for user in matrix["users"]
    ]
    for where in limits:
        made.admin("POST", where, {"messages_per_second": 0, "burst_count": 0})
    yield made
    for where in limits:
        made.admin("DELETE", where)


@pytest.fixture
def heard(brand: Brand) -> Heard:
    """A new public room, with brand, alice and bob in it, and nothing heard of it yet."""
    room = brand.asks("POST", "createRoom", {"preset": "public_chat"})["room_id"]
    for who in (ALICE, BOB):
        brand.asks("POST", f"join/{quote(room)}", {}, who=who)
    there = Heard(brand, room)
    there.on()
    there.events.clear()
    return there


def published(heard: Heard, **more: Any) -> Receipt:
    draft = Draft(str(uuid4()), datetime.now(UTC), "Pass it on", **more)
    receipt: Receipt = heard.speaks(lambda it: it.publish(draft))
    return receipt


def test_each_thing_people_do_is_heard_once_as_what_it_is(brand: Brand, heard: Heard) -> None:
    post = published(heard)
    room = heard.room
    reply = send(brand, room, words("I did", **answering(post.native_id)), ALICE)
    threaded = {"rel_type": "m.thread", "event_id": post.native_id, "is_falling_back": True}
    threaded |= answering(reply)
    inside = send(brand, room, words("So did I", **threaded), BOB)
    mention = send(brand, room, words("Hello") | {"m.mentions": {"user_ids": ["@brand:localhost"]}}, BOB)
    send(brand, room, reaction(post.native_id, "👍"), BOB, "m.reaction")
    send(brand, room, words("Nobody in particular"), ALICE)
    send(brand, room, words("To alice", **answering(mention)), ALICE)
    new = heard.on()
    like = f"{post.native_id}#like:@bob:localhost"
    told = {event.id: (event.kind, event.about, event.ours, event.thread, event.text) for event in new}
    assert told == {
        reply: ("reply", post.native_id, True, post.native_id, "I did"),
        inside: ("reply", post.native_id, True, post.native_id, "So did I"),
        mention: ("mention", "", False, mention, "Hello"),
        like: ("like", post.native_id, True, post.native_id, "👍"),
    }
    assert len(new) == len(told)
    assert not any(event.private for event in new)
    assert {event.actor.name for event in new} == {"alice", "bob"}
    assert heard.on() == []


def test_a_change_and_a_deletion_are_of_the_same_message(brand: Brand, heard: Heard) -> None:
    post = published(heard)
    reply = send(brand, heard.room, words("I did", **answering(post.native_id)), ALICE)
    liked = send(brand, heard.room, reaction(post.native_id, "👍"), BOB, "m.reaction")
    first = {event.id: event for event in heard.on()}[reply]
    new = words("I did!")
    change = {"rel_type": "m.replace", "event_id": reply}
    send(brand, heard.room, words("* I did!", **change) | {"m.new_content": new}, ALICE)
    (changed,) = heard.on()
    assert changed.edited_at is not None
    assert replace(changed, edited_at=None, text="I did") == first
    assert changed.text == "I did!"
    for event, who in ((reply, ALICE), (liked, BOB)):
        brand.asks("PUT", f"rooms/{quote(heard.room)}/redact/{quote(event)}/{uuid4()}", {}, who=who)
    gone = heard.on()
    like = f"{post.native_id}#like:@bob:localhost"
    assert {event.id: (event.kind, event.gone, event.text) for event in gone} == {
        reply: ("reply", True, ""),
        like: ("like", True, ""),
    }


def test_an_outage_loses_nothing(brand: Brand, heard: Heard) -> None:
    """More is said than a sync tells at once, and than is on a page of what it leaves out."""
    post = published(heard)
    heard.on()
    said = [
        send(brand, heard.room, words(f"Number {n}", **answering(post.native_id)), ALICE) for n in range(260)
    ]
    assert len(said) > hearing.AT_ONCE + int(hearing.PAGE)
    new = heard.on()
    assert sorted(event.id for event in new) == sorted(said)
    assert all(event.ours for event in new)


def test_who_dies_after_a_batch_goes_on_from_it(brand: Brand, heard: Heard) -> None:
    post = published(heard)
    heard.on()
    said = {
        send(brand, heard.room, words(f"Number {n}", **answering(post.native_id)), ALICE) for n in range(120)
    }
    batch = heard.speaks(lambda it: it.hear(heard.cursor))
    assert batch.more
    lost = heard.speaks(lambda it: it.hear(batch.cursor))  # asked for, and never kept
    assert lost.events
    heard.cursor = batch.cursor
    later = {event.id for event in heard.on()}
    assert {event.id for event in batch.events} | later == said


def test_the_past_is_told_to_who_begins(brand: Brand, heard: Heard) -> None:
    post = published(heard)
    said = {
        send(brand, heard.room, words(f"Number {n}", **answering(post.native_id)), BOB) for n in range(120)
    }
    heard.cursor = ""
    assert said <= {event.id for event in heard.on()}


def test_what_is_written_to_the_account_alone_is_private_and_answered_there(
    brand: Brand, heard: Heard
) -> None:
    made = {"preset": "trusted_private_chat", "is_direct": True, "invite": ["@brand:localhost"]}
    room = brand.asks("POST", "createRoom", made, who=ALICE)["room_id"]
    psst = send(brand, room, words("Psst"), ALICE)
    brand.asks("POST", f"join/{quote(room)}", {})
    (event,) = heard.on()
    assert (event.id, event.kind, event.private, event.thread) == (psst, "message", True, room)
    located = heard.speaks(lambda it: it.locate(event.address))
    assert located.native_id == psst
    draft = Draft(str(uuid4()), datetime.now(UTC), "Yes?", answers=event.address, replies_to=located)
    receipt = heard.speaks(lambda it: it.publish(draft))
    there = brand.asks("GET", f"rooms/{quote(room)}/event/{quote(receipt.native_id)}", who=ALICE)
    assert there["content"]["body"] == "Yes?"
    found = heard.speaks(lambda it: it.find(draft))
    assert found.native_id == receipt.native_id
    changed = heard.speaks(lambda it: it.edit(receipt, replace(draft, text="Yes!")))
    heard.speaks(lambda it: it.delete(changed))
    there = brand.asks("GET", f"rooms/{quote(room)}/event/{quote(receipt.native_id)}", who=ALICE)
    assert there["content"] == {}
    answer = send(brand, room, words("Good", **answering(receipt.native_id)), ALICE)
    (event,) = heard.on()
    assert (event.id, event.about, event.ours, event.thread) == (answer, receipt.native_id, True, room)
    public = brand.asks("GET", f"rooms/{quote(heard.room)}/messages?dir=b&limit=100", who=BOB)
    assert not any("Yes" in str(one["content"].get("body")) for one in public["chunk"])


@pytest.mark.parametrize("since", ["garbage", "m1~2.3~4"])
def test_a_token_the_server_does_not_know_is_told(heard: Heard, since: str) -> None:
    cursor = json.dumps(json.loads(heard.cursor) | {"since": since})
    with pytest.raises(errors.CursorExpired):
        heard.speaks(lambda it: it.hear(cursor))


def test_a_watcher_wakes_when_something_is_said_to_it(brand: Brand, heard: Heard) -> None:
    post = published(heard)
    heard.on()

    async def scene() -> None:
        async with http.Client() as client:
            watching = speaker(heard.keys, client).watch()
            wakes = asyncio.ensure_future(anext(watching))
            await asyncio.sleep(2)
            assert not wakes.done()
            await asyncio.to_thread(
                send, brand, heard.room, words("I did", **answering(post.native_id)), ALICE
            )
            await asyncio.wait_for(wakes, 5)

    asyncio.run(scene())
    assert len(heard.on()) == 1
