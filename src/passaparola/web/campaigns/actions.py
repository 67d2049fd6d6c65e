"""What can be done with campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.campaigns.models import Campaign, Identity

if TYPE_CHECKING:
    from datetime import date, datetime

    from passaparola.web.brands.models import Brand, User

FIELDS = ("name", "goal", "starts", "ends", "identity", "reveal_on")
MADE = audit.verb("campaign.made", gettext_lazy("made the campaign"))
CHANGED = audit.verb("campaign.changed", gettext_lazy("changed the campaign"))


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
    campaign = Campaign(
        brand=brand, name=name, goal=goal, starts=starts, ends=ends, identity=identity, reveal_on=reveal_on
    )
    _keep(campaign)
    return campaign


@transaction.atomic
def keep(campaign: Campaign, *, by: User, now: datetime) -> None:
    """Keep `campaign` as it now is, new or changed, and log it; raises `CampaignError`."""
    made = campaign.pk is None
    before = None if made else Campaign.objects.get(pk=campaign.pk)
    _keep(campaign)
    changed = [name for name in FIELDS if before and getattr(before, name) != getattr(campaign, name)]
    if made or changed:
        # Who speaks, and until when undeclared, is what others will ask about.
        told = {"identity": campaign.identity, "reveal_on": str(campaign.reveal_on or "")}
        audit.record(campaign.brand, by, MADE if made else CHANGED, campaign.name, now, **told)


def _keep(campaign: Campaign) -> None:
    if campaign.identity == Identity.TEASER and campaign.reveal_on is None:
        raise CampaignError(_("A teaser needs the date on which it says who speaks; set one."))
    if campaign.identity == Identity.DECLARED:
        campaign.reveal_on = None
    if campaign.starts and campaign.ends and campaign.ends < campaign.starts:
        raise CampaignError(_("The campaign ends before it starts; set a later end."))
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError as error:
        raise CampaignError(
            _("There is already a campaign called %(name)s: choose another name.") % {"name": campaign.name}
        ) from error
