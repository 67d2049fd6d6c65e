"""A stranger's page is read as far as it can be believed, and whatever is in it breaks nothing."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from connectors.hub.pages_of_others import LIKE, MENTION, PLAIN, REPLY, RESHARE, SILENT, TARGET, h_entry
from passaparola.connectors.hub import mentioned
from passaparola.connectors.hub.aimed import place

SOURCE = "https://bea.example/2026/re"


def read(page: str | bytes, source: str = SOURCE) -> mentioned.Mentioned | None:
    body = page.encode() if isinstance(page, str) else page
    return mentioned.read(body, source, lambda address: place(address) == place(TARGET))


@pytest.mark.parametrize(
    ("page", "kind", "text"),
    [
        (REPLY, "reply", "Che buono!"),
        (RESHARE, "reshare", ""),
        (LIKE, "like", ""),
        (MENTION, "mention", "Read this."),
        (PLAIN, "mention", "A list of links"),
    ],
)
def test_what_a_page_does_is_told_by_its_microformats(page: str, kind: str, text: str) -> None:
    found = read(page)
    assert found
    assert (found.kind, found.text) == (kind, text)


def test_who_and_when_and_in_which_language_are_told() -> None:
    found = read(REPLY)
    assert found
    assert (found.actor.id, found.actor.name, found.actor.handle) == (
        "https://bea.example/",
        "Bea",
        "bea.example",
    )
    assert (found.at, found.language) == (datetime(2026, 3, 2, 9, 0, tzinfo=UTC), "it")


@pytest.mark.parametrize(
    "page", [SILENT, "", "<p>", f"<!-- <a href='{TARGET}'> -->", f"<p>{TARGET}</p>", "<a href='http://[x'>x"]
)
def test_a_page_without_a_link_says_nothing(page: str) -> None:
    assert read(page) is None


@pytest.mark.parametrize(
    "link",
    ["http://word.example/feed/aurora/v-1", TARGET + "?utm_source=x#y", "//WORD.example/feed/aurora/v-1/"],
)
def test_a_link_may_be_written_in_several_ways(link: str) -> None:
    assert read(f'<a href="{link}">x</a>')


def test_a_base_is_gone_by() -> None:
    assert read('<base href="https://word.example/feed/"><a href="aurora/v-1/">x</a>')


def test_nobody_is_spoken_for_by_the_page_of_another() -> None:
    claimed = h_entry(
        f'<a class="u-like-of" href="{TARGET}">x</a>',
        author='<a class="p-author h-card" href="https://famous.example/">Famous</a>',
    )
    found = read(claimed, "https://liar.example/1")
    assert found
    assert (found.actor.id, found.actor.handle) == (
        "https://famous.example/ via liar.example",
        "famous.example via liar.example",
    )


def test_a_page_without_an_author_is_its_site_s() -> None:
    found = read(PLAIN)
    assert found
    assert (found.actor.id, found.actor.name) == ("https://bea.example/", "bea.example")


def test_scripts_and_markup_are_no_words() -> None:
    hostile = h_entry(
        f'<a class="u-in-reply-to" href="{TARGET}">x</a><div class="e-content"><script>steal()</script>'
        '<img src=x alt="" onerror="steal()">Hello<a href="javascript:steal()">!</a></div>',
        author='<a class="p-author h-card" href="javascript:steal()">Bea</a>',
    )
    found = read(hostile)
    assert found
    assert found.text == "Hello!"
    assert found.actor.url == "https://bea.example/"


@pytest.mark.parametrize(
    "page",
    [
        f'<a href="{TARGET}">x</a>' + "<div class='h-entry'>" * 40_000,
        f'<a href="{TARGET}">x</a>' + "<div class='h-entry p-name'><i class='p-author h-card'>" * 5_000,
        f'<a href="{TARGET}">x</a>' + "<p class='h-entry e-content'>x" * 60_000,
        f'<div class="h-entry"><a class="u-like-of h-cite" href="{TARGET}">x</a><b class="p-author h-card">'
        + "a" * 900_000,
        f'<a href="{TARGET}">x</a><a href="' + "a" * 900_000,
        f'<a href="{TARGET}">x</a>' + ("<b class='h-entry p-name e-content'>x" * 90 + "</b>" * 90) * 200,
        f'<?xml version="1.0"?><html><a href="{TARGET}">x</a></html>',
        b"\xff\xfe" + f'<a href="{TARGET}">x</a>'.encode("utf-16-le"),
        f'<a href="{TARGET}">x\x00</a>',
        h_entry(
            f'<a class="u-like-of" href="{TARGET}">x</a><time class="dt-published">0001-01-01T00:00:00+23:59'
        ),
    ],
    ids=["deep", "nested", "wide", "long name", "long link", "heavy", "xml", "utf-16", "null", "time"],
)
def test_a_hostile_page_is_read_in_time(page: str | bytes) -> None:
    start = time.monotonic()
    found = read(page)
    assert found is None or len(found.text) <= mentioned.TEXT
    assert time.monotonic() - start < 15
