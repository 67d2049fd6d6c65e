"""The reader for an address."""

from __future__ import annotations

import pytest

from passaparola.connectors import registry
from passaparola.connectors.errors import Unrecognised


@pytest.mark.parametrize(
    ("address", "platform"),
    [
        ("https://bsky.app/profile/ada.test/post/3kabc", "bluesky"),
        ("at://ada.test/app.bsky.feed.post/3kabc", "bluesky"),
        ("https://social.example/@ada/123", "mastodon"),
        ("http://localhost:3000/@ada/123", "mastodon"),
        ("sandbox://town/ada/1", "sandbox"),
    ],
)
def test_an_address_finds_its_platform(address: str, platform: str) -> None:
    assert registry.reader_for(address, hosts=registry.Hosts()).platform == platform


@pytest.mark.parametrize("address", ["", "x", "https://example.com/", "https://bsky.app/profile/ada.test"])
def test_an_address_of_no_platform_is_answered_with_what_to_give(address: str) -> None:
    with pytest.raises(
        Unrecognised, match=r"give one like https://bsky\.app/profile/NAME/post/ID \(Bluesky\)"
    ):
        registry.reader_for(address, hosts=registry.Hosts())
