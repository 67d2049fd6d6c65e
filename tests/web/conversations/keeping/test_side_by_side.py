"""Several workers that hear the same channel at once, each with a connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from django.db import connections

from passaparola.web.brands import actions as brands
from passaparola.web.cascades.models import Act, Message
from passaparola.web.conversations.keeping import keeping
from passaparola.web.conversations.models import Conversation, Interaction
from passaparola.web.people import affinity
from passaparola.web.people.models import Person
from web.heard import NOON, an_event
from web.publishing.plans import a_channel

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.contract import Event

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


def told(start: int, end: int) -> list[Event]:
    """Return a long talk, each word hanging on the one before, and likes of a post."""
    words = [
        an_event(f"w{n}", "reply", f"p{n % 7}", n, about=f"w{n - 1}" if n else "", thread="w0")
        for n in range(start, end)
    ]
    return words + [an_event(f"l{n}", "like", f"p{n % 7}", n, about="post") for n in range(start, end)]


def test_what_several_hear_at_once_is_kept_once(now: datetime) -> None:
    brand = brands.create_brand("Side by side", owner=brands.create_user("side@example.org", None))
    channel = a_channel(brand)
    Message.objects.create(
        brand=brand,
        platform="sandbox",
        native_id="post",
        source="heard",
        added_at=NOON,
        state="settled",
        state_since=NOON,
    )
    # Each hears half of it, in other pieces, from another end.
    shares = [told(0, 40), told(20, 60), list(reversed(told(0, 60))), told(10, 50)]

    def alone(share: list[Event]) -> None:
        try:
            for start in range(0, len(share), 13):
                keeping.keep(channel, share[start : start + 13], now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(alone, shares))
    assert (Interaction.objects.count(), Act.objects.count()) == (120, 60)
    assert Conversation.objects.filter(merged_into=None).count() == 1
    assert (Person.objects.count(), sum(Person.objects.values_list("acts", flat=True))) == (7, 120)
    given = [affinity.warmth(row.points, row.at) for row in Interaction.objects.all()]
    assert sum(Person.objects.values_list("warmth", flat=True)) == pytest.approx(sum(given))
