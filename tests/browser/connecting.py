"""What everybody does first who comes to an installation: begin a brand, and connect its channels."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from browser.conftest import Site, Visit
from web.site.conftest import Installation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@contextmanager
def installed(folder: Path) -> Iterator[Site]:
    """Run an installation of its own that may reach the servers on this machine."""
    installation = Installation(folder, PASSAPAROLA_LOG="ERROR", PASSAPAROLA_ALLOW_PRIVATE="1")
    installation.start()
    try:
        address = f"http://127.0.0.1:{installation.port}"
        yield Site(address, *installation.login(), "", "", installation.env)
    finally:
        installation.put_down()


@contextmanager
def entering(chromium: Browser, own: Site) -> Iterator[Callable[..., Visit]]:
    """Let somebody come in with a browser of their own; at the end no script of ours may have failed."""
    visits: list[Visit] = []

    def begin(
        width: int = 1440, *, dark: bool = False, language: str = "en", after: Visit | None = None
    ) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 900 if width > 600 else 844},
            color_scheme="dark" if dark else "light",
            locale="it-IT" if language == "it" else "en-GB",
            storage_state=after.page.context.storage_state() if after else None,
        )
        made = Visit(context.new_page(), own)
        made.page.on("pageerror", lambda error: made.trouble.append(str(error)))
        made.page.on("dialog", lambda dialog: dialog.accept())
        visits.append(made)
        return made

    yield begin
    for each in visits:
        each.page.context.close()
    assert [each.trouble for each in visits if each.trouble] == []


def begin_a_brand(here: Visit) -> None:
    page = here.page
    page.click("header details.menu >> nth=0")
    page.click("header a:has-text('New brand')")
    page.fill("#id_name", "Forno Aurora")
    page.click("main button.button")
    page.click("main a:has-text('Connect a channel')")
    here.site.brand = page.url.removeprefix(here.site.address).removesuffix("channels/")


def connect(here: Visit, platform: str, place: str, **answers: str) -> str:
    """Fill in what `platform` asks for; give what is said then."""
    here.go(f"{here.site.brand}channels/")
    here.page.click(f".tile a:has-text('{platform}')")
    for name, answer in {"place": place, **answers}.items():
        here.page.fill(f"#id_{name}", answer)
    here.page.click("main form button:has-text('Connect')")
    return here.page.inner_text(".messages, main .errors >> nth=0")


def give_leave(here: Visit, snac: dict[str, Any]) -> str:
    here.go(f"{here.site.brand}channels/")
    here.page.click(".tile a:has-text('Mastodon')")
    here.page.fill("#id_place", snac["url"])
    here.page.click("button[name=leave]")
    here.page.click("main a:has-text('Go on to Mastodon')")
    here.page.fill("[name=login]", snac["users"][0]["user"])
    here.page.fill("[name=passwd]", snac["users"][0]["password"])
    here.page.click("[type=submit]")
    return here.page.inner_text(".messages")
