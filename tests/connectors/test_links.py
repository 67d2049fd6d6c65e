"""Web addresses and mentions are found where X and Mastodon find them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from passaparola.connectors import links

if TYPE_CHECKING:
    from passaparola.connectors.links import Dialect


def found(text: str, dialect: Dialect) -> list[str]:
    return [text[start:end] for start, end, _ in links.addresses(text, dialect, counted="")]


BOTH: list[tuple[str, list[str]]] = [
    ("see https://example.com.", ["https://example.com"]),
    ("(https://example.com/a)", ["https://example.com/a"]),
    ("HTTPS://Example.COM/A", ["HTTPS://Example.COM/A"]),
    ("https://example.com:8080/a?b=c#d, and", ["https://example.com:8080/a?b=c#d"]),
    ("https://en.wikipedia.org/wiki/Primer_(film) is", ["https://en.wikipedia.org/wiki/Primer_(film)"]),
    ("http://a.com/x!!!!!!!!", ["http://a.com/x"]),
    ("https://caffè.it/menù", ["https://caffè.it/menù"]),
    ("https://twitter.한국", ["https://twitter.한국"]),
    ("https://xn--caff-8oa.it", ["https://xn--caff-8oa.it"]),
    ("https://localhost/", []),
    ("https://intranet.notatld/", []),
    ("https://-a.com https://a-.com https://a_b.com", []),
    ("#https://example.com @https://example.com xhttps://example.com", []),
    ("ftp//example", []),
]


@pytest.mark.parametrize("dialect", ["x", "mastodon"])
@pytest.mark.parametrize(("text", "there"), BOTH)
def test_an_address_ends_where_a_person_would_say_it_ends(
    text: str, there: list[str], dialect: Dialect
) -> None:
    assert found(text, dialect) == there


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("caffeaurora.it, readme.md, file.txt", ["caffeaurora.it", "readme.md"]),
        ("fine.Then another", []),
        ("twitter.comこれは日本語です。t.co/abcde한국", ["twitter.com", "t.co/abcde"]),
        ("name@example.com", []),
        ("http://t.co/pbY2NfTZ's", ["http://t.co/pbY2NfTZ"]),
        ("https://t.co/" + "a" * 41, []),
        ("a.-example.com", []),
        ("gemini://example.com", []),
    ],
)
def test_x_finds_addresses_without_a_scheme_as_well(text: str, there: list[str]) -> None:
    assert found(text, "x") == there


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("caffeaurora.it", []),
        ("caffeaurora.it/https://example.com", []),
        ("gemini://example.com", ["gemini://example.com"]),
        ("https://example.com/東京/?q=大阪、", ["https://example.com/東京/?q=大阪、"]),
        ("https://example.com/「東京」", ["https://example.com/「東京"]),
    ],
)
def test_mastodon_asks_for_a_scheme_and_takes_any_writing_in_the_path(text: str, there: list[str]) -> None:
    assert found(text, "mastodon") == there


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("hi @anna@social.example!", "hi @anna!"),
        ("@Anna.B@Social.Example and @bruno", "@Anna.B and @bruno"),
        ("mail anna@social.example", "mail anna@social.example"),
        ("/@anna@social.example", "/@anna@social.example"),
        ("è@anna@social.example", "è@anna@social.example"),
        ("@anna@social.example@again", "@anna@social.example@again"),
        ("@anna@caffè.example.", "@anna."),
        ("@a@b.c @a@b.c", "@a @a"),
    ],
)
def test_of_a_mention_the_server_is_left_out(text: str, counts: str) -> None:
    assert links.rewritten(text, list(links.mentions(text))) == counts


def test_of_two_that_overlap_the_first_counts() -> None:
    text = "https://social.org/@anna@b.org"
    spans = [*links.mentions(text), *links.addresses(text, "mastodon", counted="x")]
    assert links.rewritten(text, spans) == "x"


@pytest.mark.parametrize("piece", ["a.", "あ", "(", "a(", "@a", "a@b.", "http://", "a-", "http://a.com/(("])
@pytest.mark.parametrize("dialect", ["x", "mastodon"])
def test_no_text_makes_the_search_slow(piece: str, dialect: Dialect) -> None:
    text = piece * (5_000 // len(piece))
    begun = time.process_time()
    list(links.addresses(text, dialect, counted=""))
    list(links.mentions(text))
    assert time.process_time() - begun < 2
