"""The pages of campaigns, and what is said where one cannot be as asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from passaparola.web.brands import actions as brands
from passaparola.web.brands.models import Entry, Role
from passaparola.web.campaigns import actions
from passaparola.web.campaigns.models import Campaign, Identity

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

FORM = {"name": "Primavera", "goal": "", "starts": "", "ends": "", "identity": "declared", "reveal_on": ""}


@pytest.fixture
def inside(anna: User) -> Client:
    client = Client()
    client.force_login(anna)
    return client


def hand_in(client: Client, brand: Brand, **changes: str) -> Any:
    return client.post(reverse("new-campaign", args=[brand.slug]), FORM | changes)


def test_a_teaser_is_kept_with_the_day_on_which_it_says_who_speaks(inside: Client, brand: Brand) -> None:
    assert hand_in(inside, brand, identity="teaser", reveal_on="2026-05-03").status_code == 302
    kept = Campaign.objects.get()
    assert (kept.identity, str(kept.reveal_on)) == (Identity.TEASER, "2026-05-03")
    assert Entry.objects.get(verb="campaign.made").detail == {"identity": "teaser", "reveal_on": "2026-05-03"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"identity": "teaser"}, "needs the date"),
        ({"starts": "2026-05-03", "ends": "2026-05-01"}, "ends before it starts"),
        ({"name": "Taken"}, "already a campaign called Taken"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_not_kept(
    inside: Client, brand: Brand, changes: dict[str, str], said: str
) -> None:
    actions.create_campaign(brand, "Taken")
    answer = hand_in(inside, brand, **changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Campaign.objects.count() == 1


def test_a_declared_campaign_has_no_day_of_revealing(inside: Client, brand: Brand) -> None:
    hand_in(inside, brand, reveal_on="2026-05-03")
    assert Campaign.objects.get().reveal_on is None


def test_a_campaign_is_changed_and_its_page_shows_what_it_is(inside: Client, brand: Brand) -> None:
    found = actions.create_campaign(brand, "Old")
    address = reverse("campaign", args=[brand.slug, found.pk])
    inside.post(address, FORM | {"name": "New", "goal": "Fifty more tasters"})
    assert "Fifty more tasters" in inside.get(address).content.decode()
    assert "New" in inside.get(reverse("campaigns", args=[brand.slug])).content.decode()


def test_who_may_only_look_changes_no_campaign(brand: Brand, bruno: User) -> None:
    found = actions.create_campaign(brand, "Old", goal="Fifty more tasters")
    brands.add_member(brand, bruno, Role.ANALYST)
    client = Client()
    client.force_login(bruno)
    address = reverse("campaign", args=[brand.slug, found.pk])
    assert "Fifty more tasters" in client.get(address).content.decode()
    assert client.post(address, FORM).status_code == 403
    assert hand_in(client, brand).status_code == 403


def test_a_campaign_of_another_brand_is_not_there(inside: Client, brand: Brand, rival: Brand) -> None:
    theirs = actions.create_campaign(rival, "Secret")
    assert inside.get(reverse("campaign", args=[brand.slug, theirs.pk])).status_code == 404
