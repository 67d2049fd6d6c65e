"""Each count as its platform's own text has it; among them those that other tools get wrong."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passaparola.connectors.lengths import blank, length, writable

if TYPE_CHECKING:
    from passaparola.connectors.row import Unit

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
UNITS: tuple[Unit, ...] = ("grapheme", "character", "utf-16 unit", "byte", "weighted")

# text, then what it counts in graphemes, characters, UTF-16 units, bytes and X's weight
COUNTS: list[tuple[str, tuple[int, int, int, int, int]]] = [
    ("", (0, 0, 0, 0, 0)),
    ("ciao", (4, 4, 4, 4, 4)),
    ("perché", (6, 6, 6, 7, 6)),
    ("perche\u0301", (6, 7, 7, 8, 6)),
    (FAMILY, (1, 7, 11, 25, 2)),
    (SCOTLAND, (1, 7, 14, 28, 2)),
    ("🇮🇹", (1, 2, 4, 8, 2)),
    ("🇮🇹🇫🇷🇩", (3, 5, 10, 20, 6)),
    ("🙋🏽", (1, 2, 4, 8, 2)),
    ("1\ufe0f\u20e3", (1, 3, 3, 7, 2)),
    ("❤\ufe0f", (1, 2, 2, 6, 2)),
    ("☺\ufe0e", (1, 2, 2, 6, 4)),
    ("©", (1, 1, 1, 2, 1)),
    ("東京", (2, 2, 2, 6, 4)),
    ("한국", (2, 2, 2, 6, 4)),
    ("\u1112\u1161\u11ab", (1, 3, 3, 9, 2)),
    ("ภาษาไทยที่นี่", (9, 13, 13, 39, 13)),
    ("क्षि", (1, 4, 4, 12, 4)),
    ("שלום", (4, 4, 4, 8, 4)),
    ("a\u200fb", (3, 3, 3, 5, 4)),
    ("“…”", (3, 3, 3, 9, 4)),
    ("a\r\nb", (3, 4, 4, 4, 4)),
    ("a\nb", (3, 3, 3, 3, 3)),
    ("Z͑ͫ̓ͪ̂", (1, 6, 6, 11, 6)),
]


@pytest.mark.parametrize(("text", "counts"), COUNTS)
def test_a_text_counts_in_each_unit_what_is_written_here(text: str, counts: tuple[int, ...]) -> None:
    assert tuple(length(text, unit) for unit in UNITS) == counts


# github.com/twitter/twitter-text, conformance/validate.yml, the tests of the third configuration
X: list[tuple[str, int]] = [
    ("Hi http://test.co", 26),
    ("H🐱☺" + FAMILY, 7),
    ("😷👾😡🔥💩", 10),
    ("Unicode 10.0 emoji: 🤪; 🧕; 🧕🏾; 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 34),
    (FAMILY * 140, 280),
    ("https://www.twitter.com/aloha " * 10, 240),
    ("故人西辞黄鹤楼，烟花三月下扬州。" * 10, 320),
    ("randomurl" * 7 + "s.com", 68),
    ("\u2066\u202ahttp://foobar.پاکستان/\u202c\u2069", 31),
    ("ABC\u202a\uffffABC\ufffe", 12),
]


@pytest.mark.parametrize(("text", "counts"), X)
def test_x_counts_as_its_own_library_s_tests_have_it(text: str, counts: int) -> None:
    assert length(text, "weighted", link=23) == counts


# Mastodon, app/validators/status_length_validator.rb: graphemes, after addresses and mentions are rewritten
MASTODON: list[tuple[str, int]] = [
    ("see https://example.com/a/very/long/path/that/is/longer/than/that", 27),
    ("http://a.it", 23),
    ("caffeaurora.it", 14),
    ("hello @anna@social.example", 11),
    ("https://social.org/@anna@other.org", 23),
    (FAMILY, 1),
]


@pytest.mark.parametrize(("text", "counts"), MASTODON)
def test_mastodon_counts_every_address_alike_and_of_a_mention_only_the_name(text: str, counts: int) -> None:
    assert length(text, "grapheme", link=23, mentions="local") == counts


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("text", ["\ud83d", "a\udc00", "\udc00\ud83d"])
def test_half_a_character_is_refused(text: str, unit: Unit) -> None:
    assert not writable(text)
    with pytest.raises(ValueError, match="half a character"):
        length(text, unit)


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\u200b\ufeff", "\u3000", "\xad", "\u034f\u3164", "\u2800", "\x07\U000e0061"]
)
def test_what_nobody_would_see_is_blank(text: str) -> None:
    assert blank(text)
    assert not blank(text + "a")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_units_nest(text: str) -> None:
    graphemes, characters, units, written, _ = (length(text, unit) for unit in UNITS)
    assert graphemes <= characters <= units <= written <= 3 * units
    assert characters == len(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_x_counts_the_composed_form(text: str) -> None:
    weight = length(text, "weighted")
    assert weight == length(unicodedata.normalize("NFD", text), "weighted")
    assert weight <= 2 * length(unicodedata.normalize("NFC", text), "character")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_nothing_is_rewritten_unless_asked_for(text: str) -> None:
    assert length(text, "character", link=None) == len(text)
    local = length(text, "character", mentions="local")
    assert local <= len(text)
