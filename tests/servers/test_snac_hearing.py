"""What three people do towards an account on a real, small server is heard, once by its id, and answered.

snac 2.75 turns pages but names none, gives what `since_id` names with what comes after it, shows a post that
was boosted as a boost, calls `private` what was written to one account, and streams nothing.
"""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from connectors.held import keys_of
from passaparola.connectors import errors
from passaparola.connectors.contract import Draft
from passaparola.connectors.mastodon import hearing, login
from passaparola.connectors.mastodon.connector import MastodonReader
from passaparola.connectors.mastodon.speaker import MastodonSpeaker
from servers.test_snac import People, until
from servers.test_snac_writing import done, draft, spoken

if TYPE_CHECKING:
    from connectors.held import HeldKeys
    from passaparola.connectors.contract import Batch, Event, Trace


@pytest.fixture(scope="module")
def people(snac: dict[str, Any]) -> People:
    return People(snac)


@pytest.fixture
def keys(snac: dict[str, Any], people: People) -> HeldKeys:
    return keys_of(done(lambda client: login.sign_in(snac["url"], {"token": people.token("brand")}, client)))


def walked(keys: HeldKeys, cursor: str = "") -> tuple[list[Event], Batch]:
    """All that is told from `cursor` on, and the last batch."""
    told: list[Event] = []
    while True:
        batch: Batch = spoken(keys, partial(MastodonSpeaker.hear, cursor=cursor))
        told += batch.events
        cursor = batch.cursor
        if not batch.more:
            return told, batch


def word(people: People, who: str, text: str, **more: str) -> dict[str, Any]:
    """A post of somebody's with words that nobody else has."""
    return people.post(who, f"{text} {uuid.uuid4().hex[:8]}", **more)


@pytest.fixture(scope="module")
def made(people: People) -> dict[str, dict[str, Any]]:
    """A post of the brand's, and what each did about it; waits until the server has noted it all."""
    root = word(people, "brand", "Whose hats are these?")
    answer = {"in_reply_to_id": root["id"]}
    posts = {
        "root": root,
        "reply": word(people, "alice", "Ours", **answer),
        "private": word(people, "alice", "Between us", visibility="direct", **answer),
        "mention": word(people, "bob", "@brand who makes them?"),
        "below": word(people, "carol", "@brand and when?"),
    }
    people.act("alice", "reblog", root)
    people.act("alice", "favourite", root)
    people.act("bob", "reblog", root)
    people.act("bob", "favourite", root)
    noted = people.doors["brand"]

    def all_noted() -> bool:
        try:
            page = noted.get("/api/v1/notifications", params={"limit": "80"}).json()
        except Exception:  # noqa: BLE001 - snac cuts lines now and then
            return False
        words = {one["status"]["id"] for one in page if one["type"] == "mention"}
        marks = [
            one for one in page if one["type"] != "mention" and one.get("status", {}).get("id") == root["id"]
        ]
        return len(marks) >= 4 and {post["id"] for name, post in posts.items() if name != "root"} <= words

    until(all_noted)
    return posts


def test_all_that_people_did_is_heard_under_the_ids_of_the_trace(
    people: People, keys: HeldKeys, made: dict[str, dict[str, Any]], snac: dict[str, Any]
) -> None:
    told = {event.id: event for event in walked(keys)[0]}
    root, alice = made["root"]["uri"], f"{snac['url']}/alice"
    assert (told[made["reply"]["uri"]].kind, told[made["reply"]["uri"]].about) == ("reply", root)
    assert (told[made["mention"]["uri"]].kind, told[made["mention"]["uri"]].about) == ("mention", "")
    assert told[made["below"]["uri"]].actor.id == f"{snac['url']}/carol"
    private = told[made["private"]["uri"]]
    assert (private.private, private.ours, private.thread) == (True, True, root)
    assert not told[made["reply"]["uri"]].private
    assert (
        told[f"{snac['url'].removeprefix('http://')}/accounts/{keys.account}#follow:{alice}"].kind == "follow"
    )
    reader = MastodonReader(instance=snac["url"], token=people.token("brand"))
    trace: Trace = asyncio.run(reader.trace(f"{snac['url']}/@brand/{made['root']['id']}"))
    acts = {act.id for act in trace.acts if act.id != root}
    assert {f"{root}#reshare:{alice}", f"{root}#like:{alice}", made["reply"]["uri"]} <= acts
    seen = {act for act in acts if act in told}
    assert acts - {made["private"]["uri"]} <= seen, "whatever the trace shows has been heard"


def test_what_was_heard_is_heard_no_more_and_what_is_new_is(
    people: People, keys: HeldKeys, made: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "PAGE", 2)
    monkeypatch.setattr(hearing, "FULL", 1)
    told, last = walked(keys)
    assert {post["uri"] for name, post in made.items() if name != "root"} <= {event.id for event in told}
    assert last.up_to is not None
    settled = spoken(keys, lambda speaker: speaker.hear(last.cursor)).events
    assert {event.id for event in settled} <= {event.id for event in told}
    new = word(people, "bob", "@brand one thing more")
    until(lambda: new["uri"] in {event.id for event in walked(keys, last.cursor)[0]})


def test_an_answer_to_a_private_word_stays_private_and_hangs_on_it(
    people: People, keys: HeldKeys, made: dict[str, dict[str, Any]]
) -> None:
    private = next(event for event in walked(keys)[0] if event.id == made["private"]["uri"])

    async def answered(speaker: MastodonSpeaker) -> Any:
        there = await speaker.locate(private.address)
        what = draft(f"Just you {uuid.uuid4().hex[:8]}", answers=private.address, replies_to=there)
        return await speaker.publish(what), await speaker.find(what), await speaker.publish(what)

    receipt, found, again = spoken(keys, answered)
    post = people.doors["brand"].get(f"/api/v1/statuses/{receipt.native_id}").json()
    assert (post["visibility"], post["in_reply_to_id"]) == ("private", made["private"]["id"])
    assert "@alice" in post["text"]
    assert found.native_id == again.native_id == receipt.native_id
    second = Draft(uuid.uuid4().hex, receipt.at, "And more", replies_to=replace(receipt))
    after = spoken(keys, lambda speaker: speaker.publish(second))
    shown = people.doors["brand"].get(f"/api/v1/statuses/{after.native_id}").json()
    assert shown["visibility"] == "private"


def test_a_server_without_a_stream_says_so(keys: HeldKeys) -> None:
    async def watched(speaker: MastodonSpeaker) -> None:
        with pytest.raises(errors.Unreachable):
            await anext(speaker.watch())

    spoken(keys, watched)
