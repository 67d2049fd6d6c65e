"""A feed says the same in every form, and readers understand each."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from passaparola.connectors.hub import feeds, prose
from passaparola.connectors.hub.entry import Attachment, Entry, Link
from passaparola.connectors.hub.feeds import Feed
from passaparola.connectors.hub.shelf import About

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PAGE = "https://word.example/feed/aurora/"
NASTY = 'Tè & <b>"caffè"</b> \x00\x0b\ufffe\U0001f600 ]]> https://example.org/?a=1&b=2'
CUP = Attachment(
    "0" * 32 + ".jpg", "image", "image/jpeg", 1234, "cup.jpg", alt='A "cup" & more', width=30, height=20
)
FILM = Attachment("1" * 32 + ".mp4", "video", "video/mp4", 99, "film.mp4", alt="A film", seconds=2.5)
SLIDES = Attachment("2" * 32 + ".pdf", "document", "application/pdf", 77, "slides.pdf")


def entry(number: int, **more: Any) -> Entry:
    name = f"v-{number}"
    return replace(
        Entry(name, f"{PAGE}{name}/", NOW + timedelta(hours=number), text=f"Entry {number}"), **more
    )


FULL = entry(
    3,
    title="News & <more>",
    text=NASTY,
    language="it",
    disclosure="paid",
    media=(CUP, FILM, SLIDES),
    link=Link("https://example.org/a?b&c", "A page", "About it", image=CUP),
    replies_to=f"{PAGE}v-1/",
    quotes="javascript:alert(1)",
    updates=(NOW + timedelta(days=2),),
)
GONE = replace(entry(2).without_words(NOW + timedelta(days=3)))
FEED = Feed(About("aurora", "Caffè Aurora & <co>", "https://hub.example/"), (FULL, GONE, entry(1)), PAGE)
EMPTY = Feed(About("aurora", "Caffè Aurora"), (), PAGE)


@pytest.mark.parametrize(("form", "version"), [("atom.xml", "atom10"), ("rss.xml", "rss20")])
def test_a_reader_understands_every_form(form: str, version: str) -> None:
    read = feedparser.parse(feeds.FORMS[form][0](FEED).encode())
    assert not read.bozo
    assert read.version == version
    assert read.feed.title == "Caffè Aurora & <co>"
    assert [each.link for each in read.entries] == [f"{PAGE}v-3/", f"{PAGE}v-1/"]
    assert [each.id for each in read.entries] == [f"{PAGE}v-3/", f"{PAGE}v-1/"]
    assert read.entries[0].published_parsed[:5] == (2026, 3, 1, 15, 0)


@pytest.mark.parametrize("form", ["atom.xml", "rss.xml"])
def test_a_reader_finds_the_hub_and_the_feed_s_own_address(form: str) -> None:
    told = {
        (link["rel"], link["href"])
        for link in feedparser.parse(feeds.FORMS[form][0](FEED).encode()).feed.links
    }
    assert {("hub", "https://hub.example/"), ("self", PAGE + form)} <= told
    without = feeds.FORMS[form][0](EMPTY)
    assert 'rel="hub"' not in without
    assert not feedparser.parse(without.encode()).bozo


def test_atom_keeps_the_rules_of_rfc_4287() -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    root = ET.fromstring(feeds.atom(FEED))  # noqa: S314 - our own words
    for each in (root, *root.iter(f"{atom}entry")):
        for once in ("id", "title", "updated"):
            assert len(each.findall(atom + once)) == 1
        alternates = [link for link in each.findall(f"{atom}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
    assert root.find(f"{atom}author/{atom}name") is not None
    assert len({each.findtext(f"{atom}id") for each in root.iter(f"{atom}entry")}) == 2
    times = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    assert all(times.fullmatch(at.text or "") for at in root.iter(f"{atom}updated"))
    assert root.findtext(f"{atom}updated") == "2026-03-04T12:00:00Z"
    assert root.findtext(f"{atom}entry/{atom}updated") == "2026-03-03T12:00:00Z"


def test_atom_holds_every_file_with_its_words() -> None:
    files = [
        link
        for link in feedparser.parse(feeds.atom(FEED).encode()).entries[0].links
        if link.rel == "enclosure"
    ]
    assert [(link.href, link.type, link.length, link.get("title")) for link in files] == [
        (f"{PAGE}v-3/{CUP.file}", "image/jpeg", "1234", 'A "cup" & more'),
        (f"{PAGE}v-3/{FILM.file}", "video/mp4", "99", "A film"),
        (f"{PAGE}v-3/{SLIDES.file}", "application/pdf", "77", None),
    ]


def test_rss_keeps_the_rules_of_its_board() -> None:
    channel = ET.fromstring(feeds.rss(FEED)).find("channel")  # noqa: S314 - our own words
    assert channel is not None
    assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
    items = channel.findall("item")
    assert all(item.findtext("title") or item.findtext("description") for item in items)
    assert [item.find("guid").get("isPermaLink") for item in items] == ["true", "true"]  # type: ignore[union-attr]
    assert len(items[0].findall("enclosure")) == 1
    media = items[0].findall("{http://search.yahoo.com/mrss/}content")
    assert [each.findtext("{http://search.yahoo.com/mrss/}description") for each in media] == [
        'A "cup" & more',
        "A film",
        None,
    ]
    assert items[0].findtext("pubDate") == "Sun, 01 Mar 2026 15:00:00 +0000"


def test_an_entry_whose_feed_moved_keeps_its_identity() -> None:
    moved = replace(FEED, page="https://new.example/feed/aurora/")
    (item, _) = ET.fromstring(feeds.rss(moved)).iter("item")  # noqa: S314 - our own words
    guid = item.find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == (FULL.id, "false")
    assert item.findtext("link") == "https://new.example/feed/aurora/v-3/"


def test_json_feed_keeps_the_rules_of_its_version() -> None:
    feed = json.loads(feeds.json_feed(FEED))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == PAGE + "feed.json"
    assert feed["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    first, last = feed["items"]
    assert first["attachments"][1] == {
        "url": f"{PAGE}v-3/{FILM.file}",
        "mime_type": "video/mp4",
        "title": "A film",
        "size_in_bytes": 99,
        "duration_in_seconds": 2.5,
    }
    assert (first["external_url"], first["language"], first["tags"]) == (
        "https://example.org/a?b&c",
        "it",
        ["Pubblicità"],
    )
    assert "title" not in last
    assert "date_modified" not in last
    assert json.loads(feeds.json_feed(EMPTY))["items"] == []


def test_the_outbox_holds_everything_and_says_what_was_taken_back() -> None:
    outbox = json.loads(feeds.outbox(FEED))
    assert outbox["@context"] == "https://www.w3.org/ns/activitystreams"
    assert (outbox["type"], outbox["totalItems"]) == ("OrderedCollection", 3)
    create, delete, _ = outbox["orderedItems"]
    assert (create["type"], create["object"]["type"], create["object"]["name"]) == (
        "Create",
        "Article",
        "News & <more>",
    )
    assert create["object"]["attachment"][0] == {
        "type": "Image",
        "mediaType": "image/jpeg",
        "url": f"{PAGE}v-3/{CUP.file}",
        "name": 'A "cup" & more',
        "width": 30,
        "height": 20,
    }
    assert create["object"]["attachment"][1]["duration"] == "PT2.5S"
    assert create["object"]["inReplyTo"] == f"{PAGE}v-1/"
    assert (delete["type"], delete["object"]["type"]) == ("Delete", "Tombstone")
    assert "Entry 2" not in json.dumps(outbox)


def test_a_reader_is_given_the_newest_fifty() -> None:
    many = replace(FEED, entries=tuple(entry(number) for number in range(60, 0, -1)))
    assert [each.link for each in feedparser.parse(feeds.atom(many).encode()).entries][::49] == [
        f"{PAGE}v-60/",
        f"{PAGE}v-11/",
    ]
    assert json.loads(feeds.outbox(many))["totalItems"] == 60


class Tags(HTMLParser):
    """Notes every tag with what it carries."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_words_become_paragraphs_and_links_and_nothing_else() -> None:
    made = prose.paragraphs("One\ntwo https://example.org/?a=1&b=2.\n\n<script>alert(1)</script>\r\n\r\n\n")
    assert made == (
        '<p>One<br>two <a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a>.</p>'
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


def test_an_address_that_is_no_page_is_never_a_link() -> None:
    seen = Tags(prose.content(FULL, PAGE)).seen
    assert {attributes["href"].split(":")[0] for tag, attributes in seen if tag == "a"} == {"https"}  # type: ignore[union-attr]
    assert "gemini://example.org" in Tags(prose.paragraphs("gemini://example.org")).words


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_written_only_known_tags_come_out_and_every_word_stays(text: str) -> None:
    tags = Tags(prose.paragraphs(text))
    assert {tag for tag, _ in tags.seen} <= {"p", "br", "a"}
    assert re.sub(r"\s", "", tags.words) == re.sub(r"\s", "", text) or "\x00" in text or "\r" in text


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_written_the_xml_can_be_read(text: str, title: str) -> None:
    feed = replace(FEED, entries=(replace(FULL, text=text, title=title),))
    for form in (feeds.atom, feeds.rss):
        ET.fromstring(form(feed))  # noqa: S314 - our own words


@pytest.mark.parametrize(
    ("changes", "heading"),
    [
        ({"title": "News"}, "News"),
        ({"text": "\nOne\nTwo"}, "One"),
        ({"text": "a" * 80}, "a" * 80),
        ({"text": "word " * 40}, "word " * 15 + "word…"),
        ({"text": "", "media": (CUP,)}, 'A "cup" & more'),
        ({"text": ""}, ""),
    ],
)
def test_without_a_title_the_first_line_stands_for_it(changes: dict[str, Any], heading: str) -> None:
    assert prose.heading(entry(1, **changes)) == heading


@pytest.mark.parametrize(
    ("language", "disclosure", "label"),
    [
        ("it", "paid", "Pubblicità"),
        ("it-CH", "gifted", "Prodotto ricevuto in omaggio"),
        ("de", "employed", "By an employee of the brand"),
        ("", "", ""),
    ],
)
def test_what_the_law_wants_said_is_said_in_the_entry_s_language(
    language: str, disclosure: str, label: str
) -> None:
    one = entry(1, language=language, disclosure=disclosure)
    assert prose.label(one) == label
    content = prose.content(one, PAGE)
    assert label in content
    assert bool(label) == ("<strong>" in content)
