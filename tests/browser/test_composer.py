"""Writing a post in a real browser: it counts, saves by itself, loses nothing, and arrives on the network."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from browser.conftest import Visit
from browser.test_pages import LOOKS, faultless
from web.publishing import films

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SAVED = "#saved:has-text('Saved at')"


@pytest.fixture
def cup(tmp_path: Path) -> Path:
    path = tmp_path / "cup.jpg"
    path.write_bytes(films.photograph(size=(640, 480)))
    return path


def begin(here: Visit, *, inside: bool = False) -> None:
    """Come in, unless one is, and begin a post."""
    if not inside:
        here.sign_in()
    here.go(f"{here.site.brand}posts/")
    here.page.locator("form[action$='/posts/new/'] button").first.click()
    here.page.wait_for_selector("#write")


def expected(here: Visit, *said: str) -> None:
    """Forget what the console has to say of answers that refuse something."""
    here.trouble = [each for each in here.trouble if not any(each.count(one) for one in said)]


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_page_of_writing_is_readable_and_accessible(
    visit: Callable[..., Visit], cup: Path, width: int, *, dark: bool, language: str
) -> None:
    here = visit(width, dark=dark, language=language)
    begin(here)
    here.page.fill("#text", "Buongiorno #caffè https://aurora.example/ e " + "x" * 40)
    here.page.set_input_files("#files", str(cup))
    here.page.wait_for_selector(".medium")
    here.page.locator("[data-own]").first.check()
    for more in here.page.locator("#write details").all():
        more.evaluate("(one) => { one.open = true; }")
    faultless(here, "a post")
    post = here.page.url.split("?")[0].split("#")[0].removeprefix(here.site.address)
    brand = here.site.brand
    for path in ("posts/", "posts/?where=published", "library/", "words/", "campaigns/", "campaigns/new/"):
        here.go(brand + path)
        faultless(here, path)
    here.go(f"{post}history/")
    faultless(here, "history")


def test_a_text_is_counted_on_every_key_and_saved_within_two_seconds(visit: Callable[..., Visit]) -> None:
    here = visit()
    begin(here)
    here.page.fill("#text", "x" * 509)
    assert here.page.inner_text("[data-counter] b >> nth=0") == "509"
    assert "is-over" in str(here.page.get_attribute("[data-counter] .count >> nth=0", "class"))
    began = time.monotonic()
    here.page.wait_for_selector(SAVED)
    assert time.monotonic() - began < 2
    assert "9 characters too many" in here.page.inner_text(".faults >> nth=0")
    faultless(here, "a text too long")
    here.page.fill("#text", "x" * 500)
    here.page.wait_for_selector(".faults", state="detached")


def test_a_post_with_a_picture_goes_out_and_is_seen_to_arrive(visit: Callable[..., Visit], cup: Path) -> None:
    here = visit()
    begin(here)
    here.page.fill("#text", "Buongiorno dal banco")
    here.page.set_input_files("#files", str(cup))
    here.page.wait_for_selector(".medium")
    assert here.page.input_value("#text") == "Buongiorno dal banco"
    here.page.fill("textarea[name^=alt-]", "Una tazza rossa e blu")
    here.page.wait_for_selector("#ready .is-warned", state="detached")
    here.page.check("#when-now")
    here.page.click("button[value=send]")
    here.page.wait_for_selector(".messages:has-text('On its way')")
    for _ in range(60):
        if here.page.query_selector(".delivery.is-published"):
            break
        here.page.wait_for_timeout(500)
        here.page.reload()
    assert "published" in here.page.inner_text(".delivery")
    faultless(here, "a post that is out")
    here.go(f"{here.site.brand}posts/?where=published")
    assert "Buongiorno dal banco" in here.page.inner_text(".post-list")


def test_a_planned_post_says_where_it_went_and_the_calendar_has_it(visit: Callable[..., Visit]) -> None:
    here = visit()
    begin(here)
    here.page.fill("#text", "Domani alle nove e mezza")
    here.page.check("#when-at")
    here.page.fill("#day", "2040-03-05")
    here.page.fill("#time", "09:30")
    here.page.click("button[value=send]")
    said = here.page.inner_text(".messages")
    assert re.search(r"Monday 5 March 2040, 09:30 CET", said), said
    here.page.click(".messages a")
    assert "Domani alle nove e mezza" in here.page.inner_text("main")


def test_two_windows_lose_nothing(visit: Callable[..., Visit]) -> None:
    here = visit()
    begin(here)
    other = here.page.context.new_page()
    other.goto(here.page.url)
    other.fill("#text", "From the other window")
    other.wait_for_selector(SAVED)
    here.page.fill("#text", "From this window")
    here.page.wait_for_selector("#met [data-met]")
    faultless(here, "two at once")
    here.page.click("button[value=mine]")
    here.page.wait_for_load_state()
    assert here.page.input_value("#text") == "From this window"
    here.page.click("a[href$='/history/']")
    here.page.fill("#before", "2")
    here.page.click("text=Compare")
    assert here.page.inner_text(".diff del") == "the other"
    assert here.page.inner_text(".diff ins") == "this"


def test_words_typed_while_signed_out_stay_and_are_saved_after_signing_in_again(
    visit: Callable[..., Visit],
) -> None:
    here = visit()
    begin(here)
    title = here.page.title()
    elsewhere = Visit(here.page.context.new_page(), here.site)
    elsewhere.go("/")
    elsewhere.page.locator("form[action='/logout/']").evaluate("(form) => form.submit()")
    elsewhere.page.wait_for_url("**/login/*")
    here.page.fill("#text", "Typed while signed out")
    here.page.wait_for_selector("#saved:has-text('you were signed out')")
    assert (here.page.title(), here.page.locator("#id_login").count()) == (title, 0)
    here.page.click("button[value=send]")
    here.page.wait_for_timeout(500)
    assert here.page.input_value("#text") == "Typed while signed out"
    elsewhere.sign_in()
    here.page.wait_for_selector(SAVED, timeout=10_000)
    elsewhere.page.goto(here.page.url)
    assert elsewhere.page.input_value("#text") == "Typed while signed out"
    expected(here, "401 (Unauthorized)", "Response Status Error Code 401")


def test_a_button_pressed_with_an_old_token_does_what_it_says(visit: Callable[..., Visit]) -> None:
    here = visit()
    begin(here)
    here.page.fill("#text", "Sent with an old token")
    here.page.wait_for_selector(SAVED)
    for field in here.page.locator("[name=csrfmiddlewaretoken]").all():
        field.evaluate("(one) => { one.value = 'a'.repeat(64); }")
    here.page.check("#when-now")
    here.page.click("button[value=send]")
    here.page.wait_for_selector(".messages:has-text('On its way')")


def test_words_of_a_post_planned_in_another_window_stay(visit: Callable[..., Visit]) -> None:
    here = visit()
    begin(here)
    other = here.page.context.new_page()
    other.goto(here.page.url)
    other.fill("#text", "Planned in the other window")
    other.check("#when-at")
    other.fill("#day", "2040-03-05")
    other.fill("#time", "09:30")
    other.click("button[value=send]")
    other.wait_for_selector(".messages")
    here.page.fill("#text", "Typed too late")
    here.page.wait_for_selector("#saved .is-failed")
    here.page.click("button[value=send]")
    here.page.wait_for_selector(".note[role=alert]")
    assert here.page.input_value("#text") == "Typed too late"
    faultless(here, "a post refused")
    other.click("form[action$='/unplan/'] button")
    other.wait_for_selector("#write")
    here.page.click("#write aside button[value=save]")
    here.page.wait_for_selector("#met [data-met]")
    here.page.click("button[value=mine]")
    here.page.wait_for_url(re.compile(r"/posts/\d+/$"))
    assert here.page.input_value("#text") == "Typed too late"
    expected(here, "422 (Unprocessable Entity)", "409 (Conflict)")


def test_what_is_not_saved_yet_goes_with_another_form_of_the_page(visit: Callable[..., Visit]) -> None:
    here = visit()
    begin(here)
    here.page.fill("#text", "Just typed")
    here.page.click("form[action$='/clone/'] button")
    here.page.wait_for_selector(".messages")
    assert here.page.input_value("#text") == "Just typed"


def test_words_go_in_where_the_caret_is(visit: Callable[..., Visit]) -> None:
    here = visit()
    here.sign_in()
    here.go(f"{here.site.brand}words/")
    here.page.select_option("#kind", "hashtags")
    name = f"Set {time.time()}"
    here.page.fill("#name", name)
    here.page.fill("#words-text", "caffè banco")
    here.page.locator("form:has(#words-text) button").click()
    begin(here, inside=True)
    here.page.fill("#text", "Prima dopo")
    here.page.evaluate("document.getElementById('text').setSelectionRange(5, 5)")
    here.page.select_option("#insert", label=f"hashtags: {name}")
    here.page.click("button[value=insert]")
    assert here.page.input_value("#text") == "Prima #caffè #banco dopo"


def test_a_post_is_written_and_planned_without_scripts(visit: Callable[..., Visit]) -> None:
    here = visit(java_script_enabled=False)
    begin(here)
    here.page.fill("#text", "Senza script")
    here.page.check("#when-at")
    here.page.fill("#day", "2040-03-06")
    here.page.fill("#time", "10:00")
    here.page.click("button[value=send]")
    assert "10:00 CET" in here.page.inner_text(".messages")
    assert "Senza script" in here.page.inner_text("main")


def test_a_post_is_written_with_the_keyboard_alone(visit: Callable[..., Visit]) -> None:
    here = visit()
    begin(here)
    here.page.focus("#text")
    here.page.keyboard.type("Tutto a mano")
    here.page.wait_for_selector(SAVED)
    box = here.page.locator("[data-own]").first
    box.focus()
    here.page.keyboard.press("Space")
    here.page.keyboard.press("Tab")
    here.page.keyboard.press("End")
    here.page.keyboard.type(", qui")
    here.page.wait_for_selector(".seen-text:has-text('Tutto a mano, qui')")


def test_every_part_of_a_thread_has_its_counter_and_room_for_the_next(visit: Callable[..., Visit]) -> None:
    here = visit()
    begin(here)
    here.page.fill("#text", "Prima")
    here.page.locator("details:has([data-part]) summary").first.click()
    here.page.locator("[data-part]").first.fill("x" * 501)
    over = here.page.locator(".part-field .count").first
    assert over.locator("b").inner_text() == "501"
    assert "is-over" in str(over.get_attribute("class"))
    here.page.locator("[data-part]").first.fill("Terza")
    here.page.wait_for_selector(".faults:has-text('Part 2')")
    assert here.page.locator(".parts textarea").count() == 3
    assert here.page.locator(".seen-post").count() == 3
    faultless(here, "a thread")
