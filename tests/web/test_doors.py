"""Every door of the site, walked by everybody: each opens to those the table names, and to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from django.test import Client

from passaparola.web.brands import actions as brands
from passaparola.web.brands.models import Guest, Role
from web.api.asking import BY_TOKEN
from web.doors import BY_LINK, DOORS, LATER, OF_A_BRAND, OWN, PUBLIC, address, carries

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db

NAMES = sorted({key.split()[1] for key in OF_A_BRAND})
LINKS = sorted({key.split()[1] for key in BY_LINK})
TOKENS = {key.split()[1] for key in BY_TOKEN}
ALL = {**OF_A_BRAND, **BY_LINK}
TO_SOMETHING = [key for key in OF_A_BRAND if carries(key.split()[1]).keys() - {"slug", "platform"}]


def knock(door: str, where: str, user: User | None = None) -> HttpResponse:
    """Knock at `where` as `door` says: with which method, and with what in hand."""
    client = Client()
    if user:
        client.force_login(user)
    method = door.split(maxsplit=1)[0]
    form = dict(ALL[door].form) if door in ALL else {}
    answer = client.post(where, form) if method == "POST" else client.get(where, form)
    answer.close()
    return cast("HttpResponse", answer)


def test_every_door_is_in_the_table() -> None:
    assert {*NAMES, *LINKS, *TOKENS, *OWN, *PUBLIC} == set(DOORS)


@pytest.mark.parametrize("name", [*NAMES, *LINKS])
def test_a_door_of_a_brand_is_bound_to_it_in_the_one_place_that_does_so(name: str) -> None:
    view: Any = DOORS[name].callback
    while view is not None and not getattr(view, "brand_bound", False):
        view = getattr(view, "__wrapped__", None)
    assert view is not None


@pytest.mark.parametrize("door", OF_A_BRAND)
def test_a_stranger_is_asked_to_sign_in(brand: Brand, door: str) -> None:
    answer = knock(door, address(door.split()[1], brand))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/login/")


@pytest.mark.parametrize("door", OF_A_BRAND)
def test_a_member_of_another_brand_finds_nothing_there(
    brand: Brand, rival: Brand, bruno: User, door: str
) -> None:
    assert knock(door, address(door.split()[1], brand), bruno).status_code == 404


@pytest.mark.parametrize("door", TO_SOMETHING)
def test_what_belongs_to_another_brand_is_not_found_through_ones_own(
    brand: Brand, rival: Brand, bruno: User, door: str
) -> None:
    assert knock(door, address(door.split()[1], brand, through=rival), bruno).status_code == 404


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("door", OF_A_BRAND)
def test_a_door_opens_to_exactly_the_roles_of_the_table(
    brand: Brand, bruno: User, door: str, role: Role
) -> None:
    where = address(door.split()[1], brand)
    needs = OF_A_BRAND[door]
    allowed = needs.lets_in(brands.add_member(brand, bruno, role))
    assert knock(door, where, bruno).status_code == (needs.answers if allowed else 403)


@pytest.mark.parametrize("name", [*NAMES, *LINKS])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_door_is_asked_in_no_other_way_than_the_table_says(
    brand: Brand, anna: User, name: str, method: str
) -> None:
    status = knock(f"{method} {name}", address(name, brand), anna).status_code
    assert (status == 405) == (f"{method} {name}" not in ALL)


@pytest.mark.parametrize("name", sorted(OWN))
def test_what_is_one_s_own_asks_a_stranger_to_sign_in(brand: Brand, name: str) -> None:
    answer = knock("GET", address(name, brand))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/login/")


@pytest.mark.parametrize("name", sorted(OWN))
def test_what_is_one_s_own_opens_to_whoever_is_signed_in(brand: Brand, bruno: User, name: str) -> None:
    answer = knock("GET", address(name, brand), bruno)
    # 404: there is no such thing yet; 302: to show once more who one is, or to where the thing is.
    assert answer.status_code in {200, 302, 404}
    assert "/login/" not in answer.get("Location", "")


@pytest.mark.parametrize("door", BY_LINK)
def test_a_guest_s_link_opens_their_door_without_a_login(brand: Brand, door: str) -> None:
    answer = knock(door, address(door.split()[1], brand))
    assert answer.status_code == BY_LINK[door].answers
    assert answer["X-Robots-Tag"].startswith("noindex")


@pytest.mark.parametrize("door", [door for door in BY_LINK if len(carries(door.split()[1])) > 1])
def test_a_link_shows_nothing_of_another_brand(brand: Brand, rival: Brand, door: str) -> None:
    assert knock(door, address(door.split()[1], brand, through=rival)).status_code == 404


@pytest.mark.parametrize("ending", ["revoked_at", "expires_at"])
@pytest.mark.parametrize("door", BY_LINK)
def test_a_link_that_has_ended_opens_nothing(brand: Brand, now: datetime, door: str, ending: str) -> None:
    where = address(door.split()[1], brand)
    Guest.objects.update(**{ending: now - LATER})
    assert knock(door, where).status_code == 404


@pytest.mark.parametrize("door", BY_LINK)
def test_a_link_nobody_gave_out_opens_nothing(brand: Brand, anna: User, door: str) -> None:
    where = address(door.split()[1], brand)
    guessed = where.replace(where.split("/")[2], "a" * 43)
    assert knock(door, guessed, anna).status_code == 404


def test_a_post_without_the_form_s_secret_is_refused(brand: Brand, anna: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    assert client.post(address("hold", brand)).status_code == 403


@pytest.mark.parametrize("door", OF_A_BRAND)
def test_who_owes_a_second_factor_is_sent_to_set_one_up(brand: Brand, anna: User, door: str) -> None:
    where = address(door.split()[1], brand)
    brand.needs_second_factor = True
    brand.save()
    answer = knock(door, where, anna)
    assert (answer.status_code, answer["Location"]) == (302, "/account/")


@pytest.mark.parametrize("name", ["home", "message", "people", "guest", "definitions", "account_login"])
def test_every_page_says_what_a_browser_may_load(brand: Brand, anna: User, name: str) -> None:
    client = Client()
    if name != "account_login":
        client.force_login(anna)
    policy = client.get(address(name, brand)).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_who_has_several_brands_finds_the_others_in_the_head_of_every_page(
    brand: Brand, rival: Brand, anna: User
) -> None:
    client = Client()
    client.force_login(anna)
    other = f'href="/b/{rival.slug}/"'
    assert other not in client.get(address("messages", brand)).content.decode()
    brands.add_member(rival, anna, Role.ANALYST)
    assert other in client.get(address("messages", brand)).content.decode()
