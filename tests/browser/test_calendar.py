"""The calendar in a browser: brought in from a file, looked at, dragged, and moved without a mouse."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from browser.test_pages import LOOKS, faultless

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from browser.conftest import Visit

WORDS = "Panettone out of the oven"


def ahead() -> date:
    """A Wednesday of a month to come, around which a week's other days are of the same month."""
    day = (datetime.now(UTC).date().replace(day=1) + timedelta(days=70)).replace(day=10)
    return day + timedelta(days=(2 - day.weekday()) % 7)


def bring_in(here: Visit, folder: Path, words: str) -> None:
    """Hand in a file with one post for nine o'clock of that Wednesday."""
    file = folder / "plan.csv"
    file.write_text(f"planned,text\n{ahead()}T09:00,{words}\n", encoding="utf-8")
    here.go(f"{here.site.brand}calendar/import/")
    here.page.set_input_files("#id_file", file)
    here.page.click("text=Show what it will do")
    faultless(here, "what a file will do")
    here.page.click("text=Take them in")
    here.page.wait_for_selector("text=1 post is here.")


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_page_of_the_calendar_is_readable_and_accessible(
    visit: Callable[..., Visit], width: int, *, dark: bool, language: str
) -> None:
    here = visit(width, dark=dark, language=language)
    here.sign_in()
    brand = here.site.brand
    for path in ("", "week/", "week/?hours=all", "list/", "day/", "settings/", "import/"):
        here.go(f"{brand}calendar/{path}")
        faultless(here, f"calendar/{path}")
    for path in ("queues/", "approvals/"):
        here.go(f"{brand}{path}")
        faultless(here, path)
    here.go(f"{brand}queues/")
    here.page.locator("main table a").first.click()
    faultless(here, "a queue")


def test_a_chip_is_dragged_to_another_day_and_the_page_says_where_it_went(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    here = visit()
    here.sign_in()
    bring_in(here, tmp_path, f"{WORDS} by mouse")
    here.go(f"{here.site.brand}calendar/?on={ahead()}")
    thursday = ahead() + timedelta(days=1)
    chip = here.page.locator(".chip", has_text="by mouse")
    chip.drag_to(here.page.locator(f"td[data-day='{thursday}']"))
    here.page.wait_for_selector(".messages .success")
    assert "Thursday" in here.page.inner_text(".messages")
    assert here.page.locator(f"td[data-day='{thursday}'] .chip", has_text="by mouse").count() == 1


def test_a_chip_is_dragged_to_another_hour_of_the_week(visit: Callable[..., Visit], tmp_path: Path) -> None:
    here = visit()
    here.sign_in()
    bring_in(here, tmp_path, f"{WORDS} by the hour")
    here.go(f"{here.site.brand}calendar/week/?on={ahead()}")
    cell = f"td[data-day='{ahead()}'][data-hour='16:00']"
    here.page.locator(".week .chip", has_text="by the hour").drag_to(here.page.locator(cell))
    here.page.wait_for_selector(".messages .success")
    assert "16:00" in here.page.locator(f"{cell} .chip", has_text="by the hour").inner_text()


def test_a_chip_is_moved_with_the_keyboard_alone(visit: Callable[..., Visit], tmp_path: Path) -> None:
    here = visit()
    here.sign_in()
    bring_in(here, tmp_path, f"{WORDS} by keys")
    here.go(f"{here.site.brand}calendar/?on={ahead()}")
    move = here.page.locator(".chip", has_text="by keys").locator(".chip-move")
    move.focus()
    assert float(move.evaluate("link => getComputedStyle(link).opacity")) == 1
    with here.page.expect_navigation():
        here.page.keyboard.press("Enter")
    here.page.wait_for_selector("#id_time")
    faultless(here, "moving")
    here.page.fill("#id_time", "18:45")
    here.page.press("#id_time", "Enter")
    here.page.wait_for_selector(".messages .success")
    link = here.page.locator(".messages a")
    assert re.search(r"18:45", here.page.inner_text(".messages"))
    link.click()
    assert "18:45" in here.page.locator(".chip", has_text="by keys").inner_text()


def test_the_calendar_is_narrowed_down_as_soon_as_something_is_chosen(visit: Callable[..., Visit]) -> None:
    here = visit()
    here.sign_in()
    here.go(f"{here.site.brand}calendar/")
    here.page.select_option("select[name=state]", "failed")
    here.page.wait_for_url("**state=failed*")
    assert "channel=" not in here.page.url


def test_a_phone_shows_days_instead_of_a_table_and_names_them(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    here = visit(390)
    here.sign_in()
    bring_in(here, tmp_path, f"{WORDS} on a phone")
    here.go(f"{here.site.brand}calendar/?on={ahead()}")
    day = here.page.locator(f"td[data-day='{ahead()}']")
    assert "Wednesday" in day.inner_text()
    assert day.bounding_box()["width"] > 300  # type: ignore[index]  # it is on the page
    assert day.locator(".chip-move").first.is_visible()
