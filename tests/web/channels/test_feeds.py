"""A brand's own feed is open to anybody in every form; what was taken back is gone, nothing else leaks."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from django.test import Client

from passaparola import http
from passaparola.connectors.contract import Draft, Medium, Receipt
from passaparola.connectors.hub.connector import HubSpeaker
from passaparola.connectors.hub.login import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DRAFT = Draft(
    key="v-1", at=NOW, text="Buongiorno & <b>buona</b> giornata", title="News & more", language="it"
)
PAGES = ["/feed/aurora/", "/feed/aurora/v-1/"]
FORMS = {
    "/feed/aurora/atom.xml": "application/atom+xml",
    "/feed/aurora/rss.xml": "application/rss+xml",
    "/feed/aurora/feed.json": "application/feed+json",
    "/feed/aurora/outbox.json": "application/ld+json",
}


@pytest.fixture
def speak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Do one thing in the feed of Aurora, which has one entry with a picture."""
    monkeypatch.setenv("PASSAPAROLA_DATA", str(tmp_path))
    monkeypatch.setenv("PASSAPAROLA_ADDRESS", "https://word.example")

    def doing(verb: str, *given: Any) -> Any:
        async def act() -> Any:
            async with http.Client() as door:
                return await getattr(HubSpeaker("aurora", door), verb)(*given)

        return asyncio.run(act())

    async def begin() -> None:
        async with http.Client() as door:
            await sign_in("", {"brand": "aurora", "brand name": "Caffè Aurora"}, door)

    asyncio.run(begin())
    (tmp_path / "cup.jpg").write_bytes(b"a picture")
    cup = Medium(tmp_path / "cup.jpg", "image", "image/jpeg", 9, "cup.jpg", alt='A "cup"')
    doing("publish", replace(DRAFT, media=(cup,)))
    return doing


@pytest.fixture
def stranger() -> Client:
    return Client(headers={"accept-language": "en"})


def picture(stranger: Client) -> str:
    """The path of the entry's picture, as its page shows it."""
    found = re.search(
        r'<img src="https://word\.example([^"]+)"', stranger.get("/feed/aurora/v-1/").content.decode()
    )
    assert found
    return found[1]


@pytest.mark.parametrize("path", [*PAGES, *FORMS])
def test_anybody_may_read_and_no_cookie_is_left(
    speak: Callable[..., Any], stranger: Client, path: str
) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("path", FORMS)
def test_a_form_says_what_it_is_and_where_it_lives(
    speak: Callable[..., Any], stranger: Client, path: str
) -> None:
    answer = stranger.get(path)
    assert answer.headers["Content-Type"].startswith(FORMS[path])
    assert answer.headers["Link"] == f'<https://word.example{path}>; rel="self"'
    assert "https://word.example/feed/aurora/v-1/" in answer.content.decode()


@pytest.mark.parametrize("path", FORMS)
def test_the_hub_is_named_where_readers_look_first(
    speak: Callable[..., Any], stranger: Client, tmp_path: Path, path: str
) -> None:
    about = tmp_path / "hub" / "aurora" / "about.json"
    about.write_text(json.dumps(json.loads(about.read_text()) | {"hub": "https://hub.example/"}))
    assert '<https://hub.example/>; rel="hub"' in stranger.get(path).headers["Link"]


@pytest.mark.parametrize("path", [*FORMS, "/feed/aurora/"])
def test_a_reader_that_has_it_is_told_so_until_something_changes(
    speak: Callable[..., Any], stranger: Client, path: str
) -> None:
    tag = stranger.get(path).headers["ETag"]
    again = stranger.get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "public, max-age=300"
    speak("publish", replace(DRAFT, key="v-2"))
    assert stranger.get(path, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("path", FORMS)
def test_a_reader_that_goes_by_the_time_is_told_so_too(
    speak: Callable[..., Any], stranger: Client, path: str
) -> None:
    changed = stranger.get(path).headers["Last-Modified"]
    assert stranger.get(path, headers={"if-modified-since": changed}).status_code == 304


def test_a_page_is_kept_for_each_language(speak: Callable[..., Any]) -> None:
    tags = {
        Client(headers={"accept-language": language}).get("/feed/aurora/").headers["ETag"]
        for language in ("en", "it")
    }
    assert len(tags) == 2


def test_a_reader_understands_what_is_served(speak: Callable[..., Any], stranger: Client) -> None:
    (entry,) = feedparser.parse(stranger.get("/feed/aurora/atom.xml").content).entries
    assert (entry.title, entry.link) == ("News & more", "https://word.example/feed/aurora/v-1/")
    (file,) = (link for link in entry.links if link.rel == "enclosure")
    assert (file.type, file.title) == ("image/jpeg", 'A "cup"')
    answer: Any = stranger.get(file.href.removeprefix("https://word.example"))
    assert b"".join(answer.streaming_content) == b"a picture"


def test_the_page_of_an_entry_says_what_it_is_to_readers_and_to_networks(
    speak: Callable[..., Any], stranger: Client
) -> None:
    page = stranger.get("/feed/aurora/v-1/").content.decode()
    for wanted in (
        '<html lang="it">',
        '<link rel="canonical" href="https://word.example/feed/aurora/v-1/">',
        '<meta property="og:title" content="News &amp; more">',
        '<meta property="og:image" content="https://word.example/feed/aurora/v-1/',
        '<meta property="og:image:alt" content="A &quot;cup&quot;">',
        '<link rel="alternate" type="application/atom+xml" title="Atom"',
        'class="h-entry"',
        '<h1 class="p-name">News &amp; more</h1>',
        'class="e-content"',
        'datetime="2026-03-01T12:00:00+00:00"',
        "Buongiorno &amp; &lt;b&gt;buona&lt;/b&gt; giornata",
    ):
        assert wanted in page
    assert "article:modified_time" not in page


def test_a_changed_entry_says_when(speak: Callable[..., Any], stranger: Client) -> None:
    speak("edit", Receipt("v-1"), replace(DRAFT, text="Buonasera"))
    page = stranger.get("/feed/aurora/v-1/").content.decode()
    assert "Buonasera" in page
    assert "Buongiorno" not in page
    assert 'class="dt-updated"' in page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_from_elsewhere(speak: Callable[..., Any], stranger: Client, path: str) -> None:
    policy = stranger.get(path).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "media-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_file_is_what_it_was_and_is_never_taken_for_a_page(
    speak: Callable[..., Any], stranger: Client
) -> None:
    answer: Any = stranger.get(picture(stranger))
    assert b"".join(answer.streaming_content) == b"a picture"
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "status", "content", "told"),
    [
        ("bytes=0-3", 206, b"a pi", "bytes 0-3/9"),
        ("bytes=2-", 206, b"picture", "bytes 2-8/9"),
        ("bytes=-4", 206, b"ture", "bytes 5-8/9"),
        ("bytes=-99", 206, b"a picture", "bytes 0-8/9"),
        ("bytes=4-99", 206, b"cture", "bytes 4-8/9"),
        ("bytes=9-", 416, b"", "bytes */9"),
        ("bytes=5-4", 416, b"", "bytes */9"),
        ("bytes=-0", 416, b"", "bytes */9"),
        ("bytes=-", 200, b"a picture", None),
        ("bytes=0-1,3-4", 200, b"a picture", None),
        ("lines=1-2", 200, b"a picture", None),
    ],
)
def test_a_player_is_given_the_part_it_asks_for(  # noqa: PLR0913, PLR0917 - a table's columns
    speak: Callable[..., Any], stranger: Client, asked: str, status: int, content: bytes, told: str | None
) -> None:
    answer: Any = stranger.get(picture(stranger), headers={"range": asked})
    assert (answer.status_code, answer.getvalue(), answer.headers.get("Content-Range")) == (
        status,
        content,
        told,
    )
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_what_was_taken_back_is_gone_with_its_files(speak: Callable[..., Any], stranger: Client) -> None:
    shown = picture(stranger)
    speak("delete", Receipt("v-1"))
    gone = stranger.get("/feed/aurora/v-1/")
    assert gone.status_code == 410
    assert "Buongiorno" not in gone.content.decode()
    assert stranger.get(shown).status_code == 410
    assert "Buongiorno" not in stranger.get("/feed/aurora/").content.decode()
    assert json.loads(stranger.get("/feed/aurora/outbox.json").content)["orderedItems"][0]["type"] == "Delete"


@pytest.mark.parametrize(
    "path",
    [
        "/feed/nobody/",
        "/feed/nobody/atom.xml",
        "/feed/aurora/nothing/",
        "/feed/aurora/v-1/nothing.jpg",
        "/feed/aurora/v-1/../about.json",
        "/feed/aurora/v-1/..%2f..%2fabout.json",
        "/feed/aurora/v-1/%2e%2e%2f%2e%2e%2fabout.json",
        "/feed/aurora/v-1/about.json",
        "/feed/..%2f..%2fpassaparola.sqlite3/",
        "/feed/aurora/about/",
        "/feed/aurora/owed.json",
        "/feed/-aurora/",
        "/feed/aurora/feed.xml",
    ],
)
def test_there_is_no_way_to_anything_else(
    speak: Callable[..., Any], stranger: Client, path: str, db: None
) -> None:
    assert stranger.get(path).status_code == 404


def test_a_file_of_one_entry_is_not_found_through_another(
    speak: Callable[..., Any], stranger: Client
) -> None:
    speak("publish", replace(DRAFT, key="v-2"))
    assert stranger.get(picture(stranger).replace("v-1", "v-2")).status_code == 404


@pytest.mark.parametrize("path", [*PAGES, *FORMS])
def test_nobody_writes_through_these_doors(speak: Callable[..., Any], stranger: Client, path: str) -> None:
    assert stranger.post(path).status_code == 405
