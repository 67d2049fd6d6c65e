"""Rules are applied to what is new, once, whoever heard it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from passaparola.web.conversations.following import intake
from passaparola.web.conversations.hearing import ruling
from passaparola.web.conversations.keeping import keeping
from passaparola.web.conversations.models import Conversation, Interaction, Rule
from web.heard import an_event
from web.publishing.plans import a_channel
from web.stories import story

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel


@pytest.fixture
def channel(brand: Brand) -> Channel:
    return a_channel(brand, "did:aurora")


@pytest.fixture
def rule(brand: Brand) -> Rule:
    return Rule.objects.create(brand=brand, name="All", active=True, when={}, then={"status": "done"})


def statuses() -> set[str]:
    return set(Conversation.objects.values_list("status", flat=True))


def test_a_rule_is_applied_to_what_was_heard(channel: Channel, rule: Rule, now: datetime) -> None:
    keeping.keep(channel, [an_event("w", "mention", "bea")], now)
    assert ruling.apply(now) == 1
    assert statuses() == {"done"}


def test_a_rule_is_applied_once(channel: Channel, rule: Rule, now: datetime) -> None:
    keeping.keep(channel, [an_event("w", "mention", "bea")], now)
    ruling.apply(now)
    Conversation.objects.update(status="open")
    assert ruling.apply(now) == 0
    assert statuses() == {"open"}


def test_what_a_reading_of_a_post_showed_is_ruled_too(
    brand: Brand, channel: Channel, rule: Rule, now: datetime
) -> None:
    intake.take_in(brand, story(), address="https://sandbox.test/p/1", now=now)
    ruling.apply(now)
    assert statuses() == {"done"}


def test_without_rules_nothing_waits_for_them(channel: Channel, now: datetime) -> None:
    keeping.keep(channel, [an_event("w", "mention", "bea")], now)
    assert not Interaction.objects.filter(ruled=False).exists()


def test_the_rules_of_one_brand_are_nothing_to_another(
    channel: Channel, rival: Brand, rule: Rule, now: datetime
) -> None:
    keeping.keep(a_channel(rival, "notte"), [an_event("w", "mention", "bea")], now)
    ruling.apply(now)
    assert statuses() == {"open"}
