"""People are typed once and written as each platform knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.models import Asset, Attached, Variant
from passaparola.web.publishing.pages import queries
from passaparola.web.publishing.words import mentions, pieces
from web.publishing.plans import NOW, a_channel, a_post

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

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


def test_a_first_comment_may_name_somebody_unknown_where_the_post_is_a_picture_alone(
    brand: Brand, anna: User
) -> None:
    asset = Asset.objects.create(
        brand=brand, name="cup.png", digest="d", kind="image", mime="image/png", size=1, added_at=NOW
    )
    post = a_post(brand, a_channel(brand), by=anna, text="")
    Attached.objects.create(post=post, asset=asset, position=0)
    post.variants.update(comment="Grazie @{nessuno}")
    (variant,) = queries.post_of(brand, post.pk).variants.all()
    assert [draft.text for draft in pieces.drafts(variant)] == ["", "Grazie @{nessuno}"]


def test_who_is_named_in_every_part_of_a_thread_is_looked_up_once(
    brand: Brand, anna: User, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    mentions.keep(brand, "Bea", {"sandbox": "bea"})
    post = a_post(brand, a_channel(brand), by=anna, text="@{bea}")
    post.variants.update(thread=["@{bea} due", "@{bea} tre"], comment="@{bea} sotto")
    variant = Variant.objects.select_related("post__brand", "post__campaign", "channel").get()
    with django_assert_num_queries(2):  # whom the brand names, and the files of the post
        made = pieces.contents(variant)
    assert [content["text"] for _, content in made] == ["@bea", "@bea due", "@bea tre", "@bea sotto"]


def test_keeping_somebody_again_changes_their_handles(brand: Brand) -> None:
    mentions.keep(brand, "Bea", {"sandbox": "old"})
    mentions.keep(brand, "Bea", {"sandbox": "new"})
    assert mentions.known_to(brand) == {"bea": {"sandbox": "new"}}


@pytest.mark.parametrize(("name", "handles"), [("", {"sandbox": "x"}), ("Bea", {"sandbox": " "})])
def test_nobody_is_kept_without_a_name_and_a_handle(brand: Brand, name: str, handles: dict[str, str]) -> None:
    with pytest.raises(Refused):
        mentions.keep(brand, name, handles)
