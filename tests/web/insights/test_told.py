from __future__ import annotations

import pytest
from django.utils import translation

from passaparola.web.insights import told


@pytest.mark.parametrize(
    ("sentence", "italian"),
    [
        ("who passed it on", "chi l’ha passato"),
        (
            "quotes of at://did:plc:x/app.bsky.feed.post/3k",
            "citazioni di at://did:plc:x/app.bsky.feed.post/3k",
        ),
        ("mastodon.example counts them but hides them", "mastodon.example li conta ma li nasconde"),
        ("something nobody foresaw, 100 % of it", "something nobody foresaw, 100 % of it"),
        ("", ""),
    ],
)
def test_a_sentence_from_below_is_said_in_the_readers_language(sentence: str, italian: str) -> None:
    with translation.override("it"):
        assert told.in_words(sentence) == italian
    with translation.override("en"):
        assert told.in_words(sentence) == sentence
