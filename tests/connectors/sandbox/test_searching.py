"""What is said on a simulated network is found by its words, each thing once, and a storm to the last."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.connectors import errors
from passaparola.connectors.sandbox import crisis, searching
from passaparola.connectors.sandbox.network import Network
from passaparola.connectors.sandbox.searching import SandboxSearcher

if TYPE_CHECKING:
    from pathlib import Path

    from passaparola.connectors.contract import Event

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def network(tmp_path: Path) -> Network:
    return Network.open(tmp_path / "sandbox.sqlite3", "demo", seed=7, speed=3.0)


def found(network: Network, words: str, now: datetime, cursor: str = "") -> tuple[list[Event], str]:
    searcher = SandboxSearcher(network.path, "sandbox://demo", lambda: now)
    events: list[Event] = []
    for _ in range(50):
        batch = asyncio.run(searcher.search(words, cursor))
        events += batch.events
        cursor = batch.cursor
        if not batch.more:
            return events, cursor
    pytest.fail("it goes on for ever")


def test_a_post_is_found_whatever_its_accents_and_capitals(network: Network) -> None:
    address = network.publish("ada.simulated", "Il CAFFÈ Aurora è aperto", NOON)
    events, _ = found(network, '"caffe aurora"', NOON)
    assert [(event.id, event.kind, event.actor.id) for event in events] == [
        (address, "mention", "ada.simulated")
    ]


def test_what_people_say_of_a_post_is_found_by_their_own_words(network: Network) -> None:
    root = network.publish("bottega.simulated", "Buongiorno", NOON)
    wave = network.wave(network.post("bottega.simulated", root.rpartition("/")[2]))
    events, _ = found(network, "a", NOON + timedelta(days=2))
    said = {event.id for event in events if event.thread == root and event.id != root}
    assert said
    assert len(said) <= len(wave.at)
    assert all(event.text for event in events)


def test_what_is_said_later_is_found_later_and_once(network: Network) -> None:
    network.publish("ada.simulated", "Aurora 1", NOON)
    network.publish("bea.simulated", "Aurora 2", NOON + 30 * MINUTE)
    first, cursor = found(network, "aurora", NOON + 20 * MINUTE)
    later, cursor = found(network, "aurora", NOON + 31 * MINUTE, cursor)
    assert [[event.text for event in each] for each in (first, later)] == [["Aurora 1"], ["Aurora 2"]]
    assert (
        found(network, "aurora", NOON + 61 * MINUTE, found(network, "aurora", NOON + 60 * MINUTE, cursor)[1])[
            0
        ]
        == []
    )


def test_a_storm_larger_than_a_batch_is_found_whole(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MANY", 10)
    post = network.publish("bottega.simulated", "Buongiorno", NOON)
    storm = crisis.break_out(network, post, NOON + MINUTE, replies=60)
    events, _ = found(network, "", NOON + 60 * MINUTE)
    assert set(storm) <= {event.id for event in events}


def test_a_network_that_is_not_there_is_said_to_be_gone(tmp_path: Path) -> None:
    searcher = SandboxSearcher(tmp_path / "none.sqlite3", "sandbox://demo", lambda: NOON)
    with pytest.raises(errors.Gone):
        asyncio.run(searcher.search("aurora", ""))


@pytest.mark.parametrize("cursor", ["x", "[]", '{"since": -1}', '{"told": 3}'])
def test_a_cursor_that_makes_no_sense_begins_anew(network: Network, cursor: str) -> None:
    with pytest.raises(errors.CursorExpired):
        found(network, "aurora", NOON, cursor)
