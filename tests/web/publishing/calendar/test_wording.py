"""What a file says is held to what the composer takes: other shapes, lengths and characters are faults."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from passaparola.web.brands.refusals import Refused
from passaparola.web.channels import actions as channeling
from passaparola.web.publishing.calendar import exchange, importing
from passaparola.web.publishing.models import Asset, Post
from web.publishing.plans import NOW

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User


def seen(brand: Brand, by: User, text: str, *, schedule: bool = False) -> list[list[str]]:
    found = importing.preview(brand, text.encode(), schedule=schedule, by=by, now=NOW)
    return [line.faults for line in found.lines]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"poll": {"x": 1}}, "own.poll: this does not have the form"),
        ({"poll": {"choices": "ab", "seconds": 60}}, "own.poll: this does not have the form"),
        ({"poll": {"choices": ["a", "b"], "seconds": "x"}}, "own.poll: this does not have the form"),
        ({"poll": {"choices": ["a", "b"], "seconds": 10**400}}, "own.poll: this does not have the form"),
        ({"poll": {"choices": ["a", " "], "seconds": 60}}, "own.poll: this does not have the form"),
        ({"media": [["a"]]}, "own.media: this does not have the form"),
        ({"media": ["e" * 64]}, "own.media: eeeeeeeeeeee is not in the library"),
        ({"media": ["d" * 64]}, "own.media: Name here only files of the post"),
        ({"options": {"visibility": 3}}, "own.options: this does not have the form"),
        ({"options": {"colour": "red"}}, "own.options: colour is not known"),
        ({"options": {"visibility": "x" * 1_001}}, "own.options: A field holds more than 1000"),
        ({"own": 1}, "own.own: this does not have the form"),
        ({"text": "x" * 100_001}, "own.text: A field holds more than 100000"),
        ({"title": "x" * 301}, "own.title: A field holds more than 300"),
        ({"quotes": "x" * 1_001}, "own.quotes: A field holds more than 1000"),
        ({"answers": "x" * 1_001}, "own.answers: A field holds more than 1000"),
        ({"thread": ["x"] * 51}, "own.thread: this does not have the form"),
        ({"text": "\ud800"}, "own: it holds a character that no text can have"),
        ({"text": "\x00"}, "own: it holds a character that no text can have"),
    ],
)
@pytest.mark.parametrize("schedule", [False, True])
def test_a_channel_s_own_words_are_held_to_what_the_composer_takes(
    brand: Brand, anna: User, own: dict[str, Any], said: str, *, schedule: bool
) -> None:
    channel = channeling.add_channel(brand, platform="mastodon", native_id="1", handle="aurora")
    channel.connected_at = NOW
    channel.save()
    Asset.objects.create(
        brand=brand, name="t.jpg", digest="d" * 64, kind="image", mime="image/jpeg", size=9, added_at=NOW
    )
    post = {"text": "Hello", "planned": "2026-04-01T09:00", "channels": ["mastodon:aurora"]}
    bad = post | {"own": {"mastodon:aurora": own}}
    text = json.dumps({"passaparola": 1, "posts": [post, bad]})
    good, faults = seen(brand, anna, text, schedule=schedule)
    assert not good
    assert len(faults) == 1
    assert f"Line 2, {said}" in faults[0]
    with pytest.raises(Refused, match=r"Nothing was taken in\. Line 2"):
        importing.take_in(brand, text.encode(), schedule=schedule, by=anna, now=NOW)
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("post", "said"),
    [
        ({"text": "a\ud800"}, "Line 1, text: it holds a character"),
        ({"text": "a\x00"}, "Line 1, text: it holds a character"),
        ({"text": "a", "\ud800": 1}, "Line 1: it holds a character"),
        ({"text": "a", "planned": "\ud800"}, "Line 1, planned: it holds a character"),
        ({"text": "a", "media": [{"digest": "d", "name": "\ud800"}]}, "Line 1, media: it holds a character"),
        ({"text": "a", "media": [{"digest": "d", "alt": [1]}]}, "the form of an export"),
        ({"text": "a", "media": [{"digest": "d" * 64}] * 2}, "Line 1, media: It is named twice"),
        ({"text": "a", "channels": [["b"]]}, "Line 1, channels: this has to be text"),
        ({"title": "x" * 301}, "Line 1, title: A field holds more than 300"),
        ({"text": "x" * 100_001}, "Line 1, text: A field holds more than 100000"),
        ({"text": "a", "link": "x" * 2_001}, "Line 1, link: A field holds more than 2000"),
    ],
)
def test_what_no_table_keeps_is_a_fault_and_shown_on_the_page(
    brand: Brand, anna: User, post: dict[str, Any], said: str
) -> None:
    Asset.objects.create(
        brand=brand, name="t.jpg", digest="d" * 64, kind="image", mime="image/jpeg", size=9, added_at=NOW
    )
    client = Client()
    client.force_login(anna)
    content = json.dumps({"passaparola": 1, "posts": [post]}).encode()
    page = client.post(reverse("import-plan", args=[brand.slug]), {"file": io.BytesIO(content)})
    assert said in page.content.decode()


@pytest.mark.parametrize("deep", ['{"a":' * 20_000, '{"passaparola": 1, "posts": [' + "[" * 20_000])
def test_json_nested_without_end_is_refused_in_words(brand: Brand, anna: User, deep: str) -> None:
    with pytest.raises(Refused, match="no JSON"):
        exchange.read(deep.encode())
    (faults,) = seen(brand, anna, f'text,own\nHello,"{deep.replace(chr(34), chr(34) * 2)}"\n')
    assert "holds JSON as an export writes it" in faults[0]


def test_a_cell_of_csv_holds_no_null(brand: Brand, anna: User) -> None:
    (faults,) = seen(brand, anna, "text\na\x00\n")
    assert faults == ["Line 2, text: it holds a character that no text can have: write it anew."]
