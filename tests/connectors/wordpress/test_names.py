"""What a post is called on a site."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passaparola.connectors.contract import Draft
from passaparola.connectors.wordpress import names


def slug(title: str, **options: str) -> str:
    return names.slug(Draft("key-1", datetime(2026, 11, 25, tzinfo=UTC), "x", title=title, options=options))


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Perché il caffè è più buono", "perche-il-caffe-e-piu-buono-"),
        ("R&D <news>", "r-d-news-"),
        ("", ""),
        ("春のメニュー", ""),
        ("word " * 40, "-".join(["word"] * 12) + "-"),
    ],
)
def test_an_address_has_the_words_of_the_title(title: str, words: str) -> None:
    assert slug(title) == words + names.mark("key-1")


def test_an_address_has_other_words_where_they_are_given() -> None:
    assert slug("A title", slug="Hats!") == f"hats-{names.mark('key-1')}"


@given(st.text())
def test_an_address_is_one_that_wordpress_leaves_as_it_is(title: str) -> None:
    made = slug(title)
    # lower-case letters, digits and single dashes, at most 200, and no number (sanitize_title, 6.1)
    assert re.fullmatch(r"(?:[a-z0-9]+-)*p[0-9a-f]{11}", made)
    assert len(made) <= 200
