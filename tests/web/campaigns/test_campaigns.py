from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError

from passaparola.web.campaigns import actions, queries
from passaparola.web.campaigns.models import Campaign, Identity

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand


def test_a_campaign_declares_who_speaks_unless_told_otherwise(brand: Brand) -> None:
    assert actions.create_campaign(brand, "Spring").identity == Identity.DECLARED


def test_a_teaser_needs_the_date_of_its_end(brand: Brand) -> None:
    with pytest.raises(actions.CampaignError, match="date"):
        actions.create_campaign(brand, "Who?", identity=Identity.TEASER)


def test_the_database_too_refuses_a_teaser_without_a_date(brand: Brand) -> None:
    with pytest.raises(IntegrityError):
        Campaign.objects.create(brand=brand, name="Who?", identity=Identity.TEASER)


def test_a_teaser_with_its_date_is_taken(brand: Brand) -> None:
    teaser = actions.create_campaign(brand, "Who?", identity=Identity.TEASER, reveal_on=date(2026, 4, 1))
    assert teaser.reveal_on == date(2026, 4, 1)


def test_a_campaign_does_not_end_before_it_starts(brand: Brand) -> None:
    with pytest.raises(actions.CampaignError, match="ends before"):
        actions.create_campaign(brand, "Back", starts=date(2026, 4, 2), ends=date(2026, 4, 1))


def test_the_latest_to_start_comes_first(brand: Brand) -> None:
    old = actions.create_campaign(brand, "Old", starts=date(2026, 1, 1))
    new = actions.create_campaign(brand, "New", starts=date(2026, 2, 1))
    assert list(queries.campaigns_of(brand)) == [new, old]
