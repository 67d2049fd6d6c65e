"""From an empty brand to four real servers and back, as somebody new would go: connect, write, approve, plan.

What stands on the servers is asked of the servers themselves. snac lets no program delete, and Bluesky lets
nobody correct: there the product says so, and what to do.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from browser.connecting import begin_a_brand, connect, entering, give_leave, installed
from browser.test_pages import LOOKS, faultless
from browser.witness import Witness
from web.publishing import films
from web.site.conftest import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from browser.conftest import Site, Visit

ROME = ZoneInfo("Europe/Rome")
ALT = "Un pane di segale tondo su un tavolo chiaro"
TEXT = "Domani alle sette torna il pane di segale."
BETTER = "Domani alle sei e mezza torna il pane di segale."
SHORT = "Pane di segale: domani alle sette."
TITLE = "Torna il pane di segale"
PATIENCE = 120_000  # milliseconds


@pytest.fixture
def witness(bluesky: Any, wordpress: Any, matrix: Any, snac: Any) -> Iterator[Witness]:
    made = Witness({"bluesky": bluesky, "wordpress": wordpress, "matrix": matrix, "snac": snac})
    yield made
    made.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Site]:
    with installed(tmp_path) as site:
        yield site


@pytest.fixture
def enter(chromium: Browser, own: Site) -> Iterator[Callable[..., Visit]]:
    with entering(chromium, own) as begin:
        yield begin


def test_one_message_goes_from_an_empty_brand_to_four_servers_and_back(
    enter: Callable[..., Visit], witness: Witness, tmp_path: Path
) -> None:
    here, guest = enter(), enter()
    here.sign_in()
    begin_a_brand(here)
    connect_all(here, witness)
    link = ask_for_approval_by(here, "Studio Rossi")
    post = write(here, tmp_path)
    due = plan(here)
    assert approve(guest, link) == "Approved: it goes when it is planned."
    here.go(post)
    seen = {name: arrived(witness, name) - due for name in witness.asked}
    assert all(0 <= late < 20 for late in seen.values()), seen
    assert {name: asked()[0].alts for name, asked in witness.asked.items()} == {name: [ALT] for name in seen}
    assert SHORT in witness.bluesky()[0].text
    assert TITLE in witness.wordpress()[0].text
    here.page.locator(".delivery.is-published >> nth=3").wait_for(timeout=PATIENCE)
    what_happened_is_seen(here, post)
    faultless_in_every_look(enter, here, post)
    correct(here, guest, link, post)
    words = {name: asked()[0].text for name, asked in witness.asked.items()}
    assert {name for name, text in words.items() if BETTER in text} == {"WordPress", "Matrix", "Mastodon"}
    delete(here, post)
    assert [len(asked()) for asked in witness.asked.values()] == [0, 0, 0, 1]


def connect_all(here: Visit, witness: Witness) -> None:
    """Connect each in turn, after a password that is wrong, and Mastodon through its own page."""
    at = witness.networks
    said = connect(here, "Bluesky", at["bluesky"]["pds"], handle=witness.handle, password="wrong")
    assert "Invalid identifier or password" in said
    for platform, place, answers in (
        ("Bluesky", at["bluesky"]["pds"], {"handle": witness.handle, "password": witness.app_password}),
        (
            "WordPress",
            at["wordpress"]["url"],
            {"user": "admin", "password": at["wordpress"]["application_password"]},
        ),
        (
            "Matrix",
            at["matrix"]["url"],
            {
                "room": at["matrix"]["room"]["alias"],
                "user": "@brand:localhost",
                "password": "brand-password",
            },
        ),
    ):
        assert "is connected" in connect(here, platform, place, **answers)
    assert "is connected" in give_leave(here, at["snac"])


def ask_for_approval_by(here: Visit, name: str) -> str:
    """Have one person approve, and let `name` in from outside; give their link."""
    here.go(f"{here.site.brand}settings/")
    here.page.check("input[name=approval][value='1']")
    here.page.click("main form button:has-text('Save')")
    here.go(f"{here.site.brand}people/")
    here.page.fill("#id_guest-name", name)
    here.page.click("button:has-text('Make the link')")
    link = here.page.locator("main input[readonly]").first.input_value()
    return link.removeprefix(here.site.address)


def write(here: Visit, folder: Path) -> str:
    """Write one message with a picture, and adapt it; give the post's address."""
    page = here.page
    here.go(f"{here.site.brand}posts/")
    page.locator("form[action$='/posts/new/'] button").first.click()
    page.fill("#text", TEXT)
    picture = folder / "pane.jpg"
    picture.write_bytes(films.photograph(size=(640, 480)))
    page.set_input_files("#files", str(picture))
    page.fill("textarea[name^=alt-]", ALT)
    for platform, field, words in (
        ("Bluesky", "text", SHORT),
        ("WordPress", "title", TITLE),
        ("WordPress", "text", TEXT),
    ):
        side = page.locator(f".channel-side:has(h2:has-text('{platform}'))")
        side.locator("[data-own]").check()
        side.locator(f"[name$=-{field}]").fill(words)
    return page.url.split("?")[0].split("#")[0].removeprefix(here.site.address)


def plan(here: Visit) -> float:
    """Plan it for the first minute that leaves time for approval; give when that is."""
    at = (datetime.now(ROME) + timedelta(seconds=85)).replace(second=0, microsecond=0)
    here.page.fill("#day", f"{at:%Y-%m-%d}")
    here.page.fill("#time", f"{at:%H:%M}")
    with here.page.expect_navigation():
        here.page.click("button[value=send]")
    said = here.page.inner_text(".messages")
    assert f"{at:%H:%M} {at:%Z}" in said, said
    assert "once it is approved" in said
    assert here.page.locator(".delivery.is-waiting").count() == 4
    return at.timestamp()


def approve(guest: Visit, link: str) -> str:
    """Approve what waits, as somebody outside with a link and nothing else; give what is said then."""
    guest.go(link)
    guest.page.click(".waiting-open")
    assert ALT in guest.page.inner_text("main")
    guest.page.click("button[value=approve]")
    return guest.page.inner_text(".messages")


def arrived(witness: Witness, name: str) -> float:
    """Wait until something stands on the server `name`; give when it was first seen there."""
    until(lambda: bool(witness.asked[name]()), seconds=PATIENCE / 1000)
    return time.time()


def what_happened_is_seen(here: Visit, post: str) -> None:
    """Read it in the post's lines, its approval, the list, the calendar and the log."""
    for lines in here.page.locator(".delivery details").all():
        lines.evaluate("(one) => { one.open = true; }")
    assert here.page.locator(".attempts li:has-text('published')").count() == 4
    assert here.page.locator(".delivery a:has-text('See it there')").count() == 4
    for path, words in (
        (f"{post}review/", "Studio Rossi"),
        (f"{here.site.brand}posts/?where=published", TEXT),
        (f"{here.site.brand}calendar/list/", TEXT),
        (f"{here.site.brand}log/", "approved"),
    ):
        here.go(path)
        assert words in here.page.inner_text("main"), path


def faultless_in_every_look(enter: Callable[..., Visit], here: Visit, post: str) -> None:
    for width, dark, language in LOOKS:
        reader = enter(width, dark=dark, language=language, after=here)
        for path in (f"{here.site.brand}channels/", post, f"{post}review/"):
            reader.go(path)
            faultless(reader, path)


def correct(here: Visit, guest: Visit, link: str, post: str) -> None:
    """Say it better, have that approved as well, and wait until the platforms that can say so."""
    page = here.page
    here.go(post)
    page.click("a:has-text('Correct it there')")
    page.fill("#text", BETTER)
    page.locator(".channel-side:has(h2:has-text('WordPress')) [name$=-text]").fill(BETTER)
    with page.expect_navigation():
        page.click("button[value=change-there]")
    assert "has to be approved as well" in page.inner_text(".messages")
    assert "correction" in approve(guest, link)
    here.go(f"{post}?correcting=1")
    with page.expect_navigation():
        page.click("button[value=change-there]")
    assert "being corrected" in page.inner_text(".messages")
    page.locator(".delivery.is-published >> nth=6").wait_for(timeout=PATIENCE)


def delete(here: Visit, post: str) -> None:
    """Delete it on each of them, and read where no program can."""
    here.go(post)
    for platform in ("Bluesky", "WordPress", "Matrix", "Mastodon"):
        row = here.page.locator(f".delivery:has(svg[aria-label^='{platform}']):has(button[value=delete])")
        row.locator("button[value=delete]").click()
        assert "being deleted" in here.page.inner_text(".messages")
    here.page.locator(".delivery.is-refused").wait_for(timeout=PATIENCE)
    assert "delete it there, at http" in here.page.inner_text(".delivery.is-refused")
    here.page.locator("[data-due]").wait_for(state="detached", timeout=PATIENCE)
    assert here.page.locator(".delivery:has-text('deleted there')").count() == 3
