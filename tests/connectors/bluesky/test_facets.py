"""Links, mentions and hashtags, where they are in bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passaparola.connectors.bluesky import facets

ADA = "did:plc:" + "a" * 24


def told(text: str) -> list[tuple[str, str]]:
    return [(span.kind, span.value) for span in facets.spans(text)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Read https://example.com/a.", "https://example.com/a"),
        ("(https://example.com/a)", "https://example.com/a"),
        ("https://it.wikipedia.org/wiki/Amalfi_(SA)", "https://it.wikipedia.org/wiki/Amalfi_(SA)"),
        ("(see https://it.wikipedia.org/wiki/Amalfi_(SA))", "https://it.wikipedia.org/wiki/Amalfi_(SA)"),
        ("https://example.com/?a=1&b=#x, and", "https://example.com/?a=1&b=#x"),
        ("«https://example.com/è»!", "https://example.com/è"),
        ("HTTPS://EXAMPLE.COM", "HTTPS://EXAMPLE.COM"),
    ],
)
def test_a_link_ends_where_its_sentence_goes_on(text: str, address: str) -> None:
    assert told(text) == [("link", address)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thanks @ada.test!", [("mention", "ada.test")]),
        ("Thanks (@Ada.Test.)", [("mention", "ada.test")]),
        ("@ada", []),
        ("mail@ada.test", []),
        ("@ada@mastodon.social", []),
        ("https://mastodon.social/@ada.test", [("link", "https://mastodon.social/@ada.test")]),
    ],
)
def test_a_mention_is_a_whole_handle(text: str, found: list[tuple[str, str]]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#passaparola.", ["passaparola"]),
        ("#Città_d'arte, #2026estate", ["Città_d'arte", "2026estate"]),
        ("line\n#two", ["two"]),
        ("(#open)", ["open"]),
        ("＃日本", ["日本"]),
        ("#one#two", ["one"]),
        ("#1", []),
        ("#!?", []),
        ("a#b", []),
        ("#️⃣", []),
        ("#" + "a" * 65, []),
        ("https://example.com/#part", []),
    ],
)
def test_a_hashtag_says_something_and_stands_alone(text: str, tags: list[str]) -> None:
    assert [value for kind, value in told(text) if kind == "tag"] == tags


def test_places_are_counted_in_bytes() -> None:
    text = "👩‍👩‍👧 è @ada.test #pizza"
    sent = text.encode()
    mention, tag = facets.facets(text, {"ada.test": ADA})
    assert sent[mention["index"]["byteStart"] : mention["index"]["byteEnd"]] == b"@ada.test"
    assert sent[tag["index"]["byteStart"] : tag["index"]["byteEnd"]] == b"#pizza"
    assert mention["features"] == [{"$type": "app.bsky.richtext.facet#mention", "did": ADA}]


def test_a_handle_nobody_has_stays_plain_text() -> None:
    assert facets.facets("Hello @nobody.test", {}) == []


def test_a_family_is_one_character() -> None:
    assert facets.graphemes("👩‍👩‍👧è") == 2


PIECES = st.sampled_from(
    [
        "https://e.it/à(b)",
        "@ada.test",
        "#tag",
        "👩‍👩‍👧",
        "è",
        " ",
        "\n",
        "(",
        ")",
        ".",
        "#",
        "@",
        "https://",
        "x",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(st.characters(codec="utf-8"), max_size=60))
def test_every_facet_names_bytes_that_spell_what_it_says(text: str) -> None:
    sent, last = text.encode(), 0
    for facet in facets.facets(text, {"ada.test": ADA}):
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        (feature,) = facet["features"]
        words = sent[start:end].decode()
        assert last <= start < end <= len(sent)
        assert words[1:] == feature["tag"] if "tag" in feature else words == feature.get("uri", "@ada.test")
        last = end
