"""Every page, at a desk and on a phone, light and dark, in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser.conftest import Visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from browser.conftest import Site

MAP = "document.querySelector('[data-passaparola-map]').map"
LOOKS = [(1440, False, "it"), (1440, True, "en"), (390, False, "en"), (390, True, "it")]


OUTSIDE = """() => [...document.querySelectorAll("main :is(table, td, th, p, li, h1, h2, button, svg)")]
  .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, .ppm-hidden, [popover]"))
  .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((one) => one.outerHTML.slice(0, 80))"""


def faultless(visit: Visit, where: str) -> None:
    wide = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{where} scrolls sideways by {wide} px"
    assert visit.page.evaluate(OUTSIDE) == [], where
    found = Axe().run(visit.page).response["violations"]
    told = [(each["id"], each["nodes"][0]["html"][:120]) for each in found]
    assert told == [], where


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_page_is_readable_and_accessible(
    visit: Callable[..., Visit], width: int, *, dark: bool, language: str
) -> None:
    here = visit(width, dark=dark, language=language)
    here.go("/login/")
    assert here.page.get_attribute("html", "lang") == language
    faultless(here, "login")
    here.sign_in()
    faultless(here, "home")
    here.open_map()
    faultless(here, "message")
    brand = here.site.brand
    for path in (
        f"{brand}messages/",
        f"{brand}messages/?page=2",
        f"{brand}trace/",
        "/definitions/",
        "/nowhere/",
    ):
        here.go(path)
        faultless(here, path)


def test_a_wrong_address_is_explained_on_the_form(visit: Callable[..., Visit]) -> None:
    here = visit()
    here.sign_in()
    here.go(f"{here.site.brand}trace/")
    here.page.fill("#id_address", "https://example.org/nothing")
    here.page.press("#id_address", "Enter")
    assert "https://example.org/nothing" in here.page.inner_text("[role=alert]")
    assert here.page.get_attribute("#id_address", "aria-invalid") == "true"
    faultless(here, "a refused address")


def test_a_file_is_read_while_one_watches(visit: Callable[..., Visit], tmp_path: Path) -> None:
    file = tmp_path / "mouth.csv"
    lines = [
        "id,parent,who,at,kind,channel,message,evidence",
        "a,,Forno,2026-03-01T09:00:00Z,publish,blog,m,observed",
    ]
    lines += [
        f"b{n},{'a' if n < 3 else 'b1'},p{n},2026-03-01T1{n}:00:00Z,reshare,blog,m,proved" for n in range(6)
    ]
    file.write_text("\n".join(lines))
    here = visit()
    here.sign_in()
    here.go(f"{here.site.brand}trace/")
    here.page.set_input_files("#id_file", str(file))
    here.page.click("form[enctype] button.button")
    assert "/trace/" in here.page.url
    here.page.wait_for_selector("text=See its map", timeout=30_000)
    faultless(here, "a reading that is over")
    here.page.click("text=See its map")
    here.page.wait_for_selector(".facts, .empty")
    while not here.page.query_selector(".facts"):
        here.page.wait_for_timeout(500)
        here.page.reload()
    assert here.page.inner_text(".facts dd >> nth=0").startswith("6")


def test_a_file_that_cannot_be_read_says_why(visit: Callable[..., Visit], tmp_path: Path) -> None:
    file = tmp_path / "broken.csv"
    file.write_text("id,parent,who\n1,,a\n")
    here = visit(390, language="it")
    here.sign_in()
    here.go(f"{here.site.brand}trace/")
    here.page.set_input_files("#id_file", str(file))
    here.page.click("form[enctype] button.button")
    here.page.wait_for_selector("[role=alert]", timeout=30_000)
    assert "at" in here.page.inner_text("[role=alert]")
    faultless(here, "a refused file")


def test_theme_and_language_stay_chosen(visit: Callable[..., Visit]) -> None:
    here = visit()
    here.sign_in()
    here.page.click(".menu > .round")
    here.page.click("[data-theme-switch]")
    here.page.click("button[value=it]")
    here.go("/definitions/")
    assert here.page.get_attribute("html", "data-theme") == "dark"
    assert here.page.get_attribute("html", "lang") == "it"


def test_a_definition_opens_by_hand_and_by_key(visit: Callable[..., Visit]) -> None:
    here = visit()
    here.sign_in()
    here.go(f"{here.site.brand}messages/")
    word = here.page.locator(".def > button").first
    word.hover()
    here.page.wait_for_selector(".def > [popover]:popover-open")
    here.page.mouse.move(5, 700)
    here.page.wait_for_selector(".def > [popover]:popover-open", state="detached")
    word.focus()
    here.page.keyboard.press("Enter")
    here.page.wait_for_selector(".def > [popover]:popover-open")
    here.page.keyboard.press("Escape")
    here.page.wait_for_selector(".def > [popover]:popover-open", state="detached")


def test_the_first_tab_skips_to_the_content(visit: Callable[..., Visit]) -> None:
    here = visit()
    here.go("/login/")
    here.page.keyboard.press("Tab")
    assert here.page.evaluate("document.activeElement.className") == "skip"


def test_without_scripts_the_tables_hold_the_figures(visit: Callable[..., Visit]) -> None:
    here = visit(java_script_enabled=False)
    here.sign_in()
    here.go(here.site.message)
    assert here.page.locator("table tbody tr").count() > 6


@pytest.mark.parametrize(("ending", "start"), [("csv", b"id"), ("parquet", b"PAR1")])
def test_the_acts_are_handed_out(visit: Callable[..., Visit], ending: str, start: bytes) -> None:
    here = visit()
    here.sign_in()
    here.go(here.site.message)
    with here.page.expect_download() as waiting:
        here.page.click(f'a[href$="export.{ending}"]')
    assert waiting.value.path().read_bytes().lstrip(b'"').startswith(start)


def test_map_and_page_write_times_in_the_same_zone(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(timezone_id="Asia/Tokyo", locale="en-GB")
    here = Visit(context.new_page(), site)
    here.sign_in()
    here.open_map()
    assert here.page.inner_text(".ppm-stamp").endswith("CET")
    assert "Europe/Rome" in here.page.inner_text(".ppm-notes")
    context.close()


def test_what_is_new_is_shown_when_asked_and_the_map_keeps_its_place(visit: Callable[..., Visit]) -> None:
    here = visit()
    here.sign_in()
    here.open_map()
    # A page that was opened three acts ago.
    here.page.evaluate(
        """() => {
          const place = document.querySelector("[data-news]");
          place.outerHTML = place.outerHTML.replace(/acts=(\\d+)/, (all, acts) => `acts=${acts - 3}`);
          htmx.process(document.querySelector("[data-news]"));
        }"""
    )
    here.page.evaluate(
        f"() => {{ const map = {MAP}; const [first] = map.state.leading;"
        " map.select(map.state.model.picture.people.id[first.person]); }"
    )
    chosen = here.page.inner_text(".ppm-who")
    here.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    here.page.wait_for_selector("text=Show them")
    assert re.fullmatch(r"\d+ new acts?\.", here.page.inner_text(".news p").split("\n")[0])
    faultless(here, "a message with news")
    here.page.evaluate(f"() => {{ window.before = {MAP}; }}")
    here.page.click("text=Show them")
    here.page.wait_for_selector("text=Show them", state="detached")
    assert here.page.evaluate(f"window.before !== {MAP}")
    assert here.page.inner_text(".ppm-who") == chosen


def test_long_names_hide_no_figure(visit: Callable[..., Visit], tmp_path: Path) -> None:
    long = "a_name_of_one_word_that_goes_on_and_on_and_never_ends_because_nobody_said_it_should"
    file = tmp_path / "long.csv"
    file.write_text(
        "id,parent,who,at,kind,channel,message,evidence\n"
        f"a,,{long}_0,2026-03-01T09:00:00Z,publish,blog,long,observed\n"
        f"b,a,{long}_1,2026-03-01T10:00:00Z,reshare,blog,long,proved\n"
        f"c,b,{long}_2,2026-03-01T11:00:00Z,reshare,blog,long,proved\n"
    )
    here = visit(390)
    here.sign_in()
    here.go(f"{here.site.brand}trace/")
    here.page.set_input_files("#id_file", str(file))
    here.page.click("form[enctype] button.button")
    here.page.click("text=See its map", timeout=30_000)
    here.page.wait_for_selector(".facts", timeout=30_000)
    for width in (390, 1440):
        here.page.set_viewport_size({"width": width, "height": 900})
        faultless(here, f"long names at {width}")
        shown = "(cell) => cell.checkVisibility() && cell.getBoundingClientRect().right"
        edge = here.page.evaluate("document.querySelector('.balanced').getBoundingClientRect().right")
        for cell in here.page.locator(".soon td.n").all():
            assert cell.evaluate(shown) <= edge
