"""A post that says nearly what another said on the same channel is noticed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.web.publishing.words import alike
from web.publishing.plans import a_channel, a_delivery, a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SAID = "Da domani il nuovo espresso di primavera, tostatura chiara e note di pesca al banco"


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("a b c d", "a b c d", 1.0),
        ("a b c d", "A, b c d! https://x.example/1", 1.0),
        ("a b c d", "a b c e", 1 / 3),
        ("a b c", "x y z", 0.0),
        ("", "", 0.0),
    ],
)
def test_likeness_is_what_two_share_over_what_either_has(one: str, other: str, like: float) -> None:
    assert alike.likeness(alike.shingles(one), alike.shingles(other)) == pytest.approx(like)


def test_a_near_twin_on_the_same_channel_is_shown_with_how_alike_it_is(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    old = a_post(brand, channel, by=anna, text=SAID)
    a_delivery(old, NOW - timedelta(days=10), "published")
    new = a_post(brand, channel, by=anna, text=f"{SAID} oggi")
    (twin,) = alike.twins_of(new, NOW)
    assert twin.post == old
    assert 85 <= twin.percent <= 99


def test_what_was_taken_out_of_the_plan_and_planned_again_is_a_twin(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    old = a_post(brand, channel, by=anna, text=SAID)
    a_delivery(old, NOW - timedelta(days=10), "cancelled")
    a_delivery(old, NOW + timedelta(days=2))
    (twin,) = alike.twins_of(a_post(brand, channel, by=anna, text=SAID), NOW)
    assert twin.post == old


def test_what_was_only_corrected_of_late_was_not_said_of_late(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    old = a_post(brand, channel, by=anna, text=SAID)
    (sent,) = a_delivery(old, NOW - timedelta(days=100), "published")
    a_delivery(old, NOW - timedelta(days=1), "published", verb="edit", of=sent)
    assert alike.twins_of(a_post(brand, channel, by=anna, text=SAID), NOW) == []


@pytest.mark.parametrize(
    ("days", "state", "elsewhere"),
    [(91, "published", False), (10, "cancelled", False), (10, "published", True)],
)
def test_what_is_old_was_cancelled_or_went_elsewhere_is_no_twin(
    brand: Brand, anna: User, days: int, state: str, *, elsewhere: bool
) -> None:
    channel = a_channel(brand)
    old = a_post(brand, a_channel(brand, "forno") if elsewhere else channel, by=anna, text=SAID)
    a_delivery(old, NOW - timedelta(days=days), state)
    assert alike.twins_of(a_post(brand, channel, by=anna, text=SAID), NOW) == []
