"""What Bluesky would not take is said before anything is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from passaparola.connectors.bluesky import allowed
from passaparola.connectors.contract import Card, Draft, Medium, Poll
from passaparola.connectors.errors import Invalid

DRAFT = Draft(key="k", at=datetime(2026, 11, 25, tzinfo=UTC), text="Hello")
IMAGE = Medium(Path("a.jpg"), "image", "image/jpeg", 1_000, "a.jpg", "a square", 60, 40)
VIDEO = Medium(Path("a.mp4"), "video", "video/mp4", 1_000, "a.mp4", seconds=12)
GIF = replace(IMAGE, kind="gif", mime="image/gif")
PAPER = replace(IMAGE, kind="document", mime="application/pdf")
CARD = Card("https://example.com/", "Title")


@pytest.mark.parametrize(
    "change",
    [
        {"text": "👩‍👩‍👧" * 150},
        {"text": "è" * 300},
        {"text": "", "media": (IMAGE,)},
        {"text": "", "quotes": "https://bsky.app/profile/ada.test/post/3k"},
        {"media": (IMAGE,) * 10},
        {"media": (VIDEO,)},
        {"media": (GIF,)},
        {"media": (replace(IMAGE, size=2_000_000, alt="x" * 2_000, width=None),)},
        {"card": replace(CARD, image=replace(IMAGE, size=1_000_000))},
        {"language": "pt-BR", "options": {"label": "nudity"}},
        {"options": {"label": ""}},
    ],
)
def test_what_is_within_the_limits_is_taken(change: dict[str, Any]) -> None:
    allowed.check(replace(DRAFT, **change))


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"text": "è" * 301}, "text", "301 characters, and 300 is the most"),
        ({"text": "👩‍👩‍👧" * 170}, "text", "3,060 bytes, and 3,000 is the most"),
        ({"text": " \n"}, "text", "write something"),
        ({"title": "A title"}, "title", "no title"),
        ({"poll": Poll(("a", "b"), 60)}, "poll", "no poll"),
        ({"disclosure": "paid"}, "disclosure", "say it in the text"),
        ({"options": {"label": "boring"}}, "label", "no setting label = boring"),
        ({"options": {"colour": "red"}}, "colour", "no setting colour"),
        ({"language": "it_IT"}, "language", "no language"),
        ({"media": (PAPER,)}, "media", "no documents"),
        ({"media": (IMAGE,) * 11}, "media", "11 images, and 10 is the most"),
        ({"media": (*(IMAGE,) * 4, replace(IMAGE, width=None))}, "media", "width and height"),
        ({"media": (VIDEO, IMAGE)}, "media", "stands alone"),
        ({"media": (GIF, GIF)}, "media", "stands alone"),
        ({"media": (IMAGE,), "card": CARD}, "card", "not both"),
        ({"media": (replace(IMAGE, size=2_000_001),)}, "media", "2,000,001 bytes"),
        ({"media": (replace(IMAGE, mime="image/tiff"),)}, "media", "save it as JPEG"),
        ({"media": (replace(VIDEO, mime="video/webm"),)}, "media", "or MP4"),
        ({"media": (replace(VIDEO, size=300_000_001),)}, "media", "300,000,000 is the most"),
        ({"media": (replace(VIDEO, seconds=181),)}, "media", "plays 181 seconds"),
        ({"media": (replace(IMAGE, alt="x" * 2_001),)}, "alt", "2001 characters"),
        ({"card": replace(CARD, url="example.com")}, "card", "no web address"),
        ({"card": replace(CARD, image=VIDEO)}, "card", "image is video/mp4"),
        ({"card": replace(CARD, image=replace(IMAGE, size=1_000_001))}, "card", "1,000,000 is the most"),
    ],
)
def test_what_is_not_is_refused_by_its_name(change: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(Invalid, match=words) as refused:
        allowed.check(replace(DRAFT, **change))
    assert refused.value.field == field
