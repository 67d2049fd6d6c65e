"""Feeds are read in every form, asked for only when they changed, and nothing in them is trusted."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from connectors.recorded import client
from passaparola.connectors import errors
from passaparola.connectors.feed import wire
from passaparola.connectors.feed.connector import FeedSearcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Batch

HERE = Path(__file__).parent
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
PLACE = "https://gazzetta.example/feed.xml"
RSS, ATOM = (HERE / "feed__rss.xml").read_bytes(), (HERE / "feed__atom.xml").read_bytes()


def looked(answer: Callable[[httpx.Request], httpx.Response], cursor: str = "", place: str = PLACE) -> Batch:
    async def run() -> Batch:
        async with client(answer)() as door:
            return await FeedSearcher(place, door, lambda: NOON).search("", cursor)

    return asyncio.run(run())


def test_an_rss_entry_says_who_when_where_and_the_whole_text() -> None:
    read = wire.feed(RSS)
    entry = read.entries[0]
    assert (read.title, read.url) == ("La Gazzetta di Prova", "https://gazzetta.example/")
    assert (entry.id, entry.title, entry.text) == (
        "gp-1",
        "Caffè Aurora apre a Siena",
        "Apre domani in via di Città.",
    )
    assert (entry.author, entry.place, entry.language) == ("Elsa Finta", "Siena", "it-IT")
    assert entry.at == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert entry.links == ("https://aurora.example/siena",)
    assert entry.files == ("https://gazzetta.example/a.jpg",)


def test_an_entry_without_an_id_or_a_time_is_known_by_its_address() -> None:
    entry = wire.feed(RSS).entries[1]
    assert (entry.id, entry.at) == ("https://gazzetta.example/due", None)


def test_an_atom_entry_is_read_as_well() -> None:
    entry = wire.feed(ATOM).entries[0]
    assert (entry.id, entry.text, entry.author) == ("tag:blog.example,2026:1", "Aurora is good.", "Ada")
    assert entry.at == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert entry.edited_at == datetime(2026, 11, 25, 9, tzinfo=UTC)


def test_a_feed_that_is_nothing_but_a_file_name_opens_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_bytes(RSS)
    with pytest.raises(errors.Garbled):
        wire.feed(str(secret).encode())


@pytest.mark.parametrize("name", ["file:///etc/passwd", "https://169.254.169.254/"])
def test_a_feed_that_is_nothing_but_an_address_asks_nobody(name: str) -> None:
    with pytest.raises(errors.Garbled):
        wire.feed(name.encode())


@pytest.mark.parametrize("body", [b"", b"\x00\xff\xfe", b"<html><body>Not here</body></html>", b'{"a": 1}'])
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    with pytest.raises(errors.Garbled):
        wire.feed(body)


def test_an_outer_entity_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("sesamo")
    evil = RSS.replace(b"<rss ", f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]><rss '.encode(), 1)
    evil = evil.replace(b"Senza data", b"&x;")
    assert "sesamo" not in str(wire.feed(evil))


def test_entities_that_multiply_come_to_an_end() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    evil = RSS.replace(b"<rss ", f'<!DOCTYPE r [<!ENTITY l0 "ha">{laughs}]><rss '.encode(), 1)
    evil = evil.replace(b"Senza data", b"&l11;")
    try:
        found = wire.feed(evil)
    except errors.Garbled:
        return
    assert len(str(found)) < 100_000


def test_a_script_is_neither_run_nor_read() -> None:
    evil = RSS.replace(b"https://gazzetta.example/aurora", b"javascript:alert(2)")
    entry = wire.feed(evil).entries[0]
    assert (entry.url, "alert" in entry.text) == ("", False)


def test_a_feed_of_ten_thousand_entries_is_cut() -> None:
    item = b"<item><title>x</title><guid>%d</guid></item>"
    many = b"".join(item % n for n in range(10_000))
    assert (
        len(wire.feed(b'<rss version="2.0"><channel>' + many + b"</channel></rss>").entries) == wire.ENTRIES
    )


def test_the_first_look_brings_all_and_the_next_asks_whether_it_changed() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.headers.get("if-none-match") == '"v1"':
            return httpx.Response(304)
        return httpx.Response(200, content=RSS, headers={"etag": '"v1"', "last-modified": "Wed, 25 Nov 2026"})

    first = looked(answer)
    again = looked(answer, first.cursor)
    assert [event.id for event in first.events] == ["gp-1", "https://gazzetta.example/due"]
    assert (again.events, again.cursor) == ((), first.cursor)
    assert asked[1].headers["if-modified-since"] == "Wed, 25 Nov 2026"


def test_whoever_writes_is_told_apart_by_feed_and_name() -> None:
    named, unnamed = looked(lambda _: httpx.Response(200, content=RSS)).events
    assert (named.actor.id, named.actor.handle) == (
        f"{PLACE}#Elsa Finta",
        "Elsa Finta · La Gazzetta di Prova",
    )
    assert (unnamed.actor.id, unnamed.actor.handle) == (PLACE, "La Gazzetta di Prova")
    assert (unnamed.at, unnamed.at_known) == (NOON, False)
    assert named.place == "Siena"


def test_an_entry_dated_ahead_is_said_now() -> None:
    ahead = RSS.replace(b"25 Nov 2026", b"25 Nov 2036")
    assert looked(lambda _: httpx.Response(200, content=ahead)).events[0].at == NOON


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, errors.Gone), (403, errors.Forbidden), (500, errors.Transient), (418, errors.Garbled)],
)
def test_a_refusal_is_told_apart(status: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        looked(lambda _: httpx.Response(status))


def test_a_feed_too_large_is_not_read() -> None:
    with pytest.raises(errors.Garbled, match="larger than"):
        looked(lambda _: httpx.Response(200, content=RSS + b" " * 4_000_000))


def test_a_version_that_no_header_holds_is_not_kept() -> None:
    cursor = looked(lambda _: httpx.Response(200, content=RSS, headers={"etag": "x" * 2_000})).cursor
    assert cursor == "{}"


def test_a_cursor_that_makes_no_sense_begins_anew() -> None:
    with pytest.raises(errors.CursorExpired):
        looked(lambda _: httpx.Response(304), cursor="{")
