"""What an account is told, as recorded from a network of our own, and what only an enemy would write."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from connectors.bluesky.pds import DID
from connectors.bluesky.told import ADA, CID, OURS, notice, post, ref
from connectors.lexicons import Lexicons
from connectors.recorded import recorded, wild
from passaparola.connectors.bluesky import embeds, heard, notices
from passaparola.connectors.errors import Garbled
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from pathlib import Path

    from passaparola.connectors.contract import Event

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
BRAND = "did:plc:vdy75bc5ljqwbwdaoa43bpjd"
EMBED = "app.bsky.embed."


@pytest.fixture
def lexicons(shared: Path) -> Lexicons:
    folder = shared / "contracts" / "atproto-lexicons"
    if not folder.is_dir():
        pytest.skip("no AT Protocol lexicons: put them at ../shared/contracts/atproto-lexicons")
    return Lexicons(folder)


def events(*raw: Any, account: str = DID, files: Any = None) -> tuple[Event, ...]:
    page = notices.page(Wild({"notifications": list(raw)}))
    return heard.events(page.notices, account=account, files=files or {})


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("app.bsky.notification.listNotifications", "listNotifications__all_kinds"),
        ("app.bsky.notification.listNotifications", "listNotifications__none"),
        ("app.bsky.feed.getPosts", "getPosts__pictures"),
    ],
)
def test_recorded_answers_are_as_the_vendor_describes_them(
    method: str, name: str, lexicons: Lexicons
) -> None:
    assert lexicons.answer(method, recorded("bluesky", name)) == []


def test_every_kind_is_heard_under_the_id_it_has_in_a_trace() -> None:
    found = events(*recorded("bluesky", "listNotifications__all_kinds")["notifications"], account=BRAND)
    names = {event.actor.id: event.actor.handle[:-6] for event in found}
    ours = f"at://{BRAND}/app.bsky.feed.post/3n356l26zbc2g"
    theirs = "at://did:plc:j7dxxaospfkrxkf7ydie4w4z/app.bsky.feed.post/3n356l2fq4c2g"
    did = {name: did for did, name in names.items()}
    posts = {event.text: event for event in found if event.text}
    assert [(event.kind, names[event.actor.id], event.ours) for event in found] == [
        ("follow", "ada", False),
        ("like", "dan", False),
        ("reshare", "cleo", False),
        ("quote", "dan", True),
        ("mention", "dan", False),
        ("reply", "dan", False),
        ("quote", "dan", True),
        ("reply", "cleo", True),
        ("like", "cleo", True),
        ("reshare", "bea", True),
        ("reshare", "ada", True),
    ]
    assert found[0].id == f"{BRAND}#follow:{did['ada']}"
    assert found[1].id == f"{theirs}#like:{did['dan']}"
    assert found[2].id == f"{theirs}#reshare:{did['cleo']}"
    assert [event.id for event in found[8:]] == [
        f"{ours}#like:{did['cleo']}",
        f"{ours}#reshare:{did['bea']}",
        f"{ours}#reshare:{did['ada']}",
    ]
    assert {event.about for event in found[8:]} == {ours}
    deeper = posts["deeper"]
    assert (deeper.about, deeper.thread) == (posts["answer"].id, ours)
    mention = posts["hi @brand1.test"]
    assert (mention.about, mention.thread, mention.language) == ("", mention.id, "it")
    assert mention.address == f"https://bsky.app/profile/{did['dan']}/post/{mention.id.rpartition('/')[2]}"
    assert mention.at == datetime(2026, 11, 25, 12, 40, 33, 84_000, tzinfo=UTC)
    assert found[0].at.tzinfo is UTC


def test_a_post_that_answers_quotes_and_mentions_is_one_quote_whichever_notice_comes_first() -> None:
    mention = {"$type": "app.bsky.richtext.facet#mention", "did": DID}
    record: dict[str, Any] = {
        "reply": {"root": ref(OURS), "parent": ref(OURS)},
        "embed": {"$type": f"{EMBED}record", "record": ref(OURS)},
        "facets": [{"index": {"byteStart": 0, "byteEnd": 4}, "features": [mention]}],
    }
    three = [post(reason, NOON, rkey="3kx", **record) for reason in ("reply", "mention", "quote")]
    for turn in range(3):
        (event,) = events(*three[turn:], *three[:turn])
        assert (event.kind, event.about, event.ours) == ("quote", OURS, True)


def test_a_mention_within_somebody_elses_talk_says_what_it_answers() -> None:
    theirs = f"at://{ADA}/app.bsky.feed.post/3kabc"
    facet = {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": DID}]}
    reply = {"root": ref(theirs), "parent": ref(theirs)}
    (event,) = events(post("mention", NOON, reply=reply, facets=[facet]))
    assert (event.kind, event.about, event.thread, event.ours) == ("mention", theirs, theirs, False)


def test_a_link_is_among_the_files_and_so_are_the_pictures_that_were_looked_up() -> None:
    card = {"uri": "https://example.org/a?b=c", "title": "", "description": ""}
    embed = {"$type": f"{EMBED}external", "external": card}
    (event,) = events(post("mention", NOON, rkey="3kx", embed=embed), files={})
    assert event.files == ("https://example.org/a?b=c",)
    shown = embeds.shown(wild("bluesky", "getPosts__pictures"))
    assert {uri.rpartition("/")[2]: len(found) for uri, found in shown.items()} == {
        "3kimages": 2,
        "3kvideo": 1,
        "3kgallery": 5,
        "3kboth": 1,
    }
    assert all(address.startswith("https://") for found in shown.values() for address in found)
    (event,) = events(post("mention", NOON, rkey="3kimages"), files=shown)
    assert event.files == shown[event.id]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "https://a.example/x y", "", 7, None]
)
def test_only_web_addresses_are_among_the_files(address: Any) -> None:
    embed = {"$type": f"{EMBED}external", "external": {"uri": address, "title": "", "description": ""}}
    (event,) = events(post("mention", NOON, embed=embed))
    assert event.files == ()
    image = {"$type": f"{EMBED}images#view", "images": [{"fullsize": address}, None, 7]}
    assert embeds.shown(Wild({"posts": [{"uri": "x", "embed": image}]})) == {"x": ()}


@pytest.mark.parametrize(
    "record",
    [
        {"text": 7, "langs": "it", "facets": "x", "reply": [], "embed": 7},
        {"text": None, "langs": [None, 3, "x" * 90], "facets": [None, {"features": [None, 7]}], "embed": []},
        {"reply": {"parent": {"uri": "https://example.org"}, "root": None}, "embed": {"$type": 3}},
        {"embed": {"$type": f"{EMBED}recordWithMedia", "record": 7, "media": [[]]}},
        {"embed": {"$type": f"{EMBED}record", "record": {"uri": "at://nobody/x/y"}}},
        {"facets": [{"features": {"did": DID}}], "langs": {}, "createdAt": "yesterday"},
    ],
)
def test_a_post_may_hold_anything_and_is_heard(record: Any) -> None:
    (event,) = events(post("mention", NOON, rkey="3kx", **record))
    assert (event.kind, event.about, event.files, event.at) == ("mention", "", (), NOON)
    assert event.address.endswith("/post/3kx")


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("1999-12-31T23:59:59Z", datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2999-01-01T00:00:00+02:00", datetime(2998, 12, 31, 22, tzinfo=UTC)),
        ("0001-01-01T00:00:00+23:00", NOON),
        ("never", NOON),
        (["2026"], NOON),
    ],
)
def test_times_are_as_apps_write_them_and_the_networks_own_where_they_are_none(
    written: Any, at: datetime
) -> None:
    (event,) = events(notice("repost", NOON, {"subject": ref(OURS), "createdAt": written}))
    assert (event.kind, event.at, event.at_known) == ("reshare", at, True)


@pytest.mark.parametrize(
    "change",
    [
        {"author": {"did": "did:key:z6", "handle": "x"}},
        {"author": None},
        {"uri": "https://example.org/"},
        {"indexedAt": "soon"},
        {"record": None},
        {"reason": 7},
    ],
)
def test_one_notice_that_cannot_be_read_keeps_no_other_from_being_heard(change: Any) -> None:
    good = post("mention", NOON, rkey="3kgood")
    (event,) = events({**good, **change}, good)
    assert event.id.endswith("3kgood")
    with pytest.raises(Garbled):
        events({**good, **change})


@pytest.mark.parametrize("body", [[], {}, {"notifications": 7}, {"notifications": [], "cursor": 7}, None])
def test_what_is_no_list_of_notices_is_named(body: Any) -> None:
    with pytest.raises(Garbled, match=r"^\$"):
        notices.page(Wild(body))


def test_what_is_not_done_towards_the_account_is_no_event() -> None:
    others = [
        notice(reason, NOON, {}) for reason in ("verified", "starterpack-joined", "subscribed-post", "x")
    ]
    assert events(*others, post("reply", NOON, who=DID)) == ()


def test_a_like_of_nothing_one_can_name_is_no_event() -> None:
    assert events(notice("like", NOON, {"subject": {"uri": "x", "cid": CID}})) == ()


def test_who_may_not_be_shown_in_public_is_heard_by_whom_they_speak_to() -> None:
    hidden = post("reply", NOON)
    hidden["author"]["labels"] = [{"val": "!no-unauthenticated", "src": ADA, "uri": ADA, "cts": "x"}]
    hidden["author"]["handle"] = "handle.invalid"
    (event,) = events(hidden)
    assert (event.text, event.actor.handle) == ("Ciao", "handle.invalid")
