"""The link of a post says where people come from, and says nothing twice."""

from __future__ import annotations

import pytest

from passaparola.web.campaigns.models import Campaign
from passaparola.web.publishing.words.tagging import tagged

SPRING = Campaign(name="Primavera in tazza")


@pytest.mark.parametrize(
    ("link", "sent"),
    [
        ("https://a.example/", "https://a.example/?{all}"),
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1&{all}#z"),
        ("https://a.example/?utm_source=letter", "https://a.example/?utm_source=letter&{rest}"),
        ("mailto:anna@example.org", "mailto:anna@example.org"),
        ("https://a.example/?q=caff%C3%A8&n=", "https://a.example/?q=caff%C3%A8&n=&{all}"),
    ],
)
def test_a_link_gets_what_it_lacks_and_keeps_what_it_has(link: str, sent: str) -> None:
    rest = "utm_medium=social&utm_campaign=primavera-in-tazza"
    expected = sent.format(all=f"utm_source=bluesky&{rest}", rest=rest)
    assert tagged(link, platform="bluesky", campaign=SPRING) == expected


def test_a_tagged_link_is_not_tagged_again() -> None:
    once = tagged("https://a.example/", platform="bluesky", campaign=SPRING)
    assert tagged(once, platform="mastodon", campaign=SPRING) == once


def test_without_a_campaign_only_the_place_is_told() -> None:
    assert tagged("https://a.example/", platform="x", campaign=None) == (
        "https://a.example/?utm_source=x&utm_medium=social"
    )
