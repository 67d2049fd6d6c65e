"""What a reading of our own post shows was done towards us, at any hop, and what each of them brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from passaparola.web.cascades.models import Act, Message
from passaparola.web.conversations.following import intake
from passaparola.web.conversations.keeping import crediting, keeping
from passaparola.web.conversations.models import Conversation, Interaction, Kind
from passaparola.web.insights import actions as insights
from passaparola.web.lifecycle import queue
from passaparola.web.people import affinity
from passaparola.web.people.models import Person
from web.heard import an_event
from web.publishing.plans import a_channel
from web.stories import story

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand


@pytest.fixture
def message(brand: Brand, now: datetime) -> Message:
    a_channel(brand, "did:aurora")
    return intake.take_in(brand, story(), address="https://sandbox.test/p/1", now=now).message


def test_whoever_acted_on_our_post_did_something_towards_us(message: Message) -> None:
    told = dict(Interaction.objects.values_list("handle__native_id", "kind"))
    assert told == {"did:bea": Kind.RESHARE, "did:carlo": Kind.QUOTE, "did:dina": Kind.RESHARE}


def test_the_post_of_somebody_else_is_nobody_acting_towards_us(brand: Brand, now: datetime) -> None:
    a_channel(brand, "did:other")
    intake.take_in(brand, story(), address="https://sandbox.test/p/1", now=now)
    assert Interaction.objects.count() == 0


def test_reading_again_changes_no_affinity(message: Message, brand: Brand, now: datetime) -> None:
    before = dict(Person.objects.values_list("pk", "warmth"))
    intake.take_in(brand, story(), address="https://sandbox.test/p/1", now=now)
    assert dict(Person.objects.values_list("pk", "warmth")) == before


def settled(message: Message, now: datetime) -> None:
    claimed = queue.claim(Message, now)
    assert claimed == message
    insights.settle(claimed, now)


def test_who_brought_people_is_credited_with_them(message: Message, now: datetime) -> None:
    settled(message, now)
    rows = {row.handle.native_id: row for row in Interaction.objects.select_related("handle")}
    # Bea brought Carlo, and Dina, who follows Carlo, by inference
    assert (rows["did:bea"].brought, rows["did:carlo"].brought, rows["did:dina"].brought) == (2, 1, 0)
    bea = Person.objects.get(handles__native_id="did:bea")
    points = affinity.points("reshare", brought=2)
    assert bea.brought == 2
    assert bea.warmth == pytest.approx(affinity.warmth(points, rows["did:bea"].at))


def test_who_turns_out_to_have_brought_fewer_loses_the_points(message: Message, now: datetime) -> None:
    settled(message, now)
    crediting.brought(message, {"did:bea": 1})
    bea = Person.objects.get(handles__native_id="did:bea")
    at = Act.objects.get(native_id="share-bea").at
    assert bea.brought == 1
    assert bea.warmth == pytest.approx(affinity.warmth(affinity.points("reshare", brought=1), at))


def test_a_talk_that_began_before_its_post_was_followed_finds_it(brand: Brand, now: datetime) -> None:
    channel = a_channel(brand, "did:aurora")
    keeping.keep(channel, [an_event("re", "reply", "elio", about="post", thread="post", ours=True)], now)
    message = intake.take_in(brand, story(), address="https://sandbox.test/p/1", now=now).message
    assert Conversation.objects.get(key="re").message == message
