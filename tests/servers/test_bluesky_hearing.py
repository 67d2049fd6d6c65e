"""Done towards an account on a real Bluesky network, and heard there: each act once, under its own id."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.held import HeldKeys, keys_of
from passaparola import http
from passaparola.connectors import registry
from passaparola.connectors.bluesky.connector import BlueskyReader
from passaparola.connectors.contract import Draft
from servers.crowd import Crowd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from passaparola.connectors.contract import Batch, Event
    from servers.crowd import Person, Ref


@pytest.fixture(scope="module")
def crowd(bluesky: dict[str, Any]) -> Iterator[Crowd]:
    crowd = Crowd(bluesky)
    yield crowd
    crowd.close()


@dataclass
class Ear:
    """A connected account that listens."""

    person: Person
    keys: HeldKeys

    async def once(self, cursor: str) -> Batch:
        async with http.Client() as client:
            batch: Batch = await registry.speaker("bluesky", self.keys, client).hear(cursor)
            return batch

    def all(self, cursor: str = "") -> tuple[list[Event], str]:
        """Everything that is told until there is no more, and the cursor then."""
        events: list[Event] = []
        while True:
            batch = asyncio.run(self.once(cursor))
            events += batch.events
            cursor = batch.cursor
            if not batch.more:
                return events, cursor

    def until(self, count: int) -> list[Event]:
        """All events, once there are so many."""
        deadline = time.monotonic() + 30
        while len(found := self.all()[0]) < count:
            assert time.monotonic() < deadline, [(event.kind, event.actor.handle) for event in found]
            time.sleep(0.2)
        return found


@pytest.fixture
def ear(crowd: Crowd, bluesky: dict[str, Any]) -> Ear:
    person = crowd.person("ear")

    async def connected() -> HeldKeys:
        given = {"handle": person.handle, "password": "a-local-password"}
        async with http.Client() as client:
            return keys_of(await registry.sign_in("bluesky", bluesky["pds"], given, client))

    return Ear(person, asyncio.run(connected()))


def mention(crowd: Crowd, who: Person, whom: Person, text: str, **more: Any) -> Ref:
    said = f"@{whom.handle} {text}"
    feature = {"$type": "app.bsky.richtext.facet#mention", "did": whom.did}
    facet = {"index": {"byteStart": 0, "byteEnd": len(whom.handle) + 1}, "features": [feature]}
    return crowd.post(who, said, facets=[facet], **more)


def test_all_that_people_do_is_heard_exactly_once_and_named_as_in_the_trace(
    crowd: Crowd, ear: Ear, bluesky: dict[str, Any]
) -> None:
    people = crowd.people("ada bea cleo dan eva fay gus")
    root = crowd.post(ear.person, "Read this")
    theirs = crowd.post(people["ada"], "And this")
    ours = crowd.repost(ear.person, theirs)
    first = crowd.repost(people["ada"], root)
    # who is told is worked out when an act is indexed: what it refers to must be known by then
    crowd.counted(theirs, repostCount=1)
    crowd.counted(root, repostCount=1)
    crowd.repost(people["bea"], root, via=first)
    crowd.repost(people["cleo"], theirs, via=ours)
    crowd.like(people["dan"], root)
    crowd.like(people["eva"], theirs, via=ours)
    crowd.follow(people["fay"], ear.person)
    reply = crowd.reply(people["gus"], "Really?", root, root)
    crowd.counted(root, replyCount=1)
    deeper = crowd.reply(people["ada"], "Really.", reply, root)
    quote = crowd.quote(people["bea"], "What they said", root)
    word = mention(crowd, people["cleo"], ear.person, "ciao", langs=["it"])

    found = ear.until(10)

    names = {person.did: name for name, person in people.items()}
    assert sorted((event.kind, names[event.actor.id], event.ours) for event in found) == [
        ("follow", "fay", False),
        ("like", "dan", True),
        ("like", "eva", False),
        ("mention", "cleo", False),
        ("quote", "bea", True),
        ("reply", "ada", False),
        ("reply", "gus", True),
        ("reshare", "ada", True),
        ("reshare", "bea", True),
        ("reshare", "cleo", False),
    ]
    heard = {event.id: event for event in found}
    assert len(heard) == len(found)
    assert (heard[deeper["uri"]].about, heard[deeper["uri"]].thread) == (reply["uri"], root["uri"])
    assert heard[quote["uri"]].about == root["uri"]
    assert (heard[word["uri"]].language, heard[word["uri"]].thread) == ("it", word["uri"])
    reader = BlueskyReader(appview=bluesky["appview"], plc=bluesky["plc"])
    acts = {act.id: act for act in asyncio.run(reader.trace(root["uri"])).acts}
    ours_too = {event.id for event in found if root["uri"] in (event.about, event.thread)}
    assert ours_too == acts.keys() - {root["uri"]}
    assert {(heard[id_].at, heard[id_].kind) for id_ in ours_too} == {
        (acts[id_].at, acts[id_].kind) for id_ in ours_too
    }


def test_what_was_heard_is_answered_and_the_answer_hangs_below_it(crowd: Crowd, ear: Ear) -> None:
    ada = crowd.person("ada")
    word = mention(crowd, ada, ear.person, "is it open on Sunday?")
    (event,) = ear.until(1)

    async def answered() -> str:
        async with http.Client() as client:
            speaker = registry.speaker("bluesky", ear.keys, client)
            above = await speaker.locate(event.address)
            made = await speaker.publish(Draft("one", event.at, "Until noon.", replies_to=above))
            return str(made.native_id)

    made = asyncio.run(answered())
    crowd.until(lambda: bool(crowd._post({"uri": made})))
    assert crowd._post({"uri": made})["record"]["reply"]["parent"]["uri"] == word["uri"]


def test_many_pages_are_heard_whole_and_the_next_look_brings_what_is_new(crowd: Crowd, ear: Ear) -> None:
    people = list(crowd.people("ada bea cleo").values())
    roots = [crowd.post(ear.person, f"Number {i}") for i in range(40)]
    for root in roots:
        for person in people:
            crowd.like(person, root)
    found = ear.until(120)
    _, cursor = ear.all()
    assert len(found) == len({event.id for event in found}) == 120
    late = crowd.reply(people[0], "Late", roots[0], roots[0])
    crowd.until(lambda: late["uri"] in {event.id for event in ear.all(cursor)[0]})


def test_pictures_are_heard_with_their_addresses(crowd: Crowd, ear: Ear, bluesky: dict[str, Any]) -> None:
    ada = crowd.person("ada")
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    key = {"authorization": f"Bearer {ada.token}", "content-type": "image/png"}
    url = f"{bluesky['pds']}/xrpc/com.atproto.repo.uploadBlob"
    made = httpx.post(url, content=png, headers=key, trust_env=False).raise_for_status().json()
    images = {"$type": "app.bsky.embed.images", "images": [{"image": made["blob"], "alt": "dot"}]}
    mention(crowd, ada, ear.person, "look", embed=images)
    (event,) = ear.until(1)
    (address,) = event.files
    assert address.startswith("http")
    assert made["blob"]["ref"]["$link"] in address


def test_a_word_is_heard_within_seconds_of_being_said(crowd: Crowd, ear: Ear) -> None:
    ada = crowd.person("ada")
    _, cursor = ear.all()
    said = mention(crowd, ada, ear.person, "now")
    since = time.monotonic()
    crowd.until(lambda: said["uri"] in {event.id for event in ear.all(cursor)[0]})
    took = time.monotonic() - since
    assert took < 5, f"it took {took:.2f} s until the network told it"


def test_a_mention_is_announced_within_seconds_and_is_there_to_be_heard(crowd: Crowd, ear: Ear) -> None:
    ada = crowd.person("ada")
    _, cursor = ear.all()

    async def scene() -> tuple[float, set[str], str]:
        async with http.Client() as client:
            told = registry.speaker("bluesky", ear.keys, client).watch()
            coming = asyncio.ensure_future(anext(told))
            await asyncio.sleep(0.5)
            said = await asyncio.to_thread(mention, crowd, ada, ear.person, "hey")
            since = time.monotonic()
            await asyncio.wait_for(coming, 20)
            took = time.monotonic() - since
            batch = await registry.speaker("bluesky", ear.keys, client).hear(cursor)
            await told.aclose()
            return took, {event.id for event in batch.events}, said["uri"]

    took, heard, said = asyncio.run(scene())
    assert took < 5, f"it was announced after {took:.2f} s"
    assert said in heard, f"announced after {took:.2f} s, it could not be heard yet"


def test_what_the_account_does_itself_is_not_announced(crowd: Crowd, ear: Ear) -> None:
    async def scene() -> None:
        async with http.Client() as client:
            told = registry.speaker("bluesky", ear.keys, client).watch()
            coming = asyncio.ensure_future(anext(told))
            await asyncio.sleep(0.5)
            root = await asyncio.to_thread(crowd.post, ear.person, "Only us")
            await asyncio.to_thread(crowd.reply, ear.person, "And us", root, root)
            done, _ = await asyncio.wait({coming}, timeout=3)
            coming.cancel()
            assert not done

    asyncio.run(scene())
