"""The week of a channel and the queue that goes through it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from passaparola.web.brands.models import Entry
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.calendar import slots
from passaparola.web.publishing.models import Slot
from web.publishing.plans import NOW, a_channel, a_delivery, a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_a_time_is_added_on_several_days_at_once_and_only_once(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    assert slots.add(channel, [0, 2, 4], "09:30", by=anna, now=NOW) == 3
    assert slots.add(channel, [0, 1], "09:30", by=anna, now=NOW) == 1
    assert [slot.weekday for slot in channel.slots.all()] == [0, 1, 2, 4]
    assert Entry.objects.filter(brand=brand, verb="slot.added").count() == 2


@pytest.mark.parametrize(
    ("days", "at", "said"), [([], "09:30", "at least one day"), ([1], "half past", "write it like 09:30")]
)
def test_what_is_no_slot_is_refused_in_words(
    brand: Brand, anna: User, days: list[int], at: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        slots.add(a_channel(brand), days, at, by=anna, now=NOW)


def test_what_is_planned_on_a_slot_stays_when_the_slot_goes(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    slots.add(channel, [0], "09:00", by=anna, now=NOW)
    a_delivery(a_post(brand, channel, by=anna), MONDAY)
    slots.remove(channel, Slot.objects.get().pk, by=anna, now=NOW)
    (entry,) = slots.queue_of(brand, channel.pk, NOW).entries
    assert (entry.wall, entry.on_slot) == ("2026-03-02T09:00", False)


def test_a_queue_shows_its_entries_in_order_and_the_next_free_slots(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    slots.add(channel, [0, 1], "09:00", by=anna, now=NOW)
    a_delivery(a_post(brand, channel, by=anna), MONDAY)
    queue = slots.queue_of(brand, channel.pk, NOW)
    assert [(entry.wall, entry.on_slot, entry.earlier, entry.later) for entry in queue.entries] == [
        ("2026-03-02T09:00", True, False, False)
    ]
    assert queue.free[:2] == ["2026-03-03T09:00", "2026-03-09T09:00"]


def test_two_neighbours_change_places(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    (first,) = a_delivery(a_post(brand, channel, by=anna), MONDAY)
    (second,) = a_delivery(a_post(brand, channel, by=anna), MONDAY.replace(day=3))
    slots.swap(channel, second.pk, later=False, by=anna, now=NOW)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.planned_at, second.planned_at) == (MONDAY.replace(day=3), MONDAY)
    with pytest.raises(Refused, match="nothing to change places with"):
        slots.swap(channel, second.pk, later=False, by=anna, now=NOW)


def test_two_at_one_time_are_offered_no_change_of_places(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    for _ in range(2):
        a_delivery(a_post(brand, channel, by=anna), MONDAY)
    entries = slots.queue_of(brand, channel.pk, NOW).entries
    assert [(entry.earlier, entry.later) for entry in entries] == [(False, False)] * 2
    a_delivery(a_post(brand, channel, by=anna), MONDAY.replace(day=3))
    entries = slots.queue_of(brand, channel.pk, NOW).entries
    assert [(entry.earlier, entry.later) for entry in entries] == [
        (False, True),
        (False, True),
        (True, False),
    ]


def test_the_last_that_is_shown_may_change_places_with_the_next(
    brand: Brand, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "SHOWN", 1)
    channel = a_channel(brand)
    for day in (2, 3):
        a_delivery(a_post(brand, channel, by=anna), MONDAY.replace(day=day))
    (entry,) = slots.queue_of(brand, channel.pk, NOW).entries
    assert entry.later


def test_a_week_is_filled_and_emptied_on_its_page(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    client = Client()
    client.force_login(anna)
    page = reverse("queue", args=[brand.slug, channel.pk])
    given = {"at": "09:30", "day": ["0", "4", "9"]}
    answer = client.post(reverse("slots-add", args=[brand.slug, channel.pk]), given, follow=True)
    assert "2 slots are new." in answer.content.decode()
    slot = Slot.objects.filter(channel=channel, weekday=4).get()
    client.post(reverse("slot-remove", args=[brand.slug, channel.pk, slot.pk]))
    assert "Take out Monday, 09:30" in client.get(page).content.decode()
    assert [slot.weekday for slot in channel.slots.all()] == [0]
    assert "aurora" in client.get(reverse("queues", args=[brand.slug])).content.decode()
