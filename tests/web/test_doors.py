"""Every door of the site, walked by everybody: a stranger sees nothing of a brand, a member their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from passaparola.web.brands import actions as brands
from passaparola.web.brands.models import Role
from passaparola.web.conversations import actions as conversations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.cascades.models import Message

PUBLIC = {
    "favicon",
    "health",
    "set_language",
    "account_login",
    "account_logout",
    "account_inactive",
    "definitions",
}
"""Doors that anybody may open; everything else asks who is there."""

WRITING = {"cancel-reading", "read-again"}
"""Doors that change something: an analyst may look and not touch."""

pytestmark = pytest.mark.django_db


def doors(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from doors(entry)
        else:
            yield entry


DOORS = {str(door.name): door for door in doors()}
OF_A_BRAND = sorted(name for name in DOORS if "slug" in DOORS[name].pattern.converters)


@dataclass(frozen=True)
class House:
    """A brand with something in it, and how to knock at each of its doors."""

    brand: Brand
    message: Message
    reading_id: int

    def address(self, name: str) -> str:
        given = {"slug": self.brand.slug, "message_id": self.message.pk, "reading_id": self.reading_id}
        wanted = DOORS[name].pattern.converters
        return reverse(name, kwargs={key: given[key] for key in wanted})

    def knock(self, name: str, user: User | None) -> int:
        client = Client()
        if user:
            client.force_login(user)
        ask = client.post if name in WRITING else client.get
        return int(ask(self.address(name)).status_code)


@pytest.fixture
def house(brand: Brand, heard: Callable[..., Message], anna: User, now: datetime) -> House:
    reading = conversations.follow(brand, "sandbox://demo/someone/1", by=anna, now=now)
    return House(brand, heard(), reading.pk)


def test_every_door_is_known_to_be_public_or_not() -> None:
    assert {"front"} | PUBLIC | set(OF_A_BRAND) == set(DOORS)


@pytest.mark.parametrize("name", OF_A_BRAND)
def test_a_door_of_a_brand_is_bound_to_it_in_the_one_place_that_does_so(name: str) -> None:
    view: Any = DOORS[name].callback
    while view is not None and not getattr(view, "brand_bound", False):
        view = getattr(view, "__wrapped__", None)
    assert view is not None


@pytest.mark.parametrize("name", OF_A_BRAND)
def test_nobody_comes_in_without_a_login(house: House, name: str) -> None:
    assert house.knock(name, None) == 302


@pytest.mark.parametrize("name", OF_A_BRAND)
def test_a_member_of_another_brand_finds_nothing_there(
    house: House, rival: Brand, bruno: User, name: str
) -> None:
    assert house.knock(name, bruno) == 404


@pytest.mark.parametrize("name", [name for name in OF_A_BRAND if len(DOORS[name].pattern.converters) > 1])
def test_what_belongs_to_another_brand_is_not_found_through_ones_own(
    house: House, rival: Brand, bruno: User, name: str
) -> None:
    smuggled = House(rival, house.message, house.reading_id)
    assert smuggled.knock(name, bruno) == 404


@pytest.mark.parametrize("name", OF_A_BRAND)
def test_who_may_only_look_changes_nothing(house: House, bruno: User, name: str) -> None:
    brands.add_member(house.brand, bruno, Role.ANALYST)
    assert house.knock(name, bruno) == (403 if name in WRITING else 200)


@pytest.mark.parametrize("name", OF_A_BRAND)
def test_the_owner_comes_in_everywhere(house: House, anna: User, name: str) -> None:
    assert house.knock(name, anna) in {200, 302}


def test_a_look_changes_nothing_where_a_word_is_asked_for(house: House, anna: User) -> None:
    client = Client()
    client.force_login(anna)
    assert [client.get(house.address(name)).status_code for name in sorted(WRITING)] == [405, 405]


def test_a_post_without_the_form_s_secret_is_refused(house: House, anna: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    assert client.post(house.address("trace"), {"address": "sandbox://demo/someone/2"}).status_code == 403


def test_asking_for_a_reading_needs_an_editor(house: House, bruno: User) -> None:
    brands.add_member(house.brand, bruno, Role.ANALYST)
    client = Client()
    client.force_login(bruno)
    assert client.post(house.address("trace"), {"address": "sandbox://demo/someone/2"}).status_code == 403


@pytest.mark.parametrize("name", ["home", "message", "definitions", "account_login"])
def test_every_page_says_what_a_browser_may_load(house: House, anna: User, name: str) -> None:
    client = Client()
    if name != "account_login":
        client.force_login(anna)
    policy = client.get(house.address(name)).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_who_has_several_brands_finds_the_others_in_the_head_of_every_page(
    house: House, rival: Brand, anna: User
) -> None:
    client = Client()
    client.force_login(anna)
    other = f'href="/b/{rival.slug}/"'
    assert other not in client.get(house.address("messages")).content.decode()
    brands.add_member(rival, anna, Role.ANALYST)
    assert other in client.get(house.address("messages")).content.decode()
