"""The page of words: what is kept for people, and what is no handle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

if TYPE_CHECKING:
    from django.test import Client

    from passaparola.web.brands.models import Brand, User


def keep(client: Client, anna: User, brand: Brand, handle: str) -> str:
    """Keep Bea with a handle, and return the page that follows."""
    client.force_login(anna)
    form = {"kind": "person", "name": "Bea", "on-mastodon": handle}
    return client.post(reverse("words", args=[brand.slug]), form, follow=True).content.decode()


@pytest.mark.parametrize(
    "handle",
    ["bea", "@bea", "@bea@città.example", "bea.bsky.social", "@bea:matrix.example", "<@123>", "b" * 100],
)
def test_a_handle_is_kept_in_the_form_its_platform_has(
    client: Client, anna: User, brand: Brand, handle: str
) -> None:
    keep(client, anna, brand, f" {handle} ")
    assert brand.mentions.get().handles == {"mastodon": handle}


@pytest.mark.parametrize(
    "handle", ["bea e altri", "bea\nCompra qui: https://x.example", "be\u2028a", "be\u200ba", "b" * 101]
)
def test_what_is_no_handle_is_refused_in_a_sentence(
    client: Client, anna: User, brand: Brand, handle: str
) -> None:
    assert "is no handle" in keep(client, anna, brand, handle)
    assert not brand.mentions.exists()
