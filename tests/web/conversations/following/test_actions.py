from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.connectors.errors import Unrecognised
from passaparola.web.conversations.following import actions, door, queries
from passaparola.web.conversations.models import Reading
from passaparola.web.lifecycle.actions import move

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.cascades.models import Message
    from web.stories import FakeReader

ADDRESS = "https://sandbox.test/p/1"


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch, readers: Callable[[str], FakeReader]) -> None:
    def reader_for(address: str) -> FakeReader:
        if "nowhere" in address:
            raise Unrecognised(f"{address} is no post of a platform known here; paste a post's address.")
        return readers(address)

    monkeypatch.setattr(door, "reader_for", reader_for)


def test_a_followed_post_waits_for_the_worker(brand: Brand, anna: User, now: datetime) -> None:
    reading = actions.follow(brand, f"  {ADDRESS} ", by=anna, now=now)
    assert (reading.state, reading.address, reading.due_at, reading.at_work) == ("asked", ADDRESS, now, True)
    assert list(queries.readings_of(brand)) == [reading]


def test_an_address_no_platform_knows_is_refused_at_once(brand: Brand, now: datetime) -> None:
    with pytest.raises(actions.Refused, match="paste a post's address"):
        actions.follow(brand, "https://nowhere.test", by=None, now=now)
    assert not Reading.objects.exists()


@pytest.mark.parametrize("address", ["", "   ", "x" * 1001])
def test_something_that_is_no_address_is_refused(brand: Brand, now: datetime, address: str) -> None:
    with pytest.raises(actions.Refused):
        actions.follow(brand, address, by=None, now=now)


def test_asking_twice_is_asking_once(brand: Brand, now: datetime) -> None:
    first = actions.follow(brand, ADDRESS, by=None, now=now)
    assert actions.follow(brand, ADDRESS, by=None, now=now + timedelta(seconds=1)) == first


def test_another_brand_asks_for_itself(brand: Brand, rival: Brand, now: datetime) -> None:
    first = actions.follow(brand, ADDRESS, by=None, now=now)
    assert actions.follow(rival, ADDRESS, by=None, now=now) != first


def test_a_refused_post_can_be_asked_for_again(brand: Brand, now: datetime) -> None:
    first = actions.follow(brand, ADDRESS, by=None, now=now)
    move(first, "refused", now)
    assert actions.follow(brand, ADDRESS, by=None, now=now) != first


def test_reading_again_makes_a_followed_post_due(
    brand: Brand, now: datetime, heard: Callable[..., Message]
) -> None:
    reading = actions.follow(brand, ADDRESS, by=None, now=now)
    Reading.objects.filter(pk=reading.pk).update(message=heard())
    reading.refresh_from_db()
    move(reading, "following", now)
    later = now + timedelta(minutes=1)
    assert actions.read_again(reading, later)
    reading.refresh_from_db()
    assert reading.due_at == later
    assert reading.message is not None
    assert reading.message.next_reading_at == later


def test_what_is_over_for_good_is_not_read_again(brand: Brand, now: datetime) -> None:
    reading = actions.follow(brand, ADDRESS, by=None, now=now)
    move(reading, "refused", now)
    assert not actions.read_again(reading, now)


def test_stopping_keeps_what_was_heard(brand: Brand, now: datetime, heard: Callable[..., Message]) -> None:
    message = heard()
    reading = actions.follow(brand, ADDRESS, by=None, now=now)
    Reading.objects.filter(pk=reading.pk).update(message=message)
    reading.refresh_from_db()
    move(reading, "following", now)
    assert actions.cancel(reading, now)
    message.refresh_from_db()
    assert (reading.state, message.running, message.acts.count()) == ("cancelled", False, 4)
    assert not actions.cancel(reading, now)
