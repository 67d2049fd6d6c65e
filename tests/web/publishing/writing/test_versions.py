"""The history of a post tells who changed which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.web.publishing.words.content import Content, Picked, Words, content_of
from passaparola.web.publishing.writing import versions, writing
from web.publishing.plans import a_channel, a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_saves_close_together_are_one_sitting(brand: Brand, anna: User, bruno: User) -> None:
    post = a_post(brand, a_channel(brand), by=anna, text="0")
    for seen, (who, minutes) in enumerate([(anna, 1), (anna, 2), (bruno, 3), (anna, 30)], 1):
        content = replace(content_of(post), text=str(seen))
        writing.save(post, content, by=who, now=NOW + timedelta(minutes=minutes), seen=seen)
    found = [(each.version.number, each.version.by, each.saves) for each in versions.sittings(post)]
    assert found == [(5, anna, 1), (4, bruno, 1), (3, anna, 3)]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"text": "x"}, "Text"),
        ({"link": "https://x.example"}, "Link"),
        ({"tagged": False}, "Link with the campaign"),
        ({"media": [Picked(3, "a cup")]}, "Media"),
        ({"variants": [Words(1, own=True, text="mine")]}, "aurora · own text"),
        ({"variants": [Words(1, thread=["two"])]}, "aurora · part 2"),
        ({"variants": [Words(1, options={"a": "b"})]}, "aurora · options"),
        ({"variants": []}, "aurora"),
    ],
)
def test_every_part_of_a_post_is_compared(change: dict[str, object], where: str) -> None:
    before = Content(variants=[Words(1)])
    after = replace(before, **change)  # type: ignore[arg-type]  # each is a field's own type
    found = versions.changes(before, after, {1: "aurora"}, {3: "cup.png"})
    assert [each.where for each in found] == [where]
