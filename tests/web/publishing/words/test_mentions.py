"""People are typed once and written as each platform knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.pages import queries
from passaparola.web.publishing.words import mentions, pieces
from web.publishing.plans import a_channel, a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

KNOWN = {"bea": {"bluesky": "bea.bsky.social", "discord": "<@42>", "matrix": "@bea:example.org"}}


@pytest.mark.parametrize(
    ("platform", "written"),
    [("bluesky", "@bea.bsky.social"), ("discord", "<@42>"), ("matrix", "@bea:example.org")],
)
def test_a_person_is_written_as_the_platform_knows_them(platform: str, written: str) -> None:
    assert mentions.resolve("Grazie @{bea}!", platform, KNOWN) == f"Grazie {written}!"


def test_who_has_no_handle_there_is_named_in_a_sentence() -> None:
    (said,) = mentions.unresolved(["@{bea} e @{bea}"], "telegram", KNOWN)
    assert "@{bea}" in said
    assert "Telegram" in said


def test_who_is_kept_nowhere_is_named_too() -> None:
    (said,) = mentions.unresolved(["@{nobody}"], "bluesky", KNOWN)
    assert "Nobody" in said


def test_a_kept_person_is_written_in_what_is_sent(brand: Brand, anna: User) -> None:
    mentions.keep(brand, "Bea Bianchi", {"sandbox": "bea", "bluesky": ""})
    post = a_post(brand, a_channel(brand), by=anna, text="Grazie @{bea-bianchi}")
    (variant,) = queries.post_of(brand, post.pk).variants.all()
    assert pieces.drafts(variant)[0].text == "Grazie @bea"


def test_keeping_somebody_again_changes_their_handles(brand: Brand) -> None:
    mentions.keep(brand, "Bea", {"sandbox": "old"})
    mentions.keep(brand, "Bea", {"sandbox": "new"})
    assert mentions.known_to(brand) == {"bea": {"sandbox": "new"}}


@pytest.mark.parametrize(("name", "handles"), [("", {"sandbox": "x"}), ("Bea", {"sandbox": " "})])
def test_nobody_is_kept_without_a_name_and_a_handle(brand: Brand, name: str, handles: dict[str, str]) -> None:
    with pytest.raises(Refused):
        mentions.keep(brand, name, handles)
