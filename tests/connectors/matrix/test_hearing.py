"""Hearing what is said in rooms, over recorded answers; requests keep to the API's description."""

from __future__ import annotations

import asyncio
import copy
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.matrix.test_connector import BRAND, EXPIRED, Server, judge, keys, refused, spoken
from connectors.recorded import client, recorded
from passaparola.connectors import errors
from passaparola.connectors.matrix import place
from passaparola.connectors.matrix.connector import speaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Batch, Event

    Judge = Callable[[httpx.Request], None]

__all__ = ["judge"]

ALICE, BOB = "@alice:matrix.example", "@bob:matrix.example"
OURS = recorded("matrix", "event__ours")["event_id"]
THEIRS = recorded("matrix", "event__answer")["event_id"]
LIKE = f"{OURS}#like:{BOB}"
NOTHING = recorded("matrix", "sync__nothing")
HEARD = place.Place("s26_5").written()
EVENTS = {OURS: "event__ours", THEIRS: "event__answer"}


def event(request: httpx.Request) -> Any:
    """The event at the end of a path, where it was recorded."""
    name = EVENTS.get(request.url.path.rpartition("/")[2])
    return recorded("matrix", name) if name else httpx.Response(404, json={"errcode": "M_NOT_FOUND"})


def homeserver(sync: Any, judge: Any = None, **more: Any) -> Server:
    return Server(judge, {"/sync": sync, "/event/": event} | {f"/{part}": it for part, it in more.items()})


def hears(server: Server, cursor: str = HEARD) -> Batch:
    return spoken(server, lambda it: it.hear(cursor))


def said(*events: dict[str, Any], room: str = "!news", members: int = 3) -> dict[str, Any]:
    """A sync in which these were said in a room."""
    answer = copy.deepcopy(recorded("matrix", "sync__changed"))
    told = answer["rooms"]["join"].pop("!news")
    told["timeline"]["events"] = list(events)
    told["summary"] = {"m.joined_member_count": members}
    answer["rooms"]["join"][room] = told
    return dict(answer)


def message(body: Any = "Hello", **content: Any) -> dict[str, Any]:
    return {
        "type": "m.room.message",
        "event_id": "$said",
        "sender": ALICE,
        "origin_server_ts": 1795610390000,
        "content": {"msgtype": "m.text", "body": body, **content},
    }


def related(**relation: Any) -> dict[str, Any]:
    return {"m.relates_to": relation}


def only(batch: Batch) -> Event:
    (found,) = batch.events
    return found


def test_the_past_is_told_as_what_it_was(judge: Judge) -> None:
    server = homeserver(recorded("matrix", "sync__first"), judge)
    batch = hears(server, "")
    answer, like, private = batch.events
    assert (answer.id, answer.kind, answer.text) == (THEIRS, "reply", "I did")
    assert (answer.about, answer.thread, answer.ours, answer.private) == (OURS, OURS, True, False)
    assert answer.actor.name == "Alice"
    assert answer.address == answer.url == f"https://matrix.to/#/!news/{THEIRS}?via=matrix.example"
    assert answer.at == datetime(2026, 11, 25, 12, 39, 52, tzinfo=UTC)
    assert (like.id, like.kind, like.text, like.about, like.ours) == (LIKE, "like", "👍", OURS, True)
    assert (private.kind, private.text, private.private, private.thread) == ("message", "Psst", True, "!psst")
    assert batch.more
    assert [request.url.path for request in server.asked] == ["/_matrix/client/v3/sync"]
    assert "since" not in server.asked[0].url.params


def test_a_change_and_a_reaction_taken_back_are_of_what_was_told(judge: Judge) -> None:
    cursor = hears(homeserver(recorded("matrix", "sync__first"))).cursor
    server = homeserver(recorded("matrix", "sync__changed"), judge)
    change, gone = hears(server, cursor).events
    assert (change.id, change.text, change.about, change.kind) == (THEIRS, "I did!", OURS, "reply")
    assert change.edited_at == datetime(2026, 11, 25, 12, 39, 54, tzinfo=UTC)
    assert change.at == datetime(2026, 11, 25, 12, 39, 52, tzinfo=UTC)
    assert (gone.id, gone.kind, gone.gone, gone.about) == (LIKE, "like", True, OURS)
    assert gone.actor.id == BOB
    assert server.asked[0].url.params["since"] == "s26_5"


def test_nothing_new_is_everything_until_now() -> None:
    before = datetime.now(UTC)
    batch = hears(homeserver(NOTHING))
    assert (batch.events, batch.more) == ((), False)
    assert batch.up_to is not None
    assert before <= batch.up_to <= datetime.now(UTC)


def pages(request: httpx.Request) -> Any:
    """Two pages of what an outage left out; the second one is the last."""
    page = recorded("matrix", "messages__page")
    if request.url.params["from"] == page["end"]:
        chunk = [{**one, "event_id": f"{one['event_id']}-older"} for one in page["chunk"]]
        return {"chunk": chunk, "start": page["end"]}
    return page


def test_an_outage_is_filled_page_by_page_back_to_where_we_were(judge: Judge) -> None:
    server = homeserver(recorded("matrix", "sync__outage"), judge, messages=pages)
    batches = [hears(server)]
    while server.sent("/sync")[1:] == [] and batches[-1].more and len(batches) < 3:
        batches.append(hears(server, batches[-1].cursor))
    first, second = server.sent("/messages")
    assert (first.url.params["from"], first.url.params["to"]) == ("t60-98_0", "s26_5")
    assert (second.url.params["from"], second.url.params["to"]) == ("t40-50_0", "s26_5")
    told = [one.id for batch in batches for one in batch.events]
    older = [f"$answer-{n}" for n in range(3)]
    assert told == ["$last", *older, *(f"{name}-older" for name in older)]
    assert all(batch.more and batch.up_to is None for batch in batches)
    server.answers["/sync"] = NOTHING
    assert not hears(server, batches[-1].cursor).more
    assert server.sent("/sync")[-1].url.params["since"] == "s99_5"


def test_a_page_that_was_not_kept_is_asked_for_again() -> None:
    server = homeserver(recorded("matrix", "sync__outage"), messages=pages)
    cursor = hears(server).cursor
    assert hears(server, cursor) == hears(server, cursor)


def test_a_server_that_turns_pages_for_ever_is_left_at_some_point() -> None:
    turned = iter(range(10**6))

    def page(request: httpx.Request) -> Any:
        return {"chunk": [], "start": "t0", "end": f"t{next(turned)}"}

    server = homeserver(recorded("matrix", "sync__outage"), messages=page)
    batch = hears(server)
    hole = place.read(batch.cursor).holes[0]
    batch = hears(server, replace(place.read(batch.cursor), holes=(replace(hole, pages=2),)).written())
    assert place.read(batch.cursor).holes[0].pages == 1
    assert place.read(hears(server, batch.cursor).cursor).holes == ()


def test_a_room_that_was_left_meanwhile_is_left_out() -> None:
    server = homeserver(recorded("matrix", "sync__outage"), messages=refused(403, "M_FORBIDDEN"))
    batch = hears(server, hears(server).cursor)
    assert (batch.events, place.read(batch.cursor).holes) == ((), ())


def test_deletions_from_before_the_beginning_are_not_told() -> None:
    deletion = recorded("matrix", "sync__changed")["rooms"]["join"]["!news"]["timeline"]["events"][1]
    deletion |= {"redacts": THEIRS, "content": {"redacts": THEIRS}}
    assert hears(homeserver(said(deletion)), "").events == ()
    gone = only(hears(homeserver(said(deletion))))
    assert (gone.id, gone.gone, gone.text, gone.actor.id) == (THEIRS, True, "", ALICE)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (message(**{"m.mentions": {"user_ids": [BRAND]}}), "mention"),
        (message(f"{BRAND}: hello"), "mention"),
        (
            message("brand: hello", formatted_body=f'<a href="https://matrix.to/#/{BRAND}">brand</a>'),
            "mention",
        ),
        (message(f"{BRAND}: hello", **{"m.mentions": {}}), None),
        (message(f"{BRAND}.org: hello"), None),
        (message("hello"), None),
        (message(**related(rel_type="m.thread", event_id=OURS)), "reply"),
        (message(**related(**{"m.in_reply_to": {"event_id": THEIRS}})), None),
        (message(**related(**{"m.in_reply_to": {"event_id": "$unseen"}})), None),
    ],
)
def test_what_is_meant_for_us_is_told_and_nothing_else(content: Any, kind: str | None) -> None:
    told = hears(homeserver(said(content))).events
    assert [one.kind for one in told] == ([kind] if kind else [])


def test_an_answer_in_a_thread_is_about_what_was_chosen_to_answer() -> None:
    thread = {"rel_type": "m.thread", "event_id": OURS, "m.in_reply_to": {"event_id": THEIRS}}
    fallen = only(hears(homeserver(said(message(**related(**thread, is_falling_back=True))))))
    assert (fallen.about, fallen.ours, fallen.thread) == (OURS, True, OURS)
    chosen = only(hears(homeserver(said(message(**related(**thread))))))
    assert (chosen.about, chosen.ours, chosen.thread) == (THEIRS, False, OURS)


def test_rooms_of_two_are_private_but_ours_never_is() -> None:
    assert only(hears(homeserver(said(message(), room="!other", members=2)))).private
    assert hears(homeserver(said(message(), room="!other", members=3))).events == ()
    assert hears(homeserver(said(message(), room="!news", members=2))).events == ()
    # what the account marks as private stays so, however many were let in
    marked = place.Place("s26_5", marked=frozenset({"!other"})).written()
    assert only(hears(homeserver(said(message(), room="!other", members=9)), marked)).kind == "message"


def test_of_encrypted_words_it_is_told_that_there_are_some_and_only_in_private() -> None:
    sealed = message() | {"type": "m.room.encrypted", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
    told = only(hears(homeserver(said(sealed, room="!other", members=2))))
    assert (told.kind, told.text, told.address) == ("message", "", "")
    assert told.url
    assert hears(homeserver(said(sealed))).events == ()


def test_a_file_is_told_by_its_address() -> None:
    file = message("hat.png", msgtype="m.image", url="mxc://matrix.example/hat")
    told = only(hears(homeserver(said(file, room="!other", members=2))))
    assert (told.text, told.files) == ("hat.png", ("mxc://matrix.example/hat",))


def test_nobody_changes_the_words_of_another() -> None:
    change = message("* Bought", **related(rel_type="m.replace", event_id=THEIRS)) | {"sender": BOB}
    change["content"]["m.new_content"] = {"body": "Bought"}
    assert hears(homeserver(said(change))).events == ()
    assert only(hears(homeserver(said(change | {"sender": ALICE})))).text == "Bought"


@pytest.mark.parametrize(
    "hostile",
    [
        message(["no", "text"]),
        message() | {"event_id": "no id"},
        message() | {"event_id": {"$": 1}},
        message() | {"sender": "nobody"},
        message() | {"origin_server_ts": -1},
        message() | {"origin_server_ts": 2**60},
        message() | {"content": []},
        message(**{"m.relates_to": "all"}),
        message(**related(rel_type="m.replace", event_id=7)),
        message(**{"m.mentions": {"user_ids": 5}}),
        message(url="javascript:alert(1)"),
        {},
        None,
    ],
)
def test_what_does_not_fit_keeps_nobody_from_hearing_the_rest(hostile: Any) -> None:
    good = message(**{"m.mentions": {"user_ids": [BRAND]}})
    assert only(hears(homeserver(said(hostile, good)))).id == "$said"


def test_hostile_words_come_through_as_words() -> None:
    text = "<script>alert(1)</script>\x00 \ud800" + "x" * 30_000
    answer = json.dumps(said(message(text, **{"m.mentions": {"user_ids": [BRAND]}})))
    told = only(hears(homeserver(httpx.Response(200, content=answer))))
    assert told.text.startswith("<script>alert(1)</script>\ufffd \ufffd")
    assert len(told.text) == 20_000
    told.text.encode()


@pytest.mark.parametrize(
    "cursor",
    ["garbage", "[]", "7", "{}", '{"since":1}', "[" * 100_000, HEARD.replace("[]", "[[1]]", 1), '"\ud800"'],
)
def test_a_cursor_that_is_none_is_told(cursor: str) -> None:
    with pytest.raises(errors.CursorExpired):
        hears(homeserver(NOTHING), cursor)


def test_a_token_that_the_server_forgot_is_told_and_nothing_else_is_taken_for_it() -> None:
    forgotten = refused(400, "M_UNKNOWN")
    with pytest.raises(errors.CursorExpired):
        hears(homeserver(forgotten))
    with pytest.raises(errors.Invalid):
        hears(homeserver(forgotten), "")
    with pytest.raises(errors.AuthExpired):
        hears(homeserver(EXPIRED))
    with pytest.raises(errors.Garbled):
        hears(homeserver({"rooms": []}))
    server = homeserver(recorded("matrix", "sync__outage"), messages=forgotten)
    with pytest.raises(errors.CursorExpired):
        hears(server, hears(server).cursor)


def test_reactions_are_remembered_up_to_some_number() -> None:
    many = [place.Like(f"${n}", OURS, BOB) for n in range(place.REMEMBERED + 1)]
    kept = place.read(place.Place("s1").remembering(many).written()).likes
    assert kept == tuple(many[1:])


def test_a_watcher_wakes_for_others_and_asks_on_from_there(judge: Judge) -> None:
    answers = iter([NOTHING, NOTHING, said(message() | {"sender": BRAND}), said(message())])
    server = homeserver(lambda _: next(answers), judge)

    async def scene() -> None:
        async with client(server)() as door:
            async for _ in speaker(keys(), door).watch():
                return

    asyncio.run(scene())
    now, first, second, third = (request.url.params for request in server.sent("/sync"))
    assert json.loads(now["filter"])["room"] == {"rooms": []}
    assert [one["since"] for one in (first, second, third)] == ["s99_5", "s99_5", "s31_5"]
    assert first["timeout"] == "25000"


def test_a_watcher_whose_line_is_cut_says_so() -> None:
    server = homeserver(httpx.ConnectError("refused"))

    async def scene() -> None:
        async with client(server)() as door:
            await anext(speaker(keys(), door).watch())

    with pytest.raises(errors.Unreachable):
        asyncio.run(scene())


def test_a_reaction_to_somebody_else_is_not_told() -> None:
    liked = message() | {"type": "m.reaction"}
    liked["content"] = related(rel_type="m.annotation", event_id=THEIRS, key="👍")
    assert hears(homeserver(said(liked))).events == ()


def test_a_quotation_is_taken_off_answers_only() -> None:
    quoted = "> wise words\n\nSo true"
    private = said(message(quoted), room="!other", members=2)
    assert only(hears(homeserver(private))).text == quoted
    answer = message(quoted, **related(**{"m.in_reply_to": {"event_id": OURS}}))
    assert only(hears(homeserver(said(answer)))).text == "So true"
