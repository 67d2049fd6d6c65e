"""A real browser in front of a real installation with its demo, started once for the whole folder."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from web.site.conftest import Installation, Person, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CHROMIUM = shutil.which("chromium", path="/usr/bin:/usr/local/bin") or ""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Site:
    """The installation, its address and who may come in."""

    address: str
    email: str
    password: str
    brand: str
    message: str
    environment: dict[str, str] = field(default_factory=dict)


@dataclass
class Visit:
    """A page in a browser, and everything that went wrong on it."""

    page: Page
    site: Site
    trouble: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.site.address + path)

    def sign_in(self) -> None:
        """Come in as the demo's owner."""
        self.go("/login/")
        self.page.fill("#id_login", self.site.email)
        self.page.fill("#id_password", self.site.password)
        self.page.click("main button.button")
        self.page.wait_for_url("**/b/*/")

    def open_map(self) -> None:
        """Open the page of a message and wait until its map is drawn."""
        self.go(self.site.message)
        self.page.wait_for_selector(".ppm-canvas")
        self.page.wait_for_timeout(400)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium: on Debian, apt-get install chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    installation = Installation(tmp_path_factory.mktemp("installation"), PASSAPAROLA_LOG="ERROR")
    installation.start()
    try:
        email, password = installation.login()
        person = Person(installation.port)
        person.sign_in(email, password)
        until(lambda: bool(_deep(person)))
        message = _deep(person)
        address = f"http://127.0.0.1:{installation.port}"
        yield Site(address, email, password, message.split("messages")[0], message, installation.env)
    finally:
        installation.put_down()


def _deep(person: Person) -> str:
    """Find a message that has been passed on beyond hop 2; empty while there is none."""
    home = re.findall(r'href="(/b/[^/"]+/)"', person.get("/"))[0]
    for path in sorted(set(re.findall(r'href="(/b/[^/"]+/messages/\d+/)"', person.get(f"{home}messages/")))):
        if {1, 2, 3} <= set(
            json.loads(person.get(f"{path}map.json"))["acts"]["hop"]
        ) and "facts" in person.get(path):
            return str(path)
    return ""


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Callable[..., Visit]]:
    """Open pages that remember their trouble; at the end of the test there must be none."""
    visits: list[Visit] = []

    def begin(width: int = 1440, *, dark: bool = False, language: str = "en", **more: Any) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 900 if width > 600 else 844},
            color_scheme="dark" if dark else "light",
            locale="it-IT" if language == "it" else "en-GB",
            timezone_id="Europe/Rome",
            has_touch=width < 600,
            **more,
        )
        made = Visit(context.new_page(), site)
        made.page.on("console", lambda said: _hear(made, said.type, said.text))
        made.page.on("pageerror", lambda error: made.trouble.append(f"script: {error}"))
        made.page.on("request", lambda asked: _own(made, asked.url))
        visits.append(made)
        return made

    yield begin
    for each in visits:
        each.page.context.close()
    assert [each.trouble for each in visits if each.trouble] == []


def _hear(visit: Visit, kind: str, text: str) -> None:
    # A browser writes every answer of 404 to its console; the pages that ask for one expect it.
    if kind in {"error", "warning"} and "404 (Not Found)" not in text:
        visit.trouble.append(f"console {kind}: {text}")


def _own(visit: Visit, address: str) -> None:
    if not address.startswith((visit.site.address, "data:", "blob:")):
        visit.trouble.append(f"asked another host: {address}")


@pytest.fixture
def alone(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open a picture in a page of its own, without any server, as `trace --map` writes it."""
    folder = resources.files("passaparola.web.site") / "static" / "pp"
    context = chromium.new_context(viewport={"width": 1200, "height": 900}, accept_downloads=True)
    trouble: list[str] = []

    def draw(picture: dict[str, Any], *, language: str = "en") -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", lambda asked: trouble.append(asked.url) if "file:" not in asked.url[:5] else None)
        file = tmp_path / "map.html"
        file.write_text(
            f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>map</title>'
            f"<style>{(folder / 'map.css').read_text()}</style>"
            "<main><h1>Map</h1><div data-passaparola-map></div></main>"
            f'<script type="application/json" id="picture">{json.dumps(picture)}</script>'
            f"<script>{(folder / 'map.js').read_text()}</script></html>",
            encoding="utf-8",
        )
        page.goto(file.as_uri())
        page.wait_for_selector(".ppm-canvas")
        page.wait_for_timeout(200)
        return page

    yield draw
    context.close()
    assert [one for one in trouble if not one.startswith("blob:")] == []
