"""The pages of people who work: looked at on every kind of screen, and walked through by one who is new."""

from __future__ import annotations

import dataclasses
import secrets
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.totp.internal import auth as totp

from browser.test_pages import LOOKS, faultless

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.conftest import Visit

WORDS = "three words and more"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def newcomer(visit: Callable[..., Visit], **more: object) -> tuple[Visit, str]:
    """Somebody who was invited by the demo's owner and has come in; gives their page and e-mail."""
    email = f"p{secrets.token_hex(4)}@example.org"
    owner = visit()
    owner.sign_in()
    link = invite(owner, email)
    here = visit(**more)
    # Browsers make passkeys for this machine by its name only.
    here.site = dataclasses.replace(here.site, address=here.site.address.replace("127.0.0.1", "localhost"))
    here.go(link)
    here.page.fill("#id_name", "Dario")
    here.page.fill("#id_password", WORDS)
    here.page.click("main button.button")
    here.page.wait_for_url("**/b/*/")
    return here, email


def invite(owner: Visit, email: str) -> str:
    owner.go(f"{owner.site.brand}people/")
    owner.page.fill("#id_invitation-email", email)
    owner.page.click("form[action$='invite/'] button.button")
    address = owner.page.input_value("#told")
    assert address.startswith(owner.site.address)
    return address.removeprefix(owner.site.address)


def confirm(here: Visit) -> None:
    """Show once more that it is you."""
    here.page.fill("#id_password", WORDS)
    here.page.click("main button.button")


def leave(here: Visit) -> None:
    here.page.click(".menu > .round")
    here.page.click("form[action='/logout/'] button")
    here.page.wait_for_url("**/login/")


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_page_of_people_is_readable_and_accessible(
    visit: Callable[..., Visit], width: int, *, dark: bool, language: str
) -> None:
    here = visit(width, dark=dark, language=language)
    here.sign_in()
    brand = here.site.brand
    for path in ("settings/", "people/", "hold/", "log/"):
        here.go(f"{brand}{path}")
        faultless(here, path)
    for path in ("/account/", "/account/password/", "/account/confirm/", "/brands/new/", "/join/over/"):
        here.go(path)
        faultless(here, path)
    for menu in (0, 1):
        here.go(f"{brand}people/")
        here.page.click(f".menu >> nth={menu}")
        faultless(here, f"menu {menu}")
    link = invite(here, "")
    faultless(here, "a link shown once")
    stranger = visit(width, dark=dark, language=language)
    stranger.go(link)
    faultless(stranger, "an invitation")


def test_one_who_is_new_makes_a_brand_holds_it_and_releases_it(visit: Callable[..., Visit]) -> None:
    here, _ = newcomer(visit, width=390)
    here.page.click(".menu >> nth=0")
    here.page.click("text=New brand")
    here.page.fill("#id_name", f"Luna {secrets.token_hex(3)}")
    here.page.click("main button.button")
    here.page.wait_for_url("**/b/luna-*/")
    here.page.click(".menu >> nth=0")
    here.page.click(".menu-list .stop")
    here.page.click("main .button-stop")
    here.page.wait_for_selector(".held")
    faultless(here, "a held brand")
    here.page.click(".held button")
    here.page.wait_for_selector(".held", state="detached")
    assert "sent from now on" in here.page.inner_text(".messages")


def test_a_menu_closes_on_escape_and_on_a_click_elsewhere(visit: Callable[..., Visit]) -> None:
    here = visit()
    here.sign_in()
    here.page.focus(".menu > summary >> nth=0")
    here.page.keyboard.press("Enter")
    here.page.wait_for_selector(".menu[open]")
    here.page.keyboard.press("Escape")
    assert here.page.query_selector(".menu[open]") is None
    assert here.page.evaluate("document.activeElement.tagName") == "SUMMARY"
    here.page.click(".menu >> nth=1")
    here.page.click("main h1")
    assert here.page.query_selector(".menu[open]") is None


def test_a_passkey_signs_in_without_a_password(visit: Callable[..., Visit]) -> None:
    here, _ = newcomer(visit)
    chip = here.page.context.new_cdp_session(here.page)
    chip.send("WebAuthn.enable")
    chip.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    here.go("/account/")
    here.page.click("text=Add a passkey")
    confirm(here)
    faultless(here, "adding a passkey")
    here.page.fill("#id_name", "Telephone")
    here.page.click("#passkey-add")
    here.page.wait_for_url("**/account/codes/")
    faultless(here, "recovery codes")
    assert here.page.locator(".codes li").count() == 10
    here.go("/account/")
    assert "Telephone" in here.page.inner_text("main")
    faultless(here, "an account with a passkey")
    leave(here)
    faultless(here, "signing in where passkeys work")
    here.page.click("#passkey-login")
    here.page.wait_for_url("**/b/*/")


def test_where_no_passkey_comes_the_page_says_so(visit: Callable[..., Visit]) -> None:
    here = visit()
    here.site = dataclasses.replace(here.site, address=here.site.address.replace("127.0.0.1", "localhost"))
    here.go("/login/")
    chip = here.page.context.new_cdp_session(here.page)
    chip.send("WebAuthn.enable")
    chip.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | {"isUserVerified": False}})
    here.page.click("#passkey-login")
    here.page.wait_for_selector("[data-passkey-trouble]:not([hidden])")
    faultless(here, "no passkey")


def test_at_a_number_the_page_says_where_passkeys_work(visit: Callable[..., Visit]) -> None:
    here = visit()
    here.go("/login/")
    assert here.page.query_selector("#passkey-login") is None
    here.sign_in()
    here.go("/account/")
    assert "http://localhost" in here.page.inner_text(".note")


def test_codes_from_an_app_are_set_up_from_the_picture_or_the_letters(visit: Callable[..., Visit]) -> None:
    here, email = newcomer(visit, width=390)
    here.go("/account/")
    here.page.click("text=Set it up")
    confirm(here)
    assert here.page.evaluate("document.querySelector('.qr img').naturalWidth") > 0
    faultless(here, "setting up codes")
    here.page.click("details.more summary")
    secret = here.page.inner_text(".secret")
    counter = next(totp.yield_hotp_counters_from_time())
    here.page.fill("#id_code", totp.format_hotp_value(totp.hotp_value(secret, counter)))
    here.page.click("main button.button")
    here.page.wait_for_url("**/account/codes/")
    leave(here)
    here.page.fill("#id_login", email)
    here.page.fill("#id_password", WORDS)
    here.page.click("main button.button >> nth=0")
    here.page.wait_for_url("**/login/second/")
    faultless(here, "one more step")
    counter = next(totp.yield_hotp_counters_from_time()) + 1
    here.page.fill("#id_code", totp.format_hotp_value(totp.hotp_value(secret, counter)))
    here.page.click("main button.button >> nth=0")
    here.page.wait_for_url("**/b/*/")


def test_a_guest_s_page_says_whose_it_is(visit: Callable[..., Visit]) -> None:
    owner = visit()
    owner.sign_in()
    owner.go(f"{owner.site.brand}people/")
    owner.page.fill("#id_guest-name", "Elsa")
    owner.page.click("form[action$='guests/'] button.button")
    link = owner.page.input_value("#told").removeprefix(owner.site.address)
    for width in (390, 1440):
        here = visit(width)
        here.go(link)
        assert "Elsa" in here.page.inner_text("main")
        faultless(here, "a guest's page")
