"""What can be asked about campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from passaparola.web.campaigns.models import Campaign

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand


def campaigns_of(brand: Brand) -> QuerySet[Campaign]:
    """Return the brand's campaigns, the latest to start first."""
    return Campaign.objects.filter(brand=brand).order_by("-starts", "-pk")


def counted_campaigns_of(brand: Brand) -> QuerySet[Campaign]:
    """Return the brand's campaigns with how many posts each has, the latest to start first."""
    return campaigns_of(brand).annotate(written=Count("posts"))


def campaign_of(brand: Brand, campaign_id: int) -> Campaign:
    """Return a campaign of the brand; raises Campaign.DoesNotExist."""
    return Campaign.objects.get(brand=brand, pk=campaign_id)
