from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse
from django.utils import timezone

from passaparola.web.brands import guests, tokens
from passaparola.web.brands.access import guest_of, guest_of_brand
from passaparola.web.brands.models import Entry, Guest, Member

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from django.test import Client, RequestFactory

    from passaparola.web.brands.models import Brand, User


@pytest.fixture
def owner(brand: Brand, anna: User) -> Member:
    return Member.objects.select_related("brand", "user").get(brand=brand, user=anna)


@guest_of_brand
def page(request: HttpRequest, brand: Brand, number: int) -> HttpResponse:
    return HttpResponse(f"{guest_of(request)} approves {number} for {brand}")


def test_a_guest_s_page_gets_the_brand_and_the_guest(owner: Member, rf: RequestFactory) -> None:
    _, token = guests.let_in("Elsa", "", 7, by=owner, now=timezone.now())
    answer = page(rf.get("/"), token=token, number=4)
    assert answer.content.decode() == f"Elsa approves 4 for {owner.brand}"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]


def test_only_a_digest_of_the_link_is_kept(owner: Member, now: datetime) -> None:
    _, token = guests.let_in("Elsa", "elsa@example.org", 7, by=owner, now=now)
    kept = f"{list(Guest.objects.values())} {list(Entry.objects.values())}"
    assert token not in kept
    assert tokens.digest(token) in kept


def test_it_is_open_for_the_days_it_was_given(owner: Member, now: datetime) -> None:
    _, token = guests.let_in("Elsa", "", 30, by=owner, now=now)
    assert guests.by_token(token, now + timedelta(days=29, hours=23)).name == "Elsa"
    with pytest.raises(Guest.DoesNotExist):
        guests.by_token(token, now + timedelta(days=30))


def test_a_link_that_is_taken_back_ends_at_once(owner: Member, anna: User, now: datetime) -> None:
    guest, token = guests.let_in("Elsa", "", 30, by=owner, now=now)
    for _ in range(2):
        guests.revoke(owner.brand, guest.pk, by=anna, now=now)
    with pytest.raises(Guest.DoesNotExist):
        guests.by_token(token, now)
    assert Entry.objects.filter(verb="guest.revoked").count() == 1


def test_a_token_that_is_no_text_opens_nothing(owner: Member, now: datetime) -> None:
    for token in ("", "\x00", "\udcff", "é" * 300):
        with pytest.raises(Guest.DoesNotExist):
            guests.by_token(token, now)


def test_being_seen_is_written_down_once_in_a_few_minutes(owner: Member, now: datetime) -> None:
    guest, _ = guests.let_in("Elsa", "", 7, by=owner, now=now)
    for minutes in (0, 1, 4, 6):
        guests.seen(Guest.objects.get(pk=guest.pk), now + timedelta(minutes=minutes))
    assert Guest.objects.get(pk=guest.pk).last_seen_at == now + timedelta(minutes=6)


def test_the_form_makes_a_link_and_shows_it_once(client: Client, owner: Member, anna: User) -> None:
    client.force_login(anna)
    people = f"/b/{owner.brand.slug}/people/"
    shown = client.post(f"{people}guests/", {"guest-name": "Elsa", "guest-days": "7"}).content.decode()
    assert "/g/" in shown
    assert "/g/" not in client.get(people).content.decode()


@pytest.mark.parametrize("form", [{"guest-days": "7"}, {"guest-name": "Elsa", "guest-days": "9999"}])
def test_a_guest_without_a_name_or_an_end_is_not_made(
    client: Client, owner: Member, anna: User, form: dict[str, str]
) -> None:
    client.force_login(anna)
    assert client.post(f"/b/{owner.brand.slug}/people/guests/", form).status_code == 200
    assert not Guest.objects.exists()


def test_a_guest_sees_no_way_into_the_brand(client: Client, owner: Member, now: datetime) -> None:
    _, token = guests.let_in("Elsa", "", 7, by=owner, now=timezone.now())
    shown = client.get(f"/g/{token}/").content.decode()
    assert "Elsa" in shown
    assert f"/b/{owner.brand.slug}/" not in shown
