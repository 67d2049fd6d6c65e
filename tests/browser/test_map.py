"""The map: a click shows the chain, the keyboard goes everywhere, the replay moves, pictures are saved."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser.pictures import picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from browser.conftest import Visit

MAP = "document.querySelector('[data-passaparola-map]').map"
DEEPEST = f"""() => {{
  const map = {MAP};
  const [node] = [...map.state.model.nodes].sort((a, b) => b.hop - a.hop);
  const {{ picture: {{ acts }}, byPerson }} = map.state.model;
  const chain = [];
  for (let row = node.row; row >= 0; row = acts.parent[row]) chain.unshift(byPerson.get(acts.who[row]).name);
  return {{ at: map.place(node), chain }};
}}"""


def names(page: Page) -> list[str]:
    return page.locator(".ppm-chain .ppm-name").all_inner_texts()


def test_a_click_shows_the_chain_that_led_there(visit: Callable[..., Visit]) -> None:
    here = visit()
    here.sign_in()
    here.open_map()
    deepest = here.page.evaluate(DEEPEST)
    x, y = deepest["at"]
    here.page.locator(".ppm-canvas").click(position={"x": x, "y": y})
    assert names(here.page) == deepest["chain"]
    assert len(deepest["chain"]) >= 4
    assert here.page.locator(".ppm-chain time").count() == len(deepest["chain"])
    assert Axe().run(here.page).response["violations"] == []
    here.page.click("text=Show everyone")
    assert names(here.page) == []


def test_the_keyboard_walks_from_person_to_person(alone: Callable[..., Page]) -> None:
    page = alone(picture(300))
    page.focus(".ppm-canvas")
    page.keyboard.press("ArrowDown")
    assert names(page) == ["Forno Aurora"]
    page.keyboard.press("ArrowDown")
    first = names(page)
    assert len(first) == 2
    page.keyboard.press("ArrowRight")
    assert len(names(page)) == 2
    assert names(page) != first
    page.keyboard.press("ArrowUp")
    assert names(page) == ["Forno Aurora"]
    page.keyboard.press("Escape")
    assert names(page) == []


def test_a_person_is_found_by_name(alone: Callable[..., Page]) -> None:
    page = alone(picture(300))
    page.fill(".ppm-find", "persona 12")
    page.keyboard.press("Enter")
    assert "Persona 12" in names(page)[-1]


def test_the_replay_moves_and_stops(alone: Callable[..., Page]) -> None:
    page = alone(picture(300))
    page.click(".ppm-play")
    page.wait_for_timeout(300)
    early = page.evaluate(f"{MAP}.state.upto")
    page.wait_for_timeout(900)
    later = page.evaluate(f"{MAP}.state.upto")
    assert 0 < early < later < 300
    page.click(".ppm-play")
    stopped = page.evaluate(f"{MAP}.state.now")
    page.wait_for_timeout(300)
    assert page.evaluate(f"{MAP}.state.now") == stopped
    assert "UTC" in page.inner_text(".ppm-stamp") or "CE" in page.inner_text(".ppm-stamp")


def test_the_wheel_scrolls_the_page_until_the_map_was_clicked(alone: Callable[..., Page]) -> None:
    page = alone(picture(300))
    spread = f"(() => {{ const m = {MAP}; const [a] = m.state.model.roots; const b = m.state.leading[0];"
    spread += " return m.place(b)[0] - m.place(a)[0]; })()"
    page.set_viewport_size({"width": 1200, "height": 500})
    page.locator(".ppm-canvas").hover(position={"x": 20, "y": 100})
    page.wait_for_timeout(300)
    before = page.evaluate(spread)
    page.mouse.wheel(0, -200)
    page.wait_for_timeout(300)
    assert page.evaluate(spread) == before
    page.locator(".ppm-canvas").click(position={"x": 20, "y": 100})
    page.mouse.wheel(0, -200)
    page.wait_for_timeout(300)
    assert abs(page.evaluate(spread)) > abs(before) * 1.05


def test_the_legend_hides_and_shows(alone: Callable[..., Page]) -> None:
    page = alone(picture(300))
    before = page.evaluate(f"{MAP}.state.present().length")
    page.locator(".ppm-legend input").first.uncheck()
    hidden = page.evaluate(f"{MAP}.state.present().length")
    assert hidden < before
    page.locator(".ppm-legend input").first.check()
    assert page.evaluate(f"{MAP}.state.present().length") == before


def test_the_picture_is_saved_as_png_and_svg(alone: Callable[..., Page]) -> None:
    page = alone(picture(300))
    with page.expect_download() as waiting:
        page.click("button[aria-label$=PNG]")
    assert waiting.value.path().read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as waiting:
        page.click("button[aria-label$=SVG]")
    drawn = ET.fromstring(waiting.value.path().read_text("utf-8"))  # noqa: S314 - made by the page under test
    dots = drawn.findall("{http://www.w3.org/2000/svg}circle")
    assert len(dots) > 300
    assert "simulated" in "".join(drawn.itertext())


@pytest.mark.parametrize("people", [1, 2, 3])
@pytest.mark.parametrize("language", ["it", "en"])
def test_few_people_are_drawn_too(alone: Callable[..., Page], people: int, language: str) -> None:
    page = alone(picture(people), language=language)
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate(f"{MAP}.state.present().length") == people


def test_it_says_what_is_left_out_and_what_is_simulated(alone: Callable[..., Page]) -> None:
    flags = alone(picture(50, total=34_512)).inner_text(".ppm-flags")
    assert "simulated" in flags
    assert "50 of 34,512" in flags


def test_clocks_that_run_in_a_circle_do_not_hang_it(alone: Callable[..., Page]) -> None:
    drawn: dict[str, Any] = picture(4)
    # Two people whose first acts came from later acts of one another.
    drawn["acts"] |= {
        "who": [0, 1, 2, 1, 2],
        "parent": [-1, 4, 3, 0, 0],
        "at": [1.0, 2.0, 3.0, 4.0, 5.0],
        "kind": [0, 1, 1, 1, 1],
        "channel": [0] * 5,
        "evidence": [1] * 5,
        "probability": [1.0] * 5,
        "hop": [0, 2, 2, 1, 1],
        "subtree": [5, 1, 1, 2, 2],
    }
    assert alone(drawn).evaluate(f"{MAP}.state.model.nodes.length") == 3


def test_ten_thousand_people_are_drawn_within_two_seconds(alone: Callable[..., Page]) -> None:
    page = alone(picture(10_000))
    took = page.evaluate(
        """() => {
          const place = document.createElement("div");
          document.body.append(place);
          const given = JSON.parse(document.getElementById("picture").textContent);
          const begun = performance.now();
          PassaparolaMap.mount(place, given, { lang: "en" });
          return performance.now() - begun;
        }"""
    )
    assert took < 2000
