"""The calendar as a feed: right in every zone, the same event when it is moved, open by its address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from passaparola.web.brands.models import Entry
from passaparola.web.publishing.calendar import almanac, ics
from passaparola.web.publishing.models import Almanac, Delivery
from passaparola.web.publishing.outbox import deliveries
from web.publishing.plans import NOW, a_channel, a_delivery, a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

AT_NINE = datetime(2026, 3, 29, 7, 0, tzinfo=UTC)


def events(brand: Brand, now: datetime = NOW) -> list[Any]:
    content = ics.feed_of(brand, now, lambda post: f"https://voce.example/posts/{post}/")
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_an_event_is_a_post_at_one_minute_with_its_channels(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), a_channel(brand, "forno"), by=anna)
    a_delivery(post, AT_NINE)
    (event,) = events(brand)
    assert event["dtstart"].dt == AT_NINE
    assert event["dtstart"].to_ical() == b"20260329T070000Z"
    assert "Good morning" in event["summary"]
    assert (event["status"], event["url"]) == ("CONFIRMED", f"https://voce.example/posts/{post.pk}/")


def test_an_event_keeps_its_name_and_counts_up_when_it_is_moved(brand: Brand, anna: User) -> None:
    (delivery,) = a_delivery(a_post(brand, a_channel(brand), by=anna), AT_NINE)
    (before,) = events(brand)
    later = NOW + timedelta(hours=1)
    deliveries.reschedule(delivery, AT_NINE + timedelta(days=2), by=anna, now=later)
    (after,) = events(brand)
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstart"].dt == AT_NINE + timedelta(days=2)


def test_a_draft_that_is_planned_keeps_its_name(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), by=anna, planned="2026-03-29T09:00", zone="Europe/Rome")
    (draft,) = events(brand)
    a_delivery(post, AT_NINE)
    (planned,) = events(brand)
    assert (draft["uid"], draft["dtstart"].dt, draft["status"]) == (planned["uid"], AT_NINE, "TENTATIVE")


def test_what_one_post_sends_at_two_times_is_two_events(brand: Brand, anna: User) -> None:
    rows = a_delivery(a_post(brand, a_channel(brand), a_channel(brand, "forno"), by=anna), AT_NINE)
    Delivery.objects.filter(pk=rows[1].pk).update(planned_at=AT_NINE + timedelta(hours=2))
    assert len({str(event["uid"]) for event in events(brand)}) == 2


def test_what_is_cancelled_or_of_another_brand_is_not_in_the_feed(
    brand: Brand, rival: Brand, anna: User, bruno: User
) -> None:
    a_delivery(a_post(brand, a_channel(brand), by=anna), AT_NINE, "cancelled")
    a_delivery(a_post(rival, a_channel(rival), by=bruno), AT_NINE)
    assert events(brand) == []


def test_words_with_every_sign_come_through(brand: Brand, anna: User) -> None:
    text = "Comma, semicolon; backslash \\ and\na new line: \u00e8 \U0001f950"
    a_delivery(a_post(brand, a_channel(brand), by=anna, text=text), AT_NINE)
    assert text in str(events(brand)[0]["description"])


def feed(token: str) -> int:
    return int(Client().get(reverse("calendar-feed", args=[token])).status_code)


def test_a_feed_is_open_to_whoever_has_its_address_until_it_is_ended(brand: Brand, anna: User) -> None:
    token = almanac.open_feed(brand, by=anna, now=NOW)
    answer = Client().get(reverse("calendar-feed", args=[token]))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    almanac.close_feed(brand, by=anna, now=NOW)
    assert feed(token) == 404


def test_a_new_address_ends_the_one_before_and_only_its_digest_is_kept(brand: Brand, anna: User) -> None:
    first = almanac.open_feed(brand, by=anna, now=NOW)
    second = almanac.open_feed(brand, by=anna, now=NOW)
    assert (feed(first), feed(second)) == (404, 200)
    assert second not in Almanac.objects.get().feed_digest
    assert Entry.objects.filter(verb="calendar.feed").count() == 2


@pytest.mark.parametrize("token", ["nothing", "x" * 300, "%00", "è"])
def test_a_guessed_address_is_nothing(db: None, token: str) -> None:
    assert feed(token) == 404


def test_a_brand_without_a_feed_has_no_empty_address(brand: Brand) -> None:
    Almanac.objects.create(brand=brand)
    with pytest.raises(Almanac.DoesNotExist):
        almanac.by_feed("")


def test_the_address_is_shown_once_and_the_settings_are_kept(brand: Brand, anna: User) -> None:
    client = Client()
    client.force_login(anna)
    page = client.post(reverse("feed-open", args=[brand.slug])).content.decode()
    assert "/calendar-feed/" in page
    settings = reverse("almanac", args=[brand.slug])
    assert "/calendar-feed/" not in client.get(settings).content.decode()
    client.post(settings, {"country": "IT"})
    assert "Bolzano" in client.get(settings).content.decode()
    client.post(settings, {"country": "IT", "region": "BZ"})
    assert almanac.of(brand).region == "BZ"
    client.post(settings, {"country": "DE", "region": "BZ"})
    assert (almanac.of(brand).country, almanac.of(brand).region) == ("DE", "")
