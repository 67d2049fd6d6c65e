"""A listing that is read backwards lets go of nothing, however it is cut, delayed or lied in."""

from __future__ import annotations

import asyncio
import json
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.bluesky.pds import DID, Pds, refused
from connectors.bluesky.told import ADA, BEA, OURS, Told, iso, like, post, ref
from connectors.lexicons import Lexicons
from connectors.recorded import client, recorded
from passaparola.connectors import errors
from passaparola.connectors.bluesky import walk
from passaparola.connectors.bluesky.speaker import BlueskySpeaker

if TYPE_CHECKING:
    from pathlib import Path

    from passaparola.connectors.contract import Batch

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture
def lexicons(shared: Path) -> Lexicons:
    folder = shared / "contracts" / "atproto-lexicons"
    if not folder.is_dir():
        pytest.skip("no AT Protocol lexicons: put them at ../shared/contracts/atproto-lexicons")
    return Lexicons(folder)


def heard(server: Pds, cursor: str, now: datetime = NOON) -> Batch:
    async def run() -> Batch:
        async with client(server)() as door:
            return await BlueskySpeaker(server.keys(), door, now=lambda: now).hear(cursor)

    return asyncio.run(run())


def all_heard(server: Pds, cursor: str = "", now: datetime = NOON) -> tuple[list[str], str]:
    """The ids of all that is told until there is no more, and the cursor then."""
    ids: list[str] = []
    for _ in range(200):
        batch = heard(server, cursor, now)
        ids += [event.id for event in batch.events]
        cursor = batch.cursor
        if not batch.more:
            assert batch.up_to is not None
            return ids, cursor
        assert batch.up_to is None
    pytest.fail("it goes on for ever")


def likes(count: int, *, before: datetime = NOON, every: timedelta = MINUTE) -> list[Any]:
    """So many likes of posts of ours, the newest just before `before`."""
    return [like(before - every * (i + 1), of=f"{OURS}{i}") for i in range(count)]


def ids(notices: list[Any]) -> set[str]:
    return {f"{each['record']['subject']['uri']}#like:{each['author']['did']}" for each in notices}


def test_the_past_is_told_page_by_page_and_once(lexicons: Lexicons) -> None:
    server = Told(lexicons, notified=likes(250))
    told, _ = all_heard(server)
    assert len(told) == 250
    assert set(told) == ids(server.notified)
    assert {each["limit"] for each in server.asked} == {"100"}
    assert {each["priority"] for each in server.asked} == {"false"}


def test_nothing_is_marked_as_read() -> None:
    server = Told(notified=likes(250))
    all_heard(server)
    assert set(server.sent) == {"app.bsky.notification.listNotifications"}


def test_the_past_ends_after_ninety_days() -> None:
    server = Told(notified=likes(40, every=3 * DAY))
    told, _ = all_heard(server)
    assert len(told) == 30


def test_the_past_ends_after_ten_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MANY", 300)
    told, _ = all_heard(Told(notified=likes(700)))
    assert len(told) == 300


def test_a_look_that_finds_nothing_new_asks_once() -> None:
    server = Told(notified=likes(500))
    _, cursor = all_heard(server)
    server.asked.clear()
    batch = heard(server, cursor, NOON + MINUTE)
    assert not batch.more
    assert len(server.asked) == 1
    assert server.asked[0]["limit"] == "30"
    assert batch.up_to == NOON + MINUTE - walk.OVERLAP


def test_an_account_nobody_has_ever_noticed_is_asked_once_at_a_time() -> None:
    server = Told()
    told, cursor = all_heard(server)
    assert (told, len(server.asked)) == ([], 1)
    server.notified += likes(3, before=NOON + DAY)
    assert len(all_heard(server, cursor, NOON + DAY)[0]) == 3


def test_a_day_of_silence_is_made_up_for_however_many_pages_it_takes() -> None:
    server = Told(notified=likes(20))
    _, cursor = all_heard(server)
    missed = likes(900, before=NOON + DAY, every=MINUTE)
    server.notified += missed
    told, _ = all_heard(server, cursor, NOON + DAY)
    assert ids(missed) <= set(told)


@pytest.mark.parametrize("seed", range(8))
def test_whoever_dies_between_two_batches_misses_nothing(seed: int) -> None:
    """The process dies at any moment: either both events and cursor were kept, or neither."""
    rng = random.Random(seed)  # noqa: S311 - a test's own dice
    server = Told(notified=likes(150))
    kept: set[str] = set()
    cursor, now = "", NOON
    for _ in range(60):
        now += timedelta(minutes=rng.choice([1, 5, 240]))
        server.notified += likes(rng.choice([0, 1, 3, 130]), before=now, every=timedelta(milliseconds=250))
        for index, each in enumerate(server.notified):
            each["record"]["subject"]["uri"] = f"{OURS}{index}"
        batch = heard(server, cursor, now)
        if rng.random() < 0.4:
            continue
        kept |= {event.id for event in batch.events}
        cursor = batch.cursor
    rest, cursor = all_heard(server, cursor, now)  # the walk one was on, and the next
    newest, _ = all_heard(server, cursor, now)
    assert ids(server.notified) == kept | {*rest, *newest}


def test_what_is_indexed_minutes_late_is_told_at_the_next_look() -> None:
    server = Told(notified=likes(20))
    _, cursor = all_heard(server)
    late = like(NOON - 8 * MINUTE, who=BEA)
    server.notified.append(late)
    assert ids([late]) <= set(all_heard(server, cursor, NOON + MINUTE)[0])


def test_what_is_dated_back_by_a_day_is_told_within_hours() -> None:
    server = Told(notified=likes(50, every=10 * MINUTE))
    _, cursor = all_heard(server)
    late = like(NOON - DAY, who=BEA)
    server.notified.append(late)
    told, cursor = all_heard(server, cursor, NOON + MINUTE)
    assert not ids([late]) & set(told)
    assert ids([late]) <= set(all_heard(server, cursor, NOON + walk.LOOKS_EVERY)[0])


def test_a_look_far_back_is_a_matter_of_a_few_pages() -> None:
    server = Told(notified=likes(5_000, every=timedelta(seconds=2)))
    _, cursor = all_heard(server)
    server.asked.clear()
    all_heard(server, cursor, NOON + walk.LOOKS_EVERY)
    assert len(server.asked) == walk.LOOK_PAGES


def test_what_comes_while_the_past_is_told_is_told_after_it() -> None:
    server = Told(notified=likes(150))
    cursor = heard(server, "").cursor
    new = like(NOON + MINUTE, who=BEA)
    server.notified.append(new)
    told, cursor = all_heard(server, cursor)
    assert not ids([new]) & set(told)
    assert ids([new]) <= set(all_heard(server, cursor, NOON + 2 * MINUTE)[0])


@pytest.mark.parametrize("year", [2027, 9999])
def test_a_notice_from_the_future_hides_none_that_come_before_it(year: int) -> None:
    server = Told(notified=[like(NOON.replace(year=year), who=BEA)])
    _, cursor = all_heard(server)
    new = like(NOON + MINUTE)
    server.notified.append(new)
    assert ids([new]) <= set(all_heard(server, cursor, NOON + 2 * MINUTE)[0])
    assert ids([new]) <= set(all_heard(server, cursor, NOON + 9 * DAY)[0]), "nor after a long silence"


def test_a_clock_of_ours_that_was_ahead_hides_nothing() -> None:
    server = Told(notified=likes(5))
    _, cursor = all_heard(server, now=NOON + DAY)
    new = like(NOON + MINUTE, who=BEA)
    server.notified.append(new)
    assert ids([new]) <= set(all_heard(server, cursor, NOON + 2 * MINUTE)[0])
    assert ids([new]) <= set(all_heard(server, cursor, NOON + DAY + 30 * MINUTE)[0]), "nor once it is right"


def test_pages_that_hold_nothing_are_turned() -> None:
    """Notices of whom one blocks are taken out of a page after it was made."""
    server = Told(notified=likes(120))
    server.faults["app.bsky.notification.listNotifications"] = [
        httpx.Response(200, json={"notifications": [], "cursor": iso(NOON)})
    ]
    assert len(all_heard(server)[0]) == 120


def test_a_server_that_says_the_same_place_again_is_at_its_end() -> None:
    page = {"notifications": [like(NOON - MINUTE)], "cursor": "again"}
    server = Told(faults={"app.bsky.notification.listNotifications": [httpx.Response(200, json=page)] * 3})
    told, _ = all_heard(server)
    assert len(told) == 2


def test_a_server_that_never_ends_is_left_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "PAGES", 50)
    pages = [{"notifications": [], "cursor": f"{i}"} for i in range(60)]
    answers = [httpx.Response(200, json=page) for page in pages]
    server = Told(faults={"app.bsky.notification.listNotifications": [*answers]})
    all_heard(server)
    assert len(server.sent) == 50


FORM = {"form": 1, "mark": iso(NOON), "looked": iso(NOON)}


@pytest.mark.parametrize(
    "cursor",
    [
        *("garbage", "{", "[]", "7", "null", '"x"', "{}", "[" * 100_000),
        json.dumps({**FORM, "form": 2}),
        json.dumps({**FORM, "mark": "soon"}),
        json.dumps({**FORM, "mark": "0001-01-01T00:00:00Z"}),
        json.dumps({**FORM, "looked": 7}),
        json.dumps({**FORM, "walk": 7}),
        json.dumps({**FORM, "walk": {"began": iso(NOON)}}),
        json.dumps({**FORM, "walk": {"began": iso(NOON), "floor": iso(NOON), "pages": -1}}),
        json.dumps({**FORM, "walk": {"began": iso(NOON), "floor": iso(NOON), "onward": 7}}),
    ],
)
def test_a_cursor_that_is_none_of_ours_makes_one_begin_anew(cursor: str) -> None:
    server = Told()
    with pytest.raises(errors.CursorExpired, match="begins anew"):
        heard(server, cursor)
    assert server.sent == []


def test_a_place_that_the_server_knows_no_more_makes_one_begin_anew() -> None:
    way = {"began": iso(NOON), "floor": iso(NOON - DAY), "onward": "elsewhere"}
    with pytest.raises(errors.CursorExpired, match="begins anew"):
        heard(Told(), json.dumps({**FORM, "walk": way}))


def test_a_mark_in_the_future_is_taken_for_now() -> None:
    server = Told(notified=likes(5))
    cursor = json.dumps({"form": 1, "mark": "9999-12-31T23:59:59+00:00", "looked": iso(NOON)})
    assert set(all_heard(server, cursor)[0]) == ids(server.notified)


def test_pictures_are_looked_up_twenty_five_at_a_time(lexicons: Lexicons) -> None:
    blob = {"$type": "blob", "ref": {"$link": "bafkreiaaaa"}, "mimeType": "image/png", "size": 3}
    embed = {"$type": "app.bsky.embed.images", "images": [{"image": blob, "alt": ""}]}
    shown = recorded("bluesky", "getPosts__pictures")["posts"][0]
    said = [post("mention", NOON - i * MINUTE, rkey=f"3k{i}", embed=embed) for i in range(60)]
    pictures = {each["uri"]: {**shown, "uri": each["uri"]} for each in said}
    server = Told(lexicons, notified=said, pictures=pictures)
    batch = heard(server, "")
    assert [len(event.files) for event in batch.events] == [2] * 60
    assert server.sent.count("app.bsky.feed.getPosts") == 3


@pytest.mark.parametrize("status", [400, 403, 404])
def test_pictures_that_cannot_be_looked_up_keep_no_word_from_being_heard(status: int) -> None:
    embed = {"$type": "app.bsky.embed.video", "video": {}}
    refusal = httpx.Response(status, json={"error": "InvalidRequest", "message": "no"})
    server = Told(notified=[post("mention", NOON, embed=embed)])
    server.faults["app.bsky.feed.getPosts"] = [refusal]
    (event,) = heard(server, "").events
    assert (event.text, event.files) == ("Ciao", ())


def test_a_session_that_has_run_out_is_renewed() -> None:
    server = Told(notified=likes(2), access="access-2")
    assert len(heard(server, "").events) == 2
    assert "com.atproto.server.refreshSession" in server.sent


def test_an_account_that_is_closed_is_told_as_such() -> None:
    server = Told()
    server.faults["app.bsky.notification.listNotifications"] = [refused(400, "refusal__deactivated")]
    with pytest.raises(errors.AuthRevoked):
        heard(server, "")


def test_a_server_that_fails_is_asked_again_from_where_one_was() -> None:
    server = Told(notified=likes(150))
    cursor = heard(server, "").cursor
    server.faults["app.bsky.notification.listNotifications"] = [httpx.Response(500)]
    with pytest.raises(errors.Transient):
        heard(server, cursor)
    assert len(all_heard(server, cursor)[0]) == 50


def test_replies_to_what_was_heard_can_be_located() -> None:
    """The address of an event is what a draft answers."""
    server = Told(notified=[post("reply", NOON, rkey="3kx", reply={"root": ref(OURS), "parent": ref(OURS)})])
    (event,) = heard(server, "").events
    uri = f"at://{ADA}/app.bsky.feed.post/3kx"
    server.records[uri] = {"$type": "app.bsky.feed.post", "text": "Ciao", "createdAt": iso(NOON)}

    async def run() -> str:
        async with client(server)() as door:
            return (await BlueskySpeaker(server.keys(), door).locate(event.address)).native_id

    assert asyncio.run(run()) == event.id == uri
    assert event.about.startswith(f"at://{DID}/")
