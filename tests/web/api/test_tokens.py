"""Tokens: made by those who run a brand, shown once, kept as a digest, counted, taken back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from passaparola.web.api import pace, tokens
from passaparola.web.api.models import ApiToken
from passaparola.web.brands import actions as brands
from passaparola.web.brands.models import Entry, Role
from passaparola.web.brands.refusals import Refused
from web.api.asking import Program, program, told
from web.makers import owner

if TYPE_CHECKING:
    from django.test import Client

    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db
FORM = {"token-name": "CMS", "token-role": "editor", "token-days": "30"}


@pytest.fixture
def person(client: Client, anna: User, brand: Brand) -> Client:
    client.force_login(anna)
    return client


def made_on_the_page(person: Client, brand: Brand) -> str:
    page = person.post(reverse("api-token-new", args=[brand.slug]), FORM).content.decode()
    return str(re.findall(r'value="(pp_[\w-]{43})"', page)[0])


def test_a_token_made_on_the_page_opens_the_api(person: Client, brand: Brand) -> None:
    read = Program(made_on_the_page(person, brand)).get("brand")
    assert (read["slug"], read["token"]["name"], read["token"]["role"]) == (brand.slug, "CMS", "editor")


def test_a_token_is_shown_once_and_kept_as_a_digest(person: Client, brand: Brand) -> None:
    secret = made_on_the_page(person, brand)
    page = person.get(reverse("api-tokens", args=[brand.slug])).content.decode()
    assert "CMS" in page
    assert secret not in page
    [row] = ApiToken.objects.values()
    assert secret not in str(row)


def test_the_page_says_when_a_token_was_last_used(person: Client, brand: Brand) -> None:
    secret = made_on_the_page(person, brand)
    where = reverse("api-tokens", args=[brand.slug])
    assert "not used yet" in person.get(where).content.decode()
    Program(secret).get("brand")
    assert "last used" in person.get(where).content.decode()


def test_a_token_taken_back_opens_nothing_and_both_are_in_the_log(person: Client, brand: Brand) -> None:
    secret = made_on_the_page(person, brand)
    person.post(reverse("api-token-revoke", args=[brand.slug, ApiToken.objects.get().pk]))
    assert Program(secret).ask("GET", "/api/v1/brand").status_code == 401
    assert {"token.made", "token.revoked"} <= set(Entry.objects.values_list("verb", flat=True))


def test_nobody_gives_a_token_an_owners_power(person: Client, brand: Brand) -> None:
    with pytest.raises(Refused):
        tokens.make("CMS", Role.OWNER, 30, by=owner(brand), now=timezone.now())
    page = person.post(reverse("api-token-new", args=[brand.slug]), {**FORM, "token-role": "owner"})
    assert page.status_code == 200
    assert not ApiToken.objects.exists()


def test_a_member_who_may_not_run_the_brand_gives_no_token(brand: Brand, bruno: User) -> None:
    with pytest.raises(Refused):
        tokens.make(
            "CMS", Role.ANALYST, 30, by=brands.add_member(brand, bruno, Role.EDITOR), now=timezone.now()
        )


def test_who_asks_too_fast_is_told_when_to_ask_again(cms: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "A_MINUTE", 3)
    answers = [cms.ask("GET", "/api/v1/brand") for _ in range(8)]
    refused = [each for each in answers if each.status_code == 429]
    assert len(refused) >= 2
    assert all(1 <= int(each["Retry-After"]) <= 60 for each in refused)
    assert "wait" in told(refused[0], 429)["detail"]


def test_each_minute_is_counted_anew_and_each_token_by_itself(
    brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "A_MINUTE", 2)
    now = timezone.now().replace(second=10, microsecond=0)
    [one, other] = [tokens.make("CMS", Role.EDITOR, 30, by=owner(brand), now=now)[0] for _ in range(2)]
    assert [pace.wait(one, now) for _ in range(3)] == [0, 0, 50]
    assert pace.wait(other, now) == 0
    assert pace.wait(one, now + timedelta(seconds=50)) == 0


def test_what_is_asked_of_the_brand_costs_few_queries(brand: Brand) -> None:
    assert program(brand).cost("brand") <= 4
