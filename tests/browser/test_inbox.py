"""The inbox in a browser: accessible, worked with the keyboard, new by itself, safe from what is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from browser.test_pages import LOOKS, faultless

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.conftest import Site, Visit

# In the installation's own environment: what its intake would have kept.
SPEAK = """
import json, sys
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from passaparola.web.brands.models import Brand, User
from passaparola.web.channels.models import Channel
from passaparola.web.conversations.models import Conversation, Interaction, Label, Note, SavedReply, Service
from passaparola.web.people.models import Handle, Person
brand = Brand.objects.get(slug=sys.argv[1])
now = timezone.now()
channel = Channel.objects.filter(brand=brand).first()
Service.objects.get_or_create(brand=brand, defaults={"minutes": 30})
for number, (name, text, ago) in enumerate(json.loads(sys.argv[2])):
    at = now - timedelta(minutes=ago)
    key = f"browser-{at.timestamp()}-{number}"
    person = Person.objects.create(brand=brand, name=name, roles=["promoter"], acts=3)
    handle = Handle.objects.create(brand=brand, person=person, platform=channel.platform, native_id=key,
                                   handle=name, name=name)
    talk = Conversation.objects.create(brand=brand, channel=channel, key=key, handle=handle, opened_at=at,
                                       last_at=at, waits_since=at, language="en", tone=-1)
    Interaction.objects.create(brand=brand, channel=channel, conversation=talk, handle=handle, kind=1, at=at,
                               native_id=key, heard_at=at, text=text, address="sandbox://demo/x/1", tone=-1,
                               tone_by="lexicon", language="en", language_by="recognised",
                               url="https://sandbox.test/x", files=["https://sandbox.test/x.png"])
    talk.labels.add(Label.objects.get_or_create(brand=brand, name="orders")[0])
SavedReply.objects.get_or_create(brand=brand, name="Hours", defaults={"text": "Hello {name}, from nine."})
"""
HOSTILE = (
    "<img src=x onerror=alert(1)> "
    + "A" * 400
    + " \u202eright to left\n\n\n\n"
    + "\u0645\u0631\u062d\u0628\u0627 " * 9
)


def speak(site: Site, *said: tuple[str, str, int]) -> None:
    """Have people say something to the demo brand."""
    slug = site.brand.strip("/").split("/")[1]
    subprocess.run(
        [sys.executable, "-c", SPEAK, slug, json.dumps(said)],
        env={**os.environ, **site.environment, "DJANGO_SETTINGS_MODULE": "passaparola.web.site.settings"},
        check=True,
        timeout=60,
    )


@pytest.fixture(scope="module")
def talked(site: Site) -> Site:
    speak(
        site,
        ("Mara", "Is the shop open on Sunday? zmara", 5),
        ("Bruno", "The queue was far too long.", 90),
        ("Eve", f"{HOSTILE} zeve", 200),
        ("Carla", "Love your panettone zcarla", 20),
    )
    return site


def inbox(here: Visit, path: str = "") -> None:
    here.go(f"{here.site.brand}inbox/{path}")


def talk_with(here: Visit, who: str) -> None:
    """Find somebody by a word only they said, and open the conversation."""
    inbox(here, f"?q=z{who}")
    here.page.locator(".talk-who a").first.click()
    here.page.wait_for_selector(".words")


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_page_of_the_inbox_is_readable_and_accessible(
    visit: Callable[..., Visit], talked: Site, width: int, *, dark: bool, language: str
) -> None:
    here = visit(width, dark=dark, language=language)
    here.sign_in()
    for path in ("", "?tab=all&tone=-1", "?tab=snoozed", "?q=sunday", "besides/", "settings/", "rules/new/"):
        inbox(here, path)
        faultless(here, f"inbox/{path}")
    for who in ("mara", "eve"):
        talk_with(here, who)
        for more in here.page.query_selector_all("main details:not([open]) > summary"):
            if more.is_visible():
                more.click()
        faultless(here, f"the conversation with {who}")


def test_the_inbox_is_worked_with_the_keyboard_alone(visit: Callable[..., Visit], talked: Site) -> None:
    here = visit()
    here.sign_in()
    inbox(here)
    page = here.page
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.closest('[data-row]').dataset.row")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.closest('[data-row]').dataset.row")
    assert first != second
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.closest('[data-row]').dataset.row") == first
    page.keyboard.press("x")
    assert page.is_checked(f"input[name=id][value='{first}']")
    page.keyboard.press("x")
    page.keyboard.press("?")
    assert page.is_visible("dialog[open]")
    faultless(here, "the keys")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Escape")
    page.focus(f"[data-row='{first}'] .talk-who a")
    with page.expect_navigation():
        page.keyboard.press("a")
    assert "1 conversation is given to" in page.inner_text(".messages")
    page.focus(f"[data-row='{first}'] .talk-who a")
    with page.expect_navigation():
        page.keyboard.press("o")
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("e")
    assert "1 conversation is done." in page.inner_text(".messages")


def test_what_is_said_appears_by_itself_and_what_is_chosen_stays_chosen(
    visit: Callable[..., Visit], talked: Site
) -> None:
    here = visit()
    here.sign_in()
    inbox(here)
    # The demo's people speak too: only those the tests have speak are looked at.
    here.page.click(".inbox-narrow summary")
    here.page.select_option("#f-label", label="orders")
    here.page.click(".inbox-filter button")
    here.page.wait_for_url("**label=*")
    box = here.page.locator("input[name=id]").first
    chosen = box.get_attribute("value")
    box.check()
    speak(here.site, ("Zoe", "Something quite new", 0))
    began = time.monotonic()
    here.page.wait_for_selector("text=Something quite new", timeout=8000)
    assert time.monotonic() - began < 5
    assert here.page.is_checked(f"input[name=id][value='{chosen}']")


def test_an_answer_is_counted_as_its_platform_counts_and_sent_once(
    visit: Callable[..., Visit], talked: Site
) -> None:
    here = visit()
    here.sign_in()
    talk_with(here, "carla")
    here.page.select_option("#saved", label="Hours")
    here.page.click(".reply-saved button")
    assert here.page.input_value("#text") == "Hello Carla, from nine."
    assert here.page.inner_text("[data-count] b") == "23"
    here.page.dblclick(".reply button")
    here.page.wait_for_selector(".messages .success")
    here.page.wait_for_selector(".word.is-ours")
    assert here.page.locator(".word.is-ours").count() == 1


def test_a_phone_shows_the_list_or_the_talk_and_a_way_back(visit: Callable[..., Visit], talked: Site) -> None:
    here = visit(390)
    here.sign_in()
    inbox(here, "?q=zmara")
    assert not here.page.is_visible(".inbox-talk")
    here.page.click(".talk-who a:has-text('Mara')")
    here.page.wait_for_selector(".words")
    assert not here.page.is_visible(".inbox-list")
    here.page.click("[data-back]")
    here.page.wait_for_selector(".talks")
    assert "q=zmara" in here.page.url


def test_nothing_a_stranger_writes_runs_or_is_loaded(visit: Callable[..., Visit], talked: Site) -> None:
    here = visit()
    here.sign_in()
    talk_with(here, "eve")
    assert here.page.locator(".words img").count() == 0
    assert here.page.locator(".word-text").first.inner_text().startswith("<img src=x onerror=alert(1)>")
