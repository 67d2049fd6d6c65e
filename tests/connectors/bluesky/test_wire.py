"""Bluesky's JSON, as recorded from a network of our own, turned into records."""

from __future__ import annotations

import copy
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from connectors.lexicons import Lexicons
from connectors.recorded import recorded, wild
from passaparola.connectors.bluesky import fields, wire
from passaparola.connectors.errors import Garbled
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ADA = "did:plc:" + "a" * 24


@pytest.fixture
def lexicons(shared: Path) -> Lexicons:
    folder = shared / "contracts" / "atproto-lexicons"
    if not folder.is_dir():
        pytest.skip("no AT Protocol lexicons: put them at ../shared/contracts/atproto-lexicons")
    return Lexicons(folder)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://bsky.app/profile/ada.test/post/3kabc", wire.Place("ada.test", "3kabc")),
        ("https://bsky.app/profile/ada.test/post/3kabc/", wire.Place("ada.test", "3kabc")),
        (" https://bsky.app/profile/ada.test/post/3kabc?ref=x#y ", wire.Place("ada.test", "3kabc")),
        (f"https://bsky.app/profile/{ADA}/post/3kabc", wire.Place(ADA, "3kabc")),
        (f"at://{ADA}/app.bsky.feed.post/3kabc", wire.Place(ADA, "3kabc")),
        ("at://ada.test/app.bsky.feed.post/3kabc", wire.Place("ada.test", "3kabc")),
        ("at://did:web:ada.example/app.bsky.feed.post/x", wire.Place("did:web:ada.example", "x")),
        ("https://bsky.app/profile/ada.test", None),
        ("https://bsky.app.example/profile/ada.test/post/3kabc", None),
        ("https://example.com/https://bsky.app/profile/ada.test/post/3kabc", None),
        ("at://ada.test/app.bsky.feed.like/3kabc", None),
        ("https://bsky.app/profile/../post/3kabc", None),
        ("https://bsky.app/profile/ada.test/post/../../x", None),
        ("", None),
    ],
)
def test_a_post_is_recognised_by_its_page_and_by_its_at_uri(address: str, place: wire.Place | None) -> None:
    assert wire.place(address) == place


def test_a_post_is_read_with_its_counts() -> None:
    (post,) = wire.posts(wild("bluesky", "getPosts__one"))
    assert (post.text, post.reposts, post.likes, post.quotes, post.replies) == (
        "Read this: it is worth passing on",
        *(3, 2, 1, 2),
    )
    assert post.author.handle.startswith("brand")
    assert post.at.tzinfo is UTC


def test_a_deleted_post_is_nowhere() -> None:
    assert wire.posts(wild("bluesky", "getPosts__deleted")) == []


def test_a_time_that_is_none_gives_way_to_the_appviews_own() -> None:
    body = recorded("bluesky", "getPosts__one")
    body["posts"][0]["record"]["createdAt"] = "yesterday"
    body["posts"][0]["indexedAt"] = "2026-01-02T03:04:05.678Z"
    (post,) = wire.posts(Wild(body))
    assert post.at == datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)


def test_a_thread_is_read_with_whom_each_reply_answers() -> None:
    thread = wire.thread(wild("bluesky", "getPostThread__replies"))
    assert thread is not None
    root = recorded("bluesky", "getPostThread__replies")["thread"]["post"]["uri"]
    assert [(post.text, parent == root, post.author.hidden) for post, parent in thread.found] == [
        ("Between us", True, True),
        ("Really?", True, False),
    ]
    assert (thread.unread, thread.blocked, thread.missing, thread.withheld) == ((), 0, 0, 0)


def test_replies_that_are_not_shown_are_counted() -> None:
    thread = wire.thread(wild("bluesky", "getPostThread__blocked_and_deleted"))
    assert thread is not None
    assert (len(thread.found), thread.blocked, thread.missing, thread.withheld) == (2, 1, 1, 3)


def test_a_thread_cut_off_by_depth_says_where_to_ask_on() -> None:
    thread = wire.thread(wild("bluesky", "getPostThread__cut_off"))
    assert thread is not None
    assert thread.unread == (recorded("bluesky", "getPostThread__cut_off")["thread"]["post"]["uri"],)


def test_a_repost_tells_its_time_and_the_repost_it_was_seen_through() -> None:
    entries, cursor = wire.paged("records")(wild("bluesky", "listRecords__repost_with_via"))
    passed = wire.passed(entries[0])
    assert cursor is None or wire.TID.fullmatch(cursor)
    assert passed.via is not None
    assert "/app.bsky.feed.repost/" in passed.via
    assert passed.at is not None
    assert abs((passed.at - (wire.time_of(passed.rkey) or passed.at)).total_seconds()) < 5


def test_a_repost_of_an_app_without_via_tells_none() -> None:
    entries, _ = wire.paged("records")(wild("bluesky", "listRecords__repost_without_via"))
    assert wire.passed(entries[0]).via is None


@pytest.mark.parametrize(
    "value",
    [
        *({}, {"subject": None}, {"subject": {"uri": 3}}, {"subject": []}, "text", None, []),
        {"subject": {"uri": "at://x"}, "via": "not a reference"},
    ],
)
def test_a_record_its_author_wrote_wrong_is_passed_over(value: Any) -> None:
    entry = {"uri": f"at://{ADA}/app.bsky.feed.repost/3kaaaaaaaaa2a", "cid": "x", "value": value}
    if value is None:
        with pytest.raises(Garbled):
            wire.passed(Wild(entry))
    else:
        assert wire.passed(Wild(entry)).subject == ""


def test_a_home_is_the_personal_data_server_of_the_did_document() -> None:
    assert wire.home(wild("bluesky", "didDocument__plc")) == "https://pds.example"


@pytest.mark.parametrize(
    "endpoint", ["file:///etc/passwd", "", "javascript:1", 5, None, "http://[", "https://a?b=", "https://u@h"]
)
def test_a_home_that_is_no_web_address_is_garbled(endpoint: Any) -> None:
    body = recorded("bluesky", "didDocument__plc")
    body["service"][0]["serviceEndpoint"] = endpoint
    with pytest.raises(Garbled):
        wire.home(Wild(body))


@pytest.mark.parametrize(
    ("did", "address"),
    [
        (ADA, f"https://plc.example/{ADA}"),
        ("did:web:ada.example", "https://ada.example/.well-known/did.json"),
        ("did:web:localhost%3A2583", "http://localhost:2583/.well-known/did.json"),
    ],
)
def test_a_did_document_is_published_where_its_method_says(did: str, address: str) -> None:
    assert wire.document(did, plc="https://plc.example") == address


def test_a_key_tells_its_time() -> None:
    made = wire.time_of("3jzfcijpj2z2a")
    assert made is not None
    assert made.replace(microsecond=0) == datetime(2023, 6, 30, 15, 3, 1, tzinfo=UTC)
    assert wire.time_of("self") is None
    assert wire.time_of("zzzzzzzzzzzzz") is None


READERS: dict[str, tuple[str, Callable[[Wild], Any]]] = {
    "getPosts__one": ("posts", wire.posts),
    "getPostThread__replies": ("thread", wire.thread),
    "didDocument__plc": ("service", wire.home),
    "resolveHandle__known": ("did", wire.did),
}


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [p for key, inner in value.items() for p in [(*path, key), *_places(inner, (*path, key))]]
    if isinstance(value, list):
        return [p for i, inner in enumerate(value) for p in [(*path, i), *_places(inner, (*path, i))]]
    return []


HOSTILE: list[Any] = [None, 0, -1, 1e400, True, "", "x" * 50_000, "\ud800\x00", [], {}, [[]], {"uri": {}}]


@pytest.mark.parametrize("name", READERS)
def test_whatever_stands_in_any_field_is_read_or_garbled_and_nothing_else(name: str) -> None:
    body = recorded("bluesky", name)
    for place in _places(body):
        for poison in HOSTILE:
            poisoned = copy.deepcopy(body)
            here = poisoned
            for step in place[:-1]:
                here = here[step]
            here[place[-1]] = poison
            try:
                READERS[name][1](Wild(poisoned))
            except Garbled as error:
                assert str(error).startswith("$"), "the place is named"  # noqa: PT017  most are read


def test_the_place_that_does_not_fit_is_named() -> None:
    body = recorded("bluesky", "getPosts__one")
    body["posts"][0]["author"]["did"] = 7
    with pytest.raises(Garbled, match=re.escape("$.posts[0].author.did is no DID")):
        wire.posts(Wild(body))


def test_text_that_no_file_could_hold_is_made_writable() -> None:
    assert Wild("a\ud800b\x00c").text() == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("ref", fields.FIELDS)
def test_every_field_the_vendor_describes_is_read_or_ignored_on_purpose(ref: str, lexicons: Lexicons) -> None:
    ours = fields.FIELDS[ref]
    assert ours.read | ours.ignored == lexicons.properties(ref)
    assert not ours.read & ours.ignored


@pytest.mark.parametrize(
    "name",
    [
        *("resolveHandle__known", "getPosts__one", "getPosts__deleted", "getQuotes__one", "getLikes__two"),
        *("getPostThread__replies", "getPostThread__cut_off", "getPostThread__blocked_and_deleted"),
        *(
            "getRepostedBy__three",
            "getProfiles__some",
            "getRelationships__some",
            "getRelationships__somebody_unknown",
        ),
        *("listRecords__repost_with_via", "listRecords__repost_without_via", "listRecords__like_with_via"),
    ],
)
def test_recorded_answers_are_as_the_vendor_describes_them(name: str, lexicons: Lexicons) -> None:
    short = name.partition("__")[0]
    places = {"resolveHandle": "com.atproto.identity", "listRecords": "com.atproto.repo"}
    places |= {"getRelationships": "app.bsky.graph", "getProfiles": "app.bsky.actor"}
    method = f"{places.get(short, 'app.bsky.feed')}.{short}"
    assert lexicons.answer(method, recorded("bluesky", name)) == []
