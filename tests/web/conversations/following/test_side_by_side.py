"""Several workers and readings at once, each with a connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections

from passaparola.web.brands import actions as brands
from passaparola.web.cascades.models import Act, Message
from passaparola.web.conversations.following import intake, listening
from passaparola.web.conversations.models import READING, Reading
from passaparola.web.lifecycle import queue
from passaparola.web.lifecycle.actions import LeaseLost, begin
from passaparola.web.people.models import Handle
from web.stories import FakeReader, story

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from passaparola.web.brands.models import Brand

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


@pytest.fixture
def shop() -> Brand:
    owner = brands.create_user("side@example.org", None)
    return brands.create_brand("Side by side", owner=owner)


def at_once(work: Callable[[], Any]) -> list[Any]:
    def alone() -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return [future.result() for future in [pool.submit(alone) for _ in range(WORKERS)]]


def test_one_reading_is_claimed_by_one_worker(shop: Brand, now: datetime) -> None:
    Reading.objects.create(brand=shop, address="https://x/1", asked_at=now, **begin(READING, now))
    claims = [row for row in at_once(lambda: queue.claim(Reading, now)) if row]
    assert len(claims) == 1


def test_the_same_trace_taken_in_at_once_is_stored_once(shop: Brand, now: datetime) -> None:
    at_once(lambda: intake.take_in(shop, story(), address="https://x/1", now=now))
    assert (Message.objects.count(), Act.objects.count(), Handle.objects.count()) == (1, 4, 4)


def test_of_two_who_hold_one_reading_only_the_later_writes(shop: Brand, now: datetime) -> None:
    Reading.objects.create(brand=shop, address="https://x/1", asked_at=now, **begin(READING, now))
    claimed = queue.claim(Reading, now)
    assert claimed
    Reading.objects.filter(pk=claimed.pk).update(fence=claimed.fence + 1)

    def late() -> str:
        try:
            listening.read(claimed, now, readers=lambda _address: FakeReader())
        except LeaseLost:
            return "lost"
        return "wrote"

    assert set(at_once(late)) == {"lost"}
    assert not Act.objects.exists()
