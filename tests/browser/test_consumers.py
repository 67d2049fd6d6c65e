"""People and what is said elsewhere, at a desk and on a phone, light and dark, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.test_pages import LOOKS, faultless

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.conftest import Visit


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_page_about_people_is_readable_and_accessible(
    visit: Callable[..., Visit], width: int, *, dark: bool, language: str
) -> None:
    here = visit(width, dark=dark, language=language)
    here.sign_in()
    here.go(f"{here.site.brand}persons/")
    faultless(here, "persons")
    here.page.locator("main table a[href*='/persons/']").first.click()
    faultless(here, "person")
    one = here.page.url.removeprefix(here.site.address)
    for path in (f"{one}join/", f"{one}erase/", f"{here.site.brand}persons/?segment=quiet"):
        here.go(path)
        faultless(here, path)


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_page_of_listening_is_readable_and_accessible(
    visit: Callable[..., Visit], width: int, *, dark: bool, language: str
) -> None:
    here = visit(width, dark=dark, language=language)
    here.sign_in()
    for path in ("listening/", "listening/new/", "listening/alarms/"):
        here.go(f"{here.site.brand}{path}")
        faultless(here, path)
