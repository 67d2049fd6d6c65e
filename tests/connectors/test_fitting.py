"""A draft fits its platform's row, or is told why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from passaparola.connectors.contract import Card, Draft, Medium, Poll, Receipt
from passaparola.connectors.errors import Invalid
from passaparola.connectors.fitting import refuse_misfits
from passaparola.connectors.row import Limit, Option, Platform

DRAFT = Draft("key", datetime(2026, 11, 25, tzinfo=UTC), "Pass it on")
PICTURE = Medium(Path("hat.png"), "image", "image/png", 10, "hat.png", width=20, height=10)
FILM = Medium(Path("hat.mp4"), "video", "video/mp4", 10, "hat.mp4", seconds=9.0)


def row(*limits: Limit, **more: Any) -> Platform:
    base = {
        "key": "hats",
        "name": "Hats",
        "colour": "#000000",
        "sight": "none",
        "seen": "",
        "capabilities": frozenset(),
        "example": "",
        "login": "",
        "docs": "",
        "limits": limits,
    }
    return Platform(**(base | more))


def limit(key: str, value: int, unit: Any, *, own: bool = False) -> Limit:
    return Limit(key, key, value, unit, "here", "2026-11", own=own)


@pytest.mark.parametrize(
    ("change", "field", "feature"),
    [
        ({"title": "A hat"}, "title", "title"),
        ({"card": Card("https://example.org", "A hat")}, "card", "card"),
        ({"poll": Poll(("a", "b"), 60)}, "poll", "poll"),
        ({"quotes": "https://example.org/1"}, "quotes", "quote"),
        ({"replies_to": Receipt("1")}, "replies_to", "reply"),
        ({"language": "it"}, "language", "language"),
        ({"disclosure": "paid"}, "disclosure", "disclosure"),
        ({"media": (FILM,)}, "media", "video"),
        ({"media": (replace(PICTURE, kind="gif"),)}, "media", "gif"),
        ({"media": (replace(PICTURE, kind="document"),)}, "media", "document"),
        ({"media": (replace(PICTURE, alt="A hat"),)}, "media", "alt"),
    ],
)
def test_only_what_a_row_takes_may_be_carried(change: dict[str, Any], field: str, feature: str) -> None:
    draft = replace(DRAFT, **change)
    with pytest.raises(Invalid, match="Hats does not take") as caught:
        refuse_misfits(draft, row())
    assert caught.value.field == field
    refuse_misfits(draft, row(takes=frozenset({feature})))


@pytest.mark.parametrize(
    ("text", "unit", "size"),
    [
        ("👩‍🚀é", "grapheme", 2),
        ("👩‍🚀é", "character", 4),
        ("👩‍🚀é", "utf-16 unit", 6),
        ("👩‍🚀é", "byte", 13),
    ],
)
def test_a_text_is_measured_in_the_unit_of_its_limit(text: str, unit: Any, size: int) -> None:
    draft = replace(DRAFT, text=text)
    refuse_misfits(draft, row(limit("text", size, unit)))
    with pytest.raises(Invalid, match=f"has {size}"):
        refuse_misfits(draft, row(limit("text", size - 1, unit)))


@pytest.mark.parametrize(
    ("change", "key", "unit", "size"),
    [
        ({"title": "A hat"}, "title", "character", 5),
        ({"media": (replace(PICTURE, alt="A hat"),)}, "alt", "character", 5),
        ({"media": (PICTURE, PICTURE, FILM)}, "images", "image", 2),
        ({"media": (PICTURE, PICTURE, FILM)}, "media", "attachment", 3),
        ({"media": (PICTURE,)}, "image bytes", "byte", 10),
        ({"media": (FILM,)}, "video bytes", "byte", 10),
        ({"media": (PICTURE,)}, "image pixels", "pixel", 200),
        ({"media": (FILM,)}, "video seconds", "second", 9),
        ({"poll": Poll(("a", "bcd"), 60)}, "poll choices", "choice", 2),
        ({"poll": Poll(("a", "bcd"), 60)}, "poll choice", "character", 3),
        ({"poll": Poll(("a", "bcd"), 60)}, "poll seconds", "second", 60),
    ],
)
def test_every_limit_is_kept(change: dict[str, Any], key: str, unit: Any, size: int) -> None:
    takes = frozenset({"title", "alt", "video", "poll"})
    draft = replace(DRAFT, **change)
    refuse_misfits(draft, row(limit(key, size, unit), takes=takes))
    with pytest.raises(Invalid, match=f"has {size}"):
        refuse_misfits(draft, row(limit(key, size - 1, unit), takes=takes))


def test_words_beside_media_keep_to_the_limit_of_a_caption_where_there_is_one() -> None:
    limits = (limit("text", 100, "character"), limit("caption", 5, "character"))
    refuse_misfits(DRAFT, row(*limits))
    with pytest.raises(Invalid, match="of caption"):
        refuse_misfits(replace(DRAFT, media=(PICTURE,)), row(*limits))
    refuse_misfits(replace(DRAFT, media=(PICTURE,)), row(limits[0]))


def test_a_limit_that_servers_set_themselves_counts_where_it_is_told() -> None:
    usual = row(limit("text", 5, "character", own=True))
    refuse_misfits(DRAFT, usual)
    with pytest.raises(Invalid, match="at most 9"):
        refuse_misfits(DRAFT, usual, {"text": 9})


def test_a_setting_the_row_does_not_have_is_told() -> None:
    options = (Option("silent", "Silent", choices=(("yes", "Yes"),)), Option("topic", "Topic"))
    refuse_misfits(replace(DRAFT, options={"silent": "yes", "topic": "hats"}), row(options=options))
    for wrong in ({"silent": "no"}, {"colour": "red"}):
        with pytest.raises(Invalid) as caught:
            refuse_misfits(replace(DRAFT, options=wrong), row(options=options))
        assert caught.value.field == "options"


def test_media_of_a_type_the_row_does_not_name_are_told() -> None:
    with pytest.raises(Invalid, match="image/png"):
        refuse_misfits(replace(DRAFT, media=(PICTURE,)), row(media_types=frozenset({"image/jpeg"})))


def test_an_empty_post_is_told() -> None:
    with pytest.raises(Invalid, match="nothing in this post"):
        refuse_misfits(replace(DRAFT, text=" \n"), row())
