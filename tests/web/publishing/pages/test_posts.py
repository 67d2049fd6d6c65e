"""The list of posts: each stands in one place, trouble comes first, and length costs no query."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passaparola.web.publishing.models import Delivery, Stage
from passaparola.web.publishing.pages import queries, standing
from passaparola.web.publishing.pages.standing import Standing
from web.publishing.plans import a_channel, a_delivery, a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("states", "stage", "stands"),
    [
        ([], Stage.DRAFT, Standing.DRAFT),
        ([], Stage.REVIEW, Standing.WAITING),
        ([], Stage.CHANGES, Standing.WAITING),
        ([], Stage.APPROVED, Standing.DRAFT),
        (["cancelled", "cancelled"], Stage.DRAFT, Standing.DRAFT),
        (["waiting", "waiting"], Stage.REVIEW, Standing.WAITING),
        (["scheduled", "sending"], Stage.APPROVED, Standing.PLANNED),
        (["published", "scheduled"], Stage.DRAFT, Standing.PLANNED),
        (["published", "published"], Stage.DRAFT, Standing.PUBLISHED),
        (["published", "cancelled"], Stage.REVIEW, Standing.PUBLISHED),
        (["published", "refused"], Stage.DRAFT, Standing.TROUBLE),
        (["scheduled", "unknown"], Stage.DRAFT, Standing.TROUBLE),
        (["waiting", "undecided"], Stage.REVIEW, Standing.TROUBLE),
    ],
)
def test_a_post_stands_in_one_place_and_the_database_agrees(
    brand: Brand, anna: User, *, states: list[str], stage: Stage, stands: Standing
) -> None:
    post = a_post(brand, a_channel(brand), a_channel(brand, "forno"), by=anna, stage=stage)
    for delivery, state in zip(a_delivery(post, NOW) if states else [], states, strict=True):
        Delivery.objects.filter(pk=delivery.pk).update(state=state)
    assert standing.of(post, post.deliveries.all()) == stands
    counts = queries.posts_of(brand).counts
    assert counts == {each: int(each == stands) for each in Standing.values}


def test_what_needs_a_look_comes_before_what_is_newer(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    old = a_post(brand, channel, by=anna, text="old")
    a_delivery(old, NOW - timedelta(days=30), "refused")
    new = a_post(brand, channel, by=anna, text="new")
    rows = queries.posts_of(brand).rows
    assert [each.post for each in rows] == [old, new]
    assert rows[0].failed == 1


def test_what_is_planned_is_read_forwards(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    later, sooner = (a_post(brand, channel, by=anna) for _ in range(2))
    a_delivery(later, NOW + timedelta(days=9))
    a_delivery(sooner, NOW + timedelta(days=1))
    assert [each.post for each in queries.posts_of(brand, Standing.PLANNED).rows] == [sooner, later]


def test_the_list_of_another_brand_is_empty(brand: Brand, rival: Brand, anna: User) -> None:
    a_post(brand, a_channel(brand), by=anna)
    assert queries.posts_of(rival).total == 0


def test_a_list_of_thirty_costs_what_a_list_of_three_costs(brand: Brand, anna: User) -> None:
    client = Client()
    client.force_login(anna)
    channels = [a_channel(brand), a_channel(brand, "forno")]

    def cost(posts: int) -> int:
        for _ in range(posts):
            a_delivery(a_post(brand, *channels, by=anna), NOW, "published")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("posts", args=[brand.slug])).status_code == 200
        return len(asked)

    cost(1)
    assert cost(2) == cost(27)
