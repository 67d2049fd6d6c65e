"""What simulated people do towards an account is heard once, as it is in the trace, and can be answered."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.connectors import errors
from passaparola.connectors.contract import Draft
from passaparola.connectors.sandbox import crisis, hearing
from passaparola.connectors.sandbox.connector import SandboxReader
from passaparola.connectors.sandbox.network import Network, microseconds
from passaparola.connectors.sandbox.speaker import SandboxSpeaker

if TYPE_CHECKING:
    from pathlib import Path

    from passaparola.connectors.contract import Batch, Event

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
BRAND = "bottega.simulated"
ADA = "ada.simulated"


@pytest.fixture
def network(tmp_path: Path) -> Network:
    found = Network.open(tmp_path / "sandbox.sqlite3", "demo", seed=7, speed=3.0)
    found.join(BRAND, "Bottega")
    return found


def speaker(network: Network, now: datetime, account: str = BRAND) -> SandboxSpeaker:
    return SandboxSpeaker(network.path, "sandbox://demo", account, now=lambda: now)


def once(network: Network, cursor: str, now: datetime, account: str = BRAND) -> Batch:
    return asyncio.run(speaker(network, now, account).hear(cursor))


def heard(network: Network, now: datetime, cursor: str = "", account: str = BRAND) -> tuple[list[Event], str]:
    """All events until there is no more, and the cursor then."""
    events: list[Event] = []
    for _ in range(1_000):
        batch = once(network, cursor, now, account)
        events += batch.events
        cursor = batch.cursor
        if not batch.more:
            assert batch.up_to == now
            return events, cursor
    pytest.fail("it goes on for ever")


def ids(events: list[Event]) -> list[str]:
    return [event.id for event in events]


def test_acts_on_a_post_are_heard_as_they_are_in_its_trace(network: Network) -> None:
    address = network.publish(BRAND, "Ciao!", NOON)
    now = NOON + 48 * HOUR
    events, _ = heard(network, now)
    trace = asyncio.run(SandboxReader(network.path, lambda: now).trace(address))
    acts = {act.id: act for act in trace.acts}
    assert len(events) == len(set(ids(events))) > 50
    for event in events:
        act = acts[event.id]
        assert (event.kind, event.at, event.text, event.actor) == (
            act.kind,
            act.at,
            act.text,
            trace.actors[act.actor],
        )
        assert (event.thread, event.about, event.ours) == (address, address, True)
    assert {event.kind for event in events} == {"like", "reshare", "quote", "reply"}
    assert [event.at for event in events] == sorted(event.at for event in events)


def test_what_is_said_and_liked_below_somebodys_quote_is_not_heard(network: Network) -> None:
    """As on real networks: there one talks to them. What the account said itself is not heard either."""
    address = network.publish(BRAND, "Ciao!", NOON)
    now = NOON + 96 * HOUR
    trace = asyncio.run(SandboxReader(network.path, lambda: now).trace(address))
    known = set(ids(heard(network, now)[0]))
    quotes = {act.id for act in trace.acts if act.kind == "quote"}
    below = [act for act in trace.acts if act.parent in quotes]
    assert {act.kind for act in below} >= {"like", "reply"}
    assert not known & {act.id for act in below}
    ours = {act.id for act in trace.acts[1:] if act.actor == BRAND}
    assert ours
    assert not known & ours


def test_looking_again_and_again_brings_each_act_once(network: Network) -> None:
    network.publish(BRAND, "Ciao!", NOON)
    told: list[str] = []
    cursor = ""
    for i in range(1, 300):
        if i == 40:
            network.publish(BRAND, "Anche oggi", NOON + i * 10 * MINUTE)
        events, cursor = heard(network, NOON + i * 10 * MINUTE, cursor)
        told += ids(events)
    assert sorted(told) == sorted(ids(heard(network, NOON + 299 * 10 * MINUTE)[0]))


def test_batches_are_cut_and_one_that_is_lost_is_told_again(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(6):
        network.publish(BRAND, f"Number {i}", NOON)
    now = NOON + 48 * HOUR
    whole = ids(heard(network, now)[0])
    monkeypatch.setattr(hearing, "MANY", 50)
    told: list[str] = []
    cursor, turn = "", 0
    while True:
        batch = once(network, cursor, now + turn * MINUTE)
        turn += 1
        if turn % 3 == 0:
            continue  # whoever asked died before it was kept
        told += ids(list(batch.events))
        cursor = batch.cursor
        if not batch.more:
            break
    assert told == whole
    assert turn > len(whole) / 50


def test_a_post_deleted_between_two_batches_hides_no_other(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = [network.publish(BRAND, f"Number {i}", NOON) for i in range(4)]
    now = NOON + 48 * HOUR
    left = [id_ for id_ in ids(heard(network, now)[0]) if not id_.startswith(f"{addresses[0]}#")]
    monkeypatch.setattr(hearing, "MANY", 50)
    batch = once(network, "", now)
    network.delete(BRAND, addresses[0].rpartition("/")[2])
    rest, _ = heard(network, now, batch.cursor)
    assert set(left) <= {*ids(list(batch.events)), *ids(rest)}


def test_a_post_that_comes_late_is_heard_from_its_beginning(network: Network) -> None:
    """It was due before the last look, and published after it."""
    network.publish(BRAND, "Ciao!", NOON)
    _, cursor = heard(network, NOON + 5 * HOUR)
    late = network.publish(BRAND, "In ritardo", NOON + 2 * HOUR)
    events, _ = heard(network, NOON + 6 * HOUR, cursor)
    whole = [id_ for id_ in ids(heard(network, NOON + 6 * HOUR)[0]) if id_.startswith(f"{late}#")]
    assert [id_ for id_ in ids(events) if id_.startswith(f"{late}#")] == whole
    assert any(event.at < NOON + 5 * HOUR for event in events)


def test_who_answers_quotes_or_mentions_by_a_post_of_their_own_is_heard(network: Network) -> None:
    address = network.publish(BRAND, "Ciao!", NOON)
    reply = network.publish(ADA, "Davvero?", NOON, more=json.dumps({"replies_to": address}))
    quote = network.publish(ADA, "Sentite", NOON, more=json.dumps({"quotes": address}))
    mention = network.publish(ADA, f"Chiedo a @{BRAND}.", NOON)
    network.publish(ADA, f"Chiedo a @{BRAND}.it e a @{BRAND}2", NOON)
    network.publish(ADA, "Niente", NOON)
    network.publish(ADA, f"Domani @{BRAND}", NOON + HOUR)
    events, _ = heard(network, NOON)
    found = {event.id: (event.kind, event.about, event.thread, event.ours, event.address) for event in events}
    assert found == {
        reply: ("reply", address, address, True, reply),
        quote: ("quote", address, quote, True, quote),
        mention: ("mention", "", mention, False, mention),
    }


def test_a_talk_keeps_the_thread_of_its_first_post(network: Network) -> None:
    address = network.publish(BRAND, "Ciao!", NOON)
    asked = network.publish(ADA, "Davvero?", NOON, more=json.dumps({"replies_to": address}))
    ours = network.publish(BRAND, "Davvero.", NOON, more=json.dumps({"replies_to": asked}))
    again = network.publish(ADA, "Grazie", NOON, more=json.dumps({"replies_to": ours}))
    events, _ = heard(network, NOON + 24 * HOUR)
    threads = {event.thread for event in events if event.id == again or event.id.startswith(f"{ours}#")}
    assert threads == {address}
    assert len([event for event in events if event.id.startswith(f"{ours}#")]) > 10


def test_what_is_heard_can_be_answered(network: Network) -> None:
    network.publish(BRAND, "Ciao!", NOON)
    now = NOON + 24 * HOUR
    voice = speaker(network, now)
    said = [event for event in heard(network, now)[0] if event.kind in {"reply", "quote"}]
    mute = [event for event in heard(network, now)[0] if event.kind in {"like", "reshare"}]
    assert {event.address for event in mute} == {""}
    above = asyncio.run(voice.locate(said[0].address))
    made = asyncio.run(voice.publish(Draft("one", now, "Grazie", replies_to=above)))
    kept = network.post(*made.native_id.split("/")[-2:])
    assert json.loads(kept.more)["replies_to"] == said[0].id


@pytest.mark.parametrize("row", ["0", "99999", "-1", "x", "1" * 400, "²", "01#2"])
def test_what_nobody_said_cannot_be_answered(network: Network, row: str) -> None:
    address = network.publish(BRAND, "Ciao!", NOON)
    with pytest.raises(errors.Gone):
        asyncio.run(speaker(network, NOON + 24 * HOUR).locate(f"{address}#{row}"))


def test_what_is_said_later_cannot_be_answered_yet(network: Network) -> None:
    network.publish(BRAND, "Ciao!", NOON)
    said = [event for event in heard(network, NOON + 24 * HOUR)[0] if event.kind == "reply"]
    with pytest.raises(errors.Gone):
        asyncio.run(speaker(network, said[-1].at - MINUTE).locate(said[-1].address))
    asyncio.run(speaker(network, said[-1].at).locate(said[-1].address))


@pytest.mark.parametrize(
    "cursor",
    [
        *("garbage", "{", "[]", "7", "null", "{}", "[" * 100_000),
        '{"form":2,"since":0,"known":0}',
        '{"form":1,"since":-1,"known":0}',
        '{"form":1,"since":0,"known":0,"until":5}',
        '{"form":1,"since":0,"known":0,"until":5,"top":1,"at":"x","number":1,"row":1}',
    ],
)
def test_a_cursor_that_is_none_of_ours_makes_one_begin_anew(network: Network, cursor: str) -> None:
    with pytest.raises(errors.CursorExpired, match="begins anew"):
        once(network, cursor, NOON)


def test_an_account_that_says_nothing_hears_nothing(network: Network) -> None:
    network.publish("other.simulated", "Ciao!", NOON)
    assert heard(network, NOON + HOUR)[0] == []


def test_a_crisis_breaks_out_the_same_way_each_time_and_once(network: Network, tmp_path: Path) -> None:
    address = network.publish(BRAND, "Ciao!", NOON)
    first = crisis.break_out(network, address, NOON + HOUR)
    assert crisis.break_out(network, address, NOON + HOUR) == first
    events, _ = heard(network, NOON + 2 * HOUR)
    storm = [event for event in events if event.id in first]
    assert len(storm) == len(first) == 40
    assert len({event.actor.id for event in storm}) == 40
    assert {(event.kind, event.about, event.ours) for event in storm} == {("reply", address, True)}
    elsewhere = Network.open(tmp_path / "other.sqlite3", "demo", seed=7, speed=3.0)
    elsewhere.join(BRAND, "Bottega")
    crisis.break_out(elsewhere, elsewhere.publish(BRAND, "Ciao!", NOON), NOON + HOUR)
    again = [event for event in heard(elsewhere, NOON + 2 * HOUR)[0] if event.id in first]
    assert [(event.at, event.text) for event in again] == [(event.at, event.text) for event in storm]


def test_a_crisis_comes_thick_at_first_and_nobody_speaks_before_their_time(network: Network) -> None:
    address = network.publish(BRAND, "Ciao!", NOON)
    places = crisis.break_out(network, address, NOON + HOUR, replies=60)
    cursor, counts = "", Counter[int]()
    for minute in range(25):
        events, cursor = heard(network, NOON + HOUR + minute * MINUTE, cursor)
        counts[minute // 11] += len([event for event in events if event.id in places])
    assert counts[0] > 2 * counts[1] > 0
    assert sum(counts.values()) == 60


def test_a_crisis_of_a_post_that_is_not_there_is_none(network: Network) -> None:
    with pytest.raises(errors.Gone):
        crisis.break_out(network, f"sandbox://demo/{BRAND}/99", NOON)


def test_an_account_with_two_hundred_posts_is_asked_in_no_time(network: Network) -> None:
    for i in range(200):
        network.publish(BRAND, f"Number {i}", NOON + i * HOUR)
    now = NOON + 201 * HOUR
    cursor = json.dumps({"form": 1, "since": microseconds(now), "known": 200})
    assert once(network, cursor, now + HOUR).events, "all their waves are looked through, and still go on"
    took = []
    for _ in range(5):
        since = time.perf_counter()
        assert once(network, cursor, now).events == ()
        took.append(time.perf_counter() - since)
    assert min(took) < 0.1, f"a look that finds nothing took {min(took) * 1000:.0f} ms"
