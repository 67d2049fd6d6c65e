"""The pages of the API: its reference and a brand's tokens, looked at on every kind of screen."""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING

import pytest

from browser.test_pages import LOOKS, faultless

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.conftest import Visit


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_the_pages_of_the_api_are_readable_and_accessible(
    visit: Callable[..., Visit], width: int, *, dark: bool, language: str
) -> None:
    here = visit(width, dark=dark, language=language)
    here.go("/api/v1/")
    faultless(here, "reference")
    here.sign_in()
    here.go(f"{here.site.brand}tokens/")
    faultless(here, "tokens")
    here.page.fill("#id_token-name", "CMS")
    here.page.click("form[action$='tokens/new/'] button.button")
    faultless(here, "a token that is shown once")


def test_a_token_copied_from_the_page_opens_the_api(visit: Callable[..., Visit]) -> None:
    here = visit()
    here.sign_in()
    here.go(f"{here.site.brand}tokens/")
    here.page.fill("#id_token-name", "Press room")
    here.page.click("form[action$='tokens/new/'] button.button")
    secret = here.page.input_value("#told")
    asked = urllib.request.Request(  # noqa: S310 - our own address
        f"{here.site.address}/api/v1/brand", headers={"Authorization": f"Bearer {secret}"}
    )
    with urllib.request.urlopen(asked) as answer:  # noqa: S310 - the same
        assert json.load(answer)["token"]["name"] == "Press room"
