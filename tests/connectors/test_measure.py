"""A post is held against a row, and all that is wrong with it is said in sentences that tell what to do."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from passaparola.connectors import faults, measure
from passaparola.connectors.contract import Card, Draft, Medium, Poll, Receipt
from passaparola.connectors.platforms import PLATFORMS
from passaparola.connectors.row import Limit, Option, Platform

if TYPE_CHECKING:
    from passaparola.connectors.row import Feature, Unit

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
EMPTY = Draft(key="k1", at=NOW, text="")
HELLO = replace(EMPTY, text="Buongiorno")


def limit(key: str, value: int, unit: Unit, *, own: bool = False) -> Limit:
    return Limit(key, key, value, unit, "the test", "2026-11", own=own)


def platform(*limits: Limit, **more: Any) -> Platform:
    return Platform(
        key="somewhere",
        name="Somewhere",
        colour="#336699",
        sight="none",
        seen="",
        capabilities=frozenset(),
        example="",
        login="",
        docs="",
        limits=limits,
        **more,
    )


def image(**changes: Any) -> Medium:
    made = Medium(Path("a.jpg"), "image", "image/jpeg", 1_000, "a.jpg", width=100, height=50)
    return replace(made, **changes)


PICTURES = frozenset({"image/jpeg"})
BARE = platform()
OPEN = platform(
    limit("text", 300, "grapheme"),
    limit("text", 3_000, "byte"),
    limit("caption", 100, "grapheme"),
    limit("title", 10, "character"),
    limit("alt", 20, "character"),
    limit("images", 4, "image"),
    limit("media", 5, "attachment"),
    limit("image bytes", 2_000_000, "byte"),
    limit("image pixels", 1_000_000, "pixel"),
    limit("video seconds", 60, "second"),
    limit("poll choices", 4, "choice"),
    limit("poll choice", 10, "character"),
    limit("poll seconds", 604_800, "second"),
    takes=frozenset({"title", "alt", "poll", "gif", "video", "document"}),
    media_types=PICTURES | {"video/mp4"},
    options=(
        Option("board", "Board", required=True),
        Option("who", "Who may see it", choices=(("all", "All"),)),
    ),
)
READY = replace(HELLO, options={"board": "news"})


def said(draft: Draft, row: Platform = OPEN, told: dict[str, int] | None = None) -> list[str]:
    return [fault.message for fault in measure.check(draft, row, told)]


def test_what_fits_has_no_fault() -> None:
    assert said(replace(READY, media=(image(alt="A cup"),), poll=Poll(("a", "b"), 60))) == []


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (replace(READY, text="a" * 309), "9 characters too many for Somewhere: at most 300 graphemes."),
        (replace(READY, text="a" * 301), "1 character too many for Somewhere: at most 300 graphemes."),
        (
            replace(READY, text="👨\u200d👩\u200d👧\u200d👦" * 130),
            "250 bytes too many for Somewhere: at most 3000 bytes.",
        ),
        (
            replace(READY, text="a" * 101, media=(image(),)),
            "1 character too many for Somewhere: at most 100 graphemes.",
        ),
        (replace(READY, title="a" * 12), "The title is 2 characters too long for Somewhere: at most 10."),
        (
            replace(READY, media=(image(alt="a" * 21),)),
            "The description of a.jpg is 1 character too long for Somewhere: at most 20.",
        ),
        (replace(READY, media=(image(),) * 5), "1 image too many for Somewhere: at most 4."),
        (
            replace(READY, media=(image(kind="video", mime="video/mp4"),) * 7),
            "2 files too many for Somewhere: at most 5.",
        ),
        (
            replace(READY, media=(image(size=2_000_001),)),
            "a.jpg has 2.1 MB, Somewhere takes at most 2.0 MB: make it smaller.",
        ),
        (
            replace(READY, media=(image(width=1001, height=1000),)),
            "a.jpg has 1001000 pixels, Somewhere takes at most 1000000: make it smaller.",
        ),
        (
            replace(READY, media=(image(kind="video", mime="video/mp4", seconds=60.2),)),
            "a.jpg plays for 61 seconds, Somewhere takes at most 60: cut it.",
        ),
        (
            replace(READY, media=(image(mime="image/webp"),)),
            "Somewhere takes no files like a.jpg: leave it out, or convert it.",
        ),
        (
            replace(READY, poll=Poll(("a",), 60)),
            "A poll needs at least two choices: add one, or leave the poll out.",
        ),
        (replace(READY, poll=Poll(tuple("abcdef"), 60)), "2 choices too many for Somewhere: at most 4."),
        (
            replace(READY, poll=Poll(("a", "a {name} long one"), 60)),
            "The choice “a {name} long one” is 7 characters too long for Somewhere: at most 10.",
        ),
        (
            replace(READY, poll=Poll(("a", "b"), 700_000)),
            "Somewhere keeps a poll open for at most 604800 seconds: end it sooner.",
        ),
        (replace(HELLO), "Somewhere asks for “Board”: fill it in."),
        (
            replace(READY, options={"board": "news", "who": "nobody"}),
            "Somewhere does not offer this choice for “Who may see it”: choose another.",
        ),
        (
            replace(READY, options={"board": "news", "colour": "red"}),
            "Somewhere knows no option “colour”: leave it out.",
        ),
        (replace(READY, text=" \n"), "There is nothing to publish yet: write something, or add a file."),
        (
            replace(READY, text="a\ud83d"),
            "Half a character is left in the text, which cannot be sent: delete it.",
        ),
        (
            replace(READY, media=(image(alt="\udc00"),)),
            "Half a character is left in the description of a.jpg, which cannot be sent: delete it.",
        ),
    ],
)
def test_a_fault_says_what_to_cut(draft: Draft, sentence: str) -> None:
    assert said(draft) == [sentence]


CARRIED: dict[Feature, dict[str, Any]] = {
    "title": {"title": "News"},
    "alt": {"media": (image(alt="A cup"),)},
    "card": {"card": Card("https://example.org", "A page")},
    "poll": {"poll": Poll(("a", "b"), 60)},
    "quote": {"quotes": "https://example.org/1"},
    "reply": {"replies_to": Receipt("1")},
    "thread": {"replies_to": Receipt("2"), "thread": Receipt("1")},
    "language": {"language": "it"},
    "disclosure": {"disclosure": "paid"},
    "gif": {"media": (image(kind="gif"),)},
    "video": {"media": (image(kind="video"),)},
    "document": {"media": (image(kind="document"),)},
}


def test_an_answer_is_taken_only_where_others_are_found() -> None:
    draft = replace(HELLO, answers="https://example.org/1")
    (fault,) = measure.check(draft, platform())
    assert (fault.key, fault.field) == ("answer taken", "answers")
    assert not measure.check(draft, replace(platform(), capabilities=frozenset({"locator"})))


@pytest.mark.parametrize("feature", sorted(CARRIED))
def test_what_a_platform_does_not_take_is_never_dropped_silently(feature: Feature) -> None:
    row = platform(media_types=PICTURES)
    (fault,) = measure.check(replace(HELLO, **CARRIED[feature]), row)
    assert fault.key == f"{feature} taken"
    assert fault.message.startswith("Somewhere ")
    assert not measure.check(replace(HELLO, **CARRIED[feature]), replace(row, takes=frozenset({feature})))


def test_the_picture_of_a_card_is_measured_as_well() -> None:
    row = replace(OPEN, takes=OPEN.takes | {"card"})
    card = Card("https://example.org", "A page", image=image(size=3_000_000))
    assert said(replace(READY, card=card), row) == [
        "a.jpg has 3.0 MB, Somewhere takes at most 2.0 MB: make it smaller."
    ]


def test_what_a_server_says_of_its_own_limits_stands_above_the_row() -> None:
    row = platform(limit("text", 500, "grapheme", own=True), limit("text", 3_000, "byte"))
    long = replace(HELLO, text="a" * 1_000)
    assert said(long, row) == ["500 characters too many for Somewhere: at most 500 graphemes."]
    assert said(long, row, {"text": 5_000}) == []
    assert said(replace(HELLO, text="è" * 1_600), row, {"text": 5_000}) == [
        "200 bytes too many for Somewhere: at most 3000 bytes."
    ]


def test_a_limit_only_the_server_knows_is_kept_too() -> None:
    row = platform(media_types=PICTURES)
    big = replace(HELLO, media=(image(size=900_000),))
    assert said(big, row) == []
    assert said(big, row, {"image bytes": 800_000}) == [
        "a.jpg has 900000 B, Somewhere takes at most 800000 B: make it smaller."
    ]


def test_addresses_and_mentions_count_what_the_row_says() -> None:
    row = platform(limit("text", 30, "grapheme"), limit("link", 23, "character"), mentions="local")
    assert said(replace(HELLO, text="@a@b.example https://example.org/" + "a" * 100), row) == []
    assert said(replace(HELLO, text="@a@b.example https://example.org/ more"), row) == [
        "1 character too many for Somewhere: at most 30 graphemes."
    ]


def test_in_other_words_addresses_count_as_they_are() -> None:
    row = platform(limit("alt", 20, "character"), limit("link", 5, "character"), takes=frozenset({"alt"}))
    row = replace(row, media_types=PICTURES)
    assert len(said(replace(HELLO, media=(image(alt="https://example.org/a/b"),)), row)) == 1


LETTERS: dict[str, tuple[str, int]] = {
    "grapheme": ("👨\u200d👩\u200d👧\u200d👦", 1),
    "character": ("𝒶", 1),
    "utf-16 unit": ("𝒶", 2),
    "byte": ("è", 2),
    "weighted": ("東", 2),
}
"""For each unit a letter that a wrong count gets wrong, and how much of the unit it is."""

TEXT_LIMITS = [
    pytest.param(row, one, id=f"{row.key}, {one.key} in {one.unit}s")
    for row in PLATFORMS.values()
    for one in row.limits
    if one.key in {"text", "title", "caption"} and one.value < 100_000
]


@pytest.mark.parametrize(("row", "one"), TEXT_LIMITS)
def test_the_last_letter_that_fits_fits_and_the_next_does_not(row: Platform, one: Limit) -> None:
    letter, counts = LETTERS[one.unit]
    row = replace(row, limits=(one,), options=(), takes=row.takes | {"title"}, media_types=PICTURES)
    media = (image(),) if one.key == "caption" else ()
    field = "title" if one.key == "title" else "text"

    def draft(letters: int) -> Draft:
        words: dict[str, Any] = {field: letter * letters}
        return replace(HELLO, media=media, **words)

    assert measure.check(draft(one.value // counts), row) == ()
    (fault,) = measure.check(draft(one.value // counts + 1), row)
    assert (fault.field, fault.key, fault.limit, fault.unit) == (field, one.key, one.value, one.unit)


# What other tools get wrong, from each platform's own words: how much there may be, and of what
WRONG_ELSEWHERE = {
    "x counts weighted, 280 (docs.x.com, Counting characters, 2026-10)": ("x", "text", 280, "weighted"),
    "x counts an address 23 (docs.x.com, Counting characters, 2026-10)": ("x", "link", 23, "character"),
    "bluesky counts graphemes (lexicon app.bsky.feed.post, 2026-08)": ("bluesky", "text", 300, "grapheme"),
    "bluesky counts bytes as well (lexicon app.bsky.feed.post, 2026-08)": ("bluesky", "text", 3_000, "byte"),
    "bluesky's pictures have 2,000,000 bytes (lexicon app.bsky.embed.images, 2026-04)": (
        "bluesky",
        "image bytes",
        2_000_000,
        "byte",
    ),
    "bluesky's videos have 300,000,000 bytes (lexicon app.bsky.embed.video, 2026-08)": (
        "bluesky",
        "video bytes",
        300_000_000,
        "byte",
    ),
    "mastodon counts graphemes (status_length_validator.rb, 2026-08)": ("mastodon", "text", 500, "grapheme"),
    "mastodon counts an address 23 (entities/Instance, 2026-07)": ("mastodon", "link", 23, "character"),
    "linkedin counts 3,000 (Posts API, 2026-10)": ("linkedin", "text", 3_000, None),
    "instagram takes 2,200 (IG User Media, 2026-10)": ("instagram", "text", 2_200, None),
    "threads takes 500 (Threads API, 2026-06)": ("threads", "text", 500, None),
    "facebook takes 63,206 (2026-10)": ("facebook", "text", 63_206, None),
    "pinterest describes in 800 (OpenAPI PinCreate 5.23, 2026)": ("pinterest", "text", 800, None),
    "telegram's captions are shorter (Bot API, sendPhoto, 2026-06)": (
        "telegram",
        "caption",
        1_024,
        "utf-16 unit",
    ),
    "discord takes 2,000, not 1,980 (OpenAPI, execute_webhook, 2026)": ("discord", "text", 2_000, None),
}


@pytest.mark.parametrize("case", [name for name, (key, *_) in WRONG_ELSEWHERE.items() if key in PLATFORMS])
def test_a_number_other_tools_get_wrong_is_the_platform_s_own(case: str) -> None:
    key, what, value, unit = WRONG_ELSEWHERE[case]
    there = {(one.key, one.value) for one in PLATFORMS[key].limits}
    assert (what, value) in there
    if unit:
        assert (what, value, unit) in {(one.key, one.value, one.unit) for one in PLATFORMS[key].limits}


def test_on_mastodon_the_server_s_own_number_is_asked_for() -> None:
    assert all(one.own for one in PLATFORMS["mastodon"].limits if one.key in {"text", "link", "media"})
    assert PLATFORMS["mastodon"].mentions == "local"


def test_a_thread_is_made_of_replies_where_only_these_are_taken() -> None:
    piece = replace(HELLO, replies_to=Receipt("2"), thread=Receipt("1"))
    assert said(piece, platform(takes=frozenset({"reply"}))) == []
    assert said(piece, platform(takes=frozenset({"thread"}))) == []
    assert said(replace(piece, thread=None), platform(takes=frozenset({"thread"}))) == [
        "Somewhere takes no replies: publish it as a post of its own."
    ]


def test_the_preview_of_a_link_is_something_to_publish() -> None:
    assert (
        said(replace(EMPTY, card=Card("https://example.org", "A page")), platform(takes=frozenset({"card"})))
        == []
    )


def test_a_row_that_counts_files_and_names_no_types_takes_all_of_them() -> None:
    row = platform(limit("media", 10, "attachment"))
    assert said(replace(HELLO, media=(image(mime="image/avif"),)), row) == []
    assert said(replace(HELLO, media=(image(mime="image/avif"),)), BARE) == [
        "Somewhere takes no files like a.jpg: leave it out, or convert it."
    ]


def test_the_sentences_are_said_in_the_reader_s_language() -> None:
    def italian(one: str, many: str, count: int) -> str:
        return (
            "{over} di troppo, al massimo {limit}"
            if "too many" in one + many
            else one
            if count == 1
            else many
        )

    (fault,) = measure.check(replace(READY, text="a" * 302), OPEN, say=italian)
    assert fault.message == "2 di troppo, al massimo 300"
    assert measure.rules(OPEN, say=italian)["words"]["text"][1] == "{over} di troppo, al massimo {limit}"


def test_every_sentence_names_only_what_is_filled_in() -> None:
    names = {
        name for forms in faults.WORDS.values() for form in forms for name in re.findall(r"{(\w*)}", form)
    }
    assert names == {"over", "name", "limit", "value", "unit", "what"}


@pytest.mark.parametrize("row", PLATFORMS.values(), ids=lambda row: row.key)
def test_what_the_browser_is_given_can_be_written_as_json(row: Platform) -> None:
    given = json.loads(json.dumps(measure.rules(row, {"text": 77})))
    assert given["platform"] == row.key
    assert {limit["key"] for limit in given["limits"]} == {"text"} | {one.key for one in row.limits}
    assert 77 in {limit["value"] for limit in given["limits"] if limit["key"] == "text"}
