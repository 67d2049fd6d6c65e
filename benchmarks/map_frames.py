"""How smoothly the map of 10,000 people replays and zooms, frame by frame, in Chromium without a GPU."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from importlib import resources
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser.conftest import CHROMIUM, QUIET
from browser.pictures import picture

PEOPLE = 10_000
SECONDS = 10

FRAMES = """([act, seconds]) => new Promise((done) => {
  const { map } = document.querySelector("[data-passaparola-map]");
  const canvas = document.querySelector("canvas");
  const times = [];
  canvas.focus();
  if (act.startsWith("replay")) {
    document.querySelectorAll(".ppm-pacing select")[1].value = act.endsWith("clock") ? "clock" : "even";
    map.at(map.state.model.from);
    map.play();
  }
  const begun = performance.now();
  let before = begun;
  let turn = 0;
  const step = (now) => {
    times.push(now - before);
    before = now;
    if (act === "zoom" && turn++ % 2 === 0) {
      const deltaY = turn % 120 < 60 ? -30 : 30;
      const where = { clientX: 500, clientY: 400, bubbles: true, cancelable: true };
      canvas.dispatchEvent(new WheelEvent("wheel", { deltaY, ...where }));
    }
    const { from, to } = map.state.model;
    if (act === "scrub") map.at(from + (0.5 + 0.5 * Math.sin((now - begun) / 700)) * (to - from));
    if (now - begun < seconds * 1000) requestAnimationFrame(step);
    else { map.pause(); done(times.slice(2)); }
  };
  requestAnimationFrame(step);
})"""

FIRST = """() => {
  const element = document.createElement("div");
  document.body.replaceChildren(element);
  const text = JSON.stringify(window.given);
  const begun = performance.now();
  PassaparolaMap.mount(element, JSON.parse(text), { lang: "en" });
  return performance.now() - begun;
}"""


def page_of(people: int) -> str:
    """Write a page that holds its picture, as `trace --map` does."""
    folder = resources.files("passaparola.web.site") / "static" / "pp"
    style, script = (folder / "map.css").read_text(), (folder / "map.js").read_text()
    drawn = json.dumps(picture(people))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>map</title><style>{style}</style>'
        f'<div data-passaparola-map></div><script type="application/json" id="picture">{drawn}</script>'
        f"<script>{script}</script></html>"
    )


def measured(page: Page, act: str) -> str:
    """Run one act and write its frames as a line of the table."""
    times = sorted(page.evaluate(FRAMES, [act, SECONDS]))
    median, most = statistics.median(times), times[int(len(times) * 0.95)]
    return f"{act:<22}{len(times):>8}{median:>12.1f}{most:>12.1f}{times[-1]:>12.1f}"


def main() -> None:
    """Print the table."""
    if not CHROMIUM:
        print("skipped: no Chromium (on Debian: apt-get install chromium)")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        file = Path(folder) / "map.html"
        file.write_text(page_of(PEOPLE), encoding="utf-8")
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(file.as_uri())
        page.wait_for_timeout(1000)
        print(f"map of {PEOPLE:,} people, 1440 x 900, Chromium {browser.version}, no GPU, {SECONDS} s each")
        print(f"{'':<22}{'frames':>8}{'median ms':>12}{'95th ms':>12}{'worst ms':>12}")
        for act in ("replay by the clock", "replay act by act", "scrub", "zoom"):
            print(measured(page, act))
        page.evaluate(f"window.given = {json.dumps(picture(PEOPLE))}")
        print(f"parse, lay out and mount: {page.evaluate(FIRST):.0f} ms")
        browser.close()


if __name__ == "__main__":
    main()
