from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from passaparola.web.cascades.models import Act, Message
from passaparola.web.conversations.following import forgetting, intake
from passaparola.web.conversations.persons import erasing
from passaparola.web.people import actions as people
from passaparola.web.people.models import Handle, Person
from web.stories import TOLD, act, story

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from passaparola.connectors.contract import Trace
    from passaparola.web.brands.models import Brand


@pytest.fixture
def without_bea(brand: Brand, heard: Callable[..., Message], now: datetime) -> Message:
    """A message that Bea passed on, after she was erased."""
    message = heard()
    bea = Handle.objects.get(handle="bea.test")
    erasing.erase(Person.objects.get(pk=people.persons_of([bea])[bea.pk]), None, now)
    return message


def again(brand: Brand, trace: Trace, now: datetime) -> None:
    told = forgetting.without_the_forgotten(brand, trace)
    assert told is not None
    intake.take_in(brand, told, address="https://sandbox.test/p/1", now=now)


def test_a_later_reading_does_not_bring_somebody_erased_back(
    brand: Brand, without_bea: Message, now: datetime
) -> None:
    before = list(Act.objects.order_by("pk").values())
    again(brand, story(), now)
    assert list(Act.objects.order_by("pk").values()) == before
    assert not Handle.objects.filter(handle__icontains="bea").exists()


def test_what_is_new_below_their_act_hangs_where_it_belongs(
    brand: Brand, without_bea: Message, now: datetime
) -> None:
    again(brand, story((*TOLD, act("share-elio", "reshare", "elio", 50, "share-bea"))), now)
    new = Act.objects.get(native_id="share-elio")
    assert new.parent is not None
    assert new.parent.handle.handle == "erased"


def test_what_they_did_later_is_not_kept(brand: Brand, without_bea: Message, now: datetime) -> None:
    again(brand, story((*TOLD, act("more-bea", "quote", "bea", 50, "post"))), now)
    assert Act.objects.count() == 4


def test_a_post_of_their_own_is_not_followed(brand: Brand, without_bea: Message) -> None:
    theirs = replace(story((act("post", "publish", "bea", 0),)), root="post")
    assert forgetting.without_the_forgotten(brand, theirs) is None


def test_another_brand_hears_them_as_before(rival: Brand, without_bea: Message) -> None:
    trace = story()
    assert forgetting.without_the_forgotten(rival, trace) is trace
