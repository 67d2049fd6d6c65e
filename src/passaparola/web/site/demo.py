"""The demo brand: made at the first start, kept talking on the simulated network as long as it is there."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction

from passaparola.web.brands import actions as brands
from passaparola.web.campaigns.actions import create_campaign
from passaparola.web.campaigns.models import Campaign
from passaparola.web.channels import simulated
from passaparola.web.conversations.following import actions as conversations
from passaparola.web.lifecycle.actions import begin
from passaparola.web.lifecycle.graph import Next
from passaparola.web.lifecycle.life import Life
from passaparola.web.site import demo_plans, logins, story
from passaparola.web.site.models import DEMO, Demo

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from passaparola.web.brands.models import User
    from passaparola.web.lifecycle.graph import Outcome

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Login:
    """What to sign in with; `password` is None where its owner has changed it since."""

    email: str
    password: str | None


def load(now: datetime) -> Login | None:
    """Make the demo where there never was one, else let it say something if it has been silent for long.

    Returns the login, or None where the demo has been deleted.
    """
    demo = Demo.objects.select_related("brand", "user").first()
    if demo is None:
        demo = _make(now)
    elif demo.brand:
        _catch_up(demo, now)
    return _login(demo.user) if demo.brand and demo.user else None


def keep_talking(demo: Demo, now: datetime) -> Outcome:
    """Publish the next message of the demo when the newest has grown old."""
    if demo.brand is None:
        return Next("over")
    if not settings.DEMO:
        return None
    said = _said()
    if not said or now - said[-1] >= story.STALE:
        _say(demo, len(said), now, now)
    return None


def _catch_up(demo: Demo, now: datetime) -> None:
    """After a silence, say what would have been said meanwhile, and something a moment ago."""
    said = _said()
    if said and now - said[-1] < story.STALE:
        return
    moments = [now - before for before in story.BEFORE]
    for moment in moments:
        if not said or moment - said[-1] >= story.PAUSE or moment == moments[-1]:
            _say(demo, len(said), moment, now)
            said.append(moment)


def _said() -> list[datetime]:
    return simulated.published(settings.SANDBOX, story.NETWORK, story.HANDLE)


def login_on_screen() -> Login | None:
    """Return the login the sign-in page may show: only where nobody but this machine can reach the page."""
    here = settings.BIND in LOOPBACK and urlsplit(settings.ADDRESS).hostname in LOOPBACK
    if not (settings.DEMO and here):
        return None
    demo = Demo.objects.select_related("user").filter(brand__isnull=False, user__isnull=False).first()
    login = _login(demo.user) if demo and demo.user else None
    return login if login and login.password else None


def _login(user: User) -> Login:
    path = login_file()
    password = path.read_text().split()[-1] if path.is_file() else ""
    return Login(user.email, password if _opens(password, user.password) else None)


@functools.lru_cache(maxsize=8)
def _opens(password: str, hashed: str) -> bool:
    """Say whether `password` is the one `hashed` was made of; checked once, as it takes a while by design."""
    return check_password(password, hashed)


def login_file() -> Path:
    """Return where the demo's login is kept for later starts; only the installation's owner may read it."""
    path: Path = settings.DATA / "demo-login.txt"
    return path


@transaction.atomic
def _make(now: datetime) -> Demo:
    password = logins.password()
    user = brands.create_user(story.EMAIL, password, name="Demo")
    brand = brands.create_brand(story.BRAND, owner=user, simulated=True)
    starts = (now - story.BEFORE[0]).date()
    campaign = create_campaign(brand, story.CAMPAIGN, goal=story.GOAL, starts=starts)
    demo = Demo.objects.create(brand=brand, user=user, **begin(DEMO, now))
    channel = simulated.join(_network(), brand, story.HANDLE, followers=story.FOLLOWERS, now=now)
    demo_plans.make(channel, campaign, by=user, now=now)
    for number, before in enumerate(story.BEFORE):
        _say(demo, number, now - before, now)
    _keep(login_file(), f"{user.email}\n{password}\n")
    return demo


def _network() -> simulated.Place:
    return simulated.Place(settings.SANDBOX, story.NETWORK, story.SEED, story.SPEED)


def _say(demo: Demo, number: int, at: datetime, now: datetime) -> None:
    """Publish message `number` at `at` and have it followed."""
    if demo.brand is None:
        return
    text = story.LINES[number % len(story.LINES)]
    address = simulated.publish(_network(), story.HANDLE, text, at, key=f"line {number}")
    campaign = Campaign.objects.filter(brand=demo.brand).order_by("pk").first()
    conversations.follow(demo.brand, address, by=demo.user, now=now, campaign=campaign)


def _keep(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


PLAYING: Life[Demo] = Life(Demo, {"playing": keep_talking})
