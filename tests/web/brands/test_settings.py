from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from passaparola.web.brands import actions
from passaparola.web.brands.forms import SettingsForm
from passaparola.web.brands.models import Approval, Brand, Entry, Role

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client
    from pytest_django.fixtures import Settings

    from passaparola.web.brands.models import User

SAID = {"name": "Caffè  Aurora\r\n", "zone": "Asia/Tokyo", "approval": "2", "needs_second_factor": ""}


@pytest.fixture
def person(client: Client, anna: User) -> Client:
    client.force_login(anna)
    return client


def test_anybody_who_signs_in_may_make_a_brand_and_owns_it(person: Client, anna: User) -> None:
    answer = person.post("/brands/new/", {"name": "Panificio Luna", "zone": "Europe/Rome"})
    assert answer["Location"] == "/b/panificio-luna/"
    assert Brand.objects.get(slug="panificio-luna").members.get().role == Role.OWNER
    assert Entry.objects.get().verb == "brand.founded"


def test_a_zone_that_is_none_is_refused(person: Client) -> None:
    assert person.post("/brands/new/", {"name": "Luna", "zone": "Mars/Olympus"}).status_code == 200
    assert not Brand.objects.exists()


def test_what_is_changed_is_kept_and_logged_with_what_it_was(person: Client, brand: Brand) -> None:
    was = brand.zone
    assert person.post(f"/b/{brand.slug}/settings/", SAID).status_code == 302
    brand.refresh_from_db()
    assert (brand.name, brand.zone, brand.approval) == ("Caffè Aurora", "Asia/Tokyo", Approval.TWO)
    entry = Entry.objects.get()
    assert entry.detail == {"zone": [was, "Asia/Tokyo"], "approval": [0, 2]}


def test_saving_the_same_again_writes_nothing(person: Client, brand: Brand) -> None:
    for _ in range(2):
        person.post(f"/b/{brand.slug}/settings/", SAID)
    assert Entry.objects.count() == 1


def test_the_form_shows_what_is_so(brand: Brand) -> None:
    brand.approval = Approval.ONE
    assert SettingsForm(brand)["approval"].value() == Approval.ONE


def test_the_database_knows_no_third_step(brand: Brand) -> None:
    brand.approval = 3
    with pytest.raises(IntegrityError), transaction.atomic():
        brand.save()


def test_holding_and_releasing_happen_once_and_are_logged(brand: Brand, anna: User, now: datetime) -> None:
    assert [actions.hold(brand, anna, now) for _ in range(2)] == [True, False]
    assert Brand.objects.get(pk=brand.pk).held_since == now
    assert Brand.objects.get(pk=brand.pk).held_by == anna
    later = now + timedelta(minutes=90)
    assert [actions.release(brand, anna, later) for _ in range(2)] == [True, False]
    assert Brand.objects.get(pk=brand.pk).held_since is None
    held, released = Entry.objects.order_by("pk")
    assert (held.verb, released.verb, released.detail) == ("brand.held", "brand.released", {"minutes": 90})


@pytest.mark.parametrize("page", ["", "messages/", "trace/", "hold/"])
def test_every_page_of_a_held_brand_says_so(
    person: Client, brand: Brand, anna: User, now: datetime, page: str
) -> None:
    actions.hold(brand, anna, now)
    shown = person.get(f"/b/{brand.slug}/{page}").content.decode()
    assert "Everything is held." in shown
    assert f"/b/{brand.slug}/release/" in shown


def test_who_may_not_release_is_not_offered_to(
    client: Client, brand: Brand, bruno: User, now: datetime
) -> None:
    actions.hold(brand, bruno, now)
    actions.add_member(brand, bruno, Role.EDITOR)
    client.force_login(bruno)
    shown = client.get(f"/b/{brand.slug}/").content.decode()
    assert "Everything is held." in shown
    assert "/release/" not in shown


def test_the_menu_offers_what_one_may(client: Client, brand: Brand, bruno: User) -> None:
    client.force_login(bruno)
    offered = {}
    for role in (Role.ANALYST, Role.APPROVER, Role.ADMIN):
        actions.add_member(brand, bruno, role)
        shown = client.get(f"/b/{brand.slug}/").content.decode()
        offered[role] = [each for each in ("hold", "people") if f"/b/{brand.slug}/{each}/" in shown]
    assert offered == {Role.ANALYST: [], Role.APPROVER: ["hold"], Role.ADMIN: ["hold", "people"]}


def test_the_zone_of_a_new_brand_is_the_installation_s(anna: User, settings: Settings) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    assert actions.create_brand("Luna", owner=anna).zone == "Asia/Tokyo"
