from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.connectors import errors
from passaparola.connectors.sandbox.connector import SandboxReader
from passaparola.connectors.sandbox.network import Network
from passaparola.connectors.sandbox.speaker import SandboxSpeaker

if TYPE_CHECKING:
    from pathlib import Path

    from passaparola.connectors.contract import Trace

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BRAND = "bottega.simulated"


@pytest.fixture
def network(tmp_path: Path) -> Network:
    found = Network.open(tmp_path / "sandbox.sqlite3", "demo", seed=7, speed=3.0)
    found.join(BRAND, "Bottega")
    return found


def read(network: Network, address: str, now: datetime) -> Trace:
    return asyncio.run(SandboxReader(network.path, lambda: now).trace(address))


def test_a_post_is_read_with_what_became_of_it(network: Network) -> None:
    trace = read(network, network.publish(BRAND, "Ciao!", NOON), NOON + 48 * HOUR)
    assert trace.platform == "sandbox"
    root = trace.acts[0]
    assert (root.id, root.kind, root.actor, root.text, root.at) == (
        trace.root,
        "publish",
        BRAND,
        "Ciao!",
        NOON,
    )
    ids = {act.id for act in trace.acts}
    assert len(ids) == len(trace.acts) > 100
    assert {act.parent for act in trace.acts if act.parent} <= ids
    assert {act.actor for act in trace.acts} == set(trace.actors)


def test_everybody_in_a_trace_is_labelled_as_simulated(network: Network) -> None:
    trace = read(network, network.publish(BRAND, "Ciao!", NOON), NOON + 6 * HOUR)
    assert all("simulated" in actor.name and "simulated" in actor.handle for actor in trace.actors.values())


def test_what_was_seen_stays_as_it_was_seen(network: Network) -> None:
    address = network.publish(BRAND, "Ciao!", NOON)
    before: tuple[object, ...] = ()
    for hours in range(0, 30, 3):
        acts = read(network, address, NOON + hours * HOUR).acts
        assert acts[: len(before)] == before
        assert all(act.at <= NOON + hours * HOUR for act in acts)
        before = acts


def test_another_process_reads_the_same(network: Network) -> None:
    address = network.publish(BRAND, "Ciao!", NOON)
    first = read(network, address, NOON + 9 * HOUR)
    from passaparola.connectors.sandbox import network as module  # noqa: PLC0415 - its cache is emptied below

    module._wave.cache_clear()
    assert read(network, address, NOON + 9 * HOUR) == first


def test_those_who_do_not_say_through_whom_come_with_whom_they_follow(network: Network) -> None:
    trace = read(network, network.publish(BRAND, "Ciao!", NOON), NOON + 48 * HOUR)
    untold = {act.actor for act in trace.acts[1:] if act.parent is None}
    assert untold
    assert {follower for follower, _ in trace.follows} == untold
    assert {followed for _, followed in trace.follows} <= set(trace.actors)
    assert len(set(trace.follows)) == len(trace.follows)
    assert trace.gaps[0].count == sum(act.parent is None for act in trace.acts[1:])


def test_everybody_who_does_not_say_follows_somebody_who_had_it_before(network: Network) -> None:
    trace = read(network, network.publish(BRAND, "Ciao!", NOON), NOON + 48 * HOUR)
    first = {act.actor: act.at for act in reversed(trace.acts)}
    follows: dict[str, list[str]] = {}
    for follower, followed in trace.follows:
        follows.setdefault(follower, []).append(followed)
    for act in trace.acts[1:]:
        if act.parent is None:
            assert any(first[followed] < act.at for followed in follows[act.actor])


def test_the_same_key_is_the_same_post(network: Network) -> None:
    first = network.publish(BRAND, "Ciao!", NOON, key="monday")
    assert network.publish(BRAND, "Ciao!", NOON, key="monday") == first
    assert network.publish(BRAND, "Ciao!", NOON, key="tuesday") != first
    assert network.publish(BRAND, "Ciao!", NOON) != network.publish(BRAND, "Ciao!", NOON)


def test_one_of_the_simulated_people_may_publish_too(network: Network) -> None:
    someone = network.population.handles[
        max(range(3000), key=lambda k: len(network.population.followers_of(k)))
    ]
    trace = read(network, network.publish(someone, "Ciao!", NOON), NOON + 48 * HOUR)
    assert trace.acts[0].actor == someone
    assert len(trace.acts) > 10


def test_somebody_s_post_is_found_to_be_answered(network: Network) -> None:
    speaks = SandboxSpeaker(network.path, "sandbox://demo", BRAND)
    address = network.publish(BRAND, "Ciao!", NOON)
    assert asyncio.run(speaks.locate(address)).native_id == address
    for nothing in ("sandbox://demo/nobody/1", address.replace("demo", "other"), "https://example.org"):
        with pytest.raises(errors.ConnectorError):
            asyncio.run(speaks.locate(nothing))


def test_a_network_opened_again_is_as_it_was_made(network: Network) -> None:
    assert Network.open(network.path, "demo", seed=99, people=10, speed=1.0) == network


@pytest.mark.parametrize(
    ("address", "error", "words"),
    [
        ("sandbox://demo/bottega.simulated/999", errors.Gone, "deleted or never there"),
        ("sandbox://demo/nobody/1", errors.Gone, "deleted or never there"),
        ("sandbox://other/bottega.simulated/1", errors.Gone, "no simulated network called other"),
        ("sandbox://demo", errors.Unrecognised, "sandbox://network/handle/number"),
        ("https://example.org/1", errors.Unrecognised, "no post here"),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(
    network: Network, address: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        read(network, address, NOON)


def test_a_post_of_tomorrow_cannot_be_read_today(network: Network) -> None:
    address = network.publish(BRAND, "Domani", NOON + 24 * HOUR)
    with pytest.raises(errors.Gone, match="not published yet"):
        read(network, address, NOON)


def test_a_file_that_is_no_network_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite3"
    path.write_text(
        "something else altogether, and quite long enough to be read as a page of a database" * 20
    )
    with pytest.raises(errors.Gone, match=r"other\.sqlite3 is not the file"):
        asyncio.run(SandboxReader(path).trace("sandbox://demo/a/1"))


def test_reading_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(errors.Gone):
        asyncio.run(SandboxReader(tmp_path / "none").trace("sandbox://demo/a/1"))
    assert not list(tmp_path.iterdir())


def test_it_knows_its_own_addresses(network: Network) -> None:
    reader = SandboxReader(network.path)
    assert reader.recognises("sandbox://demo/a/1")
    assert not reader.recognises("https://bsky.app/profile/a/post/1")
