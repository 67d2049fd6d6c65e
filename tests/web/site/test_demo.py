from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.web.brands.models import Brand
from passaparola.web.campaigns.models import Campaign
from passaparola.web.cascades.models import Act, Message
from passaparola.web.channels import simulated
from passaparola.web.channels.models import Channel
from passaparola.web.conversations.following import door
from passaparola.web.conversations.models import Reading
from passaparola.web.site import demo, lives, story
from passaparola.web.site.models import Demo
from web.draining import drain

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA = tmp_path
    settings.SANDBOX = tmp_path / "sandbox.sqlite3"
    settings.DEMO = True
    monkeypatch.setenv("PASSAPAROLA_DATA", str(tmp_path))


@pytest.fixture
def now() -> datetime:
    # The simulated network is read as of the real clock.
    return datetime.now(UTC)


def said() -> list[datetime]:
    from django.conf import settings  # noqa: PLC0415 - as this test has set them

    return simulated.published(settings.SANDBOX, story.NETWORK, story.HANDLE)


def test_the_first_start_makes_a_labelled_brand_with_a_login_and_a_campaign(now: datetime) -> None:
    login = demo.load(now)
    assert login
    assert login.password
    brand = Brand.objects.get()
    assert brand.simulated
    assert "DEMO" in brand.name
    assert brand.members.get().user.check_password(login.password)
    assert Campaign.objects.get().brand == brand
    assert "simulated" in Channel.objects.get().name
    assert Reading.objects.count() == len(story.BEFORE) == len(said())
    assert demo.login_file().stat().st_mode & 0o777 == 0o600


def test_within_one_round_of_the_worker_the_map_has_all_hops(now: datetime) -> None:
    demo.load(now)
    assert door.reader_for("sandbox://demo/a/1").platform == "sandbox"
    drain(lives.LIVES, lambda: datetime.now(UTC))
    assert Message.objects.count() == len(story.BEFORE)
    oldest = Message.objects.order_by("published_at")[0]
    assert {0, 1, 2, 3} <= set(Act.objects.filter(message=oldest).values_list("hop", flat=True))
    reached = Act.objects.filter(message=oldest).values("handle").distinct().count()
    assert 100 <= reached <= 1000
    assert all(message.summary for message in Message.objects.all())


def test_the_messages_of_the_demo_travel_as_word_of_mouth_does(now: datetime) -> None:
    demo.load(now)
    drain(lives.LIVES, lambda: datetime.now(UTC))
    for message in Message.objects.order_by("published_at")[:4]:
        share = message.summary["polarity"]["tripolar"] + message.summary["polarity"]["multipolar"]
        assert 0.15 < share < 0.85, message.summary["polarity"]  # waves differ with the hour they start at


def test_a_second_start_makes_nothing_twice_and_gives_the_same_login(now: datetime) -> None:
    first = demo.load(now)
    assert demo.load(now + HOUR) == first
    assert Brand.objects.count() == Demo.objects.count() == 1
    assert Reading.objects.count() == len(story.BEFORE)


def test_a_start_after_a_silence_lets_the_demo_speak_again(now: datetime) -> None:
    demo.load(now)
    later = now + 13 * HOUR
    demo.load(later)
    after = said()
    assert after[-1] == later - story.BEFORE[-1]
    demo.load(later + HOUR)
    assert said() == after


def test_a_start_after_a_long_silence_finds_a_campaign_in_full_swing(now: datetime) -> None:
    demo.load(now)
    later = now + timedelta(days=40)
    demo.load(later)
    assert said()[-len(story.BEFORE) :] == [later - before for before in story.BEFORE]


def test_the_worker_lets_the_demo_speak_without_a_start(now: datetime) -> None:
    demo.load(now)
    later = now + 12 * HOUR
    drain([demo.PLAYING], lambda: later)
    assert said()[-1] == later
    assert Demo.objects.get().due_at == later + HOUR


def test_a_demo_that_was_switched_off_falls_silent(now: datetime, settings: Settings) -> None:
    demo.load(now)
    settings.DEMO = False
    drain([demo.PLAYING], lambda: now + 24 * HOUR)
    assert len(said()) == len(story.BEFORE)


def test_after_all_lines_were_said_they_begin_again(now: datetime) -> None:
    demo.load(now)
    for days in range(1, 8):
        demo.load(now + timedelta(days=days))
    assert len(said()) > len(story.LINES) + 2
    assert Reading.objects.count() == len(said())


def test_a_demo_that_was_deleted_stays_deleted(now: datetime) -> None:
    demo.load(now)
    Message.objects.all().delete()
    Brand.objects.get().delete()
    assert demo.load(now + 13 * HOUR) is None
    drain([demo.PLAYING], lambda: now + 14 * HOUR)
    assert Demo.objects.get().state == "over"
    assert not Brand.objects.exists()


def test_a_password_that_was_changed_is_not_told(now: datetime) -> None:
    demo.load(now)
    user = Brand.objects.get().members.get().user
    user.set_password("something of my own")
    user.save()
    login = demo.load(now)
    assert login
    assert login.password is None
    assert demo.login_on_screen() is None


@pytest.mark.parametrize(
    ("bind", "address", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000", True),
        ("0.0.0.0", "http://127.0.0.1:8000", False),  # noqa: S104 - what must not be shown
        ("127.0.0.1", "https://voce.example", False),
    ],
)
def test_the_login_is_on_screen_only_where_no_other_machine_can_see_it(
    settings: Settings, now: datetime, bind: str, address: str, *, shown: bool
) -> None:
    login = demo.load(now)
    settings.BIND, settings.ADDRESS = bind, address
    assert demo.login_on_screen() == (login if shown else None)
