"""What can be done with campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.web.campaigns.models import Campaign, Identity

if TYPE_CHECKING:
    from datetime import date

    from passaparola.web.brands.models import Brand


class CampaignError(ValueError):
    """A campaign cannot be as asked; the message says what to do."""


def create_campaign(  # noqa: PLR0913 - a campaign's own words, all by name
    brand: Brand,
    name: str,
    *,
    goal: str = "",
    starts: date | None = None,
    ends: date | None = None,
    identity: Identity = Identity.DECLARED,
    reveal_on: date | None = None,
) -> Campaign:
    """Create a campaign of `brand`; raises `CampaignError` for a teaser that never says who speaks."""
    if identity == Identity.TEASER and reveal_on is None:
        raise CampaignError("A teaser needs the date on which it says who speaks; set one.")
    if starts and ends and ends < starts:
        raise CampaignError("The campaign ends before it starts; set a later end.")
    return Campaign.objects.create(
        brand=brand, name=name, goal=goal, starts=starts, ends=ends, identity=identity, reveal_on=reveal_on
    )
