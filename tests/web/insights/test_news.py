"""A page that is open asks what it has not seen yet: nothing, some acts, or its first figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from passaparola.web.insights import actions as settling
from passaparola.web.insights import queries

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pytest_django.fixtures import DjangoAssertNumQueries

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.cascades.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(heard: Callable[..., Message], now: datetime) -> Message:
    message = heard()
    settling.settle(message, now)
    return message


def asked(user: User, message: Message, **seen: int | str) -> Any:
    client = Client()
    client.force_login(user)
    with translation.override("en"):
        return client.get(reverse("news", args=[message.brand.slug, message.pk]), seen)


def test_nothing_new_is_an_answer_without_a_body(brand: Brand, message: Message, anna: User) -> None:
    news = queries.news_of(brand, message.pk)
    answer = asked(anna, message, acts=news.acts or 0, heard=news.heard)
    assert (answer.status_code, answer.content) == (204, b"")


def test_what_came_since_is_counted(brand: Brand, message: Message, anna: User) -> None:
    message.next_reading_at = message.heard_at
    message.save()
    news = queries.news_of(brand, message.pk)
    answer = asked(anna, message, acts=(news.acts or 0) - 2, heard=news.heard)
    assert "2 new acts." in answer.content.decode()


def test_a_later_hearing_without_acts_only_tells_when(brand: Brand, message: Message, anna: User) -> None:
    news = queries.news_of(brand, message.pk)
    answer = asked(anna, message, acts=news.acts or 0, heard=news.heard - 60).content.decode()
    assert "heard up to" in answer
    assert "new act" not in answer


def test_a_page_without_figures_is_loaded_again_once_there_are_some(message: Message, anna: User) -> None:
    assert asked(anna, message, acts="", heard=0).headers["HX-Refresh"] == "true"


def test_looking_costs_one_query(
    brand: Brand, message: Message, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        queries.news_of(brand, message.pk)
